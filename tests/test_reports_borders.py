"""A country that people left, a lake that bears its name, families and persons joined in other words."""

import pytest

from etl.reports import Report, figures


def read(text, language="en"):
    (row,) = figures(Report(id="a", text=text, language=language))
    return row


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("More than 300,000 people fled Burundi.", "en"),
        ("More than 300,000 people have fled from Burundi.", "en"),
        ("Plus de 300 000 personnes ont fui le Burundi.", "fr"),
        ("Más de 300.000 personas huyeron de Burundi.", "es"),
    ],
)
def test_who_fled_a_country_need_not_be_inside_it(text, language):
    row = read(text, language)
    assert (row["population"], row["country"], row["origin"]) == ("displaced", "BDI", "BDI")
    assert "to where is not said" in row["warning"]


@pytest.mark.parametrize(
    "text",
    ["More than 300,000 people fled within Burundi.", "More than 300,000 people fled Makamba, Burundi."],
)
def test_who_fled_within_a_country_is_displaced_inside_it(text):
    assert (read(text)["population"], read(text)["country"]) == ("idp", "BDI")


def test_who_fled_a_country_for_another_is_a_refugee_there():
    row = read("More than 300,000 people fled Burundi for Tanzania.")
    assert (row["population"], row["country"], row["origin"]) == ("refugee", "TZA", "BDI")


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Some 40,000 people were displaced around Lake Chad.", "en", None),
        ("Some 40,000 people were displaced in the Lake Chad region of Niger.", "en", "NER"),
        ("Environ 40 000 personnes ont été déplacées dans le bassin du lac Tchad.", "fr", None),
        ("Environ 40 000 personnes ont été déplacées au Tchad.", "fr", "TCD"),
        ("Unas 40.000 personas fueron desplazadas en la cuenca del lago Chad.", "es", None),
        ("Unas 40.000 personas fueron desplazadas en Chad.", "es", "TCD"),
    ],
)
def test_a_lake_is_not_the_country_that_bears_its_name(text, language, country):
    assert read(text, language)["country"] == country


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quelque 2 000 ménages, soit 11 500 personnes, ont été déplacés au Mali.", "fr"),
        ("Quelque 2 000 familles (environ 11 500 personnes) ont fui Gao.", "fr"),
        ("Près de 11 500 personnes, soit 2 000 ménages, ont été déplacées au Mali.", "fr"),
        ("Unas 2.000 familias, es decir, 11.500 personas, fueron desplazadas en Colombia.", "es"),
        ("Unas 2.000 familias, o sea unas 11.500 personas, fueron desplazadas en Colombia.", "es"),
        ("Unas 2.000 familias (11.500 personas) fueron desplazadas en Colombia.", "es"),
    ],
)
def test_families_and_the_persons_in_them_are_one_figure(text, language):
    row = read(text, language)
    assert (row["value"], row["unit"], row["household_size"]) == (11_500, "person", 5.75)
