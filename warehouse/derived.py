"""Columns every metric needs, worked out once while a table is built: name → (type, SQL over the row `r`).

The day columns of timestamps are made for every contract in `build.py` and need no entry here.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Derived(NamedTuple):
    """A stored column that follows from the other columns of the same row."""

    type: str
    sql: str


#: kind → column → how it follows from the row.
DERIVED: Mapping[str, Mapping[str, Derived]] = {}


def derived_types(kind: str) -> dict[str, str]:
    """The derived columns of a kind with their DuckDB types."""
    return {name: derived.type for name, derived in DERIVED.get(kind, {}).items()}
