"""Budgets as lists and as grids of every notation: periods in words, versions in a column or side by side."""

from __future__ import annotations

import pytest

from data_loaders.recognising_cells import Sample
from data_loaders.recognising_period_cells import may_be_words
from data_loaders.recognising_periods import Period, period_of
from tests.data_loaders.sheets import columns_of, loaded

HEADINGS = [
    ("2026-01 (kEUR)", Period("month", 2026, 1)), ("Jan 26 Budget", Period("month", 2026, 1, "budget")),
    ("Budget 2026-01", Period("month", 2026, 1, "budget")), ("P01 2026", Period("period", 2026, 1)),
    ("FY26 P03", Period("period", 2026, 3)), ("003.2026", Period("period", 2026, 3)),
    ("Q1", Period("quarter", None, 1)),
    ("FY26 Q3", Period("quarter", 2026, 3)), ("1Q26", Period("quarter", 2026, 1)),
    ("2026M01", Period("month", 2026, 1)),
    ("1. Quartal 2026", Period("quarter", 2026, 1)), ("Styczeń 2026", Period("month", 2026, 1)),
    ("maj 2026", Period("month", 2026, 5)), ("Jan-2026 Actual (USD)", Period("month", 2026, 1, "actual")),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "period"), HEADINGS)
def test_headings_with_unit_year_and_version(heading: str, period: Period) -> None:
    assert period_of(heading) == period


def test_versions_in_a_column_called_type() -> None:
    result, rows = loaded(
        "Cost center,Vendor,Month,Type,Amount (kEUR)\n4711,Nordwind,Jan-26,Budget,100\n"
        "4711,Nordwind,Jan-26,Actual,90\n4711,Nordwind,Feb-26,Forecast,95"
    )
    assert (result.kind, result.questions) == ("budget", [])
    assert columns_of(rows, "month", "version", "amount", "currency") == [
        ("2026-01-01", "budget", 100_000.0, "EUR"), ("2026-01-01", "actual", 90_000.0, "EUR"),
        ("2026-02-01", "forecast", 95_000.0, "EUR"),
    ]  # fmt: skip


@pytest.mark.parametrize("month", ["January", "1", "Jan"])
def test_a_month_beside_a_calendar_year_is_a_month(month: str) -> None:
    _, rows = loaded(f"Cost center,Year,Month,Scenario,Amount EUR\n4711,2026,{month},Budget,100")
    assert columns_of(rows, "month", "version", "amount") == [("2026-01-01", "budget", 100.0)]


def test_months_without_a_year_wait_for_it() -> None:
    text = "Kostenstelle;Kostenart;Monat;Plan/Ist;Betrag EUR\n4711;Lizenzen;Jan;Plan;1.200,50"
    asked, _ = loaded(text, delimiter=";")
    assert [question.name for question in asked.questions] == ["year"]
    _, rows = loaded(text, delimiter=";", answers={"year": "2026"})
    assert columns_of(rows, "month", "amount") == [("2026-01-01", 1200.5)]
    _, rows = loaded(text, delimiter=";", file="Budget 2027.csv")
    assert columns_of(rows, "month") == [("2027-01-01",)]


def test_a_column_for_each_version_beside_a_period() -> None:
    result, rows = loaded(
        "Fiscal year;Period;Cost center;Account;Budget (EUR);Actual (EUR);Variance\n2026;P01;4711;Licences;100;90;10\n"
        "2026;P02;4711;Licences;100;;", delimiter=";"
    )  # fmt: skip
    assert result.kind == "budget"
    assert set(columns_of(rows, "period", "version", "amount", "currency")) == {
        (1, "budget", 100.0, "EUR"), (1, "actual", 90.0, "EUR"), (2, "budget", 100.0, "EUR")
    }  # fmt: skip


def test_fiscal_years_and_quarters_in_words() -> None:
    _, rows = loaded("FY,Quarter,Service,Version,Amount\nFY26,Q1,Payments,Budget,100")
    assert columns_of(rows, "fiscal_year", "quarter", "version") == [(2026, 1, "budget")]


def test_a_grid_of_quarters_asks_only_what_it_does_not_say() -> None:
    asked, _ = loaded("Cost centre,Q1 FY26,Q2 FY26,Q3 FY26,Q4 FY26\n4711,1,2,3,4")
    assert [question.name for question in asked.questions] == ["version"]


def test_questions_of_a_survey_are_no_quarters() -> None:
    result, _ = loaded(
        "Timestamp,Q1,Q2,Q3,Q4,Q5\n2026-01-05 10:00:00,1,2,3,4,5\n2026-01-06 10:00:00,1,2,3,4,5"
    )
    assert result.kind != "budget"


def test_a_dash_in_a_grid_leaves_out_one_month_and_not_the_row() -> None:
    result, rows = loaded(
        "Cost center,Jan 2026,Feb 2026,Mar 2026,Apr 2026,May 2026,Jun 2026\n4711,100,-,300,n/a,500, - ",
        answers={"version": "budget"},
    )
    assert (result.rows_loaded, result.rows_rejected) == (1, 0)
    assert sorted(rows["amount"]) == [100, 300, 500]


def test_one_version_with_its_currency_beside_months_is_a_budget_list() -> None:
    _, rows = loaded(
        "Month,Cost center,Vendor,Actual (EUR)\n2026-01,4711,Nordwind,100\n2026-02,4711,Nordwind,90"
    )
    assert columns_of(rows, "month", "version", "amount", "currency") == [
        ("2026-01-01", "actual", 100.0, "EUR"), ("2026-02-01", "actual", 90.0, "EUR")
    ]  # fmt: skip


def test_key_figures_by_month_are_no_budget() -> None:
    result, _ = loaded(
        "KPI,Jan 2026,Feb 2026,Mar 2026,Apr 2026,May 2026,Jun 2026\nTickets,100,120,90,80,100,99"
    )
    assert result.error is not None
    assert "figures by period" in result.error


@pytest.mark.parametrize("year", ["2025/2026", "2025/26", "2025-2026"])
def test_a_fiscal_year_over_two_calendar_years_is_the_one_in_which_it_ends(year: str) -> None:
    headings = "Name,Fiscal Year,Department,Total Budget,Spent,Remaining,Utilisation%\n"
    _, rows = loaded(
        f"{headings}Operations,{year},IT,1200,450,750,38%\n" + f"Training,{year},HR,200,50.5,149.5,25%\n"
    )
    assert rows.groupby("version")["amount"].sum().to_dict() == {"budget": 1400, "actual": 500.5}
    assert rows["fiscal_year"].unique().tolist() == [2026]


@pytest.mark.parametrize("months", ["2026-{:02d}", "{:02d}/2026", "{:02d}.2026", "2026{:02d}", "2026/{:02d}"])
@pytest.mark.parametrize("slip", ["2026-13", "n/k", "13/2026"])
def test_one_month_that_is_none_costs_the_others_nothing(months: str, slip: str) -> None:
    """It had made a budget postings, or left all its amounts without a month."""
    written = [months.format(month) for month in range(1, 13)]
    written[6] = slip
    head = "Version,Month,Cost center,Category,Amount,Currency\n"
    result, rows = loaded(head + "".join(f"Budget,{text},4100,Licences,100,EUR\n" for text in written))
    assert (result.kind, result.rows_loaded, result.cells_refused) == ("budget", 12, 1)
    told = rows["month"].notna() | rows["period"].notna() if "period" in rows else rows["month"].notna()
    assert int(told.sum()) == 11


def test_where_several_cells_name_no_month_the_column_is_no_list_of_months() -> None:
    months = tuple(f"2026-{month:02d}" for month in range(1, 11))
    assert may_be_words("budget", "month", Sample((*months, "Wartung")))
    assert not may_be_words("budget", "month", Sample((*months, "Wartung", "Hosting")))
    assert not may_be_words("budget", "month", Sample((*months[:3], "Wartung")))
