"""The map page: what it shows for what is asked, without a browser."""

import json
from typing import Any

import pandas as pd
from opened import charts_of, text_of

from etl import first_level
from etl.filters import Filter
from ui import map_clicks


def pictures(at: Any) -> list[dict[str, Any]]:
    return [json.loads(spec) for spec in charts_of(at)]


def said(picture: dict[str, Any]) -> str:
    notes = picture["layout"]["annotations"]
    return " ".join(note["text"] for note in notes).replace("<br>", " ").replace("\u00a0", " ")


def test_the_world_shows_all_countries_and_outlines_the_chosen_one(open_page: Any) -> None:
    world = pictures(open_page("map", country="TUR", origin="SYR", people="refugee", on="2019-12-31"))[0]
    assert "3.6 million refugees from Syria are in Türkiye at the end of 2019" in said(world)
    areas = next(trace for trace in world["data"] if trace["type"] == "choropleth")
    painted = dict(zip(areas["locations"], areas["z"], strict=True))
    assert painted["TUR"] == 5
    assert painted["LBN"] >= 3
    assert "Chosen" in [trace.get("name") for trace in world["data"]]


def test_a_rate_says_its_inhabitants_and_their_year(open_page: Any) -> None:
    world = pictures(open_page("map", origin="SYR", people="refugee", on="2019-12-31", number="rate"))[0]
    assert "per 1,000 inhabitants are in Lebanon" in said(world)
    assert "Natural Earth's estimates, of 2019" in said(world)
    areas = next(trace for trace in world["data"] if trace["type"] == "choropleth")
    pointed = areas["text"][areas["locations"].index("LBN")]
    assert "inhabitants (2019)" in pointed
    assert "at the end of 2019" in pointed
    assert "Source: UNHCR" in pointed


def test_years_are_frames_with_one_scale(open_page: Any) -> None:
    film = pictures(open_page("map", people="refugee", origin="SYR", years="yes"))[0]
    years = [frame["name"] for frame in film["frames"]]
    assert years == sorted(years)
    assert len(years) > 10
    assert film["layout"]["sliders"][0]["steps"][0]["label"] == years[0]
    assert all("colorscale" not in part for frame in film["frames"] for part in frame["data"])


def test_movements_are_of_a_year_and_have_their_own_words(open_page: Any) -> None:
    at = open_page("map", population="returned_idp", year="2024")
    world = pictures(at)[0]
    assert "movements of" in said(world)
    assert "in 2024" in said(world)
    assert "are in" not in world["layout"]["meta"]["title"]


def test_lines_need_one_origin(open_page: Any) -> None:
    assert "choice lines" not in open_page("map", people="refugee").session_state
    world = pictures(open_page("map", people="refugee", origin="SYR", lines="yes"))[0]
    assert any(str(trace.get("name")).startswith("From SYR to") for trace in world["data"])
    assert "no routes of travel" in said(world)


def test_a_unit_of_the_address_lists_its_figures(open_page: Any) -> None:
    at = open_page("map", country="SYR", admin1="SY-ID")
    assert "Figures of Idlib" in text_of(at)


def test_a_click_on_a_unit_sets_the_filter_of_all_pages(monkeypatch: Any) -> None:
    said: list[dict[str, list[str]]] = []
    monkeypatch.setattr(map_clicks.filters, "choose", lambda **codes: said.append(codes))
    outline = first_level.outlines("SYR", pd.Series(["SY-ID"])).iloc[0]
    click = [{"customdata": [outline, "Idlib"]}]
    map_clicks.of_unit("SYR", ())(click)
    map_clicks.of_unit("SYR", ("SY-ID",))(click)
    assert said == [{"country": ["SYR"], "admin1": ["SY-ID"]}, {"country": ["SYR"], "admin1": []}]


def test_the_other_pages_follow_a_unit(open_page: Any) -> None:
    at = open_page("trends", country="SYR", admin1="SY-ID")
    assert at.sidebar.multiselect(key="admin1").value == ["SY-ID"]
    assert "in Idlib, Syria" in text_of(at)
    assert "520,000" in " ".join(charts_of(at))
    at.sidebar.multiselect(key="country").set_value(["TUR"]).run()
    assert not at.exception
    assert "Idlib" not in text_of(at)


def test_the_second_click_on_a_country_takes_it_off(monkeypatch: Any) -> None:
    said: list[dict[str, list[str]]] = []
    monkeypatch.setattr(map_clicks.filters, "choose", lambda **codes: said.append(codes))
    click = [{"customdata": ["TUR", "Türkiye"]}]
    map_clicks.of_country(Filter(), "country")(click)
    map_clicks.of_country(Filter(country=("TUR",)), "country")(click)
    map_clicks.of_country(Filter(country=("TUR",)), "country")([])
    map_clicks.of_country(Filter(), "origin")(click)
    chosen = [{"country": ["TUR"]}, {"country": []}, {"country": []}]
    assert said == [*({**one, "admin1": []} for one in chosen), {"origin": ["TUR"]}]
