"""What is counted, one click away on each page."""

from opened import text_of
from streamlit.testing.v1 import AppTest

from etl import words
from etl.sources import glossary


def page(population: str = "") -> None:
    from ui import definitions

    definitions.show([population] if population else [])


def test_all_terms_are_explained_with_their_publisher_and_citation() -> None:
    said = text_of(AppTest.from_function(page).run())
    for term in (
        "Stock.",
        "Flow.",
        "Refugees",
        "Asylum-seekers",
        "Internally displaced people",
        "Stateless people",
    ):
        assert term in said
    assert words.POPULATION["oip"].capitalize() in said
    for one in glossary():
        assert one.sentence in said
        assert one.citation.partition(". ")[0] in said


def test_every_definition_names_where_its_publisher_says_so() -> None:
    assert {"UNHCR", "IDMC", "IOM"} <= {one.publisher for one in glossary()}
    assert all(one.citation and one.url.startswith("https://") for one in glossary())


def test_a_chosen_population_shows_its_own_definitions_only() -> None:
    said = text_of(AppTest.from_function(page, args=("idp",)).run())
    assert "IDMC:" in said
    assert "Stateless" not in said
