"""An import that is taken back leaves nothing behind, what it had taught included."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.loading import load
from data_loaders.outcome import TableResult
from warehouse import Warehouse, ledger, open_warehouse

HEAD = "Number,Opened,Resolved,Updated,State,Priority,Short description\n"
#: What the undone import itself leaves: its row, its findings, the note of its bytes, and the journal.
_ITS_OWN = ("imports", "rejects", "skipped", "headings", "originals", "journal", "app")


def _file(folder: Path, name: str, first: int, head: str = HEAD) -> Path:
    rows = (
        f"INC{i:07d},0{i % 9 + 1}/04/2026 08:00,0{i % 9 + 1}/05/2026 09:00,0{i % 9 + 1}/05/2026 10:00,Closed,3,x\n"
        for i in range(first, first + 12)
    )
    path = folder / name
    path.write_text(head + "".join(rows), encoding="utf-8")
    return path


def _everything(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    """Every table there is, of the ledger those that no import owns."""
    tables = warehouse.records(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE schema_name IN ('filled', 'meta') ORDER BY ALL"
    )
    return {
        f"{schema}.{name}": warehouse.records(f'SELECT * FROM {schema}."{name}" ORDER BY ALL')
        for schema, name in tables
        if not (schema == "meta" and name in _ITS_OWN)
    }


def _load(warehouse: Warehouse, path: Path, **answers: str) -> TableResult:
    (result,) = load([path], warehouse, answers={"timezone": "Europe/Copenhagen", **answers})
    return result


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty database file."""
    return open_warehouse(tmp_path / "bridgeview.duckdb")


def test_undo_restores_every_table_byte_for_byte(warehouse: Warehouse, tmp_path: Path) -> None:
    before = _everything(warehouse)
    done = _load(warehouse, _file(tmp_path, "april.csv", 1), date_order="month-first")
    assert done.import_id is not None
    assert _everything(warehouse) != before
    ledger.undo(warehouse, done.import_id)
    assert _everything(warehouse) == before


def test_a_wrong_answer_is_asked_again_after_its_import_was_taken_back(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    wrong = _load(warehouse, _file(tmp_path, "april.csv", 1), date_order="month-first")
    assert wrong.import_id is not None
    ledger.undo(warehouse, wrong.import_id)
    again = _load(warehouse, tmp_path / "april.csv")
    assert [question.name for question in again.questions] == ["date_order"]


def test_a_wrong_mapping_is_no_memory_after_its_import_was_taken_back(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = _file(tmp_path, "april.csv", 1)
    wrong = _load(warehouse, path, **{"date_order": "day-first", "map.Short description": "category"})
    assert wrong.columns["category"] == ["Short description"]
    ledger.undo(warehouse, 1)
    right = _load(warehouse, path, date_order="day-first")
    assert right.columns["short_text"] == ["Short description"]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3), (2, 3, 1), (1, 3, 2), (3, 1, 2)])
def test_three_imports_undone_in_any_order_leave_what_was_before(
    order: tuple[int, ...], warehouse: Warehouse, tmp_path: Path
) -> None:
    before = _everything(warehouse)
    for place, answer in enumerate(("day-first", "month-first", "day-first")):
        _load(warehouse, _file(tmp_path, f"{place}.csv", 1 + 20 * place), date_order=answer)
    for import_id in order[:2]:
        ledger.undo(warehouse, import_id)
    taught = {1: "day-first", 2: "month-first", 3: "day-first"}[order[2]]
    assert warehouse.records("SELECT value FROM meta.answers WHERE name = 'date_order'") == [(taught,)]
    ledger.undo(warehouse, order[2])
    assert _everything(warehouse) == before


def test_a_zone_somebody_chose_stays(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.set_setting("reporting_timezone", "Asia/Tokyo")
    done = _load(warehouse, _file(tmp_path, "april.csv", 1), date_order="day-first")
    assert done.import_id is not None
    ledger.undo(warehouse, done.import_id)
    assert warehouse.setting("reporting_timezone") == "Asia/Tokyo"
