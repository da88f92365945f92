"""Grids with periods across: budgets by month, quarter or year become one row per line, period and version."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from contracts.budget import Budget
from contracts.contract import columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_money import MoneyUnit, split_unit, unit_in_title
from data_loaders.recognising_periods import (
    Period,
    is_total,
    period_of,
    version_in,
    version_words,
    versions_in,
    year_in,
)
from data_loaders.recognising_version_columns import (
    BUDGET,
    has_lines,
    is_spent_on,
    last_stages,
    spent_on,
    version_of,
)
from data_loaders.recognition import Part, Total

#: How many columns of months or accounting periods make a grid.
MONTHS_OF_A_GRID = 6


_OF_A_YEAR = re.compile(r"\b(?:totals?|full year|fy|summe|gesamt|totale?|ytd)\b|\bfy\d", re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """The period columns of a block: `what` they are, their parts, columns that are totals, and what is unknown.

    Where periods stand `down` a column, the parts are named by what stands `across` (a column of the budget), and
    `years` is the column that says the year of each month, where there is one.
    """

    what: str
    periods: Mapping[int, Period]
    totals: tuple[Total, ...]
    left_out: tuple[tuple[int, str], ...]
    unit: MoneyUnit | None
    year: int | None
    version: str | None
    down: int | None = None
    across: str | None = None
    years: int | None = None

    @property
    def undated(self) -> bool:
        """Whether the amounts stand by version only, and neither headings nor rows say when they fall."""
        return self.what == "year" and all(p.year is None for p in self.periods.values())

    def cells(self) -> set[int]:
        """Every raw column that is a period, or a total of periods."""
        beside = () if self.years is None else (self.years,)
        return {
            *self.periods,
            *(total.cell for total in self.totals),
            *(c for c, _ in self.left_out),
            *beside,
        }


def period_headings(cells: SheetCells) -> frozenset[str]:
    """The texts in the first rows that name a month or another period."""
    named = {text for row in cells.top for text in row.values() if len(text) <= 40 and period_of(text)}
    return frozenset(named.union(*(numbered(row).values() for row in cells.top), _codes_over_months(cells)))


def _codes_over_months(cells: SheetCells) -> set[str]:
    """The numbers above columns whose rows are months: cost centres, and no amounts."""
    for place, row in enumerate(cells.top[:-3]):
        filled = sorted(row)
        codes = [row[cell] for cell in filled[1:]]
        if (
            len(codes) < 2
            or period_of(row[filled[0]]) is not None
            or not all(re.fullmatch(r"\d{3,10}", code) for code in codes)
        ):
            continue
        below = [period_of(following.get(filled[0], "")) for following in cells.top[place + 1 : place + 4]]
        if len(set(codes)) == len(codes) and all(
            period and period.what in ("month", "period") for period in below
        ):
            return set(codes)
    return set()


def numbered(row: Mapping[int, str]) -> dict[int, str]:
    """The cells of a row that count a year's periods: the numbers from 1 to 12 beside each other, and nothing less."""
    cells = sorted(row)
    for start, cell in enumerate(cells):
        run = cells[start : start + 12]
        if [row[c].lstrip("0") for c in run] == [str(n) for n in range(1, 13)] and run[-1] - cell == 11:
            return {c: row[c] for c in run}
    return {}


def grid_of(
    block: Block, samples: Mapping[int, Sample], told: Sequence[str], answers: Mapping[str, str]
) -> Grid | None:
    """The grid in a block, if its headings name enough periods. `told` are titles, sheet and file name."""
    counted = numbered(block.raw_names)
    headed = {cell: period for cell in block.cells if (period := _period(block, cell))}
    found = {cell: period for cell, period in headed.items() if _holds_numbers(samples[cell])}
    # Among others of its sort a period with a few cells that are none stays one: each of them is refused and listed.
    sorts = Counter(period.what for period in found.values())
    found |= {
        cell: period for cell, period in headed.items() if sorts[period.what] >= 2 and samples[cell].numbers
    } | {cell: Period("period", number=int(text)) for cell, text in counted.items()}
    fine = {cell: period for cell, period in found.items() if period.what in ("month", "period")}
    if _enough_months(fine) or _first_months(block, samples, fine):
        kept, what = fine, "month"
    else:
        kept = {cell: p for cell, p in found.items() if p.what in ("quarter", "year")}
        distinct = {(p.what, p.year, p.number, p.version, p.stage) for p in kept.values()}
        versions = sum(1 for p in kept.values() if p.version)
        if not (len(distinct) >= 2 and versions == len(kept)) and len(distinct) < 4:
            return _versions_side_by_side(block, samples, told, answers)
        what = "quarter" if any(p.what == "quarter" for p in kept.values()) else "year"
        if what == "quarter" and _are_questions(block, samples, kept):
            return None
    kept, earlier = last_stages(block, _one_version(_days_not_years(block, kept)), answers)
    kept, left_out = _without_doubles(block, kept) if what != "month" else (kept, ())
    left_out = (*earlier, *left_out)
    totals = _totals(
        block, samples, kept, [cell for cell in found if cell not in kept] if what == "month" else []
    )
    unit = unit_said(told, [block.raw_names[c] for c in kept if c in block.raw_names])
    # “FY26 Total” beside bare months says their year, where no title does.
    beside = (
        heading
        for cell, heading in block.raw_names.items()
        if cell not in kept and _OF_A_YEAR.search(heading)
    )
    year = year_said((*told, *beside), answers)
    return Grid(what, kept, totals, left_out, unit, year, version_said(told, answers))


def year_said(told: Sequence[str], answers: Mapping[str, str]) -> int | None:
    """The year of all periods: of the reader, else of the first title, sheet or file name that says one."""
    years = (year for text in told if (year := year_in(text)) is not None)
    return int(answers["year"]) if answers.get("year", "").isdigit() else next(years, None)


def version_said(told: Sequence[str], answers: Mapping[str, str]) -> str | None:
    """The version of all amounts: of the reader, else of the first title, sheet or file name that says one."""
    spoken = (version_in(text) for text in told if len(versions_in(text)) == 1)
    answer = answers.get("version")
    return answer if answer in version_words().values() else next(spoken, None)


def _enough_months(fine: Mapping[int, Period]) -> bool:
    """Whether the month columns make a grid: half a year of them, or a few that say year or version each."""
    distinct = {(p.year, p.number) for p in fine.values()}
    if len(distinct) >= MONTHS_OF_A_GRID:
        return True
    versioned = all(p.version for p in fine.values()) and len({p.version for p in fine.values()}) >= 2
    return (len(distinct) >= 2 and versioned) or (len(distinct) >= 3 and all(p.year for p in fine.values()))


def _first_months(block: Block, samples: Mapping[int, Sample], fine: Mapping[int, Period]) -> bool:
    """Whether a few months follow each other beside what budgets are divided by: the start of a year."""
    numbers = [period.number for period in fine.values() if period.what == "month" and period.number]
    if len(numbers) < 2 or len(numbers) < len(fine) or any(b - a != 1 for a, b in pairwise(numbers)):
        return False
    beside = [cell for cell in block.cells if cell not in fine]
    return has_lines(block, samples, beside) and not any(samples[cell].dates >= 0.5 for cell in beside)


def _are_questions(block: Block, samples: Mapping[int, Sample], quarters: Mapping[int, Period]) -> bool:
    """Whether “Q1” to “Q4” are rather the questions of a survey: there is a Q5, or every row has a date."""
    if any(period.year or period.version for period in quarters.values()):
        return False
    if any(re.fullmatch(r"(?i)q ?(?:[5-9]|\d\d)\b.*", heading) for heading in block.raw_names.values()):
        return True
    return any(
        samples[cell].dates >= 0.8 for cell in block.cells if cell not in quarters and samples[cell].spoken
    )


_COSTS = re.compile(r"(?i)\b(?:costs?|expenses?|spend(?:ing)?|kosten|coûts?|costes|costi|custos)\b")


def _versions_side_by_side(
    block: Block, samples: Mapping[int, Sample], told: Sequence[str], answers: Mapping[str, str]
) -> Grid | None:
    """A list with one column per version and the period in each row: “Month, Cost center, Budget, Actual”."""
    kept: dict[int, Period] = {}
    spent_as = spent_on(block.raw_names)
    for cell, heading in block.raw_names.items():
        version, stage = version_of(heading)
        told_by_name = version is not None or (cell in spent_as and is_spent_on(heading))
        if told_by_name and samples[cell].spoken and samples[cell].numbers >= 0.5:
            kept[cell] = Period("version", version=version, stage=stage, name=spent_as.get(cell))
    kept, left_out = last_stages(block, kept, answers)
    versions = {p.version for p in kept.values()}
    # A single one is an amount only where its heading says in which currency, or is “Budget” itself.
    budgets = {cell for cell in kept if BUDGET.search(block.raw_names[cell])}
    priced = bool(budgets) or any(split_unit(block.raw_names[cell])[1] for cell in kept)
    if len({(p.version, p.name) for p in kept.values()}) < len(kept) or len(kept) + len(left_out) < (
        1 if priced else 2
    ):
        return None
    given = {*kept, *(cell for cell, _ in left_out)}
    beside = [cell for cell in block.cells if cell not in given]
    unit = unit_said(told, [block.raw_names[cell] for cell in kept])
    what = "version"
    if not any(_names_period(block, samples, cell) for cell in beside):
        # “Account, Budget, Actual”: amounts of one year, which a title says or the reader.
        planned_and_spent = {"budget", "actual"} <= versions or bool(left_out)
        # Hours are estimated and worked, too; “Estimated cost” and “Actual cost” are amounts.
        costs = all(_COSTS.search(block.raw_names[cell]) for cell in kept)
        planned_and_spent |= {"forecast", "actual"} <= versions and costs
        named = any(_is_named(samples[cell]) for cell in beside)
        if not (planned_and_spent and named) and not (budgets and has_lines(block, samples, beside)):
            return None
        what = "year"
        kept = {cell: replace(period, what=what) for cell, period in kept.items()}
    version = version_said(told, answers) if None in versions else None
    return Grid(what, kept, (), left_out, unit, year_said(told, answers), version)


def _is_named(sample: Sample) -> bool:
    """Whether nearly every row has a name of its own, as lines of a budget have."""
    words = sum(1 for text in sample.spoken if re.search(r"[^\W\d_]{2}", text))
    return (
        len(sample.spoken) >= 2
        and words >= 0.9 * len(sample.spoken)
        and 2 * sample.distinct > len(sample.spoken)
    )


def _names_period(block: Block, samples: Mapping[int, Sample], cell: int) -> bool:
    """Whether the column says when: by its heading, with cells that are dates, numbers or words for periods."""
    known = columns(Budget)
    headings = {
        normalised(h) for name in ("month", "period", "quarter", "fiscal_year") for h in known[name].headings
    }
    spoken = samples[cell].spoken
    when = (
        samples[cell].dates >= 0.8 or samples[cell].numbers >= 0.8 or all(period_of(t) for t in spoken[:50])
    )
    return normalised(block.raw_names.get(cell, "")) in headings and bool(spoken) and when


def _period(block: Block, cell: int) -> Period | None:
    """The period of a column, from its heading, or from the merged heading above it and the version below."""
    heading, group = block.raw_names.get(cell, ""), block.groups.get(cell, "")
    own = period_of(heading, group)
    if own is not None:
        return own
    above = period_of(group)
    if above is not None and version_in(heading) is not None and len(heading) <= 30:
        return replace(above, version=version_in(heading))
    return None


def _holds_numbers(sample: Sample) -> bool:
    """Whether what is said in a column is mostly numbers: dots and stars stand where there is nothing to say."""
    said = sum(1 for text in sample.spoken if re.search(r"\w", text))
    return sample.numbers * len(sample.spoken) >= 0.5 * said


def _days_not_years(block: Block, periods: Mapping[int, Period]) -> dict[int, Period]:
    """Take “Jan 31”, “Feb 28” for the last days of months where all headings are such; “Jan-26” is a year."""
    small = [re.search(r"(?<!\d)(\d{2})$", block.raw_names.get(cell, "")) for cell in periods]
    days = [int(match[1]) for match in small if match]
    if (
        len(days) == len(periods) > 0
        and len(set(days)) > 1
        and sum(day >= 28 for day in days) >= 0.8 * len(days)
    ):
        return {
            cell: replace(p, year=None) if p.what == "month" and (p.year or 0) >= 2028 else p
            for cell, p in periods.items()
        }
    return dict(periods)


def _one_version(periods: Mapping[int, Period]) -> dict[int, Period]:
    """A version that a few of the headings name by chance ("Actual Nov 30" among bare months) is not one."""
    named = [period for period in periods.values() if period.version]
    if named and len(named) < 0.5 * len(periods) and all(p.what == "month" for p in periods.values()):
        return {cell: replace(period, version=None) for cell, period in periods.items()}
    return dict(periods)


def _without_doubles(
    block: Block, periods: Mapping[int, Period]
) -> tuple[dict[int, Period], tuple[tuple[int, str], ...]]:
    """A whole year beside its quarters would count twice: the quarters stay when there are four, else the year."""
    kept, left_out = dict(periods), []
    for version in {p.version for p in periods.values()}:
        quarters = {c: p for c, p in periods.items() if p.version == version and p.what == "quarter"}
        years = {c: p for c, p in periods.items() if p.version == version and p.what == "year"}
        if not quarters or not years:
            continue
        double = years if len({p.number for p in quarters.values()}) == 4 else quarters
        for cell in double:
            del kept[cell]
            left_out.append((cell, f"“{block.names[cell]}” is part of another column and would count twice"))
    return kept, tuple(left_out)


def _totals(
    block: Block, samples: Mapping[int, Sample], periods: Mapping[int, Period], coarse: Sequence[int]
) -> tuple[Total, ...]:
    """Columns that repeat others: a total of all periods of their version before them, or of the last quarter."""
    totals = []
    before: list[int] = []
    since: list[int] = []
    for cell in block.cells:
        heading = block.raw_names.get(cell, "")
        if cell in periods:
            before.append(cell)
            since.append(cell)
        elif _holds_numbers(samples[cell]) and (is_total(heading) or cell in coarse):
            version = version_in(heading) or version_in(block.groups.get(cell, ""))
            part = since if cell in coarse and len(since) == 3 else before
            of = tuple(c for c in part if version is None or periods[c].version in (version, None))
            totals.append(Total(cell, block.names[cell], of))
            since = []
    return tuple(total for total in totals if total.of)


def unit_said(titles: Sequence[str], headings: Sequence[str]) -> MoneyUnit | None:
    """The scale and the currency that titles or else the headings of the amounts state."""
    stated = (unit for title in titles if (unit := unit_in_title(title)) is not None)
    return next(stated, None) or next((unit for h in headings if (unit := split_unit(h)[1])), None)


def parts_of(block: Block, grid: Grid, version: str | None) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts of the grid and the names of the budget columns their constants fill."""
    names = ("fiscal_year", "period", "quarter", "month", "version", "category")
    parts = []
    first_month = next((p.number for p in grid.periods.values() if p.what == "month"), 1) or 1
    for cell, period in grid.periods.items():
        year = period.year or grid.year
        month = fiscal = number = quarter = None
        if period.what == "month" and year is not None and period.number is not None:
            calendar = year if period.year or first_month == 1 or period.number < first_month else year - 1
            month = f"{calendar:04d}-{period.number:02d}-01"
        elif period.what == "period":
            fiscal, number = year, period.number
        elif period.what == "quarter":
            fiscal, quarter = year, period.number
        elif period.what == "year":
            fiscal = year
        values = (fiscal, number, quarter, month, period.version or version, period.name)
        parts.append(Part(cell, block.names[cell], tuple(str(v) if v is not None else None for v in values)))
    used = [i for i in range(len(names)) if any(part.constants[i] is not None for part in parts)]
    return (
        tuple(replace(part, constants=tuple(part.constants[i] for i in used)) for part in parts),
        tuple(names[i] for i in used),
    )


def grid_questions(grid: Grid, version: str | None) -> tuple[Question, ...]:
    """What only the reader can know of a grid: the year of bare months, and whether it was planned or spent."""
    questions = []
    if grid.year is None and any(p.year is None and p.what != "version" for p in grid.periods.values()):
        said = (
            "No column and no title says when these amounts fall."
            if grid.undated
            else "The columns name months without a year."
        )
        questions.append(
            Question(
                "year",
                f"{said} Which fiscal year is it? "
                "(Where the year does not start in January: the year in which it ends.)",
            )
        )
    if version is None and any(p.version is None for p in grid.periods.values()):
        questions.append(version_question())
    return tuple(questions)


def version_question() -> Question:
    """Whether amounts were planned, spent or are expected, where nothing says it."""
    return Question(
        "version",
        "Are these amounts planned, spent, or expected? Neither headings nor titles say it.",
        (
            Option("budget", "Planned"),
            Option("actual", "Spent"),
            Option("forecast", "Expected"),
            Option("none", "None of these", "the table is left out"),
        ),
    )
