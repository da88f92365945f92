"""Every metric and study where there is little or nothing to measure: what is shown must be true, or say why not.

Nothing loaded; a client or a month of which nothing is known; everything cancelled; one row that is over, one that
is open; and a quiet month between two busy ones. One warehouse for each, made once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest

from contracts import all_contracts
from metrics.answer import Answer, Point
from metrics.declared import all_metrics, all_studies
from metrics.metric import Metric
from metrics.query import breakdown, rows, trend, value
from metrics.query_tables import table
from metrics.scope import Scope
from metrics.study import Study, answered, answered_by
from tests.every_kind import CANCELLED, State, row_of
from tests.rows import warehouse_with
from warehouse import Warehouse, open_warehouse
from warehouse.settings import change

BEGINS = datetime(2026, 1, 5, 9)
HOURS = {"entry": "working_hours", "calendar": "Office", "weekdays": ["monday", "tuesday", "wednesday", "thursday",
         "friday"], "opens": "08:00", "closes": "18:00", "timezone": "UTC"}  # fmt: skip
#: What is counted although it was cancelled: what came in, how much of it was cancelled, and what is said of it.
COUNTS_CANCELLED = {
    "INC-01", "INC-01-CANCELLED", "INC-04", "PRB-01-OPENED", "REQ-01-OPENED", "REQ-06",
    # What is said of each ticket by itself.
    "CHG-06", "INC-33", "INC-34", "MOOD-04-GOOD", "MOOD-04-TICKETS", "REQ-04",
    # How often one was opened again, resolved or not; what was due before a meeting that was called off.
    "INC-19-COUNT", "DEL-08-ACTIONS",
}  # fmt: skip


class Case(NamedTuple):
    """A warehouse and the scope to ask."""

    warehouse: Warehouse
    scope: Scope


def _one_of_each(state: State, kinds: Iterator[str] | None = None) -> Warehouse:
    of = list(kinds) if kinds is not None else list(all_contracts())
    return warehouse_with(**{kind: [row_of(kind, 0, BEGINS, state)] for kind in of})


@cache
def _quiet_february() -> Warehouse:
    """24 rows of every kind in January and as many in March, with the history of every incident; two open ones."""
    begins = [datetime(2026, month, 5, 9) + timedelta(hours=12 * n) for month in (1, 3) for n in range(24)]
    given: dict[str, list[dict[str, Any]]] = {
        kind: [row_of(kind, number, at, "closed") for number, at in enumerate(begins)]
        for kind in all_contracts()
    }
    for number, (first, at) in enumerate(zip(list(given["incidents"]), begins, strict=True)):
        # Before: the same ticket as the tool had it a minute after it was opened, with another team.
        given["incidents"].append(
            {**first, "updated": at + timedelta(minutes=1), "vendor": f"Vendor {number % 2}"}
        )
    given["calendars"].append(HOURS)
    clause = {**given["sla_targets"][0], "valid_from": None, "valid_until": None}
    vendor = given["incidents"][0]["vendor"]
    given["sla_targets"] += [
        {**clause, "measure": measure, "contract": f"{party} {measure}", "party": party, **more}
        for measure in ("response", "resolution")
        for party, more in (("SLA", {}), ("UC", {"vendor": vendor}))
    ]
    warehouse = warehouse_with(**given)
    change(warehouse, "first_level_teams", ["desk"])
    return warehouse


@cache
def case(name: str) -> Case:
    """The cases by their names."""
    if name == "nothing loaded":
        return Case(open_warehouse(":memory:"), Scope.of(start="2026-01-01", end="2026-04-01"))
    if name == "a client of whom nothing is known":
        return Case(_quiet_february(), Scope.of(client="Nobody"))
    if name == "a month with nothing":
        return Case(_quiet_february(), Scope.of(start="2026-02-01", end="2026-03-01"))
    if name == "a quiet month between":
        return Case(_quiet_february(), Scope.of(start="2026-01-01", end="2026-04-01"))
    if name == "everything cancelled":
        return Case(_one_of_each("cancelled", iter(CANCELLED)), Scope())
    return Case(_one_of_each("open" if name == "one open row" else "closed"), Scope())


CASES = (
    "nothing loaded", "a client of whom nothing is known", "a month with nothing", "a quiet month between",
    "everything cancelled", "one row that is over", "one open row",
)  # fmt: skip
METRICS = list(all_metrics().values())
STUDIES = list(all_studies().values())
in_every_case = pytest.mark.parametrize("name", CASES)
every_metric = pytest.mark.parametrize("metric", METRICS, ids=[metric.id for metric in METRICS])
every_study = pytest.mark.parametrize("study", STUDIES, ids=[study.id for study in STUDIES])


def is_honest(metric: Metric, point: Answer | Point) -> None:
    """A value with its n and its interval, or a reason and no value; never a stand-in for what nobody knows."""
    assert (point.value is None) == bool(point.reason), point
    assert point.n >= 0
    if point.value is None:
        assert point.low is None
        assert point.high is None
        return
    assert math.isfinite(point.value)
    if point.n == 0:
        # Nothing came in is known; the mean, share or sum of nothing is not.
        assert (metric.kind == "count" or metric.measured == "step", point.value) == (True, 0), point
        return
    assert point.n >= metric.minimum_n
    if metric.kind == "count":
        assert point.value == point.n or "distinct" in metric.sql
    if metric.kind == "proportion":
        assert 0 <= point.value <= 1
    if metric.kind in {"proportion", "net"} or (metric.kind == "mean" and point.n > 1):
        assert point.low is not None, point
        assert point.high is not None, point
    if point.low is not None and point.high is not None:
        assert point.low <= point.high
        # The adjusted interval of a net share of one answer lies below 100.
        assert metric.kind == "net" or point.low <= point.value <= point.high, point


@in_every_case
@every_metric
def test_a_value_is_true_or_there_is_none_with_a_reason(metric: Metric, name: str) -> None:
    warehouse, scope = case(name)
    whole = value(warehouse, metric, scope)
    is_honest(metric, whole)
    if name.startswith("one "):
        assert len(rows(warehouse, metric, scope)) == whole.n
    for reason, count in whole.excluded:
        assert len(rows(warehouse, metric, scope, left_out=reason)) == count
    by_month = trend(warehouse, metric, scope.but(grain="month"))
    for point in by_month.points:
        is_honest(metric, point)
    if by_month.points and not metric.at_a_point_in_time:
        assert sum(point.n for point in by_month.points) == whole.n
        assert by_month.value == whole.value
    # More dimensions once: they are asked alike in all cases.
    asked = {"client", "service", "team", "vendor"} if name == "one row that is over" else {"client"}
    for dimension in table(warehouse, metric.table).dimensions.keys() & asked:
        parts = breakdown(warehouse, metric, scope, dimension)
        for point in parts.points:
            is_honest(metric, point)
        if parts.points:
            assert sum(point.n for point in parts.points) == whole.n


@every_metric
def test_rows_are_n_for_every_point(metric: Metric) -> None:
    """A press on a month or a bar lists exactly what it counts."""
    warehouse, scope = case("a quiet month between")
    assert len(rows(warehouse, metric, scope)) == value(warehouse, metric, scope).n
    for point in trend(warehouse, metric, scope.but(grain="month")).points[:2]:
        assert len(rows(warehouse, metric, scope, period=point.period)) == point.n, point
    for point in breakdown(warehouse, metric, scope, "type").points[:1]:
        assert len(rows(warehouse, metric, scope, part=("type", str(point.part)))) == point.n, point


@every_metric
def test_what_was_cancelled_has_no_outcome(metric: Metric) -> None:
    """A tool dates the end of a cancelled ticket too: counted as closed it looks like a quick success."""
    warehouse, scope = case("everything cancelled")
    whole = value(warehouse, metric, scope)
    if metric.id not in COUNTS_CANCELLED:
        assert whole.n == 0, whole


@every_metric
def test_a_quiet_month_has_no_share_no_mean_and_no_duration(metric: Metric) -> None:
    warehouse, scope = case("a quiet month between")
    points = trend(warehouse, metric, scope.but(grain="month")).points
    quiet = next((point for point in points if point.period == "2026-02"), None)
    if quiet is None or metric.at_a_point_in_time:
        return
    busy = {point.period: point for point in points}
    assert quiet.n == 0
    if metric.kind == "count" or metric.measured == "step":
        assert quiet.value == 0
    else:
        assert quiet.value is None
        assert "2026-02" in str(quiet.reason)
    assert busy["2026-01"].n + busy["2026-03"].n > 0


@in_every_case
@every_study
def test_a_study_says_why_it_has_no_answer(study: Study, name: str) -> None:
    warehouse, scope = case(name)
    in_parts = study.by_part and name in {"a quiet month between", "one row that is over"}
    answer = answered_by(warehouse, study, scope, "client") if in_parts else answered(warehouse, study, scope)
    assert (answer.value is None) == bool(answer.reason), answer
    for one in (answer, *answer.points):
        assert one.value is not None or one.reason, one
        for number in (one.value, one.low, one.high):
            assert not isinstance(number, float) or math.isfinite(number), one
        assert one.n >= 0
        if study.unit == "percent" and isinstance(one.value, float):
            assert one.n > 0, f"a share of nothing: {one}"
        if one.low is not None and one.high is not None:
            assert one.low <= one.high
