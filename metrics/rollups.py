"""Daily roll-ups: a figure is the sum of figures by day and part, kept in memory; a percentile has its values there.

A roll-up is the metric's own question asked once for every day and part, so it follows from the declaration and
is no second formula. It is made when a question first needs it, serves every period, grain and filter value over
the same dimensions, and goes when the content of the database changes. Rows and receipts never come from it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from metrics import query_days, query_statements, query_sums
from metrics.metric import Metric
from metrics.query_days import Days
from metrics.query_grouped import Figure, Figures, Key
from metrics.query_periods import ends_of, shown_periods
from metrics.query_ratios import aggregates_of, divided
from metrics.query_tables import Engine
from metrics.query_text import Question, used
from metrics.scope import Grain, Period, period_of

#: A roll-up of more days and parts is hardly smaller than its table: such questions go to the rows.
MOST_GROUPS = 500_000
#: The dimension readers filter by most: a roll-up that needs none has this one, unless it gets too fine by it, so that
#: the first filter asks nothing again.
USUAL = "client"
#: How much memory roll-ups may take together; the one not asked for the longest goes first.
MOST_BYTES = 600_000_000


class Rollup(NamedTuple):
    """Days and parts over some columns; None where there would be too many of them."""

    columns: frozenset[str]
    days: Days | None


#: What of a metric, a viewer and a reader decides which rows there are and what is measured on them.
_Whose = tuple[object, ...]
#: The instant of a state, or the grain of the periods at whose ends it is kept; None for what adds up from days.
_At = datetime | Grain | None
_Kept = OrderedDict[tuple[_Whose, frozenset[str]], Rollup]
_KEPT: WeakKeyDictionary[Engine, tuple[str, _Kept]] = WeakKeyDictionary()
_LOCK = Lock()


def adds_up(metric: Metric) -> bool:
    """Whether the figure of a whole follows from its days: counts, sums, what is made of the two, and percentiles.

    Of a state only the number of rows does, and only where no condition depends on the instant it is asked for.
    """
    if metric.at_a_point_in_time:
        return metric.sql == "count(*)" and "as_of" not in metric.where + str(metric.leaves_out)
    return _is_made_of_parts(metric)


def _is_made_of_parts(metric: Metric) -> bool:
    if metric.kind == "ratio":
        return bool(aggregates_of(metric.sql))
    return metric.sql == "count(*)" or metric.kind != "count"


def figures(engine: Engine, question: Question, *, by_period: bool, column: str | None) -> Figures | None:
    """The figures of a question added up from days; None where the rows must be asked.

    Of a state at one instant; what is no count of rows is kept for that instant alone.
    """
    at = None if adds_up(question.metric) else question.at
    days = _days(engine, question, column, at)
    if days is None:
        return None
    grain = (question.scope.grain or "month") if by_period else None
    chosen = _chosen(days, question) if at is None else days.inside(_filters(question), None, None)
    found = query_sums.added_up(days, chosen, question.metric, grain, column, question.table.fiscal)
    return _divided(engine, question.metric, found)


def _divided(engine: Engine, metric: Metric, found: Figures) -> Figures:
    return (
        found._replace(by_group=divided(engine, metric, found.by_group)) if metric.kind == "ratio" else found
    )


def running_counts(
    engine: Engine, question: Question, shown: Sequence[Period], column: str | None
) -> dict[Key, Figure]:
    """How many rows are open at the end of every period, from the rows themselves where days cannot say."""
    days = _days(engine, question, column, None)
    if days is not None:
        return query_sums.running(days, _chosen(days, question), shown, column)
    days = _moved(engine, question, [] if column is None else [column], None)
    assert days is not None  # without a limit there are never too many
    return query_sums.running(days, days.inside((), None, None), shown, column)


def states(
    engine: Engine, question: Question, shown: Sequence[Period], column: str | None
) -> dict[Key, Figure] | None:
    """A measure at the end of every period that is shown; None where the rows must be asked.

    They are kept for every end of a period there is: where the scope ends within one, the rows are asked.
    """
    grain: Grain = question.scope.grain or "month"
    end = question.scope.end
    if (
        question.at != question.known_before
        and end is not None
        and period_of(end, grain, question.table.fiscal).start != end
    ):
        return None
    days = _days(engine, question, column, grain)
    if days is None or not shown:
        return None
    chosen = days.inside(_filters(question), shown[0].start, shown[-1].end)
    found = query_sums.added_up(
        days, chosen, question.metric, grain, column, question.table.fiscal, whole=False
    )
    return _divided(engine, question.metric, found).by_group


def _chosen(days: Days, question: Question) -> np.ndarray:
    """The entries in the question's period that pass its filters; of a state, what moved before its instant."""
    start, end = question.scope.start, question.scope.end
    if question.metric.at_a_point_in_time:
        start, end = None, None if question.at == question.known_before else end
    elif question.metric.when is None:
        start = end = None
    return days.inside(_filters(question), start, end)


def _filters(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(question.table.column(dimension)), values) for dimension, values in question.scope.filters]


# -- keeping ------------------------------------------------------------------------------------------------


def _days(engine: Engine, question: Question, column: str | None, at: _At) -> Days | None:
    """The roll-up a question can be answered from; None where the rows must be asked."""
    if question.scope.as_of is not None or not _is_made_of_parts(question.metric):
        return None
    if at is not None and not question.metric.at_a_point_in_time:
        return None
    wanted = frozenset({name for name, _ in _filters(question)} | ({column} if column is not None else set()))
    if any(question.table.types[name].endswith("[]") for name in wanted):
        return None  # a row with several values would be counted in several parts
    usual = question.table.column(USUAL)
    if not wanted and usual is not None and question.table.is_filled(usual):
        days = _kept(engine, question, frozenset({usual}), at).days
        if days is not None:
            return days
    return _kept(engine, question, wanted, at).days


def _kept(engine: Engine, question: Question, wanted: frozenset[str], at: _At) -> Rollup:
    """The smallest roll-up kept that has these columns, or a new one."""
    metric, scope = question.metric, question.scope
    # A median and the percentiles of one measure are read from the same values.
    measure = metric.measured if metric.fraction is not None else (metric.sql, metric.kind)
    whose: _Whose = (
        metric.table, measure, metric.where, metric.leaves_out, metric.when, metric.else_when,
        metric.open_from, metric.open_until, metric.every_child, scope.grants, scope.children, at,
    )  # fmt: skip
    content_id = engine.content_id
    with _LOCK:
        shelf = _KEPT.get(engine)
        if shelf is None or shelf[0] != content_id:
            shelf = _KEPT[engine] = (content_id, OrderedDict())
        known = shelf[1]
        exact = known.get((whose, wanted))
        fitting = [(whose, wanted)] if exact is not None else []
        fitting = fitting or [key for key, one in known.items() if key[0] == whose and _serves(one, wanted)]
        if fitting:
            best = min(fitting, key=lambda key: len(key[1]))
            known.move_to_end(best)
            return known[best]
    made = Rollup(wanted, _made(engine, question, sorted(wanted), at))
    with _LOCK:
        known[whose, wanted] = made
        while len(known) > 1 and sum(one.days.size for one in known.values() if one.days) > MOST_BYTES:
            known.popitem(last=False)
    return made


def _serves(one: Rollup, wanted: frozenset[str]) -> bool:
    return one.columns >= wanted if one.days is not None else one.columns <= wanted


def _made(engine: Engine, question: Question, columns: list[str], at: _At) -> Days | None:
    end = question.scope.end if isinstance(at, datetime) else None
    grain = at if isinstance(at, str) else None
    everything = question.scope.but(start=None, end=end, grain=grain, filters=())
    whole = Question(question.metric, everything, question.table, question.newest)
    if at is None and question.metric.at_a_point_in_time:
        return _moved(engine, whole, columns, MOST_GROUPS)
    if grain is None:
        sql = query_statements.daily(whole, columns, MOST_GROUPS + 1)
    else:
        ends = ends_of(whole, shown_periods(whole))
        if not ends:
            return None
        sql = query_statements.standing(whole, ends, columns, MOST_GROUPS + 1)
    found = engine.query(sql, used(sql, whole.params), everything.grants)
    return None if len(found) > MOST_GROUPS else query_days.days_of(found, columns)


def _moved(engine: Engine, question: Question, columns: list[str], most: int | None) -> Days | None:
    """What became open less what ceased to be, by day and part."""
    found = []
    for ended in (False, True):
        sql = query_statements.movements(
            question, ended=ended, columns=columns, limit=None if most is None else most + 1
        )
        moved = engine.query(sql, used(sql, question.params), question.scope.grants)
        if most is not None and len(moved) > most:
            return None
        found.append(query_days.days_of(moved, columns))
    return query_days.both(*found)
