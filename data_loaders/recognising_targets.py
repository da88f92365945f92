"""Lists of SLA targets as people keep them: a priority in each row, and a column of hours for every measure."""

from __future__ import annotations

import re
from dataclasses import replace

from contracts import all_contracts
from contracts.contract import ColumnType, columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.recognising_columns import Pair, match, unit_of
from data_loaders.recognising_kinds import Surveyed
from data_loaders.recognising_records import new_columns, readers
from data_loaders.recognising_rows import not_data
from data_loaders.recognition import Assignment, Recognition

_KIND = "sla_targets"
_MEASURES = (
    ("response", (
        r"respon[sd]|reaction|reaktion|antwort|first reply|réponse|prise en charge|respuesta|resposta|risposta"
        r"|acknowledg"
    )),
    ("resolution", r"resol|lösung|behebung|fix|restor|wiederherstell|résol|rétablissement|soluc|soluç|soluz|risol"),
)  # fmt: skip
#: What a list of promises does not have: columns of single tickets.
_TICKETS = frozenset(
    {"number", "opened", "resolved", "closed", "state", "assignee", "caller", "short_text", "updated"}
)
#: More rows than this are no list of promises.
_AT_MOST = 500


def describe_targets(table: Surveyed) -> list[Recognition]:
    """One recognition for every measure of a list of targets; none for any other table."""
    block, samples = table.block, table.samples
    if table.cells.rows - block.first_index > _AT_MOST:
        return []
    pairs = dict(match(block, samples, _KIND, None, None).pairs)
    if "priority" not in pairs or ("contract" in pairs and "measure" in pairs):
        return []
    # "Contract" is spelt like the contact of a ticket, and is none.
    tickets = match(block, samples, "incidents", None, None).pairs.items()
    if any(name in _TICKETS and pair.quality >= 0.9 for name, pair in tickets):
        return []
    measured = {
        cell: measure for cell, heading in block.raw_names.items()
        if (measure := _measure_of(heading)) is not None and _holds_times(table, cell)
    }  # fmt: skip
    if len(set(measured.values())) < len(measured):
        return []
    used = {cell for name, pair in pairs.items() if name != "target_time" for cell in pair.cells}
    measured = {cell: measure for cell, measure in measured.items() if cell not in used}
    if measured:
        pairs.pop("target_time", None)
        pairs.pop("measure", None)
        each = [_described(table, pairs, cell, measure) for cell, measure in measured.items()]
        return [
            replace(one, unmapped=tuple(entry for entry in one.unmapped if entry[0] not in measured))
            for one in each
        ]
    return [_described(table, pairs, None, None)] if "target_time" in pairs else []


def _measure_of(heading: str) -> str | None:
    found = [measure for measure, words in _MEASURES if re.search(words, normalised(heading))]
    return found[0] if len(found) == 1 and "%" not in heading else None


def _holds_times(table: Surveyed, cell: int) -> bool:
    sample = table.samples[cell]
    return bool(sample.spoken) and sample.durations + sample.numbers >= 0.6 and sample.dates < 0.5


def _described(table: Surveyed, pairs: dict[str, Pair], cell: int | None, measure: str | None) -> Recognition:
    block, known = table.block, columns(all_contracts()[_KIND])
    pairs = dict(pairs)
    if cell is not None:
        pairs["target_time"] = Pair(known["target_time"], (cell,), 0.9, 1.0, "hours by its heading")
    questions: tuple[Question, ...] = ()
    texts = {}
    if measure is not None:
        texts["measure"] = measure
    elif "measure" not in pairs:
        texts["measure"] = table.answers.get("measure", "resolution")
        if "measure" not in table.answers:
            options = Option("resolution", "Time to resolve"), Option("response", "Time to the first answer")
            heading = block.names[pairs["target_time"].cells[0]]
            questions = (Question("measure", f"What does “{heading}” promise?", options),)
    if "contract" not in pairs:
        said = pairs.get("client") or pairs.get("vendor")
        if said is not None:
            pairs["contract"] = replace(said, column=known["contract"])
        else:
            texts["contract"] = table.answers.get("contract", "Contract not named")
    constant_assignments, constants = new_columns(_KIND, texts, table.width)
    everything = {**pairs, **readers(_KIND, pairs)}
    assignments = (
        *(
            Assignment(
                pair.column, pair.cells, block.names[pair.cells[0]],
                unit=unit_of(pair.column, block.raw_names.get(pair.cells[0], ""), None),
            )
            for pair in everything.values()
        ),
        *constant_assignments,
    )  # fmt: skip
    taken = {c for assignment in assignments for c in assignment.cells}
    doubt = (
        "No column names the contract: the targets are kept under “Contract not named”."
        " To name it, answer contract=<name>."
    )
    return Recognition(
        kind=_KIND, tool=None, certainty="sure", score=4.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((c, block.names[c]) for c in block.cells if c not in taken),
        reasons=("priorities with the time promised for each",), looks_most_like="sla targets",
        fingerprint=table.fingerprint, questions=questions, constants=constants,
        skip=tuple(not_data(table.cells, block, None, sorted(
            pair.cells[0] for pair in pairs.values() if pair.column.type is ColumnType.TEXT)[:3])),
        warnings=(doubt,) if "contract" in texts and "contract" not in table.answers else (),
    )  # fmt: skip
