"""The map in a real browser: clicks, the film, and shapes that are really drawn."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.server import WAIT_SECONDS, drawn

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def country(page: Page, iso3: str) -> Locator:
    """The shape of a country on the first map; shapes are drawn in the order of the trace's locations."""
    place = page.evaluate(
        """iso3 => document.querySelector('.js-plotly-plot').data
            .find(trace => trace.type === 'choropleth').locations.indexOf(iso3)""",
        iso3,
    )
    return page.locator(".js-plotly-plot").first.locator("path.choroplethlocation").nth(place)


def click_middle(page: Page, shape: Locator) -> None:
    """By its place on the screen: a small shape may lie under the edge of a neighbour."""
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_click_on_a_country_filters_all_pages_and_a_second_one_lets_it_go(
    server: str, visit: Visit
) -> None:
    page = visit(f"{server}/map?people=refugee")
    click_middle(page, country(page, "EGY"))
    page.wait_for_url("**country=EGY**")
    expect(page.get_by_text("in Egypt").first).to_be_visible()
    drawn(page)
    page.get_by_role("link", name="Trends").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trends")
    expect(page.get_by_text("in Egypt").first).to_be_visible()
    page.get_by_role("link", name="Map").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Map")
    drawn(page)
    click_middle(page, country(page, "EGY"))
    page.wait_for_url(lambda address: "country" not in address)


def test_the_years_play(server: str, visit: Visit) -> None:
    page = visit(f"{server}/map?people=refugee&years=yes&origin=SYR")
    chart = page.get_by_test_id("stPlotlyChart").first
    year = chart.locator(".scattergeo .textpoint, .scattergeo text").last
    last = year.text_content() or ""
    assert last.isdigit()
    before = country(page, "TUR").evaluate("shape => getComputedStyle(shape).fill")
    slider = chart.locator(".slider-rail-touch-rect")
    slider.click(position={"x": 3, "y": 8})
    expect(year).to_have_text(chart.locator(".slider-label").first.text_content() or "")
    assert country(page, "TUR").evaluate("shape => getComputedStyle(shape).fill") != before
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": box["width"] * 0.8, "y": 8})
    expect(year).to_have_text(re.compile(f"^(?!{last})20[12]"))
    chart.get_by_text("Play").click()
    expect(year).to_have_text(last, timeout=WAIT_SECONDS * 1000)


def test_circles_lines_and_rates_are_drawn(server: str, visit: Visit) -> None:
    page = visit(f"{server}/map?people=refugee&origin=SYR&as=circles&lines=yes")
    chart = page.get_by_test_id("stPlotlyChart").first
    assert chart.locator(".scattergeo path.point").count() > 5
    assert chart.locator(".scattergeo path.js-line").count() > 5
    page.get_by_role("radio", name="Per 1,000 inhabitants").click()
    page.wait_for_url("**number=rate**")
    expect(chart.locator(".annotation", has_text="per 1,000 inhabitants").first).to_be_visible()
