"""A sum's change compares the same places at both dates, and is none where they differ too much."""

import datetime

from conftest import figure, figures

from etl import alike, totals
from etl.alike import Change
from etl.filters import Filter
from etl.totals import Answer


def counted(day: str, **people: int) -> Answer:
    """Refugees from Syria at a date, by country of asylum."""
    rows = [
        figure(country=country, origin="SYR", population="refugee", value=value, end_date=day)
        for country, value in people.items()
    ]
    return totals.total(figures(*rows), Filter(population=("refugee",), origin=("SYR",)))


NOW = counted("2019-12-31", TUR=990_000, LBN=10_000)


def test_the_same_places_give_the_whole_change() -> None:
    before = counted("2018-12-31", TUR=900_000, LBN=100_000)
    assert alike.change(NOW, before) == Change(1_000_000, 1_000_000, datetime.date(2018, 12, 31), True)


def test_a_small_place_that_one_date_lacks_is_left_out_of_both_sums() -> None:
    before = counted("2018-12-31", TUR=900_000)
    assert alike.change(NOW, before) == Change(990_000, 900_000, datetime.date(2018, 12, 31), False)


def test_a_large_place_that_one_date_lacks_leaves_nothing_to_compare() -> None:
    assert alike.change(NOW, counted("2018-12-31", LBN=10_000)) is None
    assert alike.change(counted("2019-12-31", LBN=10_000), NOW) is None


def test_no_count_gives_no_change() -> None:
    assert alike.change(NOW, Answer(Filter())) is None
