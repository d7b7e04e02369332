"""Corridors and What changed in a real browser: a click filters, tables and files hold what the pictures show."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.server import drawn

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
ALL, SYRIAN = re.compile("largest of 93 corridors"), re.compile("from Syria .* the largest of 5 corridors")
OUTSIDE = """chart => {
    const room = chart.getBoundingClientRect();
    const labels = [...chart.querySelectorAll('.bartext, .ytick text')].map(label => [label.textContent, label.getBoundingClientRect()]);
    if (!labels.length) return ['no labels'];
    return labels.filter(([, seen]) => seen.left < room.left || seen.right > room.right).map(([text]) => text);
}"""
SUDANESE = re.compile("Internally displaced people in Sudan: up 5.9 million")


def test_a_click_on_a_countrys_bar_shows_its_corridors_and_back_undoes_it(server: str, visit: Visit) -> None:
    page = visit(f"{server}/corridors?most=10")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(page.get_by_role("figure", name=ALL)).to_be_visible()
    expect(chart.locator(".textpoint").filter(has_text="Türkiye").first).to_be_visible()
    press(page, chart.locator(".barlayer .trace").first.locator(".point path").first)
    page.wait_for_url("**origin=SYR**")
    drawn(page)
    expect(page.get_by_role("figure", name=SYRIAN)).to_be_visible()
    expect(page.get_by_role("figure", name=ALL)).to_have_count(0)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV of this chart").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
    assert {row["origin"] for row in rows} == {"SYR"}
    assert max(int(row["value"]) for row in rows) == 2_347_756
    page.go_back()
    drawn(page)
    expect(page.get_by_role("figure", name=ALL)).to_be_visible()


def test_what_changed_fits_a_phone_and_a_click_follows_the_country(server: str, visit: Visit) -> None:
    page = visit(f"{server}/changes?since=day&day=2022-01-01&by=origin", width=390)
    chart = page.get_by_test_id("stPlotlyChart").first
    expect(chart).to_have_attribute("aria-label", SUDANESE)
    expect(page.get_by_text("Sudan: one year on")).to_be_visible()
    outside = chart.evaluate(OUTSIDE)
    assert outside == []
    press(page, chart.locator(".barlayer .point path").last)
    page.wait_for_url("**origin=SDN**")


def press(page: Page, mark: Locator) -> None:
    """Plotly takes the pointer's place, not the mark that lies under its own cover."""
    mark.scroll_into_view_if_needed()
    box = mark.evaluate("mark => mark.getBoundingClientRect().toJSON()")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
