"""Tables of different things beside each other, told apart by where they end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.reading.arrow_arrays import flags

#: A table of its own has so many headings that are known, and ends so many rows before or after the others.
_KNOWN, _ROWS_APART = 3, 2


def end_apart(groups: Sequence[Sequence[pa.ChunkedArray]], known: Sequence[int]) -> bool:
    """Whether groups of columns behind empty ones are tables of their own and not one with gaps between its columns.

    `groups` are the columns with headings of each, from the row below the headings on, and `known` how many of these
    headings some kind has. Each must fill one of its columns down to its last row, and no two end at nearly the same.
    """
    ends: list[int] = []
    for columns, spoken in zip(groups, known, strict=True):
        if spoken < _KNOWN:
            return False
        lasts = [_last_filled(column) for column in columns]
        end = max(lasts)
        if not end or not any(
            last == end and not column.slice(0, end).null_count
            for last, column in zip(lasts, columns, strict=True)
        ):
            return False
        ends.append(end)
    return all(later - earlier >= _ROWS_APART for earlier, later in pairwise(sorted(ends)))


def _last_filled(column: pa.ChunkedArray) -> int:
    """How many cells a column has down to its last filled one."""
    filled = np.flatnonzero(flags(pc.is_valid(column)))
    return int(filled[-1]) + 1 if len(filled) else 0
