"""Every real export is recognised as what it is; what is no table of records is said to be none."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from data_loaders.reading import Sheet, read
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition
from tests.data_loaders.sheets import mapping

SNOW, ITIL, JIRA = "01_servicenow", "02_itil_event_logs", "03_jira"
DESK, MONEY, SURVEY = "04_helpdesk", "05_finance", "06_surveys"
SAP, UK, PHILA = (
    f"{MONEY}/sap_gbi_technical_names",
    f"{MONEY}/uk_public_body_spend",
    f"{MONEY}/philadelphia_city_budget",
)

KNOWN = [
    (f"{SNOW}/snow_demo_instance_exports/incident.xlsx", "incidents", "servicenow",
     {"number": "Number", "opened": "Opened", "caller": "Caller", "updated": "Updated",
      "short_text": "Short description"}),
    (f"{SNOW}/snow_demo_instance_exports/change_request.xlsx", "changes", "servicenow",
     {"number": "Number", "opened": "Opened", "state": "State", "assignment_group": "Assignment group"}),
    (f"{SNOW}/snow_ticket_dashboard/incident.csv", "incidents", "servicenow",
     {"number": "number", "opened": "opened_at", "updated": "sys_updated_on", "caller": "caller_id"}),
    (f"{SNOW}/snow_ticket_dashboard/sc_task.csv", "requests", "servicenow",
     {"number": "number", "opened": "opened_at", "state": "state"}),
    (f"{SNOW}/uci_incident_event_log/incident_event_log_small.csv", "incidents", "servicenow",
     {"number": "number", "opened": "opened_at", "resolved": "resolved_at", "closed": "closed_at",
      "updated": "sys_updated_at", "tool_sla_met": "made_sla", "reopens": "reopen_count", "state": "incident_state",
      "reassignments": "reassignment_count", "priority_label": "priority", "caused_by_change": "caused_by"}),
    (f"{ITIL}/bpi2013_volvo/BPI2013_closed.csv", "problems", "volvo",
     {"number": "case:concept:name", "updated": "time:timestamp", "state": "concept:name"}),
    (f"{ITIL}/bpi2013_volvo/problems_closed-cleaned.csv", "problems", "volvo",
     {"number": "Problem Number", "updated": "Problem Change Date+Time", "state": "Status", "impact": "Latest Impact"}),
    (f"{ITIL}/bpi2013_volvo/problems_open-cleaned.csv", "problems", "volvo",
     {"number": "Problem Number", "updated": "Change Date", "state": "Problem Status"}),
    (f"{JIRA}/jira_cloud_en_student/Jira.csv", "work_items", "jira",
     {"item": "Issue key", "created": "Created", "done": "Resolved", "status_category": "Status Category",
      "labels": "Labels", "size": "Custom field (Story Points)", "project": "Project key"}),
    (f"{JIRA}/jira_service_management_es/Jira.csv", "incidents", "jira",
     {"number": "Clave de incidencia", "opened": "Creada", "state": "Estado", "short_text": "Resumen",
      "response_time_left": "Campo personalizado (Time to first response)"}),
    (f"{JIRA}/devlake_jira_e2e/_tool_jira_issues.csv", "work_items", "devlake",
     {"item": "issue_key", "created": "created", "done": "resolution_date", "state": "status_name"}),
    (f"{DESK}/glpi_fr_tiny/glpi.csv", "incidents", "glpi",
     {"number": "ID", "opened": "Date d'ouverture", "updated": "Dernière modification", "state": "Statut"}),
    (f"{DESK}/kaggle_customer_support/customer_support_tickets.csv", "incidents", "customer_support",
     {"number": "Ticket_ID", "first_response": "First_Response_Time", "resolved": "Time_to_Resolution",
      "satisfaction_label": "Customer_Satisfaction_Rating"}),
    (f"{MONEY}/cz_ministry_invoices/spending-mfcr-data-2011.csv", "invoices", "czech_ministry",
     {"invoice": "Cislo faktury", "line": "Cislo radku", "amount": "Castka - radek", "document_amount": "Castka",
      "vendor": "Dodavatel", "invoice_date": "Datum vystaveni", "paid": "Datum uhrady"}),
    (f"{MONEY}/my_procurement_demo/invoice_tracker.xlsx", "invoices", "procurement_workbook",
     {"invoice": "Invoice No", "purchase_order": "PO Reference", "net_amount": "Subtotal (RM)",
      "amount": "Total (RM)"}),
    (f"{MONEY}/my_procurement_demo/purchase_orders.xlsx", "purchase_orders", "procurement_workbook",
     {"purchase_order": "PO Number", "document_date": "PO Date", "net_price": "Unit Price (RM)"}),
    (f"{MONEY}/my_procurement_demo/procurement_data_2026.xlsx", "purchase_orders", "procurement_workbook",
     {"purchase_order": "PO Number", "document_date": "Date", "vendor": "Vendor"}),
    (f"{MONEY}/my_procurement_demo/vendor_performance_2026.xlsx", "portfolio", "master_list", {"name": "Vendor Name"}),
    (f"{MONEY}/my_procurement_demo/budget_2026.xlsx", "budget", None, {"category": "Category"}),
    (f"{PHILA}/budget_in_brief/FY06.xlsx", "budget", None, {"category": "Category", "service": "Department"}),
    (f"{PHILA}/budget_in_brief/FY13.xlsx", "budget", None, {"category": "Category", "service": "Department"}),
    (f"{PHILA}/qcmr_cash/FY07_Q1-pg-1.csv", "budget", None, {"line": "Column A"}),
    (f"{SAP}/EKKO.csv", "document_headers", "sap", {"document": "EBELN", "vendor_number": "LIFNR",
                                                    "document_date": "BEDAT", "exchange_rate": "WKURS"}),
    (f"{SAP}/EKPO.csv", "purchase_orders", "sap", {"purchase_order": "EBELN", "item": "EBELP", "net_price": "NETPR",
                                                   "price_unit": "PEINH", "net_value": "NETWR"}),
    (f"{SAP}/EKPO_Pirates.csv", "purchase_orders", "sap", {"purchase_order": "EBELN", "item": "EBELP"}),
    (f"{SAP}/MKPF.csv", "document_headers", "sap", {"document": "MBLNR", "posting_date": "BUDAT"}),
    (f"{SAP}/MSEG.csv", "goods_receipts", "sap", {"purchase_order": "EBELN", "movement": "BWART",
                                                  "quantity": "ERFMG", "amount": "DMBTR"}),
    (f"{SAP}/MSEG_Pirates.csv", "goods_receipts", "sap", {"document": "MBLNR", "movement": "BWART"}),
    (f"{SAP}/BKPF.csv", "document_headers", "sap", {"document": "BELNR", "fiscal_year": "GJAHR", "type": "BLART"}),
    (f"{SAP}/BKPF_Pirates.csv", "document_headers", "sap", {"document": "BELNR"}),
    (f"{SAP}/BSEG.csv", "actuals", "sap", {"document": "BELNR", "document_line": "BUZEI", "amount": "WRBTR",
                                           "amount_local": "DMBTR", "account_type": "KOART"}),
    (f"{SAP}/BSEG_Pirates.csv", "actuals", "sap", {"document": "BELNR", "amount_local": "DMBTR"}),
    (f"{UK}/cabinetoffice/2019-06.csv", "actuals", "public_spend",
     {"vendor": "Supplier", "posting_date": "Date", "amount": "Amount", "document": "Transaction number"}),
    (f"{UK}/calderdale/2014-10-card.csv", "actuals", "public_spend",
     {"vendor": "Supplier Name", "posting_date": "Transaction Date", "amount": "Net Amount"}),
    (f"{UK}/calderdale/2019-02.csv", "actuals", "public_spend",
     {"vendor": "Supplier(Beneficiary) Name", "posting_date": "Date", "amount": "Net Amount"}),
    (f"{UK}/gateshead/2010-12.csv", "actuals", "public_spend",
     {"vendor": "Supplier Text", "posting_period": "Period", "amount": "Amount"}),
    (f"{UK}/harrogate/2019-11.csv", "actuals", "public_spend",
     {"vendor": "Supplier Name", "posting_date": "Payment Date", "amount": "Net Amount"}),
    (f"{UK}/salford/2017-02.csv", "actuals", "public_spend",
     {"vendor": "Supplier Name", "posting_date": "Date of Payment", "amount": "Net", "gross_amount": "Gross"}),
    *((f"{UK}/leeds_raw/{month}.csv", "actuals", "public_spend",
       {"amount": amount, "posting_date": "Date paid"})
      for month, amount in (("2010-12", "Net amount"), ("2011-01", "Net Amount"), ("2011-02", "Net Amount"),
                            ("2011-03", "Net amount"), ("2012-01", "Net amount"), ("2012-09", "Net amount"))),
    (f"{SURVEY}/nps_product_survey/nps_survey.csv", "survey_responses", None,
     {"response": "id", "responded": "surveyed_at", "nps": "score"}),
    (f"{SURVEY}/qualtrics_voting_study/qualtrics_text.csv", "survey_responses", "qualtrics",
     {"response": "ResponseId", "responded": "RecordedDate", "progress": "Progress"}),
    (f"{SURVEY}/fivethirtyeight_surveymonkey/StarWars.csv", "survey_responses", "surveymonkey",
     {"response": "RespondentID"}),
    (f"{SURVEY}/fivethirtyeight_surveymonkey/flying-etiquette.csv", "survey_responses", "surveymonkey",
     {"response": "RespondentID"}),
]  # fmt: skip

NOT_DATA = [
    f"{ITIL}/bpi2013_volvo/func_org_line.csv",
    f"{ITIL}/bpi2014_rabobank/04.a.Detail_Incident_AtOpen.csv",
    f"{ITIL}/bpi2014_rabobank/05.00 Incident Data.csv",
    f"{JIRA}/devlake_jira_e2e/_raw_jira_api_issues.csv",
    f"{JIRA}/devlake_jira_e2e/_raw_jira_api_worklogs.csv",
    f"{JIRA}/devlake_jira_e2e/_raw_pagerduty_incidents.csv",
    f"{JIRA}/devlake_jira_e2e/issue_changelogs.csv",
    f"{MONEY}/budget_like_workbooks/begrotingsanalyse-2011.csv",
    f"{MONEY}/budget_like_workbooks/simple-monthly-budget.xlsx",
    f"{PHILA}/qcmr_obligations/FY11_Q1-pg-1.csv",
    f"{SAP}/KONV.csv",
    f"{MONEY}/us_omb_historical_tables/2019/hist01z1.xlsx",
    f"{MONEY}/us_omb_historical_tables/varlist.csv",
]


@cache
def sheets(path: Path) -> tuple[Sheet, ...]:
    return read(path).sheets


def first(shared_data: Path, file: str) -> Recognition:
    path = shared_data / file
    return recognise(sheets(path)[0], file=path.name, known={}, answers={})[0]


@pytest.mark.parametrize(("file", "kind", "tool", "headings"), KNOWN, ids=[entry[0] for entry in KNOWN])
def test_a_real_export_is_recognised(
    shared_data: Path, file: str, kind: str, tool: str | None, headings: dict[str, str]
) -> None:
    found = first(shared_data, file)
    assert (found.kind, found.tool, found.certainty) == (kind, tool, "sure")
    assert headings.items() <= mapping(found).items()
    names = [name for _, name in found.unmapped]
    assert len(names) == len(set(names)), "columns kept aside can be told apart"
    cells = [cell for a in found.assignments if a.column.reads is None for cell in a.cells]
    kept = {cell for cell, _ in found.unmapped}
    assert not kept & set(cells), "no column is both taken and kept aside"


@pytest.mark.parametrize("file", NOT_DATA)
def test_what_holds_no_records_is_not_loaded(shared_data: Path, file: str) -> None:
    found = first(shared_data, file)
    assert found.kind is None
    assert found.certainty == "unknown"


def test_a_table_of_years_waits_for_what_its_amounts_are(shared_data: Path) -> None:
    found = first(shared_data, f"{MONEY}/us_omb_historical_tables/2019/hist03z1.xlsx")
    assert (found.kind, [question.name for question in found.questions]) == ("budget", ["version"])


def test_every_column_of_every_file_is_taken_or_kept(shared_data: Path) -> None:
    for file, *_ in KNOWN:
        sheet = sheets(shared_data / file)[0]
        found = first(shared_data, file)
        filled = {int(n[1:]) for n in sheet.rows.column_names if n[0] == "c"
                  and sheet.rows.column(n).null_count < sheet.rows.num_rows}  # fmt: skip
        beside = {part.cell for part in found.reshape.parts} if found.reshape else set()
        beside |= {total.cell for total in found.reshape.totals} if found.reshape else set()
        taken = {c for a in found.assignments for c in a.cells} | {c for c, _ in found.unmapped} | beside
        assert filled <= taken or found.left_out, f"{file}: {filled - taken}"


def test_a_summary_sheet_is_not_loaded_beside_its_data(shared_data: Path) -> None:
    path = shared_data / PHILA / "budget_in_brief" / "FY13.xlsx"
    data, summary = (recognise(sheet, file=path.name, known={}, answers={})[0] for sheet in sheets(path))
    assert data.kind == "budget"
    assert any("pivot table" in text and "K–M" in text for text in data.left_out)
    assert summary.kind is None
    assert "count twice" in summary.reasons[0]


def test_totals_of_a_cash_report_are_not_lines(shared_data: Path) -> None:
    found = first(shared_data, f"{PHILA}/qcmr_cash/FY07_Q1-pg-1.csv")
    skipped = {skipped.text for skipped in found.skip}
    assert {"Total Current Revenue", "TOTAL CASH RECEIPTS", "Current Year Appropriation", "TOTAL DISBURSEMENTS",
            "CLOSING BALANCE"} <= skipped  # fmt: skip
    assert found.reshape is not None
    months = [part.constants[0] for part in found.reshape.parts]
    assert months[0] == "2006-07-01"
    assert months[-1] == "2007-06-01"
    assert [question.name for question in found.questions] == ["version"]


def test_a_line_that_only_begins_with_total_stays_a_line(shared_data: Path) -> None:
    found = first(shared_data, f"{PHILA}/qcmr_cash/FY12_Q4-pg-1.csv")
    assert not any("Wage, Earnings" in skipped.text for skipped in found.skip)
    assert any(skipped.why == "headings repeated in the body" for skipped in found.skip)


def test_pricing_conditions_and_support_lines_say_why_they_are_not_needed(shared_data: Path) -> None:
    assert "KONV" in first(shared_data, f"{SAP}/KONV.csv").reasons[0]
    assert "raw answers" in first(shared_data, f"{JIRA}/devlake_jira_e2e/_raw_jira_api_issues.csv").reasons[0]


def test_an_incident_file_without_numbers_says_what_it_lacks(shared_data: Path) -> None:
    found = first(shared_data, f"{ITIL}/bpi2014_rabobank/05.00 Incident Data.csv")
    assert found.looks_most_like == "incidents"
    assert "Number" in found.missing
