"""The Settings page: a choice holds at once for every figure, and what is not possible changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_pages import opened
from tests.rows import add_rows
from warehouse import Warehouse, journal, open_warehouse

PAGE = "data/settings.py"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    """One incident of the late evening, from a tool called test."""
    database = tmp_path / "own.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    warehouse = open_warehouse(database)
    add_rows(warehouse, "incidents", [{"number": "INC1", "opened": "2026-03-02 23:30:00"}])
    yield warehouse
    warehouse.close()


def save(app: AppTest, group: str) -> AppTest:
    app.button(key=f"save-{group}").click().run()
    assert not app.exception, [fault.value for fault in app.exception]
    return app


def test_another_reporting_time_zone_moves_a_day(own: Warehouse) -> None:
    app = opened(PAGE)
    assert app.selectbox(key="setting-reporting_timezone").value == "UTC"
    app.selectbox(key="setting-reporting_timezone").set_value("Europe/Berlin")
    save(app, "Clock and calendar")
    assert not app.error
    assert own.query("SELECT opened_day FROM incidents")["opened_day"].iloc[0].date() == date(2026, 3, 3)
    noted = [action for action in journal.actions(own.path) if action["action"] == "setting"]  # type: ignore[arg-type]
    assert [(action["name"], action["value"]) for action in noted] == [
        ("reporting_timezone", "Europe/Berlin")
    ]


def test_what_is_not_possible_is_said_and_nothing_of_the_group_is_kept(own: Warehouse) -> None:
    app = opened(PAGE)
    app.selectbox(key="setting-reporting_currency").set_value("DKK")
    app.text_input(key="setting-hourly_rate").set_value("eighty")
    save(app, "Money")
    assert "eighty" in app.error[0].value
    assert "Nothing was changed" in app.error[0].value
    assert own.setting("reporting_currency", "never set") == "never set"
    app.text_input(key="setting-hourly_rate").set_value("80")
    save(app, "Money")
    assert (own.setting("reporting_currency"), own.setting("hourly_rate")) == ("DKK", 80.0)
    app.text_input(key="setting-hourly_rate").set_value("")
    save(app, "Money")
    assert own.setting("hourly_rate", "never set") == "never set"


def test_saving_without_a_change_notes_nothing(own: Warehouse) -> None:
    app = opened(PAGE)
    content = own.content_id
    for group in (
        "Clock and calendar",
        "Fiscal year",
        "Money",
        "Orders and suppliers",
        "Supplier scorecard",
        "Files and people",
    ):
        save(app, group)
    assert own.content_id == content
    assert own.setting("vendor_scorecard") is None


def test_names_in_clear_is_asked_per_tool(own: Warehouse) -> None:
    app = opened(PAGE)
    app.toggle(key="setting-names_in_clear.test").set_value(True)
    app.selectbox(key="setting-originals").set_value("encrypted")
    save(app, "Files and people")
    assert own.setting("names_in_clear.test") is True
    assert own.setting("originals") == "encrypted"
