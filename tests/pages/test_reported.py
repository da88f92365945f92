"""Somebody who has nothing but shares by client and month sees them, and why they make no average."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_pages import assert_sound, opened, said
from tests.rows import add_rows
from warehouse import open_warehouse

SHARES = [
    {"month": f"2026-{month:02d}-01", "client": client, "csat_percent": share}
    for month in range(7, 11)
    for client, share in (("Alba", 0.91), ("Brig", 0.52))
]


@pytest.mark.parametrize("page", ["clients/mood.py", "portfolio/client.py"])
def test_shares_without_a_number_of_answers(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "bridgeview.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    warehouse = open_warehouse(database)
    add_rows(warehouse, "satisfaction_summaries", SHARES)
    app = opened(page)
    assert_sound(app, page)
    assert "averages are not averaged" in said(app)
    shown = next(
        table.value for table in app.dataframe if "Client" in table.value and "Oct 2026" in table.value
    )
    assert "91.0" in str(shown.iloc[0]["Oct 2026"])
    warehouse.close()
