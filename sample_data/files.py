"""Writes tables as workbooks and text files whose bytes do not depend on when or where they are written."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from sample_data.organisation import EXPORTED, PROVIDER

Cell = str | int | float | date | datetime | None


@dataclass(frozen=True)
class Table:
    """One sheet: lines above the header, the header, the rows, and lines below them."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[Sequence[Cell]] = field(default=())
    below: Sequence[Sequence[Cell]] = field(default=())
    day_format: str = "yyyy-mm-dd"
    money_format: str | None = None

    def lines(self) -> Iterable[Sequence[Cell]]:
        """Every line as it is written."""
        yield from self.above
        yield self.header
        yield from self.rows
        yield from self.below


def write_workbook(path: Path, sheets: dict[str, Table]) -> None:
    """Write one xlsx with a sheet a table; dates are date cells, absent values are empty cells."""
    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties({"title": path.stem, "company": PROVIDER, "created": EXPORTED})
    bold = workbook.add_format({"bold": True})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, table in sheets.items():
        sheet = workbook.add_worksheet(name)
        day = workbook.add_format({"num_format": table.day_format})
        money = workbook.add_format({"num_format": table.money_format}) if table.money_format else None
        header_line = len(table.above)
        sheet.set_column(0, max(0, len(table.header) - 1), 18)
        sheet.freeze_panes(header_line + 1, 0)
        for line, cells in enumerate(table.lines()):
            plain = bold if line <= header_line else None
            for place, value in enumerate(cells):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, place, value, moment)
                elif isinstance(value, date):
                    sheet.write_datetime(line, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(line, place, value, plain)
                elif value is not None:
                    sheet.write_number(line, place, value, money if isinstance(value, float) else plain)
    workbook.close()


def write_text(
    path: Path, table: Table, *, delimiter: str = ",", encoding: str = "utf-8", quote_all: bool = False
) -> None:
    """Write one delimited text file; the rows hold text as the tool would print it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(
            file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
        )
        writer.writerows(["" if cell is None else cell for cell in line] for line in table.lines())
