"""Figures added up from days are those of the rows: every metric that adds up, in scopes drawn at random."""

import random
from datetime import date, timedelta

import pytest

from benchmarks.metrics import KINDS, tickets
from metrics import query_figures, rollups
from metrics.declared import all_metrics
from metrics.flow import WIP
from metrics.incident_trends import BACKLOG, OPENED, TIME_TO_RESOLVE
from metrics.query import breakdown, rows, trend, value
from metrics.scope import Scope
from tests.rows import add_rows, warehouse_with
from warehouse import open_warehouse

SERVED = [m for m in all_metrics().values() if rollups.adds_up(m)]


@pytest.fixture(scope="module")
def warehouse():
    """Three years of tickets of every kind, some without a service, some children, in a zone with summer time."""
    made = open_warehouse(":memory:")
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
        end=chance.choice([None, start + timedelta(days=chance.randrange(1, 400))]),
        grain=chance.choice(["week", "month", "quarter"]),
        **chance.choice(
            [
                {},
                {"service": ["Service 1", "(not set)"]},
                {"client": ["Client 3", "Client 4"], "service": "Service 2"},
            ]
        ),
    ).but(children=chance.choice([None, "each"]))


def plain(answer):
    """Everything an answer says, numbers to ten digits: the same numbers added in another order differ in the last."""
    said = answer.model_dump()
    said["points"] = sorted(said["points"], key=lambda point: (str(point["period"]), str(point["part"])))
    return _ten_digits(said)


def _ten_digits(said):
    if isinstance(said, dict):
        return {name: _ten_digits(one) for name, one in said.items()}
    if isinstance(said, list | tuple):
        return [_ten_digits(one) for one in said]
    return float(f"{said:.9e}") if isinstance(said, float) else said


@pytest.mark.parametrize("metric", SERVED, ids=[metric.name for metric in SERVED])
def test_both_routes_say_the_same(metric, warehouse, monkeypatch):
    chance = random.Random(metric.name)
    for _ in range(2):
        scope, by = drawn(chance), chance.choice(["service", "client"])
        monkeypatch.setattr(rollups, "LARGE", 10**12)
        from_rows = asked(warehouse, metric, scope, by)
        monkeypatch.setattr(rollups, "LARGE", -1)
        from_days = asked(warehouse, metric, scope, by)
        for one, other in zip(from_rows, from_days, strict=True):
            assert plain(other) == plain(one), scope


def test_a_roll_up_is_used_and_goes_with_the_content(monkeypatch):
    """Otherwise the test above compares a route with itself, and an import would not show."""
    monkeypatch.setattr(rollups, "LARGE", 0)
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
    monkeypatch.setattr(rollups, "LARGE", -1)
    monkeypatch.setattr(rollups, "MOST_GROUPS", 2)
    fine = Scope.of(client="Client 11")
    assert value(warehouse, OPENED, fine).value == len(rows(warehouse, OPENED, fine))
    assert not rollups.adds_up(all_metrics()["age_of_open_incidents"])
    assert rollups.adds_up(TIME_TO_RESOLVE), "its rows are counted; the median itself comes from the rows"
    assert rollups.adds_up(BACKLOG)
    assert rollups.adds_up(WIP)


@pytest.mark.parametrize("name", ["time_to_resolve", "time_to_resolve_p85"])
def test_large_groups_have_the_same_median_and_an_interval_as_wide(name, monkeypatch, warehouse):
    """Value and interval come from one list there; of a few hundred long-tailed durations one rank is much."""
    metric = all_metrics()[name]
    small = breakdown(warehouse, metric, Scope(), "client")
    monkeypatch.setattr(query_figures, "FINER_BEYOND", 10)
    large = breakdown(warehouse, metric, Scope(), "client")
    assert [(p.part, p.value, p.n) for p in large.points] == [(p.part, p.value, p.n) for p in small.points]
    for one, other in zip(large.points, small.points, strict=True):
        assert one.low < one.value < one.high
        assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=0.2), "a rank apart"
