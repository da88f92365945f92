"""Opening hours of a calendar, and the words in which a sheet says them: "Mon-Fri", "samedi", "8:00 am"."""

import re
from collections.abc import Sequence
from datetime import date, time
from functools import cache
from typing import NamedTuple

from warehouse.opening import WarehouseError

WEEKDAYS_WITHOUT_WORD = frozenset(range(5))


class WorkingHours(NamedTuple):
    """Local opening hours on some weekdays (0 is Monday) of one calendar, from a day to before another."""

    weekdays: frozenset[int]
    opens: time
    closes: time
    timezone: str
    start: date = date.min
    end: date = date.max


def weekdays_of(words: Sequence[str] | None) -> frozenset[int]:
    """The weekdays that words such as "Mon-Fri", "Montag", "sat" or "7" stand for; Monday to Friday where none.

    >>> sorted(weekdays_of(["Mon-Wed", "samedi"]))
    [0, 1, 2, 5]
    """
    named: set[int] = set()
    for word in re.split(r"[,;/\s]+", " ".join(words or ()).replace("–", "-").replace(" - ", "-").strip()):
        first, _, last = word.partition("-")
        if not first:
            continue
        start, end = _weekday(first), _weekday(last or first)
        named |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(named) or WEEKDAYS_WITHOUT_WORD


def _weekday(word: str) -> int:
    spoken = word.strip(". ").casefold()
    if spoken in _weekday_words():
        return _weekday_words()[spoken]
    raise WarehouseError(
        f"{word!r} in the calendar's weekdays is no day of the week: write Mon, Tue, Wed or Mon-Fri.",
        "weekday",
    )


@cache
def _weekday_words() -> dict[str, int]:
    from babel import Locale

    spoken = {str(number + 1): number for number in range(7)}
    for language in ("en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "pl", "cs"):
        for width in ("wide", "abbreviated", "short"):
            for number, name in Locale(language).days["format"][width].items():
                spoken.setdefault(name.strip(". ").casefold(), number)
    return spoken


_CLOSED = frozenset({"closed", "geschlossen", "fermé", "fermée", "cerrado", "cerrada", "fechado", "fechada", "chiuso",
                     "chiusa", "gesloten", "lukket", "stängt", "off", "none", "n/a", "-", "–", "—", "x"})  # fmt: skip


def is_closed(opens: str | None, closes: str | None) -> bool:
    """Whether the cells for the hours of a day say that there are none, such as “closed”.

    >>> is_closed("Closed", "Closed"), is_closed("08:00", "17:00"), is_closed(None, None)
    (True, False, False)
    """
    return any((text or "").strip().casefold() in _CLOSED for text in (opens, closes))


def time_of(text: str | None, empty: time) -> time:
    """The time of day a text such as "08:00", "8.30 Uhr" or "5 pm" says; `empty` where it says nothing."""
    if text is None or not text.strip():
        return empty
    found = re.fullmatch(
        r"\s*(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?\s*", text.casefold()
    )
    if found is not None:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
        if half in {"a", "p"} and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if (hour < 24 and minute < 60) or (hour == 24 and minute == 0):
            return time(hour % 24, minute)
    raise WarehouseError(
        f"{text!r} in the calendar's hours is no time of day: write it as 08:00.", "time-of-day"
    )
