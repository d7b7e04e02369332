"""UNHCR Population Statistics, the database before the Refugee Data Finder (popstats.unhcr.org, until 2018).

Its exports live on in many folders: monthly asylum applications and persons of concern as CSV, with titles above the
header or with no header at all, and workbooks of "New asylum applications lodged in selected countries".

- `*` stands for a count of 1 to 4, withheld to protect the people behind it.
- Countries are written as names; the codes in the workbooks are UNHCR's own (AUS is Austria) and are not read.
- Counts of asylum applications are movements in a procedure, so they become rows of `procedures`; they are provisional
  and may differ from the yearly figures, so they are a series of their own.
- An export that carries HXL tags is read by them (the source `hxl`).
"""

from __future__ import annotations

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.sources import Parsed
from etl.sources.unhcr_popstats import head as popstats_head
from etl.sources.unhcr_popstats import monthly as popstats_monthly
from etl.sources.unhcr_popstats import persons as popstats_persons
from etl.sources.unhcr_popstats import workbook as popstats_workbook
from etl.tabular.files import Head, head

NAME = "unhcr_popstats"
PUBLISHER = "UNHCR"
URL = "https://www.unhcr.org/refugee-statistics/"
CITATION = "UNHCR Population Statistics Reference Database"


def recognise(found: Head) -> bool:
    """The columns of one of the exports, or five columns that can only be the monthly one; no HXL tags."""
    if found.kind == "workbook":
        return bool(popstats_workbook.tables(found))
    if found.kind != "csv" or popstats_head.has_tag_row(found):
        return False
    return popstats_monthly.fits(found) or popstats_persons.fits(found)


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Whichever export it is, to canonical rows. See `etl.sources` for what comes out."""
    found = head(document.path)
    if found.kind == "workbook":
        return popstats_workbook.parse(con, found)
    if found.kind == "csv" and popstats_monthly.fits(found):
        return popstats_monthly.parse(con, found)
    if found.kind == "csv" and popstats_persons.fits(found):
        return popstats_persons.parse(con, found)
    raise DataError(
        f"{document.name}: not an export of UNHCR's Population Statistics (no columns Country / territory of asylum, "
        "Origin, Year): say another source with --source, or export it again"
    )
