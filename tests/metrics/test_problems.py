"""Whether a fix helped, said only where the data carry it."""

from datetime import datetime, timedelta

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


def test_fewer_after_the_fix_than_chance_allows():
    told = incidents([-60, -50, -40, -30, -25, -20, -15, -10, -5, -2, 90])
    found = recurrence(
        warehouse_with(problems=[dict(number="P1", opened="2026-01-01 00:00", fixed=FIXED)], incidents=told),
        Scope(),
    )[0]
    assert (found.before, found.after, found.days) == (10, 0, 90)
    assert found.ratio.high < 1
    assert found.verdict.startswith("Rarer: 10 incidents in 90 days")
    assert len(found.rows) == 10


def test_noise_is_called_noise_and_little_time_is_refused():
    told = [*incidents([-20, -10, 10, 60]), *incidents([-3, 60], "P2")]
    fixes = [
        dict(number="P1", opened="2026-01-01 00:00", fixed=FIXED),
        dict(number="P2", opened="2026-01-01 00:00", fixed=FIXED + timedelta(days=50)),
    ]
    first, second = recurrence(warehouse_with(problems=fixes, incidents=told), Scope())
    assert "No change beyond noise" in first.verdict
    assert (second.ratio, second.verdict) == (None, "only 10 days since the fix; needs 28")


def test_a_problem_found_before_it_hurt():
    problems = [
        dict(number="P1", opened="2026-04-01 00:00"),
        dict(number="P2", opened="2026-03-01 00:00"),
        dict(number="P3", opened="2026-03-01 00:00"),
    ]
    told = [*incidents([-5]), *incidents([10], "P2")]
    answer = value(warehouse_with(problems=problems, incidents=told), PROACTIVE, Scope())
    assert (answer.value, answer.n) == (0.5, 2)
    assert answer.excluded == (("without any linked incident, so nobody can say", 1),)
