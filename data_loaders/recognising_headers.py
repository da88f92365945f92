"""Where the tables of a sheet and their headings are: below title rows, beside other tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.contract import normalised
from data_loaders.recognising_blocks import VALUE, Block, SheetCells
from data_loaders.recognising_cells import is_date
from data_loaders.recognising_header_rows import PIVOT, block_at
from data_loaders.recognising_heading_variants import heading_variants, loose_variants
from data_loaders.recognising_lone_headings import is_only_heading
from data_loaders.recognising_side_by_side import end_apart


def blocks_of(cells: SheetCells, known: frozenset[str], is_period: frozenset[str]) -> list[Block]:
    """The tables of a sheet, the one with the most headings first; empty when no row looks like headings.

    `known` are normalised headings of all contracts and tools, `is_period` the headings of this sheet that name
    a month or another period.
    """
    groups = _column_groups(cells)
    main = _header_index(cells, tuple(cells.columns), known, is_period)
    if main is None:
        return []
    covered = [group for group in groups if any(cell in cells.top[main] for cell in group)]
    beside = [group for group in groups if group not in covered]
    parts = _repeated_groups(covered, cells.top[main], known - is_period, is_period)
    if len(parts) == 1 and len(covered) > 1:
        headed = [[c for c in group if c in cells.top[main]] for group in covered]
        spoken = [
            sum(1 for c in group if heading_variants(cells.top[main][c]) & (known - is_period))
            for group in headed
        ]
        if end_apart([[cells.columns[c].slice(main + 1) for c in group] for group in headed], spoken):
            parts = covered
    parts = [part for whole in parts for part in _without_summaries(cells, whole, main)]
    blocks = [block_at(cells, part, main, is_period, known) for part in parts]
    for group in beside:
        index = _header_index(cells, group, known, is_period)
        if index is not None and len(group) >= 2:
            blocks.append(block_at(cells, group, index, is_period, known))
    return sorted(blocks, key=lambda block: -len(block.cells))


def _column_groups(cells: SheetCells) -> list[tuple[int, ...]]:
    """Raw columns in runs without an empty column between them."""
    groups: list[list[int]] = []
    for cell in sorted(cells.columns):
        if groups and cell == groups[-1][-1] + 1:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return [tuple(group) for group in groups]


def _repeated_groups(
    groups: list[tuple[int, ...]], header: Mapping[int, str], known: frozenset[str], is_period: frozenset[str]
) -> list[tuple[int, ...]]:
    """Groups of columns that are tables of their own; all others belong to one table.

    Those are groups that carry the same headings, or three known headings each of which one returns. Headings that
    are nothing but periods are one version of a grid beside another.
    """
    spoken = [frozenset(normalised(header[c]) for c in group if c in header) for group in groups]
    grid = all(header[c] in is_period for group in groups for c in group if c in header)
    if len(groups) > 1 and not grid and all(len(words) >= 2 and words == spoken[0] for words in spoken):
        return groups
    returning = [words & known for words in spoken]
    several = len(groups) > 1 and all(len(words) >= 3 for words in returning)
    if (
        several
        and all(words & spoken[0] for words in spoken[1:])
        and sum(map(len, spoken)) == sum(1 for group in groups for c in group if c in header)
    ):
        return groups
    return [tuple(cell for group in groups for cell in group)]


def _without_summaries(cells: SheetCells, whole: tuple[int, ...], main: int) -> list[tuple[int, ...]]:
    """The columns of a table, and apart from it those of a short one that sums it up behind an empty column.

    Such a summary has a heading of the table again ("State", "Count") and far fewer rows.
    """
    runs: list[list[int]] = []
    for cell in whole:
        if runs and cell == runs[-1][-1] + 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    header = cells.top[main]
    first = {normalised(header[cell]) for cell in runs[0] if cell in header}
    rows = max((_filled(cells, cell, main + 1) for cell in runs[0]), default=0)
    apart = [
        run
        for run in runs[1:]
        if len(run) >= 2
        and (
            any(normalised(header[cell]) in PIVOT for cell in run if cell in header)
            or (
                any(normalised(header[cell]) in first for cell in run if cell in header)
                and 2 * max(_filled(cells, cell, main + 1) for cell in run) < rows
            )
        )
    ]
    table = tuple(cell for run in runs if run not in apart for cell in run)
    return [table, *(tuple(run) for run in apart)]


def _filled(cells: SheetCells, cell: int, first: int) -> int:
    column = cells.columns[cell].slice(first)
    return len(column) - int(column.null_count)


def _header_index(
    cells: SheetCells, among: Sequence[int], known: frozenset[str], is_period: frozenset[str]
) -> int | None:
    """The place of the row that looks most like headings among these columns, the earliest of equals."""
    width = max((sum(1 for c in among if c in row) for row in cells.top), default=0)
    best: tuple[float, int] | None = None
    for index, row in enumerate(cells.top[:-1] or cells.top):
        texts = [row[c] for c in among if c in row]
        again = _said_again(cells, index, among, known) if index else frozenset()
        own = known - again if again else known
        value = _header_value(texts, width, own, is_period - _dates_of_data(cells, index, among))
        if len(texts) == 1 and width <= 2 and heading_variants(texts[0]) & known:
            value = 3.0 if is_only_heading(cells.top, index) else None
        # A heading repeated in the body may fill a cell more: the first of nearly equal rows is the heading.
        if value is not None and (best is None or value > 1.12 * best[0] + 1e-9):
            best = (value, index)
    return None if best is None else best[1]


def _said_again(cells: SheetCells, index: int, among: Sequence[int], known: frozenset[str]) -> frozenset[str]:
    """The words of a row that are known headings and stand in their columns again: “Resolved” is a state there.

    Where the whole row comes back it is headings, repeated on every page.
    """
    row = {c: cells.top[index][c] for c in among if c in cells.top[index]}
    spoken = {c: words for c, text in row.items() if (words := heading_variants(text) & known)}
    # Beside the headings of the other page a table of its own may stand: only these columns are compared.
    if len(spoken) < 2 or sum(1 for other in cells.top if row.items() <= other.items()) > 1:
        return frozenset()
    again = [c for c in spoken if sum(1 for other in cells.top if other.get(c) == row[c]) > 1]
    return frozenset(word for c in again for word in spoken[c])


def _dates_of_data(cells: SheetCells, index: int, among: Sequence[int]) -> frozenset[str]:
    """The dates of a row that stand above other dates: those are data, and no periods that head columns."""
    row, below = cells.top[index], cells.top[index + 1] if index + 1 < len(cells.top) else {}
    return frozenset(
        row[c] for c in among if c in row and c in below and is_date(row[c]) and is_date(below[c])
    )


def _header_value(
    texts: list[str], width: int, known: frozenset[str], is_period: frozenset[str]
) -> float | None:
    if len(texts) < 2:
        return None
    periods = sum(1 for text in texts if text in is_period)
    if periods == 1 and any(text in is_period and is_date(text) for text in texts):
        periods, is_period = 0, frozenset()  # the day of a report beside its name heads no column
    values = sum(1 for text in texts if VALUE.match(text) and text not in is_period)
    hits = len({t for t in texts if (heading_variants(t) | loose_variants(t)) & known})
    spoken = len(texts) - values
    if values > len(texts) * 0.4 or spoken < 2:
        return None
    long = sum(1 for text in texts if len(text) > 60)
    fill = len(texts) / max(width, 1)
    if hits < 2 and periods < 3 and (fill < 0.5 or len({*texts}) < 0.5 * len(texts)):
        return None
    return 3 * hits + 3 * periods + 2 * fill - 1.5 * values - 0.2 * long + (1 if hits or periods else 0)
