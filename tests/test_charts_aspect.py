"""A map is as high as its width lets it be, and no higher than asked; other pictures keep their height."""

from typing import Any

import plotly.graph_objects as go
import pytest

from charts import aspect, style
from charts.drawing import Drawing

TEXT = style.Text(title="A map", subtitle="People", source="UNHCR")
WORLD = (-168, 180, -56, 80)


def map_of(
    west: float, east: float, south: float, north: float, projection: str = "natural earth", **more: Any
) -> Drawing:
    drawing = Drawing()
    drawing.add("scattergeo", lat=[1], lon=[1])
    window = {"lonaxis": {"range": [west, east]}, "lataxis": {"range": [south, north]}}
    drawing.lay(geo={"projection": {"type": projection}, **window}, **more)
    return drawing


def height(fig: go.Figure) -> float:
    return float(fig.layout.height - fig.layout.margin.t - fig.layout.margin.b)


def test_the_world_is_a_low_strip_on_a_phone_and_as_high_as_asked_on_a_wide_screen() -> None:
    fig = style.dress(map_of(*WORLD), TEXT, 380)
    assert 150 <= height(fig) <= 170
    assert height(style.fitted(fig, 1160)) == 380


@pytest.mark.parametrize(("wide", "shape"), [(10, 1.0), (20, 2.0)])
def test_a_country_on_the_equator_has_the_shape_of_its_degrees(wide: int, shape: float) -> None:
    fig = map_of(0, wide, -5, 5, "mercator")
    assert aspect.plot_height(fig, 900, 400) == pytest.approx(400 / shape, rel=0.01)


def test_far_from_the_equator_a_window_is_narrower_than_its_degrees() -> None:
    north = map_of(0, 20, 55, 75)
    south = map_of(0, 20, -10, 10)
    assert aspect.plot_height(north, 900, 400) > aspect.plot_height(south, 900, 400)


def test_what_is_no_map_keeps_its_height() -> None:
    assert aspect.plot_height(Drawing(), 300, 358) == 300


def test_buttons_under_a_map_stay_where_they_are_when_it_grows() -> None:
    on_a_phone = aspect.plot_height(map_of(*WORLD), 380, style.PHONE)
    menu = {"y": -40 / on_a_phone}
    wide = style.fitted(style.dress(map_of(*WORLD, updatemenus=[menu]), TEXT, 380, below=80), 1160)
    assert wide.layout.updatemenus[0].y * height(wide) == pytest.approx(-40)
