"""What maps show: sums of places by day and by year, rates, and units on outlines."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest
from conftest import figure, figures

from etl import atlas, first_level, inhabitants
from etl.filters import Filter
from etl.rules import Refused
from etl.store import Reader

STOCKS = Filter(population=("refugee",), measure="stock")
FLOWS = Filter(population=("idp",), measure="flow")


def flow(value: int, start: str, end: str, **said: object) -> dict[str, object]:
    base = {"population": "idp", "measure": "flow", "country": "SDN", "origin": "SDN", "publisher": "IDMC"}
    return figure(**base | said, value=value, start_date=start, end_date=end)


def by_key(table: pd.DataFrame) -> dict[object, object]:
    return dict(zip(table["key"], table["value"], strict=True))


def test_years_show_what_each_year_counts_and_carry_nothing_on() -> None:
    rows = figures(
        figure(end_date="2018-12-31", value=5),
        figure(end_date="2019-06-30", value=6),
        figure(end_date="2019-12-31", value=7),
        figure(country="LBN", end_date="2018-12-31", value=3),
    )
    table, behind = atlas.by_year(rows, STOCKS, "country")
    assert by_key(table[table["year"] == 2018]) == {"TUR": 5, "LBN": 3}
    assert by_key(table[table["year"] == 2019]) == {"TUR": 7}
    assert len(behind) == 3


def test_a_year_is_the_same_by_itself_and_among_all(shipped: Reader) -> None:
    rows = shipped.figures(Filter(population=("refugee",)))
    asked = replace(STOCKS, publisher=("UNHCR",))
    for key in ("country", "origin"):
        table, _ = atlas.by_year(rows, asked, key)
        for year in (2013, 2019, 2024):
            alone = atlas.sheet(rows, atlas.of_year(asked, year), key).table
            assert by_key(table[table["year"] == year]) == by_key(alone)


def test_movements_of_a_year_add_up_and_overlaps_have_no_sum() -> None:
    rows = figures(
        flow(10, "2023-01-01", "2023-06-30"),
        flow(5, "2023-07-01", "2023-12-31"),
        flow(4, "2024-01-01", "2024-06-30"),
        flow(9, "2024-03-01", "2024-12-31"),
    )
    table, _ = atlas.by_year(rows, FLOWS, "country")
    assert [(year, value) for year, value in zip(table["year"], table["value"], strict=True)] == [(2023, 15)]


def test_two_publishers_of_one_country_give_a_reason_and_leave_the_others() -> None:
    rows = figures(
        figure(population="idp", country="SDN", origin="SDN", publisher="IDMC", value=5),
        figure(population="idp", country="SDN", origin="SDN", publisher="IOM", value=6),
        figure(population="idp", country="COD", origin="COD", publisher="IDMC", value=7),
    )
    found = atlas.sheet(rows, Filter(population=("idp",), measure="stock"), "country")
    assert by_key(found.table) == {"COD": 7}
    assert [key for key, _ in found.refused] == ["SDN"]
    assert "never added" in found.refused[0][1]


def test_a_rate_is_missing_where_inhabitants_are() -> None:
    table = pd.DataFrame({"key": ["LBN", "UNK"], "value": pd.array([900_000, 5], dtype="Int64")})
    found = inhabitants.per_1000(table)
    assert found["per_1000"][0] == pytest.approx(900_000 * 1_000 / found["inhabitants"][0])
    assert found["inhabitants_year"][0] == 2019
    assert pd.isna(found["per_1000"][1])


def unit(value: int | None, admin1: str | None, place: str, **said: object) -> dict[str, object]:
    base = {"population": "idp", "country": "HTI", "origin": "HTI", "publisher": "IOM", "admin_level": 1}
    return figure(**base | said, value=value, admin1=admin1, place=place)


HAITI = Filter(population=("idp",), measure="stock", country=("HTI",))


def test_units_are_joined_to_outlines_and_the_others_are_named() -> None:
    rows = figures(
        unit(1000, "HT-OU", "Ouest"),
        unit(200, "HT-ND", "Nord"),
        unit(30, None, "Nowhere"),
        unit(None, None, "Hidden"),
    )
    found = first_level.units(rows, HAITI)
    assert found.table["name"].tolist() == ["Ouest", "Nord"]
    assert found.table["value"].tolist() == [1000, 200]
    assert found.lost == (("Nowhere", 30), ("Hidden", None))


def test_units_younger_than_their_outline_share_it() -> None:
    kivu = {"country": "COD", "origin": "COD"}
    rows = figures(
        unit(5, "CD-HK", "Haut-Katanga", **kivu),
        unit(7, "CD-TA", "Tanganyika", **kivu),
        unit(9, "CD-NK", "North Kivu", **kivu),
    )
    table = first_level.units(rows, replace(HAITI, country=("COD",))).table
    assert table["value"].tolist() == [12, 9]
    assert table["units"][0] == ("CD-HK", "CD-TA")


def test_districts_are_added_up_only_where_no_unit_is_counted() -> None:
    district = {"admin_level": 2}
    rows = figures(unit(5, "HT-OU", "Delmas", **district), unit(6, "HT-OU", "Carrefour", **district))
    found = first_level.units(rows, HAITI)
    assert (found.level, found.table["value"].tolist()) == (2, [11])
    both = figures(unit(5, "HT-OU", "Delmas", **district), unit(20, "HT-OU", "Ouest"))
    assert first_level.units(both, HAITI).table["value"].tolist() == [20]


def test_no_units_is_a_reason() -> None:
    with pytest.raises(Refused, match="no table has figures for places"):
        first_level.units(figures(figure(population="idp")), HAITI)


def test_a_question_of_a_year_is_a_day_for_stocks_and_a_period_for_movements() -> None:
    assert atlas.of_year(STOCKS, 2020).on == datetime.date(2020, 12, 31)
    asked = atlas.of_year(FLOWS, 2020)
    assert (asked.on, asked.start, asked.end) == (
        None,
        datetime.date(2020, 1, 1),
        datetime.date(2020, 12, 31),
    )
