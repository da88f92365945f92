"""Rows that go on with the entry above them, and titles of sections that say what all rows below have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from contracts.contract import ColumnType
from data_loaders.outcome import Skipped
from data_loaders.reading.arrow_arrays import flags, whole_numbers
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_rows import filled_counts
from data_loaders.recognition import Continued

#: Kinds whose entries have lines, with the columns that stand on the first line only.
_HEADS: Mapping[str, tuple[str, ...]] = {
    "actuals": ("posting_date", "document_date"),
    "purchase_orders": ("purchase_order",),
    "invoices": ("invoice",),
}
#: What a section of such a list has in common, where no column says it.
_IN_COMMON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "actuals": ("account_name", ("account_name", "account")),
    "invoices": ("vendor", ("vendor", "client")),
    "purchase_orders": ("vendor", ("vendor", "vendor_number")),
}
_VALUES = (ColumnType.MONEY, ColumnType.NUMBER)
#: So many of the rows must go on with another: a single cell left blank by mistake is none of this.
_SHARE = 0.25
#: Longer lists are exports of databases, which repeat every cell.
_LONGEST = 200_000
_CARRIED = re.compile(
    r"(?:opening|beginning|closing|ending|starting) balance|balance (?:brought|carried) forward|net (?:movement|change)"
    r"|saldovortrag|anfangs(?:bestand|saldo)|end(?:bestand|saldo)|schlusssaldo|report à nouveau"
    r"|solde (?:initial|final|d'ouverture|de clôture|reporté)|à[- ]nouveaux?|saldo (?:inicial|final|anterior|iniziale"
    r"|finale)",
    re.IGNORECASE,
)
CARRIED = "balance carried forward"
SECTION = "title of a section"


def carried_balances(
    cells: SheetCells, block: Block, kind: str, pairs: Mapping[str, Pair], known: Sequence[Skipped]
) -> list[Skipped]:
    """Rows of a ledger that state a balance before or after its postings and are none of them."""
    rows = cells.rows - block.first_index
    first = cells.columns.get(block.cells[0])
    if kind != "actuals" or first is None or not 0 < rows <= _LONGEST:
        return []
    dated = np.zeros(rows, bool)
    for pair in pairs.values():
        column = cells.columns.get(pair.cells[0])
        if column is not None and pair.column.type in (ColumnType.DAY, ColumnType.TIMESTAMP):
            texts = column.slice(block.first_index)
            dated |= flags(pc.is_valid(texts)) & ~_says(texts)
    places = np.flatnonzero(~dated)
    if not len(places):
        return []
    spoken = (ColumnType.DAY, ColumnType.TEXT, ColumnType.IDENTIFIER)
    said = {
        pair.cells[0] for name, pair in pairs.items() if pair.column.type in spoken and name != "reference"
    }
    named = np.zeros(len(places), bool)
    for cell in {block.cells[0], *said} & cells.columns.keys():
        named |= _says(cells.columns[cell].take(whole_numbers(places + block.first_index)))
    taken = {skipped.row for skipped in known}
    numbers = cells.numbers.take(whole_numbers(places + block.first_index)).to_pylist()
    return [
        Skipped(int(row), CARRIED)
        for row, is_one in zip(numbers, named, strict=True)
        if is_one and row not in taken
    ]


def titles_of_sections(
    cells: SheetCells, block: Block, kind: str, key: int | None, known: Sequence[Skipped]
) -> list[Skipped]:
    """Words alone in the first column of a list of documents, in rows without a number: whose documents follow."""
    rows = cells.rows - block.first_index
    first = cells.columns.get(block.cells[0])
    number = cells.columns.get(key) if key is not None else None
    if kind not in _IN_COMMON or first is None or number is None or not 0 < rows <= _LONGEST:
        return []
    alone = filled_counts(cells, block) == 1
    alone &= flags(pc.is_valid(first.slice(block.first_index))) & flags(
        pc.is_null(number.slice(block.first_index))
    )
    taken = {skipped.row for skipped in known}
    places = np.flatnonzero(alone)
    found = zip(
        cells.numbers.take(whole_numbers(places + block.first_index)).to_pylist(),
        first.take(whole_numbers(places + block.first_index)).to_pylist(),
        strict=True,
    )
    return [
        Skipped(int(row), SECTION, text.strip())
        for row, text in found if row not in taken and re.search(r"[^\W\d_]{2}", text)
    ]  # fmt: skip


def _says(texts: object) -> np.ndarray:
    return flags(
        pc.fill_null(pc.match_substring_regex(texts, rf"(?i)^\s*(?:{_CARRIED.pattern})\s*:?\s*$"), False)
    )


def continued(
    cells: SheetCells, block: Block, kind: str, pairs: Mapping[str, Pair], skip: Sequence[Skipped]
) -> tuple[Continued | None, tuple[str, ...]]:
    """The columns that stand on the first line of an entry only, and a sentence that says what is repeated."""
    rows = cells.rows - block.first_index
    head = next((pairs[name].cells[0] for name in _HEADS.get(kind, ()) if name in pairs), None)
    if head is None or head not in cells.columns or not 3 <= rows <= _LONGEST:
        return None, ()
    if not cells.columns[head].slice(block.first_index).null_count:
        return None, ()
    out = {skipped.row for skipped in skip}
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    blank_row = np.ones(rows, bool)
    empty = {}
    for cell in block.cells:
        if cell in cells.columns:
            empty[cell] = flags(pc.is_null(cells.columns[cell].slice(block.first_index)))
            blank_row &= empty[cell]
    data = np.array([row not in out for row in numbers]) & ~blank_row
    goes_on = data & empty[head]
    places = np.flatnonzero(data)
    enough = len(places) > 2 and goes_on.sum() >= _SHARE * len(places) and not goes_on[places[0]]
    amounts = {cell for pair in pairs.values() if pair.column.type in _VALUES for cell in pair.cells}
    if not enough or not amounts & empty.keys():
        return None, ()
    worth = ~np.logical_and.reduce([empty[cell] for cell in amounts & empty.keys()])
    if not worth[goes_on].all():
        return None, ()  # texts that run over several lines, and no lines of an entry
    first = data & ~goes_on
    repeated = tuple(
        cell for cell in empty
        if cell not in amounts and empty[cell][goes_on].all() and not empty[cell][first].all()
    )  # fmt: skip
    beside = [block.names[cell] for cell in repeated]
    # One cell left blank is a gap; an entry that goes on lacks its date and what numbers it.
    if len(repeated) < 2:
        return None, ()
    sentence = (
        f"{_rows_go_on(int(goes_on.sum()))} with the entry above:"
        f" {', '.join(f'“{name}”' for name in beside)} are taken from its first row."
    )
    return Continued(head, repeated), (sentence,)


def _rows_go_on(rows: int) -> str:
    return "1 row goes on" if rows == 1 else f"{rows:,} rows go on"


@dataclass(frozen=True)
class Sections:
    """What the titles of sections fill: a column of the contract, and the text from which row on."""

    column: str
    titles: tuple[tuple[int, str], ...]


def sections(
    cells: SheetCells, block: Block, kind: str, pairs: Mapping[str, Pair], skip: Sequence[Skipped]
) -> Sections | None:
    """What the titles of sections say of the rows below them, where no column does.

    A column that is filled in those titles only says nothing of the rows itself.
    """
    column, others = _IN_COMMON.get(kind, ("", ()))
    titles = [(skipped.row, skipped.text) for skipped in skip if skipped.why == SECTION]
    if not column or not titles:
        return None
    out = {skipped.row for skipped in skip}
    numbers = (
        cells.numbers.slice(block.first_index).to_pylist() if any(name in pairs for name in others) else []
    )
    data = np.array([row not in out for row in numbers], bool)
    for name in others:
        texts = cells.columns.get(pairs[name].cells[0]) if name in pairs else None
        if texts is not None and flags(pc.is_valid(texts.slice(block.first_index)))[data].any():
            return None
    ends = [(skipped.row + 1, "") for skipped in skip if skipped.why == "total"]
    starts = {row for row, _ in titles}
    return Sections(column, tuple(sorted([*titles, *(end for end in ends if end[0] not in starts)])))
