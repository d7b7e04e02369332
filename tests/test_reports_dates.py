import datetime

import pytest

from etl.reports.periods import period, phrases

PUBLISHED = datetime.date(2020, 2, 7)


def read(text, measure, published=PUBLISHED):
    stand = text.index("#")
    said = text.replace("#", "N")
    return period(said, measure, phrases(said, published), stand, stand + 1, [], published)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("# since the beginning of December", "2019-12-01", "2020-02-07"),
        ("# since early January", "2020-01-01", "2020-02-07"),
        ("# since mid-December", "2019-12-11", "2020-02-07"),
        ("# since last November", "2019-11-01", "2020-02-07"),
        ("# since the start of this year", "2020-01-01", "2020-02-07"),
        ("# since 2009", "2009-01-01", "2020-02-07"),
        ("# since Dec. 1", "2019-12-01", "2020-02-07"),
        ("# since the eruption of the war in 2011", "2011-01-01", "2020-02-07"),
        ("# between 19 February and 23 March", "2019-02-19", "2019-03-23"),
        ("# between late November 2016 and mid-March", "2016-11-21", "2017-03-20"),
        ("# from 1 December 2019 to 1 January 2020", "2019-12-01", "2020-01-01"),
        ("# between August and December 2012", "2012-08-01", "2012-12-31"),
        ("# between 24 December and 5 January 2020", "2019-12-24", "2020-01-05"),
        ("# from January 26 to February 2", "2020-01-26", "2020-02-02"),
        ("# from 3 to 5 February", "2020-02-03", "2020-02-05"),
        ("# in mid to late November", "2019-11-11", "2019-11-30"),
        ("# in the second week of January", "2020-01-08", "2020-01-14"),
        ("# in the first half of 2016", "2016-01-01", "2016-06-30"),
        ("# during 2012", "2012-01-01", "2012-12-31"),
        ("# in October, 1997", "1997-10-01", "1997-10-31"),
        ("# in early January", "2020-01-01", "2020-01-10"),
        ("# in March", "2019-03-01", "2019-03-31"),
        ("# this year", "2020-01-01", "2020-02-07"),
        ("# last week", "2020-01-27", "2020-02-02"),
        ("# in the past two days", "2020-02-05", "2020-02-07"),
        ("# in two days", "2020-02-05", "2020-02-07"),
        ("# on Thursday", "2020-02-06", "2020-02-06"),
        ("# on 2020-02-03", "2020-02-03", "2020-02-03"),
        ("# as of 5 February", "2020-02-05", "2020-02-05"),
        ("As of 5 February, # since 1 December", "2019-12-01", "2020-02-05"),
    ],
)
def test_a_flow_has_the_days_that_the_words_say(text, start, end):
    said = read(text, "flow")
    assert (str(said.start), str(said.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "end", "accuracy"),
    [
        ("# in the camps", "2020-02-07", "day"),
        ("# as of 31 January", "2020-01-31", "day"),
        ("# as of December 2014", "2014-12-31", "month"),
        ("# by end-2019", "2019-12-31", "month"),
        ("# at the end of January", "2020-01-31", "month"),
        ("# on 13 January", "2020-01-13", "day"),
        ("# since 2012", "2020-02-07", "day"),
    ],
)
def test_a_stock_is_true_on_one_day(text, end, accuracy):
    said = read(text, "stock")
    assert (said.start, str(said.end), said.end_accuracy) == (None, end, accuracy)


def test_the_nearer_of_two_periods_is_the_figures():
    text = "300 between 1 January and 14 February, with # displaced between 1 and 14 February"
    assert str(read(text, "flow").start) == "2019-02-01"


def test_a_flow_without_a_date_has_no_known_start():
    said = read("# fled", "flow")
    assert (said.start, said.start_accuracy, said.end_accuracy) == (None, "unknown", "unknown")


def test_without_a_day_of_publication_nothing_is_guessed():
    assert read("# since 1 December", "flow", None).end is None
    assert "no date" in read("# in the camps", "stock", None).warning
    assert str(read("# in May 2019", "flow", None).end) == "2019-05-31"


def test_what_ends_after_publication_is_doubted():
    assert "after publication" in read("# as of 1 March 2021", "stock").warning


@pytest.mark.parametrize(
    "text", ["# on 31/02/2019", "# on 31 February", "# in 70 years", "# in a few weeks", "#, a 2018 deal"]
)
def test_what_is_no_date_gives_no_period(text):
    assert phrases(text, PUBLISHED) == []
