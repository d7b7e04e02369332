"""UNHCR's old Population Statistics exports: preambles, no header, asterisks, merged headers, sums of sums."""

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from conftest import SHARED

from etl import frames, normalise
from etl.documents import describe
from etl.errors import DataError
from etl.settle import settle
from etl.sources import unhcr_popstats
from etl.tabular.files import head

TITLES = '"Extracted from the UNHCR Population Statistics Reference Database","UNHCR"\n"Date extracted: 2015-10-21 22:24:00 +02:00"\n\n'
MONTHLY = TITLES + '"Country / territory of asylum/residence",Origin,Year,Month,Value\n'
PERSONS = TITLES + (
    'Year,"Country / territory of asylum/residence","Origin / Returned from",Refugees,Asylum-seekers,'
    '"Returned refugees",IDPs,"Returned IDPs","Stateless persons","Others of concern","Total Population"\n'
)
TAGS = "#period_date,#country,#origin,#aff_num+refugees,#aff_num,#aff_num,#aff_num,#aff_num,#aff_num,#aff_num,#aff_num\n"


def read(path: Path, kind: str = "procedures") -> tuple[pd.DataFrame, list[tuple[int, str]], tuple[int, int]]:
    """The rows, the rejects, and the account's rows and cells."""
    con = normalise.workbench()
    document = describe(path)
    normalise.take(con, unhcr_popstats.parse(con, document), document, unhcr_popstats)
    settle(con)
    rejects = con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()
    account = con.execute("SELECT rows, cells FROM accounts").fetchall()[0]
    rows = con.sql(f"SELECT * FROM {kind} ORDER BY record, population, start_date, part").to_arrow_table()
    return frames.frame(rows) if kind == "figures" else rows.to_pandas(), rejects, account


def made(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_application_is_a_flow_of_its_month_in_a_series_of_its_own(tmp_path: Path) -> None:
    rows, _, account = read(made(tmp_path, MONTHLY + "Albania,Syrian Arab Rep.,2012,December,3\n"))
    row = rows.iloc[0]
    assert (row["country"], row["origin"], row["value"], row["stage"]) == ("ALB", "SYR", 3, "application")
    assert (str(row["start_date"])[:10], str(row["end_date"])[:10]) == ("2012-12-01", "2012-12-31")
    assert (row["measure"], row["end_accuracy"], row["series"]) == (
        "flow",
        "month",
        "Monthly asylum applications",
    )
    assert (str(row["published"])[:10], row["record"]) == ("2015-10-21", 5)
    assert account == (1, 1)


def test_an_asterisk_is_a_withheld_count(tmp_path: Path) -> None:
    rows, rejects, _ = read(made(tmp_path, MONTHLY + "Albania,Afghanistan,2015,May,*\n"))
    assert (rows["value_status"][0], pd.isna(rows["value"][0]), rejects) == ("redacted", True, [])
    assert "1 to 4" in rows["warning"][0]


def test_the_same_table_without_any_header_is_known_by_its_content(tmp_path: Path) -> None:
    path = made(tmp_path, "Albania,Afghanistan,2012,September,1\nAlbania,Afghanistan,2015,May,*\n")
    assert unhcr_popstats.recognise(head(path))
    rows, _, account = read(path)
    assert (list(rows["record"]), account) == ([1, 2], (2, 2))


def test_serbia_and_kosovo_together_are_serbia_with_a_warning(tmp_path: Path) -> None:
    rows, _, _ = read(made(tmp_path, MONTHLY + "Austria,Serbia and Kosovo (S/RES/1244 (1999)),2012,May,9\n"))
    assert (rows["origin"][0], "Kosovo" in rows["warning"][0]) == ("SRB", True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Atlantis,Iraq,2012,May,9", 'unknown country of asylum "Atlantis"'),
        ("Austria,Atlantis,2012,May,9", 'unknown country of origin "Atlantis"'),
        ("Austria,Iraq,2012,Mai,9", 'no month "Mai 2012"'),
        ("Austria,Iraq,2012,May,3.7", 'count "3.7" is not a whole number'),
        ("Austria,Iraq", "line not readable"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    good = "Austria,Iraq,2012,{},9\n"
    rows, rejects, account = read(
        made(tmp_path, MONTHLY + good.format("June") + line + "\n" + good.format("July"))
    )
    assert (list(rows["value"]), account) == ([9, 9], (3, 3))
    assert [record for record, _ in rejects] == [6]
    assert reason in rejects[0][1]


def test_persons_of_concern_are_stocks_and_their_total_says_nothing_new(tmp_path: Path) -> None:
    rows, rejects, account = read(made(tmp_path, PERSONS + "2000,Egypt,Sudan,60,*,,,,,,81\n"), "figures")
    said = rows[["population", "measure", "value_status", "country", "origin"]].to_numpy().tolist()
    assert said == [
        ["asylum_seeker", "stock", "redacted", "EGY", "SDN"],
        ["refugee", "stock", "reported", "EGY", "SDN"],
    ]
    assert (str(rows["end_date"][0].date()), rejects, account) == ("2000-12-31", [], (1, 8))


def test_a_return_is_turned_so_that_the_country_is_where_people_came_from(tmp_path: Path) -> None:
    rows, _, _ = read(made(tmp_path, PERSONS + "2000,Myanmar,Bangladesh,,,1323,,,,,1323\n"), "figures")
    row = rows.iloc[0]
    assert (row["population"], row["country"], row["origin"], row["place"]) == (
        "returned_refugee",
        "BGD",
        "MMR",
        "Bangladesh",
    )
    assert (str(row["start_date"].date()), row["measure"], row["end_accuracy"]) == (
        "2000-01-01",
        "flow",
        "year",
    )


def test_a_row_of_persons_that_cannot_be_placed_is_one_reject(tmp_path: Path) -> None:
    _, rejects, account = read(made(tmp_path, PERSONS + "2000,Egypt,Atlantis,60,21,,,,,,81\n"), "figures")
    assert (account, [record for record, _ in rejects]) == ((1, 1), [5])
    assert 'unknown country of origin "Atlantis"' in rejects[0][1]


def test_an_export_with_tags_is_left_to_the_tags(tmp_path: Path) -> None:
    assert unhcr_popstats.recognise(head(made(tmp_path, PERSONS + "2000,Egypt,Sudan,60,,,,,,,60\n")))
    assert not unhcr_popstats.recognise(
        head(made(tmp_path, PERSONS + TAGS + "2000,Egypt,Sudan,60,,,,,,,60\n"))
    )


def test_another_table_is_refused_in_one_line(tmp_path: Path) -> None:
    path = made(tmp_path, "a,b\n1,2\n")
    con = normalise.workbench()
    with pytest.raises(DataError, match="not an export of UNHCR's Population Statistics"):
        unhcr_popstats.parse(con, describe(path))


ROWS = [
    ["AUS", "Austria", 10, "*", ""],
    ["SRB", "Serbia and Kosovo (S/RES/1244 (1999))", 7, 0, ""],
    ["", "- of which Kosovo (S/RES/1244 (1999))", 5, 0, ""],
    ["", "USA (DHS)", 13.93, 27.86, ""],
    ["", "EU-28", 10, "*", ""],
    ["", "Total (3)", 31, 28, ""],
]


def workbook(tmp_path: Path, *origins: str, rows: list[list[object]] = ROWS) -> Path:
    path = tmp_path / "applications.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Notes")
        for origin in origins:
            sheet = book.add_worksheet(origin[:10])
            sheet.write(0, 1, "Table 1. New asylum applications lodged in selected countries, 2015")
            sheet.write(1, 1, f"Origin: {origin}")
            sheet.write(2, 1, "All data are provisional.")
            sheet.write(2, 5, "Table established: 20 August 2015")
            sheet.merge_range(3, 2, 3, 4, "No. of applications")
            sheet.write(3, 1, "Country of")
            sheet.write(3, 5, "Jan-Mar")
            sheet.write_row(4, 1, ["asylum", "Jan.", "Feb.", "Mar.", "2015"])
            for number, row in enumerate(rows, 5):
                sheet.write_row(number, 0, [*row, 99])
            sheet.write(len(rows) + 6, 1, "Austria: provisional.")
    return path


def test_codes_of_the_workbook_are_unhcrs_own_and_not_read(tmp_path: Path) -> None:
    rows, rejects, _ = read(workbook(tmp_path, "ALL"))
    assert rejects == []
    assert set(rows["country"]) == {"AUT", "SRB", "USA"}
    assert rows["origin"].isna().all()


def test_blanks_sums_and_notes_of_the_workbook_hold_nothing(tmp_path: Path) -> None:
    con = normalise.workbench()
    document = describe(workbook(tmp_path, "ALL"))
    kept = normalise.take(con, unhcr_popstats.parse(con, document), document, unhcr_popstats)
    rows, cells, nothing = con.execute("SELECT rows, cells, nothing FROM accounts").fetchall()[0]
    assert (kept, rows, cells) == (8, 7, 6 * 4 + 1)
    assert nothing == {
        "a line of text without counts": 1,
        "a sum of countries": 8,
        "a sum of months": 4,
        "blank: not available yet": 4,
    }


def test_a_part_of_a_country_and_the_offices_of_one_are_parts(tmp_path: Path) -> None:
    rows, _, _ = read(workbook(tmp_path, "ALL"))
    kosovo = rows[rows["part"] == "of which Kosovo (S/RES/1244 (1999))"]
    assert list(kosovo["value"]) == [5, 0]
    assert set(kosovo["country"]) == {"SRB"}
    assert set(rows[rows["country"] == "USA"]["part"]) == {"USA (DHS)"}


def test_cases_made_persons_by_a_factor_are_derived_and_cases_stay_cases(tmp_path: Path) -> None:
    rows, _, _ = read(workbook(tmp_path, "ALL", "IRAQ", rows=[["", "USA (DHS)", 13.93, "", ""]]))
    total = rows[rows["origin"].isna()].iloc[0]
    assert (total["value"], total["unit"], total["value_status"]) == (14, "person", "derived")
    assert "1.393" in total["warning"]
    rows, _, _ = read(workbook(tmp_path, "IRAQ", rows=[["", "USA (DHS)", 20, "", ""]]))
    cases = rows.iloc[0]
    assert (cases["reported"], pd.isna(cases["value"]), cases["unit"], cases["origin"]) == (
        20,
        True,
        "case",
        "IRQ",
    )


def test_an_origin_that_is_no_country_refuses_the_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path, "ATLANTIS")
    con = normalise.workbench()
    with pytest.raises(DataError, match='sheet ATLANTIS: unknown origin "ATLANTIS"'):
        unhcr_popstats.parse(con, describe(path))


REAL = SHARED / "real" / "unhcr_popstats"


@pytest.mark.skipif(not REAL.exists(), reason="the publisher's files are not in the project")
def test_the_publishers_own_monthly_file_is_read_whole() -> None:
    rows, rejects, account = read(REAL / "asylum_seekers_monthly_2015_head.csv")
    assert (rejects, account, len(rows)) == ([], (2996, 2996), 2996)
    assert int((rows["value_status"] == "redacted").sum()) == 720


@pytest.mark.skipif(not REAL.exists(), reason="the publisher's files are not in the project")
def test_the_publishers_own_workbook_gives_its_own_totals() -> None:
    rows, rejects, account = read(REAL / "asylum-data-2015-08-20.xlsx")
    assert (rejects, account, len(rows)) == ([], (715, 8723), 3111)
    whole = rows[~rows["part"].fillna("").str.startswith("of which")]
    january = whole[whole["start_date"].astype(str).str.startswith("2015-01")]
    assert january[january["origin"].isna()]["value"].sum() == 82268
    assert january["country"].nunique() == 44
    # 12,933 by the publisher; the difference are counts of 1 to 4 that it withheld.
    assert january[january["origin"] == "SYR"]["reported"].sum() == 12926
