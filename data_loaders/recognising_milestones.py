"""What milestones are called, where a list numbers them or calls several of them the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import NAME_AND_START, Matching, Pair
from data_loaders.recognising_headers import Block, SheetCells

#: What a list of numbered milestones calls them, where no column is “Milestone”.
_PHASES = frozenset({"phase", "stage", "gate", "activity", "task", "event", "step", "description", "title", "name",
                     "summary", "phase name", "task name", "activity name"})  # fmt: skip


def named_milestones(
    cells: SheetCells, block: Block, samples: Mapping[int, Sample], matching: Matching
) -> Matching:
    """The matching with a name for each milestone that no other of its project has.

    Of two milestones with one name the newer would stand: numbers behind the names keep both.
    """
    number = matching.pairs.get("identifier")
    if number is None:
        return matching
    name = matching.pairs.get("name") or _called(block, samples, matching)
    if name is None:
        name = replace(number, column=columns(all_contracts()["milestones"])["name"], weight=0.0)
    elif _repeat(cells, block, matching, name):
        name = replace(name, cells=(*name.cells, *number.cells), how=NAME_AND_START)
    return replace(matching, pairs={**matching.pairs, "name": name})


def _called(block: Block, samples: Mapping[int, Sample], matching: Matching) -> Pair | None:
    used = {cell for pair in matching.pairs.values() for cell in pair.cells}
    for cell in block.cells:
        heading = normalised(block.raw_names.get(cell, ""))
        if cell not in used and heading in _PHASES and samples[cell].spoken:
            column = columns(all_contracts()["milestones"])["name"]
            return Pair(column, (cell,), 0.9, 0.5, "what the numbered milestones are called")
    return None


def _repeat(cells: SheetCells, block: Block, matching: Matching, name: Pair) -> bool:
    """Whether milestones of one project share a name, while each has a number of its own and stands once."""
    whose = [matching.pairs[part].cells[0] for part in ("project", "report_date") if part in matching.pairs]
    rows = zip(
        *(cells.columns[cell].slice(block.first_index).to_pylist()
          for cell in (matching.pairs["identifier"].cells[0], name.cells[0], *whose)),
        strict=True,
    )  # fmt: skip
    filled = [row for row in rows if row[0] and row[1]]
    numbers, names = Counter(row[0] for row in filled), Counter(row[1:] for row in filled)
    return len(numbers) == len(filled) and len(names) < len(filled)
