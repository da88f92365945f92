"""When must we order at the latest, given lead times, freezes and the days things are needed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from metrics.query_frame import frame, last_day, newest
from metrics.query_tables import as_date
from metrics.scope import Scope
from warehouse import Warehouse


@dataclass(frozen=True)
class LastOrder:
    """The last safe day to approve and order something that must be live by a day, and why it is that day."""

    name: str
    needed_by: date
    live_by: date
    order_by: date
    lead_days: int
    days_left: int | None
    because: str


def last_safe_order(
    name: str,
    needed_by: date,
    lead_days: int,
    freezes: tuple[tuple[str, date, date], ...],
    today: date | None = None,
) -> LastOrder:
    """Go back from the day needed: out of any freeze (name, first day, first day after), then by the lead time.

    >>> freeze = (("Year end", date(2026, 12, 15), date(2027, 1, 5)),)
    >>> last_safe_order("Scanner", date(2026, 12, 20), 60, freeze).order_by
    datetime.date(2026, 10, 15)
    """
    live, moved = needed_by, []
    for freeze, start, end in sorted(freezes, key=lambda entry: entry[1], reverse=True):
        if start <= live < end:
            live = start - timedelta(days=1)
            moved.append(freeze)
    order_by = live - timedelta(days=lead_days)
    because = f"it takes {lead_days} days from order to receipt"
    if moved:
        because += f" and nothing goes live in {' and '.join(moved)}"
    left = (order_by - today).days if today else None
    return LastOrder(name, needed_by, live, order_by, lead_days, left, because)


def year_plan(w: Warehouse, scope: Scope, lead_days: int | None = None) -> tuple[LastOrder, ...]:
    """The last safe ordering day of every service in the pipeline, the most urgent first.

    The lead time is the 85th percentile from order to first receipt in the orders imported, unless given;
    nothing is planned without one.
    """
    orders = frame(w, "order_matches", Scope(grants=scope.grants)).rows
    if lead_days is None:
        taken = (
            pd.to_datetime(orders["first_received"]) - pd.to_datetime(orders["document_date"])
        ).dt.days.dropna()
        known = taken[taken >= 0]
        if len(known) < 10:
            return ()
        lead_days = int(known.quantile(0.85, interpolation="higher"))
    calendar = frame(w, "calendars", Scope(grants=scope.grants)).rows
    entries = frame(w, "portfolio", scope.but(start=None, end=None)).rows
    today = last_day(w, scope, newest(w, "incidents", Scope(grants=scope.grants)))
    frozen = calendar[calendar["entry"].eq("freeze") & calendar["start"].notna() & calendar["end"].notna()]
    found = []
    for row in entries[entries["entry"].eq("pipeline") & entries["start"].notna()].to_dict("records"):
        applies = frozen[frozen["service"].isna() | frozen["service"].isin([row["service"], row["name"]])]
        found.append(
            last_safe_order(str(row["name"]), _must(row["start"]), lead_days, _spans(applies), today)
        )
    return tuple(sorted(found, key=lambda order: order.order_by))


def _spans(freezes: pd.DataFrame) -> tuple[tuple[str, date, date], ...]:
    named = zip(freezes["name"].fillna("a freeze"), freezes["start_day"], freezes["end_day"], strict=True)
    return tuple((str(name), _must(start), _must(end)) for name, start, end in named)


def _must(value: Any) -> date:
    day = as_date(value)
    assert day is not None  # rows without a day were filtered out
    return day
