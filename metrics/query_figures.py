"""From the groups of a query to points: intervals, reasons, periods that were quiet or are not over."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from metrics import query_statements, rollups
from metrics.answer import Point
from metrics.metric import Metric
from metrics.query_grouped import WHOLE, Figure, Key, grouped, ranked
from metrics.query_periods import ends_of, shown_periods
from metrics.query_tables import Engine
from metrics.query_text import Question, used
from metrics.scope import NOT_SET, Period, day_of, start_of_day
from metrics.statistics import MOST_ACCELERATED, Interval, bootstrap, mean_interval, net_promoter, wilson
from metrics.wording import said_day

#: Below this many rows a figure other than a count is shown on request only, and below the next with a warning.
HIDDEN_BELOW, CAREFUL_BELOW = 5, 10

#: Units in which things last: a few take many times as long as the rest.
DURATIONS = ("minutes", "hours", "days")


def ask(engine: Engine, question: Question, sql: str, more: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The answer to a statement about a question, with the parameters it names and the viewer's grants."""
    return engine.query(sql, used(sql, {**question.params, **(more or {})}), question.scope.grants)


def figures_of(
    engine: Engine, question: Question, *, by_period: bool, column: str | None
) -> tuple[dict[Key, Figure], dict[Key, Interval], tuple[tuple[str, int], ...]]:
    """Value and n of the whole and of every group with their intervals, and how many rows were left out and why.

    They are added up from days where they can be, else they come from one scan of the rows.
    """
    found = rollups.figures(engine, question, by_period=by_period, column=column)
    if found is None:
        sql = query_statements.figures(
            question, by_period=by_period, by=column, listed=question.metric.fraction is not None
        )
        found = grouped(ask(engine, question, sql))
    reasons = [reason for _, reason in question.reasons()]
    excluded = tuple((reasons[number - 1], found.left_out[number]) for number in sorted(found.left_out))
    figures, intervals = _with_intervals(question, found.by_group)
    return figures, intervals, excluded


def _with_intervals(
    question: Question, figures: dict[Key, Figure]
) -> tuple[dict[Key, Figure], dict[Key, Interval]]:
    if question.metric.fraction is not None:
        return ranked(question.metric, figures)
    return figures, intervals_of(question, figures)


def intervals_of(question: Question, figures: dict[Key, Figure]) -> dict[Key, Interval]:
    """The 95 % interval of every group whose kind has one that follows from its figure."""
    metric = question.metric
    found: dict[Key, Interval] = {}
    for key, (mean, n, deviation, _) in figures.items():
        if mean is None:
            continue
        if metric.kind == "proportion":
            found[key] = wilson(round(mean * n), n)
        elif metric.kind == "mean" and deviation is not None:
            low, high = mean_interval(mean, deviation, n)
            if metric.unit == "percent" and low is not None and high is not None:
                low, high = max(low, 0.0), min(high, 1.0)
            found[key] = Interval(low, high)
        elif metric.kind == "net" and deviation is not None:
            found[key] = _net_interval(metric, mean, deviation, n)
    return found


def mean_of_skewed(engine: Engine, question: Question, figure: Figure) -> Interval | None:
    """The bootstrap interval of a mean duration of few rows, whose long tail the t interval does not see (INC-09).

    None for other means, and where all rows are equal or so many that both say the same. The rows are drawn in order
    of size with a fixed seed, so that the interval can be worked out again.
    """
    metric = question.metric
    if metric.kind != "mean" or metric.unit not in DURATIONS or not 2 <= figure.n <= MOST_ACCELERATED:
        return None
    values = ask(engine, question, query_statements.values(question))["measured_value"].to_numpy(dtype=float)
    found = bootstrap(values, resamples=1_000)
    return None if found.low is None else found


def _net_interval(metric: Metric, mean: float, mean_square: float, n: int) -> Interval:
    """The adjusted Wald interval of a net share; the counts follow from the mean and the mean square."""
    full = 100.0 if metric.unit == "points" else 1.0
    net, either = mean / full, mean_square / full**2
    up, down = round(n * (either + net) / 2), round(n * (either - net) / 2)
    estimate = net_promoter(up, n - up - down, down)
    assert estimate is not None  # n is above zero where there is a mean
    return Interval(estimate.low * full / 100, estimate.high * full / 100)


def point_of(
    question: Question,
    figure: Figure,
    interval: Interval | None,
    *,
    period: Period | None = None,
    part: str | None = None,
) -> Point:
    """A group of rows as a point: no value without a reason, none from too few rows."""
    metric = question.metric
    number, n = figure.value, figure.n
    reason = None
    begun = question.begun
    if n == 0 and period is not None and begun is not None and period.end <= begun:
        number, reason = None, f"the data begin on {said_day(begun)}"
    elif n == 0 and (metric.kind == "count" or metric.measured == "step"):
        # What came and what went are counts too: nothing in and nothing out is no growth.
        number = 0.0
    elif n == 0:
        number, reason = None, _nothing_to_measure(metric, question, period)
    elif n < metric.minimum_n:
        number, reason = None, f"needs at least {metric.minimum_n} rows, has {n}"
    elif number is None:
        reason = f"nothing to divide by among {n} {'row' if n == 1 else 'rows'}"
    low, high = interval if interval is not None and number is not None else (None, None)
    return Point(
        period=period.label if period else None,
        part=part,
        value=number,
        n=n,
        low=low,
        high=high,
        reason=reason,
        partial=period is not None and _is_partial(question, period),
        start=period.start if period else None,
        end=period.end if period else None,
    )


def _nothing_to_measure(metric: Metric, question: Question, period: Period | None) -> str:
    thing = metric.things
    if metric.at_a_point_in_time:
        return f"no {thing} were open to measure"
    place = f" in {period.label}" if period is not None else " in this scope"
    doing = f" {_happening(question.table.label(metric.when))}" if metric.when is not None else ""
    return f"no {thing}{doing}{place} to measure"


def _happening(label: str) -> str:
    """What happens to a row on a date, or the date it carries, behind the name of the thing.

    >>> _happening("Deployed at"), _happening("Planned start date"), _happening("Need by")
    ('deployed', 'with a planned start date', 'with a need by date')
    """
    label = label.lower()
    word = label.removesuffix(" at").removesuffix(" on")
    if " " not in word and (word.endswith("ed") or word in {"held", "done"}):
        return word
    date_ = " date" if label.endswith(("due", " by", " for")) else ""
    return f"with {'an' if label[0] in 'aeiou' else 'a'} {label}{date_}"


def caution(metric: Metric, total: Point) -> str | None:
    """Why a figure from few rows should be read carefully (G4); counts and sums are exact."""
    if metric.kind in {"count", "sum"} or total.value is None or total.n >= CAREFUL_BELOW:
        return None
    rows_ = "1 row" if total.n == 1 else f"{total.n} rows"
    return f"only {rows_}: {'too few to show by itself' if total.n < HIDDEN_BELOW else 'read with care'}"


def _begins_inside(first: date | None, period: Period) -> bool:
    """Whether the data begin within a period, so that it is not known as a whole.

    Up to a twentieth of its days may be missing: a year whose first ticket came on the second of January is whole.
    """
    if first is None or not period.start < first < period.end:
        return False
    return (first - period.start) * 20 > period.end - period.start


def _is_partial(question: Question, period: Period) -> bool:
    scope = question.scope
    if scope.start is not None and period.start < scope.start:
        return True
    if scope.end is not None and period.end > scope.end:
        return True
    if _begins_inside(question.table.first_event, period):
        return True
    return start_of_day(period.end, question.timezone) > question.known_before


# -- points -----------------------------------------------------------------------------------------------


def parts_of(
    question: Question, figures: dict[Key, Figure], intervals: dict[Key, Interval]
) -> tuple[Point, ...]:
    """Every part, judged like the whole, the largest first."""
    points = [
        point_of(question, figure, intervals.get(key), part=key[1])
        for key, figure in figures.items()
        if key != WHOLE
    ]
    return tuple(sorted(points, key=_largest_first))


def periods_of(
    question: Question, figures: dict[Key, Figure], intervals: dict[Key, Interval]
) -> tuple[Point, ...]:
    """Every period, the quiet ones too, judged like the whole; one after the other for every part."""
    groups = [key for key in figures if key != WHOLE]
    known = day_of(question.as_of, question.timezone)
    # A typing error in a date is counted as left out; it does not make the trend run on to the year 2062.
    with_rows = [
        day for (day, _), figure in figures.items() if day is not None and (figure.n or day <= known)
    ]
    shown = shown_periods(question, with_rows)
    parts: list[str | None] = sorted({part for _, part in groups}, key=str) or [None]
    return tuple(
        point_of(
            question,
            figures.get((period.start, part), Figure(None, 0)),
            intervals.get((period.start, part)),
            period=period,
            part=part,
        )
        for part in parts
        for period in shown
    )


def _largest_first(point: Point) -> tuple[bool, float, str]:
    """What is not set comes last and is never ranked."""
    size = point.value if point.value is not None else -math.inf
    return (point.part == NOT_SET, -size, str(point.part))


def states_of(
    engine: Engine, question: Question, column: str | None
) -> tuple[dict[Key, Figure], dict[Key, Interval]]:
    """A measure at the end of every period: a running sum where rows are counted, else each by itself."""
    shown = shown_periods(question)
    if rollups.adds_up(question.metric):
        return rollups.running_counts(engine, question, shown, column), {}
    found = rollups.states(engine, question, shown, column)
    if found is None:
        ends = ends_of(question, shown)
        if not ends:
            return {}, {}
        found = grouped(
            ask(engine, question, query_statements.states(question, ends, by=column)), whole=False
        ).by_group
    return _with_intervals(question, found)
