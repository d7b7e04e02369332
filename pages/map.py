"""Map: countries by how many people, places by what reports say."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import numbers, style
from etl import words
from ui import chart, controls, filters, frame, maps, questions

frame.enter()
st.title("Map", anchor=False)
chosen = filters.bar("map", period=False)
rows = questions.figures(chosen)
known = questions.known(rows, chosen)
reports = questions.claims(chosen)
if not known and reports.empty:
    filters.nothing(chosen, "These tables hold the major situations only. Try another country or group.")
    st.stop()

groups = [one.population for one in known] or ["refugee"]
first, second, third = st.columns([3, 4, 2])
population = first.selectbox("People", groups, format_func=lambda name: style.name(name, "population"))
by = controls.by(second)
on = controls.day(third, rows)
asked = questions.of_one(rows, replace(chosen, on=on), population)
found = questions.table(rows, asked, by)
shown = maps.placed(
    reports[(reports["end_date"] <= pd.Timestamp(on)) & (reports["population"] == population)]
)
chart.show(
    maps.of_world(found, asked, by, shown),
    "map",
    asked,
    pd.concat([questions.behind_table(rows, asked, by, found), shown]),
)

st.subheader("Inside a country", anchor=False)
country = controls.country(chosen, reports)
for measure, fig, behind in maps.of_country(country, reports, on):
    chart.show(fig, f"map-{country.lower()}-{measure}", replace(chosen, country=(country,), on=on), behind)
st.caption(
    f"Reports of {words.country(country)} up to {numbers.day(on)}. People at a date and movements in a period are drawn apart."
)
