"""Working-time clocks: elapsed seconds within the service hours of a calendar, stored when a table is built.

Calendars become stretches of open time in UTC with the seconds open before each; the working time between two
instants is then a difference of two look-ups. Counting days or hours in UTC is wrong on most tickets: local
opening hours move against UTC twice a year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from warehouse.opening import WarehouseError
from warehouse.working_hours import WorkingHours, time_of, weekdays_of

if TYPE_CHECKING:  # Only where there is a calendar: pandas takes longer to load than a small file.
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


def with_working_time(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill the working seconds in a SELECT of a kind's rows; returns the widened SELECT.

    The calendar of a row is that of its service, else of its client, else the general one. Without a
    calendar, or where an instant is missing, the working time stays empty.
    """
    if kind not in CLOCKS:
        return rows
    calendars = _calendars(cursor)
    if not calendars:
        return rows
    begin, finish = CLOCKS[kind]
    _store_segments(cursor, calendars, begin, finish)
    return (
        f"SELECT ticket.* REPLACE (CASE WHEN {finish} >= {begin} THEN {_open_until('b', finish)} - "
        f"{_open_until('a', begin)} END AS {WORKING_SECONDS}) FROM ({rows}) AS ticket "
        f"ASOF LEFT JOIN working_segments AS a ON a.calendar = {_CALENDAR} AND a.starts <= ticket.{begin} "
        f"ASOF LEFT JOIN working_segments AS b ON b.calendar = {_CALENDAR} AND b.starts <= {finish}"
    )


#: The calendar of a row; the table of assignments has one row per service, client or neither.
_CALENDAR = (
    "coalesce((SELECT calendar FROM working_calendars WHERE service = ticket.service), "
    "(SELECT calendar FROM working_calendars WHERE client = ticket.client), "
    "(SELECT calendar FROM working_calendars WHERE service IS NULL AND client IS NULL))"
)


def _open_until(segment: str, instant: str) -> str:
    inside = f"least(epoch({instant}), epoch({segment}.ends)) - epoch({segment}.starts)"
    return f"({segment}.before + {inside})"


class _Calendar(NamedTuple):
    name: str
    service: str | None
    client: str | None
    hours: tuple[WorkingHours, ...]


def _calendars(cursor: duckdb.DuckDBPyConnection) -> list[_Calendar]:
    """The calendars with working hours; the general one is the only unassigned one, or that of the setting."""
    found = cursor.execute(
        "SELECT coalesce(calendar, '') AS calendar, service, client, weekdays, opens, closes, timezone, start_day,"
        " end_day FROM store.calendars WHERE superseded_by IS NULL AND entry = 'working_hours'"
        " ORDER BY calendar, row_no"
    ).fetchall()
    reporting = _setting(cursor, "reporting_timezone") or "UTC"
    grouped: dict[tuple[str, str | None, str | None], list[WorkingHours]] = {}
    for calendar, service, client, weekdays, opens, closes, timezone, start, end in found:
        hours = WorkingHours(
            weekdays_of(weekdays), time_of(opens, time(0)), time_of(closes, time(0)), timezone or reporting,
            start or date.min, end or date.max,
        )  # fmt: skip
        grouped.setdefault((calendar, service, client), []).append(hours)
    calendars = [_Calendar(*whose, tuple(hours)) for whose, hours in grouped.items()]
    general = [calendar for calendar in calendars if calendar.service is None and calendar.client is None]
    wanted = _setting(cursor, "default_calendar")
    if len(general) > 1 and wanted not in {calendar.name for calendar in general}:
        names = ", ".join(repr(calendar.name) for calendar in general)
        raise WarehouseError(
            f"Several calendars hold for every service and client: {names}. Give all but one a service or client,"
            " or choose one in the settings (default_calendar).",
            "several-calendars",
        )
    return [
        calendar
        for calendar in calendars
        if calendar.service or calendar.client or len(general) == 1 or calendar.name == wanted
    ]


def open_hours(
    cursor: duckdb.DuckDBPyConnection, first: date, last: date
) -> dict[str | None, list[tuple[pd.Timestamp, pd.Timestamp]]]:
    """The stretches (UTC) in which each service with a calendar of its own is open; None: all other services.

    Empty where no calendar names working hours. Calendars of single clients say nothing of a service.
    """
    from warehouse.working_segments import segments

    return {
        calendar.service: list(
            segments(calendar.hours, _holidays(cursor, calendar.name, first, last), first, last)[
                ["starts", "ends"]
            ].itertuples(index=False, name=None)
        )
        for calendar in _calendars(cursor)
        if calendar.client is None
    }


def _store_segments(
    cursor: duckdb.DuckDBPyConnection, calendars: Sequence[_Calendar], begin: str, finish: str
) -> None:
    import pandas as pd

    from warehouse.working_segments import segments

    first, last = cursor.execute(
        f"SELECT CAST(min({begin}) AS DATE), CAST(max(greatest({begin}, {finish})) AS DATE) FROM every_row"
    ).fetchall()[0]
    first = max(EARLIEST, (first or EARLIEST) - timedelta(days=8))
    last = min(LATEST, (last or first) + timedelta(days=8))
    frames, assigned = [], []
    for number, calendar in enumerate(calendars):
        found = segments(calendar.hours, _holidays(cursor, calendar.name, first, last), first, last)
        frames.append(found.assign(calendar=number))
        assigned.append({"calendar": number, "service": calendar.service, "client": calendar.client})
    cursor.register("made_segments", pd.concat(frames))
    cursor.register(
        "made_calendars", pd.DataFrame(assigned).astype({"service": "string", "client": "string"})
    )
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE working_segments AS SELECT calendar, starts::TIMESTAMP AS starts,"
        " ends::TIMESTAMP AS ends, before FROM made_segments"
    )
    cursor.execute("CREATE OR REPLACE TEMP TABLE working_calendars AS SELECT * FROM made_calendars")
    cursor.unregister("made_segments")
    cursor.unregister("made_calendars")


def _holidays(cursor: duckdb.DuckDBPyConnection, calendar: str, first: date, last: date) -> set[date]:
    """The holidays listed for a calendar (or for all), and the public ones of the region in the settings."""
    found = cursor.execute(
        "SELECT start_day, coalesce(end_day, start_day + 1), region FROM store.calendars WHERE superseded_by IS NULL"
        " AND entry = 'holiday' AND (calendar IS NULL OR calendar = ?)",
        [calendar],
    ).fetchall()
    closed: set[date] = set()
    regions = {region for start, _, region in found if start is None and region}
    for start, end, _ in found:
        if start is not None:
            closed |= {start + timedelta(days=n) for n in range(max((end - start).days, 1))}
    setting = _setting(cursor, "holiday_region")
    for region in regions | ({setting} if setting else set()):
        closed |= public_holidays(region, first.year, last.year)
    return closed


def public_holidays(region: str, first_year: int, last_year: int) -> set[date]:
    """The public holidays of a country ("DK") or a part of it ("DE-BY") over whole years."""
    import holidays

    country, _, part = region.strip().upper().partition("-")
    try:
        return set(
            holidays.country_holidays(country, subdiv=part or None, years=range(first_year, last_year + 1))
        )
    except NotImplementedError:
        raise WarehouseError(
            f"{region!r} is no country or part of one whose holidays are known: write DK, or DE-BY for a part.",
            "unknown-region",
        ) from None


def _setting(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    found = cursor.execute("SELECT value FROM meta.settings WHERE name = ?", [name]).fetchall()
    return str(found[0][0]).strip('"') if found and found[0][0] != "null" else None
