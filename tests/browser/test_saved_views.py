"""A view is chosen in a real browser: the page, its controls and its address follow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

expect.set_options(timeout=45_000)


def test_a_view_leads_to_its_page_and_leaves_other_filters_behind(server: str, browser_page: Page) -> None:
    browser_page.goto(f"{server}/slas?service=Payments&period=2026-Q3")
    expect(browser_page.get_by_role("heading", name="SLAs", level=1)).to_be_visible()
    expect(browser_page.get_by_label("Period", exact=True)).to_have_value("Q3 2026")
    expect(browser_page.get_by_role("button", name="Service: Payments")).to_be_visible()

    browser_page.get_by_role("button", name="Views").click()
    browser_page.get_by_role("button", name="Change board").click()

    expect(browser_page.get_by_role("heading", name="Changes and freezes", level=1)).to_be_visible()
    expect(browser_page.get_by_label("Period", exact=True)).to_have_value("Last 3 months")
    expect(browser_page.get_by_role("button", name="Service: Payments")).to_have_count(0)
    expect(browser_page).to_have_url(
        re.compile(r"/changes\?(?=.*period=last-3-months)(?=.*grain=week)(?!.*service)")
    )
