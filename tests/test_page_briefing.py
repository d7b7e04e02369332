"""The page Briefing: what is chosen stands in the address, the sheet is shown and told in words."""

from typing import Any

from opened import text_of


def test_the_sheet_of_the_address_is_shown(open_page: Any) -> None:
    page = open_page("briefing", about="situation", of="sudan", day="2024-05-14", layout="slide")
    assert [(box.label, box.value) for box in page.selectbox] == [("A situation", "sudan")]
    assert "9.1 million internally displaced people in Sudan at the end of 2023" in text_of(page)
    (picture,) = (element for element in page.main if element.type == "image")
    assert "9.1 million" in str(picture.proto)
    assert len(page.get("download_button")) == 7


def test_the_filters_country_is_the_first_choice(open_page: Any) -> None:
    page = open_page("briefing", country="TUR", layout="square")
    assert page.selectbox[0].value == "TUR"
    assert "refugees in Türkiye" in text_of(page)


def test_a_place_without_figures_says_so(open_page: Any) -> None:
    page = open_page("briefing", about="country", of="ISL", layout="square")
    assert "No figures of displaced people for Iceland" in text_of(page)
