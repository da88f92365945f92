"""What do people write to us: themes by keyword, and a careful reading of the tone of English comments.

Neither replaces reading: every theme and score carries its verbatim comment, and a score never changes a
rating somebody gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from vader import SentimentIntensityAnalyzer

Tone = Literal["positive", "neutral", "negative", "not scored"]

#: Beyond these the tone is called positive or negative; the thresholds VADER's authors give.
POSITIVE, NEGATIVE = 0.05, -0.05

#: Theme → beginnings of words (a trailing "*") or whole words and phrases, in the languages clients write in.
THEMES: Mapping[str, tuple[str, ...]] = {
    "speed": (
        "slow*", "fast*", "quick*", "speed*", "delay*", "late", "wait*", "response time", "respons* time",
        "took too long", "days to", "weeks to", "hours to", "prompt*", "timely", "turnaround", "overdue", "schnell*",
        "langsam*", "verspät*", "wartezeit*", "lent*", "rapid*", "retard*", "attente*", "lento*", "rápid*", "demora*",
    ),
    "communication": (
        "communicat*", "inform*", "update*", "answer*", "reply", "replies", "replied", "respond*", "call back",
        "told", "no response", "explain*", "unclear", "clear*", "listen*", "silence", "silent", "no feedback",
        "status report*",
        "kommunik*", "rückmeldung*", "erreichbar*", "auskunft*", "réponse*", "expliqu*", "comunica*", "respuesta*",
    ),
    "quality": (
        "quality", "bug*", "error*", "defect*", "fault*", "outage*", "crash*", "broken", "unstable", "stable",
        "stability", "reliab*", "unreliab*", "fail*", "fix*", "again", "reopen*", "recurr*", "down", "downtime",
        "professional*", "qualität*", "fehler*", "ausfall*", "stabil*", "qualité*", "panne*", "calidad*", "fallo*",
    ),
    "price": (
        "price*", "pricing", "cost*", "expensive", "invoice*", "budget*", "billing", "billed", "cheap*",
        "value for money",
        "overcharg*", "teuer*", "preis*", "rechnung*", "cher", "chère", "prix", "facture*", "caro*", "precio*",
        "factura*",
    ),
    "people": (
        "team*", "staff", "colleague*", "friendl*", "helpful*", "polite*", "rude", "engineer*", "consultant*",
        "account manager", "contact person", "knowledg*", "competen*", "attitude", "courteous*", "freundlich*",
        "mitarbeiter*", "kompetent*", "équipe*", "aimable*", "compétent*", "equipo*", "amable*", "personal",
    ),
    "access": (
        "access*", "log in", "login*", "log on", "password*", "account*", "permission*", "vpn", "portal*", "locked",
        "unlock*", "reach", "reachable", "opening hours", "available", "availability", "zugang*", "zugriff*",
        "passwort*",
        "accès", "mot de passe", "acceso*", "contraseña*",
    ),
}  # fmt: skip

#: What words mean in a service desk and not elsewhere (-4 … 4): a critical bug that was killed is good news.
IT_WORDS: Mapping[str, float] = {
    "critical": 0.0, "kill": 0.0, "killed": 0.0, "issue": 0.0, "issues": 0.0, "problem": -0.6, "problems": -0.6,
    "error": -0.8, "errors": -0.8, "incident": 0.0, "incidents": 0.0, "ticket": 0.0, "support": 0.0, "block": 0.0,
    "blocked": -1.0, "alert": 0.0, "alerts": 0.0, "alarm": 0.0, "stop": 0.0, "cancel": 0.0, "cancelled": 0.0,
    "fire": 0.0, "fault": -0.8, "demand": 0.0, "demands": 0.0, "dump": 0.0, "abort": 0.0, "cut": 0.0,
    "outage": -2.0, "outages": -2.0, "downtime": -2.0, "unstable": -2.0, "buggy": -2.0, "slow": -1.6, "slower": -1.6,
    "unresponsive": -2.0, "unresolved": -1.8, "reopened": -1.5, "escalated": -1.2, "overdue": -1.6, "workaround": -0.4,
    "resolved": 1.4, "fixed": 1.4, "restored": 1.2, "prompt": 1.6, "promptly": 1.8, "quick": 1.4, "quickly": 1.4,
    "fast": 1.4, "proactive": 1.8, "stable": 1.4, "reliable": 2.0, "unreliable": -2.0, "responsive": 1.6,
    "knowledgeable": 1.9, "competent": 1.8, "incompetent": -2.4,
}  # fmt: skip

#: Phrases whose words mislead one by one (-4 … 4).
IT_PHRASES: Mapping[str, float] = {
    "no problem": 1.2, "no problems": 1.4, "no issue": 1.2, "no issues": 1.4, "no complaint": 1.6, "no complaints": 1.6,
    "nothing to complain about": 1.8, "cannot complain": 1.2, "can't complain": 1.2, "not proper": -1.5,
    "not properly": -1.5, "not bad": 1.0, "no response": -2.0, "no reply": -2.0, "no answer": -2.0, "no update": -1.6,
    "no updates": -1.6, "no feedback": -1.4, "not working": -2.0, "does not work": -2.0, "doesn't work": -2.0,
    "did not work": -2.0, "still not": -1.4, "still waiting": -2.0, "too long": -1.6, "too slow": -2.0,
    "keeps happening": -2.0, "yet again": -1.6, "once again": -1.0, "single point of failure": -0.8,
    "trouble ticket": 0.0, "critical path": 0.0, "problem management": 0.0, "problem manager": 0.0, "no downtime": 1.8,
    "no outage": 1.6, "no outages": 1.6, "zero downtime": 1.8, "without any problem": 1.4, "without any problems": 1.4,
    "without problems": 1.4, "without any issues": 1.4, "without issues": 1.4, "without a hitch": 1.8,
    "resolved the problem": 1.8, "solved the problem": 1.8, "solved my problem": 1.8, "fixed the problem": 1.8,
    "fixed the issue": 1.8, "resolved the issue": 1.8, "resolved my issue": 1.8, "solved my issue": 1.8,
}  # fmt: skip

#: Small words that tell languages apart; enough to keep another language out of an English scorer.
_ENGLISH = """the and is was were are been it its this that with for of to in on you your we our i my they them have
has had not but very so be as at by from would could should will which when what there too always never please thank
thanks after before still no do does did can all more than"""
_OTHERS = """der das und ist war nicht mit für von zu im den dem ein eine wir ihr sie es sehr aber auch auf bei nach
wenn le la les et est était pas avec pour de du des un une nous vous très mais sur dans que qui ne au aux el los las
fue con para del una muy pero en lo por más il gli di che non sono molto ma della het een van niet met voor wij zeer
og er ikke med til på meget je na že jsou byl ale velmi"""
_FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(_ENGLISH.split()),
    "other": frozenset(_OTHERS.split()),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Reading(NamedTuple):
    """The tone of one comment: the compound score from −1 to 1, or None with the reason it was not scored."""

    score: float | None
    tone: Tone
    reason: str | None = None


@dataclass(frozen=True)
class Theme:
    """How often a theme is spoken of, by how many comments with a rating, and what those rated on average."""

    name: str
    comments: int
    rated: int
    mean_rating: float | None
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Themes:
    """All themes, most frequent first, and how much of the text no theme covers. A comment may have several."""

    themes: tuple[Theme, ...]
    n: int
    unmatched: int

    @property
    def unmatched_share(self) -> float | None:
        """The share of comments in no theme; None without comments."""
        return self.unmatched / self.n if self.n else None


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    from vader import SentimentIntensityAnalyzer

    glued = {phrase.replace(" ", "_"): score for phrase, score in IT_PHRASES.items()}
    return SentimentIntensityAnalyzer(extra_lexicon={**IT_WORDS, **glued})


def _with_phrases_glued(comment: str) -> str:
    """Each of our phrases as one word, so that its "not" or "no" cannot turn the words around it."""
    plain = comment.replace("’", "'")
    return _pattern(tuple(sorted(IT_PHRASES, key=len, reverse=True))).sub(
        lambda found: "_".join(found[0].split()), plain
    )


def language(comment: str, declared: str | None = None) -> Literal["en", "other", "unknown"]:
    """Whether a comment is English: as declared by the survey, else by its small words.

    >>> language("Der Support ist sehr langsam"), language("Great service, thanks")
    ('other', 'en')
    """
    if declared and declared.strip():
        return "en" if declared.strip().casefold()[:2] == "en" else "other"
    words = [word.casefold() for word in _WORD.findall(comment)]
    english = sum(word in _FUNCTION_WORDS["en"] for word in words)
    other = sum(word in _FUNCTION_WORDS["other"] for word in words)
    if other > english or (other and other == english):
        return "other"
    if english:
        return "en"
    known = sum(word in _analyser().lexicon for word in words)
    return "en" if words and comment.isascii() and known * 2 >= len(words) else "unknown"


def tone(comment: str | None, declared_language: str | None = None) -> Reading:
    """The tone of one comment, English only.

    >>> tone("No complaints at all, thank you").tone
    'positive'
    >>> tone("Das Portal ist schlecht").tone
    'not scored'
    """
    if comment is None or not comment.strip():
        return Reading(None, "not scored", "no comment")
    found = language(comment, declared_language)
    if found != "en":
        reason = "not English" if found == "other" else "the language cannot be told from so few words"
        return Reading(None, "not scored", reason)
    score = float(_analyser().polarity_scores(_with_phrases_glued(comment))["compound"])
    return Reading(score, "positive" if score >= POSITIVE else "negative" if score <= NEGATIVE else "neutral")


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


def themes_of(comment: str, dictionary: Mapping[str, tuple[str, ...]] = THEMES) -> tuple[str, ...]:
    """The themes a comment speaks of, in the order of the dictionary; several, one or none.

    >>> themes_of("Too slow, and nobody informed us")
    ('speed', 'communication')
    """
    return tuple(name for name, words in dictionary.items() if _pattern(tuple(words)).search(comment))


def count_themes(
    comments: Iterable[tuple[str | None, float | None]],
    dictionary: Mapping[str, tuple[str, ...]] = THEMES,
) -> Themes:
    """Themes over many comments, each with its rating or None; `rows` are places in the given order."""
    found: dict[str, list[int]] = {name: [] for name in dictionary}
    ratings: dict[str, list[float]] = {name: [] for name in dictionary}
    n = unmatched = 0
    for place, (comment, rating) in enumerate(comments):
        if comment is None or not comment.strip():
            continue
        n += 1
        matched = themes_of(comment, dictionary)
        unmatched += not matched
        for name in matched:
            found[name].append(place)
            if rating is not None:
                ratings[name].append(float(rating))
    themes = [
        Theme(
            name,
            len(rows),
            len(ratings[name]),
            sum(ratings[name]) / len(ratings[name]) if ratings[name] else None,
            tuple(rows),
        )
        for name, rows in found.items()
        if rows
    ]
    return Themes(tuple(sorted(themes, key=lambda theme: -theme.comments)), n, unmatched)
