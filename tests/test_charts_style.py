"""Words in a picture: wrapped for the screen, kept whole, whatever the width."""

import plotly.graph_objects as go
import pytest

from charts import style
from charts.drawing import Drawing

TEXT = style.Text(
    title="Türkiye hosts 2.3 million refugees from Syria at the end of 2025, down 35% since 2021",
    subtitle="Refugees from Syria: people at each date of counting, by country where they are",
    source="UNHCR",
    as_of="latest count 31 December 2025",
    notes=("the 7 largest of 12 series are drawn", "5 countries have a figure in these tables"),
)


def words(fig: go.Figure) -> dict[str, str]:
    return {note.name: note.text for note in fig.layout.annotations}


@pytest.mark.parametrize("width", [200, style.PHONE, 700, 1160])
def test_all_words_stand_in_the_picture_at_every_width(width: int) -> None:
    fig = style.fitted(style.dress(Drawing(), TEXT, 300), width)
    said = " ".join(words(fig).values()).replace("<br>", " ").replace("\u00a0", " ")
    for part in (
        TEXT.title,
        TEXT.subtitle,
        "Source: UNHCR.",
        "Latest count 31 December 2025.",
        *(n[1:] for n in TEXT.notes),
    ):
        assert part in said


def test_a_wider_picture_has_fewer_lines_and_the_same_plot() -> None:
    narrow = style.dress(Drawing(), TEXT, 300)
    heights = [narrow.layout.height]
    plots = [narrow.layout.height - narrow.layout.margin.t - narrow.layout.margin.b]
    wide = style.fitted(narrow, 1160)
    assert words(wide)["title"].count("<br>") == 0
    assert wide.layout.height < heights[0]
    assert wide.layout.height - wide.layout.margin.t - wide.layout.margin.b == plots[0] == 300


def test_fitting_keeps_what_else_is_written_and_can_be_done_again() -> None:
    labelled = Drawing()
    labelled.annotate({"text": "a label"})
    fig = style.dress(labelled, TEXT, 300)
    again = style.fitted(style.fitted(fig, 1160), style.PHONE)
    assert [note.text for note in again.layout.annotations].count("a label") == 1
    assert sorted(name for name in words(again) if name) == ["caption", "subtitle", "title"]
    assert again.layout.meta["alt"] == TEXT.alt
