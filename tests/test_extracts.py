"""What leaves: the same rows, the same bytes, safe to open, and readable back."""

import hashlib
import io
import json
import zipfile

import geopandas
import pandas as pd
import pytest
from conftest import figure, figures
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import extracts, frames, lines, record, workbook
from etl.columns import BY_NAME, NAMES
from etl.errors import UsageError
from etl.filters import Filter
from etl.formats import FORMATS
from etl.store import Reader

ROWS = figures(
    figure(
        value=3_576_370,
        lat=39.0,
        lon=35.0,
        quote='He said "3.6 million", more or less',
        url="https://unhcr.org",
    ),
    figure(country=None, origin=None, place="World", admin_level=None, value=None, value_status="redacted"),
)


def read(data: bytes, skip: int = 0) -> pd.DataFrame:
    return pd.read_csv(
        io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig", skiprows=range(1, 1 + skip)
    )


def test_csv_has_a_bom_and_the_canonical_columns() -> None:
    data = extracts.csv_bytes(ROWS)
    assert data.startswith(b"\xef\xbb\xbffigure_id,source,publisher,")
    table = read(data)
    assert tuple(table.columns) == NAMES
    assert table["value"].tolist() == ["3576370", ""]
    assert table["end_date"].tolist() == ["2019-12-31", "2019-12-31"]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_disarmed_and_numbers_are_not(text: str) -> None:
    table = read(extracts.csv_bytes(figures(figure(place=text, lon=-5.0))))
    assert table["place"][0] == f"'{text}"
    assert table["lon"][0] == "-5"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"))), st.integers(0, 8_000_000_000))
def test_any_text_and_count_come_back(text: str, value: int) -> None:
    table = read(extracts.csv_bytes(figures(figure(quote=text or None, value=value))))
    expected = f"'{text}" if text[:1] in set("=+-@") and text else text
    assert table["quote"][0] == expected
    assert int(table["value"][0]) == value


def test_hxl_tags_stand_under_the_header() -> None:
    data = extracts.hxl_bytes(ROWS)
    tags = read(data).iloc[0]
    assert tags.tolist() == [BY_NAME[name].hxl for name in NAMES]
    assert read(data, skip=1).equals(read(extracts.csv_bytes(ROWS)))


def test_xlsx_has_typed_cells_and_a_readme() -> None:
    data = extracts.xlsx_bytes(figures(figure(value=5, place="=1+1")))
    sheets = pd.read_excel(io.BytesIO(data), sheet_name=None, engine="openpyxl")
    row = sheets["figures"].iloc[0]
    assert (row["value"], row["place"], row["end_date"]) == (5, "=1+1", pd.Timestamp("2019-12-31"))
    assert "UNHCR" in sheets["README"].to_string()


def test_geojson_has_points_for_rows_with_a_place() -> None:
    points = geopandas.read_file(io.BytesIO(extracts.to_bytes("geojson", ROWS)))
    assert len(points) == 1
    assert (points.geometry.x[0], points.geometry.y[0]) == (35.0, 39.0)
    assert points["value"][0] == 3_576_370


def test_parquet_keeps_the_types() -> None:
    table = pd.read_parquet(io.BytesIO(extracts.to_bytes("parquet", ROWS)), dtype_backend="pyarrow")
    assert str(table["value"].dtype).startswith("int64")
    assert str(table["end_date"].dtype).startswith("date32")


def test_json_lines_have_null_for_missing_and_iso_dates() -> None:
    out = io.BytesIO()
    lines.write_jsonl([frames.table(ROWS)], out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert tuple(first) == NAMES
    assert (first["value"], first["end_date"], second["value"], second["country"]) == (
        3_576_370,
        "2019-12-31",
        None,
        None,
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_rows_give_the_same_bytes(kind: str) -> None:
    assert extracts.to_bytes(kind, ROWS) == extracts.to_bytes(kind, ROWS.copy())


@pytest.mark.parametrize("kind", FORMATS)
def test_no_rows_still_make_a_file(kind: str) -> None:
    assert extracts.to_bytes(kind, ROWS.head(0))


def test_a_file_name_says_what_is_inside_and_is_safe() -> None:
    chosen = Filter(country=("TUR",), population=("refugee",), publisher=("../../etc\0passwd",))
    assert extracts.filename(chosen, "csv") == "displacement_tur_refugee_------etc-passwd.csv"
    assert extracts.filename(Filter(), "xlsx") == "displacement_all.xlsx"


CLAIM = figures(
    figure(quote="=more than 3.6 million", value=3_600_000, quantifier="more_than", end_date="2020-02-07")
)
HELD = record.beside(CLAIM, ROWS)


def test_claims_leave_with_verdict_and_official_count_behind_the_canonical_columns() -> None:
    table = read(extracts.claims_csv_bytes(HELD))
    assert tuple(table.columns) == (*NAMES, *record.COLUMNS)
    assert table[
        ["verdict", "official_value", "official_date", "difference", "quote"]
    ].to_numpy().tolist() == [["above", "3576370", "2019-12-31", "23630", "'=more than 3.6 million"]]


def test_a_workbook_has_the_claims_on_a_sheet_of_their_own() -> None:
    book = pd.read_excel(io.BytesIO(extracts.xlsx_bytes(CLAIM, HELD)), sheet_name=None, engine="openpyxl")
    assert list(book) == ["figures", "claims", "README"]
    assert tuple(book["figures"].columns) == NAMES
    assert book["claims"][["verdict", "difference"]].to_numpy().tolist() == [["above", 23_630]]


def test_a_workbook_without_claims_has_no_such_sheet() -> None:
    book = pd.read_excel(
        io.BytesIO(extracts.xlsx_bytes(ROWS, HELD.head(0))), sheet_name=None, engine="openpyxl"
    )
    assert list(book) == ["figures", "README"]


SYRIA = Filter(country=("SYR",))


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind not in ("xlsx", "package")])
def test_rows_that_stream_give_the_bytes_of_rows_at_hand(
    shipped: Reader, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    whole = extracts.to_bytes(kind, shipped.figures())
    monkeypatch.setattr("etl.store.BATCH", 100)
    with extracts.made(shipped, Filter(), kind).file as file:
        assert file.read() == whole


def test_a_workbook_that_streams_has_all_rows_and_the_claims(shipped: Reader) -> None:
    with extracts.made(shipped, SYRIA, "xlsx").file as file:
        book = pd.read_excel(io.BytesIO(file.read()), sheet_name=None, engine="openpyxl")
    rows = shipped.figures(SYRIA)
    assert book["figures"]["figure_id"].tolist() == rows["figure_id"].tolist()
    assert len(book["claims"]) == rows["quote"].notna().sum() > 0


def test_more_rows_than_a_sheet_holds_are_refused_with_the_cure(
    shipped: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 10)
    with pytest.raises(UsageError, match=r"more than a sheet holds \(10\).* CSV or Parquet"):
        extracts.made(shipped, SYRIA, "xlsx")
    with pytest.raises(UsageError, match="more than a sheet holds"):
        extracts.xlsx_bytes(shipped.figures(SYRIA))


def test_a_data_package_holds_the_csv_and_what_it_is(shipped: Reader) -> None:
    with extracts.made(shipped, SYRIA, "package").file as file:
        package = zipfile.ZipFile(io.BytesIO(file.read()))
    said = json.loads(package.read("datapackage.json"))
    resource = said["resources"][0]
    csv = package.read(resource["path"])
    assert csv == extracts.csv_bytes(shipped.figures(SYRIA))
    assert resource["bytes"] == len(csv)
    assert resource["hash"] == "sha256:" + hashlib.sha256(csv).hexdigest()
    assert [field["name"] for field in resource["schema"]["fields"]] == list(NAMES)
    assert resource["schema"]["primaryKey"] == ["figure_id"]
    assert "created" not in said
    assert {"name": "CC-BY-4.0"} in said["licenses"]
    assert all(source["title"] for source in said["sources"])


def test_the_schema_of_a_data_package_is_kept_by_its_rows(shipped: Reader) -> None:
    with extracts.made(shipped, SYRIA, "package").file as file:
        package = zipfile.ZipFile(io.BytesIO(file.read()))
    resource = json.loads(package.read("datapackage.json"))["resources"][0]
    rows = read(package.read(resource["path"]))
    for field in resource["schema"]["fields"]:
        rules, column = field.get("constraints", {}), rows[field["name"]]
        assert not rules.get("required") or (column != "").all(), field["name"]
        assert set(column) - {""} <= set(rules.get("enum", column)), field["name"]
        if field["type"] == "integer":
            assert column.str.fullmatch(r"-?\d*").all(), field["name"]
    assert rows["figure_id"].is_unique


@pytest.mark.parametrize("kind", ["csv", "hxl", "package"])
@settings(max_examples=15)
@given(st.sampled_from("=+-@"), st.text("A1(!\"',;", max_size=8))
def test_no_kind_of_csv_lets_a_formula_through(kind: str, first: str, rest: str) -> None:
    data = extracts.to_bytes(kind, figures(figure(place=first + rest)))
    if kind == "package":
        package = zipfile.ZipFile(io.BytesIO(data))
        data = package.read(package.namelist()[1])
    assert read(data)["place"].iloc[-1] == f"'{first}{rest}"
