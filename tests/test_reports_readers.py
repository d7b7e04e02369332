import datetime
import io
import json
import sys

import docx
import pytest

from etl.reports import Unreadable, figures, read

SENTENCE = "Some 4,000 people fled Goma on 3 May 2024, UNHCR said."


def test_a_text_is_read_as_it_stands(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    [report] = read(file)
    assert (report.id, report.text, report.published) == ("a.txt", SENTENCE, None)


def test_front_matter_is_no_part_of_the_text(tmp_path):
    file = tmp_path / "a.md"
    file.write_text(
        f"---\ntitle: Goma\npublished: 2024-05-04\ncountry: COD\npublisher: X\nurl: https://x.org\n---\n\n{SENTENCE}\n",
        encoding="utf-8",
    )
    [report] = read(file)
    assert report.text == SENTENCE + "\n"
    assert (report.title, report.published, report.country, report.publisher, report.url) == (
        "Goma", datetime.date(2024, 5, 4), "COD", "X", "https://x.org",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(tmp_path, encoding):
    file = tmp_path / "a.txt"
    file.write_text("4,000 people fled Côte d’Ivoire.", encoding=encoding)
    assert [report.text for report in read(file)] == ["4,000 people fled Côte d’Ivoire."]


def test_a_web_page_gives_its_article(tmp_path):
    file = tmp_path / "a.html"
    article = (
        f"<p>{SENTENCE} They walked for two days with what they could carry on roads full of mud.</p>" * 3
    )
    file.write_text(
        "<!doctype html><html><head><title>Flight from Goma</title></head><body><nav><a href='/'>Home</a> "
        f"<a href='/ads'>900 people bought this</a></nav><article><h1>Flight from Goma</h1>{article}</article></body></html>",
        encoding="utf-8",
    )
    [report] = read(file)
    assert report.title == "Flight from Goma"
    assert SENTENCE in report.text
    assert "bought this" not in report.text


def test_a_word_file_gives_its_paragraphs(tmp_path):
    document = docx.Document()
    document.add_paragraph("Goma")
    document.add_paragraph(SENTENCE)
    document.save(str(tmp_path / "a.docx"))
    [report] = read(tmp_path / "a.docx")
    assert report.text == f"Goma\n\n{SENTENCE}"


def test_a_pdf_gives_its_text(tmp_path):
    (tmp_path / "a.pdf").write_bytes(_pdf(SENTENCE))
    [report] = read(tmp_path / "a.pdf")
    assert [found["value"] for found in figures(report)] == [4_000]


def test_json_lines_are_one_document_a_line(tmp_path):
    file = tmp_path / "a.jsonl"
    lines = [
        {"id": 7, "text": SENTENCE},
        {"id": "b", "text": "None.", "published": "2024-05-04", "country": "Chad"},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second = read(file)
    assert (first.id, first.text) == ("7", SENTENCE)
    assert (second.published, second.country) == (datetime.date(2024, 5, 4), "TCD")


def test_a_broken_json_line_is_rejected_and_the_others_go_on(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(
        '{"id": 1, "text": "a"}\n{"id": 2,\n{"id": 3}\n{"id": 4, "text": "b"}\n', encoding="utf-8"
    )
    said = []
    assert [report.id for report in read(file, said.append)] == ["1", "4"]
    assert [line.split(":")[0] for line in said] == ["a.jsonl, line 2", "a.jsonl, line 3"]


def test_standard_input_is_read_by_what_it_holds(monkeypatch):
    raw = json.dumps({"id": "x", "text": SENTENCE}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert [report.id for report in read("-")] == ["x"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x00\x01\xff" * 20, "not text"),
        ("a.html", b"iso3,value\nSYR,1\n", "not HTML"),
        ("a.pdf", b"%PDF-1.4 broken", "PDF"),
        ("a.docx", b"PK broken", "Word"),
        ("a.jsonl", b"{broken", "no document"),
        ("a.xlsx", b"PK", "cannot read .xlsx"),
        ("a.md", b"---\ntitle: [\n---\ntext", "front matter"),
        ("a.md", b"---\npublished: soon\n---\ntext", "no date"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as error:
        list(read(tmp_path / name, lambda line: None))
    assert said in str(error.value)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Unreadable, match="no such file"):
        list(read(tmp_path / "nowhere.txt"))


def _pdf(text):
    """The smallest PDF with one line of text."""
    stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(body),
        )
    )


def test_a_year_in_the_prose_of_a_page_is_no_day_of_publication(tmp_path):
    path = tmp_path / "page.html"
    text = (
        "Under a ceasefire deal of 2018 the front was quiet. More than 520,000 people have been displaced in Idlib. "
        * 3
    )
    path.write_text(
        f"<html><body><article><h1>Idlib</h1><p>{text}</p></article></body></html>", encoding="utf-8"
    )
    [report] = read(path)
    assert report.published is None


def test_a_line_with_an_impossible_date_is_left_out_and_the_others_go_on(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text(
        '{"id":"a","text":"x","published":"31/02/2020"}\n{"id":"b","text":"y"}\n', encoding="utf-8"
    )
    said = []
    assert [report.id for report in read(path, said.append)] == ["b"]
    assert "line 1: rejected" in said[0]
