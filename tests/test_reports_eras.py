"""Fiscal and Hijri years are dates: they count nobody, are not taken for calendar years, and bring a warning."""

import datetime

import pytest

from etl.reports import Report, figures


def read(text, language="en"):
    day = datetime.date(2020, 9, 1)
    return figures(Report(id="a", text=text, published=day, language=language))


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Some 20,000 people were displaced in Yemen in fiscal year 2019/20.", "en", "fiscal year"),
        ("Some 20,000 people were displaced in Yemen in FY2020.", "en", "fiscal year"),
        ("Some 20,000 people were displaced in Yemen last fiscal year.", "en", "fiscal year"),
        ("In Muharram 1441, 20,000 people were displaced in Yemen.", "en", "Hijri"),
        ("Some 20,000 people were displaced in Yemen in 1441 AH.", "en", "Hijri"),
        ("Some 20,000 people were displaced in Herat in 1399 (solar hijri).", "en", "Hijri"),
        ("Au cours de l'exercice 2019, 20 000 personnes ont été déplacées au Yémen.", "fr", "fiscal year"),
        ("En l'an hégirien 1441, 20 000 personnes ont été déplacées au Yémen.", "fr", "Hijri"),
        ("En el año fiscal 2019-20, 20.000 personas fueron desplazadas en Yemen.", "es", "fiscal year"),
        ("En el año 1441 de la hégira, 20.000 personas fueron desplazadas en Yemen.", "es", "Hijri"),
    ],
)
def test_a_year_of_another_reckoning_is_flagged_and_no_period_is_guessed(text, language, said):
    (row,) = read(text, language)
    assert (row["value"], row["start_date"], row["end_accuracy"]) == (20_000, None, "unknown")
    assert said in row["warning"]


def test_a_calendar_date_beside_it_still_holds():
    (row,) = read("Since 1 July 2020 some 20,000 people fled Marib in Yemen, half of all in FY2020.")
    assert str(row["start_date"]) == "2020-07-01"
    assert "FY2020" in row["warning"]


@pytest.mark.parametrize("date", ["Muharram 1441", "12 Safar 1442", "1399 (solar hijri)", "FY 2019-20"])
def test_its_numbers_count_nobody(date):
    assert read(f"People fled Marib in Yemen in {date}.") == []


def test_a_number_of_people_of_that_size_is_still_a_number():
    assert [row["value"] for row in read("Some 1,441 people fled Marib in Yemen.")] == [1_441]
    assert [row["value"] for row in read("In Marib, 1441 people fled their homes.")] == [1_441]
