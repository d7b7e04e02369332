"""Shapes of countries and their units, read once and shared. What comes out is read-only."""

from __future__ import annotations

import geopandas
import streamlit as st

from charts import shapes
from charts.shapes import Ground
from etl import boundaries


@st.cache_resource(show_spinner=False)
def ground() -> Ground:
    """The world's countries, the lines in dispute, and the sentence about both."""
    land = shapes.drawable(boundaries.admin0(), "iso3")
    return Ground(land, boundaries.disputed(), boundaries.disclaimer())


@st.cache_resource(max_entries=12, show_spinner=False)
def units(iso3: str) -> geopandas.GeoDataFrame:
    """Shapes of a country's first-level units."""
    return shapes.drawable(boundaries.admin1(iso3), "adm1_code")
