"""What leaves: the same rows, the same bytes, safe to open, and readable back."""

import io
import json

import geopandas
import pandas as pd
import pytest
from conftest import figure, figures
from hypothesis import given
from hypothesis import strategies as st

from etl import arrow, extracts, record
from etl.columns import BY_NAME, NAMES
from etl.filters import Filter

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
    extracts.write_jsonl([arrow.table(ROWS)], out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert tuple(first) == NAMES
    assert (first["value"], first["end_date"], second["value"], second["country"]) == (
        3_576_370,
        "2019-12-31",
        None,
        None,
    )


@pytest.mark.parametrize("kind", extracts.FORMATS)
def test_the_same_rows_give_the_same_bytes(kind: str) -> None:
    assert extracts.to_bytes(kind, ROWS) == extracts.to_bytes(kind, ROWS.copy())


@pytest.mark.parametrize("kind", extracts.FORMATS)
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
