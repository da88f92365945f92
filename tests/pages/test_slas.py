"""The page of promises where the tool keeps no clocks: what contracts promise is measured on the incidents."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from tests.pages.test_pages import opened, said
from tests.rows import add_rows
from warehouse import open_warehouse


def test_without_clocks_of_the_tool_the_contract_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "bridgeview.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    warehouse = open_warehouse(database)
    over = {"opened": "2026-10-01 08:00", "state_category": "resolved"}
    add_rows(
        warehouse, "incidents",
        [
            {**over, "number": "INC1", "resolved": "2026-10-01 10:00"},
            {**over, "number": "INC2", "resolved": "2026-10-02 10:00"},
            {"number": "INC3", "opened": "2026-10-02 08:00", "state_category": "in_progress"},
        ],
    )  # fmt: skip
    add_rows(
        warehouse, "sla_targets",
        [{"contract": "MSA", "clause": "P3", "measure": "resolution", "target_time": 8 * 3600, "clock": "24x7",
          "target": 95}],
    )  # fmt: skip
    app = opened("service/slas.py")
    assert not app.exception
    shown = html.unescape(said(app))
    assert "esolved within the contract's time" in shown
    assert "No ticket SLAs" not in shown
    [urgent] = [frame.value for frame in app.dataframe if "Clock" in frame.value]
    assert urgent[["Ticket", "SLA", "Clock"]].to_numpy().tolist() == [["INC3", "MSA · P3", "24×7"]]
    warehouse.close()
