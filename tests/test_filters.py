"""One filter: the words of an address and of the command line mean the same."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import filters
from etl.columns import POPULATIONS
from etl.errors import UsageError
from etl.filters import Filter

DAYS = st.dates(datetime.date(1951, 1, 1), datetime.date(2030, 12, 31))


@given(
    st.lists(st.sampled_from(["SYR", "TUR", "UKR"]), unique=True),
    st.lists(st.sampled_from(POPULATIONS), unique=True),
    st.none() | DAYS,
)
def test_a_filter_survives_its_address(
    countries: list[str], populations: list[str], on: datetime.date | None
) -> None:
    chosen = Filter(country=tuple(countries), population=tuple(populations), on=on)
    assert filters.of(chosen.query()) == chosen


def test_names_become_codes_and_blanks_nothing() -> None:
    assert filters.of({"country": ["Türkiye", " "], "origin": "Syria"}) == Filter(
        country=("TUR",), origin=("SYR",)
    )


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"population": "refugees"}, "unknown population refugees: use one of"),
        ({"measure": "both"}, "unknown measure both"),
        ({"country": "Atlantis"}, "unknown country Atlantis"),
        ({"on": "2019-02-31"}, "2019-02-31 is not a day"),
        ({"from": "2020-01-01", "to": "2019-01-01"}, "ends .* before it starts"),
    ],
)
def test_wrong_words_are_named_with_the_cure(said: dict[str, str], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        filters.of(said)
