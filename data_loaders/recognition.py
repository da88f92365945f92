"""What recognising a table gives: its kind, which column is which, what is not data, and what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from contracts.contract import Column
from data_loaders.outcome import Question, Skipped

Certainty = Literal["sure", "unsure", "unknown"]


@dataclass(frozen=True)
class Assignment:
    """One contract column filled from one or more raw columns.

    `cells` are the raw columns (0 is c0) in file order: several for a list, or for a column whose first filled
    cell counts. `unit` is the unit of durations ("s", "min", "h", "d", "h:mm:ss") or the currency and scale of
    amounts ("EUR", "k", "kEUR", "MEUR") as heading, title or tool say. `words` are this tool's own words
    (normalised cell text → stored word; of durations the text as it is → its seconds). `negative` names a raw
    column and the texts in it that turn the number of this row negative (SAP keeps the sign in "SHKZG"); `negate`
    turns every number (supplier invoices are credits in SAP). `drop` are patterns of cell texts that are noise of
    the tool: empty, and counted. `overruled_by` are raw columns that overrule a state: where one says
    "cancelled", the row was not done. `part` is a pattern: only the piece of the cell it finds is read (the
    currency sign of an amount). `joined` says that the cells make one text together (a year and a month). `zones`
    are short names of time zones behind times, with their distances. `less` are those of the cells whose numbers
    count as minus (credits beside debits).
    """

    column: Column
    cells: tuple[int, ...]
    header: str
    unit: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    negate: bool = False
    negative: tuple[int, tuple[str, ...]] | None = None
    drop: tuple[str, ...] = ()
    overruled_by: tuple[int, ...] = ()
    part: str | None = None
    joined: bool = False
    zones: tuple[tuple[str, str], ...] = ()
    less: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """One value column of a grid: the raw column, its heading, and one text for each constant of the reshape."""

    cell: int
    header: str
    constants: tuple[str | None, ...]


@dataclass(frozen=True)
class Total:
    """A column of the grid that repeats others: checked against their sum, never loaded."""

    cell: int
    header: str
    of: tuple[int, ...]


@dataclass(frozen=True)
class Reshape:
    """How a wide grid becomes long: every filled cell of every part is one row.

    The long table has the raw columns beside the parts as they are, then `value` (the number of a new raw column, which
    holds the part's cell) and `constants` (the numbers of further new raw columns, which hold the part's texts). The
    assignments of the recognition refer to these numbers. A row in which no part is filled gives nothing and is
    counted as skipped ("no amounts in this row"). `row_no` is that of the grid row. `filled_down` are raw columns
    whose blank cells repeat the cell above: one cell merged over the rows of a group.
    """

    parts: tuple[Part, ...]
    value: int
    constants: tuple[int, ...]
    totals: tuple[Total, ...] = ()
    filled_down: tuple[int, ...] = ()


@dataclass(frozen=True)
class Continued:
    """Rows that go on with the entry above them: a new entry begins where the raw column `head` is filled.

    Blank cells of the raw columns `cells` are those of the first row of the entry.
    """

    head: int
    cells: tuple[int, ...]


@dataclass(frozen=True)
class RowFilter:
    """The rows that belong to this recognition: those that a raw column marks, or with `others` all but these.

    It begins like one of `starts`, whatever the case, or is one of `texts` exactly (empty is the empty text).
    """

    cell: int
    starts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True)
class SavedMapping:
    """What a person decided for headings seen before: kind, tool, and raw heading → contract column or None.

    `answers` are those to questions about cells that hold for these headings only, such as what “$” means, and the
    kind where a person said it.
    """

    fingerprint: str
    kind: str
    tool: str | None
    columns: Mapping[str, str | None]
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Recognition:
    """What one table was recognised as.

    `header_rows` and `first_data_row` are row numbers of the spreadsheet. `constants` are new raw columns that
    hold one text in every row ((number, text)); `sections` one that holds the title of the section a row stands in
    (its number, and the title from which row on); `spread` raw columns whose blank cells have a text from a row on
    (merged cells). `unmapped` are the raw columns kept in `extra` under this name;
    names are unique. `skip` lists every row after the header that is not data. `refusal` is the sentence why a
    recognised table cannot be loaded as it is (a wrong scale, for example). `left_out` says in words which cells
    beside the table were not taken (a pivot table, a note).
    """

    kind: str | None
    tool: str | None
    certainty: Certainty
    score: float
    header_rows: tuple[int, ...]
    first_data_row: int
    assignments: tuple[Assignment, ...] = ()
    unmapped: tuple[tuple[int, str], ...] = ()
    reasons: tuple[str, ...] = ()
    looks_most_like: str | None = None
    missing: tuple[str, ...] = ()
    fingerprint: str = ""
    questions: tuple[Question, ...] = ()
    reshape: Reshape | None = None
    constants: tuple[tuple[int, str], ...] = ()
    continued: Continued | None = None
    spread: tuple[tuple[int, tuple[tuple[int, str], ...]], ...] = ()
    sections: tuple[int, tuple[tuple[int, str], ...]] | None = None
    rows: RowFilter | None = None
    skip: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refusal: str | None = None
