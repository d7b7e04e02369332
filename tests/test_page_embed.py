"""What an address says of embedding, without a browser."""

from typing import Any

import pytest
from opened import charts_of, text_of
from streamlit.testing.v1 import AppTest

from etl.filters import of_address

EMBEDDED = pytest.mark.usefixtures("_embedded")


@pytest.fixture
def _embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in for a browser knows no embedding: the address is read as Streamlit reads it."""
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.is_embedded", property(lambda self: True))


def under_charts(at: AppTest) -> list[str]:
    return [element.proto.id for element in at.get("bidi_component") if "buttons" in element.proto.id]


def test_every_picture_of_a_page_has_its_buttons(open_page: Any) -> None:
    at = open_page("overview", origin="SYR")
    assert len(under_charts(at)) == len(charts_of(at)) > 1


@EMBEDDED
def test_one_picture_is_asked_for_by_its_name(open_page: Any) -> None:
    (only,) = charts_of(open_page("overview", origin="SYR", chart="map"))
    assert "choropleth" in only


@EMBEDDED
def test_an_unknown_name_is_answered_by_those_that_the_page_has(open_page: Any) -> None:
    at = open_page("overview", origin="SYR", chart="[x](y)")
    assert not charts_of(at)
    assert "No picture here is named [x](y). This page has trend" in text_of(at)


@EMBEDDED
@pytest.mark.parametrize("page", ["figures", "reports", "sources"])
def test_a_page_without_pictures_says_so(open_page: Any, page: str) -> None:
    assert "There is no picture on this page" in text_of(open_page(page))


def test_the_name_of_a_picture_selects_no_rows() -> None:
    assert of_address("?country=SYR&embed=true&chart=map") == of_address("country=SYR")
