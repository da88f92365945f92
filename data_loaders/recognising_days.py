"""Days written without their year, as booking batches write them: "1507", "3.12."; the year stands above them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from contracts.contract import normalised
from data_loaders.outcome import Question
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_period_cells import PeriodCells, PeriodsFound
from data_loaders.recognising_periods import year_in

_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})")
_WHOLE = re.compile(r"(20\d{2}|19\d{2})(\d{2})(\d{2})")
_A_YEAR = re.compile(r"(?:19|20)\d{2}")
_DISTINCT = 2_000


def day_and_month(text: str, *, glued: bool) -> tuple[int, int] | None:
    """The month and the day of a text without a year; `glued` says that "1507" is one.

    >>> day_and_month("1507", glued=True), day_and_month("3.12.", glued=False), day_and_month("1507", glued=False)
    ((7, 15), (12, 3), None)
    """
    found = _DOTTED.fullmatch(text.strip()) or (_DIGITS.fullmatch(text.strip()) if glued else None)
    if found is None:
        return None
    month, day = int(found[2]), int(found[1])
    return (month, day) if _date(2024, month, day) is not None else None


def lacks_year(sample: Sample, *, glued: bool) -> bool:
    """Whether every cell of a column is a day and a month and nothing else."""
    return bool(sample.spoken) and all(day_and_month(text, glued=glued) is not None for text in sample.spoken)


def with_days(
    found: PeriodsFound,
    taken: Mapping[str, tuple[int, str]],
    samples: Mapping[int, Sample],
    columns: Mapping[int, pa.ChunkedArray],
    told: Sequence[str],
    answers: Mapping[str, str],
    glued: Sequence[str],
) -> PeriodsFound:
    """What was found, with the days that lack a year.

    `taken` are the columns of days, (raw column, label) by name; `glued` those whose days are written "1507".
    What stands above the rows is no such day, so that whole columns are looked at.
    """
    for name, (cell, label) in taken.items():
        if cell not in columns or name in found.columns:
            continue
        if not lacks_year(samples[cell], glued=name in glued):
            continue
        values = pc.unique(columns[cell]).to_pylist()[:_DISTINCT]
        days = {text: day_and_month(text, glued=name in glued) for text in values if text}
        stored = {text: placed for text, day in days.items()
                  if day is not None and (placed := _placed(*day, told, answers)) is not None}  # fmt: skip
        if not stored:
            question = Question("year", f"The days in “{label}” have no year. Which year is it?")
            asked = [other for other in found.questions if other.name != "year"]
            return replace(found, questions=(*asked, question))
        words = {normalised(text): day for text, day in stored.items()}
        found = replace(found, columns={**found.columns, name: PeriodCells((cell,), words)})
    return found


def _placed(month: int, day: int, told: Sequence[str], answers: Mapping[str, str]) -> str | None:
    """The day in the span that titles name, or in the year the reader, a title or a name says."""
    answer = answers.get("year", "")
    years: list[int] = [int(answer)] if _A_YEAR.fullmatch(answer) else []
    if not years:
        spans = [whole for text in told if (whole := _whole_day(text)) is not None]
        # A batch names the beginning of its fiscal year and the days it runs from and to.
        if spans:
            start, end = (spans[-2], spans[-1]) if len(spans) >= 2 else (spans[0], None)
            for year in range(start.year, (end or start).year + 2):
                placed = _date(year, month, day)
                if placed is not None and placed >= start and (end is None or placed <= end):
                    return placed.isoformat()
            years = [start.year]
    years = years or [said for text in told if (said := year_in(text)) is not None]
    placed = _date(years[0], month, day) if years else None
    return placed.isoformat() if placed is not None else None


def _whole_day(text: str) -> date | None:
    found = _WHOLE.fullmatch(text.strip())
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
