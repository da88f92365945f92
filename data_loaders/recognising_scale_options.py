"""A question whose answers stand in a column each: every cell repeats the option above it, or is empty."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

from data_loaders.recognising_blocks import Block, SheetCells

_BETWEEN = " – "


@dataclass(frozen=True)
class Options:
    """The columns of one question, and what stands in their cells."""

    question: str
    cells: tuple[int, ...]
    words: tuple[str, ...]


def in_options(cells: SheetCells, block: Block, cell: int) -> Options | None:
    """The columns of the question above a cell, where each says its option again and no row fills two of them."""
    question, between, _ = block.raw_names.get(cell, "").rpartition(_BETWEEN)
    if not between:
        return None
    run = {
        c: heading.rpartition(_BETWEEN)[2]
        for c, heading in block.raw_names.items()
        if heading.rpartition(_BETWEEN)[0] == question
    }
    if len(run) < 3 or any(c not in cells.columns for c in run):
        return None
    filled = 0
    for c, word in run.items():
        column = cells.columns[c].slice(block.first_index).drop_null()
        if any(text.strip() != word for text in pc.unique(column).to_pylist()):
            return None
        filled += len(column)
    together = pc.coalesce(*(cells.columns[c].slice(block.first_index) for c in run))
    if filled != len(together.drop_null()):
        return None
    return Options(question, tuple(run), tuple(run.values()))
