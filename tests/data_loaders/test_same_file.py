"""The same bytes a second time: what stands of them, after undoing and under another kind."""

from __future__ import annotations

from pathlib import Path

from data_loaders.loading import load
from warehouse import ledger, open_warehouse


def tickets(folder: Path) -> Path:
    path = folder / "tickets.csv"
    rows = [f"T-{i},2026-03-{i:02d} 10:00:00,Closed,2,Network" for i in range(1, 10)]
    path.write_text("\n".join(["Ticket ID,Opened,State,Priority,Assignment group", *rows]))
    return path


def test_another_kind_that_was_undone_leaves_the_first_import_known(tmp_path: Path) -> None:
    path, book = tickets(tmp_path), open_warehouse(":memory:")
    (first,) = load([path], book, timezone="UTC")
    (other,) = load([path], book, timezone="UTC", again=True, answers={"kind": "requests"})
    assert (first.kind, other.kind) == ("incidents", "requests")
    assert any("stands as incidents (import 1) too" in warning for warning in other.warnings)
    assert other.import_id is not None
    ledger.undo(book, other.import_id)
    for _ in range(2):
        (again,) = load([path], book, timezone="UTC")
        assert again.already_imported
        assert again.import_id == first.import_id
    assert book.records("SELECT count(*) FROM meta.imports") == [(2,)]


def test_of_two_imports_the_one_that_stands_is_named(tmp_path: Path) -> None:
    path, book = tickets(tmp_path), open_warehouse(":memory:")
    (first,) = load([path], book, timezone="UTC")
    (other,) = load([path], book, timezone="UTC", again=True, answers={"kind": "requests"})
    assert first.import_id is not None
    ledger.undo(book, first.import_id)
    (again,) = load([path], book, timezone="UTC")
    assert (again.kind, again.import_id) == ("requests", other.import_id)
    assert book.records("SELECT count(*) FROM incidents") == [(0,)]
