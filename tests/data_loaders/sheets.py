"""Sheets of raw cells made from rows of text, as reading a file would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from data_loaders.reading import Sheet
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition


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
