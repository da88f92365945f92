"""What the start does before the first reader comes, so that the reader need not wait for it."""

from pathlib import Path

import pytest

from tests.rows import add_rows
from ui import start
from warehouse import Warehouse, open_warehouse


def has_named_views(warehouse: Warehouse) -> bool:
    """Whether a view of metrics is there; asked in a way that does not make them."""
    return bool(warehouse.records("SELECT 1 FROM duckdb_views() WHERE view_name = 'change_conflicts'"))


def test_the_views_of_metrics_are_there_before_the_first_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGEVIEW_DB", str(tmp_path / "own.duckdb"))
    own = open_warehouse()
    add_rows(own, "changes", [{"number": "CHG1", "opened": "2026-01-05 08:00"}])
    assert not has_named_views(own)
    start.begin()
    assert has_named_views(own)
    own.close()


def test_the_sample_is_shown_with_its_views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "sample_files", list)
    sample = start.Sample(tmp_path / "own.sample.duckdb")
    sample.wait()
    assert sample.warehouse is not None
    assert has_named_views(sample.warehouse)
    sample.warehouse.close()
