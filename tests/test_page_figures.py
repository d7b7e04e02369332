"""The page of figures: what is shown is what leaves, and each figure says where it is from."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from opened import text_of
from streamlit.testing.v1 import AppTest

from etl import filters
from etl.columns import NAMES
from etl.store import Reader
from ui import figures


def copied(at: AppTest) -> list[str]:
    """What stands there to be copied: address, Python, command line, citations."""
    return [code.value for code in at.code]


def test_what_narrows_the_page_narrows_the_address_for_scripts(open_page: Any, shipped: Reader) -> None:
    at = open_page("figures", country="SYR", text="idlib", measure="flow", pending="yes", order="largest")
    address = copied(at)[0]
    assert urlsplit(address).path == "/data/figures.csv"
    chosen = filters.of_address(address)
    assert (chosen.country, chosen.text, chosen.measure) == (("SYR",), "idlib", "flow")
    assert len(at.dataframe[0].value) == shipped.count(chosen) > 0
    assert f'--query "{chosen.address()}"' in copied(at)[2]
    assert f"pandas.read_csv({chr(34)}{address}{chr(34)})" == copied(at)[1]


def test_columns_and_order_are_chosen_in_the_address(open_page: Any) -> None:
    at = open_page("figures", origin="SYR", columns=["country", "value", "licence"], order="largest")
    table = at.dataframe[0].value
    assert list(table.columns) == ["Where", "People", "Licence"]
    assert table["People"].is_monotonic_decreasing


def test_every_column_can_be_shown_with_its_meaning() -> None:
    assert set(NAMES) <= set(figures.COLUMNS)
    assert len(set(figures.COLUMNS.values())) == len(figures.COLUMNS)
    assert all(figures._config(name)["help"] for name in figures.COLUMNS)


def test_what_the_page_keeps_in_its_address_is_known_to_scripts() -> None:
    assert {"columns", "order", "page", "format"} <= set(filters.VIEW)


def test_a_single_figure_is_opened_with_words_source_and_citation(open_page: Any, shipped: Reader) -> None:
    one = shipped.query(
        "SELECT figure_id, quote FROM canonical WHERE contains(quote, '3.6 million') LIMIT 1"
    ).iloc[0]
    at = open_page("figures", text=one["figure_id"])
    assert any("<mark" in html.value and one["quote"] in html.value for html in at.html)
    assert "Licence:" in text_of(at)
    assert f"Figure {one['figure_id']}." in copied(at)[-1]


def test_many_rows_are_turned_screen_by_screen(open_page: Any) -> None:
    at = open_page("figures")
    first = at.dataframe[0].value
    assert len(first) == figures.ROWS
    next(button for button in at.button if button.label == "Later rows").click().run()
    assert at.query_params["page"] == "2"
    assert not at.dataframe[0].value.equals(first)


def test_a_search_that_finds_nothing_can_be_cleared(open_page: Any, built: Path) -> None:
    at = open_page("figures", text="nosuchword")
    assert "No figures for" in text_of(at)
    next(button for button in at.button if button.label == "Clear the search").click().run()
    assert "published figures" in text_of(at)
    assert "text" not in at.query_params
