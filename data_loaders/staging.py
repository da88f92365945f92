"""One recognised table becomes typed rows in a temporary table, with everything refused or skipped beside it.

All work on rows is done by DuckDB in whole columns; Python sees only the rows that did not convert.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from contracts.contract import ColumnType, Contract, columns, normalised
from data_loaders.outcome import Option, Question
from data_loaders.reading import Reading, Sheet
from data_loaders.recognition import Assignment, Recognition
from data_loaders.typing import Decisions, decide
from data_loaders.typing_cells import EMPTY_VALUES, EMPTY_WORDS, says_nothing
from data_loaders.typing_event_logs import is_event_log, with_ends
from data_loaders.typing_text import hashed_person
from warehouse.tables import base_columns, literal, quoted, said_by

#: Headings of columns that no contract takes and that name people all the same.
_PEOPLE = re.compile(
    r"\b(by|caller|person|people|requester|reporter|submitter|creator|assignee|agent|owner|lead|manager|user|"
    r"e ?mail|first name|last name|full name|watchers?|approver|contact|phone|technician)\b"
)

#: From so many rows on, what costs per row is done once for each distinct text instead.
_LARGE = 50_000
#: Among so many of its first cells it shows whether a column repeats itself.
_LOOKED_AT = 16_384

_NOTHING = "NULL::JSON"


#: Headings of counts and times that speak of people but hold none.
_COUNTS = re.compile(r"\b(interactions?|stations?|replies|count|time|minutes|hours|date|updates?)\b")


@dataclass(frozen=True)
class Table:
    """A recognised table of a file, with the contract it fills and the source it comes from."""

    reading: Reading
    sheet: Sheet
    recognition: Recognition
    contract: type[Contract]
    source: str


@dataclass
class StagedTable:
    """Typed rows in `relation`, of which the columns in `fills` hold something, and what did not become one."""

    relation: str = "staged"
    rows_read: int = 0
    rows_skipped: int = 0
    rows_rejected: int = 0
    cells_refused: int = 0
    timezone: str | None = None
    rejects: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    skipped_counts: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    fills: set[str] = field(default_factory=set)


def stage(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    *,
    answers: Mapping[str, str],
    given: Mapping[str, str],
    person_key: str | None,
    imported_at: datetime,
) -> StagedTable:
    """Type the data rows of a table into the temporary table `staged` on this cursor.

    `answers` include what was remembered of the source, `given` only what was said this time. With questions
    in the result nothing was staged.
    """
    staged = StagedTable()
    native = _lay_out(cursor, table, staged)
    decisions = decide(
        cursor,
        "raw",
        table.recognition.assignments,
        native,
        answers=answers,
        timezone=answers.get("timezone"),
        person_key=person_key,
    )
    staged.questions += decisions.questions
    staged.warnings += decisions.warnings
    staged.timezone = decisions.timezone
    if staged.questions:
        return staged
    _refuse(cursor, table, decisions, staged)
    _type(cursor, table, decisions, imported_at, person_key, staged)
    # Two logs of changes begin a ticket where each of them begins: other openings are no sign of anything.
    compared = not is_event_log(table.recognition)
    if compared and ("timezone" not in given or "source" not in given):
        staged.questions += _compare_with_known(cursor, table, given)
    return staged


def finish(cursor: duckdb.DuckDBPyConnection, staged: StagedTable) -> None:
    """Let go of the temporary tables of a committed table."""
    cursor.execute(f"DROP VIEW IF EXISTS {staged.relation}")
    cursor.execute("DROP TABLE IF EXISTS staged_rows")
    cursor.execute("DROP VIEW IF EXISTS raw")
    cursor.execute("DROP TABLE IF EXISTS long_rows")
    for (name,) in cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'people_')"
    ).fetchall():
        cursor.execute(f"DROP TABLE temp.{quoted(name)}")


# -- the rows that are data --------------------------------------------------------------------------------


def _lay_out(
    cursor: duckdb.DuckDBPyConnection, table: Table, staged: StagedTable
) -> Sequence[Mapping[str, int]]:
    """Make the relation `raw` of the data rows and count the rest; returns the native counts per raw column."""
    recognition, sheet = table.recognition, table.sheet
    finish(cursor, staged)
    cursor.register("sheet_rows", _by_distinct_text(sheet.rows))
    below = sheet.rows_total - (recognition.first_data_row - 1)
    blank = below - _rows_from(cursor, recognition.first_data_row)
    staged.rows_read = below
    staged.skipped_counts["blank row"] += blank
    not_data = [skipped for skipped in recognition.skip if skipped.row >= recognition.first_data_row]
    staged.skipped_counts.update(skipped.why for skipped in not_data)
    staged.skipped += [{"row_no": s.row, "why": s.why, "text": s.text} for s in not_data]
    listed = ", ".join(str(skipped.row) for skipped in not_data)
    if len(not_data) > 100:
        cursor.register("not_data", pa.table({"row_no": pa.array([s.row for s in not_data], pa.int64())}))
        listed = "SELECT row_no FROM not_data"
    conditions = [f"row_no >= {recognition.first_data_row}"]
    if not_data:
        conditions.append(f"row_no NOT IN ({listed})")
    if recognition.rows is not None:
        conditions.append(_row_filter(recognition))
        other = cursor.execute(
            f"SELECT count(*) FROM sheet_rows WHERE {' AND '.join(conditions[:-1])} AND NOT ({conditions[-1]})"
        ).fetchall()[0][0]
        staged.skipped_counts["row of another kind"] += other
    constants = "".join(f", {literal(text)} AS c{number}" for number, text in recognition.constants)
    data = f"SELECT *{constants} FROM sheet_rows WHERE {' AND '.join(conditions)}"
    native = list(sheet.native)
    for number, _ in recognition.constants:
        _put(native, number, {"text": sheet.rows.num_rows})
    if recognition.reshape is None:
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {data}")
    else:
        _unpivot(cursor, table, data, native, staged)
    staged.rows_skipped = sum(staged.skipped_counts.values())
    return native


def _by_distinct_text(rows: pa.Table) -> pa.Table:
    """A large table with the columns that repeat themselves as dictionaries: DuckDB then types each text once."""
    if rows.num_rows < _LARGE:
        return rows
    cells = {}
    for name in rows.column_names:
        column = rows.column(name)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            first = column.chunk(0).slice(0, _LOOKED_AT)
            if 4 * len(first.unique()) < len(first):
                column = column.dictionary_encode()
        cells[name] = column
    return pa.table(cells)


def _rows_from(cursor: duckdb.DuckDBPyConnection, first: int) -> int:
    return int(
        cursor.execute(f"SELECT count(*) FROM sheet_rows WHERE row_no >= {int(first)}").fetchall()[0][0]
    )


def _put(native: list[dict[str, int]], number: int, counts: dict[str, int]) -> None:
    native += [{} for _ in range(number + 1 - len(native))]
    native[number] = counts


def _row_filter(recognition: Recognition) -> str:
    assert recognition.rows is not None
    cell = f"upper(trim(coalesce(c{recognition.rows.cell}, '')))"
    tests = [f"starts_with({cell}, {literal(start.upper())})" for start in recognition.rows.starts]
    if recognition.rows.words:
        words = ", ".join(literal(word.upper()) for word in recognition.rows.words)
        tests.append(f"{cell} IN ({words})")
    return "(" + " OR ".join(tests) + ")"


def _unpivot(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    data: str,
    native: list[dict[str, int]],
    staged: StagedTable,
) -> None:
    """Make one long row of every filled cell of a grid; rows without any are skipped and counted."""
    reshape = table.recognition.reshape
    assert reshape is not None
    names = table.sheet.rows.column_names
    mixed = (
        any(f"n{part.cell}" in names for part in reshape.parts)
        or len(
            {
                tuple(sorted(kind for kind, count in native[part.cell].items() if count))
                for part in reshape.parts
            }
        )
        > 1
    )
    selects = []
    for part in reshape.parts:
        texts = "".join(
            f", {literal(text) if text is not None else 'NULL::VARCHAR'} AS c{number}"
            for number, text in zip(reshape.constants, part.constants, strict=True)
        )
        flag = ""
        if mixed:
            only_text = {kind for kind, count in native[part.cell].items() if count} <= {"text"}
            typed = f"n{part.cell}" if f"n{part.cell}" in names else ("false" if only_text else "true")
            flag = f", {typed} AS n{reshape.value}"
        selects.append(
            f"SELECT *, c{part.cell} AS c{reshape.value}{texts}{flag} FROM grid "
            f"WHERE NOT {says_nothing(f'c{part.cell}', EMPTY_WORDS + EMPTY_VALUES)}"
        )
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE grid AS {data}")
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE long_rows AS {' UNION ALL '.join(selects)}")
    cursor.execute("CREATE OR REPLACE TEMP VIEW raw AS SELECT * FROM long_rows")
    empty = cursor.execute(
        "SELECT row_no FROM grid WHERE row_no NOT IN (SELECT row_no FROM raw) ORDER BY row_no"
    ).fetchall()
    cursor.execute("DROP TABLE grid")
    staged.skipped += [{"row_no": row, "why": "no amounts in this row", "text": ""} for (row,) in empty]
    if empty:
        staged.skipped_counts["no amounts in this row"] += len(empty)
    counts: Counter[str] = Counter()
    for part in reshape.parts:
        counts.update(native[part.cell])
    _put(native, reshape.value, dict(counts))
    for number in reshape.constants:
        _put(native, number, {"text": sum(counts.values())})


# -- typed rows ----------------------------------------------------------------------------------------------


def _type(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    decisions: Decisions,
    imported_at: datetime,
    person_key: str | None,
    staged: StagedTable,
) -> None:
    """Make `staged`: the typed rows with what identifies them and what decides which of two is newer."""
    contract, recognition = table.contract, table.recognition
    decided = {decision.column: decision.sql for decision in decisions.columns}
    joins: list[str] = []
    once = person_key is not None and table.sheet.rows.num_rows >= _LARGE
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
    key = _row_key(contract, decided)
    said = {name for name, column in said_by(contract).items() if column in decided}
    staged.fills = {*decided, "row_key", "newer_by"} - said
    if extra != _NOTHING:
        staged.fills.add("extra")
    rows = f"SELECT row_no, {extra} AS extra, {typed} FROM raw{''.join(joins)}{_without_rejected(staged)}"
    source = _row_key_source(contract, decided, rows)
    select = (
        f"SELECT {literal(_sheet_name(table.sheet))} AS sheet, {key} AS row_key,"
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


def _sheet_name(sheet: Sheet) -> str:
    return f"{sheet.member}: {sheet.name}" if sheet.member and sheet.member != sheet.name else sheet.name


def _is_keyed(contract: type[Contract], decided: Mapping[str, str]) -> bool:
    return bool(contract.key) and contract.key[0] in decided


def _row_key(contract: type[Contract], decided: Mapping[str, str]) -> str:
    """What identifies the row across exports: its key columns, or else its content and which copy it is."""
    if not _is_keyed(contract, decided):
        return "content || '#' || row_number() OVER (PARTITION BY content ORDER BY row_no)"
    parts = [f"{quoted(name)}::VARCHAR" for name in contract.key]
    key = (
        parts[0]
        if len(parts) == 1
        else "concat_ws('|', " + ", ".join(f"coalesce({p}, '')" for p in parts) + ")"
    )
    if not contract.lines:
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
        value = f"nullif(trim(c{cell}), '')"
        if int(filled[3 * place + 2]):
            value = f"CASE WHEN NOT {_nothing(cell)} THEN {value} END"
        named = _PEOPLE.search(normalised(header)) and not _COUNTS.search(normalised(header))
        if person_key is not None and (named or 2 * with_at > count):
            value = hashed_person(value, person_key)
            if joins is not None:
                value = _hashed_once(cursor, cell, value, joins)
        entries.append(f"{quoted(header)} := {value}")
    if not entries:
        return _NOTHING
    return f"json_merge_patch('{{}}', to_json(struct_pack({', '.join(entries)})))"


def _nothing(cell: int) -> str:
    """SQL: whether a cell that no contract takes holds a word for "nothing"."""
    words = ", ".join(literal(word) for word in (*EMPTY_WORDS, "-", "--", "none"))
    # A CASE, because of two conditions the database works out both: long texts would all be made small first.
    return f"(CASE WHEN strlen(c{cell}) <= 8 THEN lower(trim(c{cell})) IN ({words}) ELSE false END)"


# -- what was refused ----------------------------------------------------------------------------------------


def _refuse(
    cursor: duckdb.DuckDBPyConnection, table: Table, decisions: Decisions, staged: StagedTable
) -> None:
    """List every cell that holds something and gives nothing; rows without their key are left out of `staged`."""
    by_name = {assignment.column.name: assignment for assignment in table.recognition.assignments}
    known = columns(table.contract)
    key = table.contract.key[:1]
    required = {name for name, column in known.items() if column.required or name in key}
    for decision in decisions.columns:
        if known[decision.column].reads is not None:
            continue
        assignment = by_name[decision.column]
        whole = decision.column in required
        if decision.refused:
            refused = cursor.execute(
                f"SELECT row_no, {_as_written(assignment)} FROM raw"
                f" WHERE {decision.present} AND ({decision.sql}) IS NULL ORDER BY row_no"
            ).fetchall()
            staged.cells_refused += len(refused)
            code = f"not-{assignment.column.type.value}"
            staged.rejects += [
                _reject(
                    table,
                    row,
                    assignment.header,
                    value,
                    decision.refusal.replace("{value}", str(value)),
                    code,
                    whole,
                )
                for row, value in refused
            ]
        if whole:
            missing = cursor.execute(
                f"SELECT row_no FROM raw WHERE NOT coalesce({decision.present}, false) ORDER BY row_no"
            ).fetchall()
            sentence = (
                f"“{assignment.header}” is empty, and every row needs it. Fill it in and load the row again."
            )
            staged.rejects += [
                _reject(table, row, assignment.header, None, sentence, "missing", True) for (row,) in missing
            ]
    rows_out = sorted({reject["row_no"] for reject in staged.rejects if reject["whole_row"]})
    staged.rows_rejected = len(rows_out)
    if rows_out:
        cursor.register("rows_out", pa.table({"row_no": pa.array(rows_out, pa.int64())}))
    cells = _whole_rows(cursor, table, {reject["row_no"] for reject in staged.rejects})
    for reject in staged.rejects:
        reject["cells"] = cells.get(reject["row_no"])


def _as_written(assignment: Assignment) -> str:
    parts = ", ".join(f"c{cell}" for cell in assignment.cells)
    return f"concat_ws('; ', {parts})" if len(assignment.cells) > 1 else parts


def _reject(
    table: Table, row: int, header: str, value: str | None, reason: str, code: str, whole: bool
) -> dict[str, Any]:
    return {
        "file": table.reading.file,
        "sheet": _sheet_name(table.sheet),
        "row_no": row,
        "column_name": header,
        "value": value,
        "reason": reason,
        "code": code,
        "whole_row": whole,
        "cells": None,
    }


def _whole_rows(cursor: duckdb.DuckDBPyConnection, table: Table, rows: set[int]) -> dict[int, str]:
    """The rows behind refused cells as written, by heading, so that they can be corrected and loaded again."""
    if not rows:
        return {}
    headings = {cell: a.header for a in table.recognition.assignments for cell in a.cells}
    headings |= dict(table.recognition.unmapped)
    present_cells = [cell for cell in sorted(headings) if f"c{cell}" in table.sheet.rows.column_names]
    cursor.register("wanted", pa.table({"row_no": pa.array(sorted(rows), pa.int64())}))
    found = cursor.execute(
        f"SELECT row_no, {', '.join(f'c{cell}' for cell in present_cells)} FROM sheet_rows "
        "WHERE row_no IN (SELECT row_no FROM wanted)"
    ).fetchall()
    return {
        int(row[0]): json.dumps(
            {headings[cell]: value for cell, value in zip(present_cells, row[1:], strict=True)},
            ensure_ascii=False,
        )
        for row in found
    }


def check_order_in_time(
    cursor: duckdb.DuckDBPyConnection, table: Table, import_id: int, imported_at: datetime
) -> tuple[list[dict[str, Any]], list[str]]:
    """What cannot be in the rows of an import: an end before its beginning, an event in the future.

    Returns the cells and one sentence for each kind of trouble. The rows stay as they are.
    """
    known = columns(table.contract)
    have = {a.column.name: a.header for a in table.recognition.assignments}
    checks = [
        (
            later,
            f"{quoted(later)} < {quoted(earlier)}",
            "before-" + earlier,
            f"“{have[later]}” lies before “{have[earlier]}”: the row is kept, but no duration between them is counted.",
        )
        for earlier, later in table.contract.follows
        if earlier in have and later in have
    ]
    tomorrow = imported_at + timedelta(days=1)
    checks += [
        (
            name,
            f"{quoted(name)} > TIMESTAMP '{tomorrow:%Y-%m-%d %H:%M:%S}'",
            "future",
            f"“{have[name]}” lies in the future: the row is kept, this event has not happened yet.",
        )
        for name in table.contract.happened
        if name in have and known[name].type is ColumnType.TIMESTAMP
    ]
    rejects: list[dict[str, Any]] = []
    warnings: list[str] = []
    if not checks:
        return rejects, warnings
    rows = f"FROM store.{quoted(table.contract.kind)} WHERE import_id = {int(import_id)}"
    counted = ", ".join(f"count(*) FILTER ({condition})" for _, condition, _, _ in checks)
    counts = cursor.execute(f"SELECT {counted} {rows}").fetchall()[0]
    for (name, condition, code, reason), count in zip(checks, counts, strict=True):
        if not count:
            continue
        found = cursor.execute(
            f"SELECT row_no, {quoted(name)}::VARCHAR {rows} AND {condition} ORDER BY row_no"
        ).fetchall()
        warnings.append(f"{len(found):,} rows: {reason}")
        rejects += [_reject(table, row, have[name], value, reason, code, False) for row, value in found]
    return rejects, warnings


# -- against what is known already ---------------------------------------------------------------------------


def _compare_with_known(
    cursor: duckdb.DuckDBPyConnection, table: Table, given: Mapping[str, str]
) -> list[Question]:
    """Ask when the same tickets lie at other times than in an earlier export: a zone, or another system."""
    when = table.contract.occurred
    if (
        when is None
        or columns(table.contract)[when].type is not ColumnType.TIMESTAMP
        or not table.contract.key
    ):
        return []
    found = cursor.execute(
        f"SELECT epoch(s.{quoted(when)}) - epoch(k.{quoted(when)}) AS seconds, count(*) AS n"
        f" FROM staged s JOIN store.{quoted(table.contract.kind)} k ON k.source = s.source"
        " AND k.row_key = s.row_key AND k.superseded_by IS NULL"
        f" WHERE s.{quoted(when)} IS NOT NULL AND k.{quoted(when)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC"
    ).fetchall()
    both = sum(int(n) for _, n in found)
    if both < 5:
        return []
    shifted = sum(
        int(n) for seconds, n in found if seconds and abs(seconds) <= 14 * 3600 and not seconds % 900
    )
    apart = sum(int(n) for seconds, n in found if seconds and (abs(seconds) > 14 * 3600 or seconds % 900))
    label = columns(table.contract)[when].label
    if (
        shifted > 0.8 * both
        and len([1 for s, n in found if n > 0.05 * both]) <= 2
        and "timezone" not in given
    ):
        hours = found[0][0] / 3600 if found[0][0] else found[1][0] / 3600
        return [
            Question(
                "timezone",
                f"{shifted:,} of {both:,} tickets that are here already have “{label}” {hours:+g} hours apart in this"
                " file: it was exported in another time zone. In which zone are its times?",
            )
        ]
    if apart > 0.5 * both and "source" not in given:
        return [
            Question(
                "source",
                f"{apart:,} of {both:,} tickets in this file have the number of a ticket that is here already but were"
                f" opened at another time. Do both come from the same system?",
                (
                    Option(
                        table.source, "The same system", "the newer rows take the place of the older ones"
                    ),
                    Option(f"{table.source} 2", "Another system", "both are kept, as tickets of two sources"),
                ),
            )
        ]
    return []
