"""Lists of development tools are work items, with their own names for ends, sizes and estimates."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised

LISTS = {
    "github": (
        "number,title,state,labels,user,created_at,closed_at\n"
        "12,Crash,closed,bug,ann,2026-01-11T22:34:30Z,2026-01-12T08:00:00Z"
    ),
    "gitlab": (
        "Title,Issue ID,State,Author,Author Username,Created At (UTC),Closed At (UTC),Weight\n"
        "Crash,12,Closed,Ann,ann,2026-01-11 22:34:30,2026-01-12 08:00:00,3"
    ),
    "linear": (
        "ID,Team,Title,Status,Estimate,Cycle Number,Created,Completed\n"
        "12,Core,Crash,Done,3,4,Sun Jan 11 2026 22:34:30 GMT+0000 (GMT),Mon Jan 12 2026 08:00:00 GMT+0000 (GMT)"
    ),
    "azure_devops": (
        "ID,Work Item Type,Title,Assigned To,State,Effort,Created Date,Closed Date\n"
        "12,Bug,Crash,Ann <ann@example.com>,Closed,3,1/11/2026 10:34:30 PM,1/12/2026 8:00:00 AM\n"
        "13,Bug,Stop,Ann <ann@example.com>,New,2,1/13/2026 10:34:30 PM,"
    ),
    "pivotal": (
        "Id,Title,Type,Estimate,Current State,Created at,Accepted at,Requested By,Owned By,Owned By,Task,Task Status,"
        "Task,Task Status\n12,Crash,bug,3,accepted,2026-01-11,2026-01-12,Ann,Ann,Bob,a,completed,b,not completed\n"
        "13,Stop,bug,2,delivered,2026-01-13,,Ann,Ann,,,,,"
    ),
    "clickup": (
        "Task ID,Task Name,Status,Date Created,Date Closed,List Name,Space Name,Time Estimated\n"
        "12,Crash,complete,1768170870000,1768204800000,Ops,Delivery,7200000"
    ),
    "openproject": (
        "ID,Type,Subject,Status,Accountable,Finish date,Work,Created on,Closed on\n"
        "12,BUG,Crash,Closed,Ann,2026-01-20,2.0,2026-01-11 22:34,2026-01-12 08:00"
    ),
    "taiga": (
        "id,ref,subject,status,is_closed,created_date,finish_date,total-points\n"
        "9001,12,Crash,Done,True,2026-01-11 22:34:30.123456+00:00,2026-01-12 08:00:00.123456+00:00,3.0"
    ),
    "rally": (
        "Formatted ID,Name,Schedule State,Plan Estimate,Creation Date,Accepted Date\n"
        "12,Crash,Accepted,3,2026-01-11T22:34:30.000Z,2026-01-12T08:00:00.000Z"
    ),
    "redmine": "#,Project,Tracker,Subject,Status,Created,Closed\n12,Web,Bug,Crash,Closed,2026-01-11,2026-01-12",
}

#: Those whose times say no zone.
IN_LOCAL_TIME = ("redmine", "azure_devops", "pivotal", "openproject")


@pytest.mark.parametrize("tool", sorted(LISTS))
def test_a_list_of_issues_is_work_items_and_says_when_they_ended(tool: str) -> None:
    # Times that say they are in UTC stay so, whatever zone is declared for the others.
    result, rows = loaded(LISTS[tool], timezone="America/New_York" if tool not in IN_LOCAL_TIME else "UTC")
    assert (result.kind, result.tool, result.cells_refused) == ("work_items", tool, 0)
    assert columns_of(rows, "item", "created", "done")[0] == ("12", "2026-01-11", "2026-01-12")
    if any(points in LISTS[tool] for points in ("Weight", ",Estimate", "Effort", "Plan Estimate", "points")):
        assert rows["size"].tolist()[0] == 3.0
    if tool in ("clickup", "openproject"):
        assert rows["original_estimate"].tolist() == [7200.0]


def test_what_is_delivered_in_pivotal_still_waits_to_be_accepted() -> None:
    _, rows = loaded(LISTS["pivotal"])
    assert columns_of(rows, "item", "state_category", "size") == [
        ("12", "done", 3.0),
        ("13", "in_progress", 2.0),
    ]


def test_items_of_a_project_view_are_told_apart_by_their_address_and_its_dates_are_plans() -> None:
    result, rows = loaded(
        "Title,URL,Assignees,Status,Repository,Estimate,Start date,End date\n"
        "Fix,https://example.com/shop/issues/12,ann,In Progress,shop,3,2026-03-01,2026-03-19\n"
    )
    assert (result.kind, result.tool) == ("work_items", "github")
    assert columns_of(rows, "item", "size", "due", "done", "started") == [
        ("https://example.com/shop/issues/12", 3.0, "2026-03-19", None, None)
    ]


def test_a_date_with_equal_day_and_month_settles_no_order_for_others() -> None:
    result, rows = loaded(
        "Task ID,Task Name,Bucket Name,Progress,Created Date,Start date,Due date\n"
        "a,Order,To do,Not started,03/01/2026,03/03/2026,03/20/2026\n"
    )
    assert (result.questions, result.rows_loaded) == ([], 1)
    assert columns_of(rows, "created", "due") == [("2026-03-01", "2026-03-20")]


def test_a_column_for_each_stage_is_the_way_of_the_items_over_the_board() -> None:
    items, changes = recognised(
        "Key,Title,Backlog,Ready,In Progress,Done,Type\n"
        "P-1,One,2026-03-02,2026-03-03,2026-03-05,2026-03-10,Story\nP-2,Two,2026-03-02,2026-03-04,,,Bug\n"
    )
    assert (items.kind, items.tool, changes.kind) == ("work_items", "actionable_agile", "stage_changes")
    assert {one.column.name for one in items.assignments} >= {"item", "created", "started", "done"}


def test_the_day_of_the_week_beside_a_date_says_which_of_day_and_month_comes_first() -> None:
    for cells in ("Lun 05/01/26,Mer 07/01/26", "Mon 1/5/26,Wed 1/7/26"):
        result, rows = loaded(
            f"ID,Task Name,Start,Finish,Duration\n1,Build,{cells},3 days\n", answers={"project": "Shop"}
        )
        assert (result.kind, result.questions) == ("plan_items", [])
        assert columns_of(rows, "start", "finish") == [("2026-01-05", "2026-01-07")]


def test_a_reference_that_is_zero_throughout_numbers_no_ticket() -> None:
    result, rows = loaded(
        "id,title,created,resolved,priority,severity,ticket_id,status\n"
        "71,Crash,2026-02-13 06:04,2026-02-14 07:14,high,normal,0,已关闭\n"
        "72,Stop,2026-02-13 06:33,2026-02-14 07:12,medium,normal,0,处理中\n"
        "73,Halt,2026-02-13 06:45,,medium,normal,0,已拒绝\n",
        answers={"kind": "incidents"},
    )
    assert (result.rows_loaded, result.rows_superseded) == (3, 0)
    assert columns_of(rows, "number", "state_category") == [
        ("71", "closed"), ("72", "in_progress"), ("73", "cancelled")
    ]  # fmt: skip


def test_the_story_a_defect_belongs_to_is_not_what_it_is_about() -> None:
    _, rows = loaded(
        "id,story,title,pri,status,opened_date,resolved_date,resolution\n"
        "4,31,Header is garbled,1,resolved,2026-02-13,2026-02-14,fixed\n"
        "5,31,Footer is garbled,2,active,2026-02-13,,\n",
        answers={"kind": "work_items"},
    )
    assert columns_of(rows, "item", "short_text", "priority") == [
        ("4", "Header is garbled", 1), ("5", "Footer is garbled", 2)
    ]  # fmt: skip


def test_when_the_table_was_written_is_not_when_incidents_were_opened() -> None:
    result, rows = loaded(
        "created_at,updated_at,id,service_id,service_name,priority,status,created_date,updated_date\n"
        "2026-09-15 18:51:47,2026-09-15 18:51:47,a1,s1,Shop,P3,open,2026-09-06T14:30:56Z,2026-09-06T14:30:57Z\n"
        "2026-09-15 18:51:47,2026-09-15 18:51:47,a2,s1,Shop,P5,resolved,2026-09-05T18:20:28Z,2026-09-05T18:21:21Z\n",
        file="incidents.csv",
    )
    assert (result.kind, result.certainty) == (
        "incidents",
        "sure",
    )  # a code in several rows: no list of services
    assert columns_of(rows, "number", "opened", "updated") == [
        ("a1", "2026-09-06", "2026-09-06"), ("a2", "2026-09-05", "2026-09-05")
    ]  # fmt: skip


def test_keys_of_a_project_and_a_number_are_those_of_a_board() -> None:
    result, rows = loaded(
        "Key,Summary,Status,Priority,Created,Due Date,Project\n"
        "SHP-11,Move the servers,Stand by,High,2026-03-16T13:25:17.817+0000,2026-08-13,SHP\n"
        "WEB-3,Print labels,Da Gestire,Lowest,2026-03-18T09:25:17.817+0000,,WEB\n",
        file="jira_issues.csv",
    )
    assert (result.kind, result.certainty) == ("work_items", "sure")
    assert columns_of(rows, "item", "state_category") == [("SHP-11", "in_progress"), ("WEB-3", "to_do")]


def test_rows_of_the_types_of_a_board_are_work_items_whatever_the_list_calls_its_columns() -> None:
    text = (
        "ID,Type,Title,Status,Priority,Created,Closed,Owner\n"
        "WEB-1,Story,Login,Done,High,2026-01-02 09:00,2026-01-05 09:00,ann\n"
        "WEB-2,Bug,Crash,In Progress,High,2026-01-03 09:00,,bob\n"
    )
    assert loaded(text)[0].kind == "work_items"
    desk = text.replace("Story", "Question").replace("ID,", "Ticket ID,").replace("WEB-", "")
    assert loaded(desk)[0].kind == "incidents"


def test_a_day_of_an_estimate_is_one_of_work() -> None:
    _, rows = loaded(
        "Issue Id,Project,Summary,Created,Resolved,State,Estimation,Spent time\n"
        "PAY-1,Payments,Rounding,2026-01-02 09:00,2026-01-05 10:00,Fixed,1d 4h,6h\n"
        "PAY-2,Payments,Report,2026-01-03 09:00,,Open,2w 3d,45m\n"
    )
    assert rows["original_estimate"].tolist() == [12 * 3600, 13 * 8 * 3600]
    assert rows["time_spent"].tolist() == [6 * 3600, 45 * 60]


BOARD = (
    "Name;Person;Status;Date;Story points;Item ID\n"
    "Login;Ann;Done;2026-01-05;3;1001\nLogout;Bob;Working on it;2026-01-09;5;1002\n"
    ";;1 Done, 1 Working on it;2026-01-05 to 2026-01-09;8;\n"
)


def test_the_summary_of_a_group_is_a_total_and_no_item_that_lacks_its_number() -> None:
    result, rows = loaded(BOARD, delimiter=";")
    assert (result.rows_loaded, result.rows_rejected, result.skipped["total"]) == (2, 0, 1)
    assert rows["item"].tolist() == ["1001", "1002"]


def test_an_item_without_a_number_is_still_rejected() -> None:
    result, _ = loaded(BOARD.replace(";;1 Done", "Third;;1 Done"), delimiter=";")
    assert (result.rows_loaded, result.rows_rejected) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        """#;Projet;Tracker;Statut;Priorité;Sujet;Auteur;Temps estimé;Créé;Fermé
101;Web;Anomalie;Fermé;Haut;Crash;jo;4,5;02/01/2026 08:15;25/01/2026 08:15
""",
        """#;Projekt;Tracker;Status;Priorität;Thema;Autor;Geschätzter Aufwand;% erledigt;Angelegt;Geschlossen
101;Web;Fehler;Geschlossen;Hoch;Crash;jo;4,5;100;02.01.2026 08:15;25.01.2026 08:15
""",
    ],
)
def test_redmine_speaks_the_language_of_its_user(text: str) -> None:
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, rows["item"].tolist(), rows["original_estimate"].tolist()) == (
        "work_items",
        ["101"],
        [16_200],
    )
    assert (rows["priority"].tolist(), rows["done"].notna().tolist()) == ([2], [True])


def test_trac_is_a_board() -> None:
    result, rows = loaded(
        "id,summary,status,owner,type,priority,component,milestone,time,changetime,reporter,resolution\n"
        "101,Crash,closed,ann,defect,major,core,1.0,2026-01-02 08:15:00,2026-01-05 08:15:00,jo,fixed\n"
        "102,Add,new,,enhancement,minor,ui,1.1,2026-01-13 08:15:00,2026-01-13 08:15:00,jo,\n"
    )
    assert (result.kind, rows["priority"].tolist(), rows["created"].notna().all()) == (
        "work_items",
        [3, 4],
        True,
    )


def test_of_a_log_of_states_the_last_change_stands_however_the_rows_are_sorted() -> None:
    _, rows = loaded(
        "issue_key,issue_type,status,status_changed_at,created_at\n"
        "PAY-1,Story,Done,2026-01-05 16:00:00,2026-01-02 09:00:00\n"
        "PAY-1,Story,Backlog,2026-01-02 09:00:00,2026-01-02 09:00:00\n"
        "PAY-2,Bug,Code Review,2026-01-04 10:00:00,2026-01-03 09:00:00\n"
        "PAY-2,Bug,Backlog,2026-01-03 09:00:00,2026-01-03 09:00:00\n"
    )
    assert dict(zip(rows["item"], rows["state"], strict=True)) == {"PAY-1": "Done", "PAY-2": "Code Review"}


def test_jira_speaks_polish() -> None:
    result, rows = loaded(
        "Podsumowanie,Klucz zgłoszenia,Id. zgłoszenia,Typ zgłoszenia,Status,Osoba zgłaszająca,Utworzono,Rozwiązane,"
        "Pole niestandardowe (Story Points)\n"
        "Raport,PAY-16,10021,Błąd w programie,Do zrobienia,Ann,19/lip/23 11:43 AM,,3.0\n"
        "Login,PAY-15,10020,Historia,Gotowe,Ann,13/sie/23 11:14 AM,14/sie/23 11:19 AM,5.0\n"
    )
    assert (result.tool, result.kind, rows["item"].tolist()) == ("jira", "work_items", ["PAY-16", "PAY-15"])
    assert (rows["state_category"].tolist(), rows["size"].tolist()) == (["to_do", "done"], [3.0, 5.0])
