"""The canonical columns as Arrow has them, the form in which rows travel between DuckDB, pandas and files."""

from __future__ import annotations

import pyarrow as pa

from etl.columns import COLUMNS, PROCEDURE_COLUMNS

_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "TINYINT": pa.int8(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
}
SCHEMA = pa.schema([(column.name, _ARROW[column.type]) for column in COLUMNS])
"""All canonical columns in their order."""
PROCEDURES = pa.schema([*SCHEMA, *((column.name, _ARROW[column.type]) for column in PROCEDURE_COLUMNS)])
"""Those of asylum procedures: the canonical columns and their own."""
