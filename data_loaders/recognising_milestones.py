"""What milestones are called, where a list numbers them or calls several of them the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_blocks import Block, SheetCells
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import NAME_AND_START, Matching, Pair

#: What a list of numbered milestones calls them, where no column is “Milestone”.
_PHASES = frozenset({"phase", "stage", "gate", "activity", "task", "event", "step", "description", "title", "name",
                     "summary", "phase name", "task name", "activity name"})  # fmt: skip


#: More rows than this are no list of milestones.
_AT_MOST = 20_000
#: What numbers the rows of a list of milestones, and what names them, where the list itself is called so.
_NUMBERS = frozenset({"id", "no", "nr", "ref", "key"})
_SORTS_OF_MILESTONES = frozenset({"type", "milestone type", "kind"})
_CALLED_MILESTONES = re.compile(r"milestone|meilenstein|jalon|\bhitos?\b|\bgates?\b", re.IGNORECASE)


def numbered_milestones(
    block: Block, samples: Mapping[int, Sample], matching: Matching, told: Sequence[str]
) -> Matching:
    """The matching with the bare “id” of a list that is called one of milestones, and their types as names."""
    if "identifier" in matching.pairs or not _CALLED_MILESTONES.search(" ".join(told)):
        return matching
    known = columns(all_contracts()["milestones"])
    used = {cell for pair in matching.pairs.values() for cell in pair.cells}
    free = {
        normalised(h): cell
        for cell, h in block.raw_names.items()
        if cell not in used and samples[cell].spoken
    }
    pairs = dict(matching.pairs)
    number = next((cell for heading, cell in free.items() if heading in _NUMBERS), None)
    if number is None or samples[number].distinct < len(samples[number].spoken):
        return matching
    pairs["identifier"] = Pair(known["identifier"], (number,), 0.8, 0.3, "what numbers the milestones")
    sort = next((cell for heading, cell in free.items() if heading in _SORTS_OF_MILESTONES), None)
    if "name" not in pairs and not _PHASES.intersection(free) and sort is not None:
        pairs["name"] = Pair(known["name"], (sort,), 0.8, 0.5, "what the numbered milestones are called")
    return replace(matching, pairs=pairs)


def named_milestones(
    cells: SheetCells, block: Block, samples: Mapping[int, Sample], matching: Matching
) -> Matching:
    """The matching with a name for each milestone that no other of its project has.

    Of two milestones with one name the newer would stand: numbers behind the names keep both.
    """
    number = matching.pairs.get("identifier")
    if number is None:
        return _told_apart(cells, block, samples, matching)
    name = matching.pairs.get("name") or _called(block, samples, matching)
    if name is None:
        name = replace(number, column=columns(all_contracts()["milestones"])["name"], weight=0.0)
    elif _repeat(cells, block, matching, name):
        name = replace(name, cells=(*name.cells, *number.cells), how=NAME_AND_START)
    return replace(matching, pairs={**matching.pairs, "name": name})


def _told_apart(
    cells: SheetCells, block: Block, samples: Mapping[int, Sample], matching: Matching
) -> Matching:
    """The matching with what tells milestones of one name apart: the site or work stream each belongs to.

    Of two with one project, name and report the lower row alone would stand.
    """
    name = matching.pairs.get("name")
    dated = [part for part in ("baseline", "forecast", "actual") if part in matching.pairs]
    if name is None or not dated or cells.rows > _AT_MOST:
        return matching
    whose = [matching.pairs[part].cells[0] for part in ("project", "report_date") if part in matching.pairs]
    keys = [cells.columns[cell].slice(block.first_index).to_pylist() for cell in (*name.cells, *whose)]
    dates = [
        cells.columns[matching.pairs[part].cells[0]].slice(block.first_index).to_pylist() for part in dated
    ]
    rows = [row for row in zip(zip(*keys, strict=True), zip(*dates, strict=True), strict=True) if row[0][0]]
    if len({key for key, _ in rows}) == len(set(rows)):
        return matching
    taken = {cell for part in ("project", "report_date", "identifier") if part in matching.pairs
             for cell in matching.pairs[part].cells}  # fmt: skip
    for cell in block.cells:
        sample = samples[cell]
        if (
            cell in {*name.cells, *taken}
            or sample.dates >= 0.5
            or sample.numbers >= 0.5
            or sample.longest > 60
        ):
            continue
        if len(sample.spoken) < len(rows) or sample.distinct < 2 or sample.distinct == len(rows):
            continue
        parts = cells.columns[cell].slice(block.first_index).to_pylist()
        told = {(key, part) for key, part in zip(zip(*keys, strict=True), parts, strict=True) if key[0]}
        if len(told) == len(rows):
            both = replace(name, cells=(*name.cells, cell), how=NAME_AND_START)
            return replace(matching, pairs={**matching.pairs, "name": both})
    return matching


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
