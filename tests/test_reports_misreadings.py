"""Sentences that readers of text get wrong: each with the rule that reads it right."""

import datetime

import pytest

from etl.reports import Report, figures

PUBLISHED = datetime.date(2020, 2, 7)


def read(text):
    return figures(Report(id="a", text=text, published=PUBLISHED))


@pytest.mark.parametrize(
    "text",
    [
        "The number of displaced has exceeded 520,000 since the beginning of December.",
        "The number of displaced people has passed 520,000 since 1 December.",
    ],
)
def test_a_number_reached_since_a_day_is_a_flow(text):
    [found] = read(text)
    assert (found["measure"], str(found["start_date"])) == ("flow", "2019-12-01")


def test_a_number_that_has_doubled_since_is_still_a_state():
    [found] = read("The number of displaced people has doubled to 520,000 since December.")
    assert found["measure"] == "stock"


@pytest.mark.parametrize(
    "text",
    [
        "Half a million - more than 520,000 - people were displaced.",
        "Some two million – 2.1 million – people fled their homes.",
    ],
)
def test_what_is_said_again_within_dashes_is_one_figure(text):
    assert len(read(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Some 40,000 people fled Sudan and are now in Chad.",
        "About 40,000 have fled Sudan and now live in Chad.",
    ],
)
def test_who_fled_one_country_and_is_in_another_is_a_refugee_there(text):
    [found] = read(text)
    assert (found["population"], found["country"], found["origin"]) == ("refugee", "TCD", "SDN")


@pytest.mark.parametrize(
    "text",
    [
        "Lebanon hosts 1.1 million refugees; Jordan has 630,000.",
        "Lebanon hosts 1.1 million; Jordan has 630,000.",
    ],
)
def test_each_host_has_its_own_number(text):
    assert [(found["value"], found["country"]) for found in read(text)] == [
        (1_100_000, "LBN"),
        (630_000, "JOR"),
    ]


def test_congolese_are_taken_for_people_of_the_larger_congo_with_a_warning():
    [found] = read("Uganda hosts 80,000 Congolese refugees.")
    assert (found["origin"], "Congolese" in found["warning"]) == ("COD", True)


def test_a_capital_that_hosts_millions_stands_for_its_country():
    [found] = read("Ankara, already home to 3.6 million Syrians, says that it will not open the border.")
    assert (found["country"], found["origin"], found["place_accuracy"]) == ("TUR", "SYR", "country")


def test_a_town_that_hosts_thousands_is_meant_itself():
    [found] = read("Gaziantep, already home to 90,000 Syrians, has built new schools.")
    assert (found["country"], found["place"]) == ("TUR", "Gaziantep")
