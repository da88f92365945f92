"""The wall says who needs us, hides nobody, and every cell opens; rules and overrides are checked before they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.health import Row, portfolio_wall
from metrics.health_rules import RulesError, default_text, parse, rules, text_of
from metrics.query_places import rows_at
from metrics.scope import Scope
from tests.conftest import lay_sample_beside
from tests.pages.test_pages import opened, said
from tests.rows import add_rows, warehouse_with
from ui import rule_editor, wall
from ui.start import prepare
from warehouse import open_warehouse

DAY = datetime(2026, 10, 30, 9, 0)


@pytest.fixture
def sample(tmp_path: Path, loaded_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    database = tmp_path / "bridgeview.duckdb"
    lay_sample_beside(database, loaded_sample)
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    prepare()
    yield tmp_path / "bridgeview.sample.duckdb"
    open_warehouse(database).close()
    open_warehouse(tmp_path / "bridgeview.sample.duckdb").close()


def rows() -> tuple[Row, ...]:
    """Two clients: one whose milestone missed its contractual day, one of whom nothing is known."""
    warehouse = warehouse_with(
        portfolio=[
            {"entry": "client", "name": "Fjord", "value": 1_000_000.0, "currency": "EUR"},
            {"entry": "client", "name": "Tarn"},
        ],
        milestones=[
            {
                "project": "Move", "name": "Wave 1", "client": "Fjord", "baseline": date(2026, 10, 1),
                "forecast": date(2026, 12, 1), "report_date": date(2026, 10, 30), "contractual": True,
            }
        ],
    )  # fmt: skip
    return portfolio_wall(warehouse, Scope(as_of=DAY)).rows


def headline(found: tuple[Row, ...]) -> str:
    return wall.headline(wall.Wall("client", DAY.date(), found, ("delivery",)), list(found))


def test_the_headline_names_the_first_and_counts_the_others() -> None:
    found = rows()
    assert headline(found).startswith(
        "Fjord (€1.00M a year) needs us now: Delivery is off track. 1 of 2 clients"
    )
    assert "1 not judged for lack of data" in headline(found)


def test_a_green_put_by_hand_hides_no_red() -> None:
    first, second = rows()
    painted = (replace(first, colour="green"), replace(second, colour="green", computed="green"))
    assert headline(painted).startswith("Fjord")
    assert "Delivery is off track" in headline(painted)


def test_what_is_not_measured_is_never_called_on_track() -> None:
    grey = rows()[1]
    assert "cannot be judged" in headline((replace(grey, computed="grey", colour="grey"),))


def test_the_reason_is_written_out_and_what_else_is_as_bad() -> None:
    """A board reads why a client is red without a click: the dimension that decides first."""
    first = rows()[0]
    budget = replace(first.cell("budget"), computed="red", colour="red")
    deciding, others = wall.reasons(replace(first, cells=(budget, first.cell("delivery"))), ("delivery",))
    assert deciding is not None
    assert (deciding.dimension, [cell.dimension for cell in others]) == ("delivery", ["budget"])
    assert "has missed its contractual date of 1 Oct 2026, now expected on 1 Dec 2026" in deciding.sentence


def test_the_headline_says_how_much_a_year_is_off_track() -> None:
    first, second = rows()
    known = (first, replace(second, at_stake=500_000.0, currency="EUR"))
    assert "1 of 2 clients off track (€1.00M of €1.50M a year)" in headline(known)
    assert "a year)," not in headline((first, second)), "what Tarn is worth is not known"


def test_every_cell_opens_with_the_rule_the_value_and_n(sample: Path) -> None:
    app = opened("portfolio/wall.py")
    cells = [button for button in app.button if button.key and button.key.startswith("cell-")]
    assert len(cells) == 5 * 7
    assert {button.label for button in cells} <= {"On track", "At risk", "Off track", "No data"}
    app = next(button for button in cells if button.key and button.key.endswith("0-mood")).click().run()
    assert not app.exception
    text = said(app)
    assert "What every rule says" in text
    assert "n = " in text


def test_the_client_page_shows_one_client(sample: Path) -> None:
    app = opened("portfolio/client.py", client="Fjord Energy")
    assert not app.exception
    assert "Fjord Energy: " in said(app)
    assert "Budget FY2026 lands at" in said(app)
    assert "Invoices not to pay yet" in said(app)


def test_a_reason_is_needed_to_paint_by_hand(sample: Path) -> None:
    app = opened("portfolio/health_rules.py")
    put = next(button for button in app.button if button.label == "Put this colour")
    app = put.click().run()
    assert app.error[0].value.startswith("Say why")
    app.text_input(key="put-reason").set_value("The outage was in the client's own network.")
    app.text_input(key="put-author").set_value("Ann")
    app = next(button for button in app.button if button.label == "Put this colour").click().run()
    assert not app.error
    assert "The outage was in the client's own network" in said(app)


def test_rules_survive_the_table(sample: Path) -> None:
    before = parse(default_text())
    table = rule_editor._as_table(before)
    assert rule_editor._rules(table, list(before.mandatory), before) == before
    assert parse(text_of(before)) == before


def test_a_rule_that_cannot_be_is_refused_with_its_row(sample: Path) -> None:
    before = parse(default_text())
    table = rule_editor._as_table(before)
    table.loc[2, "Red below"] = 0.5
    with pytest.raises(RulesError, match=r"Row 3.*Nothing was saved"):
        rule_editor._rules(table, list(before.mandatory), before)
    with pytest.raises(RulesError, match="at least one dimension"):
        rule_editor._rules(table.iloc[:1], [], before)


def test_nothing_is_saved_without_an_author(sample: Path) -> None:
    app: AppTest = opened("portfolio/health_rules.py")
    app = app.button(key="rules-save").click().run()
    assert app.error
    assert rules(open_warehouse(sample)) == parse(default_text())


def test_rows_are_found_where_they_lie() -> None:
    warehouse = warehouse_with(
        incidents=[{"number": "A", "opened": DAY}, {"number": "B", "opened": DAY + timedelta(days=1)}],
        risks=[{"identifier": "R1", "summary": "late"}],
    )
    found = rows_at(warehouse, [(1, "Sheet1", 3), (2, "Sheet1", 2), (1, "Sheet1", 3), (9, "Nowhere", 2)])
    assert found["incidents"]["number"].tolist() == ["B"]
    assert found["risks"]["identifier"].tolist() == ["R1"]
    assert isinstance(found["risks"], pd.DataFrame)


def test_a_log_that_names_no_client_leads_to_the_pages_that_can_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thing most people load is one ticket export: the front page must not be empty then."""
    database = tmp_path / "bridgeview.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    warehouse = open_warehouse(database)
    add_rows(warehouse, "incidents", [{"number": "INC1", "opened": "2026-10-01 08:00"}])
    for page in ("portfolio/wall.py", "portfolio/client.py"):
        app = opened(page)
        assert not app.exception
        assert "No row names a client" in said(app)
        assert [link.proto.label for link in app.get("page_link")] == ["Incidents"]
        assert app.button(key="nobody-load").label == "Load data"
    warehouse.close()
