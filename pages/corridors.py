"""Corridors: who flees where, from each country of origin to each country of asylum, and how that changed."""

from dataclasses import replace

import streamlit as st

from ui import behind, chart, choices, corridor_table, corridors, filters, frame
from ui.text import reason

frame.enter()
st.title("Corridors", anchor=False)
chosen = filters.bar("corridors", period=False)
row = st.container(horizontal=True, vertical_alignment="bottom")
population = corridors.group(row, chosen)
if population is None:
    filters.nothing(
        chosen,
        "Corridors need counts of refugees, asylum-seekers or others in need of protection by origin and country of "
        "asylum: take a filter off, or load them all with `python -m etl fetch unhcr_rdf`.",
    )
    st.stop()

asked = corridors.asked_of(chosen, population)
asked = replace(asked, on=corridors.day(row, asked, chosen.end))
since = corridors.before(row, asked)
most = int(choices.tabs(row, "Largest", {count: count for count in corridors.MOST}, "most", "20"))
found = corridors.told(asked, since)
if isinstance(found, str):
    st.info(f"No picture: {reason(found)}")
    st.stop()

chart.show(
    corridors.sankey(found, most),
    "corridors",
    asked,
    lambda: behind.figures(asked, list(found.pairs.rows["row"])),
    picked=corridors.picked,
)
st.header("Every corridor", anchor=False)
st.caption(
    "A click on a column's name sorts. A chosen row, like a country's bar above, becomes the filter of all pages."
)
corridor_table.show(found)
chart.download(
    lambda: corridor_table.figures(found),
    "corridors.csv",
    "CSV of these corridors, then and now",
    "csv table",
)
st.page_link(
    "pages/trends.py",
    label="These people over time",
    icon=":material/show_chart:",
    query_params=asked.query(),
)
