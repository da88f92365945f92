"""Text to seconds: bare numbers in a told unit, clock notation beyond 24 hours, words in six languages, ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data_loaders.outcome import Option, Question
from data_loaders.typing_cells import SPACES, Cells, Decision, Typed, counted, quoted
from data_loaders.typing_numbers import NumberColumn, settle_marks, signed
from data_loaders.typing_numbers import survey as survey_numbers

_WORDS: Mapping[str, tuple[float, str]] = {
    "w": (604_800, r"w|wks?|weeks?|sem(?:aines?|anas?)?|wochen?|settiman[ae]|weken|uger?"),
    "d": (86_400, r"d|days?|j(?:ours?)?|t|tg|tag(?:en?)?|d[ií]as?|g(?:iorn[oi]|g)?|dagen?|dage?|dn[yůí]|den"),
    "h": (3_600, r"h|hrs?|hours?|heures?|stunden?|std|horas?|or[ae]|uu?r(?:en)?|timer?|hod(?:in[ay]?)?"),
    "m": (60, r"m|mins?|mn|minutes?|minuten?|minut[aoiy]s?|minutter?"),
    "s": (1, r"s|secs?|seconds?|secondes?|sek(?:unden?)?|segundos?|second[oi]|sekund[ay]?"),
    "ms": (0.001, r"ms|msecs?|millis|milliseconds?|millisecondes?|millisekunden|milisegundos?|millisecondi"),
}
_NUMBER = r"\d+(?:[.,]\d+)?"
_AND = r"(?:,|and|und|et|y|ed?|og|a)?"
_SIGN = r"(?i)\s*([-−+]?)\s*"
#: As PostgreSQL begins an interval of days: no length of a month or a year is taken for granted.
_NO_MONTHS = r"(?:0+\s*(?:years?|yrs?|mons?|months?)\s*,?\s*){0,2}"
#: "1 day(s)", as some tools spare themselves the grammar.
_PLURAL = r"(?:\((?:s|e|n|en|es)\))?"
_SPELT = (
    _SIGN
    + _NO_MONTHS
    + "".join(rf"(?:({_NUMBER})\s*(?:{words}){_PLURAL}\.?\s*{_AND}\s*)?" for _, words in _WORDS.values())
)
_H_BETWEEN = _SIGN + r"(\d+)\s?h\s?([0-5]\d)\s*"
_ISO = _SIGN + rf"P(?:(\d+)W)?(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?\s*"
_DAYS_BEFORE = rf"(?:(\d+)(?:\.|\s*(?:{_WORDS['d'][1]})?\.?,?\s+))?"
_CLOCK = _SIGN + _DAYS_BEFORE + r"(\d+):([0-5]?\d)(?::([0-5]?\d(?:[.,]\d+)?))?\s*(?:h|hrs?|hours?)?\s*"
_DAYS_AND_CLOCK = _SIGN + r"(\d+):([01]\d|2[0-3]):([0-5]\d):([0-5]\d)\s*"

_FORMS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "clock": (_CLOCK, ("sign", "d", "h", "m", "s"), "hours:minutes(:seconds)"),
    "days": (_DAYS_AND_CLOCK, ("sign", "d", "h", "m", "s"), "days:hours:minutes:seconds"),
    "between": (_H_BETWEEN, ("sign", "h", "m"), "hours, an h, and minutes"),
    "spelt": (_SPELT, ("sign", "w", "d", "h", "m", "s", "ms"), "numbers with units (a day is 24 hours)"),
    "iso": (_ISO, ("sign", "w", "d", "h", "m", "s"), "ISO 8601 periods"),
}
#: A duration kept as a moment: so long after the beginning of 1970, as ServiceNow stores it.
_SINCE_1970 = r"\s*19(?:7\d)-\d{2}-\d{2}[ T]\d{1,2}:\d{2}:\d{2}(?:\.\d+)?\s*"
_SECONDS: Mapping[str, float] = {
    "wk": 604_800, "hh": 3_600, "std": 3_600,
    **{unit: factor for unit, (factor, _) in _WORDS.items()}, "mi": 60,
}  # fmt: skip
#: Seconds of a day and a week of work, as boards count estimates.
_OF_WORK: Mapping[str, float] = {"d": 28_800, "w": 144_000}
_LEFT_ROWS = 50_000
#: Seconds of a hundred years.
_LONGEST = 3_155_760_000
_UNIT_NAMES = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


@dataclass
class DurationColumn:
    """How the cells of one column write durations, and in which unit its bare numbers are."""

    cells: Cells
    forms: list[str] = field(default_factory=list)
    numbers: NumberColumn | None = None
    factor: float | None = None
    short_clock: bool = False
    odd_spaces: bool = False
    since_1970: bool = False
    all_read: bool = False

    @property
    def text(self) -> str:
        """SQL: the text of the cell with plain spaces only."""
        text = self.cells.text
        return f"regexp_replace({text}, '{SPACES}+', ' ', 'g')" if self.odd_spaces else text

    @property
    def seconds(self) -> str:
        """SQL: the duration in seconds, or NULL."""
        attempts = [
            _form_sql(form, self.text, self.short_clock, self.cells.column.of_work) for form in self.forms
        ]
        if self.since_1970:
            moment = f"try_cast(trim({self.cells.text}) AS TIMESTAMP)"
            attempts.insert(
                0, f"CASE WHEN regexp_full_match({self.cells.text}, '{_SINCE_1970}') THEN epoch({moment}) END"
            )
        if self.numbers:
            number = self.numbers.number
            attempts.append(number if self.factor in (None, 1) else f"({number}) * {self.factor!r}")
        if told := self.cells.assignment.words:
            cases = " ".join(f"WHEN {quoted(text)} THEN {float(time)!r}" for text, time in told.items())
            attempts.insert(0, f"CASE trim({self.cells.text}) {cases} END")
        if not attempts:
            return "CAST(NULL AS DOUBLE)"
        return attempts[0] if len(attempts) == 1 else f"coalesce({', '.join(attempts)})"


def _form_sql(form: str, text: str, short_clock: bool, of_work: bool) -> str:
    pattern, groups, _ = _FORMS[form]
    seconds_of = {**{unit: factor for unit, (factor, _) in _WORDS.items()}, **(_OF_WORK if of_work else {})}
    names = ", ".join(quoted(group) for group in groups)
    total = " + ".join(
        f"coalesce(try_cast(replace(part.{group}, ',', '.') AS DOUBLE), 0) * {seconds_of[group]!r}"
        for group in groups[1:]
    )
    if form == "clock" and short_clock:
        # Of two numbers the first are minutes here; three are always hours, minutes and seconds.
        total = f"({total}) / CASE WHEN part.s = '' THEN 60 ELSE 1 END"
    seconds = f"({total}) * CASE WHEN part.sign IN ('-', '−') THEN -1 ELSE 1 END"
    # The parts are named once: written out for each unit, the statement takes longer to plan than to run. The whole
    # match is a part too, so that one search tells both whether and how the text fits.
    parts = f"[regexp_extract({text}, {quoted(f'^({pattern})$')}, ['whole', {names}])]"
    return (
        f"CASE WHEN regexp_matches({text}, '[0-9]') THEN list_transform("
        f"{parts}, lambda part: CASE WHEN part.whole <> '' THEN {seconds} END)[1] END"
    )


def is_duration(text: str) -> bool:
    """Whether a text is elapsed time in one of the known forms; a bare number is not.

    >>> is_duration("1 day, 2:03:04"), is_duration("PT4H5M"), is_duration("90")
    (True, True, False)
    """
    return bool(_forms_of((text,))[0]) or is_since_1970(text)


def is_since_1970(text: str) -> bool:
    """Whether a text is a duration kept as a moment after the beginning of 1970.

    >>> is_since_1970("1970-01-02 03:00:00"), is_since_1970("2026-01-02 03:00:00")
    (True, False)
    """
    return bool(re.fullmatch(_SINCE_1970, text))


def _forms_of(texts: Iterable[str]) -> tuple[list[str], bool]:
    """The forms in which at least one text is written, and whether there are bare numbers."""
    forms, numbers = [], False
    for text in texts:
        if not re.search(r"\d", text):
            continue
        matching = [
            form for form, (pattern, _, _) in _FORMS.items() if re.fullmatch(pattern, _plain_spaces(text))
        ]
        forms += [form for form in matching if form not in forms]
        numbers |= not matching and not is_since_1970(text)
    return forms, numbers


def _plain_spaces(text: str) -> str:
    return re.sub(r"[\s\ufeff\u200b]+", " ", text)


def factor_of(unit: str | None) -> float | None:
    """Seconds in one unit, or None where the text is no unit of time.

    >>> factor_of("min"), factor_of("hrs"), factor_of("days"), factor_of("EUR")
    (60, 3600, 86400, None)
    """
    word = (unit or "").strip().lower().strip("().")
    if word in _SECONDS:
        return _SECONDS[word]
    return next((factor for factor, words in _WORDS.values() if re.fullmatch(words, word)), None)


def decide_duration(cells: Cells, answers: Mapping[str, str]) -> Typed:
    """The decision for a column of durations; a bare number without a known unit is asked if it has decimals."""
    unit = answers.get(f"unit.{cells.column.name}") or cells.assignment.unit
    column = DurationColumn(cells, factor=factor_of(unit))
    column.short_clock = (unit or "").lower() in ("mm:ss", "m:ss") or column.factor == 60
    seen: Iterable[str] = [text for text in cells.first_texts if text.strip() not in cells.assignment.words]
    has_numbers = False
    for _ in range(3):
        forms, bare = _forms_of(seen)
        column.since_1970 |= any(map(is_since_1970, seen))
        new = [form for form in forms if form not in column.forms]
        column.forms += new
        column.odd_spaces |= any(_plain_spaces(text) != text for text in seen)
        has_numbers |= bare
        if has_numbers and column.numbers is None:
            column.numbers = survey_numbers(cells)
        elif not new:
            break
        seen = cells.glimpse(f"({column.seconds}) IS NULL AND {cells.present}", _LEFT_ROWS)
        column.all_read = not seen
        if column.all_read:
            break
    questions = [*_mark_question(column, answers), *_unit_question(column, unit)]
    if column.numbers and column.factor is None:
        column.factor = 1
    sql = signed(cells, column.seconds)
    if column.numbers is not None and not column.numbers.plain:
        # Digits in groups that lost their decimal mark: nothing here lasts a hundred years.
        sql = f"CASE WHEN abs({sql}) < {_LONGEST} THEN {sql} END"
        column.all_read = False
    refused = 0 if column.all_read else cells.refused(sql, cells.present)
    return Typed(
        Decision(
            column=cells.column.name,
            sql=sql,
            how=_how(column),
            present=f"({cells.present})",
            refused=refused,
            refusal="“{value}” is not a duration; write it as hours:minutes, as “1d 2h 3m”, or as a number "
            "in the unit of the heading, below a hundred years.",
        ),
        questions=questions,
    )


def _mark_question(column: DurationColumn, answers: Mapping[str, str]) -> list[Question]:
    """Settle whether “86,400” are seconds of a day or 86.4: seconds have no thousandths, other units are asked."""
    numbers = column.numbers
    if numbers is None or numbers.mark is not None or not numbers.doubtful:
        return []
    if column.factor in (None, 1) and not numbers.both:
        numbers.mark = "point" if "," in numbers.example else "comma"
        return []
    return settle_marks([numbers], answers)


def _unit_question(column: DurationColumn, unit: str | None) -> list[Question]:
    if column.numbers is None or column.factor is not None:
        return []
    number = column.numbers.number
    # Whole numbers are seconds in every tool that does not say otherwise; nought is nought in any unit.
    telling = f"{number} <> 0" if unit else f"{number} <> round({number})"
    example = next(iter(column.cells.glimpse(telling, 1)), None)
    if example is None:
        return []
    name = column.cells.column.name
    return [
        Question(
            f"unit.{name}",
            f"In which unit are the numbers such as “{example.strip()}” in {column.cells.heading}?",
            tuple(Option(short, f"In {word}") for short, word in _UNIT_NAMES.items()),
        )
    ]


def _how(column: DurationColumn) -> str:
    parts = [_FORMS[form][2] for form in column.forms]
    if column.cells.column.of_work:
        parts = [
            part.replace("a day is 24 hours", "a day of work is 8 hours, a week 5 days") for part in parts
        ]
    if column.since_1970:
        parts.append("moments so long after the beginning of 1970")
    if "clock" in column.forms and column.short_clock:
        parts[column.forms.index("clock")] = "minutes:seconds or hours:minutes:seconds"
    if column.numbers:
        unit = next((name for short, name in _UNIT_NAMES.items() if factor_of(short) == column.factor), None)
        parts.append(f"bare numbers in {unit}" if unit else f"bare numbers, each {column.factor:,g} seconds")
    if not parts:
        return "Empty." if not column.cells.kinds else "No cell could be read as a duration."
    sentence = f"Read as {'; '.join(parts)}."
    if column.forms and column.numbers:
        in_numbers = column.cells.count(n=f"({column.numbers.number}) IS NOT NULL")["n"]
        sentence += f" {counted(in_numbers, 'cell is a bare number', 'cells are bare numbers')}."
    return sentence
