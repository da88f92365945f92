"""Make the tables a version of the application needs, and bring an older file up to date after a backup."""

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from contracts import all_contracts
from contracts.contract import Contract
from warehouse.build import rebuild
from warehouse.derived import DERIVED, definition, derived_types
from warehouse.opening import SCHEMA_VERSION, WarehouseError
from warehouse.tables import (
    ALWAYS_FILLED,
    create_filled,
    create_views,
    filled_columns,
    key_of,
    named_views,
    quoted,
    written_name,
)

_META: Mapping[str, str] = {
    "app": "name VARCHAR, value VARCHAR",
    "settings": "name VARCHAR, value VARCHAR",
    "documents": "collection VARCHAR, key VARCHAR, value VARCHAR, author VARCHAR, saved_at TIMESTAMP",
    "imports": (
        "import_id BIGINT, file VARCHAR, sha256 VARCHAR, member VARCHAR, sheet VARCHAR, kind VARCHAR, tool VARCHAR,"
        " source VARCHAR, imported_at TIMESTAMP, timezone VARCHAR, answers VARCHAR, mapping VARCHAR,"
        " fingerprint VARCHAR, rows_read BIGINT, rows_loaded BIGINT, rows_superseded BIGINT, rows_rejected BIGINT,"
        " rows_skipped BIGINT, new BIGINT, changed BIGINT, unchanged BIGINT, vanished BIGINT, cells_refused BIGINT,"
        " warnings VARCHAR, skipped VARCHAR, replaces BOOLEAN, undone_at TIMESTAMP"
    ),
    "originals": "sha256 VARCHAR, file VARCHAR, size BIGINT, kept VARCHAR, first_seen TIMESTAMP",
    "rejects": (
        "import_id BIGINT, file VARCHAR, sheet VARCHAR, row_no BIGINT, column_name VARCHAR, value VARCHAR,"
        " reason VARCHAR, code VARCHAR, whole_row BOOLEAN, cells VARCHAR"
    ),
    "skipped": "import_id BIGINT, row_no BIGINT, why VARCHAR, text VARCHAR",
    "headings": "import_id BIGINT, row_no BIGINT, cells VARCHAR",
    "remembered_before": (
        "import_id BIGINT, what VARCHAR, source VARCHAR, name VARCHAR, value VARCHAR, saved_at TIMESTAMP"
    ),
    "corrections": "import_id BIGINT, corrects BIGINT, row_no BIGINT",
    "mappings": "fingerprint VARCHAR, mapping VARCHAR, saved_at TIMESTAMP",
    "answers": "source VARCHAR, name VARCHAR, value VARCHAR, saved_at TIMESTAMP",
    "journal": "place BIGINT, id VARCHAR, line VARCHAR",
    "aliases": "dimension VARCHAR, written VARCHAR, name VARCHAR, same BOOLEAN, decided_at TIMESTAMP",
}


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Leave a database with every table of this version; refuse one of a later version.

    The named views of metrics are made apart, by `make_named_views`, when something is first read.
    Raises WarehouseError `newer`. An older file is copied to `<name>.backups/` before anything changes.
    """
    cursor = connection.cursor()
    version = _version(cursor)
    if version is not None and version > SCHEMA_VERSION:
        raise WarehouseError(
            f"{path} was written by a newer version of Bridgeview (its tables are version {version}, this program"
            f" knows {SCHEMA_VERSION}): update Bridgeview. Nothing has been changed.",
            "newer",
        )
    changes = _changes(cursor)
    views_version = _version_of(
        view for c in all_contracts().values() for view in create_views(c, derived_types(c.kind), ())
    )
    outdated = [
        kind
        for kind in DERIVED
        if version is not None and _noted(cursor, f"derived {kind}") != definition(kind)
    ]
    keys_version = _version_of(f"{c.kind} {c.key}" for c in all_contracts().values())
    rekeyed = {} if version is None or _noted(cursor, "keys") == keys_version else _rekeyed(cursor)
    outdated += [kind for kind in rekeyed if kind not in outdated]
    if (
        not changes
        and not outdated
        and version == SCHEMA_VERSION
        and _noted(cursor, "views of kinds") == views_version
        and _noted(cursor, "keys") == keys_version
    ):
        return
    if (changes or outdated) and version is not None and path is not None:
        _copy_aside(cursor, path)
    cursor.execute("BEGIN")
    try:
        for statement in changes:
            cursor.execute(statement)
        if version is None:
            cursor.execute("INSERT INTO meta.app VALUES ('content_id', ?)", [uuid.uuid4().hex])
        for statement in _views_of_kinds(cursor):
            cursor.execute(statement)
        for statement in rekeyed.values():
            cursor.execute(statement)
        for kind in outdated:
            rebuild(cursor, all_contracts()[kind])
        noted = {
            "schema_version": str(SCHEMA_VERSION),
            "views of kinds": views_version,
            "keys": keys_version,
        }
        _note(cursor, noted | {f"derived {kind}": definition(kind) for kind in DERIVED})
        # The named views stand on those of the kinds: they are made again too.
        cursor.execute("DELETE FROM meta.app WHERE name = 'views'")
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("CHECKPOINT")


def make_named_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Leave a database with the named views of this version; costs one look where they are there already.

    DuckDB works out every column of a view when it is made: for all of them that takes longer than a small import.
    """
    cursor = connection.cursor()
    named = list(named_views())
    version = _version_of(named)
    if _noted(cursor, "views") == version:
        return
    cursor.execute("BEGIN")
    try:
        for statement in named:
            cursor.execute(statement)
        _note(cursor, {"views": version})
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _views_of_kinds(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The statements of the views of every kind."""
    filled = dict(
        cursor.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
            " WHERE schema_name = 'filled' GROUP BY 1"
        ).fetchall()
    )
    return [
        view
        for c in all_contracts().values()
        for view in create_views(c, derived_types(c.kind), filled[c.kind])
    ]


def _version_of(statements: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def _note(cursor: duckdb.DuckDBPyConnection, noted: Mapping[str, str]) -> None:
    cursor.execute("DELETE FROM meta.app WHERE list_contains(?, name)", [list(noted)])
    rows = ", ".join(["(?, ?)"] * len(noted))
    cursor.execute(f"INSERT INTO meta.app VALUES {rows}", [cell for row in noted.items() for cell in row])


def _version(cursor: duckdb.DuckDBPyConnection) -> int | None:
    made = cursor.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'app'"
    ).fetchall()
    if not made:
        return None
    found = _noted(cursor, "schema_version")
    return int(found) if found else None


def _noted(cursor: duckdb.DuckDBPyConnection, name: str) -> str | None:
    found = cursor.execute("SELECT value FROM meta.app WHERE name = ?", [name]).fetchall()
    return str(found[0][0]) if found else None


def _changes(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """What is missing, and the tables of version 1, which had every column whether it held anything or not."""
    found = set(cursor.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall())
    schemas = {str(name) for (name,) in cursor.execute("SELECT schema_name FROM duckdb_schemas()").fetchall()}
    changes = [f"CREATE SCHEMA {name}" for name in ("meta", "store", "filled") if name not in schemas]
    for table, listed in _META.items():
        if ("meta", table) not in found:
            changes.append(f"CREATE TABLE meta.{table} ({listed})")
    for contract in all_contracts().values():
        if ("store", contract.kind) in found:
            changes += _moved(cursor, contract)
        elif ("filled", contract.kind) not in found:
            changes.append(create_filled(contract))
    return changes


def _rekeyed(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By kind the statement that gives rows stored under an earlier key the one they would get today.

    Without it the next export of the same list would stand beside its old rows. Kinds of lines are left out: which
    copy of its key a line is follows from its file, and `rebuild` reads that again.
    """
    made = {
        str(kind)
        for (kind,) in cursor.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'filled'"
        ).fetchall()
    }
    statements = {}
    for contract in all_contracts().values():
        if len(contract.key) < 2 or contract.lines or contract.kind not in made:
            continue
        filled = set(filled_columns(cursor, contract))
        if not {"row_key", contract.key[0]} <= filled:
            continue
        written = {name for name in contract.key if f"{name}_as_written" in filled}
        own = {name: written_name(name) for name in written}
        own |= {name: "NULL" for name in contract.key if name not in filled}
        table, key = f"filled.{quoted(contract.kind)}", key_of(contract, own)
        stale = f"{quoted(contract.key[0])} IS NOT NULL AND row_key IS DISTINCT FROM {key}"
        if cursor.execute(f"SELECT 1 FROM {table} WHERE {stale} LIMIT 1").fetchall():
            statements[contract.kind] = f"UPDATE {table} SET row_key = {key} WHERE {stale}"
    return statements


def _moved(cursor: duckdb.DuckDBPyConnection, contract: type[Contract]) -> list[str]:
    old = f"store.{quoted(contract.kind)}"
    names = [str(row[0]) for row in cursor.execute(f"DESCRIBE {old}").fetchall()]
    counts = cursor.execute(
        f"SELECT {', '.join(f'count({quoted(name)})' for name in names)} FROM {old}"
    ).fetchall()
    kept = [name for name, n in zip(names, counts[0], strict=True) if n or name in ALWAYS_FILLED]
    listed = ", ".join(quoted(name) for name in kept)
    return [
        f"CREATE TABLE filled.{quoted(contract.kind)} AS SELECT {listed} FROM {old}",
        f"DROP TABLE {old}",
    ]


def _copy_aside(cursor: duckdb.DuckDBPyConnection, path: Path) -> None:
    cursor.execute("CHECKPOINT")
    backups = path.with_name(f"{path.stem}.backups")
    backups.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    shutil.copy2(path, backups / f"{path.stem}-before-update-{stamp}.duckdb")
