"""UNHCR Refugee Data Finder: its tables as wide CSV, as JSON pages of its API, and the population table as HDX has it.

One row a year and pair of countries, some counts wide. Source: https://www.unhcr.org/refugee-statistics
(methodology: "Data content"). Stocks are those at the end of the year; returns, resettlement, naturalisation, new
displacement and asylum procedures are of the whole year.

- Codes: only `coo_iso` and `coa_iso` are ISO 3166-1. UNHCR's own `coo` and `coa` collide with it (AUS is Austria, ARE
  Egypt, MAR Martinique). UNK is unknown, XXA stateless (UNHCR's STA), TIB Tibetan.
- `-` means not collected or not applicable; in a code it means that the dimension is summed.
- 0 stands for none and for not collected alike, so a zero gives no row, in the years before a group was counted as in
  those after. `*` stands for a count of 1 to 4.
- Counts below 5 are rounded by UNHCR to 0 or 5 (decisions: those below 10).
- Returned refugees: `country` is the one that they came back from and `origin` the one they came to, in the population
  table and in that of solutions. Resettled: `country` is the one that took them in. Naturalised: that whose citizens they are.
- Other publishers' counts are printed by UNHCR too: IDMC's of internally displaced people, rounded, as a series of its
  own beside IDMC's database, and UNRWA's of Palestine refugees.
- A flows table of before 2024 has no column refugee_like and can't be told from a population table: its sidecar must say
  `dataset: flows`.
"""

from __future__ import annotations

import duckdb

from etl import noted
from etl.documents import Document
from etl.errors import DataError
from etl.sources import Parsed
from etl.sources.unhcr_rdf import reading, rows, which
from etl.sources.unhcr_rdf.api import BASE, downloads
from etl.sources.unhcr_rdf.tables import IDMC
from etl.tabular.files import Head, head

__all__ = [
    "BASE",
    "CITATION",
    "DEFINITIONS",
    "LICENCE",
    "NAME",
    "PUBLISHER",
    "URL",
    "downloads",
    "parse",
    "recognise",
]

NAME = "unhcr_rdf"
PUBLISHER = "UNHCR"
LICENCE = "CC-BY-4.0"
URL = "https://www.unhcr.org/refugee-statistics/"
CITATION = "UNHCR, Refugee Data Finder"

DEFINITIONS = {
    "refugee": "People outside their country who are recognised as refugees, one by one or as a group, or get temporary "
    "protection or live in a refugee-like situation; without Palestine refugees under UNRWA's mandate.",
    "asylum_seeker": "People who asked for international protection and whose claim had not been decided at that date, "
    "whenever they made it.",
    "idp": "People displaced inside their country by conflict or violence, only those whom UNHCR protects or assists: "
    "fewer than IDMC counts.",
    "oip": "People outside their country who are not refugees or asylum-seekers by UNHCR's count but are likely to need "
    "international protection; Venezuelans displaced abroad until 2021.",
    "stateless": "People whom no state holds to be its nationals, whether they were ever displaced or not.",
    "ooc": "People of no other group whom UNHCR protects or assists on humanitarian or other special grounds.",
    "host_community": "Inhabitants of places that receive displaced people who get help from UNHCR themselves.",
    "returned_refugee": "Refugees who went back to their country of origin within the year, with help or on their own.",
    "returned_idp": "Internally displaced people protected or assisted by UNHCR who went back home within the year.",
    "resettled": "Refugees who arrived within the year in a third country that had agreed to take them in.",
    "naturalised": "Refugees who became citizens of their country of asylum within the year.",
}


def recognise(found: Head) -> bool:
    """Year, origin and asylum beside the counts of one table; or a page of the API, even an empty one."""
    empty = reading.is_empty_page(found) and '"short-url"' in found.text
    return empty or which.of_columns(reading.columns(found)) is not None


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Wide rows to one row per count. See `etl.sources` for what comes out.

    Raises DataError for a file that is none of the tables, or of which it can't be said which.
    """
    found = head(document.path)
    table = which.table(found, document)
    present = reading.read(con, found, table)
    unread = reading.unread(found, table)
    if unread:
        noted.write(con, f"columns that this table is not known to have were not read: {', '.join(unread)}")
    if not present:
        raise DataError(f"{document.name}: no column with a count: not the Refugee Data Finder's table")
    if table is IDMC:
        table = which.whose_total(con, document)
    judged = rows.judge(con, table, present)
    rows.lengthen(con, table, judged, present)
    account = rows.account(con, judged, present)
    reading.drop(con)
    return Parsed("long", kind=table.kind, account=account)
