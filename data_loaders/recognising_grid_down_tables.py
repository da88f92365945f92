"""A grid with months down in all detail: its amounts or measures, months, totals, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contracts import all_contracts
from contracts.contract import Column, columns, normalised
from data_loaders.outcome import Question, Skipped
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_currency import CurrencySaid, currency_in_cells
from data_loaders.recognising_grid_rows import grid_rows
from data_loaders.recognising_grids import Grid, grid_questions
from data_loaders.recognising_grids_down import (
    ACROSS,
    HEADINGS,
    across_question,
    month_number,
    months_of,
    sums_months_up,
)
from data_loaders.recognising_measures import in_hours, measure_said
from data_loaders.recognising_period_cells import is_calendar_year
from data_loaders.recognising_periods import Period, period_of
from data_loaders.recognising_records import new_columns
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Part, Recognition, Reshape

_OF_MONEY = re.compile(
    r"budget|\bcosts?\b|kosten|coût|costes|costi|spend|expens|ausgaben|aufwand|amount|betrag", re.IGNORECASE
)


def describe_grid_down(table: Surveyed, grid: Grid) -> Recognition | None:
    """The recognition of a grid with months down; None where nothing says that its numbers are amounts or a measure."""
    measured = measure_said(table.told, table.kind_answered)
    if measured is not None:
        kind, measure, whose = measured
        across = grid.across if grid.across in whose else whose[0] if len(whose) == 1 else None
        if across is None or any(period.version for period in grid.periods.values()):
            return None
        return _recognition(table, grid, kind, measure, across)
    versions = {period.version for period in grid.periods.values()}
    spoken = grid.version or grid.unit or versions - {None} or any(map(_OF_MONEY.search, table.told))
    if table.kind_answered != "budget" and not spoken:
        return None
    if grid.across not in (*ACROSS, None) or table.answers.get("version") == "none":
        return None
    return _recognition(table, grid, "budget", "amount", grid.across)


def _recognition(table: Surveyed, grid: Grid, kind: str, measure: str, across: str | None) -> Recognition:
    block, value, known = table.block, table.width, columns(all_contracts()[kind])
    assert grid.down is not None
    month, texts, questions = (
        _months(table, grid, kind) if grid.years is None else _of_years(table, grid, kind)
    )
    is_budget = kind == "budget"
    if is_budget:
        questions += (() if across else (across_question(grid),)) + grid_questions(grid, grid.version)
    versions = is_budget and (grid.version or any(period.version for period in grid.periods.values()))
    parts = tuple(
        Part(cell, block.names[cell], (period.name, *((period.version or grid.version,) if versions else ())))
        for cell, period in grid.periods.items()
    )
    numbers = tuple(range(value + 1, value + 2 + bool(versions)))
    said = _currency(table, grid) if is_budget else CurrencySaid({})
    more, constants = new_columns(kind, {**texts, **said.texts}, value + 3)
    unit = grid.unit.text if grid.unit and is_budget else None
    amount = Assignment(known[measure], (value,), known[measure].label, unit=unit)
    own, warnings = in_hours(kind, (amount,), table.told, table.answers)
    skip, unequal = _rows(table, grid)
    used = {grid.down, *grid.cells()}
    return Recognition(
        kind=kind, tool=None, certainty="sure", score=5.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row,
        assignments=(
            month,
            Assignment(known[across or ACROSS[0]], (numbers[0],), HEADINGS),
            *((Assignment(known["version"], (numbers[1],), known["version"].label),) if versions else ()),
            *own, *more, *said.pieces,
        ),
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=_reasons(grid, parts, known, across), looks_most_like=all_contracts()[kind].title.lower(),
        fingerprint=table.fingerprint, questions=questions,
        reshape=Reshape(parts, value, numbers, grid.totals, () if grid.years is None else (grid.years,)),
        constants=constants, skip=tuple(skip), warnings=(*warnings, *unequal, *said.warnings),
    )  # fmt: skip


def _months(
    table: Surveyed, grid: Grid, kind: str
) -> tuple[Assignment, dict[str, str], tuple[Question, ...]]:
    """The column of months with the day or number each cell stands for, what holds for all rows, and what is asked."""
    assert grid.down is not None
    column = table.cells.columns[grid.down].slice(table.block.first_index)
    read = months_of([text for text in column.to_pylist() if text])
    known, heading = columns(all_contracts()[kind]), table.block.names[grid.down]
    if all(period.what == "period" for period in read.values()) and "period" in known:
        words = {normalised(text): str(period.number) for text, period in read.items()}
        named = Assignment(known["period"], (grid.down,), heading, words=words)
        years = {period.year or grid.year for period in read.values()}
        texts = {"fiscal_year": str(years.pop())} if len(years) == 1 and None not in years else {}
        return named, texts, () if texts else (_year_question(),)
    first = next(iter(read.values())).number or 1
    words = {
        normalised(text): day
        for text, period in read.items()
        if (day := _first_day(period, grid.year, first)) is not None
    }
    asked = () if len(words) == len({normalised(text) for text in read}) else (_year_question(),)
    return Assignment(known["month"], (grid.down,), heading, words=words), {}, asked


def _of_years(
    table: Surveyed, grid: Grid, kind: str
) -> tuple[Assignment, dict[str, str], tuple[Question, ...]]:
    """The month of each row, of the year in one column and the month in the next; fiscal years end in their year."""
    assert grid.down is not None
    assert grid.years is not None
    column, first_index = columns(all_contracts()[kind])["month"], table.block.first_index
    said, named = (
        dict.fromkeys(text for text in table.cells.columns[cell].slice(first_index).to_pylist() if text)
        for cell in (grid.years, grid.down)
    )
    months = [(text, number) for text in named if (number := month_number(text)) is not None]
    calendar = is_calendar_year(table.block.raw_names.get(grid.years, ""))
    words = {}
    for text in said:
        year = period_of(text)
        for month, number in months if year and year.year and year.what == "year" else ():
            before = not calendar and months[0][1] > 1 and number >= months[0][1]
            words[normalised(f"{text} {month}")] = (
                f"{(year.year or 0) - before:04d}-{number:02d}-01" if year else ""
            )
    heading = table.block.names[grid.down]
    return Assignment(column, (grid.years, grid.down), heading, words=words, joined=True), {}, ()


def _first_day(period: Period, year: int | None, first: int) -> str | None:
    """The first day of a month; without a year of its own, in the fiscal year that ends in `year`."""
    if period.number is None or (period.year is None and year is None):
        return None
    calendar = period.year or (year or 0) - (first > 1 and period.number >= first)
    return f"{calendar:04d}-{period.number:02d}-01"


def _year_question() -> Question:
    return Question(
        "year",
        "The rows name months without a year. Which fiscal year is it? "
        "(Where the year does not start in January: the year in which it ends.)",
    )


def _currency(table: Surveyed, grid: Grid) -> CurrencySaid:
    if grid.unit is not None and grid.unit.currency:
        return CurrencySaid({"currency": grid.unit.currency})
    texts = tuple(text for cell in grid.periods for text in table.samples[cell].texts[:50])
    return currency_in_cells(Sample(texts), table.width, "Amount", table.answers)


def _rows(table: Surveyed, grid: Grid) -> tuple[list[Skipped], list[str]]:
    """The rows that are no month, and what does not add up; totals by name are checked as well."""
    assert grid.down is not None
    labels = [grid.down] if grid.years is None else [grid.down, grid.years]
    known = [one for one in not_data(table.cells, table.block, None, labels) if one.why != "total"]
    more, warnings, _ = grid_rows(table.cells, table.block, grid, labels, known, sums_months_up)
    return [*known, *more], warnings


def _reasons(
    grid: Grid, parts: Sequence[Part], known: Mapping[str, Column], across: str | None
) -> tuple[str, ...]:
    what = known[across].label.lower() if across else "what they are for"
    reasons = [
        f"every row is a month, and the {len(parts)} columns are named by {what}; every filled cell becomes a row"
    ]
    if grid.version is not None and not any(period.version for period in grid.periods.values()):
        reasons.append(f"the amounts are {grid.version}, as titles, sheet or file name say")
    reasons += [
        f"“{total.header}” repeats {len(total.of)} columns and is only checked" for total in grid.totals
    ]
    return tuple(reasons)
