"""Outlines to draw maps on: countries, first-level units, disputed lines, and the sentence under every map.

They are simplified for drawing (`datasets/reference/rebuild.py` says how): don't measure or locate with them.
Exterior rings run clockwise, as d3 (so Plotly) wants them.
"""

from __future__ import annotations

from functools import cache

import geopandas as gpd

from etl import reference


def admin0() -> gpd.GeoDataFrame:
    """Return the outline of every country: `iso3`, `name`, `geometry` (`boundaries_admin0.geojson`)."""
    return _read("boundaries_admin0.geojson")[["iso3", "name", "geometry"]].copy()


def admin1(iso3: str) -> gpd.GeoDataFrame:
    """Return the outlines of a country's first-level units (`boundaries_admin1.parquet`), empty if it has none.

    Columns: `admin1` (ISO 3166-2, "" where the outline is older than today's units), `iso3`, `name`, `adm1_code`
    (Natural Earth's, to be joined to `adm1_code` and `drawn_in` of `etl.areas.admin1_units`), `geometry`.
    """
    units = _read("boundaries_admin1.parquet")
    return units[units["iso3"] == iso3].reset_index(drop=True)


def disputed() -> gpd.GeoDataFrame:
    """Return the lines to draw dashed: `between` (who), `geometry` (`disputed_lines.geojson`)."""
    return _read("disputed_lines.geojson")[["between", "geometry"]].copy()


@cache
def disclaimer() -> str:
    """Return the sentence that stands under every map (`disclaimer.txt`)."""
    return (reference.folder() / "disclaimer.txt").read_text(encoding="utf-8").strip()


@cache
def _read(name: str) -> gpd.GeoDataFrame:
    path = reference.folder() / name
    return gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
