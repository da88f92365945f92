"""Tables in the shape of our own template workbooks, for what no tool exports; headings come from the contracts."""

from collections.abc import Sequence

from contracts import all_contracts
from contracts.contract import columns
from sample_data.files import Cell, Table

Row = dict[str, Cell]


def template(kind: str, rows: Sequence[Row]) -> Table:
    """A table of one kind with the columns any of the rows fills; rows are keyed by the contract's column names."""
    declared = columns(all_contracts()[kind])
    unknown = {name for row in rows for name in row} - set(declared)
    assert not unknown, f"{kind} has no columns {sorted(unknown)}"
    used = [name for name in declared if any(row.get(name) is not None for row in rows)]
    return Table([declared[name].label for name in used], [[row.get(name) for name in used] for row in rows])
