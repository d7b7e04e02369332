"""The page Trends in a browser: a choice changes picture and address, and the back button takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.server import drawn

pytestmark = pytest.mark.browser


def test_shapes_follow_the_choice_the_address_and_the_back_button(
    server: str, visit: Callable[..., Page]
) -> None:
    page = visit(f"{server}/trends?origin=SYR&population=refugee")
    first = page.get_by_test_id("stPlotlyChart").first
    expect(first.locator(".annotation-text", has_text="has the most")).to_be_visible()
    expect(first.locator(".annotation-text", has_text="registration stopped")).to_have_count(1)
    page.get_by_role("radio", name="Areas").click()
    page.wait_for_url("**shape=areas**")
    drawn(page)
    expect(first.locator(".annotation-text", has_text="of the 4.3")).to_be_visible()
    expect(page.get_by_text("Logarithmic")).to_have_count(0)  # areas add up: no such axis
    page.get_by_role("radio", name="Panels").click()
    page.wait_for_url("**shape=panels**")
    drawn(page)
    expect(first.locator(".xaxislayer-above")).to_have_count(6)
    page.go_back()
    page.wait_for_url("**shape=areas**")
    drawn(page)
    expect(page.get_by_role("radio", name="Areas")).to_be_checked()
    expect(first).to_have_attribute("aria-label", re.compile("4.3"))
