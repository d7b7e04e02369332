"""The canonical table as Arrow, the form in which rows travel between DuckDB, pandas and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from etl.columns import COLUMNS, PROCEDURE_COLUMNS

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "TINYINT": pa.int8(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
}
_PANDAS = {
    pa.int64(): pd.Int64Dtype(),
    pa.int8(): pd.Int8Dtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}
SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in COLUMNS])
"""All canonical columns in their order."""
PROCEDURES = pa.schema([*SCHEMA, *((column.name, _ARROW[column.type]) for column in PROCEDURE_COLUMNS)])
"""Those of asylum procedures: the canonical columns and their own."""


def table(figures: pd.DataFrame, schema: pa.Schema = SCHEMA) -> pa.Table:
    """Rows of pandas as an Arrow table of the schema."""
    return pa.Table.from_pandas(figures[schema.names], schema=schema, preserve_index=False, safe=False)


def frame(rows: pa.Table) -> pd.DataFrame:
    """Arrow to pandas, the same types whatever the rows hold: counts stay whole numbers, missing stays missing."""
    found: pd.DataFrame = rows.to_pandas(types_mapper=_PANDAS.get, date_as_object=False)
    for name in found.columns[found.dtypes == "datetime64[ms]"]:
        found[name] = found[name].astype("datetime64[us]")
    return found


def put(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, pa.DataType],
    rows: Iterable[Sequence[object]],
) -> None:
    """Make the temporary `table` of these rows, all at once: DuckDB takes a millisecond for each that is inserted alone."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(column, kind) for column, kind in zip(values, columns.values(), strict=True)]
    con.register("rows_to_put", pa.Table.from_arrays(arrays, names=list(columns)))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM rows_to_put")
    con.unregister("rows_to_put")
