"""What must be booked before the month is closed? Accruals, receipts nobody posted, and postings gone astray."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from metrics.invoice_duplicates import duplicate_suspects, recurring_bills
from metrics.pay_holds import do_not_pay_yet
from metrics.query_frame import frame, last_day
from metrics.scope import Scope
from warehouse import Warehouse

WHERE = ["import_id", "sheet", "row_no"]


@dataclass(frozen=True)
class Unconfirmed:
    """Invoiced and not confirmed as received, with how long ago it was invoiced (P2P-04), the oldest first."""

    rows: pd.DataFrame
    as_of: datetime | None
    median_days: float | None
    reason: str | None = None

    @property
    def n(self) -> int:
        """How many invoice lines wait for a receipt."""
        return len(self.rows)


def unconfirmed_receipts(w: Warehouse, scope: Scope) -> Unconfirmed:
    """Invoice lines of known orders against which nothing was received, with their age in days at the as-of."""
    lines = frame(w, "checked_invoices", scope, when="invoiced_day")
    if lines.rows.empty:
        return Unconfirmed(lines.rows, lines.as_of, None, "no invoices have been loaded")
    if not lines.rows["received_from"].notna().any():
        return Unconfirmed(lines.rows.iloc[0:0], lines.as_of, None, "not measurable: needs goods receipts")
    waiting = lines.rows[lines.rows["match_state"] == "not received"]
    as_of = last_day(w, scope, lines.as_of)
    since = pd.to_datetime(waiting["posted"].fillna(waiting["invoiced_day"]))
    waiting = waiting.assign(days=(pd.Timestamp(as_of or date(2262, 1, 1)) - since).dt.days)
    shown = waiting[
        [
            *WHERE,
            "vendor",
            "invoice",
            "purchase_order",
            "purchase_order_item",
            "invoiced_day",
            "net",
            "amount_currency",
            "days",
        ]
    ].sort_values("days", ascending=False)
    return Unconfirmed(shown, lines.as_of, float(shown["days"].median()) if len(shown) else None)


def orphans(w: Warehouse, scope: Scope) -> dict[str, pd.DataFrame]:
    """Receipts, invoices and postings that name an order nobody imported: reported, never dropped."""
    known = set(
        frame(w, "order_lines", Scope(grants=scope.grants)).rows.get("order_key", pd.Series(dtype=object))
    )
    found = {}
    for name, view, when, shown in (
        ("Receipts without order", "receipt_lines", "posting_date",
         ["document", "posting_date", "purchase_order", "purchase_order_item", "received_quantity", "received_amount",
          "currency"]),
        ("Invoices without order", "invoice_lines", "invoiced_day",
         ["invoice", "vendor", "invoiced_day", "purchase_order", "purchase_order_item", "net", "amount_currency"]),
    ):  # fmt: skip
        rows = frame(w, view, scope, when=when).rows
        named = rows["order_key"].fillna("") != ""
        stray = rows[named & rows["unit_key"].isna()]
        why = [
            "line not on the order" if key in known else "order not imported" for key in stray["order_key"]
        ]
        found[name] = stray[[*WHERE, *shown]].assign(why=why)
    return found


def coding_errors(w: Warehouse, scope: Scope) -> pd.DataFrame:
    """Postings that are probably booked to the wrong place, each with what is odd about it."""
    postings = frame(w, "cost_postings", scope, when="posted_day").rows
    if postings.empty:
        return pd.DataFrame(columns=[*WHERE, "odd"])
    odd = pd.Series("", index=postings.index)
    has_center = postings["cost_center"].notna()
    if has_center.mean() > 0.5:
        odd += (~has_center & postings["project"].isna()).map(
            {True: "no cost centre or project; ", False: ""}
        )
    usual = _usual(postings)
    key = list(zip(postings["vendor"], postings["cost_center"], strict=True))
    odd += pd.Series(
        [f"{vendor} is usually booked to cost centre {usual[vendor]}; " if usual.get(vendor, center) != center else ""
         for vendor, center in key],
        index=postings.index,
    )  # fmt: skip
    odd += postings["reported"].isna().map({True: "no exchange rate; ", False: ""})
    shown = postings.assign(odd=odd.str.rstrip("; "))[odd != ""]
    return shown[
        [
            *WHERE,
            "odd",
            "document",
            "posted_day",
            "vendor",
            "cost_center",
            "account",
            "signed_amount",
            "amount_currency",
            "text",
        ]
    ]


def _usual(postings: pd.DataFrame) -> dict[str, str]:
    """The cost centre that at least nine in ten of a supplier's ten or more postings name."""
    usual = {}
    named = postings.dropna(subset=["vendor", "cost_center"])
    for vendor, rows in named.groupby("vendor"):
        counts = rows["cost_center"].value_counts()
        if len(rows) >= 10 and counts.iloc[0] / len(rows) >= 0.9:
            usual[str(vendor)] = str(counts.index[0])
    return usual


def period_close(w: Warehouse, scope: Scope) -> dict[str, pd.DataFrame]:
    """The period-close pack, a table a sheet: accruals, unposted receipts, invoices to hold, stray and odd rows.

    Write it with `metrics.workbook.as_workbook`. Accruals are order lines received and not invoiced; amounts
    are in the currency of the order and in the reporting currency.
    """
    orders = frame(w, "order_money", scope.but(start=None)).rows
    accruals = (
        orders[(orders["accrued_value"] > 0) & orders["received_from"].notna()] if len(orders) else orders
    )
    columns = [
        *WHERE, "vendor", "purchase_order", "item", "text", "cost_center", "first_received", "last_received",
        "received_value", "invoiced_value", "accrued_value", "currency", "accrued_reported", "reporting_currency",
    ]  # fmt: skip
    holds = do_not_pay_yet(w, scope)
    held = pd.DataFrame(
        [
            {
                "vendor": hold.vendor, "invoice": hold.invoice, "order": hold.order, "date": hold.invoiced,
                "due": hold.due, "amount": hold.amount, "currency": hold.currency, "why": " ".join(hold.reasons),
                "invoice rows": _places(hold.invoice_rows), "order rows": _places(hold.order_rows),
                "receipt rows": _places(hold.receipt_rows),
            }
            for hold in holds.holds
        ]
    )  # fmt: skip
    suspects = pd.DataFrame(
        [
            {"vendor": pair.vendor, "amount": pair.amount, "first": pair.first, "second": pair.second, "why": pair.why,
             "rows": _places((pair.first_row, pair.second_row))}
            for pair in duplicate_suspects(w, scope)
        ]
    )  # fmt: skip
    recurring = pd.DataFrame(
        [
            {"vendor": bill.vendor, "amount": bill.amount, "currency": bill.currency, "first": bill.first,
             "last": bill.last, "invoices": ", ".join(bill.invoices), "why": bill.why, "rows": _places(bill.rows)}
            for bill in recurring_bills(w, scope)
        ]
    )  # fmt: skip
    return {
        "Accruals": accruals[columns],
        "Unposted receipts": unconfirmed_receipts(w, scope).rows,
        "Do not pay yet": held,
        "Duplicate suspects": suspects,
        "Recurring bills": recurring,
        **orphans(w, scope),
        "Coding errors": coding_errors(w, scope),
    }


def _places(references: tuple[tuple[int, str, int], ...]) -> str:
    return ", ".join(f"import {number}, {sheet} row {row}" for number, sheet, row in references)
