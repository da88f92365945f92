"""Two tools number their tickets alike: a number means a ticket of its own tool, and each counts its own level."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.changes import CHANGE_FAILURE_RATE, CHANGE_SCORE, CHANGE_SCORE_EACH
from metrics.metric import Metric
from metrics.problems import PROACTIVE, recurrence
from metrics.query import breakdown, rows, trend, value
from metrics.requests import FULFILMENT_TIME, OPEN_REQUESTS, REQUESTS_OPENED, WORKLOAD_GROWTH
from metrics.scope import Scope
from metrics.slas import SLA_RESOLUTION
from tests.rows import add_rows, warehouse_with
from warehouse import Warehouse


def _of_tools(**kinds: list[dict[str, Any]]) -> Warehouse:
    """Rows by kind and tool, written kind__tool."""
    warehouse = warehouse_with()
    for name, given in kinds.items():
        kind, _, tool = name.partition("__")
        add_rows(warehouse, kind, given, file=f"{name}.csv", source=tool)
    return warehouse


def _request(number: str, level: str | None, closed: str | None = "2026-03-03") -> dict[str, Any]:
    return dict(number=number, level=level, opened="2026-03-01 00:00", closed=closed)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [(REQUESTS_OPENED, 4), (FULFILMENT_TIME, 2.0), (OPEN_REQUESTS, 1), (WORKLOAD_GROWTH, 1)],
    ids=lambda one: one.name if isinstance(one, Metric) else "",
)
def test_the_items_of_one_tool_do_not_hide_the_requests_of_another(metric: Metric, expected: float) -> None:
    warehouse = _of_tools(
        requests__servicenow=[
            _request("REQ1", "request"), _request("RITM1", "item"), _request("RITM2", "item"),
            _request("TASK1", "task"),
        ],
        requests__glpi=[_request("1", None)],
        requests__freshservice=[_request("SR-1", "request", None), _request("T-1", "task")],
        requests__odd=[_request("X1", "unknown")],
    )  # fmt: skip
    answer = value(warehouse, metric, Scope())
    assert answer.value == expected
    if metric in (REQUESTS_OPENED, FULFILMENT_TIME):
        assert ("of a level nobody has mapped yet", 1) in answer.excluded


def _change(number: str) -> dict[str, Any]:
    return dict(
        number=number,
        opened="2026-03-01 00:00",
        closed="2026-03-02 00:00",
        outcome="successful",
        service=number,
    )


def _caused(number: str, change: str, **more: Any) -> dict[str, Any]:
    return dict(number=number, opened="2026-03-03 00:00", caused_by_change=change, priority=1, **more)


def test_an_incident_was_caused_by_the_change_of_its_own_tool() -> None:
    """1001 of one tool is another change than 1001 of the other: joined by number alone both have failed."""
    warehouse = _of_tools(
        changes__a=[_change("1001"), _change("1002")],
        changes__b=[_change("1001"), _change("1003")],
        incidents__a=[_caused("7", "1001"), _caused("8", "1001")],
        # No change of this tool: the only one of that number is meant; of 1001 there are two.
        incidents__c=[_caused("7", "1003"), _caused("9", "1001")],
    )
    answer = value(warehouse, CHANGE_FAILURE_RATE, Scope())
    assert (answer.value, answer.n) == (0.5, 4)
    failed = rows(warehouse, CHANGE_FAILURE_RATE, Scope())
    caused = {
        (file, number): int(count)
        for file, number, count in failed[["file", "number", "incidents_caused"]].itertuples(index=False)
    }
    assert caused == {
        ("changes__a.csv", "1001"): 2, ("changes__a.csv", "1002"): 0, ("changes__b.csv", "1001"): 0,
        ("changes__b.csv", "1003"): 1,
    }  # fmt: skip
    assert value(warehouse, CHANGE_SCORE, Scope()).value == 4 * 3 - 3 * 10


def test_an_incident_belongs_to_the_problem_of_its_own_tool() -> None:
    problem = dict(number="1", opened="2026-02-01 00:00", fixed="2026-03-01 00:00")
    warehouse = _of_tools(
        problems__a=[problem],
        problems__b=[dict(problem, opened="2026-01-01 00:00")],
        incidents__a=[
            dict(number=str(n), opened=f"2026-01-{n:02d} 00:00", problem="1", priority=3)
            for n in range(1, 10)
        ],
        incidents__b=[dict(number="1", opened="2026-05-01 00:00")],
    )
    assert value(warehouse, PROACTIVE, Scope()).value == 0.5
    found = {one.before + one.after: one for one in recurrence(warehouse, Scope())}
    assert set(found) == {0, 9}


def test_the_clocks_of_two_tickets_of_one_number_count_apart() -> None:
    clock = dict(
        ticket="1001", sla_name="x", sla_type="SLA", target="resolution", started="2026-03-01 00:00",
        breach="2026-03-01 08:00", stage_category="completed",
    )  # fmt: skip
    warehouse = _of_tools(
        ticket_slas__a=[dict(clock, ended="2026-03-01 10:00", breached=True)],
        ticket_slas__b=[dict(clock, ended="2026-03-01 05:00", breached=False)],
    )
    answer = value(warehouse, SLA_RESOLUTION, Scope())
    assert (answer.value, answer.n) == (0.5, 2)


@pytest.mark.parametrize(
    ("children", "setting", "score"),
    [(None, None, -7), (None, "each", -17), ("each", None, -17), ("at parent", "each", -7)],
)
def test_the_score_of_changes_counts_children_as_the_scope_says(
    children: Any, setting: str | None, score: float
) -> None:
    warehouse = _of_tools(
        changes__a=[_change("1001")], incidents__a=[_caused("1", "1001"), _caused("2", "1001", parent="1")]
    )
    if setting is not None:
        warehouse.set_setting("children", setting)
    scope = Scope(children=children)
    assert value(warehouse, CHANGE_SCORE, scope).value == score
    assert value(warehouse, CHANGE_SCORE_EACH, scope).value == score
    assert [point.value for point in breakdown(warehouse, CHANGE_SCORE, scope, "service").points] == [score]
    assert [point.value for point in trend(warehouse, CHANGE_SCORE, scope).points] == [score]
    assert list(rows(warehouse, CHANGE_SCORE, scope)["measured_value"]) == [score]
    # The same again from what was kept of the first question.
    assert value(warehouse, CHANGE_SCORE, scope).value == score
