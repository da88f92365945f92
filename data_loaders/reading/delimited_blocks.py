"""Cuts a regular block of delimited text into columns at once, or says that it is not regular.

A block without a quote needs no proof: there every line is a record, and Arrow itself refuses another width. With
quotes a block is regular when every quote opens at the start of a field, closes at its end or is doubled; line ends
are LF or CRLF; every record has the expected width (blank lines apart); no NUL. numpy proves that; then the block has
one reading only, and Arrow's parser gives the same as the exact reader in delimited_records.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from .delimited_records import swallowed_rows

_LF, _CR, _QUOTE, _NUL = 10, 13, 34, 0


@dataclass(frozen=True)
class Cut:
    """Columns of a block: row numbers count the records of the block from 0, blank ones included."""

    row_numbers: np.ndarray
    columns: dict[int, pa.Array]
    counts: dict[int, list[int]]
    records: int
    used: int


def cut_block(block: bytes, delimiter: str, width: int, final: bool, quoted_lines: int) -> Cut | None:
    """The records that end in this block, or None where it is not regular (or no record ends in it)."""
    if len(delimiter.encode()) != 1 or width < 1 or (b"\xef" in block and b"\xef\xbf\xbd" in block):
        return None
    if b'"' not in block and b"\0" not in block:
        plain = _without_quotes(block, delimiter, width, final)
        if plain is not None:
            return plain
    return _proven(block, delimiter, width, final, quoted_lines)


def _proven(block: bytes, delimiter: str, width: int, final: bool, quoted_lines: int) -> Cut | None:
    """The records of a block whose structure numpy has proven to be regular."""
    data = np.frombuffer(block, np.uint8)
    comma = ord(delimiter)
    at = np.flatnonzero((data == comma) | (data == _LF) | (data == _QUOTE) | (data == _CR) | (data == _NUL))
    kind = data[at]
    if (kind == _NUL).any():
        return None
    quote = kind == _QUOTE
    outside = ~quote
    if quote.any():
        outside &= (np.cumsum(quote, dtype=np.int32) & 1) == 0
    ends = at[outside & (kind == _LF)]
    if final and (not len(ends) or ends[-1] != len(block) - 1):
        used = len(block)
    elif len(ends):
        used = int(ends[-1]) + 1
    else:
        return None
    last = int(np.searchsorted(at, used))
    at, kind, quote, outside = at[:last], kind[:last], quote[:last], outside[:last]
    if not _quotes_regular(data, at[quote], comma, used):
        return None
    cr = at[outside & (kind == _CR)]
    if len(cr) and (cr[-1] + 1 >= used or (data[cr + 1] != _LF).any()):
        return None
    separators = outside & (kind != _CR)
    stops, is_end = at[separators], kind[separators] == _LF
    if not len(is_end) or not is_end[-1]:  # The last line of the file has no newline.
        stops, is_end = np.append(stops, used), np.append(is_end, True)
    record_ends = np.flatnonzero(is_end)
    widths = np.diff(record_ends, prepend=-1)
    blank = _blank_lines(data, stops, record_ends, widths)
    if (widths[~blank] != width).any():
        return None
    if not outside.all() and _suspicious(block, at, kind, outside, stops, comma, width, quoted_lines):
        return None
    return _columns(block, used, delimiter, width, np.flatnonzero(~blank), len(widths))


def _without_quotes(block: bytes, delimiter: str, width: int, final: bool) -> Cut | None:
    """The records of a block in which every line is one; None where a line is blank or ends in a lone CR."""
    used = len(block) if final else block.rfind(b"\n") + 1
    if not used or (b"\r" in block and block.count(b"\r\n") != block.count(b"\r")):
        return None
    lines = block.count(b"\n") + (block[used - 1] != _LF)
    return _columns(block, used, delimiter, width, np.arange(lines), lines, quotes=False)


def _blank_lines(
    data: np.ndarray, stops: np.ndarray, record_ends: np.ndarray, widths: np.ndarray
) -> np.ndarray:
    blank = np.zeros(len(widths), bool)
    single = np.flatnonzero(widths == 1)
    stop = stops[record_ends[single]]
    start = np.where(record_ends[single] > 0, stops[record_ends[single] - 1] + 1, 0)
    blank[single] = (stop == start) | (stop == start + 1) & (data[np.minimum(start, len(data) - 1)] == _CR)
    return blank


def _quotes_regular(data: np.ndarray, quotes: np.ndarray, delimiter: int, used: int) -> bool:
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    if len(opening) != len(closing):
        return False
    before = data[np.maximum(opening - 1, 0)]
    reopened = np.zeros(len(opening), bool)
    reopened[1:] = closing[:-1] + 1 == opening[1:]
    opens = (opening == 0) | (before == delimiter) | (before == _LF) | reopened
    after = data[np.minimum(closing + 1, used - 1)]
    closes = (closing + 1 >= used) | (after == delimiter) | (after == _LF) | (after == _CR)
    closes[:-1] |= reopened[1:]
    return bool(opens.all() and closes.all())


def _suspicious(  # noqa: PLR0917 - the arrays of one scan
    block: bytes,
    at: np.ndarray,
    kind: np.ndarray,
    outside: np.ndarray,
    stops: np.ndarray,
    comma: int,
    width: int,
    quoted_lines: int,
) -> bool:
    """Whether a quoted cell runs over very many lines or over lines that are rows themselves."""
    breaks = at[(kind == _LF) & ~outside]
    if not len(breaks):
        return False
    fields = np.searchsorted(stops, breaks)
    if np.bincount(fields // width).max() >= quoted_lines:
        return True
    lines = np.bincount(fields, minlength=len(stops))
    inside = np.bincount(np.searchsorted(stops, at[(kind == comma) & ~outside]), minlength=len(stops))
    least = 1 if width >= 8 else 2 if width >= 4 else 5
    for field in np.flatnonzero((lines > 1) & (inside >= least * (width - 1))).tolist():
        start = int(stops[field - 1]) + 1 if field else 0
        text = block[start : int(stops[field])].decode("utf-8", "replace")
        if swallowed_rows(re.split(r"\r\n|\n|\r", text)[1:-1], chr(comma), width):
            return True
    return False


def _columns(
    block: bytes,
    used: int,
    delimiter: str,
    width: int,
    numbers: np.ndarray,
    records: int,
    *,
    quotes: bool = True,
) -> Cut | None:
    if not len(numbers):
        return Cut(numbers, {}, {}, records, used)
    names = [str(i) for i in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(pa.py_buffer(block).slice(0, used)),
            read_options=csv.ReadOptions(column_names=names, block_size=used + 1),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, quote_char='"' if quotes else False, newlines_in_values=quotes
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,  # encoding.py has seen the whole file, and isolation.py looks at what comes out
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(numbers):
        return None
    if all(table.column(i).null_count for i in range(width)):
        filled = ~np.logical_and.reduce([table.column(i).is_null().to_numpy() for i in range(width)])
        if not filled.all():
            table, numbers = table.filter(pa.array(filled)), numbers[filled]
    columns = {i: _one_array(table.column(i)) for i in range(width)}
    columns = {i: column for i, column in columns.items() if column.null_count < len(column)}
    counts = {i: [len(column) - column.null_count, 0, 0, 0, 0, 0] for i, column in columns.items()}
    return Cut(numbers, columns, counts, records, used)


def _one_array(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
