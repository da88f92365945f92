"""What the cells of a raw column look like: dates, numbers, durations, or words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from contracts.contract import Column, ColumnType, normalised, without_accents
from data_loaders.typing_currencies import MARKS
from data_loaders.typing_date_notations import read as read_date
from data_loaders.typing_date_notations import weekday_words
from data_loaders.typing_durations import is_duration
from data_loaders.typing_working_days import DAYS, without_unit

#: Texts that stand for "no value"; they say nothing about the shape of a column.
NULL_WORDS = frozenset(
    {
        "",
        "?",
        "-",
        "--",
        "n/a",
        ".",
        "na",
        "nd",
        "null",
        "none",
        "nil",
        "unknown",
        "(empty)",
        "not assigned",
        "nan",
        "#n/a",
        "00/00/0000",
        "00000000",
        "0000-00-00",
        "00.00.0000",
        "(null)",
        "(leer)",
        "tbd",
        "not set",
        "-- none --",
    }
)

_TIME = r"(?:(?:[ T,]+|[-:](?=\d{2}[.:]\d)| (?:à|at|um|a las|alle|ore|kl\.?) )\d{1,2}[:.h]\d{2}.*)?"
_DATE = re.compile(
    r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    + _TIME
    + r"|\d{1,2}[-/. ]+(?:de +)?(?:\d{1,2}|[^\W\d_]{3,12}\.?)[-/. ,]+(?:de +)?\d{2,4}"
    + _TIME
    + r"|\d{4}[-/ ][^\W\d_]{3,12}\.?[-/ ]\d{1,2}"
    + _TIME
    + r"|[^\W\d_]{3,12}\.? \d{1,2},? \d{4}.*"
    + r"|[^\W\d_]{3}\.?,? \d{1,2} [^\W\d_]{3,12}\.? \d{4}.*"
    # As C and Java print a moment: the year behind the time.
    + r"|[^\W\d_]{3} [^\W\d_]{3} +\d{1,2} \d{2}:\d{2}.* \d{4}"
    + r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\.0|[ T]\d{1,2}:\d\d.*"
    + r"|[ T]?\d{4,6}(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)?"
    + r"|(?:19|20)\d{2}[-/](?:0?[1-9]|1[0-2])"
    + r"|\\?/Date\(-?\d{9,14}(?:[+-]\d{4})?\)\\?/"
    + r"|1[3-9]\d{8}(?:\d{3})?)$"
)
#: What has no two numbers in it is no date, and needs no closer look.
_SEVERAL_NUMBERS = re.compile(r"(?=.{8,60}$)\D*\d+\D+\d+")
#: A rank that says so itself: "SEV1", "P2 - High".
_SAYS_RANK = re.compile(r"(?:p|prio|priority|sev|severity) ?[1-5]\b")
_WEEKDAY_FIRST = re.compile(r"^([^\W\d_]{2,10})\.?,? +(?=\S*\d|\S+ +\d)(.*)", re.DOTALL)
_NUMBER = re.compile(
    r"^[(\[]?[-+−–]?\s*(?:[A-Z]{0,3}[$€£¥]?|RM)\s*[-+−–]?\d[\d.,'’\s]*(?:[eE][-+]?\d+)?\s*"
    r"(?:%|[$€£¥]|[A-Z]{2,3}|[kKmM])?[)\]]?[-−]?\s*(?:(?i:CRS?|DR|CRORES?|LAKHS?|LACS?|L)\.?|[CDHS])?[)]?$"
    r"|^\.{4,}$|^\(?[-−]?\*\)?$|^[-−] ?\d[\d.,]*$"
    r"|^/\s?\d[\d.,]*$"  # an exchange rate quoted the other way round
)
#: The day numbers in which a spreadsheet stores dates from 2000 to 2050; those of times have a fraction.
_DAY_NUMBER = re.compile(r"^(?:3[67]|4\d|5[0-4])\d{3}(?P<time>[.,]\d+)?$")
_FLAG = frozenset(
    {
        "true",
        "false",
        "yes",
        "no",
        "y",
        "n",
        "0",
        "1",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "si",
        "x",
        "t",
        "f",
        "sim",
        "não",
        "vero",
        "falso",
        "wahr",
        "falsch",
        "vrai",
        "faux",
        "within sla",
        "sla violated",
        "met",
        "missed",
        "breached",
        "1.0",
        "0.0",
        "achieved",
        "not breached",
        "sla met",
        "verdadero",
        "true ",
        "passed",
        "failed",
        "verletzt",
        "eingehalten",
        "completed",
        "incomplete",
        "ok",
    }
)


def is_date(text: str) -> bool:
    """Whether a text looks like a date, with or without the day of the week before it."""
    if _DATE.match(text):
        return True
    found = _WEEKDAY_FIRST.match(text)
    if found and _DATE.match(found[2]) and found[1].casefold() in weekday_words():
        return True
    return _SEVERAL_NUMBERS.match(text) is not None and _is_read_as_date(text)


@lru_cache(maxsize=4096)
def _is_read_as_date(text: str) -> bool:
    return any(not notation.counted for notation in read_date(text)[0])


def cell_text(column: pa.ChunkedArray, indices: Sequence[int]) -> list[str]:
    """The non-empty texts of a column at these places."""
    # One by one: to take a few cells of a long column Arrow would first copy all of it.
    taken = [column[int(index)].as_py() for index in indices]
    return [text.strip() for text in taken if text is not None and text.strip()]


_DIGIT = re.compile(r"\d")
#: No number with its unit, and no duration in words, is longer.
_LONGEST_VALUE = 100


@dataclass(frozen=True)
class Sample:
    """Some cells of one raw column, and whether a spreadsheet stored them as dates or numbers."""

    texts: tuple[str, ...]
    native_dates: float = 0.0

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The texts that hold a value."""
        return tuple(text for text in self.texts if text.casefold() not in NULL_WORDS)

    @cached_property
    def _short(self) -> tuple[str, ...]:
        """The texts that may be a number or a duration: to look through descriptions for them takes long."""
        return tuple(text for text in self.spoken if len(text) <= _LONGEST_VALUE and _DIGIT.search(text))

    def _share(self, matches: int) -> float:
        return matches / len(self.spoken) if self.spoken else 0.0

    @cached_property
    def dates(self) -> float:
        """Share of the cells that look like a date."""
        return max(self.native_dates, self._share(sum(map(is_date, self.spoken))))

    def day_numbers(self, *, with_time: bool) -> bool:
        """Whether the cells are dates that lost their format; of times, at least half must lie within a day."""
        found = [_DAY_NUMBER.match(text) for text in self.spoken]
        timed = sum(1 for match in found if match and match["time"])
        return bool(found) and all(found) and (not with_time or 2 * timed >= len(found))

    @cached_property
    def numbers(self) -> float:
        """Share of the cells that look like a number."""
        return self._share(
            sum(
                1 for text in self._short if _NUMBER.match(text) or _NUMBER.match(MARKS.sub("", text).strip())
            )
        )

    @cached_property
    def durations(self) -> float:
        """Share of the cells that look like elapsed time in words or as hours and minutes."""
        return self._share(sum(map(is_duration, self._short)))

    @cached_property
    def flags(self) -> float:
        """Share of the cells that say yes or no."""
        return self._share(sum(1 for text in self.spoken if text.casefold() in _FLAG))

    @cached_property
    def longest(self) -> int:
        """The length of the longest text."""
        return max((len(text) for text in self.spoken), default=0)

    @cached_property
    def distinct(self) -> int:
        """How many different texts there are."""
        return len(set(self.spoken))

    def words(self) -> frozenset[str]:
        """The different texts as they are compared."""
        return frozenset(normalised(text) for text in self.spoken)


def fits(column: Column, sample: Sample, own: frozenset[str] = frozenset()) -> bool:
    """Whether cells like these can be values of the column; an empty column can be anything.

    `own` are the tool's own words for its values.
    """
    test = _TESTS.get(column.type)
    if not sample.spoken or test is None:
        return True
    if column.type is ColumnType.NUMBER and column.unit in DAYS:
        sample = Sample(tuple(map(without_unit, sample.spoken)))
    # One or two cells do not show that a column of ranks, or of yes and no, has words of its own.
    several = len(sample.spoken) > 2
    if column.type is ColumnType.FLAG and several and not sample.flags and not own & sample.words():
        return test(sample) and _is_told(column, sample)
    worded = column.type is ColumnType.CHOICE or (column.type is ColumnType.RANK and several)
    return test(sample) and (not worded or bool(own & sample.words()) or _is_choice(column, sample))


def _is_told(column: Column, sample: Sample) -> bool:
    """Whether at least one cell is a word of the column for yes or no: how a ticket ended is not whether in time."""
    known = {normalised(word) for words in column.choices.values() for word in words}
    return bool(known & sample.words())


def _is_choice(column: Column, sample: Sample) -> bool:
    """Whether at least one cell is a known word: a column without any would be refused cell by cell."""
    if column.reads is not None or not column.choices:
        return True
    known = {normalised(word) for stored, others in column.choices.items() for word in (stored, *others)}
    known |= {bare for word in known for bare in without_accents(word)}
    if column.type is ColumnType.RANK and any(_SAYS_RANK.match(word) for word in sample.words()):
        return True
    return any(
        word in known or re.sub(r"^\d+ ", "", word) in known or any(f" {k} " in f" {word} " for k in known)
        for word in sample.words()
    )


#: No number has groups of one or two digits behind a dot.
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}(?:\d{2})?$")


def _not_a_date(sample: Sample) -> bool:
    """Eight digits can be a date or a number: a number column is told by cells no calendar has."""
    if sample.dates < 0.9:
        return True
    return sample.numbers >= 0.9 and not all(_DOTTED_DATE.match(text) for text in sample.spoken[:20])


def _is_number(sample: Sample) -> bool:
    return sample.numbers >= 0.5 and sample.durations < 0.9 and _not_a_date(sample)


def _is_flag(sample: Sample) -> bool:
    return sample.flags >= 0.5 or (sample.distinct <= 4 and sample.dates < 0.5 and sample.longest <= 40)


def _is_name(sample: Sample) -> bool:
    return sample.dates < 0.5 or sample.numbers >= 0.5


_TESTS: Mapping[ColumnType, Callable[[Sample], bool]] = {
    ColumnType.TIMESTAMP: lambda sample: sample.dates >= 0.5 or sample.day_numbers(with_time=True),
    ColumnType.DAY: lambda sample: sample.dates >= 0.5 or sample.day_numbers(with_time=False),
    ColumnType.NUMBER: _is_number,
    ColumnType.MONEY: _is_number,
    ColumnType.WHOLE: _is_number,
    ColumnType.DURATION: lambda sample: (
        sample.durations + sample.numbers >= 0.5 and (sample.dates < 0.5 or sample.durations >= 0.9)
    ),
    ColumnType.FLAG: _is_flag,
    ColumnType.RANK: lambda sample: sample.longest <= 60 and sample.dates < 0.5,
    ColumnType.CURRENCY: lambda sample: sample.longest <= 20 and sample.numbers < 0.5,
    ColumnType.CHOICE: lambda sample: sample.dates < 0.5,
    ColumnType.IDENTIFIER: _is_name,
    ColumnType.PERSON: _is_name,
}


def without_text(sample: Sample, text: str | None) -> Sample:
    """The sample without a text that is no value: the heading of the column, repeated on the pages of a report."""
    others = tuple(one for one in sample.texts if text is None or one != text.strip())
    # A column that says its heading in every second row means it.
    return sample if 2 * len(others) < len(sample.texts) else Sample(others, sample.native_dates)


def sample_of(column: pa.ChunkedArray | None, native: dict[str, int], first: int, rows: int) -> Sample:
    """Up to 400 filled cells of a column from row index `first` on: the top, the end, and evenly between."""
    if column is None or first >= rows:
        return Sample(())
    data = column.slice(first)
    filled = pc.indices_nonzero(pc.is_valid(data)) if data.null_count else None
    count = len(filled) if filled is not None else len(data)
    if not count:
        return Sample(())
    wanted = sorted(
        {
            *range(min(count, 150)),
            *range(max(0, count - 50), count),
            *(round(i * (count - 1) / 200) for i in range(201)),
        }
    )
    places = [int(filled[i].as_py()) for i in wanted] if filled is not None else wanted
    total = sum(native.values()) or 1
    return Sample(tuple(cell_text(data, places)), native.get("date", 0) / total)


def amount_of(text: str | None, *, crore: bool = False) -> float | None:
    """A number as spreadsheets of many countries write it, good enough to check a sum; None for anything else.

    >>> amount_of("(1,155.0)"), amount_of("88,8"), amount_of("1.234,56-"), amount_of("o")
    (-1155.0, 88.8, -1234.56, None)
    >>> amount_of("2.5 Lakh"), amount_of("12.5 Cr", crore=True), amount_of("12.5 Cr")
    (250000.0, 125000000.0, -12.5)
    """
    if not text:
        return None
    bare = re.sub(r"[\s'’$€£¥₹]|RM|EUR|USD|GBP|INR|Rs\.?", "", text.strip())
    scaled = re.fullmatch(
        r"(?i)(.*\d\)?)(crores?|crs|lakhs?|lacs?" + ("|cr)" if crore else ")") + r"\.?", bare
    )
    if scaled:
        value = amount_of(scaled[1])
        return None if value is None else value * (1e7 if scaled[2].casefold().startswith("cr") else 1e5)
    bare, credit = re.subn(r"(?<=\d)CR$", "", re.sub(r"(?<=\d)DR$", "", bare.upper()))
    negative = bool(credit) or bare.startswith(("(", "-", "−", "–")) or bare.endswith(("-", "−"))
    bare = bare.strip("()-−–+")
    if not re.fullmatch(r"\d[\d.,]*(?:[eE][-+]?\d+)?", bare):
        return None
    last = max(bare.rfind(","), bare.rfind("."))
    if last >= 0 and (
        (bare.count(",") and bare.count(".")) or len(bare) - last - 1 != 3 or bare.startswith("0")
    ):
        whole = re.sub(r"[.,]", "", bare[:last])
        bare = f"{whole}.{bare[last + 1 :]}"
    else:
        bare = bare.replace(",", "") if bare.count(",") else bare
        if bare.count(".") > 1:
            bare = bare.replace(".", "")
    try:
        value = float(bare)
    except ValueError:
        return None
    return -value if negative else value
