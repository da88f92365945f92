"""A recognised table on its way into the warehouse, and its typed rows with all that was refused or skipped."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from contracts.contract import Contract
from data_loaders.outcome import Question
from data_loaders.reading import Reading, Sheet
from data_loaders.recognition import Recognition

#: From so many rows on, what costs per row is done once for each distinct text instead.
LARGE = 50_000


@dataclass(frozen=True)
class Table:
    """A recognised table of a file, with the contract it fills and the source it comes from."""

    reading: Reading
    sheet: Sheet
    recognition: Recognition
    contract: type[Contract]
    source: str


@dataclass
class StagedTable:
    """Typed rows in `relation`, of which the columns in `fills` hold something, and what did not become one."""

    relation: str = "staged"
    rows_read: int = 0
    rows_skipped: int = 0
    rows_rejected: int = 0
    cells_refused: int = 0
    timezone: str | None = None
    rejects: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    skipped_counts: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    fills: set[str] = field(default_factory=set)


def sheet_name(sheet: Sheet) -> str:
    """A sheet's name, with the file of an archive or folder it comes from before it."""
    return f"{sheet.member}: {sheet.name}" if sheet.member and sheet.member != sheet.name else sheet.name
