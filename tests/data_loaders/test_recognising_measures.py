"""Capacity and satisfaction by month: across or down, in days or hours, in percent or points."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded

DAYS = [
    "Capacity (days),,,\nTeam,Person,2026-01,2026-02,2026-03\nOps,Ann,20,18,21",
    "Team,Person,Capacity (days),,\n,,2026-01,2026-02,2026-03\nOps,Ann,20,18,21",
    "Team,Person,Month,Capacity (days)\nOps,Ann,2026-01,20\nOps,Ann,2026-02,18\nOps,Ann,2026-03,21",
]


@pytest.mark.parametrize("text", DAYS)
def test_capacity_in_days_becomes_hours_and_says_so(text: str) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.questions, result.cells_refused) == ("capacity", [], 0)
    assert sorted(columns_of(rows, "month", "available_hours")) == [
        ("2026-01-01", 160.0), ("2026-02-01", 144.0), ("2026-03-01", 168.0)
    ]  # fmt: skip
    assert any("a day is counted as 8 hours" in warning for warning in result.warnings)
    _, rows = loaded(text, answers={"hours_per_day": "7.5"})
    assert sorted(rows["available_hours"]) == [135.0, 150.0, 157.5]


def test_money_by_team_and_month_stays_a_budget() -> None:
    text = "Available budget 2026\nTeam,Jan,Feb,Mar,Apr,May,Jun\nOps,1,2,3,4,5,6"
    assert loaded(text)[0].kind == "budget"


SHARES = [
    "Client,Month,CSAT %,Responses\nAcme,2026-01,81%,20\nAcme,2026-02,90%,30",
    "Client,Month,CSAT,Responses\nAcme,2026-01,81,20\nAcme,2026-02,90,30",
    "CSAT % per client\nClient,2026-01,2026-02,2026-03\nAcme,81%,90%,",
]


@pytest.mark.parametrize("text", SHARES)
def test_satisfaction_summed_up_by_month_is_no_answer_and_no_budget(text: str) -> None:
    result, rows = loaded(text)
    assert (result.kind, result.questions, result.cells_refused) == ("satisfaction_summaries", [], 0)
    assert sorted(columns_of(rows, "client", "month", "csat_percent")) == [
        ("Acme", "2026-01-01", 0.81), ("Acme", "2026-02-01", 0.9)
    ]  # fmt: skip


def test_invitations_counted_by_sending_are_loaded() -> None:
    text = "Survey,Client,Sent date,Invitations sent\nCSAT Q2,Acme,2026-04-01,120"
    result, rows = loaded(text)
    assert (result.kind, result.questions) == ("survey_invitations", [])
    assert columns_of(rows, "survey", "client", "invited") == [("CSAT Q2", "Acme", 120)]


def test_a_second_row_that_words_the_headings_again_is_no_answer() -> None:
    text = (
        "StartDate,EndDate,RecordedDate,ResponseId,Progress,Q1,Q2\n"
        "Start Date,End Date,Recorded Date,Response ID,Progress,How likely are you to recommend us?,Why?\n"
        "2026-05-01 08:00,2026-05-01 08:02,2026-05-01 08:02,R_1,100,9,fine"
    )
    result, rows = loaded(text)
    assert (result.kind, result.cells_refused) == ("survey_responses", 0)
    assert columns_of(rows, "response", "nps") == [("R_1", 9)]
