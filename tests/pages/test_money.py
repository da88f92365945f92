"""Money is never added up over currencies, and the budget's headline says which way the year goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from metrics.budget_burn import BudgetPosition
from metrics.budget_forecast import Course, forecasts, landing
from tests.pages.test_pages import opened, said
from tests.rows import add_rows
from ui.budgets import forecast_table, headline
from ui.invoices import by_currency
from ui.next_steps import BROKEN, KEPT, LATE, OPEN, standing_of
from warehouse import open_warehouse

TODAY = date(2026, 10, 31)


def position(committed: float | None) -> BudgetPosition:
    course = Course(
        budget=(10.0,) * 11 + (30.0,), actual=(8.0, 9.0, 12.0, 11.0, 10.0, 12.0), committed=committed
    )
    made = forecasts(course)
    return BudgetPosition(None, 2026, "EUR", None, course=course, forecasts=made, landing=landing(made))


def test_sums_stay_apart_by_currency() -> None:
    assert by_currency([(10.0, "EUR"), (5.0, "EUR"), (7.0, "NOK")]) == "€15 + NOK\N{NARROW NO-BREAK SPACE}7"
    assert by_currency([]) == "nothing"


def test_the_headline_of_an_overrun_says_over_and_by_how_much() -> None:
    line = headline(position(committed=92.0))
    assert "€154" in line
    assert "10.0\N{NARROW NO-BREAK SPACE}% over budget" in line
    assert "more is spent and ordered than budgeted" in line


def test_without_orders_the_forecast_from_commitments_says_what_it_lacks() -> None:
    table = forecast_table(position(committed=None)).set_index("Forecast")
    assert pd.isna(table.loc["From commitments", "Ends at"])
    assert "no orders" in table.loc["From commitments", "Remark"]
    assert table.loc["Actual plus remaining budget", "Ends at"] == "€142"


def test_an_earlier_fiscal_year_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From July: FY2026 begins on 1 July 2025. The year chosen is in the address, and every figure follows it."""
    database = tmp_path / "own.duckdb"
    own = open_warehouse(database)
    own.set_setting("own_data", True)
    own.set_setting("fiscal_start_month", 7)
    budgeted = {2026: 1000.0, 2027: 9000.0}
    add_rows(own, "budget", [{"fiscal_year": year, "amount": amount, "currency": "EUR", "version": "budget"}
                             for year, amount in budgeted.items()])  # fmt: skip
    add_rows(own, "actuals", [
        {"document": "1", "posting_date": date(2026, 5, 20), "amount": 400.0, "currency": "EUR"},
        {"document": "2", "posting_date": date(2026, 8, 20), "amount": 700.0, "currency": "EUR"}])  # fmt: skip
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    app = opened("money/budget.py")
    assert not app.exception
    assert app.selectbox(key="fy").options == ["FY2027", "FY2026"]
    assert "Budget FY2027" in said(app)
    assert "1 Jul 2026 to 30 Jun 2027, 12 months" in said(app)
    app = app.selectbox(key="fy").select(2026).run()
    assert not app.exception
    assert "Budget FY2026" in said(app)
    assert "1 Jul 2025 to 30 Jun 2026" in said(app)
    assert "€400" in said(app)
    own.close()


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
