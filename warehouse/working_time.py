"""Working-time clocks: elapsed seconds within the service hours of a calendar, stored when a table is built.

Calendars become stretches of open time in UTC with the seconds open before each; the working time between two
instants is then a difference of two look-ups. Counting days or hours in UTC is wrong on most tickets: local
opening hours move against UTC twice a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb

from warehouse.calendars import Calendar, calendar_of, calendars, holidays_of

if TYPE_CHECKING:  # Only where there is a calendar: pandas takes longer to load than a small file.
    import numpy as np
    import pandas as pd

#: The kinds of ticket for which working time is stored, each with where its clock starts and stops.
CLOCKS: Mapping[str, tuple[str, str]] = {
    "incidents": ("opened", "resolved"),
    "problems": ("opened", "coalesce(resolved, closed)"),
    "requests": ("opened", "closed"),
}
KINDS: tuple[str, ...] = tuple(CLOCKS)

#: The stored column: empty where there is no calendar.
WORKING_SECONDS = "working_seconds"

#: Dates outside are typing errors; a calendar over centuries would be built for one of them.
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)

#: An instant is told from the stretch that began before it: so long no calendar is closed.
CLOSED_AT_MOST = timedelta(days=31)


def with_working_time(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill the working seconds in a SELECT of a kind's rows; returns the widened SELECT.

    The calendar of a row is that of its service, else of its client, else the general one. Without a
    calendar, or where an instant is missing, the working time stays empty.
    """
    if kind not in CLOCKS:
        return rows
    known = calendars(cursor)
    if not known:
        return rows
    begin, finish = CLOCKS[kind]
    store_segments(cursor, known, *span_of(cursor, begin, finish))
    store_whose(cursor, known, rows)
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE worked AS SELECT {PLACE}, CASE WHEN until >= since THEN "
        f"{open_until('b', 'until')} - {open_until('a', 'since')} END AS seconds "
        f"FROM (SELECT {PLACE}, service, client, {begin} AS since, {finish} AS until FROM ({rows}) AS every_ticket)"
        " AS ticket "
        "LEFT JOIN working_calendars AS w ON w.service IS NOT DISTINCT FROM ticket.service "
        "AND w.client IS NOT DISTINCT FROM ticket.client "
        "ASOF LEFT JOIN working_segments AS a ON a.calendar = w.calendar AND a.starts <= ticket.since "
        "ASOF LEFT JOIN working_segments AS b ON b.calendar = w.calendar AND b.starts <= ticket.until "
        f"ORDER BY {PLACE}"
    )
    return beside(rows, "worked", f"found.seconds AS {WORKING_SECONDS}")


#: Where a row stands.
PLACE = "import_id, sheet, row_no"


def beside(rows: str, table: str, replaced: str) -> str:
    """A SELECT of rows with columns that were worked out apart, in a table by the place of each row (`found`).

    An ASOF join leaves no order, and lists read rows by their place. Apart it carries little, and where the table
    stands in the order of the sheets the rows keep it, whichever of the two a join reads through.
    """
    return (
        f"SELECT ticket.* REPLACE ({replaced}) FROM ({rows}) AS ticket LEFT JOIN {table} AS found"
        " ON found.import_id = ticket.import_id AND found.sheet IS NOT DISTINCT FROM ticket.sheet"
        " AND found.row_no = ticket.row_no"
    )


def open_until(segment: str, instant: str) -> str:
    """SQL for the seconds a calendar is open before an instant, which lies in or after a segment."""
    inside = f"least(epoch({instant}), epoch({segment}.ends)) - epoch({segment}.starts)"
    return f"({segment}.before + {inside})"


def span_of(cursor: duckdb.DuckDBPyConnection, begin: str, finish: str) -> tuple[date, date]:
    """The days between which the rows that are being built lie, with room on both sides."""
    first, last = cursor.execute(
        f"SELECT CAST(min({begin}) AS DATE), CAST(max(greatest({begin}, {finish})) AS DATE) FROM every_row"
    ).fetchall()[0]
    first = max(EARLIEST, (first or EARLIEST) - CLOSED_AT_MOST)
    return first, min(LATEST, (last or first) + timedelta(days=8))


def store_segments(
    cursor: duckdb.DuckDBPyConnection, known: Sequence[Calendar], first: date, last: date
) -> None:
    """Fill the temporary table `working_segments`: the stretches in which each calendar (by its place) is open."""
    import pandas as pd

    cursor.register(
        "made_segments",
        pd.concat(
            found.assign(calendar=place, next_starts=found["starts"].shift(-1))
            for place, found in enumerate(_segments(cursor, known, first, last))
        ),
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE working_segments AS SELECT calendar, starts::TIMESTAMP AS starts,"
        " ends::TIMESTAMP AS ends, next_starts::TIMESTAMP AS next_starts, before FROM made_segments"
    )
    cursor.unregister("made_segments")


def _segments(
    cursor: duckdb.DuckDBPyConnection, known: Sequence[Calendar], first: date, last: date
) -> list[pd.DataFrame]:
    from warehouse.working_segments import segments

    return [segments(one.hours, holidays_of(cursor, one.name, first, last), first, last) for one in known]


def store_whose(cursor: duckdb.DuckDBPyConnection, known: Sequence[Calendar], rows: str) -> None:
    """Fill the temporary table `working_calendars`: the calendar of every service and client there is."""
    pairs = cursor.execute(f"SELECT DISTINCT service, client FROM ({rows}) AS ticket").fetchall()
    register(
        cursor,
        "working_calendars",
        {"service": "VARCHAR", "client": "VARCHAR", "calendar": "BIGINT"},
        [(*pair, calendar_of(known, None, *pair)) for pair in pairs],
    )


def register(
    cursor: duckdb.DuckDBPyConnection, name: str, types: Mapping[str, str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Make a temporary table of a few rows that were worked out here."""
    listed = ", ".join(f"{column} {kind}" for column, kind in types.items())
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({listed})")
    if rows:
        # A list a column: one statement, and no pandas, which takes longer to load than a small file.
        values = ", ".join(f"CAST(unnest(?) AS {kind})" for kind in types.values())
        cursor.execute(
            f"INSERT INTO {name} SELECT {values}", [list(column) for column in zip(*rows, strict=True)]
        )


def open_hours(
    cursor: duckdb.DuckDBPyConnection, first: date, last: date
) -> dict[str | None, list[tuple[pd.Timestamp, pd.Timestamp]]]:
    """The stretches (UTC) in which each service with a calendar of its own is open; None: all other services.

    Empty where no calendar names working hours. Calendars of single clients say nothing of a service.
    """
    known = [one for one in calendars(cursor) if one.holds and one.client is None]
    return {
        one.service: list(found[["starts", "ends"]].itertuples(index=False, name=None))
        for one, found in zip(known, _segments(cursor, known, first, last), strict=True)
    }


class OpenTime:
    """How long calendars are open between instants (UTC), over a span of days."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
        self.calendars = calendars(cursor)
        span = max(EARLIEST, first - CLOSED_AT_MOST), min(LATEST, last + timedelta(days=8))
        self._segments = _segments(cursor, self.calendars, *span)

    def calendar_of(self, named: str | None, service: str | None, client: str | None) -> int | None:
        """The place of the calendar that is meant, see `calendars.calendar_of`."""
        return calendar_of(self.calendars, named, service, client)

    def seconds(self, calendar: int, begin: pd.Series, end: pd.Series) -> np.ndarray:
        """The open seconds from one instant to the other; negative where the end comes first, NaN without one."""
        lasted: np.ndarray = self._before(calendar, end) - self._before(calendar, begin)
        return lasted

    def _before(self, calendar: int, instants: pd.Series) -> np.ndarray:
        import numpy as np

        found = self._segments[calendar]
        starts = found["starts"].to_numpy("datetime64[us]")
        ends = found["ends"].to_numpy("datetime64[us]")
        at = instants.to_numpy("datetime64[us]")
        if found.empty:
            return np.full(len(at), np.nan)
        place = np.searchsorted(starts, at, side="right") - 1
        told = (place >= 0) & ~np.isnat(at)
        place = np.where(told, place, 0)
        inside = (np.minimum(at, ends[place]) - starts[place]) / np.timedelta64(1, "s")
        before: np.ndarray = np.where(told, found["before"].to_numpy()[place] + inside, np.nan)
        return before
