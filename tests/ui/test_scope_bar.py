"""The period a name stands for is seen from the data and not from the clock on the wall."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.fiscal import FiscalCalendar
from metrics.scope import Scope
from ui.scope_bar import GRAIN_CHOICES, PERIODS, fitting_grain, is_named, offered, period_days, scope_words

LAST = date(2026, 11, 20)
APRIL = FiscalCalendar(start_month=4)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("last-6-months", date(2026, 6, 1), date(2026, 11, 21)),
        ("last-12-months", date(2025, 12, 1), date(2026, 11, 21)),
        ("this-month", date(2026, 11, 1), date(2026, 11, 21)),
        ("last-month", date(2026, 10, 1), date(2026, 11, 1)),
        ("this-quarter", date(2026, 10, 1), date(2026, 11, 21)),
        ("last-quarter", date(2026, 7, 1), date(2026, 10, 1)),
        ("this-year", date(2026, 1, 1), date(2026, 11, 21)),
        ("this-fiscal-quarter", date(2026, 10, 1), date(2026, 11, 21)),
        ("last-fiscal-quarter", date(2026, 7, 1), date(2026, 10, 1)),
        ("this-fiscal-year", date(2026, 4, 1), date(2026, 11, 21)),
        ("last-fiscal-year", date(2025, 4, 1), date(2026, 4, 1)),
        ("all", None, None),
    ],
)
def test_a_named_period_is_half_open(name: str, start: date | None, end: date | None) -> None:
    assert name in PERIODS
    assert period_days(name, LAST, APRIL) == (start, end)


def test_the_turn_of_the_year_is_crossed() -> None:
    assert period_days("last-quarter", date(2026, 2, 3), APRIL) == (date(2025, 10, 1), date(2026, 1, 1))
    assert period_days("last-month", date(2026, 1, 31), APRIL) == (date(2025, 12, 1), date(2026, 1, 1))


def test_a_fiscal_period_may_be_named() -> None:
    assert period_days("FY2026-Q2", LAST, APRIL) == (date(2025, 7, 1), date(2025, 10, 1))
    assert period_days("FY2027", LAST, APRIL) == (date(2026, 4, 1), date(2027, 4, 1))
    assert not is_named("FY2026-Q5")
    assert not is_named("FY26Q2x")


def test_fiscal_choices_are_offered_where_the_year_is_another_than_the_calendars() -> None:
    assert [code for code in offered(GRAIN_CHOICES, APRIL, "auto") if "fiscal" in code] == [
        "fiscal-quarter",
        "fiscal-year",
    ]
    plain = offered(GRAIN_CHOICES, FiscalCalendar(), "auto")
    assert plain == ["auto", "day", "week", "month", "quarter", "year"]
    # A link that names one is followed all the same.
    assert "fiscal-year" in offered(GRAIN_CHOICES, FiscalCalendar(), "fiscal-year")
    assert "last-fiscal-year" in offered(list(PERIODS), FiscalCalendar(pattern="4-4-5"), "all")


@pytest.mark.parametrize(
    ("start", "end", "grain"),
    [
        (date(2026, 11, 1), date(2026, 11, 21), "day"),
        (date(2026, 5, 1), date(2026, 11, 21), "week"),
        (date(2025, 11, 1), date(2026, 11, 21), "month"),
        (date(2020, 1, 1), date(2026, 11, 21), "quarter"),
    ],
)
def test_the_grain_follows_the_length(start: date, end: date, grain: str) -> None:
    assert fitting_grain(start, end, date(2019, 1, 1), LAST, FiscalCalendar()) == grain


def test_the_grain_follows_the_data_where_they_begin_later() -> None:
    assert fitting_grain(date(2020, 1, 1), LAST, date(2026, 11, 1), LAST, APRIL) == "day"
    assert fitting_grain(None, None, date(2026, 6, 1), LAST, APRIL) == "week"


def test_a_scope_is_said_in_words() -> None:
    scope = Scope.of(start="2026-10-01", end="2026-11-01", service=["Payments", "Network"])
    assert scope_words(scope) == "1 Oct 2026 – 31 Oct 2026 · Service: Network, Payments"
    assert scope_words(Scope()) == "all data"


def test_over_years_the_quarters_are_those_in_which_the_portfolio_reports() -> None:
    """Days, weeks and months are the same in every fiscal year of months; quarters are not."""
    years = (date(2019, 1, 1), None, None, LAST)
    assert fitting_grain(*years, FiscalCalendar()) == "quarter"
    assert fitting_grain(*years, APRIL) == "fiscal-quarter"
    assert fitting_grain(*years, FiscalCalendar(pattern="4-4-5")) == "fiscal-quarter"
