"""Workbooks in Office Open XML (xlsx, xlsm): exact, streamed, every oddity named.

Plain stretches of rows are cut by numpy (xlsx_blocks.py); everything else goes through expat here, cell by cell.
Both follow one rule, so a sheet gives the same table whichever way its parts take.
"""

from __future__ import annotations

import re
from pathlib import Path

from .archive import Archive
from .cell_values import SENTENCES, typed_number
from .job import Job
from .number_formats import GENERAL, NumberFormat
from .sheet_notes import SheetNotes
from .sheet_writer import BOOLEAN, DATE, NUMBER, TEXT, SheetWriter
from .xlsx_blocks import cut_rows
from .xlsx_parts import Workbook, holds_markup, is_true, read_workbook, too_long, unescape
from .xml_events import Attributes, XmlStream

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ISO_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(\.\d+)?Z?)?|T?(\d\d:\d\d:\d\d)(\.\d+)?")
_BLOCK = 1024 * 1024
_ROW_AT_MOST = 32 * 1024 * 1024
_SHEET_DATA = re.compile(rb"<sheetData( [^<>]*[^/])?>")
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=[\"']([^\"']*)[\"']")


def read_xlsx(source: Path, job: Job, *, blocks: bool = True) -> None:
    """Read every sheet of a workbook, hidden ones too; without `blocks` every cell takes the exact way."""
    archive = Archive(source, job.limits)
    book = read_workbook(archive)
    total = sum(archive.size(part) for _, part, _ in book.sheets if part in archive) or 1
    done = 0
    for name, part, hidden in book.sheets:
        writer = job.open_sheet(name, "xlsx", hidden=hidden)
        if book.date1904:
            writer.details["date1904"] = True
        if part not in archive:
            writer.issues.add(
                "missing-sheet", f"The workbook lists sheet “{name}”, but the file does not contain it."
            )
            job.close_sheet(writer)
            continue
        reader = SheetReader(writer, book, part, blocks=blocks)
        for chunk in archive.chunks(part, _BLOCK):
            reader.feed(chunk)
            done += len(chunk)
            job.progress(f"Reading sheet “{name}”", min(done / total, 1.0))
        reader.close()
        job.close_sheet(writer)


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class SheetReader:
    """Takes the bytes of one sheet part, in pieces, and writes its rows."""

    def __init__(self, writer: SheetWriter, book: Workbook, part: str, *, blocks: bool = True) -> None:
        self.writer, self.book = writer, book
        self._stream = XmlStream(part, writer.limits, self._start, self._end, self._text)
        self._blocks = blocks
        self._in_sheet_data = False
        self._rest = b""
        self._row_no = 0
        self._next_column = 0
        self._cells: dict[int, tuple[str, int]] = {}
        self._row_hidden = False
        self._last_column = -1
        self._in_cell = self._collecting = self._formula = False
        self._phonetic = 0
        self._pieces: list[str] = []
        self._length = 0
        self._notes = SheetNotes()

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the part.

        Whole rows are cut by numpy where they are plain; the parser then never sees them, and stays well-formed
        because what it misses is whole elements.
        """
        if not self._blocks:
            self._stream.feed(data)
            return
        data = self._rest + data
        self._rest = b""
        if not self._in_sheet_data:
            data = self._feed_head(data)
        end = data.rfind(b"</row>") + 6
        if self._blocks and (len(data) - max(end, 0) > _ROW_AT_MOST or holds_markup(data)):
            self._blocks = False
        if not self._blocks:
            self._stream.feed(data)
            return
        self._rest = data[end:] if end > 5 else data
        if end > 5:
            self._feed_rows(data[:end])

    def _feed_head(self, data: bytes) -> bytes:
        """Parse up to the first row; rows can be cut only from UTF-8 with plain names."""
        match = _SHEET_DATA.search(data)
        head = data[: match.end()] if match else data
        declared = _ENCODING.match(data)
        self._blocks = (
            match is not None
            and data[:1] in (b"<", b"\xef")
            and (declared is None or declared[1].lower() in (b"utf-8", b"us-ascii"))
        )
        if not self._blocks:
            return data
        self._stream.feed(head)
        self._blocks = self._in_sheet_data and self._stream.open_tags == 2
        return data[len(head) :]

    def _feed_rows(self, data: bytes) -> None:
        limits = self.writer.limits
        rows = cut_rows(data, self.book, self._row_no, limits.columns, limits.cell_characters)
        if rows is None:
            self._stream.feed(data)
            return
        self.writer.batch(rows.row_numbers, rows.columns, rows.kinds, rows.counts)
        self.writer.note_row(rows.last_row)
        self._row_no = rows.last_row
        self._notes.hidden_rows += rows.hidden_rows
        for column, form in rows.formats:
            self._notes.number(column, NUMBER, form)

    def close(self) -> None:
        """Finish the sheet: what was learnt of it goes to its details and issues."""
        if self._rest:
            self._stream.feed(self._rest)
        self._stream.close()
        self._notes.write(self.writer)

    def _issue(self, code: str, text: str, value: str | None = None) -> None:
        self.writer.issues.add(code, text, self._row_no, self._column if self._in_cell else None, value)

    # Elements

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif self._in_cell:
            if name == "v" or (name == "t" and not self._phonetic):
                self._collecting = True
            elif name == "f":
                self._formula = True
            elif name == "rPh":
                self._phonetic += 1
        elif name == "row":
            self._start_row(attributes)
        elif name == "sheetData":
            self._in_sheet_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col" and is_true(attributes.get("hidden")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdigit() and last.isdigit() and int(last) < MAX_COLUMN:
                self._notes.hidden_columns.update(range(int(first) - 1, int(last)))

    def _end(self, name: str) -> None:
        if not self._in_cell:
            if name == "row":
                self._end_row()
        elif name in {"v", "t"}:
            self._collecting = False
        elif name == "c":
            self._end_cell()
        elif name == "rPh":
            self._phonetic -= 1

    def _text(self, data: str) -> None:
        if self._collecting:
            self._length += len(data)
            if self._length > self.writer.limits.cell_characters:
                raise too_long(self.writer.limits.cell_characters)
            self._pieces.append(data)

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        following = self._row_no + 1
        if number.isdigit() and 1 <= int(number) <= MAX_ROW:
            self._row_no = int(number)
            if self._row_no < following and (self.writer.last_row or self._row_no < following - 1):
                self._issue("out-of-order-row", "The row stands out of order or twice in the file.")
        else:
            self._row_no = following
            if number:
                self._issue(
                    "bad-reference", "The row's number makes no sense; it was counted instead.", number
                )
        self._row_hidden = is_true(attributes.get("hidden"))
        self._cells = {}
        self._next_column, self._last_column = 0, -1

    def _end_row(self) -> None:
        filled = [(i, text, kind) for i, (text, kind) in self._cells.items() if text]
        if self._row_hidden and filled:
            self._notes.hidden_rows.append(self._row_no)
        self.writer.row(self._row_no, filled)
        self._cells = {}

    def _start_cell(self, attributes: Attributes) -> None:
        self._in_cell = True
        self._formula = self._collecting = False
        self._pieces, self._length = [], 0
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._column = self._next_column
        reference = attributes.get("r")
        if reference is not None:
            match = _REFERENCE.fullmatch(reference)
            column = column_index(match[1]) if match else MAX_COLUMN
            if match is None or column >= MAX_COLUMN:
                self._issue(
                    "bad-reference",
                    "The cell's reference makes no sense; its place was counted instead.",
                    reference,
                )
            else:
                self._column = column
                if int(match[2]) != self._row_no:
                    self._issue(
                        "bad-reference",
                        "The cell's reference names another row than the one it stands in.",
                        reference,
                    )
        if self._column <= self._last_column:
            code = "duplicate-cell" if self._column in self._cells else "out-of-order-cell"
            if code == "out-of-order-cell":
                self._issue(code, "The cells of this row are not in order; they were put in their columns.")
        self._last_column = max(self._last_column, self._column)
        self._next_column = self._column + 1

    def _end_cell(self) -> None:
        raw = "".join(self._pieces)
        text, kind = self._value(raw)
        if self._column in self._cells and text:
            first = self._cells[self._column][0]
            if first:
                self._issue(
                    "duplicate-cell",
                    "The cell stands twice in the file; the first value was taken, this is the other.",
                    text,
                )
                self._in_cell = False
                return
        if text or self._column not in self._cells:
            self._cells[self._column] = (text, kind)
        self._in_cell = False

    # Values

    def _value(self, raw: str) -> tuple[str, int]:  # noqa: PLR0911 - one line a cell type
        kind = self._type
        if self._formula and not raw and kind not in ("str", "inlineStr"):
            self._issue(
                "uncached-formula",
                "The cell is a formula without a stored result (the file was never "
                "calculated); please open and save it in a spreadsheet program.",
            )
            return "", TEXT
        if not raw:
            return "", TEXT
        if kind == "s":
            return self._shared(raw), TEXT
        if kind in ("str", "inlineStr"):
            return unescape(raw), TEXT
        if kind == "b":
            if raw.strip() in ("0", "1"):
                return ("true" if raw.strip() == "1" else "false"), BOOLEAN
            return raw, TEXT
        if kind == "e":
            self._issue(
                "error-cell", f"The cell shows the error {raw[:20]}; it was taken as empty.", raw[:50]
            )
            return "", TEXT
        if kind == "d":
            return self._iso_date(raw)
        return self._number(raw)

    def _shared(self, raw: str) -> str:
        strings = self.book.texts
        index = int(raw) if raw.strip().isdigit() else -1
        if 0 <= index < len(strings):
            return strings[index]
        self._issue("missing-text", "The cell refers to a text that the file does not contain.", raw)
        return ""

    def format_of(self, style: str) -> NumberFormat:
        """The number format of a cell's style attribute."""
        formats = self.book.formats
        index = int(style) if style.isdigit() else 0
        return formats[index] if index < len(formats) else GENERAL

    def _number(self, raw: str) -> tuple[str, int]:
        form = self.format_of(self._style)
        text, kind, oddity = typed_number(raw, form, self.book.date1904)
        if oddity:
            self._issue(oddity, SENTENCES[oddity], text)
            if oddity == "bad-number":
                return text, TEXT
        self._notes.number(self._column, kind, form)
        if self._formula and self.book.recalculates and text == "0":
            self._issue(
                "unconfirmed-formula",
                "The formula's stored result is 0 and the file asks to be calculated "
                "on opening; please open and save it if 0 is wrong.",
            )
        return text, kind

    def _iso_date(self, raw: str) -> tuple[str, int]:
        match = _ISO_DATE.fullmatch(raw.strip())
        if match is None:
            self._issue(
                "bad-date", "The cell is stored as a date, but its text is none; the text was kept.", raw
            )
            return raw, TEXT
        if match[4]:
            return match[4], DATE
        if match[2] is None:
            return match[1], DATE
        clock = match[2] if len(match[2]) == 8 else match[2] + ":00"
        fraction = (match[3] or "").rstrip("0").rstrip(".")
        if clock == "00:00:00" and not fraction and not self.format_of(self._style).has_time:
            return match[1], DATE
        return f"{match[1]} {clock}{fraction}", DATE

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if one and two:
            area = (int(one[2]), column_index(one[1]), int(two[2]), column_index(two[1]))
            self._notes.merged([area])
