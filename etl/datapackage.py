"""A Frictionless Data Package (v2, datapackage.org): what an extract holds, told to programs.

Columns, types, what is allowed and what is missing come from `etl.columns`; sources and licences from the rows. The
date of making is left out, so the same rows give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from etl.citations import Source
from etl.columns import COLUMNS, Column
from etl.filters import Filter

NAME = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "TINYINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
}
ABOUT = (
    "One row per published figure, with its source, as-of date, licence and review status. Missing is not zero. Stocks "
    "are not added over time, and never to flows. In CSV, text that a spreadsheet would run as a formula has an "
    "apostrophe before it."
)
DIALECTS: dict[str, dict[str, Any]] = {
    "csv": {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
    "hxl": {"header": True, "headerRows": [1], "commentRows": [2], "delimiter": ","},
    "xlsx": {"header": True, "sheetName": "figures"},
}
LICENCE = re.compile(r"[-A-Za-z0-9._]+")


@dataclass(frozen=True)
class File:
    """An extract: its name, kind (of `etl.formats.FORMATS`), media type, size in bytes and SHA-256."""

    name: str
    kind: str
    media: str
    bytes: int
    sha256: str


def descriptor(file: File, chosen: Filter, sources: Iterable[Source]) -> bytes:
    """The bytes of `datapackage.json` for an extract of the rows that pass the filter."""
    found = list(sources)
    said = {
        "$schema": PROFILE,
        "name": re.sub(r"[^a-z0-9._-]+", "-", file.name.lower().split(".")[0]),
        "title": "Displacement figures",
        "description": ABOUT,
        "keywords": ["displacement", "refugees", "IDP", "humanitarian"],
        "query": chosen.address(),
        "licenses": _licences(found),
        "sources": [_source(one) for one in found],
        "resources": [_resource(file)],
    }
    kept = {key: value for key, value in said.items() if value != []}
    return (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(file: File) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": "figures",
        "path": file.name,
        "format": "csv" if file.kind == "hxl" else file.kind,
        "mediatype": file.media,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.kind == "geojson":
        return resource
    if file.kind in ("csv", "hxl"):
        resource["encoding"] = "utf-8"
    if file.kind in DIALECTS:
        resource["dialect"] = DIALECTS[file.kind]
    return {**resource, "type": "table", "schema": schema()}


def schema() -> dict[str, Any]:
    """The Table Schema of the canonical table."""
    return {
        "fields": [_field(column) for column in COLUMNS],
        "primaryKey": ["figure_id"],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.type],
        "description": column.meaning,
        "hxl": column.hxl,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    return {**field, "constraints": constraints} if constraints else field


def _licences(sources: list[Source]) -> list[dict[str, str]]:
    """Each licence once; words that are no identifier become the title of an `other` one."""
    names = sorted({one.licence for one in sources if one.licence})
    return [{"name": name} if LICENCE.fullmatch(name) else {"name": "other", "title": name} for name in names]


def _source(one: Source) -> dict[str, str]:
    said = {
        "title": f"{one.publisher}: {one.document}" if one.publisher else one.document,
        "path": one.url if one.url and re.match(r"https?://", one.url) else None,
        "version": str(one.vintage or one.published or "") or None,
        "licence": one.licence,
    }
    return {key: value for key, value in said.items() if value}
