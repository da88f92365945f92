"""Files packed alone, zips in zips, and delimiters that few programs write."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from data_loaders.reading import Limits, ReadingError, read

TABLE = "Number,State,Opened\nINC1,Open,2026-01-02\nINC2,Closed,2026-01-03\n"


def packed(**members: bytes | str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return whole.getvalue()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_zip_in_a_zip_is_read_beside_the_other_files(tmp_path: Path) -> None:
    inner = packed(a__csv=TABLE, b__csv=TABLE * 2)
    reading = read(written(tmp_path, "all.zip", packed(inner__zip=inner, c__csv=TABLE)))
    assert sorted(sheet.member for sheet in reading.sheets) == [
        "c.csv", "inner.zip → a.csv", "inner.zip → b.csv",
    ]  # fmt: skip
    assert not reading.issues


def test_a_third_zip_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    second = packed(third__zip=packed(a__csv=TABLE), b__csv=TABLE)
    reading = read(written(tmp_path, "all.zip", packed(second__zip=second)))
    assert [sheet.member for sheet in reading.sheets] == ["second.zip → b.csv"]
    assert [issue.value for issue in reading.issues] == ["nested-zip"]


def test_zips_in_a_zip_share_one_limit(tmp_path: Path) -> None:
    inner = packed(a__csv=TABLE * 20_000)
    path = written(tmp_path, "all.zip", packed(**{f"z{i}__zip": inner for i in range(5)}))
    with pytest.raises(ReadingError) as refused:
        read(path, limits=Limits(unpacked=4 * len(TABLE) * 20_000))
    assert refused.value.code == "zip-bomb"


def test_a_packed_file_in_a_zip_is_read(tmp_path: Path) -> None:
    reading = read(written(tmp_path, "all.zip", packed(a__csv__gz=gzip.compress(TABLE.encode()))))
    (sheet,) = reading.sheets
    assert (sheet.name, sheet.rows.num_rows) == ("a", 3)


@pytest.mark.parametrize("delimiter", list("^~¦§，；"))
def test_a_rare_delimiter_cuts_where_every_line_agrees(tmp_path: Path, delimiter: str) -> None:
    body = TABLE.replace(",", delimiter).replace("Closed", "Closed, at last; done")
    (sheet,) = read(written(tmp_path, "tickets.csv", body.encode())).sheets
    assert sheet.rows.column("c1").to_pylist() == ["State", "Open", "Closed, at last; done"]


def test_a_rare_sign_in_texts_is_no_delimiter(tmp_path: Path) -> None:
    body = "Number;Text\nINC1;a ~ b ~ c\nINC2;~ d ~ e\n"
    (sheet,) = read(written(tmp_path, "tickets.csv", body.encode())).sheets
    assert sheet.rows.column("c1").to_pylist() == ["Text", "a ~ b ~ c", "~ d ~ e"]
    body = "Notes ~ of ~ today\nNothing\nAll ~ well\n"
    (sheet,) = read(written(tmp_path, "notes.csv", body.encode())).sheets
    assert [name for name in sheet.rows.column_names if name.startswith("c")] == ["c0"]
