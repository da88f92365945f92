"""Working-time clocks: elapsed seconds within the service hours of a calendar, stored when a table is built.

Calendars become stretches of open time in UTC with the seconds open before each; the working time between two
instants is then a difference of two look-ups. Counting days or hours in UTC is wrong on most tickets: local
opening hours move against UTC twice a year.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

import duckdb
import pandas as pd

from warehouse.opening import WarehouseError

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
WEEKDAYS_WITHOUT_WORD = frozenset(range(5))


class WorkingHours(NamedTuple):
    """Local opening hours on some weekdays (0 is Monday) of one calendar, from a day to before another."""

    weekdays: frozenset[int]
    opens: time
    closes: time
    timezone: str
    start: date = date.min
    end: date = date.max


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


# -- calendars from the warehouse -----------------------------------------------------------------------------


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
            weekdays_of(weekdays), _time_of(opens, time(0)), _time_of(closes, time(0)), timezone or reporting,
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
            closed |= {
                day.date()
                for day in pd.date_range(start, max(end, start + timedelta(days=1)), inclusive="left")
            }
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


# -- words ----------------------------------------------------------------------------------------------------


def weekdays_of(words: Sequence[str] | None) -> frozenset[int]:
    """The weekdays that words such as "Mon-Fri", "Montag", "sat" or "7" stand for; Monday to Friday where none.

    >>> sorted(weekdays_of(["Mon-Wed", "samedi"]))
    [0, 1, 2, 5]
    """
    named: set[int] = set()
    for word in re.split(r"[,;/\s]+", " ".join(words or ()).replace("–", "-").replace(" - ", "-").strip()):
        first, _, last = word.partition("-")
        if not first:
            continue
        start, end = _weekday(first), _weekday(last or first)
        named |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(named) or WEEKDAYS_WITHOUT_WORD


def _weekday(word: str) -> int:
    spoken = word.strip(". ").casefold()
    if spoken in _weekday_words():
        return _weekday_words()[spoken]
    raise WarehouseError(
        f"{word!r} in the calendar's weekdays is no day of the week: write Mon, Tue, Wed or Mon-Fri.",
        "weekday",
    )


@cache
def _weekday_words() -> dict[str, int]:
    from babel import Locale

    spoken = {str(number + 1): number for number in range(7)}
    for language in ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "pl", "cs"):
        for width in ("wide", "abbreviated", "short"):
            for number, name in Locale(language).days["format"][width].items():
                spoken.setdefault(name.strip(". ").casefold(), number)
    return spoken


def _time_of(text: str | None, empty: time) -> time:
    if text is None or not text.strip():
        return empty
    found = re.fullmatch(
        r"\s*(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?\s*", text.casefold()
    )
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
        if half in {"a", "p"} and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if (hour < 24 and minute < 60) or (hour == 24 and minute == 0):
            return time(hour % 24, minute)
    raise WarehouseError(
        f"{text!r} in the calendar's hours is no time of day: write it as 08:00.", "time-of-day"
    )


def _setting(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    found = cursor.execute("SELECT value FROM meta.settings WHERE name = ?", [name]).fetchall()
    return str(found[0][0]).strip('"') if found and found[0][0] != "null" else None
