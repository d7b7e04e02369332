"""Corridors on a page: what is asked, the picture's words, and the table of pairs with their history."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from streamlit.delta_generator import DeltaGenerator

from charts import corridors as picture
from charts import numbers, style
from etl import corridors, rules, totals, words
from etl.corridors import PAIR, Pairs
from etl.filters import Filter
from etl.rules import Refused
from ui import choices, filters, questions, reading
from ui.controls import FIRST, LAST

MOST = ("10", "20", "40")


def group(place: DeltaGenerator, chosen: Filter) -> str | None:
    """Whose corridors: of the groups of the filter that have pairs; None if none has."""
    found = [
        name for name in corridors.POPULATIONS if name in _with_pairs(replace(chosen, start=None, end=None))
    ]
    if not found:
        return None
    names = {name: style.short_name(name, "population") for name in found}
    return choices.tabs(place, "People", names, "people")


@reading.remembered
def _with_pairs(chosen: Filter) -> set[str]:
    where, parameters = chosen.where()
    sql = "SELECT DISTINCT population FROM canonical WHERE origin IS NOT NULL AND country IS NOT NULL AND value > 0 "
    usual = "AND measure = 'stock' AND review = 'accepted' AND unit <> 'case' AND sex = 'all' AND age = 'all'"
    return set(reading.reader().query(f"{sql} {usual} AND {where}", parameters)["population"])


def asked_of(chosen: Filter, population: str) -> Filter:
    """The question, of any day: the chosen people, of one publisher where several count them."""
    question = replace(chosen, population=(population,), measure="stock", start=None, end=None, on=None)
    return question if question.publisher else questions.of_one(question, population)


def day(place: DeltaGenerator, asked: Filter, last: datetime.date | None) -> datetime.date:
    """The day asked for (`?on=`); at first the filter's last, else that of the newest count."""
    days = _dates(asked)
    return choices.day(place, "On", "on", last or (days[-1] if days else LAST), FIRST, LAST)


def before(place: DeltaGenerator, asked: Filter) -> int | None:
    """The year since whose end the change is told (`?year=`); None where there was no count."""
    days = _dates(replace(asked, on=None))
    years = sorted({day.year for day in days if asked.on and day.year < asked.on.year}, reverse=True)
    if not years:
        return None
    names = {str(year): str(year) for year in years}
    return int(choices.select(place, "Change since the end of", names, "year", width=190))


@reading.remembered
def pairs(question: Filter) -> Pairs | str:
    """The pairs on the question's day, or the reason why there are none."""
    try:
        return corridors.pairs(reading.accepted(question), question)
    except Refused as refused:
        return str(refused)


@reading.remembered
def history(question: Filter) -> pd.DataFrame:
    """The last count of each pair in each year; empty where several publishers count the same people."""
    try:
        return corridors.history(reading.accepted(question), question)
    except Refused:
        return pd.DataFrame(columns=[*PAIR, "publisher", "year", "as_of", "value"])


@dataclass(frozen=True)
class Told:
    """What a page tells of the corridors on a day: the pairs, with what they were at the end of the year `since`."""

    asked: Filter
    pairs: Pairs
    table: pd.DataFrame
    since: int | None

    @property
    def people(self) -> str:
        """`refugees`: who is counted, wherever they are from."""
        return words.POPULATION[self.asked.population[0]]


@reading.remembered
def told(asked: Filter, since: int | None) -> Told | str:
    """The corridors on the asked day beside those at the end of the year `since`, or the reason why there are none."""
    now = pairs(asked)
    if isinstance(now, str):
        return now
    day = datetime.date(since, 12, 31) if since else FIRST
    then = pairs(replace(asked, on=day))
    counted = now.table.head(0) if isinstance(then, str) else then.table
    return Told(asked, now, corridors.compared(now.table, counted, pd.Timestamp(day), PAIR), since)


def sankey(found: Told, most: int) -> go.Figure:
    """The picture of the largest corridors, with its words."""
    table = found.table[found.table["value"] > 0]
    dates = table["as_of"]
    text = style.Text(
        title=_title(table, found),
        subtitle=f"{numbers.capital(found.people)}: people at a date, from where they fled (left) to where they are (right)",
        source=numbers.listed(sorted(table["publisher"].unique())),
        as_of=f"as of {numbers.day(dates.min())}"
        + ("" if dates.nunique() == 1 else f" to {numbers.day(dates.max())}"),
        notes=(*_left_out(table, found, most), *found.pairs.notes),
    )
    return picture.figure(corridors.largest(table, most), found.people, text)


def _title(table: pd.DataFrame, found: Told) -> str:
    first = table.iloc[0]
    said = f"{numbers.mark_words(first['quantifier'])}{numbers.short(first['value'])} {found.people} from "
    said += f"{words.country(first['origin'])} are in {words.country(first['country'])} {numbers.as_of(first['as_of'])}"
    if len(table) > 1:
        return numbers.capital(f"{said}, the largest of {len(table):,} corridors")
    if pd.isna(first["change"]):
        return numbers.capital(said)
    return numbers.capital(
        f"{said}, {numbers.moved(first['value'], first['then'])} {numbers.since(first['then_as_of'])}"
    )


def _left_out(table: pd.DataFrame, found: Told, most: int) -> list[str]:
    said = []
    if len(table) > most:
        said.append(
            f"in colour the {most} largest of {len(table):,} pairs; in grey what else goes from or to their countries, "
            "with the other countries gathered"
        )
    missing = len(found.table) - len(table)
    said += [f"{missing:,} pairs without a published number of people are not drawn"] if missing else []
    return [*said, *_beside(found.asked, int(table["value"].sum()))]


@reading.remembered
def _beside(asked: Filter, drawn: int) -> list[str]:
    """What the pairs do not hold: people of whom no pair is in the tables, and those of another mandate."""
    said = []
    whole = totals.total(reading.accepted(asked), asked)
    if whole.value is not None and whole.value > drawn:
        said.append(
            f"these pairs are {drawn:,} of the {whole.value:,} {words.POPULATION[asked.population[0]]} whom {whole.publisher} counted; "
            "the tables do not split the others by pair"
        )
    publishers = set(reading.accepted(asked)["publisher"]) if asked.population == ("refugee",) else set()
    said += [
        f"{who} are counted apart: choose {publisher} under Published by"
        for publisher, who in rules.OTHER_MANDATE.items()
        if publisher in publishers and asked.publisher != (publisher,)
    ]
    return said


def picked(points: list[dict[str, Any]]) -> None:
    """A click on a country's bar makes it the filter's."""
    for point in points:
        side, code = point.get("customdata") or ("", "")
        if code:
            filters.choose(**{side: [code]})


@reading.remembered
def _dates(question: Filter) -> list[datetime.date]:
    return sorted(day.date() for day in history(question)["as_of"].unique())
