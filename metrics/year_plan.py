"""When must we order at the latest, given lead times, freezes and the days things are needed? (SIM-05)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from metrics.lead_time import lead_time
from metrics.query_frame import frame, last_day, newest, references
from metrics.query_places import Reference
from metrics.query_text import STEP
from metrics.scope import Scope, day_of
from warehouse import Warehouse


@dataclass(frozen=True)
class LastOrder:
    """The last safe day to approve and order something that must be live by a day, and why it is that day."""

    name: str
    needed_by: date
    live_by: date
    order_by: date
    lead_days: int
    days_left: int
    because: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class YearPlan:
    """The last safe ordering day of what is still to come, the most urgent first; none with a `reason`.

    `lead_days` is the time within which 85 % of `n` received orders came; days left are counted from `as_of`.
    """

    orders: tuple[LastOrder, ...]
    lead_days: int | None
    n: int
    as_of: datetime | None
    reason: str | None = None


def last_safe_order(
    name: str,
    needed_by: date,
    lead_days: int,
    freezes: tuple[tuple[str, date, date], ...],
    today: date,
    behind: tuple[Reference, ...] = (),
) -> LastOrder:
    """Go back from the day needed: out of any freeze (name, first day, first day after), then by the lead time.

    >>> freeze = (("Year end", date(2026, 12, 15), date(2027, 1, 5)),)
    >>> last_safe_order("Scanner", date(2026, 12, 20), 60, freeze, date(2026, 10, 1)).order_by
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
    return LastOrder(name, needed_by, live, order_by, lead_days, (order_by - today).days, because, behind)


def year_plan(w: Warehouse, scope: Scope) -> YearPlan:
    """The last safe ordering day of every service in the pipeline that is still to start."""
    everything = Scope(grants=scope.grants, as_of=scope.as_of)
    told = (newest(w, name, everything) for name in ("purchase_orders", "goods_receipts", "incidents"))
    as_of = max((moment for moment in told if moment is not None), default=None)
    today = last_day(w, scope, as_of)
    lead = lead_time(frame(w, "order_matches", everything).rows)
    if lead.days is None or today is None:
        return YearPlan((), lead.days, lead.n, as_of, lead.reason or "no date is known")
    zone = str(w.setting("reporting_timezone", "UTC"))
    freezes = frame(w, "freezes", everything).rows
    freezes = freezes[freezes["start"].notna() & freezes["end"].notna()]
    entries = frame(w, "portfolio", scope.but(start=None, end=None)).rows
    coming = entries[
        entries["entry"].eq("pipeline") & (pd.to_datetime(entries["start"]) > pd.Timestamp(today))
    ]
    found = []
    for place, row in enumerate(coming.to_dict("records")):
        meant = freezes["service"].isna() | freezes["service"].isin([row["service"], row["name"]])
        meant &= freezes["client"].isna() | freezes["client"].eq(row["client"])
        behind = references(coming.iloc[[place]])
        found.append(
            last_safe_order(
                str(row["name"]),
                pd.Timestamp(row["start"]).date(),
                lead.days,
                _spans(freezes[meant], zone),
                today,
                behind,
            )
        )
    reason = None if found else "no service of the portfolio's pipeline is still to start"
    return YearPlan(tuple(sorted(found, key=lambda order: order.order_by)), lead.days, lead.n, as_of, reason)


def _spans(freezes: pd.DataFrame, zone: str) -> tuple[tuple[str, date, date], ...]:
    """Name, first day and first day after of each freeze; one that ends within a day takes that day too."""
    named = zip(freezes["name"].fillna("a freeze"), freezes["start"], freezes["end"], strict=True)
    return tuple(
        (str(name), day_of(start, zone), day_of(end - STEP, zone) + timedelta(days=1))
        for name, start, end in named
        if end > start
    )
