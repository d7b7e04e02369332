"""One filter: the words of an address and of the command line mean the same."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import filters, places
from etl.columns import POPULATIONS
from etl.errors import UsageError
from etl.filters import Filter
from etl.store import Reader

DAYS = st.dates(datetime.date(1951, 1, 1), datetime.date(2030, 12, 31))


CODES = st.lists(st.sampled_from(["SYR", "TUR", "UKR"]), unique=True).map(tuple)
NAMES = st.lists(st.text(min_size=1, max_size=9).map(str.strip).filter(bool), unique=True, max_size=2)
FILTERS = st.builds(
    Filter,
    country=CODES,
    origin=CODES,
    admin1=st.lists(st.sampled_from(["SY-ID", "TR-31"]), unique=True).map(tuple),
    population=st.lists(st.sampled_from(POPULATIONS), unique=True).map(tuple),
    measure=st.none() | st.sampled_from(["stock", "flow"]),
    publisher=NAMES.map(tuple),
    series=NAMES.map(tuple),
    level=st.none() | st.integers(0, 3),
    start=st.none() | st.dates(datetime.date(1951, 1, 1), datetime.date(1990, 12, 31)),
    end=st.none() | st.dates(datetime.date(1991, 1, 1), datetime.date(2030, 12, 31)),
    on=st.none() | DAYS,
    text=st.text(max_size=40).map(lambda text: " ".join(text.split())),
    pending=st.booleans(),
)


@given(FILTERS)
def test_any_filter_survives_its_address(chosen: Filter) -> None:
    assert filters.of(chosen.query()) == chosen
    assert filters.of_address(chosen.address()) == chosen
    assert filters.of_address(f"http://127.0.0.1:8501/figures?{chosen.address()}&page=2#top") == chosen


@settings(max_examples=25)
@given(FILTERS)
def test_any_filter_can_be_asked_of_the_tables(shipped: Reader, chosen: Filter) -> None:
    assert shipped.count(chosen) >= 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IDLIB", "more than 520,000"),
        ("türkiye hosts", "3.6 million"),
        ("turkiye HOSTS million", "3.6 million"),
    ],
)
def test_words_are_found_without_regard_to_case_and_accents(shipped: Reader, text: str, found: str) -> None:
    quotes = shipped.figures(Filter(text=text))["quote"].dropna()
    assert quotes.str.contains(found).any()


def test_a_country_is_found_by_its_name_and_every_word_counts(shipped: Reader) -> None:
    rows = shipped.figures(Filter(text="south sudan unhcr"))
    assert len(rows)
    assert (rows["country"].eq("SSD") | rows["origin"].eq("SSD") | rows["place"].eq("South Sudan")).all()
    assert not shipped.count(Filter(text="south sudan nosuchword"))


@pytest.mark.parametrize(
    "word", ["idlib", "UNHCR", "situations.csv", "népal", "anadolu", "million", "c", "nosuchword"]
)
def test_a_search_finds_what_a_look_at_each_row_finds(shipped: Reader, word: str) -> None:
    rows = shipped.figures()
    said = rows[list(filters.SEARCHED)].fillna("").agg("\x1f".join, axis=1).map(places.fold)
    codes = filters._named(word)
    found = said.str.contains(places.fold(word), regex=False)
    found |= rows["country"].isin(codes) | rows["origin"].isin(codes)
    assert set(shipped.figures(Filter(text=word))["figure_id"]) == set(rows.loc[found, "figure_id"])


def test_an_identity_finds_its_figure(shipped: Reader) -> None:
    one = shipped.figures(Filter(country=("LBN",)))["figure_id"].iloc[3]
    assert shipped.figures(Filter(text=one))["figure_id"].tolist() == [one]


def test_a_search_is_words_never_sql(shipped: Reader) -> None:
    assert shipped.count(Filter(text="') OR 1=1 --")) == 0


def test_without_pending_there_are_accepted_figures_only(shipped: Reader) -> None:
    assert set(shipped.figures(Filter(country=("SYR",), pending=False))["review"]) == {"accepted"}


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("?country=SYR&x=1", "unknown parameter x: use country, admin1, origin"),
        ("pending=maybe", "unknown pending maybe"),
        ("http://127.0.0.1/figures?level=9", "unknown level 9"),
        (f"text={'a' * 201}", "too many words"),
    ],
)
def test_an_address_that_means_nothing_is_refused_with_the_cure(address: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        filters.of_address(address)


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
