"""Rows that are only called a total: “Total” sells fuel, and “Sum” may be the title of a ticket."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from contracts.contract import ColumnType
from data_loaders.outcome import Skipped
from data_loaders.reading.arrow_arrays import flags
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_rows import TOTAL

#: A column that so many of the rows fill belongs to every row.
_NEARLY_ALL = 0.9
#: So many other cells make a line of a list that numbers none of its rows.
_FEWEST_BESIDE = 3
#: Longer lists are not added up.
_LONGEST = 200_000
_ROUNDING = 0.011


def only_called_totals(
    cells: SheetCells, block: Block, pairs: Mapping[str, Pair], key: int | None, known: Sequence[Skipped]
) -> tuple[list[Skipped], list[str]]:
    """Those of the `known` totals that are rows like the others, and a sentence that says so.

    Such a row holds what every other row holds, its number (raw column `key`) and dates too, and neither the rows
    above nor those below add up to it. Where one of them is a sum after all, the list has totals and all are.
    """
    totals = [skipped for skipped in known if skipped.why == "total"]
    if not totals or not pairs:
        return [], []
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    place_of = {row: place for place, row in enumerate(numbers)}
    named = {place_of[skipped.row]: skipped for skipped in totals}
    columns = {c: cells.columns[c].slice(block.first_index) for c in block.cells if c in cells.columns}
    filled = {cell: flags(pc.is_valid(column)) for cell, column in columns.items()}
    plain = np.logical_or.reduce(list(filled.values()))
    plain[[place_of[skipped.row] for skipped in known]] = False
    if not plain.any():
        return [], []
    money = [c for p in pairs.values() if p.column.type is ColumnType.MONEY for c in p.cells if c in columns]
    usual = {cell for cell, has in filled.items() if has[plain].mean() >= _NEARLY_ALL}
    written = _ways(columns[key].filter(pa.array(plain))) if key in columns else frozenset()
    found = []
    for place, skipped in named.items():
        row = {cell: str(columns[cell][place].as_py()).strip() for cell in columns if filled[cell][place]}
        whole = usual <= row.keys()
        if key is None:
            beside = [text for cell, text in row.items() if cell not in money and not TOTAL.match(text)]
            like_others = whole and len(beside) >= _FEWEST_BESIDE
        else:
            numbered = key in row and not TOTAL.match(row[key])
            like_others = numbered and (whole or (not money and _way(row[key]) in written))
        if like_others:
            found.append((place, skipped))
    rows = len(numbers)
    added = [columns[cell] for cell in dict.fromkeys(money)] if rows <= _LONGEST else []
    places = [place for place, _ in found]
    if not found or any(_adds_up(column, places, plain, sorted(named)) for column in added):
        return [], []
    return [skipped for _, skipped in found], [_sentence([skipped.row for _, skipped in found])]


def _sentence(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return (
            f"Row {rows[0]} is called a total but holds what every row holds and adds up none: it is loaded."
        )
    return (
        f"{len(rows):,} rows (the first is row {min(rows)}) are called totals but hold what every row holds and add up"
        " none: they are loaded."
    )


def _way(text: str) -> str:
    """How a number is written: "INC0012" as "INC9"."""
    return re.sub(r"\d+", "9", text.strip())


def _ways(keys: pa.ChunkedArray) -> frozenset[str]:
    """How the numbers of the rows are written; nothing where they are words or written in many ways."""
    ways = {_way(text) for text in pc.unique(keys.drop_null()).slice(0, 5_000).to_pylist()}
    return frozenset(ways) if len(ways) <= 20 and all("9" in way for way in ways) else frozenset()


def _adds_up(
    column: pa.ChunkedArray, places: Sequence[int], plain: np.ndarray, totals: Sequence[int]
) -> bool:
    """Whether one of the places holds the sum of all rows above it, or of those up to the total before or after."""
    amounts = np.array([amount_of(text or "") or 0.0 for text in column.to_pylist()])
    sums = np.concatenate([[0.0], np.cumsum(np.where(plain, amounts, 0.0))])
    count = np.concatenate([[0], np.cumsum(plain)])
    ends = [-1, *totals, len(amounts)]
    for place in places:
        if abs(amounts[place]) <= _ROUNDING:
            continue
        at = ends.index(place)
        for start, stop in ((0, place), (ends[at - 1] + 1, place), (place + 1, ends[at + 1])):
            off = abs(sums[stop] - sums[start] - amounts[place])
            # One row that says the same amount is no sum of it.
            if count[stop] - count[start] > 1 and off <= _ROUNDING:
                return True
    return False
