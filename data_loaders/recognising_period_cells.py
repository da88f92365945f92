"""Months and periods that stand in cells as words: "Jan-26", "January" beside a year, "P03", "Q1", "FY26"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from contracts.contract import normalised
from data_loaders.outcome import Question
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_periods import Period, period_of, year_in
from data_loaders.recognition import Assignment

#: The columns that may be given in words, by kind, with what a word must name.
_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "budget": {"month": "month", "period": "period", "quarter": "quarter", "fiscal_year": "year"},
    "actuals": {"period": "period", "fiscal_year": "year"},
    "exchange_rates": {"valid_from": "month"},
    "capacity": {"month": "month"},
    "credits": {"month": "month"},
    "satisfaction_summaries": {"month": "month"},
}
#: Headings of a year that is one of the calendar; a fiscal year does not place a month.
_CALENDAR_YEARS = frozenset(
    {"year", "jahr", "année", "año", "ano", "anno", "rok", "calendar year", "yr", "jaar", "år"}
)
_MONTHS = frozenset({"month", "monat", "mois", "mes", "mês", "mese", "maand", "måned", "månad", "měsíc", "miesiąc",
                     "calendar month", "month number", "month no"})  # fmt: skip
_DISTINCT = 2_000
#: One cell in so many may be a slip (a thirteenth month) in a column of at least so many periods; the slip is refused.
_SLIPS, _ENOUGH = 10, 4
#: SAP keeps the days of rates as 99999999 less the day, so that the newest sorts first.
_INVERTED = 99_999_999


@dataclass(frozen=True)
class PeriodCells:
    """One column given in words: its raw columns (the year's first where two make one), text → stored value."""

    cells: tuple[int, ...]
    words: Mapping[str, str]
    joined: bool = False


@dataclass(frozen=True)
class PeriodsFound:
    """The columns given in words by name, what must be asked, and what was taken from a title."""

    columns: Mapping[str, PeriodCells] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    reasons: tuple[str, ...] = ()


def is_calendar_year(heading: str) -> bool:
    """Whether a heading names the year of the calendar and not a fiscal one."""
    return normalised(heading) in _CALENDAR_YEARS


def numbers_months(heading: str, year_heading: str) -> bool:
    """Whether a column of numbers counts calendar months, because a calendar year stands beside it."""
    return normalised(heading) in _MONTHS and is_calendar_year(year_heading)


def may_be_words(kind: str, name: str, sample: Sample) -> bool:
    """Whether the cells name periods in words, so that the column can be taken although they are no dates."""
    what = _IN_WORDS.get(kind, {}).get(name)
    texts = sample.spoken
    if what is None or not texts:
        return False
    if kind == "exchange_rates" and all(_inverted_day(text) for text in set(texts)):
        return True
    naming = _naming(texts, what)
    # Years and periods written as numbers are numbers; no number but “202604” names a month.
    return bool(naming) and (what == "month" or not all(text.isdigit() for text in naming))


def _naming(texts: Sequence[str], what: str) -> list[str]:
    """Those of the cells that name such a period; none where more than a slip among them names another thing."""
    strange = {text for text in set(texts) if (period := period_of(text)) is None or period.what != what}
    naming = [text for text in texts if text not in strange]
    slips = len(texts) - len(naming)
    return naming if slips == 0 or (len(naming) >= _ENOUGH and slips * _SLIPS <= len(texts)) else []


def _inverted_day(text: str) -> str | None:
    """The day a number of SAP's table of rates stands for, None where it is no such number."""
    if not re.fullmatch(r"[78]\d{7}", text):
        return None
    digits = str(_INVERTED - int(text))
    try:
        return date.fromisoformat(digits).isoformat()
    except ValueError:
        return None


def periods_in_cells(
    kind: str,
    taken: Mapping[str, tuple[int, str]],
    samples: Mapping[int, Sample],
    columns: Mapping[int, pa.ChunkedArray],
    first_index: int,
    told: Sequence[str],
    answers: Mapping[str, str],
) -> PeriodsFound:
    """The columns of a list that name their period in words. `taken` are (raw column, heading) by column name."""
    found = PeriodsFound()
    wanted = _IN_WORDS.get(kind, {})
    year_cell, year_heading = taken.get("fiscal_year", (None, ""))
    year_there = year_cell is not None and normalised(year_heading) in _CALENDAR_YEARS
    for name, what in wanted.items():
        if name not in taken:
            continue
        cell, _ = taken[name]
        numbered = name == "month" and year_there and all(text.isdigit() for text in samples[cell].spoken)
        if not (numbered or may_be_words(kind, name, samples[cell])) or cell not in columns:
            continue
        if what == "month" and _are_whole_dates(samples[cell]):
            continue  # typing reads them
        values = columns[cell].slice(first_index)
        if kind == "exchange_rates" and all(_inverted_day(text) for text in samples[cell].spoken):
            words = _words(pc.unique(values).to_pylist(), _inverted_day)
            found = replace(found, columns={**found.columns, name: PeriodCells((cell,), words)})
        elif what != "month":
            words = _words(pc.unique(values).to_pylist(), _number)
            found = replace(found, columns={**found.columns, name: PeriodCells((cell,), words)})
        elif all(_year_of(text) for text in _naming(samples[cell].spoken, what) or samples[cell].spoken):
            words = _words(pc.unique(values).to_pylist(), _first_day)
            found = replace(found, columns={**found.columns, name: PeriodCells((cell,), words)})
        elif year_there and year_cell is not None and year_cell in columns:
            years = columns[year_cell].slice(first_index)
            both = pc.unique(pc.binary_join_element_wise(years, values, " ")).to_pylist()
            words = _words(both, _first_day)
            found = replace(
                found, columns={**found.columns, name: PeriodCells((year_cell, cell), words, True)}
            )
        else:
            found = _with_one_year(found, name, cell, values, told, answers)
    return found


def in_words(assignment: Assignment, found: PeriodsFound) -> Assignment:
    """The assignment with the words of its column, where it is given in words."""
    said = found.columns.get(assignment.column.name)
    if said is None:
        return assignment
    return replace(assignment, cells=said.cells, words=said.words, joined=said.joined)


def _are_whole_dates(sample: Sample) -> bool:
    whole = sum(1 for text in sample.spoken if len(re.findall(r"\d+|[^\W\d_]+", text)) >= 3)
    return sample.native_dates >= 0.5 or 2 * whole > len(sample.spoken)


def _with_one_year(
    found: PeriodsFound,
    name: str,
    cell: int,
    values: pa.ChunkedArray,
    told: Sequence[str],
    answers: Mapping[str, str],
) -> PeriodsFound:
    """Months without a year: the year of a title, sheet or file name, or of the reader."""
    answer = answers.get("year", "")
    years = [year for text in told if (year := year_in(text)) is not None]
    year = int(answer) if answer.isdigit() else next(iter(years), None)
    if year is None:
        question = Question("year", "The rows name months without a year. Which year is it?")
        return replace(found, questions=(*found.questions, question))

    def first_day(text: str) -> str | None:
        period = period_of(text)
        if period is None or period.what != "month" or period.number is None:
            return None
        return f"{period.year or year:04d}-{period.number:02d}-01"

    words = _words(pc.unique(values).to_pylist(), first_day)
    reasons = (
        () if answer.isdigit() else (f"the months are those of {year}, as titles, sheet or file name say",)
    )
    return replace(found, columns={**found.columns, name: PeriodCells((cell,), words)}, reasons=reasons)


def _words(texts: Sequence[str | None], value: Callable[[str], str | None]) -> dict[str, str]:
    words = {}
    for text in texts[:_DISTINCT]:
        stored = value(text) if text else None
        if text and stored is not None:
            words[normalised(text)] = stored
    return words


def _year_of(text: str) -> int | None:
    period = period_of(text)
    return period.year if period else None


def _first_day(text: str) -> str | None:
    numbers = re.fullmatch(r"\s*(\d{4})(?:\.0)?\s+(0?[1-9]|1[0-2])(?:\.0)?\s*", text)
    if numbers:
        return f"{numbers[1]}-{int(numbers[2]):02d}-01"
    period: Period | None = period_of(text)
    if period is None or period.what != "month" or period.year is None:
        return None
    return f"{period.year:04d}-{period.number:02d}-01"


def _number(text: str) -> str | None:
    period = period_of(text)
    if period is not None:
        number = period.year if period.what == "year" else period.number
        return None if number is None else str(number)
    return text.strip() if text.strip().isdigit() else None
