"""One country: its units and places on a map, and all figures of the unit that is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import geopandas
import pandas as pd
import streamlit as st

from charts import style
from charts.look import Look
from etl import first_level
from etl.filters import Filter
from ui import behind, chart, choices, map_clicks, maps, reading, text
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
NONE = "none"


def show(inside: Filter, claims: pd.DataFrame, look: Look) -> None:
    """The country's map for each measure that it has figures of; below, all figures of the unit that is chosen."""
    iso3 = inside.country[0]
    shapes = ui_shapes.units(iso3)
    unit = _chosen(shapes, iso3)
    found, reason = maps.units(inside)
    if found is None and any(kind in reason for kind in ("never added", "counted twice")):
        st.info(text.reason(reason))
    look = replace(look, chosen=(unit,) if unit else ())
    for kind, fig, reports in maps.of_country(inside, claims, found, look):
        ids = list(found.rows["figure_id"]) if found is not None and kind == look.measure else []
        rows = partial(_behind, inside, ids, reports)
        chart.show(fig, f"map-{iso3.lower()}-{kind}", inside, rows, picked=map_clicks.of_unit(unit))
    if unit:
        _figures_of(shapes, unit, inside)
    elif len(shapes):
        st.caption("Click a unit, or choose it above, to see all figures of it.")


def _behind(inside: Filter, ids: list[str], reports: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([behind.figures(inside, ids), reports]) if ids else reports


def _chosen(units: geopandas.GeoDataFrame, country: str) -> str:
    """The outline (`adm1_code`) to look into (`?unit=`), empty for none."""
    names = dict(sorted(zip(units["adm1_code"], units["name"], strict=True), key=lambda pair: str(pair[1])))
    options = {NONE: f"All of {style.name(country, 'country')}", **names}
    picked = choices.select(st.container(), "Unit", options, map_clicks.UNIT, NONE)
    return "" if picked == NONE else picked


def _figures_of(units: geopandas.GeoDataFrame, unit: str, asked: Filter) -> None:
    name = str(units.set_index("adm1_code").loc[unit, "name"])
    rows = _rows(asked, unit)
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
    chart.download(lambda: rows, f"{unit.lower()}.csv", "CSV of this unit", f"csv unit {unit}")


def _rows(asked: Filter, unit: str) -> pd.DataFrame:
    """The canonical rows of all places in the outline, the newest first."""
    rows = reading.figures(Filter(country=asked.country, origin=asked.origin))
    inside = first_level.outlines(asked.country[0], rows["admin1"]) == unit
    return rows[inside.fillna(False)].sort_values(["end_date", "figure_id"], ascending=[False, True])
