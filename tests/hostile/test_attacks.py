"""Inputs 57 to 64: what is made to do harm.

57 is also in tests/test_reports_hostile.py (250 kB of junk through the whole extractor, in each language), 62 in
tests/test_extracts.py, 64 in tests/test_filters.py, tests/test_pages.py and tests/test_store.py (SQL outside of the tables'
folder), 61 in a real browser in tests/browser/test_hostile_words.py. 58: a million honest rows are no bomb, and are read if they fit the limits of `etl.confined`.
"""

import datetime
import gzip
import io
import socket
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import figure, figures
from opened import text_of

from etl import arriving, build, confined, extracts, places
from etl.confined import Limits
from etl.errors import DataError
from etl.fetch import getting
from etl.fetch.manners import Manners
from etl.sources.hxl.tags import read_tag
from etl.tabular import files
from hostile.conftest import KEYED, TAGGED, Answer, workbook

Read = Callable[..., Answer]
TODAY = datetime.date(2026, 11, 23)
MEGABYTE = 1_000_000
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 5_000 + b'">'
    b'<!ENTITY b "' + b"&a;" * 2_000 + b'"><!ENTITY c "' + b"&b;" * 2_000 + b'">'
    b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
)


@pytest.mark.parametrize("junk", ["7", "1,", "a+", "#a+b", " ", "(", "\u200f", "ال"])
def test_57_a_megabyte_in_one_cell_comes_to_an_end(junk: str) -> None:
    text = junk * (MEGABYTE // len(junk))
    assert places.country(text) is None
    assert read_tag(text + "!") is None


def test_57_a_table_with_a_megabyte_in_a_cell_rejects_the_row(normalise: Read) -> None:
    answer = normalise(KEYED + f"refugee,stock,TUR,SYR,2018,{'1' * MEGABYTE}\nrefugee,stock,TUR,SYR,2017,5\n")
    assert answer.values == [5]


def repacked(packed: bytes, part: str, content: bytes) -> bytes:
    """The same ZIP with another content of one part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, content if name == part else before.read(name))
    return out.getvalue()


def book(far: bool = False) -> bytes:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Country", "Refugees"])
        if far:
            sheet.write(1_048_575, 16_383, 1)

    return workbook(fill)


def word(text: str = "Some 4,000 people fled Hama.") -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BODY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>'
CELL = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>'


def test_58_workbooks_made_to_fill_a_computer_are_refused(normalise: Read) -> None:
    bombs = {
        "a cell far away": (book(far=True), "reading it broke off"),
        "a cell of 40 MB": (repacked(book(), SHEET, CELL % (b"x" * 40_000_000)), "unpacks to 40,"),
        "a billion laughs": (repacked(book(), SHEET, ENTITIES + CELL % b"&c;"), "no source recognises"),
        "a file from outside": (repacked(book(), SHEET, ENTITIES + CELL % b"&f;"), "no source recognises"),
    }
    for what, (content, said) in bombs.items():
        answer = normalise(content, "sent.xlsx")
        (error,) = [line for line in answer.said.splitlines() if line.startswith("error: ")]
        assert (answer.code, answer.rows) == (1, []), what
        assert said in error or "not readable as a workbook" in error, what
        assert socket.gethostname() not in error
        assert "haha" not in error


def test_58_a_packed_table_may_not_unpack_without_end(
    normalise: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 1 << 20)
    answer = normalise(gzip.compress((TAGGED + "TUR,5,2018-12-31\n" * 90_000).encode()), "sent.csv.gz")
    assert (answer.code, answer.rows) == (1, [])
    assert "sent.csv.gz: unpacks to more than 0 GB: split the table" in answer.said


def test_58_word_files_made_to_fill_a_computer_are_refused_and_read_nothing_of_ours(extract: Read) -> None:
    part = "word/document.xml"
    for content in (ENTITIES + BODY % b"&c;", ENTITIES + BODY % b"&f;", BODY % (b"x" * 40_000_000)):
        answer = extract(repacked(word(), part, content), "sent.docx")
        assert (answer.code, answer.rows) == (1, [])
        assert answer.said.count("error: sent.docx: ") == 1
        assert (
            Path("/etc/hostname").read_text().strip() not in answer.said
            if Path("/etc/hostname").exists()
            else True
        )


def pdf(pages: int, content: bytes, filters: int = 1) -> bytes:
    """A PDF of so many pages that share one content, packed so many times."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    kids = b" ".join(b"%d 0 R" % (3 + at) for at in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, kids),
        **{3 + at: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents %d 0 R >>" % (3 + pages) for at in range(pages)},
        3 + pages: b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), b"/FlateDecode " * filters, content),
    }  # fmt: skip
    body, starts = b"%PDF-1.4\n", []
    for number, said in objects.items():
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(body))
    )


def test_59_pdfs_made_to_keep_a_reader_busy_are_refused_and_the_next_file_is_read(extract: Read) -> None:
    stacked = zlib.compress(b"BT " * 20_000_000, 9)
    sent = {
        "2,001 pages": pdf(2_001, b"BT ET"),
        "packed three times, 60 MB inside": pdf(1, stacked, 2),
        "a table of places that points nowhere": pdf(1, b"BT ET").replace(b"0000000009", b"9999999999"),
        "cut in the middle": pdf(1, b"BT ET")[:120],
    }
    for what, content in sent.items():
        answer = extract(content, "sent.pdf")
        assert (answer.code, answer.rows) == (1, []), what
        assert answer.said.count("error: sent.pdf: ") == 1, what
    assert "has 2,001 pages, more than 2,000" in extract(sent["2,001 pages"], "sent.pdf").said
    assert len(extract(word(), "sent.docx").rows) == 1


def test_58_59_a_file_that_needs_more_than_its_memory_is_named() -> None:
    raw = repacked(word(), "word/document.xml", BODY % (b"<w:br/>x" * 2_000_000))
    with pytest.raises(DataError, match=r"^big\.docx: ") as refused:
        confined.run("word.text", "big.docx", raw, "big.docx", limits=Limits(memory=128 * 2**20))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "name",
    ["../../x.md", "..\\..\\x.md", "/etc/x.md", "a\0b.md", "x" * 5_000 + ".md", "CON.md", "nul.md", "com1.md", ".md", "..md", "\u202edm.x.md", "a/b\nc.md"],
)  # fmt: skip
def test_60_no_name_of_an_upload_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    datasets = tmp_path / "datasets"
    try:
        kept = arriving.add_file(datasets, name, b"Some 4,000 people fled Hama.", TODAY)
    except DataError:
        assert list(tmp_path.rglob("*.md")) == []
        return
    assert kept.parent == datasets / "reports"
    assert len(kept.name) < 80
    assert kept.name.split(".")[0].upper() not in ("CON", "NUL", "COM1")
    assert {path.parent for path in tmp_path.rglob("*.md")} == {datasets / "reports"}


MARKUP = "<img src=x onerror=alert(1)>"


def test_61_markup_in_data_is_shown_and_never_run(tmp_path: Path, open_page: Any) -> None:
    datasets = tmp_path / "datasets"
    (datasets / "keyed").mkdir(parents=True)
    (datasets / "keyed" / "a.csv").write_text(
        "population,measure,country,place,series,end_date,value,publisher,note\n"
        + "".join(f"refugee,stock,TUR,,,{year},{year},UNHCR {MARKUP},{MARKUP}\n" for year in (2018, 2019))
        + f"idp,stock,SYR,{MARKUP},{MARKUP},2019,5,UNHCR {MARKUP},{MARKUP}\n",
        encoding="utf-8",
    )
    build.build(datasets)
    for page in ("overview", "sources"):
        at = open_page(page, datasets)
        raw = [
            str(one.value) for one in [*at.markdown, *at.caption] if getattr(one.proto, "allow_html", False)
        ]
        raw += [str(one.proto.body) for one in at.get("html")]
        assert "<img src=x" not in "".join(raw), page
    assert "onerror" in text_of(open_page("overview", datasets))


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", "\n=1", "＝1+1"]
)
def test_62_no_text_of_an_extract_is_a_formula(text: str) -> None:
    rows = figures(figure(place=text, value=5))
    data = extracts.csv_bytes(rows).decode("utf-8-sig")
    assert f"'{text}" in data  # an apostrophe before it
    assert ",5," in data


def asked(url: str) -> str:
    with pytest.raises(DataError) as refused:
        getting.page(url, {}, {"key": "secret"}, Manners(pause=0, connect=1, read=1, page=5))
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["https://169.254.169.254/latest", "https://10.0.0.1/", "https://192.168.1.1/", "https://100.64.0.1/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://0.0.0.0/", "https://[64:ff9b::a00:1]/", "https://127.0.0.2/"],
)  # fmt: skip
def test_63_addresses_of_the_own_network_are_not_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it was asked"))
    assert "is no public address, and is not asked" in asked(url)


def test_63_a_name_that_leads_into_the_own_network_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **named: real("10.1.2.3", *more, **named))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it was asked"))
    assert asked("https://made.example/") == (
        "made.example leads to 10.1.2.3, which is no public address, and is not asked: check the address, or the network "
        "that resolves it"
    )


def test_63_a_name_that_leads_elsewhere_once_it_was_checked_gets_no_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        real, answers = socket.getaddrinfo, iter(["93.184.216.34", "127.0.0.1"])
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *more, **named: real(next(answers), *more, **named)
        )
        assert "leads to 127.0.0.1" in asked(f"https://made.example:{port}/")
        server.settimeout(5)
        taken, _ = server.accept()
        with taken:
            heard.append(taken.recv(1))
    assert heard == [b""]


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://made.example/", "http://made.example/", "gopher://x", "//x"]
)
def test_63_other_ways_than_https_are_refused(command: Any, tmp_path: Path, address: str) -> None:
    code, out, error = command("fetch", "unhcr_rdf", "--mirror", address, datasets=tmp_path)
    assert (code, out) == (2, "")
    assert "not an address" in error or "only https is asked" in error


def test_64_words_of_an_address_that_mean_harm_open_the_page_without_them(open_page: Any) -> None:
    at = open_page(
        "overview",
        country=["'; DROP TABLE figures; --", "x" * 100_000, "../../etc/passwd"],
        population=MARKUP,
    )
    assert "refugees" in text_of(at)
    assert "Traceback" not in text_of(at)
