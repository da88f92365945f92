"""A card whose answer is no metric opens to its rows and to a receipt that can be checked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.test_pages import opened, said
from tests.rows import add_rows
from warehouse import open_warehouse


@pytest.fixture
def clocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three clocks of October, one kept, one broken, one that still runs, and one of September."""
    database = tmp_path / "bridgeview.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    clock = {"sla_type": "SLA", "target": "resolution", "sla_name": "P3 resolution"}
    over = {
        **clock,
        "stage_category": "completed",
        "started": "2026-10-01 08:00",
        "ended": "2026-10-02 08:00",
    }
    warehouse = open_warehouse(database)
    add_rows(
        warehouse, "ticket_slas",
        [
            {**over, "ticket": "INC0", "breached": True, "started": "2026-09-01 08:00",
             "breach": "2026-09-01 20:00", "ended": "2026-09-02 08:00"},
            {**over, "ticket": "INC1", "breached": False, "breach": "2026-10-03 08:00"},
            {**over, "ticket": "INC2", "breached": True, "breach": "2026-10-01 20:00"},
            {**clock, "ticket": "INC3", "stage_category": "in_progress", "started": "2026-10-02 07:00",
             "breach": "2026-10-20 08:00", "breached": False},
        ],
    )  # fmt: skip
    yield
    warehouse.close()


def test_the_misses_left_open_to_the_clocks_and_a_receipt(clocks: None) -> None:
    app = opened("service/slas.py")
    card = app.button(key="rows-misses-left")
    assert card.label == "n = 3"
    app = card.click().run()
    assert not app.exception
    shown = [frame.value for frame in app.dataframe if "Ticket" in frame.value and "Row" in frame.value]
    assert [sorted(frame["Ticket"]) for frame in shown] == [["INC1", "INC2", "INC3"]]
    app.session_state["study-part"] = "Receipt"
    app = app.button(key="rows-misses-left").click().run()
    assert not app.exception
    receipt = said(app).replace("\\", "")
    assert "INC-18, version" in receipt
    assert "ticket_slas.xlsx, sheet Sheet1 · 3 rows (3-5)" in receipt
