"""What a first visitor does, in a real browser: a deep link, a file, its questions, a figure, its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# Two test processes and two servers share the machine's cores.
expect.set_options(timeout=120_000)

EXPORT = "01_servicenow/snow_demo_instance_exports/incident.xlsx"
#: What axe finds in Streamlit's own markup, which we cannot change.
UPSTREAM = {
    "aria-required-children": "the top navigation's menu bar",
    "region": "the skip link and the status widget stand outside landmarks",
    "scrollable-region-focusable": "the table's canvas scrolls by its own keys",
    "nested-interactive": "the upload button lies in a clickable drop zone",
}


def test_a_deep_link_first_on_a_fresh_server(start_server: Callable[..., str], browser_page: Page) -> None:
    """Streamlit's own router would serve it without the frame, and with a dialog that there is no such page."""
    address = start_server()
    browser_page.goto(f"{address}/slas")
    expect(browser_page.get_by_role("heading", name="SLAs", level=1)).to_be_visible()
    expect(browser_page.get_by_text("Page not found")).to_have_count(0)
    expect(browser_page.locator(".st-key-sample")).to_contain_text("Sample data")


def test_the_front_door_leads_to_a_page_with_an_address(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/?service=Payments")
    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    expect(browser_page).to_have_url(re.compile(r"/\w+\?service=Payments$"))


def test_from_a_file_to_the_rows_behind_a_figure(
    start_server: Callable[..., str], browser_page: Page, shared_data: Path
) -> None:
    address = start_server()
    browser_page.goto(f"{address}/imports")
    browser_page.locator("input[type=file]").set_input_files(str(shared_data / EXPORT))
    expect(browser_page.locator(".st-key-card-found-0")).to_contain_text("Recognised")
    expect(browser_page.get_by_text("82 rows")).to_be_visible()

    browser_page.get_by_label("In which time zone").fill("Europe/Copenhagen")
    browser_page.get_by_role("button", name="Answer").click()
    browser_page.get_by_role("button", name="Load 82 rows").click()
    expect(browser_page.get_by_text("82 rows read")).to_be_visible()
    browser_page.get_by_role("link", name="Open Incidents").click()

    expect(browser_page.get_by_role("heading", name="Incidents", level=1)).to_be_visible()
    expect(browser_page.get_by_text("Sample data")).to_have_count(0)
    card = browser_page.locator(".st-key-card-incident_backlog")
    expect(card.locator(".bv-value")).to_have_text("50")
    card.get_by_role("button", name="n = 50").click()
    drawer = browser_page.get_by_role("dialog")
    expect(drawer.get_by_text("n = 50")).to_be_visible()
    expect(drawer.locator("[data-testid=stDataFrame]")).to_be_visible()
    drawer.get_by_text("Receipt", exact=True).click()
    expect(drawer.get_by_text("incident.xlsx")).to_be_visible()
    drawer.get_by_role("button", name="Verify").click()
    expect(drawer.get_by_text("The same: 50")).to_be_visible()


def test_a_click_on_a_bar_opens_its_rows_and_can_filter_every_page(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/incidents")
    figure = browser_page.locator("[class*=st-key-parts-time_to_resolve]")
    bar = figure.locator(".point path").first
    bar.scroll_into_view_if_needed()
    browser_page.wait_for_timeout(500)  # the page still settles while the other figures are drawn
    box = bar.bounding_box()
    assert box is not None
    browser_page.mouse.click(box["x"] + 12, box["y"] + box["height"] / 2)
    drawer = browser_page.get_by_role("dialog")
    expect(drawer.locator("strong", has_text="service: ")).to_be_visible()
    drawer.get_by_role("button", name="Filter every page by service").click()
    expect(browser_page).to_have_url(re.compile(r"service="))
    expect(browser_page.get_by_role("button", name=re.compile("^Service: "))).to_be_visible()


def test_a_figure_can_be_read_as_a_table(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/changes")
    card = browser_page.locator(".st-key-figure-trend-change_success")
    expect(card.locator(".js-plotly-plot")).to_be_visible()
    card.get_by_role("button").first.click()
    browser_page.get_by_text("Show as table").click()
    expect(card.locator("[data-testid=stDataFrame]")).to_be_visible()
    expect(card.locator(".js-plotly-plot")).to_have_count(0)


def test_board_mode_hides_navigation_and_controls(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/incidents?board=1")
    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    expect(browser_page.locator("[data-testid=stHeader]")).to_be_hidden()
    expect(browser_page.locator(".st-key-scope")).to_be_hidden()
    assert browser_page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["incidents", "imports", "changes"])
def test_the_main_pages_are_accessible(server: str, browser_page: Page, path: str, scheme: str) -> None:
    browser_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    browser_page.goto(f"{server}/{path}")
    expect(browser_page.get_by_role("heading", level=1)).to_be_visible()
    if path != "imports":
        expect(browser_page.locator(".js-plotly-plot").first).to_be_visible()
    browser_page.wait_for_timeout(1500)  # what fades in has its final colours
    found = Axe().run(browser_page).response["violations"]
    ours = [
        f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:160]})"
        for fault in found
        if fault["impact"] in {"serious", "critical"} and fault["id"] not in UPSTREAM
    ]
    assert not ours, "\n".join(ours)
