"""What was published more than once counts once, and a table that shrinks is looked at first."""

import datetime
from pathlib import Path

import duckdb
import pandas as pd

from etl import frames, normalise
from etl.documents import describe
from etl.settle import settle

HEADER = "population,measure,country,origin,end_date,value,publisher"


def vintage(
    folder: Path, day: str, *rows: str, dataset: str | None = "made/refugees", more: str = ""
) -> Path:
    path = folder / f"refugees-{day}.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    said = f"dataset: {dataset}\n" if dataset else ""
    path.with_name(path.name + ".yaml").write_text(f"taken: {day}\n{said}{more}", encoding="utf-8")
    return path


def row(country: str, value: int, year: int = 2019) -> str:
    return f"refugee,stock,{country},SYR,{year},{value},UNHCR"


def settled(*paths: Path) -> tuple[pd.DataFrame, list[str], duckdb.DuckDBPyConnection]:
    con = normalise.workbench()
    for path in paths:
        normalise.add(con, describe(path))
    held = settle(con)
    rows = frames.frame(con.sql("SELECT * FROM figures ORDER BY vintage, country, end_date").to_arrow_table())
    return rows, held, con


def test_a_revised_figure_counts_once_and_the_old_one_stays_beside_it(tmp_path: Path) -> None:
    rows, _, _ = settled(
        vintage(tmp_path, "2026-01-01", row("TUR", 100)), vintage(tmp_path, "2026-06-01", row("TUR", 110))
    )
    assert rows[["value", "role"]].to_numpy().tolist() == [[100, "triangulation"], [110, "recommended"]]
    assert rows["warning"].iloc[0] == "also in refugees-2026-06-01.csv, which counts"


def test_a_figure_that_a_revision_takes_out_counts_no_more(tmp_path: Path) -> None:
    rows, _, _ = settled(
        vintage(tmp_path, "2026-01-01", row("TUR", 100), row("TUR", 90, 2018)),
        vintage(tmp_path, "2026-06-01", row("TUR", 110), row("TUR", 120, 2020)),
    )
    gone = rows[rows["value"] == 90].iloc[0]
    assert (gone["role"], gone["warning"]) == ("triangulation", "only in an older vintage of this table")


def test_a_file_about_another_country_takes_nothing_out(tmp_path: Path) -> None:
    rows, _, _ = settled(
        vintage(tmp_path, "2026-01-01", row("TUR", 100)), vintage(tmp_path, "2026-06-01", row("LBN", 50))
    )
    assert list(rows["role"]) == ["recommended", "recommended"]


def many(count: int) -> list[str]:
    return [row("TUR", 100, year) for year in range(2024 - count, 2024)]


def test_a_table_that_shrinks_by_more_than_30_percent_is_held_back(tmp_path: Path) -> None:
    old, new = vintage(tmp_path, "2026-01-01", *many(10)), vintage(tmp_path, "2026-06-01", *many(6))
    rows, held, con = settled(old, new)
    assert set(rows["vintage"].dt.date) == {datetime.date(2026, 1, 1)}
    assert set(rows["role"]) == {"recommended"}
    assert held[0].startswith(
        "refugees-2026-06-01.csv: held back: 6 figures where the vintage of 2026-01-01 had 10"
    )
    assert con.execute("SELECT document, record FROM rejects").fetchall() == [
        ("refugees-2026-06-01.csv", None)
    ]


def test_a_table_that_shrinks_a_little_is_taken(tmp_path: Path) -> None:
    rows, held, _ = settled(
        vintage(tmp_path, "2026-01-01", *many(10)), vintage(tmp_path, "2026-06-01", *many(7))
    )
    assert held == []
    assert len(rows[rows["role"] == "recommended"]) == 7


def test_what_a_person_has_looked_at_is_taken_however_short(tmp_path: Path) -> None:
    rows, held, _ = settled(
        vintage(tmp_path, "2026-01-01", *many(10)),
        vintage(tmp_path, "2026-06-01", *many(2), more="accepted: true\n"),
    )
    assert held == []
    assert len(rows[rows["role"] == "recommended"]) == 2


def test_the_same_figure_twice_in_one_file_is_kept_once_and_named(tmp_path: Path) -> None:
    rows, _, con = settled(vintage(tmp_path, "2026-01-01", row("TUR", 100), row("TUR", 101)))
    assert list(rows["value"]) == [100]
    reason = con.execute("SELECT record, reason FROM rejects").fetchall()
    assert reason[0][0] == 3
    assert reason[0][1].startswith("the same figure stands in this document before, as 100 (here 101)")
