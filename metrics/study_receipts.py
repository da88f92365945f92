"""What a study's answer was made of: the structure as plain JSON, the rows it names, and its receipt."""

import dataclasses
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from metrics.query import rows as rows_of_metric
from metrics.query_frame import frame
from metrics.receipts import SourceRows, receipt, written
from metrics.scope import Scope
from metrics.study import Study, StudyAnswer, answered
from warehouse import Warehouse

PLACE = ["import_id", "sheet", "row_no"]


class StudyReceipt(BaseModel):
    """What an answer was made of: definition, scope, as-of, headline, and the rows its structure names.

    `as_of` is UTC without zone; `version` changes with the definition, `content_id` with the database.
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
    scope: Scope
    timezone: str
    as_of: datetime | None
    value: float | str | None
    n: int
    low: float | None
    high: float | None
    reason: str | None
    notes: tuple[str, ...]
    imports: tuple[SourceRows, ...]
    content_id: str


def study_receipt(w: Warehouse, study: Study, scope: Scope, answer: StudyAnswer) -> StudyReceipt:
    """The receipt of an answer: the rows its structure names, else those of the metric or tables it rests on."""
    return StudyReceipt(
        metric=study.name,
        id=study.id,
        title=study.title,
        asks=study.asks,
        formula=study.formula,
        unit=answer.unit,
        version=study.version,
        table=", ".join(study.tables),
        scope=scope,
        timezone=str(w.setting("reporting_timezone", "UTC")),
        as_of=answer.as_of,
        value=plain(answer.value),
        n=answer.n,
        low=answer.low,
        high=answer.high,
        reason=answer.reason,
        notes=answer.notes,
        imports=_sources(w, study, scope, answer),
        content_id=w.content_id,
    )


def replayed(w: Warehouse, study: Study, made: StudyReceipt) -> tuple[StudyAnswer, bool, str]:
    """Ask again in the receipt's scope as it was then: the answer, whether it is the same, and the verdict."""
    as_of = made.as_of.replace(tzinfo=UTC) if made.scope.as_of and made.as_of else None
    again = answered(w, study, made.scope if as_of is None else made.scope.but(as_of=as_of))
    now, then = plain(again.value), made.value
    close = isinstance(now, float | int) and isinstance(then, float | int) and math.isclose(now, then)
    same = again.n == made.n and (now == then or close)
    verdict = f"The same: {now} (n = {again.n})." if same else f"Differs: {now} (n = {again.n})"
    if not same:
        verdict += f"; the receipt says {then} (n = {made.n})."
        if w.content_id != made.content_id:
            verdict += " Data have been imported or undone since."
    if study.version != made.version:
        verdict += " The definition has changed since the receipt was made."
    return again, same, verdict


def study_rows(w: Warehouse, study: Study, scope: Scope, answer: StudyAnswer) -> pd.DataFrame:
    """The rows behind an answer: import_id, file, sheet, row_no, and more columns where it rests on a metric."""
    named = sorted(set(_references(answer.result)))
    if not named and study.measures is not None:
        return rows_of_metric(w, study.measures, scope)
    files = w.imports()
    by_import = dict(zip(files["import_id"], files["file"], strict=True)) if len(files) else {}
    found = pd.DataFrame(named, columns=PLACE)
    found.insert(1, "file", found["import_id"].map(by_import))
    return found


def study_places(
    w: Warehouse, study: Study, scope: Scope, answer: StudyAnswer
) -> tuple[tuple[int, str, int], ...]:
    """Where the rows behind an answer lie: those its structure names, else of its metric, else of its tables."""
    if answer.result is None:
        return ()
    named = set(_references(answer.result))
    if not named and study.measures is not None:
        named = set(_places(rows_of_metric(w, study.measures, scope)))
    if not named:
        for name in study.tables:
            found = frame(w, name, scope.but(start=None, end=None)).rows
            if set(PLACE) <= set(found.columns):
                named |= set(_places(found))
    return tuple(sorted(named))


def _sources(w: Warehouse, study: Study, scope: Scope, answer: StudyAnswer) -> tuple[SourceRows, ...]:
    if answer.result is None:
        return ()
    if study.measures is not None and not any(_references(answer.result)):
        return receipt(w, study.measures, scope).imports
    ledger = w.imports().set_index("import_id")[["file", "sha256"]].to_dict("index")
    sources = []
    by_sheet: dict[tuple[int, str], list[int]] = {}
    for import_id, sheet, row_no in study_places(w, study, scope, answer):
        by_sheet.setdefault((import_id, sheet), []).append(row_no)
    for (import_id, sheet), numbers in by_sheet.items():
        known = ledger.get(import_id, {"file": "", "sha256": ""})
        sources.append(
            SourceRows(
                import_id=import_id,
                file=str(known["file"]),
                sha256=str(known["sha256"]),
                sheet=sheet,
                rows=written(_runs(numbers)),
                n=len(numbers),
            )
        )
    return tuple(sources)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    breaks = np.flatnonzero(np.diff(numbers) != 1) + 1
    return [(int(run[0]), int(run[-1])) for run in np.split(np.array(numbers), breaks)]


def _references(found: Any) -> Iterator[tuple[int, str, int]]:
    """Every (import, sheet, row) in a structure, whatever it is folded into."""
    if isinstance(found, pd.DataFrame):
        if set(PLACE) <= set(found.columns):
            yield from _places(found)
    elif isinstance(found, tuple) and len(found) == 3 and [type(x) for x in found] == [int, str, int]:
        yield found
    elif isinstance(found, Mapping):
        for part in found.values():
            yield from _references(part)
    elif isinstance(found, tuple | list):
        for part in found:
            yield from _references(part)
    elif dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from _references(getattr(found, field.name))


def _places(found: pd.DataFrame) -> Iterator[tuple[int, str, int]]:
    known = found[PLACE].dropna(subset=["import_id", "row_no"])
    for import_id, sheet, row_no in known.itertuples(index=False):
        yield int(import_id), "" if pd.isna(sheet) else str(sheet), int(row_no)


@singledispatch
def plain(found: Any) -> Any:
    """A structure as plain JSON: days and moments in ISO form, what is not a number as null.

    Records show their fields and properties; what a record keeps out of its own text (all simulated weeks) is
    kept out here.
    """
    if dataclasses.is_dataclass(found):
        shown = [field.name for field in dataclasses.fields(found) if field.repr]
        worked_out = [name for name, kind in vars(type(found)).items() if isinstance(kind, property)]
        return {name: plain(getattr(found, name)) for name in (*shown, *worked_out)}
    return None if found is None or found is pd.NaT or found is pd.NA else str(found)


@plain.register(str | int)
def _(found: str | int) -> Any:
    return found


@plain.register
def _(found: float) -> Any:
    return found if math.isfinite(found) else None


@plain.register(date | pd.Timestamp)
def _(found: date) -> Any:
    return None if pd.isna(found) else found.isoformat()


@plain.register
def _(found: np.generic) -> Any:
    return plain(found.item())


@plain.register
def _(found: pd.DataFrame) -> Any:
    kept = found.reset_index() if found.index.name else found
    return [plain(row) for row in kept.to_dict("records")]


@plain.register(Mapping | pd.Series)
def _(found: Mapping[Any, Any]) -> Any:
    return {_key(name): plain(value) for name, value in found.items()}


@plain.register
def _(found: BaseModel) -> Any:
    return plain(found.model_dump())


@plain.register(tuple | list | set | frozenset | np.ndarray)
def _(found: Any) -> Any:
    return plain(found._asdict()) if hasattr(found, "_asdict") else [plain(value) for value in found]


def _key(name: Any) -> str:
    return " ".join(map(str, name)) if isinstance(name, tuple) else str(name)
