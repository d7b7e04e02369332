"""`build`: datasets/ to published tables."""

from __future__ import annotations

import contextlib
import sys
from argparse import Namespace
from contextlib import AbstractContextManager

from tqdm import tqdm

from etl import build as pipeline
from etl import cluster, storage
from etl.store import Reader


def run(chosen: Namespace) -> int:
    """`build`: datasets/ to published tables, with a progress bar."""
    datasets = pipeline.datasets_folder()
    if getattr(chosen, "storage", None):
        storage.brought(chosen.storage, datasets, pipeline.INPUTS)
    with _elsewhere(chosen) as elsewhere:
        built = pipeline.build(
            datasets,
            lambda files: tqdm(list(files), unit="file", leave=False, disable=None),
            accept_fall=getattr(chosen, "accept_fall", False),
            elsewhere=elsewhere,
        )
    for failure in built.failures:
        print(f"error: {failure}", file=sys.stderr)
    rows = built.version.manifest["rows"]
    with contextlib.closing(
        Reader(built.version.folder)
    ) as reader:  # one may stand there once for each publisher in it
        documents = reader.query("SELECT count(DISTINCT document) AS n FROM documents")["n"].item()
    print(
        f"{rows['figures']:,} figures from {documents:,} documents published as {built.version.name}; {rows['rejects']:,} rejected"
    )
    return 1 if built.failures else 0


def _elsewhere(chosen: Namespace) -> AbstractContextManager[pipeline.Elsewhere | None]:
    """Where the files are read: on processes of `--workers`, on the cluster of `--scheduler`, else here."""
    if getattr(chosen, "scheduler", None):
        return cluster.existing(chosen.scheduler)
    if getattr(chosen, "workers", None):
        return cluster.embedded(chosen.workers)
    return contextlib.nullcontext()
