"""Text to numbers: which of comma and point is the decimal mark, what the signs around the digits mean, the scale.

A column of plain numbers is cast as it is. Anything else is stripped of signs, and then every cell is either a
number in one of the known national styles or refused: a group of digits in the wrong place is never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from contracts.contract import ColumnType
from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import SPACES, Cells, Decision, Typed, counted, examples, one_of, quoted
from data_loaders.typing_currencies import MARKS, code_of, mark_pattern

Mark = Literal["point", "comma"]
_OTHER: Mapping[Mark, Mark] = {"point": "comma", "comma": "point"}
_SIGN: Mapping[Mark, str] = {"point": ".", "comma": ","}

_MARK_WORDS: Mapping[str, Mark] = {
    "comma": "comma",
    ",": "comma",
    "point": "point",
    "dot": "point",
    ".": "point",
}
_SPACE_GROUP = r"[1-9]\d{0,2}(?:[ '’]\d{3})+"
#: After signs are stripped. Three digits after a single mark could be thousands or decimals: told by the column.
_DOUBTFUL: Mapping[Mark, str] = {"point": r"[1-9]\d{0,2}\.\d{3}", "comma": r"[1-9]\d{0,2},\d{3}"}
_STYLE: Mapping[Mark, str] = {
    "point": rf"\d+|\d*\.\d+|\d+\.|(?:[1-9]\d{{0,2}}(?:,\d{{3}})+|{_SPACE_GROUP})(?:\.\d*)?",
    "comma": rf"\d+|\d*,\d+|\d+,|(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|{_SPACE_GROUP})(?:,\d*)?",
}
#: Lakh and crore: 12,34,567.89.
_INDIAN = r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?"
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
_EXACT = 9_007_199_254_740_992  # 2^53: whole numbers beyond it lose digits as doubles
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
            branches.append((_INDIAN, _cast(bare, "point")))
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
        "indian": _INDIAN,
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


def settle_marks(columns: Sequence[NumberColumn], answers: Mapping[str, str]) -> list[Question]:
    """Settle the decimal mark where a column does not show it: by an answer, by the other columns, or by asking."""
    questions = []
    shown = {
        column.mark
        for column in columns
        if column.mark and not column.native and (column.why or column.plain)
    }
    for column in columns:
        answer = answers.get(f"decimal.{column.name}") or (
            answers.get("decimal") if not column.mark else None
        )
        told = _MARK_WORDS.get((answer or "").strip().lower())
        if told:
            column.mark, column.why = told, "you said so"
        elif column.mark is None and column.doubtful and not column.both and len(shown) == 1:
            column.mark = next(iter(shown))
            column.why = "as in the other columns of the table"
        elif column.mark is None and column.doubtful:
            questions.append(_mark_question(column))
    return questions


def _mark_question(column: NumberColumn) -> Question:
    digits = re.sub(r"[^\d.,]", "", column.example)
    whole, _, decimals = digits.replace(",", ".").partition(".")
    as_decimal, as_thousands = f"{whole} and {decimals} thousandths", whole + decimals
    point, comma = (as_decimal, as_thousands) if "." in digits else (as_thousands, as_decimal)
    return Question(
        f"decimal.{column.name}",
        f"What is “{column.example.strip()}” in {column.cells.heading}: {as_thousands}, or {as_decimal}? "
        f"{counted(column.doubtful, 'cell can', 'cells can')} be read both ways.",
        (
            Option("point", "The decimal mark is the point", f"“{column.example.strip()}” is {point}"),
            Option("comma", "The decimal mark is the comma", f"“{column.example.strip()}” is {comma}"),
        ),
    )


_SCALES: tuple[tuple[str, float], ...] = (
    (r"bn|billions?|mrd\.?|milliard\w*", 1e9),
    (r"m|mn|mm|mio\.?|millions?|mill\.?|mln|mil\.", 1e6),
    (r"k|t|th|tsd\.?|thousands?|'?000s?|milliers|mille|tausend", 1e3),
)


def scale_of(unit: str | None) -> float:
    """The factor a unit such as "kEUR", "T€", "in thousands" or "Mio. EUR" stands for.

    >>> scale_of("kEUR"), scale_of("MEUR"), scale_of("EUR"), scale_of("in thousands")
    (1000.0, 1000000.0, 1.0, 1000.0)
    """
    if not unit:
        return 1.0
    bare = MARKS.sub(" ", unit.strip()).strip()
    words = [word for word in bare.lower().split() if word not in ("in", "of")]
    glued = re.fullmatch(r"(?i)(k|t|m|mio\.?|bn)\s*([A-Za-z]{3}|\W)", unit.strip())
    if glued and (code_of(glued[2]) or not glued[2].isalpha()):
        words = [glued[1].lower()]
    for pattern, factor in _SCALES:
        if len(words) == 1 and re.fullmatch(pattern, words[0]):
            return factor
    return 1.0


def signed(cells: Cells, number: str) -> str:
    """SQL: the number with the sign another column or the tool's own convention gives it."""
    assignment = cells.assignment
    if assignment.negative:
        cell, texts = assignment.negative
        turned = one_of(f"upper(trim(c{cell}))", (text.upper() for text in texts))
        number = f"({number}) * CASE WHEN {turned} THEN -1 ELSE 1 END"
    return f"-({number})" if assignment.negate else number


def decide_numbers(column: NumberColumn) -> Typed:
    """The decision for a column whose decimal mark is settled."""
    cells, kind = column.cells, column.cells.column.type
    scale = scale_of(cells.assignment.unit)
    number = column.number
    how = _how(column)
    if kind is ColumnType.WHOLE:
        sql = (
            f"CASE WHEN {number} = round({number}) AND abs({number}) < {_EXACT} "
            f"THEN CAST({number} AS BIGINT) END"
        )
        what = "a whole number"
    else:
        sql, what = number, "an amount" if kind is ColumnType.MONEY else "a number"
        if scale != 1:
            sql = f"({sql}) * {scale!r}"
            how += f" Multiplied by {scale:,.0f} (“{cells.assignment.unit}”)."
        elif _in_percent(column):
            sql = f"({sql}) / 100"
            how += " Divided by 100: given in percent."
    sql = signed(cells, sql)
    refused = 0 if column.plain and kind is not ColumnType.WHOLE else cells.refused(sql, column.present)
    style = f" with a decimal {column.mark}" if column.mark and not column.plain else ""
    decision = Decision(
        column=column.name,
        sql=sql,
        how=how,
        present=column.present,
        refused=refused,
        refusal=f"“{{value}}” is not {what}{style}; correct it or leave the cell empty.",
    )
    return Typed(decision, warnings=_warnings(column))


def _in_percent(column: NumberColumn) -> bool:
    cells = column.cells
    if cells.column.unit != "percent" or column.signs.percent:
        return False
    unit = (cells.assignment.unit or "").strip().lower()
    if unit:
        return unit in ("%", "percent", "pct")
    largest = cells.aggregates(f"max(abs({column.number}))")[0]
    return isinstance(largest, float) and largest > 2


def _how(column: NumberColumn) -> str:
    if not column.cells.kinds and column.plain and not column.mark:
        return "Read as plain numbers."
    parts = []
    if column.native:
        return "Numbers of the spreadsheet."
    if column.plain:
        return "Read as plain numbers."
    parts.append(
        f"The decimal mark is the {column.mark or 'point'}{f' ({column.why})' if column.why else ''}."
    )
    if column.signs.negatives:
        parts.append("A minus before or after, or parentheses, make a number negative.")
    if column.told:
        parts.append(f"Currency signs in the cells: {', '.join(sorted(column.told))}.")
    if column.signs.percent:
        parts.append("Percent signs divide by 100.")
    if column.signs.reciprocal:
        parts.append("“/x” is one divided by x.")
    if column.stars:
        parts.append("“*” (less than half a unit) is kept empty.")
    return " ".join(parts)


def _warnings(column: NumberColumn) -> list[str]:
    heading, warnings = column.cells.heading, []
    if column.both and column.doubtful and column.mark is None:
        warnings.append(
            f"{heading} uses both comma and point as the decimal mark; "
            f"{counted(column.doubtful, 'cell')} such as “{column.example}” could be either and cannot "
            "be taken."
        )
    elif column.both:
        warnings.append(
            f"{heading} uses both comma and point as the decimal mark; every cell is read by its own."
        )
    if column.indian and column.mark == "comma":
        ruined = column.cells.values(column.matches(_INDIAN), 5)
        warnings.append(
            f"{heading}: a spreadsheet program has ruined {examples(ruined)} (groups of two digits beside "
            "decimal commas); they cannot be restored and are refused."
        )
    if len(column.told) > 1:
        warnings.append(
            f"{heading} holds amounts in several currencies ({', '.join(sorted(column.told))}); "
            "the numbers are kept as they are."
        )
    return warnings


assert set(get_args(Mark)) == set(_STYLE)
