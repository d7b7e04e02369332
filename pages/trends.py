"""Trends: stocks over time, movements in periods, and what reports said as it happened."""

import streamlit as st

from charts import claims, flows, phrases, trend
from ui import chart, controls, filters, frame, questions

frame.enter()
st.title("Trends", anchor=False)
chosen = filters.bar("trends")
rows = questions.figures(chosen)
reports = questions.claims(chosen)
periods = questions.periods(rows, chosen)
drawable = questions.stocks(rows, chosen)

if drawable.empty and not periods and reports.empty:
    filters.nothing(chosen, "Try a longer period, or a country of origin instead of one of asylum.")
    st.stop()

if len(drawable):
    st.subheader("People at a date", anchor=False)
    by = controls.split(chosen)
    asked = questions.of_split(rows, chosen, by)
    series = questions.series(rows, asked, by)
    if series.empty:
        st.info("These figures can't be split that way. Choose another split.")
    else:
        fig = trend.figure(series, phrases.people(asked, by), by)
        chart.show(fig, f"trend-{by or 'all'}", asked, questions.behind_series(rows, asked, by))

if periods:
    st.subheader("Movements in a period", anchor=False)
for asked, table, behind in periods:
    fig = flows.figure(table, phrases.people(asked), asked.population[0])
    chart.show(fig, f"movements-{asked.population[0]}", asked, behind)

told = claims.series(reports)
if told:
    st.subheader("As reports told it", anchor=False)
    st.caption(
        "Each report counts from the same first day: the later figure replaces the earlier one, nothing is added."
    )
for behind in told:
    asked = questions.of_rows(behind)
    chart.show(
        claims.figure(behind, phrases.people(asked)), f"reports-{asked.country[0].lower()}", asked, behind
    )
