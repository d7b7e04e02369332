"""Pictures taken along: as PNG and SVG, cited, embedded in another page, printed."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BY_DAY = 'style="fill: rgb(255, 255, 255); fill-opacity: 1;"'


def taken(page: Page, kind: str, place: int = 0) -> tuple[bytes, str]:
    """The file that a button under a picture saves, and its name."""
    with page.expect_download() as started:
        page.get_by_role("button", name=f"{kind}: ").nth(place).click()
    return Path(started.value.path()).read_bytes(), started.value.suggested_filename


def copied(page: Page, button: str) -> str:
    page.get_by_role("button", name=f"{button}: ").first.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_picture_is_taken_along_whole_and_by_day_even_from_a_dark_page(
    server: str, window: BrowserContext, visit: Visit
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(f"{server}/?origin=SYR", scheme="dark")
    drawn = page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert drawn is not None
    picture, name = taken(page, "PNG")
    assert name.startswith("trend_displacement_syr")
    assert picture[:4] == b"\x89PNG"
    assert struct.unpack(">I", picture[16:20])[0] == pytest.approx(2 * drawn["width"], abs=4)
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()

    trend, world = (taken(page, "SVG", place)[0].decode() for place in (0, -1))
    for svg in (trend, world):
        assert BY_DAY in svg.partition("<defs")[0]
        assert "Refugees from Syria" in svg or "Displaced people from Syria" in svg
        assert "Source: " in svg
        assert "31 December 20" in svg
    assert world.count("choroplethlocation") > 100

    title = page.locator('.annotation-text[data-unformatted^="<b>"]').first.text_content() or ""
    cited = copied(page, "Copy citation")
    assert cited.partition(": ")[2].startswith(title[:20])
    assert "31 December 20" in cited
    assert page.url in cited
    frame = copied(page, "Embed")
    assert frame.startswith("<iframe ")
    assert "origin=SYR&amp;embed=true&amp;chart=trend" in frame


def test_embedded_there_are_only_pictures_or_the_one_that_is_named(server: str, visit: Visit) -> None:
    page = visit(f"{server}/?origin=SYR&embed=true")
    shown = page.get_by_test_id("stPlotlyChart")
    expect(shown.first).to_be_visible()
    assert shown.count() > 1
    for hidden in (
        "stSidebar",
        "stHeading",
        "stDownloadButton",
        "stMetric",
        "stCaptionContainer",
    ):
        expect(page.get_by_test_id(hidden).first).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)

    page = visit(f"{server}/?origin=SYR&embed=true&chart=map")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)
    expect(page.get_by_test_id("stPlotlyChart").locator(".choroplethlayer").first).to_be_visible()

    page = visit(f"{server}/?origin=SYR&embed=true&chart=nothing")
    expect(page.get_by_text("No picture here is named nothing. This page has trend")).to_be_visible()


def test_a_page_on_paper_has_its_words_and_whole_pictures_and_no_buttons(server: str, visit: Visit) -> None:
    page = visit(f"{server}/?origin=SYR", scheme="dark")
    sheets = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    said = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert (round(sheets[0].mediabox.width), round(sheets[0].mediabox.height)) == (595, 842)
    for told in ("Displacement figures", "Displaced people from Syria", "Source: ", f"{server}/?origin=SYR"):
        assert told in said
    for button in ("CSV of this chart", "Copy citation", "Where people are", "Clear all filters"):
        assert button not in said
    for words in page.locator(".annotation-text").all_text_contents():
        assert "".join(words.split()) in "".join(said.split())

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper = page.locator(".main-svg").first
    assert paper.evaluate("svg => getComputedStyle(svg).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert paper.evaluate("svg => getComputedStyle(svg).backgroundColor") == "rgb(22, 27, 31)"
