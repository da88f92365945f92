"""Load files from the command line, by the same path as the page: `python -m data_loaders FILE…`.

Exit codes: 0 loaded, 1 something was refused, 2 wrong usage, 3 a question waits for an answer.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from data_loaders.loading import load
from data_loaders.outcome import Question, TableResult
from data_loaders.rebuilding import rebuild
from data_loaders.rejects_workbook import write_rejects
from warehouse import Warehouse, WarehouseError, open_warehouse
from warehouse.backup import checksum
from warehouse.warehouse import DEFAULT_PATH


def main(arguments: Sequence[str] | None = None) -> int:
    """Load the files named on the command line and print one entry per table."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if bool(options.files) == bool(options.rebuild):
        parser.error("name the files to load, or --rebuild NEW")
    if options.rebuild:
        return _rebuild(options.db, Path(options.rebuild))
    answers: dict[str, str] = {}
    for answer in options.answer:
        name, separator, value = answer.partition("=")
        if not separator or not name:
            parser.error(f"--answer takes NAME=VALUE, not {answer!r}")
        answers[name.strip()] = value.strip()
    try:
        warehouse = open_warehouse(options.db)
        results = load(
            [Path(file) for file in options.files],
            warehouse,
            answers=answers,
            timezone=options.timezone,
            dry_run=options.dry_run,
            replaces=options.replace,
            again=options.again,
            progress=_show_progress if sys.stderr.isatty() and not options.json else None,
        )
        _write_rejects(results, warehouse, options.rejects)
    except WarehouseError as problem:
        if options.json:
            print(json.dumps({"tables": [], "error": problem.sentence, "code": problem.code}))
        else:
            print(problem.sentence, file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps({"tables": [as_json(result) for result in results]}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_in_words(result, dry_run=options.dry_run) for result in results))
    if any(result.questions for result in results):
        return 3
    return 1 if any(result.error for result in results) else 0


def _write_rejects(results: Sequence[TableResult], warehouse: Warehouse, folder: str | None) -> None:
    """Put what was refused of each import into a workbook to correct and load, where that is asked for."""
    for result in results if folder is not None else ():
        if result.import_id is not None and (
            file := write_rejects(warehouse, result.import_id, Path(str(folder)))
        ):
            result.warnings.append(f"What was refused is in {file}: correct it there and load that file.")


def _rebuild(db: str | None, into: Path) -> int:
    try:
        fresh = rebuild(
            Path(db or os.environ.get("BRIDGEVIEW_DB") or DEFAULT_PATH),
            into,
            progress=lambda step: print(step, file=sys.stderr),
        )
    except WarehouseError as problem:
        print(problem.sentence, file=sys.stderr)
        return 1
    for kind, total in sorted(checksum(fresh).items()):
        print(f"{kind}: {total.split(':')[0]} rows, checksum {total.split(':')[1]}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data_loaders", description="Load Excel and CSV exports into the Bridgeview database."
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="a file, a zip of files, or a folder")
    parser.add_argument(
        "--rebuild", metavar="NEW", help="make the database again, as file NEW, from kept originals"
    )
    parser.add_argument("--db", help="the database file (default: BRIDGEVIEW_DB or data/bridgeview.duckdb)")
    parser.add_argument("--timezone", help="the time zone of times that name none, such as Europe/Copenhagen")
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="the answer to a question an earlier call asked; may be given several times",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--dry-run", action="store_true", help="do everything but keep it")
    parser.add_argument(
        "--replace",
        action="store_true",
        help="each file holds everything its source has: what it lacks no longer stands",
    )
    parser.add_argument(
        "--again", action="store_true", help="import a file although the same bytes are there"
    )
    parser.add_argument(
        "--rejects",
        metavar="FOLDER",
        help="write what was refused as workbooks to correct and load, into FOLDER",
    )
    return parser


def _show_progress(stage: str, share: float | None) -> None:
    print(
        f"\r\033[K{stage}{f' {share:.0%}' if share is not None else ''}", end="", file=sys.stderr, flush=True
    )


def as_json(result: TableResult) -> dict[str, Any]:
    """A result as the JSON the command line promises; every question carries the exact answer to give."""
    plain = asdict(result)
    plain["questions"] = [{**asdict(question), "answer": _answer(question)} for question in result.questions]
    return plain


def _answer(question: Question) -> str:
    value = question.suggested or (question.options[0].value if question.options else "VALUE")
    return _as_argument(question.name, value)


def _as_argument(name: str, value: str) -> str:
    """The answer as a shell takes it: in quotes where a name or a value holds more than letters and digits."""
    text = f"{name}={value}"
    if re.fullmatch(r"[\w.,:;/+@%=-]+", text):
        return f"--answer {text}"
    if re.fullmatch(r"[\w.-]+", name) and '"' not in value:
        return f'--answer {name}="{value}"'
    return f'--answer "{text}"' if '"' not in text else f"--answer '{text}'"


def _in_words(result: TableResult, *, dry_run: bool) -> str:
    title = f"{result.file}" + (f" · {result.sheet}" if result.sheet and result.sheet != result.file else "")
    lines = [title]
    if result.kind:
        lines[0] += f" → {result.kind}" + (f" ({result.tool})" if result.tool else "")
    if result.error:
        lines.append(f"  refused: {result.error}")
    for question in result.questions:
        lines.append(f"  question: {question.text}")
        lines += [
            f"    {_as_argument(question.name, option.value)}   {option.label}"
            + (f": {option.effect}" if option.effect else "")
            for option in question.options
        ]
        if not question.options:
            lines.append(f"    {_answer(question)}")
    if result.import_id or (dry_run and not result.error and not result.questions and result.kind):
        lines.append(
            f"  {result.rows_read:,} rows read = {result.rows_loaded:,} loaded + {result.rows_superseded:,} superseded"
            f" + {result.rows_rejected:,} rejected + {result.rows_skipped:,} skipped"
        )
        lines.append(
            f"  {result.new:,} new, {result.changed:,} changed, {result.unchanged:,} unchanged"
            + (f"; {result.cells_refused:,} cells refused" if result.cells_refused else "")
            + (f"; import {result.import_id}" if result.import_id else "; trial run, nothing kept")
        )
    lines += [f"  note: {warning}" for warning in result.warnings]
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads the output stopped early (`| head`); the import itself was over before the first line.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)
