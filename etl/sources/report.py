"""Reports: text in sentences, read by `etl.reports`, one row per figure that a sentence gives."""

from __future__ import annotations

import dataclasses

import duckdb
import pyarrow as pa

from etl import reports
from etl.arrow import SCHEMA
from etl.documents import Document
from etl.errors import DataError
from etl.reports import households
from etl.sources import Paper, Parsed
from etl.tabular.files import Head

NAME = "report"


def recognise(found: Head) -> bool:
    """Never by content: any text might be a report, so reports are told by their folder or by name."""
    return False


def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
    """Every report in the file (one, or one a line in .jsonl) to its figures. See `etl.sources` for what comes out."""
    try:
        found = list(reports.read(document.path))
    except reports.Unreadable as error:
        raise DataError(str(error)) from error
    return parse_reports(con, [_completed(report, document) for report in found])


def parse_reports(con: duckdb.DuckDBPyConnection, found: list[reports.Report]) -> Parsed:
    """Reports in memory to the temporary table `report_rows`."""
    rows = [households.sized(figure) for report in found for figure in reports.figures(report)]
    stored = SCHEMA.remove(SCHEMA.get_field_index("figure_id"))
    table = pa.Table.from_pylist(rows, schema=stored)
    con.register("report_frame", table)
    con.execute("CREATE OR REPLACE TEMP TABLE report_rows AS SELECT * FROM report_frame")
    con.unregister("report_frame")
    return Parsed("report_rows", tuple(Paper(report.id, report.title, report.text) for report in found))


def _completed(report: reports.Report, document: Document) -> reports.Report:
    """What the report does not say of itself, its sidecar may."""
    return dataclasses.replace(
        report,
        publisher=report.publisher or document.publisher,
        url=report.url or document.url,
        title=report.title or document.title,
    )
