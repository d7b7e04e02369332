"""The world on the map page: on a day, in a year, or over the years."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from charts import numbers, style
from etl import atlas
from etl.filters import Filter
from ui import behind, chart, map_clicks, maps, text
from ui.map_choices import View


def show(view: View, chosen: Filter, claims: pd.DataFrame) -> None:
    """Draw the view; a click on a country sets the filter."""
    picked = map_clicks.of_country(chosen, view.by)
    if view.years:
        _over_years(view, picked)
    else:
        _at_once(view, claims, picked)
    st.caption("Click a country to choose it on all pages; once more to let it go.")


def _over_years(view: View, picked: map_clicks.Picked) -> None:
    table, stored = maps.by_year(view.question, view.by)
    if table.dropna(subset=[view.look.column]).empty:
        st.info("No year has a sum that can be drawn. Choose another group of people, or one publisher.")
        return
    fig = maps.over_years(table, view.question, view.by, view.look)
    chart.show(fig, "map-years", view.question, lambda: behind.figures(view.question, stored), picked=picked)


def _at_once(view: View, claims: pd.DataFrame, picked: map_clicks.Picked) -> None:
    found, reason = maps.sheet(view.question, view.by)
    if found is None:
        st.info(text.reason(reason))
        found = atlas.EMPTY
    told = maps.placed(claims, view.question)
    told = told[told["measure"] == view.look.measure]
    if view.look.rate or view.look.lines_from:
        told = told.head(0)  # a place has no inhabitants here, and lines are of tables
    stored = list(found.rows["row"]) if len(found.rows) else []

    def rows() -> pd.DataFrame:
        shown = behind.figures(view.question, stored)
        return pd.concat([shown, told]) if len(told) else shown

    fig = maps.of_world(found.table, view.question, view.by, told, view.look, _refused(found))
    chart.show(fig, "map", view.question, rows, picked=picked)


def _refused(found: atlas.Sheet) -> tuple[str, ...]:
    """What to say of countries whose counts may not be added."""
    if not found.refused:
        return ()
    names = numbers.listed([style.name(key, "country") for key, _ in found.refused])
    return (f"no single number for {names}, where several publishers count the same people",)
