"""Sources: what is loaded, from whom, how fresh, under which licence; what was refused or doubted."""

import streamlit as st

from etl import findings
from ui import filters, frame, reading, sources

frame.enter()
st.title("Sources", anchor=False)
chosen = filters.bar("sources")

st.header("Who published what", anchor=False)
loaded = sources.loaded(chosen)
sources.publishers(loaded)
st.header("Whom they count", anchor=False)
sources.definitions(loaded)
st.header("Documents", anchor=False)
sources.documents(loaded, reading.query(sources.DOCUMENTS))
st.header("Refused and doubted", anchor=False)
sources.doubts(findings.findings(reading.reader()))
