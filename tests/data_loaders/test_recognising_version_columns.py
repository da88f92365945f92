"""Budgets with a column for each version, lists of one year without a period, and lines of income among costs."""

from __future__ import annotations

import pytest

from data_loaders.recognising_periods import period_of, version_in, without_stage
from tests.data_loaders.sheets import columns_of, loaded, recognised

STAGES = (
    "Department,Adopted Budget,Revised Budget,YTD Actual,Available,% Used\n"
    "Police,1000,1100,1050,50,95.5\nFire,800,810,790,20,97.5\nParks,300,290,310,-20,106.9\n"
)


@pytest.mark.parametrize(
    ("answer", "planned"), [({}, [1100.0, 810.0, 290.0]), ({"budget": "first"}, [1000, 800, 300])]
)
def test_of_a_budget_before_and_after_its_revision_one_counts_and_the_other_is_named(
    answer: dict[str, str], planned: list[float]
) -> None:
    result, rows = loaded(STAGES, answers={"year": "2026", **answer})
    assert rows[rows["version"] == "budget"]["amount"].tolist() == planned
    assert rows[rows["version"] == "actual"]["amount"].tolist() == [1050, 790, 310]
    assert rows["fiscal_year"].unique().tolist() == [2026]
    assert any("Adopted Budget" in text and "Revised Budget" in text for text in result.warnings)


def test_stages_of_one_year_in_its_heading_count_once_and_of_two_years_both() -> None:
    text = "Department,FY2025 Adopted,FY2025 Revised,FY2025 Actual\nPolice,100,110,105\nFire,80,81,79\n"
    _, rows = loaded(text)
    assert sorted(rows["amount"]) == [79, 81, 105, 110]
    _, rows = loaded("Department,Adopted 2025,Adopted 2026,Change\nPolice,100,110,10\nFire,80,85,5\n")
    assert sorted(rows["amount"]) == [80, 85, 100, 110]


def test_a_revised_estimate_is_expected_and_a_final_grade_is_no_budget() -> None:
    assert (version_in("Budget Estimates 2026-27"), version_in("Revised Estimates")) == ("budget", None)
    found = period_of("Revised Estimate 2025-26")
    assert found is not None
    assert (found.version, found.year) == ("forecast", 2026)
    assert without_stage("Final grade") == ("Final grade", None)
    assert period_of("Current 2024") is None


def test_a_list_called_a_budget_takes_the_year_of_its_name_or_asks_for_it() -> None:
    text = "Department,Category,Amount\nIT,Licences,12000\nIT,Hardware,8000\nHR,Training,5000\n"
    _, rows = loaded(text, file="budget_2026.csv")
    assert columns_of(rows, "fiscal_year", "version", "amount")[0] == (2026, "budget", 12000.0)
    assert [q.name for one in recognised(text, file="budget.csv") for q in one.questions] == ["year"]
    # A list that nobody calls a budget is none.
    assert recognised(text, file="departments.csv")[0].kind is None


def test_a_column_called_budget_is_one_beside_departments_and_none_beside_people() -> None:
    assert recognised("Department,Budget\nIT,12000\nSales,8000\n")[0].kind == "budget"
    assert recognised("Actor,Film,Budget\nAnna,Sea,12000\nBen,Sun,8000\n")[0].kind is None


def test_income_among_costs_is_said_and_turned_when_wanted() -> None:
    text = "Account,Jan 2026,Feb 2026,Mar 2026\nRevenue,1000,1000,1000\nSalaries,500,500,500\nIncome tax,100,100,100\n"
    result, rows = loaded(text, answers={"version": "budget"})
    assert rows["amount"].sum() == 4800
    assert [text for text in result.warnings if "income" in text and "“Revenue”:" in text]
    result, rows = loaded(text, answers={"version": "budget", "income": "negative"})
    assert rows["amount"].sum() == -1200
    result, _ = loaded("Account,Jan 2026,Feb 2026,Mar 2026\nSalaries,5,5,5\nCost of sales,1,1,1\n",
                       answers={"version": "budget"})  # fmt: skip
    assert not [text for text in result.warnings if "income" in text]


def test_income_above_zero_and_costs_below_are_asked_and_turned_together() -> None:
    text = (
        "period,department,account,value,currency\n2024-01,Sales,Revenue,115000,USD\n2024-01,Sales,Expenses,-43000,USD\n"
        "2024-01,Marketing,Revenue,28000,USD\n2024-01,Marketing,Expenses,-19000,USD\n"
    )
    found = recognised(text, file="budget.csv")[0]
    assert (found.kind, [question.name for question in found.questions]) == ("budget", ["income"])
    _, rows = loaded(text, file="budget.csv", answers={"income": "turned"})
    assert rows["amount"].sum() == -81000
    _, rows = loaded(text, file="budget.csv", answers={"income": "written"})
    assert rows["amount"].sum() == 81000


def test_amounts_with_a_currency_beside_departments_are_no_rates() -> None:
    text = "month,department,value,currency\n2024-01,Sales,115000,USD\n2024-02,Marketing,28000,EUR\n"
    assert recognised(text)[0].kind == "budget"
    text = "month,currency,value\n2024-01,USD,1.08\n2024-02,GBP,0.85\n"
    assert recognised(text)[0].kind == "exchange_rates"


def test_versions_named_with_the_sort_of_spending_are_versions() -> None:
    _, rows = loaded(
        "month,department,budgeted_opex,actual_opex,variance\n2024-01-01,Sales,85,89,4\n2024-02-01,R&D,70,81,11\n"
    )
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 170, "budget": 155}


def test_a_budget_to_date_is_not_that_of_the_year() -> None:
    text = (
        "Cost center,Month actual,Month budget,YTD actual,YTD budget\n"
        "4711,10,20,30,60\n4712,11,21,31,61\n4713,12,22,32,62\n"
    )
    result, _ = loaded(text, file="Cost report 2026.csv")
    assert result.rows_loaded == 0


def test_running_costs_and_investments_beside_each_other_are_lines_of_two_sorts() -> None:
    _, rows = loaded("Month,Cost center,OPEX,CAPEX\n2026-01,4100,10,0\n2026-01,4200,5,7\n", file="budget.csv")
    assert set(rows["version"]) == {"budget"}
    assert rows.groupby("category")["amount"].sum().to_dict() == {"Capex": 7, "Opex": 15}
    _, rows = loaded(
        "Month,Department,Category,Opex Budget,Capex Budget,Opex Actual,Capex Actual\n2026-01,IT,Lic,10,20,30,40\n"
    )
    assert rows.groupby(["version", "category"])["amount"].sum().to_dict() == {
        ("actual", "Capex"): 40, ("actual", "Opex"): 30, ("budget", "Capex"): 20, ("budget", "Opex"): 10,
    }  # fmt: skip
    assert set(rows["line"]) == {"Lic"}


def test_one_sort_of_costs_alone_is_no_sort() -> None:
    _, rows = loaded("Month,Cost center,Opex Budget,Actual\n2026-01,4100,10,8\n")
    assert rows["category"].isna().all()
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 8, "budget": 10}
