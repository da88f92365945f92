"""What a heading says about time and version: "Jan-26", "P03", "2026-01", "July 31", "FY2011 Actual", "Q1 Budget"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from contracts.budget import Budget
from contracts.contract import columns, normalised
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_month_names import month_words

_TOTAL = re.compile(
    r"^(?:grand |sub|year |row |overall |fy |full year )?(?:totals?|sum|summe|gesamt|gesamtjahr|somme|suma|"
    r"totale|totaal|celkem|razem|i alt|year|jahr|année|año|annual|full year|fy|ytd|year to date)"
    r"(?: (?:costs?|spend(?:ing)?|expenses|expenditures?|amount|kosten|coûts?|costes|costi))?"
    r"(?: (?:\d{4}|fy|year|ytd))?$"
)
_YEAR = r"(?:19|20)\d{2}"


@dataclass(frozen=True)
class Period:
    """The stretch of time a heading names, and the version beside it; `what` is month, period, quarter or year.

    Where periods stand below each other, a heading names a version only, or what its amounts are for (`name`).
    `stage` is how far a budget had come: proposed 0, adopted 1, revised 2.
    """

    what: str
    year: int | None = None
    number: int | None = None
    version: str | None = None
    name: str | None = None
    stage: int | None = None


#: How far a budget had come when it was written down: the last stage is the one that holds.
_STAGES: Mapping[str, int] = {
    **dict.fromkeys(("requested", "proposed", "recommended"), 0),
    **dict.fromkeys(("adopted", "original", "approved", "enacted", "aprobado", "iniziale", "inicial"), 1),
    **dict.fromkeys(
        ("revised", "amended", "modified", "révisé", "modificado", "vigente", "aggiornato", "revidiert"), 2
    ),
}
#: Words that speak of a stage beside a word for budgets only: “Final 2024” may be anything.
_STAGES_OF_BUDGETS: Mapping[str, int] = {
    **_STAGES,
    **dict.fromkeys(("draft", "submitted"), 0),
    **dict.fromkeys(("initial", "initiale", "voted"), 1),
    **dict.fromkeys(
        ("current", "adjusted", "updated", "final", "working", "definitivo", "atualizado", "atualizada"), 2
    ),
}
_STAGE = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(_STAGES_OF_BUDGETS)})(?!\w)")


@cache
def version_words() -> Mapping[str, str]:
    """Words for planned, spent and expected amounts."""
    return {
        word: version
        for version, spoken in columns(Budget)["version"].choices.items()
        for word in (normalised(version), *map(normalised, spoken))
        if len(word) > 1
    }


@cache
def version_headings() -> frozenset[str]:
    """What columns of versions are called that no cell of a column of versions says: “Plan costs”."""
    amounts = ("cost", "costs", "amount", "budget")
    versions = (
        "act",
        "actual",
        "plan",
        "planned",
        "budget",
        "budgeted",
        "forecast",
        "revised",
        "adopted",
        "original",
    )
    return frozenset(f"{version} {amount}" for version in versions for amount in amounts if version != amount)


def versions_in(text: str) -> set[str]:
    """Every version a text speaks of."""
    padded = f" {normalised(text)} "
    return {version for word, version in version_words().items() if f" {word} " in padded}


@lru_cache(maxsize=16_384)
def version_in(text: str) -> str | None:
    """The version a text speaks of: the last word that names one, or the longest that ends there.

    >>> version_in("FY2013 Budgeted"), version_in("Budget Estimates"), version_in("Estimate")
    ('budget', 'budget', 'forecast')
    """
    padded = f" {normalised(text)} "
    found = [
        (padded.rfind(f" {word} ") + len(word), len(word), version)
        for word, version in version_words().items()
        if f" {word} " in padded
    ]
    return max(found)[2] if found else None


def without_stage(heading: str) -> tuple[str, int | None]:
    """A heading without the word that says how far a budget had come, and that stage; None where it says none.

    >>> without_stage("Revised Budget"), without_stage("Final grade"), without_stage("FY2024 Adopted")
    (('Budget', 2), ('Final grade', None), ('FY2024', 1))
    """
    found = _STAGE.search(heading)
    if found is None:
        return heading, None
    word = found[0].casefold()
    bare = " ".join(_STAGE.sub(" ", heading).split()).strip(" -–:/_")
    if word not in _STAGES and version_in(bare) != "budget":
        return heading, None
    return bare, _STAGES_OF_BUDGETS[word]


def versions_by_text(texts: Iterable[str]) -> dict[str, str]:
    """The version each text of a column speaks of, normalised: “Forecast 3+9”; none where two texts speak of one.

    >>> versions_by_text(["Budget", "Forecast 3+9"]), versions_by_text(["Budget v1", "Budget v2"])
    ({'budget': 'budget', 'forecast 3 9': 'forecast'}, {})
    """
    said = {normalised(text): version for text in texts if (version := version_in(text)) is not None}
    return said if len(set(said.values())) == len(said) else {}


def year_in(text: str) -> int | None:
    """The one fiscal or calendar year a text speaks of; None for none or several.

    >>> year_in("FY07_Q1-pg-1.csv"), year_in("Budget 2026"), year_in("FY2025/26"), year_in("FY2024-2026")
    (2007, 2026, 2026, None)
    """
    spread = re.search(rf"(?<![\d.,])({_YEAR})\s*[/–-]\s*(\d{{2}}|{_YEAR})(?![\d]|[-/.]\d)", text)
    if spread and int(spread.group(2)) % 100 == (int(spread.group(1)) + 1) % 100:
        return int(spread.group(1)) + 1
    years = {int(y) for y in re.findall(rf"(?<![\d.,]){_YEAR}(?!\d|[.,]\d)", text)}
    years |= {
        2000 + int(y)
        for y in re.findall(r"(?i)\b(?:fy|gj|exercice|ej)[ '_-]?(\d{2})(?!\d)", text.replace("_", " "))
    }
    return next(iter(years)) if len(years) == 1 else None


def period_of(heading: str, group: str = "") -> Period | None:
    """The period a heading names, completed by the merged heading above it; None for any other heading."""
    own = _read(heading)
    if own is None:
        return None
    year, version = own.year or year_in(group), own.version or version_in(group)
    return Period(own.what, year, own.number, version, stage=own.stage)


def is_total(heading: str) -> bool:
    """Whether a heading names a total of others."""
    words = " ".join(word for word in normalised(heading).split() if version_in(word) is None)
    return bool(_TOTAL.match(words)) if words else False


#: A heading without a letter and without a year names no period; most of what stands above a grid is such a number.
_MAY_NAME_ONE = re.compile(rf"[^\W\d_]|{_YEAR}")


@lru_cache(maxsize=16_384)
def _read(heading: str) -> Period | None:
    if not _MAY_NAME_ONE.search(heading):
        return None
    text = split_unit(" ".join(heading.replace("\u00a0", " ").split()))[0]
    if not text or len(text) > 40:
        return None
    bare, stage = without_stage(text)
    if stage is not None:
        found = _read(bare)
        return replace(found, version=found.version or "budget", stage=stage) if found else None
    version = version_in(text)
    if version is not None:
        # "Budget 2026-01": what is left without the version may be a month in figures.
        words = sorted((word for word in version_words() if " " not in word), key=len, reverse=True)
        bare = re.sub(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", " ", text).strip(" -–:/_.")
        found = _read_figures(bare)
        return replace(found, version=version) if found else _read_words(text)
    return _read_figures(text) or _read_words(text)


def _read_figures(text: str) -> Period | None:
    """A month or an accounting period in figures: "2026-01", "01/2026", "202601", "2026M01", "003.2026"."""
    iso = re.fullmatch(rf"({_YEAR})[-/.](0?[1-9]|1[0-2])(?:[-/.]\d{{1,2}}(?:[ T]00:00(?::00)?)?)?", text)
    if iso:
        return Period("month", int(iso[1]), int(iso[2]))
    turned = re.fullmatch(rf"(?:\d{{1,2}}[./-])?(0?[1-9]|1[0-2])[./-]({_YEAR})", text)
    if turned:
        return Period("month", int(turned[2]), int(turned[1]))
    packed = re.fullmatch(r"(20\d{2})(?:(0[1-9]|1[0-2])|[ -]?M(0?[1-9]|1[0-2]))", text)
    if packed:
        return Period("month", int(packed[1]), int(packed[2] or packed[3]))
    of_sap = re.fullmatch(rf"(0\d\d)[./]({_YEAR})|({_YEAR})[./](0\d\d)", text)
    if of_sap and 1 <= int(of_sap[1] or of_sap[4]) <= 16:
        return Period("period", int(of_sap[2] or of_sap[3]), int(of_sap[1] or of_sap[4]))
    spread = re.fullmatch(rf"({_YEAR})\s?[/–-]\s?(?:20)?(\d{{2}})", text)
    if spread and int(spread[2]) == (int(spread[1]) + 1) % 100:
        return Period("year", int(spread[1]) + 1)
    return None


def _read_words(text: str) -> Period | None:
    version = version_in(text)
    rest = normalised(text)
    for word in sorted((w for w in version_words() if f" {w} " in f" {rest} "), key=len, reverse=True):
        rest = f" {rest} ".replace(f" {word} ", " ").strip()
    rest = re.sub(r"\b(?:eur|usd|gbp|chf|rm|k|keur|amount|betrag|in|of|costs?|value)\b", " ", rest)
    rest = " ".join(re.sub(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])", " ", rest).split())
    # One test after the other: period, quarter, month in words, year.
    found = re.fullmatch(
        r"(?:p|m|per|pd|period|periode|période|periodo|período|monat|month|mois|mes)\s?(0?[1-9]|1[0-6])"
        rf"(?: (?:fy )?({_YEAR}|\d{{2}}))?",
        rest,
    )
    if found:
        return Period("period", _year(found[2]), int(found[1]), version)
    found = re.fullmatch(
        rf"(?:fy |gj )?({_YEAR}|(?<=fy )\d{{2}}|(?<=gj )\d{{2}}) (?:p|per|pd|period|periode|période|periodo|período)\s?"
        r"(0?[1-9]|1[0-6])",
        rest,
    )
    if found:
        return Period("period", _year(found[1]), int(found[2]), version)
    found = re.fullmatch(
        rf"(?:fy )?({_YEAR}|(?<=fy )\d{{2}})? ?(?:q|quarter|quartal|trimestre|t) ?([1-4])"
        rf"(?: (?:fy )?({_YEAR}|\d{{2}}))?",
        rest,
    )
    if found:
        return Period("quarter", _year(found[1] or found[3]), int(found[2]), version)
    found = re.fullmatch(
        rf"([1-4]) ?(?:q|quarter|quartal|trimestre|trim|kvartal)(?: (?:fy )?({_YEAR}|\d{{2}}))?", rest
    ) or re.fullmatch(rf"(?:kvartal|trim|qtr|quarto trimestre) ([1-4])(?: (?:fy )?({_YEAR}|\d{{2}}))?", rest)
    if found:
        return Period("quarter", _year(found[2]), int(found[1]), version)
    found = re.fullmatch(rf"fy ({_YEAR}) (\d{{2}})", rest)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return Period("year", int(found[1]) + 1, None, version)
    found = re.fullmatch(
        rf"(?:fy|fiscal year|jahr|gj|year|exercice|annual|année|año)? ?({_YEAR}|(?<=fy )\d{{2}})"
        r"(?: (?:ytd|year to date|to date))?",
        rest,
    )
    if found:
        return Period("year", _year(found[1]), None, version)
    if re.fullmatch(r"annual|full year|fy|jahr|year", rest) and version:
        return Period("year", None, None, version)
    return _read_month(rest, version)


def _read_month(rest: str, version: str | None) -> Period | None:
    """A month in words with an optional day and year: "jan 26", "july 31", "1 jan", "feb 28 2026", "2026 march"."""
    words = rest.split()
    months = [(i, month_words()[w]) for i, w in enumerate(words) if w in month_words()]
    if len(months) != 1 or len(words) > 4:
        return None
    others = [w for i, w in enumerate(words) if i != months[0][0] and w not in ("de", "fy")]
    if any(not re.fullmatch(r"\d{1,4}", w) for w in others):
        return None
    years = [int(w) for w in others if re.fullmatch(_YEAR, w)]
    small = [int(w) for w in others if len(w) <= 2]
    if len(years) > 1 or len(small) > (1 if years else 2):
        return None
    year = years[0] if years else None
    # "Jan 26" is a year, "July 31", "Feb 28" and "1 Jan" are days: the last and the first day of a month.
    if (
        year is None
        and small
        and not _is_month_end(small[-1], months[0][1])
        and small[-1] != 1
        and small[-1] >= 10
    ):
        year = 2000 + small[-1]
    return Period("month", year, months[0][1], version)


def _is_month_end(day: int, month: int) -> bool:
    return (
        day
        in {
            1: (31,),
            2: (28, 29),
            3: (31,),
            4: (30,),
            5: (31,),
            6: (30,),
            7: (31,),
            8: (31,),
            9: (30,),
            10: (31,),
            11: (30,),
            12: (31,),
        }[month]
    )


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)
