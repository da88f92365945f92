"""One recognised table becomes typed rows in a temporary table, with everything refused or skipped beside it.

All work on rows is done by DuckDB in whole columns; Python sees only the rows that did not convert.
"""

from collections.abc import Mapping
from datetime import datetime

import duckdb

from data_loaders.staged import StagedTable, Table
from data_loaders.staging_known import (
    anything_known,
    compare_with_known,
    numbered_otherwise,
    standing_as_another_kind,
)
from data_loaders.staging_layout import lay_out
from data_loaders.staging_rejects import refuse
from data_loaders.staging_rows import type_rows
from data_loaders.typing import Decisions, date_orders, decide
from data_loaders.typing_event_logs import is_event_log
from data_loaders.typing_numbers import DIVIDED_BY
from warehouse.tables import quoted


def stage(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    *,
    answers: Mapping[str, str],
    given: Mapping[str, str],
    person_key: str | None,
    imported_at: datetime,
    replaces: bool = False,
) -> StagedTable:
    """Type the data rows of a table into the temporary table `staged` on this cursor.

    `answers` include what was remembered of the source, `given` only what was said this time. With questions
    in the result nothing was staged.
    """
    staged = StagedTable()
    finish(cursor, staged)
    native = lay_out(cursor, table, staged)
    answers = {**answers, DIVIDED_BY: str(table.sheet.details.get("delimiter", ""))}

    def decided(answers: Mapping[str, str]) -> Decisions:
        return decide(
            cursor,
            "raw",
            table.recognition.assignments,
            native,
            answers=answers,
            timezone=answers.get("timezone"),
            person_key=person_key,
        )

    decisions = decided(answers)
    asked = {question.name.partition(".")[0] for question in decisions.questions}
    if "date_order" in asked and table.recognition.rows is not None:
        # What these few rows leave open, the other rows of the list may settle.
        orders = date_orders(cursor, "raw_of_all_kinds", table.recognition.assignments, native)
        decisions = decided({**orders, **answers})
    staged.questions += decisions.questions
    staged.warnings += decisions.warnings
    staged.timezone = decisions.timezone
    if staged.questions:
        return staged
    refuse(cursor, table, decisions, staged)
    type_rows(cursor, table, decisions, imported_at, person_key, staged)
    # Two logs of changes begin a ticket where each of them begins: other openings are no sign of anything.
    # What takes the place of everything is not compared with what it replaces.
    if not replaces and not is_event_log(table.recognition):
        staged.warnings += standing_as_another_kind(cursor, table)
        if anything_known(cursor, table):
            staged.questions += compare_with_known(cursor, table, given)
            staged.warnings += numbered_otherwise(cursor, table)
    return staged


def finish(cursor: duckdb.DuckDBPyConnection, staged: StagedTable) -> None:
    """Let go of the temporary tables of a committed table."""
    cursor.execute(f"DROP VIEW IF EXISTS {staged.relation}")
    cursor.execute("DROP TABLE IF EXISTS corrected_staged")
    cursor.execute("DROP TABLE IF EXISTS staged_rows")
    cursor.execute("DROP VIEW IF EXISTS raw")
    cursor.execute("DROP VIEW IF EXISTS raw_of_all_kinds")
    cursor.execute("DROP TABLE IF EXISTS long_rows")
    for (name,) in cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE temporary AND starts_with(table_name, 'people_')"
    ).fetchall():
        cursor.execute(f"DROP TABLE temp.{quoted(name)}")
