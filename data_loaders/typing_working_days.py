"""Durations of plans, in days with a word behind the number: “12 days”, “2.5 days?”, “3 wks”, “4 Std.”."""

from __future__ import annotations

import re

#: How many working days one unit is, as plans count unless somebody has changed it: 8 hours, 5 days, 20 days.
_UNITS: tuple[tuple[str, str, float], ...] = (
    ("min", r"mins?|minutes?|minuten?|minutos?|minuti", 1 / 480),
    ("h", r"h|hr|hrs|hours?|std\.?|stunden?|heures?|horas?|ore|uur|uren|timer", 1 / 8),
    ("d", r"d|dys?|days?|tage?n?|t|jours?|j|d[ií]as?|giorn[oi]|g|dag(?:en|e|ar)?", 1.0),
    ("w", r"w|wks?|weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|uger", 5.0),
    ("mo", r"mo|mons?|mths?|months?|monate?|mois|mes(?:es)?|mes[ei]|maand(?:en)?", 20.0),
)  # fmt: skip
_NAMED = re.compile(
    r"(?i)^(\s*[+-]?[\d.,]+)\s*(?:e(?=[a-z]))?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words, _ in _UNITS)
    + r")\s*\??\s*$"
)
#: How many working days one of a heading's unit is: “Duration (h)”.
OF_A_HEADING = {name: days for name, _, days in _UNITS if name in ("h", "min")}
#: The units of columns that count days.
DAYS = frozenset({"d", "days"})


def without_unit(text: str) -> str:
    """The number alone, where the text is a number of hours, days, weeks or months.

    >>> without_unit("2.5 days?"), without_unit("12"), without_unit("3 of 4 days")
    ('2.5', '12', '3 of 4 days')
    """
    found = _NAMED.match(text)
    return found[1] if found else text


def names_unit(text: str) -> bool:
    """Whether a text is a number with a unit of time behind it."""
    return _NAMED.match(text) is not None


def number_sql(text: str) -> str:
    """SQL: the text with the word of its unit taken off."""
    words = "|".join(words for _, words, _ in _UNITS)
    return rf"regexp_replace({text}, '(?i)^(\s*[+-]?[\d.,]+)\s*(?:e(?:{words})|(?:{words}))\s*\??\s*$', '\1')"


def factor_sql(text: str) -> str:
    """SQL: how many days one of the unit behind the number is."""
    cases = " ".join(
        rf"WHEN regexp_matches({text}, '(?i)\d\s*e?(?:{words})\s*\??\s*$') THEN {days!r}"
        for _, words, days in _UNITS
        if days != 1.0
    )
    return f"CASE {cases} ELSE 1 END"


#: What is said of such a column.
SAID = "In working days: a week counts as 5, a month as 20, a day as 8 hours."
