"""Day or month first, told by the rows: where they stand in order of time under one reading only, that is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data_loaders.typing_date_notations import Order

#: So many different days in a row are in order by chance once in 360 times.
_DAYS = 6
_PARTS = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)")


def by_sequence(texts: Sequence[str]) -> Order | None:
    """The order in which dates that fit both run forwards (or backwards) from row to row; None where nothing tells.

    >>> by_sequence(["02/01/2026", "09/01/2026", "03/02/2026", "10/02/2026", "03/03/2026", "04/03/2026"])
    'day-first'
    """
    found = [_PARTS.match(text) for text in texts]
    if not all(found):
        return None
    parts = [tuple(int(part) for part in match.groups()) for match in found if match]
    in_order: dict[Order, bool] = {
        "day-first": _runs([(year, month, day) for day, month, year in parts]),
        "month-first": _runs([(year, month, day) for month, day, year in parts]),
    }
    told = [order for order, runs in in_order.items() if runs]
    if len(told) != 1 or len(set(parts)) < _DAYS:
        return None
    # Sorted as texts, days first look like months first in order of time.
    if told[0] == "month-first" and _runs([text.strip() for text in texts]):
        return None
    return told[0]


def _runs(values: Sequence[Any]) -> bool:
    ordered = sorted(values)
    return list(values) == ordered or list(values) == ordered[::-1]
