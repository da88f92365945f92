"""Rows of a list that add up the rows above them: without a date, and equal to their sum; and totals that differ."""

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
from data_loaders.recognising_rows import NAMED_TOTAL, TOTAL, filled_counts

_DATES = (ColumnType.DAY, ColumnType.TIMESTAMP)
_TOTAL_FOR_DAY = (
    r"(?i)^\s*(?:grand |sub[- ]?|sous[- ]?|sotto|zwischen|teil|gesamt)?"
    r"(?:totals?|summe|gesamt|totale|totaal|suma|celkem)\b"
)
_TAX = (
    r"(?i)^\s*(?:\+ ?)?"
    r"(?:vat|mwst|ust|tva|iva|gst|hst|btw|moms|dph|sales tax|tax|steuer|umsatzsteuer|mehrwertsteuer)\b"
)
#: Longer lists are not added up: their totals are known by name only.
_LONGEST = 200_000
#: Sums are compared to so many hundredths, a hundredth more for every so many rows.
_ROUNDING = 0.011
#: So far from its last row the sums that end a list stand.
_FOOT = 8


def sum_rows(
    cells: SheetCells, block: Block, pairs: Mapping[str, Pair], known: Sequence[Skipped]
) -> tuple[list[Skipped], list[str]]:
    """Rows that repeat the sum of the rows above them, and a sentence for each known total that does not.

    `known` are the rows found not to be data so far. Only a row that lacks every date and holds at most two thirds
    of the usual cells can be a sum.
    """
    rows = cells.rows - block.first_index
    money = [cell for p in pairs.values() if p.column.type is ColumnType.MONEY for cell in p.cells]
    money = [cell for cell in dict.fromkeys(money) if cell in cells.columns]
    sides = any(p.column.type is ColumnType.MONEY and len(p.cells) > 1 for p in pairs.values())
    if not money or not 2 <= rows <= _LONGEST:
        return [], []
    counts = filled_counts(cells, block)
    usual = float(np.percentile(counts, 75))
    bare = counts <= max(3.0, 0.3 * usual)
    undated = _undated(cells, block, pairs, ~bare if not bare.all() else ~np.zeros_like(bare))
    if undated is None:
        return [], []
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    why = {skipped.row: skipped.why for skipped in known}
    # Beside debits and credits a line without a date goes on with its posting: the sum of one holds nothing else.
    few = counts <= (len(money) if sides else usual * 2 / 3)
    suspects = undated & (few | _called_totals(cells, block, pairs))
    totals = {row for row, said in why.items() if said == "total"}
    if not any(suspects[i] and row not in why for i, row in enumerate(numbers)) and not totals:
        return [], []
    texts = {cell: cells.columns[cell].slice(block.first_index).to_pylist() for cell in money}
    beside = {
        cell: cells.columns[cell].slice(block.first_index)
        for cell in block.cells
        if cell in cells.columns and cell not in texts
    }
    skipped, warnings = _walk(numbers, texts, suspects, bare, why, beside)
    totals |= {one.row for one in skipped}
    footer = _footer(numbers, undated & bare, _taxes(cells, block), totals, why)
    known_here = {*why, *(one.row for one in (*skipped, *footer))}
    return [*skipped, *footer, *_notes(numbers, texts, undated & bare, totals, known_here)], warnings


def _footer(
    numbers: Sequence[int], bare: np.ndarray, taxes: np.ndarray, totals: set[int], why: Mapping[int, str]
) -> list[Skipped]:
    """What stands beside the sums that end a list: the tax before them, and whatever little follows the first."""
    full = np.flatnonzero(~bare & np.array([row not in why for row in numbers]))
    below = list(range(int(full[-1]) + 1 if len(full) else 0, len(numbers)))
    first = next((i for i in below if numbers[i] in totals), None)
    if first is None:
        return []
    return [
        Skipped(numbers[i], "total")
        for i in below
        if (i > first or taxes[i]) and numbers[i] not in why and numbers[i] not in totals
    ]


def _notes(
    numbers: Sequence[int],
    texts: Mapping[int, Sequence[str | None]],
    bare: np.ndarray,
    totals: set[int],
    known: set[int],
) -> list[Skipped]:
    """Words under the amounts between the last row and the sums that end a list: “Checked by | Ann”."""
    found = []
    for i in range(len(numbers) - 1, -1, -1):
        if not bare[i]:
            break
        said = [str(column[i]) for column in texts.values() if column[i] is not None]
        if totals and numbers[i] not in known and said and all(amount_of(text) is None for text in said):
            found.append(Skipped(numbers[i], "note below the table", " | ".join(said)[:200]))
    return found


def _taxes(cells: SheetCells, block: Block) -> np.ndarray:
    """The rows in which a cell begins with a word for a tax on the amounts above."""
    named = np.zeros(cells.rows - block.first_index, bool)
    for cell in block.cells:
        if cell in cells.columns:
            texts = cells.columns[cell].slice(block.first_index)
            named |= flags(pc.fill_null(pc.match_substring_regex(texts, _TAX), False))
    return named


def _undated(
    cells: SheetCells, block: Block, pairs: Mapping[str, Pair], full: np.ndarray
) -> np.ndarray | None:
    """Which rows lack every date that nearly all `full` rows have; None where the list has no such date."""
    lacking: np.ndarray | None = None
    for pair in pairs.values():
        column = cells.columns.get(pair.cells[0])
        if pair.column.type not in _DATES or column is None:
            continue
        days = column.slice(block.first_index)
        empty = flags(pc.is_null(days)) | _totals_among(days)
        if empty[full].mean() < 0.4:
            lacking = empty if lacking is None else lacking & empty
    return lacking


def _totals_among(days: pa.ChunkedArray) -> np.ndarray:
    """Which cells of a column of days hold the name of a total: “Total Software” is no day."""
    return flags(pc.fill_null(pc.match_substring_regex(days, _TOTAL_FOR_DAY), False))


def _called_totals(cells: SheetCells, block: Block, pairs: Mapping[str, Pair]) -> np.ndarray:
    """The rows that name a total where others have a day, a number or whatever stands first."""
    named = np.zeros(cells.rows - block.first_index, bool)
    for cell in {
        block.cells[0],
        *(p.cells[0] for p in pairs.values() if p.column.type in _DATES),
    } & cells.columns.keys():
        named |= _totals_among(cells.columns[cell].slice(block.first_index))
    return named


def _walk(
    numbers: Sequence[int],
    texts: Mapping[int, Sequence[str | None]],
    suspects: np.ndarray,
    bare: np.ndarray,
    why: Mapping[int, str],
    beside: Mapping[int, pa.ChunkedArray],
) -> tuple[list[Skipped], list[str]]:
    """Add up from the top and compare: with the rows since the last sum, and with all of them.

    The sum of a single row is one only where little else stands in it (`bare`), and a row that holds something
    of its own in the columns `beside` the amounts is none.
    """
    skipped: list[Skipped] = []
    warnings: list[str] = []
    whole, part = dict.fromkeys(texts, 0.0), dict.fromkeys(texts, 0.0)
    since = counted = start = 0
    for i, row_no in enumerate(numbers):
        said = why.get(row_no)
        if said not in (None, "total"):
            continue
        amounts = {cell: value for cell in texts if (value := amount_of(texts[cell][i])) is not None}
        if said is None and not (suspects[i] and amounts and counted):
            for cell, value in amounts.items():
                whole[cell] += value
                part[cell] += value
            since += 1
            counted += 1
            continue
        if not amounts or not counted:
            continue
        several = [
            (sums, first, n)
            for sums, first, n in ((part, start, since), (whole, 0, counted))
            if n > 1 or (n and (said or bare[i]))
        ]
        equal = any(
            _equal(amounts, sums, counted) and (said is not None or _adds_nothing(beside, first, i, n))
            for sums, first, n in several
        )
        if said is None and not equal:
            # Nothing says that it is a sum: it stays a row like the others.
            if any(_equal(amounts, sums, counted) for sums, _, _ in several):
                warnings.append(
                    f"Row {row_no} has no date and its amount is the sum of the rows above it, but it holds more than"
                    " a sum does: it is loaded."
                )
            for cell, value in amounts.items():
                whole[cell] += value
                part[cell] += value
            since += 1
            continue
        if said is None:
            listed = " | ".join(str(texts[cell][i]) for cell in amounts)
            skipped.append(Skipped(row_no, "total", listed[:200]))
        elif not equal:
            warnings.append(f"Row {row_no} is called a total and is not the sum of the rows above it.")
        part, since, start = dict.fromkeys(texts, 0.0), 0, i + 1
    return skipped, warnings


def _adds_nothing(beside: Mapping[int, pa.ChunkedArray], first: int, place: int, rows: int) -> bool:
    """Whether a row equal to the sum of the rows from `first` on says nothing of its own beside its amounts.

    It may repeat what those rows share, count them, or call itself something in one word at the end of the list: a
    posting without a date has a number, an account or a supplier.
    """
    said = {
        cell: text.strip() for cell, column in beside.items() if (text := column[place].as_py() or "").strip()
    }
    if any(TOTAL.match(text) or NAMED_TOTAL.search(text) for text in said.values()):
        return True
    own = []
    for cell, text in said.items():
        above = [
            one.strip() for one in beside[cell].slice(first, place - first).to_pylist() if one and one.strip()
        ]
        number = amount_of(text)
        added = number is not None and abs(sum(amount_of(one) or 0.0 for one in above) - number) <= _ROUNDING
        if text != str(rows) and not added and not _names_what_is_shared(text, set(above)):
            own.append(text)
    at_the_end = rows > 1 and all(len(column) - place <= _FOOT for column in beside.values())
    return not own or (len(own) == 1 and at_the_end and not re.search(r"\d", own[0]))


def _names_what_is_shared(text: str, above: set[str]) -> bool:
    """Whether a cell says what all rows above it say, as they do or with a word or two: “Cost center 4711”."""
    if len(above) != 1:
        return False
    (shared,) = above
    named = re.search(rf"(?<!\w){re.escape(shared)}(?!\w)", text) is not None
    return text == shared or (named and len(text.split()) <= len(shared.split()) + 2)


def _equal(amounts: Mapping[int, float], sums: Mapping[int, float], rows: int) -> bool:
    return all(abs(sums[cell] - value) <= _ROUNDING * (1 + rows / 1000) for cell, value in amounts.items())
