"""SpreadsheetML 2003: one XML file, usually named .xls or .xml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from .cell_values import SENTENCES, duration_text, moment_text, typed_number
from .job import Job
from .number_formats import GENERAL, NumberFormat, understand
from .sheet_notes import SheetNotes
from .sheet_writer import BOOLEAN, DATE, DURATION, TEXT, TIME, SheetWriter
from .tables import ReadingError
from .xlsx_parts import is_true, plain, too_long
from .xml_events import Attributes, parse

_NAMED = {
    "percent": "0.00%",
    "short date": "yyyy-mm-dd",
    "long date": "d mmmm yyyy",
    "medium date": "d-mmm-yy",
    "general date": "yyyy-mm-dd h:mm",
    "short time": "h:mm",
    "long time": "h:mm:ss",
    "medium time": "h:mm AM/PM",
    "currency": "$#,##0.00",
    "euro currency": "€#,##0.00",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "scientific": "0.00E+00",
    "general": "General",
}


def read_spreadsheetml(path: Path, job: Job) -> None:
    """Read every worksheet."""
    document = _Document(job)
    parse(_chunks(path), "workbook", job.limits, document.start, document.end, document.text)
    if not document.sheets:
        raise ReadingError("not-a-table", "The workbook has no worksheet with cells.")


def _chunks(path: Path) -> Iterator[bytes]:
    first = True
    with path.open("rb") as file:
        while data := file.read(1024 * 1024):
            yield data.lstrip() if first else data
            first = False


class _Document:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.formats: dict[str, NumberFormat] = {}
        self.style = ""
        self.sheets = 0
        self.writer: SheetWriter | None = None
        self.date1904 = self.in_data = self.visible = False
        self.comment = 0
        self.pieces: list[str] = []

    def start(self, name: str, raw: Attributes) -> None:
        values = plain(raw)
        if name == "Style":
            self.style = values.get("ID", "")
        elif name == "NumberFormat":
            code = values.get("Format", "General")
            self.formats[self.style] = understand(_NAMED.get(code.lower(), code))
        elif name == "Worksheet":
            self.sheets += 1
            self.writer = self.job.open_sheet(values.get("Name", f"Sheet{self.sheets}"), "xml2003")
            self.row_no, self.notes = 0, SheetNotes()
        elif name == "Row" and self.writer is not None:
            self.row_no = _index(values.get("Index"), self.row_no)
            self.row_hidden = is_true(values.get("Hidden"))
            self.row_span = _count(values.get("Span"))
            self.cells: list[tuple[int, str, int]] = []
            self.column = -1
        elif name == "Cell" and self.writer is not None:
            self.column = _index(values.get("Index"), self.column + 1) - 1
            self.cell, self.pieces, self.kind, self.length = values, [], "", 0
        elif name == "Comment":
            self.comment += 1
        elif name == "Data" and not self.comment:
            self.in_data, self.kind = True, values.get("Type", "String")
        elif name == "Visible":
            self.visible, self.pieces = True, []
        elif name == "Date1904":
            self.date1904 = True

    def text(self, data: str) -> None:
        if self.in_data or self.visible:
            self.length = self.length + len(data) if self.in_data else 0
            if self.length > self.job.limits.cell_characters:
                raise too_long(self.job.limits.cell_characters)
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if name == "Comment":
            self.comment -= 1
        elif name == "Data" and not self.comment:
            self.in_data = False
        elif self.writer is None:
            return
        elif name == "Visible":
            self.visible = False
            if "".join(self.pieces).strip() in ("SheetHidden", "SheetVeryHidden"):
                self.writer.hidden = True
                self.writer.issues.add(
                    "hidden-sheet", f"Sheet “{self.writer.name}” is hidden in the workbook."
                )
        elif name == "Cell":
            self._end_cell()
        elif name == "Row":
            filled = [cell for cell in self.cells if cell[1]]
            if filled and self.row_hidden:
                self.notes.hidden_rows.append(self.row_no)
            self.writer.row(self.row_no, filled)
            self.row_no += self.row_span
        elif name == "Worksheet":
            self._close(self.writer)

    def _close(self, writer: SheetWriter) -> None:
        self.notes.write(writer)
        self.job.close_sheet(writer)
        self.writer = None

    def _end_cell(self) -> None:
        assert self.writer is not None
        raw = "".join(self.pieces)
        text, kind = self._value(raw)
        if text:
            self.cells.append((self.column, text, kind))
        across, down = _count(self.cell.get("MergeAcross")), _count(self.cell.get("MergeDown"))
        if across or down:
            self.notes.merged([(self.row_no, self.column, self.row_no + down, self.column + across)])
        self.column += across

    def _issue(self, code: str, text: str, value: str | None = None) -> None:
        assert self.writer is not None
        self.writer.issues.add(code, text, self.row_no, self.column, value)

    def _value(self, raw: str) -> tuple[str, int]:
        form = self.formats.get(self.cell.get("StyleID", ""), GENERAL)
        if not raw:
            if "Formula" in self.cell and self.kind != "String":
                self._issue(
                    "uncached-formula",
                    "The cell is a formula without a stored result; please open and save "
                    "the file in a spreadsheet program.",
                )
            return "", TEXT
        if self.kind == "Error":
            self._issue(
                "error-cell", f"The cell shows the error {raw[:20]}; it was taken as empty.", raw[:50]
            )
            return "", TEXT
        if self.kind == "Boolean":
            return ("true" if raw.strip() == "1" else "false"), BOOLEAN
        if self.kind == "DateTime":
            return self._moment(raw, form)
        if self.kind == "Number":
            text, kind, oddity = typed_number(raw, form, self.date1904)
            if oddity:
                self._issue(oddity, SENTENCES[oddity], text)
            self.notes.number(self.column, kind, form)
            return text, TEXT if oddity == "bad-number" else kind
        return raw, TEXT

    def _moment(self, raw: str, form: NumberFormat) -> tuple[str, int]:
        try:
            moment = datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
        except ValueError:
            self._issue("bad-date", SENTENCES["bad-date"], raw)
            return raw, TEXT
        days = (moment - datetime(1899, 12, 31)) / timedelta(days=1)
        if form.kind == "duration" or (form.kind == "time" and 1 <= days < 366):
            return duration_text(days if days < 60 else days + 1), DURATION
        if form.kind == "time" and 0 <= days < 1:
            return duration_text(days), TIME
        return moment_text(moment, form.has_time), DATE


def _count(value: str | None) -> int:
    return int(value) if value is not None and value.isdigit() and len(value) < 8 else 0


def _index(value: str | None, before: int) -> int:
    """A row or column number from 1: the one given, or the next."""
    return int(value) if value is not None and value.isdigit() and 0 < len(value) < 8 else before + 1
