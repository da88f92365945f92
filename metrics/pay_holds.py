"""Which invoices should not be paid yet, and why? The rows of order, receipt and invoice beside each other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from metrics.invoice_duplicates import Duplicate, Reference, duplicate_suspects, reference, text_of
from metrics.query_frame import Frame, frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.wording import said_amount
from warehouse import Warehouse

#: The rows of orders or receipts by the key they are matched under.
Papers = dict[str, tuple[Reference, ...]]


@dataclass(frozen=True)
class PayHold:
    """One invoice that should not be paid yet: the reasons in words and where its papers lie.

    `amount` is without tax in `currency`. References are (import_id, sheet, row_no).
    """

    invoice: str
    vendor: str | None
    order: str | None
    invoiced: date | None
    due: date | None
    amount: float
    currency: str | None
    reasons: tuple[str, ...]
    invoice_rows: tuple[Reference, ...]
    order_rows: tuple[Reference, ...]
    receipt_rows: tuple[Reference, ...]
    unit_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class PayHolds:
    """The do-not-pay-yet list, the most money first; `n` is how many unpaid invoices were looked at."""

    holds: tuple[PayHold, ...]
    n: int
    as_of: datetime | None
    notes: tuple[str, ...] = ()
    reason: str | None = None


def side_by_side(w: Warehouse, hold: PayHold, grants: tuple[str, ...] = ("*",)) -> pd.DataFrame:
    """The rows of all three sheets behind one held invoice, under common headings: order, receipts, invoice."""
    files = w.imports().set_index("import_id")["file"]
    parts = []
    for paper, view, places, names in (
        (
            "order",
            "order_lines",
            hold.order_rows,
            ("purchase_order", "document_date", "quantity", "order_value"),
        ),
        (
            "receipt",
            "receipt_lines",
            hold.receipt_rows,
            ("document", "posting_date", "received_quantity", "received_amount"),
        ),
        ("invoice", "checked_invoices", hold.invoice_rows, ("invoice", "invoiced_day", "quantity", "net")),
    ):
        rows = frame(w, view, Scope(grants=grants)).rows
        wanted = rows[[place in places for place in _references(rows)]]
        shown = wanted[["import_id", "sheet", "row_no", *names, "currency", "text"]].copy()
        shown.columns = pd.Index(
            ["import_id", "sheet", "row_no", "number", "date", "quantity", "value", "currency", "text"]
        )
        shown.insert(0, "file", shown["import_id"].map(files))
        shown.insert(0, "paper", paper)
        parts.append(shown.astype(object))
    return pd.concat(parts, ignore_index=True)


def do_not_pay_yet(w: Warehouse, scope: Scope) -> PayHolds:
    """Unpaid invoices that an order, a receipt or another invoice speaks against; credits are never held."""
    lines = frame(w, "checked_invoices", scope, when="invoiced_day")
    if lines.rows.empty:
        return PayHolds((), 0, lines.as_of, lines.notes, "no invoices have been loaded")
    notes = list(lines.notes)
    if not lines.rows["is_paid"].any():
        notes.append("The register does not say what is paid: every invoice is looked at.")
    over = _beyond_what_was_received(lines.rows)
    suspects = _suspect_reasons(duplicate_suspects(w, scope))
    open_lines = lines.rows[~lines.rows["is_paid"].astype(bool) & (lines.rows["net"].fillna(0) > 0)]
    everything = Scope(grants=scope.grants)
    orders = _by_unit(frame(w, "order_lines", everything))
    receipts = _by_unit(frame(w, "receipt_lines", everything))
    vendor_key = open_lines["vendor_number"].fillna(open_lines["vendor"]).fillna("")
    holds = []
    for (vendor, number), rows in open_lines.groupby([vendor_key, open_lines["invoice"]], sort=False):
        reasons = [reason for row in rows.to_dict("records") if (reason := _against(row, over))]
        reasons += [suspects[key] for key in [(str(vendor), str(number))] if key in suspects]
        if reasons:
            holds.append(_hold(str(number), rows, tuple(dict.fromkeys(reasons)), orders, receipts))
    count = int(open_lines.groupby([vendor_key, open_lines["invoice"]]).ngroups)
    return PayHolds(tuple(sorted(holds, key=lambda h: -h.amount)), count, lines.as_of, tuple(notes))


def _hold(
    number: str, rows: pd.DataFrame, reasons: tuple[str, ...], orders: Papers, receipts: Papers
) -> PayHold:
    first = rows.iloc[0]
    units = tuple(str(key) for key in rows["unit_key"].dropna().unique())
    return PayHold(
        invoice=number,
        vendor=text_of(first["vendor"]),
        order=text_of(first["purchase_order"]),
        invoiced=as_date(first["invoiced_day"]),
        due=as_date(first["due"]),
        amount=float(rows["net"].sum()),
        currency=text_of(first["amount_currency"]),
        reasons=reasons,
        invoice_rows=_references(rows),
        order_rows=tuple(place for key in units for place in orders.get(key, ())),
        receipt_rows=tuple(place for key in units for place in receipts.get(key, ())),
        unit_keys=units,
    )


def _against(row: Mapping[Hashable, Any], over: set[Reference]) -> str | None:
    """What speaks against paying one invoice line, as a sentence; None when nothing does."""
    order, state = row["purchase_order"], row["match_state"]
    tax = " The register does not say whether tax is in the amount." if row["tax_unknown"] else ""
    block = text_of(row["payment_block"])
    if block and block.casefold() not in ("no", "false", "0", "nein", "n"):
        return f"Payment is blocked in the register: {block}."
    if state == "no order":
        return None if row["is_exempt"] else "The invoice names no order."
    if state == "quantity variance":
        if reference(row) not in over:
            return None
        return (
            f"Order {order}: {_number(row['invoiced_quantity'])} invoiced in all,"
            f" {_number(row['received_quantity'])} received."
        )
    if state == "price variance":
        difference = row["price_difference"]
        which_way = "more" if difference > 0 else "less"
        return (
            f"Order {order}: invoiced {said_amount(abs(difference), row['amount_currency'], 2)} {which_way} than"
            f" ordered or received.{tax}"
        )
    return {
        "order unknown": f"Order {order} is not among the orders imported.",
        "order deleted": f"Order {order} is deleted.",
        "not received": f"Nothing has been received against order {order}.",
        "receipt unknown": f"No receipts are imported, so nothing confirms that order {order} was delivered.",
        "currency differs": f"Order {order} is in {row['order_currency']}, the invoice in {row['amount_currency']}.",
    }.get(state)


def _beyond_what_was_received(lines: pd.DataFrame) -> set[Reference]:
    """Of the lines of an over-invoiced order, those beyond what was received; the paid and the older come first."""
    beyond: set[Reference] = set()
    over = lines[(lines["match_state"] == "quantity variance") & lines["unit_key"].notna()]
    for _, rows in over.groupby("unit_key"):
        asked = 0.0
        received = float(rows["received_quantity"].iloc[0])
        in_turn = rows.assign(later=~rows["is_paid"].astype(bool)).sort_values(
            ["later", "invoiced_day", "invoice", "row_no"], na_position="last"
        )
        signed = in_turn["quantity"].abs().where(in_turn["net"] >= 0, -in_turn["quantity"].abs())
        for place, quantity in zip(_references(in_turn), signed, strict=True):
            asked += float(quantity)
            if asked > received + 1e-9:
                beyond.add(place)
    return beyond


def _suspect_reasons(found: Iterable[Duplicate]) -> dict[tuple[str, str], str]:
    """Why an invoice is held as a duplicate: the later of two, or the earlier where the later is paid already."""
    held: dict[tuple[str, str], str] = {}
    for pair in found:
        number, known = (pair.first, pair.second) if pair.second_is_paid else (pair.second, pair.first)
        why = f"It looks like invoice {known} of the same supplier and amount: {pair.why}."
        held.setdefault((pair.vendor_key, number), why)
    return held


# -- small things -----------------------------------------------------------------------------------------


def _by_unit(papers: Frame) -> Papers:
    units: dict[str, list[Reference]] = {}
    if not papers.rows.empty:
        for unit, place in zip(papers.rows["unit_key"].tolist(), _references(papers.rows), strict=True):
            if isinstance(unit, str):
                units.setdefault(unit, []).append(place)
    return {unit: tuple(places) for unit, places in units.items()}


def _references(rows: pd.DataFrame) -> tuple[Reference, ...]:
    return tuple(
        (int(i), str(s), int(r))
        for i, s, r in zip(rows["import_id"], rows["sheet"], rows["row_no"], strict=True)
    )


def _number(value: Any) -> str:
    return "an unknown quantity" if value is None or pd.isna(value) else f"{float(value):,.10g}"
