"""The first day of the period in which a day lies, for many days at once: in SQL, and in arrays of days.

`metrics.scope.period_of` says the same of one day; a test holds the three against each other.
"""

from __future__ import annotations

import numpy as np

from metrics.fiscal import FiscalCalendar
from metrics.scope import FISCAL_GRAINS, Grain

#: The first Monday there is, in days since 1970.
_MONDAY = 4
#: Days of a quarter of a 4-4-5 year; the last quarter may be longer.
_QUARTER = 91


def start_in_sql(day: str, grain: Grain, fiscal: FiscalCalendar) -> str:
    """The first day of the period of a day, as SQL; `day` is the SQL of a date."""
    if grain == "day":
        return day
    if grain not in FISCAL_GRAINS:
        return f"CAST(date_trunc('{grain}', {day}) AS DATE)"
    of = "quarter" if grain == "fiscal-quarter" else "year"
    later = fiscal.start_month - 1
    if fiscal.pattern == "months":
        return f"CAST({_shifted(day, of, later)} AS DATE)"
    # A week belongs to the year that has its Thursday, so that the year starts on the Monday nearest to the first.
    thursday = f"date_trunc('week', {day}) + INTERVAL 3 DAY"
    year = f"CAST(date_trunc('week', {_shifted(thursday, 'year', later)} + INTERVAL 3 DAY) AS DATE)"
    if of == "year":
        return year
    quarters = "".join(
        f" WHEN {day} >= {year} + {_QUARTER * number} THEN {year} + {_QUARTER * number}"
        for number in (3, 2, 1)
    )
    return f"CASE WHEN {day} IS NULL THEN NULL{quarters} ELSE {year} END"


def _shifted(day: str, of: str, later: int) -> str:
    """The first of a quarter or year that begins so many months later than the calendar's."""
    if later == 0:
        return f"date_trunc('{of}', {day})"
    return f"date_trunc('{of}', {day} - INTERVAL {later} MONTH) + INTERVAL {later} MONTH"


def starts_of(day: np.ndarray, grain: Grain, fiscal: FiscalCalendar) -> np.ndarray:
    """The first day of the period of every day, both counted from 1970."""
    if grain == "day":
        return day
    if grain == "week":
        return _mondays(day)
    if grain not in FISCAL_GRAINS:
        return _firsts(day, {"month": 1, "quarter": 3, "year": 12}[grain], 0)
    later = fiscal.start_month - 1
    if fiscal.pattern == "months":
        return _firsts(day, 3 if grain == "fiscal-quarter" else 12, later)
    years: np.ndarray = _mondays(_firsts(_mondays(day) + 3, 12, later) + 3)
    if grain == "fiscal-year":
        return years
    quarters: np.ndarray = years + _QUARTER * np.minimum((day - years) // _QUARTER, 3)
    return quarters


def _mondays(day: np.ndarray) -> np.ndarray:
    return (day - _MONDAY) // 7 * 7 + _MONDAY


def _firsts(day: np.ndarray, months: int, later: int) -> np.ndarray:
    """The first of the stretch of so many months in which each day lies; stretches begin `later` months into a year."""
    month: np.ndarray = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = (month - later) // months * months + later
    return first.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
