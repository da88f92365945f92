"""Where the fiscal year is not the calendar's, every trend and the choice of the period can follow it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.pages.test_pages import opened, said
from tests.rows import add_rows
from warehouse import Warehouse, open_warehouse


def own(path: Path) -> Warehouse:
    """An incident a week over two years, until 10 November 2026."""
    warehouse = open_warehouse(path)
    warehouse.set_setting("own_data", True)
    newest = datetime(2026, 11, 10, 9)
    add_rows(warehouse, "incidents", [
        {"number": f"INC{n}", "opened": newest - timedelta(weeks=n), "priority": 1,
         "resolved": newest - timedelta(weeks=n) + timedelta(hours=3)}
        for n in range(104)
    ])  # fmt: skip
    return warehouse


def test_trends_by_fiscal_quarter_say_which_year_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "own.duckdb"
    own(database).set_setting("fiscal_start_month", 4)
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    app = opened("service/major_incidents.py", period="all", grain="fiscal-quarter")
    assert not app.exception
    assert app.selectbox(key="grain").value == "fiscal-quarter"
    page = said(app)
    assert "per fiscal quarter, year from April" in page
    # The newest complete quarter is July to September 2026: the second of the year that ends in March 2027.
    assert "FY27 Q2" in page
    app = opened("service/incidents.py", period="last-fiscal-year", grain="fiscal-year")
    assert not app.exception
    assert app.selectbox(key="period").value == "last-fiscal-year"
    assert "per fiscal year, year from April" in said(app)
    app = opened("service/incidents.py", period="FY2027-Q1")
    assert not app.exception
    assert app.selectbox(key="period").value == "FY2027-Q1"


def test_what_lands_next_is_listed_by_fiscal_quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "own.duckdb"
    warehouse = own(database)
    warehouse.set_setting("fiscal_start_month", 4)
    add_rows(warehouse, "portfolio", [{"entry": "pipeline", "name": "Archive", "start": date(2027, 1, 15)}])
    add_rows(
        warehouse, "readiness", [{"project": "P", "gate": "G", "criterion": "Runbook", "status": "open"}]
    )
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    app = opened("governance/readiness.py")
    assert not app.exception
    assert "1 service lands in the next four fiscal quarters, year from April" in said(app)
    listed = next(table.value for table in app.dataframe if "Quarter" in table.value.columns)
    assert listed["Quarter"].tolist() == ["FY27 Q3", "FY27 Q4", "FY28 Q1", "FY28 Q2"]
    assert listed["Services"].fillna("").tolist() == ["", "Archive", "", ""]


def test_without_a_fiscal_year_of_its_own_nothing_fiscal_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "own.duckdb"
    own(database)
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    app = opened("service/incidents.py")
    assert not app.exception
    assert not [
        one for key in ("grain", "period") for one in app.selectbox(key=key).options if "iscal" in one
    ]
    assert "By year" in app.selectbox(key="grain").options
