"""Numbers, dates and data text as people read them."""

import datetime

import pytest

from charts import numbers


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (924, "924"),
        (586000, "586,000"),
        (999949, "999,949"),
        (999950, "1 million"),
        (3576370, "3.6 million"),
        (117300000, "117.3 million"),
    ],
)
def test_short_numbers(value: int, said: str) -> None:
    assert numbers.short(value) == said


def test_bounds_are_said() -> None:
    assert numbers.bound(520_000, "more_than") == "more than 520,000"
    assert numbers.bound(30_000, "between", 40_000) == "between 30,000 and 40,000"
    assert numbers.bound(None) == "not published"


def test_dates() -> None:
    assert numbers.as_of(datetime.date(2019, 12, 31)) == "at the end of 2019"
    assert numbers.as_of(datetime.date(2020, 2, 7)) == "on 7 February 2020"
    assert (
        numbers.span(datetime.date(2019, 12, 1), datetime.date(2020, 2, 7))
        == "1 December 2019 to 7 February 2020"
    )
    assert numbers.span(datetime.date(2019, 1, 1), datetime.date(2019, 12, 31)) == "2019"


def test_change_in_percent_and_in_words() -> None:
    assert numbers.percent(106, 100) == "+6.0%"
    assert numbers.percent(80, 100) == "-20%"
    assert numbers.percent(5, 0) == ""
    assert numbers.moved(80, 100) == "down 20% since"
    assert numbers.moved(3_000_000, 200_000) == "up from 200,000 at"


def test_text_of_data_is_never_markup() -> None:
    assert (
        numbers.plain("<b>Idlib</b> & <a href='javascript:x'>")
        == "&lt;b&gt;Idlib&lt;/b&gt; &amp; &lt;a href='javascript:x'&gt;"
    )
    assert numbers.wrapped("one <br> two", 5) == "one<br>&lt;br&gt;<br>two"
