from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reports.guards import refused
from etl.reports.numbers import MOST, numbers, plain


def read(text):
    text = plain(text)
    return [(number.value, number.high, number.quantifier) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("520,000", 520_000),
        ("7 314", 7_314),
        ("61, 000", 61_000),
        ("3\u202f600\u202f000", 3_600_000),
        ("520.000.000", 520_000_000),
        ("3,57,243", 357_243),
        ("3.6 million", 3_600_000),
        ("3,6 million", 3_600_000),
        ("1.1m", 1_100_000),
        ("40k", 40_000),
        ("2.14 lakh", 214_000),
        ("half a million", 500_000),
        ("a quarter of a million", 250_000),
        ("two and a half million", 2_500_000),
        ("a million and a half", 1_500_000),
        ("Nine hundred and twenty-one", 921),
        ("a hundred thousand", 100_000),
        ("٣٫٦ million", 3_600_000),
        ("٥٢٠٬٠٠٠", 520_000),
        ("12,345²", 12_345),
    ],
)
def test_a_number_is_read_however_it_is_written(text, value):
    assert [number for number, _, _ in read(text)] == [value]


@pytest.mark.parametrize(
    "text", ["dozens", "thousands", "hundreds of thousands", "a few thousand", "several million", "no one"]
)
def test_vague_amounts_are_no_numbers(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 18,000 and 25,000 people", 18_000, 25_000),
        ("25,000 to 30,000 people", 25_000, 30_000),
        ("30,000–40,000 people", 30_000, 40_000),
        ("between two and three million people", 2_000_000, 3_000_000),
        ("2-3 million people", 2_000_000, 3_000_000),
        ("20-30,000 people", 20_000, 30_000),
        ("between 10,000 and an estimated 12,000 people", 10_000, 12_000),
    ],
)
def test_a_range_is_one_number_with_two_ends(text, low, high):
    assert read(text) == [(low, high, "between")]


def test_a_rise_from_one_number_to_another_is_two_numbers():
    assert [value for value, _, _ in read("rose from 36,000 to about 150,000")] == [36_000, 150_000]


@pytest.mark.parametrize(
    ("text", "quantifier"),
    [
        ("520,000", "exact"),
        ("more than 520,000", "more_than"),
        ("over 520,000", "more_than"),
        ("520,000-plus", "more_than"),
        ("at least some 520,000", "at_least"),
        ("no fewer than 520,000", "at_least"),
        ("as many as 520,000", "at_most"),
        ("up to 520,000", "at_most"),
        ("fewer than 520,000", "less_than"),
        ("nearly 520,000", "approximately"),
        ("an estimated 520,000", "approximately"),
        ("it is estimated that 520,000", "approximately"),
        ("some 520,000", "approximately"),
        ("a further 520,000", "exact"),
    ],
)
def test_the_bound_is_the_one_worded(text, quantifier):
    assert [bound for _, _, bound in read(text)] == [quantifier]


@given(st.integers(min_value=1, max_value=MOST))
def test_grouped_digits_come_back_as_they_went(value):
    assert [number for number, _, _ in read(f"about {value:,} people")] == [value]


@given(st.integers(min_value=1, max_value=8_199), st.sampled_from([("million", 10**6), ("thousand", 10**3)]))
def test_scaled_numbers_come_back_as_they_went(tenths, scale):
    word, factor = scale
    assert [number for number, _, _ in read(f"{tenths / 10:.1f} {word} people")] == [tenths * factor // 10]


@given(st.text(alphabet="0123456789,. -milon", max_size=200))
def test_no_number_exceeds_the_people_alive_or_overlaps_another(text):
    found = numbers(plain(text))
    assert all(0 < number.value <= MOST for number in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    "junk",
    ["1," * 500_000, "1" * 1_000_000, "1 000 " * 150_000, "one hundred " * 80_000, "between 1 and " * 70_000],
)
def test_a_megabyte_of_digits_comes_to_an_end(junk):
    assert isinstance(numbers(junk), list)


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("on 7 February", "date"),
        ("between 19 and 23 March", "date"),
        ("at 10.30 in the morning", "fraction"),
        ("by 10pm", "date"),
        ("in 2019", "year"),
        ("a 2018 deal", "year"),
        ("$1.5bn", "money"),
        ("6 billion euros", "money"),
        ("80 per cent", "share"),
        ("one in 5 people", None),
        ("15 in every 100", "share"),
        ("35 kilometres", "measure"),
        ("a magnitude 7 earthquake", "measure"),
        ("a 66-year-old man", "age"),
        ("aged 14", "age"),
        ("the 17th typhoon", "ordinal"),
        ("resolution 2254", "document"),
        ("Round 8", "document"),
        ("the F-16 jets", "code"),
        ("call +90 312 555", "contact"),
    ],
)
def test_numbers_that_count_no_people_are_refused(text, guard):
    text = plain(text)
    assert guard in [refused(text, number) for number in numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "2,000 people",
        "2000 people fled",
        "under 20,000 people",
        "the report 520,000 people",
        "In March 5,000 people",
    ],
)
def test_counts_that_look_like_years_ages_or_document_numbers_stay(text):
    text = plain(text)
    assert [refused(text, number) for number in numbers(text)] == [None]
