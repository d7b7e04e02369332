"""Rises and falls between two days, of what is comparable; and what a build loaded."""

import datetime
from pathlib import Path

import pandas as pd
import pytest
from conftest import figure, figures

from etl import build, changes, store, totals, versions
from etl.errors import DataError
from etl.filters import Filter
from etl.rules import Refused

NOW, THEN = datetime.date(2019, 12, 31), datetime.date(2018, 12, 31)


def counted(rows: pd.DataFrame, day: datetime.date, by: str = "country") -> pd.DataFrame:
    return changes.counts(rows, Filter(population=("refugee",), measure="stock", on=day), by)


def moved(*rows: dict[str, object], by: str = "country") -> pd.DataFrame:
    made = figures(*rows)
    found = changes.moved(counted(made, NOW, by), counted(made, THEN, by), by, pd.Timestamp(THEN))
    return found.set_index("key")


def before(**said: object) -> dict[str, object]:
    return figure(**{"end_date": THEN.isoformat()} | said)


def test_a_change_is_the_difference_of_the_answers_on_two_days() -> None:
    rows = [
        figure(value=150),
        figure(origin="IRQ", value=30),
        before(value=100),
        before(origin="IRQ", value=20),
    ]
    line = moved(*rows).loc["TUR"]
    answers = [totals.total(figures(*rows), Filter(country=("TUR",), on=day)).value for day in (NOW, THEN)]
    assert answers == [line["value"], line["then"]] == [180, 120]
    assert (line["change"], line["share"], line["doubt"]) == (60, 0.5, "")


def test_a_country_without_a_count_then_has_no_change() -> None:
    found = moved(figure(value=150), before(value=100), figure(country="LBN", value=9))
    assert pd.isna(found.loc["LBN", "change"])
    assert found.loc["LBN", "why"] == "no count then"


def test_a_sum_that_grew_by_people_not_counted_before_says_so() -> None:
    rows = (figure(value=150), before(value=100), figure(origin="IRQ", value=90))
    assert moved(*rows).loc["TUR", "doubt"] == "some of those counted now were not counted then"
    gone = (figure(value=150), before(value=100), before(origin="IRQ", value=90))
    assert moved(*gone).loc["TUR", "doubt"] == "some of those counted then are not counted now"


def test_an_old_count_is_not_taken_for_the_one_on_the_day() -> None:
    with pytest.raises(Refused, match="no accepted stock figure"):
        counted(figures(figure(end_date="2017-06-30")), THEN)


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    keyed = tmp_path / "keyed"
    keyed.mkdir()
    write(keyed / "first.csv", "TUR", 5)
    return tmp_path


def write(path: Path, country: str, value: int) -> None:
    path.write_text(
        "publisher,population,measure,country,origin,end_date,value\n"
        f"UNHCR,refugee,stock,{country},SYR,2019-12-31,{value}\n",
        encoding="utf-8",
    )
    path.with_name(path.name + ".yaml").write_text(
        "title: Made for a test\npublisher: UNHCR\nlicence: CC0-1.0\naccessed: 2020-01-01\n", encoding="utf-8"
    )


def by_document(version: versions.Version) -> dict[str, int]:
    sql = "SELECT document, count(*) AS n FROM figures JOIN documents USING (document_key) GROUP BY document"
    found = store.Reader(version.folder).query(sql)
    return dict(zip(found["document"], found["n"], strict=True))


def test_a_build_is_held_against_the_one_before(datasets: Path) -> None:
    first = build.build(datasets).version
    assert changes.loaded(first, by_document).before is None
    write(datasets / "keyed" / "second.csv", "LBN", 7)
    write(datasets / "keyed" / "first.csv", "TUR", 6)
    found = changes.loaded(build.build(datasets).version, by_document)
    assert found.before == first
    assert (found.new, found.changed, found.gone) == (("keyed/second.csv",), ("keyed/first.csv",), ())
    assert (found.figures, found.more) == (1, {"second.csv": 1})


def test_tables_of_an_earlier_release_are_named_and_not_counted(datasets: Path) -> None:
    build.build(datasets)
    (datasets / "keyed" / "first.csv").unlink()
    write(datasets / "keyed" / "second.csv", "LBN", 7)

    def damaged(version: versions.Version) -> dict[str, int]:
        raise DataError(f"{version.name}: a table is gone")

    found = changes.loaded(build.build(datasets).version, damaged)
    assert found.gone == ("keyed/first.csv",)
    assert found.more is None
