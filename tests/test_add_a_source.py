"""A made-up publisher takes one new file and no other change: the walk-through of the README, run."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

from etl import sources

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PAGE = README.split("\n## Add a source\n", 1)[1].split("\n## ", 1)[0]


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"no block of {language} in the section"
    return found[1]


@pytest.fixture
def one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "example_camps.py").write_text(block("python"), encoding="utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    sources.sources.cache_clear()
    yield
    monkeypatch.undo()
    sources.sources.cache_clear()


@pytest.mark.usefixtures("one_more_file")
def test_the_walk_through_prints_what_it_says(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    table = tmp_path / "camps.csv"
    table.write_text(block("csv"), encoding="utf-8")
    code, out, said = command("normalise", str(table))
    assert code == 0
    assert said == block("text")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["source"], row["place"], row["value"]) for row in rows] == [
        ("example_camps", "Camp North", "12400"),
        ("example_camps", "Camp East", "3100"),
    ]


@pytest.mark.usefixtures("one_more_file")
def test_its_figures_are_added_and_defined(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    table = tmp_path / "camps.csv"
    table.write_text(block("csv"), encoding="utf-8")
    datasets = tmp_path / "datasets"
    assert command("add", str(table), datasets=datasets)[0] == 0
    _, out, _ = command("total", "--population", "refugee", "--country", "TCD", datasets=datasets)
    assert out.startswith("15,500 refugees in Chad, as of 2026-03-31 (Example Agency)")
    assert sources.definitions()["Example Agency", "refugee"].startswith(
        "People the Example Agency registered"
    )
