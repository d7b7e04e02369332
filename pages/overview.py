"""Overview: how many, since when, where, according to whom."""

import streamlit as st

from charts import phrases, ranking, trend
from ui import behind, cards, chart, filters, frame, maps, questions, reports

frame.enter()
st.title("Displacement figures", anchor=False)
chosen = filters.bar("overview")
only_accepted = reports.only_accepted()
question = questions.at_end(chosen)
known, claims = questions.known(question), reports.claims(chosen, only_accepted)

if not known and claims.empty:
    cure = "These tables hold the major situations only. Try a country of origin instead of one of asylum."
    filters.nothing(chosen, cure)
    st.stop()

if not chosen.population:
    cards.headline(questions.headline(question))
cards.show(known)

history = questions.series(chosen, "population")
history = history[history["key"].isin(questions.GROUPS)]
if not history.empty:
    st.header("Over time", anchor=False)
    fig = trend.figure(history, phrases.people(chosen), "population")
    chart.show(fig, "trend", chosen, behind.series(chosen, "population"))

if known:
    st.header("Where, and from where", anchor=False)
    ranked = questions.ranked(question)
    for place, (asked, key, found) in zip(st.columns(max(len(ranked), 1)), ranked, strict=False):
        with place:
            fig = ranking.figure(found, phrases.people(asked, key), key, asked.population[0])
            name = f"largest-{asked.population[0]}-{key}"
            chart.show(fig, name, asked, behind.table(asked, key, found), beside=len(ranked))
    asked = questions.of_one(question, known[0].population)
    found = questions.table(asked, "country")
    shown = maps.placed(claims, asked)
    fig = maps.of_world(found, asked, "country", shown)
    chart.show(fig, "map", asked, behind.table(asked, "country", found, shown))

st.header("What reports say", anchor=False)
st.caption(
    "Each beside the last official count of the same people in the same country, on the day it speaks of."
)
cards.claims(reports.held(chosen, only_accepted))
