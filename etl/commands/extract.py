"""`extract`: reports to figures on standard output, nothing stored."""

from __future__ import annotations

import dataclasses
from argparse import Namespace
from pathlib import Path

from etl import filters, normalise, places, reports
from etl.commands import given, printing, telling
from etl.documents import Document
from etl.reports import Report
from etl.sources import report as report_source
from etl.storage import staged


@staged
def run(chosen: Namespace) -> int:
    """`extract`: reports to figures on standard output."""
    filters.of({"country": chosen.country, "on": chosen.published})  # wrong words are told before any reading
    con = normalise.workbench()
    failed = False
    names = chosen.files or ["-"]
    for name in names:
        given.existing(name)
    for name in names:
        try:
            found = [_filled(report, chosen) for report in reports.read(name, telling.say)]
        except reports.Unreadable as error:
            telling.say(f"error: {error}")
            failed = True
            continue
        document = Document(Path(name), Path(name).name)
        normalise.take(con, report_source.parse_reports(con, found), document, report_source)
    printing.rows(con, chosen.format)
    telling.summary(con)
    return 1 if failed or telling.nothing_kept(con) else 0


def _filled(report: Report, chosen: Namespace) -> Report:
    """The report with what the command line says, where it does not say it itself."""
    return dataclasses.replace(
        report,
        published=report.published or (filters.day(chosen.published) if chosen.published else None),
        country=report.country or (places.country(chosen.country) if chosen.country else None),
        publisher=report.publisher or chosen.publisher,
    )
