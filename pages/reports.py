"""Reports: the review desk. Words with their figures marked, to accept, correct or reject."""

import streamlit as st

from ui import desk, desk_add, desk_figure, desk_review, frame

frame.enter()
st.title("Reports", anchor=False)
found = desk.reports()
desk_add.show(first=found.empty)

if found.empty:
    st.info("No report yet. Paste or upload one above: its figures are marked, for you to decide.")
else:
    report = desk.report(found)
    rows = desk.on_desk(report["document"])
    desk_review.head(report, rows)
    if rows.empty:
        desk.text(report["document"], rows, None)
    else:
        figure = desk.figure(rows)
        left, right = st.columns([3, 2], gap="medium")
        with left:
            desk.text(report["document"], rows, figure["figure_id"])
        with right:
            desk_figure.show(figure, rows)
        desk_figure.correct(figure)
