"""A sentence over a figure says no more than the data do."""

from __future__ import annotations

from datetime import date

from charts.findings import (
    breakdown_finding,
    change_words,
    flow_finding,
    stock_finding,
    summary,
    target_words,
    trend_finding,
)
from metrics.answer import Answer, Point
from metrics.comparison import compare
from metrics.metric import Metric

SLA = Metric(
    name="sla_kept", id="T-1", title="SLA kept", asks="Is it kept?", formula="share", table="incidents",
    sql="avg(tool_sla_met::INT)", kind="proportion", unit="percent", when="resolved", good="up", target=0.95,
)  # fmt: skip
OPENED = Metric(
    name="opened", id="T-2", title="Opened", asks="How many?", formula="count", table="incidents",
    sql="count(*)", kind="count", unit="count", when="opened", good="down",
)  # fmt: skip


def answer(metric: Metric, value: float | None, n: int, low: float | None = None, high: float | None = None,
           points: tuple[Point, ...] = (), reason: str | None = None) -> Answer:  # fmt: skip
    return Answer(
        metric=metric.name, id=metric.id, title=metric.title, unit=metric.unit, value=value, n=n, low=low,
        high=high, points=points, reason=reason,
    )  # fmt: skip


def series(*values: float) -> tuple[Point, ...]:
    return tuple(
        Point(period=f"2025-{i + 1:02d}", value=v, n=100, start=date(2025, i + 1, 1))
        for i, v in enumerate(values)
    )


def test_noise_is_not_called_a_change() -> None:
    steady = answer(OPENED, 1200, 1200, points=series(100, 104, 97, 101, 99, 103, 98, 102, 100, 101, 99, 103))
    assert "no change beyond noise" in trend_finding(OPENED, steady, "month")


def test_a_signal_is_said_with_the_usual_range() -> None:
    jump = answer(OPENED, 1500, 1500, points=series(100, 104, 97, 101, 99, 103, 98, 102, 100, 101, 99, 190))
    said = trend_finding(OPENED, jump, "month")
    assert said.startswith("Opened: 190 in Dec 2025, above its usual range, ")


def test_a_target_is_missed_only_beyond_noise() -> None:
    points = series(0.96, 0.94, 0.96, 0.94)
    missed = answer(SLA, 0.90, 400, 0.87, 0.93, points=points)
    assert trend_finding(SLA, missed, "month").replace("\u202f", " ") == (
        "SLA kept: 90.0 % misses the target of 95.0 %"
    )
    near = answer(SLA, 0.94, 40, 0.85, 0.98, points=points)
    assert "is within noise of the target" in trend_finding(SLA, near, "month")


def test_the_unfinished_period_says_nothing() -> None:
    points = (
        *series(0.96, 0.97),
        Point(period="2025-03", value=0.1, n=3, start=date(2025, 3, 1), partial=True),
    )
    untargeted = SLA.model_copy(update={"target": None})
    assert "Feb 2025" in trend_finding(untargeted, answer(SLA, 0.9, 203, points=points), "month")


def test_no_data_claims_nothing() -> None:
    assert (
        trend_finding(SLA, answer(SLA, None, 0, reason="no incidents have been loaded"), "month")
        == "SLA kept"
    )


def test_status_and_direction_are_different_things() -> None:
    """59.2 % against 59.0 % is better, and far below 95 %: the card must say both."""
    now, before = answer(SLA, 0.592, 40_000, 0.587, 0.597), answer(SLA, 0.571, 40_000, 0.566, 0.576)
    assert target_words(SLA, now).replace("\u202f", " ") == "Target ≥ 95.0 % · 35.8 pts under"
    assert change_words(SLA, now, compare(SLA, now, before), "previous period").startswith("▲ +2.1 pts")


def test_a_difference_within_noise_is_neutral() -> None:
    now, before = answer(SLA, 0.95, 20, 0.76, 0.99), answer(SLA, 0.90, 20, 0.70, 0.97)
    assert "no change beyond noise" in change_words(SLA, now, compare(SLA, now, before), "previous period")


def test_a_count_is_compared_as_a_count() -> None:
    now, before = answer(OPENED, 104, 104), answer(OPENED, 100, 100)
    assert "no change beyond noise" in change_words(
        OPENED, now, compare(OPENED, now, before), "previous period"
    )
    now = answer(OPENED, 200, 200)
    assert "▲ +100" in change_words(OPENED, now, compare(OPENED, now, before), "previous period")


def test_a_part_stands_out_only_when_its_interval_leaves_out_the_whole() -> None:
    points = (
        Point(part="Payments", value=0.5, n=4, low=0.15, high=0.85),
        Point(part="Network", value=0.7, n=900, low=0.66, high=0.73),
    )
    said = breakdown_finding(SLA, answer(SLA, 0.8, 904, points=points), "service")
    assert said.startswith("Network at 70.0")
    alone = breakdown_finding(SLA, answer(SLA, 0.8, 4, points=points[:1]), "service")
    assert alone.startswith("Payments is the only service here: 50.0")
    alike = breakdown_finding(SLA, answer(SLA, 0.7, 904, points=points), "service")
    assert alike.startswith("No service differs")


def test_parts_without_intervals_are_ranked_and_nothing_is_said_of_noise() -> None:
    points = (Point(part="A", value=0.9, n=1), Point(part="B", value=0.6, n=2))
    said = breakdown_finding(SLA, answer(SLA, 0.8, 3, points=points), "service")
    assert said.startswith("B is lowest at 60.0")
    assert "noise" not in said


def test_the_largest_share_of_a_count_is_named() -> None:
    points = (Point(part="1", value=30, n=30), Point(part="2", value=70, n=70))
    said = breakdown_finding(OPENED, answer(OPENED, 100, 100, points=points), "priority").replace(
        "\u202f", " "
    )
    assert said == "Priority 2 accounts for 70.0 % of 100"


def test_flow_counts_complete_periods_only() -> None:
    came = answer(OPENED, 30, 30, points=(*series(10, 10), Point(value=10, n=10, partial=True)))
    went = answer(OPENED, 12, 12, points=series(6, 6))
    assert (
        flow_finding(came, went, ("opened", "resolved"))
        == "8 more opened than resolved: 20 opened, 12 resolved"
    )


def test_a_stock_grew_or_fell_only_beyond_noise() -> None:
    def said(*values: float) -> str:
        return stock_finding(
            OPENED, answer(OPENED, int(values[-1]), int(values[-1]), points=series(*values)), "month"
        )

    level = (50, 52, 49, 51, 50, 48, 52, 51, 50, 49, 51)
    assert said(*level, 101) == "Opened grew from 50 to 101 since Jan 2025"
    assert said(*level, 12) == "Opened fell from 50 to 12 since Jan 2025"
    assert said(*level, 53) == "Opened: 53, 50 in Jan 2025; no change beyond noise"
    assert said(50, 101) == "Opened: 101, 50 in Jan 2025; too few periods to tell a change from noise"


def test_the_answer_of_a_page_names_the_miss_first() -> None:
    miss, steady = answer(SLA, 0.6, 1000, 0.57, 0.63), answer(OPENED, 100, 100)
    before = compare(OPENED, steady, answer(OPENED, 10, 10))
    said = summary([(OPENED, steady, before), (SLA, miss, None)], "previous period").replace("\u202f", " ")
    assert said == (
        "Off track: SLA kept 60.0 % (target ≥ 95.0 %). Against the previous period: opened up from 10 to 100."
    )
    quiet = summary([(OPENED, steady, None)], "previous period")
    assert quiet == "Opened 100."


def test_parts_that_no_row_names_are_not_compared() -> None:
    nobody = answer(OPENED, 30, 30, points=(Point(part="(not set)", value=30, n=30),))
    assert breakdown_finding(OPENED, nobody, "service") == "Opened"
