"""Reports that come in by hand: kept under names of ours, read as any other, refused in one line with the cure."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from etl import arriving, reports
from etl.arriving import Pasted
from etl.errors import DataError

TODAY = datetime.date(2026, 11, 23)
PASTED = Pasted(
    "Some 4,000 people fled the town of Hama this week.\r\n\r\n--- More follows.",
    'Flight from Hama: a "quiet" week?',
    "Example Times",
    datetime.date(2020, 3, 2),
    "SYR",
    "https://example.org/a",
)


def test_pasted_words_are_a_report_with_all_that_was_said_of_it(tmp_path: Path) -> None:
    path = arriving.add_pasted(tmp_path, PASTED, TODAY)
    assert path == tmp_path / "reports" / "2020-03-02-flight-from-hama-a-quiet-week.md"
    (read,) = reports.read(path)
    assert (read.title, read.publisher, read.published, read.country, read.url) == (
        PASTED.title,
        "Example Times",
        datetime.date(2020, 3, 2),
        "SYR",
        "https://example.org/a",
    )
    assert read.text == "Some 4,000 people fled the town of Hama this week.\n\n--- More follows.\n"


def test_the_same_words_again_are_there_already(tmp_path: Path) -> None:
    first = arriving.add_pasted(tmp_path, PASTED, TODAY)
    assert arriving.add_pasted(tmp_path, PASTED, TODAY) == first
    other = arriving.add_pasted(tmp_path, replace(PASTED, text="Other words."), TODAY)
    assert other != first
    assert first.exists()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"text": "  "}, "no text"),
        ({"title": ""}, "no title"),
        ({"publisher": ""}, "no publisher"),
        ({"published": None}, "no date of publication"),
        ({"url": "javascript:alert(1)"}, "must begin with http"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(tmp_path: Path, missing: dict, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(DataError, match=said):
        arriving.add_pasted(tmp_path, replace(PASTED, **missing), TODAY)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("name", ["../../etc/cron.md", "C:\\temp\\..\\cron.md", "/cron.md", ".cron.md"])
def test_a_file_never_leaves_the_folder_of_reports(tmp_path: Path, name: str) -> None:
    path = arriving.add_file(tmp_path, name, b"Some 4,000 people fled the town of Hama.", TODAY)
    assert path == tmp_path / "reports" / "cron.md"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "not a kind of report"),
        ("a.md", b"   ", "empty"),
        ("a.pdf", b"no pdf at all", "a.pdf"),
        ("a.jsonl", b'{"id": 1}\n', "a.jsonl"),
        ("a.txt", b"x" * (arriving.LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(DataError, match=said) as refused:
        arriving.add_file(tmp_path, name, content, TODAY)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.rglob("*")) == []


def test_names_keep_letters_of_any_script() -> None:
    assert arriving.slug("Déplacés: 5 000 à Goma / Nord-Kivu!") == "déplacés-5-000-à-goma-nord-kivu"
    assert arriving.slug("???") == ""
    assert len(arriving.slug("word " * 40)) <= arriving.LONGEST_NAME
