"""Binary workbooks: xls of every age through xlrd, which shows errors, formats and hidden rows; xlsb through calamine.

Where xlrd gives up on a damaged xls, calamine is tried; it cannot tell error cells from empty ones, which is said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from .cell_values import SENTENCES, duration_text, moment_text, number_text, typed_number
from .job import Job
from .number_formats import GENERAL, NumberFormat, understand
from .sheet_notes import SheetNotes
from .sheet_writer import BOOLEAN, DATE, DURATION, NUMBER, TEXT, TIME, SheetWriter
from .tables import ReadingError
from .xlsb_preview import as_released

_NOT_READ = ReadingError(
    "damaged",
    "The workbook is damaged: it cannot be read. Please export it again, or open "
    "and save it in the program it came from.",
)


def read_xls(data: bytes, name: str, job: Job) -> None:
    """Read an Excel 2 to 2003 workbook."""
    import xlrd

    with Path(os.devnull).open("w", encoding="utf-8") as log:
        try:
            book = _open_xls(data, log)
        except xlrd.XLRDError as error:
            if "encrypt" not in str(error).lower() and "password" not in str(error).lower():
                _read_given_up(data, job)
                return
            from .encrypted import decrypted, refusal

            try:
                book = _open_xls(decrypted(data, name), log)
            except xlrd.XLRDError:
                raise refusal(name) from None
        except (MemoryError, ReadingError):
            raise
        except Exception:  # noqa: BLE001 - a damaged xls makes xlrd fail in any way; the other reader decides.
            _read_given_up(data, job)
            return
        formats = {
            key: understand(form.format_str) for key, form in book.format_map.items() if form.format_str
        }
        of_xf = [formats.get(xf.format_key, GENERAL) for xf in book.xf_list]
        for number in range(book.nsheets):
            sheet = book.sheet_by_index(number)
            writer = job.open_sheet(sheet.name, "xls", hidden=sheet.visibility != 0)
            _xls_sheet(sheet, writer, of_xf, bool(book.datemode))
            job.close_sheet(writer)
            job.progress(f"Reading sheet “{sheet.name}”", (number + 1) / book.nsheets)
    if not book.nsheets:
        raise ReadingError("not-a-table", f"“{name}” has no worksheet with cells.")


def _open_xls(data: bytes, log: Any) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=log)
    except NotImplementedError:
        return xlrd.open_workbook(file_contents=data, ragged_rows=True, logfile=log)


def _xls_sheet(sheet: Any, writer: SheetWriter, formats: list[NumberFormat], date1904: bool) -> None:
    notes = SheetNotes()
    if date1904:
        writer.details["date1904"] = True
    for row in range(sheet.nrows):
        cells = [
            (column, *_xls_value(sheet, row, column, writer, formats, date1904, notes))
            for column in range(sheet.row_len(row))
        ]
        info = sheet.rowinfo_map.get(row)
        if info is not None and info.hidden and any(text for _, text, _ in cells):
            notes.hidden_rows.append(row + 1)
        writer.row(row + 1, cells)
    notes.merged((r1 + 1, c1, r2, c2 - 1) for r1, r2, c1, c2 in sheet.merged_cells)
    notes.hidden_columns.update(i for i, info in sheet.colinfo_map.items() if info.hidden and i < sheet.ncols)
    notes.write(writer)


def _xls_value(
    sheet: Any,
    row: int,
    column: int,
    writer: SheetWriter,
    formats: list[NumberFormat],
    date1904: bool,
    notes: SheetNotes,
) -> tuple[str, int]:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        return str(value), TEXT
    if kind == xlrd.XL_CELL_BOOLEAN:
        return ("true" if value else "false"), BOOLEAN
    if kind == xlrd.XL_CELL_ERROR:
        shown = xlrd.error_text_from_code.get(value, "an error")
        text = f"The cell shows the error {shown}; it was taken as empty."
        writer.issues.add("error-cell", text, row + 1, column, shown)
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return "", TEXT
    form = formats[sheet.cell_xf_index(row, column)] if formats and sheet.formatting_info else GENERAL
    if kind == xlrd.XL_CELL_DATE and form.kind == "number":
        form = NumberFormat("", "date")
    text, native, oddity = typed_number(repr(value), form, date1904)
    if oddity:
        writer.issues.add(oddity, SENTENCES[oddity], row + 1, column, text)
    notes.number(column, native, form)
    return text, native


def read_xlsb(data: bytes, job: Job) -> None:
    """Read a binary workbook of Excel 2007 and later."""
    _read_calamine(as_released(data) or data, "xlsb", job)


def _read_given_up(data: bytes, job: Job) -> None:
    """Read an xls that xlrd gave up."""
    try:
        _read_calamine(data, "xls", job)
    except BaseException as error:
        # A panic in Rust is no Exception. Where both readers fail it is the file and not a reader.
        if type(error).__name__ == "PanicException":
            raise _NOT_READ from error
        raise


def _read_calamine(data: bytes, shape: str, job: Job) -> None:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError as error:
        raise ReadingError(
            "encrypted",
            "The workbook is protected by a password. Please save it without a password and load it again.",
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _NOT_READ from error
    for meta in book.sheets_metadata:
        if meta.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.DialogSheet):
            continue
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        writer = job.open_sheet(meta.name, shape, hidden=hidden)
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except (calamine.CalamineError, ValueError) as error:
            writer.issues.add("missing-sheet", f"Sheet “{meta.name}” is damaged and was not read ({error}).")
            job.close_sheet(writer)
            continue
        first_row, first_column = sheet.start or (0, 0)
        for number, row in enumerate(sheet.iter_rows()):
            _calamine_row(writer, first_row + number + 1 if sheet.start else number + 1, first_column, row)
        notes = SheetNotes()
        notes.merged((a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in sheet.merged_cell_ranges or [])
        notes.write(writer)
        writer.issues.add(
            "errors-not-visible",
            f"In {shape} files error cells such as #N/A cannot be told from empty "
            "ones; save the file as xlsx to have them listed.",
        )
        job.close_sheet(writer)


def _calamine_row(writer: SheetWriter, row_no: int, first_column: int, values: Iterable[Any]) -> None:
    cells: list[tuple[int, str, int]] = []
    for column, value in enumerate(values, first_column):
        if isinstance(value, str):
            cells.append((column, value, TEXT))
        elif isinstance(value, bool):
            cells.append((column, "true" if value else "false", BOOLEAN))
        elif isinstance(value, int | float):
            text, oddity = number_text(repr(value))
            if oddity:
                writer.issues.add(oddity, SENTENCES[oddity], row_no, column, text)
            cells.append((column, text, NUMBER))
        elif isinstance(value, datetime):
            cells.append((column, moment_text(value, has_time=False), DATE))
        elif isinstance(value, date):
            cells.append((column, value.isoformat(), DATE))
        elif isinstance(value, time):
            cells.append((column, value.isoformat("seconds"), TIME))
        elif isinstance(value, timedelta):
            cells.append((column, duration_text(value / timedelta(days=1)), DURATION))
    writer.row(row_no, cells)
