"""Reliability of services: how often they fail, how long they are down, when calls come in (INC-12, 13, 27, 30)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from metrics.answer import Answer
from metrics.incident_trends import OPENED
from metrics.query import rows, value
from metrics.query_frame import frame, references
from metrics.query_tables import Engine, table
from metrics.scope import Scope, start_of_day
from warehouse import Warehouse
from warehouse.working_time import open_hours

#: With fewer failures a mean time between them is one or two intervals: only the count and the last are said.
FEWEST_FAILURES = 3
Stretch = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class Reliability:
    """One service: its failures (merged where they overlap), downtime, availability and time between failures.

    Hours are those in which the service's calendar (else the general one) has it open, without a calendar all
    hours: `clock` says which. Planned maintenance counts neither as downtime nor as service time. `mtbf_hours`
    is None with fewer than three failures. `rows` are the incidents.
    """

    service: str
    failures: int
    down_hours: float
    service_hours: float
    availability: float | None
    mtbf_hours: float | None
    hours_since_last: float | None
    still_down: bool
    rows: tuple[tuple[int, str, int], ...]
    reason: str | None = None
    clock: str = "24×7"


def reliability(engine: Warehouse, scope: Scope, *, most_urgent: int = 2) -> tuple[Reliability, ...]:
    """Every service with its failures: incidents of priority 1 or 2, or marked as major, not cancelled.

    An incident that is still open lasts until the as-of. Availability takes every failure as a full outage,
    so it is a lower bound; give `most_urgent=1` to count priority 1 only. Empty where a filter says nothing of
    incidents.
    """
    known = table(engine, "incidents", scope.grants)
    if not known.types or known.is_empty or known.newest is None:
        return ()
    as_of = pd.Timestamp(scope.as_of or known.newest)
    needed = ("service", "opened", "resolved", "closed", "priority", "major", "state_category")
    found, _, notes = frame(engine, "incidents", scope.but(start=None, end=None), columns=needed)
    if found.empty or notes:
        return ()
    calendar, _, _ = frame(engine, "calendars", scope.but(start=None, end=None, filters=()))
    begin, end = _span(engine, scope, found["opened"].min(), as_of)
    major = found["major"].fillna("").str.casefold().isin(["true", "yes", "y", "1", "x", "accepted", "major"])
    failed = found[
        found["service"].notna()
        & ((found["priority"] <= most_urgent) | major).fillna(False)
        & (found["state_category"] != "cancelled")
    ]
    over = failed["resolved"].fillna(failed["closed"])
    failed = failed.assign(over=over.where(over < as_of, as_of), is_open=~(over < as_of))
    failed = failed[
        (failed["over"] >= failed["opened"]) & (failed["opened"] < end) & (failed["over"] > begin)
    ]
    services = sorted(found["service"].dropna().unique())
    windows = Windows(engine, (begin, end))
    return tuple(
        _reliability(
            service,
            failed[failed["service"] == service],
            maintenance(calendar, service),
            windows.of(service),
            windows.clock(service),
            as_of,
        )
        for service in services
    )


def _span(engine: Engine, scope: Scope, first: pd.Timestamp, as_of: pd.Timestamp) -> Stretch:
    zone = str(engine.setting("reporting_timezone", "UTC"))
    begin = first if scope.start is None else max(first, pd.Timestamp(start_of_day(scope.start, zone)))
    end = as_of if scope.end is None else min(as_of, pd.Timestamp(start_of_day(scope.end, zone)))
    return begin, max(begin, end)


def maintenance(calendar: pd.DataFrame, service: str) -> list[Stretch]:
    """The planned maintenance of a service among calendar entries, that of all services with it."""
    listed = calendar[
        (calendar["entry"] == "maintenance")
        & calendar["end"].notna()
        & (calendar["service"].isna() | (calendar["service"] == service))
    ]
    return list(listed[["start", "end"]].itertuples(index=False, name=None))


def _reliability(
    service: str,
    failed: pd.DataFrame,
    planned: list[Stretch],
    window: list[Stretch],
    clock: str,
    as_of: pd.Timestamp,
) -> Reliability:
    outages, down, total = downtime(failed, planned, window)
    enough = len(outages) >= FEWEST_FAILURES
    since = (as_of - outages[-1][1]).total_seconds() / 3600 if outages else None
    return Reliability(
        service,
        len(outages),
        down,
        total,
        1 - down / total if total > 0 else None,
        (total - down) / len(outages) if enough else None,
        since,
        bool(failed["is_open"].any()),
        references(failed),
        None if enough else f"a mean time between failures needs {FEWEST_FAILURES}, there are {len(outages)}",
        clock,
    )


def downtime(
    failed: pd.DataFrame, planned: list[Stretch], window: list[Stretch]
) -> tuple[list[Stretch], float, float]:
    """The outages of a service (`opened` to `over`, merged), its hours down and its service hours in a window.

    Planned maintenance is neither; overlapping windows of it count once.
    """
    outages = union(failed[["opened", "over"]].itertuples(index=False, name=None))
    closed = union(planned)
    down = _hours(intersection(outages, window)) - _hours(intersection(intersection(outages, closed), window))
    return outages, down, _hours(window) - _hours(intersection(closed, window))


class Windows:
    """When services are meant to be there within a span: in their calendar's hours, without one always."""

    def __init__(self, warehouse: Warehouse, span: Stretch) -> None:
        self._span = [span]
        days = (span[0].date() - timedelta(days=2), span[1].date() + timedelta(days=2))
        self._hours = open_hours(warehouse.cursor(), *days)

    def of(self, service: str) -> list[Stretch]:
        """The stretches of the span in which a service is meant to be there."""
        hours = self._hours.get(service, self._hours.get(None))
        return self._span if hours is None else intersection(hours, self._span)

    def clock(self, service: str) -> str:
        """Which clock that is."""
        return "service hours" if service in self._hours or None in self._hours else "24×7"


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches of time merged where they touch or overlap: two outages at once are one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def intersection(some: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    """What lies in both of two lists of merged stretches in the order of time."""
    shared, one, other = [], 0, 0
    while one < len(some) and other < len(others):
        start, end = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if start < end:
            shared.append((start, end))
        if some[one][1] <= others[other][1]:
            one += 1
        else:
            other += 1
    return shared


def _hours(stretches: Iterable[Stretch]) -> float:
    return sum((end - start).total_seconds() for start, end in stretches) / 3600


@dataclass(frozen=True)
class Rate:
    """Incidents per unit of what drives them (INC-27); None with a reason where the driver is not known."""

    rate: float | None
    per: str
    incidents: Answer
    driver: float | None
    reason: str | None = None


def incident_rate(engine: Engine, scope: Scope, per: str = "users") -> Rate:
    """Incidents opened per 100 users (setting users_supported) or per 100 changes closed in the scope."""
    opened = value(engine, OPENED, scope)
    driver: float | None
    if per == "users":
        setting = engine.setting("users_supported")
        driver = None if setting is None else float(setting)
        lacking = "needs the number of users (setting users_supported)"
    else:
        known, _, notes = frame(engine, "changes", scope, when="closed", columns=("closed",))
        driver = 0.0 if notes else float(known["closed"].notna().sum())
        lacking = " ".join(notes) or "no changes were closed in this scope"
    if not driver or opened.value is None:
        return Rate(None, per, opened, driver, lacking if not driver else opened.reason)
    return Rate(100 * opened.value / driver, per, opened, driver)


@dataclass(frozen=True)
class Seasonality:
    """When incidents come in (INC-30): the median per weekday (0 is Monday) and hour, over whole weeks.

    `by_hour` has one row per weekday and one column per hour of the reporting time zone. `by_month` is the
    mean of each month over the mean of all, with at least 24 months of data; else None with a reason.
    """

    by_hour: pd.DataFrame
    weeks: int
    n: int
    by_month: pd.Series | None
    as_of: datetime | None
    reason: str | None


FEWEST_MONTHS = 24


def seasonality(engine: Engine, scope: Scope) -> Seasonality:
    """At which hours and in which months incidents come in, in the reporting time zone."""
    found = rows(engine, OPENED, scope)
    answer = value(engine, OPENED, scope)
    if found.empty:
        return Seasonality(
            pd.DataFrame(0.0, index=range(7), columns=range(24)), 0, 0, None, answer.as_of, answer.reason
        )
    zone = str(engine.setting("reporting_timezone", "UTC"))
    local = found["opened"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    week = local.dt.normalize() - pd.to_timedelta(local.dt.day_of_week, unit="D")
    counts = pd.DataFrame(
        {"week": week, "weekday": local.dt.day_of_week, "hour": local.dt.hour}
    ).value_counts()
    weeks = pd.date_range(week.min(), week.max(), freq="7D")
    every = pd.MultiIndex.from_product([weeks, range(7), range(24)], names=["week", "weekday", "hour"])
    by_hour = counts.reindex(every, fill_value=0).groupby(level=["weekday", "hour"]).median().unstack("hour")
    months = local.dt.to_period("M").value_counts().sort_index()
    whole = months.iloc[1:-1]  # the first and the last month are rarely complete
    if len(whole) < FEWEST_MONTHS:
        reason = f"a month index needs {FEWEST_MONTHS} complete months, there are {len(whole)}"
        return Seasonality(by_hour, len(weeks), len(found), None, answer.as_of, reason)
    index = whole.groupby(whole.index.month).mean() / whole.mean()
    return Seasonality(by_hour, len(weeks), len(found), index, answer.as_of, None)
