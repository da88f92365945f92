"""Figures added up from days are those of the rows: every metric that adds up, in scopes drawn at random."""

import math
import random
from datetime import date, timedelta

import pytest

from benchmarks.tickets import KINDS, tickets
from metrics import query_statements, rollups
from metrics.declared import all_metrics
from metrics.flow import WIP
from metrics.incident_trends import BACKLOG, OPENED
from metrics.query import breakdown, question_of, rows, trend, value
from metrics.query_figures import ask
from metrics.query_tables import as_date
from metrics.query_text import Question
from metrics.scope import Scope
from metrics.statistics import order_statistic_ranks
from tests.rows import add_rows, warehouse_with
from warehouse import open_warehouse

SERVED = [m for m in all_metrics().values() if rollups._is_made_of_parts(m)]


@pytest.fixture(scope="module")
def warehouse():
    """Three years of tickets of every kind, some without a service, some children, in a zone with summer time."""
    made = open_warehouse(":memory:")
    made.set_setting("fiscal_start_month", 4)
    for kind in KINDS:
        tickets(made, kind, 3000)
    with made.writing() as cursor:
        for kind in KINDS:
            cursor.execute(f"UPDATE filled.{kind} SET service = NULL WHERE hash(row_no) % 9 = 0")
        cursor.execute(
            "UPDATE filled.incidents SET resolved = opened - INTERVAL 1 HOUR, resolve_seconds = -3600,"
            " resolved_day = CAST(opened - INTERVAL 1 HOUR AS DATE) WHERE hash(row_no) % 23 = 0"
        )
    return made


def asked(warehouse, metric, scope, by):
    return (
        value(warehouse, metric, scope),
        trend(warehouse, metric, scope),
        trend(warehouse, metric, scope, by),
        breakdown(warehouse, metric, scope, by),
    )


def drawn(chance: random.Random) -> Scope:
    start = date(2023, 1, 1) + timedelta(days=chance.randrange(1000))
    return Scope.of(
        start=chance.choice([None, start]),
        end=chance.choice(
            [
                None,
                start + timedelta(days=chance.randrange(1, 400)),
                (start + timedelta(days=100)).replace(day=1),
            ]
        ),
        grain=chance.choice(["week", "month", "quarter", "year", "fiscal-quarter", "fiscal-year"]),
        **chance.choice(
            [
                {},
                {"service": ["Service 1", "(not set)"]},
                {"client": ["Client 3", "Client 4"], "service": "Service 2"},
            ]
        ),
    ).but(children=chance.choice([None, "each"]))


def plain(answer):
    """Everything an answer says, points in one order."""
    said = answer.model_dump()
    said["points"] = sorted(said["points"], key=lambda point: (str(point["period"]), str(point["part"])))
    return said


def same(one, other):
    """Numbers to nine digits: the same numbers added in another order differ in the last."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(same(*both) for both in zip(one, other, strict=True))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


@pytest.mark.parametrize("metric", SERVED, ids=[metric.name for metric in SERVED])
def test_both_routes_say_the_same(metric, warehouse, monkeypatch):
    chance = random.Random(metric.name)
    for _ in range(3):
        scope, by = drawn(chance), chance.choice(["service", "client"])
        with monkeypatch.context() as without:
            without.setattr(rollups, "_days", lambda *_: None)
            from_rows = asked(warehouse, metric, scope, by)
        from_days = asked(warehouse, metric, scope, by)
        for one, other in zip(from_rows, from_days, strict=True):
            assert same(plain(other), plain(one)), (scope, other, one)


def test_a_roll_up_is_used_and_goes_with_the_content(monkeypatch):
    """Otherwise the test above compares a route with itself, and an import would not show."""
    given = [{"number": str(n), "opened": "2026-03-02 08:00", "service": "Mail"} for n in range(3)]
    warehouse = warehouse_with(incidents=given)
    asked_for = []

    def counted(*told, made=rollups._made):
        asked_for.append(told)
        return made(*told)

    monkeypatch.setattr(rollups, "_made", counted)
    assert value(warehouse, OPENED, Scope.of(service="Mail")).value == 3
    assert value(warehouse, OPENED, Scope.of(service="Web", start="2026-03-01", end="2026-04-01")).value == 0
    assert [point.value for point in breakdown(warehouse, OPENED, Scope(), "service").points] == [3]
    assert len(asked_for) == 1, "one roll-up serves every value of its dimension and every period"
    assert len(rows(warehouse, OPENED, Scope())) == 3
    add_rows(warehouse, "incidents", [{"number": "9", "opened": "2026-03-03 08:00", "service": "Web"}])
    assert value(warehouse, OPENED, Scope.of(service="Web")).value == 1
    assert value(warehouse, OPENED, Scope.of(service="Web", as_of="2026-03-02T12:00:00")).value == 0


def test_what_is_too_fine_or_does_not_add_up_comes_from_the_rows(monkeypatch, warehouse):
    monkeypatch.setattr(rollups, "MOST_GROUPS", 2)
    fine = Scope.of(client="Client 11")
    assert value(warehouse, OPENED, fine).value == len(rows(warehouse, OPENED, fine))
    assert not rollups.adds_up(all_metrics()["age_of_open_incidents"])
    assert rollups.adds_up(BACKLOG)
    assert rollups.adds_up(WIP)


@pytest.mark.parametrize("metric", [m for m in all_metrics().values() if m.fraction], ids=lambda m: m.name)
@pytest.mark.parametrize("as_of", [None, "2024-05-17T13:00:00"])
def test_medians_and_percentiles_are_those_of_the_database(metric, as_of, warehouse):
    """The values come in lists and are ranked here: the database's own median and percentile say the same."""
    scope = Scope.of(start="2023-04-10", grain="quarter", service=["Service 1", "(not set)"], as_of=as_of)
    question, _ = question_of(warehouse, metric, scope)
    if not isinstance(question, Question):
        pytest.skip(str(question.reason))
    over_time = not metric.at_a_point_in_time
    found = ask(warehouse, question, query_statements.figures(question, by_period=over_time))
    found = found[found["left_out"] == 0]
    starts = [as_date(start) for start in found.get("in_period", [None] * len(found))]
    said = dict(zip(starts, found["measured_value"], strict=True))
    points = [value(warehouse, metric, scope), *(trend(warehouse, metric, scope).points if over_time else ())]
    if points[0].value is None:
        pytest.skip(str(points[0].reason))
    for point in points:
        if point.value is not None:
            assert point.value == pytest.approx(said[getattr(point, "start", None)], rel=1e-12)


def test_states_that_are_no_counts_have_an_interval_in_every_period(warehouse):
    """The ages of what was open at the end of a period are values like others: a median of six has an interval."""
    points = trend(warehouse, all_metrics()["age_of_open_incidents"], Scope.of(grain="quarter")).points
    assert len(points) >= 12
    for point in points[2:-1]:
        ages = rows(warehouse, all_metrics()["age_of_open_incidents"], Scope.of(end=point.end))[
            "measured_value"
        ]
        low, high = order_statistic_ranks(len(ages), 0.5)
        assert (point.low, point.high) == pytest.approx(tuple(sorted(ages)[rank - 1] for rank in (low, high)))
        assert point.low < point.value < point.high
