"""Ask a metric in a scope: the value, the trend, the breakdown, and exactly the rows behind each.

The rules of the metric catalogue that hold for every figure live here, each in one place: as-of (G1), periods
(G2), no value without a reason (G3), n and small numbers (G4), intervals (G12), scope filters (G18).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import pandas as pd

from contracts import in_words
from metrics import query_statements
from metrics.answer import Answer, Point
from metrics.fiscal import fiscal_calendar
from metrics.metric import Metric
from metrics.needed import lacking, untold
from metrics.query_figures import (
    ask,
    caution,
    figures_of,
    mean_of_skewed,
    parts_of,
    periods_of,
    point_of,
    states_of,
)
from metrics.query_grouped import WHOLE
from metrics.query_rows import listed
from metrics.query_tables import Engine, Table, table
from metrics.query_text import SOURCE, Question
from metrics.scope import NOT_SET, Period, Scope, day_of, period_named
from metrics.wording import said_day


def value(engine: Engine, metric: Metric, scope: Scope) -> Answer:
    """The one number of a metric in a scope."""
    return _answer(engine, metric, scope, by_period=False, by=None)


def trend(engine: Engine, metric: Metric, scope: Scope, by: str | None = None) -> Answer:
    """The number per period of the scope's grain (month where none is given), the quiet periods too.

    Periods run from the scope's start, or the first day with data, to the one in which the as-of lies; that
    one is partial. With `by` there are points for every part.
    """
    if scope.grain is None:
        scope = scope.but(grain="month")
    return _answer(engine, metric, scope, by_period=True, by=by)


def breakdown(engine: Engine, metric: Metric, scope: Scope, by: str) -> Answer:
    """The number per part of a dimension (or column), the largest first; rows without one are "(not set)"."""
    return _answer(engine, metric, scope, by_period=False, by=by)


def narrowed(scope: Scope, *, period: Period | None = None, part: tuple[str, str] | None = None) -> Scope:
    """The scope of one point: a period, a part as (dimension, value)."""
    if period is not None:
        start = max(filter(None, (scope.start, period.start)))
        end = min(filter(None, (scope.end, period.end)))
        scope = scope.but(start=start, end=end, grain=None)
    if part is not None:
        scope = scope.but(filters=tuple({**scope.by_dimension, part[0]: (part[1],)}.items()))
    return scope


def rows(
    engine: Engine,
    metric: Metric,
    scope: Scope,
    period: str | None = None,
    part: tuple[str, str] | None = None,
    limit: int | None = None,
    *,
    left_out: str | None = None,
) -> pd.DataFrame:
    """Exactly the records behind a figure: import_id, file, sheet, row_no and the columns of the table.

    As many as the figure's n, in the order of the files; `measured_value` is what each contributed. `period` is the
    label of a point (2026-03, 2026-Q1, FY2026-Q2).
    `left_out` gives the rows excluded for that reason instead.
    """
    chosen = None if period is None else period_named(period, fiscal_calendar(engine))
    question, _ = question_of(engine, metric, narrowed(scope, period=chosen, part=part))
    if isinstance(question, Answer):
        return pd.DataFrame(columns=["import_id", "file", "sheet", "row_no"])
    if left_out is not None and left_out not in [reason for _, reason in question.reasons()]:
        raise ValueError(f"{metric.title} leaves out no row because it is {left_out!r}.")
    found = listed(engine, question, left_out, limit)
    files = engine.imports()
    by_import = dict(zip(files["import_id"], files["file"], strict=True)) if len(files) else {}
    found.insert(0, "file", found["import_id"].map(by_import))
    first = ["import_id", "file", "sheet", "row_no"]
    return found[first + [name for name in found.columns if name not in first]]


def verdicts(engine: Engine, metric: Metric, scope: Scope, columns: Sequence[str]) -> pd.DataFrame:
    """As `rows`, in no order and only with import_id, sheet, row_no, `measured_value` and the columns given."""
    question, _ = question_of(engine, metric, scope)
    if isinstance(question, Answer):
        return pd.DataFrame(columns=[*SOURCE, *columns, "measured_value"])
    return ask(engine, question, query_statements.verdicts(question, columns))


# -- one question -----------------------------------------------------------------------------------------


def _no_value(
    metric: Metric, reason: str, as_of: datetime | None = None, notes: Iterable[str] = ()
) -> Answer:
    return Answer(
        metric=metric.name, id=metric.id, title=metric.title, unit=metric.unit, value=None, n=0,
        as_of=as_of, reason=reason, notes=tuple(notes),
    )  # fmt: skip


def question_of(engine: Engine, metric: Metric, scope: Scope) -> tuple[Question | Answer, tuple[str, ...]]:
    """The question ready to be asked, or the answer that it cannot be; and notes on what does not apply."""
    known = table(engine, metric.table, scope.grants)
    if not known.types:
        return _no_value(metric, f"not measurable: needs {metric.things}"), ()
    for name in metric.loaded or (metric.table,):
        if table(engine, name, scope.grants).is_empty:
            return _no_value(metric, f"no {in_words(name)} have been loaded"), ()
    if scope.timezone is not None and scope.timezone != known.timezone:
        raise ValueError(
            f"Days are kept in the reporting time zone {known.timezone}; change that setting to see them in"
            f" {scope.timezone}."
        )
    as_of = scope.as_of or _newest(engine, metric, known)
    if as_of is None:
        return _no_value(metric, f"no {metric.things} carry a date"), ()
    needed = lacking(engine, metric, known)
    if needed:
        return _no_value(metric, f"not measurable: needs {' and '.join(needed)}", as_of), ()
    foreign = [dimension for dimension, _ in scope.filters if known.column(dimension) is None]
    if foreign:
        notes = tuple(f"The filter {name} does not apply to {metric.things}." for name in foreign)
        return _no_value(
            metric, f"{metric.things} cannot be filtered by {' or '.join(foreign)}", as_of, notes
        ), notes
    unsaid = [
        name for name, values in scope.filters if not known.is_empty and not _is_said(known, name, values)
    ]
    if unsaid:
        notes = tuple(f"No row says its {name}, so the filter finds nothing." for name in unsaid)
        return _no_value(metric, f"not measurable: needs {' and '.join(unsaid)}", as_of, notes), notes
    notes = (*_sources_without(engine, known, scope), *untold(metric, known))
    outside = _outside_the_data(metric, scope, known, as_of)
    if outside is not None:
        return _no_value(metric, outside, as_of, notes), notes
    return Question(metric, scope, known, as_of), notes


def _newest(engine: Engine, metric: Metric, known: Table) -> datetime | None:
    """The newest moment the data tell of: of a view that shows some rows of a table, that of the whole table (G1)."""
    read = table(engine, metric.loaded[0], known.grants) if metric.loaded else known
    if known.is_empty:
        return read.newest
    tells = read is not known and any(read.is_filled(name) for name in read.event_columns)
    return max(filter(None, (known.newest, read.newest if tells else None)), default=None)


def _is_said(known: Table, dimension: str, values: tuple[str, ...]) -> bool:
    """Whether any row has a value in the dimension; asking for rows without one is always possible."""
    name = known.column(dimension)
    return NOT_SET in values or (name is not None and known.is_filled(name))


def _sources_without(engine: Engine, known: Table, scope: Scope) -> tuple[str, ...]:
    """Files that say nothing about a filtered dimension: their rows are left out, and this says so (G18)."""
    notes = []
    for dimension, values in scope.filters:
        name = known.column(dimension)
        if name is None or NOT_SET in values:
            continue
        silent = known.imports_without(name)
        if silent:
            files = engine.imports().set_index("import_id")["file"]
            listed = ", ".join(sorted({str(files.get(number, f"import {number}")) for number in silent}))
            notes.append(f"The filter {dimension} leaves out {listed}: it says nothing about {dimension}.")
    return tuple(notes)


def _outside_the_data(metric: Metric, scope: Scope, known: Table, as_of: datetime) -> str | None:
    """Why a period without any data has no value: nothing is known of it, which is not the same as zero."""
    first = Question(metric, scope, known, as_of).begun
    last = day_of(as_of, known.timezone)
    if first is not None and scope.start is not None and scope.start > last:
        return f"the data end on {last}"
    if scope.end is not None and first is not None and scope.end <= first:
        return f"the data begin on {said_day(first)}"
    return None


# -- one answer ---------------------------------------------------------------------------------------------


def _answer(engine: Engine, metric: Metric, scope: Scope, *, by_period: bool, by: str | None) -> Answer:
    question, notes = question_of(engine, metric, scope)
    if isinstance(question, Answer):
        return question
    column = None
    if by is not None:
        column = question.table.column(by)
        if column is None:
            named = metric.things
            note = f"A breakdown by {by} does not apply to {named}."
            return _no_value(metric, f"{named} have no {by}", question.as_of, (*notes, note))
    if by_period and metric.when is None and not metric.at_a_point_in_time:
        note = f"{metric.title} is not placed in time: there is no trend."
        return _no_value(metric, "rows are not placed in time", question.as_of, (*notes, note))
    states = by_period and metric.at_a_point_in_time
    grouped = by_period and not states
    part = None if states else column
    figures, intervals, excluded = figures_of(engine, question, by_period=grouped, column=part)
    skewed = mean_of_skewed(engine, question, figures[WHOLE])
    intervals |= {} if skewed is None else {WHOLE: skewed}
    total = point_of(question, figures[WHOLE], intervals.get(WHOLE))
    points: tuple[Point, ...] = ()
    if states:
        points = periods_of(question, *states_of(engine, question, column))
    elif by_period:
        points = periods_of(question, figures, intervals)
    elif column is not None:
        points = parts_of(question, figures, intervals)
    if metric.when is None and not metric.at_a_point_in_time and (scope.start or scope.end):
        notes = (*notes, f"The period does not apply to {metric.title}: its rows are not placed in time.")
    if metric.at_a_point_in_time and question.begun is not None:
        notes = (*notes, f"What began before {said_day(question.begun)} is not in the data.")
    return Answer(
        metric=metric.name,
        id=metric.id,
        title=metric.title,
        unit=metric.unit,
        value=total.value,
        n=total.n,
        low=total.low,
        high=total.high,
        as_of=question.as_of,
        reason=total.reason,
        caution=caution(metric, total),
        excluded=excluded,
        points=points,
        notes=notes,
    )
