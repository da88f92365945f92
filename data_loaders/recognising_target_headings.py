"""Which measure and which priority the heading of a column of promised times names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from contracts import ticket_words
from contracts.contract import normalised

_MEASURES = (
    ("response", (
        r"respon[sd]|reaction|reaktion|antwort|first reply|réponse|prise en charge|respuesta|resposta|risposta"
        r"|acknowledg"
    )),
    ("resolution", (
        r"resol|lösung|behebung|fix|restor|wiederherstell|résol|rétablissement|soluc|soluç|soluz|risol"
        r"|\bmttr\b"
    )),
)  # fmt: skip
_NUMBERED = re.compile(
    r"(?:^|\b)(?:p|prio|priority|priorität|priorité|prioridad|prioridade|priorità|sev|severity|s|level)\s?([1-5])\b"
)
#: What may stand beside a word for a priority in the heading of its column.
_BESIDE = frozenset(
    {"priority", "severity", "time", "times", "target", "sla", "h", "hrs", "hours", "hour", "min", "mins", "minutes",
     "goal", "in", "days", "tickets", "incidents", "incident", "prio"}
)  # fmt: skip
_PRIORITIES = {
    normalised(word): stored for stored, words in ticket_words.PRIORITIES.items() for word in (stored, *words)
}
_TARGETS = re.compile(
    r"\bslas?\b|\btargets?\b|service levels?|\bola\b|\bgoals?\b|promise|committed|commitment|agreed|ziel(?:e|zeit|wert)"
    r"|servicezeit|objectif|objetivo|obiettiv|engagement",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"\b(?:avg|average|mean|median|actual|achieved|p90|p95|mttr|ist)\b", re.IGNORECASE)


def measure_of(heading: str) -> str | None:
    """What a column of times promises, by its heading.

    >>> measure_of("P1 Response (min)"), measure_of("Lösungszeit"), measure_of("Resolution %")
    ('response', 'resolution', None)
    """
    found = [measure for measure, words in _MEASURES if re.search(words, normalised(heading))]
    return found[0] if len(found) == 1 and "%" not in heading else None


def priority_of(heading: str) -> str | None:
    """The priority a heading names, from 1; None where it names none.

    >>> priority_of("P2 Resolution"), priority_of("Critical (hours)"), priority_of("High availability")
    ('2', '1', None)
    """
    text = normalised(heading)
    numbered = _NUMBERED.search(text)
    if numbered:
        return numbered[1]
    left = [
        word for word in text.split()
        if word not in _BESIDE and not any(re.match(words, word) for _, words in _MEASURES)
    ]  # fmt: skip
    return _PRIORITIES.get(" ".join(left)) if left and not left[0].isdigit() else None


def of_targets(texts: Iterable[str]) -> bool:
    """Whether headings, titles and names speak of promises.

    >>> of_targets(["SLA matrix", "P1", "P2"]), of_targets(["Incidents", "P1", "P2"]), of_targets(["resolve_target"])
    (True, False, True)
    """
    return any(_TARGETS.search(_apart(text)) for text in texts)


def of_measurements(texts: Iterable[str]) -> bool:
    """Whether they speak of what was measured.

    >>> of_measurements(["SLA report", "Average resolution time"])
    True
    """
    return any(_MEASURED.search(_apart(text)) for text in texts)


def _apart(text: str) -> str:
    """The text with the words of a field name apart."""
    return text.replace("_", " ")
