"""An import is all or nothing at any instant: the process is killed at the system calls that write the database.

`strace` counts those calls in one import and then kills the import at the N-th. A selection runs here; with
BRIDGEVIEW_EVERY_CRASH=1 every call is tried.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse import open_warehouse

ROOT = Path(__file__).parents[2]
CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename"
HEADER = "number,opened_at,state,priority,short_description,sys_updated_on,assignment_group\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="killing at a chosen system call needs strace"),
]


def _export(file: Path, prefix: str, rows: int) -> Path:
    lines = (
        f"{prefix}{i:07d},2026-03-{1 + i % 28:02d} 10:00:00,New,3 - Moderate,Text {i * 7919 % 10007},"
        f"2026-04-{1 + i % 28:02d} 11:00:00,Desk {i % 7}\n"
        for i in range(rows)
    )
    file.write_text(HEADER + "".join(lines))
    return file


def _import(file: Path, db: Path, *, kill_at: int | None = None, log: Path | None = None) -> tuple[int, str]:
    watch = ["strace", "-f", "-qq", "-P", str(db), "-P", f"{db}.wal", "-e", f"trace={CALLS}"]
    watch += ["-o", str(log or "/dev/null")]
    if kill_at is not None:
        watch += ["-e", f"inject={CALLS}:signal=KILL:when={kill_at}"]
    command = [
        sys.executable,
        "-m",
        "data_loaders",
        str(file),
        "--db",
        str(db),
        "--timezone",
        "UTC",
        "--json",
    ]
    done = subprocess.run([*watch, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, int]:
    """A database with one acknowledged import, a second export, and how many writing calls its import makes."""
    folder = tmp_path_factory.mktemp("crash")
    db = folder / "book.duckdb"
    assert _import(_export(folder / "first.csv", "INC", 100), db)[0] == 0
    second = _export(folder / "second.csv", "LATER", 2_000)
    counted = folder / "counted"
    counted.mkdir()
    shutil.copy2(db, counted / db.name)
    log = folder / "calls"
    assert _import(second, counted / db.name, log=log)[0] == 0
    return db, second, sum("(" in line for line in log.read_text().splitlines())


def test_killed_at_any_writing_call_the_database_has_all_of_an_import_or_none(
    prepared: tuple[Path, Path, int], tmp_path: Path
) -> None:
    db, second, calls = prepared
    assert calls > 20
    step = 1 if os.environ.get("BRIDGEVIEW_EVERY_CRASH") else max(1, calls // 12)
    outcomes: dict[int, int] = {}
    for call in range(1, calls + 1, step):
        folder = tmp_path / str(call)
        folder.mkdir()
        copy = folder / db.name
        shutil.copy2(db, copy)
        code, said = _import(second, copy, kill_at=call)
        warehouse = open_warehouse(copy)
        try:
            rows = int(warehouse.records("SELECT count(*) FROM incidents")[0][0])
            imports = int(warehouse.records("SELECT count(*) FROM meta.imports")[0][0])
            assert (rows, imports) in {(100, 1), (2_100, 2)}, (
                f"killed at call {call}: {rows} rows, {imports} imports"
            )
            if code == 0:
                assert rows == 2_100, f"acknowledged at call {call}, and lost: {said}"
            outcomes[rows] = outcomes.get(rows, 0) + 1
        finally:
            warehouse.close()
    assert outcomes.get(100), "no kill came before the commit: the test does not reach what it is about"
