"""Pairs of origin and country of asylum: added under the rules, compared like with like, gathered without loss."""

import datetime

import pandas as pd
import pytest
from conftest import figure, figures
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import corridors, totals
from etl.corridors import OTHERS, PAIR
from etl.filters import Filter
from etl.rules import Refused

REFUGEES = Filter(population=("refugee",), measure="stock")
DAY = pd.Timestamp("2018-12-31")
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(("SYR", "IRQ", "AFG")),
        st.sampled_from(("TUR", "LBN", "JOR", "DEU")),
        st.integers(1, 9000),
    ),
    min_size=1,
    unique_by=lambda one: one[:2],
)


def drawn(rows: pd.DataFrame, most: int = 2) -> pd.DataFrame:
    return corridors.largest(corridors.pairs(rows, REFUGEES).table, most)


@settings(max_examples=25)  # each asks for whole answers
@given(PEOPLE, st.integers(1, 12))
def test_the_picture_holds_as_many_people_as_the_answer_to_the_same_question(
    people: list[tuple[str, str, int]], most: int
) -> None:
    rows = figures(
        *(figure(origin=origin, country=country, value=value) for origin, country, value in people)
    )
    lines = drawn(rows, most)
    assert lines["value"].sum() == totals.total(rows, REFUGEES).value
    assert lines["pairs"].sum() == len(people)
    assert lines["among"].sum() == min(most, len(people))


def test_countries_of_no_large_pair_are_gathered_and_the_others_keep_all_their_people() -> None:
    made = {"TUR": 900, "LBN": 500, "JOR": 40, "IRQ": 30}
    rows = figures(
        *(figure(country=country, value=value) for country, value in made.items()),
        figure(origin="AFG", country="TUR", value=7),
    )
    lines = drawn(rows).set_index(PAIR)["value"].to_dict()
    assert lines == {("SYR", "TUR"): 900, ("SYR", "LBN"): 500, ("SYR", OTHERS): 70, (OTHERS, "TUR"): 7}


def test_the_count_on_a_day_is_of_the_last_round_before_it() -> None:
    rows = figures(figure(end_date="2018-12-31", value=50), figure(value=60))
    asked = Filter(population=("refugee",), on=datetime.date(2019, 6, 30))
    found = corridors.pairs(rows, asked)
    assert found.table[["value", "as_of"]].values.tolist() == [[50, DAY]]
    assert list(found.rows["figure_id"]) == [rows["figure_id"].iloc[0]]


def test_a_total_of_all_origins_and_second_voices_are_no_corridors() -> None:
    rows = figures(figure(value=60), figure(origin=None, value=80), figure(role="triangulation", value=70))
    assert corridors.pairs(rows, REFUGEES).table["value"].tolist() == [60]


def test_several_publishers_counts_of_the_same_people_are_refused() -> None:
    rows = figures(figure(), figure(publisher="OCHA"))
    with pytest.raises(Refused, match="OCHA and UNHCR each count refugees"):
        corridors.pairs(rows, REFUGEES)


def test_history_has_the_last_count_of_each_year_and_no_row_for_a_year_without_one() -> None:
    rows = figures(
        figure(end_date="2016-06-30", value=10),
        figure(end_date="2016-12-31", value=20),
        figure(end_date="2018-12-31", value=None, value_status="redacted"),
        figure(value=40),
    )
    found = corridors.history(rows, REFUGEES)
    assert found["year"].tolist() == [2016, 2018, 2019]
    assert found["value"].astype("object").where(found["value"].notna(), None).tolist() == [20, None, 40]


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({}, ""),
        ({"origin": "IRQ"}, "no count then"),
        ({"series": "Camps"}, "another series then"),
        ({"value": None, "value_status": "redacted"}, "the count then was withheld"),
        ({"end_date": "2016-12-31"}, "the count then was old"),
        ({"end_date": "2019-12-31"}, "no later count"),
    ],
)
def test_only_counts_of_one_series_and_of_their_time_are_compared(
    before: dict[str, object], why: str
) -> None:
    now = corridors.pairs(figures(figure(value=150)), REFUGEES).table
    then = corridors.pairs(figures(figure(**{"end_date": DAY.date(), "value": 100} | before)), REFUGEES).table
    line = corridors.compared(now, then, DAY, PAIR).iloc[0]
    assert line["why"] == why
    assert (line["change"], line["share"]) == (50, 0.5) if not why else pd.isna(line["change"])
