"""Times promised as contracts write them: “4h (24x7)”, “1 business day”, “NBD”, “within 30 minutes”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.contract import normalised
from data_loaders.typing_durations import factor_of, is_duration

#: How long a working day is counted, where a promise is made in such days.
WORKING_DAY = 8 * 3600
_WORKING = (
    r"business|working|work|office|arbeits-?|werk-?|bus\.?|ouvrée?s?|ouvrables?|h[áa]bil(?:es)?|laborables?"
    r"|úteis|útil|lavorativ[ioa]|[89]\s?[x×/]\s?5"
)
_AROUND_THE_CLOCK = r"24\s?[x×/*]\s?7(?:\s?[x×/]\s?365)?|calendar|elapsed|kalender-?|calendaires?|naturales"
_NEXT_DAY = r"(?:nbd|next (?:business|working) day|nächster (?:arbeits|werk)tag)"
_BEFORE = r"(?:[<≤]\s?=?|within|max\.?|maximum|up to|under|less than|innerhalb(?: von)?|binnen|sous|dans|entro|até|in)"
_UNIT = r"[^\W\d_]+(?:\([sen]{1,2}\))?"
_CLOCK = re.compile(rf"(?i)\b({_NEXT_DAY}|{_AROUND_THE_CLOCK}|(?:{_WORKING})|\d\s?b[dh])")
_PROMISE = re.compile(
    rf"(?i)\s*(?:{_BEFORE}\s*)?(?P<number>\d+(?:[.,]\d+)?)\s*-?\s*(?:(?P<before>{_WORKING}|{_AROUND_THE_CLOCK})\s*)?"
    rf"(?P<unit>{_UNIT})\.?\s*[(,]?\s*(?P<behind>{_WORKING}|{_AROUND_THE_CLOCK})?"
    r"(?:\s*(?:hours?|days?|h|support|time|zeit|tage?))?\s*\)?\s*"
)
_SHORT_UNITS = {"bd": "d", "wd": "d", "bh": "h", "wh": "h"}
#: As a regular expression: what in a cell says the clock of a promise.
CLOCK = _CLOCK.pattern


@dataclass(frozen=True)
class Promise:
    """One promise: how many seconds, on which clock (None where the cell does not say)."""

    seconds: float
    clock: str | None


def promise_of(text: str) -> Promise | None:
    """What a cell promises; None for a bare number or what is no time.

    >>> promise_of("4h (24x7)"), promise_of("1 business day")
    (Promise(seconds=14400.0, clock='24x7'), Promise(seconds=28800.0, clock='working time'))
    """
    if re.fullmatch(rf"(?i)\s*{_NEXT_DAY}\s*", text):
        return Promise(WORKING_DAY, "working time")
    found = _PROMISE.fullmatch(text)
    if not found:
        return None
    unit = found["unit"].lower()
    said = found["before"] or found["behind"] or ""
    working = unit in _SHORT_UNITS or bool(said and re.fullmatch(rf"(?i){_WORKING}", said))
    seconds = factor_of(_SHORT_UNITS.get(unit, re.sub(r"\(.*", "", unit)))
    if seconds is None:
        return None
    if working and seconds >= 86_400:
        seconds = seconds / 86_400 * WORKING_DAY if seconds < 604_800 else 5 * WORKING_DAY
    number = float(found["number"].replace(",", "."))
    return Promise(number * seconds, "working time" if working else "24x7" if said else None)


def promises(texts: Iterable[str]) -> dict[str, str]:
    """The seconds of the texts that only a promise is written like, by their text as it is."""
    found: dict[str, str] = {}
    for text in texts:
        promise = promise_of(text)
        if promise is not None and (promise.clock or not is_duration(text)):
            found[text.strip()] = f"{promise.seconds:g}"
    return found


def clocks(texts: Iterable[str]) -> Mapping[str, str]:
    """The clock for each piece of these texts that says one, normalised."""
    found = {}
    for text in texts:
        piece, promise = _CLOCK.search(text), promise_of(text)
        if piece and promise and promise.clock:
            found[normalised(piece[1])] = promise.clock
    return found


def is_round(text: str) -> bool:
    """Whether a time is one that people promise, and no mean of what was measured.

    >>> is_round("4 h"), is_round("30 minutes"), is_round("3 h 17 min"), is_round("17 min")
    (True, True, False, False)
    """
    promise = promise_of(text)
    if promise is None:
        return False
    return promise.seconds % (1800 if promise.seconds > 3600 else 300) == 0
