"""Headings that say little: a list's only date, its only description, and sentences under “Problem”."""

from __future__ import annotations

from tests.data_loaders.sheets import columns_of, loaded


def test_the_only_date_of_a_list_of_tickets_is_its_opening() -> None:
    result, rows = loaded(
        "Ticket_ID,Date,Month,Priority,Resolution_Time_Hours,Status\n"
        "7001,1/12/2026,Jan-2026,Low,0.5,Closed\n7002,1/15/2026,Jan-2026,High,2,Open"
    )
    assert [str(day) for day in rows["opened"]] == ["2026-01-12 00:00:00", "2026-01-15 00:00:00"]
    assert columns_of(rows, "calendar_duration") == [(1800.0,), (7200.0,)]
    assert not any("Opened" in warning for warning in result.warnings)


def test_a_date_beside_an_opening_stays_a_column_of_its_own() -> None:
    _, rows = loaded(
        "Number,Opened,Date,State\nINC1,2026-01-05,2026-02-01,New\nINC2,2026-01-06,2026-02-02,New"
    )
    assert [str(day) for day in rows["opened"]] == ["2026-01-05 00:00:00", "2026-01-06 00:00:00"]
    assert "2026-02-01" in rows["extra"][0]


def test_two_plain_dates_are_not_guessed_between() -> None:
    result, rows = loaded(
        "Ticket ID,Date,Timestamp,Status\n1,2026-01-05,2026-02-01,New\n2,2026-01-06,2026-02-02,New"
    )
    assert rows["opened"].isna().all()
    assert any("Opened" in warning for warning in result.warnings)


def test_a_description_stands_in_for_the_title_a_list_lacks() -> None:
    _, rows = loaded(
        "Case Number,Created Date,Status,Description\nC-1,2026-01-05,New,Printer on fire\nC-2,2026-01-06,New,VPN"
    )
    assert columns_of(rows, "short_text") == [("Printer on fire",), ("VPN",)]


def test_sentences_under_problem_say_what_is_wrong_and_number_no_problem() -> None:
    _, rows = loaded(
        "ticket_id,problem,prioritaet,status\n1,Drucker druckt nicht,hoch,offen\n2,VPN bricht ab,mittel,offen\n"
        "3,Monitor bleibt schwarz,niedrig,in_bearbeitung"
    )
    assert columns_of(rows, "short_text", "problem") == [
        ("Drucker druckt nicht", None), ("VPN bricht ab", None), ("Monitor bleibt schwarz", None)
    ]  # fmt: skip


def test_numbers_under_problem_are_those_of_the_problem() -> None:
    _, rows = loaded("Number,Opened,State,Problem\nINC1,2026-01-05,New,PRB0040012\nINC2,2026-01-06,New,")
    assert columns_of(rows, "problem") == [("PRB0040012",), (None,)]


def test_status_reason_is_the_state_where_there_is_no_other() -> None:
    _, rows = loaded(
        "Case Title,Case Number,Status Reason,Created On\nMail,CAS-1,In Progress,2026-01-05\n"
        "VPN,CAS-2,Problem Solved,2026-01-06"
    )
    assert columns_of(rows, "short_text", "state_category") == [("Mail", "in_progress"), ("VPN", "resolved")]


def test_what_resolution_means_is_told_by_its_cells() -> None:
    head = "Number,Création,Statut,{}\n"
    row = "INC{},{}/03/2026 08:00,Résolu,{}\n"
    _, dates = loaded(
        head.format("Résolution") + row.format(1, 15, "15/03/2026 09:30") + row.format(2, 16, "")
    )
    _, texts = loaded(head.format("Résolution") + row.format(1, 15, "Câble remplacé") + row.format(2, 16, ""))
    _, hours = loaded(head.format("resolution_hours") + row.format(1, 15, "19.6") + row.format(2, 16, "2"))
    assert (str(dates["resolved"][0]), dates["close_code"][0]) == ("2026-03-15 09:30:00", None)
    assert texts["resolved"].isna().all()
    assert texts["close_code"][0] == "Câble remplacé"
    assert columns_of(hours, "calendar_duration", "close_code") == [(70560.0, None), (7200.0, None)]


def test_fields_somebody_added_to_salesforce_are_known_by_their_names() -> None:
    _, rows = loaded(
        "Case Number,Status,Created Date,Product__c\n00001,New,2026-05-18,Portal\n00002,New,2026-05-19,App"
    )
    assert columns_of(rows, "number", "service") == [("00001", "Portal"), ("00002", "App")]
