"""Orders, receipts and invoices: matched without fan-out, held with reasons, nothing dropped."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.budget_burn import budget_position
from metrics.invoice_duplicates import duplicate_suspects, recurring_bills
from metrics.orders import (
    MATCHED,
    RECEIVED_BEFORE_PAID,
    RETROSPECTIVE,
    VALUE_WITHOUT_ORDER,
    WITHOUT_ORDER,
)
from metrics.pay_holds import do_not_pay_yet, side_by_side
from metrics.period_close import orphans, period_close, unconfirmed_receipts
from metrics.query import value
from metrics.scope import Scope
from metrics.workbook import as_workbook
from tests.rows import warehouse_with


def order(number="P1", item="10", quantity=10, price=100.0, **more):
    return {"purchase_order": number, "item": item, "vendor": "Nordwind", "document_date": date(2026, 1, 5),
            "quantity": quantity, "net_price": price, "net_value": quantity * price / more.get("price_unit", 1),
            "currency": "EUR", **more}  # fmt: skip


def receipt(document, quantity, number="P1", item="10", movement="101", **more):
    return {"document": document, "document_line": "1", "purchase_order": number, "purchase_order_item": item,
            "movement": movement, "quantity": quantity, "posting_date": date(2026, 1, 20), **more}  # fmt: skip


def invoice(name, quantity, net, number="P1", item="10", **more):
    return {"invoice": name, "vendor": "Nordwind", "purchase_order": number, "purchase_order_item": item,
            "invoice_date": date(2026, 2, 1), "quantity": quantity, "net_amount": net, "currency": "EUR",
            **more}  # fmt: skip


def states(w):
    found = w.query("SELECT unit_key, match_state FROM order_matches ORDER BY unit_key")
    return dict(zip(found["unit_key"], found["match_state"], strict=True))


def test_partial_deliveries_and_invoices_do_not_multiply_each_other():
    """Joined row by row, three receipts and two invoices would make six times the money."""
    w = warehouse_with(
        purchase_orders=[order()],
        goods_receipts=[receipt("G1", 4), receipt("G2", 4), receipt("G3", 2)],
        invoices=[invoice("I1", 5, 500.0), invoice("I2", 3, 300.0)],
    )
    row = w.query("SELECT * FROM order_matches").iloc[0]
    assert (row["order_value"], row["received_value"], row["invoiced_value"]) == (1000.0, 1000.0, 800.0)
    assert (row["accrued_value"], row["committed_value"], row["match_state"]) == (200.0, 0.0, "matched")


@pytest.mark.parametrize(
    ("receipts", "bills", "state"),
    [
        ([], [], "open"),
        ([("G", 5)], [], "not invoiced"),
        ([("G", 10)], [("I", 10, 1000.0)], "matched"),
        ([("G", 5)], [("I", 6, 600.0)], "quantity variance"),
        ([("G", 10)], [("I", 10, 1020.0)], "matched"),  # 2 % is within tolerance
        ([("G", 10)], [("I", 10, 1050.0)], "matched"),  # so is 50
        ([("G", 10)], [("I", 10, 1051.0)], "price variance"),
        ([("G", 10)], [("I", 10, 900.0)], "price variance"),  # too cheap is odd too
        ([("Other", 1)], [("I", 1, 100.0)], "not received"),
    ],
)
def test_states(receipts, bills, state):
    rows = [receipt(name, n, number="P9" if name == "Other" else "P1") for name, n in receipts]
    given = {"goods_receipts": rows, "invoices": [invoice(*bill) for bill in bills]}
    w = warehouse_with(
        purchase_orders=[order()], **{kind: papers for kind, papers in given.items() if papers}
    )
    assert states(w)["P1/10"] == state


def test_tolerances_are_settings():
    w = warehouse_with(
        purchase_orders=[order()], goods_receipts=[receipt("G", 10)], invoices=[invoice("I", 11, 1100.0)]
    )
    assert states(w) == {"P1/10": "quantity variance"}
    w.set_setting("quantity_tolerance_percent", 10)
    assert states(w) == {"P1/10": "matched"}


def test_reversals_and_returns_are_taken_back_whatever_their_sign():
    """MB51 shows a reversal as a negative quantity, MSEG as a positive one with another movement type."""
    w = warehouse_with(
        purchase_orders=[order()],
        goods_receipts=[
            receipt("G1", 10), receipt("G2", 3, movement="102"), receipt("G3", -2, movement="122"),
            receipt("G4", 50, movement="641"),
        ],
    )  # fmt: skip
    assert w.query("SELECT received_quantity FROM order_matches")["received_quantity"].tolist() == [5.0]


def test_price_is_per_price_unit_and_numbers_are_joined_however_they_are_written():
    w = warehouse_with(
        purchase_orders=[order("0004500000001", "00010", quantity=5, price=2000.0, price_unit=10)],
        goods_receipts=[receipt("G", 5, number="4500000001.0", item="10")],
        invoices=[invoice("I", 5, 1000.0, number="4500000001", item="10.0")],
    )
    assert list(states(w).values()) == ["matched"]


def test_an_invoice_that_names_no_line_is_matched_against_the_whole_order():
    w = warehouse_with(
        purchase_orders=[order(item="10"), order(item="20", quantity=1, price=500.0)],
        goods_receipts=[receipt("G1", 10, amount=1000.0), receipt("G2", 1, item="20", amount=500.0)],
        invoices=[invoice("I", None, 1500.0, item=None)],
    )
    assert states(w) == {"P1": "matched"}


def test_different_currencies_are_not_compared():
    w = warehouse_with(
        purchase_orders=[order(currency="SAR")], goods_receipts=[receipt("G", 10)],
        invoices=[invoice("I", 10, 267.0, currency="USD")],
    )  # fmt: skip
    assert states(w) == {"P1/10": "currency differs"}
    assert value(w, MATCHED, Scope()).excluded == (("order and invoice are in different currencies", 1),)


def test_the_amount_of_the_whole_invoice_is_never_summed_over_its_lines():
    lines = [
        {"invoice": "I", "line": str(n), "vendor": "V", "invoice_date": date(2026, 1, 1), "net_amount": 10.0,
         "document_amount": 30.0, "currency": "EUR"}
        for n in range(3)
    ]  # fmt: skip
    w = warehouse_with(invoices=lines)
    document = w.query("SELECT net, invoice_lines FROM invoice_documents").iloc[0]
    assert (document["net"], document["invoice_lines"]) == (30.0, 3)
    assert value(w, WITHOUT_ORDER, Scope()).n == 1


def test_amounts_of_a_register_in_its_own_currency_are_not_taken_for_foreign_ones():
    """The Czech register writes 7,101 crowns beside EUR and 270: the amount is crowns."""
    row = {"vendor": "V", "invoice_date": date(2026, 1, 1)}
    w = warehouse_with(
        invoices=[
            {**row, "invoice": "1", "net_amount": 7101.0, "document_amount": 7101.0, "foreign_amount": 270.0,
             "currency": "EUR"},
            {**row, "invoice": "2", "net_amount": 100.0, "document_amount": 100.0, "foreign_amount": 100.0,
             "currency": "CZK"},
            {**row, "invoice": "3", "net_amount": -50.0, "document_amount": -50.0, "foreign_amount": 50.0,
             "currency": "CZK"},
        ]
    )  # fmt: skip
    found = w.query("SELECT invoice, amount_currency FROM invoice_lines ORDER BY invoice")
    assert found["amount_currency"].tolist() == ["CZK", "CZK", "CZK"]


def test_a_credit_note_lowers_what_was_invoiced():
    w = warehouse_with(
        purchase_orders=[order()], goods_receipts=[receipt("G", 8)],
        invoices=[invoice("I", 10, 1000.0), invoice("C", 2, 200.0, type="Credit note")],
    )  # fmt: skip
    row = w.query("SELECT invoiced_quantity, invoiced_value, match_state FROM order_matches").iloc[0]
    assert tuple(row) == (8.0, 800.0, "matched")


def test_tax_is_taken_out_before_comparing():
    w = warehouse_with(
        purchase_orders=[order()], goods_receipts=[receipt("G", 10)],
        invoices=[{**invoice("I", 10, None), "amount": 1060.0, "tax_amount": 60.0}],
    )  # fmt: skip
    assert states(w) == {"P1/10": "matched"}


@pytest.fixture(scope="module")
def busy():
    return warehouse_with(
        purchase_orders=[order(), order("P2", "10", 1, 500.0, document_date=date(2026, 3, 5)), order("P3")],
        goods_receipts=[receipt("G1", 10), receipt("G9", 5, number="P9")],
        invoices=[
            invoice("I1", 6, 600.0, paid=date(2026, 2, 5)),
            invoice("I2", 6, 606.0, invoice_date=date(2026, 2, 9)),
            invoice("I3", 1, 500.0, number="P2"),
            {"invoice": "I4", "vendor": "Rent Ltd", "net_amount": 90.0, "currency": "EUR",
             "invoice_date": date(2026, 2, 1)},
            invoice("I5", 1, 70.0, number="P8"),
            invoice("C1", 1, -20.0, number="P8"),
        ],
    )  # fmt: skip


def test_the_do_not_pay_list_says_why_and_where(busy):
    holds = {hold.invoice: hold for hold in do_not_pay_yet(busy, Scope()).holds}
    assert set(holds) == {"I2", "I3", "I4", "I5"}  # paid and credit are not held
    assert holds["I2"].reasons == ("Order P1: 12 invoiced in all, 10 received.",)
    assert holds["I3"].reasons == ("Nothing has been received against order P2.",)
    assert holds["I4"].reasons == ("The invoice names no order.",)
    assert holds["I5"].reasons == ("Order P8 is not among the orders imported.",)
    assert holds["I2"].order_rows == ((1, "Sheet1", 2),)
    assert holds["I2"].receipt_rows == ((2, "Sheet1", 2),)
    assert holds["I2"].invoice_rows == ((3, "Sheet1", 3),)
    beside = side_by_side(busy, holds["I2"])
    assert beside["paper"].tolist() == ["order", "receipt", "invoice"]
    assert beside["number"].tolist() == ["P1", "G1", "I2"]


def test_shares_of_invoices(busy):
    assert value(busy, WITHOUT_ORDER, Scope()).value == pytest.approx(3 / 6)
    total = 600 + 606 + 500 + 90 + 70 - 20
    assert value(busy, VALUE_WITHOUT_ORDER, Scope()).value == pytest.approx((90 + 70 - 20) / total)
    assert value(busy, RETROSPECTIVE, Scope()).value == pytest.approx(1 / 3)
    assert (
        value(busy, RECEIVED_BEFORE_PAID, Scope()).value,
        value(busy, RECEIVED_BEFORE_PAID, Scope()).n,
    ) == (1.0, 1)


def test_suppliers_that_need_no_order(busy):
    busy.set_setting("order_exempt_vendors", ["Rent Ltd"])
    try:
        assert "I4" not in {hold.invoice for hold in do_not_pay_yet(busy, Scope()).holds}
        assert value(busy, WITHOUT_ORDER, Scope()).excluded == (("supplier needs no order", 1),)
    finally:
        busy.set_setting("order_exempt_vendors", [])


def test_keys_that_lead_nowhere_are_reported(busy):
    found = orphans(busy, Scope())
    assert found["Receipts without order"]["document"].tolist() == ["G9"]
    assert found["Invoices without order"]["invoice"].tolist() == ["I5", "C1"]


def test_unconfirmed_receipts_have_an_age(busy):
    waiting = unconfirmed_receipts(busy, Scope())
    assert waiting.rows["invoice"].tolist() == ["I3"]
    assert waiting.rows["days"].tolist() == [8]  # from 1 to 9 February


def test_the_close_pack_is_a_workbook_of_all_lists(busy):
    pack = period_close(busy, Scope())
    assert list(pack) == ["Accruals", "Unposted receipts", "Do not pay yet", "Duplicate suspects", "Recurring bills",
                          "Receipts without order", "Invoices without order", "Coding errors"]  # fmt: skip
    assert as_workbook(pack).startswith(b"PK")


def test_accruals_of_the_pack_add_up_to_the_metric():
    w = warehouse_with(
        purchase_orders=[order(), order("P2")], goods_receipts=[receipt("G", 4), receipt("H", 1, number="P2")],
        invoices=[invoice("I", 1, 100.0)],
    )  # fmt: skip
    accruals = period_close(w, Scope())["Accruals"]
    assert accruals["accrued_value"].tolist() == [300.0, 100.0]


@pytest.mark.parametrize(
    ("one", "other", "suspected"),
    [
        ({"invoice": "INV-0042"}, {"invoice": "INV 42", "invoice_date": date(2026, 5, 1)}, True),
        ({"invoice": "A1"}, {"invoice": "B7", "invoice_date": date(2026, 2, 6)}, True),
        ({"invoice": "2026-041"}, {"invoice": "2026-042", "invoice_date": date(2026, 3, 1)}, False),
        ({"invoice": "2026-041"}, {"invoice": "2026-014", "invoice_date": date(2026, 9, 1)}, True),
        ({"invoice": "A1"}, {"invoice": "B7", "net_amount": 101.0}, False),
        ({"invoice": "A1"}, {"invoice": "B7", "vendor": "Other"}, False),
        ({"invoice": "A1", "net_amount": -5.0}, {"invoice": "B7", "net_amount": -5.0}, False),
    ],
)
def test_duplicates(one, other, suspected):
    base = {"vendor": "V", "net_amount": 100.0, "currency": "EUR", "invoice_date": date(2026, 2, 1)}
    w = warehouse_with(invoices=[{**base, **one}, {**base, **other}])
    assert bool(duplicate_suspects(w, Scope())) is suspected


def bill(number, day, **more):
    return {
        "invoice": number,
        "vendor": "Cleaning Co",
        "net_amount": 850.0,
        "currency": "EUR",
        "invoice_date": day,
        **more,
    }


def test_a_bill_that_comes_every_month_is_no_duplicate():
    """INV-2026-01 and INV-2026-10 are one sign swapped, INV-2026-1 and INV-2026-11 one sign lost: a series, no slip."""
    series = [bill(f"INV-2026-{month:02d}", date(2026, month, 3)) for month in range(1, 13)]
    w = warehouse_with(invoices=series)
    assert duplicate_suspects(w, Scope()) == ()
    (found,) = recurring_bills(w, Scope())
    assert (found.vendor, found.amount, len(found.invoices)) == ("Cleaning Co", 850.0, 12)
    assert (found.first, found.last) == (date(2026, 1, 3), date(2026, 12, 3))
    assert len(period_close(w, Scope())["Recurring bills"]) == 1


def test_a_duplicate_inside_a_monthly_series_is_still_one():
    """March is sent again four days later under a new number, and May once more under its old one in June."""
    series = [bill(f"INV-2026-{month:02d}", date(2026, month, 3)) for month in range(1, 7)]
    again = [bill("INV-2026-77", date(2026, 3, 7)), bill("INV 2026 5", date(2026, 6, 20))]
    found = duplicate_suspects(warehouse_with(invoices=[*series, *again]), Scope())
    assert {frozenset((pair.first, pair.second)) for pair in found} == {
        frozenset(("INV-2026-03", "INV-2026-77")),
        frozenset(("INV-2026-05", "INV 2026 5")),
    }


def test_an_order_without_a_value_says_that_it_was_worked_out():
    listed = {
        "purchase_order": "1",
        "item": "1",
        "quantity": 4,
        "net_price": 5.0,
        "document_date": date(2026, 2, 1),
    }
    lines = [listed, {**listed, "purchase_order": "2", "net_value": 21.0}]
    w = warehouse_with(purchase_orders=lines, budget=[{"fiscal_year": 2026, "amount": 100.0}])
    assert w.query("SELECT sum(order_value) AS total FROM order_lines")["total"].iloc[0] == 41.0
    notes = budget_position(w, Scope()).notes
    assert "1 order line gives no value: quantity × price is taken." in notes


def test_nothing_loaded_has_a_reason():
    assert do_not_pay_yet(warehouse_with(), Scope()).reason == "no invoices have been loaded"
