"""The page Compare on the shipped data."""

import json
from typing import Any

from opened import charts_of, text_of


def title_of(at: Any, place: int = 0) -> str:
    return str(json.loads(charts_of(at)[place])["layout"]["meta"]["title"])


def test_the_place_with_the_most_voices_comes_first_with_a_finding(open_page: Any) -> None:
    at = open_page("compare")
    assert (
        title_of(at)
        == "Two counts of internally displaced people in Syria at the end of 2025 lie 421,773 apart"
    )
    table = at.dataframe[0].value.set_index("Counted by")
    assert table.loc["UNHCR", ["Latest count", "Difference"]].tolist() == [5_542_227, -421_773]
    assert "UNHCR protects or assists" in table.loc["UNHCR", "Whom it counts"]


def test_the_reference_and_the_period_come_from_the_address(open_page: Any) -> None:
    at = open_page("compare", country="SYR", people="idp", reference="UNHCR", to="2019-12-31")
    assert "at the end of 2019 lie 348,006 apart" in title_of(at)
    table = at.dataframe[0].value.set_index("Counted by")
    assert table.loc["IDMC", "Difference"] == 348_006


def test_a_claim_of_a_report_stands_in_the_list_with_its_verdict(open_page: Any) -> None:
    at = open_page("compare", country="TUR", origin="SYR", population="refugee")
    claims = at.dataframe[-1].value.set_index("Claim")
    assert claims.loc["more than 3,600,000", "Verdict"] in ("above", "agrees")
    assert "3.6 million" in claims.loc["more than 3,600,000", "Words of the report"]


def test_movements_and_people_at_a_date_have_a_picture_each(open_page: Any) -> None:
    at = open_page("compare", country="SYR", people="idp")
    subtitles = [json.loads(spec)["layout"]["meta"]["text"]["subtitle"] for spec in charts_of(at)]
    assert ["at each date" in words for words in subtitles] == [True, False]
    assert "in each period" in subtitles[1]


def test_an_empty_filter_says_what_would_fill_the_page(open_page: Any) -> None:
    assert "python -m etl fetch unhcr_rdf" in text_of(open_page("compare", country="NRU"))
