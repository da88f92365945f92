"""Cells that stand for several rows: merged downwards, or named once above each group of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from contracts import all_contracts
from contracts.contract import ColumnType
from data_loaders.outcome import Skipped
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_columns import Pair

#: What holds for each row of a group; an amount merged over three rows is one amount.
_OF_EACH = (
    ColumnType.TEXT, ColumnType.IDENTIFIER, ColumnType.PERSON, ColumnType.CHOICE, ColumnType.RANK,
    ColumnType.TIMESTAMP, ColumnType.DAY, ColumnType.CURRENCY,
)  # fmt: skip
#: What heads a group of rows; a person or a state may be missing from many rows.
_NAMES = (ColumnType.TEXT, ColumnType.IDENTIFIER)
#: Longer lists are exports of databases, which repeat every cell.
_LONGEST = 200_000
#: So many groups of so many rows each show that a name stands once above each.
_GROUPS, _ROWS = 2, 2

Spread = tuple[int, tuple[tuple[int, str], ...]]
"""A raw column, and the text that its blank cells have from each row on (nothing where no cell spreads)."""


def spread_down(
    cells: SheetCells,
    block: Block,
    kind: str,
    pairs: Mapping[str, Pair],
    skip: Sequence[Skipped],
    answers: Mapping[str, str],
) -> tuple[tuple[Spread, ...], tuple[str, ...]]:
    """The columns whose blank cells repeat the one above, and a sentence for each.

    Merged cells say so themselves. Elsewhere only the first column does, where each of its texts stands once, above a
    group of rows that are numbered; answer `fill.<heading>=none` where its blank cells are empty.
    """
    rows = cells.rows - block.first_index
    if not 0 < rows <= _LONGEST:
        return (), ()
    key = all_contracts()[kind].key
    number = pairs[key[0]].cells[0] if key and key[0] in pairs else None
    shared = {
        cell for pair in pairs.values() if pair.column.type in _OF_EACH for cell in pair.cells
        if cell in cells.columns and (cell != number or len(key) > 1)
    }  # fmt: skip
    areas: dict[int, list[tuple[int, int]]] = {}
    for top, left, low, right in cells.sheet.details.get("merged", ()):
        if left == right and left in shared and block.first_data_row <= top < low:
            areas.setdefault(left, []).append((top, low))
    numbers = cells.numbers.slice(block.first_index).to_pylist() if areas or shared else []
    found: list[Spread] = []
    sentences: list[str] = []
    for cell, merged in areas.items():
        column = cells.columns[cell].slice(block.first_index).to_pylist()
        text_of = dict(zip(numbers, column, strict=True))
        starts = [(top, text_of.get(top) or "") for top, _ in merged]
        begun = {top for top, _ in merged}
        ends = [(low + 1, "") for _, low in merged if low + 1 not in begun]
        found.append((cell, tuple(sorted([*starts, *ends]))))
        sentences.append(f"“{block.names[cell]}” is merged over rows: each of them has its text.")
    first = block.cells[0]
    named = any(first in p.cells and p.column.type in _NAMES for p in pairs.values())
    if not found and named and first in shared and answers.get(f"fill.{block.names[first]}") != "none":
        groups = _groups(cells, block, first, number, {skipped.row for skipped in skip}, numbers)
        if groups:
            found.append((first, groups))
            sentences.append(
                f"“{block.names[first]}” stands once above each group of rows and holds for all of it. If its blank"
                f" cells are empty, answer fill.{block.names[first]}=none."
            )
    return tuple(found), tuple(sentences)


def _groups(
    cells: SheetCells, block: Block, first: int, number: int | None, out: set[int], numbers: Sequence[int]
) -> tuple[tuple[int, str], ...]:
    """The texts of the first column by the row each begins at; nothing where they do not head groups of rows."""
    texts = cells.columns[first].slice(block.first_index)
    if not texts.null_count or number is None or first == number:
        return ()
    column, keys = texts.to_pylist(), cells.columns[number].slice(block.first_index).to_pylist()
    data = [i for i, row_no in enumerate(numbers) if row_no not in out]
    places = [place for place, i in enumerate(data) if column[i]]
    names = [str(column[data[place]]).strip() for place in places]
    sizes = [after - place for place, after in pairwise((*places, len(data)))]
    headed = len(places) >= _GROUPS and places[0] == 0 and min(sizes) >= _ROWS
    if not headed or len(set(names)) < len(names) or not all(keys[i] for i in data):
        return ()
    return tuple((numbers[data[place]], name) for place, name in zip(places, names, strict=True))
