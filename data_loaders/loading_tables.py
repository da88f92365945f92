"""The tables of one file, each recognised, typed and committed inside the transaction of the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from contracts import all_contracts
from data_loaders.correcting import Correction
from data_loaders.loading_results import cap_warnings, not_loaded, reading_warnings, refused, unknown_sentence
from data_loaders.mappings import save_mapping, saved_mappings
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, Sheet
from data_loaders.recognising import recognise
from data_loaders.recognition import Recognition, SavedMapping
from data_loaders.sheets_as_meant import as_meant
from data_loaders.staged import StagedTable, Table, sheet_name
from data_loaders.staging import finish, stage
from data_loaders.staging_corrections import headings_above, take_only
from data_loaders.staging_currency import currency_of_clients
from data_loaders.staging_rejects import check_order_in_time
from warehouse import Warehouse, ledger, remembered

#: Called with a stage in words and the share done (None where it cannot be known).
Progress = Callable[[str, float | None], None]

#: Answers that hold for everything that comes from one source, and are kept for next month.
REMEMBERED = ("timezone", "date_order", "decimal", "year", "done_date", "base_currency", "rate_quote",
              "pick", "scale", "sign")  # fmt: skip
#: Those of them that decide what a table is recognised as; a year is asked again every year.
_FOR_RECOGNISING = ("base_currency", "rate_quote", "pick", "scale", "sign")


@dataclass(frozen=True)
class Order:
    """How a set of files is to be loaded."""

    answers: Mapping[str, str]
    dry_run: bool = False
    replaces: bool = False
    again: bool = False


def load_tables(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
    corrections: Mapping[int, Correction] | None = None,
) -> list[TableResult]:
    """Import every table of a file that is recognised; a table that waits for an answer, or is none, says so.

    `corrections` are those of its sheets, by their place, that hold rows of an earlier import, corrected.
    """
    known = saved_mappings(warehouse)
    results: list[TableResult] = []
    for number, sheet in enumerate(map(as_meant, reading.sheets)):
        progress(f"Reading sheet {sheet.name}", number / max(len(reading.sheets), 1))
        correction = (corrections or {}).get(number)
        if correction is not None:
            results.append(
                _load_correction(cursor, reading, correction, warehouse, order, progress, known=known)
            )
            continue
        if not sheet.rows.num_rows:
            continue
        if sheet.hidden and order.answers.get("hidden") != "load":
            results.append(
                not_loaded(
                    reading,
                    sheet,
                    f"Sheet “{sheet.name}” is hidden and was not loaded"
                    f" ({sheet.rows.num_rows:,} rows). To load it, answer hidden=load.",
                )
            )
            continue
        results += [
            _load_table(cursor, reading, sheet, recognition, warehouse, order, progress, known=known)
            for recognition in _recognised(cursor, sheet, reading, order, known)
        ]
    if not results:
        return [
            refused(
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
        for name, value in remembered.answers(cursor, source).items()
        if name in again
    }
    if not before:
        return found
    return recognise(sheet, file=reading.file, known=known, answers={**before, **order.answers})


def _load_correction(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    correction: Correction,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
    *,
    known: Mapping[str, SavedMapping],
) -> TableResult:
    """Import the corrected rows of an earlier import: its sheet is read as it was then, and only they are taken."""
    order = replace(order, answers={**correction.answers, **order.answers}, replaces=False)
    sheet = correction.sheet
    found = [
        one
        for one in recognise(sheet, file=correction.file, known=known, answers=order.answers)
        if one.kind == correction.kind and one.first_data_row <= min(correction.rows)
    ]
    # Of two tables of one kind on a sheet it is the one with the same columns, or else the nearer one.
    same = [one for one in found if {a.column.name: a.header for a in one.assignments} == correction.mapping]
    if not found:
        return refused(
            reading.file,
            "not-recognised",
            f"The corrected rows could not be read as {all_contracts()[correction.kind].title.lower()} any more, as"
            f" import {correction.import_id} was. Nothing was imported.",
            sha256=reading.sha256,
        )
    return _load_table(
        cursor,
        reading,
        sheet,
        (same or found)[-1],
        warehouse,
        order,
        progress,
        known=known,
        correction=correction,
    )


def _load_table(
    cursor: duckdb.DuckDBPyConnection,
    reading: Reading,
    sheet: Sheet,
    recognition: Recognition,
    warehouse: Warehouse,
    order: Order,
    progress: Progress,
    *,
    known: Mapping[str, SavedMapping],
    correction: Correction | None = None,
) -> TableResult:
    if recognition.kind is None or recognition.certainty == "unknown":
        result = not_loaded(reading, sheet, unknown_sentence(sheet, recognition))
        result.questions = list(recognition.questions)
        result.reasons = list(recognition.reasons)
        return result
    result = _begun(reading, sheet, recognition, correction)
    if recognition.refusal:
        result.error, result.code = recognition.refusal, "refused"
        result.rows_read = result.rows_skipped = sheet.rows.num_rows
        result.skipped = {"refused": sheet.rows.num_rows}
        return result
    source = order.answers.get("source") or recognition.tool or recognition.kind
    source = correction.source if correction else source
    before = known[recognition.fingerprint].answers if recognition.fingerprint in known else {}
    answers = {**remembered.answers(cursor, source), **before, **order.answers}
    contract = all_contracts()[recognition.kind]
    progress(f"Typing {sheet.rows.num_rows:,} rows of {sheet.name}", None)
    table = Table(reading, sheet, recognition, contract, source)
    person_key = None if warehouse.setting(f"names_in_clear.{source}", False) else warehouse.person_key
    # What was corrected is as old as the file it comes from: a later export of the same things stands.
    imported_at = correction.imported_at if correction else datetime.now(UTC).replace(tzinfo=None)

    def staged_with(answers: Mapping[str, str]) -> StagedTable:
        return stage(
            cursor,
            table,
            answers=answers,
            person_key=person_key,
            imported_at=imported_at,
            given=order.answers,
            replaces=order.replaces,
        )

    staged = staged_with(answers)
    settled, said = currency_of_clients(cursor, recognition, staged.questions)
    if settled:
        staged = staged_with({**answers, **settled})
        result.warnings += said
    if correction is not None:
        take_only(cursor, staged, table, correction)
    again = {name: value for name, value in before.items() if name not in order.answers}
    result.warnings += [
        f"As you said for these headings before: {name}={value}." for name, value in again.items()
    ]
    result.questions += [
        q for q in staged.questions if q.name not in {known.name for known in result.questions}
    ]
    result.rows_read, result.rows_skipped = staged.rows_read, staged.rows_skipped
    result.rows_rejected, result.skipped = staged.rows_rejected, dict(staged.skipped_counts)
    result.cells_refused = staged.cells_refused
    if correction is None:  # what is remarkable about the whole file was said when it came
        result.warnings += [
            *staged.warnings,
            *reading_warnings(sheet),
            *cap_warnings(sheet, staged.rows_read, staged.rows_skipped),
        ]
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
    _commit(cursor, table, staged, answers, order, result, correction)
    return result


def _begun(
    reading: Reading, sheet: Sheet, recognition: Recognition, correction: Correction | None
) -> TableResult:
    """The result of a recognised table before any of its rows was looked at."""
    warnings = [*recognition.warnings, *recognition.left_out]
    if correction is not None:
        said = (
            f"These are rows of import {correction.import_id} ({correction.file}), corrected: they take the place of"
            " those that were refused."
        )
        left_out = ", ".join(f"“{heading}”" for heading in correction.added)
        warnings = [
            said,
            *(
                [f"Columns that {correction.file} does not have were left out: {left_out}."]
                if left_out
                else []
            ),
        ]
    return TableResult(
        file=reading.file,
        sha256=reading.sha256,
        sheet=sheet_name(sheet),
        kind=recognition.kind,
        tool=recognition.tool,
        certainty=recognition.certainty,
        reasons=list(recognition.reasons),
        warnings=warnings,
        columns={a.column.name: [a.header] for a in recognition.assignments},
        questions=list(recognition.questions),
    )


def _commit(
    cursor: duckdb.DuckDBPyConnection,
    table: Table,
    staged: StagedTable,
    answers: Mapping[str, str],
    order: Order,
    result: TableResult,
    correction: Correction | None,
) -> None:
    """Put the staged rows into their kind, with what was refused of them and what is remembered for the next file."""
    reading, sheet, recognition, contract, source = (
        table.reading,
        table.sheet,
        table.recognition,
        table.contract,
        table.source,
    )
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
            unfolds=recognition.reshape is not None,
            corrects=correction.import_id if correction else None,
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
    if staged.rejects and correction is None:
        ledger.keep_headings(cursor, committed.import_id, headings_above(sheet, recognition))
    rejects, warnings = check_order_in_time(
        cursor, table, committed.import_id, datetime.now(UTC).replace(tzinfo=None)
    )
    if rejects:
        result.warnings += warnings
        ledger.add_findings(cursor, committed.import_id, rejects, result.warnings)
        if not staged.rejects and correction is None:
            ledger.keep_headings(cursor, committed.import_id, headings_above(sheet, recognition))
    finish(cursor, staged)
    taught = {name: value for name, value in answers.items() if _is_remembered(name)}
    remembered.remember(cursor, source, taught, committed.import_id)
    save_mapping(cursor, recognition, answers, committed.import_id)
    result.import_id, result.rows_loaded = committed.import_id, committed.rows_loaded
    result.rows_superseded, result.new = committed.rows_superseded, committed.new
    result.changed, result.unchanged, result.vanished = (
        committed.changed,
        committed.unchanged,
        committed.vanished,
    )


def _is_remembered(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in REMEMBERED
