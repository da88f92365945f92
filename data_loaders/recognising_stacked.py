"""Tables one below the other on one sheet, each with headings of its own: told apart where a blank row ends one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from contracts.contract import normalised
from data_loaders.outcome import Skipped
from data_loaders.reading import Sheet
from data_loaders.reading.arrow_arrays import integers
from data_loaders.recognising_cells import is_date
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognition import Recognition

#: More blank rows than this are the habit of a tool, and end no table.
_MOST_GAPS = 200
#: Rows of a table below are none of the table above.
OTHER_TABLE = "row of another table on the sheet"


def stacked(sheet: Sheet, known: frozenset[str]) -> list[Sheet]:
    """The tables of a sheet from top to bottom, each as a sheet of its own; the sheet itself where it holds one.

    `known` are the normalised headings of all kinds and tools. A table begins below a blank row with headings
    that are not those above: at least three known ones, and hardly anything else in their row.
    """
    numbers = integers(sheet.rows.column("row_no"))
    gaps = np.flatnonzero(np.diff(numbers) > 1) + 1
    if not len(gaps) or len(gaps) > _MOST_GAPS:
        return [sheet]
    cells = [name for name in sheet.rows.column_names if name[0] == "c" and name[1:].isdigit()]
    heads = [_head_at(sheet.rows, cells, 0, known)]
    starts = [0]
    for gap in map(int, gaps):
        head = _head_at(sheet.rows, cells, gap, known)
        if head and any(heads) and not any(_alike(head, other) for other in heads):
            starts.append(gap)
        heads.append(head)
    if len(starts) == 1:
        return [sheet]
    ends = [*starts[1:], len(numbers)]
    return [_part(sheet, start, end) for start, end in zip(starts, ends, strict=True)]


def _head_at(rows: pa.Table, cells: list[str], place: int, known: frozenset[str]) -> frozenset[str]:
    """The headings in the row at a place or, below titles, in the next three; empty where there are none."""
    for row in rows.slice(place, 4).select(cells).to_pylist():
        texts = [text.strip() for text in row.values() if text and text.strip()]
        if len(texts) < 3:
            continue
        spoken = [text for text in texts if not is_date(text) and not text.replace(".", "").isdigit()]
        hits = sum(1 for text in spoken if (heading_variants(text) | loose_variants(text)) & known)
        if hits >= 3 and hits >= 0.6 * len(texts) and len({*texts}) == len(texts):
            return frozenset(map(normalised, texts))
        return frozenset()
    return frozenset()


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two rows of headings are the same headings again."""
    return bool(other) and len(one & other) >= 0.7 * min(len(one), len(other))


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    rows = sheet.rows.slice(start, end - start)
    filled = [name for name in rows.column_names if rows.column(name).null_count < rows.num_rows]
    wanted = [name for name in rows.column_names if name in filled or not name.startswith("c")]
    return replace(sheet, rows=rows.select(wanted))


def within(recognition: Recognition, part: Sheet, sheet: Sheet) -> Recognition:
    """The recognition of a part, with the rows of the other tables of the sheet left to them."""
    inside: set[int] = set(part.rows.column("row_no").to_pylist())
    below: Mapping[int, None] = dict.fromkeys(
        row for row in sheet.rows.column("row_no").to_pylist()
        if row not in inside and row >= recognition.first_data_row
    )  # fmt: skip
    others = tuple(Skipped(row, OTHER_TABLE) for row in below)
    return replace(recognition, skip=(*recognition.skip, *others))
