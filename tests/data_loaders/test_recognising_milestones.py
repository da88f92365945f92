"""Milestones that share a name, or have a number only, all stay."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

PROJECT = {"project": "Launch"}


def test_numbered_milestones_of_one_name_do_not_take_each_others_place() -> None:
    result, rows = loaded(
        "milestone_id,site,milestone,planned_date\nM1,North,Kick-off,2026-05-01\nM2,South,Kick-off,2026-05-16\n"
        "M3,South,Go-live,2026-08-01",
        answers=PROJECT,
    )
    assert (result.kind, result.rows_loaded) == ("milestones", 3)
    assert columns_of(rows, "identifier", "name") == [
        ("M1", "Kick-off M1"), ("M2", "Kick-off M2"), ("M3", "Go-live M3")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "name"),
    [("milestone_id,phase,planned_date", "Planning"), ("milestone_id,area,planned_date", "M1")],
)
def test_a_milestone_without_a_name_is_called_after_its_phase_or_number(head: str, name: str) -> None:
    result, rows = loaded(f"{head}\nM1,Planning,2026-05-01\nM2,Testing,2026-05-16", answers=PROJECT)
    assert (result.kind, rows["name"][0]) == ("milestones", name)


def test_names_of_their_own_stay_as_they_are() -> None:
    _, rows = loaded(
        "project,milestone_id,milestone,planned_date\nA,M1,Kick-off,2026-05-01\nB,M2,Kick-off,2026-05-16"
    )
    assert columns_of(rows, "project", "name") == [("A", "Kick-off"), ("B", "Kick-off")]


def test_reports_of_one_milestone_are_no_milestones_of_one_name() -> None:
    _, rows = loaded(
        "milestone_id,milestone,forecast_date\nM1,Go-live,2026-05-01\nM1,Go-live,2026-05-16", answers=PROJECT
    )
    assert list(rows["name"].unique()) == ["Go-live"]


def test_a_register_of_risks_without_numbers_goes_by_its_titles() -> None:
    result, rows = loaded(
        "risk,category,probability,impact,mitigation,owner\nRenewals,Revenue,4,5,Sponsor plans,CRO\n"
        "Cloud cost,Finance,4,4,Discounts,CTO"
    )
    assert (result.kind, list(rows["identifier"])) == ("risks", ["Renewals", "Cloud cost"])


def test_words_told_apart_by_capitals_are_words() -> None:
    result, rows = loaded(
        "ContractID,SupplierName,StartDate,EndDate,ContractValueUSD\nC1,Acme,2024-04-01,2025-06-29,4649.43\n"
        "C2,Acme,2024-04-01,2025-06-29,10"
    )
    assert result.kind == "portfolio"
    assert columns_of(rows, "name", "vendor", "value", "currency") == [
        ("C1", "Acme", 4649.43, "USD"), ("C2", "Acme", 10.0, "USD")
    ]  # fmt: skip


def test_an_impact_told_in_words_of_its_own_is_kept_beside() -> None:
    result, rows = loaded(
        "Issue ID,Issue Description,Date Raised,Raised By,Impact,Owner,Status\n"
        "I-1,Env down,2026-01-05,Ann,Schedule slip,Bob,Open\nI-2,Key expired,2026-01-12,Bob,Blocked users,Ann,Closed"
    )
    assert (result.kind, result.cells_refused, rows["impact"].notna().sum()) == ("risks", 0, 0)
    _, rated = loaded(
        "Issue ID,Issue Description,Date Raised,Raised By,Impact,Owner,Status\n"
        "I-1,Env down,2026-01-05,Ann,High,Bob,Open\nI-2,Key expired,2026-01-12,Bob,Low,Ann,Closed"
    )
    assert list(rated["impact"]) == [4, 2]


def test_configuration_items_are_said_to_be_nothing_counted_here() -> None:
    result, _ = loaded("CI ID,CI Name,CI Type,Owner,Status\nCI-1,srv-1,Server,Ann,Active")
    assert result.error is not None
    assert "configuration items" in result.error


def test_milestones_of_one_name_are_told_apart_by_their_site() -> None:
    _, rows = loaded(
        "site,stream,milestone,baseline_date,forecast_date\nNorth,IT,Go-live,2026-05-01,2026-05-02\n"
        "South,IT,Go-live,2026-06-01,2026-06-02\nSouth,HR,Training,2026-06-03,2026-06-04",
        answers=PROJECT,
    )
    assert sorted(rows["name"]) == ["Go-live North", "Go-live South", "Training South"]


def test_the_same_milestone_twice_is_one() -> None:
    _, rows = loaded(
        "site,milestone,baseline_date\nNorth,Go-live,2026-05-01\nNorth,Go-live,2026-05-01", answers=PROJECT
    )
    assert list(rows["name"]) == ["Go-live"]


def test_the_types_of_numbered_milestones_are_their_names_where_the_list_is_called_so() -> None:
    head = "id,project_id,type,planned_date,actual_date"
    table = f"{head}\n1,7,Kick-off,2026-05-01,\n2,7,UAT,2026-06-01,\n3,8,UAT,2026-06-02,"
    result, rows = loaded(table, file="milestones.csv")
    assert (result.kind, list(rows["name"]), list(rows["project"])) == (
        "milestones", ["Kick-off", "UAT", "UAT"], ["7", "7", "8"]
    )  # fmt: skip
    assert loaded(table, file="inspections.csv")[0].kind != "milestones"
