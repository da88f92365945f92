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
from .xlsx_parts import Workbook, resolve_entities, unescape
from .xlsx_scan import Cells, NotPlainError, require, scan

_DAY = 86_400_000


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


def cut_rows(
    block: bytes, book: Workbook, strings: pa.Array, last_row: int, columns: int, characters: int
) -> RowBlock | None:
    """The rows of a stretch that ends with </row>, or None where it is not plain.

    `strings` are the shared strings, `last_row` the row before the stretch, `columns` and `characters` the limits of
    a sheet's width and a cell's length.
    """
    try:
        rows, hidden, cells = scan(block, last_row, columns, characters)
        return _build(block, book, strings, rows, hidden, cells)
    except NotPlainError:
        return None


def _build(
    block: bytes, book: Workbook, strings: pa.Array, rows: np.ndarray, hidden: np.ndarray, cells: Cells
) -> RowBlock:
    result = RowBlock(rows[:0], last_row=int(rows[-1]))
    n = len(cells.row)
    if not n:
        return result
    offsets = np.empty(n * 2, np.int32)
    offsets[0::2], offsets[1::2] = cells.start, cells.stop
    raw = pa.StringArray.from_buffers(2 * n - 1, pa.py_buffer(offsets), pa.py_buffer(block))
    texts, kinds = _values(raw, cells, book, strings)
    lengths = pc.binary_length(texts).to_numpy()
    if not lengths.all():
        keep = lengths > 0
        texts, kinds, cells = texts.filter(pa.array(keep)), kinds[keep], cells.keep(keep)
    filled = np.unique(cells.row)
    result.row_numbers = rows[filled]
    result.hidden_rows = rows[filled][hidden[filled]].tolist()
    place = np.searchsorted(filled, cells.row)
    order = np.argsort(cells.column.astype(np.int16), kind="stable")
    sorted_columns = cells.column[order]
    edges = np.flatnonzero(np.diff(sorted_columns, prepend=-1))
    for start, stop in zip(edges, np.append(edges[1:], len(order)), strict=True):
        mine = order[start:stop]
        column = int(sorted_columns[start])
        mine_kinds = kinds[mine]
        flags = np.zeros(len(filled), bool)
        flags[place[mine]] = mine_kinds != TEXT
        if len(mine) == len(filled):
            take = pa.array(mine)
        else:
            index = np.full(len(filled), -1, np.int64)
            index[place[mine]] = mine
            take = pa.array(index, mask=index < 0)
        result.columns[column] = texts.take(take)
        result.kinds[column] = flags if flags.any() else None
        result.counts[column] = np.bincount(mine_kinds, minlength=6).tolist()
    result.formats = _noted_formats(cells, kinds, book)
    return result


def _values(raw: pa.Array, cells: Cells, book: Workbook, strings: pa.Array) -> tuple[pa.Array, np.ndarray]:
    """Texts and kinds of all cells, in file order."""
    n = len(cells.row)
    kinds = np.zeros(n, np.uint8)
    pieces: list[pa.Array] = []
    place = np.empty(n, np.int64)
    done = 0

    def add(which: np.ndarray, texts: pa.Array, kind: int) -> None:
        nonlocal done
        kinds[which] = kind
        place[which] = np.arange(done, done + len(which))
        pieces.append(texts)
        done += len(which)

    def stored(which: np.ndarray) -> pa.Array:
        return raw.take(pa.array(which * 2))

    shared = np.flatnonzero(cells.type == ord("s"))
    if len(shared):
        numbers = _cast(stored(shared), pa.int64()).to_numpy()
        require(numbers.min() >= 0 and numbers.max() < len(strings))
        add(shared, strings.take(pa.array(numbers)), TEXT)
    inline = np.flatnonzero((cells.type == ord("i")) | (cells.type == ord("r")))
    if len(inline):
        add(inline, _decoded(stored(inline)), TEXT)
    booleans = np.flatnonzero(cells.type == ord("b"))
    if len(booleans):
        flags = stored(booleans)
        yes = pc.equal(flags, "1").to_numpy(zero_copy_only=False)
        require((yes | pc.equal(flags, "0").to_numpy(zero_copy_only=False)).all())
        add(booleans, pa.array(["false", "true"]).take(pa.array(yes.astype(np.int64))), BOOLEAN)
    numeric = np.flatnonzero(cells.type == ord("n"))
    if len(numeric):
        formats = book.formats or [GENERAL]
        by_style = np.array(
            [("number", "date", "time", "duration").index(form.kind) for form in formats] + [0]
        )
        group = by_style[np.minimum(cells.style[numeric], len(formats))]
        plain = numeric[group == 0]
        if len(plain):
            texts = _numbers(stored(plain))
            if book.recalculates and cells.formula[plain].any():
                zero = pc.equal(texts, "0").to_numpy(zero_copy_only=False)
                require(not (zero & cells.formula[plain]).any())
            add(plain, texts, NUMBER)
        dates = numeric[group == 1]
        if len(dates):
            shows_time = np.array([form.has_time for form in formats] + [False])
            show = shows_time[np.minimum(cells.style[dates], len(formats))]
            add(dates, _dates(stored(dates), show, book.date1904), DATE)
        for cell in numeric[group > 1].tolist():
            form = formats[int(cells.style[cell])]
            text, kind, oddity = typed_number(raw[cell * 2].as_py(), form, book.date1904)
            require(not oddity and kind in (TIME, DURATION))
            add(np.array([cell]), pa.array([text]), kind)
    return pa.concat_arrays(pieces).take(pa.array(place)), kinds


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


def _decoded(texts: pa.Array) -> pa.Array:
    marked = pc.match_substring(texts, "&").to_numpy(zero_copy_only=False)
    marked |= pc.match_substring(texts, "_x").to_numpy(zero_copy_only=False)
    return _each(texts, np.flatnonzero(marked), _plain_text)


def _plain_text(text: str) -> str:
    resolved = resolve_entities(text)
    if resolved is None:
        raise NotPlainError
    return unescape(resolved)


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
    texts = pc.cast(pa.array(moment // 1000, pa.timestamp("s")), pa.string())
    finer = moment % 1000 != 0
    if finer.any():
        exact = pc.cast(pa.array(moment, pa.timestamp("ms")), pa.string())
        texts = pc.if_else(pa.array(finer), exact, texts)
    short = (moment % _DAY == 0) & ~shows_time
    if short.all():
        return pc.cast(pa.array((moment // _DAY).astype(np.int32), pa.date32()), pa.string())
    if short.any():
        texts = pc.if_else(pa.array(short), pc.utf8_slice_codeunits(texts, 0, 10), texts)
    return texts


def _noted_formats(cells: Cells, kinds: np.ndarray, book: Workbook) -> list[tuple[int, NumberFormat]]:
    """(column, format) of every percent or currency format on a number, first met first."""
    special = np.array([form.percent or form.currency for form in book.formats] + [False])
    which = np.flatnonzero(special[np.minimum(cells.style, len(book.formats))] & (kinds == NUMBER))
    pairs = np.unique(np.stack([cells.column[which], cells.style[which]], axis=1), axis=0, return_index=True)
    return [
        (int(column), book.formats[int(style)])
        for _, (column, style) in sorted(zip(pairs[1].tolist(), pairs[0].tolist(), strict=True))
    ]
