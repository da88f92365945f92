"""A broken cell of a monthly grid comes back under its month, with all the months of its row, and loads back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data_loaders.loading import load
from data_loaders.rejects_workbook import rejects_workbook
from tests.rows import warehouse_with
from warehouse import ledger

GRID = (
    "Cost centre,Line,Jan 2026,Feb 2026,Mar 2026,Apr 2026\n"
    "4100,Licences,1200,12x0,1200,1300\n4100,Hosting,800,800,810,820\n4200,Travel,10,20,30,\n"
)
ANSWERS = {"version": "budget", "currency": "EUR"}


def test_a_broken_month_comes_back_with_its_row_and_loads_back(tmp_path: Path) -> None:
    warehouse, path = warehouse_with(), tmp_path / "budget.csv"
    path.write_text(GRID, encoding="utf-8")
    (result,) = load([path], warehouse, answers=ANSWERS)
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (3, 2, 1)
    assert result.import_id is not None
    refused = ledger.rejects(warehouse, result.import_id).iloc[0]
    assert (refused["row_no"], refused["column_name"], refused["value"]) == (2, "Feb 2026", "12x0")
    book = tmp_path / "rejected.xlsx"
    book.write_bytes(rejects_workbook(warehouse, result.import_id))
    sheet = openpyxl.load_workbook(book)
    page = sheet["Rejected"]
    headings = [cell.value for cell in page[1]]
    page.cell(2, headings.index("Feb 2026") + 1).value = 1250
    sheet.save(book)
    (again,) = load([book], warehouse, answers=ANSWERS)
    assert (again.kind, again.rows_loaded, again.error) == ("budget", 1, None)
    ((total,),) = warehouse.records("SELECT sum(amount) FROM store.budget")
    assert total == pytest.approx(1200 + 1250 + 1200 + 1300 + 800 + 800 + 810 + 820 + 10 + 20 + 30)


def test_a_month_with_few_numbers_among_months_is_no_other_column(tmp_path: Path) -> None:
    warehouse, path = warehouse_with(), tmp_path / "budget.csv"
    path.write_text(GRID.replace("800,800", "800,tbd").replace("10,20", "10,30"), encoding="utf-8")
    (result,) = load([path], warehouse, answers=ANSWERS)
    assert {
        (row, column) for row, column in warehouse.records("SELECT row_no, column_name FROM meta.rejects")
    } == {
        (2, "Feb 2026"),
        (3, "Feb 2026"),
    }
    assert (result.rows_loaded, result.rows_rejected) == (1, 2)
