"""Budgets with periods across: notations of months, blocks beside and below one another, totals not counted."""

from __future__ import annotations

import pytest

from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_periods import period_of, version_in, year_in
from data_loaders.recognition import Recognition
from tests.data_loaders.sheets import columns_of, loaded, mapping, recognised

MONTHS = [
    ("Jan", None, 1), ("January", None, 1), ("Jan-26", 2026, 1), ("Apr-26", 2026, 4), ("Jan 2026", 2026, 1),
    ("2026-01", 2026, 1), ("01/2026", 2026, 1), ("202601", 2026, 1), ("July 31", None, 7), ("Feb 28", None, 2),
    ("Mär", None, 3), ("Décembre", None, 12), ("août", None, 8), ("ene-26", 2026, 1), ("2026-01-31", 2026, 1),
    ("1.Jan", None, 1), ("Janv.", None, 1), ("Sept 30", None, 9), ("Gennaio", None, 1), ("Fevereiro", None, 2),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "year", "month"), MONTHS)
def test_months_in_every_notation(heading: str, year: int | None, month: int) -> None:
    period = period_of(heading)
    assert period is not None
    assert (period.what, period.year, period.number) == ("month", year, month)


@pytest.mark.parametrize(
    "heading", ["Status", "Name", "Total", "Variance (RM)", "Department", "May be late", "TQ", "Q12"]
)
def test_other_headings_are_no_periods(heading: str) -> None:
    assert period_of(heading) is None


def test_versions_and_years_in_words() -> None:
    assert version_in("FY2013 Budgeted") == "budget"
    assert version_in("Ist 2026") == "actual"
    assert version_in("Prévision") == "forecast"
    assert (year_in("FY07_Q1-pg-1.csv"), year_in("2025/26"), year_in("Budget 2026"), year_in("x")) == (
        2007,
        2026,
        2026,
        None,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1,155.0)", -1155.0),
        ("88,8", 88.8),
        ("1.234,56-", -1234.56),
        ("1 234", 1234.0),
        ("o", None),
        ("", None),
    ],
)
def test_numbers_for_checking_sums(text: str, value: float | None) -> None:
    assert amount_of(text) == value


def constants(found: Recognition) -> list[tuple[str | None, ...]]:
    assert found.reshape is not None
    return [part.constants for part in found.reshape.parts]


def test_a_plain_grid_with_total_row_and_column() -> None:
    (found,) = recognised(
        "Budget 2026 in kEUR,,,,,,,\n"
        "Cost center,Vendor,Jan,Feb,Mar,Apr,May,Jun,Total\n"
        "4711,Nordwind,1,2,3,4,5,6,21\n4712,Sund,1,1,1,1,1,1,7\nTotal,,2,3,4,5,6,7,27"
    )
    assert (found.kind, found.questions) == ("budget", ())
    assert mapping(found)["cost_center"] == "Cost center"
    amount = next(a for a in found.assignments if a.column.name == "amount")
    assert amount.unit == "kEUR"
    assert dict(found.constants)[max(dict(found.constants))] == "EUR"
    assert constants(found)[0] == ("2026-01-01", "budget")
    assert [(s.row, s.why) for s in found.skip] == [(5, "total")]
    assert found.reshape is not None
    assert [total.header for total in found.reshape.totals] == ["Total"]
    assert "row 4" in found.warnings[0]


def test_budget_and_actual_side_by_side_below_a_merged_year() -> None:
    (found,) = recognised(
        ",,2026,,,,,,,,,,,\n,,Budget,,,,,,Actual,,,,,\n"
        "Kostenstelle,Lieferant,Jan,Feb,Mär,Apr,Mai,Jun,Jan,Feb,Mär,Apr,Mai,Jun\n"
        "4711,Nordwind,1,2,3,4,5,6,1,2,3,4,5,6\nSumme,,1,2,3,4,5,6,1,2,3,4,5,6"
    )
    assert constants(found)[0] == ("2026-01-01", "budget")
    assert constants(found)[6] == ("2026-01-01", "actual")
    assert [s.why for s in found.skip] == ["total"]


def test_budget_and_actual_one_below_the_other() -> None:
    found = recognised(
        "IT costs FY2026 (in EUR),,,,,,,\n,,,,,,,\nBudget,,,,,,,\n"
        "Service,Jan,Feb,Mar,Apr,May,Jun,Total\nPayments,10,10,10,10,10,10,60\nBilling,5,5,5,5,5,5,30\n"
        "Total,15,15,15,15,15,15,90\nActual,,,,,,,\nService,Jan,Feb,Mar,Apr,May,Jun,Total\n"
        "Payments,9,11,,,,,20\nBilling,(1),6,,,,,5\nTotal,8,17,,,,,25"
    )
    assert [constants(r)[0] for r in found] == [("2026-01-01", "budget"), ("2026-01-01", "actual")]
    rows = set(range(5, 13))
    assert rows - {s.row for s in found[0].skip} == {5, 6}
    assert rows - {s.row for s in found[1].skip} == {10, 11, 8} - {8}


def test_accounting_periods_need_a_year_and_a_version() -> None:
    text = "Cost Center;" + ";".join(f"P{i:02d}" for i in range(1, 13)) + "\n4711;" + ";".join("123456789012")
    (found,) = recognised(text, delimiter=";")
    assert {question.name for question in found.questions} == {"year", "version"}
    (answered,) = recognised(text, delimiter=";", answers={"year": "2026", "version": "forecast"})
    assert not answered.questions
    assert constants(answered)[2] == ("2026", "3", "forecast")


def test_quarters_beside_the_year_do_not_count_twice() -> None:
    (found,) = recognised(
        "Category,Annual Budget (RM),Q1 Budget (RM),Q1 Actual (RM),Variance (RM)\n"
        "HW,1200,300,310,-10\nSW,480,120,110,10",
        file="budget_2026.xlsx",
    )
    assert constants(found) == [("2026", None, "budget"), ("2026", "1", "actual")]
    assert any("twice" in text for text in found.left_out)


def test_months_without_a_year_in_an_exchange_rate_table_are_asked() -> None:
    text = (
        "Exchange rates to EUR,,,,,,\nCurrency,1.Jan,1.Feb,1.Mar,1.Apr,1.May,1.Jun\n"
        "USD,0.92,0.93,0.94,0.93,0.92,0.91"
    )
    (found,) = recognised(text)
    assert found.kind == "exchange_rates"
    assert [question.name for question in found.questions] == ["year"]
    (answered,) = recognised(text, answers={"year": "2026"})
    assert constants(answered)[0] == ("2026-01-01",)
    assert "EUR" in dict(answered.constants).values()


def test_a_subtotal_is_found_by_its_sum_and_a_line_called_total_by_its_own() -> None:
    months = "Jan,Feb,Mar,Apr,May,Jun"
    (found,) = recognised(
        f"Line,{months}\nTotal cost of ownership tool,70,80,90,70,80,90\nLicences,10,20,30,10,20,30\n"
        "Support,11,21,31,11,21,31\nRun,91,121,151,91,121,151",
        file="budget 2026.csv",
    )
    assert [s.text for s in found.skip] == ["Run"]


MONTHS = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"


def test_headings_merged_over_years_and_months_are_those_of_both_rows():
    text = (
        f"Cost center,Service,2025{',' * 11},2026{',' * 11}\n,,{MONTHS},{MONTHS}\n"
        f"4711,Payments,{','.join(['10'] * 12)},{','.join(['20'] * 12)}"
    )
    _, rows = loaded(text, file="budget.csv")
    assert set(columns_of(rows, "cost_center", "service")) == {("4711", "Payments")}
    by_year = {(str(day)[:4], amount) for day, amount in columns_of(rows, "month", "amount")}
    assert (len(rows), by_year) == (24, {("2025", 10.0), ("2026", 20.0)})


def test_a_named_subtotal_of_one_row_is_no_line():
    row = ",".join(str(100 + i) for i in range(12))
    text = f"Category,{MONTHS}\nChange\nProjects,{row}\nSubtotal Change,{row}"
    result, rows = loaded(text, file="budget 2026.csv")
    assert set(columns_of(rows, "category")) == {("Projects",)}
    assert result.skipped["total"] == 1


def test_months_by_number_beside_their_year_are_months_for_every_version():
    text = "Jahr,Monat,Kostenstelle,Plan,Ist\n2026,3,4711,100,90"
    _, rows = loaded(text, file="kosten.csv")
    assert set(columns_of(rows, "month", "version", "amount")) == {
        ("2026-03-01", "budget", 100.0),
        ("2026-03-01", "actual", 90.0),
    }


YEARS = "Function,2020,2021,2022,2023\nDefense,1,2,3,4\nHealth,5,6,7,8"


def test_years_across_wait_for_the_word_budget_actual_or_forecast():
    asked, _ = loaded(YEARS)
    assert (asked.error, [question.name for question in asked.questions]) == (None, ["version"])
    _, rows = loaded(YEARS, answers={"version": "actual"})
    assert (len(rows), set(rows["version"]), rows["amount"].sum()) == (8, {"actual"}, 36.0)
    refused, _ = loaded(YEARS, answers={"version": "none"})
    assert refused.error is not None


def test_the_year_of_a_row_places_the_months_of_its_columns():
    text = f"Cost center,Year,{MONTHS}\n4711,2025,{','.join(['10'] * 12)}\n4711,2026,{','.join(['20'] * 12)}"
    result, rows = loaded(text, file="budget.csv")
    assert result.questions == []
    assert set(columns_of(rows, "month", "amount")) == {
        (f"{year}-{month:02}-01", amount)
        for year, amount in ((2025, 10.0), (2026, 20.0))
        for month in range(1, 13)
    }


def test_a_fiscal_year_is_the_one_in_which_it_ends():
    months = "Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec,Jan,Feb,Mar"
    text = f"Cost center,Fiscal year,{months}\n4711,FY2026,{','.join(map(str, range(12)))}"
    _, rows = loaded(text, file="budget.csv")
    assert {("2025-04-01", 0.0), ("2026-03-01", 11.0)} <= set(columns_of(rows, "month", "amount"))


def test_the_numbers_from_one_to_twelve_across_are_periods():
    numbers = ",".join(f"{n:02}" for n in range(1, 13))
    _, rows = loaded(f"Budget 2026\nCost center,{numbers}\n4711,{','.join(map(str, range(100, 112)))}")
    assert sorted(columns_of(rows, "fiscal_year", "period", "amount")) == [
        (2026, n + 1, 100.0 + n) for n in range(12)
    ]


HALF_YEAR = "Jan,Feb,Mar,Apr,May,Jun"


def test_heads_of_groups_that_add_up_the_rows_below_them_are_not_counted_twice() -> None:
    rows = {"Licences": [10, 20, 30, 40, 50, 60], "Hosting": [1, 2, 3, 4, 5, 7], "Projects": [9, 8, 7, 6, 5, 4],
            "Consulting": [100, 0, 50, 0, 20, 11]}  # fmt: skip
    run = [a + b for a, b in zip(rows["Licences"], rows["Hosting"], strict=True)]
    change = [a + b for a, b in zip(rows["Projects"], rows["Consulting"], strict=True)]

    def line(name: str, values: list[int]) -> str:
        return ",".join([name, *map(str, values)])

    table = "\n".join(
        [
            f"Cost element,{HALF_YEAR}", line("IT Run", run), *(line(n, rows[n]) for n in ("Licences", "Hosting")),
            line("IT Change", change), *(line(n, rows[n]) for n in ("Projects", "Consulting")),
            line("Total IT", [a + b for a, b in zip(run, change, strict=True)]),
        ]
    )  # fmt: skip
    result, found = loaded(table, file="Budget 2026.csv")
    assert (result.rows_loaded, result.skipped["total of the rows below it"], result.skipped["total"]) == (
        4,
        2,
        1,
    )
    assert found["amount"].sum() == sum(map(sum, rows.values()))


def test_a_cell_merged_over_the_rows_of_a_group_holds_for_all_of_them() -> None:
    months = "1,2,3,4,5,9"
    table = (
        f"Cost center,Category,{HALF_YEAR}\n4711,Licences,{months}\n,Hosting,{months}\n"
        f"4712,Licences,{months}\n,Hosting,{months}"
    )
    _, found = loaded(table, file="Budget 2026.csv")
    assert sorted(set(columns_of(found, "cost_center", "category"))) == [
        ("4711", "Hosting"), ("4711", "Licences"), ("4712", "Hosting"), ("4712", "Licences"),
    ]  # fmt: skip
    # A supplier that only some lines name is not the supplier of the others.
    alone = f"Vendor,Line,{HALF_YEAR}\nDell,Laptops,{months}\n,Salaries,{months}\nIBM,Support,{months}"
    _, found = loaded(alone, file="Budget 2026.csv")
    assert found[found["vendor"].isna()]["line"].unique().tolist() == ["Salaries"]


def test_a_fiscal_year_of_two_years_behind_letters_is_that_in_which_it_ends() -> None:
    assert (year_in("Budget FY2025/26 (AUD)"), year_in("report 2011-12-31")) == (2026, 2011)


def test_versions_beside_each_other_with_an_empty_column_between_are_one_grid() -> None:
    months = "1,2,3,4,5,9"
    table = (
        f"Cost center,Service,Budget 2026,,,,,,,Actual 2026\n,,{HALF_YEAR},,{HALF_YEAR}\n"
        f"4711,Mail,{months},,10,20,30,40,50,90\n4712,ERP,{months},,10,20,30,40,50,90"
    )
    _, found = loaded(table)
    assert found.groupby("version")["amount"].sum().to_dict() == {"actual": 480, "budget": 48}
    assert set(found["cost_center"]) == {"4711", "4712"}


def test_a_plan_that_is_what_was_spent_and_the_rest_is_no_sum() -> None:
    table = (
        f"Cost center,Measure,{HALF_YEAR}\n4711,Budget,10,20,30,40,50,60\n,Actual,1,2,3,4,5,7\n"
        ",Variance,9,18,27,36,45,53\n4712,Budget,11,21,31,41,51,61\n,Actual,2,2,3,4,5,7\n,Variance,9,19,28,37,46,54"
    )
    result, found = loaded(table, file="Costs 2026.csv")
    assert found.groupby("version")["amount"].sum().to_dict() == {"actual": 45, "budget": 426}
    assert set(found["cost_center"]) == {"4711", "4712"}
    assert (result.rows_rejected, result.skipped["difference of two versions"]) == (0, 2)


def test_the_same_amount_every_month_is_no_total_by_chance_and_doubt_is_said() -> None:
    rows = "\n".join(
        f"{name},{','.join([amount] * 6)}" for name, amount in (("A", "500"), ("B", "500"), ("C", "1000"))
    )
    result, found = loaded(f"Cost element,{HALF_YEAR}\n{rows}", file="Budget 2026.csv")
    assert found["amount"].sum() == 6 * 2000
    assert any("“C”" in warning and "if it is a total" in warning for warning in result.warnings)
    result, found = loaded(
        f"Cost element,{HALF_YEAR}\n{rows.replace('C,', 'Total,')}", file="Budget 2026.csv"
    )
    assert found["amount"].sum() == 6 * 1000


def test_versions_in_longer_words_are_read_unless_two_are_one() -> None:
    rows = [
        f"{name},2026-0{m},4711,{m}00.5"
        for name in ("Budget", "Forecast 3+9", "Actuals YTD")
        for m in range(1, 5)
    ]
    result, found = loaded("\n".join(["Scenario,Month,Cost center,Amount", *rows]))
    assert (result.rows_rejected, set(found["version"])) == (0, {"budget", "forecast", "actual"})
    rows = [f"{name},2026-0{m},4711,{m}00.5" for name in ("Budget v1", "Budget v2") for m in range(1, 5)]
    result, _ = loaded("\n".join(["Scenario,Month,Cost center,Amount", *rows]))
    assert result.rows_loaded == 0 or result.cells_refused == 8


def test_shares_and_people_between_amounts_are_no_amounts() -> None:
    table = (
        f"Item,{HALF_YEAR}\nLicences,10,20,30,40,50,60\nHosting,1,2,3,4,5,7\nGrowth %,0.1,0.2,0.3,0.4,0.5,0.6\n"
        "FTE,12,12,12,13,13,13\nNumber of users,100,110,120,130,140,150"
    )
    result, found = loaded(table, file="Budget 2026.csv")
    assert (found["amount"].sum(), result.skipped["a share or a count, no amount"]) == (232, 3)


def test_what_was_spent_of_a_year_so_far_is_spent() -> None:
    head = "Department,Account,FY2024 Actual,FY2025 Adopted Budget,FY2025 Actual YTD"
    rows = "\n".join(f"Fire,{account},{n}00,{n}10,{n}05" for n, account in enumerate(("A", "B", "C"), 1))
    _, found = loaded(f"{head}\n{rows}")
    summed = found.groupby(["version", "fiscal_year"])["amount"].sum().to_dict()
    assert summed == {("actual", 2024): 600, ("budget", 2025): 630, ("actual", 2025): 615}


def test_budget_beside_actual_without_a_period_asks_for_the_year_or_takes_that_of_a_title() -> None:
    table = (
        "Code,Account,Budget,Actual,Variance\n400,Advertising,1200,987.5,212.5\n404,Bank fees,60,73.1,-13.1\n"
    )
    (found,) = recognised(table)
    assert found.kind == "budget"
    assert [question.name for question in found.questions] == ["year"]
    _, rows = loaded("Operating budget FY26,,,,\n" + table + "Total,,1260,1060.6,199.4\n")
    assert rows.groupby("version")["amount"].sum().to_dict() == {"budget": 1260, "actual": 1060.6}
    assert rows["fiscal_year"].unique().tolist() == [2026]


def test_a_list_of_projects_with_budget_and_actual_stays_a_list_of_projects() -> None:
    lines = "".join(f"P{i},Project {i},Fjord,Ann,{i * 100},{i * 90}\n" for i in range(11, 18))
    found = recognised(
        f"Entry,Name,Client,Owner,Budget,Actual\n{lines}", name="Projects", file="projects.csv"
    )
    assert found[0].kind != "budget"


def test_what_is_left_of_income_after_costs_is_no_line_of_a_budget() -> None:
    result, rows = loaded(
        "Budget variance FY26,,,\nAccount,Actual,Budget,Var\nIncome,,,\nSales,12000,11000,1000\n"
        "Total Income,12000,11000,1000\nAdvertising,987.5,1200,-212.5\nBank fees,73.1,60,13.1\n"
        "Total Operating Expenses,1060.6,1260,-199.4\nNet Profit,10939.4,9740,1199.4\n"
    )
    assert sorted(rows["category"].unique()) == ["Advertising", "Bank fees", "Sales"]
    assert sum(count for why, count in result.skipped.items() if "result of other rows" in why) == 1


def test_the_total_of_a_fiscal_year_says_the_year_of_bare_months() -> None:
    months = "Jan Act,Feb Act,Mar Act,Apr Fcst,May Fcst,Jun Fcst,Jul Fcst,Aug Fcst,Sep Fcst,Oct Fcst,Nov Fcst,Dec Fcst"
    (found,) = recognised(
        f"Cost center,Account,{months},FY26 Total\n4711,6100,1,1,1,2,2,2,2,2,2,2,2,2,21\n"
        "4712,6200,1,1,1,1,1,1,1,1,1,1,1,1,12\n"
    )
    assert not found.questions
    assert found.reshape is not None
    assert [part.constants[0] for part in found.reshape.parts][:2] == ["2026-01-01", "2026-02-01"]


def test_words_below_the_years_divide_the_amounts_again_and_nothing_is_loaded() -> None:
    text = (
        ",,FISCAL YEAR 2010,,,,,FISCAL YEAR,2011,,\n,YEAR,END ACTUAL,,,ADOPTED BUDGET,,MONTH,END ACTUAL,,MONTH END\n"
        "Department,General,Other,Total,General,Other,Total,General,Other,Total,(OVER) UNDER\n"
        "Museum,4,0,4,4,0,4,3,0,3,1\nAuditing,120,0,120,123,0,123,114,0,114,9\nEthics,7,2,9,9,0,9,7,1,8,1\n"
    )
    (found,) = recognised(text)
    assert (found.kind, found.assignments) == (None, ())
    assert "divides them again (“Other”)" in " ".join(found.reasons)


def test_versions_written_over_each_month_head_two_months() -> None:
    _, rows = loaded(
        "Plan 2026\nCost centre,Line,Plan,Plan,Actual,Actual\n,,Jan,Feb,Jan,Feb\n4100,Lic,12,11,3,4\n"
        "4200,Host,1,2,3,4\n"
    )
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 14, "budget": 26}
    assert sorted(rows["month"].astype(str).str[:7].unique()) == ["2026-01", "2026-02"]


def test_months_below_headings_that_stand_once_are_data() -> None:
    result, _ = loaded(
        "Vendor,Account,Month,Due,Amount\nNordwind,6100,Jan 2026,Feb 2026,12\nGlobex,6100,Feb 2026,Mar 2026,3\n"
    )
    assert result.rows_read == 2


def test_the_first_months_of_a_year_beside_lines_of_a_budget_are_a_grid() -> None:
    table = "Account Code,Account Name,January,February\n6100,Licences,10,0\n6200,Hosting,5,6\n"
    _, rows = loaded(table, answers={"year": "2026", "version": "budget"})
    assert rows["amount"].sum() == 21
    result, _ = loaded("Team,Date,Jan,Feb\nA,2026-01-02,1,2\nB,2026-01-03,1,2\n")
    assert result.rows_loaded == 0


def test_a_summary_called_a_budget_of_a_year_is_one_though_its_lines_are_projects() -> None:
    table = "Project Name,Budget,Actual Spent,Status,Client\nAlpha,1000,400,active,Acme\nBeta,500,100,active,Zed\n"
    result, rows = loaded(f"Budget Summary 2026\n\n{table}")
    assert result.kind == "budget"
    assert rows.groupby("version")["amount"].sum().to_dict() == {"actual": 500, "budget": 1500}
    assert loaded(table)[0].kind == "portfolio"
