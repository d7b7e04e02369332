"""Publishers and reports on one picture: the finding, the bounds, and what never shares an axis."""

import pandas as pd
import pytest
from conftest import figures
from test_comparison import SYRIA, claim, idps

from charts import compare
from etl import comparison, movements, trends

NONE = trends.told(figures(claim("2020-01-01", 1)).head(0), SYRIA, None, {""})


def picture(*rows: dict[str, object], what: str = "IDPs in Syria"):  # type: ignore[no-untyped-def]
    every = figures(*rows)
    told = trends.told(every[every["quote"].notna()], SYRIA, None, {""})
    counts = comparison.lines(every, SYRIA).counts
    return compare.stocks(counts, told, comparison.ranges(told), what, comparison.spread(counts))


def test_the_title_says_how_far_the_counts_lie_apart() -> None:
    fig = picture(idps("IDMC", "2019-12-31", 6_495_000), idps("UNHCR", "2019-12-31", 6_146_000))
    assert fig.layout.meta["title"] == "Two counts of IDPs in Syria at the end of 2019 lie 349,000 apart"
    assert "never added" in fig.layout.meta["alt"]


def test_a_claim_has_its_bound_and_is_hollow_until_accepted() -> None:
    fig = picture(
        idps("IDMC", "2019-12-31", 600),
        claim("2020-01-05", 500, quantifier="more_than"),
        claim("2020-01-06", 550, value_high=700, quantifier="between", review="accepted"),
    )
    (points,) = [trace for trace in fig.data if trace.name == "reports"]
    hollow, solid = points.marker.color
    assert hollow.startswith("rgba(255,255,255")
    assert solid == points.marker.line.color
    (whisker,) = [trace for trace in fig.data if trace.name == "bound"]
    assert list(whisker.y) == [550, 700]
    (arrow,) = [note for note in fig.layout.annotations if note.showarrow]
    assert arrow.ay < 0, "more than: the arrow points up"
    (box,) = fig.layout.shapes
    assert (box.y0, box.y1) == (500, 700)


def test_stock_and_flow_are_never_drawn_together() -> None:
    flow = trends.told(
        figures(claim("2020-01-31", 7, measure="flow", start_date="2020-01-01")), SYRIA, None, {""}
    )
    counts = comparison.lines(figures(idps("IDMC", "2019-12-31", 5)), SYRIA).counts
    with pytest.raises(ValueError, match="stocks or flows"):
        compare.stocks(counts, flow, NONE.assign(low=0, high=0), "IDPs", None)


def test_movements_of_one_period_are_told_apart() -> None:
    year = {"measure": "flow", "start_date": "2019-01-01"}
    rows = figures(idps("IDMC", "2019-12-31", 900, **year), idps("UNHCR", "2019-12-31", 700, **year))
    periods = pd.concat([one.periods for one in movements.of(rows, SYRIA)])
    fig = compare.flows(periods, NONE, "IDPs in Syria")
    assert fig.layout.meta["title"] == "Two counts of IDPs in Syria, 2019, lie 200 apart"
    assert "can't be compared" in fig.layout.meta["alt"]
