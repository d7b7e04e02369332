"""The film and the lines on the map."""

import geopandas
import pandas as pd
import pytest
from shapely.geometry import LineString, box

from charts import arcs, film, shapes, world
from charts.look import Look


def ground() -> shapes.Ground:
    codes = ["SYR", "TUR", "LBN", "DEU"]
    land = geopandas.GeoDataFrame(
        {"iso3": codes}, geometry=[box(10 * place, 30, 10 * place + 5, 34) for place in range(4)], crs=4326
    )
    line = geopandas.GeoDataFrame(geometry=[LineString([(0, 0), (1, 1)])], crs=4326)
    return shapes.Ground(shapes.drawable(land, "iso3"), line, "For orientation only.")


def counts(*rows: tuple[str, int, int | None]) -> pd.DataFrame:
    made = [
        {"key": key, "year": year, "value": value, "as_of": pd.Timestamp(year, 12, 31)}
        for key, year, value in rows
    ]
    return pd.DataFrame(made).assign(quantifier="exact", value_high=None, publisher="UNHCR")


TWO_YEARS = counts(
    ("TUR", 2014, 50_000), ("TUR", 2015, 3_000_000), ("LBN", 2015, 900_000), ("DEU", 2014, None)
)


def test_a_country_without_a_count_in_a_year_is_grey_in_it() -> None:
    fig = film.figure(TWO_YEARS, "refugees from Syria", "country", ground(), Look())
    painted = {
        frame.name: dict(zip(["SYR", "TUR", "LBN", "DEU"], frame.data[0].z, strict=True))
        for frame in fig.frames
    }
    assert painted["2014"] == {"SYR": -1, "TUR": 1, "LBN": -1, "DEU": -1}
    assert painted["2015"] == {"SYR": -1, "TUR": 5, "LBN": 4 - 1, "DEU": -1}


def test_each_frame_says_its_year_and_the_title_the_largest_of_all() -> None:
    fig = film.figure(TWO_YEARS, "refugees from Syria", "country", ground(), Look(circles=True))
    assert [frame.data[1].text[0] for frame in fig.frames] == ["<b>2014</b>", "<b>2015</b>"]
    assert fig.layout.meta["title"].startswith(
        "3 million refugees from Syria were in Türkiye at the end of 2015"
    )
    assert fig.frames[0].data[0].marker.size[2] == 0


def test_years_without_any_value_are_no_film() -> None:
    with pytest.raises(ValueError, match="no year"):
        film.figure(TWO_YEARS.assign(value=None), "refugees", "country", ground(), Look())


def test_lines_go_from_the_origin_to_each_country_the_wider_the_more() -> None:
    table = TWO_YEARS[TWO_YEARS["year"] == 2015]
    fig = world.figure(
        table,
        "refugees from Syria",
        "country",
        ground(),
        pd.DataFrame({name: [] for name in ("publisher", "value", "lat", "lon", "review")}),
        Look(lines_from="SYR"),
    )
    lines = {trace.name: trace for trace in fig.data if str(trace.name).startswith("From SYR")}
    assert set(lines) == {"From SYR to TUR", "From SYR to LBN"}
    assert lines["From SYR to TUR"].line.width > 3 * lines["From SYR to LBN"].line.width
    assert "Türkiye 3 million" in fig.data[-1].text


def test_a_line_starts_and_ends_where_it_should_and_crosses_the_date_line_the_short_way() -> None:
    lats, lons = arcs.bent((10.0, 170.0), (10.0, -170.0))
    assert (lats[0], lons[0]) == (10.0, 170.0)
    assert (lats[-1], lons[-1]) == (10.0, -170.0)
    assert all(abs(lon) >= 169 for lon in lons)
