"""The ways in which one heading may be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from contracts.contract import normalised
from data_loaders.recognising_money import split_unit

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: The place of a heading in its list: "3. State".
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\D)")
_TWO_WORDINGS = re.compile(r"\s+/\s+|\s*\n\s*")
#: What a program of charts puts before a date it has cut to that part: "Second of Opened".
_TRUNCATED = re.compile(r"^\s*(?:second|minute|hour|day) of\s+", re.IGNORECASE)
#: Words that programs shorten in the names of fields.
_SHORTENED: Mapping[str, str] = {
    "dt": "date", "num": "number", "nbr": "number", "desc": "description", "amt": "amount", "dept": "department",
    "qty": "quantity", "grp": "group", "mod": "modified", "org": "organization", "cust": "customer", "acct": "account",
    "curr": "currency", "addr": "address", "pct": "percent",
}  # fmt: skip
_MOMENT = re.compile(r"\b(?:date ?time|date and time|timestamp)\b")


@lru_cache(maxsize=8_192)
def loose_variants(heading: str) -> frozenset[str]:
    """The heading with shortened words in full, without "date time" and "#": "Closed_DT", "Closed Date Time"."""
    found = set()
    for text in heading_variants(heading):
        full = " ".join(_SHORTENED.get(word, word) for word in text.replace("#", " ").split())
        found |= {full, " ".join(_MOMENT.sub(" ", full).split())}
    return frozenset(text for text in found if text) - heading_variants(heading)


@lru_cache(maxsize=8_192)
def heading_variants(heading: str) -> frozenset[str]:
    """The ways a heading may stand in a list of known headings: without brackets or currency, CamelCase split."""
    heading = _NUMBERED.sub("", _TRUNCATED.sub("", heading))
    plain = normalised(heading)
    without = normalised(_BRACKETS.sub(" ", heading))
    split = normalised(_CAMEL.sub(" ", heading))
    unitless = normalised(split_unit(heading)[0])
    # One heading in two languages: "Number / Numéro".
    halves = _TWO_WORDINGS.split(heading)
    said_twice = map(normalised, halves if len(halves) == 2 else ())
    return frozenset(
        text for text in (plain, without, split, unitless, plain.replace(" ", ""), *said_twice) if text
    )
