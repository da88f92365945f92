"""Cells between apostrophes are read without them; apostrophes within texts and beside other quotes stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading import read


def _cells(tmp_path: Path, text: str) -> list[list[str | None]]:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8", newline="")
    (sheet,) = read(file).sheets
    names = [name for name in sheet.rows.column_names if name.startswith("c")]
    return [list(row) for row in zip(*(sheet.rows.column(name).to_pylist() for name in names), strict=True)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_apostrophes_around_every_cell_are_quotes(tmp_path: Path, delimiter: str) -> None:
    rows = [["Number", "Text"], *([f"INC{i}", f'it\'s{delimiter} "late"\nagain'] for i in range(9))]
    text = "".join(
        delimiter.join("'" + cell.replace("'", "''") + "'" for cell in row) + "\r\n" for row in rows
    )
    assert _cells(tmp_path, text) == rows


def test_apostrophes_of_texts_stay(tmp_path: Path) -> None:
    rows = [["Number", "Text"], *([f"INC{i}", "'tis late'"] for i in range(9))]
    assert _cells(tmp_path, "".join(",".join(row) + "\n" for row in rows)) == rows
