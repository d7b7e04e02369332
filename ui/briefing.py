"""The page Briefing: whom a sheet is about, what it looks like, and its files."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from briefing import files, paper, settings, subjects, text, writing
from briefing.sheet import Sheet
from etl import areas, build
from etl.filters import Filter
from ui import choices, controls, reading
from ui.text import safe

KINDS = {
    "country": "A country",
    "origin": "People from a country",
    "situation": "A situation",
    "region": "A region",
}
SCALES = {"pdf": (0,), "png": (2, 4), "svg": (0,), "pptx": (0,), "docx": (0,), "txt": (0,)}
"""Each download: a picture is offered at two sizes."""


@dataclass(frozen=True)
class Choice:
    """What the page was asked for."""

    kind: str
    key: str
    on: datetime.date
    layout: str


def choose(chosen: Filter) -> Choice:
    """The choices, all in the address; at first the country or origin of the filter."""
    first_kind = "origin" if chosen.origin and not chosen.country else "country"
    row = st.container(horizontal=True, vertical_alignment="bottom")
    kind = choices.tabs(row, "About", KINDS, "about", first_kind)
    newest = _newest()
    options = _options(kind)
    asked = (chosen.country if kind == "country" else chosen.origin) or ("SYR",)
    key = choices.select(row, KINDS[kind], options, "of", asked[0] if asked[0] in options else "")
    on = choices.day(
        row, "As things stood on", "day", chosen.on or chosen.end or newest, controls.FIRST, newest
    )
    layout = choices.tabs(row, "Layout", paper.LAYOUTS, "layout")
    return Choice(kind, key, on, layout)


def _options(kind: str) -> dict[str, str]:
    if kind == "situation":
        return {key: one["name"] for key, one in subjects.situations().items()}
    if kind == "region":
        return {name: name for name in subjects.regions()}
    known = areas.countries()
    there = known[known["kind"].isin(["country", "territory"])].sort_values("name")
    return dict(zip(there["iso3"], there["name"], strict=True))


def _newest() -> datetime.date:
    day = reading.query("SELECT max(end_date) AS day FROM canonical WHERE review = 'accepted'")["day"].item()
    return day.date() if isinstance(day, datetime.datetime) else controls.LAST


@reading.remembered
def sheet(choice: Choice) -> Sheet:
    """What the sheet says."""
    said = settings.settings(build.datasets_folder())
    subject = subjects.MAKERS[choice.kind](choice.key)
    made = writing.sheet(reading.reader(), subject, choice.on, said.brand)
    return replace(made, link=said.link(subject, choice.on.isoformat()))


@reading.remembered
def _pages(choice: Choice) -> tuple[str, int]:
    """The first page as SVG, sharp at every size, and how many there are."""
    pages = paper.document(sheet(choice), choice.layout).svgs()
    return pages[0].decode(), len(pages)


def show(choice: Choice) -> None:
    """The downloads, then the first page as it will look."""
    made = sheet(choice)
    _downloads(choice, made)
    picture, pages = _pages(choice)
    st.image(
        picture, width=820 if choice.layout == "portrait" else "stretch", alt=f"The sheet: {made.headline}"
    )
    if pages > 1:
        st.caption(f"The first of {pages} pages: notes and sources follow on the next.")
    with st.expander("The sheet in words", icon=":material/notes:"):
        for line in text.text(made).splitlines():
            st.markdown(safe(line)) if not line.startswith("- ") else st.markdown(f"- {safe(line[2:])}")


def _downloads(choice: Choice, made: Sheet) -> None:
    row = st.container(horizontal=True)
    name = f"{made.subject.key.lower().replace(' ', '-')}-{choice.on}-{choice.layout}"
    for kind, scales in SCALES.items():
        form = files.KINDS[kind]
        for scale in scales:
            row.download_button(
                f"{form.name} {scale}x" if scale else form.name,
                data=partial(_file, choice, kind, scale),
                file_name=f"{name}{f'@{scale}x' if scale else ''}.{kind}",
                mime=form.media,
                on_click="ignore",
                key=f"briefing {kind} {scale}",
                icon=":material/download:",
            )


def _file(choice: Choice, kind: str, scale: int) -> bytes:
    return files.KINDS[kind].made(sheet(choice), choice.layout, scale)
