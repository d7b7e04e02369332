"""Trends: stocks over time, movements in periods, and what reports said as it happened."""

import streamlit as st

from charts import claims, phrases
from ui import chart, filters, frame, questions, reports, trends

frame.enter()
st.title("Trends", anchor=False)
chosen = filters.bar("trends")
only_accepted = reports.only_accepted()
stocks, periods = questions.groups(chosen), trends.moved(chosen, "every")
said = reports.claims(chosen, only_accepted)
told = claims.series(said)

if not stocks and not periods and not told:
    filters.nothing(chosen, "Try a longer period, or a country of origin instead of one of asylum.")
    st.stop()

choice = trends.choose(chosen, trends.steps(chosen))
if stocks:
    st.header("People at a date", anchor=False)
    trends.stocks(chosen, choice, only_accepted)

if periods:
    st.header("Movements in a period", anchor=False)
    trends.flow_pictures(chosen, choice, only_accepted)

if told:
    st.header("As reports told it", anchor=False)
    st.caption(
        "Each counts from the same first day: the later figure replaces the earlier one, nothing is added."
    )
for rows in told:
    asked = reports.question(rows)
    fig = claims.figure(rows, phrases.people(asked))
    first = rows["start_date"].iloc[0].date()
    chart.show(fig, f"reports-since-{first}", asked, lambda rows=rows: rows)
