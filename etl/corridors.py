"""Who flees where: counts of each pair of a country of origin and a country of asylum, and how they changed.

The rules of addition hold as in `etl.totals`: one publisher's series, wholes and no parts, one round of counting.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl import sums
from etl.filters import Filter
from etl.rules import STALE_DAYS, addable, official, one_publisher, select
from etl.wholes import main_series, one_level

PAIR = ["origin", "country"]
POPULATIONS = ("refugee", "asylum_seeker", "oip")
"""Who fled to another country; other groups have no pairs, or are of those who went back."""

OTHERS = ""
"""Stands for all origins, or countries of asylum, that are not named."""


@dataclass(frozen=True)
class Pairs:
    """`table`: origin, country, value, value_high, quantifier, as_of, publisher. `rows`: the figures behind it."""

    table: pd.DataFrame
    rows: pd.DataFrame
    notes: tuple[str, ...] = ()


def pairs(figures: pd.DataFrame, question: Filter) -> Pairs:
    """The stocks of each pair on the question's day, the largest first. Raises `etl.rules.Refused` with the reason."""
    rows, notes = addable(_of_pairs(figures, question), question, "country")
    rows, said = one_publisher(rows, question)
    table = sums.by_group(rows, PAIR).sort_values(["value", *PAIR], ascending=[False, True, True])
    return Pairs(table.reset_index(drop=True), rows, (*notes, *said))


def _of_pairs(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    rows = select(figures, question)
    return rows[rows["origin"].notna() & rows["country"].notna()]


def history(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """The last count of each pair in each year: origin, country, publisher, year, as_of, value.

    A year without a count has no row; a year in which all was withheld has no value.
    """
    rows = official(_of_pairs(figures, question), question)
    rows = main_series(rows[rows["measure"] == "stock"], question)
    rows = one_level(rows, question, "country", ["end_date"])
    rows, _ = one_publisher(rows, question)
    year = rows["end_date"].dt.year.rename("year")
    newest = rows.groupby([*(rows[name] for name in PAIR), year])["end_date"].transform("max")
    last = rows[rows["end_date"] == newest].assign(year=year)
    return sums.by_group(last, [*PAIR, "year"])[[*PAIR, "publisher", "year", "as_of", "value"]]


def compared(now: pd.DataFrame, then: pd.DataFrame, day: pd.Timestamp, keys: list[str]) -> pd.DataFrame:
    """The table `now` with what `then` was: then, then_bound, then_as_of, change (people), share (of then), why.

    Both have the columns of `etl.sums.by_group`. Only counts of one publisher and series are compared, and none that was
    older than STALE_DAYS on `day`; `why` says what there is no change from, and is empty where there is one.
    """
    named = {
        "value": "then",
        "quantifier": "then_bound",
        "as_of": "then_as_of",
        "publisher": "then_publisher",
    }
    found = now.merge(then[[*keys, *named]].rename(columns=named), on=keys, how="left")
    found["why"] = ""
    for reason, holds in (
        ("no number is published now", found["value"].isna()),
        ("the count then was withheld", found["then"].isna()),
        ("another series then", found["then_publisher"] != found["publisher"]),
        ("the count then was old", found["then_as_of"] < day - pd.Timedelta(days=STALE_DAYS)),
        ("no later count", found["then_as_of"] >= found["as_of"]),
        ("no count then", found["then_as_of"].isna()),
    ):
        found.loc[holds, "why"] = reason
    alike = found["why"] == ""
    found["change"] = (found["value"] - found["then"]).where(alike)
    found["share"] = (found["change"] / found["then"].where(found["then"] > 0)).astype("Float64")
    return found.drop(columns="then_publisher")


def largest(table: pd.DataFrame, most: int) -> pd.DataFrame:
    """The `most` largest pairs with all that goes from or to their countries: origin, country, value, pairs, among.

    `among` tells whether the line is one of the largest. Pairs with a country that has none of these are gathered: such
    a line has OTHERS for origin or country or both, and in `pairs` how many it holds. So each country has the whole of
    its people, and the lines add up to the table.
    """
    known = table[table["value"] > 0].sort_values("value", ascending=False, kind="stable")
    top = known.head(most)
    lines = known.assign(
        among=[place < most for place in range(len(known))],
        origin=known["origin"].where(known["origin"].isin(top["origin"]), OTHERS),
        country=known["country"].where(known["country"].isin(top["country"]), OTHERS),
    )
    groups = lines.groupby(PAIR, as_index=False)
    found = groups.agg(value=("value", "sum"), pairs=("value", "size"), among=("among", "any"))
    return found.sort_values("value", ascending=False, ignore_index=True)
