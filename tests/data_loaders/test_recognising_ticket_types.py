"""Lists that mix kinds of tickets and tell them apart by a column: every row goes to its kind, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from data_loaders.rebuilding import rebuild
from tests.data_loaders.sheets import mapping, recognised
from warehouse import Warehouse, ledger, open_warehouse

HEADINGS = "Ticket ID,{type},Status,Priority,Created,Resolved,Closed,Updated,Title"
ROW = "{number},{kind},Closed,2 - High,2026-01-20 08:00:00,2026-01-20 10:00:00,{closed},{day} 12:00:00,text"


def _list(kinds: list[str], heading: str = "Type", day: str = "2026-01-20", first: int = 1) -> str:
    rows = [
        ROW.format(number=first + i, kind=kind, day=day, closed="" if i % 2 else "2026-01-20 11:00:00")
        for i, kind in enumerate(kinds)
    ]
    return "\n".join([HEADINGS.format(type=heading), *rows]) + "\n"


@pytest.fixture
def book(tmp_path: Path) -> Warehouse:
    """An empty database file."""
    return open_warehouse(tmp_path / "book.duckdb")


def _load(
    book: Warehouse, folder: Path, text: str, name: str = "list.csv", **more: object
) -> list[TableResult]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    results = load([file], book, **{"timezone": "UTC", **more})  # type: ignore[arg-type]
    for one in results:
        if one.import_id:
            parts = one.rows_loaded + one.rows_superseded + one.rows_rejected + one.rows_skipped
            assert one.rows_read == parts
    return results


def _counts(book: Warehouse) -> dict[str, int]:
    kinds = ("incidents", "requests", "changes", "problems")
    return {kind: book.records(f"SELECT count(*) FROM {kind}")[0][0] for kind in kinds}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Type", ["Incident", "Service Request", "Change", "Problem"]),
        ("Ticket Type", ["INCIDENT", "REQUEST", "RFC", "PROBLEM"]),
        ("sys_class_name", ["incident", "sc_request", "change_request", "problem"]),
        ("Class", ["Incident", "Service Request", "Change Request", "Problem"]),
        ("Ticketart", ["Störung", "Serviceanfrage", "Änderung", "Problem"]),
        ("Type", ["Incident", "Demande de service", "Changement", "Problème"]),
        ("Tipo", ["Incidente", "Solicitud", "Cambio", "Problema"]),
        ("Tipo", ["Incidente", "Requisição", "Mudança", "Problema"]),
        ("Tipologia", ["Incidente", "Richiesta", "Cambiamento", "Problema"]),
        ("Type", ["1 - Incident", "2 - Service Request", "3 - Change", "4 - Problem"]),
        ("Type", ["Incident - network", "Service Request: access", "Change (normal)", "Problem"]),
    ],
)
def test_each_row_is_of_the_kind_its_type_says(heading: str, words: list[str]) -> None:
    found = recognised(_list(words * 3, heading))
    assert [one.kind for one in found] == ["incidents", "requests", "changes", "problems"]
    assert [one.certainty for one in found] == ["sure"] * 4
    assert found[0].rows
    assert found[0].rows.others
    assert all(set(one.rows.texts) == {words[i]} for i, one in enumerate(found) if i and one.rows)
    assert all(mapping(one)["number"] == "Ticket ID" for one in found)
    assert mapping(found[0])["resolved"] == "Resolved" == mapping(found[3])["resolved"]


def test_every_row_is_loaded_once_and_a_request_ends_when_it_was_closed_or_else_resolved(
    book: Warehouse, tmp_path: Path
) -> None:
    results = _load(book, tmp_path, _list(["Incident", "Service Request", "Service Request", "Change"] * 5))
    assert _counts(book) == {"incidents": 5, "requests": 10, "changes": 5, "problems": 0}
    assert sum(one.rows_loaded for one in results) == 20
    assert {str(end[0]) for end in book.records("SELECT closed FROM requests")} == {
        "2026-01-20 10:00:00", "2026-01-20 11:00:00",
    }  # fmt: skip
    assert {str(end[0]) for end in book.records("SELECT closed FROM incidents")} == {"2026-01-20 11:00:00"}
    assert all(any("tells what each row is" in reason for reason in one.reasons) for one in results)


def test_rows_whose_type_says_nothing_stay_with_the_kind_of_the_list_and_that_is_said(
    book: Warehouse, tmp_path: Path
) -> None:
    kinds = ["Incident", "Incident", "Request", "Request", "", "Alert"] * 3
    incidents, requests = _load(book, tmp_path, _list(kinds))
    assert _counts(book) == {"incidents": 12, "requests": 6, "changes": 0, "problems": 0}
    (said,) = [text for text in incidents.warnings if "Type" in text]
    assert "“Alert”" in said
    assert "nothing" in said
    assert not any("Alert" in text for text in requests.warnings)


def test_a_row_without_a_number_is_refused_by_one_of_the_parts(book: Warehouse, tmp_path: Path) -> None:
    text = _list(["Incident", "Service Request"] * 5) + ROW.format(
        number="", kind="Service Request", day="2026-01-20", closed=""
    )
    results = _load(book, tmp_path, text + "\n")
    assert [(one.kind, one.rows_rejected) for one in results] == [("incidents", 0), ("requests", 1)]


def test_numbers_of_many_beginnings_are_told_apart_and_one_without_a_number_is_refused(
    book: Warehouse, tmp_path: Path
) -> None:
    numbers = [f"{'RITM' if i % 3 else 'INC'}{1_000_000 + 6_007 * i}" for i in range(1_200)]
    rows = [f"{number},2026-01-20 08:00:00,New,text" for number in [*numbers, ""]]
    results = _load(book, tmp_path, "\n".join(["Number,Opened,State,Short description", *rows]) + "\n")
    assert _counts(book) == {"incidents": 400, "requests": 800, "changes": 0, "problems": 0}
    assert sum(one.rows_rejected for one in results) == 1


def test_requests_of_no_known_number_are_kept_beside_those_of_a_level(
    book: Warehouse, tmp_path: Path
) -> None:
    numbers = [*(f"RITM00{i}" for i in range(10, 16)), *(f"SCTASK00{i}" for i in range(10, 16)), "X-1", "X-2"]
    rows = [f"{number},2026-01-20 08:00:00,Open,Laptop,REQ0001" for number in numbers]
    _load(book, tmp_path, "\n".join(["Number,Opened,State,Item,Request", *rows]) + "\n")
    assert dict(book.records("SELECT level, count(*) FROM requests GROUP BY 1")) == {
        "item": 6, "task": 6, None: 2,
    }  # fmt: skip


def test_a_second_export_an_undo_and_a_rebuild_keep_the_kinds_apart(book: Warehouse, tmp_path: Path) -> None:
    kinds = ["Incident", "Service Request", "", "Change"] * 4
    _load(book, tmp_path, _list(kinds))
    before = {kind: book.records(f"SELECT * FROM {kind} ORDER BY number") for kind in _counts(book)}
    later = _load(book, tmp_path, _list([*kinds, "Incident"], day="2026-01-22"), "later.csv")
    assert _counts(book) == {"incidents": 9, "requests": 4, "changes": 4, "problems": 0}
    assert [(one.kind, one.new, one.changed) for one in later] == [
        ("incidents", 1, 8), ("requests", 0, 4), ("changes", 0, 4),
    ]  # fmt: skip
    for one in later:
        assert one.import_id
        ledger.undo(book, one.import_id)
    assert {kind: book.records(f"SELECT * FROM {kind} ORDER BY number") for kind in before} == before
    path = book.path
    book.close()
    again = rebuild(path, tmp_path / "again.duckdb")
    try:
        assert _counts(again) == {"incidents": 8, "requests": 4, "changes": 4, "problems": 0}
    finally:
        again.close()


def test_the_kind_a_person_said_holds_for_all_rows_next_month_too(book: Warehouse, tmp_path: Path) -> None:
    kinds = ["Incident", "Service Request"] * 4
    _load(book, tmp_path, _list(kinds), answers={"kind": "incidents"})
    assert _counts(book)["incidents"] == 8
    _load(book, tmp_path, _list(kinds, first=100), "next.csv")
    assert _counts(book) == {"incidents": 16, "requests": 0, "changes": 0, "problems": 0}


def test_tickets_that_stand_as_another_kind_from_before_are_said(book: Warehouse, tmp_path: Path) -> None:
    _load(book, tmp_path, _list(["Incident", "Incident", "Service Request"] * 4))
    results = _load(
        book,
        tmp_path,
        _list(["Service Request", "Incident", "Service Request"] * 4, day="2026-01-22"),
        "b.csv",
    )
    (said,) = [
        text for one in results if one.kind == "requests" for text in one.warnings if "count twice" in text
    ]
    assert said.startswith("4 of these requests")


def test_dates_one_kind_leaves_open_are_settled_by_the_rows_of_the_other(
    book: Warehouse, tmp_path: Path
) -> None:
    rows = [f"{i},Incident,Open,{i}/01/2026 08:00" for i in range(13, 25)]
    rows += [f"{i},Service Request,Open,03/04/2026 08:00" for i in range(30, 40)]
    results = _load(book, tmp_path, "\n".join(["Ticket ID,Type,Status,Created", *rows]) + "\n")
    assert not any(one.questions for one in results)
    assert {str(day[0]) for day in book.records("SELECT opened_day FROM requests")} == {"2026-04-03"}


def test_the_words_of_the_tool_hold_for_every_kind(book: Warehouse, tmp_path: Path) -> None:
    heading = (
        "Ticket Id,Subject,Status,Priority,Type,Group,Created Time,Resolved Time,Closed Time,Requester Name,"
        "Department,Resolution Status"
    )
    kinds = ("Incident", "Service Request")
    rows = [
        f"{i},x,Open,Urgent,{kinds[i % 2]},Desk,2026-01-20 08:00:00,,,Ann,Fjord,Within SLA"
        for i in range(1, 13)
    ]
    results = _load(book, tmp_path, "\n".join([heading, *rows]) + "\n")
    assert {one.tool for one in results} == {"freshservice"}
    assert book.records("SELECT DISTINCT priority, client, source FROM requests") == [
        (1, "Fjord", "freshservice")
    ]


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [
        ("Type", ["Hardware", "Software", "Incident"]),
        ("Type", ["Problem", "Problem", "Problem"]),
        ("Linked record type", ["Problem", "Change", "Incident"]),
        ("Request channel", ["Incident", "Request", "Change"]),
    ],
)
def test_words_that_do_not_say_what_the_row_is_split_nothing(heading: str, kinds: list[str]) -> None:
    (found,) = recognised(_list(kinds * 3, heading))
    assert (found.kind, found.rows) == ("incidents", None)


def test_service_projects_of_jira_are_told_by_what_their_issues_are_called() -> None:
    rows = "\n".join(
        f"SD-{i},{kind},Open,20/Jan/26 8:00 AM,x,21/Jan/26 9:00 AM"
        for i, kind in enumerate(["[System] Incident", "[System] Service request", "[System] Change"] * 4)
    )
    found = recognised(
        "Issue key,Issue Type,Status,Created,Summary,Custom field (Change start date)\n" + rows
    )
    assert [(one.kind, one.tool) for one in found] == [
        ("incidents", "jira"), ("requests", "jira"), ("changes", "jira"),
    ]  # fmt: skip
    assert mapping(found[2])["planned_start"] == "Custom field (Change start date)"


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["Problem", "Question", "Feature Request"], ["incidents"]),
        (["Problem", "Service Request"], ["incidents", "requests"]),
        (["Problem", "Change Request"], ["problems", "changes"]),
        (["Question", "Incident"], ["requests", "incidents"]),
    ],
)
def test_everyday_words_name_a_kind_only_beside_words_that_do(words: list[str], kinds: list[str]) -> None:
    assert [one.kind for one in recognised(_list(words * 4))] == kinds


@pytest.mark.parametrize(
    ("prefixes", "kinds"),
    [
        (["INC-", "SR-", "CHN-", "PRB-"], {"incidents", "requests", "changes", "problems"}),
        (["INC00000", "CRQ00000", "PBI00000"], {"incidents", "changes", "problems"}),
        (["OPS-", "REQ-"], {"incidents"}),
        (["SR-"], {"incidents"}),
    ],
)
def test_numbers_of_other_tools_name_kinds_beside_each_other(prefixes: list[str], kinds: set[str]) -> None:
    lines = "".join(
        f"{prefixes[i % len(prefixes)]}{i + 100},2026-01-20 08:00,Open,High,x\n" for i in range(24)
    )
    found = recognised("Ticket ID,Created,Status,Priority,Subject\n" + lines)
    assert {str(one.kind) for one in found} == kinds


def test_incident_or_problem_is_an_incident_until_the_problem_is_found(
    book: Warehouse, tmp_path: Path
) -> None:
    results = _load(book, tmp_path, _list(["Incident / Problem", "Request", "Incident / Problem"]))
    assert sorted((str(one.kind), one.rows_loaded) for one in results) == [("incidents", 2), ("requests", 1)]


def test_kinds_a_list_says_too_little_of_are_said(book: Warehouse, tmp_path: Path) -> None:
    text = (
        "ticket,requestor,TicketType,Priority\n1,9,Issue,3 - High\n2,8,Request,1 - Low\n3,7,Request,1 - Low\n"
    )
    (result,) = _load(book, tmp_path, text)
    assert (result.kind, result.rows_loaded) == ("incidents", 3)
    assert any("“Request”" in warning and "what requests need" in warning for warning in result.warnings)


def test_a_note_below_numbered_requests_is_no_part_of_its_own(book: Warehouse, tmp_path: Path) -> None:
    text = (
        "number,state,sys_created_on,sys_updated_on,short_description\n"
        "RITM0017699,Open,2026-02-13 09:25:16,2026-02-14 09:25:18,Laptop\n"
        "RITM0017700,Open,2026-02-15 09:25:16,2026-02-16 09:25:18,Phone\n,,,,\nEnd of report,,,,\n"
    )
    (result,) = _load(book, tmp_path, text)
    assert (result.error, result.rows_loaded, result.rows_skipped) == (None, 2, 2)
    assert book.records("SELECT DISTINCT level FROM requests") == [("item",)]
