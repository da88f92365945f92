"""Ratios from aggregates that add up: sums and counts are added, the largest and smallest compared."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from metrics.metric import Metric
from metrics.query_grouped import Figure, Key, number_of
from metrics.query_tables import Engine

#: How the columns with the aggregates of a ratio are named, each with its number.
AGGREGATE = "aggregate_"

_ADD_UP = re.compile(r"\b(?:sum|max|min|count)\(")
#: What is left of a ratio without its aggregates: their columns, numbers, arithmetic, a cast, nothing divided by 0.
_ARITHMETIC = re.compile(rf"(?:{AGGREGATE}\d+|[\d.\s()+*/,-]|CAST\(|AS DOUBLE|nullif\()+")


@cache
def aggregates_of(sql: str) -> tuple[str, ...]:
    """The aggregates a ratio is made of, in order; none where it cannot be made from aggregates of parts.

    >>> aggregates_of("sum(a) / nullif(sum(a + b), 0)"), aggregates_of("count(distinct a)")
    (('sum(a)', 'sum(a + b)'), ())
    """
    found: list[str] = []
    place = 0
    while (begun := _ADD_UP.search(sql, place)) is not None:
        end, depth = begun.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(sql[begun.start() : end])
        place = end
    if any("distinct" in text for text in found) or not _ARITHMETIC.fullmatch(_over_columns(sql, found)):
        return ()
    return tuple(found)


def _over_columns(sql: str, aggregates: list[str] | tuple[str, ...]) -> str:
    """The text of a ratio with the columns of its aggregates in their places."""
    for number, text in enumerate(aggregates):
        sql = sql.replace(text, f"{AGGREGATE}{number}", 1)
    return sql


def divided(engine: Engine, metric: Metric, figures: dict[Key, Figure]) -> dict[Key, Figure]:
    """The ratio of every group from its aggregates, worked out by the database as the text of the metric has it."""
    of_groups = {
        key: figure.values for key, figure in figures.items() if figure.values is not None and figure.n
    }
    if not of_groups:
        return {key: Figure(None, figure.n) for key, figure in figures.items()}
    aggregates = aggregates_of(metric.sql)
    columns = np.stack(list(of_groups.values()), axis=1)
    given = {
        f"{AGGREGATE}{number}": [None if np.isnan(one) else float(one) for one in column]
        for number, column in enumerate(columns)
    }
    unnested = ", ".join(f"unnest(CAST(${name} AS DOUBLE[])) AS {name}" for name in given)
    found = engine.query(
        f"SELECT {_over_columns(metric.sql, aggregates)} AS measured_value FROM (SELECT {unnested}) AS grouped",
        given,
    )
    values = dict(zip(of_groups, found["measured_value"], strict=True))
    return {key: Figure(number_of(values.get(key)), figure.n) for key, figure in figures.items()}
