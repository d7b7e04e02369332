"""A citation says whose figure it is, of when, from where, under which licence."""

from conftest import figure, figures

from etl import citations
from etl.filters import Filter
from etl.store import Reader

FACTS = {
    "url": "https://example.org/a",
    "licence": "CC-BY-4.0",
    "vintage": "2026-01-05",
    "published": "2020-02-01",
}


def cited(**said: object) -> str:
    row = figures(figure(**{**FACTS, **said})).iloc[0].to_dict()
    return citations.figure(row, {"title": "Registered refugees", "citation": None})


def test_a_stock_is_cited_with_its_as_of_date_and_identity() -> None:
    assert cited() == (
        "UNHCR (2020): Registered refugees. As of 2019-12-31. https://example.org/a Licence: CC-BY-4.0. "
        "Accessed 2026-01-05. Figure 0000000000000001."
    )


def test_a_flow_is_cited_with_its_period() -> None:
    assert "From 2019-12-01 to 2020-02-07." in cited(
        measure="flow", start_date="2019-12-01", end_date="2020-02-07"
    )


def test_what_is_not_known_is_left_out_or_said() -> None:
    said = cited(url=None, licence=None, vintage=None, published=None, publisher=None)
    assert said == (
        "Unknown publisher: Registered refugees. As of 2019-12-31. Licence not said. Figure 0000000000000001."
    )


def test_a_selection_is_cited_by_its_documents(shipped: Reader) -> None:
    chosen = Filter(country=("SYR",), population=("idp",))
    lines = citations.selection(shipped, chosen).splitlines()
    rows = shipped.figures(chosen)
    assert len(lines) == len(rows[["document", "publisher", "url", "vintage"]].drop_duplicates())
    assert any("IDMC" in line and "Licence: CC-BY" in line for line in lines)


def test_a_long_list_says_that_there_are_more(shipped: Reader) -> None:
    lines = citations.selection(shipped, Filter(), most=3).splitlines()
    assert len(lines) == 4
    assert lines[-1].startswith("And others")


def test_a_chart_is_cited_by_its_words_up_to_its_address() -> None:
    said = {"title": "3 fled.", "subtitle": "People", "source": "IDMC", "as_of": "as of 1 May 2020"}
    assert citations.picture(said) == (
        "IDMC: 3 fled. People. As of 1 May 2020. Documents and licences: see the chart's CSV. "
        "Chart: Displacement figures,"
    )
    assert citations.picture({**said, "source": "", "as_of": ""}).startswith(
        "Publishers as named in the chart: 3 fled. People. Documents"
    )
