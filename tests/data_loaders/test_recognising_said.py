"""What a title or a name says once holds for every row; what nothing says is asked, never guessed."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

PLAN = """ID,Task Name,Duration,Start,Finish,% Complete,Milestone
1,Design,3 days,{},{},50%,No
2,Go-live,0 days,{},{},0%,Yes"""
DAYS = ("Mon 02/23/26", "Wed 02/25/26", "Thu 02/26/26", "Thu 02/26/26")


def test_the_project_of_a_plan_is_asked_and_its_days_keep_their_weekday_out() -> None:
    text = PLAN.format(*DAYS)
    asked, _ = loaded(text, file="Project plan.csv")
    assert (asked.kind, asked.error) == ("plan_items", None)
    assert [(q.name, q.suggested) for q in asked.questions] == [("project", "Project plan")]
    result, rows = loaded(text, answers={"project": "Apollo"})
    assert (result.questions, result.cells_refused) == ([], 0)
    assert columns_of(rows, "project", "item", "start", "finish", "milestone") == [
        ("Apollo", "1", "2026-02-23", "2026-02-25", False), ("Apollo", "2", "2026-02-26", "2026-02-26", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Project: Apollo", "Projekt: Apollo", "Project name:,Apollo", "Project - Apollo"]
)
def test_a_title_names_the_project_of_its_milestones(title: str) -> None:
    text = f"{title}\n\nTask Name,Baseline Finish,Finish,Actual Finish\nGo-live,2026-03-01,2026-03-05,NA"
    result, rows = loaded(text)
    assert (result.kind, result.questions) == ("milestones", [])
    assert columns_of(rows, "project", "name", "baseline", "forecast", "actual") == [
        ("Apollo", "Go-live", "2026-03-01", "2026-03-05", None)
    ]


SORTS = [
    ("Change freeze,Start,End,Reason\nYear end,2026-12-15,2027-01-05,close", "x.csv", "freeze", "Year end"),
    ("Release,Date,Project\nR1,2026-02-15,Apollo", "release calendar.csv", "release", "R1"),
    ("Wave,Start,End\nNorth,2026-02-15,2026-02-20", "waves.csv", "wave", "North"),
]


@pytest.mark.parametrize(("text", "file", "sort", "name"), SORTS)
def test_the_sort_of_calendar_entries_is_that_of_the_name(text: str, file: str, sort: str, name: str) -> None:
    result, rows = loaded(text, file=file)
    assert (result.kind, result.error, result.questions) == ("calendars", None, [])
    assert columns_of(rows, "entry", "name") == [(sort, name)]


def test_a_list_of_dates_that_says_nothing_of_its_sort_is_no_calendar() -> None:
    assert loaded("Name,Start,End\nA,2026-02-15,2026-02-20")[0].error is not None


def test_releases_without_a_number_are_known_by_what_they_are() -> None:
    text = "Service,Version,Environment,Deployed at,Result\nPay,1.0,production,2026-04-01 20:00,success"
    result, rows = loaded(text)
    assert (result.kind, len(rows)) == ("deployments", 1)


@pytest.mark.parametrize(
    ("head", "sheet", "sort"),
    [("Client,Segment,Account manager,Annual contract value", "clients.csv", "client"),
     ("Service,Client,Owner,Tier", "service catalogue.csv", "service")],
)  # fmt: skip
def test_a_list_names_its_entries_in_the_column_of_their_sort(head: str, sheet: str, sort: str) -> None:
    result, rows = loaded(f"{head}\nNordlys,Acme,Ann,100", file=sheet)
    assert (result.kind, result.questions) == ("portfolio", [])
    assert columns_of(rows, "entry", "name") == [(sort, "Nordlys")]


def test_the_only_quantity_of_a_receipt_is_the_one_entered() -> None:
    text = "GR number,PO number,Posting date,Quantity,Movement type\n50,45,2026-03-20,7,101"
    result, rows = loaded(text)
    assert (result.kind, columns_of(rows, "quantity")) == ("goods_receipts", [(7,)])


def test_amounts_by_department_and_category_of_a_year_are_asked_about_and_not_refused() -> None:
    table = "Department,Category,Amount\nIT,Licences,10\nHR,Training,5\n"
    asked, _ = loaded(table, file="departments 2026.csv")
    assert (asked.kind, asked.error) == ("budget", None)
    assert {question.name for question in asked.questions} == {"kind", "version"}
    _, rows = loaded(table, file="departments 2026.csv", answers={"kind": "budget", "version": "actual"})
    assert columns_of(rows, "fiscal_year", "version", "amount") == [(2026, "actual", 10), (2026, "actual", 5)]
    assert loaded(table, file="departments.csv")[0].kind is None
