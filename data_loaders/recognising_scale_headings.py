"""Which heading or question asks for a recommendation, for satisfaction or for effort, and which end is the best."""

from __future__ import annotations

import re

_NPS = re.compile(
    r"\be?nps\b(?!.*group)|net promoter|likel\w*.*\brecommend|recommend.*(?:likel|scale|0|friend|colleague)"
    r"|weiterempfehl|recommand(?:er|iez)|recomendar|recomenda|recomiend|raccomand|consigli(?:er|are)|aanbeve+l|anbefal"
    r"|rekommend|doporuč|poleci",
    re.IGNORECASE,
)
_CSAT = re.compile(
    r"\bcsat\b|\bosat\b|satisf|zufrieden|soddisf|tevreden|tilfreds|nöjd|spokoj|zadowol|\bstars?\b|\brating\b|schulnote"
    r"|\brate (?:your|the|our|us|this)\b|bewerten sie|calific|évalue[rz]|avalia"
    r"|\bvalut(?:i|a il|eresti|erebbe|azione)\b",
    re.IGNORECASE,
)
_CES = re.compile(
    r"\bces\b|effort|how easy|\bease\b|made it (?:very )?easy|easy (?:for me )?to|wie einfach"
    r"|aufwand|facile|facilité|fácil|facilidad|esfuerzo|esforço"
    r"|sforzo",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"^(?:score|note|nota|bewertung|puntuación|punteggio|points?|value|grade|answer|punkte|rate|actual[ _]value)$",
    re.IGNORECASE,
)
#: The ends of a scale behind what it measures: “score_0_10”, “Score (1 to 5)”.
_ENDS = re.compile(r"\W*\b[01]\s*(?:-|–|to|bis|à|a|/|\s)\s*(?:5|6|7|10|100)\b\W*$", re.IGNORECASE)
#: What numbers an answer and is no score: “NPS_ID”, “CSAT response no”.
_NUMBERS = re.compile(r"\b(?:ids?|no|nr|number|key|code|guid|uuid)$", re.IGNORECASE)
_RATING = re.compile(r"^(?:survey |customer )?rating$", re.IGNORECASE)
#: A school mark counts from the best.
_MARKS = re.compile(r"schulnote|school grade", re.IGNORECASE)
_BEST = (
    r"(?:very|extremely|completely|sehr|très|muy|muito|molto|zeer|meget|mycket|bardzo|velmi)\s+(?:satisfied|happy|good"
    r"|easy|zufrieden|gut|einfach|satisfait|bon|facile|satisfech|satisfeit|buen|bom|boa|fácil|soddisfatt|tevreden|goed"
    r"|tilfreds|nöjd)|excellent|exzellent|\bbest\b|ausgezeichnet"
)
#: “1 = very satisfied”, “1 (sehr gut)”: the lowest number is the best answer.
_BEST_IS_ONE = re.compile(
    rf"\b1\s*(?:[=:–(-]|is|means|entspricht|bedeutet|steht für)\s*\W?(?:{_BEST})", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
#: What a heading says whose cells are no score, whatever it is about.
_TOLD = re.compile(
    r"comment|remark|verbatim|feedback text|review (?:text|title|content|link)|reply|kommentar|anmerkung|_t_|click",
    re.IGNORECASE,
)
#: The column in which survey tools repeat a recommendation as its group, with the question itself as its text.
_GROUPED = re.compile(r"\bnps[ -]?group\b", re.IGNORECASE)
_SAYS_NPS = re.compile(r"\bnps|_nps|nps_|net promoter", re.IGNORECASE)
_ABOUT = re.compile(r"group|gruppe|groupe|reason|why|warum|grund|\brank", re.IGNORECASE)


def worded(heading: str) -> str:
    """A heading with its words apart: “nps_score” and “starRating” as people would write them.

    >>> worded("survey_q5_osat"), worded("starRating")
    ('survey q5 osat', 'star Rating')
    """
    return " ".join(_CAMEL.sub(" ", heading.replace("_", " ").replace(".", " ")).split())


def is_plain_score(heading: str) -> bool:
    """Whether a heading says “score” and nothing of what it measures.

    >>> is_plain_score("score_0_10"), is_plain_score("Effort score")
    (True, False)
    """
    return bool(_SCORE.match(_ENDS.sub("", worded(heading))))


def best_is_lowest(text: str) -> bool:
    """Whether a question says that the lowest number is the best answer, as school marks do.

    >>> best_is_lowest("How satisfied are you? (1 = very satisfied, 5 = very dissatisfied)")
    True
    """
    return bool(_MARKS.search(text) or _BEST_IS_ONE.search(text))


def lowest_of(text: str) -> str | None:
    """The highest number of a question whose lowest is the best answer, where the question says it.

    >>> lowest_of("Zufriedenheit (1 = sehr gut, 5 = sehr schlecht)"), lowest_of("Schulnote")
    ('5', '6')
    """
    if not best_is_lowest(text):
        return None
    numbers = [int(number) for number in re.findall(r"\b(\d{1,2})\b", text) if 4 <= int(number) <= 10]
    return str(max(numbers)) if numbers else "6" if _MARKS.search(text) else None


def scale_by_words(heading: str, told: str) -> str | None:
    """The measure a heading or question asks for: nps, csat, ces, or “score” where it does not say which."""
    text = worded(heading)
    if _GROUPED.search(text):
        return None
    if _TOLD.search(heading) and not text.rstrip().endswith("?"):
        return None
    if _ABOUT.search(text) and not re.search(r"recommend|satisf", text, re.IGNORECASE):
        return None
    if len(text.split()) <= 4 and _NUMBERS.search(text):
        return None
    if _NPS.search(text):
        return "nps"
    if _CES.search(text):
        return "ces"
    if is_plain_score(text) or (_RATING.match(text) and _SAYS_NPS.search(told)):
        return "nps" if _SAYS_NPS.search(told) else "score"
    return "csat" if _CSAT.search(text) else None
