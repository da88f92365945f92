"""Registers and plans in headings of their own are read by their words; what says more is left alone."""

from __future__ import annotations

import pytest

from data_loaders.recognising_heading_words import by_words
from tests.data_loaders.sheets import columns_of, loaded


@pytest.mark.parametrize(
    ("kind", "heading", "column"),
    [
        ("risks", "inherent_probability", "probability"), ("risks", "Likelihood Score", "probability"),
        ("risks", "Current Impact Rating", "impact"), ("risks", "Mitigation_Strategy", "response"),
        ("risks", "mitigation_due_date", "mitigation_due"), ("risks", "TargetDate", "mitigation_due"),
        ("risks", "mitigation_owner", "owner"), ("risks", "Identified_Date", "raised"),
        ("risks", "Date Logged", "raised"), ("risks", "Risk Ref", "identifier"),
        ("risks", "Expected Loss Value USD", "cost_impact"), ("risks", "Current status", "status"),
        ("decisions", "decision_date", "decided"), ("decisions", "Decision Maker(s)", "decided_by"),
        ("decisions", "recommended_action", "summary"), ("decisions", "action_taken", "outcome"),
        ("decisions", "Why", "reason"),
        ("milestones", "project_id", "project"), ("milestones", "Revised Finish", "forecast"),
        ("milestones", "Original completion date", "baseline"), ("milestones", "Actual delivery date", "actual"),
        ("portfolio", "planned_end_date", "end"), ("portfolio", "Project Start", "start"),
        ("portfolio", "current_status", "status"), ("portfolio", "Contract manager", "owner"),
        ("plan_items", "current_start", "start"), ("plan_items", "BL1 Finish", "baseline_finish"),
        ("plan_items", "Activity % Complete", "percent_complete"), ("plan_items", "completion_pct", "percent_complete"),
        ("plan_items", "Original Duration", "duration_days"), ("plan_items", "Predecessor Act", "predecessors"),
        ("plan_items", "Actual End Date", "actual_finish"), ("plan_items", "Resource", "owner"),
    ],
)  # fmt: skip
def test_the_words_of_a_heading_say_which_column_of_a_register_it_is(
    kind: str, heading: str, column: str
) -> None:
    assert [name for name, _, _ in by_words(heading, kind)] == [column]


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("risks", "Next review date"), ("risks", "Mitigation status"), ("risks", "Schedule Exposure Days"),
        ("risks", "Risk Type"), ("portfolio", "client_id"), ("portfolio", "Actual start"),
        ("decisions", "Decision type"), ("milestones", "Planned start"),
        ("plan_items", "Remaining duration"), ("plan_items", "Baseline start"), ("plan_items", "Constraint date"),
    ],
)  # fmt: skip
def test_a_heading_that_says_more_is_left_alone(kind: str, heading: str) -> None:
    assert by_words(heading, kind) == ()


def test_the_rating_before_the_response_is_the_risk_and_that_after_it_is_not() -> None:
    _, rows = loaded(
        "Risk Ref,Risk Title,Residual Likelihood,Residual Impact,Inherent Likelihood,Inherent Impact,Status\n"
        "R1,Supplier late,1,2,4,5,Active - second source asked\n"
        "R2,Staff leave,2,2,3,3,Closed\n"
    )
    assert columns_of(rows, "identifier", "probability", "impact", "status_category") == [
        ("R1", 4, 5, "open"),
        ("R2", 3, 3, "closed"),
    ]


def test_a_plan_of_names_and_dates_is_a_plan_though_nothing_numbers_its_tasks() -> None:
    result, rows = loaded(
        "Task Name,Start Date,End Date,Assigned To,Status\n"
        "Design,2026-03-02,2026-03-06,Ann,Done\nBuild,2026-03-09,2026-03-27,Bob,Not Started\n",
        answers={"project": "Shop"},
    )
    assert (result.kind, result.rows_loaded) == ("plan_items", 2)
    assert columns_of(rows, "name", "start", "finish")[1] == ("Build", "2026-03-09", "2026-03-27")


def test_an_amount_under_the_name_of_a_field_is_in_the_currency_that_ends_it() -> None:
    _, rows = loaded(
        "risk_id,risk_title,likelihood,impact,cost_exposure_usd\nR1,Late,4,5,450000\nR2,Leave,2,3,1500.50\n"
    )
    assert columns_of(rows, "cost_impact", "currency") == [(450000.0, "USD"), (1500.5, "USD")]


def test_milestones_are_named_by_what_describes_them_where_they_are_numbered() -> None:
    result, rows = loaded(
        "Milestone ID,Team,Target Date,Description\nM-1,Core,2026-05-04,Design approved\nM-2,Core,2026-06-01,Go-live\n",
        answers={"project": "Shop"},
    )
    assert (result.kind, result.rows_loaded) == ("milestones", 2)
    assert columns_of(rows, "identifier", "name", "forecast")[1] == ("M-2", "Go-live", "2026-06-01")


@pytest.mark.parametrize(
    ("head", "entry"),
    [
        ("Application_ID,Application_Name,Application_Owner,Annual_Cost_EUR", "service"),
        ("Account ID,Account Name,Account Owner,Annual Revenue", "client"),
    ],
)
def test_lists_of_applications_and_accounts_are_part_of_the_portfolio(head: str, entry: str) -> None:
    result, rows = loaded(f"{head}\nX1,Billing,Ann Lee,1200.50\nX2,Claims,Bob Roy,800\n")
    assert (result.kind, result.rows_loaded) == ("portfolio", 2)
    assert columns_of(rows, "entry", "name", "code", "value")[0] == (entry, "Billing", "X1", 1200.5)


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        (
            "Risiko-ID;Bezeichnung;Eintrittswahrscheinlichkeit;Auswirkung;Maßnahmen;Status;Fällig am;Erfasst am",
            "R-1;Lieferant;3;4;Zweitlieferant;Offen;31.03.2026;16.02.2026",
            ("R-1", "Lieferant", 3, 4, "2026-03-31", "open"),
        ),
        (
            "N°;Risque;Probabilité;Impact;Plan d'action;Statut;Échéance",
            "1;Retard;Moyenne;Élevé;Second;Ouvert;31/03/2026",
            ("1", "Retard", 3, 4, "2026-03-31", "open"),
        ),
        (
            "Action ID;Action;Owner;Date Raised;Due Date;Status",
            "A-1;Order licences;Ann;2026-03-03;2026-03-31;Open",
            ("A-1", "Order licences", None, None, "2026-03-31", "open"),
        ),
    ],
)
def test_registers_of_other_languages_and_lists_of_actions(
    head: str, row: str, expected: tuple[object, ...]
) -> None:
    result, rows = loaded(f"{head}\n{row}", delimiter=";")
    assert (result.kind, result.cells_refused) == ("risks", 0)
    names = ("identifier", "summary", "probability", "impact", "mitigation_due", "status_category")
    assert columns_of(rows, *names) == [expected]


def test_verdicts_are_no_titles_of_decisions_and_number_nothing() -> None:
    head = "CR Title,Date Raised,Decision,Approver,Decision Date"
    rows = [
        f"Change {i},2026-03-0{i},{'Approved' if i % 2 else 'Rejected'},Board,2026-03-2{i}"
        for i in range(1, 8)
    ]
    result, _ = loaded("\n".join([head, *rows]))
    assert result.rows_superseded == 0
    assert result.kind != "decisions" or result.rows_loaded in (0, 7)


def test_a_plan_of_baseline_and_actual_dates_alone_is_a_plan() -> None:
    result, rows = loaded(
        "Activity ID,Activity Name,Baseline Start,Baseline Finish,Actual Start,Actual Finish\n"
        "A1,Dig,2026-03-02,2026-03-13,2026-03-02,2026-03-16\nA2,Build,2026-03-16,2026-03-27,2026-03-18,\n",
        answers={"project": "Shop"},
    )
    assert (result.kind, result.rows_loaded) == ("plan_items", 2)
    assert columns_of(rows, "item", "baseline_finish", "actual_finish") == [
        ("A1", "2026-03-13", "2026-03-16"),
        ("A2", "2026-03-27", None),
    ]


def test_suppliers_have_the_dates_of_their_contracts() -> None:
    _, rows = loaded(
        "Vendor Name,Contract Start Date,Contract End Date,Contract Value\nNordwind,2026-01-13,2027-01-31,50000\n"
    )
    assert columns_of(rows, "entry", "name", "start", "end") == [
        ("vendor", "Nordwind", "2026-01-13", "2027-01-31")
    ]


def test_the_code_of_a_project_is_its_own_and_not_that_of_its_client() -> None:
    _, rows = loaded(
        "client_id,project_id,project_name,project_manager,start_date\nC-9,P-1,Billing,Ann,2026-01-13\n"
    )
    assert columns_of(rows, "entry", "name", "code", "client") == [("project", "Billing", "P-1", "C-9")]


@pytest.mark.parametrize(
    ("text", "entry", "name"),
    [
        ("Freeze Name,Freeze Start,Freeze End\nYear end,2026-12-15,2027-01-04", "freeze", "Year end"),
        ("Version,Release Date,Status\n4.2.0,2026-03-14,Planned", "release", "4.2.0"),
        ("Title,Date,Country\nGood Friday,2026-04-03,Spain", "holiday", "Good Friday"),
    ],
)
def test_lists_of_freezes_releases_and_holidays_are_calendars(text: str, entry: str, name: str) -> None:
    file = "bank_holidays_2026.csv" if entry == "holiday" else "export.csv"
    result, rows = loaded(text, file=file)
    assert (result.kind, result.rows_loaded) == ("calendars", 1)
    assert columns_of(rows, "entry", "name") == [(entry, name)]


def test_one_holiday_in_two_countries_is_two_entries_of_the_list_its_file_is_called_after() -> None:
    result, rows = loaded(
        "name,country,date\nNew Year's Day,Norway,2026-01-01\nNew Year's Day,Spain,2026-01-01\n",
        file="holidays2026.csv",
    )
    assert (result.kind, result.rows_loaded, result.rows_superseded) == ("calendars", 2, 0)
    assert columns_of(rows, "entry", "region") == [("holiday", "Norway"), ("holiday", "Spain")]


def test_escalations_have_subjects_and_dependencies_are_on_track() -> None:
    result, rows = loaded(
        "Escalation ID,Date Raised,Client,Subject,Status\nE-1,2026-03-02,Fjord,Outage,Open\n"
        "E-2,2026-03-05,Globex,Bill,Closed"
    )
    assert (result.kind, list(rows["summary"])) == ("escalations", ["Outage", "Bill"])
    result, rows = loaded(
        "Dependency ID,Description,From Team,To Team,Required By,Status\nD-1,API,A,B,2026-03-31,On track\n"
        "D-2,Data,C,B,2026-04-15,At risk"
    )
    assert (result.kind, result.cells_refused, list(rows["status"])) == (
        "dependencies",
        0,
        ["open", "at risk"],
    )
