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
    _, rows = loaded("Number,Opened,State,Problem\nINC1,2026-01-05,New,Problem ID  14\nINC2,2026-01-06,New,?")
    assert columns_of(rows, "problem") == [("Problem ID  14",), (None,)]


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


def test_headings_and_words_typed_without_accents_are_known() -> None:
    result, rows = loaded(
        "id,titulo,prioridad,estado,fecha_apertura,ultima_actualizacion\n"
        "1,Disco,critica,abierta,2026-05-31 14:38,2026-05-31 15:00\n"
        "2,Red,baja,cerrada,2026-05-31 14:43,2026-06-01 15:00"
    )
    assert result.kind == "incidents"
    assert columns_of(rows, "short_text", "priority", "state_category") == [
        ("Disco", 1, "new"),
        ("Red", 4, "closed"),
    ]
    assert str(rows["updated"][1]) == "2026-06-01 15:00:00"
    _, rows = loaded(
        "Nummer;Titel;Prioritaet;Geoeffnet;Status\n7;Drucker;hoch;05.01.2026;geloest\n8;Mail;hoch;16.01.2026;neu"
    )
    assert columns_of(rows, "number", "priority", "state_category") == [("7", 2, "resolved"), ("8", 2, "new")]


def test_incidents_with_little_more_than_a_number_and_a_date_are_incidents() -> None:
    result, rows = loaded(
        "incident_id,date,severity,description,cost_eur\nINC-1,2026-07-19 23:58,SEV1,Dirty,40\n"
        "INC-2,2026-07-20 00:58,sev2,Late,80\nINC-3,2026-07-21 00:58,SEV3,Lost,0"
    )
    assert (result.kind, result.rows_loaded) == ("incidents", 3)
    assert columns_of(rows, "severity", "short_text") == [(1, "Dirty"), (2, "Late"), (3, "Lost")]


def test_sentences_under_the_heading_of_a_number_number_nothing() -> None:
    result, _ = loaded(
        "SS;Data;Status;Problema;Resolvido\n8001;13/01/2026 03:52;FECHADO;Erro no visor da bomba;14/01/2026 03:52\n"
        "8002;14/01/2026 03:52;FECHADO;Vazamento no bico;15/01/2026 03:52\n8003;15/01/2026;ABERTO;Outros casos;"
    )
    assert result.kind != "problems"


def test_a_line_of_dashes_behind_a_sign_is_no_ticket() -> None:
    result, rows = loaded(
        "ticket_id,problem,prioritaet,status\n1001,Drucker druckt nicht,hoch,offen\n1002,VPN bricht ab,mittel,offen\n"
        "#--------------------------------\n\n9999,Tastatur klemmt,hoch,offen"
    )
    assert columns_of(rows, "number") == [("1001",), ("1002",), ("9999",)]
    assert result.rows_read == result.rows_loaded + result.rows_skipped


def test_headings_totals_and_notes_between_few_rows_hide_no_column() -> None:
    head = "ticket_id,created_date,priority,status,resolution_hours,Completed at"
    result, rows = loaded(
        f"Ticket export\n{head}\nT-1,2026-02-27,High,Resolved,19.6,2026-02-28 10:00\n{head}\n"
        "T-2,2026-02-28,Low,In Progress,,\n,,,,,\nTotal,2,,,,\nReport run by Ann on 2026-03-01,,,,,"
    )
    assert columns_of(rows, "number", "calendar_duration") == [("T-1", 70560.0), ("T-2", None)]
    assert str(rows["resolved"][0]) == "2026-02-28 10:00:00"
    assert result.rows_read == result.rows_loaded + result.rows_skipped
