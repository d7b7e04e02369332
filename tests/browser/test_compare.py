"""Compare and People as people use them: choices in the address, the back button, a picture that changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_the_reference_is_chosen_kept_in_the_address_and_given_back(server: str, visit: Visit) -> None:
    page = visit(f"{server}/compare?country=SYR&people=idp")
    picture = page.get_by_test_id("stPlotlyChart").first
    finding = picture.get_by_text("Two counts of internally displaced people in Syria")
    expect(finding).to_be_visible()
    said = page.get_by_text("Difference: the count less that of")
    expect(said).to_contain_text("of IDMC")
    page.get_by_role("combobox", name="Compared to").click()
    page.get_by_role("option", name="UNHCR", exact=True).click()
    expect(said).to_contain_text("of UNHCR")
    assert "reference=UNHCR" in page.url
    page.go_back()
    expect(said).to_contain_text("of IDMC")
    expect(page.get_by_text("What reports claim, held against the counts")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV of this chart").first.click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert "UNHCR" in text
    assert "IDMC" in text


def test_people_tells_what_there_is_and_how_to_get_the_rest(server: str, visit: Visit) -> None:
    page = visit(f"{server}/people?country=SYR")
    expect(page.get_by_text("returned internally displaced people in Syria").first).to_be_visible()
    expect(page.get_by_text("python -m etl fetch unhcr_rdf --table demographics")).to_be_visible()
    expect(page.get_by_text("python -m etl fetch unhcr_rdf --table asylum-decisions")).to_be_visible()
