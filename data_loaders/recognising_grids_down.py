"""Grids turned round: a month in every row, and across what the amounts are for (services, clients, cost centres)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from contracts.budget import Budget
from contracts.contract import columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_grids import Grid, unit_said, version_said, year_said
from data_loaders.recognising_money import split_unit
from data_loaders.recognising_periods import Period, is_total, period_of, version_in, version_words
from data_loaders.recognition import SavedMapping, Total

#: What amounts may be for, as columns of a budget, in the order in which they are offered.
ACROSS = ("service", "client", "cost_center", "project", "vendor", "category")
#: The heading under which a mapping keeps what stands across.
HEADINGS = "(headings)"
#: Fewer months below each other make no grid.
FEWEST_MONTHS = 3
_NAMED_BY: Mapping[str, str] = {
    "services": "service", "clients": "client", "customers": "client", "kunden": "client", "account": "client",
    "accounts": "client", "cost centers": "cost_center", "cost centres": "cost_center",
    "kostenstellen": "cost_center", "projects": "project", "projekte": "project", "vendors": "vendor",
    "suppliers": "vendor", "lieferanten": "vendor", "categories": "category", "cost types": "category",
    "kostenarten": "category", "team": "team", "teams": "team",
}  # fmt: skip
_CODE = re.compile(r"(?:cc|kst|ks)?[ -]?\d{3,10}", re.IGNORECASE)
#: Numbers under such a heading are no amounts of one thing among others: the table is another one.
_NO_AMOUNTS = re.compile(
    r"variance|deviation|difference|abweichung|écart|varianza|%|percent|prozent|average|\bavg\b|durchschnitt"
    r"|headcount|\bftes?\b|hours|stunden|tickets|quantity|\bqty\b|number of|anzahl",
    re.IGNORECASE,
)
_BY = re.compile(r"(?i)\b(?:by|per|nach|pro|je|par|por)\s+((?:[^\W\d_]+[ -]?){1,2})")
_HALF_YEAR = re.compile(r"(?:h|hj)\s?[12](?:\W+\d{2,4})?|\d{2,4}\W+h[12]", re.IGNORECASE)


def grid_down(
    block: Block,
    samples: Mapping[int, Sample],
    told: Sequence[str],
    answers: Mapping[str, str],
    saved: SavedMapping | None,
) -> Grid | None:
    """The grid of a block with a month in every row and numbers under several names; None for any other table."""
    filled = [cell for cell in block.cells if samples[cell].spoken]
    years, when = next(
        ((a, b) for a, b in pairwise(filled[:2]) if _year_and_month(samples[a], samples[b])), (None, None)
    )
    if when is None:
        when = filled[0] if filled else None
        if when is None or len(months_of(samples[when].texts)) < (
            1 if _explores_costs(block, samples, when) else FEWEST_MONTHS
        ):
            return None
    beside = [cell for cell in filled if cell not in (when, years)]
    if any(samples[cell].numbers < 0.8 or samples[cell].dates >= 0.5 for cell in beside):
        return None
    named, totals = _parts(block, beside)
    names = {period.name for period in named.values()}
    if len(names) < 2 or None in names or len({(p.name, p.version) for p in named.values()}) < len(named):
        return None
    headings = [block.raw_names[cell] for cell in named]
    version, stated = version_said(told, answers), unit_said(told, headings)
    if _explores_costs(block, samples, when):
        version = version or "actual"
        stated = replace(stated, currency="USD") if stated and stated.currency == "$" else stated
    if len({unit for heading in headings if (unit := split_unit(heading)[1]) is not None}) > 1:
        return None  # amounts in several currencies or scales
    return Grid(
        "down", named, tuple(_total(block, named, cell) for cell in totals), (), stated,
        year_said(told, answers), version, when,
        _across(block, when, named, told, answers, saved), years,
    )  # fmt: skip


def _explores_costs(block: Block, samples: Mapping[int, Sample], when: int) -> bool:
    """Whether the first row is the total of what the corner names, as in the exports of AWS Cost Explorer."""
    first = normalised(samples[when].texts[0]) if samples[when].texts else ""
    return first == f"{normalised(block.raw_names.get(when, ''))} total"


def _year_and_month(years: Sample, months: Sample) -> bool:
    """Whether one column holds years and the next the months of each, by name or number."""
    said = [period_of(text) for text in years.spoken if not is_total(text)]
    if not said or any(period is None or period.what != "year" for period in said):
        return False
    numbers = [month_number(text) for text in months.spoken if not sums_months_up(text)]
    return len(set(numbers)) >= FEWEST_MONTHS and None not in numbers


def month_number(text: str) -> int | None:
    """The number of a month named without a year, in words or by its number; None for anything else.

    >>> month_number("Feb"), month_number("02"), month_number("Feb 2026"), month_number("14")
    (2, 2, None, None)
    """
    if text.strip().isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    period = period_of(text)
    return period.number if period is not None and period.what == "month" and period.year is None else None


def _parts(block: Block, beside: Sequence[int]) -> tuple[dict[int, Period], list[int]]:
    """What each column is for, and the columns of totals; nothing where one can be no amount of one thing."""
    named: dict[int, Period] = {}
    totals: list[int] = []
    other = {
        normalised(heading)
        for name, column in columns(Budget).items()
        if name not in {*ACROSS, "version"}
        for heading in column.headings
    }
    for cell in beside:
        heading, group = block.raw_names.get(cell, ""), block.groups.get(cell, "")
        name = split_unit(" ".join(heading.split()))[0]
        if _NO_AMOUNTS.search(heading) or period_of(heading) is not None or normalised(name) in other:
            return {}, []
        if is_total(heading) or (is_total(group) and version_in(heading)):
            totals.append(cell)
        elif normalised(name) in version_words():
            # “Budget” and “Actual” below the merged heading “Mail”.
            above = " ".join(group.split()) or None
            named[cell] = Period("version", version=version_words()[normalised(name)], name=above)
        else:
            version = version_words().get(normalised(group))
            named[cell] = Period("version", version=version, name=name or None)
    return named, totals


def _total(block: Block, named: Mapping[int, Period], cell: int) -> Total:
    version = version_in(block.raw_names.get(cell, "")) or version_in(block.groups.get(cell, ""))
    of = tuple(c for c, period in named.items() if version is None or period.version in (version, None))
    return Total(cell, block.names[cell], of)


# -- months below each other ----------------------------------------------------------------------------------


def months_of(texts: Sequence[str]) -> dict[str, Period]:
    """The months, or periods of a year, that the cells of a column name, by text.

    None where one stands twice or other words prevail. Totals, quarters and years between them are left aside. Day
    and month of a date need no question: the days are all first or last ones, so one reading only gives each month
    once.
    """
    rows = [text for text in texts if text and not sums_months_up(text)]
    for month_first in (False, True):
        read = {t: period for t in rows if (period := _month(t, month_first=month_first)) is not None}
        places = {(period.what, period.year, period.number) for period in read.values()}
        stand = sum(text in read for text in rows)
        if len(read) == len(places) == stand and stand >= 0.8 * len(rows):
            return read
    return {}


def _month(text: str, *, month_first: bool) -> Period | None:
    date = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", text.strip())
    if date:
        year = int(date[4]) if len(date[4]) == 4 else 2000 + int(date[4])
        number = int(date[1] if month_first else date[3])
        return Period("month", year, number) if 1 <= number <= 12 else None
    period = period_of(text)
    return period if period is not None and period.what in ("month", "period") else None


def sums_months_up(label: str) -> bool:
    """Whether a label among rows of months names a total, or a stretch of several months.

    >>> sums_months_up("Q1 2026"), sums_months_up("H1"), sums_months_up("Service total"), sums_months_up("Jan 2026")
    (True, True, True, False)
    """
    period = period_of(label)
    longer = period is not None and period.what in ("quarter", "year")
    # Amazon calls the row of its sums after what stands across: “Service total”.
    called = period is None and is_total(label.strip().rpartition(" ")[2])
    return longer or is_total(label) or called or bool(_HALF_YEAR.fullmatch(label.strip()))


# -- what stands across ---------------------------------------------------------------------------------------


def _across(
    block: Block,
    when: int,
    named: Mapping[int, Period],
    told: Sequence[str],
    answers: Mapping[str, str],
    saved: SavedMapping | None,
) -> str | None:
    """What the headings name: as the reader says or said before, a heading above them, the corner, or a title."""
    answer = answers.get("across") or (saved.columns.get(HEADINGS) if saved is not None else None)
    if answer is not None:
        return answer
    above = {block.groups.get(cell, "") for cell in named}
    corner = re.split(r"[\\/|→]| (?:x|by|per|je|pro|par) ", block.raw_names.get(when, ""))
    titles = [part for text in told for part in _BY.findall(text.replace("_", " "))]
    for text in (*(above if len(above) == 1 else ()), *corner, *titles):
        if (found := _named_by(text)) is not None:
            return found
    alone = {found for text in told if (found := _named_by(text, whole=True)) is not None}
    if len(alone) == 1:
        return alone.pop()
    names = [str(period.name) for period in named.values()]
    if all(_CODE.fullmatch(name) for name in names):
        return "cost_center"
    first = (
        {_named_by(name.split()[0]) for name in names} if all(len(n.split()) > 1 for n in names) else set()
    )
    return first.pop() if len(first) == 1 else None


def _named_by(text: str, *, whole: bool = False) -> str | None:
    """The column of a budget (or “team”) that a text, or else its first word, names."""
    words = normalised(text)
    for spoken in filter(None, (words, "" if whole else words.partition(" ")[0])):
        if spoken in _NAMED_BY:
            return _NAMED_BY[spoken]
        for name in ACROSS:
            if spoken in map(normalised, columns(Budget)[name].headings):
                return name
    return None


def across_question(grid: Grid) -> Question:
    """What the amounts across are for, where no heading and no title says it."""
    names = [f"“{period.name}”" for period in grid.periods.values()]
    listed = ", ".join(dict.fromkeys(names[:3])) + (" …" if len(names) > 3 else "")
    return Question(
        "across",
        f"Every row is a month. What stands across ({listed})?",
        (
            *(Option(name, columns(Budget)[name].label) for name in ACROSS),
            Option("none", "None of these", "the table is left out"),
        ),
    )
