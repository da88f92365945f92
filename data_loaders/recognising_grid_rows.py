"""Which rows of a grid repeat others: totals, subtotals found by their sums, balances; and what does not add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from contracts.contract import normalised
from data_loaders.outcome import Skipped
from data_loaders.recognising_cells import amount_of
from data_loaders.recognising_grids import MONTHS_OF_A_GRID, Grid
from data_loaders.recognising_headers import Block, SheetCells
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
#: What shows that “Cr” behind an amount is ten million.
_IN_RUPEES = re.compile(r"₹|\bINR\b|\bRs\b|\d\s*(?:lakh|lac|crore)", re.IGNORECASE)


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
    """
    taken = {skipped.row for skipped in known}
    columns = {
        c: cells.columns[c].slice(block.first_index).to_pylist()
        for c in (*labels, *grid.periods, *(total.cell for total in grid.totals))
        if c in cells.columns
    }
    numbers = cells.numbers.slice(block.first_index).to_pylist()
    skipped: list[Skipped] = []
    warnings: list[str] = []
    versions: dict[int, str] = {}
    texts = (text for c in grid.periods for text in columns.get(c, ())[:200] if text)
    crore = any(_IN_RUPEES.search(text) for text in texts)
    above = _RunningSums(tuple(grid.periods), len(numbers))
    differing: list[int] = []
    spoken = [
        next((str(columns[c][i]).rstrip() for c in labels if c in columns and columns[c][i]), "")
        for i in range(len(numbers))
    ]
    read = [
        {
            c: value
            for c in grid.periods
            if c in columns and (value := amount_of(columns[c][i], crore=crore)) is not None
        }
        for i in range(len(numbers))
    ]
    data = [i for i, row_no in enumerate(numbers) if row_no not in taken]
    versions_named = {
        i for i in data for c in labels if c in columns and columns[c][i] and _is_version(str(columns[c][i]))
    }
    heads = _heads_of_groups(data, spoken, read, sums_up) - versions_named
    for i in data:
        row_no, label, amounts = numbers[i], spoken[i].strip(), read[i]
        if i in heads:
            skipped.append(Skipped(row_no, "total of the rows below it", label[:200]))
            continue
        difference = next(
            (c for c in labels if c in columns and _DIFFERENCE.search(columns[c][i] or "")), None
        )
        if amounts and _NO_MONEY.search(label):
            skipped.append(Skipped(row_no, "a share or a count, no amount", label[:200]))
            continue
        if difference is not None and amounts and versions_named:
            skipped.append(Skipped(row_no, "difference of two versions", label[:200]))
            continue
        if not amounts:
            version = version_in(label) if len(normalised(label).split()) <= 4 else None
            if version is not None:
                versions[row_no] = version
                skipped.append(Skipped(row_no, "title of a block", label[:200]))
            continue
        verdict = _is_total_row(label, amounts, above, sums_up)
        if (
            verdict == "total"
            and label
            and _is_flat(amounts)
            and not (NAMED_TOTAL.search(label) or sums_up(label))
        ):
            # The same amount in every period may be the sum of others by chance.
            verdict = "data"
            warnings.append(
                f"Row {row_no} (“{label}”) was loaded although it is the sum of rows above it: if it is a total,"
                " call it one or take it out of the file."
            )
        if verdict == "data":
            above.add(amounts)
            differing += _row_total_differs(grid, columns, i, amounts, row_no, crore=crore)
            continue
        skipped.append(Skipped(row_no, verdict, label[:200]))
        if verdict == "total that is not the sum of its rows":
            warnings.append(f"Row {row_no} (“{label}”) is not the sum of the rows above it.")
    if differing:
        rows = "1 row" if len(differing) == 1 else f"{len(differing):,} rows"
        listed = ", ".join(map(str, differing[:10])) + ("…" if len(differing) > 10 else "")
        warnings.append(f"In {rows} the total column differs from the sum of its periods: row {listed}.")
    return skipped, warnings, versions


class _RunningSums:
    """The sums of the last rows of a grid, of all lengths at once."""

    def __init__(self, cells: Sequence[int], rows: int) -> None:
        self._place = {cell: i for i, cell in enumerate(cells)}
        self._sums = np.zeros((rows + 1, len(self._place)))
        self.count = 0

    def add(self, amounts: Mapping[int, float]) -> None:
        """One more row."""
        self._sums[self.count + 1] = self._sums[self.count]
        for cell, value in amounts.items():
            self._sums[self.count + 1, self._place[cell]] += value
        self.count += 1

    def clear(self) -> None:
        """Begin anew."""
        self.count = 0

    def close(self, amounts: Mapping[int, float], relative: float) -> np.ndarray:
        """The share of these amounts that the last rows add up to, for the longest stretch first."""
        places, said = [self._place[cell] for cell in amounts], np.array(list(amounts.values()))
        summed = self._sums[self.count, places] - self._sums[: self.count, places]
        lengths = self.count - np.arange(self.count)
        allowed = np.maximum(relative * np.abs(said), 0.051 * lengths[:, None])
        shares: np.ndarray = (np.abs(summed - said) <= allowed).mean(axis=1)
        return shares


def _is_flat(amounts: Mapping[int, float]) -> bool:
    """Whether a row has hardly more than one amount in all its periods."""
    return len({round(value, 2) for value in amounts.values()}) < 3


def _is_version(text: str) -> bool:
    """Whether a cell beside the amounts says that its row is planned, spent or expected."""
    return version_in(text) is not None and len(normalised(text).split()) <= 2


def _heads_of_groups(
    data: Sequence[int],
    labels: Sequence[str],
    amounts: Sequence[Mapping[int, float]],
    sums_up: Callable[[str], bool],
) -> set[int]:
    """The rows that add up the rows below them: the head of a group stands above its parts, and may have heads in it.

    Without the word "total" they must be the exact sum of two rows or more, in amounts that change from period to
    period; where the parts are indented, of one row or more.
    """
    heads: set[int] = set()
    cells = tuple(dict.fromkeys(cell for row in amounts for cell in row))
    below, part = _RunningSums(cells, len(data)), ""
    for i in reversed(data):
        own = amounts[i]
        if not own or TOTAL.match(labels[i].strip()) or sums_up(labels[i].strip()):
            # The rows of another group follow, or another version.
            below.clear()
            part = ""
        elif _sums_next_rows(own, below, deeper=_indent(part) > _indent(labels[i])):
            heads.add(i)
        else:
            below.add(own)
            part = labels[i]
    return heads


def _indent(label: str) -> int:
    return len(label) - len(label.lstrip())


def _sums_next_rows(amounts: Mapping[int, float], below: _RunningSums, *, deeper: bool) -> bool:
    own = {cell: value for cell, value in amounts.items() if value}
    if not below.count or len(own) < (2 if deeper else MONTHS_OF_A_GRID) or max(map(abs, own.values())) < 10:
        return False
    if not deeper and _is_flat(own):
        return False
    return bool((below.close(amounts, 0.0005)[: None if deeper else -1] >= 1).any())


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
    above: _RunningSums,
    sums_up: Callable[[str], bool],
) -> str:
    if _RESULT.fullmatch(label.strip()):
        return "result of other rows, not an amount of its own"
    if _BALANCE.search(label):
        return "balance, not an amount of the period"
    plain, named = TOTAL.match(label) or sums_up(label), NAMED_TOTAL.search(label)
    if (plain or named) and _sums_last_rows(amounts, above, loosely=True):
        return "total"
    if plain:
        return "total that is not the sum of its rows"
    return "total" if _sums_last_rows(amounts, above, loosely=False) else "data"


def _sums_last_rows(amounts: Mapping[int, float], above: _RunningSums, *, loosely: bool) -> bool:
    """Whether a row is the sum of the last two or more rows; without the word "total" it must be so exactly.

    Loosely, a cell may differ by rounding or a misread digit and four of ten may differ at all.
    """
    if not above.count or (
        not loosely and (len(amounts) < MONTHS_OF_A_GRID or max(map(abs, amounts.values())) < 10)
    ):
        return False
    share, relative = (0.6, 0.006) if loosely else (0.8, 0.0005)
    close = above.close(amounts, relative)
    return bool((close[: None if loosely else -1] >= share).any())


def _row_total_differs(
    grid: Grid,
    columns: Mapping[int, list[str | None]],
    i: int,
    amounts: Mapping[int, float],
    row_no: int,
    *,
    crore: bool,
) -> list[int]:
    for total in grid.totals:
        said = amount_of(columns[total.cell][i], crore=crore) if total.cell in columns else None
        if said is not None:
            summed = sum(amounts.get(cell, 0.0) for cell in total.of)
            if abs(summed - said) > max(0.006 * abs(said), 0.051 * len(total.of)):
                return [row_no]
    return []
