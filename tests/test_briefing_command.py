"""`python -m briefing`: one sheet by name of file, or one for each country; errors are one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing import settings
from briefing.__main__ import main
from briefing.subjects import country
from etl import build
from etl.errors import UsageError

ROWS = "population,measure,country,origin,end_date,value\n{}"
TWO = "refugee,stock,TUR,SYR,2018-12-31,5\nrefugee,stock,TUR,SYR,2019-12-31,{}\n"


@pytest.fixture
def datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    (tmp_path / "keyed").mkdir()
    (tmp_path / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    write(tmp_path, 7)
    return tmp_path


def write(datasets: Path, value: int) -> None:
    (datasets / "keyed" / "a.csv").write_text(ROWS.format(TWO.format(value)), encoding="utf-8")
    build.build(datasets)


@pytest.fixture
def briefing(datasets: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse leaves so
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_the_kind_of_file_follows_from_its_name(
    briefing: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    for kind, start in (
        ("pdf", b"%PDF"),
        ("png", b"\x89PNG"),
        ("svg", b"<svg"),
        ("pptx", b"PK"),
        ("docx", b"PK"),
    ):
        path = tmp_path / f"sheet.{kind}"
        code, _, error = briefing("--country", "TUR", "--on", "2019-12-31", "-o", str(path))
        assert code == 0
        assert "7 refugees in Türkiye at the end of 2019" in error
        assert path.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--country", "TUR"), "name the file: -o syria.pdf"),
        (("--country", "TUR", "-o", "a.gif"), "unknown kind of file: use .pdf"),
        (("--country", "Atlantis", "-o", "a.pdf"), "unknown country Atlantis"),
        (("--country", "TUR", "--on", "yesterday", "-o", "a.pdf"), "yesterday"),
        (("--country", "TUR", "-o", "nowhere/a.pdf"), "can't be written"),
        (("--all-countries", "out", "-o", "a.pdf"), "leave -o out"),
    ],
)
def test_wrong_use_is_one_line(
    briefing: Callable[..., tuple[int, str, str]], arguments: tuple[str, ...], said: str
) -> None:
    code, _, error = briefing(*arguments)
    assert code == 2
    assert error.startswith("error: ")
    assert said in error
    assert error.count("\n") == 1


def test_a_place_without_figures_gives_a_sheet_that_says_so(
    briefing: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, _, error = briefing("--country", "ISL", "-o", str(tmp_path / "a.txt"))
    assert code == 0
    assert "No figures of displaced people for Iceland" in error


def test_a_sheet_for_each_country_and_again_only_those_that_changed(
    briefing: Callable[..., tuple[int, str, str]], datasets: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    all_ = ("--all-countries", str(out), "--format", "txt", "--on", "2020-02-07", "--workers", "1")
    code, said, _ = briefing(*all_, "--workers", "2")
    assert (code, said) == (0, f"2 sheets written to {out}, 0 say what they said before\n")
    assert sorted(path.name for path in out.iterdir()) == ["SYR.txt", "TUR.txt", "briefings.json"]
    assert set(json.loads((out / "briefings.json").read_text())) == {"SYR.txt", "TUR.txt"}
    assert briefing(*all_, "--since-last")[1].startswith("0 sheets written")
    write(datasets, 8)
    assert briefing(*all_, "--since-last")[1].startswith("2 sheets written")
    assert "8 refugees in Türkiye" in (out / "TUR.txt").read_text(encoding="utf-8")


def test_settings_give_name_logo_and_the_way_back_to_the_live_view(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x")
    (tmp_path / "briefing.toml").write_text(
        'organisation = "Relief"\nlogo = "logo.png"\ndashboard = "https://figures.example.org/"\n',
        encoding="utf-8",
    )
    said = settings.settings(tmp_path)
    assert (said.brand.organisation, said.brand.logo) == ("Relief", tmp_path / "logo.png")
    assert said.link(country("SYR"), "2020-02-07") == (
        "https://figures.example.org/briefing?about=country&of=SYR&day=2020-02-07"
    )
    assert settings.settings(tmp_path / "none") == settings.Settings()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("organisation = 5", "each with words in quotes"),
        ('colour = "red"', "colour: use organisation"),
        ('logo = "../../etc/passwd"', "give one of .png"),
        ('logo = "gone.png"', "no such file"),
        ('dashboard = "javascript:alert(1)"', "begins with http:// or https://"),
        ("organisation", "can't be read"),
    ],
)
def test_wrong_settings_are_named_with_the_cure(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "briefing.toml").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"briefing\.toml") as refused:
        settings.settings(tmp_path)
    assert said in str(refused.value)
