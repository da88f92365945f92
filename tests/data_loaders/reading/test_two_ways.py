"""The quick way and the exact way of reading give the same table, whatever the file; else one of them lies."""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import xlsxwriter

from data_loaders.reading import delimited, xlsx_blocks
from data_loaders.reading import xlsx as xlsx_reader
from data_loaders.reading.job import Job
from data_loaders.reading.tables import Limits, ReadingError
from tests.hostile import books, texts
from tests.hostile.workbooks import (
    DURATION,
    MOMENT,
    STYLES,
    column_letters,
    packed,
    parts_of,
    sheet_part,
    text_cell,
    workbook,
)


def outcome(read: Any, path: Path, folder: Path) -> Any:
    """Everything a reading says about every sheet, cells included, or its refusal."""
    folder.mkdir()
    job = Job(folder, Limits())
    try:
        read(path, job)
        report = job.report()
    except ReadingError as error:
        return error.code
    for sheet in report["sheets"]:
        cells: dict[tuple[int, str], Any] = {}
        for part in sheet.pop("parts"):
            with pa.OSFile(str(folder / part)) as file:
                table = pa.ipc.open_file(file).read_all()
            numbers = table["row_no"].to_pylist()
            for name in table.column_names[1:]:
                cells |= {
                    (row, name): value
                    for row, value in zip(numbers, table[name].to_pylist(), strict=True)
                    if value not in (None, False)
                }
        sheet["cells"] = cells
        sheet["issues"] = sorted(map(repr, sheet["issues"]))
    return report


def both_ways_xlsx(path: Path, folder: Path) -> tuple[Any, Any]:
    """The quick and the exact reading of a workbook."""
    quick = outcome(xlsx_reader.read_xlsx, path, folder / "quick")
    exact = outcome(lambda p, job: xlsx_reader.read_xlsx(p, job, blocks=False), path, folder / "exact")
    return quick, exact


def both_ways_text(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The quick and the exact reading of delimited text."""

    def read(p: Path, job: Job) -> None:
        delimited.read_delimited(p, "t", job)

    quick = outcome(read, path, folder / "quick")
    with monkeypatch.context() as patch:
        patch.setattr(delimited, "cut_block", lambda *_: None)
        exact = outcome(read, path, folder / "exact")
    return quick, exact


def random_sheet(seed: int) -> bytes:
    """A workbook with plain rows and now and then something odd."""
    draw = random.Random(seed)
    words = [
        "INC1",
        "a & b",
        "<tag>",
        "ålborg",
        "two\nlines",
        " x ",
        "_x000D_",
        "_x0041_",
        "x>y",
        "😀",
        "00123",
        "",
    ]
    odd = draw.choice([0, 0, 0.002, 0.02])
    strings = words[:-1] * 3

    def cell(reference: str) -> str:
        if draw.random() < odd:
            return draw.choice(
                [
                    f'<c r="{reference}" t="e"><v>#N/A</v></c>',
                    f'<c r="{reference}"><f>A1</f></c>',
                    f'<c r="{reference}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
                    f'<c r="{reference}"><v>9007199254740993</v></c>',
                    f'<c r="{reference}" s="1"><v>60</v></c>',
                    f'<c r="{reference}"><!-- c --><v>1</v></c>',
                    f'<c t="n" r="{reference}"><v>1</v></c>',
                    f'<c r="{reference}" t="s"><v>9999</v></c>',
                    f"<c r='{reference}'><v>1</v></c>",
                    f'<c r="{reference}" t="inlineStr"><is><t>x]]&gt;&#10;y</t></is></c>',
                ]
            )
        style = draw.randrange(len(STYLES))
        number = draw.choice(
            [
                str(draw.randrange(100_000)),
                repr(draw.random() * 10 ** draw.randrange(-9, 12)),
                f"{draw.random() * 50_000:.17g}",
                repr(float(draw.randrange(1, 50_000)) + draw.choice([0, 0.5, 0.34375])),
                "-0.0",
                "1E5",
                "-7.5",
                f"{draw.random():.3E}",
            ]
        )
        return draw.choice(
            [
                f'<c r="{reference}"><v>{number}</v></c>',
                f'<c r="{reference}" s="{style}"><v>{number}</v></c>',
                f'<c r="{reference}" s="{MOMENT}"><v>{draw.randrange(61, 60_000)}.25</v></c>',
                f'<c r="{reference}" s="{DURATION}" t="n"><v>{draw.random() * 9}</v></c>',
                f'<c r="{reference}" s="{style}"/>',
                f'<c r="{reference}" t="s"><v>{draw.randrange(len(strings))}</v></c>',
                f'<c r="{reference}" s="{style}" t="s"><v>{draw.randrange(len(strings))}</v></c>',
                f'<c r="{reference}" t="b"><v>{draw.randrange(2)}</v></c>',
                f'<c r="{reference}" t="str"><f>B1&amp;C1</f><v>{draw.randrange(9)}</v></c>',
                f'<c r="{reference}"><f t="shared" si="0"/><v>{draw.randrange(9)}</v></c>',
                text_cell(reference, draw.choice(words)),
                "",
            ]
        )

    rows, row_no = [], 0
    for _ in range(draw.randrange(1, 400)):
        row_no += draw.choice([1, 1, 1, 1, 2, 7])
        cells = "".join(cell(f"{column_letters(i)}{row_no}") for i in sorted(draw.sample(range(40), 9)))
        attributes = draw.choice(["", ' spans="1:40"', ' hidden="1"', ' ht="12.5" customHeight="1"'])
        rows.append(f'<row r="{row_no}"{attributes}>{cells}</row>' if cells else f'<row r="{row_no}"/>')
    return workbook("".join(rows), strings=strings, date1904=seed % 5 == 0)


@pytest.mark.parametrize("seed", range(40))
def test_random_workbooks_read_alike_both_ways(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_reader, "_BLOCK", 3_000)
    path = tmp_path / "book.xlsx"
    path.write_bytes(random_sheet(seed))
    quick, exact = both_ways_xlsx(path, tmp_path)
    assert quick == exact


def test_the_quick_way_is_taken_for_plain_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []
    cut = xlsx_blocks.cut_rows

    def noticed(*arguments: Any) -> Any:
        rows = cut(*arguments)
        taken.append(rows is not None)
        return rows

    monkeypatch.setattr(xlsx_reader, "cut_rows", noticed)
    case = next(case for case in books.structures() if case.name == "long_with_formulas.xlsx")
    path = tmp_path / "plain.xlsx"
    path.write_bytes(case.data)
    outcome(xlsx_reader.read_xlsx, path, tmp_path / "quick")
    assert taken
    assert all(taken)


@pytest.mark.parametrize("family", [books.values, books.structures])
def test_every_hostile_workbook_reads_alike_both_ways(family: Any, tmp_path: Path) -> None:
    for number, case in enumerate(family()):
        if not case.name.endswith(".xlsx"):
            continue
        path = tmp_path / case.name
        path.write_bytes(case.data)
        folder = tmp_path / str(number)
        folder.mkdir()
        quick, exact = both_ways_xlsx(path, folder)
        assert quick == exact, case.name


def test_random_bytes_never_read_as_plain_rows_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_reader, "_BLOCK", 1_000)
    draw = random.Random(5)
    base = sheet_part(
        "".join(
            f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}" s="1" t="s"><v>0</v></c>'
            f"{text_cell(f'C{r}', 'x y')}</row>"
            for r in range(1, 60)
        )
    ).encode()
    for number in range(150):
        sheet = bytearray(base)
        for _ in range(draw.randrange(1, 3)):
            at = draw.randrange(120, len(sheet))
            sheet[at : at + draw.randrange(2)] = draw.choice(
                [b"<", b">", b'"', b" ", b"/", b"&", b"1", b"A", b"\n", b"v", b"\xc3"]
            )
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(packed(parts_of([("S", bytes(sheet))], strings=["q"]), stored=True))
        folder = tmp_path / str(number)
        folder.mkdir()
        quick, exact = both_ways_xlsx(path, folder)
        assert quick == exact, bytes(sheet)


@pytest.mark.parametrize("seed", range(40))
def test_random_texts_read_alike_both_ways(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "_BLOCK", 700)
    monkeypatch.setattr(delimited, "_SAMPLE", 700)
    draw = random.Random(seed)
    words = ["a", "", "x,y", 'q"q', "two\nlines", "å", " ", "1.5", "l\r\nl", '""', "a;b\tc"]
    newline = draw.choice(["\n", "\r\n"])
    rows = [[draw.choice(words) for _ in range(6)] for _ in range(draw.randrange(2, 400))]
    lines = [texts.quoted([row], ",", newline) for row in rows]
    odd = [
        newline,
        ",,,,,",
        '"odd,',
        'x"y,z',
        "a,b,c,d,e,f,g",
        'a,b"c,d,e,f,g',
        '"a,b,c,d,e,f',
        'a,"b"c,d,e,f,g',
    ]
    for _ in range(draw.choice([0, 0, 1, 5])):
        lines.insert(draw.randrange(len(lines)), draw.choice(odd) + newline)
    path = tmp_path / "t.csv"
    text = "".join(lines)
    path.write_bytes((text if seed % 3 else text.removesuffix(newline)).encode())
    quick, exact = both_ways_text(path, tmp_path, monkeypatch)
    assert quick == exact


def test_every_odd_text_reads_alike_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, case in enumerate(texts.odd_delimited()):
        if case.name.startswith("wide_million") or case.name == "blank_rows_50000_lines.csv":
            continue
        path = tmp_path / case.name
        path.write_bytes(case.data)
        folder = tmp_path / str(number)
        folder.mkdir()
        quick, exact = both_ways_text(path, folder, monkeypatch)
        assert quick == exact, case.name


def test_real_files_read_alike_both_ways(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        p
        for p in sorted(shared_data.rglob("*"))
        if p.suffix in (".csv", ".xlsx") and p.stat().st_size < 1_500_000
    ]
    assert files
    for number, path in enumerate(files[::3]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with path.open("rb") as file:
            packaged = file.read(2) == b"PK"
        if packaged:
            quick, exact = both_ways_xlsx(path, folder)
        elif path.suffix == ".csv" and path.stat().st_size:
            quick, exact = both_ways_text(path, folder, monkeypatch)
        else:
            continue
        assert quick == exact, path.name


def test_arrow_writes_numbers_as_python_does() -> None:
    draw = np.random.default_rng(3)
    numbers = np.concatenate([draw.random(4_000) * 10.0 ** draw.integers(-14, 17, 4_000), draw.random(2_000)])
    raw = pa.array([repr(float(number)) for number in numbers if abs(number) < 2**53])
    from data_loaders.reading.cell_values import number_text

    assert xlsx_blocks._numbers(raw).to_pylist() == [number_text(text)[0] for text in raw.to_pylist()]
    assert not any(
        re.search("e", text) for text in xlsx_blocks._numbers(pa.array(["1e-5", "0.00012"])).to_pylist()
    )


def test_moments_finer_than_a_second_are_plain_and_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fine.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Number", "Resolved"])
    for row in range(1, 400):
        moment = datetime(2026, 3, 1, 8, 15) + timedelta(seconds=row * 977, milliseconds=row % 3 * 251)
        sheet.write_row(row, 0, [f"INC{row}", moment])
    book.close()
    quick, exact = both_ways_xlsx(path, tmp_path)
    assert quick == exact
    plain: list[bool] = []

    def watched(*given: Any) -> Any:
        plain.append((block := cut(*given)) is not None)
        return block

    cut = xlsx_blocks.cut_rows
    monkeypatch.setattr(xlsx_reader, "cut_rows", watched)
    outcome(xlsx_reader.read_xlsx, path, tmp_path / "watched")
    assert plain
    assert all(plain)
