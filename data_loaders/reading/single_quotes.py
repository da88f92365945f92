"""Delimited text whose cells stand between apostrophes, as some databases write them: 'a','b'."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from pathlib import Path

#: So many records are looked at; so many cells make a heading line.
_RECORDS, _CELLS = 200, 2
#: How many of them must have as many cells as the headings, and how many cells apostrophes, read as quotes.
_SHARE = 0.9


def stands_in_single_quotes(sample: str, delimiter: str) -> bool:
    r"""Whether every cell that holds anything stands between apostrophes, from the headings on.

    >>> stands_in_single_quotes("'a','b'\n'1','it''s'\n", ","), stands_in_single_quotes("a,b\n'1,'2\n", ",")
    (True, False)
    """
    if not delimiter or not sample.startswith(("'", delimiter)):
        return False
    first = re.split(r"[\r\n]", sample, maxsplit=1)[0]
    headings = [cell for cell in first.split(delimiter) if cell]
    if len(headings) < _CELLS or not all(_is_quoted(cell) for cell in headings):
        return False
    records = list(
        islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar="'"), _RECORDS)
    )
    filled = [record for record in records if any(record)]
    wide = sum(1 for record in filled if len(record) == len(filled[0]))
    between = sum(1 for record in filled for cell in record if cell)
    # Each filled cell has its apostrophes: a list of texts in which a few stand has not.
    return wide >= _SHARE * len(filled) and sample.count("'") >= 2 * _SHARE * between


def _is_quoted(cell: str) -> bool:
    return len(cell) >= 2 and cell[0] == cell[-1] == "'"


def with_double_quotes(path: Path, start: int, delimiter: str, folder: Path) -> Path:
    """The same table written once more in `folder`, in the quotes that everybody reads."""
    target = folder / f"{path.name}.quoted"
    with (
        path.open("r", encoding="utf-8", errors="replace", newline="") as file,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        file.seek(start)
        # A cell may be as long as the file: only the limits of the reader hold.
        limit = csv.field_size_limit(2**31 - 1)
        try:
            csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
                csv.reader(file, delimiter=delimiter, quotechar="'")
            )
        finally:
            csv.field_size_limit(limit)
    return target
