"""Figures keyed by hand: what an analyst may write, and what comes back when it can't be read."""

from pathlib import Path

import pandas as pd
import pytest

from etl import frames, normalise
from etl.documents import describe
from etl.errors import DataError
from etl.settle import settle
from etl.sources import choose


def read(
    tmp_path: Path, text: str, sidecar: str = "publisher: UNHCR\n"
) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    path = tmp_path / "keyed.csv"
    path.write_text(text, encoding="utf-8")
    path.with_name("keyed.csv.yaml").write_text(sidecar, encoding="utf-8")
    con = normalise.workbench()
    normalise.add(con, describe(path, "keyed"))
    settle(con)
    rows = frames.frame(con.sql("SELECT * FROM figures ORDER BY record").to_arrow_table())
    return rows, con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()


HEADER = "population,measure,country,origin,start_date,end_date,value,quantifier\n"


def test_names_codes_and_partial_dates_are_understood(tmp_path: Path) -> None:
    rows, rejects = read(
        tmp_path,
        HEADER
        + 'refugee,stock,Turkey,Syria,,2019,"3,576,370",\nidp,flow,SYR,SYR,2019-12,2020-02-07,520000,more_than\n',
    )
    assert rejects == []
    stock, flow = rows.to_dict("records")
    assert (stock["country"], stock["origin"], stock["value"]) == ("TUR", "SYR", 3576370)
    assert (str(stock["end_date"].date()), stock["end_accuracy"], stock["quantifier"]) == (
        "2019-12-31",
        "day",
        "exact",
    )
    assert (str(flow["start_date"].date()), flow["start_accuracy"]) == ("2019-12-01", "month")
    assert (str(flow["end_date"].date()), flow["end_accuracy"]) == ("2020-02-07", "day")


def test_an_empty_value_gives_no_row_and_an_asterisk_a_withheld_one(tmp_path: Path) -> None:
    rows, rejects = read(tmp_path, HEADER + "refugee,stock,TUR,SYR,,2018,,\nrefugee,stock,TUR,SYR,,2019,*,\n")
    assert rejects == []
    assert list(rows["value_status"]) == ["redacted"]
    assert rows["value"].isna().all()


def test_the_world_and_namibia_are_no_missing_values(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path,
        "population,measure,country,place,end_date,value\nrefugee,stock,,World,2019,5\nrefugee,stock,NA,,2019,6\n",
    )
    assert rows["country"].tolist()[1] == "NAM"
    assert rows["place"].tolist()[0] == "World"
    assert pd.isna(rows["admin_level"][0])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("refugee,stock,Atlantis,SYR,,2019,1,", 'country "Atlantis" is not readable'),
        (
            "refugee,stock,TUR,SYR,,2019-02-31,1,",
            'end_date "2019-02-31" is not readable: write a day that exists',
        ),
        ("refugee,stock,TUR,SYR,,31/02/2019,1,", 'end_date "31/02/2019" is not readable'),
        ("refugee,stock,TUR,SYR,,2019,-1,", "negative count -1"),
        (
            "refugee,stock,TUR,SYR,,2019,3.6 million,",
            'value "3.6 million" is not readable: write a whole number',
        ),
        ("refugees,stock,TUR,SYR,,2019,1,", 'unknown population "refugees": use one of refugee,'),
        ("idp,flow,SYR,SYR,,2019,1,", "a flow has a period: give its start_date"),
        ("idp,stock,SYR,SYR,2018,2019,1,", "a stock has no start_date"),
        ("idp,flow,SYR,SYR,2020,2019,1,", "period ends before it starts"),
        ("idp,stock,,,,2019,1,", "no country, no place, no origin"),
    ],
)
def test_a_bad_row_is_rejected_with_its_cure(tmp_path: Path, row: str, reason: str) -> None:
    rows, rejects = read(tmp_path, HEADER + row + "\nrefugee,stock,TUR,SYR,,2020,7,\n")
    assert list(rows["value"]) == [7]
    assert len(rejects) == 1
    assert rejects[0][0] == 2
    assert reason in rejects[0][1]


def test_the_same_figure_twice_counts_once(tmp_path: Path) -> None:
    rows, rejects = read(
        tmp_path, HEADER + "refugee,stock,TUR,SYR,,2019,1,\nrefugee,stock,TUR,SYR,,2019,2,\n"
    )
    assert list(rows["value"]) == [1]
    assert rejects[0][1].startswith("the same figure stands in this document before")


def test_a_column_that_the_table_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="unknown column persons"):
        read(tmp_path, "population,measure,country,end_date,value,persons\nidp,stock,SYR,2019,1,1\n")


def test_a_publisher_is_needed_in_the_row_or_the_sidecar(tmp_path: Path) -> None:
    _, rejects = read(tmp_path, HEADER + "refugee,stock,TUR,SYR,,2019,1,\n", sidecar="licence: CC0-1.0\n")
    assert rejects[0][1] == "no publisher: name one in the row or the sidecar"


def test_a_sidecar_can_make_a_file_a_second_voice(tmp_path: Path) -> None:
    rows, _ = read(
        tmp_path, HEADER + "refugee,stock,TUR,SYR,,2019,1,\n", "publisher: UNHCR\nrole: triangulation\n"
    )
    assert list(rows["role"]) == ["triangulation"]


def test_a_table_under_hxl_tags_is_left_to_the_source_that_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "tagged.csv"
    tags = "#affected+group,#indicator+measure,#country+code+asylum,#date+end,#affected+ind"
    path.write_text(f"population,measure,country,end_date,value\n{tags}\nidp,stock,SYR,2019-12-31,1\n")
    assert choose(path, None).NAME == "hxl"
