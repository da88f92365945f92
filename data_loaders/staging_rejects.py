"""What was refused of a table: cells that give nothing, rows without their key, times that cannot be."""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from contracts.contract import ColumnType, columns
from data_loaders.recognition import Assignment, Recognition
from data_loaders.staged import StagedTable, Table, sheet_name
from data_loaders.staging_layout import GRID_CELL
from data_loaders.typing import Decisions
from warehouse.tables import literal, quoted

#: Said of a cell that costs its row although an empty one would not, and of a word that is none of those known.
_LEFT_OUT = " Left empty it would hold for all, so the row is left out."
_UNKNOWN = " Until then it counts as unknown."


def refuse(
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
        costs_the_row = whole or known[decision.column].empty_means_all
        follows = "" if whole else _LEFT_OUT if costs_the_row else _UNKNOWN if decision.instead else ""
        if decision.refused:
            reshape = table.recognition.reshape
            across = reshape is not None and assignment.cells == (reshape.value,)
            headings = {part.cell: part.header for part in reshape.parts} if reshape and across else {}
            refused = cursor.execute(
                f"SELECT row_no, {_as_written(assignment)}, {GRID_CELL if across else 'NULL'} FROM raw"
                f" WHERE {decision.present} AND ({decision.sql}) IS NULL ORDER BY row_no"
            ).fetchall()
            staged.cells_refused += len(refused)
            code = f"not-{assignment.column.type.value}"
            staged.rejects += [
                _reject(
                    table,
                    row,
                    headings.get(cell, assignment.header),
                    value,
                    decision.refusal.replace("{value}", str(value)) + follows,
                    code,
                    costs_the_row,
                )
                for row, value, cell in refused
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
        "sheet": sheet_name(table.sheet),
        "row_no": row,
        "column_name": header,
        "value": value,
        "reason": reason,
        "code": code,
        "whole_row": whole,
        "cells": None,
    }


def _whole_rows(cursor: duckdb.DuckDBPyConnection, table: Table, rows: set[int]) -> dict[int, str]:
    """The rows behind refused cells as written, cell by cell with its heading, to be corrected and loaded again."""
    if not rows:
        return {}
    headings = {cell: a.header for a in table.recognition.assignments for cell in a.cells}
    headings |= dict(table.recognition.unmapped)
    if table.recognition.reshape is not None:
        headings |= {part.cell: part.header for part in table.recognition.reshape.parts}
    cells = [cell for cell in sorted(headings) if f"c{cell}" in table.sheet.rows.column_names]
    cursor.register("wanted", pa.table({"row_no": pa.array(sorted(rows), pa.int64())}))
    above = [cell for cell in _filled_from_above(table.recognition) if cell in cells]
    texts = {cell: f"s.c{cell}::VARCHAR" for cell in cells}
    texts |= {cell: f"coalesce({texts[cell]}, a.c{cell}::VARCHAR)" for cell in above}
    written = ", ".join(
        f"json_array({cell}, {literal(headings[cell])}, {text})" for cell, text in texts.items()
    )
    filled = "".join(f", any_value(c{cell}) AS c{cell}" for cell in above)
    joined = (
        f"LEFT JOIN (SELECT row_no{filled} FROM raw GROUP BY row_no) a ON a.row_no = s.row_no"
        if above
        else ""
    )
    found = cursor.execute(
        f"SELECT s.row_no, json_array({written})::VARCHAR FROM sheet_rows s {joined}"
        " WHERE s.row_no IN (SELECT row_no FROM wanted)"
    ).fetchall()
    return {int(row): str(text) for row, text in found}


def _filled_from_above(recognition: Recognition) -> set[int]:
    """The raw columns whose blank cells say what the rows above them say: alone, a row would lack it."""
    cells = {cell for cell, _ in recognition.spread}
    cells |= set(recognition.continued.cells) if recognition.continued is not None else set()
    return cells | (set(recognition.reshape.filled_down) if recognition.reshape is not None else set())


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
    cells = _whole_rows(cursor, table, {reject["row_no"] for reject in rejects})
    for reject in rejects:
        reject["cells"] = cells.get(reject["row_no"])
    return rejects, warnings
