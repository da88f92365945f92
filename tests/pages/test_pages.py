"""Every page stands in the frame, with the sample and with nothing at all, and never shows a fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import lay_sample_beside
from tests.rows import add_rows
from ui.start import prepare
from warehouse import open_warehouse

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.relative_to(ROOT / "pages").as_posix() for path in (ROOT / "pages").glob("*/*.py"))
SECONDS = 300
#: Pages on which there is something to do before anything is loaded.
NEEDS_NO_DATA = {"portfolio/health_rules.py"}


def titles() -> dict[str, str]:
    """The title the table of contents gives each page."""
    import ast

    tree = ast.parse((ROOT / "ui" / "shell.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value: node.args[1].value  # type: ignore[attr-defined]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Entry"
    }


TITLES = titles()


@pytest.fixture
def sample(tmp_path: Path, loaded_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app on the sample data."""
    database = tmp_path / "bridgeview.duckdb"
    lay_sample_beside(database, loaded_sample)
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    prepare()  # on a busy machine the first page would otherwise say that the sample is being opened
    yield
    open_warehouse(database).close()
    open_warehouse(tmp_path / "bridgeview.sample.duckdb").close()


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The app of somebody who has chosen to start with their own data and has loaded none."""
    database = tmp_path / "empty.duckdb"
    warehouse = open_warehouse(database)
    warehouse.set_setting("own_data", True)
    monkeypatch.setenv("BRIDGEVIEW_DB", str(database))
    yield database
    open_warehouse(database).close()


def opened(page: str, **query: str) -> AppTest:
    """The page as it is served: from ui/shell.py, never from the page's own script."""
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=SECONDS)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(str(ROOT / "pages" / page)).run()


def said(app: AppTest) -> str:
    """Everything a reader can read on the page."""
    blocks = [*app.title, *app.header, *app.markdown, *app.caption, *app.get("html")]
    return "\n".join(str(getattr(b, "value", "") or getattr(b.proto, "body", "")) for b in blocks)


def assert_sound(app: AppTest, page: str) -> None:
    assert not app.exception, [fault.value for fault in app.exception]
    assert not app.error, [fault.value for fault in app.error]
    assert [title.value for title in app.title] == [TITLES[page]]


def test_every_page_is_listed() -> None:
    assert sorted(TITLES) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_with_the_sample(page: str, sample: None) -> None:
    app = opened(page)
    assert_sound(app, page)
    if page not in ("data/imports.py", "data/settings.py"):  # they are about the reader's own data
        assert "Sample data" in said(app)
        assert "Data to" in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_with_nothing(page: str, nothing: Path) -> None:
    app = opened(page)
    assert_sound(app, page)
    assert "Sample data" not in said(app)
    if not page.startswith("data/") and page not in NEEDS_NO_DATA:
        assert any("yet" in header.value for header in app.header), "says what is missing"
        assert [button.label for button in app.button if button.label == "Load data"]


def test_a_single_incident_is_enough_for_the_page(nothing: Path) -> None:
    """One open ticket: nothing can be measured, and nothing may break."""
    add_rows(open_warehouse(nothing), "incidents", [{"number": "INC1", "opened": "2026-03-02 08:15:00"}])
    app = opened("service/incidents.py")
    assert_sound(app, "service/incidents.py")
    assert "not measurable" in said(app)


def test_a_filter_in_the_address_is_obeyed_and_can_be_removed(sample: None) -> None:
    app = opened("service/incidents.py", service="Payments")
    chips = [button for button in app.button if button.label.startswith("Service")]
    assert [chip.label for chip in chips] == ["Service\\: Payments"] or chips[0].label == "Service: Payments"
    chips[0].click().run()
    assert not [button for button in app.button if button.label.startswith("Service")]


def test_nonsense_in_the_address_falls_back(sample: None) -> None:
    app = opened("service/incidents.py", period="next century", service="Nowhere", grain="fortnight")
    assert_sound(app, "service/incidents.py")
    assert app.selectbox(key="period").value == "last-6-months"
    assert app.multiselect(key="service").value == []


def test_the_way_out_of_the_sample(sample: None) -> None:
    app = opened("service/incidents.py")
    app.button(key="own-data").click().run()
    assert [title.value for title in app.title] == ["Data"]
    app.switch_page(str(ROOT / "pages" / "service" / "incidents.py")).run()
    assert "Sample data" not in said(app)
    assert any("yet" in header.value for header in app.header)


def test_a_receipt_opens_with_its_rows(sample: None) -> None:
    app = opened("service/incidents.py")
    app.button(key="receipt-time_to_resolve").click().run()
    assert_sound(app, "service/incidents.py")
    assert app.dataframe, "the rows behind the figure"


def test_filters_that_leave_nothing_say_so_once_with_the_way_out(sample: None) -> None:
    """Work items name no service: eight empty cards would say it eight times."""
    app = opened("delivery/flow.py", service="Payments")
    assert_sound(app, "delivery/flow.py")
    assert "No work items with these filters" in [header.value for header in app.header]
    assert "No row says its service" in said(app)
    app.button(key="filters-off").click().run()
    assert_sound(app, "delivery/flow.py")
    assert not [header for header in app.header if "filters" in header.value]


def test_a_breakdown_begins_with_what_tells_something(sample: None) -> None:
    by_service = opened("service/slas.py").segmented_control
    assert [c.options[0] for c in by_service if c.label == "By"] == ["Service"]
    filtered = opened("service/slas.py", service="Payments").segmented_control
    assert [c.options[0] for c in filtered if c.label == "By"] == ["Team"], "one service is one bar"
