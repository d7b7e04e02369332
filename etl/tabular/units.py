"""Names and p-codes of first- and second-level units, as publishers write them: looked up once per distinct one.

What is written is kept; what can be resolved is added; what can't be is flagged, never guessed.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from etl import places, putting

FOUND = {
    **dict.fromkeys(("u_country", "u_name", "u_pcode", "u_admin1", "admin1", "pcode"), pa.string()),
    **{"lat": pa.float64(), "lon": pa.float64(), "place_accuracy": pa.string(), "warning": pa.string()},
}


def resolve(
    con: duckdb.DuckDBPyConnection,
    table: str,
    country: str,
    name: str,
    pcode: str = "NULL",
    admin1: str = "NULL",
) -> str:
    """Look each distinct (country, name, p-code, first-level name) of `table` up; return the name of a table of them.

    `country` (ISO3), `name` (the unit), `pcode` and `admin1` (name of the first-level unit that it lies in; the unit
    itself where it is one) are SQL expressions over `table`. The result has the columns `u_country`, `u_name`,
    `u_pcode`, `u_admin1` as written, to be joined by IS NOT DISTINCT FROM, and `admin1` (ISO 3166-2), `pcode` (repaired),
    `lat`, `lon`, `place_accuracy`, `warning`.
    """
    distinct = con.execute(
        f"SELECT DISTINCT ({country})::VARCHAR, ({name})::VARCHAR, ({pcode})::VARCHAR, ({admin1})::VARCHAR "
        f"FROM {table} ORDER BY ALL"
    ).fetchall()
    putting.rows(con, "units", FOUND, [_looked_up(*written) for written in distinct])
    return "units"


def joined(table: str, country: str, name: str, pcode: str = "NULL", admin1: str = "NULL") -> str:
    """SQL: the `LEFT JOIN` of `table` (its alias) with what `resolve` returned for the same expressions."""
    pairs = {"u_country": country, "u_name": name, "u_pcode": pcode, "u_admin1": admin1}
    return "LEFT JOIN units ON " + " AND ".join(
        f"units.{column} IS NOT DISTINCT FROM ({expression})::VARCHAR" for column, expression in pairs.items()
    )


def _looked_up(
    country: str | None, name: str | None, pcode: str | None, admin1: str | None
) -> tuple[str | float | None, ...]:
    """A row of `FOUND`."""
    code, mended = places.pcode(pcode, country) if pcode and country else (pcode, None)
    first = _first_level(admin1, country)
    place = _place(name, country, first, is_first=name == admin1)
    iso = first.admin1 if first else None if admin1 else place.admin1 if place else None
    unknown = name and country and place is None and code is None
    said = [mended, f'place not in our gazetteer, kept as written: "{name}"' if unknown else None]
    return (
        *(country, name, pcode, admin1, iso, code),
        *((place.lat, place.lon, place.accuracy) if place else (None, None, None)),
        "; ".join(text for text in said if text) or None,
    )


def _first_level(name: str | None, country: str | None) -> places.Place | None:
    """The first-level unit of that name; failing that, any place of it, whose unit may be meant."""
    found = [place for place in places.candidates(name or "") if country and place.country == country]
    return next((place for place in found if place.admin_level == 1), found[0] if found else None)


def _place(
    name: str | None, country: str | None, first: places.Place | None, is_first: bool
) -> places.Place | None:
    """The place of that name in the country; one known to lie in another first-level unit is another place."""
    if is_first:
        return first
    found = [place for place in places.candidates(name or "") if country and place.country == country]
    inside = [place for place in found if first is None or place.admin1 in (None, first.admin1)]
    return inside[0] if inside else None
