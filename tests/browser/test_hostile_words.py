"""Markup in publishers, places, series and notes is words, also where a chart answers the pointer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.server import drawn, serving
from etl import build

pytestmark = pytest.mark.browser
MARKUP = "<img src=x onerror=alert(1)><b>bold</b>"
HEAD = "population,measure,country,origin,place,series,end_date,value,publisher,note\n"


def test_no_page_makes_anything_of_markup_in_data(tmp_path: Path, visit: Callable[..., Page]) -> None:
    datasets = tmp_path / "datasets"
    (datasets / "keyed").mkdir(parents=True)
    rows = [
        f"refugee,stock,{country},SYR,,,{year},{year * factor},UNHCR {MARKUP},{MARKUP}\n"
        for country, factor in (("TUR", 3), ("LBN", 1))
        for year in (2017, 2018, 2019)
    ]
    rows += [f"idp,stock,SYR,,{MARKUP},{MARKUP},2019,5,UNHCR {MARKUP},{MARKUP}\n"]
    (datasets / "keyed" / "a.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    build.build(datasets)
    asked: list[str] = []
    with serving(datasets, tmp_path / "log") as address:
        page = visit(f"{address}/trends?population=refugee&country=TUR")
        # The first visitor of a fresh server, by a link into it (each page in tests/test_pages.py).
        expect(page.get_by_role("heading", level=1)).to_have_text("Trends")
        expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(11)
        page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.locator(".nsewdrag").first.hover(force=True)
        page.locator(".hoverlayer").first.wait_for(state="attached")
        for path in (
            "trends",
            "compare?population=refugee&country=TUR",
            "corridors",
            "",
            "sources",
            "figures",
        ):
            page.goto(f"{address}/{path}")
            drawn(page)
            assert page.locator("img[src=x]").count() == 0, path
            assert page.locator("b", has_text="bold").count() == 0, path
            for plot in page.locator(".nsewdrag").all()[:2]:
                plot.hover(force=True)
    assert asked == []
