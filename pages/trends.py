"""Trends: stocks over time, movements in periods, and what reports said as it happened."""

import streamlit as st

from charts import claims, flows, phrases, trend
from ui import behind, chart, controls, filters, frame, questions, reports

frame.enter()
st.title("Trends", anchor=False)
chosen = filters.bar("trends")
only_accepted = reports.only_accepted()
stocks, periods = questions.groups(chosen), questions.periods(chosen)
told = claims.series(reports.claims(chosen, only_accepted))

if not stocks and not periods and not told:
    filters.nothing(chosen, "Try a longer period, or a country of origin instead of one of asylum.")
    st.stop()

if stocks:
    st.subheader("People at a date", anchor=False)
    by = controls.split(chosen)
    asked = questions.of_split(chosen, by)
    by = None if by == "publisher" else by
    series = questions.series(asked, by)
    if series.empty:
        st.info("These figures can't be split that way. Choose another split.")
    else:
        fig = trend.figure(series, phrases.people(asked, by), by)
        chart.show(fig, f"trend-{by}", asked, behind.series(asked, by))

if periods:
    st.subheader("Movements in a period", anchor=False)
for asked, table, ids in periods:
    fig = flows.figure(table, phrases.people(asked), asked.population[0])
    name = f"movements-{asked.population[0]}"
    chart.show(fig, name, asked, lambda asked=asked, ids=ids: behind.figures(asked, ids))

if told:
    st.subheader("As reports told it", anchor=False)
    st.caption(
        "Each counts from the same first day: the later figure replaces the earlier one, nothing is added."
    )
for rows in told:
    asked = reports.question(rows)
    fig = claims.figure(rows, phrases.people(asked))
    first = rows["start_date"].iloc[0].date()
    chart.show(fig, f"reports-since-{first}", asked, lambda rows=rows: rows)
