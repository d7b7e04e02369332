"""The page Corridors on the shipped data."""

import json
from typing import Any

from opened import charts_of, text_of


def title_of(at: Any) -> str:
    return str(json.loads(charts_of(at)[0])["layout"]["meta"]["title"])


def test_the_largest_corridor_is_told_and_every_one_is_in_the_table(open_page: Any) -> None:
    at = open_page("corridors")
    assert (
        title_of(at)
        == "2.3 million refugees from Syria are in Türkiye at the end of 2025, the largest of 93 corridors"
    )
    rows = at.dataframe[0].value
    first = rows.iloc[0]
    assert (first["From"], first["In"], first["People"]) == ("Syria", "Türkiye", 2_347_756)
    assert first["Change since 2024"] == -553_722
    assert first["Year by year"][-1] == 2_347_756


def test_an_earlier_day_and_year_are_taken_from_the_address(open_page: Any) -> None:
    at = open_page("corridors", origin="SYR", country="TUR", on="2020-02-07", year="2014")
    assert "at the end of 2019, up from 1.6 million at the end of 2014" in title_of(at)
    assert at.dataframe[0].value["People"].tolist() == [3_576_370]


def test_people_whom_the_tables_do_not_split_by_pair_are_told(open_page: Any) -> None:
    alt = json.loads(charts_of(open_page("corridors"))[0])["layout"]["meta"]["alt"]
    assert "These pairs are 21,116,699 of the 28,461,306 refugees whom UNHCR counted" in alt
    assert "UNRWA's mandate are counted apart" in alt


def test_a_filter_without_corridors_says_what_would_fill_the_page(open_page: Any) -> None:
    at = open_page("corridors", population="idp")
    assert not charts_of(at)
    assert "python -m etl fetch unhcr_rdf" in text_of(at)
