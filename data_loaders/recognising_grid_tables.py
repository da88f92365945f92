"""A grid in all detail: what stands beside the periods, its versions, totals, unit, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.budget import Budget
from contracts.contract import columns, normalised
from data_loaders.outcome import Skipped
from data_loaders.recognising_blocks import Block, column_letter
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Pair, match
from data_loaders.recognising_currency import CurrencySaid, currency_in_cells
from data_loaders.recognising_grid_rows import grid_rows, merged_down
from data_loaders.recognising_grids import Grid, grid_questions, parts_of
from data_loaders.recognising_income import income_among
from data_loaders.recognising_period_cells import (
    PeriodsFound,
    in_words,
    is_calendar_year,
    periods_in_cells,
)
from data_loaders.recognising_periods import period_of, versions_by_text
from data_loaders.recognising_records import new_columns, readers, with_months
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Part, Recognition, Reshape

#: A word that divides what a column holds (General, Other); blanks and dots for no amount are none.
_NAMES_A_PART = re.compile(r"(?!(?:n/?a|nil|none|null|tbd|redacted)$)[^\W\d_]{3,}[^\d]*", re.IGNORECASE)
_SUMMARY = re.compile(
    r"^(?:summary|übersicht|overview|dashboard|totals?|zusammenfassung|synthèse|resumen|riepilogo|pivot|resumo)\b",
    re.IGNORECASE,
)


#: Headings of the names of key figures, whose values by month are no amounts.
_FIGURES = re.compile(
    r"^(?:kpis?|metrics?|indicators?|key figures?|kennzahl(?:en)?|indicateurs?|indicador(?:es)?|indicatori?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class GridTable:
    """A grid with the columns beside it and what was noticed on the way."""

    grid: Grid
    beside: Mapping[str, Pair]
    warnings: tuple[str, ...]
    merged: tuple[int, ...] = ()


def describe_grid(table: Surveyed, grid: Grid) -> list[Recognition]:
    """A table with periods across; one recognition per version where versions stand one below the other."""
    cells, block = table.cells, table.block
    cells_beside = tuple(cell for cell in block.cells if cell not in grid.cells())
    beside = _beside_the_grid(table, grid, cells_beside)
    reason = _no_grid(table, grid, beside)
    if reason:
        return [
            Recognition(
                None, None, "unknown", 1.0, block.header_rows, block.first_data_row,
                unmapped=tuple((c, block.names[c]) for c in block.cells), reasons=(reason,),
                looks_most_like="budget lines", missing=("a word for budget, actual or forecast",),
                fingerprint=table.fingerprint,
            )
        ]  # fmt: skip
    labels = [
        cell
        for cell in cells_beside
        if table.samples[cell].spoken and not _holds_amounts(table.samples[cell])
    ][:5]
    # What is called a total is compared with the rows it should add up.
    skip = [one for one in not_data(cells, block, None, labels) if one.why != "total"]
    more, warnings, versions = grid_rows(cells, block, grid, labels, skip)
    skip += more
    merged = merged_down(cells, block, labels, {skipped.row for skipped in skip})
    described = GridTable(grid, beside, tuple(warnings), merged)
    segments = _segments(table, grid, versions)
    if len(segments) == 1:
        return [_recognition(table, described, segments[0][0], skip)]
    rows = [int(row) for row in cells.numbers.slice(block.first_index).to_pylist()]
    other = "row of the table above or below"
    found = []
    for version, first, last in segments:
        own = [skipped for skipped in skip if first <= skipped.row < last]
        others = [Skipped(row, other) for row in rows if not first <= row < last]
        found.append(_recognition(table, described, version, [*own, *others]))
    return found


def _holds_amounts(sample: Sample) -> bool:
    """Whether a column has numbers, and dots or stars where there is none: these call no row a total."""
    without = sum(1 for text in sample.spoken if not re.search(r"\w", text))
    return bool(without) and sample.numbers * len(sample.spoken) > 0.5 * (len(sample.spoken) - without)


def _no_grid(table: Surveyed, grid: Grid, beside: Mapping[str, Pair]) -> str | None:
    """Why a grid is not loaded without being asked to: it repeats another sheet, or says too little."""
    if table.kind_answered is not None:
        return None
    cells = table.cells
    if _SUMMARY.match(cells.sheet.name):
        return (
            f"The sheet “{cells.sheet.name}” sums up others and would count twice. To load it all the same, "
            f"answer kind.{cells.sheet.name}=budget."
        )
    figures = [name for name in table.block.raw_names.values() if _FIGURES.match(name.strip())]
    if figures:
        return f"The rows are figures by period (“{figures[0]}”) and no amounts. If they are, answer kind=budget."
    words = _headings_below(table, grid)
    if words:
        return (
            f"Row {table.cells.numbers[table.block.first_index].as_py()}, the first below the months or years, divides"
            f" them again ({words}): what its columns hold cannot be put together from headings in several rows. Write"
            " one heading above each column, or answer kind=budget if each is an amount of its own."
        )
    if table.answers.get("version") == "none":
        return "You said that its amounts are neither planned nor spent nor expected."
    if grid.what == "year" and not beside:
        return (
            "The columns are years, and nothing beside them says what the amounts are for."
            " If they are amounts of a budget, answer kind=budget and version=actual (or budget, forecast)."
        )
    return None


def _headings_below(table: Surveyed, grid: Grid) -> str:
    """The words that stand, with one in front, where the first amounts of a grid should."""
    first = table.block.first_index
    row = {
        cell: str(column[first].as_py() or "").strip()
        for cell, column in table.cells.columns.items()
        if first < len(column)
    }
    words = [row.get(cell, "") for cell in grid.periods]
    before = [text for cell, text in row.items() if cell < min(grid.periods) and text]
    if len(words) < 2 or not before or not all(_NAMES_A_PART.fullmatch(word) for word in words):
        return ""
    return ", ".join(f"“{word}”" for word in dict.fromkeys(words))


def _beside_the_grid(table: Surveyed, grid: Grid, beside: Sequence[int]) -> dict[str, Pair]:
    """What the columns beside the periods are."""
    block, samples = table.block, table.samples
    part = replace(
        block, cells=tuple(beside), names={c: block.names[c] for c in beside},
        raw_names={c: block.raw_names[c] for c in beside if c in block.raw_names},
    )  # fmt: skip
    pairs = dict(match(part, samples, "budget", None, None).pairs)
    for name in ("amount",) if grid.what == "version" else ("amount", "month", "period", "quarter"):
        pairs.pop(name, None)
    used = {cell for pair in pairs.values() for cell in pair.cells}
    texts = [c for c in beside if c not in used and samples[c].spoken and samples[c].numbers < 0.5]
    if texts and "line" not in pairs:
        line = columns(all_contracts()["budget"])["line"]
        pairs["line"] = Pair(line, (texts[0],), 0.8, 0.5, "the texts beside the amounts")
    return pairs


def _segments(table: Surveyed, grid: Grid, versions: Mapping[int, str]) -> list[tuple[str | None, int, int]]:
    """Stretches of rows of one version: (version, first row, row after the last)."""
    cells, block = table.cells, table.block
    end = cells.row_no(cells.rows - 1) + 1
    if not versions or any(period.version for period in grid.periods.values()):
        return [(grid.version, block.first_data_row, end)]
    starts = sorted(versions)
    found: list[tuple[str | None, int, int]] = []
    if any(block.first_data_row <= n < starts[0] for n in cells.numbers.slice(block.first_index).to_pylist()):
        found.append((grid.version, block.first_data_row, starts[0]))
    for row, following in zip(starts, [*starts[1:], end], strict=True):
        found.append((versions[row], row, following))
    return found


def _recognition(
    table: Surveyed, described: GridTable, version: str | None, skip: Sequence[Skipped]
) -> Recognition:
    block, grid, pairs, kind = table.block, described.grid, described.beside, "budget"
    known = columns(all_contracts()[kind])
    in_column = "version" in pairs
    yearly = _year_column(grid, pairs)
    if yearly is not None:
        grid = replace(grid, year=None)
    parts, names = parts_of(block, grid, None if in_column else version)
    if "category" in names and "category" in pairs:
        pairs = {
            ("line" if name == "category" else name): pair for name, pair in pairs.items() if name != "line"
        }
        pairs["line"] = replace(pairs["line"], column=known["line"])
    value, said, periods = table.width, CurrencySaid({}), PeriodsFound()
    if yearly is not None and all(period.what == "month" for period in grid.periods.values()):
        # The month is that of the column, in the year of the row.
        parts = tuple(
            replace(part, constants=(*part.constants, f"{grid.periods[part.cell].number:02d}"))
            for part in parts
        )
        names = (*names, "month")
        pairs = {name: pair for name, pair in pairs.items() if name != "fiscal_year"}
    if grid.what == "version":
        pairs = with_months(block, pairs)
        headings = {name: (p.cells[0], block.raw_names.get(p.cells[0], "")) for name, p in pairs.items()}
        periods = periods_in_cells(
            kind, headings, table.samples, table.cells.columns, block.first_index, table.told, table.answers
        )
    if in_column and "version" in names:
        keep = [i for i, name in enumerate(names) if name != "version"]
        parts = tuple(replace(part, constants=tuple(part.constants[i] for i in keep)) for part in parts)
        names = tuple(name for name in names if name != "version")
    if "currency" not in pairs:
        said = _currency(table, grid, value)
    numbers = tuple(range(value + 1, value + 1 + len(names)))
    income = income_among(table, pairs, grid.periods)
    constant_assignments, constants = new_columns(kind, said.texts, value + 1 + len(names))
    beside = {**pairs, **readers(kind, pairs)}
    assignments = (
        *(in_words(_as_said(table, p), periods) for p in beside.values()),
        *(
            _month_of_year(table, grid, yearly, c)
            if n == "month" and yearly is not None
            else Assignment(known[n], (c,), known[n].label)
            for n, c in zip(names, numbers, strict=True)
        ),
        income.turned(
            Assignment(
                known["amount"],
                (value,),
                known["amount"].label,
                unit=grid.unit.text if grid.unit else None,
            )
        ),
        *constant_assignments,
        *said.pieces,
    )
    used = {cell for pair in beside.values() for cell in pair.cells} | grid.cells()
    asked = grid_questions(grid, version if not in_column else "said in a column")
    asked = tuple(question for question in asked if yearly is None or question.name != "year")
    nameless = _of_no_period(table, grid, used)
    left_out = tuple(
        f"Column {column_letter(c)} was left out: {why}." for c, why in (*grid.left_out, *nameless)
    )
    return Recognition(
        kind=kind, tool=None, certainty="sure", score=5.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in used),
        reasons=(
            *_grid_reasons(block, grid, beside, parts, version),
            *(f"a blank cell of “{block.names[c]}” repeats the one above it" for c in described.merged),
        ), looks_most_like=all_contracts()[kind].title.lower(),
        fingerprint=table.fingerprint, questions=(*asked, *periods.questions, *income.questions),
        reshape=Reshape(parts, value, numbers, grid.totals, described.merged), constants=constants, skip=tuple(skip),
        warnings=(*described.warnings, *said.warnings, *income.warnings), left_out=left_out,
    )  # fmt: skip


def _of_no_period(table: Surveyed, grid: Grid, used: Set[int]) -> tuple[tuple[int, str], ...]:
    """Columns of amounts among those of periods whose heading names none, such as a quarter between two years."""
    first, last = min(grid.periods), max(grid.periods)
    return tuple(
        (cell, f"“{table.block.names[cell]}” names no period of its own, so that its amounts are not counted")
        for cell in table.block.cells
        if first < cell < last and cell not in used and table.samples[cell].numbers >= 0.5
    )


def _as_said(table: Surveyed, pair: Pair) -> Assignment:
    """A column beside the periods; one of versions with what each of its texts speaks of."""
    cell, words = pair.cells[0], {}
    if pair.column.name == "version":
        words = versions_by_text(table.samples[cell].spoken)
    return Assignment(pair.column, pair.cells, table.block.names[cell], words=words)


def _year_column(grid: Grid, pairs: Mapping[str, Pair]) -> Pair | None:
    """The column that says the year of each row, where the headings of the periods say none."""
    if grid.what == "version" or any(period.year for period in grid.periods.values()):
        return None
    return pairs.get("fiscal_year")


def _month_of_year(table: Surveyed, grid: Grid, year: Pair, number: int) -> Assignment:
    """The month made of the year in its row and the number of its column; fiscal years end in their year."""
    column, cell = columns(all_contracts()[Budget.kind])["month"], year.cells[0]
    calendar = is_calendar_year(table.block.raw_names.get(cell, ""))
    months = [period.number or 1 for period in grid.periods.values()]
    texts = pc.unique(table.cells.columns[cell].slice(table.block.first_index)).to_pylist()
    words = {}
    for text in filter(None, texts):
        said = period_of(text)
        whole = said.year if said is not None else int(text) if text.strip().isdigit() else None
        for month in months if whole else ():
            before = not calendar and months[0] > 1 and month >= months[0]
            words[normalised(f"{text} {month:02d}")] = f"{(whole or 0) - before:04d}-{month:02d}-01"
    return Assignment(column, (cell, number), column.label, words=words, joined=True)


def _currency(table: Surveyed, grid: Grid, value: int) -> CurrencySaid:
    """The currency of the amounts: of titles and headings, else of the signs in the cells (raw column `value`)."""
    if grid.unit is not None and grid.unit.currency:
        return CurrencySaid({"currency": grid.unit.currency})
    texts = tuple(text for cell in grid.periods for text in table.samples[cell].texts[:50])
    return currency_in_cells(Sample(texts), value, "Amount", table.answers)


def _grid_reasons(
    block: Block, grid: Grid, pairs: Mapping[str, Pair], parts: Sequence[Part], version: str | None
) -> tuple[str, ...]:
    reasons = [f"{len(parts)} columns are amounts by {grid.what}; every filled one becomes a row"]
    reasons += [f"“{block.names[p.cells[0]]}” → {p.column.label} ({p.how})" for p in pairs.values()
                if p.column.reads is None]  # fmt: skip
    if version is not None and not any(period.version for period in grid.periods.values()):
        reasons.append(f"the amounts are {version}, as titles, sheet or file name say")
    bare = [period for period in grid.periods.values() if period.year is None]
    if bare and grid.year is not None:
        first = next(iter(grid.periods.values()))
        ends = " (the year in which it ends)" if first.what == "month" and (first.number or 1) > 1 else ""
        reasons.append(f"the fiscal year is {grid.year}{ends}, as titles, sheet or file name say")
    reasons += [
        f"“{total.header}” repeats {len(total.of)} columns and is only checked" for total in grid.totals
    ]
    return tuple(reasons)
