"""Look after the database file: `python -m warehouse backup|restore|check|setting`.

Exit codes: 0 done, 1 refused with a sentence, 2 wrong usage.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse import settings
from warehouse.backup import back_up, backups, checksum, require_closed, restore
from warehouse.declared_settings import SETTINGS, Setting, declared
from warehouse.opening import WarehouseError
from warehouse.warehouse import DEFAULT_PATH, open_warehouse


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one of the commands and say in words what was done."""
    parser = argparse.ArgumentParser(
        prog="python -m warehouse",
        description="Back up, restore or check the database, or read and choose a setting.",
    )
    parser.add_argument("command", choices=["backup", "restore", "check", "setting"])
    parser.add_argument(
        "name", nargs="?", help="restore: the backup to take; setting: its name (default: all)"
    )
    parser.add_argument(
        "value", nargs="?", help="setting: what it shall be; an empty text goes back to the default"
    )
    parser.add_argument("--db", help="the database file (default: BRIDGEVIEW_DB or data/bridgeview.duckdb)")
    parser.add_argument("--backup", help="restore: the backup to take (default: the newest)")
    options = parser.parse_args(arguments)
    path = Path(options.db or os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH)
    try:
        if options.command == "setting":
            print(_setting(path, options.name, options.value))
            return 0
        chosen = options.backup or options.name
        print({"backup": _backup, "restore": _restore, "check": _check}[options.command](path, chosen))
    except WarehouseError as problem:
        print(problem.sentence, file=sys.stderr)
        return 1
    return 0


def _backup(path: Path, _: str | None) -> str:
    file = back_up(open_warehouse(path))
    return f"Backup written: {file} ({file.stat().st_size / 2**20:,.1f} MB)."


def _restore(path: Path, chosen: str | None) -> str:
    require_closed(path)
    known = backups(path)
    found = [file for file in known if file.name == chosen] or [Path(chosen)] if chosen else known
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


def _setting(path: Path, name: str | None, value: str | None) -> str:
    warehouse = open_warehouse(path)
    if value is not None and name is not None:
        settings.change(warehouse, name, declared(name).read(value))
    chosen = [declared(name)] if name is not None else SETTINGS
    return "\n".join(
        f"{one.name} = {_written(settings.value_of(warehouse, one.name), one)}" for one in chosen
    )


def _written(value: Any, setting: Setting) -> str:
    if value is None:
        return f"({setting.unset})"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
