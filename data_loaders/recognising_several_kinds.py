"""One list, several kinds of tickets: told by the beginnings of their numbers, or by a column of types."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.recognising_candidates import Surveyed
from data_loaders.recognising_kinds import NUMBER_PREFIXES, prefix_of
from data_loaders.recognising_records import new_columns
from data_loaders.recognising_ticket_types import TicketTypes
from data_loaders.recognition import Recognition, RowFilter

#: The levels of requests by the beginning of their number.
_LEVELS = {"REQ": "request", "RITM": "item", "SCTASK": "task"}
#: Beginnings that name a kind only beside each other: "INC-12" and "SR-13" of Freshservice, "CRQ000…" of Remedy.
_OTHER_PREFIXES = {
    "INC": "incidents", "IM": "incidents", "SR": "requests", "REQ": "requests", "RITM": "requests", "WO": "requests",
    "CHG": "changes", "CHN": "changes", "CRQ": "changes", "CR": "changes", "RFC": "changes",
    "PRB": "problems", "PBI": "problems", "PM": "problems",
}  # fmt: skip
_OTHER_PREFIX = re.compile(rf"({'|'.join(sorted(_OTHER_PREFIXES, key=len, reverse=True))})[-_ #]?\d")
#: What is left of the beginning of a number: its letters, and one digit to tell "INC1" from "INCIDENTAL".
_BEGINNING = re.compile(r"\D*\d?")
#: Numbers with more different beginnings than this say nothing by them.
_TOO_MANY = 500

Describe = Callable[[str], Recognition | None]


@dataclass(frozen=True)
class _Group:
    """Rows of one kind (and level, for requests): the beginnings of their numbers, or their texts."""

    kind: str
    level: str | None
    marks: tuple[str, ...]


def split_by_numbers(table: Surveyed, recognition: Recognition, of_kind: Describe) -> list[Recognition]:
    """One recognition per kind and per level of requests where the numbers of one list are of several.

    `of_kind` describes the same table as another kind, None where it cannot be. Rows without a number, or with one
    of no known kind, stay with the kind of the whole table.
    """
    number = next((a for a in recognition.assignments if a.column.name == "number"), None)
    if number is None or recognition.kind is None or recognition.kind not in dict(NUMBER_PREFIXES).values():
        return [recognition]
    levelled = any(a.column.name == "level" for a in recognition.assignments)
    found: dict[tuple[str, str | None], list[str]] = {}
    beginnings = _beginnings(table, number.cells[0], [skipped.row for skipped in recognition.skip])
    for beginning in beginnings:
        prefix = prefix_of(beginning) or ""
        level = None if levelled else _LEVELS.get(prefix)
        found.setdefault((dict(NUMBER_PREFIXES).get(prefix, recognition.kind), level), []).append(beginning)
    if set(found) == {(recognition.kind, None)}:
        found = _of_other_tools(beginnings) or found
    if len(beginnings) > _TOO_MANY or not found:
        return [recognition]
    groups = [_Group(kind, level, tuple(marks)) for (kind, level), marks in found.items()]
    return _parts(table, recognition, groups, of_kind, number.cells[0], starts=True)


def _of_other_tools(beginnings: Sequence[str]) -> dict[tuple[str, str | None], list[str]]:
    """The beginnings by kind as other tools write them, where all of them are such; nothing for one kind alone."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for beginning in beginnings:
        prefix = _OTHER_PREFIX.match(beginning)
        if prefix is None:
            return {}
        found.setdefault((_OTHER_PREFIXES[prefix[1]], None), []).append(beginning)
    return found if len(found) > 1 else {}


def _beginnings(table: Surveyed, cell: int, skipped: Sequence[int]) -> list[str]:
    """The different beginnings of the numbers, in capitals; those of notes and totals below the list are none."""
    column = table.cells.columns[cell].slice(table.block.first_index)
    if skipped:
        numbers = table.cells.numbers.slice(table.block.first_index)
        column = column.filter(pc.invert(pc.is_in(numbers, value_set=pa.array(skipped, numbers.type))))
    column = pc.utf8_trim_whitespace(column)
    heads = pc.unique(pc.utf8_upper(pc.utf8_slice_codeunits(column, 0, 7))).to_pylist()
    return list(dict.fromkeys(_BEGINNING.match(head)[0] for head in heads if head))  # type: ignore[index]


def split_by_types(
    table: Surveyed, recognition: Recognition, types: TicketTypes, of_kind: Describe
) -> list[Recognition]:
    """One recognition per kind of ticket where a column tells the kinds apart; what was done is said with each."""
    groups = [_Group(kind, None, texts) for kind, texts in types.texts.items()]
    parts = _parts(table, recognition, groups, of_kind, types.cell, starts=False)
    if parts == [recognition]:
        others = sorted(set(types.texts) - {str(recognition.kind)})
        return [
            replace(recognition, warnings=(*recognition.warnings, *_undivided(types, recognition, others)))
        ]
    told = "; ".join(f"{_listed(texts)} as {kind}" for kind, texts in types.texts.items())
    reason = f"“{types.heading}” tells what each row is: {told}"
    found = []
    for part in parts:
        rest = part.rows is None or part.rows.others
        unsaid = _unsaid(types, str(part.kind)) if rest and types.unsaid else ()
        found.append(replace(part, reasons=(*part.reasons, reason), warnings=(*part.warnings, *unsaid)))
    return found


def _undivided(types: TicketTypes, recognition: Recognition, others: Sequence[str]) -> tuple[str, ...]:
    """That the rows of other kinds stay in the list, where they lack what rows of their kind need."""
    if not others:
        return ()
    words = _listed(tuple(text for kind in others for text in types.texts[kind]))
    sentence = (
        f"“{types.heading}” says {words} in some rows; they are loaded as {recognition.kind} too, because the list"
        f" lacks what {' and '.join(others)} need."
    )
    return (sentence,)


def _unsaid(types: TicketTypes, kind: str) -> tuple[str, ...]:
    words = [text for text in types.unsaid if text.strip()]
    empty = len(words) < len(types.unsaid)
    what = " or ".join([*([_listed(tuple(words))] if words else []), *(["nothing"] if empty else [])])
    sentence = (
        f"Rows whose “{types.heading}” says {what} are loaded as {kind}, because that names no kind of ticket. To load"
        " every row of the list as one kind, answer kind=<kind>."
    )
    return (sentence,)


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(f"“{text.strip()}”" for text in texts if text.strip()))


def _parts(
    table: Surveyed,
    recognition: Recognition,
    groups: list[_Group],
    of_kind: Describe,
    cell: int,
    *,
    starts: bool,
) -> list[Recognition]:
    """The table once for each group; what is in no other group belongs to the one of the whole table's kind."""
    rest = min(groups, key=lambda group: (group.kind != recognition.kind, group.level is not None))
    described: Mapping[str, Recognition | None] = {
        kind: recognition if kind == recognition.kind else of_kind(kind)
        for kind in dict.fromkeys(group.kind for group in groups)
    }
    found = []
    for group in groups:
        part = described[group.kind]
        if part is None:
            return [recognition]
        others = tuple(mark for other in groups if other is not group for mark in other.marks)
        marks = others if group is rest else group.marks
        if group.level is not None:
            part = _at_level(table, part, group.level)
        if len(groups) > 1:
            rows = RowFilter(cell, starts=marks) if starts else RowFilter(cell, texts=marks)
            part = replace(part, rows=replace(rows, others=group is rest))
        if group.kind != recognition.kind:
            # What is decided for one kind of rows is not decided for the other under the same headings.
            part = replace(part, fingerprint=f"{part.fingerprint}-{group.kind}")
        found.append(part)
    return found


def _at_level(table: Surveyed, recognition: Recognition, level: str) -> Recognition:
    """Requests of one level: orders, their items, or the tasks below them."""
    new, constants = new_columns("requests", {"level": level}, table.width + len(recognition.constants))
    return replace(
        recognition,
        assignments=(*(a for a in recognition.assignments if a.column.name != "level"), *new),
        constants=(*recognition.constants, *constants),
    )
