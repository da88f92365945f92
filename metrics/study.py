"""The vocabulary in which a question is declared whose answer is not one number: a list, bands, a forecast.

A study is a constant beside which stands one function that works it out. Its figures give the headline (one
value with its n and interval) and the lines under it, so that it can be asked, listed and filed like a metric.
"""

import hashlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from contracts import in_words
from metrics.metric import Metric, Unit
from metrics.needed import lacking_columns
from metrics.query_frame import count_per_part, newest
from metrics.query_tables import Table, table
from metrics.scope import Scope
from warehouse import Warehouse

#: A day, a colour and a verdict are answers as much as a number is.
Value = float | str | date | None
StudyUnit = Unit | Literal["date", "colour"]


@dataclass(frozen=True)
class Part:
    """One line under the headline: a period or a named part; `says` is its sentence, where it has one."""

    value: Value
    n: int = 0
    period: str | None = None
    part: str | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    says: str | None = None


@dataclass(frozen=True)
class Figures:
    """The headline of an answer and its lines. `unit` is given where it differs from the declared one."""

    value: Value
    n: int = 0
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    unit: StudyUnit | None = None
    as_of: datetime | None = None
    points: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Study:
    """One question with a structure as its answer; `id` is its identifier in the metric catalogue.

    `answer` works the structure out and `figures` reads headline and lines from it; `headline` says which
    value of it stands first. `needs` are the tables of which each must hold rows ("a|b": one of the two), `columns`
    what must have a value in at least one of their rows ("a|b": either, "kind.a": in that table).
    `measures` is the metric it rests on, whose rows are its rows. `period` says whether the scope's start and
    end apply, `grain` whether the grain does, `by_part` whether it can be asked for every part of a dimension.
    """

    name: str
    id: str
    title: str
    asks: str
    formula: str
    unit: StudyUnit
    answer: Callable[[Warehouse, Scope], Any]
    figures: Callable[[Any], Figures]
    needs: tuple[str, ...]
    source: str = ""
    columns: tuple[str, ...] = ()
    measures: Metric | None = None
    period: bool = True
    grain: bool = False
    by_part: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name) or not re.fullmatch(r"[A-Z0-9]+-\d\d", self.id):
            raise ValueError(f"{self.name} ({self.id}): a name is like mean_time, an identifier like INC-29")
        if not self.asks.endswith("?") or not self.formula.endswith("."):
            raise ValueError(f"{self.name}: asks is a question, formula a sentence")

    @property
    def version(self) -> str:
        """Twelve characters that change with the definition; every receipt carries them."""
        code = inspect.getsource(self.answer) + inspect.getsource(self.figures)
        return hashlib.sha256(f"{self.id}|{self.formula}|{self.unit}|{code}".encode()).hexdigest()[:12]

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table it reads first of all."""
        return tuple(name for need in self.needs for name in need.split("|"))


@dataclass(frozen=True)
class StudyAnswer:
    """What a study answers in one scope: the headline, its lines, and `result`, the whole structure.

    `as_of` is UTC without zone. `value` None has a `reason`; `result` is None where nothing could be asked.
    """

    metric: str
    id: str
    title: str
    unit: str
    value: Value
    n: int
    low: float | None
    high: float | None
    as_of: datetime | None
    reason: str | None
    points: tuple[Part, ...]
    notes: tuple[str, ...]
    result: Any


def answered(w: Warehouse, study: Study, scope: Scope) -> StudyAnswer:
    """The answer of a study in a scope, or the reason why it has none."""
    known = [table(w, name, scope.grants) for name in study.tables]
    # A table without a date of its own tells the moment of its import: only where none says more.
    dated = [
        one.name for one in known if one.types and one.event_columns and not one.is_empty
    ] or study.tables
    as_of = max((found for name in dated if (found := newest(w, name, scope))), default=None)
    reason = _lacking(study, known) or _foreign(known, scope)
    notes = _notes(study, known, scope)
    if reason is not None:
        return _answer(study, Figures(None, reason=reason, as_of=as_of), as_of, notes, None)
    result = study.answer(w, scope)
    return _answer(study, study.figures(result), as_of, notes, result)


def answered_by(w: Warehouse, study: Study, scope: Scope, by: str) -> StudyAnswer:
    """The answer with a line per part of a dimension, each asked for on its own; a note where it does not apply."""
    whole = answered(w, study, scope)
    column = next((c for name in study.tables if (c := table(w, name, scope.grants).column(by))), None)
    if not study.by_part or column is None or whole.result is None:
        return replace(whole, notes=(*whole.notes, f"A breakdown by {by} does not apply to {study.title}."))
    named: set[str] = set()
    for name in study.tables:
        named |= set(count_per_part(w, name, scope, by, "true"))
    points = []
    for part in sorted(named):
        filters = tuple({**scope.by_dimension, by: (part,)}.items())
        one = answered(w, study, scope.but(filters=filters))
        points.append(Part(one.value, one.n, part=part, low=one.low, high=one.high, reason=one.reason))
    return replace(whole, points=tuple(points))


def _lacking(study: Study, known: list[Table]) -> str | None:
    full = {one.name for one in known if one.types and not one.is_empty}
    lacking = [need for need in study.needs if not full & set(need.split("|"))]
    if lacking:
        return f"no {' and no '.join(' or '.join(map(in_words, need.split('|'))) for need in lacking)} have been loaded"
    needed = lacking_columns(study.columns, known)
    return f"not measurable: needs {' and '.join(needed)}" if needed else None


def _foreign(known: list[Table], scope: Scope) -> str | None:
    foreign = [name for name, _ in scope.filters if all(one.column(name) is None for one in known)]
    things = " and ".join(in_words(one.name) for one in known)
    return f"{things} cannot be filtered by {' or '.join(foreign)}" if foreign else None


def _notes(study: Study, known: list[Table], scope: Scope) -> tuple[str, ...]:
    said = [
        f"The filter {name} does not apply to {in_words(one.name)}."
        for name, _ in scope.filters
        for one in known
        if one.column(name) is None
    ]
    if not study.period and (scope.start or scope.end):
        said.append(f"The period does not apply to {study.title}.")
    if not study.grain and scope.grain:
        said.append(f"The grain does not apply to {study.title}.")
    return tuple(said)


def _answer(
    study: Study, found: Figures, as_of: datetime | None, notes: tuple[str, ...], result: Any
) -> StudyAnswer:
    reason = found.reason
    if found.value is None and reason is None:
        reason = "nothing in this scope to work it out from"
    told = getattr(result, "as_of", None)
    return StudyAnswer(
        metric=study.name, id=study.id, title=study.title, unit=found.unit or study.unit, value=found.value,
        n=found.n, low=found.low, high=found.high,
        as_of=found.as_of or (told if isinstance(told, datetime) else None) or as_of,
        reason=None if found.value is not None else reason, points=found.points,
        notes=tuple(dict.fromkeys((*notes, *found.notes))), result=result,
    )  # fmt: skip
