"""Pyramids and rates as pictures: the finding, both sides, and what they do not show."""

import pytest
from conftest import figures
from test_pyramids import ASKED, DAY, demographics
from test_recognition import ANY, decision, procedures

from charts import pyramid, recognition
from etl import pyramids
from etl import recognition as rules


def test_women_stand_left_men_right_and_the_title_tells_the_shares() -> None:
    found = pyramids.of(figures(*demographics()), ASKED, "UNHCR", DAY)
    assert found is not None
    fig = pyramid.figure(found, "refugees from Syria in Türkiye")
    women, men = fig.data
    assert max(women.x) < 0 < min(men.x)
    assert fig.layout.meta["title"] == (
        "Of refugees from Syria in Türkiye at the end of 2019, 38% are children under 18 and 48% are women or girls"
    )
    assert "unequal width" in fig.layout.meta["alt"]
    share = pyramid.figure(found, "refugees", share=True)
    assert sum(abs(x) for side in share.data for x in side.x) == pytest.approx(100)


def test_what_is_open_is_told_and_a_missing_band_has_no_bar() -> None:
    rows = [row for row in demographics() if (row["sex"], row["age"]) != ("male", "0-4")]
    found = pyramids.of(figures(*rows), ASKED, "UNHCR", DAY)
    assert found is not None
    fig = pyramid.figure(found, "refugees")
    assert fig.data[1].x[0] is None
    assert "9 people whose age is not published" in fig.layout.meta["alt"]
    assert "of known age and sex" in fig.layout.meta["title"]


def test_a_rate_says_its_size_instance_and_definition() -> None:
    rates = rules.decisions(procedures(*decision(recognised=30, complementary=20, rejected=50)), ANY).rates
    fig = recognition.figure(rates, "on people from Syria")
    assert fig.layout.meta["title"] == (
        "30% of 100 decisions on people from Syria gave refugee status, and 50% some protection, 2023 (first instance)"
    )
    assert "closed otherwise is left out" in fig.layout.meta["alt"]
    assert "of 100 substantive decisions (persons)" in fig.data[0].text[0]


def test_two_instances_never_share_a_picture() -> None:
    rows = [*decision(recognised=3), *(row | {"decision_level": "AR"} for row in decision(rejected=3))]
    with pytest.raises(ValueError, match="one instance"):
        recognition.figure(rules.decisions(procedures(*rows), ANY).rates, "on people")
