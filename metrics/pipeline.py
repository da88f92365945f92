"""What is coming towards us: the services of the pipeline by the quarter in which they land (SIM-04)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from metrics.fiscal import fiscal_calendar
from metrics.query_frame import frame, last_day, newest_told
from metrics.scope import Grain, Scope, periods
from warehouse import Warehouse


@dataclass(frozen=True)
class QuarterLoad:
    """What lands in one quarter: services in the pipeline, their yearly cost by currency and their tickets a month.

    `quarter` is its label (2026-Q3), of the fiscal calendar where the settings have one of its own (FY2027-Q2).
    `tickets_a_month` is None where something lands and nobody has estimated its tickets.
    `as_of` is the instant, UTC without zone, from which quarters are counted.
    """

    quarter: str
    services: tuple[str, ...]
    yearly_cost: Mapping[str, float]
    tickets_a_month: int | None
    without_estimate: tuple[str, ...]
    as_of: datetime | None = None


def pipeline_load(w: Warehouse, scope: Scope, quarters: int = 4) -> tuple[QuarterLoad, ...]:
    """Expected run cost and tickets of the services that land in the next quarters, the running one first (SIM-04).

    The running quarter is that of the as-of: of the scope, else the newest moment that anything loaded tells of; only
    where nothing tells of one, the day of the import.
    """
    entries = frame(w, "portfolio", scope.but(start=None, end=None))
    coming = entries.rows[entries.rows["entry"].eq("pipeline") & entries.rows["start"].notna()]
    as_of = newest_told(w, scope) or entries.as_of
    today = last_day(w, scope, as_of)
    if today is None:
        return ()
    fiscal = fiscal_calendar(w)
    grain: Grain = "quarter" if fiscal.is_calendar_year else "fiscal-quarter"
    # No quarter is longer than 98 days: so many days always reach into the last one asked for.
    ahead = list(periods(today, today + timedelta(days=98 * quarters), grain, fiscal))[:quarters]
    starts = pd.to_datetime(coming["start"])
    found = []
    for period in ahead:
        rows = coming[(starts >= pd.Timestamp(period.start)) & (starts < pd.Timestamp(period.end))]
        cost: dict[str, float] = {}
        for code, amount in zip(rows["currency"].fillna("(no currency)"), rows["value"], strict=True):
            if not pd.isna(amount):
                cost[str(code)] = cost.get(str(code), 0.0) + float(amount)
        tickets = rows["expected_tickets"]
        lacking = rows[rows["expected_tickets"].isna() | rows["value"].isna()]
        found.append(
            QuarterLoad(
                period.label, tuple(rows["name"].astype(str)), cost,
                None if len(rows) and tickets.isna().all() else int(tickets.sum()),
                tuple(lacking["name"].astype(str)), as_of,
            )
        )  # fmt: skip
    return tuple(found)
