"""Money is never added up over currencies, and the budget's headline says which way the year goes."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from metrics.budget_burn import BudgetPosition
from metrics.budget_forecast import Course, forecasts, landing
from ui.budgets import forecast_table, headline
from ui.clients import BROKEN, KEPT, LATE, OPEN, standing_of
from ui.invoices import by_currency

TODAY = date(2026, 10, 31)


def position(committed: float | None) -> BudgetPosition:
    course = Course(
        budget=(10.0,) * 11 + (30.0,), actual=(8.0, 9.0, 12.0, 11.0, 10.0, 12.0), committed=committed
    )
    made = forecasts(course)
    return BudgetPosition(None, 2026, "EUR", None, course=course, forecasts=made, landing=landing(made))


def test_sums_stay_apart_by_currency() -> None:
    assert by_currency([(10.0, "EUR"), (5.0, "EUR"), (7.0, "NOK")]) == "€15 + NOK7"
    assert by_currency([]) == "nothing"


def test_the_headline_of_an_overrun_says_over_and_by_how_much() -> None:
    said = headline(position(committed=92.0))
    assert "€154" in said
    assert "10.0\N{NARROW NO-BREAK SPACE}% over budget" in said
    assert "more is spent and ordered than budgeted" in said


def test_without_orders_the_forecast_from_commitments_says_what_it_lacks() -> None:
    table = forecast_table(position(committed=None)).set_index("Forecast")
    assert pd.isna(table.loc["From commitments", "Ends at"])
    assert "no orders" in table.loc["From commitments", "Remark"]
    assert table.loc["Actual plus remaining budget", "Ends at"] == "€142"


@pytest.mark.parametrize(
    ("due", "done", "standing"),
    [
        (date(2026, 10, 1), None, BROKEN),
        (date(2026, 10, 31), None, OPEN),
        (None, None, OPEN),
        (date(2026, 10, 1), date(2026, 10, 1), KEPT),
        (date(2026, 10, 1), date(2026, 10, 2), LATE),
    ],
)
def test_a_promise_open_past_its_day_is_broken(due: date | None, done: date | None, standing: str) -> None:
    assert standing_of(due, done, TODAY) == standing
