"""Typed rows with what identifies them, what decides which of two is newer, and the columns no contract takes."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

import duckdb

from contracts.contract import ColumnType, Contract, normalised
from data_loaders.recognition import Recognition
from data_loaders.staged import LARGE, StagedTable, Table, sheet_name
from data_loaders.typing import Decisions
from data_loaders.typing_cells import EMPTY_WORDS
from data_loaders.typing_event_logs import is_event_log, with_ends
from data_loaders.typing_text import hashed_person
from warehouse.tables import base_columns, key_of, literal, quoted, said_by

#: Headings of columns that no contract takes and that name people all the same.
_PEOPLE = re.compile(
    r"\b(by|caller|person|people|requester|reporter|submitter|creator|assignee|agent|owner|lead|manager|user|"
    r"e ?mail|first name|last name|full name|watchers?|approver|contact|phone|technician)\b"
)

#: Headings of counts and times that speak of people but hold none.
_COUNTS = re.compile(r"\b(interactions?|stations?|replies|count|time|minutes|hours|date|updates?)\b")

_NOTHING = "NULL::VARCHAR"


def type_rows(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    decisions: Decisions,
    imported_at: datetime,
    person_key: str | None,
    staged: StagedTable,
) -> None:
    """Make `staged`: the typed rows with what identifies them and what decides which of two is newer."""
    contract, recognition = table.contract, table.recognition
    decided = {decision.column: decision.stored for decision in decisions.columns}
    joins: list[str] = []
    once = person_key is not None and table.sheet.rows.num_rows >= LARGE
    for assignment in recognition.assignments if once else ():
        if assignment.column.type is ColumnType.PERSON and len(assignment.cells) == 1:
            name, cell = assignment.column.name, assignment.cells[0]
            decided[name] = _hashed_once(cursor, cell, decided[name], joins)
    values: dict[str, str] = {}
    for name, kind in base_columns(contract).items():
        values[name] = f"({decided[name]})::{kind}" if name in decided else f"NULL::{kind}"
    typed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in values.items())
    extra = _extra(cursor, recognition, person_key, joins if once else None)
    newest = contract.newest_by if contract.newest_by in decided else None
    newer_by = f"{quoted(newest)}::TIMESTAMP" if newest else f"TIMESTAMP '{imported_at:%Y-%m-%d %H:%M:%S.%f}'"
    key = _row_key(contract, decided, lines=contract.lines or _told_apart_by_others(contract, recognition))
    said = {name for name, column in said_by(contract).items() if column in decided}
    staged.fills = {*decided, "row_key", "newer_by"} - said
    if extra != _NOTHING:
        staged.fills.add("extra")
    rows = f"SELECT row_no, {extra} AS extra, {typed} FROM raw{''.join(joins)}{_without_rejected(staged)}"
    source = _row_key_source(contract, decided, rows)
    select = (
        f"SELECT {literal(sheet_name(table.sheet))} AS sheet, {key} AS row_key,"
        f" {newer_by} AS newer_by, {literal(table.source)} AS source, * FROM {source}"
    )
    if newest == "updated" and is_event_log(recognition):
        select, ends, note = with_ends(select, decided)
        staged.fills |= set(ends)
        staged.warnings += [note] if note else []
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged_rows AS {select}")
        cursor.execute("CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM staged_rows")
    elif _is_keyed(contract, decided):
        # A view is typed once, while the table of the kind is built; a copy first would double time and memory.
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {select}")
    else:
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE staged_rows AS {select}")
        cursor.execute("CREATE OR REPLACE TEMP VIEW staged AS SELECT * FROM staged_rows")


def _without_rejected(staged: StagedTable) -> str:
    return " WHERE raw.row_no NOT IN (SELECT row_no FROM rows_out)" if staged.rows_rejected else ""


def _is_keyed(contract: type[Contract], decided: Mapping[str, str]) -> bool:
    return bool(contract.key) and contract.key[0] in decided


def _told_apart_by_others(contract: type[Contract], recognition: Recognition) -> bool:
    """Whether the key is made of cells that say other things: two rows with one such key are two all the same."""
    return any(a.joined and a.column.name == contract.key[0] for a in recognition.assignments if contract.key)


def _row_key(contract: type[Contract], decided: Mapping[str, str], *, lines: bool) -> str:
    """What identifies the row across exports: its key columns, or else its content and which copy it is."""
    if not _is_keyed(contract, decided):
        return "content || '#' || row_number() OVER (PARTITION BY content ORDER BY row_no)"
    key = key_of(contract)
    if not lines:
        return key
    # Lines without a number of their own: the second with one key is another line, not a newer state of the first.
    copy = f"row_number() OVER (PARTITION BY {key} ORDER BY row_no)"
    return f"{key} || CASE WHEN {copy} > 1 THEN '#' || {copy} ELSE '' END"


def _row_key_source(contract: type[Contract], decided: Mapping[str, str], rows: str) -> str:
    if _is_keyed(contract, decided):
        return f"({rows}) AS typed_rows"
    content = ", ".join(f"coalesce({quoted(name)}::VARCHAR, '')" for name in decided)
    return (
        f"(SELECT *, md5(concat_ws(chr(31), {content}, extra::VARCHAR)) AS content FROM ({rows}) AS typed_rows)"
        " AS rows_with_content"
    )


def _hashed_once(cursor: duckdb.DuckDBPyConnection, cell: int, hashed: str, joins: list[str]) -> str:
    """SQL of a person hashed once for each spelling instead of once for each row; adds the join that needs."""
    name = f"people_{len(joins)}"
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT c{cell} AS written, {hashed} AS person FROM raw"
        f" WHERE c{cell} IS NOT NULL GROUP BY c{cell}"
    )
    joins.append(f" LEFT JOIN temp.{name} ON {name}.written = raw.c{cell}")
    return f"{name}.person"


def _extra(
    cursor: duckdb.DuckDBPyConnection,
    recognition: Recognition,
    person_key: str | None,
    joins: list[str] | None,
) -> str:
    """SQL for the JSON of the columns no contract takes; names of people in it are hashed like everywhere.

    With a list of `joins` each spelling is hashed once, and the joins which that needs are added to it.
    """
    taken = [(cell, header) for cell, header in recognition.unmapped]
    if not taken:
        return _NOTHING
    filled = cursor.execute(
        "SELECT "
        + ", ".join(
            f"count(c{cell}), count(*) FILTER (contains(c{cell}, '@')), count(*) FILTER ({_nothing(cell)})"
            for cell, _ in taken
        )
        + " FROM raw"
    ).fetchall()[0]
    entries = []
    for place, (cell, header) in enumerate(taken):
        count, with_at = int(filled[3 * place]), int(filled[3 * place + 1])
        if count == int(filled[3 * place + 2]):
            continue
        value = _trimmed(cell)
        if int(filled[3 * place + 2]):
            value = f"CASE WHEN NOT {_nothing(cell)} THEN {value} END"
        named = _PEOPLE.search(normalised(header)) and not _COUNTS.search(normalised(header))
        if person_key is not None and (named or 2 * with_at > count):
            value = hashed_person(value, person_key)
            if joins is not None:
                value = _hashed_once(cursor, cell, value, joins)
        entries.append(f"{literal(json.dumps(header, ensure_ascii=False) + ':')} || to_json({value})")
    # Empty cells leave no trace in it: concat_ws passes over them. It is kept as text: to cast it to JSON would read
    # all of it once more, for a third of what typing takes.
    return f"'{{' || concat_ws(',', {', '.join(entries)}) || '}}'" if entries else _NOTHING


def _trimmed(cell: int) -> str:
    """SQL of a cell without spaces at its ends; NULL where nothing is left."""
    # Trimming a long text walks through all of it; its first and last character show whether there is anything to do.
    at_its_ends = rf"regexp_matches(c{cell}[1] || c{cell}[-1], '\p{{Z}}')"
    return f"CASE WHEN c{cell} = '' OR {at_its_ends} THEN nullif(trim(c{cell}), '') ELSE c{cell} END"


def _nothing(cell: int) -> str:
    """SQL: whether a cell that no contract takes holds a word for "nothing"."""
    words = ", ".join(literal(word) for word in (*EMPTY_WORDS, "-", "--", "none"))
    # A CASE, because of two conditions the database works out both: long texts would all be made small first.
    return f"(CASE WHEN strlen(c{cell}) <= 8 THEN lower(trim(c{cell})) IN ({words}) ELSE false END)"
