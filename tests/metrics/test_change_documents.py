"""Documents of changes: what is written, what is not, and what an export cannot tell (CHG-11)."""

from datetime import datetime

import pytest

from metrics.change_calendar import documentation_gate
from metrics.changes import DOCUMENTATION, WITH_RISK_ANALYSIS, WITH_TEST_PLAN
from metrics.query import rows, trend, value
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with

TEXT = "Stop the service, deploy, start it, check it."


def change(number, start="2026-03-04 00:00", **more):
    return {
        "number": number, "opened": "2026-01-01 00:00", "planned_start": start, "type": "normal",
        "state_category": "scheduled", "updated": "2026-03-02 00:00", **more,
    }  # fmt: skip


def test_a_document_without_a_column_is_neither_written_nor_missing():
    """Two of four columns are exported; counting the others as missing halves every figure."""
    warehouse = warehouse_with(
        changes=[
            change("1", implementation_plan=TEXT, backout_plan=TEXT),
            change("2", implementation_plan=TEXT, backout_plan="tbd"),
        ]
    )
    found = value(warehouse, DOCUMENTATION, Scope())
    assert (found.value, found.n) == (0.75, 2)
    assert found.notes == (
        "Test plan is not measurable: no export has that column.",
        "Risk and impact analysis is not measurable: no export has that column.",
    )
    assert value(warehouse, WITH_TEST_PLAN, Scope()).reason == "not measurable: needs Test plan"
    assert value(warehouse, WITH_RISK_ANALYSIS, Scope()).reason == (
        "not measurable: needs Risk and impact analysis"
    )
    gate = documentation_gate(warehouse, Scope())
    assert (gate.n, gate.untold, gate.reason) == (2, ("test plan", "risk analysis"), None)
    assert list(zip(gate.changes["number"], gate.changes["missing"], strict=True)) == [
        ("2", ["backout plan"])
    ]


def test_an_export_without_any_document_says_what_it_needs():
    warehouse = warehouse_with(changes=[change("1")])
    reason = value(warehouse, DOCUMENTATION, Scope()).reason
    assert reason == (
        "not measurable: needs Implementation plan or Test plan or Backout plan or Risk and impact analysis"
    )
    gate = documentation_gate(warehouse, Scope())
    assert gate.changes.empty
    assert gate.reason == (
        "not measurable: needs implementation plan, test plan, backout plan and risk analysis"
    )


def test_each_export_is_judged_by_its_own_columns():
    """One tool has test plans, the other none: its changes are left out of that document, not failed by it."""
    warehouse = warehouse_with(changes=[change("A1", test_plan=TEXT), change("A2", test_plan="n/a")])
    add_rows(warehouse, "changes", [change("B1", "2026-02-03 00:00", backout_plan=TEXT)], file="other.csv")
    add_rows(warehouse, "changes", [change("C1")], file="third.csv")
    found = value(warehouse, DOCUMENTATION, Scope())
    assert (found.value, found.n) == (pytest.approx((1 + 0 + 1) / 3), 3)
    assert found.excluded == (("its export has a column for none of the documents", 1),)
    tested = value(warehouse, WITH_TEST_PLAN, Scope())
    assert (tested.value, tested.n) == (0.5, 2)
    assert tested.excluded == (("its export has no column for it", 2),)
    months = trend(warehouse, WITH_TEST_PLAN, Scope.of(grain="month")).points
    assert [(point.period, point.value, point.n) for point in months] == [
        ("2026-02", None, 0),
        ("2026-03", 0.5, 2),
    ]
    assert months[0].reason
    assert rows(warehouse, WITH_TEST_PLAN, Scope())["number"].tolist() == ["A1", "A2"]


def test_words_that_begin_like_a_placeholder_are_words():
    """A plan about TBAnalytics was taken for "to be announced"."""
    warehouse = warehouse_with(
        changes=[
            change("1", test_plan="TBAnalytics is asked for all its reports"),
            change("2", test_plan="TBA - the team will write it down later"),
        ]
    )
    assert value(warehouse, WITH_TEST_PLAN, Scope()).value == 0.5


def test_the_interval_of_a_mean_share_stays_a_share():
    warehouse = warehouse_with(
        changes=[change(str(n), test_plan=TEXT if n else "tbd") for n in range(6)],
    )
    found = value(warehouse, DOCUMENTATION, Scope())
    assert (found.value, found.high) == (pytest.approx(5 / 6), 1.0)


def test_five_working_days_are_those_of_the_calendar():
    """Five working days after Wednesday the 4th is the 11th; where two of them are holidays it is the 13th."""
    changes = [
        change("1", "2026-03-12 09:00", client="Aurora", implementation_plan=""),
        change("2", "2026-03-12 09:00", client="Tarn", implementation_plan=""),
        change("3", "2026-03-14 09:00", client="Aurora", implementation_plan=""),
        change("4", "2026-03-11 08:00", client="Tarn", implementation_plan=TEXT),
    ]
    hours = {
        "calendar": "Aurora", "entry": "working_hours", "client": "Aurora", "weekdays": "Mon-Fri", "opens": "08:00",
        "closes": "17:00",
    }  # fmt: skip
    closed = [{"calendar": "Aurora", "entry": "holiday", "start": f"2026-03-{day:02}"} for day in (5, 9)]
    warehouse = warehouse_with(changes=changes, calendars=[hours, *closed])
    gate = documentation_gate(warehouse, Scope(as_of=datetime(2026, 3, 4, 9)))
    assert gate.n == 2
    assert gate.changes["number"].tolist() == ["1"]
