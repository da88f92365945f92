"""Grids turned round: months down, and services, clients or cost centres across; totals checked, doubt asked."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised

MONTHS = ("Jan", "Feb", "Mar", "Apr")
BOTH = sorted(
    (f"2026-{month:02d}-01", name, 10.0 * month + place)
    for month in range(1, 5)
    for place, name in enumerate(("Mail", "ERP"))
)


def table(first: list[str], title: str = "Budget by service 2026 (EUR)", head: str = "Month,Mail,ERP") -> str:
    rows = [f"{text},{10 * n},{10 * n + 1}" for n, text in enumerate(first, start=1)]
    return "\n".join([f"{title},,", head, *rows])


NOTATIONS = [
    list(MONTHS),
    [f"{month}-26" for month in MONTHS],
    [f"2026-{n:02d}" for n in range(1, 5)],
    ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"],
    ["31.01.2026", "28.02.2026", "31.03.2026", "30.04.2026"],
    ["1/31/2026", "2/28/2026", "3/31/2026", "4/30/2026"],
    ["01/01/2026", "01/02/2026", "01/03/2026", "01/04/2026"],
    ["Januar", "Februar", "März", "April"],
]


@pytest.mark.parametrize("first", NOTATIONS, ids=[rows[1] for rows in NOTATIONS])
def test_months_down_are_read_in_every_notation(first: list[str]) -> None:
    result, rows = loaded(table(first))
    assert (result.kind, result.questions, result.cells_refused) == ("budget", [], 0)
    assert sorted(columns_of(rows, "month", "service", "amount")) == BOTH
    assert set(rows["version"]) == {"budget"}
    assert set(rows["currency"]) == {"EUR"}


@pytest.mark.parametrize(
    ("title", "head", "column"),
    [
        ("Budget 2026 per client", "Month,Mail,ERP", "client"),
        ("Kosten 2026 Ist je Kostenstelle", "Monat,Mail,ERP", "cost_center"),
        ("Budget 2026", "Month / Vendor,Mail,ERP", "vendor"),
        ("Budget 2026", "Month,Project Mail,Project ERP", "project"),
    ],
)
def test_what_stands_across_is_said_by_a_title_the_corner_or_the_headings(
    title: str, head: str, column: str
) -> None:
    result, rows = loaded(table(list(MONTHS), title, head))
    assert result.questions == []
    assert {str(name).split()[-1] for name in rows[column]} == {"Mail", "ERP"}


def test_numbers_across_are_cost_centres_and_a_heading_above_names_them() -> None:
    assert set(loaded(table(list(MONTHS), "Budget 2026", "Month,4711,4712"))[1]["cost_center"]) == {
        "4711",
        "4712",
    }
    amounts = loaded(
        "Budget 2026\nMonth,S1,S2\nJan,100,200\nFeb,101,201\nMar,102,202", answers={"across": "service"}
    )
    assert set(amounts[1]["service"]) == {"S1", "S2"}
    text = "Budget 2026,,\n,Client,\nMonth,Acme,Brig\n" + "\n".join(f"{m},5,6" for m in MONTHS)
    assert set(loaded(text)[1]["client"]) == {"Acme", "Brig"}


def test_what_nobody_says_is_asked_and_remembered_for_these_headings() -> None:
    from warehouse import open_warehouse

    warehouse = open_warehouse(":memory:")
    text = table(list(MONTHS), "Cost report 2026")
    result, _ = loaded(text, warehouse=warehouse)
    assert [question.name for question in result.questions] == ["across", "version"]
    assert "“Mail”, “ERP”" in result.questions[0].text
    result, rows = loaded(text, answers={"across": "client", "version": "actual"}, warehouse=warehouse)
    assert sorted(columns_of(rows, "month", "client", "amount")) == BOTH
    again = table(list(MONTHS), "Cost report 2027")
    assert [question.name for question in loaded(again, warehouse=warehouse)[0].questions] == ["version"]
    assert loaded(table(list(MONTHS), "Budget"), answers={"across": "client"})[0].questions[0].name == "year"
    left = loaded(text, answers={"across": "none", "version": "actual"})[0]
    assert left.import_id is None


def test_totals_of_rows_and_columns_are_checked_and_not_counted() -> None:
    text = (
        "Budget by service 2026,,,\nMonth,Mail,ERP,Total\nJan,10,20,30\nFeb,11,21,32\nMar,12,22,34\nQ1,33,63,96\n"
        "Apr,13,23,36\nMay,14,24,38\nJun,15,25,40\nQ2,42,72,114\nTotal,75,135,210"
    )
    result, rows = loaded(text)
    assert (result.rows_loaded, result.rows_skipped, result.cells_refused) == (6, 3, 0)
    assert rows["amount"].sum() == 210
    assert not any("differs" in warning or "not the sum" in warning for warning in result.warnings)
    wrong = text.replace("Apr,13,23,36", "Apr,13,23,99").replace("Total,75,135,210", "Total,75,999,210")
    result, _ = loaded(wrong)
    assert any("total column differs" in warning and "row 7" in warning for warning in result.warnings)
    assert any("“Total”" in warning and "not the sum" in warning for warning in result.warnings)


def test_budget_and_actual_below_each_name() -> None:
    text = (
        "IT costs 2026 by service (kEUR),,,,\n,Mail,,ERP,\nMonth,Budget,Actual,Budget,Actual\n"
        + "\n".join(f"{month},{n},{n + 1},{n + 2},{n + 3}" for n, month in enumerate(MONTHS))
    )
    sheets = recognised(text)[0]
    assert sheets.kind == "budget"
    result, rows = loaded(text)
    assert result.questions == []
    assert sorted(columns_of(rows.head(4), "service", "version", "amount")) == [
        ("ERP", "actual", 3000.0), ("ERP", "budget", 2000.0), ("Mail", "actual", 1000.0), ("Mail", "budget", 0.0)
    ]  # fmt: skip


def test_fiscal_months_and_periods_down() -> None:
    result, rows = loaded(table(["Oct", "Nov", "Dec", "Jan"], "Budget FY2026 by service"))
    assert sorted(set(columns_of(rows, "month"))) == [
        ("2025-10-01",),
        ("2025-11-01",),
        ("2025-12-01",),
        ("2026-01-01",),
    ]
    result, rows = loaded(table(["P01", "P02", "P03", "P04"], "Budget FY2026 by service"))
    assert (result.questions, set(rows["fiscal_year"])) == ([], {2026})
    assert sorted(set(rows["period"])) == [1, 2, 3, 4]


def test_capacity_and_satisfaction_turned_round() -> None:
    result, rows = loaded(table(list(MONTHS), "Capacity (days) 2026", "Month,Ops,Dev"))
    assert (result.kind, result.questions) == ("capacity", [])
    assert columns_of(rows.head(2), "month", "team", "available_hours") == [
        ("2026-01-01", "Ops", 80.0), ("2026-01-01", "Dev", 88.0)
    ]  # fmt: skip
    result, rows = loaded(table(list(MONTHS), "CSAT % by client 2026", "Month,Acme,Brig"))
    assert result.kind == "satisfaction_summaries"
    assert columns_of(rows.head(2), "client", "csat_percent") == [("Acme", 0.1), ("Brig", 0.11)]


@pytest.mark.parametrize(
    "text",
    [
        table(list(MONTHS), "Report 2026", "Month,Incidents,Changes"),
        table(list(MONTHS), "Budget 2026", "Month,Budget,Variance"),
        table(list(MONTHS), "Budget 2026", "Month,Amount,Headcount"),
        table(["Jan", "Feb", "Mar", "Jan"], "Budget by service 2026"),
        table(["a", "b", "c", "d"], "Budget by service 2026"),
    ],
)
def test_other_tables_with_months_down_are_no_such_grid(text: str) -> None:
    assert all("(the headings)" not in {a.header for a in found.assignments} for found in recognised(text))


@pytest.mark.parametrize("months", [MONTHS, ("1", "2", "3", "4"), ("Januar", "Februar", "März", "April")])
def test_a_year_in_the_column_before_the_months_is_theirs(months: tuple[str, ...]) -> None:
    rows = [
        f"{year},{month},{10 * n},{10 * n + 1}" for year in (2025, 2026) for n, month in enumerate(months, 1)
    ]
    table = "\n".join(["Budget by service (EUR),,,", "Year,Month,Mail,ERP", *rows])
    result, found = loaded(table)
    assert (result.questions, result.rows_loaded) == ([], 8)
    assert sorted(set(columns_of(found, "month", "service", "amount"))) == sorted(
        (f"{year}-{day[5:]}" if isinstance(day, str) else day, name, amount)
        for year in (2025, 2026) for day, name, amount in BOTH
    )  # fmt: skip


def test_a_year_that_stands_once_above_its_months_holds_for_all_of_them() -> None:
    table = (
        "Budget by service (EUR),,,\nYear,Month,Mail,ERP\n2025,Jan,1,2\n,Feb,3,4\n,Mar,5,6\nTotal 2025,,9,12\n"
        "2026,Jan,7,8\n,Feb,9,10\n,Mar,11,12\nTotal 2026,,27,30"
    )
    result, found = loaded(table)
    assert (result.rows_loaded, result.skipped["total"]) == (6, 2)
    assert found["amount"].sum() == 21 + 57
