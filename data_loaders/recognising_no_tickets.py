"""Lists of people and of projects: a row has an id and a day, as tickets have, and is none."""

from __future__ import annotations

import re

from contracts.contract import normalised
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_columns import Matching

_ADDRESS = re.compile(
    r"e ?-?mail(?: ?(?:address|id))?|correo(?: electrónico)?|adresse (?:e-?mail|électronique)"
)
_NAME = re.compile(
    r"(?:full|first|last|given|family|sur|user|display|middle) ?name|vorname|nachname|prénom|nom|apellidos?|nombre"
    r"|cognome|sobrenome|login|user ?id"
)
#: What rows of a tool say of themselves, and people do not: one of these columns, and the rows are no people.
_OF_ROWS = frozenset({
    "short_text", "priority_label", "resolved", "closed", "done", "due", "assignee", "assignment_group", "resolution",
    "sprint", "size", "item", "parent", "category", "subcategory", "severity", "impact", "urgency", "type",
    "kind_of_ticket", "risk", "planned_start", "planned_end", "close_code", "first_response", "satisfaction",
})  # fmt: skip
#: The kinds of rows that need little more than an id and a day.
_KINDS = frozenset({"incidents", "requests", "changes", "problems", "work_items"})


def lists_people(block: Block, matching: Matching) -> bool:
    """Whether each row is a person with an address and a name, and nothing of a ticket but an id, a day, a state."""
    own = {"item"} if matching.kind == "work_items" else set()
    if matching.kind not in _KINDS or (_OF_ROWS - own) & matching.pairs.keys():
        return False
    headings = {" ".join(normalised(text).replace("_", " ").split()) for text in block.raw_names.values()}
    named = any(_NAME.fullmatch(heading) for heading in headings)
    return named and any(_ADDRESS.fullmatch(heading) for heading in headings)


_PROJECT = frozenset({"project name", "project title", "projektname", "nom du projet", "nombre del proyecto"})
#: What a list of projects says of each, and no list of changes does.
_OF_PROJECTS = frozenset({"planned cost", "overall health", "percent complete", "% complete", "project manager",
                          "estimated cost", "actual cost", "portfolio", "programme", "projektleiter"})  # fmt: skip


def lists_projects(block: Block, matching: Matching) -> bool:
    """Whether each row is a project with its planned days, as changes have them, and its cost or health."""
    if matching.kind not in _KINDS or {"short_text", "item"} & matching.pairs.keys():
        return False
    headings = {" ".join(normalised(text).replace("_", " ").split()) for text in block.raw_names.values()}
    return bool(_PROJECT & headings and _OF_PROJECTS & headings)
