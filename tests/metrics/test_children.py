"""A ticket that belongs to another is counted once, at that parent, unless the reader wants each (rule G5)."""

from datetime import datetime

import pytest

from metrics.client_mood import CSAT_TICKETS
from metrics.declared import declared
from metrics.hygiene import FINDINGS
from metrics.incident_trends import BACKLOG, NET_FLOW, OPENED, RESOLVED
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.query_frame import frame
from metrics.query_text import AT_PARENT
from metrics.receipts import receipt, replay
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with
from warehouse import Warehouse


def ticket(number: str, opened: str, parent: str | None = None, **more: object) -> dict[str, object]:
    return {
        "number": number, "opened": opened, "resolved": f"{opened[:10]} 20:00", "parent": parent,
        "state_category": "resolved", "service": "Mail", **more,
    }  # fmt: skip


OUTAGE = [
    ticket("INC1", "2026-03-10 08:00"),
    ticket("INC2", "2026-03-10 09:00", parent="INC1", satisfaction=2),
    ticket("INC3", "2026-03-11 09:00", parent="INC2", satisfaction=5, service="Print"),
    ticket("INC4", "2026-03-12 08:00", parent="INC999"),
    ticket("INC5", "2026-04-02 08:00", parent="INC5"),
]


@pytest.fixture
def outage() -> Warehouse:
    return warehouse_with(incidents=OUTAGE)


def test_a_chain_of_children_counts_once_and_says_how_many_it_left_to_the_parent(outage: Warehouse) -> None:
    answer = value(outage, OPENED, Scope())
    assert answer.value == 3, "the outage, the one whose parent nobody sent, the one that names itself"
    assert answer.excluded == ((AT_PARENT, 2),)
    assert list(rows(outage, OPENED, Scope())["number"]) == ["INC1", "INC4", "INC5"]
    assert list(rows(outage, OPENED, Scope(), left_out=AT_PARENT)["number"]) == ["INC2", "INC3"]


@pytest.mark.parametrize(
    "metric", [OPENED, RESOLVED, BACKLOG, NET_FLOW, declared("time_to_resolve"), declared("workload_growth")]
)
def test_every_shape_obeys_the_rule(outage: Warehouse, metric: Metric) -> None:
    once, each = Scope(), Scope(children="each")
    if metric.unit == "count" and metric.kind == "count" and not metric.at_a_point_in_time:
        assert [p.n for p in trend(outage, metric, once).points] == [2, 1]
        assert [p.n for p in trend(outage, metric, each).points] == [4, 1]
        assert {p.part: p.n for p in breakdown(outage, metric, once, "service").points} == {
            "Mail": 3,
            "Print": 0,
        }
    listed = {str(row) for row in rows(outage, metric, once).get("number", ())}
    assert not listed & {"INC2", "INC3"}
    made = receipt(outage, metric, once)
    assert replay(outage, made, metric).same


def test_the_setting_switches_it_for_everybody_and_a_scope_for_one_question(outage: Warehouse) -> None:
    assert value(outage, OPENED, Scope(children="each")).value == 5
    outage.set_setting("children", "each")
    assert value(outage, OPENED, Scope()).value == 5
    assert value(outage, OPENED, Scope(children="at parent")).value == 3


def test_before_the_parent_was_known_the_child_stood_for_itself() -> None:
    warehouse = warehouse_with(
        incidents=[ticket("INC1", "2026-03-01 08:00", parent="INC2"), ticket("INC2", "2026-03-05 08:00")]
    )
    assert value(warehouse, OPENED, Scope(as_of=datetime(2026, 3, 3))).value == 1
    assert value(warehouse, OPENED, Scope(as_of=datetime(2026, 3, 9))).value == 1
    assert list(rows(warehouse, OPENED, Scope(as_of=datetime(2026, 3, 3)))["number"]) == ["INC1"]
    assert list(rows(warehouse, OPENED, Scope(as_of=datetime(2026, 3, 9)))["number"]) == ["INC2"]


def test_tickets_that_are_each_others_parents_all_count() -> None:
    warehouse = warehouse_with(
        incidents=[
            ticket("INC1", "2026-03-01 08:00", parent="INC2"),
            ticket("INC2", "2026-03-05 08:00", parent="INC1"),
        ]
    )
    assert value(warehouse, OPENED, Scope()).value == 2


def test_a_parent_that_arrives_later_takes_its_children_in() -> None:
    warehouse = warehouse_with(incidents=[ticket("INC1", "2026-03-01 08:00", parent="INC2")])
    assert value(warehouse, OPENED, Scope()).value == 1
    add_rows(warehouse, "incidents", [ticket("INC2", "2026-03-05 08:00")])
    assert value(warehouse, OPENED, Scope()).value == 1
    assert list(rows(warehouse, OPENED, Scope())["number"]) == ["INC2"]


def test_ratings_and_the_state_of_records_are_looked_at_one_by_one(outage: Warehouse) -> None:
    assert value(outage, CSAT_TICKETS, Scope()).n == 2
    assert value(outage, FINDINGS, Scope()).value == value(outage, FINDINGS, Scope(children="each")).value


def test_studies_read_the_same_rows_as_figures(outage: Warehouse) -> None:
    assert list(frame(outage, "incidents", Scope()).rows["number"]) == ["INC1", "INC4", "INC5"]
    assert len(frame(outage, "incidents", Scope(), every_child=True).rows) == 5


def test_on_a_past_day_a_child_belongs_to_what_was_there_then() -> None:
    """The first report came before its parent, which came after the ticket on top."""
    chain = [
        ticket("INC1", "2026-03-10 08:00", parent="INC2"),
        ticket("INC2", "2026-03-12 08:00", parent="INC3"),
        ticket("INC3", "2026-03-11 08:00"),
    ]
    warehouse = warehouse_with(incidents=chain)
    counted = {
        day: list(rows(warehouse, OPENED, Scope.of(as_of=f"2026-03-{day} 12:00"))["number"])
        for day in ("10", "11", "12")
    }
    assert counted == {"10": ["INC1"], "11": ["INC1", "INC3"], "12": ["INC3"]}


def test_a_month_in_which_nothing_came_or_went_is_no_growth() -> None:
    warehouse = warehouse_with(incidents=[ticket("1", "2026-01-01 08:00"), ticket("2", "2026-03-20 08:00")])
    assert [point.value for point in trend(warehouse, NET_FLOW, Scope()).points] == [0, 0, 0]


def test_a_ticket_resolved_before_it_was_opened_took_no_day() -> None:
    """On the same day it would count as resolved at once; the dates are impossible (rule G16)."""
    warehouse = warehouse_with(
        incidents=[
            ticket("1", "2026-01-01 08:00"),
            ticket("2", "2026-01-01 21:00"),
            ticket("3", "2026-01-02 08:00"),
        ]
    )
    answer = value(warehouse, declared("same_day_resolution"), Scope())
    assert (answer.value, answer.n) == (1, 2)
    assert ("resolved before it was opened", 1) in answer.excluded
