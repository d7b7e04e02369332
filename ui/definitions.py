"""What the words of the page mean, one click away: stock and flow, and whom each publisher counts as what."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from charts import numbers
from etl import words
from etl.sources import Definition, glossary
from ui.text import safe, web_address


def show(populations: Iterable[str] = ()) -> None:
    """A button that opens the definitions of `populations`, of all that have one where none is named."""
    wanted = set(populations)
    found = [one for one in glossary() if not wanted or one.population in wanted]
    with st.popover("What is counted", icon=":material/menu_book:", type="tertiary"):
        for measure, meaning in words.MEASURE.items():
            st.markdown(f"**{numbers.capital(measure)}.** {safe(meaning)}")
        st.caption(safe(f"After {words.MEASURE_SOURCE}."))
        for population in [name for name in words.POPULATION if any(one.population == name for one in found)]:
            st.markdown(f"**{safe(numbers.capital(words.POPULATION[population]))}**")
            for one in found:
                if one.population == population:
                    _definition(one)


def _definition(one: Definition) -> None:
    address = web_address(one.url)
    cited = one.citation.partition(". ")[0]  # terms of use, which may follow, stand on the page Sources
    where = f"[{safe(cited)}]({address})" if address else safe(cited)
    st.markdown(f"{safe(one.publisher)}: {safe(one.sentence)} :small[{where}]")
