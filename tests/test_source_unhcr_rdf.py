"""UNHCR's Refugee Data Finder: wide CSV and API pages, with what bites in them."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import SHARED

from etl import frames, normalise, totals
from etl.documents import describe
from etl.errors import DataError
from etl.fetch import Wanted
from etl.filters import Filter
from etl.settle import settle
from etl.sources import unhcr_rdf
from etl.tabular.files import head

HEADER = "year,coo_name,coo,coo_iso,coa_name,coa,coa_iso,refugees,asylum_seekers,returned_refugees,idps,oip"


def read(*paths: Path, kind: str = "figures") -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    con = normalise.workbench()
    for path in paths:
        document = describe(path)
        normalise.take(con, unhcr_rdf.parse(con, document), document, unhcr_rdf)
    settle(con)
    rejects = con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()
    return figures(con, kind), rejects


def figures(con: duckdb.DuckDBPyConnection, kind: str = "figures") -> pd.DataFrame:
    columns = "record, population, measure, document, sex DESC, age, part" + ", outcome" * (
        kind == "procedures"
    )
    return frames.frame(
        con.sql(
            f"SELECT {normalise.figure_id_sql(kind)} AS figure_id, * FROM {kind} ORDER BY {columns}"
        ).to_arrow_table()
    )


def table(path: Path, columns: str, *lines: str, **sidecar: str) -> Path:
    """A CSV of country pairs with the columns said, each line `year,ISO3,ISO3` and its cells; with a sidecar if any."""
    head = "year,coo_iso,coa_iso"
    path.write_text("\n".join([f"{head},{columns}", *lines]) + "\n", encoding="utf-8")
    if sidecar:
        said = "".join(f"{key}: {value}\n" for key, value in sidecar.items())
        path.with_name(path.name + ".yaml").write_text(said, encoding="utf-8")
    return path


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


def test_a_world_row_is_not_warned_of_as_a_country_with_itself(tmp_path: Path) -> None:
    rows, _ = read(page(tmp_path, coo_iso="-", coo="-", coa_iso="-", coa="-", refugees=26000000))
    assert rows["warning"].isna().all()


def test_an_empty_api_page_says_why(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(
        '{"page": 1, "short-url": "x", "maxPages": 0, "total": [], "items": []}', encoding="utf-8"
    )
    assert unhcr_rdf.recognise(head(path))
    with pytest.raises(DataError, match="a page without items"):
        read(path)


def test_a_folder_of_pages_is_one_document(tmp_path: Path) -> None:
    folder = tmp_path / "population.pages"
    folder.mkdir()
    page(folder, refugees=1).rename(folder / "1.json")
    page(folder, coa_iso="LBN", refugees="2").rename(folder / "2.json")
    assert unhcr_rdf.recognise(head(folder))
    rows, rejects = read(folder)
    assert (list(rows["value"]), list(rows["document"].unique()), rejects) == (
        [1, 2],
        ["population.pages"],
        [],
    )


SHAPES = {
    "year,coo_iso,coa_iso,refugees": True,
    "year,coo_iso,coa_iso,refugees,refugee_like": True,
    "year,coo_iso,coa_iso,returned_refugees,resettlement": True,
    "year,coo_iso,coa_iso,pop_type,f_0_4,total": True,
    "year,coo_iso,coa_iso,app_pc,applied": True,
    "year,coo_iso,coa_iso,dec_pc,dec_total": True,
    "year,coo_iso,coa_iso,total": True,
    "Year,ISO3CoO,ISO3CoA,REF": True,
    "year,coo_iso,coa_iso,applied,dec_total": False,
    "year,coo_iso,refugees": False,
    "year,coo_iso,coa_iso": False,
    "iso_code,unhcr_code,name": False,
}


@pytest.mark.parametrize(("columns", "ours"), SHAPES.items())
def test_a_table_is_known_by_its_columns(tmp_path: Path, columns: str, ours: bool) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{columns}\n2019,SYR,TUR,1,2,3\n", encoding="utf-8")
    assert unhcr_rdf.recognise(head(path)) is ours
    if not ours:
        with pytest.raises(DataError, match="not a table of the Refugee Data Finder"):
            read(path)


def test_a_file_with_hxl_tags_is_left_to_the_reader_of_hxl(tmp_path: Path) -> None:
    path = tmp_path / "tagged.csv"
    path.write_text(
        "Year,ISO3CoO,ISO3CoA,REF\n#date+year,#country+origin,#country,#affected\n", encoding="utf-8"
    )
    assert not unhcr_rdf.recognise(head(path))


HDX = "Year,ISO3CoO,ISO3CoA,REF,IDP,ASY,OOC,STA,VDA"


def hdx(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "hdx.csv"
    path.write_text("\n".join([HDX, *lines]) + "\n", encoding="utf-8")
    return path


def test_the_population_table_of_hdx_is_the_same_table(tmp_path: Path) -> None:
    rows, rejects = read(hdx(tmp_path, "2019,VEN,COL,7,0,3,0,0,1700000", "1979,AFG,IRN,1e+05,0,0,0,0,0"))
    assert dict(zip(rows["population"] + " " + rows["country"], rows["value"], strict=True)) == {
        "asylum_seeker COL": 3,
        "oip COL": 1700000,
        "refugee COL": 7,
        "refugee IRN": 100000,
    }
    assert rejects == []


def test_hdx_mixes_iso_codes_with_unhcrs_own_for_unknown_and_stateless(tmp_path: Path) -> None:
    lines = [f"2019,{code},PAK,5,0,0,0,0,0" for code in ("UKN", "STA", "MAR", "ARE")]
    rows, _ = read(hdx(tmp_path, *lines))
    assert list(rows["origin"]) == ["UNK", "XXA", "MAR", "ARE"]


@pytest.mark.parametrize(
    ("cell", "value"), [("1.25e+06", 1250000), ("2e3", 2000), ("1.5e+00", None), ("1e+40", None)]
)
def test_a_number_in_rs_notation_counts_only_if_it_is_whole(
    tmp_path: Path, cell: str, value: int | None
) -> None:
    rows, rejects = read(hdx(tmp_path, f"1979,AFG,IRN,{cell},0,0,0,0,0", "1980,AFG,IRN,5,0,0,0,0,0"))
    assert list(rows["value"]) == ([value, 5] if value else [5])
    assert [reason[:14] for _, reason in rejects] == ([] if value else ['refugees "' + cell[:4]])


FLOWS = "refugees,asylum_seekers,refugee_like,oip"


def test_the_newly_displaced_are_flows_and_those_in_refugee_like_situations_add_to_refugees(
    tmp_path: Path,
) -> None:
    rows, rejects = read(table(tmp_path / "f.csv", FLOWS, "2013,TCD,SDN,126,5,9827,", "2013,VEN,SDN,,,,40"))
    assert rejects == []
    assert rows[["population", "value", "part"]].fillna("").to_numpy().tolist() == [
        ["asylum_seeker", 5, ""],
        ["refugee", 9827, "in a refugee-like situation"],
        ["refugee", 126, "recognised, also as a group"],
        ["oip", 40, ""],
    ]
    assert set(rows["measure"]) == {"flow"}
    assert set(rows["start_date"].dt.strftime("%m-%d") + rows["end_date"].dt.strftime("/%m-%d")) == {
        "01-01/12-31"
    }
    asked = Filter(population=("refugee",), country=("SDN",), measure="flow")
    assert totals.total(rows, asked).value == 9953


def test_unknown_origins_of_flows_come_under_unhcrs_own_codes(tmp_path: Path) -> None:
    rows, rejects = read(table(tmp_path / "f.csv", FLOWS, "1981,UKN,SDN,25,,,", "1981,STA,SDN,5,,,"))
    assert (list(rows["origin"]), rejects) == (["UNK", "XXA"], [])


def test_an_old_flows_table_is_one_where_its_sidecar_says_so(tmp_path: Path) -> None:
    rows, _ = read(
        table(tmp_path / "f.csv", "refugees,asylum_seekers,oip", "2013,TCD,SDN,126,,", dataset="flows")
    )
    assert list(rows["measure"]) == ["flow"]


SOLUTIONS = "returned_refugees,resettlement,naturalisation,returned_idps"


def test_solutions_are_flows_of_four_kinds(tmp_path: Path) -> None:
    rows, _ = read(
        table(
            tmp_path / "s.csv", SOLUTIONS, "2019,SYR,TUR,10,,30,", "2019,SYR,CAN,,20,,", "2019,SYR,SYR,,,,40"
        )
    )
    assert rows[["population", "measure", "value", "country"]].to_numpy().tolist() == [
        ["naturalised", "flow", 30, "TUR"],
        ["returned_refugee", "flow", 10, "TUR"],
        ["resettled", "flow", 20, "CAN"],
        ["returned_idp", "flow", 40, "SYR"],
    ]


def test_returns_in_two_tables_count_once(tmp_path: Path) -> None:
    population = wide(tmp_path, "2019,Syrian Arab Rep.,SYR,SYR,Türkiye,TUR,TUR,0,0,34303,0,")
    solutions = table(tmp_path / "s.csv", f"coa_name,{SOLUTIONS}", "2019,SYR,TUR,Türkiye,34303,,,")
    rows, rejects = read(population, solutions)
    assert rejects == []
    assert list(rows["role"]) == ["recommended", "triangulation"]
    assert "also in population.csv, which counts" in rows["warning"].iloc[1]


def test_of_two_vintages_of_a_table_the_older_one_becomes_a_second_voice(tmp_path: Path) -> None:
    old = table(
        tmp_path / "old.csv", "refugees", "2019,SYR,TUR,1", "2018,SYR,TUR,2", dataset="x", taken="2024-06-01"
    )
    new = table(
        tmp_path / "new.csv", "refugees", "2019,SYR,TUR,3", "2020,SYR,TUR,4", dataset="x", taken="2025-06-01"
    )
    rows, _ = read(old, new)
    roles = dict(zip(rows["value"], rows["role"], strict=True))
    assert roles == {1: "triangulation", 2: "triangulation", 3: "recommended", 4: "recommended"}


def test_idmcs_count_is_idmcs_and_a_series_of_its_own(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path / "i.csv", "total", "2019,SYR,SYR,6495000"))
    row = rows.iloc[0]
    assert (row["publisher"], row["population"], row["cause"], row["measure"]) == (
        "IDMC",
        "idp",
        "conflict",
        "stock",
    )
    assert (row["country"], row["origin"], row["series"]) == ("SYR", "SYR", "as printed by UNHCR")


def test_idmcs_unknown_country_is_the_world_until_there_are_countries(tmp_path: Path) -> None:
    lines = ["2008,UNK,UNK,26000000", "2009,SYR,SYR,400000", "2017,UNK,UNK,2"]
    rows, _ = read(
        table(
            tmp_path / "i.csv",
            "coa_name,total",
            *(
                line.replace("UNK,UNK", "UNK,UNK,Unknown").replace("SYR,SYR", "SYR,SYR,Syria")
                for line in lines
            ),
        )
    )
    assert rows[["place", "country", "origin"]].fillna("").to_numpy().tolist() == [
        ["World", "", ""],
        ["Syria", "SYR", "SYR"],
        ["Unknown", "UNK", "UNK"],
    ]


def test_unrwas_count_is_unrwas(tmp_path: Path) -> None:
    rows, _ = read(table(tmp_path / "u.csv", "total", "1952,PSE,LBN,103137", "1952,PSE,PSE,206014"))
    assert set(rows["publisher"]) == {"UNRWA"}
    assert set(rows["population"] + rows["origin"] + rows["measure"]) == {"refugeePSEstock"}
    assert rows["series"].isna().all() and rows["warning"].isna().all()


def test_where_rows_do_not_tell_idmc_from_unrwa_the_sidecar_does(tmp_path: Path) -> None:
    line = "2019,PSE,PSE,5"
    with pytest.raises(DataError, match="its rows don't tell: write `dataset: idmc`"):
        read(table(tmp_path / "t.csv", "total", line))
    for name in ("idmc", "unrwa"):
        rows, _ = read(
            table(tmp_path / f"{name}.csv", "total", line, url=f"https://api.unhcr.org/population/v1/{name}/")
        )
        assert list(rows["publisher"]) == [name.upper()]


DEMOGRAPHICS = "coa_name,pop_type,location,loc_type,acc_type,f_0_4,f_60,f_other,f_total,m_12_17,m_total,total"


def test_demographics_are_counts_by_sex_and_age(tmp_path: Path) -> None:
    rows, _ = read(
        table(
            tmp_path / "d.csv", DEMOGRAPHICS, "2025,SYR,UGA,Uganda,REF,Kampala [Admin 2],U,I,1,2,3,6,4,4,10"
        )
    )
    assert {(row.sex, row.age): row.value for row in rows.itertuples()} == {
        ("female", "0-4"): 1,
        ("female", "60+"): 2,
        ("female", "unknown"): 3,
        ("female", "all"): 6,
        ("male", "12-17"): 4,
        ("male", "all"): 4,
        ("all", "all"): 10,
    }
    row = rows.iloc[0]
    assert (row["place"], row["part"]) == (
        "Kampala [Admin 2]",
        "Kampala [Admin 2]; urban; individual accommodation",
    )
    assert pd.isna(row["admin_level"])
    assert row["admin1"].startswith("UG-")


@pytest.mark.parametrize(
    ("pop_type", "population", "measure"),
    [
        ("REF", "refugee", "stock"),
        ("HST", "host_community", "stock"),
        ("RET", "returned_refugee", "flow"),
        ("RDP", "returned_idp", "flow"),
    ],
)
def test_who_is_counted_stands_in_the_row(
    tmp_path: Path, pop_type: str, population: str, measure: str
) -> None:
    rows, _ = read(table(tmp_path / "d.csv", "pop_type,total", f"2025,SYR,UGA,{pop_type},7"))
    assert rows[["population", "measure"]].to_numpy().tolist() == [[population, measure]]


def test_locations_are_parts_and_those_in_refugee_like_situations_say_so(tmp_path: Path) -> None:
    lines = [
        "2025,SYR,UGA,Uganda,REF,Dispersed in the country / territory,V,U,0,0,0,0,0,0,10",
        "2025,SYR,UGA,Uganda,ROC,Dispersed in the country / territory,V,U,0,0,0,0,0,0,20",
        "2025,SYR,UGA,Uganda,REF,Rhino (within Admin 1: Arua ) [Admin 3: POC],R,P,0,0,0,0,0,0,30",
    ]
    rows, rejects = read(table(tmp_path / "d.csv", DEMOGRAPHICS, *lines))
    assert rejects == []
    assert rows["part"].nunique() == 3
    assert "in a refugee-like situation" in rows["part"].iloc[1]
    assert totals.total(rows, Filter(population=("refugee",), country=("UGA",))).value == 60


def test_a_location_out_of_the_gazetteer_is_kept_with_a_warning(tmp_path: Path) -> None:
    rows, _ = read(
        table(
            tmp_path / "d.csv",
            DEMOGRAPHICS,
            "2025,SYR,UGA,Uganda,REF,Nowhereville [Admin 1],U,I,0,0,0,0,0,0,5",
        )
    )
    assert rows["place"].iloc[0] == "Nowhereville [Admin 1]"
    assert rows["warning"].iloc[0] == 'place not in our gazetteer, kept as written: "Nowhereville"'


def test_demographics_without_locations_are_the_countrys_count_and_that_of_the_population_table(
    tmp_path: Path,
) -> None:
    people = table(tmp_path / "d.csv", "coa_name,pop_type,f_total,total", "2025,SYR,UGA,Uganda,REF,4,10")
    population = table(tmp_path / "a.csv", "coa_name,refugees", "2025,SYR,UGA,Uganda,10")
    rows, _ = read(people, population)
    whole = rows[rows["sex"] == "all"]
    assert list(whole["admin_level"]) == [0, 0] and whole["part"].isna().all()
    assert sorted(whole["role"]) == ["recommended", "triangulation"]


def test_demographics_of_an_unknown_kind_of_people_are_refused(tmp_path: Path) -> None:
    rows, rejects = read(
        table(tmp_path / "d.csv", "pop_type,total", "2025,SYR,UGA,XYZ,7", "2025,SYR,UGA,REF,8")
    )
    assert list(rows["value"]) == [8]
    assert 'unknown pop_type "XYZ": use one of REF' in rejects[0][1]
    with pytest.raises(DataError, match="no column pop_type: refugees, IDPs and others are one count"):
        read(table(tmp_path / "all.csv", "f_0_4,total", "2025,SYR,UGA,7,8"))


APPLICATIONS = "procedure_type,app_type,dec_level,app_pc,applied"


def test_applications_count_persons_or_cases_and_never_both(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        APPLICATIONS,
        "2019,SYR,DEU,G,N,FI,P,100",
        "2019,SYR,AUS,J,NA,FI,C,7",
        "2019,SYR,EGY,U,N,-,P,9",
    )
    rows, rejects = read(path, kind="procedures")
    assert rejects == []
    assert rows[["country", "unit", "value", "reported"]].fillna(0).to_numpy().tolist() == [
        ["DEU", "person", 100, 100],
        ["AUS", "case", 0, 7],
        ["EGY", "person", 9, 9],
    ]
    assert pd.isna(rows["value"].iloc[1])
    assert list(rows["procedure_type"]) == ["government", "joint", "unhcr"]
    assert list(rows["application_type"]) == ["N", "NA", "N"]
    assert rows["decision_level"].fillna("").to_list() == ["FI", "FI", ""]
    assert set(rows["stage"]) == {"application"} and set(rows["population"]) == {"asylum_seeker"}
    assert read(path)[0].empty


def test_decisions_are_told_apart_by_outcome(tmp_path: Path) -> None:
    columns = "procedure_type,dec_level,dec_pc,dec_recognized,dec_other,dec_rejected,dec_closed,dec_total"
    rows, _ = read(table(tmp_path / "d.csv", columns, "2019,SYR,DEU,G,FI,P,10,20,30,0,60"), kind="procedures")
    assert dict(zip(rows["outcome"], rows["value"], strict=True)) == {
        "recognised": 10,
        "complementary": 20,
        "rejected": 30,
        "total": 60,
    }
    assert set(rows["stage"]) == {"decision"} and set(rows["role"]) == {"recommended"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("G,N,FI,-,5", 'app_pc "-" is neither P (persons) nor C (cases)'),
        ("X,N,FI,P,5", 'unknown procedure_type "X"'),
    ],
)
def test_a_procedure_that_does_not_say_what_it_counts_is_refused(
    tmp_path: Path, cells: str, reason: str
) -> None:
    path = table(tmp_path / "a.csv", APPLICATIONS, f"2019,SYR,DEU,{cells}", "2019,SYR,EGY,U,N,FI,P,9")
    rows, rejects = read(path, kind="procedures")
    assert list(rows["value"]) == [9]
    assert [record for record, _ in rejects] == [2] and reason in rejects[0][1]


def test_pages_of_each_endpoint_are_read_like_its_csv(tmp_path: Path) -> None:
    applied = {"procedure_type": "G", "app_type": "N", "dec_level": "FI", "app_pc": "P", "applied": "12"}
    rows, _ = read(page(tmp_path, **applied), kind="procedures")
    assert rows[["application_type", "value"]].to_numpy().tolist() == [["N", 12]]
    rows, _ = read(page(tmp_path, coo_iso="PSE", coa_iso="JOR", total=2400000))
    assert list(rows["publisher"]) == ["UNRWA"]
    rows, _ = read(page(tmp_path, pop_type="IDP", f_0_4="-", total="8"))
    assert rows[["population", "value"]].to_numpy().tolist() == [["idp", 8]]


def test_the_api_is_asked_for_all_tables_and_all_pages() -> None:
    asked = {download.table: download for download in unhcr_rdf.downloads(Wanted())}
    assert list(asked) == [
        "population",
        "demographics",
        "asylum-applications",
        "asylum-decisions",
        "solutions",
        "unrwa",
        "idmc",
    ]
    population = asked["population"]
    assert (population.params["yearFrom"], population.params["yearTo"]) == ("1951", "2100")
    assert {population.params[name] for name in ("coo_all", "coa_all")} == {"true"}
    assert population.params["cf_type"] == "ISO" and asked["demographics"].params["ptype_show"] == "true"
    reply = {"page": 1, "maxPages": 2, "total": [{"refugees": 5}], "items": [{}, {}, {}]}
    assert population.count(reply) == 3 and population.promised(reply) is None
    following = population.following(reply, 1, population.params)
    assert following is not None and following["page"] == "2"
    assert population.following(reply, 2, following) is None
    with pytest.raises(KeyError):
        population.count({"error": "none"})


def test_the_api_is_asked_for_one_country_of_asylum_from_a_year_on() -> None:
    params = unhcr_rdf.downloads(Wanted(since=2020, country="TUR"))[0].params
    assert (params["coa"], params["coo_all"], params["yearFrom"], params["yearTo"]) == (
        "TUR",
        "true",
        "2020",
        "2100",
    )
    assert "coa_all" not in params


FOLDER = SHARED / "real" / "unhcr_rdf"
REAL = FOLDER / "population.csv.gz"


published = pytest.mark.skipif(not REAL.exists(), reason="the publisher's files are not in the project")


@published
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


@published
@pytest.mark.parametrize(
    ("name", "kind", "rows", "cells", "kept"),
    [
        ("asylum_applications_syr.csv", "procedures", 2995, 2995, 2995),
        ("demographics_syr_uga.csv", "figures", 1331, 19965, 9153),
        ("flows_syr_sdn.csv", "figures", 4722, 18888, 5008),
        ("idmc.csv", "figures", 934, 934, 934),
        ("population_syria_subset.csv", "figures", 3243, 29187, 5280),
        ("solutions_syr_sdn.csv", "figures", 1201, 4804, 1334),
        ("unrwa.csv", "figures", 296, 296, 296),
        ("../hxl/HDX_EndYearPopulationTotals.csv", "figures", 745, 4470, 921),
    ],
)
def test_every_cell_of_the_publishers_tables_is_accounted_for(
    name: str, kind: str, rows: int, cells: int, kept: int
) -> None:
    path = FOLDER / name
    assert unhcr_rdf.recognise(head(path))
    con = normalise.workbench()
    document = describe(path)
    assert normalise.take(con, unhcr_rdf.parse(con, document), document, unhcr_rdf) == kept
    settle(con)
    assert con.execute(f"SELECT count(*) FROM {kind}").fetchone() == (kept,)
    assert con.execute("SELECT rows, cells FROM accounts").fetchone() == (rows, cells)
    assert con.execute("SELECT reason FROM rejects").fetchall() == []


@published
def test_the_list_of_countries_is_no_table_of_people() -> None:
    assert not unhcr_rdf.recognise(head(FOLDER / "countries.csv"))


@published
def test_idmcs_and_unhcrs_counts_of_syrias_displaced_stand_apart() -> None:
    rows, _ = read(FOLDER / "idmc.csv", FOLDER / "population_syria_subset.csv")
    syria = rows.query("population == 'idp' and country == 'SYR'")
    syria = syria[syria["end_date"] == "2019-12-31"]
    assert dict(zip(syria["publisher"], syria["value"], strict=True)) == {"IDMC": 6495000, "UNHCR": 6146994}


@published
def test_demographics_of_syrians_in_lebanon_add_up_to_the_population_tables_count() -> None:
    rows, _ = read(FOLDER / "demographics_syr_uga.csv", FOLDER / "population_syria_subset.csv")
    mine = rows.query(
        "country == 'LBN' and origin == 'SYR' and population == 'refugee' and sex == 'all' and age == 'all'"
    )
    mine = mine[mine["end_date"] == "2025-12-31"]
    assert (
        mine.loc[mine["part"].notna(), "value"].sum()
        == mine.loc[mine["part"].isna(), "value"].sum()
        == 532357
    )
    question = Filter(population=("refugee",), country=("LBN",), origin=("SYR",))
    assert totals.total(rows, question).value == 532357


@published
def test_the_table_of_hdx_agrees_with_the_finders() -> None:
    rows, rejects = read(FOLDER / ".." / "hxl" / "HDX_EndYearPopulationTotals.csv", REAL)
    assert rejects == []
    afghans = rows.query("country == 'IRN' and origin == 'AFG' and population == 'refugee'")
    afghans = afghans[afghans["end_date"] == "1979-12-31"]
    assert list(afghans["value"]) == [100000, 100000]
    assert sorted(afghans["role"]) == ["recommended", "triangulation"]
