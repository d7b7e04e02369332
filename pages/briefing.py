"""Briefing: one page about a place on a day, to print, to mail, to put on a slide."""

import streamlit as st

from ui import briefing, filters, frame

frame.enter()
st.title("Briefing", anchor=False)
chosen = filters.bar("briefing", period=False)
st.caption(
    "A sheet made from the figures: headline, key figures, map, trend, places, what reports say, notes and sources."
)
briefing.show(briefing.choose(chosen))
