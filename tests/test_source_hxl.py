"""Tables under HXL tags: what is found, what each tag becomes, what is refused and why, and our own extracts read back."""

import datetime
import json
from collections.abc import Sequence
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from conftest import REPOSITORY, SHARED, figure, figures
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import columns, extracts, frames, normalise
from etl.documents import describe
from etl.errors import DataError
from etl.settle import settle
from etl.sources import choose
from etl.sources.hxl import canonical as hxl_canonical
from etl.sources.hxl import recognise
from etl.sources.hxl.dates import days_first, read_date
from etl.sources.hxl.tags import read_tag, tag_row
from etl.tabular.files import head

HEADERS = "Country,Date,IDPs"
TAGS = "#country+code,#date+reported,#affected+idps"


def bench(
    path: Path, source: str | None = "hxl", sidecar: str | None = "publisher: OCHA\n"
) -> duckdb.DuckDBPyConnection:
    if sidecar:
        path.with_name(path.name + ".yaml").write_text(sidecar, encoding="utf-8")
    con = normalise.workbench()
    normalise.add(con, describe(path, source))
    settle(con)
    return con


def frame(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return frames.frame(
        con.sql("SELECT * FROM figures ORDER BY record, population, part, value").to_arrow_table()
    )


def rejects(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        reason for (reason,) in con.execute("SELECT reason FROM rejects ORDER BY record, reason").fetchall()
    ]


def nothing(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    (found,) = con.execute("SELECT nothing FROM accounts").fetchone() or ({},)
    return dict(found)


def tagged(folder: Path, tags: str, *rows: str, header: str | None = None) -> Path:
    path = folder / "tagged.csv"
    top = header or ",".join(f"h{number}" for number in range(len(tags.split(","))))
    path.write_text("\n".join([top, tags, *rows]) + "\n", encoding="utf-8")
    return path


def one(folder: Path, tags: str, row: str, header: str | None = None) -> dict[str, object]:
    con = bench(tagged(folder, tags, row, header=header))
    assert rejects(con) == []
    rows = frame(con).to_dict("records")
    assert len(rows) == 1
    return rows[0]


# --- tags and the row they stand in


@pytest.mark.parametrize(
    ("cell", "name", "attributes", "invalid"),
    [
        ("#affected+idps+f", "affected", {"idps", "f"}, ()),
        (" #Affected +F +idps ", "affected", {"idps", "f"}, ()),
        ("#affected+idps+2013", "affected", {"idps"}, ("2013",)),
        ("#country", "country", set(), ()),
    ],
)
def test_a_tag_is_read_whatever_the_order_and_case_of_its_attributes(
    cell: str, name: str, attributes: set[str], invalid: tuple[str, ...]
) -> None:
    tag = read_tag(cell)
    assert tag and (tag.name, tag.attributes, tag.invalid) == (name, attributes, invalid)


@pytest.mark.parametrize("cell", ["", "#", "# of people", "#1", "affected", "#affected idps", "#a,b"])
def test_other_text_is_no_tag(cell: str) -> None:
    assert read_tag(cell) is None


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["Title"], [], ["a", "b"], ["#country", "#date"]], 3),
        ([["#country", "#date", "x", "", "y"]], 0),  # half of the filled cells
        ([["#country", "#date", "x", "y", "z"]], None),
        ([["#refugees"], ["a", "b"]], None),
        ([], None),
    ],
)
def test_the_tag_row_is_that_with_tags_in_half_of_its_cells(
    rows: Sequence[Sequence[str]], found: int | None
) -> None:
    assert tag_row(rows) == found


def test_an_attribute_that_is_none_is_left_out_with_a_warning(tmp_path: Path) -> None:
    row = one(tmp_path, "#country+code,#date,#affected+idps+2013", "SYR,2013,5")
    assert (row["population"], row["value"]) == ("idp", 5)
    assert "+2013 in the tag #affected+idps is no attribute" in str(row["warning"])


# --- forms of files


LINES = ["A table of ours", "", HEADERS, TAGS, "Syria,2019-06-30,100", 'IRQ,2019-06-30,"1,200"']


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", "\t"), ("utf-8-sig", ";"), ("latin-1", ","), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_a_csv_is_read_in_any_encoding_and_with_any_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "made.txt"
    text = "\n".join(
        [
            *LINES[:2],
            HEADERS.replace("IDPs", "Déplacés"),
            TAGS,
            "Syria,2019-06-30,100",
            "IRQ,2019-06-30,1 200",
        ]
    )
    path.write_bytes((text.replace(",", delimiter) + "\n").encode(encoding))
    con = bench(path, source=None)
    assert frame(con)[["country", "value", "record"]].to_numpy().tolist() == [
        ["SYR", 100, 5],
        ["IRQ", 1200, 6],
    ]


def test_a_header_with_a_line_break_does_not_shift_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(f'Country,Date,"IDPs\n(people)"\n{TAGS}\nSYR,2019,5\n', encoding="utf-8")
    rows = frame(bench(path, source=None))
    assert rows[["value", "record"]].to_numpy().tolist() == [[5, 4]]


@pytest.mark.parametrize(
    "data",
    [
        [HEADERS.split(","), TAGS.split(","), ["Syria", "2019-06-30", 100], ["IRQ", "2019-06-30", None]],
        [
            {"#country+code": "Syria", "#date+reported": "2019-06-30", "#affected+idps": 100},
            {"#country+code": "IRQ"},
        ],
        {"headers": TAGS.split(","), "data": [["Syria", "2019-06-30", "100"], ["IRQ", "", ""]]},
        {
            "headers": HEADERS.split(","),
            "tags": TAGS.split(","),
            "rows": [["Syria", "2019-06-30", 100.0], ["IRQ", "", "-"]],
        },
    ],
)
def test_json_is_read_as_rows_or_as_objects(tmp_path: Path, data: object) -> None:
    path = tmp_path / "made.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    con = bench(path, source=None)
    assert frame(con)[["country", "value"]].to_numpy().tolist() == [["SYR", 100]]
    assert nothing(con) == {"blank or -: not collected": 1}


@pytest.mark.parametrize(
    "text", ["[" * 50_000, '{"headers": ["#country", "#da', '{"data": [[1, 2', "[]", "{}", '[null, 3, "#a"]']
)
def test_json_that_is_no_table_or_breaks_off_is_not_ours(tmp_path: Path, text: str) -> None:
    path = tmp_path / "made.json"
    path.write_text(text, encoding="utf-8")
    assert not recognise(head(path))


def workbook(path: Path, sheets: dict[str, list[list[object]]], merged: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merged:
            for cells in merged.split():
                sheet.merge_cells(cells)
    book.save(path)
    return path


def test_the_tags_may_stand_on_any_sheet(tmp_path: Path) -> None:
    rows = [HEADERS.split(","), TAGS.split(","), ["SYR", datetime.date(2019, 6, 30), 100]]
    path = workbook(
        tmp_path / "book.xlsx",
        {"About": [["Read me"]], "June": rows, "Sites": [["#loc", "#sector"], ["a", "b"]]},
    )
    row = frame(bench(path, source=None)).iloc[0]
    assert (row["country"], row["value"], str(row["end_date"].date())) == ("SYR", 100, "2019-06-30")


def test_a_merged_place_holds_for_all_its_rows_and_a_merged_count_only_once(tmp_path: Path) -> None:
    rows = [
        ["Country", "Unit", "Date", "IDPs"],
        ["#country+code", "#adm1+name", "#date", "#affected+idps"],
        ["SYR", "Idlib", "2019", 5],
        [None, "Aleppo", None, None],
    ]
    path = workbook(tmp_path / "book.xlsx", {"one": rows}, "A3:A4 C3:C4 D3:D4")
    con = bench(path)
    assert frame(con)[["country", "value"]].to_numpy().tolist() == [["SYR", 5]]
    assert nothing(con) == {"blank or -: not collected": 1}
    path = workbook(tmp_path / "other.xlsx", {"one": [*rows[:3], [None, "Aleppo", None, 7]]}, "A3:A4 C3:C4")
    assert frame(bench(path))[["country", "place", "value"]].to_numpy().tolist() == [
        ["SYR", "Idlib", 5],
        ["SYR", "Aleppo", 7],
    ]


# --- what a tag of counts becomes


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("#affected+idps", {"population": "idp", "measure": "stock", "sex": "all", "age": "all"}),
        ("#affected+idps+ind+stock+conflict", {"population": "idp", "measure": "stock", "cause": "conflict"}),
        ("#affected+idps+ind+newdisp+disaster", {"population": "idp", "measure": "flow", "cause": "disaster"}),
        ("#affected+refugees+f+age0_4", {"population": "refugee", "sex": "female", "age": "0-4"}),
        ("#affected+refugees+m+age_60_plus", {"population": "refugee", "sex": "male", "age": "60+"}),
        ("#affected+refugees+i", {"population": "refugee", "sex": "other"}),
        ("#affected+idps+children", {"population": "idp", "age": "children"}),
        ("#affected+asylum_seekers", {"population": "asylum_seeker", "measure": "stock"}),
        ("#affected+stateless", {"population": "stateless"}),
        ("#affected+resettled", {"population": "resettled", "measure": "flow"}),
        ("#affected+idps+returnees", {"population": "returned_idp", "measure": "flow"}),
        ("#affected+refugees+returnees", {"population": "returned_refugee", "measure": "flow"}),
        ("#affected+returnees", {"population": "returnee", "measure": "flow"}),
        ("#affected+returnees+stock", {"population": "returnee", "measure": "stock"}),
        ("#affected+displaced", {"population": "displaced", "measure": "stock"}),
        ("#aff_num+others", {"population": "ooc"}),
        ("#population+refugees", {"population": "refugee"}),
        ("#affected+idps+camp", {"population": "idp", "part": "camp"}),
        ("#affected+idps+hh", {"population": "idp", "unit": "household", "value": None, "reported": 7}),
    ],
)  # fmt: skip
def test_the_attributes_of_a_count_say_whom_it_counts(
    tmp_path: Path, tag: str, expected: dict[str, object]
) -> None:
    row = one(tmp_path, f"#country+code,#date+year,{tag}", "SYR,2019,7")
    assert {name: None if pd.isna(row[name]) else row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("#affected+all+total", "a total of the groups"),
        ("#inneed+idps", "people in need, targeted or reached are not displaced people"),
        ("#affected+refugees+idps", "several groups counted together"),
    ],
)
def test_other_counts_beside_the_displaced_are_accounted_for(tmp_path: Path, tag: str, reason: str) -> None:
    con = bench(tagged(tmp_path, f"{TAGS},{tag}", "SYR,2019,7,9"))
    assert list(frame(con)["value"]) == [7]
    assert nothing(con) == {reason: 1}


def test_columns_that_count_nobody_are_no_entries(tmp_path: Path) -> None:
    con = bench(tagged(tmp_path, f"{TAGS},#sector,#affected+killed,#indicator+num", "SYR,2019,7,WASH,3,4"))
    assert con.execute("SELECT rows, cells FROM accounts").fetchall() == [(1, 1)]


def test_two_columns_with_the_same_tag_are_told_apart_by_their_headers(tmp_path: Path) -> None:
    con = bench(tagged(tmp_path, f"{TAGS},#affected+idps", "SYR,2019,7,8", header="c,d,In camps,In houses"))
    assert rejects(con) == []
    assert frame(con)[["part", "value"]].to_numpy().tolist() == [["In camps", 7], ["In houses", 8]]


# --- where


@pytest.mark.parametrize(
    ("tags", "row", "country", "origin"),
    [
        ("#country+code,#country+name", "TUR,Türkiye", "TUR", None),
        ("#country+code,#country+name", ",Türkiye", "TUR", None),
        ("#country,#origin", "Turkey,Syrian Arab Rep.", "TUR", "SYR"),
        ("#country+code+asylum,#country+code+origin", "TUR,SYR", "TUR", "SYR"),
        ("#country,#origin", "Serbia (and Kosovo: S/RES/1244 (1999)),Palestinian", "SRB", "PSE"),
        ("#country,#origin", "Germany,Stateless", "DEU", "XXA"),
        ("#country,#origin", "Germany,Various", "DEU", "VAR"),
    ],
)
def test_countries_are_found_by_code_or_name(
    tmp_path: Path, tags: str, row: str, country: str, origin: str | None
) -> None:
    found = one(tmp_path, f"{tags},#date+year,#affected+refugees", f"{row},2019,5")
    assert (found["country"], None if pd.isna(found["origin"]) else found["origin"]) == (country, origin)


def test_a_code_counts_before_a_name_that_says_otherwise(tmp_path: Path) -> None:
    row = one(tmp_path, "#country+code,#country+name,#date,#affected+idps", "NER,Nigeria,2019,5")
    assert row["country"] == "NER"
    assert "are two countries: the code counts" in str(row["warning"])


def test_idps_are_from_the_country_they_are_in(tmp_path: Path) -> None:
    assert one(tmp_path, TAGS, "SYR,2019,5")["origin"] == "SYR"


def test_outgoing_refugees_fled_from_the_country_named(tmp_path: Path) -> None:
    row = one(tmp_path, "#country+code,#date,#affected+refugees+outgoing", "SYR,2019,5")
    assert pd.isna(row["country"]) and row["origin"] == "SYR"


def test_returned_refugees_are_turned_around_where_the_header_says_returned_from(tmp_path: Path) -> None:
    tags = "#country,#origin,#period_date,#aff_num+refugees,#aff_num+returned_refugees"
    con = bench(
        tagged(tmp_path, tags, "Rwanda,Burundi,2000,3,4", header="Residence,Origin / Returned from,Year,a,b")
    )
    assert frame(con)[["population", "country", "origin", "place"]].to_numpy().tolist() == [
        ["refugee", "RWA", "BDI", "Rwanda"],
        ["returned_refugee", "BDI", "RWA", "Burundi"],
    ]


def test_units_sites_and_their_points(tmp_path: Path) -> None:
    tags = "#country+code,#adm1+name,#adm2+name,#adm2+code,#loc+name,#geo+lat,#geo+lon,#date,#affected+idps"
    con = bench(
        tagged(
            tmp_path,
            tags,
            "SYR,,,,,,,2019,1",
            "SYR,Idleb,,,,,,2019,2",
            "SYR,Idleb,Harim,SY0703,,,,2019,3",
            "SYR,Idleb,Harim,SY0703,Camp A,36.2,36.5,2019,4",
        )
    )
    rows = frame(con)
    assert rejects(con) == []
    assert rows["admin_level"].tolist() == [0, 1, 2, 2]
    assert rows["place"].fillna("").tolist() == ["", "Idleb", "Harim", "Harim"]
    assert rows["admin1"].fillna("").tolist() == ["", "SY-ID", "SY-ID", "SY-ID"]
    assert rows["pcode"].fillna("").tolist()[2:] == ["SY0703", "SY0703"]
    assert rows["part"].fillna("").tolist() == ["", "", "", "Camp A"]
    assert rows.iloc[3][["lat", "lon", "place_accuracy"]].tolist() == [36.2, 36.5, "point"]


def test_a_stated_level_counts_before_the_names(tmp_path: Path) -> None:
    row = one(tmp_path, "#country+code,#adm1+name,#adm+level,#date,#affected+idps", "SYR,Idleb,0,2019,5")
    assert row["admin_level"] == 0


def test_the_world_has_no_country_and_a_total_row_is_none_of_its_parts(tmp_path: Path) -> None:
    con = bench(tagged(tmp_path, "#country+name,#date,#affected+idps", "World,2019,9", "Total,2019,9"))
    row = frame(con).iloc[0]
    assert row["place"] == "World" and pd.isna(row["country"]) and pd.isna(row["admin_level"])
    assert nothing(con) == {"a total of the other rows": 1}


def test_a_sidecar_names_the_country_of_a_table_that_does_not(tmp_path: Path) -> None:
    path = tagged(tmp_path, "#adm1+name,#date,#affected+idps", "Idleb,2019,5")
    assert rejects(bench(path)) == [
        "no country: tag a column #country+code, or write `country: ISO3` into the sidecar"
    ]
    row = frame(bench(path, sidecar="publisher: OCHA\ncountry: SYR\n")).iloc[0]
    assert (row["country"], row["admin1"], row["admin_level"]) == ("SYR", "SY-ID", 1)


# --- when


@pytest.mark.parametrize(
    ("text", "first", "last", "accuracy"),
    [
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2019-03-01", "2019-03-01", "2019-03-01", "day"),
        ("2019-03-01T00:00:00Z", "2019-03-01", "2019-03-01", "day"),
        ("1 March 2015", "2015-03-01", "2015-03-01", "day"),
        ("March 1, 2015", "2015-03-01", "2015-03-01", "day"),
        ("Mar 2015", "2015-03-01", "2015-03-31", "month"),
        ("2019-Q4", "2019-10-01", "2019-12-31", "quarter"),
        ("05/05/2019", "2019-05-05", "2019-05-05", "day"),
    ],
)
def test_dates_are_read_as_written(text: str, first: str, last: str, accuracy: str) -> None:
    found = read_date(text)
    assert found and (str(found[0]), str(found[1]), found[2]) == (first, last, accuracy)


@pytest.mark.parametrize(
    "text", ["03/04/2015", "31/02/2019", "2019-02-31", "soon", "43830", "", "2019-13", "May 19"]
)
def test_what_is_no_date_or_two_is_not_guessed(text: str) -> None:
    assert read_date(text, day_first=text == "31/02/2019") is None


def test_a_column_shows_by_itself_that_its_days_come_first(tmp_path: Path) -> None:
    assert days_first(["03/04/2015", "30/04/2015"]) and not days_first(
        ["03/04/2015", "04/30/2015", "30/04/2015"]
    )
    rows = frame(bench(tagged(tmp_path, TAGS, "SYR,03/04/2015,1", "SYR,30/04/2015,2")))
    assert rows["end_date"].dt.strftime("%Y-%m-%d").tolist() == ["2015-04-03", "2015-04-30"]
    con = bench(tagged(tmp_path, TAGS, "SYR,03/04/2015,1", "SYR,2015-04-30,2"))
    assert rejects(con) == ['date "03/04/2015" can be read two ways, or is none: write YYYY-MM-DD']
    assert list(frame(con)["value"]) == [2]


@pytest.mark.parametrize(
    ("tags", "row", "tag", "expected"),
    [
        ("#date+year", "2019", "#affected+idps", (None, "2019-12-31", "year")),
        ("#date+year,#date+month", "2019,June", "#affected+idps", (None, "2019-06-30", "month")),
        ("#date+start,#date+end", "2019-01-01,2019-03-31", "#affected+idps", (None, "2019-03-31", "day")),
        ("#date+year", "2019", "#affected+idps+newdisp", ("2019-01-01", "2019-12-31", "year")),
        ("#date+start,#date+end", "2019-01,2019-03-31", "#affected+idps+newdisp", ("2019-01-01", "2019-03-31", "day")),
        ("#date+start,#date+reported", "2019-01-01,2019-02-07", "#affected+returnees", ("2019-01-01", "2019-02-07", "day")),
    ],
)  # fmt: skip
def test_a_stock_is_of_the_last_day_and_a_movement_of_the_whole_period(
    tmp_path: Path, tags: str, row: str, tag: str, expected: tuple[str | None, str, str]
) -> None:
    found = one(tmp_path, f"#country+code,{tags},{tag}", f"SYR,{row},7")
    days = [
        None if pd.isna(found[name]) else f"{found[name]:%Y-%m-%d}" for name in ("start_date", "end_date")
    ]
    assert (*days, found["end_accuracy"]) == expected


# --- counts, voices, parts


@pytest.mark.parametrize(
    ("cell", "value"), [("5", 5), ('"1,200"', 1200), ("1e+05", 100000), ("7000.0", 7000), ("0", 0)]
)
def test_a_count_is_read_as_people_and_programs_write_it(tmp_path: Path, cell: str, value: int) -> None:
    assert one(tmp_path, TAGS, f"SYR,2019,{cell}")["value"] == value


def test_an_asterisk_is_withheld_and_a_dash_is_none(tmp_path: Path) -> None:
    con = bench(tagged(tmp_path, TAGS, "SYR,2019,*", "SYR,2018,-", "SYR,2017,"))
    rows = frame(con)
    assert list(rows["value_status"]) == ["redacted"] and rows["value"].isna().all()
    assert nothing(con) == {"blank or -: not collected": 2}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Atlantis,2019,1", 'unknown country "Atlantis": write its ISO 3166-1 alpha-3 code'),
        ("SYR,,1", "no date: tag the as-of date #date+reported"),
        ("SYR,soon,1", 'date "soon" is not readable: write YYYY-MM-DD'),
        ("SYR,2019,3.6 million", '"3.6 million" is not a whole number of people'),
        ("SYR,2019,-5", "negative count -5"),
        (",2019,1", "no country: tag a column #country+code"),
        ("SYR,2019", "line not readable"),
    ],
)
def test_a_bad_row_is_rejected_with_its_cure_and_the_rest_goes_on(
    tmp_path: Path, row: str, reason: str
) -> None:
    con = bench(tagged(tmp_path, TAGS, "SYR,2018,1", row, "SYR,2020,2"))
    assert list(frame(con)["value"]) == [1, 2]
    assert con.execute("SELECT count(*), any_value(record) FROM rejects").fetchall() == [(1, 4)]
    assert reason in rejects(con)[0]


def test_a_movement_with_one_day_only_asks_for_the_first(tmp_path: Path) -> None:
    con = bench(tagged(tmp_path, "#country+code,#date+reported,#affected+idps+newdisp", "SYR,2019-01-05,7"))
    assert rejects(con) == [
        "a movement takes a period, and only one day is given: tag its first day #date+start"
    ]


@pytest.mark.parametrize(
    ("above", "tag", "cell", "sidecar", "publisher"),
    [
        ("", "#meta+source", "DTM", None, "DTM"),
        ("", "#org+publisher", "DTM", None, "DTM"),
        ("", "#meta+source", "DTM", "publisher: OCHA\n", "OCHA"),
        ("Extracted from UNHCR's database\n\n", "#sector", "", None, "UNHCR"),
        ("", "#sector", "", None, "not stated"),
    ],
)
def test_the_publisher_is_the_sidecars_the_rows_or_the_titles(
    tmp_path: Path, above: str, tag: str, cell: str, sidecar: str | None, publisher: str
) -> None:
    path = tmp_path / "made.csv"
    path.write_text(f"{above}a,b,c,d\n{TAGS},{tag}\nSYR,2019,7,{cell}\n", encoding="utf-8")
    row = frame(bench(path, sidecar=sidecar)).iloc[0]
    assert row["publisher"] == publisher
    assert ("write a sidecar" in str(row["warning"])) == (publisher == "not stated")
    assert (row["attributed_to"] == "DTM") == (publisher == "OCHA")


def test_an_operation_is_a_series_and_an_event_a_part(tmp_path: Path) -> None:
    tags = "#country+code,#operation+name,#event+name,#cause+type,#round+code,#date,#affected+idps"
    row = one(tmp_path, tags, "HTI,Earthquake,Quake of August,Earthquake,3,2021,5")
    assert (row["series"], row["part"], row["cause"]) == (
        "Earthquake",
        "Quake of August; Earthquake",
        "disaster",
    )


@pytest.mark.parametrize(
    ("text", "cause"),
    [("Conflict", "conflict"), ("Natural disaster", "disaster"), ("Eviction", "other"), ("Not reported", None), ("Conflict; Flood", None)],
)  # fmt: skip
def test_a_cause_in_words_is_sorted_and_kept(tmp_path: Path, text: str, cause: str | None) -> None:
    row = one(tmp_path, "#country+code,#cause+type,#date,#affected+idps", f"SYR,{text},2019,5")
    assert (None if pd.isna(row["cause"]) else row["cause"]) == cause
    assert pd.isna(row["part"]) == (text in ("Conflict", "Natural disaster"))


def test_sexes_and_ages_may_stand_in_rows(tmp_path: Path) -> None:
    tags = "#country+code,#gender+code,#age+range,#date,#affected+refugees"
    con = bench(tagged(tmp_path, tags, "TUR,f,0-4,2019,5", "TUR,all,all,2019,9", "TUR,,,2018,8"))
    assert frame(con)[["sex", "age"]].to_numpy().tolist() == [
        ["female", "0-4"],
        ["all", "all"],
        ["all", "all"],
    ]


def test_a_row_that_the_file_marks_as_wrong_is_rejected(tmp_path: Path) -> None:
    con = bench(
        tagged(tmp_path, f"{TAGS},#meta+error,#meta+warning", "SYR,2018,1,Unknown unit,", "SYR,2019,2,,Old")
    )
    assert frame(con)[["value", "warning"]].to_numpy().tolist() == [[2, "Old"]]
    assert rejects(con)[0].startswith("the file itself marks this row as wrong (Unknown unit)")


# --- whose file it is


def test_a_file_without_tags_is_not_ours_and_when_forced_says_how_to_tag_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text(f"{HEADERS}\nSYR,2019,5\n", encoding="utf-8")
    assert not recognise(head(path))
    with pytest.raises(
        DataError, match=r"columns: country, date, idps\): put a row such as #country\+code, #date\+reported"
    ):
        bench(path)


def test_a_file_that_counts_no_displaced_people_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no column counts displaced people"):
        bench(tagged(tmp_path, "#country,#date,#targeted+f", "Panama,2015,100"), source=None)


@pytest.mark.parametrize(
    "header", ["numPresentIdpInd", "coo_iso", "reference_period_start", "ISO3CoO", "new_displacement"]
)
def test_tables_of_publishers_with_an_adapter_of_their_own_are_left_to_it(
    tmp_path: Path, header: str
) -> None:
    assert not recognise(head(tagged(tmp_path, TAGS, "SYR,2019,5", header=f"a,b,{header}")))


def test_those_words_inside_the_rows_do_not_matter(tmp_path: Path) -> None:
    assert recognise(head(tagged(tmp_path, f"{TAGS},#meta+warning", "SYR,2019,5,coo_iso")))


# --- the order of things does not matter

SAYS = {
    "#country+code+asylum": ["TUR", "LBN"],
    "#country+name+asylum": ["Türkiye", "Lebanon"],
    "#country+name+origin": ["Syria", "Iraq"],
    "#date+start+reported": ["2019-01-01", "2020-01-01"],
    "#date+end+reported": ["2019-12-31", "2020-12-31"],
    "#affected+refugees+f+age0_4": ["5", "6"],
    "#affected+refugees+m+ind": ["7", "*"],
    "#affected+idps+newdisp+conflict": ["8", "-"],
    "#affected+total+all": ["20", "21"],
    "#operation+name": ["A", "B"],
    "#cause+type": ["Flood", "Conflict"],
    "#meta+warning": ["", "Old"],
}


@given(st.permutations(list(SAYS)), st.data())
@settings(max_examples=6)
def test_any_order_of_columns_and_attributes_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], data: st.DataObject
) -> None:
    def shuffled(tag: str) -> str:
        name, *attributes = tag.split("+")
        return data.draw(st.sampled_from(["+", " +"])).join([name, *data.draw(st.permutations(attributes))])

    folder = tmp_path_factory.mktemp("order")
    rows = [",".join(SAYS[tag][number] for tag in order) for number in range(2)]
    mixed = frame(bench(tagged(folder, ",".join(map(shuffled, order)), *rows)))
    plain = frame(
        bench(tagged(folder, ",".join(SAYS), *(",".join(SAYS[tag][n] for tag in SAYS) for n in range(2))))
    )
    assert len(plain) == 5
    pd.testing.assert_frame_equal(mixed, plain)


def test_the_guides_example_is_read(tmp_path: Path) -> None:
    guide = (REPOSITORY / "docs" / "map-your-columns.md").read_text(encoding="utf-8")
    path = tmp_path / "made.csv"
    path.write_text(guide.split("```")[1].lstrip(), encoding="utf-8")
    con = bench(path, source=None)
    assert rejects(con) == []
    assert frame(con)[["country", "part", "value"]].to_numpy().tolist() == [
        ["SDN", "camp", 1200],
        ["SDN", "host_families", 3400],
    ]


# --- our own extracts

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text[:1] != "'" and text.strip() == text
)
days = st.dates(datetime.date(1951, 1, 1), datetime.date(2030, 12, 31))
numbers = st.integers(0, 8_000_000_000)


@st.composite
def published(draw: st.DrawFn) -> dict[str, object]:
    """Any figure that may stand in an extract."""
    flow = draw(st.booleans())
    first, last = sorted([draw(days), draw(days)])
    value, status = draw(numbers), draw(st.sampled_from(["reported", "derived", "redacted", "not_collected"]))
    some = {
        name: draw(st.none() | st.sampled_from(columns.BY_NAME[name].allowed))
        for name in ("term", "cause", "place_accuracy", "place_basis", "start_accuracy", "end_accuracy")
    }
    said = {
        name: draw(st.none() | texts)
        for name in (
            "attributed_to",
            "place",
            "admin1",
            "pcode",
            "series",
            "part",
            "warning",
            "url",
            "licence",
            "rule",
        )
    }
    withheld = status in ("redacted", "not_collected")
    return figure(
        **some,
        **said,
        publisher=draw(texts),
        population=draw(st.sampled_from(columns.POPULATIONS)),
        measure="flow" if flow else "stock",
        value=None if withheld else value,
        value_high=None if withheld else draw(st.none() | st.integers(value, 8_200_000_000)),
        reported=None if withheld else draw(st.none() | numbers),
        value_status=status,
        quantifier=draw(st.sampled_from(columns.QUANTIFIERS)),
        unit=draw(st.sampled_from(columns.UNITS)),
        household_size=draw(st.none() | st.floats(1, 20)),
        sex=draw(st.sampled_from(["all", "female", "male", "other"])),
        age=draw(st.sampled_from(["all", "0-4", "5-11", "60+"])),
        admin_level=draw(st.none() | st.integers(1, 3)),
        lat=draw(st.none() | st.floats(-90, 90)),
        lon=draw(st.none() | st.floats(-180, 180)),
        start_date=first if flow else None,
        end_date=last,
        published=draw(st.none() | days),
        role=draw(st.sampled_from(columns.ROLES)),
        review=draw(st.sampled_from(columns.REVIEWS)),
        confidence=draw(st.none() | st.floats(0, 1)),
        quote=draw(st.none() | texts),
        quote_start=draw(st.none() | st.integers(0, 1000)),
    )


@given(st.lists(published(), min_size=1, max_size=4))
@settings(max_examples=10)
def test_our_tagged_extract_comes_back_as_it_left(
    tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, object]]
) -> None:
    left = figures(*made)
    path = tmp_path_factory.mktemp("extract") / "extract.hxl.csv"
    path.write_bytes(extracts.hxl_bytes(left))
    con = normalise.workbench()
    normalise.add(con, describe(path))
    assert rejects(con) == []
    kept = [name for name in columns.NAMES if name not in hxl_canonical.NEW]
    back = frames.frame(con.sql(f"SELECT {', '.join(kept)} FROM figures ORDER BY record").to_arrow_table())
    pd.testing.assert_frame_equal(back, left[kept])
    assert con.execute("SELECT DISTINCT source, document FROM figures").fetchall() == [
        ("hxl", "extract.hxl.csv")
    ]


def test_every_canonical_column_has_a_tag_of_its_own() -> None:
    assert len(hxl_canonical.TAGS) == len(columns.COLUMNS) and None not in hxl_canonical.TAGS


def test_a_cell_of_an_extract_that_was_spoilt_is_rejected_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    data = extracts.hxl_bytes(figures(figure(), figure(end_date="2018-12-31")))
    path.write_bytes(data.replace(b"2018-12-31", b"31/12/2018"))
    con = bench(path, source=None)
    assert len(frame(con)) == 1
    assert rejects(con) == ['end_date "31/12/2018" is not readable: write a day that exists as YYYY-MM-DD']


# --- the publishers' own files

REAL = SHARED / "real"


@pytest.mark.skipif(not REAL.exists(), reason="the publishers' files are not in the project")
def test_unhcrs_tagged_table_is_read_whole() -> None:
    path = REAL / "hxl" / "unhcr_persons_of_concern_head.hxl.csv"
    con = bench(path, source=None, sidecar=None)
    assert rejects(con) == []
    rows = frame(con)
    assert set(rows["publisher"]) == {"UNHCR"}
    assert (
        rows["value"].sum()
        == con.execute(
            "SELECT sum(column10) FROM read_csv(?, skip = 5, header = false, all_varchar = false)",
            [str(path)],
        ).fetchall()[0][0]
    )
    afghans = rows.query("population == 'refugee' and country == 'GBR' and origin == 'AFG'")
    assert (afghans["value"].tolist(), str(afghans["end_date"].iloc[0].date())) == ([5675], "2000-12-31")


@pytest.mark.skipif(not REAL.exists(), reason="the publishers' files are not in the project")
@pytest.mark.parametrize("name", ["input-valid.csv", "input-valid.ssv", "input-valid.xlsx", "input-valid-latin1.csv", "input-merged.xlsx", "input-fuzzy.csv"])  # fmt: skip
def test_sample_files_of_people_targeted_are_refused_with_the_reason(name: str) -> None:
    assert choose(REAL / "hxl" / name, None).NAME == "hxl"
    with pytest.raises(DataError, match="no column counts displaced people"):
        bench(REAL / "hxl" / name, sidecar=None)


@pytest.mark.skipif(not REAL.exists(), reason="the publishers' files are not in the project")
def test_of_the_publishers_files_only_the_generic_ones_are_ours() -> None:
    ours = {path.name for path in REAL.rglob("*.*") if path.is_file() and recognise(head(path))}
    samples = {
        "input-fuzzy.csv",
        "input-merged.xlsx",
        "input-valid-latin1.csv",
        "input-valid.csv",
        "input-valid.ssv",
    }
    assert ours == samples | {
        "input-valid.xlsx",
        "unhcr_persons_of_concern_head.hxl.csv",
        "global-pcodes-adm-1-2.csv",
    }
