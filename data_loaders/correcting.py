"""A workbook of rejects that was corrected: its rows are read in the place of those of the file they came from.

Everything that gives a row its meaning stands outside it: titles (“in kEUR”), headings in several rows, what the other
rows say of dates and numbers. So the corrected cells are put into the sheet as it came, which is then read as before,
and of it the corrected rows alone are taken. Where the original was not kept, the headings kept with the import serve.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from data_loaders.reading import Reading, ReadingError, Sheet, read
from data_loaders.sheets_as_meant import as_meant
from data_loaders.staged import sheet_name
from warehouse import Warehouse, WarehouseError, ledger, originals
from warehouse.ledger import OF_IMPORT, REASON, ROW_IN_FILE

#: Headings stand in one of the first rows, whatever was put above them.
_ROWS_WITH_HEADINGS = 20
#: A cell of a workbook holds no more characters; a longer text was cut when it was written out.
_LONGEST_CELL = 32_767


class NotACorrectionError(Exception):
    """Why corrected rows cannot be put in their place, in one sentence."""


@dataclass(frozen=True)
class Correction:
    """The rows of an earlier import, corrected: its sheet with their new cells, and which rows they are.

    `file` is the name of the original, `rows_read` counts the rows of the workbook, blank ones too; `added` are the
    columns of the workbook that the original does not have: there is no place for what they say.
    """

    import_id: int
    kind: str
    file: str
    source: str
    answers: Mapping[str, str]
    mapping: Mapping[str, str]
    imported_at: Any
    sheet: Sheet
    rows: frozenset[int]
    rows_read: int
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cell:
    text: str | None
    native: str | None  # what the spreadsheet typed the cell as; None for a text


@dataclass(frozen=True)
class _Table:
    """The rows of a workbook of rejects: the row they stand in, its row number in the file, its cells by heading."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, str | None, str | None, tuple[_Cell, ...]], ...]
    rows_read: int


def corrections(reading: Reading, warehouse: Warehouse) -> dict[int, Correction]:
    """The corrected sheets of a file by their place; none for a file that is no workbook of rejects.

    Raises NotACorrectionError where a row does not say whose place it takes.
    """
    tables = {place: _table(sheet) for place, sheet in enumerate(reading.sheets)}
    return {
        place: _correction(table, reading.sheets[place], warehouse)
        for place, table in tables.items()
        if table is not None
    }


def _table(sheet: Sheet) -> _Table | None:
    names = [name for name in sheet.rows.column_names if name[0] == "c"]
    lead = (REASON, ROW_IN_FILE, OF_IMPORT)
    place = -1
    for row in sheet.rows.slice(0, _ROWS_WITH_HEADINGS).select(names).to_pylist():
        place += 1
        texts = [(name, (text or "").strip()) for name, text in row.items()]
        by_text = {text: name for name, text in reversed(texts)}
        if all(heading in by_text for heading in lead):
            break
    else:
        return None
    _, number, of_import = (by_text[heading] for heading in lead)
    own = [(name, heading) for name, heading in texts if heading and heading not in lead]
    below = sheet.rows.slice(place + 1).to_pylist()
    first = int(sheet.rows.column("row_no")[place].as_py())
    rows = tuple(
        (int(row["row_no"]), row[number], row[of_import], tuple(_cell(row, name, sheet) for name, _ in own))
        for row in below
    )
    return _Table(tuple(heading for _, heading in own), rows, sheet.rows_total - first)


def _cell(row: Mapping[str, Any], name: str, sheet: Sheet) -> _Cell:
    place, text = int(name[1:]), row[name]
    counts = sheet.native[place] if place < len(sheet.native) else {}
    typed = [kind for kind, count in counts.items() if count and kind != "text"]
    is_typed = row[f"n{place}"] if f"n{place}" in row else bool(typed) and not counts.get("text")
    if not is_typed or text is None:
        # An apostrophe keeps a text from being read as a formula: written by us, or by the spreadsheet.
        text = text[1:] if text and text[0] == "'" and text[1:2] in "=+-@\t\r\n " else text
        return _Cell(text, None)
    return _Cell(text, max(typed, key=lambda kind: counts[kind]))


def _correction(table: _Table, sheet: Sheet, warehouse: Warehouse) -> Correction:
    if not table.rows:
        raise NotACorrectionError(f"Sheet “{sheet.name}” holds no corrected row.")
    entry = _entry(table, sheet, warehouse)
    import_id = int(entry["import_id"])
    written = _written(warehouse, import_id)
    new: dict[int, tuple[_Cell, ...]] = {}
    for place, number, _, cells in table.rows:
        row = int(number) if number and number.isdigit() else None
        if row is None or row not in written or row in new:
            why = (
                "comes a second time" if row in new else f"is none of the rows refused of import {import_id}"
            )
            raise NotACorrectionError(
                f"Row {place} of sheet “{sheet.name}” says “{ROW_IN_FILE}” {number or '(nothing)'}, which {why}. Leave"
                " that column as it was given out, and load rows that are new in a file of their own. Nothing was"
                " imported."
            )
        new[row] = cells
    changed = {row: _changed(table.headings, cells, written[row]) for row, cells in new.items()}
    base = _original(entry, warehouse) or _from_headings(entry, warehouse, {row: written[row] for row in new})
    return Correction(
        import_id, str(entry["kind"]), str(entry["file"]), str(entry["source"]), json.loads(entry["answers"] or "{}"),
        json.loads(entry["mapping"] or "{}"), entry["imported_at"], _with(base, changed), frozenset(new),
        table.rows_read, _added(table, [written[row] for row in new]),
    )  # fmt: skip


def _added(table: _Table, written: Sequence[Sequence[tuple[int, str, str | None]]]) -> tuple[str, ...]:
    """The headings of columns that somebody put beside those of the file, with something below them."""
    own = {_plain(heading) for cells in written for _, heading, _ in cells}
    return tuple(
        heading
        for place, heading in enumerate(table.headings)
        if _plain(heading) not in own and any(cells[place].text for _, _, _, cells in table.rows)
    )


def _entry(table: _Table, sheet: Sheet, warehouse: Warehouse) -> dict[str, Any]:
    """The import that the rows of a workbook of rejects belong to, all of them to one."""
    marks = {mark for _, _, mark, _ in table.rows}
    if len(marks) > 1:
        raise NotACorrectionError(
            f"The rows of sheet “{sheet.name}” name several imports in “{OF_IMPORT}”: keep the rejects of each import"
            " in a workbook of its own, with that column as it was given out. Nothing was imported."
        )
    (mark,) = marks
    number, kind, start = [*(mark or "").split(), "", "", ""][:3]
    found = [
        entry
        for entry in ledger.entries(warehouse)
        if entry["kind"] == kind and str(entry["sha256"]).startswith(start)
    ]
    if len(start) < 12 or not found:
        raise NotACorrectionError(
            f"Sheet “{sheet.name}” holds rejects of import “{mark}”, which this database does not know. Download the"
            " rejected rows again and correct those. Nothing was imported."
        )
    standing = [entry for entry in found if entry["undone_at"] is None]
    if not standing:
        raise NotACorrectionError(
            f"The corrected rows belong to import {number} ({found[-1]['file']}), which was taken back: load that file"
            " again first, then these rows. Nothing was imported."
        )
    return next((entry for entry in standing if str(entry["import_id"]) == number), standing[-1])


def _written(warehouse: Warehouse, import_id: int) -> dict[int, list[tuple[int, str, str | None]]]:
    """The cells of every refused row of an import as they were written."""
    return {
        int(row): ledger.written_cells(cells)
        for row, cells in warehouse.records(
            "SELECT row_no, any_value(cells) FROM meta.rejects WHERE import_id = ? AND cells IS NOT NULL"
            " GROUP BY row_no",
            [import_id],
        )
    }


def _changed(
    headings: Sequence[str], cells: Sequence[_Cell], written: Sequence[tuple[int, str, str | None]]
) -> dict[int, _Cell]:
    """The cells of a row that are other than they were written out, by their numbers in the file."""
    given: dict[str, list[_Cell]] = {}
    for heading, cell in zip(headings, cells, strict=True):
        given.setdefault(_plain(heading), []).append(cell)
    changed = {}
    for number, heading, text in written:
        now = given.get(_plain(heading))
        if now and not _same(text, (cell := now.pop(0)).text):
            changed[number] = cell
    return changed


def _plain(text: str | None) -> str:
    return " ".join((text or "").lstrip("'").split())


def _same(was: str | None, now: str | None) -> bool:
    return _plain(was) == _plain(now) or (
        len(now or "") >= _LONGEST_CELL - 1 and _plain(was).startswith(_plain(now))
    )


def _original(entry: Mapping[str, Any], warehouse: Warehouse) -> Sheet | None:
    """The sheet of an import as it came; None where its file was not kept or cannot be read any more."""
    try:
        content = originals.read(warehouse, str(entry["sha256"]))
    except WarehouseError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "original"
        path.write_bytes(content)
        try:
            sheets = read(path, name=str(entry["file"])).sheets
        except ReadingError:
            return None
    return next((as_meant(sheet) for sheet in sheets if sheet_name(sheet) == entry["sheet"]), None)


def _from_headings(
    entry: Mapping[str, Any], warehouse: Warehouse, rows: Mapping[int, Sequence[tuple[int, str, str | None]]]
) -> Sheet:
    """The sheet of an import as far as it is known without its file: its titles, headings and refused rows."""
    above = {
        int(row): {int(cell): text for cell, text in json.loads(cells).items()}
        for row, cells in warehouse.records(
            "SELECT row_no, cells FROM meta.headings WHERE import_id = ? ORDER BY row_no",
            [entry["import_id"]],
        )
    }
    known: dict[int, dict[int, str | None]] = {**above}
    known |= {row: {cell: text for cell, _, text in written} for row, written in rows.items()}
    numbers = sorted(known)
    width = 1 + max((cell for cells in known.values() for cell in cells), default=0)
    columns = {f"c{i}": pa.array([known[row].get(i) for row in numbers], pa.string()) for i in range(width)}
    table = pa.table({"row_no": pa.array(numbers, pa.int64()), **columns})
    member = str(entry["member"] or "")
    name = str(entry["sheet"]).removeprefix(f"{member}: ") if member else str(entry["sheet"])
    native = tuple({"text": len(numbers)} for _ in range(width))
    return Sheet(name, member, False, "xlsx", table, native, numbers[-1], numbers[-1] - len(numbers))


def _with(sheet: Sheet, changed: Mapping[int, Mapping[int, _Cell]]) -> Sheet:
    """The sheet with new cells, by row and number of the column."""
    rows, native = sheet.rows, [dict(counts) for counts in sheet.native]
    places = {row: place for place, row in enumerate(rows.column("row_no").to_pylist()) if row in changed}
    for number in sorted({number for cells in changed.values() for number in cells}):
        texts = rows.column(f"c{number}").to_pylist()
        counts = native[number]
        typed = _typed(rows, number, texts, counts)
        for row, cells in changed.items():
            if number in cells and row in places:
                cell = cells[number]
                texts[places[row]], typed[places[row]] = cell.text, cell.native is not None
                kind = cell.native or "text"
                counts[kind] = counts.get(kind, 0) + 1
        rows = _set(rows, f"c{number}", pa.array(texts, pa.string()))
        if counts.get("text") and any(typed):
            rows = _set(rows, f"n{number}", pa.array(typed, pa.bool_()))
    return replace(sheet, rows=rows, native=tuple(native))


def _typed(rows: pa.Table, number: int, texts: Sequence[str | None], counts: Mapping[str, int]) -> list[bool]:
    """Which cells of a column the spreadsheet had typed."""
    if f"n{number}" in rows.column_names:
        return [bool(flag) for flag in rows.column(f"n{number}").to_pylist()]
    natively = any(count for kind, count in counts.items() if kind != "text") and not counts.get("text")
    return [natively and text is not None for text in texts]


def _set(rows: pa.Table, name: str, column: pa.Array) -> pa.Table:
    if name in rows.column_names:
        return rows.set_column(rows.column_names.index(name), name, column)
    return rows.append_column(name, column)
