"""Calendars of working hours as they were loaded: their hours and holidays, and whose time they tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from warehouse.opening import WarehouseError
from warehouse.working_hours import WorkingHours, is_closed, time_of, weekdays_of

SATURDAY = 5
#: No calendar is closed for longer than this.
LONGEST_BREAK = timedelta(days=60)


class Calendar(NamedTuple):
    """One calendar of working hours, of a service, of a client, or of nobody alone.

    `holds` says whether rows take it without naming it; of several that belong to nobody only one does.
    """

    name: str
    service: str | None
    client: str | None
    hours: tuple[WorkingHours, ...]
    holds: bool = True


def calendars(cursor: duckdb.DuckDBPyConnection) -> list[Calendar]:
    """Every calendar with working hours; the general one is the only one of nobody, or that of the setting.

    Raises WarehouseError `several-calendars` where nobody has said which of several holds for all.
    """
    found = cursor.execute(
        "SELECT coalesce(calendar, '') AS calendar, service, client, weekdays, opens, closes, timezone, start_day,"
        " end_day FROM store.calendars WHERE superseded_by IS NULL AND entry = 'working_hours'"
        " ORDER BY calendar, row_no"
    ).fetchall()
    reporting = setting(cursor, "reporting_timezone") or "UTC"
    grouped: dict[tuple[str, str | None, str | None], list[WorkingHours]] = {}
    # Empty hours are the whole day, unless the calendar gives other days theirs: then the day is one off.
    timed = {(one[0], one[1], one[2]) for one in found if any(one[4:6]) and not is_closed(one[4], one[5])}
    for calendar, service, client, weekdays, opens, closes, timezone, start, end in found:
        whole_day = not (opens or closes)
        if is_closed(opens, closes) or (whole_day and (calendar, service, client) in timed):
            continue
        hours = WorkingHours(
            weekdays_of(weekdays), time_of(opens, time(0)), time_of(closes, time(0)), timezone or reporting,
            start or date.min, end or date.max,
        )  # fmt: skip
        grouped.setdefault((calendar, service, client), []).append(hours)
    general = [name for name, service, client in grouped if service is None and client is None]
    wanted = setting(cursor, "default_calendar")
    if len(general) > 1 and wanted not in general:
        names = ", ".join(repr(name) for name in general)
        raise WarehouseError(
            f"Several calendars hold for every service and client: {names}. Give all but one a service or client,"
            " or choose one in the settings (default_calendar).",
            "several-calendars",
        )
    return [
        Calendar(
            name,
            service,
            client,
            tuple(hours),
            bool(service or client) or len(general) == 1 or name == wanted,
        )
        for (name, service, client), hours in grouped.items()
    ]


def calendar_of(
    known: Sequence[Calendar], named: str | None, service: str | None, client: str | None
) -> int | None:
    """The place of the calendar that a clause names, for one service and client; where it names none, theirs.

    That of the service comes before that of the client, then the general one. None where there is no such calendar: the
    hours of another would be a guess.
    """
    wanted = (named or "").strip().casefold()
    fitting = [
        place
        for place, one in enumerate(known)
        if (one.name.strip().casefold() == wanted if wanted else one.holds)
    ]
    for whose in ((service, client), (service, None), (None, client), (None, None)):
        own = [place for place in fitting if (known[place].service, known[place].client) == whose]
        if own:
            return own[0]
    # A name says which hours are meant, whoever they were listed for, as long as it stands for one calendar.
    return fitting[0] if wanted and len(fitting) == 1 else None


def working_days_on(
    calendar: Calendar | None, closed: Collection[date], days: Sequence[date], count: int
) -> list[tuple[bool, date | None]]:
    """For each of `days`, in a row without gaps: whether it is a working day, and the day that is `count` of them on.

    Of a day off it is the working day after `count` others have passed; None where `days` end before it. A working
    day is one on which the calendar is open and that is not `closed`; without a calendar Monday to Friday.
    """
    working = [day for day in days if day not in closed and _is_open(calendar, day)]
    found: list[tuple[bool, date | None]] = []
    passed = 0
    for day in days:
        is_open = passed < len(working) and working[passed] == day
        found.append((is_open, working[passed + count] if passed + count < len(working) else None))
        passed += is_open
    return found


def after_working_days(
    cursor: duckdb.DuckDBPyConnection, calendar: Calendar | None, moment: datetime, count: int
) -> datetime:
    """The moment (UTC, without zone) that many working days after another, at the same time of day.

    From a day off it is the beginning of the working day after them. Days are those of the reporting time zone.
    """
    zone = ZoneInfo(setting(cursor, "reporting_timezone") or "UTC")
    first = moment.replace(tzinfo=UTC).astimezone(zone).date()
    days = [first + timedelta(days=n) for n in range(LONGEST_BREAK.days + 2 * count)]
    closed = holidays_of(cursor, calendar.name if calendar else "", first, days[-1])
    is_open, later = working_days_on(calendar, closed, days, count)[0]
    begun = begins(later or days[-1], zone)
    return begun + (moment - begins(first, zone)) if is_open else begun


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in a time zone, in UTC without zone."""
    return datetime.combine(day, time(0), zone).astimezone(UTC).replace(tzinfo=None)


def _is_open(calendar: Calendar | None, day: date) -> bool:
    if calendar is None:
        return day.weekday() < SATURDAY
    return any(day.weekday() in one.weekdays and one.start <= day < one.end for one in calendar.hours)


def holidays_of(cursor: duckdb.DuckDBPyConnection, calendar: str, first: date, last: date) -> set[date]:
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
    chosen = setting(cursor, "holiday_region")
    for region in regions | ({chosen} if chosen else set()):
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


def setting(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """A setting that is a text, as it is kept; None where it was never chosen."""
    found = cursor.execute("SELECT value FROM meta.settings WHERE name = ?", [name]).fetchall()
    return str(found[0][0]).strip('"') if found and found[0][0] != "null" else None
