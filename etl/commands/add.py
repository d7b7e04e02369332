"""`add`: files into datasets/, each with its sidecar, then build."""

from __future__ import annotations

import datetime
from argparse import Namespace
from pathlib import Path

from etl import adding, filters, normalise
from etl import build as pipeline
from etl.commands import build, given, telling
from etl.documents import describe
from etl.errors import DataError


def run(chosen: Namespace) -> int:
    """`add`: files into datasets/, each with its sidecar, then build. A file that can't be read is not kept."""
    datasets = pipeline.datasets_folder()
    said = adding.Said(
        source=chosen.source,
        publisher=chosen.publisher,
        title=chosen.title,
        url=chosen.url,
        licence=chosen.licence,
        taken=filters.day(chosen.taken) if chosen.taken else None,
        more=given.said(chosen.say),
    )
    for name in chosen.files:
        given.existing(name)
    failed = False
    for name in chosen.files:
        try:
            _added(datasets, Path(name), said)
        except DataError as error:
            telling.say(f"error: {error}")
            failed = True
    return build.run(chosen) or int(failed)


def _added(datasets: Path, path: Path, said: adding.Said) -> None:
    """One file: copied, read on trial, and taken back if it gives nothing. Raises DataError."""
    before = set(pipeline.input_files(datasets))
    target = adding.add(datasets, path, said, datetime.date.today())
    if target in before:
        telling.say(f"{path.name}: already there as {target.relative_to(datasets)}")
        return
    con = normalise.workbench()
    try:
        source = pipeline.INPUTS[target.relative_to(datasets).parts[0]]
        normalise.add(con, describe(target, source))
        if telling.nothing_kept(con):
            telling.summary(con)
            raise DataError(
                f"{path.name}: no row of it is good: mend the rows named above, then add it again"
            )
    except DataError:
        adding.remove(target)
        raise
    telling.summary(con)
    telling.say(f"{path.name}: added as {target.relative_to(datasets)}")
