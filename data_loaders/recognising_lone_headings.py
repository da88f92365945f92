"""A heading that stands alone: the only column of a list of days, or the only one that is not a count of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data_loaders.recognising_cells import is_date


def is_only_heading(rows: Sequence[Mapping[int, str]], index: int) -> bool:
    """Whether the one text of a row heads a column of days, beside which rows are counted at most."""
    ((cell, text),) = rows[index].items()
    below = [row for row in rows[index + 1 :] if row]
    if len(below) < 2 or is_date(text) or not all(is_date(row.get(cell, "")) for row in below):
        return False
    others = {other for row in below for other in row} - {cell}
    return all(row.get(other, "0").isdigit() for row in below for other in others)
