"""The command line as a user meets it: answers on standard output, one line for what is wrong."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import REPOSITORY, SHARED

from etl import errors, extracts, store, versions
from etl.columns import NAMES
from etl.filters import Filter
from etl.formats import FORMATS

Command = Callable[..., tuple[int, str, str]]
ARTICLE = REPOSITORY / "datasets" / "reports" / "2020-02-07-idlib-displacement.md"
FIELDS = ("population", "measure", "value", "quantifier", "country", "origin", "admin1")
DATES = ("start_date", "start_accuracy", "end_date", "end_accuracy", "attributed_to")


def test_the_article_of_february_2020_gives_its_two_figures_and_nothing_for_its_decoys(
    command: Command,
) -> None:
    code, out, _ = command("extract", str(ARTICLE), "--format", "jsonl")
    assert code == 0
    displaced, hosted = sorted(map(json.loads, out.splitlines()), key=lambda row: row["population"])
    assert [displaced[name] for name in FIELDS] == ["idp", "flow", 520000, "more_than", "SYR", "SYR", "SY-ID"]
    assert [displaced[name] for name in DATES] == ["2019-12-01", "month", "2020-02-07", "day", "UN"]
    assert displaced["place"] == "Idlib"
    assert [hosted[name] for name in FIELDS[:6]] == ["refugee", "stock", 3600000, "more_than", "TUR", "SYR"]
    assert [hosted[name] for name in DATES[:4]] == [None, None, "2020-02-07", "day"]


def test_the_article_stands_beside_the_official_count_with_a_verdict(command: Command, built: Path) -> None:
    asked = ("--population", "refugee", "--country", "TUR", "--origin", "SYR", "--on", "2020-02-07")
    code, out, _ = command("total", *asked, datasets=built)
    assert code == 0
    assert out.startswith("3,576,370 refugees in Türkiye from Syria, as of 2019-12-31 (UNHCR)\n")
    assert "more than 3,600,000" in out
    assert "lies above the last official count" in out


def test_the_answer_as_json_has_its_rows(command: Command, built: Path) -> None:
    _, out, _ = command(
        "total", "--population", "refugee", "--on", "2024-12-31", "--format", "json", datasets=built
    )
    answer = json.loads(out)
    assert (answer["value"], answer["newest"], answer["publisher"]) == (30958200, "2024-12-31", "UNHCR")
    assert [row["document"] for row in answer["rows"]] == ["world.csv"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (
            ("--population", "refugee", "--country", "TUR", "--from", "2018-01-01", "--to", "2020-12-31"),
            "never summed over time",
        ),
        (("--population", "idp", "--country", "SYR", "--on", "2019-12-31"), "IDMC and UNHCR each count"),
        (
            ("--population", "idp", "--country", "SYR", "--publisher", "UNHCR", "--publisher", "IDMC"),
            "are never added",
        ),
    ],
)
def test_a_wrong_sum_is_refused_with_the_reason(
    command: Command, built: Path, asked: tuple[str, ...], reason: str
) -> None:
    code, out, _ = command("total", *asked, datasets=built)
    assert code == 1
    assert out.startswith("No sum of ")
    assert reason in out


def test_export_gives_the_bytes_of_the_page(command: Command, built: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    code, _, _ = command(
        "export", "--country", "TUR", "--population", "refugee", "-o", str(target), datasets=built
    )
    assert code == 0
    version = versions.current(built / "tables")
    assert version is not None
    rows = store.Reader(version.folder).figures(Filter(country=("TUR",), population=("refugee",)))
    assert target.read_bytes() == extracts.csv_bytes(rows)


@pytest.mark.parametrize("kind", FORMATS)
def test_export_writes_every_format(command: Command, built: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out"
    code, _, said = command("export", "--country", "LBN", "--format", kind, "-o", str(target), datasets=built)
    assert code == 0
    assert target.stat().st_size > 500
    assert said.endswith("figures\n")


def test_check_lists_what_was_rejected(command: Command, tmp_path: Path) -> None:
    keyed = tmp_path / "keyed"
    keyed.mkdir()
    (keyed / "a.csv").write_text(
        "population,measure,country,end_date,value,publisher\nidp,stock,SYR,2019,5,X\nidp,stock,QQQ,2019,5,X\n"
    )
    assert command("build", datasets=tmp_path)[0] == 0
    code, out, _ = command("check", datasets=tmp_path)
    assert code == 0
    assert "rejected  keyed: 1 rows, 1 reasons" in out
    assert '  a.csv: country "QQQ" is not readable' in out
    assert "(1 rows, the first is row 3: idp,stock,QQQ,2019,5,X)" in out
    assert "doubted  keyed: " in out and "  a.csv: no sidecar" in out


def test_normalise_prints_canonical_rows_and_counts_the_rest(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text("year,coo_iso,coa_iso,refugees\n2019,SYR,TUR,5\n2019,SYR,QQQ,5\n2019,TUR,TUR,6\n")
    code, out, said = command("normalise", str(path))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert tuple(rows[0]) == NAMES
    assert [row["value"] for row in rows] == ["5", "6"]
    assert 'rejected: population.csv: row 3: unknown country of asylum "QQQ"' in said
    assert said.endswith("2 figures, 1 rejected, 1 with a warning\n")


def test_normalise_writes_the_stored_tables(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text("year,coo_iso,coa_iso,refugees\n2019,SYR,TUR,5\n")
    code, _, _ = command("normalise", str(path), "--format", "parquet", "-o", str(tmp_path / "out"))
    assert code == 0
    names = {file.name for file in (tmp_path / "out").iterdir()}
    assert names == {"figures.parquet", "documents.parquet", "places.parquet", "rejects.parquet"}


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("normalise", "none.csv"), 2, "error: none.csv: no such file"),
        (("normalise", "{page}"), 1, "error: page.csv: this is a web page"),
        (("normalise", "{odd}"), 1, "error: odd.csv: no source recognises this file (its columns: a, b)"),
        (("normalise", "{odd}", "--format", "parquet"), 2, "error: --format parquet writes several tables"),
        (("total", "--population", "refugees"), 2, "error: unknown population refugees"),
        (("total", "--country", "TUR"), 2, "error: --population is needed"),
        (("total", "--population", "idp", "--on", "2020-02-31"), 2, "error: 2020-02-31 is not a day"),
        (("export", "--country", "Atlantis", "-o", "x"), 2, "error: unknown country Atlantis"),
        (
            ("total", "--population", "idp", "--on", "2020-01-01", "--to", "2020-02-01"),
            2,
            "error: a day and a period",
        ),
        (
            ("total", "--population", "forcibly_displaced", "--measure", "flow"),
            2,
            "error: forcibly_displaced is a stock",
        ),
        (("extract", "none.txt"), 2, "error: none.txt: no such file"),
        (("extract", "--published", "yesterday", "-"), 2, "error: yesterday is not a day"),
    ],
)
def test_bad_input_is_one_line_with_its_exit_code(
    command: Command, built: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, line: str
) -> None:
    (tmp_path / "page.csv").write_text("<html><body>503</body></html>")
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    paths = {"page": tmp_path / "page.csv", "odd": tmp_path / "odd.csv"}
    got, _, said = command(*(argument.format(**paths) for argument in arguments), datasets=built)
    assert got == code
    wrong = [error for error in said.splitlines() if error.startswith("error: ")]
    assert len(wrong) == 1
    assert wrong[0].startswith(line)


def test_no_room_for_the_rows_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def full() -> int:
        con = duckdb.connect()
        con.execute("SET memory_limit = '10MB'; SET max_temp_directory_size = '1MB'")
        con.execute("CREATE TABLE large AS SELECT range::VARCHAR || ' people' FROM range(3000000)")
        return 0

    assert errors.exit_code(full) == 1
    assert capsys.readouterr().err.startswith(
        "error: neither memory nor the folder for temporary files has room"
    )


def test_without_tables_the_cure_is_named(command: Command, tmp_path: Path) -> None:
    code, _, said = command("check", datasets=tmp_path)
    assert code == 2
    assert "run `python -m etl build` first" in said


SAMPLE = SHARED / "text" / "dev.jsonl"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the labelled sentences are not in the project")
def test_quotes_stand_where_they_say(command: Command) -> None:
    texts = {
        str(row["id"]): row["text"]
        for row in map(json.loads, SAMPLE.read_text(encoding="utf-8").splitlines())
    }
    code, out, _ = command("extract", str(SAMPLE), "--format", "jsonl")
    assert code == 0
    figures = [json.loads(line) for line in out.splitlines()]
    assert figures
    assert all(texts[f["document"]][f["quote_start"] : f["quote_end"]] == f["quote"] for f in figures)


def test_a_table_waits_for_no_library_that_only_pages_or_downloads_need(tmp_path: Path) -> None:
    table = tmp_path / "population.csv"
    table.write_text("year,coo_iso,coa_iso,refugees\n2019,SYR,TUR,5\n", encoding="utf-8")
    program = (
        "import sys; from etl.__main__ import main; "
        f"assert main(['normalise', {str(table)!r}, '--format', 'parquet', '-o', {str(tmp_path / 'out')!r}]) == 0; "
        "print(sorted({'pandas', 'requests', 'tqdm', 'xlsxwriter'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert done.stdout == "[]\n"
