"""Causes ranked by what they cost, drafts of problem records, and records that need a hand."""

from datetime import datetime, timedelta

import pytest

from metrics.hygiene import FINDINGS, STALE_WORDS, hygiene_queue, left_out, mass_edit
from metrics.improvement import improvements, problem_draft, repeat_cost
from metrics.query import breakdown, value
from metrics.scope import Scope
from tests.rows import warehouse_with

BEGIN = datetime(2026, 1, 1)


def tickets(cause, days, hours, **more):
    return [
        dict(
            number=f"{cause}-{n}", service="Mail", category=cause, opened=BEGIN + timedelta(days=day), reopens=0,
            resolved=BEGIN + timedelta(days=day, hours=hours), state_category="closed", **more,
        )
        for n, day in enumerate(days)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def causes():
    incidents = [
        *tickets("rare and long", [1, 99], 30),
        *tickets("growing", [5, *range(60, 90)], 1),
        *tickets("new", range(70, 80), 2),
        *tickets("steady", range(0, 100, 4), 1),
        *tickets(None, range(0, 100, 2), 40),
    ]
    return warehouse_with(incidents=incidents)


def test_the_dearest_cause_comes_first_and_what_is_not_set_last(causes):
    found = improvements(causes, Scope())
    assert [cause.name[1] for cause in found.causes] == [
        "rare and long",
        "growing",
        "steady",
        "new",
        "(not set)",
    ]
    assert found.causes[0].hours == 60
    assert found.causes[-1].cumulative == 1
    assert sum(cause.n for cause in found.causes) == found.n


def test_new_and_growing_only_beyond_noise(causes):
    movement = {cause.name[1]: cause.movement for cause in improvements(causes, Scope()).causes}
    assert movement == {
        "rare and long": "steady", "growing": "growing", "new": "new", "steady": "steady", "(not set)": "steady",
    }  # fmt: skip


def test_a_cause_that_comes_back_weighs_more():
    incidents = [
        *tickets("a", range(10), 10),
        *[
            {**one, "reopens": 1, "category": "b", "number": "b" + one["number"]}
            for one in tickets("b", range(10), 9)
        ],
    ]
    found = improvements(warehouse_with(incidents=incidents), Scope()).causes
    assert [(cause.name[1], cause.weight) for cause in found] == [("b", 180.0), ("a", 100.0)]


def test_a_draft_of_a_problem_record(causes):
    cause = improvements(causes, Scope()).causes[1]
    draft = problem_draft(cause)
    assert draft["short_text"] == "Mail / growing: 31 incidents, growing"
    assert draft["incidents"] == 31
    assert draft["first_reported_by"] == "growing-0"
    assert "growing-30" in str(draft["cause_notes"])


def test_what_repeats_cost_in_hours_and_money(causes):
    found = repeat_cost(causes, Scope())
    assert found.hours == pytest.approx(30 + 30 + 24 + 18)
    assert found.money is None
    causes.set_setting("hourly_rate", 50)
    assert repeat_cost(causes, Scope()).money == pytest.approx(50 * found.hours)


def test_a_dimension_that_is_not_there(causes):
    assert improvements(causes, Scope(), by=("cost_center",)).reason == "incidents have no cost_center"


@pytest.fixture(scope="module")
def untidy():
    day = dict(opened="2026-01-01 00:00", updated="2026-01-10 00:00")
    return warehouse_with(
        incidents=[
            dict(day, number="1", state_category="new"),
            dict(day, number="2", state_category="new", assignment_group="A", assignee="x", reassignments=4),
            dict(day, number="3", resolved="2025-12-31 00:00", state_category="closed"),
            dict(day, number="4", resolved="2026-01-02 00:00", first_response="2026-01-03 00:00"),
            dict(day, number="5", resolved="2026-01-02 00:00", priority=1, impact=3, urgency=3),
            dict(day, number="6", resolved="2026-01-05 00:00", business_duration=0),
            dict(day, number="7", state_category="cancelled"),
            dict(day, number="8", updated="2026-01-20 00:00", state_category="new", assignment_group="A"),
        ]
    )  # fmt: skip


def test_every_finding_has_its_tickets(untidy):
    queue = hygiene_queue(untidy, Scope())
    assert {(row["number"], row["finding"]) for _, row in queue.iterrows()} == {
        ("1", "open without a team"), ("1", STALE_WORDS),
        ("2", "open and passed on three times or more"), ("2", STALE_WORDS),
        ("3", "resolved before it was opened"),
        ("4", "first response after the resolution"),
        ("5", "priority does not follow impact and urgency"),
        ("6", "business time of 0 in a resolution of more than a day"),
        ("8", "open without an assignee"),
    }  # fmt: skip
    assert value(untidy, FINDINGS, Scope()).value == 7
    assert len(breakdown(untidy, FINDINGS, Scope(), "finding").points) == 7


def test_what_every_figure_left_out(untidy):
    found = left_out(untidy, Scope(), ("incidents",))
    by_name = {one.metric.name: one for one in found}
    resolve = by_name["time_to_resolve"]
    assert (resolve.answer.n, resolve.rows) == (3, 1)
    assert resolve.share == 0.25
    assert [one.share or 0 for one in found] == sorted([one.share or 0 for one in found], reverse=True)


def test_a_mass_edit_is_noticed():
    waiting = dict(opened="2026-01-01 00:00", state_category="new")
    same = [dict(waiting, number=str(n), updated="2026-01-10 00:00:20") for n in range(12)]
    spread = [dict(waiting, number=str(n), updated=f"2026-01-{n + 2:02} 00:00") for n in range(12)]
    assert mass_edit(warehouse_with(incidents=same), Scope()).suspicious
    assert not mass_edit(warehouse_with(incidents=spread), Scope()).suspicious
