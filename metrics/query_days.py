"""Rows added up by day and part, in plain arrays: an entry for each reason of leaving out, day and set of parts.

A figure is then a few additions over some thousand entries (`query_sums.py`), ten times cheaper than any statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.query_ratios import AGGREGATE

#: Days are counted from here.
FIRST_DAY = date(1970, 1, 1)


class Part(NamedTuple):
    """One dimension: the number of each entry's name, and the names."""

    codes: np.ndarray
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Days:
    """Counts, sums and measured values of the rows of a table, by reason of leaving out, day and parts.

    `day` counts from 1970; `total` and `squares` are sums of what is measured, where a figure needs them. `values`
    are the measured values of all entries one after the other: those of entry i are values[begins[i]:begins[i + 1]].
    `aggregates` are those a ratio is made of, not a number where there is none.
    """

    left_out: np.ndarray
    day: np.ndarray
    rows: np.ndarray
    parts: Mapping[str, Part]
    total: np.ndarray | None = None
    squares: np.ndarray | None = None
    values: np.ndarray | None = None
    begins: np.ndarray | None = None
    aggregates: tuple[np.ndarray, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of memory."""
        own = (
            self.left_out, self.day, self.rows, self.total, self.squares, self.values, self.begins, *self.aggregates,
        )  # fmt: skip
        return sum(one.nbytes for one in own if one is not None) + sum(
            part.codes.nbytes + 100 * len(part.names) for part in self.parts.values()
        )

    def inside(
        self, filters: Iterable[tuple[str, Sequence[str]]], first: date | None, end: date | None
    ) -> np.ndarray:
        """The positions of the entries that pass filters (column, names) and lie on `first` or later, before `end`."""
        chosen = np.ones(len(self.day), dtype=bool)
        for column, names in filters:
            codes, known = self.parts[column]
            chosen &= np.isin(known, names)[codes] if known else False
        if first is not None:
            chosen &= self.day >= (first - FIRST_DAY).days
        if end is not None:
            chosen &= self.day < (end - FIRST_DAY).days
        return np.flatnonzero(chosen)


def days_of(found: pd.DataFrame, columns: Sequence[str]) -> Days:
    """What a statement by day gave: left_out, on_day, row_count, part_0 … and, where asked for, sums and lists."""
    codes, names = [], []
    for number in range(len(columns)):
        numbered, known = pd.factorize(found[f"part_{number}"].to_numpy(dtype=object))
        codes.append(numbered)
        names.append(tuple(str(name) for name in known))
    day = pd.to_datetime(found["on_day"]).to_numpy(dtype="datetime64[D]").astype(np.int64)
    # By parts first: the days of one part then lie side by side, and so do their values.
    order = np.lexsort((day, *codes)) if len(found) else np.arange(0)

    def sorted_(name: str) -> np.ndarray | None:
        return found[name].to_numpy(dtype=float, na_value=0.0)[order] if name in found else None

    left_out = found["left_out"].to_numpy(dtype=np.int64)[order]
    values, begins = None, None
    if "measured_values" in found:
        lists = found["measured_values"].to_numpy(dtype=object)[order]
        measured = [
            np.asarray(one, dtype=float) for one, out in zip(lists, left_out, strict=True) if out == 0
        ]
        values = np.concatenate([np.empty(0), *measured])
        lengths = np.zeros(len(found), dtype=np.int64)
        lengths[left_out == 0] = [len(one) for one in measured]
        begins = np.concatenate([[0], np.cumsum(lengths)])
    return Days(
        left_out=left_out,
        day=day[order],
        rows=found["row_count"].to_numpy(dtype=float)[order],
        parts={
            column: Part(numbered[order], known)
            for column, numbered, known in zip(columns, codes, names, strict=True)
        },
        total=sorted_("total"),
        squares=sorted_("squares"),
        values=values,
        begins=begins,
        aggregates=tuple(
            found[name].to_numpy(dtype=float, na_value=np.nan)[order]
            for name in found
            if str(name).startswith(AGGREGATE)
        ),
    )


def both(came: Days, went: Days) -> Days:
    """Entries that count up and entries that count down, over the same parts."""
    parts = {}
    for column, (codes, names) in came.parts.items():
        other = went.parts[column]
        known = tuple(dict.fromkeys((*names, *other.names)))
        place = {name: number for number, name in enumerate(known)}
        moved = np.array([place[name] for name in other.names], dtype=np.int64)
        parts[column] = Part(np.concatenate([codes, moved[other.codes]]), known)
    return Days(
        left_out=np.concatenate([came.left_out, went.left_out]),
        day=np.concatenate([came.day, went.day]),
        rows=np.concatenate([came.rows, -went.rows]),
        parts=parts,
    )
