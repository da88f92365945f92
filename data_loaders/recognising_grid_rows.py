"""Which rows of a grid repeat others: totals, subtotals found by their sums, balances; and what does not add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.contract import normalised
from data_loaders.outcome import Skipped
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_grid_sums import (
    RunningSums,
    called_totals,
    heads_of_groups,
    is_flat,
    sums_last_rows,
)
from data_loaders.recognising_grids import Grid
from data_loaders.recognising_periods import version_in
from data_loaders.recognising_rows import NAMED_TOTAL, TOTAL

#: What is left of income after costs: such a row takes others together, and is neither.
_RESULT = re.compile(
    r"net|(?:net|gross|operating) (?:profit|income|loss|result|position|surplus|margin)(?: ?\(loss\)|/\(?loss\)?)?"
    r"|(?:net )?surplus ?(?:/ ?|\()deficit\)?|ebitda?|jahresüberschuss|betriebsergebnis|rohertrag|résultat (?:net|brut)"
    r"|résultat d'exploitation|utile (?:netto|lordo)|beneficio neto|resultado neto|lucro líquido|nettoresultat",
    re.IGNORECASE,
)
_BALANCE = re.compile(
    r"\b(?:opening|closing|beginning|ending|carried forward)\b.*\bbalance\b|\bfund equity\b|\bsaldo\b"
    # What came in minus what went out repeats every row above it.
    r"|\bexcess\b.*\b(?:receipts|revenues?)\b.*\bover\b|^over (?:disbursements|expenditures?)\b",
    re.IGNORECASE,
)

#: Lines between amounts that are shares of them, or people: “Growth %”, “FTE”, “Number of users”.
_NO_MONEY = re.compile(
    r"(?:%|\bpercent|\bprozent)\s*\)?$|^\W*(?:ftes?|headcount|head count|vzä|etp|full[- ]time equivalents?)\b"
    r"|^\W*(?:number|anzahl|nombre|número|numero) (?:of|der|de|di)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"^\W*(?:variance|var\b|deviation|difference|diff\b|delta|abweichung|differenz|écart|desviación|desvio|scostamento)",
    re.IGNORECASE,
)
_DIFFERS = "total that is not the sum of its rows"
#: Why rows are left out that only their name gives away, so that it is said of each.
_BY_NAME = (
    "result of other rows, not an amount of its own", "balance, not an amount of the period",
    "a share or a count, no amount", "difference of two versions",
)  # fmt: skip
#: What stands above a result of other rows, which “Net” alone may be, or the name of a team.
_INCOME = re.compile(
    r"\b(?:income|revenues?|receipts?|sales|turnover|einnahmen?|erlöse?|erträge?|umsatz|umsätze|produits|recettes"
    r"|ingresos|ventas|ricavi|entrate|receitas?)\b",
    re.IGNORECASE,
)
#: What shows that “Cr” behind an amount is ten million.
_IN_RUPEES = re.compile(r"₹|\bINR\b|\bRs\b|\d\s*(?:lakh|lac|crore)", re.IGNORECASE)


@dataclass(frozen=True)
class _Rows:
    """The rows of a grid from its first data row on: their cells by raw column, numbers, labels and amounts."""

    columns: Mapping[int, list[str | None]]
    numbers: list[int]
    spoken: list[str]
    amounts: list[dict[int, float]]
    crore: bool

    def labels_of(self, i: int, labels: Sequence[int]) -> list[str]:
        """What the label columns of a row say."""
        return [str(self.columns[c][i]).strip() for c in labels if c in self.columns and self.columns[c][i]]


def _read(cells: SheetCells, block: Block, grid: Grid, labels: Sequence[int]) -> _Rows:
    columns = {
        c: cells.columns[c].slice(block.first_index).to_pylist()
        for c in (*labels, *grid.periods, *(total.cell for total in grid.totals))
        if c in cells.columns
    }
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    texts = (text for c in grid.periods for text in columns.get(c, ())[:200] if text)
    crore = any(_IN_RUPEES.search(text) for text in texts)
    spoken = [
        next((str(columns[c][i]).rstrip() for c in labels if c in columns and columns[c][i]), "")
        for i in range(len(numbers))
    ]
    amounts = [
        {
            c: value
            for c in grid.periods
            if c in columns and (value := amount_of(columns[c][i], crore=crore)) is not None
        }
        for i in range(len(numbers))
    ]
    return _Rows(columns, numbers, spoken, amounts, crore)


def grid_rows(
    cells: SheetCells,
    block: Block,
    grid: Grid,
    labels: Sequence[int],
    known: Sequence[Skipped],
    sums_up: Callable[[str], bool] = lambda _: False,
) -> tuple[list[Skipped], list[str], dict[int, str]]:
    """Rows that repeat others, what did not add up, and the rows where another version begins.

    A row called "Total" is one, or one whose label `sums_up`; any other is one when it is the sum of rows above it.
    Where all labels are filled beside that word and no such row is a sum, it is the name of a vendor or a category.
    """
    taken = {skipped.row for skipped in known}
    rows = _read(cells, block, grid, labels)
    skipped: list[Skipped] = []
    warnings: list[str] = []
    versions: dict[int, str] = {}
    above = RunningSums(tuple(grid.periods), len(rows.numbers))
    differing: list[int] = []
    data = [i for i, row_no in enumerate(rows.numbers) if row_no not in taken]
    versions_named = {i for i in data if any(_is_version(text) for text in rows.labels_of(i, labels))}
    heads = heads_of_groups(data, rows.spoken, rows.amounts, sums_up) - versions_named
    names, of_below = called_totals(data, labels, rows.columns, rows.amounts, tuple(grid.periods))
    income = any(_INCOME.search(text) or TOTAL.match(text.strip()) for text in rows.spoken)
    for i in data:
        row_no, label, amounts = rows.numbers[i], rows.spoken[i].strip(), rows.amounts[i]
        if not amounts and i not in heads:
            version = version_in(label) if len(normalised(label).split()) <= 4 else None
            if version is not None:
                versions[row_no] = version
                skipped.append(Skipped(row_no, "title of a block", label[:200]))
            elif TOTAL.match(label):
                skipped.append(Skipped(row_no, "total", label[:200]))
            continue
        written = rows.labels_of(i, labels)
        said = next((text for text in written if TOTAL.match(text)), label)
        if i in heads or i in of_below or (i == data[0] and _sums_below(said, i, data, rows, sums_up)):
            verdict = "total of the rows below it"
        elif i in names or (label.casefold() == "net" and not income):
            verdict = "data"
        else:
            verdict = _no_amount(label, written, versions=bool(versions_named)) or _is_total_row(
                said, amounts, above, sums_up
            )
        if verdict == "total" and label and is_flat(amounts) and not _called(said, sums_up):
            # The same amount in every period may be the sum of others by chance.
            verdict = "data"
            warnings.append(
                f"Row {row_no} (“{label}”) was loaded although it is the sum of rows above it: if it is a total,"
                " call it one or take it out of the file."
            )
        if verdict == "data":
            above.add(amounts)
            differing += _row_total_differs(grid, rows, i)
            continue
        skipped.append(Skipped(row_no, verdict, label[:200]))
        if verdict == _DIFFERS:
            warnings.append(f"Row {row_no} (“{label}”) is not the sum of the rows above it.")
        elif verdict == "total":
            above.mark()
    warnings += [*_left_out(skipped), *_named(rows, names), *_differ(differing)]
    return skipped, warnings, versions


def _sums_below(
    label: str, first: int, data: Sequence[int], rows: _Rows, sums_up: Callable[[str], bool]
) -> bool:
    """Whether the first row is called a total and is the sum of all rows below it that are none."""
    if not (TOTAL.match(label) or sums_up(label)):
        return False
    below = [
        rows.amounts[i]
        for i in data
        if i != first and not (TOTAL.match(text := rows.spoken[i].strip()) or sums_up(text))
    ]
    return len(below) > 1 and all(
        abs(sum(amounts.get(cell, 0.0) for amounts in below) - value) <= max(0.006 * abs(value), 0.011)
        for cell, value in rows.amounts[first].items()
    )


def _no_amount(label: str, written: Sequence[str], *, versions: bool) -> str:
    """Why the labels of a row say that its numbers are no amounts; `versions` are named beside others."""
    if _NO_MONEY.search(label):
        return "a share or a count, no amount"
    if versions and any(_DIFFERENCE.search(text) for text in written):
        return "difference of two versions"
    return ""


def _called(label: str, sums_up: Callable[[str], bool]) -> bool:
    return bool(NAMED_TOTAL.search(label)) or sums_up(label)


def _left_out(skipped: Sequence[Skipped]) -> list[str]:
    """A sentence for each sort of rows that were left out by their name alone."""
    found = []
    for why in _BY_NAME:
        listed = [f"{one.row} (“{one.text[:60]}”)" for one in skipped if one.why == why]
        if listed:
            found.append(f"Left out as {why}: row {', '.join(listed[:5])}{' …' if len(listed) > 5 else ''}.")
    return found


def _named(rows: _Rows, names: set[int]) -> list[str]:
    if not names:
        return []
    listed = ", ".join(f"{rows.numbers[i]} (“{rows.spoken[i].strip()[:60]}”)" for i in sorted(names)[:5])
    more = " …" if len(names) > 5 else ""
    return [
        f"Row {listed}{more} has the word for a total and adds up no others: loaded as an amount of its own."
    ]


def _differ(differing: Sequence[int]) -> list[str]:
    if not differing:
        return []
    rows = "1 row" if len(differing) == 1 else f"{len(differing):,} rows"
    listed = ", ".join(map(str, differing[:10])) + ("…" if len(differing) > 10 else "")
    return [f"In {rows} the total column differs from the sum of its periods: row {listed}."]


def _is_version(text: str) -> bool:
    """Whether a cell beside the amounts says that its row is planned, spent or expected."""
    return version_in(text) is not None and len(normalised(text).split()) <= 2


def merged_down(cells: SheetCells, block: Block, labels: Sequence[int], taken: set[int]) -> tuple[int, ...]:
    """The first label of a grid, where one cell stands for a group of rows and the others below it are blank.

    Every group must have its own cell, and two rows or more, or repeat what stands beside it in another group. `taken`
    are rows that are not data.
    """
    if len(labels) < 2 or labels[0] != min(block.cells):
        return ()
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    data = [i for i, row_no in enumerate(numbers) if row_no not in taken]
    first = cells.columns[labels[0]].slice(block.first_index).to_pylist()
    places = [place for place, i in enumerate(data) if first[i]]
    if not places or places[0] != 0 or len(places) > 0.7 * len(data):
        return ()
    names = [str(first[data[place]]).strip() for place in places]
    others = [cells.columns[cell].slice(block.first_index).to_pylist() for cell in labels[1:]]
    beside = [tuple(column[i] for column in others) for i in data]
    if len(set(names)) < len(names) or not all(any(row) for row in beside):
        return ()
    areas = cells.sheet.details.get("merged", ())
    drawn = any(left == right == labels[0] and top < low for top, left, low, right in areas)
    sizes = [low - top for top, low in pairwise((*places, len(data)))]
    grouped = len(places) > 1 and all(size >= 2 for size in sizes)
    return (labels[0],) if drawn or grouped or len(set(beside)) < len(beside) else ()


def _is_total_row(
    label: str,
    amounts: Mapping[int, float],
    above: RunningSums,
    sums_up: Callable[[str], bool],
) -> str:
    if _RESULT.fullmatch(label.strip()):
        return "result of other rows, not an amount of its own"
    if _BALANCE.search(label):
        return "balance, not an amount of the period"
    plain, named = TOTAL.match(label) or sums_up(label), NAMED_TOTAL.search(label)
    if (plain or named) and sums_last_rows(amounts, above, loosely=True):
        return "total"
    if plain:
        return _DIFFERS
    return "total" if sums_last_rows(amounts, above, loosely=False) else "data"


def _row_total_differs(grid: Grid, rows: _Rows, i: int) -> list[int]:
    for total in grid.totals:
        said = (
            amount_of(rows.columns[total.cell][i], crore=rows.crore) if total.cell in rows.columns else None
        )
        if said is not None:
            summed = sum(rows.amounts[i].get(cell, 0.0) for cell in total.of)
            if abs(summed - said) > max(0.006 * abs(said), 0.051 * len(total.of)):
                return [rows.numbers[i]]
    return []
