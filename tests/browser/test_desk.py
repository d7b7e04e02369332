"""A report from its words to the chart and the CSV, by a reviewer, and found again after a restart."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.server import WAIT_SECONDS, drawn, serving

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
expect.set_options(timeout=WAIT_SECONDS * 1000)  # each step runs the page, on a machine that may be busy

ARTICLE = """The front moved north again on Thursday, and the roads out of the province were full before <b>dawn</b>.

Since the beginning of December more than 520,000 people have been displaced in Idlib, according to the UN. Snow closed two passes.

Turkey already hosts more than 3.6 million Syrian refugees. Its border has stayed shut, 12 lorries of tents got through.
"""
KEYED = """population,measure,value,country,origin,place,admin_level,end_date,end_accuracy
refugee,stock,12000,TCD,SDN,Chad,0,2019-12-31,day
"""


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    """A folder of its own, with one small table that counts other people."""
    folder = tmp_path / "datasets"
    (folder / "keyed").mkdir(parents=True)
    (folder / "keyed" / "chad.csv").write_text(KEYED, encoding="utf-8")
    (folder / "keyed" / "chad.csv.yaml").write_text("publisher: Example Agency\n", encoding="utf-8")
    return folder


def paste(page: Page) -> None:
    """Paste the article; the date is at first forgotten."""
    page.get_by_label("Words of the report").fill(ARTICLE)
    page.get_by_role("textbox", name="Title").fill("Roads out of Idlib")
    page.get_by_role("textbox", name="Published by").fill("Example Gazette")
    page.get_by_role("button", name="Read the report").click()
    expect(page.get_by_text("no date of publication")).to_be_visible()
    page.get_by_role("group", name="Published on").get_by_role("spinbutton").first.click()
    page.keyboard.type("20200207")
    page.get_by_role("button", name="Read the report").click()


def figures(page: Page) -> list[dict[str, str]]:
    """The rows of the page Figures, as downloaded."""
    with page.expect_download() as started:
        page.get_by_role("button", name="rows (CSV)").click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["document"].endswith(".md")]


def told(page: Page) -> str:
    """What the page's charts say to those who cannot see them."""
    charts = page.get_by_test_id("stPlotlyChart")
    expect(charts).to_have_count(2)
    return " ".join(
        chart.get_attribute("aria-label")
        or chart.locator("[aria-label]").first.get_attribute("aria-label")
        or ""
        for chart in charts.all()
    )


def test_a_report_is_pasted_corrected_accepted_charted_and_found_again(
    datasets: Path, tmp_path: Path, visit: Visit
) -> None:
    with serving(datasets, tmp_path / "log") as address:
        page = visit(f"{address}/reports")
        expect(page.get_by_text("No report yet")).to_be_visible()
        paste(page)
        marks = page.locator("mark")
        marks.first.wait_for()  # the tables are made anew
        expect(marks).to_have_text(["520,000", "3.6 million"])
        expect(page.locator("mark.pending")).to_have_count(2)
        expect(page.locator(".words")).to_contain_text("<b>dawn</b>")
        expect(marks.first).to_have_attribute(
            "title",
            "520,000: more than 520,000 internally displaced people in Idlib, Syria, "
            "movements in a period: 1 December 2019 to 7 February 2020, according to UN (to review)",
        )

        page.get_by_role("textbox", name="Your name").fill("Ada")
        page.get_by_role("textbox", name="Your name").press("Enter")
        page.get_by_role("textbox", name="According to").fill("OCHA")
        page.get_by_role("button", name="Save correction").click()
        expect(page.get_by_text("Correction kept.")).to_be_visible()
        page.get_by_role("heading", level=1).click()
        page.keyboard.press("a")
        expect(page.locator("mark.accepted")).to_have_text(["520,000"])
        marks.nth(1).press("Enter")
        expect(page.get_by_text("Figure 2 of 2")).to_be_visible()
        page.wait_for_url("**figure=**")
        drawn(page)
        page.get_by_role("button", name=re.compile(r"Accept\b(?!ed| the| all)")).first.click()
        expect(page.locator("mark.accepted")).to_have_count(2)
        assert_found(visit, address)
    with serving(datasets, tmp_path / "log again") as address:
        page = visit(f"{address}/reports")
        expect(page.locator("mark.accepted")).to_have_count(2)
        assert_found(visit, address)


def assert_found(visit: Visit, address: str) -> None:
    """Both figures in the charts of Trends and in the CSV of Figures."""
    seen = told(visit(f"{address}/trends?country=SYR&country=TUR"))
    assert "520,000" in seen
    assert "3,600,000" in seen
    rows = figures(visit(f"{address}/figures"))
    assert [(row["value"], row["review"], row["reviewed_by"]) for row in rows] == [
        ("520000", "accepted", "Ada"),
        ("3600000", "accepted", "Ada"),
    ]
    assert rows[0]["attributed_to"] == "OCHA"
    assert "corrected by the reviewer: attributed_to" in rows[0]["warning"]


def test_the_back_button_leads_to_the_figure_before(built: Path, tmp_path: Path, visit: Visit) -> None:
    with serving(built, tmp_path / "log") as address:
        page = visit(f"{address}/reports?report=2020-02-07-idlib-displacement.md")
        page.locator("mark").nth(1).click()
        expect(page.get_by_text("Figure 2 of 2")).to_be_visible()
        page.go_back()
        expect(page.get_by_text("Figure 1 of 2")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_can_be_read_and_every_input_has_a_name(server: str, visit: Visit, scheme: str) -> None:
    page = visit(f"{server}/reports?report=2020-02-07-idlib-displacement.md", scheme=scheme)
    page.wait_for_function(
        """() => [...document.querySelectorAll('[data-testid=stMain] input, [data-testid=stMain] textarea')].every(
            one => one.type === 'file' || one.tabIndex < 0 || one.labels?.length || one.ariaLabel || one.getAttribute('aria-labelledby'))"""
    )
    mark = page.locator("mark").first
    page.locator(".words").focus()
    page.keyboard.press("Tab")
    assert (
        mark.evaluate("one => one.matches(':focus-visible') && getComputedStyle(one).outlineStyle") == "solid"
    )
    ink, paper = mark.evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(one.closest('.words')).backgroundColor]"
    )
    assert ink != paper


def test_pending_figures_are_hollow_and_the_switch_leaves_them_out(server: str, visit: Visit) -> None:
    page = visit(f"{server}/trends?country=SYR&population=idp")
    last = page.get_by_test_id("stPlotlyChart").last
    expect(last).to_have_attribute("aria-label", re.compile("no person has accepted yet"))
    page.get_by_text("Leave out what nobody has accepted").click()
    page.wait_for_url("**pending=no**")
    expect(page.get_by_text("As reports told it")).to_have_count(0)
    drawn(page)
