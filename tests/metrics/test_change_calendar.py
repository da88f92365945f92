"""Changes that are not ready, changes that are suspected, and the crowd after a freeze."""

import random
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from metrics.change_calendar import documentation_gate, pressure_after_freezes, suspected
from metrics.changes import (
    CHANGE_SCORE,
    DOCUMENTATION,
    FREEZE_COLLISIONS,
    OVERDUE,
    SCHEDULE_CONFLICTS,
    UNPLANNED,
)
from metrics.query import rows, value
from metrics.scope import Scope
from tests.rows import warehouse_with

TEXT = "Stop the service, deploy, start it, check it."
WRITTEN = dict(implementation_plan=TEXT, test_plan=TEXT, backout_plan=TEXT, risk_analysis=TEXT)


def change(number, start, end=None, **more):
    return dict(
        number=str(number), opened="2026-01-01 00:00", planned_start=start, planned_end=end, type="normal",
        state_category="scheduled", updated="2026-03-02 00:00", **more,
    )  # fmt: skip


def test_the_gate_lists_what_is_missing_in_the_next_five_working_days():
    warehouse = warehouse_with(
        changes=[
            change(1, "2026-03-03 00:00", **WRITTEN),
            change(
                2,
                "2026-03-06 00:00",
                **{**WRITTEN, "backout_plan": "n/a - see the ticket for it", "test_plan": "short"},
            ),
            change(3, "2026-03-20 00:00"),
            {**change(4, "2026-03-03 00:00"), "type": "standard"},
        ]
    )
    gate = documentation_gate(warehouse, Scope())
    assert (gate.as_of, gate.n) == (datetime(2026, 3, 2), 2)
    assert gate.changes["number"].tolist() == ["2"]
    assert gate.changes["missing"].tolist() == [["test plan", "backout plan"]]
    assert value(warehouse, DOCUMENTATION, Scope()).value == pytest.approx((4 + 2 + 0) / 12)


def test_freezes_conflicts_and_overdue_changes():
    freeze = dict(
        entry="freeze", name="Year end", start="2026-03-10 00:00", end="2026-03-20 00:00", service="Pay"
    )
    warehouse = warehouse_with(
        calendars=[freeze],
        changes=[
            change(1, "2026-03-19 23:00", "2026-03-20 02:00", service="Pay"),
            change(2, "2026-03-12 00:00", service="Pay", freeze_exception="EX-1"),
            change(3, "2026-03-20 00:00", "2026-03-20 01:00", service="Pay", configuration_item="db"),
            change(4, "2026-03-20 00:30", "2026-03-20 02:30", service="Web", configuration_item="db"),
            change(5, "2026-03-09 22:00", service="Web"),
            {**change(6, "2026-03-01 00:00"), "state_category": "assess"},
        ],
    )
    assert rows(warehouse, FREEZE_COLLISIONS, Scope())["number"].tolist() == ["1"]
    pairs = rows(warehouse, SCHEDULE_CONFLICTS, Scope())
    assert set(zip(pairs["number"], pairs["other_number"], strict=True)) == {("1", "3"), ("3", "4")}
    assert rows(warehouse, OVERDUE, Scope())["number"].tolist() == ["6"]


FIRST_SIXTY_DAYS = timedelta(days=60)


def days_of(planned):
    """The days a change counts on; of one planned for longer, the first sixty."""
    day = datetime.combine(planned["start"].date(), datetime.min.time())
    last = min(planned["until"], planned["start"] + FIRST_SIXTY_DAYS)
    return {day + timedelta(days=n) for n in range(100) if day + timedelta(days=n) < last}


def pairs_one_by_one(given):
    """Every pair of changes that get into each other's way, by looking at each with each."""
    planned = [
        {
            **one,
            "start": (start := datetime.fromisoformat(one["planned_start"])),
            "until": datetime.fromisoformat(one["planned_end"])
            if one["planned_end"]
            else start + timedelta(hours=4),
        }
        for one in given
        if one["planned_start"] is not None and one["state_category"] != "cancelled"
    ]
    found = set()
    for one, other in permutations(planned, 2):
        shared = [
            one.get(of) is not None and one.get(of) == other.get(of)
            for of in ("configuration_item", "service", "assignee")
        ]
        meet = one["start"] < other["until"] and other["start"] < one["until"]
        if one["number"] < other["number"] and any(shared) and meet and days_of(one) & days_of(other):
            found.add((one["number"], other["number"], *shared))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_conflicts_are_those_found_by_comparing_each_change_with_each(seed):
    """Changes over months, of no length, ending before they start, without an end, sharing two things at once."""
    drawn = random.Random(seed)
    given = []
    for number in range(120):
        start = datetime(2026, 1, 1) + timedelta(minutes=15 * drawn.randrange(96 * 40))
        lasting = drawn.choice([None, 0, 15, 60, 1440, 3 * 1440, 61 * 1440, 90 * 1440, -60, -2 * 1440])
        end = None if lasting is None else str(start + timedelta(minutes=lasting))
        shared = {
            of: drawn.choice("abc")
            for of in ("configuration_item", "service", "assignee")
            if drawn.random() < 0.6
        }
        one = change(
            f"C{drawn.randrange(10)}-{number}", str(start) if drawn.random() < 0.95 else None, end, **shared
        )
        given.append({**one, "state_category": drawn.choice(["scheduled", "cancelled", "closed", None])})
    warehouse = warehouse_with(changes=given)
    expected = pairs_one_by_one(given)
    assert len(expected) > 50
    found = rows(warehouse, SCHEDULE_CONFLICTS, Scope())
    named = ["number", "other_number", "same_item", "same_service", "same_person"]
    assert sorted(found[named].itertuples(index=False, name=None)) == sorted(expected)
    assert value(warehouse, SCHEDULE_CONFLICTS, Scope()).value == len(expected)
    starts = {one["number"]: one["planned_start"] for one in given}
    assert [str(start) for start in found["other_start"]] == [
        starts[other] for other in found["other_number"]
    ]
    first = rows(warehouse, SCHEDULE_CONFLICTS, Scope(), limit=7)
    assert first[["row_no", "number"]].equals(found.head(7)[["row_no", "number"]])


def test_the_change_score_is_the_golden_one():
    outcomes = ["successful"] * 20 + ["with_issues"] * 3 + ["unsuccessful"] * 2
    changes = [
        {**change(n, "2026-03-01 00:00"), "closed": "2026-03-02 00:00", "outcome": outcome}
        for n, outcome in enumerate(outcomes)
    ]
    incidents = [
        dict(number=f"I{n}", opened="2026-03-02 00:00", caused_by_change="24", priority=p)
        for n, p in enumerate([1, 2, 3, 3])
    ]
    # 60 − 6 − 10 − 10 − 5 − 4
    assert value(warehouse_with(changes=changes, incidents=incidents), CHANGE_SCORE, Scope()).value == 25


def test_suspicion_is_measured_against_the_same_hours_of_other_weeks():
    end = datetime(2026, 3, 4, 12)
    usual = [
        dict(number=f"U{w}", service="Pay", opened=end + timedelta(weeks=w, hours=3)) for w in range(-8, 4)
    ]
    many = [dict(number=f"M{n}", service="Pay", opened=end + timedelta(hours=n + 1)) for n in range(9)]
    late = dict(number="L", service="Pay", opened=end + timedelta(hours=25))
    warehouse = warehouse_with(
        changes=[{**change(1, "2026-03-04 10:00", service="Pay"), "actual_end": end}],
        incidents=[*usual, *many, late],
    )
    found = suspected(warehouse, Scope())[0]
    assert (found.change, found.found, found.end_is_planned) == ("1", 10, False)
    assert found.expected == pytest.approx(1.0)
    assert found.more_than_expected


def test_the_crowd_after_a_freeze():
    normal = [change(n, datetime(2026, 1, 2) + timedelta(days=7 * n)) for n in range(20)]
    crowd = [change(100 + n, datetime(2026, 6, 1) + timedelta(days=n)) for n in range(8)]
    freeze = dict(entry="freeze", name="May", start="2026-05-22 00:00", end="2026-06-01 00:00")
    known = [{**one, "updated": "2026-06-20 00:00"} for one in normal + crowd]
    found = pressure_after_freezes(warehouse_with(changes=known, calendars=[freeze]), Scope())[0]
    assert (found.planned, found.normal, found.ratio) == (8, 2.0, 4.0)


def test_a_freeze_of_one_service_is_followed_there_and_only_where_the_data_reach():
    """A freeze of two years ago showed 0: nobody crowded in, because nobody was there."""
    weekly = [
        {**change(f"{service}{n}", datetime(2026, 1, 2) + timedelta(days=7 * n)), "service": service}
        for n in range(24)
        for service in ("Pay", "Web", "Web")[: 2 if n % 2 else 3]
    ]
    crowd = [
        {**change(100 + n, datetime(2026, 4, 1) + timedelta(days=n)), "service": "Pay"} for n in range(6)
    ]
    known = [
        {**one, "number": str(n), "updated": "2026-06-20 00:00"} for n, one in enumerate([*weekly, *crowd])
    ]
    dates = {"entry": "freeze", "service": "Pay"}
    warehouse = warehouse_with(
        changes=known,
        calendars=[
            {**dates, "name": "March", "start": "2026-03-20 00:00", "end": "2026-04-01 00:00"},
            {**dates, "name": "Long ago", "start": "2024-03-20 00:00", "end": "2024-04-01 00:00"},
            {**dates, "name": "To come", "start": "2026-12-20 00:00", "end": "2027-01-04 00:00"},
        ],
    )
    found = {one.freeze: one for one in pressure_after_freezes(warehouse, Scope())}
    assert (found["March"].planned, found["March"].normal, found["March"].ratio) == (8, 2.0, 4.0)
    for name in ("Long ago", "To come"):
        assert found[name].ratio is None
        assert found[name].reason == "no change is known from the two weeks after it"


def test_a_fortnight_that_is_not_over_is_no_normal_one():
    """What is planned for next month is not all planned yet: it halved the normal and doubled the crowd."""
    weekly = [change(n, datetime(2026, 1, 2) + timedelta(days=7 * n)) for n in range(9)]
    sparse = [change(50 + n, datetime(2026, 4, 1) + timedelta(days=28 * n)) for n in range(6)]
    freeze = {"entry": "freeze", "name": "X", "start": "2026-03-10 00:00", "end": "2026-03-20 00:00"}
    found = pressure_after_freezes(warehouse_with(changes=weekly + sparse, calendars=[freeze]), Scope())[0]
    assert (found.normal, found.reason) == (None, "needs 4 fortnights away from freezes, has 3")


def test_unplanned_work_is_a_share_of_all_work():
    warehouse = warehouse_with(
        changes=[{**change(1, "2026-03-01 00:00"), "closed": "2026-03-02 00:00", "type": "emergency"}],
        incidents=[
            dict(number="1", opened="2026-03-01 00:00", resolved="2026-03-02 00:00", priority=2),
            dict(number="2", opened="2026-03-01 00:00", resolved="2026-03-02 00:00", priority=4),
        ],
        work_items=[dict(item="A", created="2026-03-01 00:00", done="2026-03-02 00:00")],
    )
    answer = value(warehouse, UNPLANNED, Scope())
    assert (answer.value, answer.n) == (0.5, 4)
