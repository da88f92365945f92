"""The plain way to the same figures: lists, sorting and arithmetic, with nothing of the product in it."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """A file with the headings of the first row; what a later row lacks is empty."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """Every row of a file as text by heading."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def moment(text: str, form: str = "%Y-%m-%d %H:%M:%S", zone: str = "UTC") -> datetime | None:
    """A written time as UTC without zone; None where nothing is written."""
    if text in ("", "?"):
        return None
    local = datetime.strptime(text, form).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def day(at: datetime, zone: str = "UTC") -> date:
    """The day of a UTC time in a zone."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def hours(begin: datetime, end: datetime) -> float:
    """The hours from one instant to the other."""
    return (end - begin).total_seconds() / 3600


def days(begin: datetime, end: datetime) -> float:
    """The days from one instant to the other."""
    return (end - begin).total_seconds() / 86_400


def quantile(values: Iterable[float], fraction: float) -> float:
    """The quantile between the two nearest values."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * fraction
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def observed_quantile(values: Iterable[float], fraction: float) -> float:
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * fraction - 1e-9), 1) - 1]


def median(values: Iterable[float]) -> float:
    """The middle value, between the two middle ones where they are two."""
    return quantile(values, 0.5)


def mean(values: Sequence[float]) -> float:
    """The sum over the number."""
    return sum(values) / len(values)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The Wilson 95 % interval of a share."""
    z = 1.959963984540054
    centre = (hits + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(hits * (n - hits) / n + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def month(at: date) -> str:
    """2026-03."""
    return f"{at:%Y-%m}"


def week(at: date) -> str:
    """2026-W09, the ISO week."""
    year, number, _ = at.isocalendar()
    return f"{year}-W{number:02d}"


def quarter(at: date) -> str:
    """2026-Q1."""
    return f"{at.year}-Q{(at.month + 2) // 3}"


PERIODS = {"day": date.isoformat, "week": week, "month": month, "quarter": quarter}


def every_day(first: date, end: date) -> Iterable[date]:
    """The days from the first to before the end."""
    return (first + timedelta(days=n) for n in range((end - first).days))


def working_seconds(
    begin: datetime, end: datetime, zone: str, opens: int, closes: int, closed: Iterable[date] = ()
) -> float:
    """Seconds between two UTC times within Monday-to-Friday hours of a zone, day by day."""
    total, off = 0.0, set(closed)
    for one in every_day(day(begin, zone) - timedelta(days=1), day(end, zone) + timedelta(days=2)):
        if one.weekday() > 4 or one in off:
            continue
        start, stop = (
            datetime(one.year, one.month, one.day, hour, tzinfo=ZoneInfo(zone))
            .astimezone(UTC)
            .replace(tzinfo=None)
            for hour in (opens, closes)
        )
        total += max((min(end, stop) - max(begin, start)).total_seconds(), 0.0)
    return total


def working_days(begin: datetime, end: datetime, zone: str = "UTC", closed: Iterable[date] = ()) -> float:
    """Days between two UTC times, of which Saturdays, Sundays and those closed are none; a part of a day is a part."""
    total, off = 0.0, set(closed)
    for one in every_day(day(begin, zone), day(end, zone) + timedelta(days=1)):
        if one.weekday() > 4 or one in off:
            continue
        first, last = (
            datetime(at.year, at.month, at.day, tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
            for at in (one, one + timedelta(days=1))
        )
        total += max(min(end, last) - max(begin, first), timedelta()) / (last - first)
    return total
