"""From the groups of a query to points: intervals, reasons, periods that were quiet or are not over."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from metrics import rollups
from metrics.answer import Point
from metrics.metric import Metric
from metrics.query_tables import Engine, as_date
from metrics.query_text import Question, used
from metrics.scope import NOT_SET, Grain, Period, day_of, period_of, periods, start_of_day
from metrics.statistics import (
    MOST_ACCELERATED,
    Interval,
    bootstrap,
    mean_interval,
    net_promoter,
    order_statistic_ranks,
    wilson,
)


def ask(engine: Engine, question: Question, sql: str, more: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The answer to a statement about a question, with the parameters it names and the viewer's grants."""
    return engine.query(sql, used(sql, {**question.params, **(more or {})}), question.scope.grants)


class Figure(NamedTuple):
    """What one group of rows amounts to before it is judged."""

    value: float | None
    n: int
    deviation: float | None = None


#: The first day of a period, and a part; None for the whole.
Key = tuple[date | None, str | None]

#: Below this many rows a figure other than a count is shown on request only, and below the next with a warning.
HIDDEN_BELOW, CAREFUL_BELOW = 5, 10


#: Ranks are rounded outward to a thousandth of the rows so that many groups share one; beyond so many rows, where a
#: thousandth is a good part of the interval, to a ten-thousandth.
FINER_BEYOND = 20_000

#: Units in which things last: a few take many times as long as the rest.
DURATIONS = ("minutes", "hours", "days")

#: The key of the whole among the groups.
WHOLE: Key = (None, None)


def figures_of(
    engine: Engine, question: Question, *, by_period: bool, column: str | None
) -> tuple[dict[Key, Figure], tuple[tuple[str, int], ...]]:
    """Value and n of the whole and of every group from one scan, and how many rows were left out and why.

    Over a large table they are added up from days where they can be. Medians and percentiles have no value yet.
    """
    found = rollups.figures(engine, question, by_period=by_period, column=column)
    if found is None:
        counted = question.metric.fraction is not None
        found = ask(engine, question, question.figures(by_period=by_period, by=column, counted=counted))
    figures, left_out = _by_group(found)
    reasons = [reason for _, reason in question.reasons()]
    return figures, tuple((reasons[number - 1], left_out[number]) for number in sorted(left_out))


def _by_group(found: pd.DataFrame) -> tuple[dict[Key, Figure], dict[int, int]]:
    """The figures by group (a group of which every row was left out has n 0), and the whole's left-out counts."""
    figures: dict[Key, Figure] = {WHOLE: Figure(None, 0)}
    left_out: dict[int, int] = {}
    nothing = [None] * len(found)
    columns = [found.get(name, nothing) for name in ("in_period", "in_part", "deviation")]
    fixed = (found["left_out"], found["measured_value"], found["row_count"])
    for number, measured, count, period, part, deviation in zip(*fixed, *columns, strict=True):
        key = (as_date(period), None if part is None or part != part else part)  # noqa: PLR0124 NaN
        if number == 0:
            figures[key] = Figure(_number(measured), int(count), _number(deviation))
        else:
            figures.setdefault(key, Figure(None, 0))
            if key == WHOLE:
                left_out[int(number)] = int(count)
    return figures, left_out


def _number(found: Any) -> float | None:
    """A number as the engine hands it over; what is not finite is no value."""
    return None if found is None or pd.isna(found) or not math.isfinite(found) else float(found)


def intervals_of(question: Question, figures: dict[Key, Figure]) -> dict[Key, Interval]:
    """The 95 % interval of every group whose kind has one that follows from its figure."""
    metric = question.metric
    found: dict[Key, Interval] = {}
    for key, (mean, n, deviation) in figures.items():
        if mean is None:
            continue
        if metric.kind == "proportion":
            found[key] = wilson(round(mean * n), n)
        elif metric.kind == "mean" and deviation is not None:
            found[key] = mean_interval(mean, deviation, n)
        elif metric.kind == "net" and deviation is not None:
            found[key] = _net_interval(metric, mean, deviation, n)
    return found


def mean_of_skewed(engine: Engine, question: Question, figure: Figure) -> Interval | None:
    """The bootstrap interval of a mean duration of few rows, whose long tail the t interval does not see (INC-09).

    None for other means and where the rows are so many that both say the same. The rows are drawn in order of size
    with a fixed seed, so that the interval can be worked out again.
    """
    metric = question.metric
    if metric.kind != "mean" or metric.unit not in DURATIONS or not 2 <= figure.n <= MOST_ACCELERATED:
        return None
    found = ask(engine, question, question.values())["measured_value"].to_numpy(dtype=float)
    return bootstrap(found, resamples=1_000)


def _net_interval(metric: Metric, mean: float, mean_square: float, n: int) -> Interval:
    """The adjusted Wald interval of a net share; the counts follow from the mean and the mean square."""
    full = 100.0 if metric.unit == "points" else 1.0
    net, either = mean / full, mean_square / full**2
    up, down = round(n * (either + net) / 2), round(n * (either - net) / 2)
    estimate = net_promoter(up, n - up - down, down)
    assert estimate is not None  # n is above zero where there is a mean
    return Interval(estimate.low * full / 100, estimate.high * full / 100)


def ranked(
    engine: Engine, question: Question, counted: dict[Key, Figure], *, by_period: bool, column: str | None
) -> tuple[dict[Key, Figure], dict[Key, Interval]]:
    """Medians or percentiles of groups whose rows are counted, with their order-statistic intervals: one scan.

    An interval is the values at two ranks, as a fraction of the rows rounded outward: up to 1,000 rows that is the
    exact rank, above it the interval is wider by less than a thousandth of the rows. Where every group is large, two
    neighbouring values are one, and value and interval are read from one list.
    """
    fraction = question.metric.fraction or 0.5
    wanted: dict[Key, tuple[float, float]] = {}
    for key, figure in counted.items():
        ranks = None
        if figure.n >= question.metric.minimum_n:
            ranks = order_statistic_ranks(figure.n, fraction)
        if ranks is not None:
            steps = 10_000 if figure.n > FINER_BEYOND else 1_000
            low, high = (steps * rank / figure.n for rank in ranks)
            wanted[key] = (math.floor(low) / steps, math.ceil(high) / steps)
    if not any(figure.n for figure in counted.values()):
        return counted, {}
    large = all(figure.n > FINER_BEYOND for figure in counted.values() if figure.n)
    interpolated = large and not question.metric.sql.startswith("quantile_disc")
    fractions = sorted(
        {end for pair in wanted.values() for end in pair} | ({fraction} if interpolated else set())
    )
    sql = question.ranks(fractions, by_period=by_period, by=column, interpolated=interpolated)
    found = ask(engine, question, sql)
    figures, intervals = dict(counted), {}
    for record in found.to_dict("records"):
        part = record.get("in_part")
        key = (as_date(record.get("in_period")), part if isinstance(part, str) else None)
        values = record.get("measured_values")
        at = dict(zip(fractions, values if values is not None else [], strict=True)) if fractions else {}
        if key in counted:
            value = at[fraction] if interpolated else record["measured_value"]
            figures[key] = counted[key]._replace(value=_number(value))
        if key in wanted:
            intervals[key] = Interval(_number(at[wanted[key][0]]), _number(at[wanted[key][1]]))
    return figures, intervals


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
    number, n, _ = figure
    reason = None
    begun = question.begun
    if n == 0 and period is not None and begun is not None and period.end <= begun:
        number, reason = None, f"the data begin on {begun}"
    elif n == 0 and metric.kind == "count":
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
    doing = f" {question.table.label(metric.when).lower()}" if metric.when is not None else ""
    return f"no {thing}{doing}{place} to measure"


def caution(metric: Metric, total: Point) -> str | None:
    """Why a figure from few rows should be read carefully (G4); counts and sums are exact."""
    if metric.kind in {"count", "sum"} or total.value is None or total.n >= CAREFUL_BELOW:
        return None
    rows_ = "1 row" if total.n == 1 else f"{total.n} rows"
    return f"only {rows_}: {'too few to show by itself' if total.n < HIDDEN_BELOW else 'read with care'}"


def _is_partial(question: Question, period: Period) -> bool:
    scope = question.scope
    if scope.start is not None and period.start < scope.start:
        return True
    if scope.end is not None and period.end > scope.end:
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
    shown = shown_periods(question, [day for day, _ in groups if day is not None])
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


def shown_periods(question: Question, with_rows: Sequence[date]) -> list[Period]:
    """Every period from the scope's start or the first with rows to the as-of or the last with rows."""
    grain: Grain = question.scope.grain or "month"
    scope = question.scope
    if question.metric.at_a_point_in_time:
        begun = question.table.first_day(str(question.metric.open_from))
        with_rows = [] if begun is None else [begun]
    last = period_of(day_of(question.as_of, question.timezone), grain).end
    if with_rows:
        last = max(last, period_of(max(with_rows), grain).end)
    last = min(filter(None, (scope.end, last)))
    first = scope.start or (min(with_rows) if with_rows else None)
    return [] if first is None or first >= last else list(periods(first, last, grain))


def states_of(engine: Engine, question: Question, column: str | None) -> dict[Key, Figure]:
    """A measure at the end of every period: a running sum where rows are counted, else each by itself."""
    metric = question.metric
    shown = shown_periods(question, [])
    if rollups.adds_up(metric):
        return _running_counts(engine, question, shown, column)
    ends = [(period, min(start_of_day(period.end, question.timezone), question.at)) for period in shown]
    return _by_group(ask(engine, question, question.states(ends, by=column)))[0] if ends else {}


def _running_counts(
    engine: Engine, question: Question, shown: Sequence[Period], column: str | None
) -> dict[Key, Figure]:
    moved = rollups.daily(engine, question, column)
    if moved is None:
        by = [] if column is None else [column]
        came, went = (
            ask(engine, question, question.movements(ended=ended, by=by)) for ended in (False, True)
        )
        moved = pd.concat([came, went.assign(row_count=-went["row_count"])])
        moved = moved.rename(columns={"part_0": column}).assign(on_day=pd.to_datetime(moved["on_day"]))
    moved = moved[moved["left_out"] == 0]
    parts = moved.groupby(column, observed=True) if column is not None else [(None, moved)]
    figures: dict[Key, Figure] = {}
    for part, group in parts:
        running = group.groupby("on_day")["row_count"].sum().sort_index().cumsum()
        for period in shown:
            before = running.index.searchsorted(pd.Timestamp(period.end - timedelta(days=1)), side="right")
            count = int(running.iloc[before - 1]) if before else 0
            figures[period.start, None if part is None else str(part)] = Figure(float(count), count)
    return figures
