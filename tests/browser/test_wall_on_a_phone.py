"""The wall on a phone: every cell can be read and none lies on another."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

expect.set_options(timeout=120_000)


def test_cells_lie_beside_each_other_with_their_names(server: str, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(server)
    row = browser_page.locator(".st-key-wall-row-0")
    expect(row.get_by_role("button")).to_have_count(8)  # the name, the whole and six dimensions
    expect(browser_page.locator(".st-key-wall-why")).to_be_visible()
    words = [
        place for place in (button.bounding_box() for button in row.get_by_role("button").all()) if place
    ]
    assert len(words) == 8
    for one, other in combinations(words, 2):
        beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
        below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
        assert beside or below, "two cells overlap"
    assert all(place["width"] >= 90 and place["x"] + place["width"] <= 390 for place in words[1:])
    named = browser_page.evaluate(
        "() => ['delivery', 'risk'].map(name => getComputedStyle(document.querySelector("
        "`[class*='st-key-cell-'][class*='-0-${name}']`), '::before').content)"
    )
    assert named == ['"Delivery"', '"Risk"']
