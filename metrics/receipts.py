"""Receipts: what a number was made of, precisely enough to be made again from exactly the same rows."""

import math
from collections.abc import Iterable
from datetime import datetime

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from metrics import query_statements
from metrics.answer import Answer
from metrics.fiscal import fiscal_calendar
from metrics.metric import Metric
from metrics.query import narrowed, question_of, value
from metrics.query_figures import ask
from metrics.query_rows import places
from metrics.query_tables import Engine, table
from metrics.query_text import Question, used
from metrics.scope import FISCAL_GRAINS, Scope, period_named


class SourceRows(BaseModel):
    """The rows of one sheet of one imported file: "2-5,9" counts as the spreadsheet does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    import_id: int
    file: str
    sha256: str
    sheet: str
    rows: str
    n: int


class Receipt(BaseModel):
    """What a number was made of: definition, scope, as-of, the rows measured and those left out.

    `version` changes with the definition, `content_id` with the content of the database. `as_of` and
    `known_before` are UTC without zone: nothing that happened at or after `known_before` was counted.
    `partial_periods` names the periods of a trend that are not over, or in which the data only begin; of fiscal
    periods the notes say the year.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    id: str
    title: str
    asks: str
    formula: str
    unit: str
    version: str
    table: str
    sql: str
    scope: Scope
    timezone: str
    as_of: datetime | None
    known_before: datetime | None
    value: float | None
    n: int
    low: float | None
    high: float | None
    reason: str | None
    excluded: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    imports: tuple[SourceRows, ...]
    partial_periods: tuple[str, ...] = ()
    content_id: str


class Replayed(Answer):
    """A number made again from the rows of its receipt; `same` says whether it is what the receipt says."""

    same: bool
    verdict: str


def receipt(
    engine: Engine,
    metric: Metric,
    scope: Scope,
    *,
    period: str | None = None,
    part: tuple[str, str] | None = None,
    answer: Answer | None = None,
) -> Receipt:
    """The receipt of a figure, or of one period or part of it; `answer` saves asking again for the whole."""
    fiscal = fiscal_calendar(engine)
    chosen = None if period is None else period_named(period, fiscal)
    scope = narrowed(scope, period=chosen, part=part)
    notes = (fiscal.note,) if scope.grain in FISCAL_GRAINS else ()
    if answer is None or period is not None or part is not None:
        answer = value(engine, metric, scope)
    found, _ = question_of(engine, metric, scope)
    question = found if isinstance(found, Question) else None
    return Receipt(
        metric=metric.name,
        id=metric.id,
        title=metric.title,
        asks=metric.asks,
        formula=metric.formula,
        unit=metric.unit,
        version=metric.version,
        table=metric.table,
        sql=query_statements.figures(question) if question else "",
        scope=scope,
        timezone=str(engine.setting("reporting_timezone", "UTC")),
        as_of=answer.as_of,
        known_before=question.known_before if question else None,
        value=answer.value,
        n=answer.n,
        low=answer.low,
        high=answer.high,
        reason=answer.reason,
        excluded=answer.excluded,
        notes=(*answer.notes, *notes),
        imports=_sources(engine, question) if question else (),
        partial_periods=tuple(dict.fromkeys(p.period for p in answer.points if p.partial and p.period)),
        content_id=engine.content_id,
    )


def replay(engine: Engine, made: Receipt, metric: Metric) -> Replayed:
    """Make the number of a receipt again from exactly the rows it names, and compare.

    The rows are read where every row ever imported is kept, so newer imports do not matter; a row of an
    import that was undone is missing, and the verdict says so.
    """
    if not made.imports or made.as_of is None or made.known_before is None:
        again = 0.0 if metric.kind == "count" and made.value is not None else None
        return _judged(made, metric, again, 0, missing=0)
    known = table(engine, made.table)
    question = Question(metric, made.scope, known, made.as_of)
    question.as_of, question.known_before = made.as_of, made.known_before
    sql = query_statements.replayed(question, known.store)
    params = used(sql, {**question.params, **_named(made.imports)})
    found = engine.query(sql, params).iloc[0]
    n = int(found["row_count"])
    measured = found["measured_value"]
    again = None if pd.isna(measured) or n < metric.minimum_n else float(measured)
    return _judged(made, metric, again, n, missing=max(0, made.n - n))


def _judged(made: Receipt, metric: Metric, again: float | None, n: int, *, missing: int) -> Replayed:
    if again is None or made.value is None:
        same = again is None and made.value is None and n == made.n
    else:
        same = n == made.n and math.isclose(again, made.value, rel_tol=1e-9, abs_tol=1e-12)
    if same:
        verdict = f"The same: {_said(again)} from {n} rows."
    elif missing:
        verdict = (
            f"Differs: {missing} of the {made.n} rows are no longer there (their import was undone);"
            f" the others give {_said(again)}, the receipt says {_said(made.value)}."
        )
    else:
        verdict = (
            f"Differs: {_said(again)} from {n} rows; the receipt says {_said(made.value)} from {made.n}."
        )
    if metric.version != made.version:
        verdict += " The definition of the metric has changed since the receipt was made."
    return Replayed(
        metric=made.metric,
        id=made.id,
        title=made.title,
        unit=made.unit,
        value=again,
        n=n,
        as_of=made.as_of,
        reason=None if again is not None else made.reason or "nothing to measure",
        same=same,
        verdict=verdict,
    )


def _said(number: float | None) -> str:
    return "no value" if number is None else f"{number:.12g}"


def _sources(engine: Engine, question: Question) -> tuple[SourceRows, ...]:
    found = ask(engine, question, places(question))
    if found.empty:
        return ()
    ledger = engine.imports().set_index("import_id")[["file", "sha256"]].to_dict("index")
    sources = []
    for import_id, sheet, numbers in found[["import_id", "sheet", "row_numbers"]].itertuples(index=False):
        known = ledger.get(import_id, {"file": "", "sha256": ""})
        sources.append(
            SourceRows(
                import_id=int(import_id),
                file=str(known["file"]),
                sha256=str(known["sha256"]),
                sheet=str(sheet),
                rows=written(_runs(np.asarray(numbers, dtype=np.int64))),
                n=len(numbers),
            )
        )
    return tuple(sources)


def _runs(numbers: np.ndarray) -> list[tuple[int, int]]:
    """Row numbers as runs without a gap; of a view with several rows for one place it is named once."""
    ordered = np.sort(numbers)
    distinct = ordered[np.diff(ordered, prepend=ordered[0] - 1) != 0]
    ends = np.flatnonzero(np.diff(distinct) != 1)
    first = distinct[np.concatenate([[0], ends + 1])]
    last = distinct[np.concatenate([ends, [len(distinct) - 1]])]
    return list(zip(first.tolist(), last.tolist(), strict=True))


def written(runs: Iterable[tuple[int, int]]) -> str:
    """Runs of row numbers as people write them.

    >>> written([(2, 5), (9, 9)])
    '2-5,9'
    """
    return ",".join(str(int(a)) if a == b else f"{int(a)}-{int(b)}" for a, b in runs)


def row_numbers(text: str) -> np.ndarray:
    """The row numbers that "2-5,9" stands for."""
    ends = [part.split("-") for part in text.split(",") if part]
    runs = [np.arange(int(end[0]), int(end[-1]) + 1) for end in ends]
    return np.concatenate(runs) if runs else np.array([], dtype=int)


def _named(sources: Iterable[SourceRows]) -> dict[str, list[int] | list[str]]:
    imports: list[int] = []
    sheets: list[str] = []
    numbers: list[int] = []
    for source in sources:
        found = row_numbers(source.rows).tolist()
        numbers += found
        imports += [source.import_id] * len(found)
        sheets += [source.sheet] * len(found)
    return {"imports": imports, "sheets": sheets, "row_numbers": numbers}
