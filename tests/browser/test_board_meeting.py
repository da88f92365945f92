"""The board in its room: one topic a screen, nothing to scroll, turned by keys, readable from the far end."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from metrics.board import BOARD, TOPICS
from tests.browser.test_first_visit import UPSTREAM

pytestmark = pytest.mark.browser

# The first screen asks every figure of the board.
expect.set_options(timeout=90_000)

#: How far the lowest thing on the screen reaches below the edge of the bar with the keys, in pixels.
BELOW_THE_BAR = """() => {
  const bar = document.querySelector('.st-key-board-keys').getBoundingClientRect().top;
  const shown = document.querySelectorAll('.bv-headline, .bv-grid table, .bv-list, .js-plotly-plot, .bv-value');
  return Math.max(...[...shown].map(found => found.getBoundingClientRect().bottom)) - bar;
}"""


def settled(page: Page) -> None:
    expect(page.locator(".bv-headline")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".turn[data-listening]")).to_be_visible()  # the keys come with a script of their own


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1920, 1080, "light"), (1366, 768, "dark")], ids=["room", "laptop"]
)
def test_the_whole_board_by_keys_without_scrolling(
    server: str, browser_page: Page, width: int, height: int, scheme: str
) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/meeting?board=1")
    for place, topic in enumerate(BOARD):
        expect(page).to_have_url(re.compile(rf"board=1.*topic={topic.name}\b"))
        expect(page.locator(".bv-sub")).to_contain_text(topic.title)
        settled(page)
        main = page.locator('[data-testid="stMain"]')
        high = main.evaluate("main => main.scrollHeight - window.innerHeight")
        assert high <= 0, f"{topic.name} needs {high} pixels more than the screen has"
        wide = main.evaluate("main => main.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{topic.name} is {wide} pixels wider than the screen"
        page.wait_for_function(f"({BELOW_THE_BAR})() <= 0")
        if place < len(TOPICS) - 1:
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(rf"topic={TOPICS[-2]}\b"))


def test_no_press_of_a_key_is_lost_while_a_screen_is_drawn(server: str, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{server}/meeting?board=1&topic=headline")
    settled(page)
    for key in ["ArrowRight"] * 6 + ["ArrowLeft"] * 2 + ["PageDown"]:
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(rf"topic={TOPICS[5]}\b"))
    expect(page.locator(".bv-sub")).to_contain_text(BOARD[5].title)
    settled(page)
    page.get_by_role("button", name="Previous").click(click_count=3)
    expect(page).to_have_url(re.compile(rf"topic={TOPICS[2]}\b"))
    settled(page)
    for _ in range(len(TOPICS)):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"topic={TOPICS[3]}\b"))


def test_on_a_phone_nothing_is_wider_than_the_screen(server: str, browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    for topic in ("headline", "wall", "risks"):
        page.goto(f"{server}/meeting?board=1&topic={topic}")
        settled(page)
        wide = page.locator(".bv-grid, .bv-headline, [data-testid=stMain]").evaluate_all(
            "found => Math.max(...found.map(e => e.scrollWidth))"
        )
        assert wide <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_pages_are_accessible(server: str, browser_page: Page, scheme: str) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    paths = {
        "meeting?board=1&topic=headline": ".bv-list",
        "meeting?board=1&topic=wall": ".bv-grid",
        "meeting?board=1&topic=stability": ".js-plotly-plot",
        "freeze": "text=What we told the board",
        "pack": "text=Build the pack",
    }
    faults = []
    for path, there in paths.items():
        page.goto(f"{server}/{path}")
        expect(page.locator(there).first).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        page.wait_for_timeout(1000)  # what fades in has its final colours
        faults += [
            f"{path}: {fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:160]})"
            for fault in Axe().run(page).response["violations"]
            if fault["impact"] in {"serious", "critical"} and fault["id"] not in UPSTREAM
        ]
    assert not faults, "\n".join(faults)


def test_a_long_table_is_paged_by_a_key(server: str, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{server}/meeting?board=1&topic=risks")
    settled(page)
    first = page.locator(".bv-grid tbody tr").all_inner_texts()
    expect(page.locator(".bv-finding", has_text="1 to 8 of")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".bv-finding", has_text="9 to")).to_be_visible()
    assert not set(first) & set(page.locator(".bv-grid tbody tr").all_inner_texts())


def test_type_is_large_and_navigation_is_gone(server: str, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{server}/meeting?board=1&topic=stability")
    expect(page.locator(".bv-headline")).to_be_visible()
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    expect(page.locator(".js-plotly-plot text").first).to_be_visible()
    sizes = page.locator(".js-plotly-plot text").evaluate_all(
        "texts => texts.filter(t => t.textContent.trim()).map(t => parseFloat(getComputedStyle(t).fontSize))"
    )
    assert min(sizes) >= 18
    smallest = page.locator(
        '[data-testid="stMain"] :is(p, td, th, li, div.bv-line, div.bv-sub)'
    ).evaluate_all(
        "found => Math.min(...found.filter(e => e.textContent.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 16


def test_f_turns_full_screen_on_and_off(server: str, browser_page: Page) -> None:
    page = browser_page
    page.goto(f"{server}/meeting?board=1&topic=wall")
    settled(page)
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
