"""Milestones slip against their first baseline, whatever was re-baselined since; plans are checked line by line."""

import pytest

from metrics.plans import (
    CAPACITY_LOAD,
    MILESTONE_SLIP,
    MILESTONES_ON_TIME,
    SLIP_SINCE_LAST_REPORT,
    milestone_reports,
    plan_quality,
)
from metrics.query import rows, value
from metrics.scope import Scope
from tests.rows import warehouse_with

REPORTS = [
    dict(project="P", name="Design", baseline="2026-02-01", forecast="2026-02-01", report_date="2026-01-15"),
    dict(
        project="P", name="Design", baseline="2026-02-01", forecast="2026-02-11", actual="2026-02-11",
        report_date="2026-03-15",
    ),
    dict(project="P", name="Go-live", baseline="2026-03-01", forecast="2026-03-01", report_date="2026-01-15"),
    dict(project="P", name="Go-live", baseline="2026-04-30", forecast="2026-05-10", report_date="2026-03-15"),
    dict(project="P", name="Closure", baseline="2026-06-01", forecast="2026-06-01", report_date="2026-03-15"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reported():
    return warehouse_with(milestones=REPORTS)


def test_re_baselining_does_not_make_a_milestone_punctual(reported):
    answer = value(reported, MILESTONES_ON_TIME, Scope())
    assert (answer.value, answer.n) == (0.0, 2)
    assert answer.excluded == (("not due yet", 1),)


def test_the_slip_runs_from_the_first_baseline(reported):
    listed = rows(reported, MILESTONE_SLIP, Scope())
    assert dict(zip(listed["name"], listed["measured_value"], strict=True)) == {
        "Design": 10,
        "Go-live": 70,
        "Closure": 0,
    }
    assert value(reported, MILESTONE_SLIP, Scope()).value == 10
    assert value(reported, SLIP_SINCE_LAST_REPORT, Scope()).value == 70


def test_every_report_is_a_point_of_the_trend(reported):
    found = milestone_reports(reported, Scope())
    go_live = found[found["name"] == "Go-live"]
    assert go_live["slip_days"].tolist() == [0, 70]
    assert go_live["rebaselined"].tolist() == [False, True]
    assert go_live["moved_days"].tolist()[1] == 70


def test_a_plan_is_checked_line_by_line():
    good = dict(
        project="P", owner="x", start="2026-01-01", finish="2026-01-10", acceptance="Signed by the client",
        actual_finish="2026-01-10",
    )  # fmt: skip
    warehouse = warehouse_with(
        plan_items=[
            dict(good, item="1", name="Begin"),
            dict(good, item="2", name="Build", predecessors="1", owner=None),
            dict(good, item="3", name="Reserve", predecessors="2", contingency=True),
            dict(good, item="4", name="Late", predecessors="3", actual_finish=None, finish="2026-01-05"),
            dict(
                good, item="5", name="Long", predecessors="4", finish="2026-03-31", actual_finish="2026-03-31"
            ),
        ]
    )
    found = plan_quality(warehouse, Scope())
    failing = {check.check: [row for _, _, row in check.failing] for check in found.checks if check.failing}
    assert failing == {
        "has an owner": [3],
        "is no longer than 20 days": [6],
        "is not open past its finish": [5],
    }
    assert found.n == sum(check.n for check in found.checks)
    assert found.score == pytest.approx(1 - 3 / found.n)
    assert (
        plan_quality(warehouse_with(milestones=REPORTS), Scope()).reason == "no plan items have been loaded"
    )


def test_more_promised_than_there_is():
    capacity = [
        dict(team="A", month="2026-01-01", available_hours=100, booked_hours=130),
        dict(team="A", month="2026-02-01", planned_hours=160, absent_hours=60, booked_hours=100),
        dict(team="A", month="2026-03-01", available_hours=100),
    ]
    answer = value(warehouse_with(capacity=capacity), CAPACITY_LOAD, Scope())
    assert (answer.value, answer.n) == (1.15, 2)
    assert answer.excluded == (("without booked hours", 1),)
