"""Finds every cell in a plain stretch of sheet rows with numpy: its place, style, type and where its value lies.

Plain: every byte belongs to a row, a cell, a stored value, an inline text or a formula in the usual form, in order
(formulas themselves are not looked at). Anything else raises NotPlainError, and the exact reader takes over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .xlsx_parts import is_true

_ROW, _ROW_END, _C, _C_END, _V, _V_END, _F, _F_END, _IS, _IS_END, _T, _T_END = range(1, 13)
_ROW_STARTS = b'<row r="'
_ATTRIBUTES = re.compile(rb'(?:\s+[A-Za-z][\w.:-]*="[^"<>&]*")*\s*')
_HIDDEN = re.compile(rb'\shidden="([^"]*)"')
_MAX_ROW = 1_048_576
#: Attributes of rows up to this length are compared byte by byte, all rows at once.
_SHORT = 80

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
# By the first two letters behind r=": the column if a digit follows, and how many of the two are its letters.
_COLUMNS, _WIDTHS = np.full(65_536, -1, np.int64), np.zeros(65_536, np.int64)
for _first in range(26):
    for _second in range(256):
        _both = _first + 65 | _second << 8
        _two = 65 <= _second <= 90
        _COLUMNS[_both] = (_first + 1) * 26 + _second - 65 if _two else _first
        _WIDTHS[_both] = 1 + _two
#: All bits of so many lower bytes of eight.
_FIRST_BYTES = np.array([256**count - 1 for count in range(9)], "<u8")
_TAIL = re.compile(rb'(?: s="([0-9]{1,6})")?(?: t="(s|n|b|str|inlineStr)")?')
_LETTERS = {b"str": b"r", b"inlineStr": b"i"}
#: A stretch whose cells are written in more ways is read cell by cell.
_MOST_TAILS = 200


class NotPlainError(Exception):
    """The stretch must be read cell by cell."""


@dataclass
class Cells:
    """Cells in file order: row position, column, style, type letter, value from/to, formula or not."""

    row: np.ndarray
    column: np.ndarray
    style: np.ndarray
    type: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    formula: np.ndarray

    def keep(self, which: np.ndarray) -> Cells:
        """Only these cells."""
        return Cells(
            self.row[which],
            self.column[which],
            self.style[which],
            self.type[which],
            self.start[which],
            self.stop[which],
            self.formula[which],
        )


def require(condition: object) -> None:
    """Give the stretch up where something is not plain."""
    if not condition:
        raise NotPlainError


def scan(block: bytes, last_row: int, columns: int, characters: int) -> tuple[np.ndarray, np.ndarray, Cells]:
    """Row numbers, which rows are hidden, and every filled cell."""
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            raise NotPlainError from None
        require(b"\xef\xbf" not in block)  # Two characters there are not allowed in XML.
    b = np.frombuffer(block + b" " * 32, np.uint8)
    require(b.min() >= 32 or not ((b < 32) & (b != 9) & (b != 10)).any())
    lt, te = np.flatnonzero(b == ord("<")), np.flatnonzero(b == ord(">"))
    # A > in a text is legal, and rare enough to leave to the exact reader.
    require(len(lt) and len(lt) == len(te) and (lt < te).all() and (te[:-1] < lt[1:]).all())
    require(te[-1] == len(block) - 1)
    kind = _tags(b, lt, te)
    require(kind.all())

    opened, ended = np.flatnonzero(kind == _ROW), np.flatnonzero(kind == _ROW_END)
    require(len(opened))
    rows, hidden, digits_at, digits = _rows(b, block, lt[opened], te[opened], last_row)
    closed_rows = _closed(b, te[opened])
    open_rows = opened[~closed_rows]
    require(len(open_rows) == len(ended) and (open_rows < ended).all() and (ended[:-1] < open_rows[1:]).all())

    kind = np.append(kind, np.zeros(6, np.uint8))
    first = np.flatnonzero(kind == _C)
    closed = _closed(b, te[first])
    last, start, stop, formula = _bodies(b, kind, closed, lt, te, first)
    require(len(lt) == int((last - first + 1).sum()) + len(opened) + len(ended))
    # What is stored stands behind <v>; elsewhere there is little but the tags.
    gaps = np.flatnonzero((lt[1:] - te[:-1] != 1) & (kind[: len(lt) - 1] != _V))
    holds_text = _HOLDS_TEXT[kind[gaps]] & ~_closed(b, te[gaps])
    require((holds_text | (lt[gaps + 1] - te[gaps] == 2) & (b[te[gaps] + 1] == 10)).all())
    require(lt[0] == 0 or (lt[0] == 1 and b[0] == 10))

    # Cells stand behind their row's tag; none may stand before the first.
    behind = np.searchsorted(first, opened)
    require(behind[0] == 0)
    row = np.repeat(np.arange(len(opened)), np.diff(behind, append=len(first)))
    require(not closed_rows[row].any() and not (kind[first - 1] == _ROW_END).any())
    column, style, letter = _attributes(b, lt[first], te[first] - closed, row, digits_at, digits)
    order = row * 16_384 + column
    require((np.diff(order) > 0).all() and (not len(column) or column.max() < columns))
    filled = stop > start
    require(not (formula & ~filled & (letter != ord("r"))).any())
    require(not len(start) or int((stop - start).max()) <= characters)
    cells = Cells(row, column, style, letter, start, stop, formula)
    return rows, hidden, cells if filled.all() else cells.keep(filled)


def _closed(b: np.ndarray, te: np.ndarray) -> np.ndarray:
    """Which of these tags close themselves."""
    closed: np.ndarray = b[te - 1] == ord("/")
    return closed


def eight(b: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Eight bytes from each of these places as one number, the first byte its lowest."""
    windows: np.ndarray = np.ndarray((len(b) - 7,), "V8", b, strides=(1,))
    words: np.ndarray = windows[places].view("<u8")
    return words


def _tags(b: np.ndarray, lt: np.ndarray, te: np.ndarray) -> np.ndarray:
    """Each tag's kind, its name checked to the last letter; 0 for any other tag."""
    length = te - lt
    kind: np.ndarray = _STARTS[(b[1:][lt].astype(np.uint16) << 8) | b[2:][lt]]
    wanted = _LENGTHS[kind]
    wrong = (wanted != 0) & (length != wanted)
    kind[wrong] = 0
    for which, rest in ((_ROW, b"ow "), (_ROW_END, b"row"), (_IS_END, b"is")):
        tags = lt[kind == which]
        for step, letter in enumerate(rest, 2):
            require((b[tags + step] == letter).all())
    spaced = np.flatnonzero((kind == _T) & (length != 2))
    if len(spaced):
        for step, letter in enumerate(b' xml:space="preserve">', 2):
            require((b[lt[spaced] + step] == letter).all())
    return kind


def _rows(
    b: np.ndarray, block: bytes, lt: np.ndarray, te: np.ndarray, last_row: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Row numbers, which rows are hidden, and where and how long their digits are."""
    digits_at = lt + len(_ROW_STARTS)
    for step, letter in enumerate(_ROW_STARTS):
        require((b[lt + step] == letter).all())
    rows, digits = np.zeros(len(lt), np.int64), np.zeros(len(lt), np.int64)
    going = np.ones(len(lt), bool)
    for step in range(8):
        digit = b[digits_at + step]
        going &= (digit >= ord("0")) & (digit <= ord("9"))
        if not going.any():
            break
        rows = np.where(going, rows * 10 + digit - ord("0"), rows)
        digits += going
    behind = digits_at + digits
    require((digits > 0).all() and (b[digits_at] != ord("0")).all() and (b[behind] == ord('"')).all())
    require(rows[0] > last_row and (np.diff(rows) > 0).all() and rows[-1] <= _MAX_ROW)
    return rows, _hidden(b, block, behind + 1, te), digits_at, digits


def _hidden(b: np.ndarray, block: bytes, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Which rows are hidden, by the attributes of their tags: looked at once where all rows have the same."""
    length = int(stop[0] - start[0])
    alike = length <= _SHORT and bool((stop - start == length).all())
    if alike and all((b[start + step] == b[start[0] + step]).all() for step in range(length)):
        return np.full(len(start), _is_hidden(block[start[0] : stop[0]]))
    tags = [block[first:last] for first, last in zip(start.tolist(), stop.tolist(), strict=True)]
    known = {attributes: _is_hidden(attributes) for attributes in set(tags)}
    return np.array([known[attributes] for attributes in tags])


def _is_hidden(attributes: bytes) -> bool:
    attributes = attributes.removesuffix(b"/")
    require(_ATTRIBUTES.fullmatch(attributes))
    flag = _HIDDEN.search(attributes)
    return flag is not None and is_true(flag[1].decode("ascii", "replace"))


def _bodies(
    b: np.ndarray, kind: np.ndarray, alone: np.ndarray, lt: np.ndarray, te: np.ndarray, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each cell its last tag, where its value starts and stops, and whether it has a formula.

    `alone` says which cells close themselves.
    """
    if not alone.any() and (kind[first + 1] == _V).all():
        require((kind[first + 2] == _V_END).all() and (kind[first + 3] == _C_END).all())
        return first + 3, te[first + 1] + 1, lt[first + 2], np.zeros(len(first), bool)
    formula = ~alone & (kind[first + 1] == _F)
    long_formula = formula.copy()
    long_formula[formula] = ~_closed(b, te[first[formula] + 1])
    require((kind[first + 2][long_formula] == _F_END).all())
    inner = first + 1 + formula + long_formula
    value = ~alone & (kind[inner] == _V)
    inline = ~alone & (kind[inner] == _IS)
    empty = ~alone & (kind[inner] == _C_END)
    require((alone | value | inline | empty).all())
    require((kind[inner + 1][value] == _V_END).all() and (kind[inner + 2][value] == _C_END).all())
    for step, wanted in ((1, _T), (2, _T_END), (3, _IS_END), (4, _C_END)):
        require((kind[(inner + step)[inline]] == wanted).all())
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
    stop: np.ndarray,
    row: np.ndarray,
    digits_at: np.ndarray,
    digits: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Column, style and type letter of each cell tag; the row digits must be those of the row's own tag.

    `stop` is where the attributes of each tag end; `digits_at` and `digits` say of each row where its number stands.
    """
    start = eight(b, lt + 3)
    require(((start & 0xFFFFFF) == int.from_bytes(b'r="', "little")).all())
    letters = (start >> 24 & 0xFFFF).astype(np.int64)
    column, width = _COLUMNS[letters], _WIDTHS[letters]
    require((width > 0).all())
    third = (start >> 40 & 0xFF).astype(np.int64) - 65
    has_three = (width == 2) & (third >= 0) & (third < 26)
    if has_three.any():
        column = np.where(has_three, (column + 1) * 26 + third, column)
    at = lt + 6 + width + has_three
    # The quotation mark behind the number of the row is compared with it.
    written = _FIRST_BYTES[digits + 1]
    require(not ((eight(b, at) ^ eight(b, digits_at)[row]) & written[row]).any())
    style, letter = _tails(b, at + digits[row] + 1, stop)
    return column, style, letter


def _tails(b: np.ndarray, start: np.ndarray, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Style and type letter by what stands in each tag from `start` to `stop`: few ways of it, many cells.

    Type letters: s shared, n number, b boolean, r formula text (str), i inline text.
    """
    length = stop - start
    longest = int(length.max(initial=0))
    require(int(length.min(initial=0)) >= 0 and longest <= 24)
    words = [
        eight(b, start + step) & _FIRST_BYTES[np.clip(length - step, 0, 8)] for step in range(0, longest, 8)
    ]
    style, letter = np.zeros(len(start), np.int64), np.full(len(start), ord("n"), np.uint8)
    left = np.flatnonzero(length)
    for _ in range(_MOST_TAILS):
        if not len(left):
            return style, letter
        one = left[0]
        found = _TAIL.fullmatch(b[start[one] : stop[one]].tobytes())
        require(found)
        assert found is not None
        same = words[0][left] == words[0][one]
        for word in words[1:]:
            same &= word[left] == word[one]
        alike = left[same]
        style[alike] = int(found[1] or 0)
        letter[alike] = ord(_LETTERS.get(found[2], found[2]) or b"n")
        left = left[~same]
    raise NotPlainError
