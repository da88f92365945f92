"""Promises whose unit stands beside each of them are read in it, and those of one unit as before."""

from __future__ import annotations

from pathlib import Path

from data_loaders.loading import load
from tests.data_loaders.sheets import recognised
from warehouse import open_warehouse

_CLAUSES = """Contract;Service;Measure;Target;Unit
MSA;Desk;First response P1;15;minutes
MSA;Desk;Resolution P1;4;business hours
MSA;Desk;Resolution P2;1;
MSA;Net;Availability;99,9;%
"""


def test_each_clause_is_read_in_its_unit(tmp_path: Path) -> None:
    file = tmp_path / "clauses.csv"
    file.write_text(_CLAUSES, encoding="utf-8")
    warehouse = open_warehouse(":memory:")
    results = load([file], warehouse, timezone="UTC")
    assert sum(result.rows_loaded for result in results) == 4
    found = warehouse.records(
        "select measure, priority, target_time, target, clock from sla_targets order by all"
    )
    warehouse.close()
    assert sorted(found, key=str) == sorted(
        [
            ("response", 1, 900.0, None, None), ("resolution", 1, 14400.0, None, "working time"),
            ("resolution", 2, None, None, None), ("availability", None, None, 0.9990000000000001, None),
        ],
        key=str,
    )  # fmt: skip


def test_a_unit_nobody_knows_is_no_unit_of_time() -> None:
    table = "Contract;Priority;Measure;Target;Unit\nMSA;P1;Response;15;widgets\nMSA;P2;Response;20;widgets"
    assert all(found.rows is None for found in recognised(table, delimiter=";"))


def test_shares_alone_stay_shares() -> None:
    table = "Contract;Service;Measure;Target;Unit\nMSA;Net;Availability;99.9;%\nMSA;Desk;CSAT;90;%"
    assert all(found.rows is None for found in recognised(table, delimiter=";"))
