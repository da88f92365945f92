"""A table found in a sheet, and the raw cells it is looked for in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from data_loaders.reading import Sheet
from data_loaders.recognising_cells import Sample, sample_of

#: Among how many filled rows headings are looked for.
SEARCHED_ROWS = 40
#: A number or a day, as against words.
VALUE = re.compile(r"^[-+(]?[\d.,'\s]+[-−%)]?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
#: So many sentences may stand below a table.
_NOTES = 12
_SENTENCE = re.compile(r"[^\W\d_]{2,}\W+\w")


@dataclass(frozen=True)
class Block:
    """A table found in a sheet: raw columns, headings, and where its data starts.

    `names` are headings by raw column (blank ones get the name of their column letter, repeated ones a number);
    `raw_names` are the headings as written; `groups` the headings one row above, spread over what they cover;
    `questions` a second text of the heading (survey tools). Rows are row numbers of the spreadsheet.
    """

    cells: tuple[int, ...]
    names: Mapping[int, str]
    raw_names: Mapping[int, str]
    groups: Mapping[int, str]
    questions: Mapping[int, str]
    header_rows: tuple[int, ...]
    first_data_row: int
    first_index: int
    titles: tuple[str, ...]
    pivot: bool = False


class SheetCells:
    """The raw cells of a sheet, by raw column number; a column nobody filled is None."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        table: pa.Table = sheet.rows
        self.rows = table.num_rows
        self.numbers = table.column("row_no")
        self.columns: dict[int, pa.ChunkedArray] = {
            int(name[1:]): table.column(name)
            for name in table.column_names
            if re.fullmatch(r"c\d+", name) and table.column(name).null_count < table.num_rows
        }
        self.top_numbers: list[int] = self.numbers.slice(0, SEARCHED_ROWS).to_pylist()
        top = {cell: column.slice(0, SEARCHED_ROWS).to_pylist() for cell, column in self.columns.items()}
        self.top: list[dict[int, str]] = [
            {
                cell: values[i].strip()
                for cell, values in top.items()
                if values[i] is not None and values[i].strip()
            }
            for i in range(len(self.top_numbers))
        ]

    def row_no(self, index: int) -> int:
        """The spreadsheet's number of the row at this place."""
        return int(self.numbers[index].as_py())

    def sample(self, cell: int, first: int) -> Sample:
        """Some cells of a column, from the row at place `first` on, without the notes below the table."""
        native = self.sheet.native[cell] if cell < len(self.sheet.native) else {}
        column, end = self.columns.get(cell), self._end
        if column is not None and end < self.rows and first < end:
            column = column.slice(0, end)
        return sample_of(column, dict(native), first, end if first < end else self.rows)

    @cached_property
    def _end(self) -> int:
        """How many rows stand above the sentences alone in their rows that end a sheet of three columns or more."""
        end = int(self.rows)
        begin = max(0, end - _NOTES)
        tail = [column.slice(begin).to_pylist() for column in self.columns.values()]
        while len(tail) >= 3 and end > begin:
            said = [text.strip() for column in tail if (text := column[end - 1 - begin]) and text.strip()]
            if len(said) != 1 or not _SENTENCE.search(said[0]) or VALUE.match(said[0]):
                break
            end -= 1
        return end


def column_letter(cell: int) -> str:
    """The letter a spreadsheet shows above a raw column.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    cell += 1
    while cell:
        cell, rest = divmod(cell - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
