"""Sidecars: whence a file comes, and whether it is still the file that was taken."""

from pathlib import Path

import pytest
from conftest import REPOSITORY

from etl import build, documents
from etl.errors import DataError

SIDECAR = "publisher: UNHCR\nurl: https://www.unhcr.org\nlicence: CC-BY-4.0\ntaken: 2026-11-22\n"


def write(tmp_path: Path, sidecar: str | None) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    if sidecar is not None:
        path.with_name("a.csv.yaml").write_text(sidecar, encoding="utf-8")
    return path


def test_a_sidecar_says_who_where_and_when(tmp_path: Path) -> None:
    document = documents.describe(write(tmp_path, SIDECAR))
    assert (document.publisher, document.licence, str(document.vintage)) == (
        "UNHCR",
        "CC-BY-4.0",
        "2026-11-22",
    )
    assert document.warning is None


def test_a_file_without_sidecar_is_read_with_a_doubt(tmp_path: Path) -> None:
    warning = documents.describe(write(tmp_path, None)).warning
    assert warning is not None and warning.startswith("no sidecar a.csv.yaml")


def test_a_file_that_changed_after_it_was_taken_is_doubted_until_its_hash_is_renewed(tmp_path: Path) -> None:
    path = write(tmp_path, SIDECAR + "sha256: 00\n")
    warning = documents.describe(path).warning
    assert warning is not None and "changed after its sidecar was written" in warning
    documents.refresh(path)
    assert documents.describe(path).warning is None
    assert documents.describe(path).publisher == "UNHCR"


@pytest.mark.parametrize("broken", ["publisher: [", "just words"])
def test_a_broken_sidecar_is_named(tmp_path: Path, broken: str) -> None:
    with pytest.raises(DataError, match=r"a\.csv\.yaml: "):
        documents.describe(write(tmp_path, broken))


def test_every_shipped_file_has_a_whole_sidecar() -> None:
    files = build.input_files(REPOSITORY / "datasets")
    assert files
    for path in files:
        document = documents.describe(path)
        assert document.warning is None, document.warning
        assert all((document.publisher, document.citation, document.licence, document.vintage)), path.name
