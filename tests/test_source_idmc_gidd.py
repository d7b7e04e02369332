"""IDMC's GIDD: country-years, disasters, estimates by sex and age; CSV, API pages, workbook."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import xlsxwriter
from conftest import SHARED

from etl import frames, normalise
from etl.documents import describe
from etl.errors import DataError, UsageError
from etl.fetch import Wanted
from etl.settle import settle
from etl.sources import idmc_gidd
from etl.tabular.files import head

CONFLICT = "iso3,country_name,year,new_displacement,new_displacement_rounded,total_displacement,total_displacement_rounded"
EVENTS = (
    "iso3,country_name,year,start_date,start_date_accuracy,end_date,end_date_accuracy,event_name,hazard_category_name,"
    "hazard_type_name,new_displacement,new_displacement_rounded,total_displacement,total_displacement_rounded,event_codes"
)
TWIN = "rounded twin of the number beside it"
BLANK = "blank: not collected or not known"


def load(path: Path) -> duckdb.DuckDBPyConnection:
    con = normalise.workbench()
    assert idmc_gidd.recognise(head(path))
    document = describe(path, "idmc_gidd")
    normalise.take(con, idmc_gidd.parse(con, document), document, idmc_gidd)
    settle(con)
    return con


def read(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    con = load(path)
    rows = frames.frame(con.sql("SELECT * FROM figures ORDER BY record, cause, measure").to_arrow_table())
    return rows, con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()


def account(path: Path) -> tuple[int, int, dict[str, int]]:
    rows, entries, nothing = load(path).execute("SELECT rows, cells, nothing FROM accounts").fetchall()[0]
    return rows, entries, nothing


def table(tmp_path: Path, header: str, *lines: str) -> Path:
    path = tmp_path / "gidd.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def event(tmp_path: Path, *dates: str, year: int = 2008, count: str = "300,300") -> pd.Series:
    start, start_word, end, end_word = dates
    line = f"TUR,Türkiye,{year},{start},{start_word},{end},{end_word},Fires,Weather related,Wildfire,{count},,,[]"
    rows, rejects = read(table(tmp_path, EVENTS, line))
    assert rejects == []
    return rows.iloc[0]


def period(row: pd.Series) -> list[str]:
    dates = [str(row[name].date()) for name in ("start_date", "end_date")]
    return [*dates, row["start_accuracy"], row["end_accuracy"]]


def test_a_country_year_is_a_flow_of_the_year_and_a_stock_at_its_end(tmp_path: Path) -> None:
    rows, rejects = read(
        table(tmp_path, CONFLICT, "SYR,Syrian Arab Republic,2019,1847140,1847000,6495392,6495000")
    )
    assert rejects == []
    flow, stock = rows.iloc[0], rows.iloc[1]
    assert (flow["measure"], flow["value"], flow["cause"], flow["population"]) == (
        "flow",
        1847140,
        "conflict",
        "idp",
    )
    assert period(flow) == ["2019-01-01", "2019-12-31", "year", "year"]
    assert (stock["measure"], stock["value"], stock["country"], stock["origin"]) == (
        "stock",
        6495392,
        "SYR",
        "SYR",
    )
    assert pd.isna(stock["start_date"])
    assert (str(stock["end_date"].date()), stock["end_accuracy"]) == ("2019-12-31", "day")


def test_a_rounded_twin_is_never_a_second_figure(tmp_path: Path) -> None:
    path = table(tmp_path, CONFLICT, "SYR,Syria,2019,1847140,1847000,6495392,6495000")
    assert account(path) == (1, 4, {TWIN: 2})


def test_a_blank_is_nothing_and_a_zero_is_a_figure_with_a_warning(tmp_path: Path) -> None:
    path = table(tmp_path, CONFLICT, "AGO,Angola,2009,0,,,")
    rows, _ = read(path)
    assert rows[["measure", "value"]].to_numpy().tolist() == [["flow", 0]]
    assert "may not be aware" in rows["warning"].iloc[0]
    assert account(path) == (1, 4, {BLANK: 3})


def test_a_rounded_number_alone_is_an_approximate_figure(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path, CONFLICT, "AGO,Angola,2009,,5000,,40"))
    assert rows[["value", "quantifier"]].to_numpy().tolist() == [[5000, "approximately"], [40, "exact"]]


@pytest.mark.parametrize(
    ("number", "twin"), [(97, 97), (635, 640), (3250, 3200), (4650, 4600), (49653, 50000), (586013, 586000)]
)
def test_twins_are_held_against_idmcs_rule_of_rounding(tmp_path: Path, number: int, twin: int) -> None:
    rows, _ = read(table(tmp_path, CONFLICT, f"AGO,Angola,2009,{number},{twin},{number},{twin + 10000}"))
    assert pd.isna(rows["warning"].iloc[0])
    assert rows["warning"].iloc[1] == f"rounded by IDMC to {twin + 10000}"


def test_blank_names_are_filled_from_our_table_of_countries(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path, CONFLICT, "XKX,,2009,5,5,,", "AB9,,2018,150,150,,"))
    assert rows[["country", "place"]].to_numpy().tolist() == [["XKX", "Kosovo"], ["AB9", "Abyei"]]


def test_a_disaster_is_a_part_of_its_countrys_year(tmp_path: Path) -> None:
    row = event(tmp_path, "2008-01-08", "Day", "2008-08-05", "Day")
    assert (row["measure"], row["cause"], row["value"]) == ("flow", "disaster", 300)
    assert row["part"] == "Fires (Weather related: Wildfire)"
    assert (row["place"], row["admin_level"]) == ("Türkiye", 0)
    assert period(row) == ["2008-01-08", "2008-08-05", "day", "day"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2013-08-15", "Day", "2013-08-01", "Month"), ["2013-08-15", "2013-08-31", "day", "month"]),
        (("2013-05-12", "Day", "2013-01-01", "Year"), ["2013-05-12", "2013-12-31", "day", "year"]),
        (("2013-05-12", "Week", "2013-05-20", ""), ["2013-05-12", "2013-05-20", "month", "unknown"]),
    ],
)
def test_the_first_day_stands_for_a_month_or_year(
    tmp_path: Path, dates: tuple[str, ...], expected: list[str]
) -> None:
    row = event(tmp_path, *dates, year=2013)
    assert period(row) == expected
    assert pd.isna(row["warning"])


def test_a_period_in_the_wrong_order_is_never_mended_by_a_guess(tmp_path: Path) -> None:
    row = event(tmp_path, "2008-03-02", "Day", "2008-02-03", "Day")
    assert period(row) == ["2008-01-01", "2008-12-31", "year", "year"]
    assert row["warning"] == "printed period ends before it starts: 2008-03-02 to 2008-02-03"


def test_a_blank_end_is_that_of_the_year_and_said_to_be(tmp_path: Path) -> None:
    row = event(tmp_path, "2012-01-01", "Month", "", "", year=2012)
    assert period(row) == ["2012-01-01", "2012-12-31", "month", "unknown"]
    assert "no end printed" in row["warning"]


@pytest.mark.parametrize(("year", "doubted"), [(2008, False), (2009, False), (2018, True)])
def test_a_year_outside_of_the_period_is_doubted(tmp_path: Path, year: int, doubted: bool) -> None:
    row = event(tmp_path, "2008-12-12", "Day", "2009-01-12", "Day", year=year)
    assert pd.notna(row["warning"]) is doubted


def test_disasters_of_one_name_are_told_apart_and_doubted_where_they_are_alike(tmp_path: Path) -> None:
    line = "BEN,Benin,2009,2009-01-01,Month,2009-01-31,Day,Flood,Weather related,Flood,{},,,,[]"
    rows, rejects = read(table(tmp_path, EVENTS, *(line.format(count) for count in (20, 20, 30))))
    assert rejects == []
    assert sorted(rows["part"]) == [
        "Flood (Weather related: Flood)",
        "Flood (Weather related: Flood) #2",
        "Flood (Weather related: Flood) #3",
    ]
    assert rows.set_index("value")["warning"].notna().to_dict() == {20: True, 30: False}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("QQQ,x,2009,1,1,,", 'unknown country "QQQ"'),
        ("AGO,Angola,09,1,1,,", 'year "09" is no year'),
        ("AGO,Angola,2010,3.7,4,,", 'count of conflict flow "3.7" is not a whole number'),
        ("AGO,Angola,2010,-5,,,", "negative count -5"),
        ("AGO,Angola", "line not readable"),
    ],
)
def test_a_bad_row_is_rejected_with_a_reason_and_the_rest_goes_on(
    tmp_path: Path, line: str, reason: str
) -> None:
    rows, rejects = read(table(tmp_path, CONFLICT, "AGO,Angola,2008,1,1,,", line, "AGO,Angola,2011,2,2,,"))
    assert rows["value"].to_list() == [1, 2]
    assert [record for record, _ in rejects] == [3]
    assert reason in rejects[0][1]


def test_a_date_that_is_none_is_rejected(tmp_path: Path) -> None:
    line = "BEN,Benin,2009,2009-13-41,Day,2009-01-31,Day,Flood,Weather related,Flood,5,5,,,[]"
    rows, rejects = read(table(tmp_path, EVENTS, line))
    assert rows.empty
    assert 'start_date "2009-13-41" is no date' in rejects[0][1]


def reply(tmp_path: Path, name: str, *results: dict[str, object]) -> Path:
    page = {"last_updated": "2025-05-13", "count": len(results), "next": None, "previous": None}
    path = tmp_path / name
    path.write_text(json.dumps(page | {"results": results}), encoding="utf-8")
    return path


def test_pages_of_the_api_are_one_document_with_its_day_of_release(tmp_path: Path) -> None:
    folder = tmp_path / "conflicts.pages"
    folder.mkdir()
    item = {
        "iso3": "AFG",
        "country_name": "Afghanistan",
        "new_displacement": 5,
        "new_displacement_rounded": 5,
    }
    item |= {"total_displacement_rounded": None, "total_displacement": None}
    for year in (2019, 2020):
        reply(folder, f"{year}.json", item | {"year": year})
    rows, _ = read(folder)
    assert rows["value"].to_list() == [5, 5]
    assert {str(day.date()) for day in rows["published"]} == {"2025-05-13"}


def test_the_apis_table_of_totals_has_both_causes(tmp_path: Path) -> None:
    item = {"iso3": "IND", "country_name": "India", "year": 2022, "conflict_new_displacement": 1000}
    item |= {"disaster_new_displacement": 2507000, "disaster_new_displacement_rounded": 2507000}
    rows, _ = read(reply(tmp_path, "displacements.json", item))
    assert rows[["cause", "value"]].to_numpy().tolist() == [["conflict", 1000], ["disaster", 2507000]]
    assert rows["part"].isna().all()


def workbook(tmp_path: Path, tags: bool = False) -> Path:
    words = (
        "Conflict Stock Displacement",
        "Conflict Internal Displacements",
        "Disaster Internal Displacements",
    )
    header = ["ISO3", "Name", "Year", *(name for word in words for name in (word, f"{word} (Raw)"))]
    by_age = ["ISO3", "Country", "Year", "Sex", "Cause", "0-4", "0-17", "65+"]
    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        data = book.add_worksheet("1_Displacement_data")
        data.write_row(0, 0, header)
        if tags:
            data.write_row(1, 0, ["#country+code", "#country+name", "#date+year", *["#affected"] * 6])
        data.write_row(1 + tags, 0, ["AFG", "Afghanistan", 2024, 4187000, 4186882, 3200, 3219, "", 0])
        book.add_worksheet("2_Context").write_row(
            0, 0, ["ISO3", "Year", "Figure cause", "Description", "Figures"]
        )
        ages = book.add_worksheet("3_IDPs_SADD_estimates")
        ages.write_row(0, 0, by_age)
        ages.write_row(1, 0, ["AFG", "Afghanistan", 2024, "Both sexes", "Conflict", 700, 2100, ""])
        ages.write_row(2, 0, ["AFG", "Afghanistan", 2024, "Female", "Conflict", 340, 1000, 60])
        book.add_worksheet("README").write(0, 0, "TITLE: Global Internal Displacement Database (GIDD)")
    return path


@pytest.mark.parametrize("tags", [False, True])
def test_the_workbooks_raw_columns_are_the_figures(tmp_path: Path, tags: bool) -> None:
    path = workbook(tmp_path, tags)
    rows, rejects = read(path)
    assert rejects == []
    whole = rows[rows["age"] == "all"]
    assert whole[["cause", "measure", "value", "quantifier"]].to_numpy().tolist() == [
        ["conflict", "flow", 3219, "exact"],
        ["conflict", "stock", 4186882, "exact"],
        ["disaster", "flow", 0, "exact"],
    ]
    nothing = {BLANK: 2, TWIN: 2} | ({"HXL tag row": 1} if tags else {})
    assert account(path) == (3 + tags, 12 + tags, nothing)


def test_sexes_and_ages_are_estimates_of_the_years_end(tmp_path: Path) -> None:
    rows, _ = read(workbook(tmp_path))
    ages = rows[rows["age"] != "all"].sort_values(["sex", "value"])
    assert ages[["sex", "age", "value"]].to_numpy().tolist() == [
        ["all", "0-4", 700],
        ["all", "0-17", 2100],
        ["female", "65+", 60],
        ["female", "0-4", 340],
        ["female", "0-17", 1000],
    ]
    assert set(ages["value_status"]) == {"derived"}
    assert set(ages["measure"]) == {"stock"}
    assert {str(day.date()) for day in ages["end_date"]} == {"2024-12-31"}


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Data").write_row(
            0, 0, ["ISO3", "Name", "Year", "Conflict Internal Displacements"]
        )
    with pytest.raises(DataError, match="no rows under columns iso3"):
        read(path)


@pytest.mark.parametrize(
    "text",
    [
        "year,coo_iso,coa_iso,idps\n2019,SYR,SYR,5\n",
        "iso3,year,refugees\nSYR,2019,5\n",
        '{"items": [{"iso3": "SYR", "year": 2019, "new_displacement": 5}]}',
    ],
)
def test_tables_of_others_are_not_claimed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other"
    path.write_text(text, encoding="utf-8")
    assert not idmc_gidd.recognise(head(path))


def test_downloads_follow_the_offset_until_there_is_no_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDMC_CLIENT_ID", "key")
    wanted = idmc_gidd.downloads(Wanted())
    assert [one.path for one in wanted] == ["gidd/conflicts/", "gidd/disasters/", "gidd/displacements/"]
    one = wanted[0]
    page = {"count": 3, "next": "https://...", "results": [{}, {}]}
    assert (one.count(page), one.promised(page), one.secret) == (2, 3, ("client_id",))
    following = one.following(page, 1, one.params)
    assert following is not None
    assert (following["offset"], following["client_id"]) == ("2", "key")
    assert one.following(page | {"next": None}, 2, following) is None


def test_without_a_key_the_user_is_told_where_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IDMC_CLIENT_ID", raising=False)
    with pytest.raises(UsageError, match="IDMC_CLIENT_ID is not set: ask IDMC"):
        idmc_gidd.downloads(Wanted())


REAL = SHARED / "real" / "idmc_gidd"
absent = pytest.mark.skipif(not REAL.exists(), reason="the publisher's files are not in the project")


@absent
def test_the_publishers_disasters_all_come_through() -> None:
    rows, rejects = read(REAL / "gidd_disaster_events_2000.csv")
    assert rejects == []
    assert len(rows) == 2000
    storm = rows[(rows["country"] == "PHL") & (rows["value"] == 2039155)].iloc[0]
    assert period(storm) == ["2008-01-01", "2008-06-23", "month", "day"]
    wrong = rows["warning"].str.contains("ends before it starts", na=False)
    assert wrong.sum() == 26  # 384 printed ends lie before their starts; 358 stand for a month or a year


@absent
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gidd_conflict_AFG.csv", (16, 64, {BLANK: 3, TWIN: 30})),
        ("api_conflicts_page0.json", (100, 400, {BLANK: 89, TWIN: 126})),
        ("api_disasters_page0.json", (100, 400, {BLANK: 200, TWIN: 100})),
        ("idmc_hxl_2008_2020_head.csv", (299, 1193, {BLANK: 764, "HXL tag row": 1})),
    ],
)
def test_the_publishers_files_are_read_whole(name: str, expected: tuple[int, int, dict[str, int]]) -> None:
    rows, rejects = read(REAL / name)
    assert rejects == []
    assert account(REAL / name) == expected
    assert not rows["warning"].str.contains("rounded by IDMC", na=False).any()
