"""Which periods a trend shows, and the instants at which a state is looked at for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from metrics.query_text import Question
from metrics.scope import Grain, Period, day_of, period_of, periods, start_of_day


def shown_periods(question: Question, with_rows: Sequence[date] = ()) -> list[Period]:
    """Every period from the scope's start or the first with rows to the as-of or the last with rows."""
    grain: Grain = question.scope.grain or "month"
    scope = question.scope
    if question.metric.at_a_point_in_time:
        begun = question.table.first_day(str(question.metric.open_from))
        with_rows = [] if begun is None else [begun]
    fiscal = question.table.fiscal
    last = period_of(day_of(question.as_of, question.timezone), grain, fiscal).end
    if with_rows:
        last = max(last, period_of(max(with_rows), grain, fiscal).end)
    last = min(filter(None, (scope.end, last)))
    first = scope.start or (min(with_rows) if with_rows else None)
    return [] if first is None or first >= last else list(periods(first, last, grain, fiscal))


def ends_of(question: Question, shown: Sequence[Period]) -> list[tuple[Period, datetime]]:
    """Every period with the instant at its end, or that of the question where the period is not over by then."""
    return [(period, min(start_of_day(period.end, question.timezone), question.at)) for period in shown]
