"""What was ordered, received and booked by a day in the past, from the dates the papers carry."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from metrics.query_frame import frame
from metrics.scope import Scope
from metrics.wording import counted
from warehouse import Warehouse

#: Said where nothing tells how orders stood then.
ONLY_NOW = "the order list says only how orders stand today"


def orders_on(
    w: Warehouse, orders: pd.DataFrame, day: date, grants: tuple[str, ...] = ("*",)
) -> tuple[pd.DataFrame, str | None]:
    """Rows of order_money as they stood at the end of a day, and why that is not fully known (None: it is).

    Receipts count from their posting date, invoices from the day they were booked (invoiced, where the register
    does not say when it booked). Papers without a date count always. An order that is deleted today counts as
    deleted then: nothing says when. Where orders are known from an order list alone, with its amounts still open,
    their state then is not known: they are left out.
    """
    placed = pd.to_datetime(orders["document_date"])
    rows = orders[placed.isna() | (placed <= pd.Timestamp(day))]
    if rows.empty:
        return rows, None
    known = rows[~rows["received_from"].eq("order list").fillna(False).astype(bool)]
    came = _received(w, day, grants)
    billed, booked, pieces = _invoiced(w, day, grants)
    units = known["unit_key"]
    price, ordered = known["unit_price"].astype(float), known["order_value"].astype(float)
    quantity = units.map(came["received_quantity"]).astype(float)
    received = (quantity * price).fillna(units.map(came["received_amount"]).astype(float)).fillna(0.0)
    foreign = known["currencies_differ"].fillna(False).astype(bool)
    asked = (
        units.map(billed).astype(float).where(~foreign, units.map(pieces).astype(float) * price).fillna(0.0)
    )
    paid_for = units.map(booked).astype(float).where(~foreign).fillna(0.0)
    accrued = (received - asked).clip(lower=0.0)
    committed = (ordered - np.maximum(received, paid_for)).clip(lower=0.0)
    # "Delivery complete" came with the last receipt: before it, the order was still open.
    last = pd.to_datetime(known["last_received"])
    over = known["is_complete"].fillna(False).astype(bool) & (last.isna() | (last <= pd.Timestamp(day)))
    committed = committed.mask(over | known["is_deleted"].fillna(False).astype(bool), 0.0)
    rate = known["rate"].astype(float)
    stood = known.assign(
        received_value=received, invoiced_value=asked, accrued_value=accrued, committed_value=committed,
        accrued_reported=accrued * rate, committed_reported=committed * rate,
    )  # fmt: skip
    return stood, ONLY_NOW if len(known) < len(rows) else None


def valued_by_price(orders: pd.DataFrame) -> str | None:
    """How many order lines gave no value, so that quantity × price is taken; None where all did."""
    lines = int(orders["lines_valued_by_price"].sum()) if len(orders) else 0
    if not lines:
        return None
    return f"{counted(lines, 'order line gives', 'order lines give')} no value: quantity × price is taken."


def _until(day: date, grants: tuple[str, ...]) -> Scope:
    # An as-of that leaves nothing out spares the question how new the papers are.
    return Scope(grants=grants, end=day + timedelta(days=1), as_of=datetime(9999, 1, 1))


def _received(w: Warehouse, day: date, grants: tuple[str, ...]) -> pd.DataFrame:
    """Quantity and amount received by a matched key until a day."""
    wanted = ("unit_key", "received_quantity", "received_amount")
    rows = frame(w, "receipt_lines", _until(day, grants), when="posting_date", columns=wanted).rows
    by_unit = rows.dropna(subset=["unit_key"]).groupby("unit_key")
    return by_unit[["received_quantity", "received_amount"]].sum(min_count=1)


def _invoiced(w: Warehouse, day: date, grants: tuple[str, ...]) -> tuple[pd.Series, pd.Series, pd.Series]:
    """By matched key until a day: what was invoiced, what was booked, and how many pieces were invoiced."""
    wanted = ("unit_key", "invoiced_day", "posted", "net", "quantity")
    rows = frame(w, "invoice_lines", _until(day, grants), when="invoiced_day", columns=wanted).rows
    says_posted = rows["posted"].notna().groupby(rows["import_id"]).transform("any")
    posted = pd.to_datetime(rows["posted"])
    is_booked = (posted <= pd.Timestamp(day)) | (posted.isna() & ~says_posted)
    rows = rows.assign(
        booked=rows["net"].where(is_booked),
        pieces=rows["quantity"].abs() * np.sign(rows["net"].astype(float)),
    )
    by_unit = rows.dropna(subset=["unit_key"]).groupby("unit_key")
    return by_unit["net"].sum(), by_unit["booked"].sum(), by_unit["pieces"].sum(min_count=1)
