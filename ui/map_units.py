"""One country: its units and places on a map, and all figures of the unit that is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from charts import style
from charts.look import Look
from etl import first_level, words
from etl.filters import Filter
from ui import behind, chart, map_clicks, maps, reading, text
from ui import shapes as ui_shapes

COLUMNS: dict[str, Any] = {
    "population": "People",
    "measure": "Counted as",
    "end_date": st.column_config.DateColumn("As of, or until"),
    "value": st.column_config.NumberColumn("Number", format="localized"),
    "quantifier": "Bound",
    "place": "Place",
    "publisher": "Published by",
    "quote": "In the words of the report",
    "warning": "Careful",
}
MOST = 500


def show(inside: Filter, claims: pd.DataFrame, look: Look, units: tuple[str, ...]) -> None:
    """The country's map for each measure that it has figures of; below, all figures of the chosen units (ISO 3166-2)."""
    iso3 = inside.country[0]
    shapes = ui_shapes.units(iso3)
    drawn = first_level.outlines(iso3, pd.Series(units, dtype=str)).dropna().unique()
    found, reason = maps.units(inside)
    if found is None and any(kind in reason for kind in ("never added", "counted twice")):
        st.info(text.reason(reason))
    look = replace(look, chosen=tuple(drawn))
    for kind, fig, reports in maps.of_country(inside, claims, found, look):
        stored = list(found.rows["row"]) if found is not None and kind == look.measure else []
        rows = partial(_behind, inside, stored, reports)
        name = f"map-{iso3.lower()}-{kind}"
        chart.show(fig, name, inside, rows, picked=map_clicks.of_unit(iso3, units))
    if units:
        _figures_of(replace(inside, admin1=units))
    elif len(shapes):
        st.caption("Click a unit to choose it on all pages, and to see all figures of it.")


def _behind(inside: Filter, stored: list[int], reports: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([behind.figures(inside, stored), reports]) if stored else reports


def _figures_of(asked: Filter) -> None:
    rows = _rows(asked)
    name = " and ".join(map(words.unit, asked.admin1))
    st.markdown(f"**Figures of {text.safe(name)} and of places in it**")
    if rows.empty:
        st.caption("These tables have none. `python -m etl add FILE` reads a table or a report that has.")
        return
    shown = rows[list(COLUMNS)].head(MOST)
    st.dataframe(
        shown.assign(population=[style.name(str(code), "population") for code in shown["population"]]),
        hide_index=True,
        column_config=COLUMNS,
    )
    if len(rows) > MOST:
        st.caption(f"The newest {MOST:,} of {len(rows):,}; the CSV has all.")
    filename = f"{'-'.join(asked.admin1).lower()}.csv"
    chart.download(lambda: rows, filename, "CSV of this unit", f"csv unit {filename}")


def _rows(asked: Filter) -> pd.DataFrame:
    """The canonical rows of the units and of all places in them, the newest first."""
    rows = reading.figures(Filter(country=asked.country, admin1=asked.admin1, origin=asked.origin))
    return rows.sort_values(["end_date", "figure_id"], ascending=[False, True])
