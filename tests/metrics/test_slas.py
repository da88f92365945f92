"""Promises about to break, and how many misses the month can still bear."""

from datetime import datetime

import pytest

from metrics.open_promises import breach_risk, misses_left
from metrics.query import value
from metrics.scope import Scope
from metrics.slas import OWN_TARGET
from tests.rows import warehouse_with


def clock(ticket, breach, **more):
    return dict(
        ticket=str(ticket), sla_name="x", sla_type="SLA", target="resolution", started="2026-03-01 00:00",
        breach=breach, stage_category="in_progress", updated="2026-03-10 00:00", **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def clocks():
    done = dict(ended="2026-03-02 00:00", breached=False)
    return warehouse_with(
        ticket_slas=[
            clock(1, "2026-03-11 00:00"),  # 9 of 10 days used
            clock(2, "2026-03-31 00:00"),  # 9 of 30 days used
            clock(3, "2026-03-05 00:00"),  # broken and open
            clock(4, None),
            {**clock(5, "2026-03-11 00:00"), "stage_category": "cancelled"},
            *[
                {**clock(10 + n, "2026-03-08 00:00", **done), "stage_category": "completed"}
                for n in range(40)
            ],
        ]
    )


def test_the_most_urgent_clock_comes_first(clocks):
    risks = breach_risk(clocks, Scope())
    assert risks.as_of == datetime(2026, 3, 10)
    assert risks.clocks["ticket"].tolist() == ["3", "1", "2"]
    assert risks.clocks["used"].round(2).tolist() == [2.25, 0.9, 0.3]
    assert risks.bands == {
        "breached": 1, "over 95 %": 0, "86 to 95 %": 1, "76 to 85 %": 0, "50 to 75 %": 0, "below 50 %": 1,
        "share not known": 0,
    }  # fmt: skip
    assert risks.left_out == 1


def test_misses_left_this_month(clocks):
    # 41 decided (one missed) and two open due before April: 43 · 5 % is 2.15, so two may be missed and one is.
    left = misses_left(clocks, Scope())
    assert (left.left, left.missed, left.decided, left.open_due) == (1, 1, 41, 2)
    assert misses_left(clocks, Scope(), target=0.99).left == -1


def test_a_target_of_95_percent_of_twenty_leaves_one():
    done = dict(ended="2026-03-02 00:00", breached=False)
    warehouse = warehouse_with(
        ticket_slas=[
            {**clock(n, "2026-03-08 00:00", **done), "stage_category": "completed"} for n in range(20)
        ]
    )
    assert misses_left(warehouse, Scope()).left == 1


def test_every_clause_has_its_own_misses_left():
    """Gold promises 99 %: of twenty none may be missed, although 95 % of all forty would bear two."""
    names = ["Gold"] * 20 + ["Silver"] * 20
    warehouse = warehouse_with(
        ticket_slas=[
            {**clock(n, "2026-03-08 00:00", ended="2026-03-02 00:00", breached=n == 0), "sla_name": name,
             "stage_category": "completed"}
            for n, name in enumerate(names)
        ],
        sla_targets=[
            {"contract": "A", "clause": clause, "measure": "resolution", "target": target}
            for clause, target in (("gold", 99), ("silver", 0.9))
        ],
    )  # fmt: skip
    found = misses_left(warehouse, Scope())
    assert (found.left, found.missed) == (1, 1)
    assert [(one.clause, one.left, one.missed, one.due) for one in found.clauses] == [
        ("Gold", -1, 1, 20), ("Silver", 2, 0, 20),
    ]  # fmt: skip


def test_without_clocks_there_is_a_reason():
    empty = warehouse_with(incidents=[dict(number="1", opened="2026-01-01 00:00")])
    assert breach_risk(empty, Scope()).reason == "no ticket SLAs have been loaded"
    assert misses_left(empty, Scope()).reason


def test_the_most_specific_clause_decides():
    targets = [
        dict(contract="C", clause="1", measure="resolution", target_time=8 * 3600),
        dict(contract="C", clause="2", measure="resolution", target_time=2 * 3600, priority=1),
        dict(contract="C", clause="3", measure="resolution", target_time=1, priority=1, party="UC"),
    ]
    incidents = [
        dict(number="1", opened="2026-01-01 00:00", resolved="2026-01-01 03:00", priority=1),
        dict(number="2", opened="2026-01-01 00:00", resolved="2026-01-01 03:00", priority=3),
        dict(number="3", opened="2026-01-01 00:00", priority=3),
        dict(number="4", opened="2026-01-05 00:00", priority=3),
    ]
    answer = value(warehouse_with(sla_targets=targets, incidents=incidents), OWN_TARGET, Scope())
    assert (answer.value, answer.n) == (pytest.approx(1 / 3), 3)
    assert answer.excluded == (("not due yet", 1),)
