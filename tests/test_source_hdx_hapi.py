"""HDX HAPI: IOM's IDPs and UNHCR's refugees and returnees at second hand. All figures are invented."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import frames, normalise, totals
from etl.documents import describe
from etl.errors import DataError, UsageError
from etl.fetch import Wanted
from etl.filters import Filter
from etl.settle import settle
from etl.sources import choose, hdx_hapi
from etl.sources.hdx_hapi import rows as hapi_rows

IDP_COLUMNS = (
    "location_code,has_hrp,in_gho,provider_admin1_name,provider_admin2_name,admin1_code,admin1_name,admin2_code,admin2_name,"
    "admin_level,operation,assessment_type,population,reporting_round,reference_period_start,reference_period_end,"
    "dataset_hdx_id,resource_hdx_id,warning,error"
)
PEOPLE_COLUMNS = (
    "origin_location_code,origin_has_hrp,origin_in_gho,asylum_location_code,asylum_has_hrp,asylum_in_gho,population_group,gender,"
    "age_range,min_age,max_age,population,reference_period_start,reference_period_end,dataset_hdx_id,resource_hdx_id,warning,error"
)
Row = dict[str, object]


def idps(**said: object) -> Row:
    row: Row = dict.fromkeys(IDP_COLUMNS.split(","), "")
    row |= {
        "location_code": "TCD",
        "admin_level": 0,
        "operation": "Lake round",
        "assessment_type": "BA",
        "population": 900,
    }
    row |= {
        "reporting_round": 3,
        "reference_period_start": "2024-05-01",
        "reference_period_end": "2024-05-31",
    }
    assert not set(said) - set(row)
    return row | said


def lac(**said: object) -> Row:
    return idps(admin_level=1, provider_admin1_name="Lac", admin1_code="TD07", admin1_name="Lac", **said)


def people(**said: object) -> Row:
    row: Row = dict.fromkeys(PEOPLE_COLUMNS.split(","), "")
    row |= {
        "origin_location_code": "SYR",
        "asylum_location_code": "TUR",
        "population_group": "REF",
        "gender": "all",
    }
    row |= {"age_range": "all", "population": 500}
    row |= {"reference_period_start": "2019-01-01", "reference_period_end": "2019-12-31"}
    assert not set(said) - set(row)
    return row | said


def csv(tmp_path: Path, *rows: Row, tags: bool = False) -> Path:
    names = list(rows[0])
    lines = [
        names,
        *([[f"#meta+{name}" for name in names]] if tags else []),
        *([str(cell) for cell in row.values()] for row in rows),
    ]
    path = tmp_path / "hapi.csv"
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8-sig")
    return path


def reply(path: Path, *rows: Row) -> Path:
    path.write_text(
        json.dumps({"data": [{name: cell or None for name, cell in row.items()} for row in rows]})
    )
    return path


def read(path: Path) -> tuple[pd.DataFrame, list[str], dict[str, int]]:
    con = normalise.workbench()
    document, source = describe(path), choose(path, None)
    normalise.take(con, source.parse(con, document), document, source)
    settle(con)
    rows = frames.frame(con.sql("SELECT 'x' AS figure_id, * FROM figures ORDER BY record").to_arrow_table())
    rejects = [reason for (reason,) in con.execute("SELECT reason FROM rejects ORDER BY record").fetchall()]
    return rows, rejects, _nothing(con)


def _nothing(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    ((found,),) = con.execute("SELECT nothing FROM accounts").fetchall()
    return dict(found)


@pytest.mark.parametrize("tags", [True, False])
def test_idps_are_ioms_stock_at_the_end_of_the_period(tmp_path: Path, tags: bool) -> None:
    rows, rejects, nothing = read(csv(tmp_path, lac(), tags=tags))
    row = rows.iloc[0]
    assert (rejects, nothing) == ([], {"HXL tag row": 1} if tags else {})
    assert (row["publisher"], row["population"], row["measure"], row["value"]) == ("IOM", "idp", "stock", 900)
    assert row["series"] == "Lake round (baseline), via HDX HAPI"
    assert (row["country"], row["origin"], row["place"], row["admin_level"]) == ("TCD", "TCD", "Lac", 1)
    assert (row["pcode"], row["warning"]) == ("TCD07", "p-code TD07 written as TCD07")
    assert str(row["end_date"].date()) == "2024-05-31" and pd.isna(row["start_date"])
    assert row["licence"] == "IOM-DTM-non-commercial"


def test_pages_of_the_api_read_as_the_file_does(tmp_path: Path) -> None:
    folder = tmp_path / "idps.pages"
    folder.mkdir()
    reply(folder / "page-0001.json", idps())
    reply(folder / "page-0002.json", lac())
    pages, _, _ = read(folder)
    file, _, _ = read(csv(tmp_path, idps(), lac()))
    columns = ["value", "place", "pcode", "admin_level", "series"]
    assert pages[columns].equals(file[columns])


def test_the_providers_name_stands_where_there_is_no_official_one(tmp_path: Path) -> None:
    rows, _, _ = read(
        csv(tmp_path, idps(admin_level=2, provider_admin1_name="Lac", provider_admin2_name="Xyzzy"))
    )
    row = rows.iloc[0]
    assert (row["place"], row["admin1"]) == ("Xyzzy", "TD-LC")
    assert "not in our gazetteer" in row["warning"]


def test_two_units_of_the_provider_in_one_official_unit_are_both_kept_and_added(tmp_path: Path) -> None:
    official = {
        "admin_level": 2,
        "admin1_code": "TCD07",
        "admin1_name": "Lac",
        "admin2_code": "TCD0701",
        "admin2_name": "Mamdi",
    }
    lines = [
        idps(**official, provider_admin2_name=name, population=people)
        for name, people in (("North", 1), ("South", 2))
    ]
    rows, rejects, _ = read(csv(tmp_path, *lines))
    assert rejects == []
    assert list(rows["place"]) == ["North", "South"]
    assert totals.total(rows, Filter(country=("TCD",))).value == 3


def test_levels_stand_side_by_side_and_a_sum_uses_one(tmp_path: Path) -> None:
    rows, _, _ = read(csv(tmp_path, idps(), lac(population=899)))
    assert list(rows["warning"]) == ["level 0 adds up to 900, level 1 to 899", "p-code TD07 written as TCD07"]
    assert totals.total(rows, Filter(country=("TCD",))).value == 900
    assert totals.total(rows, Filter(country=("TCD",), level=1)).value == 899


def test_of_two_rounds_with_one_date_the_later_counts(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, idps(), idps(reporting_round=4, population=950)))
    assert rejects == []
    assert list(rows["role"]) == ["triangulation", "recommended"]


def test_what_hapi_leaves_out_is_rejected_with_its_reason_and_its_warnings_are_kept(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, idps(warning="name mended"), lac(error="Duplicate row")))
    assert list(rows["warning"]) == ["name mended"]
    assert rejects == ["HAPI itself leaves this row out (Duplicate row): take the publisher's own table"]


def test_refugees_are_unhcrs_stock_in_a_series_of_their_own(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, people(), tags=True))
    row = rows.iloc[0]
    assert rejects == []
    assert (row["publisher"], row["series"], row["population"], row["measure"]) == (
        "UNHCR",
        "via HDX HAPI",
        "refugee",
        "stock",
    )
    assert (row["country"], row["origin"], row["sex"], row["age"]) == ("TUR", "SYR", "all", "all")
    assert (str(row["end_date"].date()), row["end_accuracy"]) == ("2019-12-31", "day")


@pytest.mark.parametrize(
    ("group", "population"),
    [("RET", "returned_refugee"), ("RDP", "returned_idp"), ("RST", "resettled"), ("NAT", "naturalised")],
)
def test_returns_and_other_solutions_are_flows_of_their_period(
    tmp_path: Path, group: str, population: str
) -> None:
    rows, _, _ = read(csv(tmp_path, people(population_group=group)))
    row = rows.iloc[0]
    assert (row["population"], row["measure"]) == (population, "flow")
    assert (str(row["start_date"].date()), str(row["end_date"].date())) == ("2019-01-01", "2019-12-31")
    assert (row["start_accuracy"], row["end_accuracy"]) == ("year", "year")


def test_totals_of_groups_and_groups_not_explained_are_no_figures(tmp_path: Path) -> None:
    lines = [people(population_group=group) for group in ("all", "POC", "RRI")]
    rows, rejects, nothing = read(csv(tmp_path, *lines))
    assert (len(rows), rejects) == (0, [])
    assert nothing == dict.fromkeys(hapi_rows.NO_GROUP.values(), 1)


def test_people_in_like_situations_stand_aside(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, people(), people(population_group="ROC", population=7)))
    assert (list(rows["population"]), rejects) == (["refugee", "refugee"], [])
    assert totals.total(rows, Filter(country=("TUR",))).value == 500


def test_details_stand_beside_the_total_and_only_the_total_is_added(tmp_path: Path) -> None:
    lines = [
        people(),
        people(gender="f", age_range="0-4", population=200),
        people(gender="m", min_age=60, age_range="", population=300),
    ]
    rows, _, _ = read(csv(tmp_path, *lines))
    assert list(zip(rows["sex"], rows["age"], strict=True)) == [
        ("all", "all"),
        ("female", "0-4"),
        ("male", "60+"),
    ]
    assert totals.total(rows, Filter(country=("TUR",))).value == 500


def test_zeros_in_place_of_details_are_told_from_other_zeros(tmp_path: Path) -> None:
    lines = [people(), people(gender="f", population=0), people(gender="m", population=0)]
    lines += [people(origin_location_code="IRQ", population=0)]
    lines += [
        people(origin_location_code="SDN"),
        people(origin_location_code="SDN", gender="f", population=0),
    ]
    lines += [people(origin_location_code="SDN", gender="m")]
    rows, _, nothing = read(csv(tmp_path, *lines))
    assert list(rows["value"]) == [500, 500, 500]
    assert nothing == {"0: none, or not collected": 2, "0: sexes and ages not told apart": 2}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (people(asylum_location_code="QQQ"), 'unknown country "QQQ" in asylum_location_code'),
        (people(population_group="ABC"), 'unknown population_group "ABC"'),
        (people(population="3.7"), 'population "3.7" is not a whole number'),
        (people(reference_period_end="soon"), 'reference_period_end "soon" is no date'),
        (people(population=-1), "negative count -1"),
        (idps(location_code="QQQ"), 'unknown country "QQQ" in location_code'),
        (idps(admin_level=1), "no name and no code of a unit of level 1"),
    ],
)
def test_a_bad_row_is_rejected_with_its_cure_and_the_rest_goes_on(
    tmp_path: Path, row: Row, reason: str
) -> None:
    good = idps(reporting_round=1) if "location_code" in row else people(origin_location_code="IRQ")
    rows, rejects, _ = read(csv(tmp_path, good, row))
    assert list(rows["record"]) == [2]
    assert len(rejects) == 1 and reason in rejects[0]


def test_the_tables_are_known_by_their_columns_and_other_tables_of_hapi_are_not(tmp_path: Path) -> None:
    for path in (
        csv(tmp_path, idps(), tags=True),
        reply(tmp_path / "a.json", people()),
        csv(tmp_path, people()),
    ):
        assert choose(path, None).NAME == "hdx_hapi"
    path.write_text("location_code,sector_code,population,reference_period_start\nAFG,WSH,5,2024-01-01\n")
    with pytest.raises(DataError, match="no source recognises"):
        choose(path, None)


def test_the_api_is_paged_by_offset_and_the_identifier_is_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HDX_APP_IDENTIFIER", "made-up")
    idp_table, refugee_table, _ = hdx_hapi.downloads(Wanted(since=2020, country="TCD"))
    assert (idp_table.params["location_code"], refugee_table.params["asylum_location_code"]) == ("TCD", "TCD")
    assert idp_table.params["start_date"] == "2020-01-01"
    assert idp_table.secret == ("app_identifier",)
    full, last = {"data": [{}] * 10_000}, {"data": [{}]}
    following = idp_table.following(full, 1, idp_table.params)
    assert following is not None and following["offset"] == "10000"
    assert idp_table.following(last, 2, idp_table.params) is None


def test_without_an_identifier_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HDX_APP_IDENTIFIER", raising=False)
    with pytest.raises(UsageError, match="put it into HDX_APP_IDENTIFIER"):
        hdx_hapi.downloads(Wanted())
