"""What an import says: questions to the reader, refused cells, and one result per table."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Option:
    """One possible answer to a question, with what it would make of the data."""

    value: str
    label: str
    effect: str = ""


@dataclass(frozen=True)
class Question:
    """Something only the reader of the file can know; the import waits for it.

    `name` is what `--answer NAME=VALUE` takes; an empty `options` means any text (a time zone, a year).
    """

    name: str
    text: str
    options: tuple[Option, ...] = ()
    suggested: str | None = None


@dataclass(frozen=True)
class Refused:
    """One cell, or one row, that could not be taken as it is."""

    row: int
    column: str
    value: str | None
    reason: str
    code: str
    whole_row: bool = False


@dataclass(frozen=True)
class Skipped:
    """A line that is not data: blank, a total, a repeated header, a note."""

    row: int
    why: str
    text: str = ""


@dataclass
class TableResult:
    """What became of one table of one file.

    rows_read = rows_loaded + rows_superseded + rows_rejected + rows_skipped, always.
    new, changed and unchanged count records: their sum is rows_loaded, except where a row of a grid holds several
    (one a month), each a record of its own.
    """

    file: str
    sha256: str = ""
    sheet: str = ""
    kind: str | None = None
    tool: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_superseded: int = 0
    rows_rejected: int = 0
    rows_skipped: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    cells_refused: int = 0
    import_id: int | None = None
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    error: str | None = None
    code: str | None = None
    certainty: str | None = None
    columns: dict[str, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    already_imported: bool = False
