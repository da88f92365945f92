"""How the figures of periods, parts and the whole follow from rows added up by day and part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from metrics.fiscal import FiscalCalendar
from metrics.metric import Metric
from metrics.period_starts import starts_of
from metrics.query_days import FIRST_DAY, Days
from metrics.query_grouped import WHOLE, Figure, Figures, Key
from metrics.query_ratios import aggregates_of
from metrics.scope import Grain, Period


def added_up(
    days: Days,
    chosen: np.ndarray,
    metric: Metric,
    grain: Grain | None,
    column: str | None,
    fiscal: FiscalCalendar,
    *,
    whole: bool = True,
) -> Figures:
    """The figures of every period and part from the chosen entries, and of the `whole` where they make up one."""
    left_out, rows = days.left_out[chosen], days.rows[chosen]
    reasons = np.bincount(left_out, rows) if len(chosen) else np.zeros(1)
    excluded = {number: round(reasons[number]) for number in range(1, len(reasons)) if reasons[number]}
    measured = left_out == 0
    figures: dict[Key, Figure] = {}
    if whole:
        together = np.zeros(int(measured.sum()), np.int64)
        figures[WHOLE] = _figures(days, chosen[measured], metric, together, 1)[0]
    if grain is not None or column is not None:
        group, keys = _groups(days, chosen, grain, column, fiscal)
        grouped = _figures(days, chosen[measured], metric, group[measured], len(keys))
        some = np.bincount(group[~measured], rows[~measured], len(keys)) != 0
        for number, key in enumerate(keys):
            if grouped[number].n or some[number]:
                figures[key] = grouped[number]
    return Figures(figures, excluded)


def _groups(
    days: Days, chosen: np.ndarray, grain: Grain | None, column: str | None, fiscal: FiscalCalendar
) -> tuple[np.ndarray, list[Key]]:
    """The number of the group of every chosen entry, and the keys of the groups by their number."""
    day = days.day[chosen]
    placed = np.zeros(len(day), np.int64) if grain is None else starts_of(day, grain, fiscal)
    starts, period = np.unique(placed, return_inverse=True)
    codes, names = days.parts[column] if column is not None else (np.zeros(len(days.day), np.int64), (None,))
    group = period * len(names) + codes[chosen]
    present, group = np.unique(group, return_inverse=True)
    keys: list[Key] = []
    for number in present.tolist():
        start = int(starts[number // len(names)])
        keys.append((None if grain is None else FIRST_DAY + timedelta(start), names[number % len(names)]))
    return group, keys


def _figures(days: Days, chosen: np.ndarray, metric: Metric, group: np.ndarray, groups: int) -> list[Figure]:
    """The figure of each group of entries that are measured."""
    rows = np.bincount(group, days.rows[chosen], groups)
    n = [round(count) for count in rows.tolist()]
    if metric.fraction is not None:
        lists = _values(days, chosen, group, groups)
        return [Figure(None, count, values=values) for count, values in zip(n, lists, strict=True)]
    if metric.kind == "ratio":
        return _aggregated(days, chosen, metric, group, n)
    if days.total is None:
        return [Figure(float(count) if count else None, count) for count in n]
    total = np.bincount(group, days.total[chosen], groups)
    if metric.kind == "sum":
        return [_finite(one, count) for one, count in zip(total.tolist(), n, strict=True)]
    mean = np.divide(total, rows, out=np.full(groups, np.nan), where=rows > 0)
    deviation = np.full(groups, np.nan)
    if days.squares is not None:
        squares = np.bincount(group, days.squares[chosen], groups)
        if metric.kind == "net":
            np.divide(squares, rows, out=deviation, where=rows > 0)
        else:
            # Squared distances from the mean of each day, and of that mean from the whole one: nothing cancels out.
            apart = days.total[chosen] / days.rows[chosen] - mean[group]
            squares += np.bincount(group, days.rows[chosen] * apart**2, groups)
            np.sqrt(np.divide(squares, rows - 1, out=deviation, where=rows > 1), out=deviation)
    return [
        _finite(one, count, spread)
        for one, count, spread in zip(mean.tolist(), n, deviation.tolist(), strict=True)
    ]


def _aggregated(
    days: Days, chosen: np.ndarray, metric: Metric, group: np.ndarray, n: list[int]
) -> list[Figure]:
    """The aggregates of a ratio in each group; where no row of a group has one, it is not a number."""
    of_groups = np.full((len(n), len(days.aggregates)), np.nan)
    for number, (of_days, text) in enumerate(zip(days.aggregates, aggregates_of(metric.sql), strict=True)):
        how = np.fmin if text.startswith("min(") else np.fmax if text.startswith("max(") else np.add
        some = ~np.isnan(of_days[chosen])
        column = of_groups[:, number]
        if how is np.add:
            column[np.unique(group[some])] = 0.0
        how.at(column, group[some], of_days[chosen][some])
    return [Figure(None, count, values=values) for count, values in zip(n, of_groups, strict=True)]


def _finite(value: float, n: int, deviation: float = math.nan) -> Figure:
    return Figure(
        value if n and math.isfinite(value) else None, n, deviation if math.isfinite(deviation) else None
    )


def _values(days: Days, chosen: np.ndarray, group: np.ndarray, groups: int) -> list[np.ndarray]:
    """The measured values of each group in order of size."""
    assert days.values is not None
    assert days.begins is not None
    if np.any(np.diff(group) < 0):
        order = np.argsort(group, kind="stable")
        chosen, group = chosen[order], group[order]
    if not len(chosen):
        return [np.empty(0)] * groups
    # Entries side by side are one stretch of values.
    broken = np.flatnonzero((np.diff(chosen) != 1) | (np.diff(group) != 0)) + 1
    firsts, lasts = np.concatenate([[0], broken]), np.concatenate([broken, [len(chosen)]]) - 1
    found: list[list[np.ndarray]] = [[] for _ in range(groups)]
    stretches = zip(
        group[firsts].tolist(),
        days.begins[chosen[firsts]].tolist(),
        days.begins[chosen[lasts] + 1].tolist(),
        strict=True,
    )
    for number, begin, end in stretches:
        found[number].append(days.values[begin:end])
    return [np.sort(np.concatenate([np.empty(0), *lists])) for lists in found]


def running(days: Days, chosen: np.ndarray, shown: Sequence[Period], column: str | None) -> dict[Key, Figure]:
    """How many rows are open at the end of every period, for each part: what came by then less what went."""
    ends = np.array([(period.end - FIRST_DAY).days for period in shown])
    chosen = chosen[days.left_out[chosen] == 0]
    codes, names = days.parts[column] if column is not None else (np.zeros(len(days.day), np.int64), (None,))
    period = np.searchsorted(ends, days.day[chosen], side="right")
    moved = np.bincount(
        codes[chosen] * (len(ends) + 1) + period, days.rows[chosen], len(names) * (len(ends) + 1)
    )
    figures: dict[Key, Figure] = {}
    some = np.unique(codes[chosen])
    for number in some.tolist():
        counts = moved.reshape(len(names), -1)[number].cumsum().tolist()
        for one, count in zip(shown, counts, strict=False):
            figures[one.start, names[number]] = Figure(float(round(count)), round(count))
    return figures
