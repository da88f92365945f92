"""What the rows of a question amount to, group by group, before it is judged: the whole, periods, parts."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from metrics.metric import Metric
from metrics.query_tables import as_date
from metrics.statistics import Interval, order_statistic_ranks


class Figure(NamedTuple):
    """What one group of rows amounts to; `values` are the measured values in order of size of a median or percentile.

    Of a ratio that is added up from days they are the aggregates it is made of, in their order in its text.
    """

    value: float | None
    n: int
    deviation: float | None = None
    values: np.ndarray | None = None


#: The first day of a period, and a part; None for the whole.
Key = tuple[date | None, str | None]

#: The key of the whole among the groups.
WHOLE: Key = (None, None)


class Figures(NamedTuple):
    """The figures by group (a group of which every row was left out has n 0), and the whole's left-out counts."""

    by_group: dict[Key, Figure]
    left_out: dict[int, int]


def grouped(found: pd.DataFrame, *, whole: bool = True) -> Figures:
    """The rows of a statement as figures by group; where they hold lists of values, the whole is all of them.

    Unless `whole` is not asked for: states at several instants have none.
    """
    lists = found.get("measured_values")
    figures: dict[Key, Figure] = {WHOLE: Figure(None, 0)}
    left_out: dict[int, int] = {}
    nothing = [None] * len(found)
    columns = [found.get(name, nothing) for name in ("in_period", "in_part", "deviation", "measured_value")]
    fixed = (found["left_out"], found["row_count"], nothing if lists is None else lists)
    for number, count, values, period, part, deviation, measured in zip(*fixed, *columns, strict=True):
        key = (as_date(period), None if part is None or part != part else part)  # noqa: PLR0124 NaN
        if number:
            figures.setdefault(key, Figure(None, 0))
            if key == WHOLE or lists is not None:
                left_out[int(number)] = left_out.get(int(number), 0) + int(count)
        elif lists is not None:
            figures[key] = Figure(None, int(count), values=np.sort(np.asarray(values, dtype=float)))
        else:
            figures[key] = Figure(number_of(measured), int(count), number_of(deviation))
    if lists is not None and whole:
        figures[WHOLE] = _together(list(figures.values()))
    return Figures(figures, left_out)


def _together(figures: list[Figure]) -> Figure:
    """All values of some groups in order of size."""
    lists = [figure.values for figure in figures if figure.values is not None]
    every = lists[0] if len(lists) == 1 else np.sort(np.concatenate([np.empty(0), *lists]))
    return Figure(None, len(every), values=every)


def number_of(found: Any) -> float | None:
    """A number as the engine hands it over; what is not finite is no value."""
    return None if found is None or pd.isna(found) or not math.isfinite(found) else float(found)


def ranked(metric: Metric, figures: dict[Key, Figure]) -> tuple[dict[Key, Figure], dict[Key, Interval]]:
    """Medians or percentiles out of the values of each group, with their order-statistic intervals."""
    fraction = metric.fraction or 0.5
    found, intervals = {}, {}
    for key, figure in figures.items():
        values = figure.values
        if values is None or not len(values):
            found[key] = Figure(None, figure.n)
            continue
        value = quantile(values, fraction, discrete=metric.sql.startswith("quantile_disc"))
        found[key] = Figure(number_of(value), figure.n)
        ranks = order_statistic_ranks(len(values), fraction) if len(values) >= metric.minimum_n else None
        if ranks is not None:
            intervals[key] = Interval(number_of(values[ranks[0] - 1]), number_of(values[ranks[1] - 1]))
    return found, intervals


def quantile(ordered: np.ndarray, fraction: float, *, discrete: bool = False) -> float:
    """The quantile of values in order of size as SQL has it: between two values, or `discrete` one of them.

    >>> quantile(np.array([1.0, 2.0, 4.0]), 0.75), quantile(np.array([1.0, 2.0, 4.0]), 0.75, discrete=True)
    (3.0, 4.0)
    """
    n = len(ordered)
    if discrete:
        return float(ordered[max(1, math.ceil(Fraction(str(fraction)) * n)) - 1])
    place = (n - 1) * fraction
    below = math.floor(place)
    low, high = float(ordered[below]), float(ordered[math.ceil(place)])
    return low + (high - low) * (place - below)
