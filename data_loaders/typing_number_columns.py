"""What one column of numbers holds: which of comma and point is the decimal mark, and what stands around the digits.

A column of plain numbers is cast as it is. Anything else is stripped of signs, and then every cell is either a
number in one of the known national styles or refused: a group of digits in the wrong place is never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from contracts.contract import ColumnType
from data_loaders.typing_cells import SPACES, Cells, counted, quoted
from data_loaders.typing_currencies import MARKS, code_of, mark_pattern

Mark = Literal["point", "comma"]
_OTHER: Mapping[Mark, Mark] = {"point": "comma", "comma": "point"}
_SIGN: Mapping[Mark, str] = {"point": ".", "comma": ","}

_SPACE_GROUP = r"[1-9]\d{0,2}(?:[ '’]\d{3})+"
#: After signs are stripped. Three digits after a single mark could be thousands or decimals: told by the column.
_DOUBTFUL: Mapping[Mark, str] = {"point": r"[1-9]\d{0,2}\.\d{3}", "comma": r"[1-9]\d{0,2},\d{3}"}
_STYLE: Mapping[Mark, str] = {
    "point": rf"\d+|\d*\.\d+|\d+\.|(?:[1-9]\d{{0,2}}(?:,\d{{3}})+|{_SPACE_GROUP})(?:\.\d*)?",
    "comma": rf"\d+|\d*,\d+|\d+,|(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|{_SPACE_GROUP})(?:,\d*)?",
}
#: Lakh and crore: 12,34,567.89.
INDIAN = r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?"
#: What shows beyond doubt which mark is the decimal one.
_SURE: Mapping[Mark, str] = {
    "point": r"\d*\.\d{1,2}|\d*\.\d{4,}|(?:0\d*|\d{4,})?\.\d{3}|[1-9]\d{0,2}(?:,\d{3})+\.\d*|[1-9]\d{0,2}(?:,\d{3}){2,}"
    rf"|{_SPACE_GROUP}\.\d*",
    "comma": r"\d*,\d{1,2}|\d*,\d{4,}|(?:0\d*|\d{4,})?,\d{3}|[1-9]\d{0,2}(?:\.\d{3})+,\d*|[1-9]\d{0,2}(?:\.\d{3}){2,}"
    rf"|{_SPACE_GROUP},\d*",
}
_PLAIN = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
_STRIPPED = re.compile(r"[\d.,'’ ]+")
#: A minus before or after the digits, or both parentheses; never two of them.
_MINUS = (
    rf"^[^0-9(]*[-−–][^-−–()]*$|^[^-−–()]*[0-9][^-−–()]*[-−–]{SPACES}*$|^[^-−–()0-9]*\([^-−–()]*\){SPACES}*$"
)
#: Less than half the smallest unit, in statistical tables.
_STAR = r"\s*\*+\s*"
_ROUNDS = 4
_LEFT_ROWS = 50_000


@dataclass
class Signs:
    """What stands around the digits in a column, besides points and commas."""

    spaces: bool = False
    negatives: bool = False
    currency: bool = False
    percent: bool = False
    thousands: bool = False
    reciprocal: bool = False
    scientific: bool = False

    @property
    def around(self) -> bool:
        """Whether the text must be stripped before it is a number."""
        return any(on for sign, on in vars(self).items() if sign != "scientific")


@dataclass
class NumberColumn:
    """What is known so far of one column of numbers.

    `mark` is the decimal mark of the column; None while nothing shows it and `doubtful` cells wait for it.
    """

    cells: Cells
    signs: Signs = field(default_factory=Signs)
    plain: bool = True
    mark: Mark | None = None
    doubtful: int = 0
    both: bool = False
    indian: bool = False
    stars: bool = False
    example: str = ""
    why: str = ""
    told: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The contract column."""
        return self.cells.column.name

    @property
    def native(self) -> bool:
        """Whether every cell is a number of the spreadsheet program."""
        return set(self.cells.kinds) == {"number"}

    @property
    def present(self) -> str:
        """SQL: whether the cell holds a number or something that should be one."""
        present = self.cells.present
        return (
            f"({present} AND NOT regexp_full_match({self.cells.text}, '{_STAR}'))"
            if self.stars
            else f"({present})"
        )

    @property
    def bare(self) -> str:
        """SQL: the digits with their points and commas, everything else stripped."""
        text = self.cells.text
        if not self.signs.around:
            return text
        if self.signs.currency:
            text = rf"regexp_replace({text}, {quoted('(?i)' + mark_pattern())}, '', 'g')"
        letters = r"[kKmM]?" if self.signs.thousands else ""
        slash = "/?" if self.signs.reciprocal else ""
        pattern = (
            rf"^{SPACES}*(?:[+\-−–(]{SPACES}*)?{slash}{SPACES}*([\d.,'’\s\p{{Z}}]*?\d[.,]?){SPACES}*{letters}%?"
            rf"{SPACES}*[\-−–)]?{SPACES}*$"
        )
        digits = f"regexp_extract({text}, {quoted(pattern)}, 1)"
        return f"regexp_replace({digits}, '{SPACES}+', ' ', 'g')" if self.signs.spaces else digits

    def matches(self, pattern: str) -> str:
        """SQL: whether the digits of the cell have this form; a leading sign is part of them if nothing is stripped."""
        if not self.signs.around:
            pattern = rf"\s*[+-]?(?:{pattern})\s*"
        return f"regexp_full_match({self.bare}, {quoted(pattern)})"

    @property
    def size(self) -> str:
        """SQL: the number without sign and scale, or NULL where the digits are in no known style."""
        bare = self.bare
        mark = self.mark or "point"
        branches = []
        if self.doubtful and self.mark is None:
            branches.append((f"{_DOUBTFUL['point']}|{_DOUBTFUL['comma']}", "CAST(NULL AS DOUBLE)"))
        branches += [(_STYLE[style], _cast(bare, style)) for style in (mark, _OTHER[mark])]
        if self.indian and not self.both and mark == "point":
            branches.append((INDIAN, _cast(bare, "point")))
        cases = " ".join(f"WHEN {self.matches(pattern)} THEN {value}" for pattern, value in branches)
        return f"CASE {cases} END"

    @property
    def number(self) -> str:
        """SQL: the signed number as written, percent and thousands applied, or NULL."""
        text = self.cells.text
        as_written = f"try_cast({text} AS DOUBLE)"
        if self.plain:
            return as_written
        number = self.size
        if self.signs.reciprocal:
            number = f"CASE WHEN contains({text}, '/') THEN 1 / nullif({number}, 0) ELSE {number} END"
        if self.signs.percent:
            number = f"CASE WHEN contains({text}, '%') THEN ({number}) / 100 ELSE {number} END"
        if self.signs.thousands:
            number = (
                rf"({number}) * CASE WHEN regexp_matches({text}, '(?i)\d\s*k') THEN 1e3 "
                rf"WHEN regexp_matches({text}, '(?i)\d\s*m') THEN 1e6 ELSE 1 END"
            )
        if self.signs.around:
            number = (
                f"CASE WHEN regexp_matches({text}, '{_MINUS}') THEN -({number}) "
                f"WHEN NOT regexp_matches({text}, '[()]|[0-9].*[-−–]') THEN {number} END"
            )
        as_is = []
        if self.cells.typed not in ("false", "true"):
            as_is.append(self.cells.typed)
        if self.signs.scientific:
            as_is.append(rf"regexp_full_match({text}, '\s*[+-]?\d+(?:\.\d+)?[eE][+-]?\d+\s*')")
        if not as_is:
            return number
        finite = f"CASE WHEN isfinite({as_written}) THEN {as_written} END"
        return f"CASE WHEN {' OR '.join(as_is)} THEN {finite} ELSE {number} END"


def _cast(bare: str, style: Mark) -> str:
    digits = bare
    for group in (_SIGN[_OTHER[style]], " ", "'", "’"):
        digits = f"replace({digits}, {quoted(group)}, '')"
    return f"try_cast({digits if style == 'point' else f'''replace({digits}, ',', '.')'''} AS DOUBLE)"


def survey(cells: Cells) -> NumberColumn:
    """Find out how the numbers of a column are written, by trying all of it and looking at what is left."""
    column = NumberColumn(cells)
    if _all_plain(column):
        return column
    column.plain = False
    seen = cells.glimpse() | cells.glimpse(f"try_cast({cells.text} AS DOUBLE) IS NULL", _LEFT_ROWS)
    for _ in range(_ROUNDS):
        before = vars(column.signs).copy()
        for text in seen:
            _learn(column, text)
        _weigh(column)
        if before == vars(column.signs) and column.mark:
            break
        seen = cells.glimpse(f"({column.number}) IS NULL AND {column.present}", _LEFT_ROWS)
        if not seen:
            break
    return column


def _all_plain(column: NumberColumn) -> bool:
    """Whether every cell is a number as programs write it and no cell could be meant otherwise."""
    text = column.cells.text
    one_point = rf"regexp_full_match({text}, '\s*[+-]?{_DOUBTFUL['point']}\s*')"
    cast = f"try_cast({text} AS DOUBLE)"
    if any(_PLAIN.fullmatch(seen) is None for seen in column.cells.glimpse(rows=200)):
        return False
    found = column.cells.count(
        {"number": cast},
        odd=f"{text} IS NOT NULL AND (NOT coalesce(isfinite(number), false) OR contains({text}, '_'))",
        points=f"contains({text}, '.')",
    )
    if found["odd"]:
        return False
    if not column.native and found["points"]:
        sure = column.cells.glimpse(f"contains({text}, '.') AND NOT {one_point}", 1)
        if not sure:
            return False
    column.mark = "point" if found["points"] else None
    return True


def _learn(column: NumberColumn, text: str) -> None:
    """Note what stands around the digits of one text."""
    signs = column.signs
    if re.fullmatch(_STAR, text):
        column.stars = True
        return
    if not re.search(r"\d", text):
        return
    if _PLAIN.fullmatch(text):
        signs.scientific |= "e" in text.lower()
        return
    marks = MARKS.findall(text)
    if marks:
        signs.currency = True
        for mark in marks:
            code = code_of(mark) or mark
            column.told[code] = column.told.get(code, 0) + 1
        text = MARKS.sub("", text)
    scaled = column.cells.assignment.unit or marks
    if scaled and re.search(r"\d\s*[km]\s*[-)]?\s*$", text, re.IGNORECASE):
        signs.thousands = True
    signs.percent |= "%" in text
    signs.reciprocal |= column.cells.column.type is ColumnType.NUMBER and text.lstrip().startswith("/")
    signs.negatives |= bool(re.search(r"^\D*[−–(]|^\D+-|-\s+\d|[-−–)]\s*$", text))
    signs.spaces |= bool(re.search(r"[^\s+-]\s+\S|[^\S ]|[\ufeff\u200b]", text))


def _weigh(column: NumberColumn) -> None:
    """Count over the whole column what shows the decimal mark, and decide if it can be decided."""
    # One form after the other, so that most cells are matched once; a cell has at most one of these forms.
    forms = {
        "point": _SURE["point"],
        "comma": _SURE["comma"],
        "point3": _DOUBTFUL["point"],
        "comma3": _DOUBTFUL["comma"],
        "indian": INDIAN,
    }
    first = column.mark or _likely(column)
    order = sorted(forms, key=lambda name: not name.startswith(first))
    cases = " ".join(f"WHEN {column.matches(forms[name])} THEN {quoted(name)}" for name in order)
    typed = "" if column.cells.typed == "false" else f"WHEN {column.cells.typed} THEN 'typed' "
    form = f"CASE {typed}{cases} END"
    found = column.cells.count({"form": form}, **{name: f"form = {quoted(name)}" for name in forms})
    column.indian = found["indian"] > 0
    column.doubtful = found["point3"] + found["comma3"]
    column.both = bool(found["point"] and found["comma"])
    if column.doubtful:
        pattern = f"{_DOUBTFUL['point']}|{_DOUBTFUL['comma']}"
        column.example = next(iter(column.cells.glimpse(column.matches(pattern), 1)), "")
    if column.both:
        # One style rules and the other slipped in: cells in doubt stay in doubt.
        column.mark = None if column.doubtful else ("point" if found["point"] >= found["comma"] else "comma")
    elif found["point"] or found["comma"]:
        column.mark = "point" if found["point"] else "comma"
        column.why = f"{counted(found[column.mark], 'cell shows', 'cells show')} it"
    elif found["indian"]:
        column.mark = "point"
    elif found["point3"] and found["comma3"]:
        column.both, column.mark = True, None
    elif not column.doubtful:
        column.mark = "point"
    if column.indian and column.mark == "point":
        column.why = "digits are grouped the Indian way"


def _likely(column: NumberColumn) -> Mark:
    """The decimal mark the first rows suggest; it only says what to look for first."""
    texts = column.cells.glimpse(rows=200)
    return "comma" if sum(text.rfind(",") > text.rfind(".") for text in texts) * 2 > len(texts) else "point"
