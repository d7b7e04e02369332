"""What the map page lets people choose beside the filter, all of it kept in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import classes, style
from charts.look import Look
from etl import atlas, rules
from etl.filters import Filter
from ui import choices, questions, reading
from ui.controls import BY, FIRST, LAST

MEASURES = {"stock": "People at a date", "flow": "Movements in a year"}
BY_OF_RETURN = {"country": "Where they came back from", "origin": "Where they went back to"}
NUMBERS = {"people": "People", "rate": "Per 1,000 inhabitants"}
MARKS = {"areas": "Coloured areas", "circles": "Circles"}


@dataclass(frozen=True)
class View:
    """All that decides the world's picture: the question, how it is split and drawn, and whether over the years.

    `inside` is the question for places in one country: of one day or year in any case, of any publisher.
    """

    question: Filter
    inside: Filter
    by: str
    look: Look
    years: bool


@reading.remembered
def offered(chosen: Filter) -> dict[str, dict[str, list[int]]]:
    """Of each group that the filter's official figures count, in reading order: measures and their years."""
    rows = rules.official(rules.select(reading.accepted(chosen), chosen), chosen)
    rows = rows[rows["country"].notna() | rows["origin"].notna()]
    years = rows.assign(year=rows["end_date"].dt.year).groupby(["population", "measure"])["year"]
    found: dict[str, dict[str, list[int]]] = {}
    for (population, measure), group in years:
        found.setdefault(str(population), {})[str(measure)] = sorted({int(year) for year in group})
    order = [*questions.GROUPS, *sorted(set(found) - set(questions.GROUPS))]
    return {name: dict(sorted(found[name].items(), reverse=True)) for name in order if name in found}


def view(chosen: Filter, found: dict[str, dict[str, list[int]]]) -> View:
    """Draw the choices for what `offered` gave, and return what is chosen."""
    what, how = (st.container(horizontal=True) for _ in range(2))
    more = st.container(horizontal=True, vertical_alignment="bottom")
    names = {name: style.name(name, "population") for name in found or {"refugee": {}}}
    population = choices.select(what, "People", names, "people")
    measures = found.get(population, {"stock": []})
    measure = next(iter(measures))
    if len(measures) > 1:
        measure = choices.tabs(what, "Counted as", MEASURES, "measure", measure)
    by = _by(how, population)
    look = Look(
        measure=measure,
        rate=choices.tabs(how, "Number", NUMBERS, "number") == "rate",
        circles=choices.tabs(how, "Drawn as", MARKS, "as") == "circles",
        chosen=chosen.country if by == "country" else chosen.origin,
    )
    if not look.circles:
        look = replace(
            look, method=choices.select(more, "Colour classes", classes.METHODS, "classes", width=190)
        )
    asked = _of_one(replace(chosen, start=None, end=None), population, measure)
    # The map shows all countries; those of the filter are outlined on it.
    asked = replace(asked, country=() if by == "country" else asked.country)
    asked = replace(asked, origin=() if by == "origin" else asked.origin)
    years = choices.switch(more, "Over the years", "years", help="One picture a year, with a play button.")
    dated = (
        _dated(what, asked, chosen, measures.get(measure, []))
        if not years
        else _newest(asked, measures[measure])
    )
    inside = replace(dated, country=chosen.country, origin=chosen.origin, publisher=chosen.publisher)
    if not years and by == "country" and len(chosen.origin) == 1 and population in FLED:
        label = f"Lines from {style.name(chosen.origin[0], 'origin')}"
        if choices.switch(more, label, "lines", help="To the countries where they are, the wider the more."):
            look = replace(look, lines_from=chosen.origin[0])
    return View(asked if years else dated, inside, by, look, years)


WITHIN = ("idp", "returned_idp", "stateless", "ooc", "host_community")
"""Who is counted where they are only: no split by origin."""

FLED = ("refugee", "asylum_seeker", "oip")


def _by(place: DeltaGenerator, population: str) -> str:
    if population in WITHIN:
        return "country"
    words = BY_OF_RETURN if population.startswith("returned") else BY
    return choices.tabs(place, "Countries by", words, "by")


def _of_one(chosen: Filter, population: str, measure: str) -> Filter:
    """The question about one group and measure, of one publisher where several count it."""
    asked = replace(chosen, population=(population,), measure=measure)
    preferred = rules.PREFERRED.get(population)
    if chosen.publisher or preferred is None:
        return asked
    rows = reading.accepted(asked)
    theirs = (rows["publisher"] == preferred) & (rows["measure"] == measure)
    return replace(asked, publisher=(preferred,)) if theirs.any() else asked


def _dated(place: DeltaGenerator, asked: Filter, chosen: Filter, years: list[int]) -> Filter:
    """Stocks on a day (`?on=`), at first the newest; flows of a year (`?year=`)."""
    if asked.measure == "flow":
        offered_years = {str(year): str(year) for year in reversed(years)}
        year = int(choices.select(place, "In the year", offered_years, "year", width=120))
        return replace(asked, start=date(year, 1, 1), end=date(year, 12, 31))
    days = _days(asked)
    newest = days.max().date() if len(days) else LAST
    earliest = min(days.min().date(), FIRST) if len(days) else FIRST
    day = choices.day(place, "On", "on", chosen.end or newest, earliest, LAST)
    return replace(asked, on=day)


def _newest(asked: Filter, years: list[int]) -> Filter:
    """For places in a country beside a picture of all years: the newest count, or the newest year."""
    return atlas.of_year(asked, years[-1]) if asked.measure == "flow" else asked


def _days(asked: Filter) -> pd.Series:
    rows = reading.accepted(asked)
    return rows.loc[rows["measure"] == "stock", "end_date"]


def country(chosen: Filter, reports: pd.DataFrame) -> str:
    """The country to look into: one of the filter's, else any, at first the one that reports speak of most."""
    inside = reports[reports["lat"].notna() & (reports["admin_level"].fillna(0) > 0)][
        "country"
    ].value_counts()
    if len(chosen.country) == 1:
        return chosen.country[0]
    every = reading.query("SELECT DISTINCT country FROM canonical WHERE country IS NOT NULL")["country"]
    options = chosen.country or tuple(every)
    first = next((code for code in (*inside.index, "SYR") if code in options), options[0])
    names = {code: style.name(code, "country") for code in options}
    sorted_names = dict(sorted(names.items(), key=lambda pair: pair[1]))
    return choices.select(st.container(), "Country", sorted_names, "inside", str(first))
