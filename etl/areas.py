"""Countries and their first-level units as frames: names, codes, middles, people."""

from __future__ import annotations

from functools import cache

import pandas as pd

from etl import reference


def countries() -> pd.DataFrame:
    """Return countries, territories and UNHCR's pseudo-countries, one row per `iso3` (`countries.csv`)."""
    return _frame("countries").copy()


def admin1_units() -> pd.DataFrame:
    """Return the first-level units of countries, one row per ISO 3166-2 code `admin1` (`admin1.csv`)."""
    return _frame("admin1").copy()


@cache
def _frame(table: str) -> pd.DataFrame:
    # keep_default_na=False: "NA" is Namibia
    frame = pd.read_csv(reference.folder() / f"{table}.csv", dtype=str, keep_default_na=False)
    for column in ("lat", "lon", "population", "population_year"):
        if column in frame:
            frame[column] = pd.to_numeric(frame[column].replace("", None))
    return frame
