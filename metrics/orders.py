"""May this invoice be paid? Orders, receipts and invoices matched line by line (P2P-01 … P2P-06)."""

from __future__ import annotations

from functools import partial

from metrics.metric import Metric

NO_RATE = ("lacks_rate", "no exchange rate for its currency and month")

matched = partial(Metric, table="order_matches", when="document_date", kind="proportion", unit="percent")
invoiced = partial(Metric, table="invoice_documents", when="invoiced_day", unit="percent", good="down")

MATCHED = matched(
    name="three_way_matched", id="P2P-01", title="Order lines that match",
    asks="Do orders, receipts and invoices agree?",
    formula="Of the order lines with an invoice, the share invoiced for no more than was received and at the price"
    " ordered, within the tolerances in the settings.",
    source="three-way match of an ERP",
    sql="avg(CAST(match_state = 'matched' AS INTEGER))", where="invoice_lines > 0", good="up",
    leaves_out=(
        ("match_state = 'receipt unknown'", "no receipts are imported for the order"),
        ("match_state = 'currency differs'", "order and invoice are in different currencies"),
    ),
)  # fmt: skip
WITHOUT_ORDER = invoiced(
    name="invoices_without_order", id="P2P-02", title="Invoices without an order",
    asks="How much are we asked to pay that nobody ordered?",
    formula="Of the invoices of the period, the share with a line that names no order or an unknown one;"
    " suppliers that need no order are left out.",
    sql="avg(CAST(without_order AS INTEGER))", kind="proportion",
    leaves_out=(("is_exempt", "supplier needs no order"),),
)  # fmt: skip
VALUE_WITHOUT_ORDER = invoiced(
    name="invoice_value_without_order", id="P2P-02-VALUE", title="Invoice value without an order",
    asks="How much of the money we are asked for was never ordered?",
    formula="The value of the invoices without an order divided by the value of all invoices of the period.",
    sql="sum(CASE WHEN without_order THEN reported ELSE 0 END) / nullif(sum(reported), 0)", kind="ratio",
    leaves_out=(("is_exempt", "supplier needs no order"), NO_RATE),
)  # fmt: skip
RETROSPECTIVE = invoiced(
    name="retrospective_orders", id="P2P-03", title="Orders placed after their invoice",
    asks="Do we order before we are billed?",
    formula="Of the invoices with a known order, the share whose order is dated after the invoice; the same day is"
    " fine.",
    sql="avg(CAST(last_ordered > invoiced_day AS INTEGER))", kind="proportion", where="NOT without_order",
    leaves_out=(("last_ordered IS NULL", "the order has no date"),),
)  # fmt: skip
RECEIVED_BEFORE_PAID = Metric(
    name="received_before_paid", id="P2P-05", title="Goods confirmed before payment",
    asks="Do we pay only for what has arrived?",
    formula="Of the invoice lines paid in the period that belong to an order, the share first received on or before"
    " the day of payment.",
    table="checked_invoices", when="paid", kind="proportion", unit="percent", good="up",
    sql="avg(CAST(first_received IS NOT NULL AND first_received <= paid AS INTEGER))",
    where="paid IS NOT NULL AND match_state NOT IN ('no order', 'order unknown') AND net > 0",
    leaves_out=(("received_from IS NULL", "no receipts are imported"),
                ("received_from = 'order list'", "the order list does not say when it was received")),
)  # fmt: skip
