"""A period is compared with its like, and red means more than bad luck."""

from __future__ import annotations

from datetime import date

import pytest

from metrics.answer import Answer
from metrics.comparison import against_target, compare, compared_with
from metrics.metric import Metric
from metrics.scope import Scope

SLA = Metric(
    name="kept", id="T-1", title="Kept", asks="Is it kept?", formula="share", table="incidents",
    sql="avg(tool_sla_met::INT)", kind="proportion", unit="percent", when="resolved", good="up", target=0.95,
)  # fmt: skip
AGE = Metric(
    name="hours", id="T-2", title="Hours", asks="How long?", formula="sum", table="incidents",
    sql="sum(1)", kind="sum", unit="hours", when="resolved", good="down", target=10.0,
)  # fmt: skip


def answer(
    metric: Metric, value: float | None, low: float | None = None, high: float | None = None
) -> Answer:
    return Answer(metric=metric.name, id=metric.id, title=metric.title, unit=metric.unit, value=value, n=50,
                  low=low, high=high)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "what", "before"),
    [
        ("2026-03-01", "2026-04-01", "previous", (date(2026, 2, 1), date(2026, 3, 1))),
        ("2026-01-01", "2026-04-01", "previous", (date(2025, 10, 1), date(2026, 1, 1))),
        ("2026-03-10", "2026-03-17", "previous", (date(2026, 3, 3), date(2026, 3, 10))),
        ("2024-02-29", "2024-03-31", "year", (date(2023, 2, 28), date(2023, 3, 31))),
        ("2026-03-01", "2026-04-01", "year", (date(2025, 3, 1), date(2025, 4, 1))),
    ],
)
def test_a_period_is_compared_with_its_like(
    start: str, end: str, what: str, before: tuple[date, date]
) -> None:
    found = compared_with(Scope.of(start=start, end=end), what)  # type: ignore[arg-type]
    assert found is not None
    assert (found.start, found.end) == before


def test_all_of_time_and_a_target_are_compared_with_nothing() -> None:
    assert compared_with(Scope(), "previous") is None
    assert compared_with(Scope.of(start="2026-01-01", end="2026-02-01"), "target") is None


@pytest.mark.parametrize(
    ("metric", "value", "low", "high", "standing"),
    [
        (SLA, 0.96, 0.9, 0.99, "good"),
        (SLA, 0.93, 0.88, 0.97, "warn"),
        (SLA, 0.59, 0.58, 0.60, "bad"),
        (SLA, None, None, None, "none"),
        (AGE, 9.0, None, None, "good"),
        (AGE, 10.5, None, None, "warn"),
        (AGE, 14.0, None, None, "bad"),
    ],
)
def test_red_is_a_miss_that_noise_cannot_explain(
    metric: Metric, value: float | None, low: float | None, high: float | None, standing: str
) -> None:
    assert against_target(metric, answer(metric, value, low, high)) == standing


def test_without_a_target_there_is_no_status() -> None:
    assert against_target(SLA.model_copy(update={"target": None}), answer(SLA, 0.1, 0.1, 0.1)) == "none"


def test_a_difference_whose_interval_holds_zero_is_no_change() -> None:
    same = compare(SLA, answer(SLA, 0.95, 0.90, 0.98), answer(SLA, 0.93, 0.88, 0.97))
    assert not same.change.beyond_noise
    apart = compare(SLA, answer(SLA, 0.95, 0.94, 0.96), answer(SLA, 0.80, 0.78, 0.82))
    assert apart.change.beyond_noise
    assert apart.change.direction == "up"
