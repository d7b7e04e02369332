"""What several tests share: rows made by hand, and the tables built once from the shipped data."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pandas as pd
import plotly.graph_objects as go
import pytest
from filelock import FileLock
from hypothesis import settings

from charts.drawing import Drawing
from etl import build, frames, store, versions
from etl.arrow import SCHEMA
from etl.columns import BY_NAME
from etl.store import Reader

pytest_plugins = ["opened"]

# Speed is measured in benchmarks, not here; `make fuzz` throws a million at the readers.
settings.register_profile("house", deadline=None, max_examples=40)
settings.load_profile("house")

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


def pytest_configure() -> None:
    """Every picture that a test draws is looked at with all of Plotly's checks, which pages do without."""
    unseen = Drawing.figure

    def looked_at(drawing: Drawing) -> go.Figure:
        fig = unseen(drawing)
        assert json.loads(go.Figure(fig.to_plotly_json()).to_json()) == json.loads(fig.to_json())
        return fig

    mock.patch.object(Drawing, "figure", looked_at).start()


def figure(**said: object) -> dict[str, object]:
    """One canonical row: Syrian refugees in Türkiye at the end of 2019, but for what is `said`."""
    row: dict[str, object] = {name: column.default for name, column in BY_NAME.items()}
    row |= {"source": "keyed", "publisher": "UNHCR", "population": "refugee", "measure": "stock"}
    row |= {"country": "TUR", "origin": "SYR", "place": "Türkiye", "admin_level": 0, "end_date": "2019-12-31"}
    row |= {"value": 100, "document": "made.csv", "record": 1} | said
    for name in ("start_date", "end_date", "published", "vintage"):
        if isinstance(row[name], str):
            row[name] = datetime.date.fromisoformat(row[name])
    return row


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    """A canonical frame of rows as `figure` makes them, with the types that the store gives."""
    import pyarrow as pa

    numbered = [row | {"figure_id": f"{number:016x}"} for number, row in enumerate(rows, 1)]
    return frames.frame(pa.Table.from_pylist(numbered, schema=SCHEMA)).assign(row=range(1, len(rows) + 1))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A datasets folder with the shipped input and the tables built from it: one for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    datasets = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shipped" / "datasets"
    with FileLock(f"{datasets.parent}.lock"):
        if not datasets.exists():
            aside = tmp_path_factory.mktemp("shipped") / "datasets"
            aside.mkdir()
            for folder in build.INPUTS:
                shipped = REPOSITORY / "datasets" / folder
                if shipped.exists():
                    (aside / folder).symlink_to(shipped)
            build.build(aside)
            datasets.parent.mkdir()
            aside.rename(datasets)
    return datasets


@pytest.fixture(scope="session")
def shipped(built: Path) -> Reader:
    """The reader of the tables built from the shipped data."""
    version = versions.current(built / "tables")
    assert version is not None
    return store.Reader(version.folder)


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, str, str]]:
    """Run `python -m etl ARGUMENTS` in this process: exit code, standard output, standard error."""
    from etl.__main__ import main

    def run(*arguments: str, datasets: Path | None = None) -> tuple[int, str, str]:
        if datasets:
            monkeypatch.setenv("DISPLACEMENT_DATASETS", str(datasets))
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse leaves so
            code = int(stop.code or 0)
        out, error = capsysbinary.readouterr()
        return code, out.decode(), error.decode()

    return run
