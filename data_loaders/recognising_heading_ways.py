"""In which ways a heading may stand for a column: by name, by the tool's name, by its words, by its spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from contracts import all_contracts
from contracts.contract import Column, ColumnType, columns, normalised
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognising_heading_words import by_words
from data_loaders.recognising_known_headings import headings_of
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_survey_words import survey_column
from data_loaders.sources import Export, Source
from data_loaders.typing_numbers import INVERSE, NEGATIVE_IS_INVERSE
from data_loaders.typing_working_days import DAYS

#: Spelling: from here on a heading is taken to be a misspelt one, below it is left alone.
CLOSE_SPELLING = 91
_PREFIXES = re.compile(
    r"^(?:inc|chg|prb|u|task|taskslatable|sc|req|ritm|sr|stat|incident|ticket|case|issue|complaint|grievance|"
    r"conversation|fields?)[ _.]"
)
#: The name of a record reached through a reference is the reference as people read it.
_FOLLOWED = re.compile(r"([\w ]+)\.(?:name|number|display_name|display_value|Name|Number)")
UNIT = re.compile(
    r"(?P<ms>\b(?:in )?\(?(?:ms|msecs?|millis|milliseconds?|millisekunden|millisecondes)\)?\b)"
    r"|(?P<min>\b(?:in )?\(?min(?:ute)?s?\)?\b)|(?P<h>\b(?:in )?\(?(?:hrs?|hours?|std|stunden|heures|horas|ore)\)?\b)"
    r"|(?P<s>\b(?:in )?\(?(?:secs?|seconds?|sekunden|secondes|segundos)\)?\b)"
    r"|(?P<d>\b(?:in )?\(?(?:days?|tage|jours)\)?\b)",
    re.IGNORECASE,
)


#: The unit of a duration as one letter in brackets: "Resolution (h)".
_SHORT_UNIT = re.compile(r"[(\[]\s*(?:in )?(h|s|d|ms)\s*[)\]]", re.IGNORECASE)
#: What Salesforce puts behind the name of a field somebody added.
_CUSTOM = "__c"
NUMBER_SIGNS = frozenset({"#", "№"})


def unwrapped(heading: str, source: Source | None) -> str:
    """The heading without what the tool wraps around custom fields ("Custom field (Team)" → "Team")."""
    for pattern in source.wrappers if source else ():
        found = re.fullmatch(pattern, " ".join(heading.split()), re.IGNORECASE)
        if found:
            return found.group(1)
    return heading


def ways(
    heading: str,
    question: str | None,
    kind: str,
    source: Source | None,
    own: Mapping[str, tuple[tuple[str, int], ...]],
    *,
    spelling: bool,
) -> list[tuple[str, float, int, str, str]]:
    """Columns a heading may stand for: (column, quality, place in its list, heading found, in which way)."""
    index = headings_of(kind)
    if heading.strip() in NUMBER_SIGNS and heading.strip() not in index:
        key = all_contracts()[kind].key
        numbered = bool(key) and columns(all_contracts()[kind])[key[0]].type is ColumnType.IDENTIFIER
        return [(key[0], 0.8, 0, "id", "the sign for a number")] if numbered else []
    found: list[tuple[str, float, int, str, str]] = []
    exact = normalised(heading)
    for text, quality in _texts(heading, source):
        found += [
            (name, min(1.0, quality + 0.04), place - 1000, text, "the tool's own name")
            for name, place in own.get(text, ())
        ]
        found += [(name, quality, place, text, "by name") for name, place in index.get(text, ())]
    if not found and (apart := words_apart(heading)):
        # “ContractValueUSD” is written like “Contract value USD”, and is no more doubtful.
        return ways(apart, question, kind, source, own, spelling=False)
    if not found and question:
        found += [
            (name, 0.9, place, text, "by the question")
            for text in heading_variants(question)
            for name, place in index.get(text, ())
        ]
    if not found:
        meant = survey_column(heading) if kind == "survey_responses" else by_words(heading, kind)
        found += [(name, sure, 0, text, "by its words") for name, sure, text in meant]
    if not found and len(exact) >= 6 and spelling:
        close = process.extractOne(exact, index.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_SPELLING)
        if close is not None:
            text, ratio, _ = close
            found += [
                (name, 0.85 * ratio / 100, place, text, f"spelt like “{text}”") for name, place in index[text]
            ]
    return found


def words_apart(heading: str) -> str | None:
    """The words of a heading that are told apart by their capitals only; None for any other."""
    if not _CAPITALS.fullmatch(heading.strip()):
        return None
    return _BEFORE_CAPITAL.sub(" ", heading.strip())


_CAPITALS = re.compile(
    r"[A-Za-z][a-z0-9]+(?:[A-Z][a-z0-9]*)*[A-Z][A-Za-z0-9]*|[A-Z]{3,}[a-z]{2,}(?:[A-Z][a-z0-9]*)*"
)
_BEFORE_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _texts(heading: str, source: Source | None) -> list[tuple[str, float]]:
    """The texts to look up, the most literal first."""
    exact = normalised(heading)
    bare = unwrapped(heading, source)
    texts = [(exact, 1.0)]
    if bare != heading:
        texts.append((normalised(bare), 0.97))
    texts += [(text, 0.95) for text in sorted(heading_variants(bare)) if text != exact]
    loose = sorted(loose_variants(bare))
    texts += [(text, 0.92) for text in loose] + [(_PREFIXES.sub("", text), 0.91) for text in loose]
    followed = _FOLLOWED.fullmatch(heading.strip())
    if followed:
        texts.append((normalised(followed[1]), 0.94))
    without_unit = " ".join(UNIT.sub(" ", exact).split())
    texts += [(text, 0.93) for text in (_PREFIXES.sub("", exact), without_unit) if text != exact]
    if heading.strip().casefold().endswith(_CUSTOM):
        texts.append((normalised(heading.strip()[: -len(_CUSTOM)]), 0.94))
    if len(exact) > 5 and exact.endswith("s"):
        texts.append((exact[:-1], 0.9))
    return [(text, quality) for text, quality in texts if text]


def unit_of(column: Column, heading: str, export: Export | None) -> str | None:
    """The unit a heading or the tool says the numbers are in; None where nothing is said."""
    heading = words_apart(heading) or heading
    tool = export.units.get(column.name) if export else None
    said: str | None
    if column.type is ColumnType.DURATION:
        # What this file says counts more than what the tool does usually.
        short, found = _SHORT_UNIT.search(heading), UNIT.search(normalised(heading))
        said = short[1].lower() if short else (found.lastgroup if found else tool)
    elif column.unit in DAYS:
        # A duration in days under “Duration (h)” is given in hours.
        short, found = _SHORT_UNIT.search(heading), UNIT.search(normalised(heading))
        said = tool or (short[1].lower() if short else found.lastgroup if found else None)
    elif tool is not None:
        said = tool
    elif column.type is ColumnType.MONEY:
        money = split_unit(heading)[1]
        said = money.text if money else None
    elif column.unit == "percent" and "%" in heading:
        said = "percent"
    elif column.label == "Exchange rate":
        said = (
            INVERSE
            if re.search(r"inverse|indirect|reciprocal", heading, re.IGNORECASE)
            else NEGATIVE_IS_INVERSE
        )
    else:
        said = None
    return said
