"""People: who they are by sex and age, the solutions they found, and what became of their asylum applications."""

import streamlit as st

from ui import asylum, filters, frame, people, solutions

frame.enter()
st.title("People", anchor=False)
chosen = filters.bar("people")

st.header("Sex and age", anchor=False)
people.sex_and_age(chosen)

st.header("Solutions: returns, resettlement, naturalisation", anchor=False)
solutions.show(chosen)

st.header("Asylum: applications, decisions, recognition", anchor=False)
asylum.show(chosen)
