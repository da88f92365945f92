"""A page is kept under a name, found again with its period and filters, renamed, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.rows import add_rows
from ui.saved_views import DECLARED, SavedView, delete, rename, save, views_of
from warehouse import Warehouse, WarehouseError, journal, open_warehouse

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    database = tmp_path / "own.duckdb"
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    warehouse = open_warehouse(database)
    rows = [
        {
            "number": f"INC{n}",
            "opened": f"2026-0{1 + n % 6}-02 08:15:00",
            "client": ("Nordlys", "Fjord A=S")[n % 2],
        }
        for n in range(30)
    ]
    add_rows(warehouse, "incidents", rows)
    yield warehouse
    warehouse.close()


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(str(ROOT / "pages" / page)).run()
    app.session_state["views"] = True
    return app.run()


def sound(app: AppTest) -> None:
    assert not app.exception, [fault.value for fault in app.exception]
    assert not app.error, [fault.value for fault in app.error]


def test_five_views_come_with_the_app_and_lead_to_pages_there_are() -> None:
    assert [view.name for view in DECLARED] == [
        "Board",
        "Delivery",
        "Vendor meeting",
        "Change board",
        "Client",
    ]
    words = {path.stem for path in (ROOT / "pages").glob("*/*.py")}
    assert {view.page for view in DECLARED} <= words
    assert all(SavedView.read(view.text) == view for view in DECLARED)


def test_a_page_is_kept_chosen_renamed_and_deleted(own: Warehouse) -> None:
    app = opened("service/incidents.py", period="2026-Q2", compare="year", client="Fjord A=S")
    sound(app)
    app.text_input(key="view-name").set_value("Fjord's second quarter")
    app.button(key="view-save").click().run()
    sound(app)
    kept = views_of(own)[-1]
    assert kept == SavedView(
        "Fjord's second quarter",
        "incidents",
        {"period": ("2026-Q2",), "compare": ("year",), "client": ("Fjord A=S",)},
    )
    assert len(views_of(own)) == 6, "the five that come with the app are still there"

    other = opened("service/slas.py", client="Nordlys")
    other.button(key="view-Fjord's second quarter").click().run()
    sound(other)
    assert [title.value for title in other.title] == ["Incidents"]
    assert other.selectbox(key="period").value == "2026-Q2"
    assert other.selectbox(key="compare").value == "year"
    assert other.multiselect(key="client").value == ["Fjord A=S"]

    other.session_state["views"] = True
    other.run()
    other.selectbox(key="view-chosen").set_value("Fjord's second quarter")
    other.text_input(key="view-new-name").set_value("Spring")
    other.button(key="view-rename").click().run()
    sound(other)
    assert [view.name for view in views_of(own)][-1] == "Spring"
    other.selectbox(key="view-chosen").set_value("Board")
    other.button(key="view-delete").click().run()
    assert "Board" not in [view.name for view in views_of(own)]
    noted = [
        action["name"] for action in journal.actions(own.path or Path()) if action["action"] == "setting"
    ]
    assert noted == ["saved_views"] * 3


def test_a_view_leaves_nothing_behind_of_what_was_chosen_before(own: Warehouse) -> None:
    app = opened("service/incidents.py", period="all", client="Nordlys", grain="week")
    app.button(key="view-Board").click().run()
    sound(app)
    assert [title.value for title in app.title] == ["Board meeting"]
    app.switch_page(str(ROOT / "pages" / "service" / "incidents.py")).run()
    assert app.selectbox(key="period").value == "last-6-months"
    assert app.selectbox(key="grain").value == "auto"
    assert app.multiselect(key="client").value == []


def test_a_name_is_asked_for_and_taken_once(own: Warehouse) -> None:
    save(own, SavedView("Mine", "slas", {}))
    save(own, SavedView("  mine ", "incidents", {}))
    assert [(view.name, view.page) for view in views_of(own)][-1] == ("mine", "incidents")
    for name in ("", "a = b", "x" * 61):
        with pytest.raises(WarehouseError, match="needs a name"):
            save(own, SavedView(name, "slas", {}))
    with pytest.raises(WarehouseError, match="already"):
        rename(own, "mine", "BOARD")
    for view in views_of(own):
        delete(own, view.name)
    assert views_of(own) == []
