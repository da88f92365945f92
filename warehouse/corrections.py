"""Rows that were refused, corrected by hand and loaded back: each takes the place of the row it was made from.

A correction keeps the row number of the row it corrects, so that a row without a key of its own is not counted twice.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb


def note(cursor: duckdb.DuckDBPyConnection, import_id: int, corrects: int, rows: Collection[int]) -> None:
    """Note which rows of an import are those of an earlier one, corrected."""
    cursor.executemany(
        "INSERT INTO meta.corrections VALUES (?, ?, ?)", [[import_id, corrects, row] for row in sorted(rows)]
    )


def find_corrected(cursor: duckdb.DuckDBPyConnection, kind: str) -> bool:
    """Fill the temporary table `corrected_rows` (import_id, row_no, winner); False where no row of the kind is in it.

    A row that was corrected twice loses to the later correction, and so does the earlier one.
    """
    standing = (
        "SELECT c.import_id FROM meta.corrections c JOIN meta.imports i ON i.import_id = c.import_id"
        " WHERE i.kind = ? AND i.undone_at IS NULL LIMIT 1"
    )
    if not cursor.execute(standing, [kind]).fetchall():
        return False
    cursor.execute(
        "CREATE OR REPLACE TEMP TABLE corrected_rows AS SELECT e.import_id, e.row_no, max(c.import_id) AS winner"
        " FROM meta.corrections c JOIN meta.imports i ON i.import_id = c.import_id"
        " JOIN (SELECT corrects AS import_id, corrects, row_no FROM meta.corrections"
        "  UNION SELECT import_id, corrects, row_no FROM meta.corrections) e"
        "  ON e.corrects = c.corrects AND e.row_no = c.row_no AND e.import_id < c.import_id"
        " WHERE i.kind = ? AND i.undone_at IS NULL GROUP BY ALL",
        [kind],
    )
    return True
