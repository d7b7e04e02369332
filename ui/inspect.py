"""The table of figures, and one figure looked at closely."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts import numbers, style
from etl import record, totals, voices, words
from etl.filters import Filter
from ui import cards, reading, text

SHOWN = {
    "Where": "country",
    "From": "origin",
    "Who": "population",
    "Part": "part",
    "People": "value",
    "Bound": "quantifier",
    "Counted": "measure",
    "Since": "start_date",
    "As of / until": "end_date",
    "Published by": "publisher",
    "According to": "attributed_to",
    "Which count": "series",
    "Place": "place",
    "Use": "role",
    "Reviewed": "review",
    "Verdict": "verdict",
    "Difference": "difference",
    "Words": "quote",
}
ROW_HEIGHT = 35
MEASURE = {"stock": "at a date", "flow": "in a period"}
USE = {"recommended": "counts", "triangulation": "second voice, never added"}
REVIEW = {"accepted": "accepted", "pending": "not yet", "rejected": "rejected"}


def table(rows: pd.DataFrame) -> pd.Series | None:
    """Draw the table; return the chosen row, if one is chosen."""
    day = st.column_config.DateColumn(format="YYYY-MM-DD", width=105)
    rows = beside(rows.sort_values(["end_date", "value"], ascending=False, kind="stable"))
    chosen = st.dataframe(
        in_words(rows),
        hide_index=True,
        height=min(480, ROW_HEIGHT * (len(rows) + 1) + 3),
        selection_mode="single-row",
        on_select="rerun",
        key="table of figures",
        placeholder="",
        column_config={
            "People": st.column_config.NumberColumn(format="localized"),
            "Difference": st.column_config.NumberColumn(
                format="localized",
                help="People above or below the last official count, beyond what the words allow; 0 where they agree",
            ),
            "Since": day,
            "As of / until": day,
            "Words": st.column_config.TextColumn(width="large"),
        },
        alt="Table of published figures: where, from where, who, how many, when, according to whom",
    )
    picked = chosen["selection"]["rows"]
    return rows.iloc[picked[0]] if picked and picked[0] < len(rows) else None


def beside(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `etl.record.COLUMNS`: what reports say held against the official count, empty for tables."""
    told = rows["quote"].notna()
    held = _held(tuple(rows.loc[told, "figure_id"]))
    return rows.join(held.set_index("figure_id"), on="figure_id")


@reading.remembered
def _held(ids: tuple[str, ...]) -> pd.DataFrame:
    """Claims by their ids, beside the record."""
    said = reading.reader().query(
        f"SELECT * FROM canonical WHERE quote IS NOT NULL AND figure_id IN ({', '.join('?' * len(ids)) or 'NULL'})",
        list(ids),
    )
    held = record.beside(said, record.official_rows(reading.reader(), said))
    return held[["figure_id", *record.COLUMNS]]


def in_words(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns people read first, codes as words."""
    said = pd.DataFrame({label: rows[name] for label, name in SHOWN.items()})
    for label in ("Where", "From"):
        said[label] = said[label].map(words.country, na_action="ignore")
    said["Where"] = said["Where"].fillna(said["Place"])
    said["Place"] = said["Place"].where(said["Place"] != said["Where"])
    said["Who"] = said["Who"].map(lambda name: style.short_name(name, "population"))
    said["Part"] = [_part(*one) for one in zip(rows["sex"], rows["age"], rows["part"], strict=True)]
    said["Use"] = said["Use"].map(USE)
    said["Bound"] = said["Bound"].map(lambda name: "exact" if name == "exact" else words.BOUND[name].strip())
    said["Counted"], said["Reviewed"] = said["Counted"].map(MEASURE), said["Reviewed"].map(REVIEW)
    return said


def _part(sex: str, age: str, part: object) -> str:
    """Of whom the row counts a part: `female, 0-4`; empty for a whole."""
    named = [word for word in (sex, age) if word != "all"]
    return ", ".join([*named, *([part] if isinstance(part, str) else [])])


def answer(rows: pd.DataFrame, chosen: Filter) -> None:
    """What these rows add up to, or why they don't."""
    accepted = rows[rows["review"] == "accepted"]
    if accepted.empty:
        st.caption(":material/block: No sum of these rows: no person has accepted them yet.")
        return
    kinds = accepted["measure"].unique()
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


def figure(row: pd.Series) -> None:
    """One figure: the number, its words in their document, who published it, under which licence, what to mind."""
    document = reading.document(row["document"])
    with st.container(border=True):
        amount = numbers.bound(row["value"], row["quantifier"], row["value_high"])
        st.markdown(f"#### {text.safe(amount)} {text.safe(words.POPULATION[row['population']])}")
        where = row["place"] if isinstance(row["place"], str) else words.country(str(row["country"]))
        st.markdown(
            text.safe(
                f"{where} · {MEASURE[row['measure']]} · {cards.when(row.to_dict())} · {cards.said_by(row.to_dict())}"
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
    others = voices.of(row, reading.figures(Filter(country=country, population=(row["population"],))))
    if len(others):
        st.markdown(f"**Also said by** {text.safe(numbers.listed(list(dict.fromkeys(voices.name(others)))))}")
    for other in others.to_dict("records"):
        who = f"{cards.said_by(other)}, {cards.when(other)}"
        st.markdown(f"“{text.safe(other['quote'])}”  \n:small[{text.safe(who)}]")


def _source(row: pd.Series, document: dict[str, object]) -> None:
    facts = {
        "Source": document.get("citation") or document.get("title") or row["publisher"],
        "Document": f"{row['document']}, {'sentence' if isinstance(row['quote'], str) else 'row'} {row['record']}",
        "Published": numbers.day(row["published"]) if pd.notna(row["published"]) else None,
        "Licence": row["licence"],
        "Reviewed": REVIEW[row["review"]],
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
