"""Figures: every row, its words and its source, and the ways to take it along."""

import streamlit as st

from ui import extracts, figures, filters, frame, inspect, procedures, reading

frame.enter()
st.title("Figures", anchor=False)
chosen = figures.narrowed(filters.bar("figures"))
count, asylum = figures.rows_chosen(chosen), reading.procedures(chosen)

if count:
    many = f"{count:,} published {'figure' if count == 1 else 'figures'}"
    st.markdown(f"**{many}.** Choose a row to see its words and its source.")
    inspect.answer(chosen)
    row = figures.table(chosen, count)
    extracts.offer(chosen, count)
    if row is not None:
        inspect.figure(row)
elif asylum.empty:
    figures.nothing(chosen)
procedures.show(asylum, chosen)
