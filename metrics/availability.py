"""How much of the time was a service there, as far as its gravest incidents tell (INC-13), per client or service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from metrics.measured import Measured, Parts, of_part
from metrics.query_frame import count_per_part, frame, newest, references
from metrics.query_tables import table
from metrics.scope import Scope, start_of_day
from metrics.service_reliability import Stretch, Windows, downtime, maintenance
from metrics.wording import counted, said
from warehouse import Warehouse

#: Incidents this urgent, or marked as major, are taken as a full outage of their service.
OUTAGE = (
    "service IS NOT NULL AND coalesce(state_category, '') <> 'cancelled' AND (priority <= 1"
    " OR lower(coalesce(major, '')) IN ('true', 'yes', 'y', '1', 'x', 'accepted', 'major'))"
)


def availability_of_parts(w: Warehouse, windows: Sequence[Scope], by: str) -> list[Parts]:
    """The availability of each service in each window; of a client, that of the service that fared worst.

    Every incident of priority 1 or marked as major is taken as a full outage from its opening to its resolution
    (the as-of while it is open), so a service was there at least this long; only the hours in which the calendar
    has it open count, all where there is none. Planned maintenance counts neither
    way. A part is measured where it has incidents on a service; without an outage in the window it was there.
    """
    facts = table(w, "incidents", windows[0].grants)
    column, as_of = facts.column(by), newest(w, "incidents", windows[0])
    if column is None or as_of is None:
        return [{} for _ in windows]
    everything = windows[0].but(start=None, end=None, grain=None)
    wanted = tuple(dict.fromkeys((column, "service", "opened", "resolved", "closed")))
    failed = frame(w, "incidents", everything, columns=wanted, only=OUTAGE).rows
    failed = failed.assign(over=failed["resolved"].fillna(failed["closed"]).fillna(pd.Timestamp(as_of)))
    failed = failed[failed["over"] >= failed["opened"]]
    calendar = frame(w, "calendars", Scope(grants=everything.grants)).rows
    parts = sorted(count_per_part(w, "incidents", everything, by, "service IS NOT NULL"))
    zone = str(w.setting("reporting_timezone", "UTC"))
    found: list[Parts] = []
    for window in windows:
        span = _span(window, zone, as_of)
        if span is None:
            found.append({})
            continue
        inside = failed[(failed["over"] > span[0]) & (failed["opened"] < span[1])]
        meant = Windows(w, span)
        found.append(
            {
                part: _worst_service(
                    inside[inside[column].astype(str) == part],
                    calendar,
                    span,
                    meant,
                    of_part(window, by, part),
                    as_of,
                )
                for part in parts
            }
        )
    return found


def _span(window: Scope, zone: str, as_of: datetime) -> Stretch | None:
    """The part of a window that is over, as instants."""
    if window.start is None or window.end is None:
        return None
    begin = pd.Timestamp(start_of_day(window.start, zone))
    end = min(pd.Timestamp(start_of_day(window.end, zone)), pd.Timestamp(as_of))
    return (begin, end) if begin < end else None


def _worst_service(
    failed: pd.DataFrame, calendar: pd.DataFrame, span: Stretch, meant: Windows, scope: Scope, as_of: datetime
) -> Measured:
    days = round((span[1] - span[0]) / pd.Timedelta(days=1))
    worst = (1.0, f"no incident of priority 1 took a service away in {counted(days, 'day')}")
    for service, rows in failed.groupby("service"):
        outages, down, hours = downtime(rows, maintenance(calendar, str(service)), meant.of(str(service)))
        there = 1 - down / hours if hours > 0 else 1.0
        if there < worst[0]:
            times = f"{counted(len(outages), 'outage')}, {said(down, 'hours')} in all, {meant.clock(str(service))}"
            worst = (
                there,
                f"{service} was available {said(there, 'percent')} of {counted(days, 'day')}: {times}",
            )
    return Measured(
        worst[0], len(failed), worst[1], scope, as_of=as_of, unit="percent", references=references(failed)
    )
