"""Which of the Finder's tables a file is: by its columns, and where these don't tell, by its rows or its sidecar."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from etl.documents import Document
from etl.errors import DataError
from etl.sources.unhcr_rdf import reading
from etl.sources.unhcr_rdf.demographics import DEMOGRAPHICS
from etl.sources.unhcr_rdf.tables import (
    APPLICATIONS,
    DECISIONS,
    FLOWS,
    IDENTITY,
    IDMC,
    POPULATION,
    SOLUTIONS,
    UNRWA,
    Table,
)
from etl.tabular.files import Head

MARKED = (SOLUTIONS, FLOWS, APPLICATIONS, DECISIONS, DEMOGRAPHICS)


def of_columns(names: Iterable[str]) -> Table | None:
    """The table that has such columns; of the two whose only count is `total` IDMC's (see `whose_total`)."""
    present = set(names)
    if not set(IDENTITY) <= present:
        return None
    marked = [table for table in MARKED if table.marks & present]
    if marked:
        return marked[0] if len(marked) == 1 else None
    if POPULATION.counts.keys() & present:
        return POPULATION
    return IDMC if "total" in present else None


def table(found: Head, document: Document) -> Table:
    """The table that the file's columns, or its sidecar's `dataset`, make it. Raises DataError if it is none of them."""
    names = reading.columns(found)
    fitting = POPULATION if reading.is_empty_page(found) else of_columns(names)
    if fitting is None:
        missing = [name for name in IDENTITY if name not in names]
        fault = f"no column {', '.join(missing)}" if missing else "no counts, or those of several tables"
        raise DataError(f"{document.name}: {fault}: not a table of the Refugee Data Finder")
    if fitting is DEMOGRAPHICS and "pop_type" not in names:
        raise DataError(
            f"{document.name}: no column pop_type: refugees, IDPs and others are one count in it: download it with population "
            "types (`ptype_show=true` in the API)"
        )
    return FLOWS if fitting is POPULATION and document.dataset == FLOWS.name else fitting


def whose_total(con: duckdb.DuckDBPyConnection, document: Document) -> Table:
    """IDMC's table or UNRWA's: the one has a country in both columns, the other Palestinians elsewhere.

    Where the rows don't tell (Palestinians in Palestine only), the sidecar does: its `dataset` or `url` names the table.
    Raises DataError where neither does.
    """
    elsewhere, same = con.execute(
        "SELECT count(*) FILTER (coo_iso = 'PSE' AND coa_iso NOT IN ('PSE', '-')), "
        "count(*) FILTER (coo_iso = coa_iso AND coo_iso NOT IN ('PSE', '-')) FROM wide"
    ).fetchall()[0]
    if elsewhere != same:
        return UNRWA if elsewhere > same else IDMC
    said = f"{document.dataset or ''} {document.url or ''}".lower()
    named = [table for table in (IDMC, UNRWA) if table.name in said]
    if len(named) != 1:
        raise DataError(
            f"{document.name}: IDMC's table or UNRWA's: its rows don't tell: write `dataset: idmc` or `dataset: unrwa` into its sidecar"
        )
    return named[0]
