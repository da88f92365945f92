"""How one text could be read as a date: the notations, month names in thirteen languages, half-days, offsets.

`read(text)` looks at a text in Python; what it finds is SQL for a whole column. Python looks only at a few hundred
distinct texts of a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from babel import Locale

from data_loaders.typing_cells import SPACES, escaped, quoted

Order = Literal["day-first", "month-first"]
Zone = Literal["local", "offset", "utc"]

LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl", "da", "cs", "sv", "nb", "pl", "fi")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Spellings of older Java and Windows versions that today's tables no longer have.
_OLDER = {
    "mrz": "mar",
    "mär": "mar",
    "maerz": "mar",
    "sept": "sep",
    "set": "sep",
    "ene": "jan",
    "dic": "dec",
    "fev": "feb",
    "avr": "apr",
    "mai": "may",
    "aout": "aug",
}
_CONNECTORS = frozenset(
    {
        "de",
        "del",
        "of",
        "den",
        "der",
        "um",
        "at",
        "à",
        "às",
        "as",
        "kl",
        "uhr",
        "uur",
        "hrs",
        "the",
        "las",
        "alle",
        "ore",
    }
)
_KEPT = frozenset({"am", "pm", "t", "z", "utc", "gmt", "h"})
_ODD_SPACE = re.compile(r"[^\S \t\r\n]|[\ufeff\u200b]")
_HALF_DAY = re.compile(r"\s*\b([ap])(?:\.\s?|\s)m\.?\s*$|\s*\b([ap])m\.\s*$", re.IGNORECASE)
#: As JavaScript and Java print a moment: the distance from UTC, and the name of the zone again; or UTC in parentheses.
_ZONE_AGAIN = re.compile(
    r"((?:GMT|UTC)?[+-]\d\d:?\d\d|Z)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$|\((UTC|GMT)\)\s*$"
)
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th|er|º|ª)([\s,.]|$)")
_TOKEN = re.compile(r"[^\W\d_]+(?:\.(?=[\s,/-]|$))?")

#: A word and a date all in numbers behind it.
_ALL_NUMBERS = re.compile(r"^\s*[^\W\d_]+[.,]*\s+(\d+[-/.]\d+[-/.]\d)")

_TIME = (
    r"(?P<hour>\d{1,2})(?P<colon>[:.h])(?P<minute>\d{1,2})(?P<second>(?P=colon)\d{1,2}(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?P<half>\s?[AaPp][Mm])?"
)
_OFFSET = r"(?P<gap>\s?)(?P<zone>Z|z|UTC|GMT|utc|gmt)?(?P<offset>[+-]\d{2}(?::?\d{2})?)?"
_REST = rf"(?:(?P<join>[Tt]|\s+|,\s*|\s*-\s+|\s*;\s*|\s*@\s*|[-:]){_TIME}{_OFFSET})?"
_IN_NUMBERS = r"(?P<a>\d{1,4})(?P<sep>\s?[-/.]\s?)(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})"
_NUMERIC = re.compile(_IN_NUMBERS + _REST)
_TIME_FIRST = re.compile(rf"{_TIME}{_OFFSET}(?P<behind>,? ){_IN_NUMBERS}")
_MONTH = "(?P<month>" + "|".join(_ENGLISH) + ")"
_NAMED = tuple(
    (re.compile(pattern + _REST, re.IGNORECASE), parts)
    for pattern, parts in (
        (
            r"\d{1,2}(?P<s1>[-/. ]|\. ?)" + _MONTH + r"(?P<s2>[-/. ]|, )(?P<year>\d{4}|\d{2})",
            "%d{s1}%b{s2}{year}",
        ),
        (_MONTH + r"(?P<s1>[-/ ])\d{1,2}(?P<s2>[-/ ]|, ?)(?P<year>\d{4})", "%b{s1}%d{s2}{year}"),
        (r"(?P<year>\d{4})(?P<s1>[-/ ])" + _MONTH + r"(?P<s2>[-/ ])\d{1,2}", "{year}{s1}%b{s2}%d"),
    )
)
#: As C and Java print a moment, the year behind time and zone: "Nov 01 10:00:00 CET 2026".
_YEAR_LAST = re.compile(rf"{_MONTH} +\d{{1,2}} {_TIME}{_OFFSET} (?P<year>\d{{4}})", re.IGNORECASE)
#: The time in the basic format of ISO 8601, and a day without separators before either time: "20261101T100000Z".
_BASIC_TIME = (
    r"(?P<hour>\d{2})(?P<colon>)\d{2}(?P<second>\d{2}(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?P<half>(?!))?"
)
_PACKED = tuple(
    re.compile(rf"(?:19|20)\d{{6}}(?P<join>[Tt]|\s+){time}{_OFFSET}") for time in (_TIME, _BASIC_TIME)
)
_SHORT = re.compile(r"(?P<a>\d{2})(?P<sep>[-/.])(?P<b>\d{2})(?P=sep)(?P<c>\d{2})(?!\d)")
#: What planning tools put behind a day: “A” where it is the actual one, “*” where it is held there.
_MARKED = re.compile(r"^([^:]*\d)(?: A\*?|\*)\s*$")
_ZERO = re.compile(r"0*[0\s/.:\-T]*0")
_OPEN_ENDED = re.compile(r"(?:9999[-/.]?12[-/.]?31|31[-/.]12[-/.]9999|12[-/.]31[-/.]9999).*", re.DOTALL)

#: A moment as .NET writes it in JSON, with or without a distance from UTC that does not move it.
_JSON = re.compile(r"\\?/Date\((-?\d{9,14})(?:[+-]\d{4})?\)\\?/")

#: SQL patterns for cells that stand for "no date": all zeros, and the last day of the year 9999.
ZERO_DATE = r"[\s0]*[0\s/.:\-T]*0\s*"
OPEN_ENDED_DATE = r"\s*(?:9999[-/.]?12[-/.]?31|31[-/.]12[-/.]9999|12[-/.]31[-/.]9999)(?:\D.*)?"


@dataclass(frozen=True)
class Preparation:
    """What a text needs before it can be parsed: odd spaces, half-days, ordinals and words made plain English."""

    spaces: bool = False
    half_days: bool = False
    ordinals: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    weekdays: frozenset[str] = frozenset()
    before_numbers: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    zone_again: bool = False
    marked: bool = False

    def __or__(self, other: Preparation) -> Preparation:
        return Preparation(
            self.spaces or other.spaces,
            self.half_days or other.half_days,
            self.ordinals or other.ordinals,
            {**self.words, **other.words},
            self.weekdays | other.weekdays,
            self.before_numbers | other.before_numbers,
            self.connectors | other.connectors,
            self.zone_again or other.zone_again,
            self.marked or other.marked,
        )

    @property
    def needed(self) -> bool:
        """Whether anything must be done at all."""
        return self.lowers or self.spaces or self.half_days or self.zone_again or self.marked

    @property
    def lowers(self) -> bool:
        """Whether the text is put into lower case on the way."""
        return bool(self.ordinals or self.words or self.weekdays or self.before_numbers or self.connectors)

    def sql(self, text: str) -> str:
        """SQL: the text made ready."""
        if self.spaces:
            text = f"regexp_replace({text}, '{SPACES}+', ' ', 'g')"
        if self.zone_again:
            text = f"regexp_replace({text}, {quoted(_ZONE_AGAIN.pattern)}, '\\1\\2')"
        if self.marked:
            text = f"regexp_replace({text}, {quoted(_MARKED.pattern)}, '\\1')"
        if self.lowers:
            text = f"lower({text})"
        if self.weekdays:
            names = "|".join(sorted(self.weekdays, key=lambda name: (-len(name), name)))
            start = r"^\s*(?:" + names + r")[.,]*\s+"
            text = f"regexp_replace({text}, {quoted(start)}, '')"
        if self.before_numbers:
            names = "|".join(sorted(self.before_numbers))
            start = rf"^\s*(?:{names})[.,]*\s+(\d+[-/.]\d+[-/.]\d)"
            text = f"regexp_replace({text}, {quoted(start)}, '\\1')"
        if self.ordinals:
            text = rf"regexp_replace({text}, '(\d)(?:st|nd|rd|th|er|º|ª)([\s,.]|$)', '\1\2')"
        if self.connectors:
            text = f"regexp_replace({text}, {quoted(_connecting(self.connectors))}, '\\1', 'g')"
        for word, english in sorted(self.words.items(), key=lambda pair: (-len(pair[0]), pair[0])):
            text = f"replace({text}, {quoted(word)}, {quoted(english)})"
        if self.half_days:
            text = rf"regexp_replace({text}, '(?i)\s*\b([ap])\.?\s?m\.?\s*$', ' \1m')"
        return text


@dataclass(frozen=True)
class Notation:
    """One way of writing a date, as a `strptime` format or as a number counted from somewhere.

    `order` is said where day and month are numbers in an order that other people write the other way round.
    `zone` says whether the text carries its own distance from UTC, `next_day` that it writes the end of a day as
    24:00, which is the beginning of the next.
    """

    format: str
    order: Order | None = None
    zone: Zone = "local"
    prepared: bool = False
    next_day: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is a bare number, which is a date only if the whole column is."""
        return self.format in _COUNTED

    @property
    def timed(self) -> bool:
        """Whether it tells the time of day."""
        return (
            self.counted or self.next_day or self.format == _IN_JSON or bool(re.search("%[HI]", self.format))
        )

    @property
    def separator(self) -> str:
        """What stands between the parts of the date: columns of one table that share it share their order."""
        found = re.search(r"%[dm](\W)%", self.format)
        return found[1] if found else ""

    @property
    def words(self) -> str:
        """The notation as people write it: "dd/mm/yyyy hh:mm"."""
        if self.format in _COUNTED:
            return _COUNTED[self.format][0]
        if self.format == _IN_JSON:
            return "milliseconds since 1970 in “/Date(…)/”"
        text = self.format
        for code, word in _CODES:
            text = text.replace(code, word)
        return text

    @property
    def is_cast(self) -> bool:
        """Whether the database's own cast, where it reads a text of this notation at all, reads the same moment."""
        return self.format in _CAST and not self.prepared

    def sql(self, text: str) -> str:
        """SQL: the text as a naive timestamp (in UTC if the text says its zone), or NULL."""
        if self.format in _COUNTED:
            return _COUNTED[self.format][1].format(x=text)
        if self.format == _IN_JSON:
            number = f"regexp_extract(trim({text}), {quoted('^' + _JSON.pattern + '$')}, 1)"
            return f"make_timestamp(try_cast({number} AS BIGINT) * 1000)"
        parsed = f"try_strptime({text}, {quoted(self.format)})"
        if self.next_day:
            parsed = f"({parsed} + INTERVAL 1 DAY)"
        if self.zone == "offset":
            # With digits beyond the millionth of a second DuckDB 2.0 gives a type of which it knows no epoch.
            return f"make_timestamp(epoch_us(CAST({parsed} AS TIMESTAMPTZ)))"
        return f"CAST({parsed} AS TIMESTAMP)" if "%n" in self.format else parsed


_CODES = (
    ("%d", "dd"),
    ("%m", "mm"),
    ("%Y", "yyyy"),
    ("%y", "yy"),
    ("%b", "mon"),
    ("%H", "hh"),
    ("%I", "hh"),
    ("%M", "mm"),
    ("%S", "ss"),
    ("%f", "fff"),
    ("%n", "fff"),
    ("%p", "AM/PM"),
    ("%z", "±hh:mm"),
)
_IN_JSON = "json"
_CAST = frozenset(f"%Y-%m-%d{mark}%H:%M{rest}" for mark in " T" for rest in ("", ":%S", ":%S.%f"))
_NUMBER = "try_cast({x} AS DOUBLE)"
_COMPACT = (
    r"CASE WHEN regexp_full_match({x}, '\s*\d{{8}}(?:\.0+)?\s*') "
    "THEN try_strptime(left(trim({x}), 8), '%Y%m%d') END"
)
_DAYS = _NUMBER.replace("{x}", "replace({x}, ',', '.')")
_SERIAL = (
    f"CASE WHEN {_DAYS} >= 10000 AND {_DAYS} < 80000 "
    f"THEN make_timestamp(CAST(round(({_DAYS} - 25569) * 86400) AS BIGINT) * 1000000) END"
)
_SECONDS = f"CASE WHEN {_NUMBER} BETWEEN 1e8 AND 4.2e9 THEN make_timestamp(CAST(round({_NUMBER} * 1e6) AS BIGINT)) END"
_MILLISECONDS = (
    f"CASE WHEN {_NUMBER} BETWEEN 1e11 AND 4.2e12 "
    f"THEN make_timestamp(CAST(round({_NUMBER} * 1e3) AS BIGINT)) END"
)
#: Bare numbers that are dates: how people call them, and SQL of the moment.
_COUNTED: Mapping[str, tuple[str, str]] = {
    "compact": ("yyyymmdd without separators", _COMPACT),
    "serial": ("the day numbers of a spreadsheet", _SERIAL),
    "seconds": ("seconds since 1970", _SECONDS),
    "milliseconds": ("milliseconds since 1970", _MILLISECONDS),
}


#: What programs write for a moment nobody entered: the first days their calendars count from.
_MIDNIGHT = (
    r"(?:[ T]+0?[01][:.]00(?:[:.]00(?:[.,]0+)?)?(?: ?AM)?| 12[:.]00(?:[:.]00)? ?AM)?(?: ?Z| ?[+-]\d\d:?\d\d)?"
)
_NEW_YEARS = r"(?:0001|1753|1900|1970)"
PLACEHOLDER_DATE = (
    rf"\s*(?:{_NEW_YEARS}[-/.]0?1[-/.]0?1|0?1[-/.]0?1[-/.]{_NEW_YEARS}|0?1[-/ ](?i:jan)[a-z]*[-/ ]{_NEW_YEARS}"
    rf"|(?i:jan)[a-z]* 0?1,? {_NEW_YEARS}|1899-12-3[01]|3[01][-/.]12[-/.]1899|12[-/.]3[01][-/.]1899){_MIDNIGHT}\s*"
    r"|\s*(?:1969-12-31|31[/.]12[/.]1969|12/31/1969)\D.*"
)
_PLACEHOLDER = re.compile(PLACEHOLDER_DATE)


def is_placeholder(text: str) -> bool:
    """Whether a text is a day that programs count from and write where there is no date.

    >>> is_placeholder("1900-01-01 00:00:00"), is_placeholder("01/01/1970"), is_placeholder("1970-01-02")
    (True, True, False)
    """
    return _PLACEHOLDER.fullmatch(text) is not None


def is_zero_date(text: str) -> bool:
    """Whether a text is a date of zeros only, as SAP and MySQL write "no date"."""
    return bool(_ZERO.fullmatch(text.strip()))


def is_open_ended(text: str) -> bool:
    """Whether a text is the last day of 9999, as SAP writes "no end"."""
    return bool(_OPEN_ENDED.fullmatch(text.strip()))


def read(text: str) -> tuple[tuple[Notation, ...], Preparation]:
    """The notations in which a text could be a date, none if it cannot, and what must be done to it first.

    >>> [notation.words for notation in read("29/2/2016 01:16")[0]]
    ['dd/mm/yyyy hh:mm', 'mm/dd/yyyy hh:mm']
    """
    counted = _read_number(text.strip())
    if counted:
        return (counted,), Preparation()
    if _JSON.fullmatch(text.strip()):
        return (Notation(_IN_JSON, zone="utc"),), Preparation()
    plain = _made_plain(text)
    if plain is None:
        return (), Preparation()
    bare, preparation = plain
    bare = bare.strip()
    match = _NUMERIC.fullmatch(bare) or _TIME_FIRST.fullmatch(bare)
    if match:
        return _numeric(match, preparation.needed), preparation
    for packed in _PACKED:
        match = packed.fullmatch(bare)
        if match:
            return (_with_time("%Y%m%d", match, None, preparation.needed),), preparation
    for pattern, parts in _NAMED:
        match = pattern.fullmatch(bare)
        if match:
            year = "%Y" if len(match["year"]) == 4 else "%y"
            date = parts.format(s1=match["s1"], s2=match["s2"], year=year)
            return (_with_time(date, match, None, preparation.needed),), preparation
    match = _YEAR_LAST.fullmatch(bare)
    if match:
        notation = _with_time("%b %d ", match, None, preparation.needed)
        return (replace(notation, format=f"{notation.format} %Y"),), preparation
    return (), Preparation()


def year_first(notations: Iterable[Notation]) -> tuple[Notation, ...]:
    """The notations of numbers with a two-digit year behind as one with the year before; all others as they are."""
    found = []
    for notation in notations:
        if notation.order is None or "%y" not in notation.format:
            found.append(notation)
        elif notation.order == "day-first":
            begun = re.sub(r"%d(\W+)%m\1%y", r"%y\1%m\1%d", notation.format)
            found.append(replace(notation, format=begun, order=None))
    return tuple(found)


def are_years_first(texts: Iterable[str]) -> bool:
    """Whether of dates like 26-03-17 the first number is the year.

    It is where the first number is one of at most three (15 to 35), and the last would be years at least fifteen
    years apart.

    >>> are_years_first(["26-03-01", "26-03-17", "25-12-30"]), are_years_first(["26-03-14", "27-03-15"])
    (True, False)
    """
    found = [_SHORT.match(text.strip()) for text in texts]
    if not found or not all(found):
        return False
    firsts, months, lasts = ({int(match[part]) for match in found if match} for part in ("a", "b", "c"))
    return (
        len(firsts) <= 3
        and min(firsts) >= 15
        and max(firsts) <= 35
        and max(months) <= 12
        and max(lasts) <= 31
        and max(lasts) - min(lasts) >= 15
    )


def _read_number(text: str) -> Notation | None:
    match = re.fullmatch(r"(\d+)(\.\d+)?|(\d{5})(,\d+)", text)
    if not match:
        return None
    if match[4]:
        return Notation("serial")
    whole, fraction = match[1], match[2]
    if len(whole) == 14 and not fraction and whole[:2] in ("19", "20"):
        return Notation("%Y%m%d%H%M%S")
    if len(whole) == 8 and whole[:2] in ("19", "20") and not (fraction or "").strip(".0"):
        return Notation("compact")
    if len(whole) == 5:
        return Notation("serial")
    if len(whole) in (9, 10):
        return Notation("seconds", zone="utc")
    return Notation("milliseconds", zone="utc") if len(whole) in (12, 13) else None


def _numeric(match: re.Match[str], prepared: bool) -> tuple[Notation, ...]:
    a, c, sep = match["a"], match["c"], match["sep"]
    if len(a) == 4 and len(c) <= 2:
        return (_with_time(f"%Y{sep}%m{sep}%d", match, None, prepared),)
    if len(a) > 2 or len(c) not in (2, 4):
        return ()
    year = "%Y" if len(c) == 4 else "%y"
    return (
        _with_time(f"%d{sep}%m{sep}{year}", match, "day-first", prepared),
        _with_time(f"%m{sep}%d{sep}{year}", match, "month-first", prepared),
    )


def _with_time(date: str, match: re.Match[str], order: Order | None, prepared: bool) -> Notation:
    if not match["hour"]:
        return Notation(date, order, prepared=prepared)
    parts = match.groupdict()
    clock = f"{match['hour']}{match['colon']}{parts.get('minute') or ''}{match['second'] or ''}"
    ended = not match["half"] and re.fullmatch(r"24\D00(?:\D00(?:[.,]0+)?)?", clock) is not None
    time = clock if ended else ("%I" if match["half"] else "%H") + f"{match['colon']}%M"
    if match["second"] and not ended:
        time += f"{match['colon']}%S"
        if match["fraction"]:
            time += match["point"] + ("%f" if len(match["fraction"]) <= 6 else "%n")
    if match["half"]:
        time += " %p" if match["half"][0].isspace() else "%p"
    zone: Zone = "local"
    if match["zone"] or match["offset"]:
        zone = "offset" if match["offset"] else "utc"
        time += (" " if match["gap"] else "") + (match["zone"] or "") + ("%z" if match["offset"] else "")
    if parts.get("behind"):
        return Notation(time + parts["behind"] + date, order, zone, prepared, ended)
    join = parts.get("join") or ""
    return Notation(date + (" " if join.isspace() else join) + time, order, zone, prepared, ended)


def _made_plain(text: str) -> tuple[str, Preparation] | None:
    preparation = Preparation()
    if _ODD_SPACE.search(text):
        text = re.sub(r"[\s\ufeff\u200b]+", " ", text)
        preparation |= Preparation(spaces=True)
    if _ZONE_AGAIN.search(text):
        text = _ZONE_AGAIN.sub(r"\1\2", text)
        preparation |= Preparation(zone_again=True)
    if _MARKED.search(text):
        text = _MARKED.sub(r"\1", text)
        preparation |= Preparation(marked=True)
    if _HALF_DAY.search(text):
        text = _HALF_DAY.sub(lambda m: f" {m[1] or m[2]}m", text)
        preparation |= Preparation(half_days=True)
    tokens = _TOKEN.findall(text)
    plain = [token.lower() for token in tokens if token.lower() not in _KEPT]
    if not plain or (len(plain) == 1 and plain[0] in _ENGLISH and not _ALL_NUMBERS.search(text)):
        return text, preparation
    text = text.lower()
    if _ORDINAL.search(text):
        text = _ORDINAL.sub(r"\1\2", text)
        preparation |= Preparation(ordinals=True)
    return _words_made_plain(text, preparation)


def _words_made_plain(text: str, preparation: Preparation) -> tuple[str, Preparation] | None:
    months, weekdays = month_words(), weekday_words()
    tokens = _TOKEN.findall(text)
    named = [token for token in tokens if token.rstrip(".") in months]
    first = tokens[0].rstrip(".") if tokens else ""
    numbers = _ALL_NUMBERS.search(text)
    if numbers and first in weekdays and first in months:
        # “mar 20/01/26” is a Tuesday in French, Spanish and Italian: the month stands among the numbers.
        text = text[numbers.start(1) :]
        preparation |= Preparation(before_numbers=frozenset({first}))
        tokens = tokens[1:]
    elif first in weekdays and text.lstrip().startswith(first) and (first not in months or len(named) > 1):
        text = re.sub(rf"^\s*{re.escape(first)}[.,]*\s+", "", text)
        preparation |= Preparation(weekdays=frozenset({first}))
        tokens = tokens[1:]
    words: dict[str, str] = {}
    connectors: set[str] = set()
    for token in tokens:
        bare = token.rstrip(".")
        if bare in months:
            if token != months[bare]:
                words[token] = months[bare]
        elif bare in _CONNECTORS:
            connectors.add(token)
        elif bare not in _KEPT:
            return None
    if connectors:
        text = re.sub(_connecting(connectors), r"\1", text)
    for word, english in sorted(words.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        text = text.replace(word, english)
    return text, preparation | Preparation(words=words, connectors=frozenset(connectors))


def _connecting(words: Iterable[str]) -> str:
    """The pattern of words such as "de" in "3 de mayo", with the space before them."""
    listed = "|".join(escaped(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return rf" (?:{listed})( |$)"


def _plain_letters(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def month_words() -> dict[str, str]:
    """Month names and their short forms in lower case → the English short form; words of two months are left out."""
    found: dict[str, set[str]] = {}
    for language in LANGUAGES:
        for names in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in names.get(width, {}).items():
                    word = name.lower().rstrip(".")
                    for spelling in (word, _plain_letters(word)):
                        if not spelling.isdigit():
                            found.setdefault(spelling, set()).add(_ENGLISH[number - 1])
    words = {word: months.pop() for word, months in found.items() if len(months) == 1}
    return {**_OLDER, **words, **{name: name for name in _ENGLISH}}


@lru_cache(maxsize=1)
def weekday_words() -> frozenset[str]:
    """Names of the days of the week and their short forms, in lower case."""
    return frozenset(weekday_numbers())


@lru_cache(maxsize=1)
def weekday_numbers() -> Mapping[str, frozenset[int]]:
    """The days of the week (0 is Monday) each name and short form means in any of the languages.

    “Di” is a Tuesday in German and a Sunday in French.
    """
    found: dict[str, frozenset[int]] = {}
    for language in LANGUAGES:
        for names in Locale(language).days.values():
            for width in ("wide", "abbreviated", "short"):
                for number, name in names.get(width, {}).items():
                    word = name.lower().rstrip(".")
                    for text in (word, _plain_letters(word)):
                        found[text] = found.get(text, frozenset()) | {number}
    return found
