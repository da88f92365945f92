"""When an incident that waits counts as left alone: five working days after its last update, stored with it.

A working day is a day (of the reporting time zone) on which the calendar of the incident is open and that is no
holiday; without a calendar Monday to Friday. The moment follows from the row, so that every question about it is one
comparison with the as-of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import duckdb

from warehouse.calendars import (
    LONGEST_BREAK,
    Calendar,
    begins,
    calendars,
    holidays_of,
    setting,
    working_days_on,
)
from warehouse.working_time import EARLIEST, LATEST, register, store_whose

#: The stored column: empty where a ticket was over when it was last updated, which nobody leaves alone.
STALE_AFTER = "stale_after"
WORKING_DAYS = 5

_WAITED = (
    "(updated < coalesce(resolved, closed) OR"
    " (coalesce(resolved, closed) IS NULL AND coalesce(state_category, '') NOT IN ('resolved', 'closed', 'cancelled')))"
)
#: In the place of a calendar where there is none.
_NO_CALENDAR = -1


def with_untouched(cursor: duckdb.DuckDBPyConnection, kind: str, rows: str) -> str:
    """Fill `stale_after` in a SELECT of incidents; returns the widened SELECT."""
    if kind != "incidents":
        return rows
    waited = f"SELECT min(updated_day), max(updated_day) FROM ({rows}) AS ticket WHERE {_WAITED}"
    first, last = cursor.execute(waited).fetchall()[0]
    if first is None:
        return rows
    known = calendars(cursor)
    _store_days(cursor, known, max(first, EARLIEST), min(last, LATEST))
    calendar = f"{_NO_CALENDAR}"
    whose = ""
    if known:
        store_whose(cursor, known, rows)
        calendar = f"coalesce(w.calendar, {_NO_CALENDAR})"
        whose = (
            " LEFT JOIN working_calendars AS w ON w.service IS NOT DISTINCT FROM ticket.service"
            " AND w.client IS NOT DISTINCT FROM ticket.client"
        )
    # At the same time of day; what was updated on a day off has waited for five days when the sixth begins.
    since = "d.later + CASE WHEN d.is_open THEN ticket.updated - d.begins ELSE INTERVAL 0 SECOND END"
    return (
        f"SELECT ticket.* REPLACE (CASE WHEN {_WAITED} THEN {since} END AS {STALE_AFTER}) FROM ({rows}) AS ticket"
        f"{whose} LEFT JOIN working_days AS d ON d.calendar = {calendar} AND d.day = ticket.updated_day"
    )


def _store_days(
    cursor: duckdb.DuckDBPyConnection, known: Sequence[Calendar], first: date, last: date
) -> None:
    """Fill the temporary table `working_days`: every day of each calendar, and the day that is five working days on."""
    zone = ZoneInfo(setting(cursor, "reporting_timezone") or "UTC")
    days = [first + timedelta(days=n) for n in range((last + LONGEST_BREAK - first).days)]
    made: list[tuple[object, ...]] = []
    for calendar, one in ((_NO_CALENDAR, None), *enumerate(known)):
        closed = holidays_of(cursor, one.name if one else "", first, last + LONGEST_BREAK)
        for day, (is_open, later) in zip(days, working_days_on(one, closed, days, WORKING_DAYS), strict=True):
            made.append((calendar, day, begins(day, zone), is_open, begins(later, zone) if later else None))
    types = {
        "calendar": "BIGINT",
        "day": "DATE",
        "begins": "TIMESTAMP",
        "is_open": "BOOLEAN",
        "later": "TIMESTAMP",
    }
    register(cursor, "working_days", types, made)
