"""The tables of one file, each recognised, typed and committed inside the transaction of the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb
import pyarrow.compute as pc

from contracts import all_contracts
from data_loaders.loading_results import cap_warnings, not_loaded, reading_warnings, refused, unknown_sentence
from data_loaders.mappings import save_mapping, saved_mappings
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, Sheet
from data_loaders.recognising import recognise
from data_loaders.recognising_digits import with_plain_digits
from data_loaders.recognising_pasted import taken_apart
from data_loaders.recognition import Recognition, SavedMapping
from data_loaders.staged import StagedTable, Table, sheet_name
from data_loaders.staging import finish, stage
from data_loaders.staging_currency import currency_of_clients
from data_loaders.staging_rejects import check_order_in_time
from warehouse import Warehouse, ledger

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
) -> list[TableResult]:
    """Import every table of a file that is recognised; a table that waits for an answer, or is none, says so."""
    known = saved_mappings(warehouse)
    results: list[TableResult] = []
    for number, sheet in enumerate(map(_as_meant, reading.sheets)):
        progress(f"Reading sheet {sheet.name}", number / max(len(reading.sheets), 1))
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
        for name, value in ledger.remembered(cursor, source).items()
        if name in again
    }
    if not before:
        return found
    return recognise(sheet, file=reading.file, known=known, answers={**before, **order.answers})


def _as_meant(sheet: Sheet) -> Sheet:
    """The sheet without what a spreadsheet did to it."""
    return with_plain_digits(taken_apart(_without_formula_quotes(sheet)))


def _without_formula_quotes(sheet: Sheet) -> Sheet:
    """The sheet with ="0042" read as 0042: how some tools keep a spreadsheet from changing an identifier."""
    rows = sheet.rows
    for place, name in enumerate(rows.column_names):
        column = rows.column(place)
        if name.startswith("c") and pc.any(pc.starts_with(column.slice(0, 200), '="')).as_py():
            plain = pc.replace_substring_regex(column, r'^="([^"]*)"$', r"\1")
            rows = rows.set_column(place, rows.schema.field(place), plain)
    return replace(sheet, rows=rows)


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
) -> TableResult:
    if recognition.kind is None or recognition.certainty == "unknown":
        result = not_loaded(reading, sheet, unknown_sentence(sheet, recognition))
        result.questions = list(recognition.questions)
        result.reasons = list(recognition.reasons)
        return result
    result = TableResult(
        file=reading.file,
        sha256=reading.sha256,
        sheet=sheet_name(sheet),
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
        result.rows_read = result.rows_skipped = sheet.rows.num_rows
        result.skipped = {"refused": sheet.rows.num_rows}
        return result
    source = order.answers.get("source") or recognition.tool or recognition.kind
    before = known[recognition.fingerprint].answers if recognition.fingerprint in known else {}
    answers = {**ledger.remembered(cursor, source), **before, **order.answers}
    contract = all_contracts()[recognition.kind]
    progress(f"Typing {sheet.rows.num_rows:,} rows of {sheet.name}", None)
    table = Table(reading, sheet, recognition, contract, source)
    person_key = None if warehouse.setting(f"names_in_clear.{source}", False) else warehouse.person_key
    imported_at = datetime.now(UTC).replace(tzinfo=None)

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
    result.warnings += [*staged.warnings, *reading_warnings(sheet), *cap_warnings(sheet, staged.rows_read)]
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
            unfolds=recognition.reshape is not None,
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
    rejects, warnings = check_order_in_time(
        cursor, table, committed.import_id, datetime.now(UTC).replace(tzinfo=None)
    )
    if rejects:
        result.warnings += warnings
        ledger.add_findings(cursor, committed.import_id, rejects, result.warnings)
    finish(cursor, staged)
    ledger.remember(cursor, source, {name: value for name, value in answers.items() if _is_remembered(name)})
    save_mapping(cursor, recognition, answers)
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
