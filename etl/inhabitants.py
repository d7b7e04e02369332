"""People per 1,000 inhabitants of a country.

Inhabitants and the year of their estimate are those of `datasets/reference/countries.csv` (Natural Earth, mostly of 2019):
one year for all dates, so that a change of the rate is a change of the people counted.
"""

from __future__ import annotations

import pandas as pd

from etl import areas

PER = 1_000


def per_1000(table: pd.DataFrame) -> pd.DataFrame:
    """The table (`key`: ISO3, `value`: persons) with `inhabitants`, `inhabitants_year` and `per_1000`.

    All three are missing where the inhabitants are not known.
    """
    known = areas.countries().set_index("iso3")
    inhabitants = pd.to_numeric(table["key"].map(known["population"]), errors="coerce").astype("Float64")
    inhabitants = inhabitants.where(inhabitants > 0)
    return table.assign(
        inhabitants=inhabitants.astype("Int64"),
        inhabitants_year=pd.to_numeric(table["key"].map(known["population_year"])).astype("Int64"),
        per_1000=table["value"].astype("Float64") * PER / inhabitants,
    )
