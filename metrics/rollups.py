"""Daily roll-ups: over large tables a figure that adds up is the sum of figures by day and part, kept in memory.

A roll-up is the metric's own question asked once for every day and part, so it follows from the declaration and
is no second formula. It is made when a question first needs it, serves every period, grain and filter value over
the same dimensions, and goes when the content of the database changes. Rows and receipts never come from it.
"""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from metrics.metric import Metric
from metrics.query_tables import Engine, as_date
from metrics.query_text import Question, used
from metrics.scope import Scope, period_of

#: Up to so many rows a scan of the table is about as fast as adding up days.
LARGE = 250_000
#: A roll-up of more days and parts is hardly smaller than its table: such questions go to the rows.
MOST_GROUPS = 200_000
#: How many roll-ups are kept; the one not asked for the longest goes first.
MOST_KEPT = 64


class Rollup(NamedTuple):
    """Counts and sums per reason of leaving out, day and part; None where there would be too many of them."""

    dimensions: frozenset[str]
    days: pd.DataFrame | None


_Whose = tuple[Metric, tuple[str, ...], str | None]
_Kept = OrderedDict[tuple[_Whose, frozenset[str]], Rollup]
_KEPT: WeakKeyDictionary[Engine, tuple[str, _Kept]] = WeakKeyDictionary()
_LOCK = Lock()


def adds_up(metric: Metric) -> bool:
    """Whether the figure of a whole follows from those of its days: counts, sums and what is made of the two.

    Of a state only the number of rows does, and only where no condition depends on the instant it is asked for.
    Of a median or percentile the number of rows does: the value comes from the rows.
    """
    if metric.at_a_point_in_time:
        return metric.sql == "count(*)" and "as_of" not in metric.where + str(metric.leaves_out)
    if metric.when is None:
        return False
    return metric.sql == "count(*)" or metric.kind not in {"count", "ratio"}


def daily(engine: Engine, question: Question, column: str | None) -> pd.DataFrame | None:
    """The days and parts of a scope with their counts and sums; None where the rows must be asked.

    Of a state, rows that came count up and rows that went count down. Columns: left_out, on_day (a timestamp),
    row_count, total and squares where the kind has them, and every dimension by the name of its column.
    """
    scope, table = question.scope, question.table
    if scope.as_of is not None or not adds_up(question.metric) or table.row_count <= LARGE:
        return None
    named = {name for dimension, _ in scope.filters if (name := table.column(dimension))}
    wanted = frozenset(named | ({column} if column is not None else set()))
    if any(table.types[name].endswith("[]") for name in wanted):
        return None  # a row with several values would be counted in several parts
    found = _kept(engine, question, wanted).days
    if found is None:
        return None
    inside = pd.Series(True, index=found.index)
    for dimension, values in scope.filters:
        inside &= found[str(table.column(dimension))].isin(values)
    state = question.metric.at_a_point_in_time
    if scope.start is not None and not state:
        inside &= found["on_day"] >= pd.Timestamp(scope.start)
    if scope.end is not None and not (state and question.at == question.known_before):
        inside &= found["on_day"] < pd.Timestamp(scope.end)
    return found[inside]


def figures(
    engine: Engine, question: Question, *, by_period: bool, column: str | None
) -> pd.DataFrame | None:
    """What `Question.figures` would give, added up from days; None where the rows must be asked."""
    days = daily(engine, question, column)
    if days is None:
        return None
    groups = []
    if by_period:
        starts = {day: _period_start(as_date(day), question.scope) for day in days["on_day"].unique()}
        days = days.assign(in_period=days["on_day"].map(starts))
        groups.append("in_period")
    if column is not None:
        days = days.assign(in_part=days[column].astype(object))
        groups.append("in_part")
    whole = _added_up(days, question.metric, ["left_out"])
    if not groups:
        return whole
    return pd.concat([whole, _added_up(days, question.metric, ["left_out", *groups])], ignore_index=True)


def _period_start(day: date | None, scope: Scope) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(period_of(day, scope.grain or "month").start)


def _added_up(days: pd.DataFrame, metric: Metric, by: list[str]) -> pd.DataFrame:
    sums = [name for name in ("row_count", "total", "squares") if name in days]
    found = days.groupby(by, sort=False, observed=True)[sums].sum().reset_index()
    found = found[found["row_count"] != 0]
    if metric.fraction is not None:
        return found.assign(measured_value=None)
    if metric.kind in {"count", "sum"}:
        return found.assign(measured_value=found.get("total", found["row_count"]).astype(float))
    found = found.assign(measured_value=found["total"] / found["row_count"])
    if metric.kind == "net":
        found["deviation"] = found["squares"] / found["row_count"]
    if metric.kind == "mean":
        # Squared distances from the mean of each day, and of that mean from the whole one: nothing cancels out.
        means = days.merge(found[[*by, "measured_value"]], on=by)
        apart = means["row_count"] * (means["total"] / means["row_count"] - means["measured_value"]) ** 2
        between = (
            means.assign(apart=apart).groupby(by, sort=False, observed=True)["apart"].sum().reset_index()
        )
        within = found.merge(between, on=by)
        variance = (within["squares"] + within["apart"]) / (within["row_count"] - 1).where(
            within["row_count"] > 1
        )
        found = within.drop(columns="apart").assign(deviation=np.sqrt(variance))
    return found


# -- keeping ------------------------------------------------------------------------------------------------


def _kept(engine: Engine, question: Question, wanted: frozenset[str]) -> Rollup:
    """The smallest roll-up kept that has these dimensions, or a new one."""
    whose: _Whose = (question.metric, question.scope.grants, question.scope.children)
    # A database narrowed to some rows for one run of a page is the whole one here: a roll-up outlives the run.
    engine = getattr(engine, "database", engine)
    content_id = engine.content_id
    with _LOCK:
        shelf = _KEPT.get(engine)
        if shelf is None or shelf[0] != content_id:
            shelf = _KEPT[engine] = (content_id, OrderedDict())
        known = shelf[1]
        fitting = [key for key, one in known.items() if key[0] == whose and _serves(one, wanted)]
        if fitting:
            best = min(fitting, key=lambda key: len(key[1]))
            known.move_to_end(best)
            return known[best]
    made = Rollup(wanted, _made(engine, question, sorted(wanted)))
    with _LOCK:
        known[whose, wanted] = made
        while len(known) > MOST_KEPT:
            known.popitem(last=False)
    return made


def _serves(one: Rollup, wanted: frozenset[str]) -> bool:
    return one.dimensions >= wanted if one.days is not None else one.dimensions <= wanted


def _made(engine: Engine, question: Question, dimensions: list[str]) -> pd.DataFrame | None:
    everything = question.scope.but(start=None, end=None, grain=None, filters=())
    whole = Question(question.metric, everything, question.table, question.newest)
    if question.metric.at_a_point_in_time:
        came, went = (
            engine.query(sql, used(sql, whole.params), everything.grants)
            for sql in (whole.movements(ended=ended, by=dimensions) for ended in (False, True))
        )
        found = pd.concat([came, went.assign(row_count=-went["row_count"])], ignore_index=True)
    else:
        sql = whole.daily(dimensions)
        found = engine.query(sql, used(sql, whole.params), everything.grants)
    if len(found) > MOST_GROUPS:
        return None
    parts = {f"part_{number}": name for number, name in enumerate(dimensions)}
    found = found.assign(on_day=pd.to_datetime(found["on_day"]))
    return found.astype(dict.fromkeys(parts, "category")).rename(columns=parts)
