"""A map is as high as its width lets it be, and no higher than asked; other pictures keep their height."""

import plotly.graph_objects as go
import pytest

from charts import aspect, style

TEXT = style.Text(title="A map", subtitle="People", source="UNHCR")
WORLD = {"projection_type": "natural earth", "lonaxis_range": [-168, 180], "lataxis_range": [-56, 80]}


def map_of(**geos: object) -> go.Figure:
    return go.Figure(go.Scattergeo(lat=[1], lon=[1])).update_geos(**geos)


def test_the_world_is_a_low_strip_on_a_phone_and_as_high_as_asked_on_a_wide_screen() -> None:
    fig = style.dress(map_of(**WORLD), TEXT, 380)
    assert 150 <= style.drawn_height(fig) <= 170
    assert style.drawn_height(style.fitted(fig, 1160)) == 380


@pytest.mark.parametrize(("wide", "shape"), [(10, 1.0), (20, 2.0)])
def test_a_country_on_the_equator_has_the_shape_of_its_degrees(wide: int, shape: float) -> None:
    fig = map_of(projection_type="mercator", lonaxis_range=[0, wide], lataxis_range=[-5, 5])
    assert aspect.plot_height(fig, 900, 400) == pytest.approx(400 / shape, rel=0.01)


def test_far_from_the_equator_a_window_is_narrower_than_its_degrees() -> None:
    north = map_of(**WORLD | {"lonaxis_range": [0, 20], "lataxis_range": [55, 75]})
    south = map_of(**WORLD | {"lonaxis_range": [0, 20], "lataxis_range": [-10, 10]})
    assert aspect.plot_height(north, 900, 400) > aspect.plot_height(south, 900, 400)


def test_what_is_no_map_keeps_its_height() -> None:
    assert aspect.plot_height(go.Figure(), 300, 358) == 300


def test_buttons_under_a_map_stay_where_they_are_when_it_grows() -> None:
    fig = style.dress(map_of(**WORLD), TEXT, 380, below=80)
    fig.update_layout(updatemenus=[{"y": -40 / style.drawn_height(fig), "buttons": []}])
    wide = style.fitted(fig, 1160)
    assert wide.layout.updatemenus[0].y * style.drawn_height(wide) == pytest.approx(-40)
