"""Shapes of countries and their units, read once and shared. What comes out is read-only."""

from __future__ import annotations

import geopandas
import streamlit as st

from charts import shapes
from etl import boundaries


@st.cache_resource(show_spinner=False)
def countries() -> geopandas.GeoDataFrame:
    """Shapes of the world's countries."""
    return shapes.drawable(boundaries.admin0(), "iso3")


@st.cache_resource(show_spinner=False)
def disputed() -> geopandas.GeoDataFrame:
    """Lines that are in dispute, drawn dashed."""
    return boundaries.disputed()


@st.cache_resource(max_entries=12, show_spinner=False)
def units(iso3: str) -> geopandas.GeoDataFrame:
    """Shapes of a country's first-level units."""
    return shapes.drawable(boundaries.admin1(iso3), "adm1_code")
