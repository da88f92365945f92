"""What was done to a warehouse, line by line in a text file beside the originals.

The database can be made again from this file and the kept originals alone, even when it is lost.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.warehouse import Warehouse


def place(database: Path) -> Path:
    """Where the journal of a database file lies."""
    return database.with_name(f"{database.stem}.originals") / "journal.jsonl"


def note(warehouse: Warehouse, action: str, **what: Any) -> None:
    """Append one action; it is on disk when this returns. A warehouse in memory keeps no journal."""
    if warehouse.path is None:
        return
    file = place(warehouse.path)
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"at": datetime.now(UTC).isoformat(), "action": action, **what}, ensure_ascii=False)
    with file.open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def actions(database: Path) -> Iterator[dict[str, Any]]:
    """The actions in the order they were done; a last line that was cut off by a crash is left out."""
    file = place(database)
    if not file.exists():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except json.JSONDecodeError:
            return
