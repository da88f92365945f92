"""What is said once for all rows: the project of a plan in its title, the sort of entry in the name of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.outcome import Question
from data_loaders.recognising_blocks import Block
from data_loaders.recognising_calendars import names_holidays
from data_loaders.recognising_cells import Sample
from data_loaders.recognising_columns import Matching
from data_loaders.recognising_contracts import lists_contracts
from data_loaders.recognising_grids import version_question, version_said, year_said
from data_loaders.recognising_summaries import EVERYBODY, is_of_everybody

_PROJECT = re.compile(
    r"(?:project|projekt|projet|proyecto|progetto|projeto|programme)(?:[ -]?(?:name|title))?\s*(?:[:=–-]\s*(.*))?",
    re.IGNORECASE,
)
#: What stands beside the name of a project in the rows above its plan.
_NAMES_OF_IT = frozenset({"project name", "project title", "projektname", "nom du projet", "nombre del proyecto",
                          "nome progetto", "nome do projeto", "plan name"})  # fmt: skip
#: Kinds whose rows belong to one project, which may be asked; kinds whose entries are of one sort, which may not.
_OF_A_PROJECT, _OF_A_SORT = ("plan_items", "milestones"), ("calendars", "portfolio")
#: What is listed under something else, such as the services of each client.
_WITHIN = ("service", "project", "team", "vendor")
#: Plurals and longer names of the sorts of entries, as sheets and files are called.
_SORTS: Mapping[str, str] = {
    "clients": "client", "customers": "client", "kunden": "client", "services": "service", "projects": "project",
    "projekte": "project", "vendors": "vendor", "suppliers": "vendor", "lieferanten": "vendor", "teams": "team",
    "holidays": "holiday", "feiertage": "holiday", "jour ferie": "holiday", "jour férié": "holiday",
    "jours fériés": "holiday", "festivos": "holiday", "feriados": "holiday", "festività": "holiday",
    "freezes": "freeze", "waves": "wave", "releases": "release",
    "migrations": "migration",
}  # fmt: skip

_BUDGET = re.compile(
    r"\b(?:budgets?|budgetplan|haushalt\w*|presupuestos?|orçamentos?|bilancio di previsione)\b"
)
#: The columns that say when amounts of a budget fall, and those that divide it.
_WHEN = frozenset({"month", "period", "fiscal_year", "quarter"})
_LINES = frozenset({"cost_center", "service", "project", "client", "category", "line"})


def said_of_all(
    block: Block,
    told: Sequence[str],
    matching: Matching,
    answers: Mapping[str, str],
    samples: Mapping[int, Sample],
) -> dict[str, str]:
    """Texts of columns the table lacks and that titles, names or the reader say for all its rows."""
    if matching.kind in _OF_A_PROJECT and "project" not in matching.pairs:
        project = answers.get("project") or _project_in(told)
        return {"project": project} if project else {}
    if lists_contracts(matching):
        return {"entry": "contract"}
    if matching.kind == "satisfaction_summaries" and is_of_everybody(matching, samples):
        return {"survey": EVERYBODY}
    if _is_undated_budget(told, matching, answers):
        year, version = year_said(told, answers), version_said(told, answers)
        said = {"fiscal_year": str(year) if year else None, "version": version}
        return {name: text for name, text in said.items() if text and name not in matching.pairs}
    if matching.kind in _OF_A_SORT and "entry" not in matching.pairs:
        first = block.raw_names.get(block.cells[0], "")
        told = _without_labels(told, block.titles, matching.kind)
        sort = _sort_in(matching.kind, told) or _sort_in(matching.kind, (first,))
        if matching.kind == "calendars":
            sort = sort or _sort_in(matching.kind, tuple(block.raw_names.values()))
            if sort is None and names_holidays(matching, samples, len(block.cells)):
                sort = "holiday"
        if matching.kind == "portfolio" and sort:
            sort = _told_apart(sort, matching, samples)
        return {"entry": sort} if sort else {}
    return {}


def _told_apart(sort: str, matching: Matching, samples: Mapping[int, Sample]) -> str:
    """The sort of the rows where another column than that of the sort named tells them apart.

    Services listed under their clients repeat the clients: taken as a list of clients, one row of each would stand.
    """
    if "name" in matching.pairs or sort not in matching.pairs:
        return sort
    whole = samples[matching.pairs[sort].cells[0]]
    if whole.distinct == len(whole.spoken):
        return sort
    within = {
        name: samples[matching.pairs[name].cells[0]].distinct for name in _WITHIN if name in matching.pairs
    }
    best = max(within, key=lambda name: within[name], default=sort)
    # A row is told apart by its client too: three services may stand under each of ten clients.
    least = 1 if sort == "client" else whole.distinct
    return best if within.get(best, 0) > least else sort


def named_by_its_sort(matching: Matching, said: Mapping[str, str]) -> Matching:
    """A list of clients names them in the column "Client": where it has no other name, that is the name."""
    sort = said.get("entry", "")
    if matching.kind != "portfolio" or "name" in matching.pairs or sort not in matching.pairs:
        return matching
    name = replace(matching.pairs[sort], column=columns(all_contracts()[matching.kind])["name"])
    return replace(matching, pairs={**{n: p for n, p in matching.pairs.items() if n != sort}, "name": name})


def asked_of_all(
    told: Sequence[str], matching: Matching, said: Iterable[str], answers: Mapping[str, str]
) -> tuple[Question, ...]:
    """What only the reader knows of all rows: the project of a plan that names none, the year of a budget."""
    if _is_undated_budget(told, matching, answers) and "fiscal_year" not in {*said}:
        return (
            Question("year", "No column and no title says when these amounts fall. Which fiscal year is it?"),
        )
    if _is_undated_budget(told, matching, answers) and not (
        called_a_budget(told) or "version" in {*matching.pairs, *said, *answers}
    ):
        return (version_question(),)
    if matching.kind not in _OF_A_PROJECT or "project" in {*matching.pairs, *said}:
        return ()
    what = all_contracts()[matching.kind].title.lower()
    text = f"Which project do these {what} belong to? Neither a column nor a title says it."
    return (Question("project", text, suggested=PurePath(told[-1]).stem),)


def _is_undated_budget(told: Sequence[str], matching: Matching, answers: Mapping[str, str]) -> bool:
    """Whether a list of amounts by department or account is called a budget, and no column says of when."""
    if matching.kind != "budget" or "amount" not in matching.pairs or _WHEN & matching.pairs.keys():
        return False
    if answers.get("kind") == "budget":
        return True
    divided = _LINES & matching.pairs.keys()
    return bool(divided) and (
        called_a_budget(told) or (len(divided) > 1 and year_said(told, answers) is not None)
    )


def called_a_budget(told: Sequence[str]) -> bool:
    """Whether titles, the sheet or the file are called a budget."""
    return bool(_BUDGET.search(" ".join(normalised(text) for text in told)))


def _project_in(told: Sequence[str]) -> str | None:
    for text, following in zip(told, [*told[1:], ""], strict=True):
        found = _PROJECT.fullmatch(text.strip())
        if found and found[1]:
            return found[1].strip() or None
        if found and following and (text.rstrip().endswith(":") or normalised(text) in _NAMES_OF_IT):
            return following.strip()
    return None


def _without_labels(told: Sequence[str], titles: Sequence[str], kind: str) -> Sequence[str]:
    """The texts without words such as “Client” that stand above the table only to name what stands beside them."""
    words = {stored.replace("_", " ") for stored in columns(all_contracts()[kind])["entry"].choices}
    labels = {title for title, beside in pairwise(titles)
              if normalised(title) in words and beside}  # fmt: skip
    return [text for text in told if text not in labels]


def _sort_in(kind: str, texts: Sequence[str]) -> str | None:
    """The one sort of entry these texts speak of; None where they speak of none or of several."""
    known = columns(all_contracts()[kind])["entry"].choices
    # A contract is told by what its rows hold: “vendor contract list” may be either.
    words = {
        normalised(word): stored
        for stored, others in known.items()
        if stored != "contract"
        for word in (stored, *others)
    }
    words |= {word: stored for word, stored in _SORTS.items() if stored in known}
    spoken = " ".join(normalised(text) for text in texts)
    found = {
        stored
        for word, stored in words.items()
        # A year may be written on to it: “holidays2026”.
        if re.search(rf"(?<![^\W\d]){re.escape(word)}(?![^\W\d])", spoken)
    }
    return found.pop() if len(found) == 1 else None
