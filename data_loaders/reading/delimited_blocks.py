"""Cuts a regular block of delimited text into columns with numpy, or says that it is not regular.

Regular: every quote opens at the start of a field, closes at its end or is doubled; line ends are LF or CRLF; every
record has the expected width (blank lines apart); no NUL. Such a block has one reading only, and the exact reader
in delimited.py gives the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_DELIMITER, _LF, _QUOTE, _CR, _NUL = 1, 2, 3, 4, 5


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
    if len(delimiter.encode()) != 1 or width < 1 or b"\xef\xbf\xbd" in block:
        return None
    data = np.frombuffer(block, np.uint8)
    codes = np.zeros(256, np.uint8)
    codes[[ord(delimiter), 10, 34, 13, 0]] = [_DELIMITER, _LF, _QUOTE, _CR, _NUL]
    kind = codes[data]
    at = np.flatnonzero(kind)
    kind = kind[at]
    if (kind == _NUL).any():
        return None
    quote = kind == _QUOTE
    outside = (np.cumsum(quote, dtype=np.int32) & 1) == 0
    outside &= ~quote
    ends = at[outside & (kind == _LF)]
    if final and (not len(ends) or ends[-1] != len(block) - 1):
        used = len(block)
        if quote.sum() & 1:
            return None
    elif len(ends):
        used = int(ends[-1]) + 1
    else:
        return None
    last = int(np.searchsorted(at, used))
    at, kind, quote, outside = at[:last], kind[:last], quote[:last], outside[:last]
    quotes = at[quote]
    if not _quotes_regular(data, quotes, ord(delimiter), used):
        return None
    cr = at[outside & (kind == _CR)]
    if len(cr) and (cr[-1] + 1 >= used or (data[cr + 1] != 10).any()):
        return None
    separators = outside & (kind != _CR)
    stops = at[separators]
    is_end = kind[separators] == _LF
    if not len(is_end) or not is_end[-1]:  # The last line of the file has no newline.
        stops = np.append(stops, used)
        is_end = np.append(is_end, True)
    starts = np.empty_like(stops)
    starts[0] = 0
    starts[1:] = stops[:-1] + 1
    stops = stops - (is_end & (stops > starts) & (data[stops - 1] == 13))
    record_ends = np.flatnonzero(is_end)
    widths = np.diff(record_ends, prepend=-1)
    blank = (widths == 1) & (stops[record_ends] == starts[record_ends])
    if width == 1:
        blank[:] = False
    elif (widths[~blank] != width).any():
        return None
    elif blank.any():
        keep = np.repeat(~blank, widths)
        starts, stops = starts[keep], stops[keep]
    if len(quotes) and _suspicious(block, at, kind, outside, starts, delimiter, width, quoted_lines):
        return None
    numbers = np.flatnonzero(~blank)
    return _columns(block, data, starts, stops, quotes, numbers, len(widths), width, used)


def _quotes_regular(data: np.ndarray, quotes: np.ndarray, delimiter: int, used: int) -> bool:
    if not len(quotes):
        return True
    opening, closing = quotes[0::2], quotes[1::2]
    if len(opening) != len(closing):
        return False
    before = data[np.maximum(opening - 1, 0)]
    reopened = np.zeros(len(opening), bool)
    reopened[1:] = closing[:-1] + 1 == opening[1:]
    opens = (opening == 0) | (before == delimiter) | (before == 10) | reopened
    after = data[np.minimum(closing + 1, used - 1)]
    closes = (closing + 1 >= used) | (after == delimiter) | (after == 10) | (after == 13)
    closes[:-1] |= reopened[1:]
    return bool(opens.all() and closes.all())


def _suspicious(block: bytes, at: np.ndarray, kind: np.ndarray, outside: np.ndarray, starts: np.ndarray,
                delimiter: str, width: int, quoted_lines: int) -> bool:
    """Whether a quoted cell runs over very many lines or over lines that are rows themselves."""
    from .delimited import swallowed_rows

    breaks = at[(kind == _LF) & ~outside]
    if not len(breaks):
        return False
    fields = np.searchsorted(starts, breaks, side="right") - 1
    if np.bincount(fields // max(width, 1)).max() >= quoted_lines:
        return True
    lines = np.bincount(fields, minlength=len(starts))
    commas = at[(kind == _DELIMITER) & ~outside]
    inside = np.bincount(np.searchsorted(starts, commas, side="right") - 1, minlength=len(starts))
    least = 1 if width >= 8 else 2 if width >= 4 else 5
    for field in np.flatnonzero((lines > 1) & (inside >= least * (width - 1))).tolist():
        end = int(starts[field + 1]) - 1 if field + 1 < len(starts) else len(block)
        text = block[int(starts[field]):end].decode("utf-8", "replace")
        if swallowed_rows(re.split(r"\r\n|\n|\r", text)[1:-1], delimiter, width):
            return True
    return False


def _columns(block: bytes, data: np.ndarray, starts: np.ndarray, stops: np.ndarray, quotes: np.ndarray,
             numbers: np.ndarray, records: int, width: int, used: int) -> Cut:
    quoted = (data[np.minimum(starts, len(data) - 1)] == 34) & (stops > starts) if len(quotes) else None
    escaped: set[int] = set()
    if quoted is not None:
        opening, closing = quotes[0::2], quotes[1::2]
        doubled = opening[1:][closing[:-1] + 1 == opening[1:]]
        escaped = set(((np.searchsorted(starts, doubled, side="right") - 1) % width).tolist())
        starts, stops = starts + quoted, stops - quoted
    filled = (stops > starts).reshape(-1, width)
    rows = np.flatnonzero(filled.any(axis=1))
    # Cells and the gaps between them are one string array over the block; taking every other one copies the cells
    # in C, without a Python object for any of them.
    offsets = np.empty(len(starts) * 2, np.int32)
    offsets[0::2], offsets[1::2] = starts, stops
    cells = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(block)) \
        if len(offsets) else pa.array([], pa.string())
    columns: dict[int, pa.Array] = {}
    counts: dict[int, list[int]] = {}
    for column in range(width):
        has = filled[rows, column]
        n = int(has.sum())
        if not n:
            continue
        wanted = (rows * width + column) * 2
        values = cells.take(pa.array(wanted, mask=~has))
        if column in escaped:
            values = pc.replace_substring(values, '""', '"')
        columns[column] = values
        counts[column] = [n, 0, 0, 0, 0, 0]
    return Cut(numbers[rows], columns, counts, records, used)
