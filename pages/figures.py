"""Figures: every row, its words and its source, and the CSV."""

import streamlit as st

from etl import extracts
from ui import chart, filters, frame, inspect, procedures, reading

frame.enter()
st.title("Figures", anchor=False)
chosen = filters.bar("figures")
rows, asylum = reading.figures(chosen), reading.procedures(chosen)

if rows.empty and asylum.empty:
    filters.nothing(chosen, "Take one of the filters off, or ask for a longer period.")
    st.stop()

if len(rows):
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    left.markdown(f"**{len(rows):,} published figures.** Choose a row to see its words and its source.")
    with right:
        label = f"Download {len(rows):,} rows (CSV)"
        chart.download(lambda: rows, extracts.filename(chosen, "csv"), label, "csv figures")
    inspect.answer(rows, chosen)
    row = inspect.table(rows)
    if row is not None:
        inspect.figure(row)
procedures.show(asylum, chosen)
