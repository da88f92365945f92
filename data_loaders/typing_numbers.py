"""Text to numbers: the decimal mark settled, the scale of the unit applied, the sign another column gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contracts.contract import ColumnType
from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import Cells, Decision, Typed, counted, examples, one_of
from data_loaders.typing_currencies import MARKS, code_of
from data_loaders.typing_number_columns import INDIAN, Mark, NumberColumn, survey
from data_loaders.typing_sides import settle_sides
from data_loaders.typing_working_days import DAYS, OF_A_HEADING, SAID

__all__ = ["NumberColumn", "decide_numbers", "scale_of", "settle_marks", "signed", "survey"]

_MARK_WORDS: Mapping[str, Mark] = {
    "comma": "comma",
    ",": "comma",
    "point": "point",
    "dot": "point",
    ".": "point",
}
_EXACT = 9_007_199_254_740_992  # 2^53: whole numbers beyond it lose digits as doubles


#: Units of an exchange rate: every number is one divided by it, or only the negative ones are (as SAP keeps them).
INVERSE, NEGATIVE_IS_INVERSE = "inverse", "inverse where negative"
QUOTED_OTHERWISE = (INVERSE, NEGATIVE_IS_INVERSE)
#: The unit of hours that are given in working days of so many hours: "days of 8 h".
DAYS_OF_HOURS = re.compile(r"days of (\d+(?:\.\d+)?) h")
#: The unit of a count that counts the first group as well, so that changes are one less.
STATIONS = "stations"
#: The unit of shares that are fractions whatever their heading says, because the spreadsheet shows them in percent.
FRACTION = "fraction"
#: The answer that says, of a text file itself, what divides its cells.
DIVIDED_BY = "delimiter"
#: Currencies that have thousandths.
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


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
            column.all_read &= column.plain
        elif column.mark is None and column.doubtful and not column.both and len(shown) == 1:
            column.mark = next(iter(shown))
            column.why = "as in the other columns of the table"
        elif _are_rates_of_several(column):
            column.mark = "comma" if "," in column.example else "point"
            column.why = "rates of several currencies, which are no thousands"
        elif answers.get(DIVIDED_BY) == "," and _is_money_of_hundredths(column) and "," in column.example:
            column.mark, column.why = "point", "in a text divided by commas an amount has no decimal comma"
        elif _must_be_thousands(column):
            column.mark = "comma" if "." in column.example else "point"
            column.why = "whole numbers have no decimals"
        elif column.mark is None and column.doubtful:
            questions.append(_mark_question(column))
        questions += settle_sides(column.signs.sides, column.name, column.cells.heading, answers)
    return questions


def _must_be_thousands(column: NumberColumn) -> bool:
    """Whether three digits after the mark cannot be decimals: in whole numbers they would all be noughts."""
    if column.mark or column.both or not column.doubtful or column.cells.column.type is not ColumnType.WHOLE:
        return False
    return bool(column.cells.glimpse(column.matches(r"\d+[.,](?:[1-9]\d\d|\d[1-9]\d|\d\d[1-9])"), 1))


def _are_rates_of_several(column: NumberColumn) -> bool:
    """Whether three digits after a mark are decimals by what they are: rates too far apart to be of one currency."""
    if column.mark or column.both or not column.doubtful or column.name != "rate":
        return False
    digits = f"try_cast(regexp_replace({column.cells.text}, '[.,]', '') AS DOUBLE)"
    low, high = column.cells.aggregates(f"min({digits})", f"max({digits})")
    return isinstance(low, float) and isinstance(high, float) and 0 < 3 * low < high


def _is_money_of_hundredths(column: NumberColumn) -> bool:
    """Whether three digits after a mark are thousands by what they are: amounts in whole units of a currency."""
    money = column.cells.column.type is ColumnType.MONEY and column.name != "net_price"
    scaled = (
        scale_of(column.cells.assignment.unit) != 1.0 or column.signs.thousands or column.signs.sides.scaled
    )
    undecided = column.mark is None and column.doubtful and not column.both
    return bool(money and undecided and not scaled and not _THOUSANDTHS & column.told.keys())


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
    (r"crores?|cr\.?", 1e7),
    (r"lakhs?|lacs?", 1e5),
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
        if cells.assignment.unit == STATIONS:
            sql = f"greatest({sql} - 1, 0)"
            how += " One less than written: the first station is counted too."
    else:
        sql, what = number, "an amount" if kind is ColumnType.MONEY else "a number"
        if scale != 1:
            # A cell with a scale of its own, “12.5 Cr” under “₹ in crore”, is not scaled twice.
            factor = f"CASE WHEN {column.scaled_by()} THEN 1 ELSE {scale!r} END"
            sql = f"({sql}) * {factor if column.signs.sides.scaled else repr(scale)}"
            how += f" Multiplied by {scale:,.0f} (“{cells.assignment.unit}”)."
        elif cells.column.unit in DAYS and cells.assignment.unit in OF_A_HEADING and not column.in_days:
            sql = f"({sql}) * {OF_A_HEADING[cells.assignment.unit or '']!r}"
            how += f" {SAID}"
        elif days := DAYS_OF_HOURS.fullmatch(cells.assignment.unit or ""):
            sql = f"({sql}) * {float(days[1])!r}"
            how += f" Given in days of {days[1]} hours."
        elif cells.assignment.unit in QUOTED_OTHERWISE:
            inverse = f"1 / nullif(abs({sql}), 0)"
            if cells.assignment.unit == NEGATIVE_IS_INVERSE:
                inverse = f"CASE WHEN ({sql}) < 0 THEN {inverse} ELSE {sql} END"
                how += " A negative rate is quoted the other way round."
            sql = inverse
        elif _in_percent(column):
            sql = f"({sql}) / 100"
            how += " Divided by 100: given in percent."
    sql = signed(cells, sql)
    refused = 0 if column.all_read and kind is not ColumnType.WHOLE else cells.refused(sql, column.present)
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


#: Shares that do not stay below one percent in a whole column.
_RARELY_SMALL = ("percent_complete", "csat_percent", "target", "floor")


def _in_percent(column: NumberColumn) -> bool:
    cells = column.cells
    if cells.column.unit != "percent" or column.percent:
        return False
    unit = (cells.assignment.unit or "").strip().lower()
    kinds = cells.kinds
    typed = kinds.get("number", 0) > kinds.get("text", 0)
    if unit and unit != FRACTION and not (typed and column.name in _RARELY_SMALL):
        return unit in ("%", "percent", "pct")
    largest = cells.aggregates(f"max(abs({column.number}))")[0]
    # A spreadsheet keeps 40 % as 0.4: under a heading with “%”, too, a plan is not done by 1 % at most.
    return isinstance(largest, float) and largest > (10 if unit == FRACTION else 1 if unit else 2)


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
    if column.negatives:
        parts.append("A minus before or after, or parentheses, make a number negative.")
    if column.told:
        parts.append(f"Currency signs in the cells: {', '.join(sorted(column.told))}.")
    if column.signs.sides.cr:
        parts.append(
            f"“Cr” is {'ten million (crore)' if column.signs.sides.crore else 'a credit, and so negative'}."
        )
    if column.signs.sides.scales - {"l"}:
        parts.append("A lakh is 100,000, a crore 10,000,000.")
    if column.percent:
        parts.append("Percent signs divide by 100.")
    if column.in_days:
        parts.append(SAID)
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
        ruined = column.cells.values(column.matches(INDIAN), 5)
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
