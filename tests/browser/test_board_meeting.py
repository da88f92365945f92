"""The board in its room: one topic a screen, nothing to scroll, turned by keys, readable from the far end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from metrics.board import BOARD, TOPICS

pytestmark = pytest.mark.browser

# The first screen asks every figure of the board.
expect.set_options(timeout=120_000)


def test_the_whole_board_by_keys_without_scrolling(server: str, browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{server}/meeting?board=1")
    for place, topic in enumerate(BOARD):
        expect(page).to_have_url(re.compile(rf"board=1.*topic={topic.name}\b"))
        expect(page.locator(".bv-sub")).to_contain_text(topic.title)
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        main = page.locator('[data-testid="stMain"]')
        high = main.evaluate("main => main.scrollHeight - window.innerHeight")
        assert high <= 0, f"{topic.name} needs {high} pixels more than the screen has"
        if place < len(TOPICS) - 1:
            page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(rf"topic={TOPICS[-2]}\b"))


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
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
