"""What help desk exports say in their own way: stations, sources, zones, spaces in numbers, words of the north."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

ZENDESK = (
    "Id,Requester,Subject,Status,Priority,Group,Created at,Updated at,"
    "Assigned at,Solved at,Group stations,Reopens"
)


def test_group_stations_are_reassignments_and_the_first() -> None:
    when = "2026-01-05 08:00:00"
    result, rows = loaded(
        f"{ZENDESK}\n12 001,Ann,x,Closed,Urgent,A,{when},{when},2026-01-05 08:30:00,{when},3,0\n"
        f"12 002,Ann,x,Open,Low,A,{when},{when},-,-,0,0"
    )
    assert result.tool == "zendesk"
    assert columns_of(rows, "number", "reassignments", "acknowledged") == [
        ("12001", 2, None),
        ("12002", 0, None),
    ]
    assert any("one less" in warning for warning in result.warnings)


def test_numbers_with_spaces_of_their_own_stay() -> None:
    _, rows = loaded("Ticket,Opened,State,Subject\n4711 12,2026-01-05,New,x\nA 001,2026-01-06,New,y")
    assert columns_of(rows, "number") == [("4711 12",), ("A 001",)]


def test_the_second_source_of_freshservice_is_kept_beside() -> None:
    result, rows = loaded(
        "Ticket Id,Subject,Status,Priority,Source,Created Time,Resolved Time,Resolution Status,Requester Name,Source\n"
        "1,Printer,Closed,High,Email,2026-01-05 08:00,2026-01-05 09:00,Within SLA,Ann,Phone\n"
        "2,Mail,Closed,High,Portal,2026-01-15 08:00,2026-01-15 09:00,Within SLA,Ann,Email"
    )
    assert (result.tool, result.questions) == ("freshservice", [])
    assert columns_of(rows, "channel") == [("Email",), ("Portal",)]
    assert '"Phone"' in rows["extra"][0]


def test_named_zones_place_times() -> None:
    _, rows = loaded(
        "Number,Opened,State,Priority\nINC1,2026-01-05 08:00 CET,New,P1 - Critical\nINC2,2026-07-05 08:00 CEST,New,P1\n"
        "INC3,2026-01-05 08:00 EST,New,High (P2)", timezone=None,
    )  # fmt: skip
    assert [str(moment) for moment in rows["opened"]] == [
        "2026-01-05 07:00:00", "2026-07-05 06:00:00", "2026-01-05 13:00:00"
    ]  # fmt: skip
    assert list(rows["priority"]) == [1, 1, 2]


def test_a_zone_name_of_several_places_follows_the_declared_zone_or_is_asked() -> None:
    text = "Number,Opened,State,Priority\nINC1,2026-01-05 08:00 IST,New,P1"
    result, rows = loaded(text, timezone="Asia/Kolkata")
    assert str(rows["opened"][0]) == "2026-01-05 02:30:00"
    assert any("“IST” is taken as UTC+05:30" in warning for warning in result.warnings)
    asked, _ = loaded(text, timezone="Europe/Berlin")
    assert [question.name for question in asked.questions] == ["timezone.IST"]
    _, rows = loaded(text, timezone="Europe/Berlin", answers={"timezone.IST": "+02:00"})
    assert str(rows["opened"][0]) == "2026-01-05 06:00:00"


@pytest.mark.parametrize(
    ("written", "day"),
    [("5 maj 2026 08:00", "2026-05-05"), ("5. desember 2025 08:00", "2025-12-05"),
     ("5 stycznia 2026 08:00", "2026-01-05"),
     ("5 paź 2025 08:00", "2025-10-05"), ("5 mrt 2026 08:00", "2026-03-05"), ("5. oktober 2025 08:00", "2025-10-05")],
)  # fmt: skip
def test_months_of_the_north_and_east(written: str, day: str) -> None:
    result, rows = loaded(f"Number;Opened;State;Priority\nINC1;{written};New;P1", delimiter=";")
    assert result.cells_refused == 0
    assert columns_of(rows, "opened") == [(day,)]


def test_words_for_nothing_are_left_out_of_extra() -> None:
    _, rows = loaded(
        "Number,Opened,State,My field,Other\nINC1,2026-01-05,New,n/a,x\nINC2,2026-01-05,New,(null),-"
    )
    assert list(rows["extra"]) == ['{"Other":"x"}', "{}"]


def test_a_known_error_is_a_problem_in_work() -> None:
    _, rows = loaded("Number,Problem statement,State,Opened\nPRB1,Disk,Known Error,2026-01-05")
    assert columns_of(rows, "state_category") == [("in_progress",)]


def test_supplier_lines_are_turned_and_marked() -> None:
    result, rows = loaded(
        "Supplier;Name 1;Document Number;Document Type;Posting Date;Net due date;Amount in local currency"
        ";Local Currency\n100;Nordwind;51;RE;26.03.2026;25.04.2026;1.200,50-;EUR\n"
        "100;Nordwind;15;KZ;28.03.2026;28.03.2026;1.200,50;EUR",
        delimiter=";",
    )
    assert columns_of(rows, "account_type", "amount_local", "document_type") == [
        ("vendor", 1200.5, "RE"), ("vendor", -1200.5, "KZ")
    ]  # fmt: skip
    assert any("supplier accounts" in warning for warning in result.warnings)


def test_the_unit_of_a_heading_counts_more_than_the_habit_of_the_tool() -> None:
    _, rows = loaded(
        "Ticket ID,Ticket created - Date,Ticket status,Ticket priority,Ticket group,Full resolution time (hrs)\n"
        "1,2026-01-15,Closed,High,Desk,12.5"
    )
    assert list(rows["calendar_duration"]) == [45_000]


def test_an_anonymous_answer_is_nobodys() -> None:
    _, rows = loaded(
        "ID,Start time,Completion time,Email,Name,How satisfied are you with us?\n"
        "1,2026-03-25 10:00:00,2026-03-25 10:02:00,anonymous,,5\n2,2026-03-26 10:00:00,2026-03-26 10:02:00,a@x.com,,3"
    )
    assert list(rows["respondent"].isna()) == [True, False]


def test_suppliers_are_names_and_their_accounts_stand_beside() -> None:
    _, rows = loaded(
        "Purchasing Document;Item;Document Date;Supplier/Supplying Plant;Short Text;Order Quantity;Net Price;Currency\n"
        "45;10;25.03.2026;100200    Nordwind IT;Support;1;1.250,00;EUR", delimiter=";"
    )  # fmt: skip
    assert columns_of(rows, "vendor", "vendor_number") == [("Nordwind IT", "100200")]
    _, rows = loaded(
        "Purchase Order,Purchase Order Item,Purchase Order Date,Supplier,Supplier Name,Net Order Value,"
        "Document Currency\n45,10,2026-03-01,100200,Nordwind,1500.00,EUR"
    )
    assert columns_of(rows, "item", "vendor", "vendor_number", "currency") == [
        ("10", "Nordwind", "100200", "EUR")
    ]


def test_how_a_ticket_ended_is_not_whether_it_was_in_time() -> None:
    head = "ticket_id,created_at,resolution_status,first_response_sec\n"
    result, rows = loaded(
        head
        + "T-1,2026-01-05 08:00,resolved_by_bot,8\nT-2,2026-01-15 08:00,escalated,14\nT-3,2026-01-16 08:00,escalated,9"
    )
    assert result.cells_refused == 0
    assert columns_of(rows, "tool_sla_met", "first_response_duration") == [
        (None, 8.0),
        (None, 14.0),
        (None, 9.0),
    ]
    assert "resolved_by_bot" in rows["extra"][0]


@pytest.mark.parametrize(
    ("heading", "kept", "missed"),
    [("SLA", "Respecté", "Dépassé"), ("SLA dépassé", "Non", "Oui"), ("SLA verletzt", "nein", "ja"),
     ("SLA", "Cumplido", "Incumplido"), ("SLA incumplido", "no", "sí"), ("SLA estourado", "Não", "Sim"),
     ("SLA violato", "no", "sì"), ("met_sla", "Yes", "No"), ("SLA Compliance", "On Time", "Overdue")],
)  # fmt: skip
def test_whether_the_tool_kept_its_sla_in_the_words_of_each_language(heading, kept, missed) -> None:
    _, rows = loaded(
        f"Number,Opened,State,{heading}\nINC1,2026-01-05,New,{kept}\nINC2,2026-01-06,New,{missed}\n"
        f"INC3,2026-01-07,New,{kept}"
    )
    assert columns_of(rows, "tool_sla_met") == [(True,), (False,), (True,)]


def test_glpi_in_portuguese_says_how_long_a_solution_took_and_waited() -> None:
    result, rows = loaded(
        "ID;Título;Status;Data de abertura;Tempo para solução;Data da solução;Estatísticas - Tempo de espera;"
        "Estatísticas - Tempo de solução;Última atualização;Atribuído - Técnico\n"
        "52\u00a0172;Resposta;Solucionado;21/08/2025 14:48;21/08/2025 18:48;21/08/2025 16:07;16 segundos;"
        "1 horas 18 minutos;21/08/2025 16:07;Ana"
    )
    assert result.tool == "glpi"
    assert columns_of(rows, "number", "calendar_duration", "hold_duration") == [("52172", 4680.0, 16.0)]
    assert (str(rows["due"][0]), str(rows["resolved"][0])) == ("2025-08-21 18:48:00", "2025-08-21 16:07:00")


def test_not_assigned_is_an_empty_cell_of_manage_engine() -> None:
    result, rows = loaded(
        "Request ID,Subject,Requester,Created Time,Completed Time,Technician,Request Status,Priority\n"
        '1,a,Ann,"Feb 13, 2026 02:05 PM","Feb 14, 2026 02:05 PM",Bob,Closed,High\n'
        '2,b,Ann,"Feb 14, 2026 02:05 PM",Not Assigned,Not Assigned,Open,Not Assigned'
    )
    assert (result.tool, result.cells_refused) == ("manage_engine", 0)
    assert columns_of(rows, "closed", "priority", "assignee")[1] == (None, None, None)


def test_changes_of_remedy_have_their_type_under_class_and_their_end_under_the_reason_of_the_status() -> None:
    result, rows = loaded(
        "Change ID*+,Summary*,Change Type*,Class,Status*,Scheduled Start Date+,Scheduled End Date+,Submit Date,"
        "Coordinator Group*+,Status Reason\n"
        "CRQ000000000001,Upgrade,Change,Normal,Closed,2/13/2026 8:00:00 PM,2/13/2026 11:00:00 PM,2/10/2026 9:00:00 AM,"
        "DB,Successful\n"
        "CRQ000000000002,Firewall,Change,Emergency,Scheduled For Approval,2/15/2026 8:00:00 PM,2/15/2026 11:00:00 PM,"
        "2/11/2026 9:00:00 AM,Net,"
    )
    assert (result.kind, result.tool) == ("changes", "remedy")
    assert columns_of(rows, "type", "state_category", "outcome", "assignment_group") == [
        ("normal", "closed", "successful", "DB"), ("emergency", "authorize", None, "Net")
    ]  # fmt: skip


def test_severities_of_monitoring_are_ranks() -> None:
    result, rows = loaded(
        "incident_id,opened_at,severity,title\n1,2026-02-16 08:00,critical,CPU\n2,2026-02-17 08:00,warning,Disk\n"
        "3,2026-02-18 08:00,info,Backup\n4,2026-02-18 09:00,error,Job"
    )
    assert result.cells_refused == 0
    assert columns_of(rows, "severity") == [(1,), (3,), (4,), (2,)]


def test_breached_alone_is_the_verdict_of_the_tool() -> None:
    _, rows = loaded(
        "Incident,Status,Created On,Breached?\n1,Closed,2026-02-13 08:00,False\n2,Active,2026-02-14 08:00,True"
    )
    assert columns_of(rows, "tool_sla_met") == [(True,), (False,)]


def test_the_table_of_glpis_database_has_its_own_numbers_for_states_and_levels() -> None:
    text = (
        "id,entities_id,name,date,closedate,solvedate,date_mod,status,content,urgency,impact,priority,"
        "itilcategories_id,type\n"
        "1,0,Printer,2026-01-02 09:00:00,2026-01-09 10:00:00,2026-01-05 10:00:00,2026-01-09 10:00:00,6,It smokes,3,3,"
        "5,4,1\n"
        "3,1,VPN,2026-01-04 09:00:00,,2026-01-04 17:00:00,2026-01-04 17:00:00,5,It drops,4,4,2,4,1\n"
    )
    _, rows = loaded(text)
    assert rows["short_text"].tolist() == ["Printer", "VPN"]
    assert rows["state_category"].tolist() == ["closed", "resolved"]
    assert (rows["priority"].tolist(), rows["urgency"].tolist()) == ([1, 4], [3, 2])


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("complaint_id,category,filed_date,resolved_date,met_sla", "C1,Noise,2026-01-02,2026-01-05,1"),
        ("Case reference,Complaint received,Product,Status", "DRN-1,2026-01-02,Mortgage,Closed"),
        ("Nº Reclamação,Data da Reclamação,Motivo,Estado", "R-1,2026-01-02,Fatura,Encerrado"),
        ("Numer zgłoszenia,Data zgłoszenia,Temat,Status", "17,2026-01-02,VPN,Zamknięte"),
        ("Incident #,Title,Severity,Detected At,Status", "INC-12,API down,SEV-1,2026-01-02 08:15,Closed"),
        ("Conversation ID,Conversation started at,Conversation state", "17,2026-01-02 08:00:00,closed"),
    ],
)
def test_complaints_and_conversations_are_tickets(headings: str, cells: str) -> None:
    result, rows = loaded(f"{headings}\n{cells}\n")
    assert (result.kind, rows["number"].tolist()) == ("incidents", [cells.split(",", maxsplit=1)[0]])
    assert rows["opened"].notna().all()


def test_what_a_complaint_is_about_does_not_number_it() -> None:
    text = (
        "Date received,Product,Issue,Company,State,Company response to consumer,Timely response?,Complaint ID\n"
        "03/15/26,Mortgage,Struggling to pay,Bank A,CA,Closed with explanation,Yes,1290011\n"
        "03/17/26,Credit card,Billing disputes,Bank B,TX,In progress,No,1290022\n"
        "03/18/26,Credit card,Billing disputes,Bank B,NY,Closed with monetary relief,Yes,1290023\n"
    )
    result, rows = loaded(text)
    assert (result.kind, rows["number"].tolist()) == ("incidents", ["1290011", "1290022", "1290023"])
    assert rows["state_category"].tolist() == ["closed", "in_progress", "closed"]


@pytest.mark.parametrize("title", ["Total Records", "Number of tickets:", "Record count"])
def test_the_number_of_rows_below_a_short_report_is_no_ticket(title: str) -> None:
    text = (
        "Case Number,Account Name,Subject,Status,Priority,Opened Date,Age\n"
        "00001026,Globex,Mail,New,High,2026-01-02,13\n00001027,Acme,VPN,Escalated,Low,2026-01-13,2\n"
    )
    result, rows = loaded(f"{text}{title},2,,,,,\n")
    assert (rows["number"].tolist(), result.skipped["total"]) == (["00001026", "00001027"], 1)
    # A ticket without a subject whose number is words stays.
    assert loaded(text.replace("00001027", title))[0].rows_loaded == 2
