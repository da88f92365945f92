"""Load files into a warehouse: read, recognise, type, stage, commit; the one path of page and command line.

A file is imported as a whole or not at all. Where only its reader can know something (the time zone, whether
01/02 is in January or February), the file waits with a question and nothing is changed.
"""

import logging
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import duckdb

from data_loaders.correcting import Correction, NotACorrectionError, corrections
from data_loaders.loading_results import refused, seen_before, with_other_kinds
from data_loaders.loading_tables import Order, Progress, load_tables
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, ReadingError, read
from warehouse import Warehouse, WarehouseError, journal, ledger, originals, remembered

_log = logging.getLogger(__name__)

#: What the database refuses because of what a file holds, and not because it cannot be written.
_SAID_OF_A_FILE = frozenset({"weekday", "time-of-day", "several-calendars", "unknown-region"})
_FAULT = (
    "{name} could not be imported: Bridgeview itself failed on it ({cause}). Nothing was changed. Please keep the file"
    " and report this sentence; until it is mended, leave out the column or sheet it speaks of, if it names one."
)


class _UnfinishedError(Exception):
    """Ends a transaction without keeping it: a trial run, or a file that waits for an answer."""


def load(
    paths: Iterable[Path],
    warehouse: Warehouse,
    *,
    answers: Mapping[str, str] | None = None,
    timezone: str | None = None,
    dry_run: bool = False,
    replaces: bool = False,
    again: bool = False,
    names: Mapping[Path, str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[TableResult]:
    """Load files one after the other; returns one result per table, and never raises for a bad file.

    `answers` are those to the questions an earlier call returned; `timezone` is the answer to that question.
    `replaces` says that each file holds everything its source has: what it lacks no longer stands. `again`
    imports a file a second time although the same bytes are there. `names` gives the names people know the
    files by. Raises WarehouseError where the database itself cannot be written.
    """
    given = {**(answers or {}), **({"timezone": timezone} if timezone else {})}
    order = Order(given, dry_run, replaces, again)
    results: list[TableResult] = []
    for path in paths:
        name = (names or {}).get(path, path.name)
        results += _load_file(path, name, warehouse, order, progress or _quiet, cancelled)
    return results


def _quiet(stage: str, share: float | None) -> None:
    """No one is watching."""


def _load_file(
    path: Path,
    name: str,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
    cancelled: Callable[[], bool] | None,
) -> list[TableResult]:
    if not path.exists():
        return [refused(name, "not-found", f"There is no file {path}. Check the name and the folder.")]
    sha256 = originals.sha256_of(path) if path.is_file() else None
    known = ledger.import_of(warehouse, sha256) if sha256 is not None else []
    if known and not order.again:
        return [seen_before(name, entry) for entry in known]
    try:
        reading = read(path, name=name, sha256=sha256, progress=progress, cancelled=cancelled)
    except ReadingError as problem:
        return [refused(name, problem.code, problem.sentence)]
    _check_space(warehouse, reading)
    try:
        corrected = corrections(reading, warehouse)
        return with_other_kinds(
            _import(path, reading, warehouse, order, progress, cancelled, corrected), known
        )
    except NotACorrectionError as problem:
        return [refused(name, "not-a-correction", str(problem), sha256=reading.sha256)]
    except WarehouseError as problem:
        if problem.code not in _SAID_OF_A_FILE:
            raise
        return [refused(name, problem.code, problem.sentence, sha256=reading.sha256)]
    except Exception as fault:  # noqa: BLE001 - whatever we did not foresee in a file ends as a sentence, too.
        _log.debug("%s could not be imported", name, exc_info=True)
        cause = f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"
        return [refused(name, "importer-fault", _FAULT.format(name=name, cause=cause), sha256=reading.sha256)]


def _import(
    path: Path,
    reading: Reading,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
    cancelled: Callable[[], bool] | None,
    corrected: Mapping[int, Correction],
) -> list[TableResult]:
    """Load the tables of a file that was read, all of them or none; `corrected` are its sheets of corrected rows."""
    results: list[TableResult] = []
    try:
        with warehouse.writing() as cursor:
            results = _with_unread(
                load_tables(cursor, reading, warehouse, order, progress, corrected), reading
            )
            if order.dry_run or any(result.questions or result.error for result in results):
                raise _UnfinishedError
            if cancelled is not None and cancelled():
                results = [
                    refused(reading.file, "cancelled", "Cancelled: nothing of this file was imported.")
                ]
                raise _UnfinishedError
            if any(result.import_id for result in results):
                _keep_original(cursor, warehouse, path, reading)
                journal.note(
                    cursor,
                    "import",
                    file=reading.file,
                    sha256=reading.sha256,
                    replaces=order.replaces,
                    # Corrections are read with the answers given for what they correct.
                    answers=dict(order.answers) if corrected else _answers_used(cursor, results, order),
                    import_ids=[result.import_id for result in results if result.import_id is not None],
                )
            progress("Writing to disk", None)
    except _UnfinishedError:
        for result in results:
            result.import_id = None
        return results
    return results


def _with_unread(results: list[TableResult], reading: Reading) -> list[TableResult]:
    """The results with an entry for each file of a zip or folder that could not be read, and with what else was odd."""
    for issue in reading.issues:
        if issue.code == "member-not-read":
            results.append(
                TableResult(
                    file=reading.file,
                    sha256=reading.sha256,
                    code=issue.value,
                    warnings=[issue.text],
                    certainty="unknown",
                )
            )
        elif results and issue.text not in results[0].warnings:
            results[0].warnings.append(issue.text)
    return results


def _answers_used(
    cursor: duckdb.DuckDBPyConnection, results: list[TableResult], order: Order
) -> dict[str, str]:
    """Everything that was answered or remembered for the tables of one file, to import it the same way again."""
    answers: dict[str, str] = {}
    for result in results:
        if result.kind is not None:
            answers |= remembered.answers(cursor, order.answers.get("source") or result.tool or result.kind)
    return {**answers, **order.answers}


def _check_space(warehouse: Warehouse, reading: Reading) -> None:
    """Refuse an import the disk cannot hold before anything is written."""
    if warehouse.path is None:
        return
    needed = 3 * sum(sheet.rows.nbytes for sheet in reading.sheets) + 50 * 2**20
    free = shutil.disk_usage(warehouse.path.parent).free
    if free < needed:
        raise WarehouseError(
            f"{reading.file} needs about {needed // 2**20:,} MB of free disk space and there are only"
            f" {free // 2**20:,} MB. Nothing was imported; free some space and try again.",
            "disk-full",
        )


def _keep_original(
    cursor: duckdb.DuckDBPyConnection, warehouse: Warehouse, path: Path, reading: Reading
) -> None:
    kept = originals.keep(warehouse, path, reading.sha256) if path.is_file() else "none"
    ledger.note_original(cursor, reading.sha256, reading.file, reading.size, kept)
