"""Backup, restore and rebuild: three ways back, each complete and each checked.

A copy of the database file of a running application can be silently older than what was acknowledged;
COPY FROM DATABASE reads one snapshot and was right in every trial, so a backup is made that way.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from contracts import all_contracts
from warehouse.opening import WarehouseError, connect
from warehouse.tables import base_columns, literal, quoted
from warehouse.warehouse import Warehouse


def back_up(warehouse: Warehouse) -> Path:
    """Write a complete copy of the database into the folder `<name>.backups` beside it; returns its path."""
    folder = warehouse.folder("backups")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{folder.name.split('.')[0]}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.duckdb"
    with warehouse.alone() as cursor:
        current = cursor.execute("SELECT current_database()").fetchall()[0][0]
        cursor.execute(f"ATTACH {literal(str(file.resolve()))} AS backup (STORAGE_VERSION 'v1.5.0')")
        try:
            cursor.execute(f"COPY FROM DATABASE {quoted(str(current))} TO backup")
        finally:
            cursor.execute("DETACH backup")
    return file


def backups(path: Path) -> list[Path]:
    """The backups of a database file, newest first."""
    return sorted(
        path.with_name(f"{path.stem}.backups").glob("*.duckdb"), key=lambda file: -file.stat().st_mtime
    )


def restore(path: Path, backup: Path) -> Path:
    """Put a backup in the place of a database that is not open; what was there is moved to `recovery/`.

    Returns where the old file is now. Raises WarehouseError when the backup cannot be opened.
    """
    connection, _ = connect(backup)
    connection.close()
    aside = path.parent / "recovery" / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    aside.mkdir(parents=True, exist_ok=True)
    for file in (path, path.with_name(path.name + ".wal")):
        if file.exists():
            shutil.move(file, aside / file.name)
    shutil.copy2(backup, path)
    return aside


def checksum(warehouse: Warehouse) -> dict[str, str]:
    """A checksum per kind over what its rows say and where they come from, in whatever order they lie.

    The number of the import and the moment it was made are left out: a rebuild gives them anew.
    """
    sums: dict[str, str] = {}
    for kind, contract in all_contracts().items():
        listed = ", ".join(
            f"coalesce({quoted(name)}::VARCHAR, chr(0))"
            for name in ["sheet", "row_no", "row_key", "source", "extra", *base_columns(contract)]
        )
        rows, total = warehouse.records(
            f"SELECT count(*), coalesce(sum((md5_number(concat_ws(chr(31), (superseded_by IS NULL)::VARCHAR, {listed}))"
            f" % 1000000007)::BIGINT), 0) FROM store.{quoted(kind)}"
        )[0]
        if rows:
            sums[kind] = f"{rows}:{total}"
    return sums


def require_closed(path: Path) -> None:
    """Raise WarehouseError `locked` when another program has the database open."""
    if not path.exists():
        return
    try:
        connection, _ = connect(path)
    except WarehouseError as problem:
        if problem.code == "locked":
            raise
        return
    connection.close()
