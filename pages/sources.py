"""Sources: what is loaded, from whom, how fresh, under which licence; what was refused or doubted."""

import streamlit as st

from etl import findings
from ui import filters, frame, reading, sources

frame.enter()
st.title("Sources", anchor=False)
chosen = filters.bar("sources")

st.header("Who published what", anchor=False)
sources.publishers(reading.figures(chosen))
st.header("Whom they count", anchor=False)
sources.definitions(reading.figures(chosen))
st.header("Documents", anchor=False)
sources.documents(reading.figures(chosen), reading.query(sources.DOCUMENTS))
st.header("Refused and doubted", anchor=False)
sources.doubts(findings.findings(reading.reader()))
