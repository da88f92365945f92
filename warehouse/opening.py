"""Open the one DuckDB file of a warehouse: hardened, repaired where that is safe, refused in one sentence where not.

Facts this rests on, all tried: a second process is refused by DuckDB with the other's process id; a torn
write-ahead log makes DuckDB refuse to open, and cutting it at the byte its message names loses nothing that was
acknowledged, because an import is only called done after a checkpoint.
"""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

#: Raised by one whenever a table of schema `meta` changes its shape; see `migrations.py`.
SCHEMA_VERSION = 3

_CONFIG = {
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "storage_compatibility_version": "v1.5.0",
    "preserve_insertion_order": "true",
}


class WarehouseError(Exception):
    """Something about the database file that its owner has to know, in one sentence."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def connect(path: Path | None, backups: Path | None = None) -> tuple[duckdb.DuckDBPyConnection, list[str]]:
    """Open `path` (None: in memory) for this process alone; returns the connection and what was repaired.

    Raises WarehouseError with code `locked`, `newer`, `damaged` or `not-a-database`.
    """
    notes: list[str] = []
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _open(path)
    except duckdb.Error as problem:
        connection = _after_trouble(path, problem, notes)
    _lock_down(connection, backups)
    return connection, notes


def _open(path: Path | None) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path) if path is not None else ":memory:", config=dict(_CONFIG))


def _lock_down(connection: duckdb.DuckDBPyConnection, backups: Path | None) -> None:
    """No statement may read or write another file from here on, whatever a spreadsheet managed to smuggle in."""
    cursor = connection.cursor()
    cursor.execute("SET GLOBAL TimeZone = 'UTC'")
    if cursor.execute("SELECT current_setting('lock_configuration')").fetchall()[0][0]:
        return
    if backups is not None:
        folder = str(backups).replace("'", "''")
        cursor.execute(f"SET allowed_directories = ['{folder}']")
    cursor.execute("SET enable_external_access = false")
    cursor.execute("SET lock_configuration = true")


def _after_trouble(path: Path | None, problem: duckdb.Error, notes: list[str]) -> duckdb.DuckDBPyConnection:
    message = str(problem)
    if path is None:
        raise problem
    if "Could not set lock" in message or "Conflicting lock" in message or "being used by another" in message:
        holder = re.search(r"PID (\d+)", message)
        who = f" (process {holder.group(1)})" if holder else ""
        raise WarehouseError(
            f"{path} is open in another program{who}: stop Bridgeview or the import that is running there,"
            " then try again.",
            "locked",
        ) from problem
    if "version number" in message or "newer version" in message or "was created with" in message:
        raise WarehouseError(
            f"{path} was written by a newer version of its database engine than this one can read:"
            " update Bridgeview, or open a backup made with this version.",
            "newer",
        ) from problem
    if "not a valid DuckDB database" in message:
        raise WarehouseError(
            f"{path} is not a Bridgeview database: name another file with --db, or move this one away"
            " and a new one is made.",
            "not-a-database",
        ) from problem
    repaired = _without_torn_log(path, message, notes)
    if repaired is not None:
        return repaired
    raise WarehouseError(
        f"{path} is damaged and cannot be opened. Nothing has been changed. Restore the newest backup with"
        " `python -m warehouse restore`, or rebuild it from the kept files with `python -m data_loaders --rebuild`.",
        "damaged",
    ) from problem


def _without_torn_log(path: Path, message: str, notes: list[str]) -> duckdb.DuckDBPyConnection | None:
    """Cut a write-ahead log at the place its checksum stops holding; both files are copied aside first."""
    log = path.with_name(path.name + ".wal")
    if not log.exists() or ("WAL" not in message and "wal" not in message):
        return None
    aside = path.parent / "recovery" / datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, aside / path.name)
    shutil.copy2(log, aside / log.name)
    position = re.search(r"position (\d+)|offset (\d+)|at byte (\d+)", message)
    cuts = [int(next(group for group in position.groups() if group))] if position else []
    # A log whose very first record is damaged holds nothing that was acknowledged: it may go entirely.
    for cut in [*cuts, 0]:
        shutil.copy2(aside / path.name, path)
        if cut:
            with log.open("wb") as out:
                out.write((aside / log.name).read_bytes()[:cut])
        else:
            log.unlink(missing_ok=True)
        try:
            connection = _open(path)
        except duckdb.Error:
            continue
        notes.append(
            f"The last write to {path.name} was cut off. The unfinished part was removed; every import that was"
            f" reported as done is there. Both files as they were are kept in {aside}."
        )
        return connection
    return None
