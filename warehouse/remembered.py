"""What imports teach: answers kept for a source, and how headings were read; undone with the import that taught them.

Otherwise a wrong answer would outlive the import that was taken back because of it, and never be asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import duckdb

from warehouse.warehouse import Warehouse

_ANSWER, _MAPPING = "answer", "mapping"


def remember(
    cursor: duckdb.DuckDBPyConnection, source: str, answers: Mapping[str, str], import_id: int
) -> None:
    """Keep the answers an import was read with for its source, so that they are not asked again next month."""
    for name, value in answers.items():
        _keep(cursor, import_id, _ANSWER, source, name, value)


def answers(cursor: duckdb.DuckDBPyConnection, source: str) -> dict[str, str]:
    """The answers kept for a source, by the name of the question."""
    found = cursor.execute("SELECT name, value FROM meta.answers WHERE source = ?", [source]).fetchall()
    return {str(name): str(value) for name, value in found}


def mappings(warehouse: Warehouse) -> dict[str, str]:
    """Every kept mapping of headings, as JSON text by the fingerprint of the headings."""
    return {
        str(fingerprint): str(mapping)
        for fingerprint, mapping in warehouse.records(
            "SELECT fingerprint, mapping FROM meta.mappings ORDER BY saved_at"
        )
    }


def keep_mapping(cursor: duckdb.DuckDBPyConnection, fingerprint: str, mapping: str, import_id: int) -> None:
    """Keep the mapping of headings an import was read with in place of an earlier one for the same headings."""
    _keep(cursor, import_id, _MAPPING, "", fingerprint, mapping)


def forget(cursor: duckdb.DuckDBPyConnection, import_id: int) -> None:
    """Put back what was remembered before an import, except what later ones were read with again."""
    taught = cursor.execute(
        "DELETE FROM meta.remembered_before WHERE import_id = ? RETURNING what, source, name, value, saved_at",
        [import_id],
    ).fetchall()
    for what, source, name, value, saved_at in taught:
        later = cursor.execute(
            "SELECT min(import_id) FROM meta.remembered_before"
            " WHERE import_id > ? AND what = ? AND source = ? AND name = ?",
            [import_id, what, source, name],
        ).fetchall()[0][0]
        if later is None:
            _put(cursor, what, source, name, value, saved_at)
        else:
            cursor.execute(
                "UPDATE meta.remembered_before SET value = ?, saved_at = ?"
                " WHERE import_id = ? AND what = ? AND source = ? AND name = ?",
                [value, saved_at, later, what, source, name],
            )


def _keep(
    cursor: duckdb.DuckDBPyConnection, import_id: int, what: str, source: str, name: str, value: str
) -> None:
    if what == _ANSWER:
        query, keys = "SELECT value, saved_at FROM meta.answers WHERE source = ? AND name = ?", [source, name]
    else:
        query, keys = "SELECT mapping, saved_at FROM meta.mappings WHERE fingerprint = ?", [name]
    before = (cursor.execute(query, keys).fetchall() or [(None, None)])[0]
    cursor.execute(
        "INSERT INTO meta.remembered_before VALUES (?, ?, ?, ?, ?, ?)",
        [import_id, what, source, name, *before],
    )
    _put(cursor, what, source, name, value, datetime.now(UTC).replace(tzinfo=None))


def _put(
    cursor: duckdb.DuckDBPyConnection,
    what: str,
    source: str,
    name: str,
    value: str | None,
    saved_at: datetime | None,
) -> None:
    """Put a value in the place of what is remembered; None for nothing."""
    if what == _ANSWER:
        cursor.execute("DELETE FROM meta.answers WHERE source = ? AND name = ?", [source, name])
        if value is not None:
            cursor.execute("INSERT INTO meta.answers VALUES (?, ?, ?, ?)", [source, name, value, saved_at])
        return
    cursor.execute("DELETE FROM meta.mappings WHERE fingerprint = ?", [name])
    if value is not None:
        cursor.execute("INSERT INTO meta.mappings VALUES (?, ?, ?)", [name, value, saved_at])
