"""Files as tools really write them that once lost or changed something; each test holds one such fault."""

from pathlib import Path
from typing import Any

import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from warehouse import Warehouse, aliases, open_warehouse


@pytest.fixture
def warehouse() -> Warehouse:
    """An empty database."""
    return open_warehouse(":memory:")


def _import(
    warehouse: Warehouse, folder: Path, text: str, name: str = "export.csv", **more: Any
) -> TableResult:
    """Load one small text file; it must be taken, with its books balanced."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    (result,) = load([file], warehouse, **{"timezone": "UTC", **more})
    assert (result.error, result.questions) == (None, [])
    assert result.rows_read == (
        result.rows_loaded + result.rows_superseded + result.rows_rejected + result.rows_skipped
    )
    return result


def _column(warehouse: Warehouse, kind: str, column: str) -> list[Any]:
    """The values of a column by row of the file."""
    found = warehouse.query(f"SELECT {column} AS v FROM {kind} ORDER BY sheet, row_no")["v"]
    return [None if missing else value for value, missing in zip(found.tolist(), found.isna(), strict=True)]


# -- tickets -------------------------------------------------------------------------------------------------


def test_a_sentence_below_the_table_is_no_ticket(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "".join(f"INC{i:07d},2026-03-{i:02d} 08:00:00,New,Printer\n" for i in range(1, 15))
    text = f"Number,Opened,State,Short description\n{rows}\n14 rows exported,,,\n"
    result = _import(warehouse, tmp_path, text)
    assert (result.rows_loaded, result.rows_rejected) == (14, 0)


def test_three_means_done_for_a_catalogue_task_and_waiting_for_an_incident(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    tasks = "".join(f"SCTASK{i:07d},RITM1,{i},2026-03-0{i} 08:00:00\n" for i in (1, 2, 3, 4, 7))
    _import(warehouse, tmp_path, f"number,request_item,state,opened_at\n{tasks}", "sc_task.csv")
    assert _column(warehouse, "requests", "state_category") == [
        "new",
        "in_progress",
        "closed",
        "closed",
        "closed",
    ]
    incidents = "".join(f"INC{i:07d},x,{i},2026-03-0{i} 08:00:00\n" for i in (1, 2, 3, 6, 7, 8))
    _import(
        warehouse, tmp_path, f"number,short_description,incident_state,opened_at\n{incidents}", "incident.csv"
    )
    assert _column(warehouse, "incidents", "state_category") == [
        "new",
        "in_progress",
        "on_hold",
        "resolved",
        "closed",
        "cancelled",
    ]


def test_dates_that_lost_their_format_are_dates_still(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "INC0000001,46082.5,46083.25,New\nINC0000002,46090.75,46091.125,New\n"
    _import(warehouse, tmp_path, f"Number,Opened,Resolved,State\n{rows}")
    assert [str(v) for v in _column(warehouse, "incidents", "opened")] == [
        "2026-03-01 12:00:00",
        "2026-03-09 18:00:00",
    ]


def test_seconds_to_resolve_are_no_dates(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "".join(f"INC{i:07d},2026-03-0{i} 08:00:00,4{i}000,Closed\n" for i in range(1, 6))
    _import(warehouse, tmp_path, f"Number,Opened,Resolve time,State\n{rows}")
    assert _column(warehouse, "incidents", "resolved") == [None] * 5
    assert sum(_column(warehouse, "incidents", "calendar_duration")) == 215_000


def test_french_closing_dates_are_read(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "INC0000001,2026-03-01 08:00:00,2026-03-02 08:00:00,Fermé,x\n"
    _import(warehouse, tmp_path, f"Numéro,Ouvert,Fermé,État,Brève description\n{rows}")
    assert str(_column(warehouse, "incidents", "closed")[0]) == "2026-03-02 08:00:00"


@pytest.mark.parametrize(
    ("words", "ranks"),
    [
        (("Urgent", "High", "Normal", "Low"), [1, 2, 3, 4]),
        (("Critical", "Urgent", "High", "Low"), [1, 2, 2, 4]),
        (("5 very high", "4 high", "3 normal", "2 low"), [1, 2, 3, 4]),
        (("1 - Low", "2 - Medium", "3 - High", "4 - Critical"), [4, 3, 2, 1]),
        (("1 - High", "2 - Medium", "3 - Low", "3 - Low"), [1, 2, 3, 3]),
    ],
)
def test_priorities_rank_the_most_urgent_first_whichever_way_a_tool_counts(
    warehouse: Warehouse, tmp_path: Path, words: tuple[str, ...], ranks: list[int]
) -> None:
    rows = "".join(f"T-{i},2026-03-02 08:00:00,Open,{word}\n" for i, word in enumerate(words))
    _import(warehouse, tmp_path, f"Ticket ID,Opened,Status,Priority\n{rows}")
    assert _column(warehouse, "incidents", "priority") == ranks


def test_a_zendesk_view_has_its_dates_and_an_open_ticket_is_being_worked_on(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    text = (
        "ID,Subject,Requester,Requested,Priority,Status,Group,Solved\n"
        "1,Mail,Ann,2026-03-01 08:00:00,Urgent,Open,Desk,\n"
        "2,Mail,Ann,2026-03-01 09:00:00,Low,Solved,Desk,2026-03-01 10:00:00\n"
    )
    assert _import(warehouse, tmp_path, text).tool == "zendesk"
    assert _column(warehouse, "incidents", "state_category") == ["in_progress", "resolved"]
    assert _column(warehouse, "incidents", "priority") == [1, 4]
    assert warehouse.query(
        "SELECT count(opened) AS o, count(resolved) AS r FROM incidents"
    ).values.tolist() == [[2, 1]]


def test_a_list_without_states_says_what_cannot_be_measured(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "".join(f"INC{i:07d},2026-03-0{i} 08:00:00,x\n" for i in range(1, 4))
    result = _import(warehouse, tmp_path, f"Number,Opened,Short description\n{rows}")
    assert any("State" in warning for warning in result.warnings)


def test_names_behind_references_empty_choices_and_protected_numbers(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    text = (
        "number,opened_at,state,assignment_group.name,assignment_group.manager.name,category,short_description\n"
        '"=""INC0000001""",2026-03-01 08:00:00,New,Desk,Boss,-- None --,x\n'
        '"=""INC0000002""",2026-03-02 08:00:00,New,Desk,Boss,Mail,x\n'
    )
    _import(warehouse, tmp_path, text, "incident.csv")
    assert _column(warehouse, "incidents", "number") == ["INC0000001", "INC0000002"]
    assert _column(warehouse, "incidents", "assignment_group") == ["Desk", "Desk"]
    assert _column(warehouse, "incidents", "category") == [None, "Mail"]


def test_a_breached_flag_means_that_the_promise_was_not_kept(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "INC0000001,2026-03-01 08:00:00,Closed,Yes\nINC0000002,2026-03-01 08:00:00,Closed,No\n"
    _import(warehouse, tmp_path, f"Incident ID,Opened Time,Status,SLA Breached\n{rows}")
    assert _column(warehouse, "incidents", "tool_sla_met") == [False, True]
    assert all(_column(warehouse, "incidents", "opened"))


def test_dutch_and_portuguese_lists_are_read(warehouse: Warehouse, tmp_path: Path) -> None:
    text = (
        "Nummer;Geopend;Opgelost;Gesloten;Status;Categorie\n"
        "INC0000001;13-03-2026 08:00;14-03-2026 08:00;15-03-2026 08:00;Gesloten;Mail\n"
        "INC0000002;14-03-2026 08:00;;;In de wacht;Mail\n"
    )
    _import(warehouse, tmp_path, text, "nl.csv")
    text = (
        "Número,Aberto,Estado,Descrição resumida\n"
        "INC0000003,13/03/2026 08:00:00,Encerrado,x\nINC0000004,13/03/2026 08:00:00,Em espera,x\n"
    )
    _import(warehouse, tmp_path, text, "pt.csv")
    found = warehouse.query(
        "SELECT state_category, count(opened) AS o, count(resolved) AS r, count(closed) AS c FROM incidents"
        " GROUP BY 1 ORDER BY 1"
    )
    assert found.values.tolist() == [["closed", 2, 1, 1], ["on_hold", 2, 0, 0]]


def test_next_month_is_read_like_this_month_state_and_priority_included(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    head = "Number,Opened,State,Priority,Updated\n"
    _import(
        warehouse,
        tmp_path,
        head + "INC0000001,2026-03-01 08:00:00,New,2 - High,2026-03-01 08:00:00\n",
        "a.csv",
    )
    _import(
        warehouse,
        tmp_path,
        head + "INC0000002,2026-04-01 08:00:00,Closed,1 - Critical,2026-04-02 08:00:00\n",
        "b.csv",
    )
    found = warehouse.query("SELECT number, state, state_category, priority FROM incidents ORDER BY number")
    assert found.values.tolist() == [
        ["INC0000001", "New", "new", 2],
        ["INC0000002", "Closed", "closed", 1],
    ]


# -- boards ---------------------------------------------------------------------------------------------------

BOARD = (
    "Issue key,Summary,Issue Type,Status,Resolution,Created,Updated,Resolved,Status Category,Status Category Changed\n"
    "P-1,a,Story,Done,Done,2026-03-01 08:00,2026-03-05 08:00,2026-03-05 08:00,Done,2026-03-05 08:00\n"
    "P-2,a,Story,Cancelled,,2026-03-01 08:00,2026-03-05 08:00,,Done,2026-03-05 08:00\n"
    "P-3,a,Story,Done,Won’t Do,2026-03-01 08:00,2026-03-05 08:00,2026-03-05 08:00,Done,2026-03-05 08:00\n"
    "P-4,a,Story,In Progress,Won't Do,2026-03-01 08:00,2026-03-05 08:00,,In Progress,2026-03-04 08:00\n"
    "P-5,a,Story,Done,,2026-03-01 08:00,2026-03-05 08:00,,Done,2026-03-04 08:00\n"
)


def test_cancelled_wins_over_done_but_not_over_work_taken_up_again(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    result = _import(warehouse, tmp_path, BOARD, "Jira.csv")
    assert _column(warehouse, "work_items", "state_category") == [
        "done",
        "cancelled",
        "cancelled",
        "in_progress",
        "done",
    ]
    assert any("2 items are" in warning and "cancelled" in warning for warning in result.warnings)


def test_done_without_a_date_is_said_and_filled_only_when_asked(warehouse: Warehouse, tmp_path: Path) -> None:
    result = _import(warehouse, tmp_path, BOARD, "Jira.csv")
    assert _column(warehouse, "work_items", "done")[4] is None
    assert any(
        "1 item is done and have no date" in w or "done_date=status_changed" in w for w in result.warnings
    )
    answered = _import(
        warehouse, tmp_path, BOARD, "Jira.csv", answers={"done_date": "status_changed"}, again=True
    )
    assert str(_column(warehouse, "work_items", "done")[4]) == "2026-03-04 08:00:00"
    assert _column(warehouse, "work_items", "done")[3] is None
    assert any("as you said" in warning for warning in answered.warnings)


def test_a_project_key_is_proposed_for_the_name_the_portfolio_gives_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    board = "Issue key,Summary,Issue Type,Status,Project key,Created\nPAY-1,a,Story,Done,PAY,2026-03-01 08:00:00\n"
    _import(warehouse, tmp_path, board, "Jira.csv")
    _import(
        warehouse,
        tmp_path,
        "Project ID,Project name,Project manager,Status\nPAY,Instant payments,Ann,active\n",
        "projects.csv",
    )
    (proposal,) = aliases.proposals(warehouse, ["project"])
    assert (proposal.written, proposal.name) == ("PAY", "Instant payments")
    aliases.decide(warehouse, "project", "PAY", "Instant payments", same=True)
    assert _column(warehouse, "work_items", "project") == ["Instant payments"]


# -- surveys and lists ----------------------------------------------------------------------------------------


def test_satisfaction_in_words_is_a_scale_of_five_and_says_so(warehouse: Warehouse, tmp_path: Path) -> None:
    words = ("Sehr zufrieden", "Zufrieden", "Neutral", "Unzufrieden", "Sehr unzufrieden", "N/A")
    rows = "".join(f"{13 + i}.03.2026;Fjord;{word};x\n" for i, word in enumerate(words))
    result = _import(warehouse, tmp_path, f"Datum;Kunde;Zufriedenheit;Kommentar\n{rows}", "csat.csv")
    assert _column(warehouse, "survey_responses", "csat") == [5, 4, 3, 2, 1, None]
    assert str(_column(warehouse, "survey_responses", "responded")[0]) == "2026-03-13 00:00:00"
    assert any("scale from 1 to 5" in warning for warning in result.warnings)


def test_a_list_of_holidays_needs_no_column_that_says_so(warehouse: Warehouse, tmp_path: Path) -> None:
    _import(warehouse, tmp_path, "Date,Holiday,Country\n2026-01-01,New Year,DE\n2026-12-25,Christmas,DE\n")
    assert _column(warehouse, "calendars", "entry") == ["holiday", "holiday"]


def test_the_sign_of_an_amount_is_its_currency(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = "".join(f'DfX,DfX,1{i}/02/2026,IT,S{i},T{i},"£1,00{i}.50"\n' for i in range(5, 9))
    head = "Department family,Entity,Date,Expense type,Supplier,Transaction number,Amount\n"
    _import(warehouse, tmp_path, head + rows, "spend.csv")
    assert set(_column(warehouse, "actuals", "currency")) == {"GBP"}


def test_several_signs_in_one_column_are_said_and_each_row_keeps_its_own(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = "".join(f"DfX,DfX,1{i}/02/2026,IT,S{i},T{i},{'£€'[i % 2]}100{i}.50\n" for i in range(5, 9))
    head = "Department family,Entity,Date,Expense type,Supplier,Transaction number,Amount\n"
    result = _import(warehouse, tmp_path, head + rows, "spend.csv")
    assert any("several currencies (EUR, GBP)" in warning for warning in result.warnings)
    assert _column(warehouse, "actuals", "currency") == ["EUR", "GBP", "EUR", "GBP"]
