"""How much of the time was a service there, as far as its gravest incidents tell (INC-13), per client or service."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

from metrics.measured import Measured, Parts, of_part
from metrics.query_frame import count_per_part, frame, newest, references
from metrics.query_tables import table
from metrics.scope import Scope, start_of_day
from metrics.service_reliability import Stretch, intersection, union
from metrics.wording import counted, said
from warehouse import Warehouse

#: Incidents this urgent, or marked as major, are taken as a full outage of their service.
OUTAGE = (
    "service IS NOT NULL AND coalesce(state_category, '') <> 'cancelled' AND (priority <= 1"
    " OR lower(coalesce(major, '')) IN ('true', 'yes', 'y', '1', 'x', 'accepted', 'major'))"
)


def availability_of_parts(w: Warehouse, scope: Scope, by: str) -> Parts:
    """The availability of each service in the scope's window; of a client, that of the service that fared worst.

    Every incident of priority 1 or marked as major is taken as a full outage from its opening to its resolution
    (the as-of while it is open), so a service was there at least this long. Planned maintenance counts neither
    way. A part is measured where it has incidents on a service; without an outage in the window it was there.
    """
    facts = table(w, "incidents", scope.grants)
    column, as_of = facts.column(by), newest(w, "incidents", scope)
    if (
        column is None
        or as_of is None
        or facts.column("service") is None
        or scope.start is None
        or scope.end is None
    ):
        return {}
    zone = str(w.setting("reporting_timezone", "UTC"))
    begin = pd.Timestamp(start_of_day(scope.start, zone))
    end = min(pd.Timestamp(start_of_day(scope.end, zone)), pd.Timestamp(as_of))
    if begin >= end:
        return {}
    everything = scope.but(start=None, end=None, grain=None)
    wanted = tuple(dict.fromkeys((column, "service", "opened", "resolved", "closed")))
    failed = frame(w, "incidents", everything, columns=wanted, only=OUTAGE).rows
    over = failed["resolved"].fillna(failed["closed"]).fillna(pd.Timestamp(as_of))
    failed = failed.assign(over=over)[(over > begin) & (failed["opened"] < end) & (over >= failed["opened"])]
    calendar = frame(w, "calendars", Scope(grants=scope.grants)).rows
    found = {}
    for part in sorted(count_per_part(w, "incidents", everything, by, "service IS NOT NULL")):
        mine = failed[failed[column].astype(str) == part]
        found[part] = _worst_service(mine, calendar, (begin, end), of_part(scope, by, part), as_of)
    return found


def _worst_service(
    failed: pd.DataFrame, calendar: pd.DataFrame, span: Stretch, scope: Scope, as_of: datetime
) -> Measured:
    days = round(_hours([span]) / 24)
    worst = (1.0, f"no incident of priority 1 took a service away in {counted(days, 'day')}")
    for service, rows in failed.groupby("service"):
        planned = union(_maintenance(calendar, str(service)))
        outages = intersection(union(rows[["opened", "over"]].itertuples(index=False, name=None)), [span])
        down = _hours(outages) - _hours(intersection(outages, planned))
        hours = _hours([span]) - _hours(intersection([span], planned))
        there = 1 - down / hours if hours > 0 else 1.0
        if there < worst[0]:
            times = f"{counted(len(outages), 'outage')}, {said(down, 'hours')} in all"
            worst = (
                there,
                f"{service} was there {said(there, 'percent')} of {counted(days, 'day')}: {times}",
            )
    return Measured(
        worst[0], len(failed), worst[1], scope, as_of=as_of, unit="percent", references=references(failed)
    )


def _maintenance(calendar: pd.DataFrame, service: str) -> list[Stretch]:
    listed = calendar[
        (calendar["entry"] == "maintenance") & calendar["end"].notna()
        & (calendar["service"].isna() | (calendar["service"] == service))
    ]  # fmt: skip
    return list(listed[["start", "end"]].itertuples(index=False, name=None))


def _hours(stretches: list[Stretch]) -> float:
    return sum((end - start).total_seconds() for start, end in stretches) / 3600
