"""Tables nobody has seen before: other languages, title rows, mixed records, repeated headings, and what is asked."""

from __future__ import annotations

import pytest

from data_loaders.recognising import recognise
from data_loaders.recognition import SavedMapping
from tests.data_loaders.sheets import columns_of, lines, loaded, mapping, recognised, sheet_of

TICKETS = {
    "German": ("Nummer;Geöffnet;Kurzbeschreibung;Anrufer;Priorität;Status;Kategorie;Zuweisungsgruppe;Aktualisiert\n"
               "INC0010001;02.01.2026 10:00:00;Drucker;Anna;1 - Kritisch;Geschlossen;HW;SD;03.01.2026 10:00:00"),
    "French": ("Numéro;Ouvert;Brève description;Appelant;Priorité;État;Catégorie;Groupe d'affectation;Mis à jour\n"
               "INC0010001;02/01/2026 10:00:00;Imprimante;Anne;1 - Critique;Clos;HW;SD;03/01/2026 10:00:00"),
    "Spanish": ("Número;Abierto;Breve descripción;Solicitante;Prioridad;Estado;Categoría;"
                "Grupo de asignación;Actualizado\n"
                "INC0010001;02/01/2026 10:00:00;Impresora;Ana;1 - Crítica;Cerrado;HW;SD;03/01/2026 10:00:00"),
    "Portuguese": ("Número;Aberto;Descrição resumida;Solicitante;Prioridade;Estado;Categoria;"
                   "Grupo de atribuição;Atualizado\n"
                   "INC0010001;02/01/2026 10:00:00;Impressora;Ana;1 - Crítica;Fechado;HW;SD;03/01/2026 10:00:00"),
    "Italian": ("Numero;Aperto;Breve descrizione;Richiedente;Priorità;Stato;Categoria;"
                "Gruppo di assegnazione;Aggiornato\n"
                "INC0010001;02/01/2026 10:00:00;Stampante;Anna;1 - Critica;Chiuso;HW;SD;03/01/2026 10:00:00"),
}  # fmt: skip


@pytest.mark.parametrize("language", TICKETS)
def test_core_ticket_headings_in_six_languages(language: str) -> None:
    (found,) = recognised(TICKETS[language], delimiter=";")
    assert (found.kind, found.certainty) == ("incidents", "sure")
    assert {"number", "opened", "short_text", "caller", "priority_label", "state", "category", "assignment_group",
            "updated"} <= set(mapping(found))  # fmt: skip
    assert {"state_category", "priority"} <= {a.column.name for a in found.assignments}


def test_headings_below_a_title_block_and_a_note_at_the_end() -> None:
    (found,) = recognised(
        "Incident report,,,\nReport run by admin,,,\n,,,\nNumber,Opened,State,Priority\n"
        + "".join(f"INC00100{i:02d},2026-01-02 10:00:00,Closed,3 - Moderate\n" for i in range(20))
        + "Total,20,,\n,,,\n© 2026 Example Council. Licensed under the open licence.,,,"
    )
    assert found.header_rows == (4,)
    assert found.first_data_row == 5
    assert [(s.row, s.why) for s in found.skip] == [(25, "total"), (27, "note below the table")]


def test_headings_repeated_by_a_paged_export_are_not_rows() -> None:
    page = "Issue key,Issue Type,Status,Created\nPAY-1,Story,Done,2026-01-02\nPAY-2,Story,Done,2026-01-03\n"
    (found,) = recognised(page + page + "<html><body>504 Gateway Time-out</body></html>,,,")
    assert (found.kind, found.tool) == ("work_items", "jira")
    assert [(s.row, s.why) for s in found.skip] == [
        (4, "headings repeated in the body"), (7, "error page inside the export")]  # fmt: skip


def test_headings_that_return_beside_something_else_are_still_headings() -> None:
    """A household budget: income and expenses below one another, and the sum of both beside them."""
    found = recognised(
        "Simple budget,,,,,\nIncome,,,Spent,,\nItem,Amount,,2336,,0.62\nIncome 1,2500,,,,\nIncome 2,1000,,,,\n"
        "Other,250,,SUMMARY,,\n,,,Total income,Total expenses,Balance\nExpenses,,,3750,2336,1414\nItem,Amount,,,,\n"
        + "".join(f"{name},{amount},,,,\n" for name, amount in (("Rent", 800), ("Power", 120), ("Gas", 50)))
    )
    assert {one.header_rows[-1] for one in found if "Amount" in mapping(one).values()} == {9}


def test_repeated_columns_become_a_list_and_two_fields_with_one_name_are_kept_apart() -> None:
    (found,) = recognised(
        "Summary,Issue key,Issue Type,Status,Labels,Labels,Custom field (Category),Custom field (Category)\n"
        "x,PAY-1,Story,Done,a,b,Hardware,Gold"
    )
    labels = next(a for a in found.assignments if a.column.name == "labels")
    assert labels.cells == (4, 5)
    assert {"Custom field (Category)", "Custom field (Category) (2)"} <= {name for _, name in found.unmapped}


def test_two_columns_with_one_name_that_is_mapped_are_asked_about() -> None:
    text = ("number,incident_state,opened_at,category,category\n0000045,New,29/2/2016 01:16,55,170\n"
            "0000047,New,29/2/2016 04:40,40,215")  # fmt: skip
    (found,) = recognised(text)
    (question,) = found.questions
    assert question.name == "pick.category"
    assert [option.value for option in question.options] == ["D", "E"]
    (answered,) = recognised(text, answers={"pick.category": "E"})
    assert not answered.questions
    assert next(a.cells for a in answered.assignments if a.column.name == "category") == (4,)


def test_a_plain_list_of_tickets_of_no_tool_is_incidents() -> None:
    for headings in ("Ticket #,Summary,Assigned To,Status,Created Date,Resolved Date,Customer",
                     "Case Number,Subject,Status,Priority,Date/Time Opened,Date/Time Closed,Account Name",
                     "ID,Title,Status,Priority,Created,Closed,Company"):  # fmt: skip
        cells = {"Created": "2026-01-02 10:00", "Opened": "2026-01-02 10:00", "Closed": "2026-01-03 10:00",
                 "Resolved": "2026-01-03 10:00"}  # fmt: skip
        row = [next((v for k, v in cells.items() if k in heading), "x1") for heading in headings.split(",")]
        (found,) = recognised(headings + "\n" + ",".join(row))
        assert (found.kind, found.certainty, found.tool) == ("incidents", "sure", None), headings


def test_misspelt_headings_are_found() -> None:
    (found,) = recognised(
        "Number,Opend at,Shortdescription,Priority,Asignment group,State\nINC1,2026-01-02 10:00,x,1,SD,New"
    )
    assert found.kind == "incidents"
    assert mapping(found)["assignment_group"] == "Asignment group"


def test_a_heading_is_not_believed_against_its_cells() -> None:
    (found,) = recognised(
        "Ticket ID,Subject,Status,Opened,Resolved\nT-1,x,Closed,2026-01-02 10:00,Yes\nT-2,y,Open,2026-01-03 10:00,No"
    )
    assert "resolved" not in mapping(found)
    assert any("“Resolved” is kept as it is" in reason for reason in found.reasons)


def test_an_update_log_with_find_and_replace_scars_is_still_incidents() -> None:
    (found,) = recognised(
        "number,ident_state,active,reassignment_count,made_sla,caller_id,opened_at,sys_updated_at,priority\n"
        "0000045,New,true,0,true,Caller 2403,29/2/2016 01:16,29/2/2016 01:23,3\n"
    )
    assert (found.kind, found.tool) == ("incidents", "servicenow")
    assert mapping(found)["state"] == "ident_state"


def test_a_list_of_tasks_is_split_by_the_kind_of_its_numbers() -> None:
    found = recognised(
        "number,opened_at,state,short_description,assignment_group\n"
        "INC0010001,2026-01-02 10:00:00,Closed,x,SD\nRITM0010001,2026-01-02 10:00:00,Open,y,SD\n"
        "SCTASK0010001,2026-01-02 10:00:00,Open,y,SD\nCHG0010001,2026-01-02 10:00:00,New,z,CAB\n"
        "ABC0010001,2026-01-02 10:00:00,New,z,CAB\n"
    )
    assert [r.kind for r in found] == ["incidents", "requests", "requests", "changes"]
    assert [(r.rows.starts, r.rows.others) for r in found if r.rows] == [
        (("RITM0", "SCTASK0", "CHG0"), True), (("RITM0",), False), (("SCTASK0",), False), (("CHG0",), False),
    ]  # fmt: skip
    levels = [dict(r.constants) for r in found if r.kind == "requests"]
    assert [list(level.values()) for level in levels] == [["item"], ["task"]]


def test_change_tasks_are_refused_with_a_sentence() -> None:
    (found,) = recognised("Number,Opened,Short description,State\nCTASK0010001,2019-03-18 11:41,x,Open")
    assert found.kind is None
    assert "change tasks" in found.reasons[0]


def test_a_service_desk_project_is_tickets_and_a_software_project_is_work() -> None:
    text = (
        "Summary,Issue key,Issue Type,Status,Project type,Custom field (Time to resolution),Created\n"
        "x,A-1,Task,Done,{},{},1/Jan/26"
    )
    assert recognised(text.format("service_desk", "-05:12"))[0].kind == "incidents"
    assert recognised(text.format("software", ""))[0].kind == "work_items"


def test_remaining_sla_time_is_text_and_java_noise_is_named() -> None:
    (found,) = recognised(
        "Issue key,Issue Type,Status,Project type,Custom field (Time to resolution),Created\n"
        "A-1,Task,Done,service_desk,-05:12,1/Jan/26"
    )
    left = next(a for a in found.assignments if a.column.name == "resolution_time_left")
    assert left.column.type == "text"
    assert any("@" in pattern for pattern in left.drop)


def test_units_of_durations_come_from_tool_and_heading() -> None:
    (zendesk,) = recognised(
        "Id,Requester,Subject,Status,Created at,Solved at,Group stations,Full resolution time in minutes\n"
        "1,Ann,x,Solved,2026-01-02 10:00,2026-01-03 10:00,1,1440"
    )
    (fresh,) = recognised(
        "Ticket Id,Subject,Status,Urgency,Impact,Created Time,Resolved Time,Resolution Time (in Hrs),"
        "Resolution Status\n1,x,Closed,Low,Low,2026-01-02 10:00,2026-01-03 20:00,34:10:05,Within SLA"
    )
    units = {
        r.tool: next(a.unit for a in r.assignments if a.column.name == "calendar_duration")
        for r in (zendesk, fresh)
    }
    assert units == {"zendesk": "min", "freshservice": "h"}


def test_stage_columns_give_items_and_their_stage_entries() -> None:
    items, entries = recognised(
        "ID,Link,Name,Backlog,Analysis,Dev,Done,Type,Status,Blocked Days\n"
        "PAY-1,http://x,First,2026-01-02,2026-01-05,2026-01-08,2026-01-12,Story,Done,0\n"
        "PAY-2,http://x,Second,2026-01-03,2026-01-06,,,Story,Analysis,2\n"
    )
    assert (items.kind, entries.kind) == ("work_items", "stage_changes")
    assert {k: v for k, v in mapping(items).items() if k in ("created", "started", "done")} == {
        "created": "Backlog", "started": "Analysis", "done": "Done"}  # fmt: skip
    assert entries.reshape is not None
    assert [part.constants for part in entries.reshape.parts] == [
        ("Backlog", "1"), ("Analysis", "2"), ("Dev", "3"), ("Done", "4")]  # fmt: skip


def test_signs_of_ledgers() -> None:
    (vendor,) = recognised(
        "Company Code;Supplier;Document Number;Document Type;Posting Date;Net due date;Amount in local currency\n"
        "1000;100001;5100000001;RE;02.03.2026;31.03.2026;1.500,00-\n*;;;;;;0,00", delimiter=";")  # fmt: skip
    amount = next(a for a in vendor.assignments if a.column.name == "amount_local")
    assert amount.negate
    assert [s.why for s in vendor.skip] == ["total"]
    (general,) = recognised(
        "G/L Account;Document Number;Posting Date;Amount in local currency;Text\n615000;1;02.03.2026;5,00;x",
        delimiter=";")  # fmt: skip
    assert general.kind == "actuals"
    assert not any(a.negate for a in general.assignments)
    (technical,) = recognised("BELNR,GJAHR,BUZEI,SHKZG,DMBTR,HKONT\n1,2017,1,H,5,100000")
    assert next(a.negative for a in technical.assignments if a.column.name == "amount_local") == (
        3, ("h", "H", "haben", "Haben", "c", "C"))  # fmt: skip


def test_an_unsure_table_is_asked_about_and_the_answer_holds() -> None:
    text = "Name,Owner,Start,End,Status\nWave 1,Ann,2026-01-02,2026-02-02,open\nWave 2,Bob,2026-03-02,2026-04-02,open"
    (found,) = recognised(text)
    assert found.certainty in ("unsure", "unknown")
    (answered,) = recognised(text, answers={"kind": "calendars", "map.Owner": "note"})
    assert (answered.kind, answered.certainty) == ("calendars", "sure")
    assert mapping(answered)["note"] == "Owner"
    (refused,) = recognised(text, answers={"kind": "none"})
    assert refused.kind is None


def test_headings_seen_before_are_mapped_as_last_time() -> None:
    rows = lines("Number,Opened,State,Notes\nT1,2026-01-02 10:00,New,x")
    first = recognise(
        sheet_of(rows), file="a.csv", known={}, answers={"kind": "incidents", "map.Notes": "none"}
    )[0]
    saved = SavedMapping(
        first.fingerprint, "incidents", None, {"Number": "number", "Opened": "opened", "State": "state"}
    )
    again = recognise(sheet_of(rows), file="b.csv", known={first.fingerprint: saved}, answers={})[0]
    assert (again.kind, again.certainty) == ("incidents", "sure")
    assert again.reasons[1] == "the same headings were loaded before"


def test_a_dashboard_and_an_empty_table_are_no_rows() -> None:
    assert recognised("Vendor Performance Dashboard\nKey Metrics\nTotal Active Vendors")[0].kind is None
    assert recognised("Number,Opened,State")[0].kind is None


def test_a_register_of_risks_and_issues_is_told_by_its_cells() -> None:
    (found,) = recognised(
        "ID,Type,Description,Raised,Owner,Priority,Status\n1,Issue,Server slow,2026-01-05,Ann,High,Open\n"
        "2,Risk,Vendor fails,2026-01-05,Ann,High,Open\n3,Assumption,Budget holds,2026-01-05,Ann,Low,Open"
    )
    assert (found.kind, found.certainty) == ("risks", "sure")
    assert mapping(found)["summary"] == "Description"


def test_registers_without_numbers_are_numbered_by_their_titles() -> None:
    (found,) = recognised(
        "Decision,Date,Decided by,Rationale\nUse cloud,2026-01-05,Board,Cheaper", file="log.csv"
    )
    assert found.kind == "decisions"
    assert mapping(found)["identifier"] == "Decision"


def test_working_hours_by_day_are_a_calendar() -> None:
    (found,) = recognised(
        "Calendar,Day,From,To\nService desk,Monday,08:00,17:00\nService desk,Tuesday,08:00,17:00"
    )
    assert found.kind == "calendars"
    assert {"opens": "From", "closes": "To", "weekdays": "Day"}.items() <= mapping(found).items()


def test_orders_and_invoices_in_other_languages() -> None:
    (order,) = recognised(
        "Nº pedido;Proveedor;Fecha de pedido;Importe;Moneda\n45;Nordwind;25/03/2026;10;EUR", delimiter=";"
    )
    assert (order.kind, mapping(order)["net_value"]) == ("purchase_orders", "Importe")
    (order,) = recognised(
        "N° commande;Fournisseur;Date de commande;Montant HT\n45;Nordwind;25/03/2026;10", delimiter=";"
    )
    assert (order.kind, mapping(order)["net_value"]) == ("purchase_orders", "Montant HT")


def test_an_assessment_of_a_ticket_is_an_answer_and_no_incident() -> None:
    (found,) = recognised(
        "Number,Assigned to,Taken on,State,Metric,Actual value,Task\n"
        "AINST1,Ann,2026-03-25 10:00:00,Complete,Satisfied?,5,INC1"
    )
    assert (found.kind, mapping(found)["csat"]) == ("survey_responses", "Actual value")


LOCAL_COUNTS = [
    ("Nummer", "Geöffnet", "Anzahl Neuzuweisungen", "Anzahl Wiedereröffnungen", "Lösungszeit"),
    ("Numéro", "Ouvert", "Nombre de réaffectations", "Nombre de réouvertures", "Temps de résolution"),
    ("Número", "Abierto", "Recuento de reasignaciones", "Recuento de reaperturas", "Tiempo de resolución"),
    ("Número", "Aberto", "Contagem de reatribuições", "Contagem de reaberturas", "Tempo de resolução"),
    ("Numero", "Aperto", "Numero di riassegnazioni", "Numero di riaperture", "Tempo di risoluzione"),
]


@pytest.mark.parametrize("headings", LOCAL_COUNTS)
def test_counts_and_durations_of_tickets_are_known_in_every_language(headings):
    result, rows = loaded(f"{','.join(headings)}\nINC0012345,2026-05-01 10:00,2,1,3600")
    assert result.error is None
    assert columns_of(rows, "reassignments", "reopens", "calendar_duration") == [(2, 1, 3600)]


NOTATIONS = ["1d 2h 30m", "26:30", "26:30:00", "PT26H30M", "26 Stunden 30 Minuten", "1 day, 2:30:00", "1.02:30:00",
             "1 jour 2 heures 30 minutes", "1 Día 2 Horas 30 Minutos"]  # fmt: skip


@pytest.mark.parametrize("text", NOTATIONS)
def test_a_column_of_durations_is_one_in_every_notation(text):
    result, rows = loaded(
        f"Ticket|Created|Status|Duration\nT-1|2026-05-01 10:00|Closed|{text}", delimiter="|"
    )
    assert result.error is None
    assert columns_of(rows, "calendar_duration") == [(95_400,)]


def test_the_company_of_the_caller_is_the_client():
    text = "number,opened_at,state,caller_id.company.name\nINC0012345,2026-05-01 10:00,New,ACME"
    assert columns_of(loaded(text)[1], "client") == [("ACME",)]


ABROAD = [
    ("Número do pedido;Linha;Fornecedor;Data do pedido;Valor líquido\n45;1;Nordwind;25/03/2026;1.234,50",
     "purchase_orders", "net_value"),
    ("Numero fattura;Fornitore;Data fattura;Scadenza;Importo totale\nR1;Nordwind;25/03/2026;25/04/2026;1.234,50",
     "invoices", "amount"),
    ("Centre de coûts;Nature comptable;Date comptable;N° pièce;Val./devise objet\n4711;6540;25/03/2026;9;1.234,50",
     "actuals", "amount"),
    ("Centro de custo;Classe de custo;Data de lançamento;Nº documento;Valor\n4711;6540;25/03/2026;9;1.234,50",
     "actuals", "amount"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "column"), ABROAD)
def test_orders_invoices_and_ledgers_of_other_languages_load(text, kind, column):
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, result.questions, result.cells_refused) == (kind, [], 0)
    assert columns_of(rows, column) == [(1234.5,)]


@pytest.mark.parametrize("headings", ["Projet;Jalon;Date prévue;Date estimée;Date réelle",
                                      "Progetto;Traguardo;Data pianificata;Data prevista;Data effettiva",
                                      "Projeto;Marco;Data planejada;Data prevista;Data real"])  # fmt: skip
def test_milestones_of_other_languages_have_all_their_dates(headings):
    text = f"{headings}\nApollo;Go-live;13/03/2026;14/03/2026;15/03/2026"
    result, rows = loaded(text, delimiter=";")
    assert (result.kind, result.questions) == ("milestones", [])
    assert columns_of(rows, "baseline", "forecast", "actual") == [("2026-03-13", "2026-03-14", "2026-03-15")]


def test_a_subtotal_named_where_others_have_a_number_is_no_row() -> None:
    lines = ["Invoice no,Invoice date,Amount,Currency"]
    for vendor, first in (("Dell Inc", 10), ("Contoso Ltd", 20)):
        rows = [f"R{n},2026-01-{n},{n},EUR" for n in range(first, first + 6)]
        lines += [f"{vendor},,,", *rows, f"Subtotal {vendor},,{sum(range(first, first + 6))},EUR"]
    result, found = loaded("\n".join(lines))
    assert (len(found), result.skipped["total"], result.skipped["title of a section"]) == (12, 2, 2)
    assert found["amount"].sum() == sum(range(10, 16)) + sum(range(20, 26))


def test_receipts_that_name_their_order_are_receipts() -> None:
    head = "GRN No,PO No,PO Line,Receipt Date,Supplier,Item,Qty Received,Unit,Value,Currency"
    rows = [f"G{i},7001,{i},2026-02-{i + 10},Dell,Laptop,2,EA,1200.5,GBP" for i in range(1, 6)]
    assert recognised("\n".join([head, *rows]))[0].kind == "goods_receipts"


def test_rows_without_a_cell_in_one_of_two_tables_are_not_refused_there() -> None:
    invoices = [f"R{i},Dell,2026-01-{i:02d},{i}0.5,EUR" for i in range(1, 9)]
    rates = ["USD,0.92,2026-01-31", "GBP,1.17,2026-01-31"]
    beside = [f"{row},,{rates[i] if i < 2 else ',,'}" for i, row in enumerate(invoices)]
    head = "Invoice no,Supplier,Invoice date,Amount,Currency,,Currency,Rate to EUR,As of"
    kinds = {one.kind: one for one in recognised("\n".join([head, *beside]))}
    assert len([s for s in kinds["exchange_rates"].skip if s.why == "blank beside another table"]) == 6


def test_tasks_of_a_plan_without_numbers_are_told_apart_by_name_or_name_and_start() -> None:
    head = "Task Name,Duration,Start,Finish,Predecessors,% Complete"
    phases = [
        f"{name},5d,2026-0{n}-0{day},2026-0{n}-09,,50%"
        for n in (1, 2, 3)
        for day, name in ((1, "Build"), (5, "Test"))
    ]
    result, found = loaded("\n".join([head, *phases]), answers={"project": "Relaunch"})
    assert (result.kind, len(found)) == ("plan_items", 6)
    once = [row for row in phases if "2026-01" in row]
    _, found = loaded("\n".join([head, *once]), answers={"project": "Relaunch"})
    assert sorted(found["item"]) == ["Build", "Test"]


def test_marks_of_planning_tools_behind_a_day_are_no_part_of_it() -> None:
    head = "Activity ID,Activity Name,Start,Finish,Activity % Complete"
    rows = [f"A{n}0,Task {n},{n:02d}-Jan-26{' A' if n < 3 else '*'},2{n}-Jan-26,50%" for n in range(1, 6)]
    result, found = loaded("\n".join([head, *rows]), answers={"project": "Relaunch"})
    assert (result.kind, result.cells_refused) == ("plan_items", 0)
    assert sorted(str(day)[:10] for day in found["start"]) == [f"2026-01-0{n}" for n in range(1, 6)]
