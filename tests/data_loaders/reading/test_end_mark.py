"""The mark with which DOS and mainframes end a file is no row."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading import read


@pytest.mark.parametrize("rows", [3, 40_000])
def test_an_end_mark_is_no_row(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "tickets.csv"
    body = "".join(f"INC{number},open\r\n" for number in range(rows))
    path.write_bytes(f"Number,State\r\n{body}\x1a".encode())
    (sheet,) = read(path).sheets
    assert sheet.rows.num_rows == rows + 1
    assert sheet.rows.column("c0")[-1].as_py() == f"INC{rows - 1}"
    assert not sheet.issues
