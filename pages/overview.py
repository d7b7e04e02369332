"""Overview: how many, since when, where, according to whom."""

import pandas as pd
import streamlit as st

from charts import phrases, ranking, trend
from etl import totals
from ui import cards, chart, filters, frame, maps, questions

frame.enter()
st.title("Displacement figures", anchor=False)
chosen = filters.bar("overview")
rows, question = questions.figures(chosen), questions.at_end(chosen)
known = questions.known(rows, question)
reports = questions.claims(chosen)

if not known and reports.empty:
    filters.nothing(
        chosen,
        "These tables hold the major situations only. Try a country of origin instead of one of asylum.",
    )
    st.stop()

if not chosen.population:
    cards.headline(totals.headline(rows, question))
history = questions.series(rows, chosen, "population")
cards.show(known, history)

if not history.empty:
    st.subheader("Over time", anchor=False)
    chart.show(
        trend.figure(history, phrases.people(chosen), "population"),
        "trend",
        chosen,
        questions.behind_series(rows, chosen, "population"),
    )

st.subheader("Where, and from where", anchor=False)
ranked = questions.ranked(rows, question, known)
for place, (asked, key, found) in zip(st.columns(max(len(ranked), 1)), ranked, strict=False):
    with place:
        fig = ranking.figure(found, phrases.people(asked, key), key, asked.population[0])
        name = f"largest-{asked.population[0]}-{key}"
        chart.show(fig, name, asked, questions.behind_table(rows, asked, key, found))

asked = questions.of_one(rows, question, questions.main_group(known))
found = questions.table(rows, asked, "country")
shown = maps.placed(reports[reports["population"].isin(asked.population)])
behind = pd.concat([questions.behind_table(rows, asked, "country", found), shown])
chart.show(maps.of_world(found, asked, "country", shown), "map", asked, behind)

st.subheader("What reports say", anchor=False)
st.caption(
    "Each beside the last official count of the same people in the same country, on the day it speaks of."
)
cards.claims(questions.held(reports))
