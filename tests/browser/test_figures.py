"""The page of figures as people use it: search, columns, a row and its words, and every extract read back."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from browser.server import drawn
from etl import extracts, filters
from etl.formats import FORMATS
from etl.store import Reader

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def ids(kind: str, data: bytes) -> list[str]:
    """The identities in an extract, read back."""
    if kind == "package":
        package = zipfile.ZipFile(io.BytesIO(data))
        path = json.loads(package.read("datapackage.json"))["resources"][0]["path"]
        return ids("csv", package.read(path))
    if kind == "geojson":
        return [feature["properties"]["figure_id"] for feature in json.loads(data)["features"]]
    if kind == "xlsx":
        return pd.read_excel(io.BytesIO(data), sheet_name="figures", engine="openpyxl")["figure_id"].tolist()
    if kind == "parquet":
        return pd.read_parquet(io.BytesIO(data))["figure_id"].tolist()
    return pd.read_csv(io.BytesIO(data), skiprows=[1] if kind == "hxl" else None)["figure_id"].tolist()


def test_search_choose_columns_and_read_the_words_of_a_row(server: str, visit: Visit) -> None:
    page = visit(f"{server}/figures?country=SYR")
    search = page.get_by_role("textbox", name="Search")
    search.fill("idlib more than 520,000")
    search.press("Enter")
    page.wait_for_url("**text=idlib**")
    expect(page.get_by_text("1 published figure", exact=False)).to_be_visible()
    expect(page.locator("blockquote mark")).to_contain_text("more than 520,000")
    expect(page.get_by_text(re.compile("Figure [0-9a-f]{16}")).last).to_be_visible()
    page.get_by_role("button", name="Columns", exact=True).click()
    page.get_by_role("combobox", name="Columns", exact=True).fill("Licence")
    page.get_by_role("option", name="Licence", exact=True).click()
    page.wait_for_url("**columns=licence**")
    drawn(page)


def test_each_extract_of_the_page_reads_back_as_its_address_gives_it(
    server: str, visit: Visit, shipped: Reader
) -> None:
    query = "country=TUR&text=syria&measure=stock&pending=no"
    chosen = filters.of_address(query)
    rows = shipped.figures(chosen)
    page = visit(f"{server}/figures?{query}")
    for kind, form in FORMATS.items():
        if kind != "csv":
            page.get_by_role("combobox", name="Format").click()
            page.get_by_role("option", name=form.words, exact=True).click()
        button = page.get_by_role("button", name=f"rows ({form.words})")
        expect(button).to_be_visible()
        with page.expect_download() as started:
            button.click()
        got = Path(started.value.path()).read_bytes()
        with urlopen(f"{server}/data/figures.{form.suffix}?{query}") as answer:
            assert answer.read() == got
        placed = rows[rows["lat"].notna()] if kind == "geojson" else rows
        assert ids(kind, got) == placed["figure_id"].tolist()
        assert started.value.suggested_filename == extracts.filename(chosen, form.suffix)
