"""Load files into a warehouse: read, recognise, type, stage, commit; the one path of page and command line.

A file is imported as a whole or not at all. Where only its reader can know something (the time zone, whether
01/02 is in January or February), the file waits with a question and nothing is changed.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc

from contracts import all_contracts
from data_loaders import staging
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, ReadingError, Sheet, read
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition, SavedMapping
from warehouse import Warehouse, WarehouseError, journal, ledger, originals

#: Called with a stage in words and the share done (None where it cannot be known).
Progress = Callable[[str, float | None], None]

#: Row counts at which well-known tools stop exporting without saying so.
EXPORT_CAPS = (500, 1_000, 5_000, 10_000, 50_000)
CELL_CAP = 500_000

#: Answers that hold for everything that comes from one source, and are kept for next month.
REMEMBERED = ("timezone", "date_order", "decimal", "currency", "year", "done_date", "base_currency", "rate_quote",
              "pick", "scale")  # fmt: skip
#: Those of them that decide what a table is recognised as; a year is asked again every year.
_FOR_RECOGNISING = ("base_currency", "rate_quote", "pick", "scale")


class _UnfinishedError(Exception):
    """Ends a transaction without keeping it: a trial run, or a file that waits for an answer."""


@dataclass(frozen=True)
class Order:
    """How a set of files is to be loaded."""

    answers: Mapping[str, str]
    dry_run: bool = False
    replaces: bool = False
    again: bool = False


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
        return [_refused(name, "not-found", f"There is no file {path}. Check the name and the folder.")]
    sha256 = originals.sha256_of(path) if path.is_file() else None
    if sha256 is not None and not order.again:
        known = ledger.import_of(warehouse, sha256)
        if known:
            return [_seen_before(name, entry) for entry in known]
    try:
        reading = read(path, name=name, sha256=sha256, progress=progress, cancelled=cancelled)
    except ReadingError as problem:
        return [_refused(name, problem.code, problem.sentence)]
    _check_space(warehouse, reading)
    results: list[TableResult] = []
    try:
        with warehouse.writing() as cursor:
            results = _load_tables(cursor, reading, warehouse, order, progress)
            if order.dry_run or any(result.questions or result.error for result in results):
                raise _UnfinishedError
            if cancelled is not None and cancelled():
                results = [_refused(name, "cancelled", "Cancelled: nothing of this file was imported.")]
                raise _UnfinishedError
            if any(result.import_id for result in results):
                _keep_original(cursor, warehouse, path, reading)
                journal.note(
                    cursor,
                    "import",
                    file=name,
                    sha256=reading.sha256,
                    replaces=order.replaces,
                    answers=_answers_used(cursor, results, order),
                    import_ids=[result.import_id for result in results if result.import_id is not None],
                )
            progress("Writing to disk", None)
    except _UnfinishedError:
        for result in results:
            result.import_id = None
        return results
    return results


def _answers_used(
    cursor: duckdb.DuckDBPyConnection, results: list[TableResult], order: Order
) -> dict[str, str]:
    """Everything that was answered or remembered for the tables of one file, to import it the same way again."""
    answers: dict[str, str] = {}
    for result in results:
        if result.kind is not None:
            answers |= ledger.remembered(cursor, order.answers.get("source") or result.tool or result.kind)
    return {**answers, **order.answers}


def _refused(name: str, code: str, sentence: str, **more: Any) -> TableResult:
    return TableResult(file=name, error=sentence, code=code, **more)


def _seen_before(name: str, entry: Mapping[str, Any]) -> TableResult:
    """The result of importing bytes that are there already: nothing changes, and it says since when."""
    when = entry["imported_at"].strftime("%d %b %Y %H:%M")
    return TableResult(
        file=name,
        sha256=str(entry["sha256"]),
        sheet=str(entry["sheet"]),
        kind=str(entry["kind"]),
        tool=entry["tool"],
        rows_read=int(entry["rows_read"]),
        rows_loaded=int(entry["rows_loaded"]),
        rows_superseded=int(entry["rows_superseded"]),
        rows_rejected=int(entry["rows_rejected"]),
        rows_skipped=int(entry["rows_skipped"]),
        unchanged=int(entry["new"] + entry["changed"] + entry["unchanged"]),
        import_id=int(entry["import_id"]),
        already_imported=True,
        certainty="sure",
        warnings=[
            f"The same file was imported on {when} UTC as import {entry['import_id']}: nothing has changed."
        ],
    )


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


# -- the tables of one file ------------------------------------------------------------------------------


def _load_tables(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
) -> list[TableResult]:
    known = saved_mappings(warehouse)
    results: list[TableResult] = []
    for number, sheet in enumerate(map(_without_formula_quotes, reading.sheets)):
        progress(f"Reading sheet {sheet.name}", number / max(len(reading.sheets), 1))
        if not sheet.rows.num_rows:
            continue
        if sheet.hidden and order.answers.get("hidden") != "load":
            results.append(
                _not_loaded(
                    reading,
                    sheet,
                    f"Sheet “{sheet.name}” is hidden and was not loaded"
                    f" ({sheet.rows.num_rows:,} rows). To load it, answer hidden=load.",
                )
            )
            continue
        results += [
            _load_table(cursor, reading, sheet, recognition, warehouse, order, progress)
            for recognition in _recognised(cursor, sheet, reading, order, known)
        ]
    if not results:
        return [
            _refused(
                reading.file,
                "empty",
                f"{reading.file} holds no rows: there is nothing to import.",
                sha256=reading.sha256,
            )
        ]
    if not any(result.import_id or result.questions or result.error for result in results):
        sentences = " ".join(result.warnings[0] for result in results[:3] if result.warnings)
        results[0].error = sentences or f"Nothing in {reading.file} was recognised."
        results[0].code = "not-recognised"
    return results


def _recognised(
    cursor: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    reading: Reading,
    order: Order,
    known: Mapping[str, SavedMapping],
) -> list[Recognition]:
    """What the tables of a sheet are, by what was answered for their source before where that is asked again."""
    found = recognise(sheet, file=reading.file, known=known, answers=order.answers)
    asked = {question.name for recognition in found for question in recognition.questions}
    again = {name for name in asked if name.split(".", maxsplit=1)[0] in _FOR_RECOGNISING}
    if not again:
        return found
    sources = {order.answers.get("source") or one.tool or one.kind for one in found if one.kind is not None}
    before = {
        name: value
        for source in sources
        if source is not None
        for name, value in ledger.remembered(cursor, source).items()
        if name in again
    }
    if not before:
        return found
    return recognise(sheet, file=reading.file, known=known, answers={**before, **order.answers})


def _without_formula_quotes(sheet: Sheet) -> Sheet:
    """The sheet with ="0042" read as 0042: how some tools keep a spreadsheet from changing an identifier."""
    rows = sheet.rows
    for place, name in enumerate(rows.column_names):
        column = rows.column(place)
        if name.startswith("c") and pc.any(pc.starts_with(column.slice(0, 200), '="')).as_py():
            plain = pc.replace_substring_regex(column, r'^="([^"]*)"$', r"\1")
            rows = rows.set_column(place, rows.schema.field(place), plain)
    return replace(sheet, rows=rows)


def _not_loaded(reading: Reading, sheet: Sheet, sentence: str) -> TableResult:
    return TableResult(
        file=reading.file,
        sha256=reading.sha256,
        sheet=_sheet_name(sheet),
        rows_read=sheet.rows.num_rows,
        rows_skipped=sheet.rows.num_rows,
        skipped={"not recognised": sheet.rows.num_rows},
        warnings=[sentence],
        certainty="unknown",
    )


def _sheet_name(sheet: Sheet) -> str:
    return f"{sheet.member}: {sheet.name}" if sheet.member and sheet.member != sheet.name else sheet.name


def _load_table(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    sheet: Sheet,
    recognition: Recognition,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
) -> TableResult:
    if recognition.kind is None or recognition.certainty == "unknown":
        result = _not_loaded(reading, sheet, _unknown_sentence(sheet, recognition))
        result.questions = list(recognition.questions)
        result.reasons = list(recognition.reasons)
        return result
    result = TableResult(
        file=reading.file,
        sha256=reading.sha256,
        sheet=_sheet_name(sheet),
        kind=recognition.kind,
        tool=recognition.tool,
        certainty=recognition.certainty,
        reasons=list(recognition.reasons),
        warnings=[*recognition.warnings, *recognition.left_out],
        columns={a.column.name: [a.header] for a in recognition.assignments},
        questions=list(recognition.questions),
    )
    if recognition.refusal:
        result.error, result.code = recognition.refusal, "refused"
        return result
    source = order.answers.get("source") or recognition.tool or recognition.kind
    answers = {**ledger.remembered(cursor, source), **order.answers}
    contract = all_contracts()[recognition.kind]
    progress(f"Typing {sheet.rows.num_rows:,} rows of {sheet.name}", None)
    table = staging.Table(reading, sheet, recognition, contract, source)
    staged = staging.stage(
        cursor,
        table,
        answers=answers,
        person_key=None if warehouse.setting(f"names_in_clear.{source}", False) else warehouse.person_key,
        imported_at=datetime.now(UTC).replace(tzinfo=None),
        given=order.answers,
    )
    result.questions += [
        q for q in staged.questions if q.name not in {known.name for known in result.questions}
    ]
    result.rows_read, result.rows_skipped = staged.rows_read, staged.rows_skipped
    result.rows_rejected, result.skipped = staged.rows_rejected, dict(staged.skipped_counts)
    result.cells_refused = staged.cells_refused
    result.warnings += [*staged.warnings, *_reading_warnings(sheet), *_cap_warnings(sheet, staged.rows_read)]
    if result.questions:
        return result
    if staged.rows_read == staged.rows_skipped + staged.rows_rejected:
        result.error = (
            f"No row of sheet “{sheet.name}” of {reading.file} could be loaded as {contract.title.lower()}"
            + (f": {staged.rejects[0]['reason']}" if staged.rejects else ".")
        )
        result.code = "nothing-loaded"
        return result
    progress(f"Loading {staged.rows_read:,} rows", None)
    if staged.timezone is not None:
        ledger.settle_reporting_timezone(cursor, staged.timezone)
    committed = ledger.commit(
        cursor,
        ledger.Staged(
            contract=contract,
            relation=staged.relation,
            rows_read=staged.rows_read,
            rows_skipped=staged.rows_skipped,
            rejects=staged.rejects,
            skipped=staged.skipped,
            replaces=order.replaces,
            fills=staged.fills,
            entry={
                "file": reading.file,
                "sha256": reading.sha256,
                "member": sheet.member,
                "sheet": result.sheet,
                "tool": recognition.tool,
                "source": source,
                "timezone": staged.timezone,
                "answers": dict(answers),
                "fingerprint": recognition.fingerprint,
                "mapping": {a.column.name: a.header for a in recognition.assignments},
                "cells_refused": staged.cells_refused,
                "warnings": result.warnings,
                "skipped": dict(staged.skipped_counts),
            },
        ),
        datetime.now(UTC).replace(tzinfo=None),
    )
    rejects, warnings = staging.check_order_in_time(
        cursor, table, committed.import_id, datetime.now(UTC).replace(tzinfo=None)
    )
    if rejects:
        result.warnings += warnings
        ledger.add_findings(cursor, committed.import_id, rejects, result.warnings)
    staging.finish(cursor, staged)
    ledger.remember(cursor, source, {name: value for name, value in answers.items() if _is_remembered(name)})
    save_mapping(cursor, recognition)
    result.import_id, result.rows_loaded = committed.import_id, committed.rows_loaded
    result.rows_superseded, result.new = committed.rows_superseded, committed.new
    result.changed, result.unchanged, result.vanished = (
        committed.changed,
        committed.unchanged,
        committed.vanished,
    )
    return result


def _is_remembered(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in REMEMBERED


def _unknown_sentence(sheet: Sheet, recognition: Recognition) -> str:
    sentence = f"Sheet “{sheet.name}” was not recognised and not loaded ({sheet.rows.num_rows:,} rows)."
    if recognition.looks_most_like:
        sentence += f" It looks most like {recognition.looks_most_like}"
        sentence += f", but lacks {', '.join(recognition.missing)}." if recognition.missing else "."
        kind = next(
            (k for k, c in all_contracts().items() if c.title.lower() == recognition.looks_most_like), None
        )
        if kind is not None and not recognition.missing:
            sentence += f" To load it as that, answer kind={kind}."
    return " ".join([sentence, *recognition.reasons[:1]])


def _reading_warnings(sheet: Sheet) -> list[str]:
    counted: dict[str, tuple[str, int]] = {}
    for issue in sheet.issues:
        text, count = counted.get(issue.code, (issue.text, 0))
        counted[issue.code] = (text, count + issue.count)
    return [f"{text} ({count:,} times)" if count > 1 else text for text, count in counted.values()]


def _cap_warnings(sheet: Sheet, rows: int) -> list[str]:
    width = sum(1 for name in sheet.rows.column_names if name.startswith("c"))
    if rows in EXPORT_CAPS or (rows + 1) * width == CELL_CAP:
        sentence = (
            f"Exactly {rows:,} rows: many tools stop an export at this number without saying so."
            " Check whether the export is complete, or export in smaller periods."
        )
        return [sentence]
    return []


# -- mappings are data -------------------------------------------------------------------------------------


def saved_mappings(warehouse: Warehouse) -> dict[str, SavedMapping]:
    """Every mapping of headings that was used before, by the fingerprint of the headings."""
    return {key: SavedMapping(**json.loads(text)) for key, text in ledger.mappings(warehouse).items()}


def save_mapping(cursor: duckdb.DuckDBPyConnection, recognition: Recognition) -> None:
    """Keep which heading was read as which column, to do the same next month."""
    if not recognition.fingerprint or recognition.kind is None:
        return
    columns: dict[str, str | None] = {header: None for _, header in recognition.unmapped}
    taken: dict[str, str | None] = {}
    for assignment in recognition.assignments:
        if assignment.column.reads is None:  # what is worked out from a column follows it by itself
            taken.setdefault(assignment.header, assignment.column.name)
    columns |= taken
    mapping = SavedMapping(recognition.fingerprint, recognition.kind, recognition.tool, columns)
    ledger.keep_mapping(cursor, recognition.fingerprint, json.dumps(asdict(mapping)))
