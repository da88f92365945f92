"""A log with a row for every change of a ticket tells when it began and ended; the app says that it does."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_loaders.loading import load
from warehouse import Warehouse, open_warehouse
from warehouse.ledger import undo

HEADINGS = (
    "Problem Number;Problem Change Date+Time;Status;Sub Status;ST Function Div;Org Line;Involved ST;Support Line;"
    "Latest Impact;Product;Country;Owner Country;Owner First Name"
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return open_warehouse(tmp_path / "log.duckdb")


def log(path: Path, *changes: tuple[str, str, str, str]) -> Path:
    rows = [
        f"{n};{at};{status};{sub};A2_2;A2;J11;2nd;High;PROD1;se;SE;Minnie" for n, at, status, sub in changes
    ]
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return path


def test_a_ticket_begins_with_its_first_change_and_ends_with_its_last_end(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    file = log(
        tmp_path / "problems.csv",
        ("1-10", "2026-01-05T08:00:00+01:00", "Queued", "Awaiting Assignment"),
        ("1-10", "2026-01-06T08:00:00+01:00", "Completed", "Closed"),
        ("1-10", "2026-01-07T08:00:00+01:00", "Accepted", "In Progress"),
        ("1-10", "2026-01-09T08:00:00+01:00", "Completed", "Closed"),
        ("1-10", "2026-01-20T08:00:00+01:00", "Completed", "Closed"),
        ("1-11", "2026-02-01T08:00:00+01:00", "Accepted", "In Progress"),
        ("1-11", "2026-02-03T08:00:00+01:00", "Accepted", "Wait"),
    )
    [result] = load([file], warehouse)
    assert result.error is None, result.error
    assert not result.questions
    assert (result.rows_read, result.rows_loaded, result.rows_superseded) == (7, 2, 5)
    assert any("log of changes" in warning for warning in result.warnings)
    found = warehouse.query(
        "SELECT number, opened, coalesce(resolved, closed) AS over FROM problems ORDER BY number"
    )
    assert found["opened"].tolist() == [datetime(2026, 1, 5, 7), datetime(2026, 2, 1, 7)]
    assert found["over"].tolist()[0] == datetime(2026, 1, 9, 7), "it came back to life after the first end"
    assert found["over"].isna().tolist() == [False, True]


def test_the_real_problem_log_against_a_plain_count(warehouse: Warehouse, shared_data: Path) -> None:
    path = shared_data / "02_itil_event_logs/bpi2013_volvo/problems_closed-cleaned.csv"
    if not path.exists():
        pytest.skip(f"{path} is not on this machine")
    [result] = load([path], warehouse)
    assert result.error is None, result.error
    first: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            number, at = row["Problem Number"], row["Problem Change Date+Time"]
            first[number] = min(first.get(number, at), at, key=datetime.fromisoformat)
    found = warehouse.query("SELECT number, opened FROM problems")
    assert {n: o.to_pydatetime() for n, o in zip(found["number"], found["opened"], strict=True)} == {
        number: datetime.fromisoformat(at).astimezone(UTC).replace(tzinfo=None)
        for number, at in first.items()
    }


def test_a_log_that_begins_later_than_its_ticket_leaves_the_opening_as_stated(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    stated = tmp_path / "list.csv"
    stated.write_text(
        "Problem Number;Problem Change Date+Time;Status;Sub Status;Opened\n"
        "1-10;2026-01-06T08:00:00Z;Queued;Wait;2026-01-02T08:00:00Z\n"
        "1-10;2026-01-07T08:00:00Z;Accepted;In Progress;\n"
        "1-11;2026-01-07T08:00:00Z;Accepted;In Progress;"
    )
    opened = "SELECT opened FROM problems ORDER BY number"
    [result] = load([stated], warehouse)
    assert result.error is None
    assert warehouse.records(opened) == [(datetime(2026, 1, 2, 8),), (datetime(2026, 1, 7, 8),)]
    later = log(
        tmp_path / "later.csv",
        ("1-10", "2026-01-09T08:00:00+00:00", "Accepted", "In Progress"),
        ("1-10", "2026-01-10T08:00:00+00:00", "Completed", "Closed"),
        ("1-12", "2026-01-10T08:00:00+00:00", "Accepted", "In Progress"),
    )
    [result] = load([later], warehouse)
    assert result.error is None
    assert warehouse.records(opened) == [
        (datetime(2026, 1, 2, 8),), (datetime(2026, 1, 7, 8),), (datetime(2026, 1, 10, 8),)
    ]  # fmt: skip


def test_an_opening_from_another_export_goes_when_that_export_is_undone(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    """Undo restores exactly what was: every stored column of the log as if the export had never come."""
    later = log(
        tmp_path / "later.csv",
        ("1-10", "2026-01-09T08:00:00+00:00", "Accepted", "In Progress"),
        ("1-10", "2026-01-10T08:00:00+00:00", "Completed", "Closed"),
        ("1-12", "2026-01-10T08:00:00+00:00", "Accepted", "In Progress"),
    )
    stated = tmp_path / "list.csv"
    stated.write_text(
        "Problem Number;Problem Change Date+Time;Status;Sub Status;Opened\n"
        "1-10;2026-01-06T08:00:00Z;Queued;Wait;2026-01-02T08:00:00Z\n"
        "1-11;2026-01-07T08:00:00Z;Accepted;In Progress;"
    )
    alone = open_warehouse(tmp_path / "alone.duckdb")
    load([later], alone)
    # Names of people are hashed with a key of each database.
    every = "SELECT * EXCLUDE (import_id, superseded_by, assignee, extra) FROM store.problems ORDER BY row_key, updated"
    opened = "SELECT opened FROM problems ORDER BY number"
    load([stated, later], warehouse)
    assert warehouse.records(opened)[0] == (datetime(2026, 1, 2, 8),)
    undo(warehouse, 1)
    assert warehouse.records(opened) == [(datetime(2026, 1, 9, 8),), (datetime(2026, 1, 10, 8),)]
    assert warehouse.query(every).equals(alone.query(every))
    assert "logged_from" not in warehouse.query("SELECT * FROM problems").columns

    before = alone.query("SELECT * FROM store.problems ORDER BY row_key, updated")
    load([stated], alone)
    assert alone.records(opened)[0] == (datetime(2026, 1, 2, 8),), "whichever of the two came first"
    undo(alone, 2)
    assert alone.query("SELECT * FROM store.problems ORDER BY row_key, updated").equals(before)
