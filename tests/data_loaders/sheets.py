"""Sheets of raw cells made from rows of text, as reading a file would give them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from data_loaders import loading
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, Sheet
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition
from warehouse import Warehouse, open_warehouse


def sheet_of(rows: Sequence[Sequence[str | None]], name: str = "Sheet1") -> Sheet:
    """A sheet of these rows; blank rows are dropped and counted, as in reading."""
    width = max(map(len, rows))
    kept = [(number, row) for number, row in enumerate(rows, start=1) if any(cell for cell in row)]
    columns: dict[str, pa.Array] = {"row_no": pa.array([number for number, _ in kept], pa.int64())}
    for i in range(width):
        columns[f"c{i}"] = pa.array(
            [row[i] or None if i < len(row) else None for _, row in kept], pa.string()
        )
    native = tuple({"text": len(kept)} for _ in range(width))
    return Sheet(name, "", False, "csv", pa.table(columns), native, len(rows), len(rows) - len(kept))


def lines(text: str, delimiter: str = ",") -> list[list[str | None]]:
    """Rows of a small table written as text, without quotes."""
    return [
        [cell.strip() or None for cell in line.split(delimiter)] for line in text.strip("\n").splitlines()
    ]


def recognised(
    text: str, *, delimiter: str = ",", name: str = "Sheet1", file: str = "export.csv",
    answers: Mapping[str, str] | None = None,
) -> list[Recognition]:  # fmt: skip
    """What a table written as text is recognised as."""
    return recognise(sheet_of(lines(text, delimiter), name), file=file, known={}, answers=answers or {})


def mapping(recognition: Recognition) -> dict[str, str]:
    """Contract column → heading, without columns that are worked out from another."""
    return {a.column.name: a.header for a in recognition.assignments if a.column.reads is None}


def loaded(
    text: str, *, delimiter: str = ",", file: str = "export.csv", answers: Mapping[str, str] | None = None,
    timezone: str | None = "UTC", warehouse: Warehouse | None = None,
) -> tuple[TableResult, pd.DataFrame]:  # fmt: skip
    """What loading a table written as text says, and the rows of its kind that are then in the warehouse.

    Everything but reading bytes is done as always; the books must balance.
    """
    sheet = sheet_of(lines(text, delimiter), file.rpartition(".")[0])
    book = warehouse or open_warehouse(":memory:")
    digest = hashlib.sha256(text.encode()).hexdigest()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / file
        path.write_text(text, encoding="utf-8")
        patch.setattr(loading, "read", lambda *_, **__: Reading(file, digest, len(text), "csv", (sheet,)))
        (result,) = loading.load([path], book, answers=answers, timezone=timezone)
    if result.import_id:
        parts = result.rows_loaded, result.rows_superseded, result.rows_rejected, result.rows_skipped
        assert result.rows_read == sum(parts)
    kind = result.kind or "incidents"
    return result, book.query(f"SELECT * FROM {kind} ORDER BY row_no")


def columns_of(rows: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    """These columns of loaded rows as tuples, days as ISO text, empty cells as None."""
    plain = rows[list(names)].astype(object)
    plain = plain.where(plain.notna(), None)
    return [
        tuple(cell.isoformat()[:10] if hasattr(cell, "isoformat") else cell for cell in row)
        for row in plain.itertuples(index=False)
    ]
