"""Arrow to pandas and back, without loss."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from etl.arrow import SCHEMA

_PANDAS = {
    pa.int64(): pd.Int64Dtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}


def table(figures: pd.DataFrame, schema: pa.Schema = SCHEMA) -> pa.Table:
    """Rows of pandas as an Arrow table of the schema."""
    return pa.Table.from_pandas(figures[schema.names], schema=schema, preserve_index=False, safe=False)


def frame(rows: pa.Table) -> pd.DataFrame:
    """Arrow to pandas, the same types whatever the rows hold: counts stay whole numbers, missing stays missing."""
    found: pd.DataFrame = rows.to_pandas(types_mapper=_PANDAS.get, date_as_object=False)
    for name in found.columns[found.dtypes == "datetime64[ms]"]:
        found[name] = found[name].astype("datetime64[us]")
    return found
