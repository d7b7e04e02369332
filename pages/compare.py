"""Compare: publishers side by side for one place and group, and what reports claimed, held against their counts."""

import streamlit as st

from ui import compare, filters, frame, reports, verdicts

frame.enter()
st.title("Compare", anchor=False)
chosen = filters.bar("compare")
only_accepted = reports.only_accepted()
question = compare.asked(chosen)

if question is None:
    filters.nothing(
        chosen,
        "Take a country or a publisher off, or load more counts: `python -m etl fetch unhcr_rdf` or "
        "`python -m etl add FILE`.",
    )
    st.stop()

compare.origins_note(chosen, question)
at_a_date = compare.told(question, "stock", only_accepted)
in_a_period = compare.told(question, "flow", only_accepted)
shown = compare.stocks(question, at_a_date)
shown = compare.flows(question, in_a_period) or shown
if not shown:
    filters.nothing(question, "Try a longer period, or choose other people or another place above.")

st.header("What reports claim, held against the counts", anchor=False)
verdicts.show(compare.held(question, only_accepted))
