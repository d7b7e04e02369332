"""What a canonical row may say: rules for what comes in, and the pandera check of what goes out.

Two lines of defence, both made from `etl.columns`. `RULES` judge a publisher's rows by columns, in SQL: a row
that breaks one becomes a reject with its reason, the others go on. `check` (pandera) judges our own tables just
before they are published: a failure there is a fault of ours, and the published tables stay as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from etl.columns import COLUMNS, STORED, Column
from etl.errors import DataError

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

WORLD_POPULATION = 8_300_000_000
"""More persons than this in one figure is a slip of the keyboard (UN World Population Prospects 2024: 8.2
billion in 2025)."""


TABLE = "quote IS NULL"
"""Tables must say who, when and where; a sentence may leave it out, and the figure keeps a warning."""


@dataclass(frozen=True)
class Rule:
    """A row that matches `broken` (SQL over canonical columns) is rejected with `reason` (an SQL text)."""

    name: str
    broken: str
    reason: str


def _allowed(column: Column) -> Rule:
    values = ", ".join(f"'{value}'" for value in column.allowed)
    cure = ", ".join(column.allowed)
    return Rule(
        f"known {column.name}",
        f"{column.name} NOT IN ({values})",
        f"'unknown {column.name} \"' || {column.name} || '\": use one of {cure}'",
    )


def _required(column: Column) -> Rule:
    return Rule(f"{column.name} given", f"{column.name} IS NULL", f"'no {column.name}: give one'")


RULES = (
    *(_required(column) for column in STORED if column.required and column.default is None),
    *(_allowed(column) for column in STORED if column.allowed),
    Rule(
        "no negative count",
        "value < 0 OR reported < 0",
        "'negative count ' || least(value, reported) || ': people are 0 or more'",
    ),
    Rule(
        "plausible count",
        f"greatest(value, value_high) > {WORLD_POPULATION}",
        "'count ' || greatest(value, value_high) || ' is more than the people on Earth: check the number'",
    ),
    Rule(
        "range in order",
        "value_high < value",
        "'range ends below its start: ' || value || ' to ' || value_high",
    ),
    Rule(
        "missing is explained",
        "value IS NULL AND reported IS NULL AND value_status IN ('reported', 'derived')",
        "'no number: leave the row out, or say value_status redacted or not_collected'",
    ),
    Rule(
        "withheld has no value",
        "value IS NOT NULL AND value_status IN ('redacted', 'not_collected')",
        "'a value stands beside value_status ' || value_status",
    ),
    Rule(
        "table names its publisher",
        f"publisher IS NULL AND {TABLE}",
        "'no publisher: name one in the row or the sidecar'",
    ),
    Rule(
        "table row has a date",
        f"end_date IS NULL AND {TABLE}",
        "'no end_date: give the as-of date or the last day'",
    ),
    Rule(
        "stock has one date",
        "measure = 'stock' AND start_date IS NOT NULL",
        "'a stock has no start_date: it is true on its end_date'",
    ),
    Rule(
        "flow has a period",
        f"measure = 'flow' AND start_date IS NULL AND {TABLE}",
        "'a flow has a period: give its start_date'",
    ),
    Rule(
        "period in order",
        "start_date > end_date",
        "'period ends before it starts: ' || start_date || ' to ' || end_date",
    ),
    Rule(
        "has a place",
        f"country IS NULL AND place IS NULL AND origin IS NULL AND {TABLE}",
        "'no country, no place, no origin: say where'",
    ),
    Rule(
        "on Earth",
        "abs(lat) > 90 OR abs(lon) > 180",
        "'no such place on Earth: lat ' || lat || ', lon ' || lon",
    ),
)


def reason_sql(rules: tuple[Rule, ...] = RULES) -> str:
    """SQL expression: the reason why a canonical row is refused, or NULL for a good row."""
    whens = " ".join(f"WHEN {rule.broken} THEN {rule.reason}" for rule in rules)
    return f"CASE {whens} END"


@cache
def _canonical() -> pa.DataFrameSchema:
    """The canonical table as pandera knows it: one row per figure, columns of `etl.columns` in their order.

    Made when it is first asked for: pandera takes half a second to load, and reading files does not need it.
    """
    import pandera.pandas as pa

    kinds = {
        "VARCHAR": "str",
        "BIGINT": "Int64",
        "TINYINT": "Int8",
        "DOUBLE": "float64",
        "DATE": "datetime64[us]",
    }
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                kinds[column.type],
                [pa.Check.isin(column.allowed)] if column.allowed else [],
                nullable=not column.required,
                coerce=column.type != "VARCHAR",
            )
            for column in COLUMNS
        },
        checks=[
            pa.Check(lambda frame: frame["figure_id"].is_unique, name="figure_id is unique"),
            pa.Check(lambda frame: ~(frame["value"] < 0).fillna(False), name="people are 0 or more"),
            pa.Check(lambda frame: ~(frame["end_date"] < frame["start_date"]), name="period in order"),
        ],
        ordered=True,
        strict=True,
    )


def check(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the canonical `frame` unchanged if it keeps the schema.

    Raises DataError that names the first failures (column, check, offending value) otherwise.
    """
    from pandera.errors import SchemaErrors

    try:
        _canonical().validate(frame, lazy=True)
    except SchemaErrors as failure:
        cases = failure.failure_cases[["column", "check", "failure_case"]].drop_duplicates().head(3)
        named = "; ".join(f"{case.column}: {case.check} ({case.failure_case})" for case in cases.itertuples())
        raise DataError(f"tables not published, they break the schema: {named}") from failure
    return frame
