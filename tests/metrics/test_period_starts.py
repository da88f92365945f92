"""One spine of periods: a day, a column in SQL and an array of days lie in the same calendar and fiscal periods."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import numpy as np
import pytest

from metrics.fiscal import FiscalCalendar
from metrics.period_starts import start_in_sql, starts_of
from metrics.scope import FISCAL_GRAINS, GRAINS, Grain, period_named, period_of, periods

FIRST = date(1970, 1, 1)
#: Twelve years with their leap days and 53rd weeks.
DAYS = [date(2019, 1, 1) + timedelta(days=n) for n in range(12 * 366)]
APRIL = FiscalCalendar(start_month=4)
CALENDARS = [
    FiscalCalendar(start_month=month, pattern=pattern, named_after=named)
    for month, named in ((1, "end"), (2, "end"), (4, "end"), (7, "start"), (10, "end"), (12, "start"))
    for pattern in ("months", "4-4-5")
]


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("fiscal", CALENDARS, ids=str)
def test_sql_and_arrays_place_a_day_where_the_calendar_does(grain: Grain, fiscal: FiscalCalendar) -> None:
    expected = [period_of(day, grain, fiscal).start for day in DAYS]
    counted = np.array([(day - FIRST).days for day in DAYS])
    found = starts_of(counted, grain, fiscal)
    assert [FIRST + timedelta(days=int(n)) for n in found] == expected
    # What a start gives is the start itself: states are kept by the first day of their period.
    assert (starts_of(found, grain, fiscal) == found).all()
    sql = start_in_sql("day", grain, fiscal)
    asked = f"SELECT {sql} FROM (SELECT unnest($days::DATE[]) AS day) AS listed ORDER BY day"
    assert [start for (start,) in duckdb.execute(asked, {"days": DAYS}).fetchall()] == expected
    assert duckdb.execute(f"SELECT {start_in_sql('CAST(NULL AS DATE)', grain, fiscal)}").fetchall() == [
        (None,)
    ]


@pytest.mark.parametrize("grain", FISCAL_GRAINS)
@pytest.mark.parametrize("fiscal", CALENDARS, ids=str)
def test_fiscal_periods_follow_one_another_and_are_found_by_their_label(
    grain: Grain, fiscal: FiscalCalendar
) -> None:
    found = list(periods(DAYS[0], DAYS[-1], grain, fiscal))
    assert all(one.end == other.start for one, other in pairwise(found))
    assert len({one.label for one in found}) == len(found)
    assert [period_named(one.label, fiscal) for one in found] == found
    if grain == "fiscal-quarter":
        years = list(periods(DAYS[0], DAYS[-1], "fiscal-year", fiscal))
        assert {year.start for year in years[1:]} <= {quarter.start for quarter in found}


def test_a_year_from_april_is_named_after_the_year_it_ends_in() -> None:
    assert period_of(date(2025, 7, 1), "fiscal-quarter", APRIL) == (
        "FY2026-Q2", date(2025, 7, 1), date(2025, 10, 1),
    )  # fmt: skip
    assert period_of(date(2026, 3, 31), "fiscal-year", APRIL) == (
        "FY2026",
        date(2025, 4, 1),
        date(2026, 4, 1),
    )
    started = FiscalCalendar(start_month=4, named_after="start")
    assert period_of(date(2026, 3, 31), "fiscal-quarter", started).label == "FY2025-Q4"


def test_weeks_of_a_4_4_5_year_begin_on_a_monday_and_the_last_quarter_takes_the_53rd() -> None:
    fiscal = FiscalCalendar(pattern="4-4-5")
    # The Monday nearest to 1 January 2026 is 29 December 2025; 2026 has 53 weeks, the next begins on 4 January 2027.
    assert period_of(date(2025, 12, 29), "fiscal-quarter", fiscal)[:2] == ("FY2026-Q1", date(2025, 12, 29))
    last = period_of(date(2027, 1, 3), "fiscal-quarter", fiscal)
    assert (last.label, (last.end - last.start).days) == ("FY2026-Q4", 98)


def test_periods_are_named_as_people_write_them() -> None:
    for written in ("FY2026-Q2", "FY26 Q2", "fy26-q2", "FY 2026 Q2"):
        assert period_named(written, APRIL).start == date(2025, 7, 1)
    assert period_named("FY26", APRIL).end == date(2026, 4, 1)
    for wrong in ("FY26 Q5", "FYQ2", "2026-Q5", "FY2026-P3"):
        with pytest.raises(ValueError, match="is not a period"):
            period_named(wrong, APRIL)
    with pytest.raises(ValueError, match="fiscal calendar"):
        period_of(date(2026, 1, 1), "fiscal-year")


def test_the_note_says_which_year_is_meant() -> None:
    assert APRIL.note == "The fiscal year runs from April and is named after the year it ends in."
    weeks = FiscalCalendar(start_month=10, pattern="4-4-5", named_after="start")
    assert weeks.note == (
        "The fiscal year runs from the Monday nearest to 1 October and is named after the year it starts in; "
        "a quarter is 13 weeks, the last has a 53rd week."
    )
    assert FiscalCalendar().is_calendar_year
    assert not weeks.is_calendar_year
