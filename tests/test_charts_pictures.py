"""What every picture must carry inside itself, and what may never stand on one axis."""

import geopandas
import pandas as pd
import plotly.graph_objects as go
import pytest
from conftest import figure, figures
from shapely.geometry import LineString, box

from charts import claims, country_map, flows, ranking, shapes, style, trend, world

NASTY = "<b>Idlib</b> & %{x}"
DISCLAIMER = "Boundaries are for orientation only."


def words(fig: go.Figure) -> str:
    """All text that stands inside the picture."""
    return " ".join(note.text for note in fig.layout.annotations).replace("<br>", " ").replace("  ", " ")


def series(*lines: tuple[str, str, int]) -> pd.DataFrame:
    """As `etl.totals.over_time` gives: key, as-of date, value."""
    rows = [
        {
            "end_date": pd.Timestamp(date),
            "publisher": "UNHCR",
            "key": key,
            "value": value,
            "quantifier": "exact",
        }
        for key, date, value in lines
    ]
    return pd.DataFrame(rows).astype({"value": "Int64"})


def table(**values: int | None) -> pd.DataFrame:
    """As `etl.totals.by` gives."""
    rows = [
        {
            "key": key,
            "value": value,
            "quantifier": "exact",
            "as_of": pd.Timestamp("2019-12-31"),
            "publisher": "UNHCR",
        }
        for key, value in values.items()
    ]
    return pd.DataFrame(rows).assign(refusal=None).astype({"value": "Int64"})


def land() -> geopandas.GeoDataFrame:
    codes = ["TUR", "LBN", "JOR"]
    boxes = [box(30 + 5 * place, 30, 34 + 5 * place, 34) for place in range(3)]
    found = geopandas.GeoDataFrame(
        {"iso3": codes, "name": codes, "admin1": "", "adm1_code": codes}, geometry=boxes, crs=4326
    )
    return shapes.drawable(found, "iso3")


def lines() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"between": ["A - B"]}, geometry=[LineString([(30, 30), (31, 31)])], crs=4326
    )


def ground() -> shapes.Ground:
    return shapes.Ground(land(), lines(), DISCLAIMER)


def claim(value: int, end: str, **said: object) -> dict[str, object]:
    base = {
        "population": "idp",
        "measure": "flow",
        "country": "SYR",
        "quote": f"{value} people",
        "value": value,
    }
    return figure(
        **base, start_date="2019-12-01", end_date=end, review="pending", **({"publisher": "OCHA"} | said)
    )


WINTER = figures(
    claim(300_000, "2020-01-01", quantifier="approximately"),
    claim(520_000, "2020-02-07", quantifier="more_than", publisher="News"),
    claim(948_000, "2020-02-26", quantifier="more_than", place=NASTY),
)


def every_picture() -> list[go.Figure]:
    bubbles = figures(claim(520_000, "2020-02-07", lat=35.9, lon=36.6, admin_level=1, place=NASTY))
    periods = WINTER.head(1).assign(
        end_date=pd.Timestamp("2019-12-31"), start_date=pd.Timestamp("2019-01-01")
    )
    return [
        trend.figure(
            series(("TUR", "2018-12-31", 5), ("TUR", "2019-12-31", 9)), "refugees from Syria", "country"
        ),
        ranking.figure(table(TUR=3_576_370, LBN=910_000), "refugees from Syria", "country"),
        world.figure(table(TUR=3_576_370), "refugees", "country", ground(), bubbles),
        country_map.figure(bubbles, "TUR", "displaced people", land(), ground()),
        flows.figure(periods, "displaced people", "idp"),
        claims.figure(WINTER, "internally displaced people in Syria"),
    ]


@pytest.mark.parametrize(
    "fig", every_picture(), ids=["trend", "ranking", "world", "country", "flows", "claims"]
)
def test_title_unit_source_and_date_are_inside_the_picture(fig: go.Figure) -> None:
    said = words(fig)
    assert "Source: " in said
    assert any(year in said for year in ("2019", "2020"))
    assert fig.layout.meta["title"][0].isdigit() or fig.layout.meta["title"][0].isupper()
    assert "people" in said or "refugees" in said
    assert fig.layout.meta["alt"].startswith(fig.layout.meta["title"])
    assert fig.layout.paper_bgcolor == "#FFFFFF"


@pytest.mark.parametrize(
    "fig", every_picture(), ids=["trend", "ranking", "world", "country", "flows", "claims"]
)
def test_data_text_is_written_out_not_read_as_markup(fig: go.Figure) -> None:
    drawn = (
        go.Figure(fig).update_layout(meta=None).to_json()
    )  # meta goes to the alternative text, which is no markup
    assert "<b>Idlib" not in drawn
    assert "\\u003cb\\u003eIdlib" not in drawn


def test_titles_say_the_number_and_the_date() -> None:
    one = trend.figure(
        series(("", "2018-12-31", 3_622_366), ("", "2019-12-31", 3_576_370)), "refugees from Syria"
    )
    assert (
        one.layout.meta["title"]
        == "3,576,370 refugees from Syria at the end of 2019, down 1.3% since the end of 2018"
    )
    ranked = ranking.figure(table(TUR=3_576_370, LBN=910_000), "refugees from Syria", "country")
    assert ranked.layout.meta["title"] == "3.6 million refugees from Syria are in Türkiye at the end of 2019"
    told = claims.figure(WINTER, "internally displaced people in Syria")
    assert told.layout.meta["title"].startswith(
        "More than 948,000 internally displaced people in Syria between"
    )


def test_stock_and_flow_never_share_an_axis() -> None:
    both = figures(figure(), figure(measure="flow", start_date="2019-01-01"))
    with pytest.raises(ValueError, match="stocks or flows"):
        style.one_measure(both)
    with pytest.raises(ValueError, match="flow"):
        trend.figure(series(("TUR", "2019-12-31", 9)).assign(measure="flow"), "refugees")
    with pytest.raises(ValueError, match="flow"):
        flows.figure(figures(figure()), "refugees", "refugee")
    with pytest.raises(ValueError, match="flow"):
        claims.figure(figures(figure(), figure()), "refugees")


def test_a_line_breaks_where_nobody_counted() -> None:
    fig = trend.figure(
        series(("TUR", "2012-12-31", 1), ("TUR", "2015-12-31", 2), ("TUR", "2016-12-31", 3)), "x", "country"
    )
    assert list(fig.data[0].y) == [1, None, 2, 3]


def test_a_line_has_its_name_at_its_end_instead_of_a_legend() -> None:
    fig = trend.figure(series(("TUR", "2018-12-31", 5), ("LBN", "2018-12-31", 3)), "refugees", "country")
    assert "Türkiye<br>5" in [note.text for note in fig.layout.annotations]
    assert fig.layout.showlegend is False


def test_no_figure_is_not_zero_on_a_ranking() -> None:
    fig = ranking.figure(table(TUR=5, LBN=None), "refugees", "country")
    assert list(fig.data[0].x) == [5]
    assert "No single figure for Lebanon" in words(fig)


def test_a_map_starts_with_empty_points_and_hides_plotlys_own_world() -> None:
    fig = world.figure(table(TUR=5), "refugees", "country", ground(), WINTER.head(0))
    assert fig.data[0].type == "scattergeo"
    assert list(fig.data[0].lat) == [None]
    assert fig.layout.geo.visible is False
    assert all(trace.geojson is not None for trace in fig.data if trace.type == "choropleth")


def test_a_country_without_figure_has_a_colour_of_its_own() -> None:
    fig = world.figure(table(TUR=0), "refugees", "country", ground(), WINTER.head(0))
    areas = next(trace for trace in fig.data if trace.type == "choropleth")
    bands = [colour for _, colour in areas.colorscale][::2]
    painted = {code: bands[place + 1] for code, place in zip(areas.locations, areas.z, strict=True)}
    assert painted["TUR"] == style.BLUES[0]
    assert painted["LBN"] == painted["JOR"] == style.NO_DATA
    assert style.NO_DATA not in style.BLUES


def test_the_disclaimer_and_the_dashed_lines_are_on_the_map() -> None:
    for fig in every_picture()[2:4]:
        assert DISCLAIMER.rstrip(".") in words(fig)
        assert [trace.line.dash for trace in fig.select_traces({"mode": "lines"})] == ["dot"]


def test_bounds_are_drawn_and_told() -> None:
    fig = claims.figure(WINTER, "people")
    arrows = [note for note in fig.layout.annotations if note.showarrow]
    assert len(arrows) == 2
    assert [trace.name for trace in fig.data].count("bound") == 1
    assert any("~300k OCHA" in note.text for note in fig.layout.annotations)
    assert any("&gt;520k News" in note.text for note in fig.layout.annotations)


def test_only_figures_with_one_start_make_a_series() -> None:
    other = figures(
        claim(20_000, "2020-01-09", cause="conflict") | {"start_date": pd.Timestamp("2020-01-07").date()}
    )
    assert [len(group) for group in claims.series(pd.concat([WINTER, other]))] == [3]
    assert claims.series(WINTER.head(2)) == []


def test_text_colours_can_be_read_on_white() -> None:
    for colour in (*style.SERIES, *style.POPULATION.values()):
        assert contrast(style.darker(colour)) >= 4.5, colour
        assert contrast(colour) >= 3, colour
    assert contrast(style.SOFT) >= 4.5


def contrast(colour: str) -> float:
    shades = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [shade / 12.92 if shade <= 0.03928 else ((shade + 0.055) / 1.055) ** 2.4 for shade in shades]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_two_publishers_of_one_group_are_named_in_the_title_and_told_apart() -> None:
    ours = series(("idp", "2018-12-31", 6_000_000), ("idp", "2019-12-31", 6_500_000))
    theirs = ours.assign(publisher="IDMC", value=ours["value"] + 200_000)
    fig = trend.figure(pd.concat([ours, theirs]), "displaced people in Syria", "population")
    assert "Internally displaced: 6.7 million (IDMC) and 6.5 million (UNHCR)" in fig.layout.meta["title"]
    assert {line.line.dash for line in fig.data} == {"solid", "dot"}


def test_one_group_is_called_by_its_name() -> None:
    fig = trend.figure(series(("refugee", "2019-12-31", 100)), "displaced people in Türkiye", "population")
    assert fig.layout.meta["title"] == "100 refugees in Türkiye at the end of 2019"
