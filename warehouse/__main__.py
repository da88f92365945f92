"""Look after the database file: `python -m warehouse backup|restore|check`.

Exit codes: 0 done, 1 refused with a sentence, 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from warehouse.backup import back_up, backups, checksum, require_closed, restore
from warehouse.opening import WarehouseError
from warehouse.warehouse import DEFAULT_PATH, open_warehouse


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one of the commands and say in words what was done."""
    parser = argparse.ArgumentParser(
        prog="python -m warehouse", description="Back up, restore or check the database."
    )
    parser.add_argument("command", choices=["backup", "restore", "check"])
    parser.add_argument("--db", help="the database file (default: BRIDGEVIEW_DB or data/bridgeview.duckdb)")
    parser.add_argument("--backup", help="restore: the backup to take (default: the newest)")
    options = parser.parse_args(arguments)
    path = Path(options.db or os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH)
    try:
        print(
            {"backup": _backup, "restore": _restore, "check": _check}[options.command](path, options.backup)
        )
    except WarehouseError as problem:
        print(problem.sentence, file=sys.stderr)
        return 1
    return 0


def _backup(path: Path, _: str | None) -> str:
    file = back_up(open_warehouse(path))
    return f"Backup written: {file} ({file.stat().st_size / 2**20:,.1f} MB)."


def _restore(path: Path, chosen: str | None) -> str:
    require_closed(path)
    found = [Path(chosen)] if chosen else backups(path)
    if not found or not found[0].exists():
        raise WarehouseError(f"There is no backup of {path} to restore.", "no-backup")
    aside = restore(path, found[0])
    return f"{found[0].name} stands in the place of {path} now. What was there before is kept in {aside}."


def _check(path: Path, _: str | None) -> str:
    warehouse = open_warehouse(path)
    lines = [f"{path} opens.", *warehouse.notes]
    lines += [
        f"  {kind}: {total.split(':')[0]} rows, checksum {total.split(':')[1]}"
        for kind, total in sorted(checksum(warehouse).items())
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
