"""Quoted cells with a blank before the quote ("a", "b"): cells with delimiters and line breaks in them stay whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading import read


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_blank_before_the_quote_belongs_to_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Number", "State", "Text"],
        *([f"INC{i}", "New", f"a{delimiter} b{delimiter}c\nd {i}"] for i in range(9)),
    ]
    file = tmp_path / "list.csv"
    file.write_text(
        "".join(f"{delimiter} ".join(f'"{cell}"' for cell in row) + "\n" for row in rows), encoding="utf-8"
    )
    (sheet,) = read(file).sheets
    cells = [sheet.rows.column(f"c{i}").to_pylist() for i in range(3)]
    assert [list(row) for row in zip(*cells, strict=True)] == rows
