"""A copy of the rows a filter leaves gives every figure the database gives, and is asked no other question."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from metrics import rollups
from metrics.declared import all_metrics
from metrics.incident_trends import BACKLOG, OPENED, TIME_TO_RESOLVE
from metrics.query import breakdown, rows, trend, value
from metrics.query_narrowed import FEW, Narrowed
from metrics.query_spread import measured_values, whole_of
from metrics.scope import NOT_SET, Scope
from tests.rows import warehouse_with
from warehouse import Warehouse

FIRST = datetime(2026, 1, 1)
OF_INCIDENTS = [metric for metric in all_metrics().values() if metric.table == "incidents"]


@pytest.fixture(autouse=True)
def from_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures that add up come from daily roll-ups; here the rows themselves are asked."""
    monkeypatch.setattr(rollups, "_days", lambda *_: None)


def incident(number: int) -> dict[str, object]:
    opened = FIRST + timedelta(hours=7 * number)
    over = number % 6 != 0
    return {
        "number": f"INC{number}",
        "opened": f"{opened:%Y-%m-%d %H:%M}",
        "resolved": f"{opened + timedelta(hours=1 + number * number % 97):%Y-%m-%d %H:%M}" if over else None,
        "state_category": "cancelled" if number % 31 == 0 else "resolved" if over else "open",
        "client": ("Nordlys", "Fjord Energy", "O'Hara & Sons", None)[number % 4],
        "service": ("Payments", "Portal", None)[number % 3],
        "priority": number % 5 or None,
        "reopens": number % 3,
        "tool_sla_met": number % 4 > 0,
    }


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    return warehouse_with(incidents=[incident(number) for number in range(400)])


def narrow(warehouse: Warehouse, scope: Scope) -> Narrowed:
    """A copy that is in use: the first few questions go to the database."""
    narrowed = Narrowed(warehouse, scope)
    for _ in range(FEW + 1):
        value(narrowed, OPENED, scope)
    assert narrowed._copied, "no rows were copied: the test would compare the database with itself"
    return narrowed


@pytest.mark.parametrize(
    "filters",
    [
        {"client": "O'Hara & Sons"},
        {"client": ("Nordlys", "Fjord Energy"), "service": "Portal"},
        {"client": NOT_SET},
        {"priority": "2"},
        {"client": "Nobody"},
    ],
    ids=str,
)
def test_every_figure_is_the_same(warehouse: Warehouse, filters: dict[str, str]) -> None:
    scope = Scope.of(start="2026-02-01", end="2026-04-20", grain="week", **filters)
    narrowed = narrow(warehouse, scope)
    for metric in OF_INCIDENTS:
        assert value(narrowed, metric, scope) == value(warehouse, metric, scope), metric.name
        assert trend(narrowed, metric, scope) == trend(warehouse, metric, scope), metric.name
    assert breakdown(narrowed, TIME_TO_RESOLVE, scope, "service") == breakdown(
        warehouse, TIME_TO_RESOLVE, scope, "service"
    )
    before = scope.but(start="2026-01-01", end="2026-02-01", as_of="2026-03-01")
    assert value(narrowed, BACKLOG, before) == value(warehouse, BACKLOG, before)
    narrowed.close()
    assert value(narrowed, OPENED, scope) == value(warehouse, OPENED, scope), "after it was closed"


def test_a_question_with_other_filters_or_none_is_asked_of_everything(warehouse: Warehouse) -> None:
    scope = Scope.of(client="Nordlys")
    narrowed = narrow(warehouse, scope)
    for other in (Scope.of(), Scope.of(client="Fjord Energy"), Scope.of(client="Nordlys", service="Portal")):
        assert value(narrowed, OPENED, other) == value(warehouse, OPENED, other)
    assert value(narrowed, OPENED, Scope.of()).n == 400
    assert value(narrowed, OPENED, Scope.of(client="Nordlys", grants=("Fjord Energy",))).n == 0


def test_what_is_not_asked_often_is_not_copied(warehouse: Warehouse) -> None:
    narrowed = Narrowed(warehouse, Scope.of(client="Nordlys"))
    value(narrowed, OPENED, Scope.of(client="Nordlys"))
    assert not narrowed._copied


def test_the_whole_of_a_trend_is_the_value(warehouse: Warehouse) -> None:
    scope = Scope.of(start="2026-02-01", end="2026-04-20", grain="month", client="Nordlys")
    compared = 0
    for metric in OF_INCIDENTS:
        whole = whole_of(metric, trend(warehouse, metric, scope))
        if whole is not None:
            compared += 1
            assert whole == value(warehouse, metric, scope), metric.name
    assert compared > 10
    assert whole_of(BACKLOG, trend(warehouse, BACKLOG, scope)) is None


def test_measured_values_are_those_of_the_rows(warehouse: Warehouse) -> None:
    scope = Scope.of(start="2026-02-01", end="2026-04-20", client="Nordlys")
    found = measured_values(warehouse, TIME_TO_RESOLVE, scope)
    assert len(found) == value(warehouse, TIME_TO_RESOLVE, scope).n > 20
    listed = rows(warehouse, TIME_TO_RESOLVE, scope)["measured_value"].to_numpy(dtype=float)
    assert np.allclose(np.sort(found), np.sort(listed))
    assert len(measured_values(warehouse, TIME_TO_RESOLVE, Scope.of(tag="nothing has this"))) == 0
    with pytest.raises(ValueError, match="counts rows"):
        measured_values(warehouse, OPENED, scope)
