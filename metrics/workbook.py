"""A table leaves as a workbook or as text, and no cell of it can run as a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from numbers import Real
from typing import Any

import pandas as pd
import xlsxwriter

from warehouse.harmless_text import TEXT_STAYS_TEXT, harmless

_LONGEST_CELL = 32_767
_ROWS_A_SHEET = 1_048_575


def as_csv(table: pd.DataFrame) -> bytes:
    """The table as text: commas, UTF-8 with a mark that Excel understands, numbers as numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(str(name)) for name in table.columns])
    for row in _rows(table):
        writer.writerow(["" if value is None else _text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(sheets: Mapping[str, pd.DataFrame], *, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """The tables as one xlsx, a sheet each, with a first sheet saying what they are when `about` is given.

    Numbers and dates stay what they are, text stays text. A table longer than a sheet goes on in the next.
    """
    out = io.BytesIO()
    options = {
        **TEXT_STAYS_TEXT,
        "nan_inf_to_errors": True,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#F5F7FA", "bottom": 1, "bottom_color": "#D5DBE3"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        if about:
            _write_about(book, about)
        for name, table in sheets.items():
            for part, start in enumerate(range(0, max(len(table), 1), _ROWS_A_SHEET)):
                title = _sheet_name(name, part, {sheet.get_name() for sheet in book.worksheets()})
                _write_sheet(
                    book.add_worksheet(title), table.iloc[start : start + _ROWS_A_SHEET], head, moment
                )
    return out.getvalue()


def _write_about(book: Any, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    for line, (label, text) in enumerate(about):
        sheet.write_string(line, 0, harmless(label), bold)
        sheet.write_string(line, 1, harmless(text)[:_LONGEST_CELL], wrapped)


def _write_sheet(sheet: Any, table: pd.DataFrame, head: Any, moment: Any) -> None:
    sheet.freeze_panes(1, 1)
    widths = [len(str(name)) for name in table.columns]
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, harmless(str(name)), head)
    for line, row in enumerate(_rows(table), start=1):
        for place, value in enumerate(row):
            _write_cell(sheet, line, place, value, moment)
            if line <= 200 and value is not None:
                widths[place] = max(widths[place], min(len(str(value)), 60))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width + 2, 62))
    if len(table.columns):
        sheet.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)


def _write_cell(sheet: Any, line: int, place: int, value: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, value.replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime(value.year, value.month, value.day))
    elif isinstance(value, Real) and abs(float(value)) < 1e15:
        sheet.write_number(line, place, float(value))
    else:
        sheet.write_string(line, place, _text(value)[:_LONGEST_CELL])


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    columns = [
        table[name] if table.columns.is_unique else table.iloc[:, i] for i, name in enumerate(table.columns)
    ]
    yield from zip(*(_plain(column) for column in columns), strict=True)


def _plain(column: pd.Series) -> list[Any]:
    absent = column.isna().to_numpy()
    values = column.astype(object).tolist()
    return [None if gone else _python(value) for value, gone in zip(values, absent, strict=True)]


def _python(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value


def _text(value: Any) -> str:
    if isinstance(value, bool | Real):
        return str(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return harmless(str(value))


def _sheet_name(name: str, part: int, taken: set[str]) -> str:
    plain = "".join(" " if letter in r"[]:*?/\\" else letter for letter in name).strip(" '") or "Rows"
    suffix = f" ({part + 1})" if part else ""
    wanted = plain[: 31 - len(suffix)] + suffix
    number = 2
    while wanted.casefold() in {t.casefold() for t in taken}:
        wanted = f"{plain[:27]} {number}"
        number += 1
    return wanted
