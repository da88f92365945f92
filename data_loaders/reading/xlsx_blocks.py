"""Cuts plain stretches of sheet rows into columns with numpy, or says that they are not plain.

Plain: every byte belongs to a row, a cell, a stored value, an inline text or a formula in the usual form, in order,
and no value is odd (formulas themselves are not looked at). Such a stretch has one reading only, and the exact reader in xlsx.py gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cell_values import EXACT_INTEGER, LAST_SERIAL, number_text, typed_number
from .number_formats import GENERAL, NumberFormat
from .sheet_writer import BOOLEAN, DATE, DURATION, NUMBER, TEXT, TIME
from .xlsx_parts import Workbook, is_true, resolve_entities, unescape

_ROW, _ROW_END, _C, _C_END, _V, _V_END, _F, _F_END, _IS, _IS_END, _T, _T_END = range(1, 13)
_ROW_TAG = re.compile(rb'<row r="([1-9]\d{0,6})"([^<>]*?)/?>')
_ATTRIBUTES = re.compile(rb'(?:\s+[A-Za-z][\w.:-]*="[^"<>&]*")*\s*')
_HIDDEN = re.compile(rb'\shidden="([^"]*)"')
_MAX_ROW = 1_048_576
_DAY = 86_400_000

# The first two letters of a tag tell its kind; closing tags and <is> must then have their one length.
_STARTS = np.zeros(65_536, np.uint8)
for _name, _kind in (
    (b"c ", _C),
    (b"v>", _V),
    (b"f>", _F),
    (b"f ", _F),
    (b"t>", _T),
    (b"t ", _T),
    (b"is", _IS),
    (b"ro", _ROW),
    (b"/c", _C_END),
    (b"/v", _V_END),
    (b"/f", _F_END),
    (b"/t", _T_END),
    (b"/i", _IS_END),
    (b"/r", _ROW_END),
):
    _STARTS[_name[0] << 8 | _name[1]] = _kind
_LENGTHS = np.zeros(13, np.int64)
_LENGTHS[[_IS, _C_END, _V_END, _F_END, _T_END, _IS_END, _ROW_END]] = [3, 3, 3, 3, 3, 4, 5]
_HOLDS_TEXT = np.zeros(13, bool)
_HOLDS_TEXT[[_V, _T, _F]] = True


class _NotPlain(Exception):
    """The stretch must be read cell by cell."""


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


@dataclass
class _Cells:
    """Filled cells in file order: row position, column, style, type letter, value from/to, formula or not."""

    row: np.ndarray
    column: np.ndarray
    style: np.ndarray
    type: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    formula: np.ndarray

    def keep(self, which: np.ndarray) -> _Cells:
        return _Cells(
            self.row[which],
            self.column[which],
            self.style[which],
            self.type[which],
            self.start[which],
            self.stop[which],
            self.formula[which],
        )


def cut_rows(
    block: bytes, book: Workbook, strings: pa.Array, last_row: int, columns: int, characters: int
) -> RowBlock | None:
    """The rows of a stretch that ends with </row>, or None where it is not plain.

    `strings` are the shared strings, `last_row` the row before the stretch, `columns` and `characters` the limits of
    a sheet's width and a cell's length.
    """
    try:
        rows, hidden, cells = _scan(block, last_row, columns, characters)
        return _build(block, book, strings, rows, hidden, cells)
    except _NotPlain:
        return None


def _require(condition: object) -> None:
    if not condition:
        raise _NotPlain


def _scan(
    block: bytes, last_row: int, columns: int, characters: int
) -> tuple[np.ndarray, np.ndarray, _Cells]:
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            raise _NotPlain from None
        _require(b"\xef\xbf" not in block)  # Two characters there are not allowed in XML.
    b = np.frombuffer(block + b" " * 32, np.uint8)
    _require(not ((b < 32) & (b != 9) & (b != 10)).any())
    lt, te = np.flatnonzero(b == ord("<")), np.flatnonzero(b == ord(">"))
    # A > in a text is legal, and rare enough to leave to the exact reader.
    _require(len(lt) and len(lt) == len(te) and (lt < te).all() and (te[:-1] < lt[1:]).all())
    _require(te[-1] == len(block) - 1)
    closed = b[te - 1] == ord("/")
    kind = _tags(b, lt, te)
    _require(kind.all())

    opened, ended = np.flatnonzero(kind == _ROW), np.flatnonzero(kind == _ROW_END)
    _require(len(opened))
    rows, hidden, digits_at, digits = _rows(block, lt[opened], te[opened], last_row)
    open_rows = opened[~closed[opened]]
    _require(
        len(open_rows) == len(ended) and (open_rows < ended).all() and (ended[:-1] < open_rows[1:]).all()
    )

    kind = np.append(kind, np.zeros(6, np.uint8))
    first = np.flatnonzero(kind == _C)
    last, start, stop, formula = _bodies(kind, closed, lt, te, first)
    _require(len(lt) == int((last - first + 1).sum()) + len(opened) + len(ended))
    gap = lt[1:] - te[:-1] - 1
    gaps = np.flatnonzero(gap)
    holds_text = _HOLDS_TEXT[kind[gaps]] & ~closed[gaps]
    _require((holds_text | (gap[gaps] == 1) & (b[te[gaps] + 1] == 10)).all())
    _require(lt[0] == 0 or lt[0] == 1 and b[0] == 10)

    row = np.cumsum(kind == _ROW)[first] - 1
    _require((row >= 0).all() and not closed[opened[row]].any() and not (kind[first - 1] == _ROW_END).any())
    column, style, letter = _attributes(b, lt[first], te[first], closed[first], digits_at[row], digits[row])
    order = row * 16_384 + column
    _require((np.diff(order) > 0).all() and (not len(column) or column.max() < columns))
    filled = stop > start
    _require(not (formula & ~filled & (letter != ord("r"))).any())
    _require(not len(start) or int((stop - start).max()) <= characters)
    return rows, hidden, _Cells(row, column, style, letter, start, stop, formula).keep(filled)


def _tags(b: np.ndarray, lt: np.ndarray, te: np.ndarray) -> np.ndarray:
    """Each tag's kind, its name checked to the last letter; 0 for any other tag."""
    length = te - lt
    kind = _STARTS[(b[lt + 1].astype(np.uint16) << 8) | b[lt + 2]]
    wanted = _LENGTHS[kind]
    wrong = (wanted != 0) & (length != wanted)
    kind[wrong] = 0
    for which, rest in ((_ROW, b"ow "), (_ROW_END, b"row"), (_IS_END, b"is")):
        tags = lt[kind == which]
        for step, letter in enumerate(rest, 2):
            _require((b[tags + step] == letter).all())
    spaced = np.flatnonzero((kind == _T) & (length != 2))
    if len(spaced):
        for step, letter in enumerate(b' xml:space="preserve">', 2):
            _require((b[lt[spaced] + step] == letter).all())
    return kind


def _rows(
    block: bytes, lt: np.ndarray, te: np.ndarray, last_row: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Row numbers, which rows are hidden, and where and how long their digits are."""
    numbers, hidden, digits = [], [], []
    known = {b""}
    for start, stop in zip(lt.tolist(), te.tolist(), strict=True):
        match = _ROW_TAG.fullmatch(block, start, stop + 1)
        if match is None:
            raise _NotPlain
        attributes = match[2]
        if attributes not in known:
            _require(_ATTRIBUTES.fullmatch(attributes))
            known.add(attributes)
        numbers.append(int(match[1]))
        digits.append(len(match[1]))
        flag = _HIDDEN.search(attributes) if b"hidden" in attributes else None
        hidden.append(flag is not None and is_true(flag[1].decode("ascii", "replace")))
    rows = np.array(numbers)
    _require(rows[0] > last_row and (np.diff(rows) > 0).all() and rows[-1] <= _MAX_ROW)
    return rows, np.array(hidden), lt + len('<row r="'), np.array(digits)


def _bodies(
    kind: np.ndarray, closed: np.ndarray, lt: np.ndarray, te: np.ndarray, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each cell its last tag, where its value starts and stops, and whether it has a formula."""
    alone = closed[first]
    formula = ~alone & (kind[first + 1] == _F)
    closed = np.append(closed, np.zeros(6, bool))
    long_formula = formula & ~closed[first + 1]
    _require((kind[first + 2][long_formula] == _F_END).all())
    inner = first + 1 + formula + long_formula
    value = ~alone & (kind[inner] == _V)
    inline = ~alone & (kind[inner] == _IS)
    empty = ~alone & (kind[inner] == _C_END)
    _require((alone | value | inline | empty).all())
    _require((kind[inner + 1][value] == _V_END).all() and (kind[inner + 2][value] == _C_END).all())
    for step, wanted in ((1, _T), (2, _T_END), (3, _IS_END), (4, _C_END)):
        _require((kind[(inner + step)[inline]] == wanted).all())
    last = np.where(alone, first, inner + 2 * value + 4 * inline)
    tag = inner + inline
    holds = value | inline
    tag = np.where(holds, tag, 0)
    start = np.where(holds, te[tag] + 1, 0)
    stop = np.where(holds, lt[np.minimum(tag + 1, len(lt) - 1)], 0)
    return last, start, stop, formula


def _attributes(
    b: np.ndarray,
    lt: np.ndarray,
    te: np.ndarray,
    closed: np.ndarray,
    digits_at: np.ndarray,
    digits: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Column, style and type letter of each cell tag; the row digits must be those of the row's own tag.

    Type letters: s shared, n number, b boolean, r formula text (str), i inline text.
    """
    _require(((b[lt + 3] == ord("r")) & (b[lt + 4] == ord("=")) & (b[lt + 5] == ord('"'))).all())
    at = lt + 6
    one, two, three = (
        b[at].astype(np.int64) - 65,
        b[at + 1].astype(np.int64) - 65,
        b[at + 2].astype(np.int64) - 65,
    )
    _require(((one >= 0) & (one < 26)).all())
    has_two = (two >= 0) & (two < 26)
    has_three = has_two & (three >= 0) & (three < 26)
    column = np.where(
        has_three, (one * 26 + two + 27) * 26 + three, np.where(has_two, (one + 1) * 26 + two, one)
    )
    at = at + 1 + has_two + has_three
    for step in range(int(digits.max(initial=0))):
        _require(((step >= digits) | (b[at + step] == b[digits_at + step])).all())
    at = at + digits
    _require((b[at] == ord('"')).all())
    at = at + 1
    has_style = (b[at] == 32) & (b[at + 1] == ord("s"))
    style = np.zeros(len(at), np.int64)
    if has_style.any():
        _require(((b[at + 2] == ord("=")) & (b[at + 3] == ord('"')))[has_style].all())
        place, going = at + 4, has_style.copy()
        for _ in range(6):
            digit = b[place]
            going &= (digit >= 48) & (digit <= 57)
            if not going.any():
                break
            style = np.where(going, style * 10 + digit - 48, style)
            place = place + going
        _require((b[place] == ord('"'))[has_style].all() and (place > at + 4)[has_style].all())
        at = np.where(has_style, place + 1, at)
    letter = np.full(len(at), ord("n"), np.uint8)
    has_type = b[at] == 32
    if has_type.any():
        _require(
            ((b[at + 1] == ord("t")) & (b[at + 2] == ord("=")) & (b[at + 3] == ord('"')))[has_type].all()
        )
        initial = b[at + 4]
        short = has_type & (b[at + 5] == ord('"')) & np.isin(initial, np.frombuffer(b"snb", np.uint8))
        text = (
            has_type
            & (initial == ord("s"))
            & (b[at + 5] == ord("t"))
            & (b[at + 6] == ord("r"))
            & (b[at + 7] == ord('"'))
        )
        inline = has_type & (initial == ord("i"))
        if inline.any():
            for step, wanted in enumerate(b'inlineStr"'):
                _require((b[at + 4 + step] == wanted)[inline].all())
        _require((short | text | inline)[has_type].all())
        letter = np.where(
            short, initial, np.where(text, ord("r"), np.where(inline, ord("i"), letter))
        ).astype(np.uint8)
        at = at + np.where(short, 6, np.where(text, 8, np.where(inline, 14, 0)))
    _require((at + closed == te).all())
    return column, style, letter


def _build(
    block: bytes, book: Workbook, strings: pa.Array, rows: np.ndarray, hidden: np.ndarray, cells: _Cells
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


def _values(raw: pa.Array, cells: _Cells, book: Workbook, strings: pa.Array) -> tuple[pa.Array, np.ndarray]:
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
        _require(numbers.min() >= 0 and numbers.max() < len(strings))
        add(shared, strings.take(pa.array(numbers)), TEXT)
    inline = np.flatnonzero((cells.type == ord("i")) | (cells.type == ord("r")))
    if len(inline):
        add(inline, _decoded(stored(inline)), TEXT)
    booleans = np.flatnonzero(cells.type == ord("b"))
    if len(booleans):
        flags = stored(booleans)
        yes = pc.equal(flags, "1").to_numpy(zero_copy_only=False)
        _require((yes | pc.equal(flags, "0").to_numpy(zero_copy_only=False)).all())
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
                _require(not (zero & cells.formula[plain]).any())
            add(plain, texts, NUMBER)
        dates = numeric[group == 1]
        if len(dates):
            shows_time = np.array([form.has_time for form in formats] + [False])
            show = shows_time[np.minimum(cells.style[dates], len(formats))]
            add(dates, _dates(stored(dates), show, book.date1904), DATE)
        for cell in numeric[group > 1].tolist():
            form = formats[int(cells.style[cell])]
            text, kind, oddity = typed_number(raw[cell * 2].as_py(), form, book.date1904)
            _require(not oddity and kind in (TIME, DURATION))
            add(np.array([cell]), pa.array([text]), kind)
    return pa.concat_arrays(pieces).take(pa.array(place)), kinds


def _cast(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    try:
        return pc.cast(texts, kind)
    except pa.ArrowInvalid:
        raise _NotPlain from None


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
        raise _NotPlain
    return unescape(resolved)


def _numbers(raw: pa.Array) -> pa.Array:
    values = _cast(raw, pa.float64())
    numbers = values.to_numpy()
    _require(np.isfinite(numbers).all() and (np.abs(numbers) < EXACT_INTEGER).all())
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
        _require(((serial >= 0) & (serial < LAST_SERIAL - 1463)).all())
        epoch = -24_107
    else:
        # The first 60 days of 1900 stand one day off, and one of them never was: the exact reader knows them.
        _require(((serial >= 61) & (serial < LAST_SERIAL - 1)).all())
        epoch = -25_569
    moment = np.rint(serial * _DAY).astype(np.int64) + epoch * _DAY
    _require((moment % 1000 == 0).all())
    texts = pc.cast(pa.array(moment // 1000, pa.timestamp("s")), pa.string())
    short = (moment % _DAY == 0) & ~shows_time
    if short.all():
        return pc.cast(pa.array((moment // _DAY).astype(np.int32), pa.date32()), pa.string())
    if short.any():
        texts = pc.if_else(pa.array(short), pc.utf8_slice_codeunits(texts, 0, 10), texts)
    return texts


def _noted_formats(cells: _Cells, kinds: np.ndarray, book: Workbook) -> list[tuple[int, NumberFormat]]:
    """(column, format) of every percent or currency format on a number, first met first."""
    special = np.array([form.percent or form.currency for form in book.formats] + [False])
    which = np.flatnonzero(special[np.minimum(cells.style, len(book.formats))] & (kinds == NUMBER))
    pairs = np.unique(np.stack([cells.column[which], cells.style[which]], axis=1), axis=0, return_index=True)
    return [
        (int(column), book.formats[int(style)])
        for _, (column, style) in sorted(zip(pairs[1].tolist(), pairs[0].tolist(), strict=True))
    ]
