"""What pages ask: fewer rows are read for one day, and the answers stay those of all rows."""

import datetime
from typing import Any

import pytest
from conftest import figure, figures

from etl import questions, totals
from etl.filters import Filter
from etl.filters import of as filter_of
from etl.store import Reader
from etl.totals import Answer


def said(answer: Answer) -> tuple[Any, ...]:
    return (
        *(answer.value, answer.value_high, answer.quantifier, answer.refusal, answer.notes),
        list(answer.rows["row"]) if len(answer.rows) else [],
        list(answer.beside["row"]) if len(answer.beside) else [],
    )


@pytest.mark.parametrize(
    ("asked", "day"), [({}, "2016-06-30"), ({"origin": "SYR"}, None), ({"country": "YEM,SYR"}, None)]
)
def test_a_days_answers_are_those_of_all_rows(
    shipped: Reader, asked: dict[str, str], day: str | None
) -> None:
    question = filter_of(
        {key: value.split(",") for key, value in asked.items()} | ({"on": day} if day else {})
    )
    every = questions.accepted(shipped, question)
    fewer = questions.stocks_at(shipped, question, question.on)
    assert len(fewer) < len(every)
    assert questions.groups(fewer, question) == questions.groups(every, question)
    assert said(totals.headline(fewer, question)) == said(totals.headline(every, question))
    now = questions.known(lambda on: questions.stocks_at(shipped, question, on), question)
    for one, other in zip(now, questions.known(lambda _: every, question), strict=True):
        assert (one.population, one.moved) == (other.population, other.moved)
        assert said(one.answer) == said(other.answer)
        assert list(map(said, one.each)) == list(map(said, other.each))


def test_one_publishers_stocks_are_asked_for_only_where_it_counts_stocks() -> None:
    rows = figures(
        figure(population="idp", country="SYR", publisher="UNHCR"),
        figure(population="idp", country="SYR", publisher="IDMC", measure="flow", start_date="2019-01-01"),
    )
    assert questions.of_one(rows, Filter(), "idp").publisher == ()


def test_a_day_before_the_first_count_has_no_answer(shipped: Reader) -> None:
    question = Filter(population=("refugee",), country=("TUR",), on=datetime.date(1900, 1, 1))
    assert questions.known(lambda on: questions.stocks_at(shipped, question, on), question) == []
