"""The journal says what the database says, whenever the machine stopped; nothing a person chose is lost with it."""

from pathlib import Path

import pytest

from data_loaders.loading import load
from data_loaders.rebuilding import rebuild
from warehouse import Warehouse, journal, open_warehouse
from warehouse.backup import checksum


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "incident.csv"
    file.write_text(
        "number,opened_at,short_description,priority,state\n"
        + "".join(
            f"INC{i},2026-01-{i:02} 08:00:00,mail is slow,3 - Moderate,Closed\n" for i in range(10, 30)
        ),
        encoding="utf-8",
    )
    return file


def stopped_before_the_journal(
    path: Path, export: Path, monkeypatch: pytest.MonkeyPatch, *, torn: bytes = b""
) -> None:
    """Import a file as if the machine had stopped just after the commit, having written `torn` of the line."""
    warehouse = open_warehouse(path)
    with monkeypatch.context() as stopped:
        stopped.setattr(journal, "write_out", lambda cursor, database, after=0: after)
        results = load([export], warehouse, timezone="UTC")
    assert results[0].import_id == 1, results[0]
    warehouse.close()
    with journal.place(path).open("ab") as out:
        out.write(torn)


@pytest.mark.parametrize("torn", [b"", b'{"at": "2026-11-2'])
def test_an_import_whose_line_was_not_written_is_in_the_journal_after_the_next_opening(
    tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch, torn: bytes
) -> None:
    path = tmp_path / "book.duckdb"
    stopped_before_the_journal(path, export, monkeypatch, torn=torn)
    assert [action["action"] for action in journal.actions(path)] == []
    warehouse = open_warehouse(path)
    warehouse.set_setting("targets", {"sla_resolution": 0.9})
    assert [action["action"] for action in journal.actions(path)] == ["import", "setting"]
    before = checksum(warehouse)
    warehouse.close()
    again = rebuild(path, tmp_path / "again.duckdb")
    assert checksum(again) == before
    again.close()


def test_a_line_is_written_once_however_often_the_file_is_opened(tmp_path: Path, export: Path) -> None:
    path = tmp_path / "book.duckdb"
    for _ in range(3):
        warehouse = open_warehouse(path)
        load([export], warehouse, timezone="UTC")
        warehouse.close()
    assert [action["action"] for action in journal.actions(path)] == ["import"]


def kept_by_pages(warehouse: Warehouse) -> None:
    warehouse.set_setting("own_data", True)
    warehouse.set_setting("targets", {"sla_resolution": 0.9})
    warehouse.keep("boards", "2026-10", {"headline": "calm"}, "Anna")


def test_what_pages_keep_for_themselves_is_there_after_a_rebuild(tmp_path: Path, export: Path) -> None:
    path = tmp_path / "book.duckdb"
    warehouse = open_warehouse(path)
    load([export], warehouse, timezone="UTC")
    kept_by_pages(warehouse)
    boards = warehouse.kept("boards")
    warehouse.close()
    again = rebuild(path, tmp_path / "again.duckdb")
    try:
        assert again.setting("own_data") is True
        assert again.setting("targets") == {"sla_resolution": 0.9}
        assert again.kept("boards") == boards
    finally:
        again.close()


def test_a_trial_run_is_not_noted(tmp_path: Path, export: Path) -> None:
    warehouse = open_warehouse(tmp_path / "book.duckdb")
    load([export], warehouse, timezone="UTC", dry_run=True)
    assert not list(journal.actions(tmp_path / "book.duckdb"))
    warehouse.close()
