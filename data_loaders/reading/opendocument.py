"""OpenDocument spreadsheets (ods, and fods as one XML file): streamed, repeats expanded only where there is content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .archive import Archive
from .cell_values import SENTENCES, number_text
from .job import Job
from .number_formats import NumberFormat
from .sheet_notes import SheetNotes
from .sheet_writer import BOOLEAN, DATE, DURATION, NUMBER, TEXT, SheetWriter
from .tables import ReadingError
from .xlsx_parts import plain, too_long
from .xml_events import Attributes, parse

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_REPEATED_CELLS = 2_000_000


def read_opendocument(path: Path, shape: str, job: Job) -> None:
    """Read every table of an OpenDocument spreadsheet."""
    if shape == "fods":
        _Document(job, shape).read(_file_chunks(path))
        return
    archive = Archive(path, job.limits)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise ReadingError(
            "encrypted",
            "The file is protected by a password. Please save it without a password and load it again.",
        )
    _Document(job, shape).read(archive.chunks("content.xml"))


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(1024 * 1024):
            yield data


class _Document:
    def __init__(self, job: Job, shape: str) -> None:
        self.job, self.shape = job, shape
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.writer: SheetWriter | None = None
        self.tables = self.sheets = 0
        self.in_cell = False
        self.muted = 0
        self.paragraphs: list[list[str]] = []
        self.length = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        parse(chunks, "content.xml", self.job.limits, self.start, self.end, self.text)
        if not self.sheets:
            raise ReadingError("not-a-table", "The document holds no sheet with cells.")

    def start(self, name: str, raw: Attributes) -> None:
        if name == "style":
            self.style = plain(raw).get("name", "")
        elif name == "table-properties" and plain(raw).get("display") == "false":
            self.hidden_styles.add(self.style)
        elif name == "table":
            self.tables += 1
            if self.tables == 1:
                self._open(plain(raw))
        elif self.writer is None or self.tables != 1:
            return
        elif name == "table-row":
            values = plain(raw)
            self.row_repeat = _count(values.get("number-rows-repeated"))
            self.row_hidden = values.get("visibility", "visible") != "visible"
            self.cells: list[tuple[int, str, int]] = []
            self.column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self.cell = plain(raw)
            self.in_cell, self.muted, self.paragraphs, self.length = True, 0, [], 0
        elif self.in_cell:
            self._start_text(name, raw)

    def _start_text(self, name: str, raw: Attributes) -> None:
        if self.muted or name in ("annotation", "frame", "custom-shape", "g"):
            self.muted += 1
        elif name in ("p", "h"):
            self.paragraphs.append([])
        elif name == "s":
            self.text(" " * min(_count(plain(raw).get("c")), 1_000))
        elif name == "tab":
            self.text("\t")
        elif name == "line-break":
            self.text("\n")

    def text(self, data: str) -> None:
        if self.in_cell and not self.muted and self.paragraphs:
            self.length += len(data)
            if self.length > self.job.limits.cell_characters:
                raise too_long(self.job.limits.cell_characters)
            self.paragraphs[-1].append(data)

    def end(self, name: str) -> None:
        if name == "table":
            self.tables -= 1
            if not self.tables and self.writer is not None:
                self._close()
        elif self.writer is None or self.tables != 1:
            return
        elif name in ("table-cell", "covered-table-cell"):
            self.in_cell = False
            self._end_cell()
        elif self.in_cell and self.muted:
            self.muted -= 1
        elif name == "table-row":
            self._end_row()

    def _open(self, values: Attributes) -> None:
        self.sheets += 1
        hidden = values.get("style-name", "") in self.hidden_styles or values.get("display") == "false"
        self.writer = self.job.open_sheet(
            values.get("name", f"Table {self.sheets}"), self.shape, hidden=hidden
        )
        self.row_no = 0
        self.notes = SheetNotes()

    def _close(self) -> None:
        assert self.writer is not None
        self.notes.write(self.writer)
        self.job.close_sheet(self.writer)
        self.job.progress(f"Reading sheet “{self.writer.name}”")
        self.writer = None

    def _end_row(self) -> None:
        assert self.writer is not None
        filled = [cell for cell in self.cells if cell[1]]
        if not filled:
            self.row_no += self.row_repeat
            return
        self._refuse_repeats(self.row_repeat * len(filled))
        for _ in range(self.row_repeat):
            self.row_no += 1
            if self.row_hidden:
                self.notes.hidden_rows.append(self.row_no)
            self.writer.row(self.row_no, filled)

    def _end_cell(self) -> None:
        repeat = _count(self.cell.get("number-columns-repeated"))
        text, kind = self._value()
        if text:
            self._refuse_repeats(repeat)
            for column in range(self.column, self.column + repeat):
                self.cells.append((column, text, kind))
        across, down = (
            _count(self.cell.get("number-columns-spanned")),
            _count(self.cell.get("number-rows-spanned")),
        )
        if across > 1 or down > 1:
            row = self.row_no + 1
            self.notes.merged([(row, self.column, row + down - 1, self.column + across - 1)])
        self.column += repeat

    def _refuse_repeats(self, n: int) -> None:
        if n > _REPEATED_CELLS:
            raise ReadingError("too-large", f"The sheet repeats a cell {n:,} times; this is not a table.")

    def _value(self) -> tuple[str, int]:
        cell = self.cell
        kind = cell.get("value-type", "")
        shown = "\n".join("".join(pieces) for pieces in self.paragraphs)
        if kind == "error" or (
            shown.startswith("#")
            and shown in ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
            and "formula" in cell
        ):
            self._issue(
                "error-cell", f"The cell shows the error {shown[:20]}; it was taken as empty.", shown[:50]
            )
            return "", TEXT
        if kind in ("float", "percentage", "currency"):
            text, oddity = number_text(cell.get("value", ""))
            if oddity:
                self._issue(oddity, SENTENCES[oddity], text)
                return text, NUMBER if oddity == "long-number" else TEXT
            form = NumberFormat(
                cell.get("currency", ""), percent=kind == "percentage", currency=kind == "currency"
            )
            self.notes.number(self.column, NUMBER, form)
            return text, NUMBER
        if kind == "date":
            return cell.get("date-value", shown).replace("T", " "), DATE
        if kind == "time":
            return _clock(cell.get("time-value", ""), shown), DURATION
        if kind == "boolean":
            return cell.get("boolean-value", shown).lower(), BOOLEAN
        if kind == "string":
            return shown or cell.get("string-value", ""), TEXT
        if not shown and "formula" in cell and not kind:
            self._issue(
                "uncached-formula",
                "The cell is a formula without a stored result; please open and save the "
                "file in a spreadsheet program.",
            )
        return shown, TEXT

    def _issue(self, code: str, text: str, value: str | None = None) -> None:
        assert self.writer is not None
        self.writer.issues.add(code, text, self.row_no + 1, self.column, value)


def _count(value: str | None) -> int:
    return max(1, int(value)) if value is not None and value.isdigit() and len(value) < 19 else 1


def _clock(value: str, shown: str) -> str:
    match = _DURATION.fullmatch(value)
    if match is None:
        return shown or value
    hours = int(match[2] or 0) * 24 + int(match[3] or 0)
    fraction = (match[6] or "").rstrip("0")[:3]
    text = f"{hours:02}:{int(match[4] or 0):02}:{int(match[5] or 0):02}" + (
        f".{fraction:0<3}" if fraction else ""
    )
    return match[1] + text
