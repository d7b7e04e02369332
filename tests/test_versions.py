"""Which version is in force: the pointer's, or the newest sound one where that is damaged or gone."""

import subprocess
import sys
from pathlib import Path

import pytest

from etl import build, store, versions
from etl.errors import DataError, UsageError

ROW = "population,measure,country,origin,end_date,value\nrefugee,stock,TUR,SYR,2018,{}\n"


def published(datasets: Path, *values: int) -> Path:
    """A version for each value; the folder of the tables."""
    (datasets / "keyed").mkdir(parents=True, exist_ok=True)
    (datasets / "keyed" / "a.csv.yaml").write_text("publisher: UNHCR\n", encoding="utf-8")
    for value in values:
        (datasets / "keyed" / "a.csv").write_text(ROW.format(value), encoding="utf-8")
        build.build(datasets)
    return datasets / "tables"


def counted(tables: Path) -> int:
    version = versions.current(tables)
    assert version is not None
    return int(store.Reader(version.folder).figures()["value"].item())


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("", "CURRENT can't be followed"),
        ("000009-gone", "000009-gone can't be read (the folder is gone)"),
        ("../000001", "CURRENT can't be followed"),
        ("\x00\xff", "CURRENT can't be followed"),
    ],
)
def test_a_pointer_to_nowhere_leads_to_the_newest_sound_version(
    tmp_path: Path, pointer: str, why: str
) -> None:
    tables = published(tmp_path, 5, 6)
    (tables / "CURRENT").write_bytes(pointer.encode("latin-1"))
    version = versions.current(tables)
    assert version is not None
    assert version.name.startswith("000002")
    assert version.doubt.startswith(why)
    assert "`python -m etl build` mends it" in version.doubt


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: damaged(folder / "figures.parquet"),
        lambda folder: (folder / "figures.parquet").write_bytes(b""),
        lambda folder: (folder / "figures.parquet").write_bytes(
            (folder / "figures.parquet").read_bytes()[:99]
        ),
        lambda folder: (folder / "figures.parquet").write_bytes(
            (
                folder.parent / sorted(p.name for p in folder.parent.glob("000001*"))[0] / "figures.parquet"
            ).read_bytes()
        ),
        lambda folder: (folder / "manifest.json").write_text("{"),
        lambda folder: (folder / "places.parquet").unlink(),
    ],
    ids=["a flipped bit", "empty", "cut short", "another version's", "manifest cut", "gone"],
)
def test_a_damaged_version_is_not_read_and_the_next_build_mends_it(tmp_path: Path, damage: object) -> None:
    tables = published(tmp_path, 5, 6)
    newest = versions.folders(tables)[-1]
    damage(newest)  # type: ignore[operator]
    version = versions.current(tables)
    assert version is not None
    assert f"{newest.name} can't be read" in version.doubt
    assert counted(tables) == 5
    build.build(tmp_path)
    mended = versions.current(tables)
    assert mended is not None
    assert (mended.doubt, counted(tables)) == ("", 6)


def test_without_a_sound_version_the_cure_is_named(tmp_path: Path) -> None:
    tables = published(tmp_path, 5)
    damaged(versions.folders(tables)[0] / "figures.parquet")
    with pytest.raises(
        DataError, match=r"figures.parquet is not what was published.*run `python -m etl build`"
    ):
        versions.current(tables)


def test_back_to_an_earlier_version_and_forward_again_by_a_build(tmp_path: Path) -> None:
    tables = published(tmp_path, 5, 6, 7)
    assert versions.roll_back(tables).name.startswith("000002")
    assert counted(tables) == 6
    assert versions.roll_back(tables, versions.folders(tables)[0].name).name.startswith("000001")
    assert counted(tables) == 5
    build.build(tmp_path)
    assert counted(tables) == 7
    assert len(versions.folders(tables)) == 3


def test_there_is_no_way_back_from_the_first_version(tmp_path: Path) -> None:
    tables = published(tmp_path, 5)
    with pytest.raises(UsageError, match="there is no other one"):
        versions.roll_back(tables)
    with pytest.raises(UsageError, match="no tables yet"):
        versions.roll_back(tmp_path / "none")


def test_of_two_runs_at_once_the_second_says_locked(tmp_path: Path) -> None:
    tables = published(tmp_path, 5)
    with versions.alone(tables), pytest.raises(DataError, match="locked, another run"):
        build.build(tmp_path)
    build.build(tmp_path)


def test_the_lock_of_a_run_that_was_killed_is_free_and_its_litter_is_swept(tmp_path: Path) -> None:
    tables = published(tmp_path, 5)
    held = (
        "import os, sys, pathlib; from etl import versions\n"
        "with versions.alone(pathlib.Path(sys.argv[1])):\n"
        "    folder = versions.aside(pathlib.Path(sys.argv[1])); (folder / 'figures.parquet').write_bytes(b'half')\n"
        "    os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", held, str(tables)], check=False)
    assert killed.returncode != 0
    assert list(tables.glob(".writing*"))
    published(tmp_path, 6)
    assert not list(tables.glob(".writing*"))
    assert counted(tables) == 6


def test_a_sudden_fall_is_not_published_unless_it_is_right(tmp_path: Path) -> None:
    def rows(count: int) -> str:
        lines = [f"refugee,stock,TUR,SYR,{1900 + year},5" for year in range(count)]
        return "\n".join(["population,measure,country,origin,end_date,value", *lines]) + "\n"

    tables = published(tmp_path, 5)
    keyed = tmp_path / "keyed" / "a.csv"
    keyed.write_text(rows(120), encoding="utf-8")
    build.build(tmp_path)
    keyed.write_text(rows(60), encoding="utf-8")
    with pytest.raises(DataError, match=r"keyed gives 60 figures, it gave 120 before.*--accept-fall"):
        build.build(tmp_path)
    assert versions.current(tables).manifest["rows"]["figures"] == 120  # type: ignore[union-attr]
    build.build(tmp_path, accept_fall=True)
    assert versions.current(tables).manifest["rows"]["figures"] == 60  # type: ignore[union-attr]
