"""Lists of projects with a column for each milestone: “Kick-off”, “UAT” and “Go-live” side by side."""

from __future__ import annotations

import re

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_columns import Pair, match
from data_loaders.recognising_records import new_columns
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Part, Recognition, Reshape

_KIND = "milestones"
#: So many milestones make such a list; of fewer, nothing shows that the days are of one project's plan.
_LEAST = 3
#: More rows than this are no list of projects.
_AT_MOST = 2_000
#: What milestones are called; half of the columns have to be.
_CALLED = re.compile(
    r"kick ?off|go ?live|\buat\b|\bsit\b|\bfat\b|design|require|\bbuild\b|develop|test|train|sign ?off|hand ?over"
    r"|accept|cut ?over|deploy|launch|roll ?out|pilot|hyper ?care|closure|close ?out|gate|phase|wave|freeze|milestone"
    r"|analysis|migration|mobili[sz]ation|discovery|initiation|approval|release|procurement|\b[mgq]\d{1,2}\b|\bms \d"
    r"|meilenstein|konzept|abnahme|inbetrieb|schulung|recette|mise en (?:production|service)|livraison|lancement"
    r"|entrega|puesta en marcha|pruebas|collaudo|rilascio|avvio",
    re.IGNORECASE,
)
#: Days that are of the whole project, and no milestones of it.
_WHOLE = re.compile(
    r"^(?:project )?(?:start|end|finish|begin|due|created|updated|modified|opened|closed|report)\b.*"
    r"|.*\b(?:updated|created)\b.*",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:actual|planned|plan|baseline|forecast|revised|ist|soll|réel|real|prévu)\b", re.IGNORECASE
)


def describe_milestone_columns(table: Surveyed) -> list[Recognition]:
    """The milestones of such a list, one row for each filled day; nothing for any other table."""
    block, samples = table.block, table.samples
    if table.cells.rows - block.first_index > _AT_MOST:
        return []
    pairs = match(block, samples, _KIND, None, None).pairs
    project = pairs.get("project")
    if project is None or samples[project.cells[0]].distinct < len(samples[project.cells[0]].spoken):
        return []
    days = [
        cell for cell, heading in block.raw_names.items()
        if cell not in project.cells and samples[cell].dates >= 0.6 and not _WHOLE.fullmatch(normalised(heading))
    ]  # fmt: skip
    called = [cell for cell in days if _CALLED.search(normalised(block.raw_names[cell]))]
    # Two days of one milestone, planned and actual, are no two milestones.
    if any(_DAY.search(normalised(block.raw_names[cell])) for cell in days):
        return []
    if len(days) < _LEAST or 2 * len(called) < len(days):
        return []
    others = {
        name: pair for name, pair in pairs.items()
        if name in ("project", "client", "service", "vendor", "report_date") and not set(pair.cells) & set(days)
    }  # fmt: skip
    return [_described(table, others, days)]


def _described(table: Surveyed, pairs: dict[str, Pair], days: list[int]) -> Recognition:
    known, block, value = columns(all_contracts()[_KIND]), table.block, table.width
    parts = tuple(Part(cell, block.names[cell], (block.names[cell],)) for cell in days)
    new, constants = new_columns(_KIND, {}, value + 2)
    assignments = (
        *(Assignment(pair.column, pair.cells, block.names[pair.cells[0]]) for pair in pairs.values()),
        Assignment(known["forecast"], (value,), "Date"),
        Assignment(known["name"], (value + 1,), "Milestone"),
        *new,
    )
    taken = {cell for assignment in assignments for cell in assignment.cells}.union(days)
    return Recognition(
        kind=_KIND, tool=None, certainty="sure", score=4.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((cell, block.names[cell]) for cell in block.cells if cell not in taken),
        reasons=("a column for each milestone of a project",), looks_most_like="milestones",
        fingerprint=table.fingerprint, reshape=Reshape(parts, value, (value + 1,)), constants=constants,
        skip=tuple(not_data(table.cells, block, None, list(pairs["project"].cells))),
        warnings=("The days are taken as those expected now, because no heading says that they were reached.",),
    )  # fmt: skip
