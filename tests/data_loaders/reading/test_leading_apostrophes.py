"""The apostrophe that makes a spreadsheet take a cell for text is no part of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading import read
from tests.data_loaders.sheets import loaded


def test_a_column_whose_cells_all_begin_with_an_apostrophe_is_read_without(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("Number,Text\n'0001,one\n'0002,'two'\n'0003,'tis three\n")
    (sheet,) = read(path).sheets
    assert sheet.rows.column("c0").to_pylist() == ["Number", "0001", "0002", "0003"]
    assert sheet.rows.column("c1").to_pylist() == ["Text", "one", "'two'", "'tis three"]
    assert [issue.code for issue in sheet.issues] == ["leading-apostrophe"]


def test_amounts_escaped_by_an_apostrophe_keep_their_sign() -> None:
    rows = [("Shell", "100.00"), ("Esso", "'-12.30"), ("BP", "50.00"), ("Agip", "'-7.70")]
    lines = [f"2026-01-0{i},5000{i},{vendor},{amount}" for i, (vendor, amount) in enumerate(rows, 1)]
    result, table = loaded("\n".join(["Posting date,Document number,Vendor,Amount", *lines]))
    assert table["amount"].sum() == pytest.approx(130.0)
    assert result.cells_refused == 0
