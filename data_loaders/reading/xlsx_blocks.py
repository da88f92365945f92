"""Cuts plain stretches of sheet rows into columns with numpy, or says that they are not plain.

A plain stretch without an odd value has one reading only, and the exact reader in xlsx.py gives the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cell_values import EXACT_INTEGER, LAST_SERIAL, number_text, typed_number
from .number_formats import GENERAL, NumberFormat
from .sheet_writer import BOOLEAN, DATE, DURATION, NUMBER, TEXT, TIME
from .tables import NATIVE_KINDS
from .xlsx_parts import Workbook, decoded
from .xlsx_scan import Cells, NotPlainError, eight, require, scan

_DAY = 86_400_000
# By the length of a number: how far its digits move up in eight bytes, and the zeros before them.
_SHIFTS = np.array([0, *(8 * (8 - length) for length in range(1, 9))], "<u8")
_ZEROS = np.array([int.from_bytes(b"0" * (8 - length), "little") for length in range(9)], "<u8")


@dataclass
class RowBlock:
    """Rows of a stretch, blank ones left out, and what was learnt on the way."""

    row_numbers: np.ndarray
    columns: dict[int, pa.Array] = field(default_factory=dict)
    kinds: dict[int, np.ndarray | None] = field(default_factory=dict)
    counts: dict[int, list[int]] = field(default_factory=dict)
    last_row: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    formats: list[tuple[int, NumberFormat]] = field(default_factory=list)


def cut_rows(block: bytes, book: Workbook, last_row: int, columns: int, characters: int) -> RowBlock | None:
    """The rows of a stretch that ends with </row>, or None where it is not plain.

    `last_row` is the row before the stretch, `columns` and `characters` the limits of a sheet's width and a cell's
    length.
    """
    try:
        rows, hidden, cells = scan(block, last_row, columns, characters)
        return _build(block, book, rows, hidden, cells)
    except NotPlainError:
        return None


def _build(block: bytes, book: Workbook, rows: np.ndarray, hidden: np.ndarray, cells: Cells) -> RowBlock:
    result = RowBlock(rows[:0], last_row=int(rows[-1]))
    # Column by column, so that a column whose cells are all of one sort is cut out of its texts without a copy.
    order = np.argsort(cells.column.astype(np.int16), kind="stable")
    stored = _stored(block, cells)
    cells = cells.keep(order)
    values = _Values(stored, order, cells, book)
    if not values.kept.all():
        cells = values.keep_filled()
    if not len(cells.row):
        return result
    has_cells = np.zeros(len(rows), bool)
    has_cells[cells.row] = True
    filled = np.flatnonzero(has_cells)
    result.row_numbers = rows[filled]
    result.hidden_rows = rows[filled][hidden[filled]].tolist()
    place = (np.cumsum(has_cells) - 1)[cells.row]
    edges = np.flatnonzero(np.diff(cells.column, prepend=-1))
    for start, stop in zip(edges.tolist(), [*edges[1:].tolist(), len(cells.row)], strict=True):
        column = int(cells.column[start])
        texts, counts = values.between(start, stop)
        native = None
        if counts[TEXT] < stop - start:
            native = np.zeros(len(filled), bool)
            native[place[start:stop]] = values.kinds[start:stop] != TEXT
        if stop - start < len(filled):
            index = np.full(len(filled), -1, np.int64)
            index[place[start:stop]] = np.arange(stop - start)
            texts = texts.take(pa.array(index, mask=index < 0))
        result.columns[column], result.kinds[column], result.counts[column] = texts, native, counts
    result.formats = _noted_formats(cells, values.kinds, book)
    return result


def _stored(block: bytes, cells: Cells) -> pa.Array:
    """What the file has between the tags of each cell, at every second place, without a copy of the block."""
    n = len(cells.row)
    ends = np.empty(n * 2, np.int32)
    ends[0::2], ends[1::2] = cells.start, cells.stop
    return pa.StringArray.from_buffers(max(2 * n - 1, 0), pa.py_buffer(ends), pa.py_buffer(block))


class _Values:
    """The texts of cells, sort by sort, and for each cell its kind and where its text lies."""

    def __init__(self, stored: pa.Array, order: np.ndarray, cells: Cells, book: Workbook) -> None:
        n = len(cells.row)
        self.cells = cells
        self.kinds = np.zeros(n, np.uint8)
        self.kept = np.zeros(n, bool)
        self._sort = np.zeros(n, np.uint8)
        self._place = np.zeros(n, np.int64)
        self._pieces: list[pa.Array] = []
        self._raw, self._at = stored, order * 2
        self._bytes = np.frombuffer(stored.buffers()[2], np.uint8)
        self._texts(book)
        self._numbers(book)

    def keep_filled(self) -> Cells:
        """Leave out the cells whose text is empty, and give those that stay."""
        self.cells = self.cells.keep(self.kept)
        self.kinds, self._sort = self.kinds[self.kept], self._sort[self.kept]
        self._place = self._place[self.kept]
        return self.cells

    def between(self, start: int, stop: int) -> tuple[pa.Array, list[int]]:
        """The texts of neighbouring cells, and how many there are of each kind."""
        sort = self._sort[start]
        if (self._sort[start:stop] == sort).all():
            counts = [0] * len(NATIVE_KINDS)
            counts[self.kinds[start]] = stop - start
            return self._pieces[sort].slice(self._place[start], stop - start), counts
        texts, where, done = [], np.empty(stop - start, np.int64), 0
        for sort in np.unique(self._sort[start:stop]):
            mine = np.flatnonzero(self._sort[start:stop] == sort)
            texts.append(self._pieces[sort].slice(self._place[start + mine[0]], len(mine)))
            where[mine] = np.arange(done, done + len(mine))
            done += len(mine)
        counts = np.bincount(self.kinds[start:stop], minlength=len(NATIVE_KINDS)).tolist()
        return pa.concat_arrays(texts).take(pa.array(where)), counts

    def _stored(self, which: np.ndarray) -> pa.Array:
        return self._raw.take(pa.array(self._at[which]))

    def _whole_numbers(self, which: np.ndarray) -> np.ndarray:
        """Stored numbers of digits only, at most eight of them."""
        start = self.cells.start[which]
        length = self.cells.stop[which] - start
        require(int(length.max()) <= 8)
        # The digits of a number in eight bytes, zeros before them; then two, four and eight are added up at once.
        digits = (eight(self._bytes, start) << _SHIFTS[length] | _ZEROS[length]) ^ _ZEROS[0]
        require(not ((digits + 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080).any())
        digits = digits * 10 + (digits >> 8) & 0x00FF_00FF_00FF_00FF
        digits = digits * 100 + (digits >> 16) & 0x0000_FFFF_0000_FFFF
        numbers: np.ndarray = digits * 10_000 + (digits >> 32) & 0xFFFF_FFFF
        return numbers.astype(np.int64)

    def _add(self, which: np.ndarray, texts: pa.Array, kind: int) -> None:
        filled = pc.binary_length(texts).to_numpy() > 0
        if not filled.all():
            which, texts = which[filled], texts.filter(pa.array(filled))
        self.kept[which] = True
        self.kinds[which] = kind
        self._sort[which] = len(self._pieces)
        self._place[which] = np.arange(len(which))
        self._pieces.append(texts)

    def _texts(self, book: Workbook) -> None:
        letter = self.cells.type
        shared = np.flatnonzero(letter == ord("s"))
        if len(shared):
            numbers = self._whole_numbers(shared)
            require(numbers.max() < len(book.strings))
            self._add(shared, book.strings.take(pa.array(numbers)), TEXT)
        inline = np.flatnonzero((letter == ord("i")) | (letter == ord("r")))
        if len(inline):
            texts = decoded(self._stored(inline), self._bytes.tobytes())
            require(texts is not None)
            self._add(inline, texts, TEXT)
        booleans = np.flatnonzero(letter == ord("b"))
        if len(booleans):
            flags = self._stored(booleans)
            yes = pc.equal(flags, "1").to_numpy(zero_copy_only=False)
            require((yes | pc.equal(flags, "0").to_numpy(zero_copy_only=False)).all())
            self._add(booleans, pa.array(["false", "true"]).take(pa.array(yes.astype(np.int64))), BOOLEAN)

    def _numbers(self, book: Workbook) -> None:
        cells = self.cells
        numeric = np.flatnonzero(cells.type == ord("n"))
        if not len(numeric):
            return
        formats = book.formats or [GENERAL]
        by_style = np.array(
            [("number", "date", "time", "duration").index(form.kind) for form in formats] + [0]
        )
        group = by_style[np.minimum(cells.style[numeric], len(formats))]
        plain = numeric[group == 0]
        if len(plain):
            texts = _numbers(self._stored(plain))
            if book.recalculates and cells.formula[plain].any():
                zero = pc.equal(texts, "0").to_numpy(zero_copy_only=False)
                require(not (zero & cells.formula[plain]).any())
            self._add(plain, texts, NUMBER)
        dates = numeric[group == 1]
        if len(dates):
            shows_time = np.array([form.has_time for form in formats] + [False])
            show = shows_time[np.minimum(cells.style[dates], len(formats))]
            self._add(dates, _dates(self._stored(dates), show, book.date1904), DATE)
        spans = numeric[group > 1]
        typed = [
            typed_number(self._raw[self._at[cell]].as_py(), formats[int(cells.style[cell])], book.date1904)
            for cell in spans.tolist()
        ]
        require(all(not oddity and kind in (TIME, DURATION) for _, kind, oddity in typed))
        for wanted in (TIME, DURATION):
            mine = [place for place, (_, kind, _) in enumerate(typed) if kind == wanted]
            if mine:
                self._add(spans[mine], pa.array([typed[place][0] for place in mine]), wanted)


def _cast(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    try:
        return pc.cast(texts, kind)
    except pa.ArrowInvalid:
        raise NotPlainError from None


def _each(texts: pa.Array, which: np.ndarray, change: Callable[[str], str]) -> pa.Array:
    """The texts with those at `which` changed one by one."""
    if not len(which):
        return texts
    mask = np.zeros(len(texts), bool)
    mask[which] = True
    return pc.replace_with_mask(
        texts, pa.array(mask), pa.array([change(t) for t in texts.take(which).to_pylist()])
    )


def _numbers(raw: pa.Array) -> pa.Array:
    values = _cast(raw, pa.float64())
    numbers = values.to_numpy()
    require(np.isfinite(numbers).all() and (np.abs(numbers) < EXACT_INTEGER).all())
    whole = numbers == np.floor(numbers)
    if whole.all():
        return pc.cast(pa.array(numbers.astype(np.int64)), pa.string())
    texts = pc.cast(values, pa.string())
    with_exponent = pc.match_substring(texts, "e").to_numpy(zero_copy_only=False)
    odd = with_exponent & ~whole
    if odd.any():
        plain = iter([number_text(text)[0] for text in raw.filter(pa.array(odd)).to_pylist()])
        texts = _each(texts, np.flatnonzero(odd), lambda _: next(plain))
    if whole.any():
        integers = pc.cast(pa.array(np.where(whole, numbers, 0).astype(np.int64)), pa.string())
        texts = pc.if_else(pa.array(whole), integers, texts)
    return texts


def _dates(raw: pa.Array, shows_time: np.ndarray, date1904: bool) -> pa.Array:
    serial = _cast(raw, pa.float64()).to_numpy()
    if date1904:
        require(((serial >= 0) & (serial < LAST_SERIAL - 1463)).all())
        epoch = -24_107
    else:
        # The first 60 days of 1900 stand one day off, and one of them never was: the exact reader knows them.
        require(((serial >= 61) & (serial < LAST_SERIAL - 1)).all())
        epoch = -25_569
    moment = np.rint(serial * _DAY).astype(np.int64) + epoch * _DAY
    # Years have four digits here, so every text is written at one length and shown as far as it says something.
    written = pc.cast(pa.array(moment, pa.timestamp("ms")), pa.string())
    shown = np.where(moment % 1000 != 0, 23, np.where((moment % _DAY == 0) & ~shows_time, 10, 19))
    letters = np.frombuffer(written.buffers()[2], np.uint8, 23 * len(moment)).reshape(-1, 23)
    ends = np.zeros(len(moment) + 1, np.int32)
    np.cumsum(shown, out=ends[1:])
    texts = letters[np.arange(23) < shown[:, None]]
    return pa.StringArray.from_buffers(len(moment), pa.py_buffer(ends), pa.py_buffer(texts))


def _noted_formats(cells: Cells, kinds: np.ndarray, book: Workbook) -> list[tuple[int, NumberFormat]]:
    """(column, format) of every percent or currency format on a number, first met first."""
    special = np.array([form.percent or form.currency for form in book.formats] + [False])
    if not special.any():
        return []
    which = np.flatnonzero(special[np.minimum(cells.style, len(book.formats))] & (kinds == NUMBER))
    pairs = np.unique(np.stack([cells.column[which], cells.style[which]], axis=1), axis=0, return_index=True)
    return [
        (int(column), book.formats[int(style)])
        for _, (column, style) in sorted(zip(pairs[1].tolist(), pairs[0].tolist(), strict=True))
    ]
