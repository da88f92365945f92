"""A database that is locked, newer, damaged or none at all gives one sentence and is left as it was."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from data_loaders.loading import load
from tests.rows import add_rows
from warehouse import Warehouse, WarehouseError, open_warehouse
from warehouse.backup import back_up, backups, checksum, restore

ROWS = [{"number": f"INC{i}", "opened": "2026-01-05 08:00"} for i in range(50)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database file with one import, closed."""
    path = tmp_path / "book.duckdb"
    warehouse = open_warehouse(path)
    add_rows(warehouse, "incidents", ROWS)
    warehouse.close()
    return path


def _in_another_process(code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_a_file_open_elsewhere_names_the_process(file: Path) -> None:
    other = _in_another_process(
        f"import duckdb, time; c = duckdb.connect({str(file)!r}); print('open', flush=True); time.sleep(60)"
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(WarehouseError) as refused:
            open_warehouse(file)
        assert refused.value.code == "locked"
        assert str(other.pid) in refused.value.sentence
    finally:
        other.kill()
        other.communicate()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(file: Path) -> None:
    connection = duckdb.connect(str(file))
    connection.execute("UPDATE meta.app SET value = '99' WHERE name = 'schema_version'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(WarehouseError, match="newer version of Bridgeview") as refused:
        open_warehouse(file)
    assert refused.value.code == "newer"
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("Minutes of the board, 12 March. " * 200)
    with pytest.raises(WarehouseError, match="not a Bridgeview database"):
        open_warehouse(path)


def test_a_truncated_file_says_what_to_do(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 3])
    with pytest.raises(WarehouseError, match="Restore") as refused:
        open_warehouse(file)
    assert refused.value.code == "damaged"


def _write_ahead_log(file: Path) -> Path:
    """Leave a write-ahead log behind, as a machine does that loses power between a commit and the checkpoint."""
    code = (
        f"import duckdb, os; c = duckdb.connect({str(file)!r}); c.execute(\"SET wal_autocheckpoint='1GB'\");"
        " [c.execute('INSERT INTO meta.settings VALUES (?, ?)', [f'note{i}', '1']) for i in range(20)];"
        " os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    log = file.with_name(file.name + ".wal")
    assert log.exists()
    return log


def _refused_by_the_engine(file: Path, log: bytes, scratch: Path) -> bool:
    scratch.mkdir(exist_ok=True)
    copy = scratch / file.name
    shutil.copy2(file, copy)
    copy.with_name(copy.name + ".wal").write_bytes(log)
    try:
        duckdb.connect(str(copy)).close()
    except duckdb.Error:
        return True
    return False


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_torn_write_ahead_log_is_cut_back_and_both_files_are_kept(file: Path, share: float) -> None:
    log = _write_ahead_log(file)
    whole = log.read_bytes()
    start = int(len(whole) * share)
    damaged = next(
        torn
        for torn in (
            whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :] for at in range(start, len(whole))
        )
        if _refused_by_the_engine(file, torn, file.parent / "scratch")
    )
    log.write_bytes(damaged)
    warehouse = open_warehouse(file)
    try:
        assert warehouse.records("SELECT count(*) FROM incidents") == [(50,)]
        assert "cut off" in warehouse.notes[0]
        kept = next((file.parent / "recovery").iterdir())
        assert (kept / log.name).read_bytes() == damaged
        # What stands before the torn place is replayed: deleting the whole log would lose it.
        kept_notes = warehouse.records("SELECT count(*) FROM meta.settings WHERE name LIKE 'note%'")[0][0]
        assert kept_notes >= int(20 * share) - 2
    finally:
        warehouse.close()


def test_a_backup_holds_everything_and_restoring_it_gives_the_same_tables(file: Path) -> None:
    warehouse = open_warehouse(file)
    before = checksum(warehouse)
    back_up(warehouse)
    add_rows(warehouse, "incidents", [{"number": "LATER", "opened": "2026-02-01"}])
    assert checksum(warehouse) != before
    warehouse.close()
    aside = restore(file, backups(file)[0])
    restored = open_warehouse(file)
    try:
        assert checksum(restored) == before
        assert (aside / file.name).exists()
    finally:
        restored.close()


def test_statements_that_reach_outside_the_database_are_blocked(file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    warehouse: Warehouse = open_warehouse(file)
    try:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            "INSTALL httpfs",
            f"ATTACH '{tmp_path / 'other.duckdb'}' AS other",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                warehouse.cursor().execute(statement)
    finally:
        warehouse.close()


def test_an_older_file_is_brought_up_to_date_after_a_copy_was_put_aside(file: Path) -> None:
    """Version 1 kept every column in a table `store.<kind>`; a column the contract has gained since is empty."""
    before = open_warehouse(file)
    rows = before.query("SELECT * EXCLUDE (vendor, vendor_as_written) FROM incidents ORDER BY row_no")
    before.close()
    connection = duckdb.connect(str(file))
    views = "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
    for schema, view in connection.execute(views).fetchall():
        if schema == "store":
            connection.execute(f'CREATE TABLE "of_{view}" AS SELECT * FROM store."{view}"')
        connection.execute(f'DROP VIEW {schema}."{view}"')
    connection.execute("DROP SCHEMA filled CASCADE")
    for (name,) in connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'of_')"
    ).fetchall():
        connection.execute(f'CREATE TABLE store."{name[3:]}" AS SELECT * FROM "{name}"')
        connection.execute(f'DROP TABLE "{name}"')
    connection.execute("ALTER TABLE store.incidents DROP COLUMN vendor")
    connection.execute("UPDATE meta.app SET value = '1' WHERE name = 'schema_version'")
    connection.close()
    warehouse = open_warehouse(file)
    try:
        assert warehouse.records("SELECT count(*), count(vendor) FROM store.incidents") == [(50, 0)]
        after = warehouse.query("SELECT * EXCLUDE (vendor, vendor_as_written) FROM incidents ORDER BY row_no")
        assert after.equals(rows)
        assert len(backups(file)) == 1
        add_rows(warehouse, "incidents", [{"number": "N1", "opened": "2026-01-05 08:00", "vendor": "Acme"}])
        assert warehouse.records("SELECT count(*), count(vendor) FROM store.incidents") == [(51, 1)]
    finally:
        warehouse.close()


def _views(warehouse: Warehouse) -> set[str]:
    return {name for (name,) in warehouse.records("SELECT view_name FROM duckdb_views() WHERE NOT internal")}


def test_named_views_are_there_for_the_first_reader_and_follow_the_kinds(tmp_path: Path) -> None:
    """An import needs none of them and does not wait for them; whoever reads finds all of them, of this version."""
    file = tmp_path / "new.duckdb"
    warehouse = open_warehouse(file)
    add_rows(warehouse, "incidents", [{"number": "N1", "opened": "2026-01-05 08:00"}])
    assert "incident_movements" not in _views(warehouse)
    assert len(warehouse.query("SELECT * FROM incident_movements")) == 1
    every = _views(warehouse)
    with warehouse.writing() as cursor:
        cursor.execute("UPDATE meta.app SET value = 'of an older version' WHERE name = 'views of kinds'")
        cursor.execute("CREATE OR REPLACE VIEW incident_movements AS SELECT 'of an older version' AS what")
    warehouse.close()
    warehouse = open_warehouse(file)
    try:
        assert len(warehouse.query("SELECT import_id FROM incident_movements")) == 1
        assert _views(warehouse) == every
    finally:
        warehouse.close()


def test_without_space_on_the_disk_nothing_is_lost(file: Path) -> None:
    if shutil.which("mount") is None:
        pytest.skip("a small file system of its own needs mount")
    small = file.parent / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(small)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        path = small / "book.duckdb"
        shutil.copy2(file, path)
        warehouse = open_warehouse(path)
        many = [
            {"number": f"N{i}", "opened": "2026-01-05 08:00", "short_text": f"{i}" * 200}
            for i in range(60_000)
        ]
        with pytest.raises(WarehouseError, match="Free some space"):
            add_rows(warehouse, "incidents", many)
        assert warehouse.records("SELECT count(*) FROM incidents") == [(50,)]
        warehouse.close()
        assert open_warehouse(path).records("SELECT count(*) FROM incidents") == [(50,)]
        open_warehouse(path).close()
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_backup_taken_while_people_import_holds_every_import_acknowledged_before_it(tmp_path: Path) -> None:
    warehouse = open_warehouse(tmp_path / "busy.duckdb")
    acknowledged = 0
    stop = threading.Event()

    def keep_importing() -> None:
        nonlocal acknowledged
        while not stop.is_set() and acknowledged < 40:
            add_rows(
                warehouse,
                "incidents",
                [{"number": f"B{acknowledged}-{i}", "opened": "2026-01-05"} for i in range(50)],
            )
            acknowledged += 1

    importer = threading.Thread(target=keep_importing)
    importer.start()
    taken: list[tuple[int, Path]] = []
    try:
        for _ in range(4):
            before = acknowledged
            taken.append((before, back_up(warehouse)))
    finally:
        stop.set()
        importer.join()
        warehouse.close()
    for before, file in taken:
        copy = open_warehouse(file)
        imports = int(copy.records("SELECT count(*) FROM meta.imports")[0][0])
        rows = int(copy.records("SELECT count(*) FROM incidents")[0][0])
        copy.close()
        assert imports >= before
        assert rows == 50 * imports


def test_the_command_restores_a_backup_by_its_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the Data page writes it out: the name alone, wherever the command is run."""
    from warehouse.__main__ import main

    warehouse = open_warehouse(file)
    made = back_up(warehouse)
    add_rows(warehouse, "changes", [{"number": "CHG1"}])
    warehouse.close()
    assert main(["restore", made.name, "--db", str(file)]) == 0
    assert made.name in capsys.readouterr().out
    restored = open_warehouse(file)
    assert restored.query("SELECT count(*) AS n FROM changes")["n"].iloc[0] == 0
    restored.close()
    assert main(["restore", "other.duckdb", "--db", str(file)]) == 1


def test_columns_that_are_worked_out_differently_are_worked_out_again(tmp_path):
    """A column added by an update was empty for every row imported before it, and its metrics with it."""
    path = tmp_path / "older.duckdb"
    older = open_warehouse(path)
    add_rows(older, "incidents", [{"number": "INC1", "opened": "2026-03-02", "resolved": "2026-03-01"}])
    with older.writing() as cursor:
        cursor.execute("UPDATE filled.incidents SET resolve_seconds = NULL, findings = NULL")
        cursor.execute("UPDATE meta.app SET value = 'an older one' WHERE name = 'derived incidents'")
    older.close()
    found = open_warehouse(path).query("SELECT resolve_seconds, findings FROM incidents")
    assert found["resolve_seconds"].tolist() == [-86400.0]
    assert "resolved before it was opened" in found["findings"][0]
    assert list((tmp_path / "older.backups").iterdir()), "the file is copied aside before it is changed"


def test_rows_stored_under_an_earlier_key_meet_the_next_export_of_their_list(tmp_path: Path) -> None:
    """A key that gains a column would leave the old rows standing beside the new ones, each day closed twice."""
    path, listed = tmp_path / "older.duckdb", tmp_path / "holidays.csv"
    listed.write_text(
        "Date,Holiday,Country\n2026-01-01,New Year,DK\n2026-01-01,New Year,DE\n2026-12-25,Xmas,DK\n"
    )
    older = open_warehouse(path)
    assert load([listed], older, timezone="UTC")[0].rows_loaded == 3
    keys = older.records("SELECT row_no, row_key FROM store.calendars ORDER BY row_no")
    with older.writing() as cursor:
        cursor.execute(
            "UPDATE filled.calendars SET row_key = 'holiday||New Year|' || start || '|||' WHERE row_no < 4"
        )
        cursor.execute("DELETE FROM meta.app WHERE name = 'keys'")
    older.close()
    warehouse = open_warehouse(path)
    assert warehouse.records("SELECT row_no, row_key FROM store.calendars ORDER BY row_no") == keys
    assert list((tmp_path / "older.backups").iterdir()), "the file is copied aside before it is changed"
    listed.write_text(listed.read_text() + "2026-12-26,Boxing Day,DK\n")
    (result,) = load([listed], warehouse, timezone="UTC")
    assert (result.new, result.unchanged) == (1, 3)
    assert warehouse.records("SELECT count(*) FROM calendars") == [(4,)]
