"""Opening hours as stretches of open time in UTC, with the seconds open before each."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import pandas as pd

from warehouse.working_hours import WorkingHours


def segments(
    hours: Sequence[WorkingHours], holidays: Iterable[date], first: date, last: date
) -> pd.DataFrame:
    """The open stretches of a calendar between two days: starts, ends (UTC) and seconds open before each.

    Overlapping hours count once; hours that end at or before their start end on the next day.
    """
    closed = set(holidays)
    pieces = [_stretches(one, closed, first, last) for one in hours]
    every = pd.concat(pieces or [pd.DataFrame({"starts": [], "ends": []}, dtype="datetime64[us]")])
    every = every[every["ends"] > every["starts"]].sort_values("starts", ignore_index=True)
    latest = every["ends"].cummax().shift()
    run = (latest.isna() | (every["starts"] > latest)).cumsum()
    merged = every.groupby(run).agg(starts=("starts", "min"), ends=("ends", "max")).reset_index(drop=True)
    lasting = (merged["ends"] - merged["starts"]).dt.total_seconds()
    merged["before"] = lasting.cumsum() - lasting
    return merged


def _stretches(hours: WorkingHours, closed: set[date], first: date, last: date) -> pd.DataFrame:
    days = [
        day.date()
        for day in pd.date_range(max(first, hours.start), min(last, hours.end), freq="D")
        if day.weekday() in hours.weekdays and day.date() not in closed and day.date() < hours.end
    ]
    over_midnight = timedelta(days=1 if hours.closes <= hours.opens else 0)
    starts = [datetime.combine(day, hours.opens) for day in days]
    ends = [datetime.combine(day + over_midnight, hours.closes) for day in days]
    return pd.DataFrame({"starts": _in_utc(starts, hours.timezone), "ends": _in_utc(ends, hours.timezone)})


def _in_utc(local: Sequence[datetime], timezone: str) -> pd.DatetimeIndex:
    """Local times in UTC: the first of two equal ones in autumn, the next that exists in spring."""
    index = pd.DatetimeIndex(pd.to_datetime(list(local))).as_unit("us")
    first_of_two = pd.Series(True, index=range(len(index))).to_numpy()
    placed = index.tz_localize(timezone, ambiguous=first_of_two, nonexistent="shift_forward")
    return placed.tz_convert("UTC").tz_localize(None)
