"""Headings of tickets that no list holds are read by their words; what the words do not say is left alone."""

from __future__ import annotations

import pytest

from data_loaders.recognising_heading_words import by_words
from tests.data_loaders.sheets import columns_of, loaded, mapping, recognised


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Entered", "opened"), ("Reported On", "opened"), ("REPORTDATE", "opened"), ("Erfassungsdatum", "opened"),
        ("Erfasst am", "opened"), ("Date de saisie", "opened"), ("Fecha de registro", "opened"),
        ("Data inserimento", "opened"), ("Call logged date", "opened"), ("ticketCreatedTime", "opened"),
        ("Completed On", "resolved"), ("Data de conclusão", "resolved"), ("Date/heure de rétablissement", "resolved"),
        ("Case closure timestamp", "closed"), ("Letzte Änderung am", "updated"), ("CHANGEDATE", "updated"),
        ("Conversation Number", "number"), ("N° incident", "number"), ("TicketID", "number"), ("Call Ref.", "number"),
        ("Responsible support group", "assignment_group"), ("Incident queue", "assignment_group"),
        ("Atribuído para - Técnico", "assignee"), ("Zugewiesen", "assignee"), ("Relator", "caller"),
        ("Raised By", "caller"), ("Reportado_por", "caller"), ("Data Scadenza", "due"), ("IDChamado", "number"),
        ("Date de création de Jira", "opened"), ("Lead engineer", "assignee"),
        ("Current ticket state", "state"), ("Case priority level", "priority_label"),
    ],
)  # fmt: skip
def test_the_words_of_a_heading_say_which_column_it_is(heading: str, column: str) -> None:
    assert [name for name, _, _ in by_words(heading, "incidents")] == [column]


@pytest.mark.parametrize(
    "heading",
    [
        "Parent ticket", "First response date", "Planned close date", "Reopened date", "Problem ID", "Change Number",
        "Requested For", "Status Reason", "Last status change date", "Closed by", "Assigned date", "Number", "Date",
        "Resolved by group", "Expected completion", "Order number",
    ],
)  # fmt: skip
def test_a_heading_that_says_more_is_not_taken(heading: str) -> None:
    assert by_words(heading, "incidents") == ()


def test_other_registers_keep_to_their_own_lists() -> None:
    assert by_words("Erfasst am", "budget") == ()


def test_a_list_with_headings_of_its_own_loads_with_its_times() -> None:
    _, rows = loaded(
        "Call ref.;Betreff;Zustand;Prio;Erfasst am;Erledigt am;Letzte Änderung am\n"
        + "".join(
            f"{i};Drucker;Geschlossen;Hoch;2026-01-{i} 08:00;2026-01-{i} 09:00;2026-01-{i} 10:00\n"
            for i in range(11, 21)
        ),
        delimiter=";",
    )
    assert columns_of(rows, "number", "opened", "resolved", "updated", "priority")[0][0] == "11"
    assert [rows[name].notna().all() for name in ("opened", "resolved", "updated", "priority")] == [True] * 4


def test_of_two_headings_for_one_column_the_one_with_cells_is_taken() -> None:
    (found,) = recognised(
        "Ticket ID,Status,Start_Date,Issue Date,Resolved Date\n"
        + "".join(f"{i},Open,,2026-01-{i} 08:00,\n" for i in range(11, 21))
    )
    assert mapping(found)["opened"] == "Issue Date"


@pytest.mark.parametrize(
    "text", ["2026-01-27-10.39.00", "2026-01-27-10.39.00.123456", "27/Jan/2026:10:39:00 +0000"]
)
def test_times_behind_a_dash_or_colon_are_read(text: str) -> None:
    _, rows = loaded("Ticket ID,Status,Created\n" + "".join(f"{i},Open,{text}\n" for i in range(5)))
    assert {str(opened)[:19] for opened in rows["opened"]} == {"2026-01-27 10:39:00"}


@pytest.mark.parametrize(
    ("headings", "kind", "tool"),
    [
        ("SR_NUMBER,SR_TYPE,STATUS,CREATED_DATE,CLOSED_DATE", "requests", "city_requests"),
        ("CaseID,Opened,Closed,Status,Responsible Agency,Request Type", "requests", "city_requests"),
        ("Bug ID,Product,Component,Status,Summary,Changed", "work_items", "bugzilla"),
        ("Id,Project,Reporter,Reproducibility,Date Submitted,Updated,Summary,Status", "work_items", "mantis"),
        ("Card ID,Card Name,List Name,Board Name,Last Activity Date", "work_items", "trello"),
    ],
)
def test_lists_of_more_tools_are_told_by_their_headings(headings: str, kind: str, tool: str) -> None:
    names = headings.split(",")
    dates = ("date", "opened", "closed", "updated", "changed", "submitted")
    rows = [
        ",".join(f"2026-01-{i} 08:00" if any(d in name.lower() for d in dates) else f"x{i}" for name in names)
        for i in range(11, 17)
    ]
    (found,) = recognised("\n".join([headings, *rows]) + "\n")
    assert (found.kind, found.tool, found.certainty) == (kind, tool, "sure")


def test_a_column_that_calls_every_row_an_incident_settles_what_the_list_is() -> None:
    (found,) = recognised(
        "ID,Source,Category,Status,Subject,Requested by,Team,Created at,Completed at\n"
        + "".join(
            f"{i},,incident,completed,x,Ann,Desk,2026-01-{i} 08:00,2026-01-{i} 09:00\n" for i in range(11, 21)
        )
    )
    assert (found.kind, found.certainty) == ("incidents", "sure")


def test_a_close_time_beside_its_date_is_the_time_of_day_where_the_opening_is_written_so_too() -> None:
    head = "Ticket No,Open Date,Open Time,Close Date,Close Time,Status\n"
    lines = "".join(f"{i},{i}/01/2026,08:30,{i}/01/2026,17:45,Closed\n" for i in range(13, 25))
    _, rows = loaded(head + lines)
    assert {str(closed)[11:16] for closed in rows["closed"]} == {"17:45"}
    assert rows["calendar_duration"].isna().all() if "calendar_duration" in rows else True


def test_hours_and_minutes_beside_one_date_alone_stay_a_duration() -> None:
    lines = "".join(f"{i},2026-01-{i} 08:30:00,2026-01-{i},03:45,Closed\n" for i in range(13, 25))
    _, rows = loaded("Ticket No,Opened,Resolution Date,Resolution Time,Status\n" + lines)
    assert set(rows["calendar_duration"]) == {3 * 3600 + 45 * 60}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Scheduled Start Time", "planned_start"), ("Geplanter Beginn", "planned_start"),
        ("Planned change end", "planned_end"), ("Fin prévue", "planned_end"),
        ("Maintenance window start", "planned_start"),
        ("Tatsächlicher Beginn", "actual_start"), ("Actual implementation end", "actual_end"), ("Start", None),
    ],
)  # fmt: skip
def test_a_start_is_planned_or_actual_only_where_the_heading_says_so(
    heading: str, column: str | None
) -> None:
    assert [name for name, _, _ in by_words(heading, "changes")] == ([column] if column else [])


def test_a_breach_written_as_one_letter_is_a_promise_broken() -> None:
    lines = "".join(f"{i},closed,2026-01-{i} 08:00,{'t' if i % 2 else 'f'}\n" for i in range(11, 21))
    _, rows = loaded("id,status,created_at,sla_breached\n" + lines)
    assert [bool(met) for met in rows["tool_sla_met"]] == [i % 2 == 0 for i in range(11, 21)]


def test_what_a_database_writes_for_nothing_is_nothing() -> None:
    result, rows = loaded(
        "id,status,created_at,resolved_at\n"
        + "".join(f"{i},closed,2026-01-{i} 08:00,\\N\n" for i in range(11, 21))
    )
    assert (result.cells_refused, rows["resolved"].notna().sum() if "resolved" in rows else 0) == (0, 0)


def test_a_date_cut_to_its_second_by_a_program_of_charts_is_that_date() -> None:
    (found,) = recognised(
        "Number,Second of Opened,State\n"
        + "".join(f"INC{i},2026-01-{i} 08:00:00,New\n" for i in range(11, 21))
    )
    assert mapping(found)["opened"] == "Second of Opened"


def test_small_words_join_a_number_to_its_record_and_nothing_else() -> None:
    assert by_words("Nº do chamado", "incidents")[0][0] == "number"
    assert not any(name == "number" for name, _, _ in by_words("Nº do andar", "incidents"))
