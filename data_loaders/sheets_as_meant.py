"""A sheet as it was meant: what spreadsheets and people do to a list on its way is undone before it is recognised."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.compute as pc

from data_loaders.reading import Sheet
from data_loaders.recognising_digits import with_plain_digits
from data_loaders.recognising_pasted import taken_apart


def as_meant(sheet: Sheet) -> Sheet:
    """The sheet without what a spreadsheet did to it."""
    return with_plain_digits(taken_apart(_without_formula_quotes(sheet)))


def _without_formula_quotes(sheet: Sheet) -> Sheet:
    """The sheet with ="0042" read as 0042: how some tools keep a spreadsheet from changing an identifier."""
    rows = sheet.rows
    for place, name in enumerate(rows.column_names):
        column = rows.column(place)
        if name.startswith("c") and pc.any(pc.starts_with(column.slice(0, 200), '="')).as_py():
            plain = pc.replace_substring_regex(column, r'^="([^"]*)"$', r"\1")
            rows = rows.set_column(place, rows.schema.field(place), plain)
    return replace(sheet, rows=rows)
