"""What leaves the page of figures: an extract, its address for scripts, and the words to cite it by."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from etl import browse, citations, extracts, workbook
from etl.errors import UsageError
from etl.filters import Filter
from etl.formats import FORMATS
from ui import choices, reading, roles, serving, text

AT_ONCE = 200_000
"""More rows than this don't pass through the page: the browser fetches them from their address."""
READ = {
    "csv": 'pandas.read_csv("{url}")',
    "hxl": 'pandas.read_csv("{url}", skiprows=[1])',
    "xlsx": 'pandas.read_excel("{url}", sheet_name="figures")',
    "geojson": 'geopandas.read_file("{url}")',
    "parquet": 'pandas.read_parquet("{url}")',
}
WORDS = {kind: form.words for kind, form in FORMATS.items()}


def offer(chosen: Filter, count: int) -> None:
    """Format, download, address and citation of the chosen rows, side by side."""
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    kind = choices.select(bar, "Format", WORDS, "format", width=200)
    with bar:
        refused = _refused(kind, count)
        _download(chosen, count, kind, disabled=refused is not None)
        with st.popover("Use in a script", icon=":material/terminal:", type="tertiary"):
            _script(chosen, kind)
        with st.popover("Cite these figures", icon=":material/format_quote:", type="tertiary"):
            st.caption("Each document that the chosen rows come from.")
            st.code(selection_cited(chosen), language=None, wrap_lines=True, height=320)
    if refused:
        st.caption(f":material/block: {text.safe(refused)}")
    elif kind == "geojson":
        st.caption(
            f"{rows_placed(chosen):,} of the {count:,} rows have coordinates; the others can't be on a map."
        )


def _download(chosen: Filter, count: int, kind: str, *, disabled: bool) -> None:
    label, icon = f"Download {count:,} rows ({WORDS[kind]})", ":material/download:"
    if count > AT_ONCE and not roles.on():
        st.link_button(label, serving.path(chosen, kind), icon=icon, disabled=disabled, type="tertiary")
        return
    st.download_button(
        label,
        data=lambda: _made(chosen, kind),
        file_name=extracts.filename(chosen, FORMATS[kind].suffix),
        mime=FORMATS[kind].media,
        on_click="ignore",
        key=f"extract {kind}",
        icon=icon,
        type="tertiary",
        disabled=disabled,
    )


def _made(chosen: Filter, kind: str) -> bytes:
    with extracts.made(reading.reader(), chosen, kind).file as file:
        return file.read()


def _refused(kind: str, count: int) -> str | None:
    """Why these rows can't leave in this format; None if they can."""
    try:
        if kind == "xlsx":
            workbook.fits(count)
    except UsageError as error:
        return f"{error}."
    return None


def _script(chosen: Filter, kind: str) -> None:
    """The same rows, the same bytes: by their address, and by the command line."""
    here = urlsplit(st.context.url or "http://127.0.0.1:8501")
    url = f"{here.scheme}://{here.netloc}{serving.path(chosen, kind)}"
    if not roles.on():  # scripts can't sign in
        st.caption("The address of these rows, while this dashboard runs")
        st.code(url, language=None, wrap_lines=True)
    if kind in READ and not roles.on():
        st.caption("In Python")
        st.code(READ[kind].format(url=url), language="python", wrap_lines=True)
    st.caption("On the command line, the same bytes")
    name = extracts.filename(chosen, FORMATS[kind].suffix)
    query = f' --query "{chosen.address()}"' if chosen.address() else ""
    st.code(f"python -m etl export --format {kind}{query} -o {name}", language="bash", wrap_lines=True)


@reading.remembered
def selection_cited(chosen: Filter) -> str:
    """How to cite the chosen rows."""
    return citations.selection(reading.reader(), chosen)


@reading.remembered
def rows_placed(chosen: Filter) -> int:
    """How many of the chosen rows have coordinates."""
    return browse.placed(reading.reader(), chosen)
