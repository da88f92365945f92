"""Numbers are written so that a board can read them and nobody can mistake them."""

from __future__ import annotations

from datetime import date

import pytest

from charts.numbers import (
    digits,
    money,
    written,
    written_change,
    written_day,
    written_interval,
    written_period,
)


def plain(text: str) -> str:
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.592069, "percent", "59.2 %"),
        (0.004, "percent", "0.40 %"),
        (1.0, "percent", "100 %"),
        (0.0, "percent", "0 %"),
        (11.02, "hours", "11.0 h"),
        (0.5, "hours", "30 min"),
        (47.9, "hours", "47.9 h"),
        (48.0, "hours", "2.0 d"),
        (2.0, "minutes", "2.0 min"),
        (1234, "count", "1,234"),
        (200_000, "count", "200k"),
        (2_345_678, "count", "2.35M"),
        (3_896_120, "money", "€3.90M"),
        (-412, "money", "−€412"),
        (0.0, "money", "€0"),
        (357.2, "days", "357 d"),
        (30.0, "items", "30"),
        (4.083, "score", "4.08"),
        (None, "percent", "—"),
        (float("nan"), "count", "—"),
        (0.0, "hours", "0 h"),
    ],
)
def test_a_value_has_at_most_three_digits_and_its_unit(value: float | None, unit: str, said: str) -> None:
    assert plain(written(value, unit)) == said


def test_an_improvement_of_a_percentage_is_in_points() -> None:
    assert written_change(0.59, 0.598, "percent") == "+0.8 pts"
    assert written_change(0.6, 0.59, "percent") == "−1.0 pts"


def test_a_change_of_a_count_is_a_count() -> None:
    assert written_change(12, 10, "count") == "−2"


def test_money_follows_the_currency() -> None:
    assert money(-38_200, "DKK") == "−DKK\N{NARROW NO-BREAK SPACE}38.2k"
    assert money(999_999) == "€1.00M"


def test_thousands_are_separated() -> None:
    assert digits(1234567.8, 1) == "1,234,567.8"


def test_periods_are_said_as_people_say_them() -> None:
    assert written_period(date(2026, 10, 1), "month") == "Oct 2026"
    assert written_period(date(2026, 10, 1), "quarter") == "Q4 2026"
    assert written_period(date(2026, 10, 5), "week") == "week of 5 Oct 2026"
    assert written_period(date(2026, 10, 1), None, end=date(2026, 11, 1)) == "1 Oct 2026 – 31 Oct 2026"
    assert written_day(date(2026, 11, 2)) == "2 Nov 2026"


def test_an_interval_without_ends_is_not_written() -> None:
    assert written_interval(None, 0.2, "percent") == ""
    assert plain(written_interval(0.1, 0.2, "percent")) == "10.0 % to 20.0 %"
