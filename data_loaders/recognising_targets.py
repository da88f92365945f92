"""Lists of SLA targets as people keep them: a column of times for every measure, for every priority, or for both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import ColumnType, columns
from data_loaders.outcome import Option, Question
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_columns import Pair, match
from data_loaders.recognising_heading_ways import unit_of
from data_loaders.recognising_records import new_columns, readers
from data_loaders.recognising_rows import not_data
from data_loaders.recognising_target_cells import CLOCK, clocks, is_round, promise_of, promises
from data_loaders.recognising_target_headings import measure_of, of_measurements, of_targets, priority_of
from data_loaders.recognising_target_units import OfUnit, of_units
from data_loaders.recognition import Assignment, Part, Recognition, Reshape

_KIND = "sla_targets"
#: What a list of promises does not have: columns of single tickets.
_TICKETS = frozenset(
    {"number", "opened", "resolved", "closed", "state", "assignee", "caller", "short_text", "updated"}
)
#: Whose promises they are.
_WHOSE = ("contract", "client", "vendor", "service")
#: More rows than this are no list of promises.
_AT_MOST = 500


@dataclass(frozen=True)
class Promised:
    """One column of times: the measure and the priority its heading names, None where the rows do."""

    cell: int
    measure: str | None
    priority: str | None


def describe_targets(table: Surveyed) -> list[Recognition]:
    """The recognitions of a list of targets, one for every measure where rows have priorities; none for others."""
    block, samples = table.block, table.samples
    if table.cells.rows - block.first_index > _AT_MOST:
        return []
    pairs = dict(match(block, samples, _KIND, None, None).pairs)
    # "Contract" is spelt like the contact of a ticket, and is none.
    tickets = match(block, samples, "incidents", None, None).pairs.items()
    if any(name in _TICKETS and pair.quality >= 0.9 and pair.cells[0] not in _cells(pairs, *_WHOSE)
           for name, pair in tickets):  # fmt: skip
        return []
    units = of_units(table, pairs)
    if units:
        return [_of_unit(table, pairs, one) for one in units]
    promised = _promised(table, pairs)
    if "priority" not in pairs:
        return _across(table, pairs, promised)
    if "contract" in pairs and "measure" in pairs:
        return []
    measured = {one.cell: one.measure for one in promised if one.measure and one.cell not in _cells(pairs)}
    if len(set(measured.values())) < len(measured):
        return []
    if measured:
        times = [one for one in promised if one.cell in measured]
        return _by_measure(table, pairs, measured) if _may_be_promised(table, times) else []
    return [_described(table, pairs, None, None)] if "target_time" in pairs else []


def _of_unit(table: Surveyed, pairs: Mapping[str, Pair], one: OfUnit) -> Recognition:
    """The clauses whose promises are in one unit."""
    others = {name: pair for name, pair in pairs.items() if one.value not in pair.cells}
    return replace(_recognition(table, others, list(one.assigned), None, one.value), rows=one.rows)


def _by_measure(
    table: Surveyed, pairs: Mapping[str, Pair], measured: Mapping[int, str | None]
) -> list[Recognition]:
    """A clause for each measure of each row."""
    others = {name: pair for name, pair in pairs.items() if name not in ("target_time", "measure")}
    each = [_described(table, others, cell, measure) for cell, measure in measured.items()]
    return [
        replace(one, unmapped=tuple(entry for entry in one.unmapped if entry[0] not in measured))
        for one in each
    ]


def _across(table: Surveyed, pairs: Mapping[str, Pair], promised: Sequence[Promised]) -> list[Recognition]:
    """A list whose priorities, or whose measures for somebody, stand across."""
    columns_of = [one for one in promised if one.priority is not None]
    several = {one.priority for one in columns_of}
    if len(several) >= 2 and len({(one.measure, one.priority) for one in columns_of}) == len(columns_of):
        others = {name: pair for name, pair in pairs.items() if name != "target_time"}
        if not _are_promised(table, others, columns_of):
            return []
        return [_unfolded(table, others, columns_of)]
    measured = {one.cell: one.measure for one in promised if one.measure}
    whose = any(name in pairs for name in _WHOSE)
    if len(measured) < 2 or len(set(measured.values())) < len(measured) or not whose:
        return []
    return _by_measure(table, pairs, measured) if _are_promised(table, pairs, promised) else []


def _promised(table: Surveyed, pairs: Mapping[str, Pair]) -> list[Promised]:
    """The columns of times, with what their headings say."""
    block, found = table.block, []
    said = of_targets((*table.told, *block.raw_names.values()))
    of_rows = _cells({name: pair for name, pair in pairs.items() if name not in ("target_time", "measure")})
    for cell, heading in block.raw_names.items():
        measure, priority = measure_of(heading), priority_of(heading)
        if of_measurements((heading,)) and not of_targets((heading,)):
            continue
        if cell not in of_rows and (measure or priority) and _holds_times(table, cell, bool(measure) or said):
            found.append(Promised(cell, measure, priority))
    return found


def _cells(pairs: Mapping[str, Pair], *names: str) -> set[int]:
    return {cell for name, pair in pairs.items() if not names or name in names for cell in pair.cells}


def _holds_times(table: Surveyed, cell: int, measured: bool) -> bool:
    """Whether the cells are times; bare numbers are where the heading says of what."""
    sample = table.samples[cell]
    if not sample.spoken or sample.dates >= 0.5:
        return False
    times = sum(promise_of(text) is not None for text in sample.spoken) / len(sample.spoken)
    return max(times, sample.durations) + (sample.numbers if measured else 0) >= 0.6


def _may_be_promised(table: Surveyed, promised: Sequence[Promised]) -> bool:
    """Whether times for each priority may be promises: nobody calls them measured, and they are round or said to be."""
    told = (*table.told, *table.block.raw_names.values())
    if of_targets(told):
        return True
    texts = [text for one in promised for text in table.samples[one.cell].spoken]
    return not of_measurements(told) and all(is_round(text) or _is_round_number(text) for text in texts)


def _is_round_number(text: str) -> bool:
    """Whether a bare number is one that people promise, in whatever unit: a few and their quarters, or fives."""
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", text.strip()):
        return False
    number = float(text.replace(",", "."))
    return number % 5 == 0 or (number <= 24 and (4 * number).is_integer())


def _are_promised(table: Surveyed, pairs: Mapping[str, Pair], promised: Sequence[Promised]) -> bool:
    """Whether the times are promises and not what was measured: it is said, or they are all round."""
    told = (*table.told, *table.block.raw_names.values())
    if of_measurements(told):
        return False
    if of_targets(told):
        return True
    texts = [text for one in promised for text in table.samples[one.cell].spoken]
    return bool(pairs.keys() & {*_WHOSE, "measure"}) and all(map(is_round, texts))


def _texts(table: Surveyed, cells: Sequence[int]) -> list[str]:
    """All different texts of some columns."""
    found: dict[str, None] = {}
    for cell in cells:
        column = table.cells.columns[cell].slice(table.block.first_index)
        found |= dict.fromkeys(str(text) for text in pc.unique(column.drop_null()).to_pylist())
    return list(found)


def _bare(table: Surveyed, time: Assignment, cell: int) -> bool:
    """Whether the times are numbers alone, which may be hours as well as minutes."""
    return not time.words and table.samples[cell].numbers >= 0.6 and table.samples[cell].durations < 0.5


def _described(
    table: Surveyed, pairs: Mapping[str, Pair], cell: int | None, measure: str | None
) -> Recognition:
    """One clause a row, its time in one column."""
    known, block = columns(all_contracts()[_KIND]), table.block
    pairs = dict(pairs)
    if cell is not None:
        pairs["target_time"] = Pair(known["target_time"], (cell,), 0.9, 1.0, "hours by its heading")
    time = pairs["target_time"].cells[0]
    heading = block.raw_names.get(time, "")
    assigned = _time(table, (time,), time, block.names[time], heading)
    return _recognition(
        table, {n: p for n, p in pairs.items() if n != "target_time"}, assigned, measure, time
    )


def _unfolded(table: Surveyed, pairs: Mapping[str, Pair], promised: Sequence[Promised]) -> Recognition:
    """A clause for each of the columns of times in each row."""
    block, known, value = table.block, columns(all_contracts()[_KIND]), table.width
    measured = all(one.measure is not None for one in promised)
    others = {name: pair for name, pair in pairs.items() if name != "measure" or not measured}
    parts = tuple(
        Part(one.cell, block.names[one.cell], (one.priority, one.measure or None)) for one in promised
    )
    cells = tuple(one.cell for one in promised)
    units = {unit_of(known["target_time"], block.raw_names[cell], None) for cell in cells}
    assigned = [
        *_time(table, cells, value, "Target", block.raw_names[cells[0]] if len(units) == 1 else ""),
        Assignment(known["priority"], (value + 1,), "Priority"),
    ]
    if measured:
        assigned.append(Assignment(known["measure"], (value + 2,), "Measure"))
    found = _recognition(table, others, assigned, "" if measured else None, cells[0], value + 3)
    return replace(
        found, reshape=Reshape(parts, value, (value + 1, value + 2)),
        unmapped=tuple(entry for entry in found.unmapped if entry[0] not in cells),
        reasons=("a column of times promised for each priority",),
    )  # fmt: skip


def _time(table: Surveyed, cells: Sequence[int], into: int, name: str, heading: str) -> list[Assignment]:
    """The time promised and, where the cells say it, the clock it runs on."""
    known, texts = columns(all_contracts()[_KIND]), _texts(table, cells)
    time = Assignment(
        known["target_time"], (into,), name, unit=unit_of(known["target_time"], heading, None),
        words=promises(texts),
    )  # fmt: skip
    spoken = clocks(texts)
    return [time, Assignment(known["clock"], (into,), name, words=spoken, part=CLOCK)] if spoken else [time]


def _recognition(
    table: Surveyed, pairs: dict[str, Pair], assigned: list[Assignment], measure: str | None, asked: int,
    first_new: int | None = None,
) -> Recognition:  # fmt: skip
    """What is common to all lists of targets; `measure` is empty where it is assigned already."""
    block, known = table.block, columns(all_contracts()[_KIND])
    questions: tuple[Question, ...] = ()
    texts = {}
    if measure:
        texts["measure"] = measure
    elif measure is None and "measure" not in pairs:
        texts["measure"] = table.answers.get("measure", "resolution")
        if "measure" not in table.answers:
            options = Option("resolution", "Time to resolve"), Option("response", "Time to the first answer")
            questions = (Question("measure", f"What does “{block.names[asked]}” promise?", options),)
    if "contract" not in pairs:
        said = pairs.get("client") or pairs.get("vendor")
        if said is not None:
            pairs["contract"] = replace(said, column=known["contract"])
        else:
            texts["contract"] = table.answers.get("contract", "Contract not named")
    by_cells = {one.column.name for one in assigned}
    new, constants = new_columns(_KIND, texts, first_new if first_new is not None else table.width)
    everything = {name: p for name, p in {**pairs, **readers(_KIND, pairs)}.items() if name not in by_cells}
    assignments = (
        *(
            Assignment(
                pair.column, pair.cells, block.names[pair.cells[0]],
                unit=unit_of(pair.column, block.raw_names.get(pair.cells[0], ""), None),
            )
            for pair in everything.values()
        ),
        *assigned,
        *new,
    )  # fmt: skip
    taken = {c for assignment in assignments for c in assignment.cells}
    warnings = []
    if "contract" in texts and "contract" not in table.answers:
        warnings.append(
            "No column names the contract: the targets are kept under “Contract not named”."
            " To name it, answer contract=<name>."
        )
    time = next((one for one in assigned if one.column.name == "target_time"), None)
    unsaid = time is not None and time.unit is None and "unit.target_time" not in table.answers
    if time is not None and unsaid and _bare(table, time, asked):
        units = Option("h", "In hours"), Option("min", "In minutes"), Option("d", "In days")
        text = f"In which unit are the times promised under “{block.names[asked]}”?"
        questions += (Question("unit.target_time", text, units),)
    days = [
        text
        for text in (time.words if time else ())
        if (promise := promise_of(text)) and promise.clock == "working time"
    ]
    if any(re.search(r"(?i)d|j|t|g", text) for text in days):
        warnings.append("A working day is counted as 8 hours of working time.")
    return Recognition(
        kind=_KIND, tool=None, certainty="sure", score=4.0, header_rows=block.header_rows,
        first_data_row=block.first_data_row, assignments=assignments,
        unmapped=tuple((c, block.names[c]) for c in block.cells if c not in taken),
        reasons=("priorities with the time promised for each",), looks_most_like="sla targets",
        fingerprint=table.fingerprint, questions=questions, constants=constants,
        skip=tuple(not_data(table.cells, block, None, sorted(
            pair.cells[0] for pair in pairs.values() if pair.column.type is ColumnType.TEXT)[:3])),
        warnings=tuple(warnings),
    )  # fmt: skip
