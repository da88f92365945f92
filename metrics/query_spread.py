"""Figures from fewer questions: the whole from its trend, and what each row contributes without the row."""

from __future__ import annotations

import numpy as np

from metrics import query_statements, rollups
from metrics.answer import Answer
from metrics.metric import Metric
from metrics.query import question_of
from metrics.query_figures import ask
from metrics.query_grouped import WHOLE
from metrics.query_tables import Engine
from metrics.scope import Scope


def whole_of(metric: Metric, trend: Answer) -> Answer | None:
    """The answer over the whole period out of the metric's trend; None where it has to be asked for itself.

    A trend is one scan that gives the whole too. Of a state there is no whole but the last instant.
    """
    if metric.when is None:
        return None
    return trend.model_copy(update={"points": ()})


def measured_values(engine: Engine, metric: Metric, scope: Scope) -> np.ndarray:
    """The measured values of a metric in a scope as numbers, in order; none where it cannot be measured.

    As many as the figure's n. Raises ValueError where rows are only counted: they carry no value.
    """
    if metric.measured is None:
        raise ValueError(f"{metric.title} counts rows; there are no values to spread.")
    question, _ = question_of(engine, metric, scope)
    if isinstance(question, Answer):
        return np.array([])
    if metric.fraction is not None:  # its values are kept by day and part already
        kept = rollups.figures(engine, question, by_period=False, column=None)
        values = None if kept is None else kept.by_group[WHOLE].values
        if values is not None:
            return values
    found = ask(engine, question, query_statements.values(question))
    return found["measured_value"].to_numpy(dtype=float, na_value=np.nan)
