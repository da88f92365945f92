"""What only a history tells: who held a ticket, its first priority, the stages of an item; and one level of items."""

import numpy as np
import pytest

from metrics.declared import metric_named
from metrics.query import rows, trend, value
from metrics.scope import Scope
from metrics.statistics import bootstrap
from tests.rows import add_rows, warehouse_with
from warehouse.settings import change


def update(number, updated, priority, vendor=None, team="Desk", resolved="2026-03-01 18:00"):
    return {
        "number": number,
        "opened": "2026-03-01 08:00",
        "updated": updated,
        "priority": priority,
        "vendor": vendor,
        "assignment_group": team,
        "resolved": resolved,
        "state_category": "resolved",
    }


LOG = [
    update("1", "2026-03-01 08:05", 1),
    update("1", "2026-03-01 10:00", 1, "Acme"),
    update("1", "2026-03-01 15:00", 2, team="Network"),
    update("2", "2026-03-01 09:00", 1, resolved="2026-03-01 12:00"),
    update("3", "2026-03-03 09:00", 1, "Acme", resolved="2026-03-04 08:00"),
    update("3", "2026-03-03 10:00", 2, resolved="2026-03-04 08:00"),
]


def asked(warehouse, name, **scope):
    return value(warehouse, metric_named(name), Scope.of(**scope))


def test_time_with_vendors_and_first_priority_come_from_an_update_log():
    """Ticket 1 was Acme's from 10 to 15 of its ten hours; 2 has no history; that of 3 begins two days late."""
    warehouse = warehouse_with(incidents=LOG)
    share = asked(warehouse, "INC-32")
    assert (share.value, share.n) == (0.5, 1)
    assert share.excluded == (("without a history from its opening on", 2),)
    lowered = asked(warehouse, "INC-34-LOWERED")
    assert (lowered.value, lowered.n) == (1.0, 1)


def test_two_exports_a_week_apart_are_no_history():
    warehouse = warehouse_with(incidents=LOG[:1])
    add_rows(warehouse, "incidents", [update("1", "2026-03-08 10:00", 2, "Acme")], file="later.xlsx")
    for name in ("INC-32", "INC-34-LOWERED"):
        assert asked(warehouse, name).reason.startswith("not measurable: needs")


def test_first_level_needs_to_know_the_teams():
    warehouse = warehouse_with(incidents=LOG)
    assert asked(warehouse, "INC-23").reason.startswith("not measurable")
    change(warehouse, "first_level_teams", ["desk"])
    found = asked(warehouse, "INC-23")
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)


def test_flow_efficiency_by_hand():
    """Six days of development and test, four of waiting; what came before the start does not count."""
    entered = [
        ("Backlog", "01"),
        ("Development", "03"),
        ("Waiting for test", "06"),
        ("Test", "10"),
        ("Done", "13"),
    ]
    warehouse = warehouse_with(
        work_items=[{"item": "A", "type": "Story", "created": "2026-01-01", "started": "2026-01-03",
                     "done": "2026-01-13", "state_category": "done"}],
        stage_changes=[
            {"item": "A", "stage": stage, "position": place, "entered": f"2026-01-{day}"}
            for place, (stage, day) in enumerate(entered, 1)
        ],
    )  # fmt: skip
    found = asked(warehouse, "FLW-10")
    assert (found.value, found.n) == (pytest.approx(0.6), 1)
    assert len(rows(warehouse, metric_named("FLW-10"), Scope())) == 1


def test_items_are_counted_at_one_level():
    """Epics that stay open for a year made the work in progress look old; parts counted their item again."""
    items = [
        {
            "item": name,
            "type": kind,
            "created": "2026-01-01",
            "started": started,
            "state_category": "in_progress",
        }
        for name, kind, started in (
            ("E", "Epic", "2025-01-01"),
            ("S", "Story", "2026-02-01"),
            ("P", "Sub-task", "2026-02-01"),
        )
    ]
    warehouse = warehouse_with(work_items=items)
    assert asked(warehouse, "FLW-01").value == 1
    assert asked(warehouse, "FLW-05", as_of="2026-02-10T12:00:00").value == 10
    alone = warehouse_with(work_items=items[:1])
    assert asked(alone, "FLW-01").value == 1, "where a source has nothing but epics, they are what is counted"


def test_the_mean_of_few_skewed_durations_has_a_bootstrap_interval():
    """The t interval of a mean with a long tail reaches below zero hours."""
    hours = [1, 1, 2, 2, 3, 4, 5, 60]
    warehouse = warehouse_with(
        incidents=[
            {"number": str(n), "opened": "2026-03-01 00:00", "state_category": "closed",
             "resolved": f"2026-03-{1 + lasted // 24:02d} {lasted % 24:02d}:00"}
            for n, lasted in enumerate(hours)
        ]
    )  # fmt: skip
    found = asked(warehouse, "INC-09")
    assert (found.low, found.high) == bootstrap(np.sort(hours), resamples=1_000)
    assert 1 < found.low < found.value < found.high
    series = trend(warehouse, metric_named("INC-09"), Scope.of(grain="month"))
    assert (series.low, series.high) == (found.low, found.high), "the whole is the same from every side"
