"""Claims beside the record: each figure of a report held against the official series of the same people.

In: canonical rows with a quote, and the official rows. Out: for each claim a verdict (`etl.claims`), the official count that
`total` gives for its country, origin and people as of its day, and the difference. Where several publishers count these
people, the one whom the claim credits is asked, else the one whose series UNHCR's Global Trends takes.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from etl import claims, totals
from etl.claims import NEAR, OTHER, Official
from etl.filters import Filter
from etl.rules import OTHER_MANDATE, PREFERRED
from etl.store import Reader
from etl.wholes import counted_by

Claim = Mapping[Hashable, Any]
Place = tuple[Any, ...]

COLUMNS = ("verdict", "verdict_text", "official_value", "official_publisher", "official_date", "difference")
"""What stands beside each claim. `difference`: persons above (+) or below (-) what the words allow, 0 where they agree."""

NOTHING = "no official count near"
WITHIN = ("idp", "returned_idp")
"""Groups whose country is that of origin. Of others, equal codes mean that the country of asylum is not said."""

ALONE = "no official count to hold it against"

COVERED = 0.9
"""Official flows must span this share of the claim's days to be held against it."""

READ = (
    *("row", "publisher", "population", "measure", "cause", "value", "value_high", "quantifier"),
    *("value_status", "unit", "sex", "age", "country", "origin", "place", "admin1", "pcode", "admin_level"),
    *("start_date", "end_date", "role", "review", "quote", "warning", "series", "part"),
)
USUAL = {"sex": "all", "age": "all", "unit": "person", "role": "recommended"}
ONE_LINE = ["publisher", "series", "cause", "part", "origin", "admin_level", "place"]


def official_rows(reader: Reader, said: pd.DataFrame) -> pd.DataFrame:
    """What `Record` needs for the claims `said`: the accepted rows of tables about their groups, in their places."""
    groups = sorted(said["population"].unique())
    here, codes = _places([asked(claim) for claim in said.to_dict("records")])
    return reader.query(
        f"SELECT {', '.join(READ)} FROM numbered WHERE quote IS NULL AND review = 'accepted' AND unit <> 'case' "
        f"AND population IN ({', '.join('?' * len(groups)) or 'NULL'}) AND {here} ORDER BY row",
        [*groups, *codes],
    )


def _places(questions: list[Filter]) -> tuple[str, list[str]]:
    """SQL condition that a row may answer one of the questions, by its country or else its origin, and its parameters."""
    countries = sorted({code for question in questions for code in question.country})
    origins = sorted({code for question in questions if not question.country for code in question.origin})
    if not all(question.country or question.origin for question in questions):
        return "true", []
    named = [(name, codes) for name, codes in (("country", countries), ("origin", origins)) if codes]
    said = " OR ".join(f"{name} IN ({', '.join('?' * len(codes))})" for name, codes in named)
    return f"({said or 'true'})", [*countries, *origins]


def held(reader: Reader, chosen: Filter) -> pd.DataFrame:
    """What reports say within the filter, each claim beside the record."""
    rows = reader.figures(chosen)
    said = rows[rows["quote"].notna()]
    return beside(said, official_rows(reader, said))


def beside(said: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """The claims `said` (canonical rows with a quote) with the columns `COLUMNS`; the same rows in the same order."""
    record = Record(official)
    lines = [record.line(claim) for claim in said.to_dict("records")]
    held = pd.DataFrame(lines, columns=list(COLUMNS), index=said.index)
    held["official_date"] = pd.to_datetime(held["official_date"]).astype("datetime64[us]")
    whole = {"official_value": "Int64", "difference": "Int64"}
    return said.assign(**{name: held[name] for name in COLUMNS}).astype(whole)


class Record:
    """The official rows, by people and place; every answer is made once."""

    def __init__(self, official: pd.DataFrame) -> None:
        """`official` are accepted rows of tables, with the columns `READ` at least."""
        self._rows = official[list(READ)]
        self._sorted: dict[tuple[str, ...], tuple[pd.DataFrame, dict[Any, slice]]] = {}
        self._people: dict[tuple[Filter, Place], People] = {}
        self._answers: dict[tuple[Filter, Place], Official | str] = {}

    def line(self, claim: Claim) -> tuple[Any, ...]:
        """The values of `COLUMNS` for one claim."""
        question = asked(claim)
        scoped = _whole(claim)
        short, text = claims.verdict(scoped, question, None)
        if short == OTHER:
            return short, text, None, None, None, None
        if question.on is None and question.start is None:
            return NOTHING, "its day or period is not said", None, None, None, None
        found = self._counted(claim, question)
        if isinstance(found, str):
            return NOTHING, found, None, None, None, None
        value, _, as_of, publisher = found
        late = pd.Timestamp(str(question.on or question.end)) - pd.Timestamp(str(as_of))
        if late > NEAR:
            text = f"the last official count, {claims.counted(claim, found)}, is {late.days:,} days older"
            return NOTHING, text, value, publisher, as_of, None
        short, text = claims.verdict(scoped, question, found)
        return short, text, value, publisher, as_of, claims.difference(claim, value)

    def _counted(self, claim: Claim, question: Filter) -> Official | str:
        """The official count, or in words why there is none."""
        place = _place(claim)
        people = self._of(question, place)
        named = _one_of(people.publishers, claim)
        if named:
            question = replace(question, publisher=(named,))
            people = self._of(question, place)
        rows = people.until(question.on or question.end)
        if rows.empty:
            return f"no official count of {place[-1]} to hold it against" if place else ALONE
        if question.on:  # between two counts nothing changes: the answer is that of the earlier one's day
            question = replace(question, on=rows["end_date"].iloc[-1].date())
        key = (question, place)
        if key not in self._answers:
            self._answers[key] = (
                people.last(rows) if question.on and people.one_line else _total(rows, question)
            )
        return self._answers[key]

    def _of(self, question: Filter, place: Place) -> People:
        """The rows of the question's people in its place, whatever their dates."""
        key = (replace(question, on=None, start=None, end=None), place)
        if key not in self._people:
            rows = _within(self._meant(question), place, question)
            self._people[key] = People(rows.sort_values("end_date", kind="stable"))
        return self._people[key]

    def _meant(self, question: Filter) -> pd.DataFrame:
        """The rows of the question's group, measure, country and origin, by an index that is made once."""
        said = {"population": question.population, "measure": (question.measure,)}
        said |= {"country": question.country, "origin": question.origin}
        names = tuple(name for name, chosen in said.items() if chosen)
        if names not in self._sorted:
            self._sorted[names] = self._by(names)
        rows, where = self._sorted[names]
        found: pd.DataFrame = rows.iloc[where.get(tuple(said[name][0] for name in names), slice(0))]
        return found

    def _by(self, names: tuple[str, ...]) -> tuple[pd.DataFrame, dict[Any, slice]]:
        """The rows group by group, and where each group lies: a slice copies nothing, a choice of rows would."""
        groups = self._rows.groupby(list(names)).indices
        ends = np.cumsum([len(at) for at in groups.values()], dtype=int)
        where = {key: slice(end - len(at), end) for (key, at), end in zip(groups.items(), ends, strict=True)}
        return self._rows.iloc[np.concatenate([[], *groups.values()]).astype(int)], where


class People:
    """The official rows of one group in one place, by date."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """`rows` are sorted by `end_date`."""
        self.rows = rows
        self.publishers = set(rows["publisher"]) - set(OTHER_MANDATE)
        self._ends = rows["end_date"].to_numpy()

    def until(self, day: datetime.date | None) -> pd.DataFrame:
        """The rows that end on that day or before."""
        return self.rows.iloc[: self._ends.searchsorted(np.datetime64(day, "us"), "right")]

    @cached_property
    def one_line(self) -> bool:
        """Whether they are one series with one count a day, as most yearly series are: `total` gives the last one."""
        usual = self.rows[list(USUAL)].eq(list(USUAL.values())).all(axis=None)
        single = self.rows["end_date"].is_unique and self.rows["country"].notna().all()
        alike = (self.rows[ONE_LINE].nunique(dropna=False) == 1).all()
        return bool(usual and single and alike and self.rows["value"].notna().all())

    def last(self, rows: pd.DataFrame) -> Official:
        """The last count of the rows."""
        row = rows.iloc[-1]
        return int(row["value"]), row["quantifier"], row["end_date"].date(), counted_by(rows).iloc[-1]


def asked(claim: Claim) -> Filter:
    """The question that the claim answers: its people, country and origin, on its day or in its period."""
    country, origin = (
        (claim[name],) if isinstance(claim[name], str) else () for name in ("country", "origin")
    )
    if claim["population"] in WITHIN:
        origin = ()
    elif country == origin:
        country = ()
    end = _day(claim["end_date"]) or _day(claim["published"])
    same = Filter(country=country, origin=origin, population=(claim["population"],), measure=claim["measure"])
    start = _day(claim["start_date"])
    if claim["measure"] == "stock":
        return replace(same, on=end)
    return replace(same, start=start, end=end) if start and end else same


def _day(value: Any) -> datetime.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _place(claim: Claim) -> Place:
    """Level, codes and name of a place below the country; empty for a country or the world."""
    level = claim["admin_level"]
    if pd.isna(level) or not int(level):
        return ()
    return (
        int(level),
        *(claim[name] if isinstance(claim[name], str) else None for name in ("pcode", "admin1", "place")),
    )


def _whole(claim: Claim) -> Claim:
    """The claim as one about the whole of its place: the official rows are taken from that place as well."""
    return {**claim, "admin_level": 0} if _place(claim) else claim


def _within(rows: pd.DataFrame, place: Place, question: Filter) -> pd.DataFrame:
    if question.publisher:
        rows = rows[rows["publisher"].isin(question.publisher)]
    if not place:
        return rows
    level, pcode, admin1, name = place
    here = rows["place"].eq(name)
    if pcode:
        here |= rows["pcode"].eq(pcode)
    if admin1 and level == 1:
        here |= rows["admin1"].eq(admin1)
    return rows.loc[here & rows["admin_level"].eq(level)]


def _total(rows: pd.DataFrame, question: Filter) -> Official | str:
    answer = totals.total(rows, question)
    if answer.value is None or answer.newest is None:
        why = answer.refusal or "the official count is withheld"
        return f"{ALONE}: {why.split('. Choose')[0]}"
    if question.start and question.end:
        first, last = answer.rows["start_date"].min().date(), answer.newest
        if (last - first).days < COVERED * (question.end - question.start).days:
            return f"the official figures of its period cover {first} to {last} only"
    return answer.value, answer.quantifier, answer.newest, answer.publisher


def _one_of(publishers: set[str], claim: Claim) -> str | None:
    """Of several publishers the one whom the claim credits, who made it, or the preferred one; None for a single one."""
    if len(publishers) < 2:
        return None
    known = {name.lower(): name for name in publishers}
    for name in (claim["attributed_to"], claim["publisher"], PREFERRED.get(claim["population"])):
        if isinstance(name, str) and name.lower() in known:
            return known[name.lower()]
    return None
