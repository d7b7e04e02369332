"""What pages read: one version from the first to the last line of a page, and a word where it stands in for another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from opened import text_of
from streamlit.testing.v1 import AppTest

from etl import build, versions
from ui import reading

ROW = "population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,2018-12-31,{}\n"


def published(datasets: Path, value: int) -> Path:
    (datasets / "keyed").mkdir(parents=True, exist_ok=True)
    (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    (datasets / "keyed" / "a.csv").write_text(ROW.format(value), encoding="utf-8")
    return build.build(datasets).version.folder


def test_a_page_is_drawn_from_one_version_whatever_is_published_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    published(tmp_path, 5)

    def value() -> int:
        return int(reading.reader().figures()["value"].item())

    with reading.one_version():
        published(tmp_path, 6)
        assert value() == 5
        reading.newest_version()
        assert value() == 6
    published(tmp_path, 7)
    assert value() == 7


def test_a_version_that_stands_in_for_a_damaged_one_is_named_on_the_page(
    tmp_path: Path, open_page: Callable[..., AppTest]
) -> None:
    sound, damaged = published(tmp_path, 5), published(tmp_path, 6)
    (damaged / "figures.parquet").write_bytes(b"PAR1")
    page = open_page("figures", datasets=tmp_path)
    assert f"shown is {sound.name}" in text_of(page).replace("\\", "")
    assert not page.exception
    assert versions.damage(damaged)
