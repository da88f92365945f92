"""What reading a file gives: sheets of raw text cells, and everything odd that was met on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

NATIVE_KINDS = ("text", "number", "date", "time", "duration", "boolean")
"""Kinds a stored cell can have; all but "text" are natively typed by the spreadsheet program."""


@dataclass(frozen=True)
class Limits:
    """How much one file may cost before it is refused with a sentence.

    Sizes are bytes, times are seconds of processor time (three times as long on the clock). `seconds` is for a small
    file; `seconds_per_megabyte` is added for each megabyte of file (ten times as much for each packed megabyte), up
    to `seconds_at_most`.
    """

    memory: int = 1536 * 1024 * 1024
    seconds: float = 8.0
    seconds_per_megabyte: float = 0.4
    seconds_at_most: float = 600.0
    output: int = 2 * 1024**3 - 1
    unpacked: int = 2 * 1024**3
    ratio: int = 200
    ratio_from: int = 4 * 1024 * 1024
    entries: int = 5_000
    sheets: int = 1_000
    rows: int = 20_000_000
    columns: int = 2_000
    far_cells: int = 100
    cells: int = 200_000_000
    cell_characters: int = 4_000_000
    depth: int = 64
    attributes: int = 64
    listed_issues: int = 1_000
    quoted_lines: int = 1_000


@dataclass(frozen=True)
class Issue:
    """One oddity met in a file, or `count` of a kind where listing each would help nobody.

    `code` is stable and in kebab-case; `text` is a sentence for the person who sent the file. `row` is the
    spreadsheet's row number (1 is the first), `column` counts from 0 like the names c0, c1, …
    """

    code: str
    text: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    value: str | None = None
    count: int = 1


@dataclass(frozen=True)
class Sheet:
    """One table of raw cells.

    `rows` has row_no (int64, the row number the spreadsheet shows; for text files the record number, blank lines
    counted), c0 … cN (string, null where the cell is empty) and n{i} (bool) only for a column i that mixes text
    with natively typed cells: true where the cell was natively typed. `rows_total` counts rows up to the last one
    that is not empty; `rows_blank` counts the empty rows that were dropped, those at the end included.
    In `details`, merged ranges are (first row, first column, last row, last column), rows from 1, columns from 0.
    """

    name: str
    member: str
    hidden: bool
    shape: str
    rows: pa.Table
    native: tuple[dict[str, int], ...]
    rows_total: int
    rows_blank: int
    issues: tuple[Issue, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Everything read from one file (or folder), with the SHA-256 and size in bytes of what was read."""

    file: str
    sha256: str
    size: int
    shape: str
    sheets: tuple[Sheet, ...]
    issues: tuple[Issue, ...] = ()


#: The code and sentence where not the file is to blame but the program, as far as anybody can tell.
FAULT = "reader-fault"
FAULT_SENTENCE = (
    "“{name}” could not be read because of a fault in Bridgeview itself. Nothing was changed. Please keep the file and"
    " report it; until it is mended, the same table saved in another format (xlsx or csv) may be read."
)


class ReadingError(Exception):
    """A file that cannot be read, with a stable code and one sentence saying why and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    def __reduce__(self) -> tuple[type[ReadingError], tuple[str, str]]:
        return ReadingError, (self.code, self.sentence)
