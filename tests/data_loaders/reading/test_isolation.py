"""The worker may die; the server may not. And what the worker gives back is complete, or it is a sentence."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from data_loaders.reading import Limits, ReadingError, isolation, read, shape_of
from tests.hostile.workbooks import packed, parts_of, sheet_part, text_cell, workbook

SPARSE = workbook(
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux limits a process's address space.")
def test_without_the_worker_two_kilobytes_kill_the_process(tmp_path: Path) -> None:
    """The reason for the worker: this must go on failing, or the isolation has become needless."""
    path = saved(tmp_path, "sparse_last_cell.xlsx", SPARSE)
    assert path.stat().st_size < 4_000
    script = (
        "import resource, sys, python_calamine\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20))\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "try:\n"
        "    python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()\n"
        "except BaseException as error:\n"
        "    print('survived', type(error))\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert child.returncode < 0, child.stdout
    assert "survived" not in child.stdout
    reading = read(path)
    assert reading.sheets[0].rows["c0"].to_pylist() == ["1"]
    assert [(i.code, i.row, i.column, i.value) for i in reading.sheets[0].issues] == [
        ("far-cell", 1_048_576, 16_383, "1")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux limits a process's address space.")
def test_a_worker_that_is_killed_leaves_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "good.csv", b"a,b\n1,2\n")
    script = saved(tmp_path, "worker.py", b"import os, signal; os.kill(os.getpid(), signal.SIGABRT)")
    monkeypatch.setattr(isolation, "_WORKER", script)
    with pytest.raises(ReadingError) as refusal:
        read(path)
    assert refusal.value.code == "memory-limit"
    assert "good.csv" in refusal.value.sentence
    script.write_text("import sys; sys.exit(3)")
    with pytest.raises(ReadingError) as refusal:
        read(path)
    assert refusal.value.code == "reader-fault"


def test_a_worker_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "good.csv", b"a,b\n1,2\n")
    monkeypatch.setattr(isolation, "_WORKER", saved(tmp_path, "worker.py", b"import time; time.sleep(60)"))
    with pytest.raises(ReadingError) as refusal:
        read(path, limits=Limits(seconds=0.3))
    assert refusal.value.code == "time-limit"


def test_reading_can_be_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "good.csv", b"a,b\n1,2\n")
    monkeypatch.setattr(isolation, "_WORKER", saved(tmp_path, "worker.py", b"import time; time.sleep(60)"))
    with pytest.raises(ReadingError) as refusal:
        read(path, cancelled=lambda: True)
    assert refusal.value.code == "cancelled"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux limits a process's address space.")
def test_too_little_memory_is_a_sentence(tmp_path: Path) -> None:
    path = saved(tmp_path, "wide.csv", b"x" * 100 + b",y\n" + b"1,2\n" * 2_000_000)
    with pytest.raises(ReadingError) as refusal:
        read(path, limits=Limits(memory=150_000_000))
    assert refusal.value.code in {"memory-limit", "reader-fault"}


def test_too_many_rows_or_cells_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "long.csv", b"a,b\n" + b"1,2\n" * 5_000)
    for limits in (Limits(rows=1_000), Limits(cells=1_000)):
        with pytest.raises(ReadingError) as refusal:
            read(path, limits=limits)
        assert refusal.value.code == "too-large"


def test_the_reading_names_the_file_and_its_bytes(tmp_path: Path) -> None:
    data = b"Number;State\n001;New\n"
    told: list[tuple[str, float | None]] = []
    reading = read(
        saved(tmp_path, "0a1b2c.bin", data),
        name="June.csv",
        progress=lambda stage, done: told.append((stage, done)),
    )
    assert (reading.file, reading.size, reading.shape) == ("June.csv", len(data), "csv")
    assert reading.sha256 == hashlib.sha256(data).hexdigest()
    assert reading.sheets[0].name == "June"
    assert told
    assert all(stage and (done is None or 0 <= done <= 1) for stage, done in told)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(isolation.tempfile, "tempdir", str(scratch))
    reading = read(saved(tmp_path, "a.csv", b"a,b\n1,2\n"))
    with pytest.raises(ReadingError):
        read(saved(tmp_path, "b.xlsx", b"PK\x03\x04 broken"))
    assert not list(scratch.iterdir())
    assert reading.sheets[0].rows["c1"].to_pylist() == ["b", "2"]


def test_two_at_once_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, "a.csv", b"a,b\n1,2\n")
    busy = most = 0
    lock = threading.Lock()
    run = isolation._run_worker

    def counted(*arguments: object) -> object:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        try:
            return run(*arguments)  # type: ignore[arg-type]
        finally:
            with lock:
                busy -= 1

    monkeypatch.setattr(isolation, "_run_worker", counted)
    threads = [threading.Thread(target=read, args=(path,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "june").mkdir(parents=True)
    saved(folder, "b.csv", b"x,y\n1,2\n")
    saved(folder / "june", "a.xlsx", workbook(f'<row r="1">{text_cell("A1", "in")}</row>'))
    saved(folder, "scan.pdf", b"%PDF-1.7")
    reading = read(folder)
    assert [(sheet.member, sheet.rows["c0"].to_pylist()) for sheet in reading.sheets] == [
        ("b.csv", ["x", "1"]),
        ("june/a.xlsx", ["in"]),
    ]
    assert [(issue.code, issue.value) for issue in reading.issues] == [("member-not-read", "unsupported")]
    assert "scan.pdf" in reading.issues[0].text


def test_natively_typed_cells_are_marked_only_where_text_is_among_them(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{text_cell("A1", "Amount")}<c r="B1"><v>1</v></c>{text_cell("C1", "x")}</row>'
        f'<row r="2"><c r="A2"><v>5</v></c><c r="B2"><v>2</v></c>{text_cell("C2", "5")}</row>'
        f'<row r="3">{text_cell("A3", "5")}<c r="B3"><v>3</v></c></row>'
    )
    sheet = read(saved(tmp_path, "n.xlsx", workbook(rows))).sheets[0]
    assert sheet.rows.column_names == ["row_no", "c0", "c1", "c2", "n0"]
    assert sheet.rows["n0"].to_pylist() == [False, True, False]
    assert sheet.native == ({"text": 2, "number": 1}, {"number": 3}, {"text": 2})


def test_details_of_a_sheet(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" s="5"><v>0.85</v></c><c r="B1" s="6"><v>12.5</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="4"><c r="A4"><v>1</v></c></row>'
    )
    data = packed(
        parts_of(
            [
                (
                    "S",
                    sheet_part(
                        rows,
                        before='<cols><col min="2" max="2" hidden="1"/></cols>',
                        after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
                    ),
                )
            ],
            date1904=True,
        )
    )
    sheet = read(saved(tmp_path, "d.xlsx", data)).sheets[0]
    assert sheet.details == {
        "date1904": True,
        "merged": [(1, 0, 2, 1)],
        "hidden_rows": [2],
        "hidden_columns": [1],
        "percent_columns": [0],
        "currency_formats": {1: ["#,##0.00\\ [$€-407]"]},
    }
    assert (sheet.rows.num_rows, sheet.rows_total, sheet.rows_blank) == (3, 4, 1)


def test_many_issues_are_listed_once_each_and_then_counted(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="B{r}" t="e"><v>#N/A</v></c></row>'
        for r in range(1, 3_001)
    )
    issues = read(saved(tmp_path, "e.xlsx", workbook(rows))).sheets[0].issues
    assert len(issues) == 1_001
    assert sum(issue.count for issue in issues) == 3_000
    assert (issues[0].sheet, issues[0].row, issues[0].column, issues[0].value) == ("Sheet1", 1, 1, "#N/A")


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (b"a,b\n1,2\n", "csv"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        (SPARSE, "xlsx"),
        (b"%PDF-1.7", "pdf"),
        (b"  \r\n", "empty"),
        (b"BMW,Audi\n1,2\n", "csv"),
        (b"ID;Name\n1;2\n", "csv"),
        (b"<5 days,>5 days\n1,2\n", "csv"),
        (b'{"a": 1}', "json"),
        (b"[x],[y]\n1,2\n", "csv"),
    ],
)
def test_the_shape_comes_from_the_content(data: bytes, shape: str, tmp_path: Path) -> None:
    assert shape_of(saved(tmp_path, "file.xls", data)) == shape


def test_a_fault_of_the_program_is_not_blamed_on_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, "good.csv", b"a,b\n1,2\n")
    package = Path(isolation.__file__).parent
    for module in package.glob("*.py"):
        saved(tmp_path, module.name, module.read_bytes())
    broken = (package / "delimited.py").read_text(encoding="utf-8")
    (tmp_path / "delimited.py").write_text(
        broken.replace("    text = as_utf8(", "    text = 1 / 0 or as_utf8(")
    )
    monkeypatch.setattr(isolation, "_WORKER", tmp_path / "worker.py")
    with pytest.raises(ReadingError) as refusal:
        read(path)
    assert refusal.value.code == "reader-fault"
    assert "good.csv" in refusal.value.sentence
    assert "fault in Bridgeview" in refusal.value.sentence
    assert "ZeroDivisionError" in "".join(refusal.value.__notes__)


def test_a_binary_workbook_of_a_preview_of_excel_2007_is_read(shared_data: Path) -> None:
    reading = read(shared_data / "07_hostile" / "poi" / "Simple.xlsb")
    (cells,) = [sheet.rows["c0"].to_pylist() for sheet in reading.sheets if sheet.rows.num_rows]
    assert cells == ["This is an example spreadsheet created with Microsoft Excel 2007 Beta 2."]


def test_a_binary_workbook_cut_short_is_damaged_and_no_fault_of_the_program(
    shared_data: Path, tmp_path: Path
) -> None:
    whole = shared_data / "05_finance" / "us_omb_historical_tables" / "2018" / "hist01z1.xls"
    path = tmp_path / "cut.xls"
    # At this length one reader gives it up and the other one panics.
    path.write_bytes(whole.read_bytes()[:41_600])
    with pytest.raises(ReadingError) as refusal:
        read(path)
    assert refusal.value.code == "damaged"
