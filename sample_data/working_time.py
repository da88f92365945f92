"""The contract's working hours (Mon-Fri 08:00-17:00 Copenhagen, Danish holidays closed) and time counted in them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sample_data.organisation import ZONE

OPENS, CLOSES = time(8), time(17)
HOURS_A_DAY = 9

#: Days on which the office is closed, with the reason.
HOLIDAYS: dict[date, str] = {
    date(2025, 12, 24): "Christmas Eve",
    date(2025, 12, 25): "Christmas Day",
    date(2025, 12, 26): "Second Christmas Day",
    date(2025, 12, 31): "New Year's Eve",
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 2): "Maundy Thursday",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 14): "Ascension Day",
    date(2026, 5, 25): "Whit Monday",
    date(2026, 6, 5): "Constitution Day",
    date(2026, 12, 24): "Christmas Eve",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 31): "New Year's Eve",
}

#: The change freeze over the turn of the year: first and last day (both inside).
FREEZE_FIRST, FREEZE_LAST = date(2025, 12, 8), date(2026, 1, 4)


def is_working_day(day: date) -> bool:
    """Whether the office is open on that day."""
    return day.weekday() < 5 and day not in HOLIDAYS


def next_opening(moment: datetime) -> datetime:
    """The moment itself in working hours, else the next time the office opens."""
    if is_working_day(moment.date()):
        if moment.time() < OPENS:
            return datetime.combine(moment.date(), OPENS)
        if moment.time() < CLOSES:
            return moment
    day = moment.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS)


def add_working(moment: datetime, seconds: float) -> datetime:
    """The moment at which so many working seconds have passed."""
    now = next_opening(moment)
    left = timedelta(seconds=round(seconds))
    while left > datetime.combine(now.date(), CLOSES) - now:
        left -= datetime.combine(now.date(), CLOSES) - now
        now = next_opening(datetime.combine(now.date(), CLOSES))
    return now + left


def working_seconds(start: datetime, end: datetime) -> int:
    """The working seconds between two local moments; 0 when the end does not lie after the start."""
    total, day = 0.0, start.date()
    while day <= end.date():
        if is_working_day(day):
            first = max(start, datetime.combine(day, OPENS))
            last = min(end, datetime.combine(day, CLOSES))
            total += max(0.0, (last - first).total_seconds())
        day += timedelta(days=1)
    return int(total)


def elapsed_seconds(start: datetime, end: datetime) -> int:
    """The true seconds between two Copenhagen wall-clock times, summer time counted."""
    zone = ZoneInfo(ZONE)
    utc = ZoneInfo("UTC")
    gap = end.replace(tzinfo=zone).astimezone(utc) - start.replace(tzinfo=zone).astimezone(utc)
    return int(gap.total_seconds())


def add_elapsed(moment: datetime, seconds: float) -> datetime:
    """The Copenhagen wall-clock time so many true seconds later."""
    zone = ZoneInfo(ZONE)
    later = moment.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")) + timedelta(seconds=round(seconds))
    return later.astimezone(zone).replace(tzinfo=None)
