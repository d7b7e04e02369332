"""The formats in which canonical rows leave; `etl.extracts` writes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A kind of extract: its suffix, media type, name for people."""

    suffix: str
    media: str
    words: str


FORMATS = {
    "csv": Format("csv", "text/csv", "CSV"),
    "hxl": Format("hxl.csv", "text/csv", "CSV with HXL tags"),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)"
    ),
    "geojson": Format("geojson", "application/geo+json", "GeoJSON"),
    "parquet": Format("parquet", "application/vnd.apache.parquet", "Parquet"),
    "package": Format("zip", "application/zip", "Data package (zip)"),
}
"""The formats in which canonical rows leave, by name."""
