"""The page Trends through the front door: shapes, scales, steps, breaks and what reports say."""

import json
from typing import Any

import pandas as pd
from opened import charts_of, text_of

from charts import panels

SYRIANS = {"origin": "SYR", "population": "refugee"}
LEBANON = {"country": "LBN", **SYRIANS}


def spec(at: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(charts_of(at)[0])
    return found


def words(at: Any) -> str:
    return (
        " ".join(note["text"] for note in spec(at)["layout"]["annotations"])
        .replace("<br>", " ")
        .replace("\u00a0", " ")
    )


def test_areas_stack_one_publishers_parts_and_name_what_is_missing(open_page: Any) -> None:
    at = open_page("trends", shape="areas", **SYRIANS)
    assert "of the 4.3 million refugees from Syria" in words(at)
    assert "Germany in 2013 to 2015" in words(at)
    assert sum(trace.get("fill") == "toself" for trace in spec(at)["data"]) == 6


def test_areas_of_counts_that_may_not_be_added_are_lines_with_the_reason(open_page: Any) -> None:
    at = open_page("trends", shape="areas", country="SYR", population="idp", split="publisher")
    assert "No areas here, so lines" in text_of(at)
    assert not any(trace.get("fill") for trace in spec(at)["data"])


def test_panels_have_an_axis_each_and_a_finding(open_page: Any) -> None:
    at = open_page("trends", shape="panels", **SYRIANS)
    assert "than a year before in" in words(at)
    assert sum(key.startswith("yaxis") for key in spec(at)["layout"]) == 6


def test_an_index_says_its_base_and_logarithms_their_axis(open_page: Any) -> None:
    at = open_page("trends", unit="index", scale="log", **SYRIANS)
    assert "= 100" in words(at)
    assert "the index is derived" in words(at).lower()
    assert spec(at)["layout"]["yaxis"]["type"] == "log"


def test_a_break_is_marked_with_its_citation_and_months_are_drawn(open_page: Any) -> None:
    at = open_page("trends", step="month", **LEBANON)
    assert "registration stopped" in words(at)
    assert "UNHCR Lebanon" in words(at)
    line = next(trace for trace in spec(at)["data"] if trace["name"] == "Lebanon")
    assert len(line["x"]) > 24


def test_reports_stand_on_the_picture_until_they_are_switched_off(open_page: Any) -> None:
    turkiye = {"country": "TUR", **SYRIANS}
    assert "&gt;3.6M News report 7 Feb 2020" in words(open_page("trends", **turkiye))
    assert "3.6M News report" not in words(open_page("trends", told="no", **turkiye))


def test_a_year_without_movements_is_a_gap_on_the_axis(open_page: Any) -> None:
    at = open_page("trends", origin="SYR")
    bars = json.loads(charts_of(at)[1])
    said = " ".join(note["text"] for note in bars["layout"]["annotations"])
    assert "No figure for 2018: a gap is not 0" in said


def test_panels_with_their_own_axes_fit_every_width() -> None:
    counts = pd.concat(
        pd.DataFrame(
            {"end_date": pd.to_datetime(["2018-12-31", "2019-12-31"]), "value": [5, 9 + place], "key": key}
        )
        for place, key in enumerate(("TUR", "LBN", "JOR", "IRQ", "EGY"))
    ).assign(publisher="UNHCR", quantifier="exact")
    for width in (358, 680, 1160):
        fig = panels.figure(counts, "refugees", "country", width, own=True)
        assert (
            "More refugees at the end of 2019 than a year before in 5 of 5 countries"
            in fig.layout.meta["title"]
        )
        assert fig.layout.xaxis.domain[0] < fig.layout.xaxis2.domain[0] <= 1
        assert {fig.layout[axis].showticklabels for axis in ("yaxis", "yaxis2", "yaxis5")} == {True}


def test_a_picture_that_is_remembered_is_the_same_at_each_visit(open_page: Any) -> None:
    first, second = (charts_of(open_page("trends", **LEBANON)) for _ in range(2))
    assert first and first == second
