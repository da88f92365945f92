"""What a file is by its first bytes, where a list begins like something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.reading.sniffing import shape_of


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K5\r\nE\r\n", "slk"),
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K5\r\nE\r\n", "slk"),
        (b"ID;Priority;Title\r\n1;High;Mail is down\r\n", "csv"),
        (b"ID;Person ID;Score\n98765;55;9\n", "csv"),
        (b"ID;Prio\nA;x\nB;y\n", "csv"),
    ],
)
def test_a_list_whose_second_heading_begins_with_p_is_no_sylk(
    tmp_path: Path, content: bytes, shape: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    assert shape_of(file) == shape
