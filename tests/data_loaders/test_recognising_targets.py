"""Lists of SLA targets without the headings of the template: every measure becomes a clause."""

from __future__ import annotations

import pytest

from tests.data_loaders.sheets import columns_of, loaded, recognised


@pytest.mark.parametrize(
    ("headings", "times"),
    [("Priority,Response (hours),Resolution (hours)", "0.5,4"),
     ("Priority,Response time,Resolution time", "30 min,4 h"),
     ("Priorität,Reaktionszeit (Min.),Lösungszeit (Std.)", "30,4")],
)  # fmt: skip
def test_a_column_for_every_measure(headings: str, times: str) -> None:
    both = recognised(f"{headings}\nP1 - Critical,{times}\nP2 - High,{times}")
    assert [found.kind for found in both] == ["sla_targets", "sla_targets"]
    assert [dict(found.constants).get(max(dict(found.constants)), "") for found in both] == [
        "Contract not named"
    ] * 2
    assert [next(a.unit for a in found.assignments if a.column.name == "target_time") for found in both] != [
        None
    ]


def test_the_client_names_the_contract_and_a_column_the_measure() -> None:
    result, rows = loaded(
        "Client,Service,Priority,SLA type,Target time,Target %\nFjord,Payments,P1,Resolution,4 hours,95\n"
        "Fjord,Payments,P1,Response,15 minutes,95"
    )
    assert (result.kind, result.questions) == ("sla_targets", [])
    assert columns_of(rows, "contract", "measure", "priority", "target_time", "target") == [
        ("Fjord", "resolution", 1, 14400.0, 0.95), ("Fjord", "response", 1, 900.0, 0.95)
    ]  # fmt: skip


def test_hours_that_do_not_say_what_they_promise_are_asked() -> None:
    text = "Priority,Target hours\nP1,4\nP2,8"
    asked, _ = loaded(text)
    assert [question.name for question in asked.questions] == ["measure"]
    result, rows = loaded(text, answers={"measure": "response", "contract": "Nordwind 2026"})
    assert columns_of(rows, "contract", "measure", "priority", "target_time") == [
        ("Nordwind 2026", "response", 1, 14400.0), ("Nordwind 2026", "response", 2, 28800.0)
    ]  # fmt: skip
    assert result.warnings == []


def test_tickets_with_a_priority_are_no_targets() -> None:
    (found,) = recognised("Ticket,Opened,Priority,Response time,Resolution time\n1,2026-01-05,P1,1:00,4:00")
    assert found.kind == "incidents"


def test_a_unit_of_one_letter_in_brackets() -> None:
    both = recognised(
        "Prioridade;Tempo de resposta (h);Tempo de resolução (d)\nP1;0,5;4\nP2;1;8", delimiter=";"
    )
    assert [next(a.unit for a in found.assignments if a.column.name == "target_time") for found in both] == [
        "h",
        "d",
    ]
