"""Repeated claims: the same figure in five newspapers is one figure with five voices, and counts once.

Two figures of different documents say the same where these are equal: group, measure, unit, sex, age, country, origin,
place, number (and the upper end of a range); where the bounds don't contradict ("more than" and "about" may tell one
number, "more than" and "less than" don't); where the first days of the period are equal or one is not said; where the
last or as-of days lie within `DAYS`; and where whom they credit is equal or not said by one. The earliest published is
the first voice; the others are measured by it, not by each other, so that a number that stays in the news for months
becomes a new figure. Figures of no place are left alone, and so is what one document says twice (`etl.reports`).

Of the voices the earliest that a person has accepted counts, else the earliest that waits; what was rejected is no voice.
So roles follow the decisions: the build marks the figures as they were read, and a reader marks them again as reviewed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import duckdb
import pandas as pd

from etl import frames
from etl.claims import AGAIN
from etl.wholes import with_place_key

DAYS = 7
"""How far the days may lie apart: reports of one number trail each other by a week."""

SAME = [
    "population",
    "measure",
    "unit",
    "sex",
    "age",
    "country",
    "origin",
    "place_key",
    "number",
    "value_high",
]
LOWER, UPPER = ("more_than", "at_least"), ("less_than", "at_most")
READ = (
    *(
        "population",
        "measure",
        "unit",
        "sex",
        "age",
        "country",
        "origin",
        "place",
        "pcode",
        "admin1",
        "admin_level",
    ),
    *(
        "value",
        "value_high",
        "reported",
        "quantifier",
        "start_date",
        "end_date",
        "published",
        "attributed_to",
    ),
    *("publisher", "document", "quote_start", "role", "review", "warning"),
)

COMPARED = ["document", "quantifier", "day", "start_date", "credit"]
"""What else two voices must agree in, or not contradict each other (`_same`)."""

Row = Mapping[Hashable, Any]

SAID_BY, PERSONS = "said by ", "persons are said beside it, which count"
_MARKS = rf"(^|; )({SAID_BY}\d+: |{AGAIN}|{PERSONS}).*$"
"""What `mark` wrote into a warning: it writes last, so all from its first words to the end."""

UNMARKED = {
    "role": f"CASE WHEN warning LIKE '%{AGAIN}%' OR warning LIKE '%{PERSONS}' THEN 'recommended' ELSE role END",
    "warning": f"regexp_replace(warning, '{_MARKS}', '')",
}
"""SQL: role and warning of a published figure from text as they were before `mark`."""


def _derived(table: str) -> str:
    """SQL: persons computed from households don't count where a report gives persons for the same people.

    They do where a reviewer has accepted them and the given persons still wait.
    """
    return f"""
UPDATE {table} h SET role = 'triangulation', warning = concat_ws('; ', warning, '{PERSONS}')
WHERE quote IS NOT NULL AND unit = 'household' AND value_status = 'derived' AND role = 'recommended' AND EXISTS (
    SELECT 1 FROM {table} p WHERE p.quote IS NOT NULL AND p.unit = 'person' AND p.role = 'recommended'
        AND p.review <> 'rejected' AND (p.review = 'accepted' OR h.review <> 'accepted')
        AND p.population = h.population AND p.measure = h.measure
        AND p.country IS NOT DISTINCT FROM h.country AND p.origin IS NOT DISTINCT FROM h.origin
        AND (p.admin_level = 0 OR p.place IS NOT DISTINCT FROM h.place)
        AND abs(date_diff('day', p.end_date, h.end_date)) <= {DAYS})"""


def grouped(rows: pd.DataFrame) -> pd.Series:
    """For each row with a quote the index label of its first voice: its own where nobody said it before."""
    rows = with_place_key(rows)
    rows = rows.assign(number=rows["value"].fillna(rows["reported"]), said_on=said_on(rows))
    rows = rows.assign(
        day=rows["end_date"].fillna(rows["published"]), credit=rows["attributed_to"].str.lower()
    )
    rows = rows.sort_values(["said_on", "document", "quote_start"], kind="stable")
    first = dict(zip(rows.index, rows.index, strict=True))
    placed = rows[rows["country"].notna() | rows["place"].notna()]
    several = placed[placed.duplicated(SAME, keep=False)]
    said = several[COMPARED].astype(object).to_dict("index")
    for labels in several.groupby(SAME, dropna=False, sort=False).groups.values():
        first |= _first_voices({label: said[label] for label in labels})
    return pd.Series(list(first.values()), index=rows.index, dtype=rows.index.dtype)


def _first_voices(said: Mapping[Hashable, Row]) -> dict[Hashable, Hashable]:
    """The first voice of each of the rows, which are sorted by date and agree in `SAME`."""
    leaders: list[tuple[Hashable, Row]] = []
    found = {}
    for label, row in said.items():
        found[label] = next((leader for leader, earlier in leaders if _same(earlier, row)), label)
        if found[label] == label:
            leaders.append((label, row))
    return found


def _same(first: Row, later: Row) -> bool:
    bounds = {first["quantifier"], later["quantifier"]}
    contrary = bounds & set(LOWER) and bounds & set(UPPER)
    if first["document"] == later["document"] or contrary or pd.isna(first["day"]) or pd.isna(later["day"]):
        return False
    near = abs((first["day"] - later["day"]).days) <= DAYS
    return near and all(_agree(first[name], later[name]) for name in ("start_date", "credit"))


def _agree(one: Any, other: Any) -> bool:
    """Equal, or not said by one of them."""
    return bool(pd.isna(one) or pd.isna(other) or one == other)


def of(row: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    """The other voices of the figure `row` among the canonical `rows`, the first voice before its repeats."""
    told = rows["quote"].notna() & (
        (rows["role"] == "recommended") | rows["warning"].str.contains(AGAIN).fillna(False)
    )
    said = rows[told & (rows["population"] == row["population"]) & (rows["measure"] == row["measure"])]
    first = grouped(said.set_index("figure_id", drop=False))
    if row["figure_id"] not in first:
        return rows.head(0)
    ids = first.index[(first == first[row["figure_id"]]) & (first.index != row["figure_id"])]
    found: pd.DataFrame = said[said["figure_id"].isin(ids)]
    return found.reindex(said_on(found).sort_values(kind="stable").index)


def mark(con: duckdb.DuckDBPyConnection, table: str = "figures") -> None:
    """Of the figures from text in the table, let one voice count and say so; the others become triangulation.

    Their review stays as it is. The warning of the voice that counts lists all, that of the others names it.
    """
    rows = frames.frame(
        con.sql(
            f"SELECT rowid AS row, {', '.join(READ)} FROM {table} WHERE quote IS NOT NULL AND role = 'recommended' "
            "AND review <> 'rejected' ORDER BY document, quote_start, row"
        ).to_arrow_table()
    ).set_index("row")
    marks = _marks(rows, grouped(rows))
    con.register("voices_frame", marks)
    con.execute(
        f"UPDATE {table} f SET role = v.role, warning = concat_ws('; ', f.warning, v.said) "
        "FROM voices_frame v WHERE f.rowid = v.row"
    )
    con.unregister("voices_frame")
    con.execute(_derived(table))


def _marks(rows: pd.DataFrame, first: pd.Series) -> pd.DataFrame:
    """`row`, `role` and what to say of each row that is one of several voices."""
    names, days, reviews = name(rows).to_dict(), said_on(rows).to_dict(), rows["review"].to_dict()
    marks: list[tuple[Hashable, str, str]] = []
    for leader, labels in first[first != first.index].groupby(first).groups.items():
        said = [leader, *labels]
        counts = next((label for label in said if reviews[label] == "accepted"), leader)
        voices = list(dict.fromkeys(names[label] for label in said))
        if len(voices) > 1:
            marks.append((counts, "recommended", f"{SAID_BY}{len(voices)}: {', '.join(voices)}"))
        when: str = f" ({days[counts]:%Y-%m-%d})" if pd.notna(days[counts]) else ""
        again = f"{AGAIN}{names[counts]}{when}, which counts"
        marks += [(label, "triangulation", again) for label in said if label != counts]
    return pd.DataFrame(marks, columns=["row", "role", "said"]).astype(
        {"row": "int64", "role": str, "said": str}
    )


def said_on(rows: pd.DataFrame) -> pd.Series:
    """When each was published, else its last day."""
    return rows["published"].fillna(rows["end_date"])


def name(rows: pd.DataFrame) -> pd.Series:
    """Whose voice each row is: the publisher's, else that of the document."""
    return rows["publisher"].fillna(rows["document"])
