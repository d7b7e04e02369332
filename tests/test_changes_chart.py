"""Rises to the right and falls to the left, with their numbers; an alert's day stands out."""

import pandas as pd
import pytest

from charts import changes
from charts.style import Text

TEXT = Text("Changes", "People", "UNHCR")


def moves(*said: tuple[str, int, int]) -> pd.DataFrame:
    made = pd.DataFrame(said, columns=["key", "then", "value"])
    made = made.assign(change=made["value"] - made["then"], population="refugee", quantifier="exact")
    made = made.assign(as_of=pd.Timestamp("2025-12-31"), then_as_of=pd.Timestamp("2024-12-31"))
    return made.assign(then_bound="exact", publisher="UNHCR").astype({"change": "Int64"})


MADE = moves(("SYR", 6_000_000, 4_900_000), ("SDN", 2_000_000, 2_700_000), ("MLI", 300_000, 312_000))


def test_rises_and_falls_lie_on_their_sides_of_zero_with_their_numbers() -> None:
    bar = changes.figure(MADE, "origin", TEXT).data[0]
    assert list(bar.x) == [-1_100_000, 12_000, 700_000]
    assert list(bar.text) == ["\u22121.1M", "+12k", "+700k"]
    assert list(bar.customdata) == ["SYR", "MLI", "SDN"]
    assert "from Syria" in bar.hovertext[0]
    assert "(-18%)" in bar.hovertext[0]


def test_the_numbers_of_the_longest_bars_have_room_on_a_phone() -> None:
    fig = changes.figure(MADE, "origin", TEXT)
    low, high = fig.layout.xaxis.range
    share = (-1_100_000 - low) / (high - low)
    assert share * changes.NARROWEST >= len("\u22121.1M") * changes.LETTER
    assert 358 - fig.layout.margin.l - fig.layout.margin.r >= changes.NARROWEST


def test_the_title_is_the_largest_change_with_both_dates() -> None:
    assert changes.finding(MADE, "origin") == (
        "Refugees from Syria: down 1.1 million since the end of 2024, to 4.9 million at the end of 2025, the largest change"
    )
    assert changes.finding(MADE.iloc[1:2], "country").startswith("Refugees in Sudan: up 700,000 since")


def test_the_largest_of_each_side_are_drawn() -> None:
    many = moves(*((f"X{number:02d}", 100, 100 + number) for number in range(-12, 13)))
    shown = changes.largest(many)["change"].tolist()
    assert shown == [12, 11, 10, 9, 8, 7, 6, 5, -5, -6, -7, -8, -9, -10, -11, -12]


def test_nothing_that_changed_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing rose or fell"):
        changes.figure(MADE.head(0), "origin", TEXT)


def test_the_day_of_an_alert_has_the_full_colour() -> None:
    days = pd.DatetimeIndex(["2022-01-31", "2022-02-28"])
    fig = changes.rolling(pd.Series([10, 90], index=days), days[1], "conflict", TEXT)
    first, second = fig.data[0].marker.color
    assert first != second == changes.CAUSE["conflict"]
