"""Text to flags, choices and ranks: every distinct text of the column is looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from contracts.contract import UNKNOWN, ColumnType, normalised, without_accents
from data_loaders.typing_cells import Cells, Decision, Typed, counted, quoted

TRUE = (
    "true", "yes", "y", "1", "1.0", "x", "t", "on", "✓", "✔", "☑", "✅", "oui", "o", "vrai", "ja", "j", "wahr",
    "sí", "si", "sì", "verdadero", "sim", "verdadeiro", "vero", "sand", "ano", "waar",
)  # fmt: skip
FALSE = (
    "false", "no", "n", "0", "0.0", "f", "off", "✗", "✘", "☐", "❌", "✕", "non", "faux", "nein", "falsch", "falso",
    "não", "nao", "falsk", "nej", "ne", "nee", "onwaar",
)  # fmt: skip
_PREFIX = re.compile(r"(?:_+\s+|\(?(\d+)\)?\s*[-–:.)]\s*|(\d+)\s+)(?=\D)")
#: A rank that says so itself: "P1 - Critical", "High (Prio 2)".
_RANK = re.compile(r"(?<![a-z0-9])(?:p|prio|priority|sev|severity)[ -]?([1-5])(?![\d.])")
#: How states begin that each team words its own way: "Waiting for the caller", "Closed (by support)".
_BEGINNINGS = (
    ("cancelled", re.compile(r"(?:\w+\W+)?(?:cancell?ed|withdrawn|rejected)\b")),
    ("on_hold", re.compile(r"(?:a?waiting|pending|on hold|stalled|wacht op|warte[nt]? auf|en attente|in attesa|"
                           r"aguardando|en espera|esperando|afventer|venter på|väntar på|czeka na)\b")),
    ("closed", re.compile(r"closed\b")), ("resolved", re.compile(r"(?:re)?solved\b")),
    ("done", re.compile(r"(?:closed|(?:re)?solved|done|completed)\b")),
)  # fmt: skip
_REMARK = re.compile(r"\s+[-–—]+\s+|\s*[:;|]\s+")
#: Words grown together, as programs name them: "InProgress".
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_URGENT = ("urgent", "urgente", "dringend")
_DISTINCT = 5_000
_LISTED = 20
_EDGES = " \t\r\n\u00a0\u202f\ufeff\u200b"


def decide_flag(cells: Cells) -> Typed:
    """Yes and no in six languages, ticks and crosses, 0 and 1; also the words of the column and the tool."""
    stored = {"true": True, "false": False}
    words = {**dict.fromkeys(TRUE, True), **dict.fromkeys(FALSE, False)}
    for word, others in cells.column.choices.items():
        words |= {text.casefold(): stored[word] for text in (word, *others) if word in stored}
    told = {text: stored[word] for text, word in cells.assignment.words.items() if word in stored}
    texts = cells.values(cells.present, _DISTINCT)
    found: dict[str, bool] = {}
    for text in texts:
        word = text.strip(_EDGES).casefold()
        for meaning in (told.get(word), told.get(normalised(text)), words.get(word)):
            if meaning is not None:
                found[text] = meaning
                break
    branches = [
        f"WHEN {cells.text} IN ({', '.join(quoted(text) for text in group)}) THEN {str(value).lower()}"
        for value in (True, False)
        if (group := [text for text, meaning in found.items() if meaning is value])
    ]
    sql = f"CASE {' '.join(branches)} END" if branches else "CAST(NULL AS BOOLEAN)"
    yes, no = (
        _listed(text for text, meaning in found.items() if meaning is value) for value in (True, False)
    )
    refused = cells.refused(sql, cells.present) if len(found) < len(texts) else 0
    return Typed(Decision(
        column=cells.column.name, sql=sql, how=f"Yes: {yes or 'none'}. No: {no or 'none'}.",
        present=f"({cells.present})", refused=refused,
        refusal="“{value}” is neither yes nor no; write yes or no."))  # fmt: skip


def decide_choice(cells: Cells) -> Typed:
    """One of the stored words by the column's and the tool's synonyms.

    Where the column is worked out from the text of another, a word nobody has mapped is "unknown" (no rank at all)
    and is listed with its count; otherwise it is refused, and a choice is stored as "unknown": an empty cell often
    means the usual case, which a word nobody knows is not.
    """
    column = cells.column
    rank = column.type is ColumnType.RANK
    texts = cells.values(cells.present, _DISTINCT)
    lookup = _lookup(column.choices, cells.assignment.words)
    numbers_rank = rank and not _counts_up(texts, lookup)
    found = {
        text: stored
        for text in texts
        if (stored := _stored(text, lookup, column.choices, numbers_rank)) is not None
        or (column.reads and (stored := _by_beginning(text, lookup, column.choices)) is not None)
    }
    if rank and "1" not in found.values():
        found |= _topmost(found)
    unmapped = {text: n for text, n in texts.items() if text not in found}
    branches = [
        f"WHEN {cells.text} IN ({', '.join(quoted(text) for text in group)}) THEN "
        + (stored if rank else quoted(stored))
        for stored in column.choices
        if (group := [text for text, word in found.items() if word == stored])
    ]
    otherwise = ""
    if column.reads and not rank and (unmapped or len(texts) == _DISTINCT):
        otherwise = f"WHEN {cells.present} THEN {quoted(UNKNOWN)}"
    kind = "INTEGER" if rank else "VARCHAR"
    cases = " ".join([*branches, otherwise]).strip()
    sql = f"CAST(CASE {cases} END AS {kind})" if cases else f"CAST(NULL AS {kind})"
    refused = 0 if column.reads or not unmapped else cells.refused(sql, cells.present)
    warnings = []
    if unmapped and column.reads:
        known = "have no rank" if rank else "count as unknown"
        listed = ", ".join(f"“{text.strip()}” ({n:,})" for text, n in list(unmapped.items())[:_LISTED])
        more = f" and {len(unmapped) - _LISTED:,} more" if len(unmapped) > _LISTED else ""
        warnings.append(
            f"{cells.heading}: {counted(sum(unmapped.values()), 'cell')} with words that are not mapped "
            f"yet {known}: {listed}{more}."
        )
    allowed = ", ".join(column.choices)
    return Typed(
        Decision(
            column=column.name,
            sql=sql,
            how=_how(found),
            refused=refused,
            present="false" if column.reads else f"({cells.present})",
            refusal=f"“{{value}}” is none of the words this column knows; write one of: {allowed}.",
            instead=None if rank or column.reads else UNKNOWN,
        ),
        warnings=warnings,
    )


def decide_step(cells: Cells) -> Typed:
    """The number each word of a scale stands for, as the recognising says."""
    return _as_told(
        cells, "DOUBLE", lambda step: f"{float(step)}",
        "“{value}” is no step of the scale this column is answered on.",
    )  # fmt: skip


def decide_day_in_words(cells: Cells) -> Typed:
    """The day each text stands for, as the recognising says (“Jan-26” is the first of that month)."""
    return _as_told(
        cells, "DATE", lambda day: f"DATE {quoted(day)}", "“{value}” names no month; write it like 2026-03."
    )


def _as_told(cells: Cells, kind: str, written: Callable[[str], str], refusal: str) -> Typed:
    """What each text stands for, as the recognising says; other texts are refused."""
    told = cells.assignment.words
    texts = cells.values(cells.present, _DISTINCT)
    found = {text: told[key] for text in texts if (key := normalised(text) or text.strip()) in told}
    branches = [f"WHEN {cells.text} = {quoted(text)} THEN {written(one)}" for text, one in found.items()]
    case = f"CASE {' '.join(branches)} END" if branches else "NULL"
    sql = f"CAST({case} AS {kind})"
    refused = cells.refused(sql, cells.present) if len(found) < len(texts) else 0
    return Typed(
        Decision(
            column=cells.column.name, sql=sql, how=_how(found), present=f"({cells.present})", refused=refused,
            refusal=refusal,
        )
    )  # fmt: skip


def _lookup(choices: Mapping[str, tuple[str, ...]], words: Mapping[str, str]) -> dict[str, str]:
    """Every known way of writing → stored word; the tool's own words come first, then the text as it is."""
    lookup: dict[str, str] = {}
    for stored, others in choices.items():
        for text in (stored, *others):
            lookup.setdefault(text.strip().casefold(), stored)
    for stored, others in choices.items():
        for text in (stored, *others):
            lookup.setdefault(_key(text), stored)
    for text, stored in list(lookup.items()):
        for bare in without_accents(text):
            lookup.setdefault(bare, stored)
    for text, stored in words.items():
        lookup[text.strip().casefold()] = stored
        lookup[_key(text)] = stored
    return lookup


def _key(text: str) -> str:
    """A word without case and punctuation; bare numbers keep their sign, so that -5 is not 5."""
    bare = text.strip(_EDGES)
    return bare.casefold() if re.fullmatch(r"[+-]?[\d.,]+", bare) else normalised(bare)


def _stored(
    text: str, lookup: Mapping[str, str], choices: Mapping[str, tuple[str, ...]], rank: bool
) -> str | None:
    bare = text.strip(_EDGES).casefold()
    if re.fullmatch(r"\d+\.0+", bare):
        bare = bare.partition(".")[0]
    for key in (bare, _key(bare), _key(_CAMEL.sub(" ", text.strip(_EDGES)))):
        if key in lookup:
            return lookup[key]
    named = _RANK.search(bare) if "1" in choices and "2" in choices else None
    if named and named[1] in choices:
        return named[1]
    prefix = _PREFIX.match(bare)
    if not prefix:
        return None
    number = prefix[1] or prefix[2]
    if rank and number in choices:
        # A tool that numbers its words says itself which is the most urgent.
        return number
    rest = bare[prefix.end() :]
    return next((lookup[key] for key in (rest, _key(rest)) if key in lookup), None)


def _by_beginning(text: str, lookup: Mapping[str, str], choices: Mapping[str, tuple[str, ...]]) -> str | None:
    """A state by what stands before a remark in brackets, or by how it begins."""
    bare = text.strip(_EDGES).casefold()
    before = re.sub(r"\s*[(\[][^()\[\]]*[)\]]$", "", bare)
    if before != bare and before in lookup:
        return lookup[before]
    begun = _begun(bare, choices)
    if begun is not None:
        return begun
    # “Active - mitigation required”: what follows explains, unless it is a state itself.
    head, _, remark = (_REMARK.sub("\0", bare, count=1)).partition("\0")
    says_more = remark in lookup or _begun(remark, choices) is not None
    return None if says_more or not remark else lookup.get(head)


def _begun(text: str, choices: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((stored for stored, words in _BEGINNINGS if stored in choices and words.match(text)), None)


def _counts_up(texts: Iterable[str], lookup: Mapping[str, str]) -> bool:
    """Whether the numbers before the words rise with the urgency ("1 - Low … 4 - Critical"): then the words rank."""
    ranks: dict[int, int] = {}
    for text in texts:
        bare = text.strip(_EDGES).casefold()
        prefix = _PREFIX.match(bare)
        if prefix and (prefix[1] or prefix[2]):
            rest = bare[prefix.end() :]
            word = next((lookup[key] for key in (rest, _key(rest)) if key in lookup), None)
            if word is not None:
                ranks[int(prefix[1] or prefix[2])] = int(word)
    in_order = [ranks[number] for number in sorted(ranks)]
    return len(in_order) >= 2 and all(one > other for one, other in pairwise(in_order))


def _topmost(found: Mapping[str, str]) -> dict[str, str]:
    """The word “urgent” beside “high” is the most urgent where no word of the column is."""
    urgent = [text for text, stored in found.items() if stored == "2" and _key(text) in _URGENT]
    high = [text for text, stored in found.items() if stored == "2" and text not in urgent]
    return dict.fromkeys(urgent, "1") if high else {}


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(f"“{text.strip()}”" for text in texts))


def _how(found: Mapping[str, str]) -> str:
    if not found:
        return "No word of this column is known."
    pairs = [f"“{text.strip()}” → {stored}" for text, stored in list(found.items())[:_LISTED]]
    more = f" and {len(found) - _LISTED:,} more" if len(found) > _LISTED else ""
    return f"{', '.join(pairs)}{more}."
