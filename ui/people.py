"""The page People: sex and age."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import numbers, phrases, pyramid, style
from etl import pyramids, words
from etl.filters import Filter
from etl.pyramids import Pyramid
from ui import behind, chart, choices, reading

ANYWHERE = "any"
SHOWN_AS = {"people": "People", "share": "Percent"}
FILLS = (
    "No count by sex and age here. UNHCR's demographics fill this: `python -m etl fetch unhcr_rdf --table demographics` "
    "(with `--country TUR` for one country of asylum), or `python -m etl add FILE` for a downloaded table."
)


@reading.remembered
def offered(chosen: Filter) -> pd.DataFrame:
    """Groups and countries that have counts by sex and age within the filter: population, country, people; largest first."""
    where, parameters = chosen.where()
    return reading.reader().query(
        f"SELECT population, country, max(people) AS people FROM (SELECT population, country, end_date, "
        f"publisher, series, sum(value) AS people FROM canonical WHERE {where} AND sex IN ('female', 'male') "
        "AND age NOT IN ('all', 'unknown') AND measure = 'stock' AND review = 'accepted' AND quote IS NULL GROUP BY ALL) "
        "WHERE country IS NOT NULL GROUP BY ALL ORDER BY people DESC NULLS LAST, population, country",
        parameters,
    )


@reading.remembered
def counts(question: Filter) -> pd.DataFrame:
    """`etl.pyramids.offered` within the question's period."""
    found = pyramids.offered(reading.accepted(question), question)
    inside = found["end_date"].notna()
    if question.start:
        inside &= found["end_date"] >= pd.Timestamp(question.start)
    if question.end:
        inside &= found["end_date"] <= pd.Timestamp(question.end)
    return found[inside]


@reading.remembered
def count(question: Filter, publisher: str, date: pd.Timestamp) -> Pyramid | None:
    """`etl.pyramids.of` of the rows in force."""
    return pyramids.of(reading.accepted(question), question, publisher, date)


def sex_and_age(chosen: Filter) -> None:
    """The pyramid of one group, place, publisher and date, with its table; or what would fill it."""
    found = offered(chosen)
    if found.empty:
        st.caption(FILLS)
        return
    row = st.container(horizontal=True, vertical_alignment="bottom")
    groups = list(dict.fromkeys(found["population"]))
    names = {name: style.short_name(name, "population") for name in groups}
    population = choices.select(row, "People", names, "people", width=220) if len(groups) > 1 else groups[0]
    here = found[found["population"] == population]
    places = {code: words.country(code) for code in sorted(here["country"], key=words.country)}
    if len(places) > 1:
        places = {ANYWHERE: "All countries together", **places}
        first = ANYWHERE if chosen.origin and not chosen.country else here["country"].iloc[0]
        place = choices.select(row, "In", places, "place", first, width=240)
    else:
        place = next(iter(places))
    country = chosen.country if place == ANYWHERE else (place,)
    _one(row, replace(chosen, country=country, population=(population,)))


def _one(row: st.delta_generator.DeltaGenerator, question: Filter) -> None:
    every = counts(question)
    if every.empty:
        st.info("These figures have no bands of ages for both sexes at one date.")
        return
    named = {
        f"{line['publisher']} {line['end_date']:%Y-%m-%d}": f"{line['publisher']}, {numbers.day(line['end_date'])}"
        for line in every.to_dict("records")
    }
    # The newest full count: a handful counted later does not come before a whole country.
    full = every[every["people"] >= every["people"].max() / 2].iloc[0]
    first = f"{full['publisher']} {full['end_date']:%Y-%m-%d}"
    key = choices.select(row, "Counted by", named, "count", first, width=300) if len(named) > 1 else first
    as_share = choices.tabs(row, "Shown as", SHOWN_AS, "shown") == "share"
    publisher, _, date = key.rpartition(" ")
    found = count(question, publisher, pd.Timestamp(date))
    if found is None or not found.known:
        st.info(
            "The bands of this count overlap or leave gaps: they make no pyramid. The page Figures lists them."
        )
        return
    asked = replace(question, measure="stock", start=None, end=None)
    fig = pyramid.figure(found, phrases.people(question), as_share)
    chart.show(fig, f"pyramid-{question.population[0]}", asked, lambda: behind.figures(asked, found.stored))
    _table(found)


def _table(found: Pyramid) -> None:
    bands = found.bands
    both = bands["female"].fillna(0) + bands["male"].fillna(0)
    whole = st.column_config.NumberColumn(format="localized")
    shown = pd.DataFrame(
        {
            "Age in years": bands["band"],
            "Women and girls": bands["female"],
            "Men and boys": bands["male"],
            "Both": both.mask(bands["female"].isna() & bands["male"].isna()),
            "Percent": both.astype(float) / found.known * 100,
        }
    )
    with st.expander("The numbers as a table"):
        st.dataframe(
            shown,
            hide_index=True,
            key="table of ages",
            column_config={
                **dict.fromkeys(("Women and girls", "Men and boys", "Both"), whole),
                "Percent": st.column_config.NumberColumn(
                    format="%.1f%%", help="Of those whose sex and age are published; derived."
                ),
            },
            alt="Table of people by band of age and sex",
        )
