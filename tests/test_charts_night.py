"""Charts in the dark theme: readable, in the order of the light ones, and nothing that data say is changed."""

import plotly.graph_objects as go
import pytest

from charts import night, style


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    shades = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [shade / 12.92 if shade <= 0.03928 else ((shade + 0.055) / 1.055) ** 2.4 for shade in shades]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAPER = night.colour(style.PAPER)


@pytest.mark.parametrize("colour", sorted({*style.POPULATION.values(), *style.SERIES}))
def test_marks_stand_out_from_the_dark_paper(colour: str) -> None:
    assert contrast(night.colour(colour), PAPER) >= 3


@pytest.mark.parametrize("colour", [style.INK, style.SOFT, *map(style.darker, style.SERIES)])
def test_words_can_be_read_on_the_dark_paper(colour: str) -> None:
    assert contrast(night.colour(colour), PAPER) >= 4.5


def test_more_people_stand_further_from_the_ground_in_the_dark_too() -> None:
    steps = [contrast(night.colour(blue), PAPER) for blue in style.BLUES]
    assert steps == sorted(steps)


def test_what_data_say_stays_and_the_picture_by_day_too() -> None:
    fig = go.Figure(go.Scatter(x=[1], y=[2], text=["camp #22303C"], marker={"color": style.INK}))
    dark = night.of(fig)
    assert dark.data[0].text[0] == "camp #22303C"
    assert dark.data[0].marker.color == night.colour(style.INK)
    assert fig.data[0].marker.color == style.INK


def test_colours_of_markup_and_of_half_clear_paper_are_turned() -> None:
    fig = go.Figure().add_annotation(text='<span style="color:#22303C">■</span> no figure')
    assert night.colour(style.INK) in night.of(fig).layout.annotations[0].text
    assert night.colour("rgba(255,255,255,0.85)").endswith(",0.85)")
    assert night.colour("rgba(255,255,255,0.85)") != "rgba(255,255,255,0.85)"
