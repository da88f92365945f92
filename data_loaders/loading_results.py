"""What is said of a table that was not loaded, and what is remarkable about one that was."""

from collections.abc import Mapping, Sequence
from typing import Any

from contracts import all_contracts
from data_loaders.outcome import TableResult
from data_loaders.reading import Reading, Sheet
from data_loaders.recognition import Recognition
from data_loaders.staged import sheet_name

#: Row counts at which well-known tools stop exporting without saying so.
EXPORT_CAPS = (500, 1_000, 5_000, 10_000, 50_000)
CELL_CAP = 500_000
#: As many rows a sheet of Excel before and since 2007 can hold.
SHEET_CAPS = (65_536, 1_048_576)


def refused(name: str, code: str, sentence: str, **more: Any) -> TableResult:
    """The result of a file or table that cannot be imported: why, in one sentence with a stable code."""
    return TableResult(file=name, error=sentence, code=code, **more)


def seen_before(name: str, entry: Mapping[str, Any]) -> TableResult:
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


def with_other_kinds(results: list[TableResult], known: Sequence[Mapping[str, Any]]) -> list[TableResult]:
    """The results, the first with a sentence where the same bytes stand as another kind (`known`) beside them."""
    kinds = {result.kind for result in results if result.kind is not None}
    others = [entry for entry in known if entry["kind"] not in kinds]
    if kinds and others:
        listed = ", ".join(f"{entry['kind']} (import {entry['import_id']})" for entry in others)
        sentence = f"The same file stands as {listed} too, so that its rows count twice. Undo that import to drop them."
        results[0].warnings.append(sentence)
    return results


def not_loaded(reading: Reading, sheet: Sheet, sentence: str) -> TableResult:
    """The result of a sheet of which nothing is imported: all its rows count as skipped."""
    return TableResult(
        file=reading.file,
        sha256=reading.sha256,
        sheet=sheet_name(sheet),
        rows_read=sheet.rows.num_rows,
        rows_skipped=sheet.rows.num_rows,
        skipped={"not recognised": sheet.rows.num_rows},
        warnings=[sentence],
        certainty="unknown",
    )


def unknown_sentence(sheet: Sheet, recognition: Recognition) -> str:
    """Why a sheet was not recognised: what it looks most like, what it lacks, what to answer."""
    sentence = f"Sheet “{sheet.name}” was not recognised and not loaded ({sheet.rows.num_rows:,} rows)."
    if recognition.looks_most_like:
        sentence += f" It looks most like {recognition.looks_most_like}"
        sentence += f", but lacks {', '.join(recognition.missing)}." if recognition.missing else "."
        kind = next(
            (k for k, c in all_contracts().items() if c.title.lower() == recognition.looks_most_like), None
        )
        if kind is not None and len(recognition.missing) <= 1:
            sentence += f" To load it as that, answer kind={kind}."
    return " ".join([sentence, *recognition.reasons[:1]])


def reading_warnings(sheet: Sheet) -> list[str]:
    """One sentence for each sort of oddity met while reading, with how often."""
    counted: dict[str, tuple[str, int]] = {}
    for issue in sheet.issues:
        text, count = counted.get(issue.code, (issue.text, 0))
        counted[issue.code] = (text, count + issue.count)
    return [f"{text} ({count:,} times)" if count > 1 else text for text, count in counted.values()]


def cap_warnings(sheet: Sheet, rows: int, skipped: int = 0) -> list[str]:
    """A sentence where an export has just as many rows or cells as well-known tools export at most.

    `rows` are those below the headings, of which `skipped` are no data: totals and notes are not counted by the tool.
    """
    width = sum(1 for name in sheet.rows.column_names if name.startswith("c"))
    data = rows - skipped
    for count in dict.fromkeys((data, rows)):
        if count in EXPORT_CAPS or CELL_CAP in (count * width, (count + 1) * width):
            sentence = (
                f"Exactly {count:,} rows: many tools stop an export at this number without saying so."
                " Check whether the export is complete, or export in smaller periods."
            )
            return [sentence]
    if sheet.rows_total in SHEET_CAPS:
        sentence = (
            f"The sheet is full: it has {sheet.rows_total:,} rows, as many as its format can hold. Check whether the"
            " export is complete, or export in smaller periods."
        )
        return [sentence]
    return []
