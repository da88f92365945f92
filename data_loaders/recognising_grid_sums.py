"""Which rows of a grid are the sums of rows above or below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from data_loaders.recognising_grids import MONTHS_OF_A_GRID
from data_loaders.recognising_rows import TOTAL

#: So many rows above a row are looked at one by one for the beginning of what it adds up.
_LONGEST_STRETCH = 400


def called_totals(
    data: Sequence[int],
    labels: Sequence[int],
    columns: Mapping[int, Sequence[str | None]],
    amounts: Sequence[Mapping[int, float]],
    cells: tuple[int, ...],
) -> tuple[set[int], set[int]]:
    """Of the rows with the word for a total in a label: those it only names, and those that add up the rows below.

    It is a name where the other labels are as full as those of any row, and where no row so called adds up others.
    """
    labels = [cell for cell in labels if cell in columns]
    called = [i for i in data if any(TOTAL.match((columns[c][i] or "").strip()) for c in labels)]
    adding: list[set[int]] = []
    for order in (data, tuple(reversed(data))) if called else ():
        sums, found = RunningSums(cells, len(data)), set()
        for i in order:
            if i not in called:
                sums.add(amounts[i])
                continue
            if amounts[i] and sums.count and bool((sums.close(amounts[i], 0.006) >= 0.6).any()):
                found.add(i)
            sums.mark()
        adding.append(found)
    if not called or any(adding):
        return set(), adding[1] - adding[0] if called else set()
    others = sorted({i for i in data if amounts[i]} - set(called))
    usual = [c for c in labels if sum(1 for i in others if columns[c][i]) >= 0.9 * len(others)]
    full = {i for i in called if all(columns[c][i] for c in usual)}
    return full if len(usual) >= 2 and others else set(), set()


class RunningSums:
    """The sums of the last rows of a grid, of all lengths at once."""

    def __init__(self, cells: Sequence[int], rows: int) -> None:
        self._place = {cell: i for i, cell in enumerate(cells)}
        self._sums = np.zeros((rows + 1, len(self._place)))
        self._marks = [0]
        self.count = 0

    def add(self, amounts: Mapping[int, float]) -> None:
        """One more row."""
        self._sums[self.count + 1] = self._sums[self.count]
        for cell, value in amounts.items():
            self._sums[self.count + 1, self._place[cell]] += value
        self.count += 1

    def clear(self) -> None:
        """Begin anew."""
        self._marks = [0]
        self.count = 0

    def mark(self) -> None:
        """A total stands here, after which another may begin."""
        if self._marks[-1] != self.count:
            self._marks.append(self.count)

    def close(self, amounts: Mapping[int, float], relative: float) -> np.ndarray:
        """The share of these amounts that the last rows add up to, for the longest stretch first.

        Stretches of any length are looked at in short grids; in others those up to a limit, and from each total on.
        """
        places, said = [self._place[cell] for cell in amounts], np.array(list(amounts.values()))
        near = max(0, self.count - _LONGEST_STRETCH)
        marks = [mark for mark in self._marks if mark < near]
        starts = np.concatenate([np.array(marks, int), np.arange(near, self.count)])
        before = self._sums[near : self.count] if not marks else self._sums[starts]
        summed = self._sums[self.count, places] - before[:, places]
        lengths = self.count - starts
        allowed = np.maximum(relative * np.abs(said), 0.051 * lengths[:, None])
        shares: np.ndarray = (np.abs(summed - said) <= allowed).mean(axis=1)
        return shares


def is_flat(amounts: Mapping[int, float]) -> bool:
    """Whether a row has hardly more than one amount in all its periods."""
    return len({round(value, 2) for value in amounts.values()}) < 3


def heads_of_groups(
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
    below, part = RunningSums(cells, len(data)), ""
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


def _sums_next_rows(amounts: Mapping[int, float], below: RunningSums, *, deeper: bool) -> bool:
    own = {cell: value for cell, value in amounts.items() if value}
    if not below.count or len(own) < (2 if deeper else MONTHS_OF_A_GRID) or max(map(abs, own.values())) < 10:
        return False
    if not deeper and is_flat(own):
        return False
    return bool((below.close(amounts, 0.0005)[: None if deeper else -1] >= 1).any())


def sums_last_rows(amounts: Mapping[int, float], above: RunningSums, *, loosely: bool) -> bool:
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
