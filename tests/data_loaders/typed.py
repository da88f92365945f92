"""Type raw cells as an import does, without reading a file: columns of texts in, values and decisions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv

from contracts.contract import Column, ColumnType
from data_loaders.outcome import Question
from data_loaders.recognition import Assignment
from data_loaders.typing import Decision, Decisions, decide

_DATABASE = duckdb.connect(config={"threads": 1})


@dataclass(frozen=True)
class Typed:
    """The stored values of every column, with which cells were refused."""

    decisions: Decisions
    values: dict[str, list[Any]]
    refused: dict[str, list[str]]

    @property
    def questions(self) -> dict[str, Question]:
        return {question.name: question for question in self.decisions.questions}

    def decision(self, name: str = "x") -> Decision:
        return next(decision for decision in self.decisions.columns if decision.column == name)


def assignment(
    kind: str, cell: int = 0, name: str = "x", header: str | None = None, **more: Any
) -> Assignment:
    """One contract column of this type, filled from one raw column; `more` goes to whichever of both knows it."""
    of_assignment = {key: more.pop(key) for key in ("words", "negate", "negative", "drop") if key in more}
    unit = more.pop("told", None)
    column = Column(name=name, type=ColumnType(kind), label=name.title(), meaning="A column.", **more)
    return Assignment(column, (cell,), header or name.title(), unit=unit, **of_assignment)


def table(
    columns: Sequence[Sequence[str | None]],
    assignments: Sequence[Assignment],
    *,
    native: Sequence[Mapping[str, int]] | None = None,
    typed: Mapping[int, Sequence[bool]] | None = None,
    answers: Mapping[str, str] | None = None,
    timezone: str | None = "UTC",
    person_key: str | None = None,
    rows: str = "true",
) -> Typed:
    """Decide and type a table of raw columns; `typed` are the cells a spreadsheet program typed itself."""
    raw = {"row_no": pa.array(range(2, len(columns[0]) + 2), pa.int64())}
    raw |= {f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)}
    raw |= {f"n{i}": pa.array(flags, pa.bool_()) for i, flags in (typed or {}).items()}
    native = native or [{"text": len(columns[0])}] * len(columns)
    with _DATABASE.cursor() as connection:
        connection.register("raw", pa.table(raw))
        return _typed(connection, assignments, native, answers, timezone, person_key, rows)


def column(texts: Sequence[str | None], kind: str, **options: Any) -> Typed:
    """Type one raw column as one contract column named "x"."""
    of_table = {
        key: options.pop(key)
        for key in ("native", "typed", "answers", "timezone", "person_key", "rows")
        if key in options
    }
    return table([texts], [assignment(kind, **options)], **of_table)


def value(text: str, kind: str, **options: Any) -> Any:
    """The stored value of a single cell."""
    return column([text], kind, **options).values["x"][0]


def real_columns(
    path: Path, kinds: Mapping[str, str], delimiter: str = ",", timezone: str | None = "UTC", told: str = ""
) -> Typed:
    """Type named columns of a real delimited file; its cells are taken as text."""
    with path.open("rb") as file:
        header = file.readline().decode("utf-8-sig").strip().split(delimiter)
    names = [name.strip('"') for name in header]
    raw = csv.read_csv(
        path,
        read_options=csv.ReadOptions(column_names=[f"c{i}" for i in range(len(names))], skip_rows=1),
        parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={f"c{i}": pa.string() for i in range(len(names))},
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        ),
    )
    raw = raw.append_column("row_no", pa.array(range(2, raw.num_rows + 2), pa.int64()))
    assignments = [
        assignment(kind, names.index(name), f"k{names.index(name)}", name, told=told or None)
        for name, kind in kinds.items()
    ]
    with _DATABASE.cursor() as connection:
        connection.register("raw", raw)
        native = [{"text": raw.num_rows}] * len(names)
        typed = _typed(connection, assignments, native, {}, timezone, None, "true")
    by_header = {a.column.name: a.header for a in assignments}
    return Typed(
        typed.decisions,
        {by_header[name]: values for name, values in typed.values.items()},
        {by_header[name]: cells for name, cells in typed.refused.items()},
    )


def _typed(
    connection: duckdb.DuckDBPyConnection,
    assignments: Sequence[Assignment],
    native: Sequence[Mapping[str, int]],
    answers: Mapping[str, str] | None,
    timezone: str | None,
    person_key: str | None,
    rows: str,
) -> Typed:
    decisions = decide(
        connection,
        "raw",
        assignments,
        native,
        answers=answers or {},
        timezone=timezone,
        person_key=person_key,
        rows=rows,
    )
    listed = ", ".join(f"{decision.sql} AS v{i}" for i, decision in enumerate(decisions.columns))
    # All in one statement, as the import does it.
    connection.execute(f"CREATE OR REPLACE TEMP TABLE typed AS SELECT row_no, {listed} FROM raw WHERE {rows}")
    values, refused = {}, {}
    for i, (decision, assigned) in enumerate(zip(decisions.columns, assignments, strict=True)):
        found = connection.execute(f"SELECT v{i} FROM typed ORDER BY row_no").fetchall()
        values[decision.column] = [row[0] for row in found]
        cells = connection.execute(
            f"SELECT c{assigned.cells[0]} FROM raw WHERE ({rows}) AND {decision.present} AND ({decision.sql}) IS NULL "
            "ORDER BY row_no"
        ).fetchall()
        refused[decision.column] = [row[0] for row in cells]
        assert decision.refused == len(cells), "the decision counts what is refused"
    return Typed(decisions, values, refused)
