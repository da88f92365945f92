"""Monte Carlo: right on what can be worked out by hand, repeatable, and refusing where it must."""

from datetime import date, datetime, timedelta

import pytest

from metrics.forecast import expectation, how_many, when
from metrics.scope import Scope
from tests.rows import warehouse_with


def items(per_week, start=datetime(2026, 1, 5, 12), cycle=3):
    """Work items done on the Mondays of consecutive weeks, and one more the week after the last."""
    made = []
    for week, count in enumerate(per_week):
        for n in range(count):
            done = start + timedelta(weeks=week)
            made.append(
                dict(
                    item=f"A-{week}-{n}",
                    created=done - timedelta(days=9),
                    started=done - timedelta(days=cycle - 1),
                    done=done,
                )
            )
    return made


def test_a_steady_team_is_certain():
    # Two a week: 10 items need five weeks from the Monday of the as-of (2026-04-06).
    warehouse = warehouse_with(work_items=items([2] * 14))
    found = when(warehouse, Scope(), 10)
    assert found.window.weeks == (2,) * 13
    assert set(found.dates.values()) == {date(2026, 4, 6) + timedelta(weeks=5)}
    assert how_many(warehouse, Scope(), date(2026, 4, 6) + timedelta(weeks=5)).items == {
        50: 10,
        70: 10,
        85: 10,
        95: 10,
    }


def test_surer_means_later_and_surer_means_fewer():
    warehouse = warehouse_with(work_items=items([1, 5, 0, 2, 4, 1, 3, 0, 6, 2, 1, 4, 2, 3]))
    dates = when(warehouse, Scope(), 20).dates
    assert dates[50] <= dates[70] <= dates[85] <= dates[95]
    assert dates[50] < dates[95]
    counts = how_many(warehouse, Scope(), date(2026, 6, 1)).items
    assert counts[50] >= counts[70] >= counts[85] >= counts[95]
    assert counts[50] > counts[95]


def test_the_seed_makes_it_again_and_growth_makes_it_later():
    warehouse = warehouse_with(work_items=items([1, 5, 0, 2, 4, 1, 3, 0, 6, 2, 1, 4, 2, 3]))
    assert when(warehouse, Scope(), 20, seed=3) == when(warehouse, Scope(), 20, seed=3)
    assert when(warehouse, Scope(), 20, growth=0.5).dates[85] > when(warehouse, Scope(), 20).dates[85]


def test_too_little_history_is_refused():
    few = warehouse_with(work_items=items([2] * 5))
    assert when(few, Scope(), 10).reason == "needs 10 weeks in which something was finished, has 4"
    assert how_many(few, Scope(), date(2026, 6, 1)).items is None
    unfinished = warehouse_with(work_items=[dict(item="A", created="2026-01-01 00:00")])
    assert when(unfinished, Scope(), 10).dates is None


def test_quiet_weeks_count():
    """Leaving out weeks in which nothing was finished promises twice as much."""
    warehouse = warehouse_with(work_items=items([2, 0] * 12 + [2]))
    assert sum(when(warehouse, Scope(), 10).window.weeks) == 24
    assert how_many(warehouse, Scope(), date(2027, 6, 21)).items[50] == pytest.approx(52, abs=4)


def test_a_day_that_has_passed_is_refused():
    warehouse = warehouse_with(work_items=items([2] * 14))
    assert "is not after the as-of" in how_many(warehouse, Scope(), date(2026, 1, 1)).reason
    assert when(warehouse, Scope(), 0).reason == "there is nothing left to do"


def test_the_expectation_is_measured_against_the_window_before():
    slow = items([3] * 12, start=datetime(2026, 1, 5, 12), cycle=10)
    quick = items([3] * 12, start=datetime(2026, 3, 30, 12), cycle=4)
    for number, one in enumerate(quick):
        one["item"] = f"B-{number}"
    found = expectation(warehouse_with(work_items=slow + quick), Scope(), days=80)
    assert (found.days, found.days_before, found.attained) == (4, 10, 1.0)
    assert found.interval.low < 1
    few = expectation(warehouse_with(work_items=items([1] * 12)), Scope())
    assert "needs 20 items" in few.reason
    assert "needs 20 items" in few.reason_before
