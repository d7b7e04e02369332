"""Rounds of one date and levels of one count held against each other."""

import duckdb
import pytest

from etl.tabular import rounds

Row = tuple[int, str | None, float | None, int, str, int | None]


def judged(*rows: Row) -> list[tuple[int, int | None, str | None]]:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE t (record BIGINT, series VARCHAR, round DOUBLE, level TINYINT, unit VARCHAR, people BIGINT, "
        "country VARCHAR DEFAULT 'HTI', day DATE DEFAULT DATE '2025-06-30')"
    )
    con.executemany(
        "INSERT INTO t (record, series, round, level, unit, people) VALUES (?, ?, ?, ?, ?, ?)", rows
    )
    return con.execute(
        f"SELECT record, newer, doubt FROM {rounds.judge(con, 't')} ORDER BY record"
    ).fetchall()


def test_the_last_round_of_a_place_and_date_counts() -> None:
    rows = judged((1, "a", 9, 0, "", 5), (2, "a", 10, 0, "", 6), (3, "b", 9, 0, "", 7))
    assert [newer for _, newer, _ in rows] == [10, None, None]


def test_a_round_without_a_number_is_the_only_one_or_the_older() -> None:
    assert [newer for _, newer, _ in judged((1, None, None, 0, "", 5))] == [None]
    assert [newer for _, newer, _ in judged((1, None, None, 0, "", 5), (2, None, 3, 0, "", 5))] == [3, None]


@pytest.mark.parametrize("series", ["a", None])
def test_a_level_is_held_against_the_next_lower_one(series: str | None) -> None:
    rows = judged(
        (1, series, 1, 0, "", 10),
        (2, series, 1, 1, "x", 4),
        (3, series, 1, 1, "y", 5),
        (4, series, 1, 2, "z", 9),
    )
    assert [doubt for _, _, doubt in rows] == ["level 0 adds up to 10, level 1 to 9", None, None, None]


def test_rows_of_an_older_round_do_not_count_in_their_level() -> None:
    rows = judged((1, "a", 2, 0, "", 4), (2, "a", 1, 1, "x", 9), (3, "a", 2, 1, "x", 4))
    assert [doubt for _, _, doubt in rows] == [None, None, None]


def test_an_operation_and_its_way_to_count_are_the_series() -> None:
    row = duckdb.execute(
        f"SELECT {rounds.series('o', 'a')} FROM (VALUES ('Lake', 'BA'), (NULL, 'ETT'), ('Lake', NULL), (NULL, NULL)) t (o, a)"
    )
    assert [name for (name,) in row.fetchall()] == ["Lake (baseline)", "(emergency tracking)", "Lake", None]
