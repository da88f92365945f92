"""Lists of tickets that no heading numbers: their number by its cells, or told apart by what else they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import Column, ColumnType, columns, normalised
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_cells import Sample, fits
from data_loaders.recognising_columns import Matching, Pair
from data_loaders.recognising_ledgers import called_an_amount
from data_loaders.recognising_plain_headings import ONLY_ONE, plainly_named
from data_loaders.recognising_weights import OF_TICKETS, called_tickets

#: How a number is told that no heading calls so.
FIRST_AND_DIFFERENT = "the first column, different in every row"
#: How tickets without a number are told apart.
BY_OTHERS = "what tells them apart, as nothing numbers them"
#: With fewer columns a list may be one of many things: then it is asked about.
_ENOUGH = 5
#: The least at which the reader is asked.
UNSURE = 1.0
_KINDS = ("incidents", "requests", "changes", "problems", "work_items")
_TIMES = ("opened", "created", "planned_start")
_STATES = ("state", "priority_label")
#: What else may tell two tickets of one moment apart, where no title does.
_OTHERS = ("item", "kind_of_ticket", "type", "category", "service", "configuration_item", "location", "caller",
           "requested_for", "client")  # fmt: skip
#: What lists of things to do have, too.
_OF_TASKS = frozenset({"resolved", "severity", "kind_of_ticket"})
#: What a list of things to do calls them.
_TASKS = frozenset(
    {"task", "tasks", "task name", "task title", "tarea", "tâche", "tache", "aufgabe", "tarefa", "attività", "compito",
     "demanda atividade", "atividade", "actividad", "activity", "user story", "to do", "todo", "what"}
)  # fmt: skip
_TOKEN = re.compile(r"[^\s@]*\d[^\s@]*")
_DECIMAL = re.compile(r"[-+]?\d*[.,]\d+")
#: Headings of codes that tell people, things or places apart.
_OF_OTHERS = re.compile(
    r"phone|tel|mobile|email|mail|zip|post|plz|amount|price|cost|hours|days|minutes|serial|asset|ip\b|mac\b|host|"
    r"customer|client|user|employee|matr[ií]cula|lat|lon|geo|url|link|version|room|raum",
    re.IGNORECASE,
)


def unnumbered(table: Surveyed, candidate: Candidate) -> Candidate:
    """The candidate with what tells its tickets apart, where it lacks nothing but a number."""
    kind, matching = candidate.kind, candidate.matching
    key = all_contracts()[kind].key
    if kind not in _KINDS or key[0] in matching.pairs or f"column.{key[0]}" in table.answers:
        return candidate
    known = columns(all_contracts()[kind])
    stated = any(name in matching.pairs for name in _STATES) or (
        "short_text" in matching.pairs and kind == "incidents" and called_tickets(table)
    )
    if candidate.missing != (known[key[0]].label,) or not stated:
        return candidate
    taken = {name: pair.cells for name, pair in matching.pairs.items()}
    plain = plainly_named(kind, table.block.raw_names, table.samples, {**taken, key[0]: ()}, known)
    plain = {**_called_task(table, taken, known), **plain}
    pairs = {
        **matching.pairs,
        **{name: Pair(known[name], (cell,), 0.6, 0.0, ONLY_ONE) for name, cell in plain.items()},
    }
    number = _first_and_different(table, pairs) or _by_others(pairs)
    if number is None:
        return candidate
    cells, how = number
    pairs[key[0]] = Pair(known[key[0]], cells, 0.7, 0.3, how)
    score = candidate.score / 0.45
    timed = any(known[name].type is ColumnType.TIMESTAMP for name in pairs)
    spoken_of = (OF_TICKETS - _OF_TASKS) & pairs.keys() or {"opened", "resolved"} <= pairs.keys()
    # Claims, orders and invoices have a state and a day, too.
    used = {cell for pair in pairs.values() for cell in pair.cells}
    priced = any(
        called_an_amount(table.block, table.samples, cell) for cell in table.block.cells if cell not in used
    )
    if priced and "short_text" not in pairs:
        return candidate
    known_for = kind != "incidents" or (timed and (spoken_of or called_tickets(table)))
    return replace(
        candidate, matching=replace(matching, pairs=pairs), score=max(UNSURE, score),
        doubtful=len(pairs) < _ENOUGH or not known_for or priced,
    )  # fmt: skip


def _called_task(
    table: Surveyed, taken: Mapping[str, tuple[int, ...]], known: Mapping[str, Column]
) -> dict[str, int]:
    """The column that says what is to be done, where no other is the title."""
    used = {cell for cells in taken.values() for cell in cells}
    meant = [
        cell for cell, heading in table.block.raw_names.items()
        if cell not in used and normalised(heading) in _TASKS and fits(known["short_text"], table.samples[cell])
    ]  # fmt: skip
    return {"short_text": meant[0]} if len(meant) == 1 and "short_text" not in taken else {}


def _first_and_different(table: Surveyed, pairs: Mapping[str, Pair]) -> tuple[tuple[int, ...], str] | None:
    """The first column where it holds a code that is another one in every row."""
    cell = table.block.cells[0]
    used = {one for pair in pairs.values() for one in pair.cells}
    heading = table.block.raw_names.get(cell, "")
    if cell in used or not heading or _OF_OTHERS.search(normalised(heading)):
        return None
    return ((cell,), FIRST_AND_DIFFERENT) if _tells_apart(table.samples[cell]) else None


def _tells_apart(sample: Sample) -> bool:
    """Whether the cells are codes, all of them different and none of them a date or an amount."""
    spoken = [text.strip() for text in sample.spoken]
    return (
        len(spoken) > 1
        and len(spoken) == len(sample.texts)
        and len(set(spoken)) == len(spoken)
        and sample.dates < 0.5
        and all(_TOKEN.fullmatch(text) and not _DECIMAL.fullmatch(text) for text in spoken)
    )


def _by_others(pairs: Mapping[str, Pair]) -> tuple[tuple[int, ...], str] | None:
    """The title and the moment of a ticket, or the moment and what else it says."""
    moment = next((pairs[name].cells[:1] for name in _TIMES if name in pairs), ())
    if "short_text" in pairs:
        return (*pairs["short_text"].cells[:1], *moment), BY_OTHERS
    others = [cell for name in _OTHERS if name in pairs for cell in pairs[name].cells[:1]]
    return ((*moment, *others[:3]), BY_OTHERS) if moment and others else None


def told_apart(matching: Matching, names: Mapping[int, str]) -> tuple[str, ...]:
    """A sentence on how tickets are told apart that no column numbers."""
    contract = all_contracts()[matching.kind]
    pair = matching.pairs.get(contract.key[0]) if contract.key else None
    what = contract.title.lower()
    if pair is not None and pair.how == FIRST_AND_DIFFERENT:
        heading = names[pair.cells[0]]
        sentence = (
            f"“{heading}” is taken as the number of these {what}: it is the first column and different in every"
            " row."
        )
        return (sentence,)
    if pair is None or pair.how != BY_OTHERS:
        return ()
    listed = " and ".join(f"“{names[cell]}”" for cell in pair.cells)
    sentence = (
        f"No column numbers these {what}: they are told apart by {listed}. Where these change, the next export makes"
        " another row; rows that say the same are all counted."
    )
    return (sentence,)
