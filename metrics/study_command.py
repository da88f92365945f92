"""How the command line prints what a study answers: the keys of a metric's answer, its lines, and the structure."""

import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from metrics.scope import Scope
from metrics.study import Part, Study, StudyAnswer, Value, answered, answered_by
from metrics.study_receipts import StudyReceipt, plain, replayed, study_receipt, study_rows
from warehouse import Warehouse


def ask_study(
    warehouse: Warehouse, study: Study, scope: Scope, *, by: str | None, rows: bool, how: str
) -> None:
    """Print the answer of a study as json, csv or table."""
    answer = answered_by(warehouse, study, scope, by) if by else answered(warehouse, study, scope)
    made = study_receipt(warehouse, study, scope, answer)
    listed = study_rows(warehouse, study, scope, answer) if rows else None
    if how == "json":
        print(json.dumps(as_json(answer, made, listed), ensure_ascii=False, allow_nan=False))
    elif how == "csv":
        _as_csv(answer, listed)
    else:
        _as_table(answer, made, listed)


def replay_study(warehouse: Warehouse, study: Study, saved: Mapping[str, Any], how: str) -> int:
    """Print whether the answer of a saved receipt comes out the same; returns the exit code."""
    again, same, verdict = replayed(warehouse, study, StudyReceipt.model_validate(saved))
    if how == "json":
        shown = {"metric": study.name, "value": plain(again.value), "n": again.n}
        print(json.dumps({**shown, "same": same, "verdict": verdict}, ensure_ascii=False))
    else:
        print(verdict)
    return 0 if same else 1


def as_json(answer: StudyAnswer, made: StudyReceipt, listed: pd.DataFrame | None = None) -> dict[str, Any]:
    """The answer as plain JSON: the keys of a metric's answer, `points`, `result` and, if given, `rows`."""
    shown: dict[str, Any] = {
        "metric": answer.metric,
        "id": answer.id,
        "title": answer.title,
        "unit": answer.unit,
        "value": plain(answer.value),
        "n": answer.n,
        "low": plain(answer.low),
        "high": plain(answer.high),
        "as_of": _utc(answer.as_of),
        "reason": answer.reason,
        "receipt": made.model_dump(mode="json"),
        "points": [_point(point) for point in answer.points],
        "notes": list(answer.notes),
        "result": plain(answer.result),
    }
    if listed is not None:
        shown["rows"] = json.loads(listed.to_json(orient="records", date_format="iso", date_unit="s"))
    return shown


def _point(point: Part) -> dict[str, Any]:
    """A line as JSON; period, part and sentence only where it has one."""
    told = {name: plain(value) for name, value in vars(point).items()}
    first = {name: told.pop(name) for name in ("period", "part")}
    says = told.pop("says")
    named = {name: text for name, text in first.items() if text is not None}
    return {**named, **told, **({"says": says} if says is not None else {})}


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _as_csv(answer: StudyAnswer, listed: pd.DataFrame | None) -> None:
    if listed is not None:
        listed.to_csv(sys.stdout, index=False)
        return
    columns = ("period", "part", "value", "n", "low", "high", "reason", "says")
    whole = Part(answer.value, answer.n, low=answer.low, high=answer.high, reason=answer.reason)
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    for point in answer.points or (replace(whole, part=answer.metric),):
        writer.writerow({name: plain(getattr(point, name)) for name in columns})


def _as_table(answer: StudyAnswer, made: StudyReceipt, listed: pd.DataFrame | None) -> None:
    print(f"{answer.title} ({answer.id})")
    ends = f" [{_written(answer.low, answer.unit)}, {_written(answer.high, answer.unit)}]"
    between = ends if answer.low is not None or answer.high is not None else ""
    headline = (
        f"– ({answer.reason})" if answer.value is None else _written(answer.value, answer.unit) + between
    )
    print(f"  {headline}, n = {answer.n}   as of {_utc(answer.as_of) or 'unknown'}")
    for said in answer.notes:
        print(f"  {said}")
    for point in answer.points:
        name = " ".join(filter(None, (point.part, point.period)))
        shown = f"– ({point.reason})" if point.value is None else _written(point.value, "")
        print(f"  {name:<28} {shown}, n = {point.n}" + (f"  {point.says}" if point.says else ""))
    for source in made.imports:
        print(f"  from {source.file} {source.sheet}, {source.n} rows")
    if listed is not None:
        print(listed.to_string(index=False))


def _written(value: Value, unit: str) -> str:
    """A figure as people read it; a line is written as the plain number it is, whatever the headline's unit."""
    if not isinstance(value, int | float):
        return str(value) if value is not None else "–"
    if unit == "percent":
        return f"{100 * value:.1f} %"
    text = (
        f"{value:,.0f}"
        if float(value).is_integer()
        else f"{value:,.4g}"
        if abs(value) < 1
        else f"{value:,.2f}"
    )
    return text if unit in {"", "count", "items"} else f"{text} {unit}"
