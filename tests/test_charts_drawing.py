"""Pictures are gathered in Plotly's words, which the tests look at (`conftest.pytest_configure`) and pages do not."""

import plotly.graph_objects as go
import pytest

from charts.drawing import Drawing


def drawing() -> Drawing:
    made = Drawing()
    made.add("scatter", x=[1, 2], y=[3, None], mode="lines", line={"color": "#22303C"})
    made.lay(xaxis={"title": {"text": "Year"}})
    made.annotate({"text": "first"}, {"text": "second"})
    made.outline({"type": "line", "x0": 1, "x1": 1})
    return made


def test_a_figure_has_what_was_gathered() -> None:
    fig = drawing().figure()
    assert (fig.data[0].type, list(fig.data[0].y), fig.data[0].line.color) == (
        "scatter",
        [3, None],
        "#22303C",
    )
    assert fig.layout.xaxis.title.text == "Year"
    assert [note.text for note in fig.layout.annotations] == ["first", "second"]
    assert len(fig.layout.shapes) == 1


def test_a_figure_can_be_drawn_on_and_stays_as_it_is() -> None:
    fig = drawing().figure()
    more = Drawing.of(fig)
    more.annotate({"text": "third"})
    more.layout["xaxis"]["title"]["text"] = "Month"
    assert len(more.figure().layout.annotations) == 3
    assert (len(fig.layout.annotations), fig.layout.xaxis.title.text) == (2, "Year")


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"mode": "zigzag"}, {"line": {"color": "reddish"}}])
def test_a_word_that_plotly_does_not_know_fails_in_the_tests(wrong: dict[str, object]) -> None:
    made = drawing()
    made.add("scatter", x=[1], y=[1], **wrong)
    with pytest.raises(ValueError, match=str(next(iter(wrong)))):
        made.figure()


def test_a_word_that_plotly_writes_otherwise_fails_in_the_tests() -> None:
    made = drawing()
    made.lay(title="As a text")
    with pytest.raises(AssertionError):
        made.figure()
    assert go.Figure(layout={"title": "As a text"}).layout.title.text == "As a text"
