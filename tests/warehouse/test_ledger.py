"""The ledger: what stands, what was superseded, and that an undo restores exactly what was."""

import threading

import pytest

from tests.rows import IMPORTED_AT, add_rows, warehouse_with
from warehouse import Warehouse
from warehouse.ledger import Staged, commit, undo
from warehouse.settings import change
from warehouse.tables import contract_of

JANUARY = [
    {
        "number": "INC1",
        "opened": "2026-01-05 08:00",
        "updated": "2026-01-06",
        "client": "Fjord",
        "state": "Open",
    },
    {
        "number": "INC2",
        "opened": "2026-01-05 09:00",
        "updated": "2026-01-07",
        "client": "Alba",
        "state": "Open",
    },
]
FEBRUARY = [
    {
        "number": "INC1",
        "opened": "2026-01-05 08:00",
        "updated": "2026-02-01",
        "client": "Fjord",
        "state": "Closed",
    },
    {
        "number": "INC3",
        "opened": "2026-02-02 09:00",
        "updated": "2026-02-02",
        "client": "Alba",
        "state": "Open",
    },
]


def _states(warehouse: Warehouse) -> dict[str, str]:
    frame = warehouse.query("SELECT number, state FROM incidents ORDER BY number")
    return dict(zip(frame["number"], frame["state"], strict=True))


def test_the_newer_row_of_a_ticket_stands_whichever_file_came_later() -> None:
    in_order = warehouse_with(incidents=JANUARY)
    add_rows(in_order, "incidents", FEBRUARY)
    backwards = warehouse_with(incidents=FEBRUARY)
    add_rows(backwards, "incidents", JANUARY)
    assert _states(in_order) == _states(backwards) == {"INC1": "Closed", "INC2": "Open", "INC3": "Open"}


def test_an_older_row_that_arrives_late_is_counted_as_superseded_and_not_lost() -> None:
    warehouse = warehouse_with(incidents=FEBRUARY)
    add_rows(warehouse, "incidents", JANUARY)
    entry = warehouse.imports().iloc[-1]
    assert (entry["rows_read"], entry["rows_loaded"], entry["rows_superseded"]) == (2, 1, 1)
    assert warehouse.records("SELECT count(*) FROM store.incidents") == [(4,)]


def test_new_changed_unchanged_and_vanished_are_counted_and_a_missing_ticket_stays() -> None:
    warehouse = warehouse_with(incidents=JANUARY)
    add_rows(warehouse, "incidents", [*FEBRUARY])
    entry = warehouse.imports().iloc[-1]
    assert (entry["new"], entry["changed"], entry["unchanged"], entry["vanished"]) == (1, 1, 0, 1)
    assert "INC2" in _states(warehouse)
    add_rows(warehouse, "incidents", FEBRUARY)
    again = warehouse.imports().iloc[-1]
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_undo_restores_every_column_of_every_row() -> None:
    warehouse = warehouse_with(incidents=JANUARY)
    before = warehouse.query("SELECT * FROM store.incidents ORDER BY row_key")
    number = add_rows(warehouse, "incidents", FEBRUARY)
    undo(warehouse, number)
    assert warehouse.query("SELECT * FROM store.incidents ORDER BY row_key").equals(before)
    with pytest.raises(ValueError, match="already been undone"):
        undo(warehouse, number)


def test_undoing_an_earlier_import_keeps_the_later_one() -> None:
    warehouse = warehouse_with(incidents=JANUARY)
    add_rows(warehouse, "incidents", FEBRUARY)
    undo(warehouse, 1)
    assert _states(warehouse) == {"INC1": "Closed", "INC3": "Open"}


def test_without_a_grant_there_are_no_rows() -> None:
    warehouse = warehouse_with(incidents=JANUARY)
    assert warehouse.query("SELECT * FROM incidents", grants=()).empty
    assert list(warehouse.query("SELECT number FROM incidents", grants=("Fjord",))["number"]) == ["INC1"]
    assert len(warehouse.query("SELECT * FROM incidents")) == 2


def test_the_day_of_a_timestamp_is_that_of_the_reporting_time_zone() -> None:
    late = [{"number": "INC9", "opened": "2026-03-01 23:30"}]
    warehouse = warehouse_with(incidents=late)
    assert str(warehouse.records("SELECT opened_day FROM incidents")[0][0]) == "2026-03-01"
    change(warehouse, "reporting_timezone", "Europe/Copenhagen")
    assert str(warehouse.records("SELECT opened_day FROM incidents")[0][0]) == "2026-03-02"


def test_books_that_do_not_balance_are_refused_and_nothing_is_kept() -> None:
    warehouse = warehouse_with(incidents=JANUARY)
    short = Staged(
        contract_of("incidents"), "short", {"file": "x", "source": "test"}, rows_read=5, rows_skipped=0
    )

    def load_one_of_five() -> None:
        with warehouse.writing() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE short AS SELECT * EXCLUDE (import_id, superseded_by) FROM store.incidents LIMIT 1"
            )
            commit(cursor, short, IMPORTED_AT)

    with pytest.raises(ValueError, match="do not balance"):
        load_one_of_five()
    assert len(warehouse.imports()) == 1
    assert len(_states(warehouse)) == 2


def test_readers_see_all_of_an_import_or_none_of_it() -> None:
    warehouse = warehouse_with(incidents=[{**JANUARY[0], "number": f"A{i}"} for i in range(500)])
    seen: set[int] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(int(warehouse.records("SELECT count(*) FROM incidents")[0][0]))

    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    for batch in ("B", "C"):
        add_rows(warehouse, "incidents", [{**JANUARY[0], "number": f"{batch}{i}"} for i in range(500)])
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= {500, 1000, 1500}
