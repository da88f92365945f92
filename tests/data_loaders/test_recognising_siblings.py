"""Further exports of tools known already, and tables that only look like them."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised

_EVENTS = (
    "org:group,resource country,organization country,org:resource,organization involved,org:role,concept:name,impact,"
    "product,lifecycle:transition,time:timestamp,case:concept:name"
)


def _events(last: str) -> str:
    rows = [
        f"A2,France,fr,Ann,V13,A2_4,{state},High,P1,{step},2012-03-0{i + 1} 08:00:00+00:00,1-36428{number}"
        for number in (1, 2, 3)
        for i, (state, step) in enumerate((("Accepted", "In Progress"), ("Completed", last)))
    ]
    return "\n".join([_EVENTS, *rows])


def test_incidents_and_problems_under_the_same_headings_are_told_by_their_steps() -> None:
    result, rows = loaded(_events("In Call"))
    assert (result.kind, result.rows_loaded, result.rows_superseded) == ("incidents", 3, 3)
    assert set(rows["number"]) == {"1-364281", "1-364282", "1-364283"}
    assert recognised(_events("Unmatched"))[0].kind == "problems"


def test_calls_to_a_service_desk_last_seconds_and_not_hours() -> None:
    head = (
        "CI Name (aff);CI Type (aff);Interaction ID;Status;Priority;Category;Open Time (First Touch);Close Time;"
        "First Call Resolution;Handle Time (secs);Related Incident"
    )
    rows = [
        f"SUB1;application;SD000000{i};Closed;4;incident;0{i}-02-2014 08:00;0{i}-02-2014 09:00;N;120;IM1"
        for i in range(1, 6)
    ]
    result, found = loaded(
        "\n".join([head, *rows, rows[-1].replace("0000005", "0000006").replace("05-02", "25-02")]),
        delimiter=";",
    )
    assert (result.kind, result.tool, result.rows_loaded) == ("incidents", "rabobank", 6)
    assert set(found["calendar_duration"]) == {120}


_PEOPLE = (
    "id,email,full_name,user_name,organization,created_date,status\n"
    "jira:1,a@example.com,Ann,ann,,2024-01-02,0\njira:2,b@example.com,Ben,ben,,2024-01-03,0"
)


def test_accounts_of_a_tool_are_no_tickets() -> None:
    assert recognised(_PEOPLE)[0].kind is None


def test_tickets_with_the_address_of_their_caller_are_tickets() -> None:
    result, rows = loaded(
        "id,email,full_name,subject,created_date,status\n1,a@example.com,Ann,Printer,2024-01-02,Open\n"
        "2,b@example.com,Ben,VPN,2024-01-03,Closed"
    )
    assert (result.kind, result.rows_loaded) == ("incidents", 2)
    assert sorted(rows["short_text"]) == ["Printer", "VPN"]


def test_bookings_with_a_number_of_their_own_are_no_work_items() -> None:
    table = (
        "connection_id,issue_id,worklog_id,author_id,time_spent,time_spent_seconds,updated,started\n"
        "2,10063,1,5e9,1d,28800,2020-06-14,2020-06-12\n2,10063,2,5e9,1d,28800,2020-06-15,2020-06-13"
    )
    assert recognised(table)[0].kind is None


def test_lists_of_boards_are_no_tickets() -> None:
    table = "id,name,description,url,created_date,type\njira:1,EE,,,2024-01-02,scrum\njira:2,FF,,,2024-01-03,kanban"
    assert recognised(table)[0].kind is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Payments over 20k Q1 2022", "actuals"), ("Suppliers Q1 2022", None), ("Payments", None)],
)
def test_the_title_of_a_register_of_payments_says_when_they_were_made(name: str, kind: str | None) -> None:
    table = "Supplier;Description;Total €;Paid (Y/N)\nNordwind;IT;23,437.91;Yes\nHarbour;IT;40,000.00;Yes"
    found = recognised(table, delimiter=";", name=name)[0]
    assert found.kind == kind
    if kind:
        result, rows = loaded(table, delimiter=";", file=f"{name}.csv")
        assert result.rows_loaded == 2
        assert rows["amount"].sum() == pytest.approx(63437.91)
        assert set(rows["posting_period"]) == {"Q1 2022"}


def test_a_card_register_counts_what_was_billed() -> None:
    result, rows = loaded(
        "Directorate,Transaction Date,Merchant Name,Original Gross Amt,Original Cur,Billing Gross Amt,"
        "Billing Cur Code\n"
        "CITY,13/10/2014,AMAZON,16.00,USD,10.00,GBP\nCITY,14/10/2014,AMAZON,32.00,USD,20.00,GBP"
    )
    assert (result.kind, rows["amount"].sum(), set(rows["currency"])) == ("actuals", 30.0, {"GBP"})


def test_a_czech_register_of_invoices_is_read() -> None:
    result, rows = loaded(
        "Číslo faktury;Dodavatel;Předmět plnění;Částka s DPH;Měna;Datum přijetí;Datum splatnosti;Datum úhrady\n"
        "2015001;Alfa;Papír;1210,50;CZK;13.3.2015;27.3.2015;26.3.2015\n"
        "2015002;Beta;Papír;2420,00;CZK;14.3.2015;28.3.2015;27.3.2015",
        delimiter=";",
    )
    assert (result.kind, rows["amount"].sum()) == ("invoices", pytest.approx(3630.5))


def test_lines_of_invoices_without_a_day_are_invoices_and_postings_are_not() -> None:
    head = "MANDT,BELNR,GJAHR,BUZEI,EBELN,EBELP,WRBTR,MENGE,SHKZG"
    rows = "\n670,5105600001,2018,000001,4500000001,00010,100.00,2,S"
    rows += "\n670,5105600001,2018,000002,4500000001,00020,40.00,1,H"
    result, found = loaded(head + rows)
    assert (result.kind, sorted(found["net_amount"])) == ("invoices", [-40.0, 100.0])
    assert recognised(head.replace("MENGE", "DMBTR") + rows)[0].kind == "actuals"


def test_what_is_projected_stands_beside_what_was_spent() -> None:
    result, rows = loaded(
        "Personal budget 2026\nHOUSING,Projected Cost,Actual Cost,Difference\nRent,900,910,-10\nPhone,40,35,5\n"
        "Subtotals,940,945,-5"
    )
    assert (result.kind, result.skipped["total"]) == ("budget", 1)
    assert sorted(columns_of(rows, "version", "amount")) == [
        ("actual", 35.0), ("actual", 910.0), ("budget", 40.0), ("budget", 900.0)
    ]  # fmt: skip


def test_the_group_of_a_recommendation_is_not_the_score() -> None:
    head = "StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,Q1_NPS_GROUP,Q1"
    asked = "How likely are you to recommend us to a friend?"
    texts = f"Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,{asked} - Group,{asked}"
    imports = ",".join(['{"ImportId":"x"}'] * 9)
    rows = [
        f"2021-07-01 08:00:00,2021-07-01 08:04:00,0,100,1,2021-07-01 08:04:00,R_{i:04d},{1 + (i > 6)},{i % 11}"
        for i in range(30)
    ]
    result, found = loaded("\n".join([head, texts, imports, *rows]))
    assert (result.kind, result.rows_loaded) == ("survey_responses", 30)
    assert sorted(found["nps"])[:3] == [0, 0, 0]


def test_a_score_called_one_is_asked_about_among_many_other_columns() -> None:
    names = "Unique id,channel_name,category,Sub-category,Order_id,Item,City,Colour,Agent_name,Supervisor,Manager,Shift"
    rows = [f"u{i},In,Returns,x,o{i},y,z,red,Ann,Ben,Cid,Day,0{i}-Aug-23,{i % 5 + 1}" for i in range(1, 9)]
    (found,) = recognised("\n".join([f"{names},Survey_response_Date,CSAT Score", *rows]))
    assert found.certainty == "unsure" or found.kind == "survey_responses"


def test_answers_under_numbers_of_questions_are_answers() -> None:
    result, _ = loaded(
        ",StartDate,EndDate,q0001,q0002\n1,5/13/18 4:01,5/13/18 4:06,Very,Not\n2,5/14/18 4:01,5/14/18 4:06,Not,Very"
    )
    assert (result.kind, result.rows_loaded) == ("survey_responses", 2)


def test_schedule_lines_do_not_take_the_place_of_order_lines() -> None:
    table = "MANDT,EBELN,EBELP,EINDT,MENGE,WEMNG\n670,4500000000,10,04/13/2018,1.000,1.000"
    assert recognised(table)[0].kind is None
    lines = "MANDT,EBELN,EBELP,EINDT,MENGE,WEMNG,NETPR\n670,4500000000,10,04/13/2018,5,5,2.50"
    assert recognised(lines)[0].kind == "purchase_orders"


def test_a_quarter_between_two_years_is_said_to_be_left_out() -> None:
    years = "1974,1975,1976,TQ,1977,1978"
    rows = [
        f"{name},1,2,3,{quarter},5,6"
        for name, quarter in (("Agriculture", 4), ("Commerce", 7), ("Defense", 9))
    ]
    (found,) = recognised(f"Outlays by agency (actual)\nAgency,{years}\n" + "\n".join(rows))
    assert found.kind == "budget"
    assert any("“TQ” names no period" in text for text in found.left_out)
    (whole,) = recognised(
        (f"Outlays by agency (actual)\nAgency,{years}\n" + "\n".join(rows)).replace("TQ", "1973")
    )
    assert not whole.left_out


def test_the_day_of_clearing_stands_for_the_day_of_payment_where_there_is_no_other() -> None:
    head = "Organisation,Vendor Name,Expense Type,Clearing Date,Amount in LC"
    rows = "\nBarnet,Nordwind,Fees,13/03/2019,100.50\nBarnet,Harbour,Fees,14/03/2019,20.00"
    result, found = loaded(head + rows, file="Expenditure Mar 2019.csv")
    assert result.kind == "actuals"
    assert [f"{day:%m-%d}" for day in found["posting_date"]] == ["03-13", "03-14"]


def test_projects_with_planned_days_are_no_changes() -> None:
    head = "Number,Project name,Overall health,Planned start date,Planned end date,Planned cost,State"
    rows = "\nPRJ0010001,Move,Green,2026-01-05,2026-05-05,900,Open\nPRJ0010002,Exit,Red,2026-02-05,2026-06-05,80,Open"
    assert recognised(head + rows)[0].kind != "changes"
    changes = head.replace("Project name,Overall health", "Short description,Risk").replace(
        "Planned cost", "Type"
    )
    assert recognised(changes + rows.replace("PRJ", "CHG"))[0].kind == "changes"


def test_requests_by_the_heading_of_their_number_and_the_name_of_the_file_are_asked_about() -> None:
    table = (
        "SR_Number,Category,Priority,Created_Date,Closed_Date,Status\nSR1,Hardware,Medium,2017-02-14,2017-02-15,Closed\n"
        "SR2,Hardware,Low,2017-02-15,,Open"
    )
    (found,) = recognised(table, name="service_requests")
    assert found.kind == "requests" or "kind" in {question.name for question in found.questions}
    assert recognised(table, name="tickets")[0].kind == "incidents"


def test_orders_of_a_czech_office_are_orders() -> None:
    result, rows = loaded(
        "Číslo objednávky;Dodavatel;IČ;Předmět;Cena bez DPH;Datum objednávky\n"
        "OBJ1;Alfa;45000001;Licence;1000,50;13.3.2017\nOBJ2;Beta;45000002;Licence;99,50;14.3.2017",
        delimiter=";",
    )
    assert (result.kind, rows["net_value"].sum()) == ("purchase_orders", 1100.0)


def _register(names: str, day: str = "13/05/2021") -> str:
    rows = [f"Housing,Nordwind {i},{day.replace('13', str(13 + i))},{i}00.50" for i in range(1, 7)]
    return "\n".join([names, *rows])


@pytest.mark.parametrize(
    "names",
    [
        "Department,Payee,Effective Date,Net Payment", "Faculty,Supplier,Posting Date,Net Value GBP",
        "Cardholder Directorate,Supplier,Trans Date,Trans Amount", "Category,Creditor Name,BACS Date,Amount Paid",
    ],
)  # fmt: skip
def test_a_supplier_a_day_and_an_amount_that_was_paid_are_a_register_of_payments(names: str) -> None:
    result, rows = loaded(_register(names))
    assert (result.kind, result.rows_loaded, rows["amount"].sum()) == ("actuals", 6, pytest.approx(2103))


@pytest.mark.parametrize(
    "names",
    [
        "Department,Supplier,Order Date,Amount",
        "Department,Supplier,Start Date,Amount",
        "Dept,Name,Hired,Salary",
    ],
)
def test_other_amounts_of_suppliers_are_asked_about_or_left(names: str) -> None:
    assert all(found.kind is None or found.certainty != "sure" for found in recognised(_register(names)))


def test_estimated_and_actual_costs_are_a_budget_and_hours_are_none() -> None:
    costs = "Item,Estimated Cost,Actual Cost,Variance\nVenue,5000,5200,-200\nFood,3000,2800,200"
    result, rows = loaded(costs, answers={"year": "2026"})
    assert result.kind == "budget"
    assert ("actual", 2800.0) in columns_of(rows, "version", "amount")
    assert recognised(costs.replace("Cost", "Hours"))[0].kind != "budget"


def test_claims_with_an_amount_are_not_taken_for_tickets_without_asking() -> None:
    rows = [f"EXP-{i:03d},2026-01-{i:02d},Ahmad,Travel,{i}0.50,Approved,2026-02-{i:02d}" for i in range(1, 9)]
    claims = "\n".join(["Claim No,Claim Date,Employee,Category,Amount (RM),Status,Paid Date", *rows])
    assert all(found.kind != "incidents" or found.certainty != "sure" for found in recognised(claims))
