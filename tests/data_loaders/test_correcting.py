"""Refused rows that were corrected and loaded back stand as if the file had been right from the beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from data_loaders.__main__ import main
from data_loaders.loading import load
from data_loaders.outcome import TableResult
from data_loaders.rebuilding import rebuild
from data_loaders.rejects_workbook import rejects_workbook
from warehouse import Warehouse, ledger, open_warehouse
from warehouse.backup import checksum

Rows = Sequence[Sequence[object]]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: What the months are and what their amounts are counted in stands above the table alone.
GRID: Rows = [
    ["Budget 2026, amounts in kEUR"],
    [],
    ["Cost centre", "Line", *MONTHS],
    *([f"41{i:02d}", f"Line {i}", *(100 * i + month for month in range(12))] for i in range(1, 6)),
]
#: Two lines that say the same are two lines.
LEDGER: Rows = [
    ["Posting date", "Account", "Cost center", "Amount", "Currency", "Text"],
    *([f"2026-03-{i % 6 + 1:02d}", "476000", "4100", "100.00", "EUR", "Parking"] for i in range(12)),
]
#: That the day comes first, only the later rows tell.
TICKETS: Rows = [
    ["Number", "Opened", "Resolved", "State", "Priority", "Updated"],
    *(
        [
            f"INC{i:07d}",
            f"{i:02d}/04/2026 08:00",
            f"{i:02d}/04/2026 09:00",
            "Closed",
            "3",
            f"{i:02d}/04/2026 10:00",
        ]
        for i in range(1, 25)
    ),
]
#: Where the number of an entry stands in its first line only.
JOURNAL: Rows = [
    ["Trans no", "Date", "Account", "Debit", "Credit", "Memo"],
    *(
        line
        for i in range(1, 12)
        for line in (
            [str(i), f"2026-03-{i:02d}", "6000 Rent", f"{100 * i}.00", None, "rent"],
            [None, None, "1000 Bank", None, f"{100 * i}.00", "rent"],
        )
    ),
]
CASES: Mapping[str, tuple[Rows, Sequence[tuple[int, int, str]]]] = {
    "budget": (GRID, [(5, 4, "12x0"), (6, 2, "tbd")]),
    "actuals": (LEDGER, [(2, 3, "1oo.00"), (8, 3, "1oo.00"), (4, 0, "2026-03-99")]),
    "incidents": (TICKETS, [(4, 2, "soon"), (6, 0, "")]),
    "journal": (JOURNAL, [(4, 3, "2OO.00"), (9, 4, "4OO.00")]),
}


@pytest.fixture(params=["original kept", "original not kept"])
def warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Warehouse:
    """A database that keeps the files it loads, or does not."""
    book = open_warehouse(tmp_path / "bridgeview.duckdb")
    if request.param == "original not kept":
        book.set_setting("originals", "none")
    return book


def _saved(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    page = book["Sheet"]
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def _broken(rows: Rows, cells: Sequence[tuple[int, int, str]]) -> list[list[object]]:
    copy = [list(row) for row in rows]
    for row, column, text in cells:
        copy[row - 1][column] = text or None
    return copy


def _corrected(warehouse: Warehouse, result: TableResult, rows: Rows, to: Path) -> Path:
    """The workbook of rejects with every cell as it should have been."""
    assert result.import_id is not None
    to.write_bytes(rejects_workbook(warehouse, result.import_id))
    book = openpyxl.load_workbook(to)
    page = book["Rejected"]
    assert [cell.value for cell in page[1]][:3] == ["Reason", "Row in file", "Import"]
    for line in page.iter_rows(min_row=2):
        for cell, good in zip(line[3:], rows[int(str(line[1].value)) - 1], strict=True):
            if (
                good is not None
            ):  # a blank cell below the head of an entry is given out with what the head says
                cell.value = good  # type: ignore[assignment]
    book.save(to)
    return to


def _standing(warehouse: Warehouse, kind: str) -> list[tuple[object, ...]]:
    """What the rows that stand say, without where they came from."""
    listed = "* EXCLUDE (import_id, sheet, row_no, row_key, newer_by, superseded_by)"
    return warehouse.records(f"SELECT {listed} FROM store.{kind} WHERE superseded_by IS NULL ORDER BY ALL")


def _load(warehouse: Warehouse, path: Path) -> TableResult:
    (result,) = load([path], warehouse, timezone="UTC", answers={"currency": "EUR"})
    parts = result.rows_loaded, result.rows_superseded, result.rows_rejected, result.rows_skipped
    assert result.rows_read == sum(parts)
    assert result.error is None, result.error
    return result


@pytest.mark.parametrize("case", CASES)
def test_corrected_rows_stand_as_if_the_file_had_been_right(
    case: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    rows, cells = CASES[case]
    kind = {"journal": "actuals"}.get(case, case)
    right = open_warehouse(tmp_path / "right.duckdb")
    right._person_key = warehouse.person_key
    _load(right, _saved(tmp_path / "right.xlsx", rows))
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    before = _standing(warehouse, kind)
    book = _corrected(warehouse, result, rows, tmp_path / "rejected.xlsx")
    (again,) = load([book], warehouse)
    if again.questions:  # without the original nothing says which comes first, the day or the month
        assert (case, [question.name for question in again.questions]) == ("incidents", ["date_order"])
        (again,) = load([book], warehouse, answers={"date_order": "day-first"})
    assert again.error is None, again.error
    assert again.import_id is not None
    assert (again.kind, again.rows_read, again.rows_loaded) == (kind, len(cells), len(cells))
    assert _standing(warehouse, kind) == _standing(right, kind)
    assert ledger.rejects(warehouse).empty, "what was corrected is no longer listed as refused"
    ledger.undo(warehouse, again.import_id)
    assert _standing(warehouse, kind) == before
    assert len(ledger.rejects(warehouse)) == len(cells)


def test_a_rebuild_makes_the_corrections_again(tmp_path: Path) -> None:
    warehouse = open_warehouse(tmp_path / "bridgeview.duckdb")
    rows, cells = CASES["actuals"]
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    load([_corrected(warehouse, result, rows, tmp_path / "rejected.xlsx")], warehouse)
    again = rebuild(tmp_path / "bridgeview.duckdb", tmp_path / "again.duckdb")
    assert checksum(again) == checksum(warehouse)


def test_a_correction_that_is_wrong_again_is_corrected_again(warehouse: Warehouse, tmp_path: Path) -> None:
    rows, cells = CASES["actuals"]
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    half = _broken(rows, [(8, 3, "still 1oo"), (4, 3, "1.2.3")])
    (second,) = load([_corrected(warehouse, result, half, tmp_path / "first.xlsx")], warehouse)
    assert (second.rows_loaded, second.cells_refused) == (3, 2)
    (third,) = load([_corrected(warehouse, second, rows, tmp_path / "second.xlsx")], warehouse)
    assert (third.rows_loaded, third.cells_refused) == (2, 0)
    assert warehouse.records(
        "SELECT count(*), sum(amount) FROM store.actuals WHERE superseded_by IS NULL"
    ) == [(12, 1200.0)]


def test_a_later_export_stands_although_the_correction_is_loaded_after_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(GRID, [(5, 4, "12x0")])))
    raised = [[cell + 1 if isinstance(cell, int) else cell for cell in row] for row in GRID]
    _load(warehouse, _saved(tmp_path / "later.xlsx", raised))
    load([_corrected(warehouse, result, GRID, tmp_path / "rejected.xlsx")], warehouse)
    total = sum(1000 * cell for row in raised for cell in row if isinstance(cell, int))
    assert warehouse.records("SELECT sum(amount) FROM store.budget WHERE superseded_by IS NULL") == [(total,)]


@pytest.mark.parametrize(
    ("row_in_file", "said"),
    [(99, "is none of the rows refused"), (2, "comes a second time"), (None, "(nothing)")],
)
def test_a_row_that_takes_nobodys_place_is_said_and_nothing_is_loaded(
    row_in_file: int | None, said: str, warehouse: Warehouse, tmp_path: Path
) -> None:
    rows, cells = CASES["actuals"]
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    book = openpyxl.load_workbook(_corrected(warehouse, result, rows, tmp_path / "rejected.xlsx"))
    page = book["Rejected"]
    page.append([None, row_in_file, *(cell.value for cell in page[2][2:])])
    book.save(tmp_path / "more.xlsx")
    before = checksum(warehouse)
    (again,) = load([tmp_path / "more.xlsx"], warehouse)
    assert again.code == "not-a-correction"
    assert said in (again.error or "")
    assert checksum(warehouse) == before


def test_a_column_that_was_put_beside_those_of_the_file_is_said(warehouse: Warehouse, tmp_path: Path) -> None:
    rows, cells = CASES["actuals"]
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    path = _corrected(warehouse, result, rows, tmp_path / "rejected.xlsx")
    (as_given,) = load([path], warehouse, timezone="UTC", dry_run=True)
    assert not any("left out" in warning for warning in as_given.warnings)
    book = openpyxl.load_workbook(path)
    page = book["Rejected"]
    page.cell(1, page.max_column + 1, "Checked by")
    page.cell(2, page.max_column, "Ann")
    book.save(path)
    (result,) = load([path], warehouse, timezone="UTC")
    assert any("left out: “Checked by”" in warning for warning in result.warnings)


def test_rows_of_an_import_that_was_taken_back_are_not_loaded(warehouse: Warehouse, tmp_path: Path) -> None:
    rows, cells = CASES["actuals"]
    result = _load(warehouse, _saved(tmp_path / "file.xlsx", _broken(rows, cells)))
    book = _corrected(warehouse, result, rows, tmp_path / "rejected.xlsx")
    assert result.import_id is not None
    ledger.undo(warehouse, result.import_id)
    (again,) = load([book], warehouse)
    assert "was taken back" in (again.error or "")


def test_the_command_line_writes_what_was_refused_and_loads_it_back(tmp_path: Path) -> None:
    rows, cells = CASES["budget"]
    db = str(tmp_path / "line.duckdb")
    file = _saved(tmp_path / "file.xlsx", [*_broken(rows, cells), ["4199", "@home", "1x", *range(11)]])
    assert main([str(file), "--db", db, "--rejects", str(tmp_path / "out")]) == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "rejected_import_1.xlsx")
    page = book["Rejected"]
    assert [(cell.value, cell.data_type) for cell in page["E"][1:]] == [
        ("Line 2", "s"),
        ("Line 3", "s"),
        ("'@home", "s"),
    ]
    for line in page.iter_rows(min_row=2):
        for cell in line[3:]:
            if cell.value in ("12x0", "tbd", "1x"):
                cell.value = 1
    book.save(tmp_path / "corrected.xlsx")
    assert main([str(tmp_path / "corrected.xlsx"), "--db", db]) == 0
    found = open_warehouse(db).records(
        "SELECT line, count(*), min(amount) FROM store.budget GROUP BY 1 ORDER BY 1"
    )
    assert [name for name, _, _ in found] == ["@home", *(f"Line {i}" for i in range(1, 6))]
    assert found[0][1:] == (12, 0.0)
