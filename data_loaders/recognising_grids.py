"""Grids with periods across: budgets by month, quarter or year become one row per line, period and version."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.contract import normalised
from data_loaders.outcome import Option, Question, Skipped
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_headers import Block, SheetCells
from data_loaders.recognising_periods import Period, is_total, period_of, version_in, version_words, year_in
from data_loaders.recognising_rows import NAMED_TOTAL, TOTAL
from data_loaders.recognition import Part, Total

#: How many columns of months or accounting periods make a grid.
MONTHS_OF_A_GRID = 6
_UNIT = re.compile(
    r"\bin ((?:thousands?|millions?|k|t|m)(?: of)?(?: (?:euros?|dollars|pounds|EUR|USD|GBP|CHF|€|\$|£))?)\b"
    r"|\b((?:k|t|m|mio\.? ?)(?:EUR|USD|GBP|CHF|CZK|DKK|€|\$|£))(?!\w)|\b(in (?:tsd|mio)\.? ?(?:EUR|€)?)"
    r"|[(\[](?:in )?(EUR|USD|GBP|CHF|CZK|DKK|SEK|NOK|PLN|RM|€|\$|£)[)\]]|\b(?:amounts? in|beträge in|montants en|all in|"
    r"currency:?|währung:?|devise:?) ?(EUR|USD|GBP|CHF|CZK|DKK|SEK|NOK|PLN|€|\$|£)(?!\w)",
    re.IGNORECASE,
)
_SCALE_NEAR_PLAIN = re.compile(r"^(?:k|t|thousands?|m|millions?)$", re.IGNORECASE)
_BALANCE = re.compile(
    r"\b(?:opening|closing|beginning|ending|carried forward)\b.*\bbalance\b|\bfund equity\b|\bsaldo\b",
    re.IGNORECASE,
)
_CODES = {
    "euro": "EUR",
    "euros": "EUR",
    "€": "EUR",
    "dollars": "USD",
    "$": "USD",
    "pounds": "GBP",
    "£": "GBP",
    "rm": "MYR",
}


@dataclass(frozen=True)
class Grid:
    """The period columns of a block: `what` they are, their parts, columns that are totals, and what is unknown."""

    what: str
    periods: Mapping[int, Period]
    totals: tuple[Total, ...]
    left_out: tuple[tuple[int, str], ...]
    unit: str | None
    currency: str | None
    year: int | None
    version: str | None

    def cells(self) -> set[int]:
        """Every raw column that is a period, or a total of periods."""
        return {*self.periods, *(total.cell for total in self.totals), *(cell for cell, _ in self.left_out)}


def period_headings(cells: SheetCells) -> frozenset[str]:
    """The texts in the first rows that name a month or another period."""
    return frozenset(
        text for row in cells.top for text in row.values() if len(text) <= 40 and period_of(text)
    )


def grid_of(
    block: Block, samples: Mapping[int, Sample], told: Sequence[str], answers: Mapping[str, str]
) -> Grid | None:
    """The grid in a block, if its headings name enough periods. `told` are titles, sheet and file name."""
    found = {
        cell: period
        for cell in block.cells
        if (period := _period(block, cell)) and _holds_numbers(samples[cell])
    }
    fine = {cell: period for cell, period in found.items() if period.what in ("month", "period")}
    if len({(p.year, p.number) for p in fine.values()}) >= MONTHS_OF_A_GRID:
        kept, what = fine, "month"
    else:
        kept = {cell: p for cell, p in found.items() if p.what in ("quarter", "year")}
        distinct = {(p.what, p.year, p.number, p.version) for p in kept.values()}
        versions = sum(1 for p in kept.values() if p.version)
        if not (len(distinct) >= 2 and versions == len(kept)) and len(distinct) < 4:
            return None
        what = "quarter" if any(p.what == "quarter" for p in kept.values()) else "year"
    kept = _one_version(_days_not_years(block, kept))
    kept, left_out = _without_doubles(block, kept) if what != "month" else (kept, ())
    totals = _totals(
        block, samples, kept, [cell for cell in found if cell not in kept] if what == "month" else []
    )
    text = " · ".join(told)
    unit, currency = _unit(text, [block.raw_names[c] for c in kept if c in block.raw_names])
    year = int(answers["year"]) if answers.get("year", "").isdigit() else _first(year_in(t) for t in told)
    version = answers.get("version") if answers.get("version") in version_words().values() else None
    return Grid(
        what, kept, totals, left_out, unit, currency, year, version or _first(version_in(t) for t in told)
    )


def _first(found: object) -> object | None:  # the first that is not None
    return next((item for item in found if item is not None), None)  # type: ignore[attr-defined]


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
    return not sample.spoken or sample.numbers >= 0.5


def _days_not_years(block: Block, periods: Mapping[int, Period]) -> dict[int, Period]:
    """ "Jan 31, Feb 28" are the last days of months where most headings are; "Jan-26 … Dec-26" are years."""
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


def _unit(text: str, headings: Sequence[str]) -> tuple[str | None, str | None]:
    """The scale and the currency that titles or headings state, as written and as a code."""
    found = _UNIT.search(text) or next((m for h in headings if (m := _UNIT.search(h))), None)
    if found is None:
        return None, None
    said = next(group for group in found.groups() if group)
    words = normalised(said).split()
    code = re.search(r"(?:EUR|USD|GBP|CHF|CZK|DKK|SEK|NOK|PLN|RM|€|\$|£)$", said, re.IGNORECASE)
    currency = next((_CODES[w] for w in words if w in _CODES), None)
    if currency is None and code:
        currency = _CODES.get(code[0].casefold(), code[0].upper())
    scaled = (
        re.search(r"(?i)thousand|million|^(?:in )?(?:k|t|m|mio|tsd)", said) is not None
        and said.casefold() != "rm"
    )
    if _SCALE_NEAR_PLAIN.match(said.strip()):
        return said.strip(), currency
    return (said.strip() if scaled else None), currency


def parts_of(block: Block, grid: Grid, version: str | None) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts of the grid and the names of the budget columns their constants fill."""
    names = ("fiscal_year", "period", "quarter", "month", "version")
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
        else:
            fiscal = year
        values = (fiscal, number, quarter, month, period.version or version)
        parts.append(Part(cell, block.names[cell], tuple(str(v) if v is not None else None for v in values)))
    used = [i for i in range(len(names)) if any(part.constants[i] is not None for part in parts)]
    return (
        tuple(replace(part, constants=tuple(part.constants[i] for i in used)) for part in parts),
        tuple(names[i] for i in used),
    )


def grid_questions(grid: Grid, version: str | None) -> tuple[Question, ...]:
    """What only the reader can know of a grid: the year of bare months, and whether it was planned or spent."""
    questions = []
    if grid.year is None and any(p.year is None for p in grid.periods.values()):
        questions.append(
            Question(
                "year",
                "The columns name months without a year. Which fiscal year is it? "
                "(Where the year does not start in January: the year in which it ends.)",
            )
        )
    if version is None and any(p.version is None for p in grid.periods.values()):
        questions.append(
            Question(
                "version",
                "Are these amounts planned, spent, or expected? Neither headings nor titles say it.",
                (Option("budget", "Planned"), Option("actual", "Spent"), Option("forecast", "Expected")),
            )
        )
    return tuple(questions)


# -- rows of a grid that are no lines --------------------------------------------------------------------------


def grid_rows(
    cells: SheetCells, block: Block, grid: Grid, labels: Sequence[int], known: Sequence[Skipped]
) -> tuple[list[Skipped], list[str], dict[int, str]]:
    """Rows that repeat others, what did not add up, and the rows where another version begins.

    A row called "Total" is one; any other is one when it is the sum of the rows above it.
    """
    taken = {skipped.row for skipped in known}
    columns = {
        c: cells.columns[c].slice(block.first_index).to_pylist()
        for c in (*labels, *grid.periods, *_totals_of(grid))
        if c in cells.columns
    }
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    skipped: list[Skipped] = []
    warnings: list[str] = []
    versions: dict[int, str] = {}
    above: list[dict[int, float]] = []
    differing: list[int] = []
    for i, row_no in enumerate(numbers):
        if row_no in taken:
            continue
        label = next((str(columns[c][i]).strip() for c in labels if c in columns and columns[c][i]), "")
        amounts = {
            c: value for c in grid.periods if c in columns and (value := amount_of(columns[c][i])) is not None
        }
        if not amounts:
            version = version_in(label) if len(normalised(label).split()) <= 4 else None
            if version is not None:
                versions[row_no] = version
            continue
        verdict = _is_total_row(label, amounts, above)
        if verdict == "data":
            above.append(amounts)
            differing += _row_total_differs(grid, columns, i, amounts, row_no)
            continue
        skipped.append(Skipped(row_no, verdict, label[:200]))
        if verdict == "total that is not the sum of its rows":
            warnings.append(f"Row {row_no} (“{label}”) is not the sum of the rows above it.")
    if differing:
        warnings.append(
            f"In {len(differing):,} rows the total column differs from the sum of its periods: rows "
            + ", ".join(map(str, differing[:10]))
            + ("…" if len(differing) > 10 else "")
            + "."
        )
    return skipped, warnings, versions


def _totals_of(grid: Grid) -> list[int]:
    return [total.cell for total in grid.totals]


def _is_total_row(label: str, amounts: Mapping[int, float], above: list[dict[int, float]]) -> str:
    if _BALANCE.search(label):
        return "balance, not an amount of the period"
    plain, named = TOTAL.match(label), NAMED_TOTAL.search(label)
    if (plain or named) and _sums_last_rows(amounts, above, loosely=True):
        return "total"
    if plain:
        return "total that is not the sum of its rows"
    return "total" if _sums_last_rows(amounts, above, loosely=False) else "data"


def _sums_last_rows(amounts: Mapping[int, float], above: list[dict[int, float]], *, loosely: bool) -> bool:
    """Whether a row is the sum of the last two or more rows; without the word "total" it must be so exactly.

    Loosely, a cell may differ by rounding or a misread digit and four of ten may differ at all.
    """
    if not above or (
        not loosely and (len(amounts) < MONTHS_OF_A_GRID or max(map(abs, amounts.values())) < 10)
    ):
        return False
    summed = dict.fromkeys(amounts, 0.0)
    share, relative = (0.6, 0.006) if loosely else (0.8, 0.0005)
    for count, row in enumerate(reversed(above), start=1):
        close = 0
        for cell, value in amounts.items():
            summed[cell] += row.get(cell, 0.0)
            close += abs(summed[cell] - value) <= max(relative * abs(value), 0.051 * count)
        if close >= share * len(amounts) and (count >= 2 or (loosely and len(above) == 1)):
            return True
    return False


def _row_total_differs(
    grid: Grid, columns: Mapping[int, list[str | None]], i: int, amounts: Mapping[int, float], row_no: int
) -> list[int]:
    for total in grid.totals:
        said = amount_of(columns[total.cell][i]) if total.cell in columns else None
        if said is not None:
            summed = sum(amounts.get(cell, 0.0) for cell in total.of)
            if abs(summed - said) > max(0.006 * abs(said), 0.051 * len(total.of)):
                return [row_no]
    return []


def amount_of(text: str | None) -> float | None:
    """A number as spreadsheets of many countries write it, good enough to check a sum; None for anything else.

    >>> amount_of("(1,155.0)"), amount_of("88,8"), amount_of("1.234,56-"), amount_of("o")
    (-1155.0, 88.8, -1234.56, None)
    """
    if not text:
        return None
    bare = re.sub(r"[\s'’$€£¥]|RM|EUR|USD|GBP", "", text.strip())
    negative = bare.startswith(("(", "-", "−", "–")) or bare.endswith(("-", "−"))
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
