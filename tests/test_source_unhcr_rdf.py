"""UNHCR's Refugee Data Finder: wide CSV and API pages, with what bites in them."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import SHARED

from etl import arrow, normalise
from etl.documents import describe
from etl.errors import DataError
from etl.settle import settle

HEADER = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,idps,oip"


def read(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    con = normalise.workbench()
    normalise.add(con, describe(path))
    settle(con)
    rejects = con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()
    return figures(con), rejects


def figures(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return arrow.frame(con.sql("SELECT * FROM figures ORDER BY record, population, measure").to_arrow_table())


def wide(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "population.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_a_wide_row_becomes_one_row_per_count(tmp_path: Path) -> None:
    rows, _ = read(wide(tmp_path, "2019,Syrian Arab Rep.,SYR,SYR,Türkiye,TUR,TUR,3576370,5,34303,0,"))
    assert rows[["population", "measure", "value"]].to_numpy().tolist() == [
        ["asylum_seeker", "stock", 5],
        ["refugee", "stock", 3576370],
        ["returned_refugee", "flow", 34303],
    ]
    refugee = rows[rows["population"] == "refugee"].iloc[0]
    assert (refugee["country"], refugee["origin"], refugee["place"]) == ("TUR", "SYR", "Türkiye")
    assert (str(refugee["end_date"].date()), refugee["end_accuracy"]) == ("2019-12-31", "day")
    assert pd.isna(refugee["start_date"])


def test_a_return_is_a_flow_of_its_year(tmp_path: Path) -> None:
    rows, _ = read(wide(tmp_path, "2019,Syria,SYR,SYR,Türkiye,TUR,TUR,0,0,34303,0,"))
    row = rows.iloc[0]
    assert (str(row["start_date"].date()), str(row["end_date"].date())) == ("2019-01-01", "2019-12-31")
    assert (row["start_accuracy"], row["end_accuracy"]) == ("year", "year")


@pytest.mark.parametrize("cell", ["0", "-", "", "..", "n/a"])
def test_none_and_not_collected_give_no_row(tmp_path: Path, cell: str) -> None:
    rows, rejects = read(wide(tmp_path, f"2019,S,SYR,SYR,T,TUR,TUR,{cell},1,0,0,"))
    assert list(rows["population"]) == ["asylum_seeker"]
    assert rejects == []


def test_an_asterisk_is_a_withheld_count_and_not_a_number(tmp_path: Path) -> None:
    rows, _ = read(wide(tmp_path, "2019,S,SYR,SYR,T,TUR,TUR,*,0,0,0,"))
    row = rows.iloc[0]
    assert pd.isna(row["value"])
    assert row["value_status"] == "redacted"


def test_unhcrs_own_codes_are_never_taken_for_iso_codes(tmp_path: Path) -> None:
    rows, _ = read(wide(tmp_path, "2019,Syria,SYR,SYR,Austria,AUS,AUT,10,0,0,0,"))
    assert list(rows["country"]) == ["AUT"]


def test_origin_and_asylum_in_one_country_is_kept_with_a_warning(tmp_path: Path) -> None:
    rows, _ = read(wide(tmp_path, "2019,Sudan,SUD,SDN,Sudan,SUD,SDN,7,0,0,8,"))
    warned = dict(zip(rows["population"], rows["warning"].notna(), strict=True))
    assert warned == {"refugee": True, "idp": False}


def test_unknown_stateless_and_tibetan_origins_are_kept_apart(tmp_path: Path) -> None:
    lines = [
        f"2019,x,{code},{iso},India,IND,IND,5,0,0,0,"
        for code, iso in (("UKN", "UNK"), ("STA", "XXA"), ("TIB", "TIB"))
    ]
    rows, _ = read(wide(tmp_path, *lines))
    assert list(rows["origin"]) == ["UNK", "XXA", "TIB"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2019,x,QQQ,QQQ,T,TUR,TUR,1,0,0,0,", 'unknown country of origin "QQQ"'),
        ("2019,S,SYR,SYR,x,QQQ,QQQ,1,0,0,0,", 'unknown country of asylum "QQQ"'),
        ("19,S,SYR,SYR,T,TUR,TUR,1,0,0,0,", 'year "19" is no year'),
        ("2019,S,SYR,SYR,T,TUR,TUR,-5,0,0,0,", "negative count -5"),
        ("2019,S,SYR,SYR,T,TUR,TUR,3.7,0,0,0,", 'refugees "3.7" is not a whole number'),
        ("2019,S,SYR,SYR,T,TUR,TUR,1e400,0,0,0,", 'refugees "1e400" is not a whole number'),
        ("2019,S,SYR,SYR,T,TUR,TUR,9300000000,0,0,0,", "count 9300000000 is more than the people on Earth"),
        ("2019,S,SYR", "line not readable"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_reason_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    rows, rejects = read(
        wide(tmp_path, "2018,S,SYR,SYR,T,TUR,TUR,1,0,0,0,", line, "2020,S,SYR,SYR,T,TUR,TUR,2,0,0,0,")
    )
    assert list(rows["value"]) == [1, 2]
    assert list(rows["record"]) == [2, 4]
    assert [record for record, _ in rejects] == [3]
    assert reason in rejects[0][1]


def page(tmp_path: Path, **values: object) -> Path:
    item = {"year": 2019, "coo_name": "Syrian Arab Rep.", "coo": "SYR", "coo_iso": "SYR"}
    item |= {"coa_name": "Türkiye", "coa": "TUR", "coa_iso": "TUR"} | values
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"page": 1, "maxPages": 1, "items": [item]}), encoding="utf-8")
    return path


def test_an_api_page_mixes_numbers_texts_and_dashes(tmp_path: Path) -> None:
    rows, rejects = read(
        page(tmp_path, refugees=3576370, asylum_seekers="7", idps="0", returned_idps="-", oip=None)
    )
    assert dict(zip(rows["population"], rows["value"], strict=True)) == {
        "refugee": 3576370,
        "asylum_seeker": 7,
    }
    assert rejects == []


def test_a_dash_in_a_code_means_that_the_dimension_is_summed(tmp_path: Path) -> None:
    rows, _ = read(page(tmp_path, coo_iso="-", coo="-", coa_iso="-", coa="-", refugees=26000000))
    row = rows.iloc[0]
    assert row["place"] == "World"
    assert pd.isna(row["country"]) and pd.isna(row["origin"])


def test_the_finders_other_tables_are_not_taken_for_populations(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("year,coo_iso,coa_iso,refugees,refugee_like\n2019,SYR,TUR,5,\n", encoding="utf-8")
    for source in (None, "unhcr_rdf"):
        with pytest.raises(DataError, match=r"no source recognises|another table of the Finder"):
            normalise.add(normalise.workbench(), describe(path, source))


def test_an_empty_api_page_says_why(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text('{"items": [], "note": "year coo_iso coa_iso"}', encoding="utf-8")
    con = normalise.workbench()
    document = describe(path, "unhcr_rdf")
    with pytest.raises(DataError, match="a page without items"):
        normalise.add(con, document)


REAL = SHARED / "real" / "unhcr_rdf" / "population.csv.gz"


@pytest.mark.skipif(not REAL.exists(), reason="the publisher's file is not in the project")
def test_the_publishers_own_file_gives_the_publishers_own_totals() -> None:
    rows, rejects = read(REAL)
    assert rejects == []
    syrians = rows.query("country == 'TUR' and origin == 'SYR' and population == 'refugee'").set_index(
        "end_date"
    )["value"]
    assert [syrians[f"{year}-12-31"] for year in (2018, 2019, 2020)] == [3622366, 3576370, 3641370]
    world = rows[rows["end_date"] == "2024-12-31"].groupby("population")["value"].sum()
    assert world[["refugee", "asylum_seeker", "idp", "oip"]].to_list() == [
        30958200,
        8352712,
        68131711,
        5875359,
    ]
