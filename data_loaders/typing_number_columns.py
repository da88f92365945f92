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
from data_loaders.typing_cells import Cells, counted, quoted
from data_loaders.typing_currencies import MARKS, code_of
from data_loaders.typing_sides import CREDIT, DEBIT, SCALE_WORDS, SCALES, Sides, decide_sides
from data_loaders.typing_working_days import DAYS, factor_sql, names_unit, number_sql, without_unit

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
#: What may stand around or between digits, besides currencies; a character not seen in a column is not looked for.
_AROUND = frozenset("()-−–+%'’/kKmM ")
_MINUS = frozenset("(-−–")
#: Less than half the smallest unit, in statistical tables.
STAR = r"\s*\(?[-−–]?\*+\)?\s*"
_ROUNDS = 4
_LEFT_ROWS = 50_000


_ESCAPE = "' "


@dataclass
class Signs:
    """What stands around the digits in a column, as seen there: currencies, odd spaces, and other characters."""

    currencies: set[str] = field(default_factory=set)
    spaces: set[str] = field(default_factory=set)
    characters: set[str] = field(default_factory=set)
    thousands: bool = False
    sides: Sides = field(default_factory=Sides)
    reciprocal: bool = False
    scientific: bool = False
    escaped: bool = False

    @property
    def around(self) -> bool:
        """Whether anything must be taken off before the text is a number."""
        return bool(
            self.currencies
            or self.spaces
            or self.characters
            or self.sides.any
            or self.sides.scaled
            or self.escaped
        )

    @property
    def known(self) -> tuple[object, ...]:
        """All of it, to see whether anything was learnt."""
        return (*map(len, (self.currencies, self.spaces, self.characters)),
                self.thousands, *self.sides.known, self.reciprocal, self.scientific, self.escaped)  # fmt: skip


@dataclass
class NumberColumn:
    """What is known so far of one column of numbers.

    `mark` is the decimal mark of the column; None while nothing shows it and `doubtful` cells wait for it.
    """

    cells: Cells
    signs: Signs = field(default_factory=Signs)
    plain: bool = True
    all_read: bool = False
    mark: Mark | None = None
    doubtful: int = 0
    both: bool = False
    indian: bool = False
    stars: bool = False
    in_days: bool = False
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
    def percent(self) -> bool:
        """Whether cells carry percent signs."""
        return "%" in self.signs.characters

    @property
    def negatives(self) -> bool:
        """Whether a minus in an uncommon place, or parentheses, make cells negative."""
        return bool(self.signs.characters & _MINUS)

    @property
    def present(self) -> str:
        """SQL: whether the cell holds a number or something that should be one."""
        present = self.cells.present
        return (
            f"({present} AND NOT regexp_full_match({self.cells.text}, '{STAR}'))"
            if self.stars
            else f"({present})"
        )

    @property
    def text(self) -> str:
        """SQL: the text of the cell, a credit written as a minus, a debit and an Indian scale as nothing."""
        text, sides = self.cells.text, self.signs.sides
        if self.in_days:
            text = number_sql(text)
        if sides.scaled:
            scale = rf"(?i)(\d[\d.,]*)\s*(?:{SCALE_WORDS if sides.crore is not False else SCALES[1][0]})\s*(\)?)\s*$"
            text = f"regexp_replace({text}, {quoted(scale)}, '\\1\\2')"
        if sides.any:
            credit, debit = (rf"^(.*\d[\d.,]*)\s*{side}\s*$" for side in (CREDIT, DEBIT))
            text = f"regexp_replace({text}, {quoted(debit)}, '\\1')"
            text = f"regexp_replace({text}, {quoted(credit)}, '-\\1')"
        return text

    @property
    def bare(self) -> str:
        """SQL: the text with a "¤" for every currency, so that 5€50 does not become 550, and with plain spaces."""
        # Programs write an apostrophe before “-5”, so that no spreadsheet takes it for a formula.
        text = f"ltrim({self.text}, {quoted(_ESCAPE)})" if self.signs.escaped else self.text
        for mark in sorted(self.signs.currencies, key=lambda mark: (-len(mark), mark)):
            text = f"replace({text}, {quoted(mark)}, '¤')"
        for space in sorted(self.signs.spaces):
            text = f"replace({text}, {quoted(space)}, ' ')"
        return text

    def matches(self, pattern: str) -> str:
        """SQL: whether the digits of the cell have this form and at most one sign says that they are negative."""
        seen = self.signs.characters
        gap = r"[\s¤]*" if self.signs.currencies else r"\s*"
        number = rf"(?:{pattern})"
        if self.signs.reciprocal:
            number = rf"/?{gap}{number}"
        if self.signs.thousands:
            number += rf"{gap}[kKmM]?"
        if "%" in seen:
            number += rf"{gap}%?"
        whole = rf"[+-]?{gap}{number}" if self.signs.around else rf"[+-]?{number}"
        if seen & _MINUS:
            whole = rf"(?:[+\-−–]?{gap}{number}|\({gap}{number}{gap}\)|{number}{gap}[-−–])"
        return f"regexp_full_match({self.bare}, {quoted(gap + whole + gap)})"

    def cast(self, style: Mark) -> str:
        """SQL: the digits as a number whose decimal mark is the style's, without its sign if signs were taken off."""
        digits = self.bare
        currency = "¤" if self.signs.currencies else ""
        for character in (*currency, *sorted(self.signs.characters), _SIGN[_OTHER[style]]):
            digits = f"replace({digits}, {quoted(character)}, '')"
        if style == "comma":
            digits = f"replace({digits}, ',', '.')"
        return f"try_cast({digits} AS DOUBLE)"

    @property
    def size(self) -> str:
        """SQL: the number without sign and scale, or NULL where the digits are in no known style."""
        mark = self.mark or "point"
        branches = []
        if self.doubtful and self.mark is None:
            branches.append((f"{_DOUBTFUL['point']}|{_DOUBTFUL['comma']}", "CAST(NULL AS DOUBLE)"))
        branches += [(_STYLE[style], self.cast(style)) for style in (mark, _OTHER[mark])]
        if self.indian and not self.both and mark == "point":
            branches.append((INDIAN, self.cast("point")))
        cases = " ".join(f"WHEN {self.matches(pattern)} THEN {value}" for pattern, value in branches)
        return f"CASE {cases} END"

    def scaled_by(self, pattern: str = SCALE_WORDS) -> str:
        """SQL: whether the cell carries a word of an Indian scale behind its digits."""
        return rf"regexp_matches({self.cells.text}, '(?i)\d\s*(?:{pattern})\s*\)?\s*$')"

    @property
    def number(self) -> str:
        """SQL: the signed number as written, percent and thousands applied, or NULL."""
        text = self.cells.text
        as_written = f"try_cast({text} AS DOUBLE)"
        finite = f"CASE WHEN isfinite({as_written}) AND NOT contains({text}, '_') THEN {as_written} END"
        if self.plain:
            return as_written if self.all_read else finite
        number = self.size
        if self.signs.reciprocal:
            number = f"CASE WHEN contains({text}, '/') THEN 1 / nullif({number}, 0) ELSE {number} END"
        if self.percent:
            number = f"CASE WHEN contains({text}, '%') THEN ({number}) / 100 ELSE {number} END"
        if self.signs.thousands:
            number = (
                rf"({number}) * CASE WHEN regexp_matches({text}, '(?i)\d\s*k') THEN 1e3 "
                rf"WHEN regexp_matches({text}, '(?i)\d\s*m') THEN 1e6 ELSE 1 END"
            )
        if self.signs.sides.scaled:
            cases = " ".join(f"WHEN {self.scaled_by(pattern)} THEN {factor!r}" for pattern, factor in SCALES)
            number = f"({number}) * CASE {cases} ELSE 1 END"
        if self.in_days:
            number = f"({number}) * {factor_sql(text)}"
        minus = [f"contains({self.text}, {quoted(sign)})" for sign in sorted(self.signs.characters & _MINUS)]
        if minus:
            # Adding nought makes nought of minus nought.
            number = f"({number}) * CASE WHEN {' OR '.join(minus)} THEN -1 ELSE 1 END + 0"
        as_is = []
        if self.cells.typed not in ("false", "true"):
            as_is.append(self.cells.typed)
        if self.signs.scientific:
            as_is.append(rf"regexp_full_match({text}, '\s*[+-]?\d+(?:\.\d+)?[eE][+-]?\d+\s*')")
        if not as_is:
            return number
        return f"CASE WHEN {' OR '.join(as_is)} THEN {finite} ELSE {number} END"


def survey(cells: Cells) -> NumberColumn:
    """Find out how the numbers of a column are written, by trying all of it and looking at what is left."""
    column = NumberColumn(cells)
    if _all_plain(column):
        return column
    column.plain = False
    signs = column.signs
    seen = cells.first_texts | cells.glimpse(f"try_cast({cells.text} AS DOUBLE) IS NULL", _LEFT_ROWS)
    column.in_days = cells.column.unit in DAYS and any(map(names_unit, seen))
    for _ in range(_ROUNDS):
        before = column.signs.known
        for text in seen:
            _learn(column, text)
        if signs.sides.cr or "l" in signs.sides.scales:
            grouped = any(re.search(rf"(?<![\d,.]){INDIAN}", text) for text in seen)
            decide_sides(signs.sides, cells.column, [*column.told, *_told_by(cells)], grouped=grouped)
        _weigh(column)
        if before == column.signs.known and column.mark:
            break
        seen = cells.glimpse(f"({column.number}) IS NULL AND {column.present}", _LEFT_ROWS)
        column.all_read = not seen
        if column.all_read:
            break
    return column


def _all_plain(column: NumberColumn) -> bool:
    """Whether every cell is a number as programs write it and no cell could be meant otherwise."""
    text = column.cells.text
    one_point = rf"regexp_full_match({text}, '\s*[+-]?{_DOUBTFUL['point']}\s*')"
    cast = f"try_cast({text} AS DOUBLE)"
    if any(_PLAIN.fullmatch(seen) is None for seen in column.cells.glimpse(column.cells.present, 200)):
        return False
    odd = f"{text} IS NOT NULL AND (NOT coalesce(isfinite(number), false) OR contains({text}, '_'))"
    found = column.cells.count(
        {"number": cast}, odd=odd, points=f"contains({text}, '.') AND number IS NOT NULL"
    )
    column.all_read = not found["odd"]
    if found["odd"] and column.cells.count({"number": cast}, n=f"{odd} AND {column.present}")["n"]:
        return False
    if not column.native and found["points"]:
        sure = column.cells.glimpse(f"contains({text}, '.') AND {cast} IS NOT NULL AND NOT {one_point}", 1)
        if not sure:
            return False
    column.mark = "point" if found["points"] else None
    return True


def _learn(column: NumberColumn, text: str) -> None:
    """Note what stands around the digits of one text."""
    signs = column.signs
    text = without_unit(text) if column.in_days else text
    if re.fullmatch(STAR, text):
        column.stars = True
        return
    if not re.search(r"\d", text):
        return
    if _PLAIN.fullmatch(text):
        signs.scientific |= "e" in text.lower()
        return
    if text.startswith("'"):
        signs.escaped = True
        text = text.lstrip(_ESCAPE)
    if column.cells.column.type is ColumnType.MONEY:
        text = signs.sides.learn(text)
        if signs.sides.any:
            signs.characters.add("-")
    marks = MARKS.findall(text)
    signs.currencies |= set(marks)
    for mark in marks:
        code = code_of(mark) or mark
        column.told[code] = column.told.get(code, 0) + 1
    signs.spaces |= set(re.findall(r"[^\S ]|[\ufeff\u200b]", text))
    text = re.sub(r"[\s\ufeff\u200b]+", " ", MARKS.sub("", text)).strip()
    if re.fullmatch(r"[+-]?[\d.,]+", text):
        return
    signs.characters |= set(text) & _AROUND
    if re.search(r"[km]\W*$", text, re.IGNORECASE):
        signs.thousands |= bool(column.cells.assignment.unit or marks)
    signs.reciprocal |= column.cells.column.type is ColumnType.NUMBER and text.startswith("/")


def _told_by(cells: Cells) -> set[str]:
    """The currency that heading or title state for the column."""
    unit = cells.assignment.unit or ""
    counted_so = {"INR"} if re.match(r"(?i)cr|lakh|lac", unit) else set()
    return {code_of(mark) or mark.casefold() for mark in MARKS.findall(unit)} | counted_so


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
