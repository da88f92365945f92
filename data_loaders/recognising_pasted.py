"""A delimited text that somebody pasted or opened into the first column of a sheet, taken apart again."""

from __future__ import annotations

import csv
from dataclasses import replace

import pyarrow as pa

from data_loaders.reading import Sheet
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognising_known_headings import known_headings

#: Of more rows nobody has pasted: they are a list of texts.
_ROWS = 300_000
_DELIMITERS = (";", "\t", "|", ",")


def taken_apart(sheet: Sheet) -> Sheet:
    """The sheet with its only column taken apart at the delimiter, where that gives known headings and even rows."""
    names = [name for name in sheet.rows.column_names if name != "row_no"]
    filled = [name for name in names if sheet.rows.column(name).null_count < sheet.rows.num_rows]
    if filled != ["c0"] or not 2 <= sheet.rows.num_rows <= _ROWS:
        return sheet
    first = str(sheet.rows.column("c0")[0].as_py() or "")
    delimiter = max(_DELIMITERS, key=first.count)
    if first.count(delimiter) < 2:
        return sheet
    try:
        headings = _cells(first, delimiter)
        said = sum(
            1 for cell in headings if (heading_variants(cell) | loose_variants(cell)) & known_headings()
        )
        if said < 3 or 2 * said < len(headings):
            return sheet
        rows = [_cells(text or "", delimiter) for text in sheet.rows.column("c0").to_pylist()]
    except csv.Error:  # Lines within a cell or very long ones: nobody's list stands here.
        return sheet
    if sum(1 for row in rows if len(row) == len(headings)) < 0.8 * len(rows):
        return sheet
    width = max(map(len, rows))
    columns = {
        f"c{i}": pa.array([row[i].strip() or None if i < len(row) else None for row in rows], pa.string())
        for i in range(width)
    }
    table = pa.table({"row_no": sheet.rows.column("row_no"), **columns})
    return replace(sheet, rows=table, native=tuple({"text": len(rows)} for _ in range(width)))


def _cells(text: str, delimiter: str) -> list[str]:
    return next(csv.reader([text], delimiter=delimiter), [])
