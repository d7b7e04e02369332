"""The published tables as reviewers left them: what was decided lies over the figures read from text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl import arrow, columns, decisions, places, privacy, schema, versions
from etl.decisions import EDITABLE, State
from etl.errors import DataError
from etl.privacy import Privacy
from etl.store import Reader
from etl.versions import Version

PLACE = ("admin1", "pcode", "admin_level", "lat", "lon", "place_accuracy")
"""What follows from a corrected country and place."""

SCHEMA = pa.schema(
    [
        ("figure_id", pa.string()),
        ("review", pa.string()),
        ("reviewed_by", pa.string()),
        ("reviewed_on", pa.date32()),
        ("warning", pa.string()),
        ("changed", pa.list_(pa.string())),
        *(arrow.SCHEMA.field(name) for name in (*EDITABLE, *PLACE)),
    ]
)
DATES = {"start_date": "start_accuracy", "end_date": "end_accuracy"}


def reader(datasets: Path, version: Version | None = None) -> Reader | None:
    """The reader of a version, else of that in force, with all decisions so far and without what `privacy.toml` withholds.

    None if nothing was published yet. Raises UsageError for a wrong `privacy.toml`.
    """
    version = version or versions.current(datasets / "tables")
    if version is None:
        return None
    file = datasets / decisions.FILE
    return _reader(version.folder, file, decisions.newest(file), privacy.settings(datasets))


@lru_cache(maxsize=2)
def _reader(folder: Path, file: Path, newest: int, rule: Privacy | None) -> Reader:
    return Reader(folder, decided(decisions.states(file)) if newest else None, rule)


def decided(states: Mapping[str, State]) -> pa.Table:
    """One row a figure that was decided on: its review, who and when, and the corrected columns (named in `changed`)."""
    return pa.Table.from_pylist(
        [_row(figure_id, state) for figure_id, state in sorted(states.items())], schema=SCHEMA
    )


def _row(figure_id: str, state: State) -> dict[str, Any]:
    changes: dict[str, Any] = {
        name: datetime.date.fromisoformat(value) if name in DATES and value else value
        for name, value in state.changes.items()
    }
    if "place" in changes:
        changes |= _placed(changes.get("place"), changes.get("country"))
    when = datetime.datetime.fromisoformat(state.last.decided_at).date() if state.last else None
    return {
        "figure_id": figure_id,
        "review": state.review,
        "reviewed_by": state.last.decided_by if state.last else None,
        "reviewed_on": when,
        "warning": f"corrected by the reviewer: {', '.join(state.changes)}" if state.changes else None,
        "changed": list(changes),
        **changes,
    }


def _placed(place: str | None, country: str | None) -> dict[str, Any]:
    """Codes and coordinates of a place as a reviewer wrote it; empty where the gazetteer does not know it."""
    found = places.resolve(place, country) if place else None
    if found is None:
        return dict.fromkeys(PLACE)
    return {
        **{name: getattr(found, name) for name in PLACE if name != "place_accuracy"},
        "place_accuracy": found.accuracy,
    }


def correction(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a correction changes: the columns before and after, as `etl.decisions.decide` keeps them.

    `row` is the canonical row as it stands, `wanted` the reviewer's values (dates as YYYY-MM-DD, None for empty).
    Country and place go together, as the place is looked up in the country. A date that is changed is known to the day,
    unless its accuracy is changed with it. Raises DataError, with the cure, for a row that would break the rules of the
    canonical table.
    """
    wanted = _to_the_day(row, wanted)
    now = {name: _plain(row[name]) for name in wanted}
    changed = {name for name, value in wanted.items() if value != now[name]}
    if changed & {"country", "place"}:
        changed |= {"country", "place"} & set(wanted)
    after = {name: wanted[name] for name in sorted(changed)}
    _check({name: _plain(row[name]) for name in columns.NAMES} | after)
    return {name: now[name] for name in sorted(changed)}, after


def _to_the_day(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The reviewer's values, with the accuracy that follows from a date that was changed."""
    follows = {
        accuracy: "day" if wanted[date] else None
        for date, accuracy in DATES.items()
        if date in wanted
        and wanted[date] != _plain(row[date])
        and (not wanted[date] or wanted.get(accuracy) in (None, _plain(row[accuracy])))
    }
    return {**wanted, **follows}


def _check(row: Mapping[str, Any]) -> None:
    """The row rules of `etl.schema`, as for every row that comes in."""
    dates = {name for name in columns.NAMES if columns.BY_NAME[name].type == "DATE"}
    typed = {
        name: datetime.date.fromisoformat(value) if name in dates and value else value
        for name, value in row.items()
    }
    con = duckdb.connect()
    con.register("corrected", pa.Table.from_pylist([typed], schema=arrow.SCHEMA))
    reason = con.execute(f"SELECT {schema.reason_sql()} FROM corrected").fetchall()[0][0]
    con.close()
    if reason:
        raise DataError(f"not corrected: {reason}")


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value.item() if hasattr(value, "item") else value
