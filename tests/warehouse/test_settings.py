"""Settings are checked, kept with what follows from them, journaled, and have one default wherever they are read."""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from pathlib import Path

import pytest

from data_loaders.rebuilding import rebuild
from metrics.readiness import OPEN_ALLOWED
from tests.rows import add_rows, warehouse_with
from warehouse import WarehouseError, journal, open_warehouse, settings
from warehouse.__main__ import main
from warehouse.declared_settings import NAMES_IN_CLEAR, SETTINGS, declared

ROOT = Path(__file__).parents[2]
LATE = {"number": "INC1", "opened": "2026-03-02 23:30:00", "resolved": "2026-03-03 10:00:00"}


def opened_day(warehouse):
    return warehouse.query("SELECT opened_day FROM incidents")["opened_day"].iloc[0].date()


def test_another_time_zone_moves_the_day_and_back():
    warehouse = warehouse_with(incidents=[LATE])
    assert opened_day(warehouse) == date(2026, 3, 2)
    seen = []
    settings.change(
        warehouse, "reporting_timezone", "europe/berlin", progress=lambda *where: seen.append(where)
    )
    assert warehouse.setting("reporting_timezone") == "Europe/Berlin"
    assert opened_day(warehouse) == date(2026, 3, 3)
    assert "incidents" in {kind for _, _, kind in seen}
    assert len(seen) == seen[0][1]
    settings.change(warehouse, "reporting_timezone", None)
    assert opened_day(warehouse) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("reporting_timezone", "Berlin", "IANA"),
        ("reporting_timezone", "localtime", "IANA"),
        ("reporting_currency", "EURO", "ISO 4217"),
        ("fiscal_start_month", 13, "from 1 to 12"),
        ("fiscal_start_month", 1.5, "whole number"),
        ("fiscal_start_month", True, "number"),
        ("fiscal_pattern", "5-4-4", "months, 4-4-5"),
        ("price_tolerance_percent", -1, "from 0 to 100"),
        ("price_tolerance_percent", float("nan"), "number"),
        ("users_supported", 0, "from 1 up"),
        ("hourly_rate", float("inf"), "number"),
        ("holiday_region", "Atlantis", "DE-BY"),
        ("order_exempt_vendors", "Rent Ltd", "list"),
        ("ces_low_is_easy", "yes", "yes or no"),
        ("vendor_scorecard", [{"metric": "x", "weight": 1, "floor": 1, "target": 1}], "differs"),
        ("originals", "shredded", "plain, encrypted, none"),
        ("favourite_colour", "blue", "no setting"),
    ],
)
def test_what_is_not_possible_is_said_and_changes_nothing(name, value, said):
    warehouse = warehouse_with()
    before = warehouse.content_id
    with pytest.raises(WarehouseError) as refused:
        settings.change(warehouse, name, value)
    assert said in str(refused.value)
    assert warehouse.content_id == before


def test_a_setting_that_cannot_be_built_is_not_kept():
    """Two calendars for everybody and none chosen: the choice cannot be taken back."""
    warehouse = warehouse_with(incidents=[LATE])
    settings.change(warehouse, "default_calendar", "A")
    office = dict(entry="working_hours", weekdays=["Mon-Fri"], opens="08:00", closes="17:00", timezone="UTC")
    add_rows(warehouse, "calendars", [dict(office, calendar="A"), dict(office, calendar="B", closes="12:00")])
    with pytest.raises(WarehouseError, match="Several calendars"):
        settings.change(warehouse, "default_calendar", None)
    assert warehouse.setting("default_calendar") == "A"
    assert working_seconds(warehouse) == 2 * 3600
    settings.change(warehouse, "holiday_region", "BG")  # 3 March is Bulgaria's Liberation Day
    assert working_seconds(warehouse) == 0


def working_seconds(warehouse):
    return warehouse.query("SELECT working_seconds FROM incidents")["working_seconds"].iloc[0]


def test_the_sample_keeps_its_settings():
    warehouse = warehouse_with()
    warehouse.set_setting("sample", "v1")
    with pytest.raises(WarehouseError, match="sample"):
        settings.change(warehouse, "hourly_rate", 50)


def test_a_rebuild_chooses_the_settings_again(tmp_path):
    warehouse = open_warehouse(tmp_path / "own.duckdb")
    settings.change(warehouse, "reporting_timezone", "Asia/Tokyo")
    settings.change(warehouse, "hourly_rate", 80)
    settings.change(warehouse, "hourly_rate", None)
    settings.change(warehouse, "names_in_clear.servicenow", True)
    noted = [(a["name"], a["value"]) for a in journal.actions(warehouse.path) if a["action"] == "setting"]
    assert noted == [
        ("reporting_timezone", "Asia/Tokyo"), ("hourly_rate", 80.0), ("hourly_rate", None),
        ("names_in_clear.servicenow", True),
    ]  # fmt: skip
    again = rebuild(warehouse.path, tmp_path / "again.duckdb")
    try:
        assert again.setting("reporting_timezone") == "Asia/Tokyo"
        assert again.setting("hourly_rate", "never set") == "never set"
        assert again.setting("names_in_clear.servicenow") is True
    finally:
        again.close()
        warehouse.close()


def test_the_command_prints_and_chooses(tmp_path, capsys):
    database = tmp_path / "own.duckdb"
    try:
        assert main(["setting", "fiscal_start_month", "--db", str(database)]) == 0
        assert capsys.readouterr().out == "fiscal_start_month = 1\n"
        assert main(["setting", "fiscal_start_month", "7", "--db", str(database)]) == 0
        assert open_warehouse(database).setting("fiscal_start_month") == 7
        assert main(["setting", "order_exempt_vendors", "Rent Ltd; Power AG", "--db", str(database)]) == 0
        assert open_warehouse(database).setting("order_exempt_vendors") == ["Rent Ltd", "Power AG"]
        capsys.readouterr()
        assert main(["setting", "--db", str(database)]) == 0
        listed = capsys.readouterr().out
        assert "fiscal_start_month = 7" in listed
        assert len(listed.splitlines()) == len(SETTINGS)
        assert main(["setting", "fiscal_start_month", "", "--db", str(database)]) == 0
        assert open_warehouse(database).setting("fiscal_start_month", "never set") == "never set"
        assert main(["setting", "fiscal_start_month", "July", "--db", str(database)]) == 1
        assert "whole number" in capsys.readouterr().err
    finally:
        open_warehouse(database).close()


# -- one default --------------------------------------------------------------------------------------------------


def defaults_in_code():
    """(file, setting, default) of every setting that code reads with a default written there."""
    for folder in ("warehouse", "data_loaders", "metrics", "charts", "ui", "reports"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setting" and node.args:
                    name = node.args[0]
                    given = node.args[1] if len(node.args) > 1 else ast.Constant(None)
                    if isinstance(name, ast.Constant) and isinstance(given, ast.Constant):
                        yield file.name, name.value, given.value


def test_code_falls_back_on_the_declared_default():
    known = {setting.name: setting.default for setting in SETTINGS}
    read = [(file, name, given) for file, name, given in defaults_in_code() if name in known]
    assert len(read) > 10
    for file, name, given in read:
        assert (given or None) == (known[name] or None), f"{file} reads {name} with another default"
    assert declared("readiness_open_allowed").default == OPEN_ALLOWED
    assert declared(f"{NAMES_IN_CLEAR}jira").default is False


def test_views_fall_back_on_the_declared_default():
    text = (ROOT / "warehouse" / "views.sql").read_text(encoding="utf-8")
    pattern = r"FILTER \(WHERE name = '(\w+)'\), ([^)]+)\)"
    found = re.findall(pattern, text)
    assert {name for name, _ in found} >= {
        "fiscal_start_month", "fiscal_year_named_after", "price_tolerance_percent", "price_tolerance_amount",
        "quantity_tolerance_percent",
    }  # fmt: skip
    for name, given in found:
        assert json.loads(given.replace("'", '"')) == declared(name).default, name


def test_every_setting_that_code_reads_is_declared():
    own = {"sample", "own_data", "targets"}
    for file, name, _ in defaults_in_code():
        assert name in own or declared(name).name == name, file
