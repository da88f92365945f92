"""What a hostile file is, and what a right reading of it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cells = Mapping[tuple[int, int], str]
"""(row from 1, column from 0) → text; what is not listed is empty."""


@dataclass(frozen=True)
class Truth:
    """How the file must end.

    `codes` are the refusals that are right; without any it must be read. `sheets` are the cells of every sheet in
    order, or None where only "rows or one sentence" is asked (damaged at random). `issues` must all be reported, and
    no code in `not_issues`. `blank` is the number of blank rows of the first sheet, `native` the kinds counted in
    columns of the first sheet.
    """

    sheets: tuple[Cells, ...] | None = None
    codes: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    not_issues: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    blank: int | None = None
    native: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    anything: bool = False


@dataclass(frozen=True)
class Case:
    """One file: its name (with a misleading ending where that is the point), bytes and truth."""

    name: str
    data: bytes
    truth: Truth


def refused(name: str, data: bytes, *codes: str) -> Case:
    """A file that must be refused with one of these codes."""
    return Case(name, data, Truth(codes=codes))


def grid(rows: list[list[str]], first_row: int = 1) -> dict[tuple[int, int], str]:
    """Rows of texts as cells; empty texts are empty cells."""
    return {
        (row, column): text
        for row, values in enumerate(rows, first_row)
        for column, text in enumerate(values)
        if text
    }
