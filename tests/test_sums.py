"""The sums of many groups are those that `etl.totals` makes of each."""

import pandas as pd
import pytest
from conftest import figure, figures
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import sums, totals
from etl.columns import QUANTIFIERS
from etl.filters import Filter

SAID = st.tuples(
    st.sampled_from(("TUR", "LBN")), st.none() | st.integers(0, 5000), st.sampled_from(QUANTIFIERS)
)


def row(number: int, country: str, value: int | None, quantifier: str) -> dict[str, object]:
    ranged = quantifier == "between" and value is not None
    return figure(
        country=country,
        origin=("SYR", "IRQ", "AFG", "SDN", "SOM")[number],
        value=value,
        quantifier=quantifier,
        value_high=value + 7 if ranged and value is not None else None,
        value_status="reported" if value is not None else "redacted",
        record=number + 1,
    )


@settings(max_examples=25)  # each asks for whole answers
@given(st.lists(SAID, min_size=1, max_size=5))
def test_each_groups_sum_is_the_answer_to_its_question(said: list[tuple[str, int | None, str]]) -> None:
    rows = figures(*(row(number, *one) for number, one in enumerate(said)))
    for line in sums.by_group(rows, ["country"]).to_dict("records"):
        answer = totals.total(rows, Filter(country=(line["country"],), measure="stock"))
        assert (None if pd.isna(line["value"]) else line["value"]) == answer.value
        assert line["quantifier"] == answer.quantifier
        assert (None if pd.isna(line["value_high"]) else line["value_high"]) == answer.value_high


def test_a_group_of_withheld_counts_has_no_value() -> None:
    rows = figures(figure(value=None, value_status="redacted"))
    assert pd.isna(sums.by_group(rows, ["country"])["value"].item())


@pytest.mark.parametrize("series", [None, "Camps"])
def test_a_series_that_is_not_the_main_one_is_named(series: str | None) -> None:
    found = sums.by_group(figures(figure(series=series)), ["country"])["publisher"].item()
    assert found == ("UNHCR: Camps" if series else "UNHCR")
