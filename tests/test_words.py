"""Codes as words."""

import pytest

from etl import words
from etl.columns import POPULATIONS, QUANTIFIERS


def test_every_code_has_a_word() -> None:
    assert set(POPULATIONS) <= set(words.POPULATION)
    assert set(QUANTIFIERS) == set(words.BOUND)


@pytest.mark.parametrize(
    ("value", "quantifier", "high", "said"),
    [
        (3576370, "exact", None, "3,576,370"),
        (520000, "more_than", None, "more than 520,000"),
        (30000, "between", 40000, "between 30,000 and 40,000"),
        (30000, "between", None, "about 30,000"),
        (0, "exact", None, "0"),
        (None, "exact", None, "not published"),
    ],
)
def test_an_amount_says_its_bound(value: int | None, quantifier: str, high: int | None, said: str) -> None:
    assert words.amount(value, quantifier, high) == said


def test_an_unknown_code_stays_itself() -> None:
    assert words.country("TUR") == "Türkiye"
    assert words.country("QQQ") == "QQQ"
