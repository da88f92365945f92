"""A log of the states of tickets: a row for every change, with the state it came to and when."""

from __future__ import annotations

import re

from contracts import all_contracts
from contracts.contract import columns, normalised
from contracts.ticket_words import TICKET_STATES
from data_loaders.recognising_candidates import Candidate, Surveyed
from data_loaders.recognising_columns import Matching, Pair, match
from data_loaders.recognising_heading_ways import words_apart
from data_loaders.sources.event_logs import STATE_LOGS

#: What the headings of such a log add: no list of tickets has the state before beside the state after.
SURELY_A_LOG = 12.0
_STATE = r"(?:state|status|statut|état|etat|estado|stato|zustand|stage|value|wert|valeur|valor|valore)"
_OLD = re.compile(
    rf"(?:old|from|previous|prior|before|alter|alt|von|vorheriger|ancien|précédent|de|anterior|antiguo|precedente|da)"
    rf" {_STATE}|{_STATE} (?:from|before|old|von|alt|vorher|précédent|anterior|precedente|avant|antes|prima)"
)
_NEW = re.compile(
    rf"(?:new|to|next|after|current|neuer|neu|nach|zu|nouveau|vers|nuevo|novo|para|nuovo|a) {_STATE}"
    rf"|{_STATE} (?:to|after|new|nach|neu|nachher|suivant|nuevo|novo|nuovo|après|después|depois|dopo)"
)
_ONLY = re.compile(rf"(?:ticket |incident |case |issue )?{_STATE}(?: name)?")
_ITEM = re.compile(r"(?:issue|work item|task|story|card|item|bug|vorgang|tarea|tarefa|tâche|aufgabe)\b")
_BOARD_KEY = re.compile(r"[A-Z][A-Z0-9_]+-\d+")
#: What else such a log may say of a change.
_BESIDE = re.compile(
    r".*\b(?:by|von|par|por|da|user|author|actor|comment|note|reason|remark|kommentar|commentaire|comentario|comentário|"
    r"duration|seq|event)\b.*"
)
#: A moment of that name stands beside the state a ticket has now.
_OPENING = re.compile(
    r".*(?:open|creat|start|due|report|erstellt|eröffn|ouver|cré|apert|abert|cread|criad|resol|clos).*"
)
_MOST_COLUMNS = 7


def state_log(table: Surveyed, kinds: frozenset[str]) -> Candidate | None:
    """The table as a log of states, where it is one; `kinds` are those that the numbers of its rows name."""
    block = table.block
    said = {cell: normalised(words_apart(heading) or heading) for cell, heading in block.raw_names.items()}
    old = [cell for cell, text in said.items() if _OLD.fullmatch(text)]
    new = [cell for cell, text in said.items() if _NEW.fullmatch(text)]
    both = len(old) == 1 and len(new) == 1
    states = new if both else [cell for cell, text in said.items() if _ONLY.fullmatch(text)]
    times = [cell for cell in block.cells if table.samples[cell].dates >= 0.9]
    if len(states) != 1 or len(times) != 1 or len(block.cells) > _MOST_COLUMNS:
        return None
    number = _number(table)
    if number is None or number in (*states, *old, *times):
        return None
    taken = {number, *states, *old, *times}
    if not both and (
        _OPENING.fullmatch(said.get(times[0], ""))
        or not (_comes_back(table, number) and _are_states(table, states[0]))
    ):
        return None
    if not both and any(
        not _BESIDE.fullmatch(said.get(cell, "")) for cell in block.cells if cell not in taken
    ):
        return None
    kind = _kind(table, kinds, number, said[number])
    export = next(export for export in STATE_LOGS.exports if export.kind == kind)
    known = columns(all_contracts()[kind])
    cells = dict(
        zip(_COLUMNS.get(kind, ("number", "state", "updated")), (number, states[0], times[0]), strict=True)
    )
    pairs = {name: Pair(known[name], (cell,), 1.0, 1.0, "by name") for name, cell in cells.items()}
    reason = "every row is a change of state"
    return Candidate(Matching(kind, pairs), SURELY_A_LOG, STATE_LOGS, export, (reason,))


_COLUMNS = {"stage_changes": ("item", "stage", "entered")}


def _number(table: Surveyed) -> int | None:
    """The column that numbers what changes its state."""
    for kind, name in (
        ("incidents", "number"),
        ("work_items", "item"),
        ("changes", "number"),
        ("problems", "number"),
    ):
        pair = match(table.block, table.samples, kind, None, None).pairs.get(name)
        if pair is not None:
            return pair.cells[0]
    return None


def _comes_back(table: Surveyed, cell: int) -> bool:
    """Whether most numbers stand in several rows."""
    sample = table.samples[cell]
    return len(sample.spoken) >= 4 and sample.distinct <= 0.6 * len(sample.spoken)


def _are_states(table: Surveyed, cell: int) -> bool:
    """Whether most words of a column are states of tickets."""
    known = {normalised(word) for stored, words in TICKET_STATES.items() for word in (stored, *words)}
    words = table.samples[cell].words()
    return 2 * len(words & known) > len(words)


def _kind(table: Surveyed, kinds: frozenset[str], number: int, heading: str) -> str:
    """The kind of what changes its state: by the beginnings of the numbers, a key of a board, or the heading."""
    told = kinds & {export.kind for export in STATE_LOGS.exports}
    if len(told) == 1:
        return next(iter(told))
    spoken = table.samples[number].spoken
    keys = _ITEM.match(heading) or (
        not re.match(r"ticket|incident|case", heading)
        and spoken
        and all(_BOARD_KEY.fullmatch(text.strip()) for text in spoken)
    )
    return "stage_changes" if keys else "incidents"
