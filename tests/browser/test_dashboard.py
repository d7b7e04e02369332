"""What people see and do, in a real browser with the network cut off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.server import REPOSITORY, drawn, serving

pytestmark = pytest.mark.browser
PAGES = {
    "": "Displacement figures",
    "map": "Map",
    "trends": "Trends",
    "corridors": "Corridors",
    "compare": "Compare",
    "people": "People",
    "changes": "What changed",
    "briefing": "Briefing",
    "figures": "Figures",
    "reports": "Reports",
    "sources": "Sources",
}
Visit = Callable[..., Page]


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds that would shut out people who use a keyboard or a screen reader, or who see less well."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_can_be_used_by_all_wide_and_on_a_phone_by_night(
    server: str, visit: Visit, path: str
) -> None:
    page = visit(f"{server}/{path}?origin=SYR")
    assert_opened(page, path)
    assert serious_faults(page) == []

    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    drawn(page)
    assert serious_faults(page) == []
    assert_nothing_sticks_out(page)


def assert_opened(page: Page, path: str) -> None:
    """The page that the address names, filtered as the address says, with the way to all others."""
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[path])
    links = page.get_by_test_id("stSidebarNavLink").all_inner_texts()
    assert [link.split("\n")[-1] for link in links] == ["Overview", *list(PAGES.values())[1:]]
    if path not in ("briefing", "reports"):  # these have no filter
        expect(page.get_by_test_id("stSidebar").get_by_text("Syria", exact=True).first).to_be_visible()
    assert "origin=SYR" in page.url


def assert_nothing_sticks_out(page: Page) -> None:
    """On a phone of 390 px nothing is scrolled sideways, and no words leave their picture."""
    widest = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert widest <= 390
    for chart in page.get_by_test_id("stPlotlyChart").all():
        frame = chart.bounding_box()
        assert frame is not None
        for words in chart.locator(".annotation-text").all():
            box = words.bounding_box()
            assert box is None or box["x"] + box["width"] <= frame["x"] + frame["width"] + 2, (
                words.text_content()
            )


def test_a_first_start_without_tables_builds_them(tmp_path: Path, visit: Visit) -> None:
    datasets = tmp_path / "datasets"
    (datasets / "keyed").mkdir(parents=True)
    for name in ("world.csv", "world.csv.yaml"):
        shutil.copy(REPOSITORY / "datasets" / "keyed" / name, datasets / "keyed")
    with serving(datasets, tmp_path / "log") as address:
        page = visit(address)
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        assert (datasets / "tables" / "CURRENT").exists()


def test_the_maps_draw_their_shapes_and_the_disclaimer_inside(server: str, visit: Visit) -> None:
    page = visit(f"{server}/map")
    charts = page.get_by_test_id("stPlotlyChart")
    expect(charts).to_have_count(2)
    assert charts.nth(0).locator(".choroplethlayer path").count() > 200
    assert charts.nth(1).locator(".choroplethlayer path").count() > 14
    box = charts.nth(0).locator(".choroplethlayer").bounding_box()
    assert box is not None
    assert box["width"] > 400
    for chart in charts.all():
        assert "imply" in " ".join(chart.locator(".annotation").all_text_contents())


def test_a_changed_filter_changes_address_and_chart(server: str, visit: Visit) -> None:
    page = visit(f"{server}/trends")
    before = page.locator(".annotation").first.text_content()
    box = page.get_by_role("combobox", name="Where they fled from")
    box.fill("South Sudan")
    page.get_by_role("option", name="South Sudan").click()
    page.keyboard.press("Escape")
    page.wait_for_url("**origin=SSD**")
    expect(page.locator(".annotation").first).not_to_have_text(before or "")
    expect(page.get_by_text("Displaced people from South Sudan").first).to_be_visible()
    drawn(page)


def test_the_filter_stays_from_page_to_page_and_in_the_address(server: str, visit: Visit) -> None:
    page = visit(f"{server}/trends?origin=SYR&to=2020-02-07")
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Figures")
    page.wait_for_url(lambda address: "origin=SYR" in address and "to=2020-02-07" in address)


def test_the_csv_of_a_chart_holds_what_the_chart_shows(server: str, visit: Visit) -> None:
    page = visit(f"{server}/?country=TUR&origin=SYR&population=refugee")
    with page.expect_download() as started:
        page.get_by_role("button", name="CSV of this chart").first.click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    assert "3576370" in text
    assert text.count("\n") == page.get_by_test_id("stPlotlyChart").first.locator(".point").count() + 1
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()


def test_charts_speak_to_those_who_cannot_see_them_and_printed_there_is_only_the_page(
    server: str, visit: Visit
) -> None:
    page = visit(f"{server}/?origin=SYR")
    for chart in page.get_by_test_id("stPlotlyChart").all():
        label = chart.get_attribute("aria-label") or chart.locator("[aria-label]").first.get_attribute(
            "aria-label"
        )
        assert label
        assert "Source: " in label
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
    expect(page.get_by_test_id("stDownloadButton").first).to_be_hidden()
