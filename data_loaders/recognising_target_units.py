"""Contracts that promise times and shares in one column: “15 | minutes”, “4 | hours”, “99.9 | %”, each row its unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow.compute as pc

from contracts import all_contracts
from contracts.contract import columns, normalised
from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_columns import Pair
from data_loaders.recognising_target_cells import promise_of
from data_loaders.recognising_target_headings import measure_of, priority_of
from data_loaders.recognition import Assignment, RowFilter

_UNITS = frozenset({"unit", "units", "uom", "unit of measure", "target unit", "einheit", "unité", "unidad", "unità",
                    "unidade", "time unit", "zeiteinheit"})  # fmt: skip
#: More units than this are no units.
_AT_MOST = 8
_SHARE = re.compile(r"%|percent|per cent|prozent|pourcent|por ciento|per cento|por cento|pct", re.IGNORECASE)
_OTHERS = (
    ("availability", r"availab|uptime|verfügbar|disponib|beschikbaar"),
    ("csat", r"csat|satisf|zufrieden"),
    ("nps", r"\bnps\b"),
    ("change_success", r"change success"),
    ("backlog", r"backlog|aged tickets"),
    ("delivery", r"deliver|milestone"),
)
#: As a regular expression: what in a cell says the priority of a clause.
_PRIORITY = (
    r"(?i)\b((?:p|prio|priority|sev|severity|priorität|priorité|prioridad)[ -]?[1-5]"
    r"|critical|high|medium|low|kritisch|hoch|mittel|niedrig)\b"
)


@dataclass(frozen=True)
class OfUnit:
    """The rows of one unit: the filter that finds them, and how their promises are read."""

    rows: RowFilter
    assigned: tuple[Assignment, ...]
    value: int


def of_units(table: Surveyed, pairs: Mapping[str, Pair]) -> list[OfUnit]:
    """The rows of a list of promises by their unit, where a column names it; nothing for any other list."""
    value = pairs.get("target") or pairs.get("target_time")
    unit = _unit_cell(table, pairs)
    if value is None or unit is None or len(value.cells) != 1 or "measure" not in pairs:
        return []
    spoken = _texts(table, unit)
    shares = [text for text in spoken if _SHARE.fullmatch(text.strip())]
    times = [text for text in spoken if text not in shares]
    if not times or len(spoken) > _AT_MOST or any(promise_of(f"1 {text}") is None for text in times):
        return []
    said = _said_of_measure(table, pairs)
    found = [OfUnit(RowFilter(unit, texts=(text,)), (*_timed(table, value, unit, text), *said), value.cells[0])
             for text in times]  # fmt: skip
    target = columns(all_contracts()["sla_targets"])["target"]
    share = Assignment(target, value.cells, table.block.names[value.cells[0]], unit="percent")
    found += [OfUnit(RowFilter(unit, texts=(text,)), (share, *said), value.cells[0]) for text in shares]
    if not _lacks_units(table, unit, pairs["measure"].cells[0]):
        return found
    # A number without a unit promises nothing that could be read: its clause is kept without it.
    return [*found, OfUnit(RowFilter(unit, texts=tuple(spoken), others=True), said, value.cells[0])]


def _unit_cell(table: Surveyed, pairs: Mapping[str, Pair]) -> int | None:
    used = {cell for pair in pairs.values() for cell in pair.cells}
    cells = [
        c for c, heading in table.block.raw_names.items() if c not in used and normalised(heading) in _UNITS
    ]
    return cells[0] if len(cells) == 1 and table.samples[cells[0]].spoken else None


def _lacks_units(table: Surveyed, unit: int, measure: int) -> bool:
    """Whether some clause names no unit."""
    units, measures = (
        table.cells.columns[cell].slice(table.block.first_index).to_pylist() for cell in (unit, measure)
    )
    return any(one and not (text or "").strip() for one, text in zip(measures, units, strict=True))


def _texts(table: Surveyed, cell: int) -> list[str]:
    column = table.cells.columns[cell].slice(table.block.first_index).drop_null()
    return [str(text) for text in pc.unique(column).to_pylist() if str(text).strip()]


def _timed(table: Surveyed, value: Pair, unit: int, text: str) -> list[Assignment]:
    """The times of one unit, and the clock that the unit says: “business hours”."""
    known, (cell,) = columns(all_contracts()["sla_targets"]), value.cells
    seconds = {
        number.strip(): f"{promise.seconds:g}" for number in _texts(table, cell)
        if (promise := promise_of(f"{number.strip()} {text}")) is not None
    }  # fmt: skip
    assigned = [Assignment(known["target_time"], (cell,), table.block.names[cell], unit="s", words=seconds)]
    one = promise_of(f"1 {text}")
    if one is not None and one.clock:
        words = {normalised(text): one.clock}
        assigned.append(Assignment(known["clock"], (unit,), table.block.names[unit], words=words))
    return assigned


def _said_of_measure(table: Surveyed, pairs: Mapping[str, Pair]) -> tuple[Assignment, ...]:
    """The measure and the priority as a phrase says them: “First response P1”."""
    known, pair = columns(all_contracts()["sla_targets"]), pairs["measure"]
    (cell,), header = pair.cells, table.block.names[pair.cells[0]]
    words = {normalised(word): stored for stored, others in known["measure"].choices.items()
             for word in (stored, *others)}  # fmt: skip
    phrases = {}
    for text in _texts(table, cell):
        told = words.get(normalised(text)) or measure_of(text) or _other_measure(text)
        if told is not None:
            phrases[normalised(text)] = told
    assigned = [Assignment(known["measure"], (cell,), header, words=phrases)]
    if "priority" not in pairs and any(priority_of(text) for text in _texts(table, cell)):
        assigned.append(Assignment(known["priority"], (cell,), header, part=_PRIORITY))
    return tuple(assigned)


def _other_measure(text: str) -> str | None:
    found = [measure for measure, words in _OTHERS if re.search(words, normalised(text))]
    return found[0] if len(found) == 1 else None
