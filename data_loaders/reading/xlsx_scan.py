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
_SHORT_TYPES = np.zeros(256, bool)
_SHORT_TYPES[list(b"snb")] = True
_HOLDS_TEXT = np.zeros(13, bool)
_HOLDS_TEXT[[_V, _T, _F]] = True


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
    closed = b[te - 1] == ord("/")
    kind = _tags(b, lt, te)
    require(kind.all())

    opened, ended = np.flatnonzero(kind == _ROW), np.flatnonzero(kind == _ROW_END)
    require(len(opened))
    rows, hidden, digits_at, digits = _rows(b, block, lt[opened], te[opened], last_row)
    open_rows = opened[~closed[opened]]
    require(len(open_rows) == len(ended) and (open_rows < ended).all() and (ended[:-1] < open_rows[1:]).all())

    kind = np.append(kind, np.zeros(6, np.uint8))
    first = np.flatnonzero(kind == _C)
    last, start, stop, formula = _bodies(kind, closed, lt, te, first)
    require(len(lt) == int((last - first + 1).sum()) + len(opened) + len(ended))
    gap = lt[1:] - te[:-1] - 1
    gaps = np.flatnonzero(gap)
    holds_text = _HOLDS_TEXT[kind[gaps]] & ~closed[gaps]
    require((holds_text | (gap[gaps] == 1) & (b[te[gaps] + 1] == 10)).all())
    require(lt[0] == 0 or (lt[0] == 1 and b[0] == 10))

    # Cells stand behind their row's tag; none may stand before the first.
    behind = np.searchsorted(first, opened)
    require(behind[0] == 0)
    row = np.repeat(np.arange(len(opened)), np.diff(behind, append=len(first)))
    require(not closed[opened[row]].any() and not (kind[first - 1] == _ROW_END).any())
    column, style, letter = _attributes(b, lt[first], te[first], closed[first], digits_at[row], digits[row])
    order = row * 16_384 + column
    require((np.diff(order) > 0).all() and (not len(column) or column.max() < columns))
    filled = stop > start
    require(not (formula & ~filled & (letter != ord("r"))).any())
    require(not len(start) or int((stop - start).max()) <= characters)
    cells = Cells(row, column, style, letter, start, stop, formula)
    return rows, hidden, cells if filled.all() else cells.keep(filled)


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
    kind: np.ndarray, closed: np.ndarray, lt: np.ndarray, te: np.ndarray, first: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each cell its last tag, where its value starts and stops, and whether it has a formula."""
    alone = closed[first]
    formula = ~alone & (kind[first + 1] == _F)
    closed = np.append(closed, np.zeros(6, bool))
    long_formula = formula & ~closed[first + 1]
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
    te: np.ndarray,
    closed: np.ndarray,
    digits_at: np.ndarray,
    digits: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Column, style and type letter of each cell tag; the row digits must be those of the row's own tag.

    Type letters: s shared, n number, b boolean, r formula text (str), i inline text.
    """
    require(((b[3:][lt] == ord("r")) & (b[4:][lt] == ord("=")) & (b[5:][lt] == ord('"'))).all())
    at = lt + 6
    one, two, three = (
        b[at].astype(np.int64) - 65,
        b[1:][at].astype(np.int64) - 65,
        b[2:][at].astype(np.int64) - 65,
    )
    require(((one >= 0) & (one < 26)).all())
    has_two = (two >= 0) & (two < 26)
    has_three = has_two & (three >= 0) & (three < 26)
    column = np.where(
        has_three, (one * 26 + two + 27) * 26 + three, np.where(has_two, (one + 1) * 26 + two, one)
    )
    at = at + 1 + has_two + has_three
    for step in range(int(digits.max(initial=0))):
        require(((step >= digits) | (b[step:][at] == b[step:][digits_at])).all())
    at = at + digits
    require((b[at] == ord('"')).all())
    at = at + 1
    has_style = (b[at] == 32) & (b[1:][at] == ord("s"))
    style = np.zeros(len(at), np.int64)
    if has_style.any():
        require(((b[2:][at] == ord("=")) & (b[3:][at] == ord('"')))[has_style].all())
        place, going = at + 4, has_style.copy()
        for _ in range(6):
            digit = b[place]
            going &= (digit >= 48) & (digit <= 57)
            if not going.any():
                break
            style = np.where(going, style * 10 + digit - 48, style)
            place = place + going
        require((b[place] == ord('"'))[has_style].all() and (place > at + 4)[has_style].all())
        at = np.where(has_style, place + 1, at)
    letter = np.full(len(at), ord("n"), np.uint8)
    has_type = b[at] == 32
    if has_type.any():
        require(((b[1:][at] == ord("t")) & (b[2:][at] == ord("=")) & (b[3:][at] == ord('"')))[has_type].all())
        initial = b[4:][at]
        short = has_type & (b[5:][at] == ord('"')) & _SHORT_TYPES[initial]
        letter[short] = initial[short]
        at = at + 6 * short
        for written, meaning in ((b'str"', "r"), (b'inlineStr"', "i")):
            long = np.flatnonzero(has_type & ~short & (initial == written[0]))
            for step, wanted in enumerate(written, 4):
                require((b[at[long] + step] == wanted).all())
            letter[long] = ord(meaning)
            at[long] += 4 + len(written)
        require((letter != ord("n"))[has_type & (initial != ord("n"))].all())
    require((at + closed == te).all())
    return column, style, letter
