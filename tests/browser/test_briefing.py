"""A sheet as people take it: chosen by its address, seen, and downloaded as the command makes it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from briefing import paper, subjects, writing
from browser.server import drawn
from etl.store import Reader

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_sheet_is_seen_and_its_pdf_is_the_commands(server: str, visit: Visit, shipped: Reader) -> None:
    page = visit(f"{server}/briefing?about=country&of=SYR&day=2020-02-07")
    made = writing.sheet(shipped, subjects.country("SYR"), datetime.date(2020, 2, 7))
    picture = page.get_by_role("img", name=f"The sheet: {made.headline}")
    expect(picture).to_be_visible()
    shape = "image => image.complete && image.naturalHeight / image.naturalWidth"
    assert picture.evaluate(shape) == pytest.approx(2**0.5, abs=0.01), "A4"
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    content = Path(download.value.path()).read_bytes()
    assert content == paper.document(made).pdf()
    text = " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert made.headline in text
    page.get_by_text("Square card").click()
    page.wait_for_url("**layout=square**")
    drawn(page)
    assert picture.evaluate(shape) == 1
