"""Where a sentence, or else its document, puts people."""

import datetime

import pytest

from etl.reports import Report, figures

PUBLISHED = datetime.date(2024, 6, 14)


def read(text, **said):
    return figures(Report(id="a", text=text, published=PUBLISHED, **said))


@pytest.mark.parametrize(
    ("text", "population", "country", "origin"),
    [
        ("Turkey hosts 3.6 million Syrian refugees.", "refugee", "TUR", "SYR"),
        ("Lebanon has taken in 800,000 refugees from Syria.", "refugee", "LBN", "SYR"),
        ("Some 900,000 Rohingya refugees live in camps in Bangladesh.", "refugee", "BGD", "MMR"),
        ("405,000 South Sudanese have fled to Uganda.", "refugee", "UGA", "SSD"),
        ("Some 510,000 people have fled Sudan to Chad.", "refugee", "TCD", "SDN"),
        ("Some 12,400 people crossed from Sudan into Chad.", "refugee", "TCD", "SDN"),
        ("Up to 100,000 Armenians fled Nagorno-Karabakh for Armenia.", "refugee", "ARM", "AZE"),
        ("About 2.3 million Venezuelans are in Colombia.", "refugee", "COL", "VEN"),
        ("52,000 Afghans crossed the border from Pakistan.", "returnee", "AFG", "AFG"),
        ("9,000 Afghans returned from Iran and Pakistan.", "returnee", "AFG", "AFG"),
        ("40,000 people fled Idlib towards the Turkish border.", "idp", "SYR", "SYR"),
        ("40,000 people fled from Mosul to camps in Erbil.", "idp", "IRQ", "IRQ"),
        ("Fighting displaced 40,000 people in Goma.", "idp", "COD", "COD"),
        ("Uganda hosts 1.6 million refugees, most of them from South Sudan.", "refugee", "UGA", None),
        ("Over 7.8 million refugees from Ukraine are present across Europe.", "refugee", None, "UKR"),
    ],
)
def test_a_border_makes_refugees_of_people_and_a_way_home_returnees(text, population, country, origin):
    [found] = read(text)
    assert (found["population"], found["country"], found["origin"]) == (population, country, origin)
    assert found["place_basis"] == "sentence"


@pytest.mark.parametrize(
    "text",
    [
        "40,000 people were displaced, the Syrian Observatory for Human Rights said.",
        "40,000 people were displaced by Turkish soldiers.",
        "40,000 people were displaced near the Jordanian border.",
    ],
)
def test_who_speaks_or_fights_is_not_where_people_are(text):
    [found] = read(text, title="Fighting in Sudan")
    assert (found["country"], found["place_basis"]) == ("SDN", "document")


def test_of_a_place_within_a_place_the_inner_one_is_meant():
    for where in ("northwest Syria's Idlib province", "Syria's Idlib", "Syria's northwestern Idlib province"):
        [found] = read(f"More than 5,000 people were displaced in {where}.")
        assert (found["country"], found["place"], found["admin1"]) == ("SYR", "Idlib", "SY-ID"), where


def test_a_place_brings_its_codes():
    [found] = read("40,000 people fled Idleb.")
    assert (found["place"], found["admin1"], found["admin_level"]) == ("Idlib", "SY-ID", 1)


def test_the_title_says_where_if_the_sentence_does_not():
    [found] = read("40,000 people fled.", title="Shelling of Goma")
    assert (found["country"], found["place"], found["place_basis"]) == ("COD", "Goma", "document")


def test_the_front_matter_says_where_too():
    [found] = read("40,000 people fled.", country="YEM")
    assert (found["country"], found["origin"], found["place"]) == ("YEM", "YEM", "Yemen")


def test_the_nearest_heading_wins():
    text = (
        "# Iraq\n\nThe front moved. 40,000 people fled.\n\n# Yemen\n\nIt rained. 2,000 people were displaced."
    )
    assert [found["country"] for found in read(text)] == ["IRQ", "YEM"]


def test_refugees_are_not_in_the_country_they_fled():
    [found] = read("Some 800,000 Syrian refugees are registered.", title="Lebanon: prices rise")
    assert (found["country"], found["origin"]) == ("LBN", "SYR")


def test_a_name_in_two_countries_is_read_by_the_document():
    found = [read("40,000 people fled Tripoli.", title=title)[0]["country"] for title in ("Lebanon", "Libya")]
    assert found == ["LBN", "LBY"]


def test_where_nothing_says_where_nothing_is_guessed():
    [found] = read("40,000 people fled.")
    assert (found["country"], found["place"], found["place_basis"]) == (None, None, None)


def test_world_totals_have_no_country():
    [found] = read(
        "At the end of 2023, 117.3 million people worldwide were forcibly displaced.", title="Sudan"
    )
    assert (found["country"], found["place"]) == (None, "World")
