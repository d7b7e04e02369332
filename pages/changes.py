"""What changed: rises and falls since a day, alerts of new displacement, new reports, newly loaded data."""

import streamlit as st

from charts import numbers
from ui import alarms, changes, controls, filters, frame, news

frame.enter()
st.title("What changed", anchor=False)
chosen = filters.bar("changes", period=False)
since = changes.since(chosen)
if since is None:
    filters.nothing(
        chosen,
        "Changes need counts of people at two dates: take a filter off, or load more with `python -m etl fetch`.",
    )
    st.stop()

st.header("Rises and falls", anchor=False)
by = controls.by(st.container())
found = changes.moves(chosen, since, by)
changes.show(chosen, found, by, since)
day = changes.from_day(found, since)

st.header("Alerts of new displacement", anchor=False)
alarms.show(chosen, day)

st.header(f"Reports published after {numbers.day(day)}", anchor=False)
news.reports(chosen, day)

st.header("Newly loaded", anchor=False)
news.loaded(day)
