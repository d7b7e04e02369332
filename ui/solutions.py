"""Solutions on the page People: returns, resettlement and naturalisation, as movements in years."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from charts import flows, numbers, phrases
from etl import movements, words
from etl.filters import Filter
from etl.movements import Movements
from ui import behind, chart, reading
from ui.text import safe

GROUPS = ("returned_refugee", "returned_idp", "resettled", "naturalised")
WHERE = {
    "returned_refugee": "where people are: the country they came back from; where they fled from: the country they came back to",
    "resettled": "where people are: the country that took them in; where they fled from: their country of origin, not of first asylum",
    "naturalised": "where people are: the country whose citizens they became",
}
"""What the two ends of the filter mean for these movements, as UNHCR's tables have them."""

FETCH = "`python -m etl fetch unhcr_rdf --table solutions`"


@reading.remembered
def found(chosen: Filter) -> list[Movements]:
    """The yearly counts of each solution within the filter, in reading order."""
    wanted = tuple(name for name in chosen.population if name in GROUPS) or GROUPS
    question = replace(chosen, population=wanted)
    every = [one for one in movements.of(reading.accepted(question), question, "year") if len(one.periods)]
    return sorted(every, key=lambda one: (GROUPS.index(one.population), one.publisher))


def show(chosen: Filter) -> None:
    """A picture for each solution that was counted, and what would fill those that were not."""
    every = found(chosen)
    for first in range(0, len(every), 2):
        beside = every[first : first + 2]
        for place, one in zip(st.columns(2) if len(beside) > 1 else [st.container()], beside, strict=True):
            with place:
                _picture(chosen, one, len(beside))
    wanted = [name for name in chosen.population if name in GROUPS] or list(GROUPS)
    missing = [name for name in wanted if name not in {one.population for one in every}]
    if missing:
        names = numbers.listed([words.POPULATION[name] for name in missing])
        st.caption(f"No counts of {safe(names)} here. UNHCR's table of solutions has them: {FETCH}.")


def _picture(chosen: Filter, one: Movements, beside: int) -> None:
    asked = replace(chosen, population=(one.population,), measure="flow", start=None, end=None)
    last = one.periods["end_date"].max()
    rows = behind.figures(asked, one.stored)
    countries = rows.loc[rows["end_date"] == last, "country"].nunique()
    notes = [WHERE[one.population]] if one.population in WHERE else []
    if countries > 1:
        notes.append(
            f"the sum of the {countries} countries in the tables in the last year; there may be others"
        )
    fig = flows.figure(one.periods, phrases.people(asked), one.population, tuple(notes))
    chart.show(fig, f"solutions-{one.population}-{one.publisher}", asked, lambda: rows, beside=beside)
