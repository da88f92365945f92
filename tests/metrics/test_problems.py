"""Whether a fix helped, said only where the data carry it."""

from datetime import datetime, timedelta

import pytest

from metrics.problems import PROACTIVE, recurrence
from metrics.query import value
from metrics.scope import Scope
from tests.rows import warehouse_with

FIXED = datetime(2026, 4, 1)


def incidents(days, problem="P1"):
    return [
        dict(number=f"{problem}-{n}", opened=FIXED + timedelta(days=day), problem=problem)
        for n, day in enumerate(days)
    ]


#: The incidents we have begin long before, so the time before the fix is known.
LONG_AGO = dict(number="X", opened=FIXED - timedelta(days=300))


def test_fewer_after_the_fix_than_chance_allows():
    told = [LONG_AGO, *incidents([-60, -50, -40, -30, -25, -20, -15, -10, -5, -2, 90])]
    found = recurrence(
        warehouse_with(problems=[dict(number="P1", opened="2026-01-01 00:00", fixed=FIXED)], incidents=told),
        Scope(),
    )[0]
    assert (found.before, found.after, found.days) == (10, 0, 90)
    assert found.ratio.high < 1
    assert found.verdict.startswith("Rarer: 10 incidents in 90 days")
    assert len(found.rows) == 10


def test_noise_is_called_noise_and_little_time_is_refused():
    told = [LONG_AGO, *incidents([-20, -10, 10, 60]), *incidents([-3, 60], "P2")]
    fixes = [
        dict(number="P1", opened="2026-01-01 00:00", fixed=FIXED),
        dict(number="P2", opened="2026-01-01 00:00", fixed=FIXED + timedelta(days=50)),
    ]
    first, second = recurrence(warehouse_with(problems=fixes, incidents=told), Scope())
    assert "No change beyond noise" in first.verdict
    assert (second.ratio, second.verdict) == (None, "only 10 days since the fix; needs 28")


def test_days_before_the_first_incident_of_all_are_not_quiet_days():
    """Ninety days after the fix and five known before it: five incidents in five days are not five in ninety."""
    problems = [dict(number="P1", opened="2026-01-01 00:00", fixed=FIXED)]
    told = incidents([-5, -4, -3, -2, -1, 20, 40, 60, 80, 90])
    found = recurrence(warehouse_with(problems=problems, incidents=told), Scope())[0]
    assert (found.ratio, found.verdict) == (None, "the incidents begin 5 days before the fix; needs 28")
    later = incidents([-40, -30, -20, -10, 5, 90])
    found = recurrence(warehouse_with(problems=problems, incidents=later), Scope())[0]
    assert (found.before, found.after, found.days) == (4, 1, 40)


def test_a_problem_found_before_it_hurt():
    problems = [
        dict(number="P1", opened="2026-04-01 00:00"),
        dict(number="P2", opened="2026-03-01 00:00"),
        dict(number="P3", opened="2026-03-01 00:00"),
    ]
    told = [*incidents([-5]), *incidents([10], "P2")]
    answer = value(warehouse_with(problems=problems, incidents=[LONG_AGO, *told]), PROACTIVE, Scope())
    assert (answer.value, answer.n) == (pytest.approx(2 / 3), 3)
    answer = value(warehouse_with(problems=problems, incidents=told), PROACTIVE, Scope())
    assert (answer.value, answer.n) == (0.0, 1)
    assert answer.excluded == (("opened before the incidents we have, so nobody can say", 2),)
    alone = value(warehouse_with(problems=problems), PROACTIVE, Scope())
    assert alone.reason == "not measurable: needs incidents that name their problem"
