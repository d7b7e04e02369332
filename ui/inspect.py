"""What the chosen figures add up to, and one figure looked at closely."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import numbers, phrases
from etl import browse, citations, totals, voices, words
from etl.filters import Filter
from ui import cards, reading, text
from ui.figures import MEASURE, REVIEW

ADDED_AT_ONCE = 200_000
"""More rows than this are not read for one sum."""


def answer(chosen: Filter) -> None:
    """What these rows add up to, or why they don't."""
    counted = accepted_counted(chosen)
    refusal = _no_sum(chosen, counted)
    if refusal:
        st.caption(f":material/block: No sum of these rows: {refusal}")
        return
    kinds = counted["measure"].unique()
    asked = replace(chosen, measure=kinds[0]) if len(kinds) == 1 else chosen
    found = totals.total(reading.accepted(asked), asked)
    if found.value is None:
        st.caption(f":material/block: No sum of these rows: {text.reason(found.refusal or '')}")
        return
    amount = words.amount(found.value, found.quantifier, found.value_high)
    dates = numbers.listed(
        [numbers.day(date) for date in dict.fromkeys((found.oldest, found.newest)) if date]
    )
    notes = " ".join(numbers.capital(note).rstrip(".") + "." for note in found.notes)
    st.caption(text.safe(f"Latest, added up by the rules: {amount}, {dates}, {found.publisher}. {notes}"))


@reading.remembered
def accepted_counted(chosen: Filter) -> pd.DataFrame:
    """What the accepted rows count, by population and measure (`etl.browse.measures`)."""
    return browse.measures(reading.reader(), chosen)


def _no_sum(chosen: Filter, counted: pd.DataFrame) -> str:
    """Why rows are not even tried to be added; empty if they are."""
    if counted.empty:
        return "no person has accepted them yet."
    if chosen.text:
        return "they were found by words, which do not tell a whole from its parts."
    groups = list(dict.fromkeys(counted["population"]))
    if len(groups) > 1:
        named = numbers.listed([words.POPULATION[group] for group in groups[:3]])
        return f'they count {len(groups)} groups of people ({named}{", ..." if len(groups) > 3 else ""}). Choose one under "Who".'
    if counted["rows"].sum() > ADDED_AT_ONCE:
        return "they are too many. Choose a country."
    return ""


def figure(row: pd.Series) -> None:
    """One figure: the number, its words in their document, who published it, under which licence, what to mind."""
    document = reading.document(row["document"])
    with st.container(border=True):
        amount = numbers.bound(row["value"], row["quantifier"], row["value_high"])
        st.markdown(f"#### {text.safe(amount)} {text.safe(words.POPULATION[row['population']])}")
        where = row["place"] if isinstance(row["place"], str) else words.country(str(row["country"]))
        st.markdown(
            text.safe(
                f"{where} · {MEASURE[row['measure']]} · {phrases.when(row.to_dict())} · {phrases.said_by(row.to_dict())}"
            )
        )
        if isinstance(row["warning"], str):
            st.warning(text.safe(row["warning"]), icon=":material/warning:")
        if isinstance(row["quote"], str):
            if "verdict" in row:
                _verdict(row)
            _words(row, document)
            _voices(row)
        _source(row, document)


def _verdict(row: pd.Series) -> None:
    """Beside the record: the badge and its sentence."""
    sentence = numbers.capital(row["verdict_text"])
    st.markdown(f"{cards.VERDICTS[row['verdict']]} {text.safe(sentence)}.")


def _words(row: pd.Series, document: dict[str, object]) -> None:
    whole = document.get("text")
    start, end = int(row["quote_start"]), int(row["quote_end"])
    if isinstance(whole, str) and whole[start:end] == row["quote"]:
        st.html(text.marked_quote(whole, start, end))
    else:
        st.html(text.marked_quote(row["quote"], 0, len(row["quote"])))


def _voices(row: pd.Series) -> None:
    """Who else says it, each with its words: one figure, however many voices."""
    country = (row["country"],) if isinstance(row["country"], str) else ()
    others = voices.of(row, told(Filter(country=country, population=(row["population"],))))
    if len(others):
        st.markdown(f"**Also said by** {text.safe(numbers.listed(list(dict.fromkeys(voices.name(others)))))}")
    for other in others.to_dict("records"):
        who = f"{phrases.said_by(other)}, {phrases.when(other)}"
        st.markdown(f"“{text.safe(other['quote'])}”  \n:small[{text.safe(who)}]")


@reading.remembered
def told(chosen: Filter) -> pd.DataFrame:
    """The figures read from reports that pass the filter."""
    where, parameters = chosen.where()
    return reading.reader().query(f"SELECT * FROM canonical WHERE {where} AND quote IS NOT NULL", parameters)


def _reviewed(row: pd.Series) -> str:
    """`accepted by Amina, 3 March 2026`; a table's row says that it is one."""
    if not isinstance(row["quote"], str):
        return f"{REVIEW[row['review']]}, as published in a table"
    by = f" by {row['reviewed_by']}" if isinstance(row["reviewed_by"], str) else ""
    on = f", {numbers.day(row['reviewed_on'])}" if pd.notna(row["reviewed_on"]) else ""
    return f"{REVIEW[row['review']]}{by}{on}"


def _source(row: pd.Series, document: dict[str, object]) -> None:
    facts = {
        "Source": document.get("citation") or document.get("title") or row["publisher"],
        "Document": f"{row['document']}, {'sentence' if isinstance(row['quote'], str) else 'row'} {row['record']}",
        "Published": numbers.day(row["published"]) if pd.notna(row["published"]) else None,
        "Licence": row["licence"],
        "Reviewed": _reviewed(row),
        "Identity": row["figure_id"],
    }
    st.caption(
        "  \n".join(
            f"**{name}:** {text.safe(str(said))}" for name, said in facts.items() if isinstance(said, str)
        )
    )
    address = text.web_address(row["url"])
    if address:
        st.link_button("Open the source", address, icon=":material/open_in_new:")
    st.caption("To cite this figure")
    st.code(citations.figure(row.to_dict(), document), language=None, wrap_lines=True)
