"""An answer in words: what a person reads in the terminal."""

import datetime
import json

from conftest import figure, figures

from etl import answers, totals
from etl.filters import Filter

ASKED = Filter(population=("refugee",), country=("TUR",), on=datetime.date(2020, 2, 7))


def test_a_sum_says_who_where_when_and_according_to_whom() -> None:
    rows = figures(figure(value=100), figure(origin="IRQ", value=5, quantifier="at_least"))
    assert answers.as_text(totals.total(rows, ASKED)).splitlines() == [
        "at least 105 refugees in Türkiye, as of 2019-12-31 (UNHCR)",
        "note: the count is 38 days older than 2020-02-07",
        "note: the sum of the 2 origins in the tables; there may be others",
        "made of:",
        "  100 refugees, Türkiye from Syria, 2019-12-31 (UNHCR) [made.csv, row 1]",
        "  at least 5 refugees, Türkiye from Iraq, 2019-12-31 (UNHCR) [made.csv, row 1]",
    ]


def test_a_refusal_says_why_and_shows_what_was_found() -> None:
    rows = figures(figure(publisher="IDMC", population="idp"), figure(population="idp"))
    text = answers.as_text(totals.total(rows, Filter(population=("idp",))))
    assert text.startswith("No sum of internally displaced people: IDMC and UNHCR each count")
    assert "found:\n  100 internally displaced people, Türkiye" in text


def test_a_long_list_is_cut_and_says_so() -> None:
    countries = [
        "AFG",
        "BDI",
        "CAF",
        "CMR",
        "COD",
        "COL",
        "ETH",
        "HTI",
        "IND",
        "IRQ",
        "LBN",
        "MLI",
        "MMR",
        "NGA",
    ]
    rows = figures(*(figure(country=code) for code in countries))
    assert answers.as_text(totals.total(rows, Filter(population=("refugee",)))).endswith("and 2 rows more")


def test_json_carries_the_rows_and_null_for_missing() -> None:
    answer = json.loads(answers.as_json(totals.total(figures(figure(value=100)), ASKED)))
    assert answer["value"] == 100
    assert answer["question"] == {"country": ["TUR"], "population": ["refugee"], "on": ["2020-02-07"]}
    assert answer["rows"][0]["start_date"] is None
    assert answer["rows"][0]["end_date"] == "2019-12-31"
