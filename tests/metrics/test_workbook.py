"""What leaves as a workbook or text cannot run in somebody's spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest

from metrics.workbook import as_csv, as_workbook, harmless

DANGEROUS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\tx",
    "\r=1",
    "  =1+1",
    '=HYPERLINK("http://x")',
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_text_everywhere(text: str) -> None:
    table = pd.DataFrame({"what": [text], text: ["fine"]})
    book = openpyxl.load_workbook(io.BytesIO(as_workbook({"Rows": table})))
    cells = [cell for row in book["Rows"].iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(as_workbook({"Rows": table}))) as parts:
        sheet = next(name for name in parts.namelist() if name.startswith("xl/worksheets/"))
        assert b"<f>" not in parts.read(sheet)
        assert not [name for name in parts.namelist() if "hyperlink" in name.casefold()]
    assert f'"{text}' not in as_csv(table).decode("utf-8-sig")
    assert harmless(text) == "'" + text


def test_numbers_dates_and_truth_stay_what_they_are() -> None:
    table = pd.DataFrame(
        {
            "n": [-5, 7],
            "x": [1.5, np.nan],
            "at": [pd.Timestamp("2026-03-02 08:15"), pd.NaT],
            "ok": pd.array([True, None], dtype="boolean"),
            "id": ["007", None],
        }
    )
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook({"Rows": table})))["Rows"]
    assert [c.value for c in sheet[2]] == [-5, 1.5, datetime(2026, 3, 2, 8, 15), True, "007"]
    assert [c.value for c in sheet[3]] == [7, None, None, None, None]
    lines = as_csv(table).decode("utf-8-sig").splitlines()
    assert lines[1] == "-5,1.5,2026-03-02 08:15:00,True,007"
    assert lines[2] == "7,,,,"


def test_two_columns_of_one_name_are_both_kept() -> None:
    table = pd.DataFrame([[1, 2]], columns=["a", "a"])
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook({"Rows": table})))["Rows"]
    assert [c.value for c in sheet[2]] == [1, 2]


def test_sheet_names_are_legal_and_apart() -> None:
    table = pd.DataFrame({"a": [1]})
    names = ["A/B: [x]*?", "A/B: [x]*? ", "x" * 40, "X" * 40, ""]
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(dict.fromkeys(names, table))))
    assert len(book.sheetnames) == len(names)
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_an_empty_table_is_a_sheet_with_its_heading() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(as_workbook({"Rows": pd.DataFrame(columns=["a"])}, about=[("x", "=y")]))
    )
    assert book.sheetnames == ["About", "Rows"]
    assert book["About"]["B1"].value == "'=y"
    assert book["Rows"]["A1"].value == "a"
