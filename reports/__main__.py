"""The board pack from the command line, for a scheduled job: `python -m reports --month 2026-10 --out DIR`.

Exit 0 with the paths of the files, 1 with a sentence when there is nothing to bind, 2 for usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from metrics.board import TOPICS, NoBoardError, last_month, month_scope
from metrics.query_values import values_of
from metrics.scope import Scope
from reports.pack import FORMATS, build, write
from warehouse import Warehouse, WarehouseError, open_warehouse
from warehouse.backup import backups
from warehouse.warehouse import DEFAULT_PATH


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        w = _open(given.db)
        scope = month_scope(given.month or last_month(w), _scope(w, given.client))
        files = build(w, scope, topics=given.topics, formats=given.format, progress=_told)
        for path in write(files, Path(given.out)):
            print(path)
    except (WarehouseError, NoBoardError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="Bind the board pack of a month.")
    parser.add_argument("--month", metavar="M", help="the month, 2026-10; else the last one that is over")
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder for the files")
    parser.add_argument(
        "--db", metavar="PATH", help="the database; else BRIDGEVIEW_DB or data/bridgeview.duckdb"
    )
    parser.add_argument(
        "--client", action="append", default=[], metavar="NAME", help="only this client; repeat for more"
    )
    parser.add_argument(
        "--topics", type=_listed(TOPICS), default=TOPICS, metavar="A,B", help=f"of {', '.join(TOPICS)}"
    )
    parser.add_argument(
        "--format", type=_listed(FORMATS), default=FORMATS, metavar="A,B", help=f"of {', '.join(FORMATS)}"
    )
    return parser


def _listed(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def parsed(text: str) -> tuple[str, ...]:
        chosen = [word.strip() for word in text.split(",") if word.strip()]
        unknown = [word for word in chosen if word not in known]
        if unknown or not chosen:
            raise argparse.ArgumentTypeError(
                f"{', '.join(unknown) or 'nothing'} is not one of {', '.join(known)}"
            )
        return tuple(word for word in known if word in chosen)

    return parsed


def _open(path: str | None) -> Warehouse:
    chosen = Path(path or os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH)
    if not chosen.is_file():
        raise FileNotFoundError(
            f"There is no database at {chosen}; load a file first with `python -m data_loaders FILE --db {chosen}`."
        )
    try:
        return open_warehouse(chosen)
    except WarehouseError as problem:
        newest = backups(chosen)[:1]
        if problem.code != "locked" or not newest:
            raise
        # A scheduled job mostly runs beside the open app, which has the file to itself.
        way_out = f"{problem.sentence} Or bind the pack from the newest backup: --db {newest[0]}"
        raise WarehouseError(way_out, problem.code) from problem


def _scope(w: Warehouse, clients: Sequence[str]) -> Scope:
    if not clients:
        return Scope()
    kinds = tuple(sorted(set(w.imports()["kind"].dropna())))
    known = values_of(w, "client", kinds, ("*",))
    unknown = [name for name in clients if name not in known]
    if unknown:
        raise ValueError(
            f"No client is called {', '.join(map(repr, unknown))}; there are {', '.join(known) or 'none'}."
        )
    return Scope.of(client=tuple(clients))


def _told(share: float, what: str) -> None:
    print(f"{share:4.0%} {what}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
