"""What a page asks of the figures, and the rows behind a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from charts.style import Row
from etl import rules, totals
from etl.claims import verdict
from etl.filters import Filter
from etl.rules import Refused
from etl.totals import Answer
from ui import reading

GROUPS = (
    "refugee",
    "asylum_seeker",
    "idp",
    "oip",
    "stateless",
    "returned_refugee",
    "returned_idp",
    "returnee",
    "displaced",
    "ooc",
)
"""The order in which people read the groups."""


@dataclass(frozen=True)
class Known:
    """A group's answer on a day, the answer at the count before it, and each publisher's own answer where they differ."""

    population: str
    answer: Answer
    before: Answer | None = None
    each: tuple[Answer, ...] = ()


def figures(chosen: Filter) -> pd.DataFrame:
    """Rows of the chosen people and places, of any date and publisher: what answers and comparisons are made from."""
    return reading.figures(Filter(country=chosen.country, origin=chosen.origin, population=chosen.population))


def at_end(chosen: Filter) -> Filter:
    """The question for stocks: as of the period's last day. Stocks of several dates are never added."""
    return replace(chosen, start=None, end=None, on=chosen.on or chosen.end)


def known(rows: pd.DataFrame, question: Filter) -> list[Known]:
    """What is known of each group that has stocks, in reading order."""
    counted = rows.loc[(rows["measure"] == "stock") & (rows["review"] == "accepted"), "population"].unique()
    return [_known(rows, question, name) for name in GROUPS if name in counted]


def _known(rows: pd.DataFrame, question: Filter, population: str) -> Known:
    meant = replace(question, population=(population,), measure="stock")
    answer = totals.total(rows, meant)
    if answer.value is not None:
        return Known(population, answer, _before(rows, meant, answer))
    publishers = sorted(answer.parts["publisher"].unique()) if len(answer.parts) else []
    each = [totals.total(rows, replace(meant, publisher=(publisher,))) for publisher in publishers]
    return Known(population, answer, each=tuple(one for one in each if one.value is not None))


def _before(rows: pd.DataFrame, meant: Filter, answer: Answer) -> Answer | None:
    """The answer at the count before, if it counts the same places: else the change would be one of coverage."""
    if answer.oldest is None:
        return None
    before = totals.total(rows, replace(meant, on=answer.oldest - timedelta(days=1)))
    same = ["country", "origin", "place", "publisher"]
    if before.value is None or _set(before.rows[same]) != _set(answer.rows[same]):
        return None
    return before


def _set(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(rows.astype(str).itertuples(index=False, name=None))


PREFERRED = {"refugee": "UNHCR", "idp": "IDMC"}
"""Whose series a picture shows where several count the same group and none is chosen, as UNHCR's Global Trends does."""


def of_one(rows: pd.DataFrame, question: Filter, population: str) -> Filter:
    """The question about stocks of one group, of one publisher where several count it."""
    publisher = PREFERRED.get(population)
    theirs = (rows["population"] == population) & (rows["publisher"] == publisher)
    named = question.publisher or ((publisher,) if publisher and theirs.any() else ())
    return replace(question, population=(population,), measure="stock", publisher=named)


def table(rows: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """`etl.totals.by`, empty with the reason where the question itself is refused."""
    try:
        return totals.by(rows, question, key)
    except Refused:
        return pd.DataFrame(columns=["key", "value", "quantifier", "as_of", "publisher", "refusal"])


def series(rows: pd.DataFrame, question: Filter, by: str | None) -> pd.DataFrame:
    """`etl.totals.over_time` within the question's period."""
    found = totals.over_time(rows, replace(question, start=None, end=None), by)
    return found[_within(found["end_date"], question)]


def behind_series(rows: pd.DataFrame, question: Filter, by: str | None) -> pd.DataFrame:
    """The canonical rows that `series` adds up."""
    official = rules.official(rules.select(rows, question), question)
    stocks = official[official["measure"] == "stock"]
    stocks = stocks[_within(stocks["end_date"], question)]
    return rules.one_level(stocks, question, by, ["end_date"]) if len(stocks) else stocks


def behind_table(rows: pd.DataFrame, question: Filter, key: str, found: pd.DataFrame) -> pd.DataFrame:
    """The canonical rows that `table` shows: those of its keys and dates."""
    official = rules.official(rules.select(rows, question), question)
    official = official[official["measure"] == (question.measure or "stock")]
    dated = official.merge(found[["key", "as_of"]], left_on=key, right_on="key")
    return dated[dated["end_date"] == dated["as_of"]].drop(columns=["key", "as_of"])


def claims(chosen: Filter) -> pd.DataFrame:
    """What reports say of the chosen people: rows with a quote, newest first."""
    rows = reading.figures(chosen)
    return rows[rows["quote"].notna()].sort_values(["end_date", "figure_id"], ascending=[False, True])


def _within(dates: pd.Series, question: Filter) -> pd.Series:
    last = question.end or question.on
    after = dates >= pd.Timestamp(question.start) if question.start else dates.notna()
    return after & (dates <= pd.Timestamp(last)) if last else after


def main_group(cards: list[Known]) -> str:
    """The group to draw where a picture can hold one only."""
    names = [known.population for known in cards]
    return names[0] if names else "refugee"


def ranked(
    rows: pd.DataFrame, question: Filter, cards: list[Known]
) -> list[tuple[Filter, str, pd.DataFrame]]:
    """What to rank: at most two questions, by what, and their tables of two rows or more."""
    names = [known.population for known in cards]
    by = "country" if question.origin and not question.country else "origin"
    wishes = [
        ("refugee", by),
        ("idp", "country"),
        *((name, key) for name in names[:1] for key in ("origin", "country")),
    ]
    found = []
    for name, key in dict.fromkeys(wish for wish in wishes if wish[0] in names):
        asked = of_one(rows, question, name)
        lines = table(rows, asked, key)
        if lines["value"].notna().sum() > 1:
            found.append((asked, key, lines))
    return found[:2]


def held(reports: pd.DataFrame, most: int = 24) -> pd.DataFrame:
    """The newest claims, each held against the official count of its own people, country and day, those that agree
    or disagree first. Adds `verdict` and `verdict_text`."""
    claims = reports.head(most)
    verdicts = [_verdict(claim) for claim in claims.to_dict("records")]
    told = claims.assign(
        verdict=[short for short, _ in verdicts], verdict_text=[text for _, text in verdicts]
    )
    other = (told["verdict"] == "counts something else").rename("other")
    return told.loc[other.sort_values(kind="stable").index]


def _verdict(claim: Row) -> tuple[str, str]:
    if not isinstance(claim["country"], str):
        place = claim["place"] if isinstance(claim["place"], str) else "a region"
        return "counts something else", f"counts people in {place}, not in one country"
    origin = (claim["origin"],) if isinstance(claim["origin"], str) else ()
    same = Filter(country=(claim["country"],), origin=origin, population=(claim["population"],))
    rows = reading.figures(same)
    asked = replace(of_one(rows, same, claim["population"]), on=claim["end_date"].date())
    answer = totals.total(rows, asked)
    count = (
        (answer.value, answer.quantifier, answer.newest, answer.publisher)
        if answer.value is not None
        else None
    )
    return verdict(claim, asked, count)


def stocks(rows: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """Official stocks within the question's period."""
    official = rules.official(rules.select(rows, question), question)
    found = official[official["measure"] == "stock"]
    return found[_within(found["end_date"], question)]


def of_split(rows: pd.DataFrame, question: Filter, by: str) -> Filter:
    """The question that a split by country or origin can show: one group, the chosen one or the first that is known."""
    if by == "population":
        return question
    counted = stocks(rows, question)["population"].unique()
    names = [name for name in GROUPS if name in counted]
    return of_one(rows, question, names[0]) if names else question


def periods(rows: pd.DataFrame, chosen: Filter) -> list[tuple[Filter, pd.DataFrame, pd.DataFrame]]:
    """Flows of each group: the question, its periods with their sums, and the canonical rows behind them."""
    official = rules.official(rules.select(rows, chosen), chosen)
    moves = official[(official["measure"] == "flow") & _within(official["end_date"], chosen)]
    found = []
    for population in [name for name in GROUPS if name in set(moves["population"])]:
        asked = replace(chosen, population=(population,), measure="flow", on=None)
        group = moves[moves["population"] == population]
        bounds = group[["start_date", "end_date"]].drop_duplicates()
        answers = [
            totals.total(rows, replace(asked, start=start.date(), end=end.date()))
            for start, end in zip(bounds["start_date"], bounds["end_date"], strict=True)
        ]
        sums = [answer for answer in answers if answer.value is not None]
        if sums:
            found.append(
                (asked, pd.DataFrame(map(_period, sums)), pd.concat([answer.rows for answer in sums]))
            )
    return found


def _period(answer: Answer) -> dict[str, object]:
    return {
        "start_date": answer.rows["start_date"].min(),
        "end_date": answer.rows["end_date"].max(),
        "value": answer.value,
        "quantifier": answer.quantifier,
        "publisher": answer.publisher,
        "measure": "flow",
    }


def of_rows(rows: pd.DataFrame) -> Filter:
    """The question that these rows of one group and country answer."""
    first = rows.iloc[0]
    return Filter(country=(first["country"],), population=(first["population"],), measure="flow")
