"""Counts over time: which dates, what base, what may stand one upon the other."""

import pandas as pd
import pytest
from conftest import figure, figures

from etl import totals, trends
from etl.filters import of

SYRIANS = of({"origin": "SYR", "population": "refugee"})


def series(*lines: tuple[str, str, int]) -> pd.DataFrame:
    rows = [{"key": key, "end_date": pd.Timestamp(date), "value": value} for key, date, value in lines]
    return pd.DataFrame(rows).assign(publisher="UNHCR", quantifier="exact").astype({"value": "Int64"})


def test_a_year_is_its_december_and_no_other_month() -> None:
    counts = series(("TUR", "2014-12-15", 1), ("TUR", "2014-12-31", 2), ("TUR", "2015-06-30", 3))
    assert list(trends.at_year_ends(counts)["value"]) == [2]
    assert trends.within_years(counts)


def test_an_index_begins_in_the_first_year_that_the_lines_share() -> None:
    counts = series(
        *(("TUR", "2012-12-31", 50), ("TUR", "2013-12-31", 200), ("TUR", "2014-12-31", 300)),
        *(("LBN", "2013-12-31", 400), ("LBN", "2014-12-31", 200)),
    )
    scaled, base, gone = trends.indexed(counts)
    assert (base, gone) == (2013, [])
    assert list(scaled["value"]) == [100, 150, 100, 50]
    assert list(scaled["people"]) == [200, 300, 400, 200]


def test_a_handful_of_people_is_no_base_of_an_index() -> None:
    counts = series(("TUR", "2007-12-31", 5), ("TUR", "2012-12-31", 248_000), ("TUR", "2013-12-31", 496_000))
    assert trends.indexed(counts)[1] == 2012


def test_parts_of_one_publisher_stack_and_their_gaps_are_known() -> None:
    rows = figures(
        *(figure(country="TUR", place="Türkiye", end_date=f"{year}-12-31") for year in (2017, 2018, 2019)),
        *(figure(country="LBN", place="Lebanon", end_date=f"{year}-12-31") for year in (2017, 2019)),
    )
    stacked = trends.stack(totals.over_time(rows, SYRIANS, "country"), rows, SYRIANS, "country")
    assert stacked.refusal == ""
    assert stacked.missing == {"LBN": (pd.Timestamp("2018-12-31"),)}


def test_counts_of_the_same_people_are_never_stacked_and_the_reason_is_said() -> None:
    rows = figures(
        figure(population="idp", country="SYR", publisher="UNHCR"),
        figure(population="idp", country="SYR", publisher="IDMC"),
    )
    asked = of({"country": "SYR", "population": "idp"})
    by_country = trends.stack(totals.over_time(rows, asked, "country"), rows, asked, "country")
    assert "never added" in by_country.refusal
    by_group = trends.stack(totals.over_time(rows, asked, "population"), rows, asked, "population")
    assert "may not be added" in by_group.refusal


def monthly_rows(*countries: str) -> pd.DataFrame:
    dates = [f"2013-{month:02d}-1{len(country) % 7}" for country in countries for month in range(1, 9)]
    places = [country for country in countries for _ in range(8)]
    second = {"role": "triangulation", "admin_level": 0}
    return figures(
        *(figure(country=c, place=c, end_date=d, **second) for c, d in zip(places, dates, strict=True))
    )


def test_monthly_counts_stand_alone_and_are_never_added_over_countries() -> None:
    rows = monthly_rows("TUR", "LBN")
    found, refusal = trends.monthly(rows, SYRIANS, "country")
    assert refusal == ""
    assert found.groupby("key").size().to_dict() == {"LBN": 8, "TUR": 8}
    found, refusal = trends.monthly(rows, SYRIANS, None)
    assert found.empty
    assert "never added" in refusal


def test_a_yearly_count_is_no_month() -> None:
    rows = figures(*(figure(end_date=f"{year}-12-31") for year in range(2005, 2019)))
    assert trends.monthly(rows, SYRIANS, "country")[0].empty


@pytest.mark.parametrize(
    ("said", "whole", "part"),
    [
        ({"admin_level": 0}, True, None),
        ({"admin_level": 1, "place": "Idlib", "admin1": "SY-ID"}, False, "Idlib"),
        ({"admin_level": None, "place": "northwest Syria"}, False, "northwest Syria"),
    ],
)
def test_a_report_on_a_part_of_the_country_is_told_from_one_on_the_whole(
    said: dict[str, object], whole: bool, part: str | None
) -> None:
    claim = figure(
        population="idp", country="SYR", origin="SYR", quote="so many people", review="pending", **said
    )
    found = trends.told(figures(claim), of({"country": "SYR", "population": "idp"}), None, {""})
    assert list(found["whole"]) == [whole]
    assert part is None or list(found["part_of"]) == [part]


def test_a_report_on_one_country_is_not_drawn_on_a_sum_of_many() -> None:
    claim = figure(country="TUR", quote="more than 100", quantifier="more_than")
    assert trends.told(figures(claim), SYRIANS, None, {""}).empty
    assert list(trends.told(figures(claim), SYRIANS, "country", {"TUR"})["key"]) == ["TUR"]


def test_years_are_said_in_runs() -> None:
    assert trends.spans([2011, 2016, 2017, 2018], list(range(2010, 2020))) == "2011 and 2016 to 2018"
