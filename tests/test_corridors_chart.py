"""The picture of corridors: every country has its people, labels fit a phone, names are harmless."""

import itertools

import pandas as pd
import pytest

from charts import corridors, style
from charts.style import Text

TEXT = Text("Corridors", "Refugees", "UNHCR")


def lines(*said: tuple[str, str, int, int, bool]) -> pd.DataFrame:
    return pd.DataFrame(said, columns=["origin", "country", "value", "pairs", "among"])


MADE = lines(
    ("SYR", "TUR", 9_000_000, 1, True),
    ("SYR", "", 2_000_000, 14, False),
    ("CAF", "TUR", 400, 1, False),
    ("", "", 1_000_000, 90, False),
)


def labels(side: int) -> list[str]:
    fig = corridors.figure(MADE, "refugees", TEXT)
    texts = [trace.text for trace in fig.data if getattr(trace, "mode", "") == "text"]
    return [text.replace("\u00a0", "") for text in texts[side]]


def test_each_country_is_named_with_its_people_and_the_others_come_last() -> None:
    assert labels(0) == [
        "Syria <b>11M</b>",
        "Central African<br>Rep. <b>400</b>",
        "Other origins<br><b>1M</b>",
    ]
    assert labels(1) == ["Türkiye <b>9M</b>", "Other countries<br><b>3M</b>"]


def test_labels_of_a_side_do_not_touch() -> None:
    many = lines(*(("SYR", code, 10, 1, True) for code in ("TUR", "LBN", "JOR", "IRQ", "EGY", "DEU")))
    crowd = pd.concat([many, lines(("SYR", "SWE", 9_000_000, 1, True))], ignore_index=True)
    fig = corridors.figure(crowd, "refugees", TEXT)
    middles = list(next(trace for trace in fig.data if trace.x and set(trace.x) == {1}).y)
    assert all(later - sooner >= corridors.LINE for sooner, later in itertools.pairwise(middles))


def test_a_ribbon_too_thin_to_see_is_left_out_and_the_gathered_tell_how_many_pairs_they_hold() -> None:
    fig = corridors.figure(MADE, "refugees", TEXT)
    ribbons = [trace.text for trace in fig.data if getattr(trace, "fill", None) == "toself"]
    assert len(ribbons) == 3
    assert "<b>2,000,000</b> refugees<br>from Syria in other countries<br>14 pairs of countries" in ribbons


def test_a_click_on_a_bar_tells_its_side_and_country() -> None:
    bars = [trace for trace in corridors.figure(MADE, "refugees", TEXT).data if trace.type == "bar"]
    assert [list(bar.customdata[0]) for bar in bars] == [["origin", "SYR"], ["country", "TUR"]]


def test_the_labels_leave_room_for_ribbons_on_a_phone() -> None:
    margin = corridors.figure(MADE, "refugees", TEXT).layout.margin
    assert style.PHONE - margin.l - margin.r > 120


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="no pair"):
        corridors.figure(MADE.head(0), "refugees", TEXT)
