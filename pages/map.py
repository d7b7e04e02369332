"""Map: countries by how many people, places by what reports say."""

from dataclasses import replace

import streamlit as st

from charts import numbers, style
from etl import words
from ui import behind, chart, controls, filters, frame, maps, questions, reports

frame.enter()
st.title("Map", anchor=False)
chosen = filters.bar("map", period=False)
only_accepted = reports.only_accepted()
groups, claims = (
    questions.groups(replace(chosen, start=None, end=None)),
    reports.claims(chosen, only_accepted),
)
if not groups and claims.empty:
    filters.nothing(chosen, "These tables hold the major situations only. Try another country or group.")
    st.stop()

choices = st.container(horizontal=True)
population = choices.selectbox(
    "People",
    groups or ["refugee"],
    format_func=lambda name: style.name(name, "population"),
    width=240,
)
by = controls.by(choices)
on = controls.day(choices, chosen, population)
asked = questions.of_one(replace(chosen, start=None, end=None, on=on), population)
found = questions.table(asked, by)
shown = maps.placed(claims, asked)
chart.show(maps.of_world(found, asked, by, shown), "map", asked, behind.table(asked, by, found, shown))

st.subheader("Inside a country", anchor=False)
country = controls.country(chosen, claims)
inside = replace(chosen, country=(country,), start=None, end=None, on=on)
for measure, fig, rows in maps.of_country(inside, claims):
    chart.show(fig, f"map-{country.lower()}-{measure}", inside, lambda rows=rows: rows)
st.caption(
    f"Reports on places in {words.country(country)} up to {numbers.day(on)}. "
    "People at a date and movements in a period are drawn apart."
)
