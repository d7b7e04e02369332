"""Numbers that publishers print come out of their own files, through the rules of addition."""

import datetime
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from conftest import SHARED

from etl import arrow, frames, normalise, totals
from etl.documents import describe
from etl.filters import Filter
from etl.settle import settle

REAL = SHARED / "real"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the publishers' files are not in the project")
END = datetime.date(2025, 12, 31)


def read(paths: Iterable[Path], **more: str) -> pd.DataFrame:
    con = normalise.workbench()
    for path in paths:
        normalise.add(con, describe(path, more=more))
    settle(con)
    rows = frames.frame(con.sql("SELECT *, record::VARCHAR AS figure_id FROM figures").to_arrow_table())
    return rows[[*arrow.SCHEMA.names]]


@pytest.fixture(scope="module")
def finder() -> pd.DataFrame:
    """UNHCR's population table, and IDMC's as UNHCR prints it."""
    return read([REAL / "unhcr_rdf" / "population.csv.gz", REAL / "unhcr_rdf" / "idmc.csv"])


def count(rows: pd.DataFrame, year: int, population: str, **said: tuple[str, ...]) -> int | None:
    question = Filter(population=(population,), on=datetime.date(year, 12, 31), **said)  # type: ignore[arg-type]
    return totals.total(rows, question).value


@pytest.mark.parametrize(
    ("year", "people"), [(2018, 3622366), (2019, 3576370), (2020, 3641370), (2021, 3737369), (2025, 2347756)]
)
def test_syrian_refugees_in_turkiye(finder: pd.DataFrame, year: int, people: int) -> None:
    assert count(finder, year, "refugee", country=("TUR",), origin=("SYR",)) == people


@pytest.mark.parametrize(("country", "people"), [("LBN", 1147494), ("JOR", 623112)])
def test_syrian_refugees_of_2014_in_the_neighbouring_countries(
    finder: pd.DataFrame, country: str, people: int
) -> None:
    assert count(finder, 2014, "refugee", country=(country,), origin=("SYR",)) == people


@pytest.mark.parametrize(
    ("year", "population", "people"),
    [
        (2024, "refugee", 30958200),
        (2024, "asylum_seeker", 8352712),
        (2024, "idp", 68131711),
        (2024, "oip", 5875359),
        (2025, "refugee", 28461306),
        (2025, "idp", 64239352),
    ],
)
def test_the_world_as_unhcr_counts_it(finder: pd.DataFrame, year: int, population: str, people: int) -> None:
    assert count(finder, year, population, publisher=("UNHCR",)) == people


def test_three_counts_of_syrias_displaced_stand_side_by_side(finder: pd.DataFrame, tmp_path: Path) -> None:
    gidd = tmp_path / "gidd.csv"
    gidd.write_text(
        "iso3,country_name,year,new_displacement,new_displacement_rounded,total_displacement,total_displacement_rounded\n"
        "SYR,Syrian Arab Republic,2019,1847140,1847000,6495392,6495000\n"
        "SYR,Syrian Arab Republic,2020,1821973,1822000,6567759,6568000\n",
        encoding="utf-8",
    )
    rows = pd.concat([finder, read([gidd])], ignore_index=True)
    syria = Filter(population=("idp",), country=("SYR",), on=datetime.date(2019, 12, 31))
    assert {one.publisher: one.value for one in totals.counts(rows, syria)} == {
        "IDMC": 6495392,
        "IDMC: as printed by UNHCR": 6495000,
        "UNHCR": 6146994,
    }
    assert totals.total(rows, syria).refusal is not None
    for year, people in ((2019, 1847140), (2020, 1821973)):
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        flow = Filter(population=("idp",), country=("SYR",), publisher=("IDMC",), start=first, end=last)
        assert totals.total(rows, flow).value == people


@pytest.mark.parametrize(
    ("name", "country", "highest"),
    [("syria-refugees-lebanon-150825", "LBN", 1185241), ("syria-refugees-turkey-150825", "TUR", 1938999)],
)
def test_registered_series_are_kept_with_all_their_falls(name: str, country: str, highest: int) -> None:
    said = {"publisher": "UNHCR", "population": "refugee", "measure": "stock", "origin": "SYR"}
    rows = read([REAL / "unhcr_odp" / "syria_series" / f"{name}.csv"], country=country, **said)
    values = rows.sort_values("end_date")["value"]
    assert values.max() == highest
    assert (values.diff() < 0).sum() > 20
