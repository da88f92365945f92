"""What was done to a warehouse, line by line in a text file beside the originals.

The database can be made again from this file and the kept originals alone, even when it is lost. An action is noted
in the database first, in the transaction that does it, and written to the file after its commit and at every opening:
whenever a machine stops, the file says of each action what the database says.
"""

import json
import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb


def place(database: Path) -> Path:
    """Where the journal of a database file lies."""
    return database.with_name(f"{database.stem}.originals") / "journal.jsonl"


def note(cursor: duckdb.DuckDBPyConnection, action: str, **what: Any) -> None:
    """Note one action inside the transaction that does it."""
    number = uuid.uuid4().hex
    entry = {"at": datetime.now(UTC).isoformat(), "id": number, "action": action, **what}
    cursor.execute(
        "INSERT INTO meta.journal SELECT coalesce(max(place), 0) + 1, ?, ? FROM meta.journal",
        [number, json.dumps(entry, ensure_ascii=False)],
    )


def write_out(cursor: duckdb.DuckDBPyConnection, database: Path, after: int = 0) -> int:
    """Append to the file what was noted after a place and is not in it; on disk when this returns.

    Returns the place of the last action noted. A line that a crash cut off is taken away first.
    """
    noted = cursor.execute(
        "SELECT place, id, line FROM meta.journal WHERE place > ? ORDER BY place", [after]
    ).fetchall()
    if not noted:
        return after
    file = place(database)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as out:
        out.seek(0)
        written = out.read() if not after else b""
        known = {action.get("id") for action in _read(written.decode("utf-8", "replace"))}
        if not after:
            out.truncate(written.rfind(b"\n") + 1)
        for _, number, line in noted:
            if number not in known:
                out.write(line.encode("utf-8") + b"\n")
        out.flush()
        os.fsync(out.fileno())
    return int(noted[-1][0])


def actions(database: Path) -> Iterator[dict[str, Any]]:
    """The actions in the order they were done; a last line that was cut off by a crash is left out."""
    file = place(database)
    if file.exists():
        yield from _read(file.read_text(encoding="utf-8"))


def _read(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            continue
