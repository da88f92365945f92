"""Which invoices should not be paid yet, and why? The rows of order, receipt and invoice beside each other."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pandas as pd
from rapidfuzz.distance import OSA

from metrics.query_frame import Frame, frame
from metrics.query_tables import as_date
from metrics.scope import Scope
from metrics.wording import counted, said_amount
from warehouse import Warehouse

#: Where a row lies: import, sheet, row number.
Reference = tuple[int, str, int]

#: The rows of orders or receipts by the key they are matched under.
Papers = dict[str, tuple[Reference, ...]]

#: Two invoices of one amount this close together are suspected of being one (P2P-06).
DUPLICATE_DAYS = 7
#: Bills this many days apart come every month: bank days and short months included.
MONTH_DAYS = (25, 36)


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


@dataclass(frozen=True)
class Duplicate:
    """Two invoices of one supplier over one amount that may be the same; `likeness` 2: by number and by date."""

    vendor: str
    vendor_key: str
    amount: float
    first: str
    second: str
    days_apart: int | None
    likeness: int
    why: str
    second_is_paid: bool
    first_row: Reference
    second_row: Reference


@dataclass(frozen=True)
class Recurring:
    """One bill of a supplier that comes back every month: the same amount under numbers of their own.

    Its invoices are no duplicates of each other, unless two of them carry one number or came within a week.
    """

    vendor: str
    amount: float
    currency: str | None
    invoices: tuple[str, ...]
    first: date
    last: date
    rows: tuple[Reference, ...]

    @property
    def why(self) -> str:
        """Why these are not held against each other."""
        return (
            f"{counted(len(self.invoices), 'invoice')} of one amount, each a month after the one before,"
            " each with its own number"
        )


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
        vendor=_text(first["vendor"]),
        order=_text(first["purchase_order"]),
        invoiced=as_date(first["invoiced_day"]),
        due=as_date(first["due"]),
        amount=float(rows["net"].sum()),
        currency=_text(first["amount_currency"]),
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
    block = _text(row["payment_block"])
    if block and block.casefold() not in ("no", "false", "0", "nein", "n"):
        return f"Payment is blocked in the register: {block}."
    if state == "no order":
        return None if row["is_exempt"] else "The invoice names no order."
    if state == "quantity variance":
        if _reference(row) not in over:
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


# -- duplicates -------------------------------------------------------------------------------------------


def duplicate_suspects(w: Warehouse, scope: Scope) -> tuple[Duplicate, ...]:
    """Invoices of one supplier over one amount with like numbers, or within a week of each other (P2P-06).

    Those alike in both ways come first, then the largest; credits are no suspects. Lines are added up first.
    Bills that come back every month are no duplicates of each other (`recurring_bills`).
    """
    found = []
    for amount, in_order in _of_one_amount(w, scope):
        monthly = _comes_monthly(in_order)
        for place, one in enumerate(in_order):
            pairs = (_same(amount, one, other, monthly=monthly) for other in in_order[place + 1 : place + 20])
            found += [pair for pair in pairs if pair is not None]
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, -pair.amount)))


def recurring_bills(w: Warehouse, scope: Scope) -> tuple[Recurring, ...]:
    """The bills of one supplier over one amount that come back every month, the largest first."""
    found = []
    for amount, in_order in _of_one_amount(w, scope):
        if not _comes_monthly(in_order):
            continue
        days = [day for one in in_order if (day := as_date(one["invoiced_day"]))]
        first = in_order[0]
        found.append(
            Recurring(
                str(_text(first["vendor"]) or first["vendor_key"]), amount, _text(first["currency"]),
                tuple(_number_of(one) for one in in_order), days[0], days[-1],
                tuple(_reference(one) for one in in_order),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda bill: -bill.amount))


def _of_one_amount(w: Warehouse, scope: Scope) -> list[tuple[float, list[Mapping[Hashable, Any]]]]:
    """The invoices of one supplier over one amount, by day, wherever there are several."""
    documents = frame(w, "invoice_documents", scope, when="invoiced_day").rows
    alike: dict[tuple[str, float], list[Mapping[Hashable, Any]]] = {}
    for document in documents[documents["net"] > 0].to_dict("records"):
        if document["vendor_key"]:
            key = (str(document["vendor_key"]), round(float(document["net"]), 2))
            alike.setdefault(key, []).append(document)
    return [
        (amount, sorted(group, key=lambda one: (str(one["invoiced_day"]), str(one["invoice"]))))
        for (_, amount), group in alike.items()
        if len(group) > 1
    ]


def _comes_monthly(in_order: Sequence[Mapping[Hashable, Any]]) -> bool:
    """Whether at least three invoices lie a month apart, most of them one after the other."""
    days = [day for one in in_order if (day := as_date(one["invoiced_day"]))]
    gaps = [(later - day).days for day, later in pairwise(days)]
    monthly = sum(MONTH_DAYS[0] <= gap <= MONTH_DAYS[1] for gap in gaps)
    return monthly >= 2 and monthly > len(gaps) / 2


def _number_of(document: Mapping[Hashable, Any]) -> str:
    """The supplier's own number of an invoice, else ours."""
    return _text(document["vendor_invoice"]) or str(document["invoice"])


def _same(
    amount: float, one: Mapping[Hashable, Any], other: Mapping[Hashable, Any], *, monthly: bool
) -> Duplicate | None:
    days = [as_date(document["invoiced_day"]) for document in (one, other)]
    apart = abs((days[1] - days[0]).days) if days[0] and days[1] else None
    numbers = [_number_of(document) for document in (one, other)]
    like, near = _alike(*numbers), apart is not None and apart <= DUPLICATE_DAYS
    if monthly and not near and _bare(numbers[0]) != _bare(numbers[1]):
        return None  # the next bill of a series: its number is like the one before because numbers are counted up
    if not like and not near:
        return None
    said = [f"like numbers {numbers[0]} and {numbers[1]}"] if like else []
    said += [f"{apart} days apart"] if near else []
    return Duplicate(
        vendor=str(_text(one["vendor"]) or one["vendor_key"]), vendor_key=str(one["vendor_key"]), amount=amount,
        first=str(one["invoice"]), second=str(other["invoice"]), days_apart=apart, likeness=like + near,
        why=" and ".join(said), second_is_paid=bool(other["is_paid"]),
        first_row=_reference(one), second_row=_reference(other),
    )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether two numbers are one number written twice: punctuation apart, or two signs swapped, or one lost.

    A different sign in one place is no likeness: a supplier's invoices are numbered in sequence.

    >>> _alike("INV-0042", "inv 42"), _alike("2026-041", "2026-014"), _alike("2026-041", "2026-042")
    (True, True, False)
    """
    plain = [_bare(number) for number in (one, other)]
    if plain[0] == plain[1]:
        return True
    if min(map(len, plain)) < 5 or OSA.distance(*plain) != 1:
        return False
    return len(plain[0]) != len(plain[1]) or sorted(plain[0]) == sorted(plain[1])


def _bare(number: str) -> str:
    """A number without punctuation, capitals and leading zeros of its parts."""
    parts = re.findall(r"[a-z]+|[0-9]+", number.casefold())
    return "".join(part.lstrip("0") or "0" for part in parts)


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
    if papers.rows.empty:
        return {}
    return {str(key): _references(rows) for key, rows in papers.rows.groupby("unit_key")}


def _references(rows: pd.DataFrame) -> tuple[Reference, ...]:
    return tuple(
        (int(i), str(s), int(r))
        for i, s, r in zip(rows["import_id"], rows["sheet"], rows["row_no"], strict=True)
    )


def _reference(row: Mapping[Hashable, Any]) -> Reference:
    return int(row["import_id"]), str(row["sheet"]), int(row["row_no"])


def _text(value: Any) -> str | None:
    return None if value is None or pd.isna(value) or not str(value).strip() else str(value)


def _number(value: Any) -> str:
    return "an unknown quantity" if value is None or pd.isna(value) else f"{float(value):,.10g}"
