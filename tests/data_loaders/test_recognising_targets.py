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


def test_priorities_across_and_measures_down() -> None:
    result, rows = loaded(
        "Client,Metric,P1,P2,P3,P4\nFjord,Response,15 min,30 min,4h,NBD\n"
        "Fjord,Resolution,4h (24x7),8h,2 business days,within 5 days"
    )
    assert (result.kind, result.questions, result.cells_refused) == ("sla_targets", [], 0)
    assert sorted(columns_of(rows, "measure", "priority", "target_time", "clock"), key=str) == [
        ("resolution", 1, 14400.0, "24x7"), ("resolution", 2, 28800.0, None),
        ("resolution", 3, 57600.0, "working time"), ("resolution", 4, 432000.0, None),
        ("response", 1, 900.0, None), ("response", 2, 1800.0, None), ("response", 3, 14400.0, None),
        ("response", 4, 28800.0, "working time"),
    ]  # fmt: skip
    assert any("8 hours" in warning for warning in result.warnings)


def test_priority_and_measure_in_one_heading() -> None:
    result, rows = loaded("Service,P1 Response,P1 Resolution,P2 Response,P2 Resolution\nMail,15m,4h,30m,8h")
    assert result.kind == "sla_targets"
    assert columns_of(rows, "service", "measure", "priority", "target_time") == [
        ("Mail", "response", 1, 900.0), ("Mail", "resolution", 1, 14400.0), ("Mail", "response", 2, 1800.0),
        ("Mail", "resolution", 2, 28800.0),
    ]  # fmt: skip


def test_measures_of_clients_without_priorities() -> None:
    both = recognised("Client,Response Time,Resolution Time\nFjord,30 min,4h\nGlobex,1 hour,2 business days")
    assert [found.kind for found in both] == ["sla_targets", "sla_targets"]


@pytest.mark.parametrize(
    "text",
    [
        "Team,P1,P2,P3\nNetwork,12,30,41\nMail,3,9,20",  # counts of tickets
        "Client,P1,P2\nFjord,3h 17m,9h 2m\nGlobex,4h 41m,12h 5m",  # what was measured
        "Client,Average response time,Average resolution time\nFjord,30 min,4h\nGlobex,1 h,8h",
    ],
)
def test_what_was_measured_is_no_promise(text: str) -> None:
    assert all(found.kind != "sla_targets" for found in recognised(text))


def test_bare_numbers_without_a_unit_are_asked() -> None:
    both = recognised("Priority,Response time,Resolution time\nP1,1,4\nP2,2,8")
    assert [[question.name for question in one.questions] for one in both] == [["unit.target_time"]] * 2


def test_round_numbers_of_each_priority_are_promises_and_measured_ones_are_not() -> None:
    promised, _ = loaded("priority,resolution_minutes\nP1,240\nP2,480", answers={"contract": "Fjord"})
    assert (promised.kind, promised.rows_loaded) == ("sla_targets", 2)
    measured, _ = loaded("Priority,Resolution time (h)\nP1,3.2\nP2,7.9")
    assert measured.kind is None


def test_a_target_beside_what_was_measured_is_the_promise() -> None:
    result, rows = loaded(
        "priority,sla_target_hours,actual_resolution_hours\nP1,4,3.2\nP2,8,9.9",
        answers={"measure": "resolution"},
    )
    assert (result.kind, list(rows["target_time"])) == ("sla_targets", [4 * 3600, 8 * 3600])


def test_a_severity_is_a_priority_and_mttr_a_resolution_where_it_is_promised() -> None:
    _, rows = loaded("severity,sla_mttr_minutes\nSEV1,60\nSEV2,240")
    assert columns_of(rows, "measure", "priority") == [("resolution", 1), ("resolution", 2)]
    assert recognised("severity,mttr_minutes\nSEV1,63.4\nSEV2,121.9")[0].kind is None


def test_how_many_tickets_there_were_is_no_number_of_one() -> None:
    assert recognised("priority,tickets,avg_resolution_hours\nP1,12,3.2\nP2,40,7.9")[0].kind is None
    assert recognised("Tickets,Priority,Status,Created\nT-1,P1,Open,2026-01-02\nT-2,P2,Open,2026-01-03")[
        0
    ].kind
