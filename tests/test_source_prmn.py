"""PRMN in Somalia: monthly displacements as tracked, event by event. The figures but for the last test's are invented."""

import datetime
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from conftest import SHARED

from etl import frames, normalise, totals
from etl.documents import describe
from etl.filters import Filter
from etl.settle import settle
from etl.sources import choose

HEADER = [
    "Month End",
    "Current (Arrival) Region",
    "Current (Arrival) District",
    "Reason",
    "Number of Individuals",
    "Year",
]


def csv(tmp_path: Path, *lines: str, header: str = ",".join(HEADER)) -> Path:
    path = tmp_path / "prmn.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> tuple[pd.DataFrame, list[str], dict[str, int]]:
    con = normalise.workbench()
    normalise.add(con, describe(path))
    settle(con)
    rows = frames.frame(con.sql("SELECT 'x' AS figure_id, * FROM figures ORDER BY record").to_arrow_table())
    rejects = [reason for (reason,) in con.execute("SELECT reason FROM rejects ORDER BY record").fetchall()]
    ((nothing,),) = con.execute("SELECT nothing FROM accounts").fetchall()
    return rows, rejects, dict(nothing)


def test_an_event_is_a_flow_of_its_month(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, "28/02/2018,Lower Juba,Kismayo,Conflict/Insecurity,120,2018"))
    row = rows.iloc[0]
    assert rejects == []
    assert (row["population"], row["measure"], row["value"], row["cause"]) == ("idp", "flow", 120, "conflict")
    assert (str(row["start_date"].date()), str(row["end_date"].date())) == ("2018-02-01", "2018-02-28")
    assert (row["start_accuracy"], row["end_accuracy"]) == ("month", "month")
    assert (row["country"], row["origin"], row["place_basis"]) == ("SOM", "SOM", "default")
    assert (row["place"], row["admin1"], row["admin_level"]) == ("Kismayo", "SO-JH", 2)
    assert (row["publisher"], row["attributed_to"], row["series"]) == ("UNHCR", "PRMN (UNHCR, NRC)", "PRMN")


def test_a_workbook_with_true_dates_below_a_title_reads_as_the_csv_does(tmp_path: Path) -> None:
    path = tmp_path / "prmn.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Arrivals")
        sheet.write(0, 0, "Displacements tracked")
        sheet.write_row(2, 0, HEADER)
        sheet.write_datetime(
            3, 0, datetime.datetime(2018, 2, 28), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        sheet.write_row(3, 1, ["Bari", "Qandala", "Flood", 7, 2018])
    from_book, _, _ = read(path)
    from_csv, _, _ = read(csv(tmp_path, "28/02/2018,Bari,Qandala,Flood,7,2018"))
    columns = ["value", "start_date", "end_date", "place", "admin1", "cause", "part"]
    assert from_book[columns].equals(from_csv[columns])


def test_events_alike_in_all_columns_are_all_kept_and_added(tmp_path: Path) -> None:
    lines = ["31/01/2020,Bay,Baidoa,Drought related,5,2020"] * 3 + ["31/01/2020,Bay,Baidoa,Flood,5,2020"]
    rows, rejects, _ = read(csv(tmp_path, *lines))
    assert rejects == []
    assert list(rows["part"]) == [
        "Drought related, event 1",
        "Drought related, event 2",
        "Drought related, event 3",
        "Flood, event 1",
    ]
    assert totals.total(rows, Filter(country=("SOM",), measure="flow")).value == 20


def test_a_district_named_alike_in_two_regions_is_no_overlap(tmp_path: Path) -> None:
    lines = ["31/01/2020,Bari,Qardho,Flood,5,2020", "31/01/2020,Nugaal,Qardho,Flood,6,2020"]
    rows, _, _ = read(csv(tmp_path, *lines))
    assert totals.total(rows, Filter(country=("SOM",), measure="flow")).value == 11


def test_months_add_up_over_a_period(tmp_path: Path) -> None:
    lines = [f"{day},Bay,Baidoa,Flood,5,2020" for day in ("31/01/2020", "29/02/2020", "31/03/2020")]
    rows, _, _ = read(csv(tmp_path, *lines))
    period = {"start": datetime.date(2020, 1, 1), "end": datetime.date(2020, 2, 29)}
    assert totals.total(rows, Filter(country=("SOM",), measure="flow", **period)).value == 10


def test_where_people_left_is_kept_in_the_part(tmp_path: Path) -> None:
    header = ",".join(
        [*HEADER[:3], "Previous (Departure) Region", "Previous (Departure) District", *HEADER[3:]]
    )
    rows, _, _ = read(csv(tmp_path, "31/01/2020,Bay,Baidoa,Bakool,Xudur,Flood,5,2020", header=header))
    assert list(rows["part"]) == ["Flood, from Xudur, Bakool, event 1"]


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("Drought related", "disaster"),
        ("Flood", "disaster"),
        ("Conflict/Insecurity", "conflict"),
        ("Other", "other"),
    ],
)
def test_reasons_become_causes(tmp_path: Path, reason: str, cause: str) -> None:
    rows, _, _ = read(csv(tmp_path, f"31/01/2020,Bay,Baidoa,{reason},5,2020"))
    assert list(rows["cause"]) == [cause]


def test_an_event_without_a_reason_is_not_taken_for_the_total_of_its_month(tmp_path: Path) -> None:
    lines = [
        "31/01/2020,Bay,Baidoa,Flood,5,2020",
        "31/01/2020,Bay,Luuq,,6,2020",
        "29/02/2020,Bay,Baidoa,Flood,7,2020",
    ]
    rows, _, _ = read(csv(tmp_path, *lines))
    assert [None if pd.isna(cause) else cause for cause in rows["cause"]] == [None, None, "disaster"]
    assert totals.total(rows, Filter(country=("SOM",), measure="flow")).value == 18


def test_zeros_and_blanks_are_no_events(tmp_path: Path) -> None:
    lines = [f"31/01/2020,Bay,Baidoa,Flood,{people},2020" for people in ("0", "", "5")]
    rows, rejects, nothing = read(csv(tmp_path, *lines))
    assert (list(rows["part"]), rejects) == (["Flood, event 1"], [])
    assert nothing == {"0: nobody": 1, "blank: not collected": 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("04/30/2016,Bay,Baidoa,Flood,5,2016", 'Month End "04/30/2016" is no date: write it as DD/MM/YYYY'),
        ("31/01/2020,Bay,Baidoa,Flood,about 5,2020", 'Number of Individuals "about 5" is not a whole number'),
        ("31/01/2020,,,Flood,5,2020", "no district and no region of arrival"),
        ("31/01/2020,Bay,Baidoa,Flood,-5,2020", "negative count -5"),
        ("31/01/2020,Bay", "line not readable"),
    ],
)
def test_a_bad_row_is_rejected_with_its_cure_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    good = "31/01/2020,Bay,Luuq,Flood,9,2020"
    rows, rejects, _ = read(csv(tmp_path, good, line, good))
    assert list(rows["value"]) == [9, 9]
    assert len(rejects) == 1 and reason in rejects[0]


def test_a_year_that_contradicts_its_month_is_doubted(tmp_path: Path) -> None:
    rows, _, _ = read(csv(tmp_path, "31/01/2020,Bay,Baidoa,Flood,5,2019"))
    assert rows["warning"][0] == "the column Year says 2019"


REAL = SHARED / "real" / "hdx_misc" / "somalia_unhcr_prmn_displacement.xlsx"


@pytest.mark.skipif(not REAL.exists(), reason="the publisher's file is not in the project")
def test_the_publishers_own_file_is_read_whole() -> None:
    assert choose(REAL, None).NAME == "prmn"
    rows, rejects, nothing = read(REAL)
    assert (len(rows), rejects, nothing) == (52648, [], {})
    assert set(rows["cause"]) == {"conflict", "disaster", "other"}
    assert rows["end_date"].nunique() == 80
    assert totals.total(rows, Filter(country=("SOM",), measure="flow")).value == 6_531_116
