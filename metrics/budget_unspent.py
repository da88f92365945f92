"""Which part of the free budget can no longer be ordered in time to arrive within the year? (BUD-12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from metrics.budget_burn import BudgetPosition
from metrics.fiscal import fiscal_calendar
from metrics.lead_time import lead_time
from metrics.query_frame import last_day
from metrics.scope import Scope
from warehouse import Warehouse


@dataclass(frozen=True)
class Unspent:
    """How much of the free budget is likely to stay unspent, because orders take their time (BUD-12).

    `order_by` is the last day on which an order still arrives within the year; `pace` is what was ordered a
    day in the 90 days before the as-of. None with a reason without a budget or too few orders.
    """

    at_risk: float | None
    free: float | None
    order_by: date | None
    lead_days: int | None
    pace: float | None
    n: int
    reason: str | None = None


def unspent_at_risk(w: Warehouse, scope: Scope, position: BudgetPosition) -> Unspent:
    """The free budget minus what can still be ordered, at the pace of late, in time to arrive within the year."""
    orders = position.rows.get("orders", pd.DataFrame())
    today = last_day(w, scope, position.as_of)
    if position.free is None or position.fiscal_year is None or today is None:
        return Unspent(None, None, None, None, None, 0, position.reason or "no date is known")
    if orders.empty:
        return Unspent(None, position.free, None, None, None, 0, "no purchase orders have been loaded")
    lead, n, reason = lead_time(orders)
    if lead is None:
        return Unspent(None, position.free, None, None, None, n, reason)
    ordered = pd.to_datetime(orders["document_date"])
    order_by = fiscal_calendar(w).periods(position.fiscal_year)[-1].end - timedelta(days=lead + 1)
    recent = orders.loc[
        (ordered > pd.Timestamp(today - timedelta(days=90))).to_numpy(dtype=bool), "order_reported"
    ]
    pace = float(recent.fillna(0).sum()) / 90
    possible = pace * max((order_by - today).days, 0)
    return Unspent(max(position.free - possible, 0.0), position.free, order_by, lead, pace, n)
