"""One answer beside another: the period compared with, whether the change is real, how far the target is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.answer import Answer
from metrics.metric import Metric
from metrics.scope import Scope
from metrics.statistics import Change, Estimate, Interval, beyond_noise, difference_interval, poisson_interval

#: Below this many rows a figure other than a count is not shown by itself.
TOO_FEW = 5

With = Literal["previous", "year", "target"]
Standing = Literal["good", "warn", "bad", "none"]


@dataclass(frozen=True)
class Comparison:
    """What a figure was before, and whether the difference may be called a change."""

    before: Answer
    change: Change
    difference: Interval


def too_few(metric: Metric, answer: Answer) -> bool:
    """Whether a figure rests on too few rows to be shown by itself; counts and sums always may."""
    return answer.value is not None and metric.kind not in {"count", "sum"} and answer.n < TOO_FEW


def compared_with(scope: Scope, what: With) -> Scope | None:
    """The period of equal length before, or the same days a year earlier; None for all of time or a target.

    Whole months stay whole months: March is compared with February, not with 31 days before it.
    """
    if scope.start is None or scope.end is None or what == "target":
        return None
    if what == "year":
        return scope.but(start=_year_before(scope.start), end=_year_before(scope.end))
    if scope.start.day == 1 and scope.end.day == 1:
        months = (scope.end.year - scope.start.year) * 12 + scope.end.month - scope.start.month
        return scope.but(start=_months_before(scope.start, months), end=scope.start)
    return scope.but(start=scope.start - (scope.end - scope.start), end=scope.start)


def _year_before(day: date) -> date:
    last_of_february = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if last_of_february else day.day)


def _months_before(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def compare(metric: Metric, now: Answer, before: Answer, series: Sequence[float | None] = ()) -> Comparison:
    """Whether `now` differs from `before` beyond noise.

    `series` are the complete periods up to now, oldest first; with it an XmR signal also counts as a change.
    """
    difference = _difference(metric, now, before)
    change = beyond_noise(series, difference=difference, floor=0.0 if metric.unit == "count" else None)
    return Comparison(before, change, difference)


def _difference(metric: Metric, now: Answer, before: Answer) -> Interval:
    one, other = _estimate(metric, before), _estimate(metric, now)
    return Interval(None, None) if one is None or other is None else difference_interval(one, other)


def _estimate(metric: Metric, answer: Answer) -> Estimate | None:
    if answer.value is None:
        return None
    low, high = answer.low, answer.high
    if low is None and high is None and metric.kind == "count" and not metric.at_a_point_in_time:
        low, high = poisson_interval(int(answer.value))
    return None if low is None or high is None else Estimate(answer.value, low, high)


def against_target(metric: Metric, answer: Answer, target: float | None = None) -> Standing:
    """Where a figure stands against its target: red only when noise cannot explain the miss.

    good: met. warn: missed, but the 95 % interval reaches the target, or, where there is no interval, missed
    by less than a tenth. bad: missed beyond that. none: no target, no direction, or no value.
    """
    aim = metric.target if target is None else target
    if aim is None or metric.good == "none" or answer.value is None:
        return "none"
    higher_is_better = metric.good == "up"
    if answer.value >= aim if higher_is_better else answer.value <= aim:
        return "good"
    best = answer.high if higher_is_better else answer.low
    if best is None:
        best = answer.value * (1.1 if higher_is_better else 0.9)
    return "warn" if (best >= aim if higher_is_better else best <= aim) else "bad"
