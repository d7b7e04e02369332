"""The data for scripts: one function, so page, address and command line give the same bytes."""

import asyncio
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from etl import extracts
from etl.filters import Filter
from etl.formats import FORMATS
from ui import extracts as page
from ui import routes, serving

CHOSEN = Filter(country=("SYR",), text="idlib", pending=True)


def get(address: str) -> tuple[Response, bytes]:
    """What the server answers to this address."""
    path, query = urlsplit(address)[2:4]
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": query.encode()}
    scope |= {"server": ("127.0.0.1", 8501), "scheme": "http", "root_path": ""}
    scope["path_params"] = {"suffix": path.partition(".")[2]}
    response = serving.answer(Request(scope))

    async def body() -> bytes:
        assert isinstance(response, StreamingResponse)
        return b"".join([bytes(part) async for part in response.body_iterator])

    return response, asyncio.run(body()) if isinstance(response, StreamingResponse) else bytes(response.body)


@pytest.mark.parametrize("kind", FORMATS)
def test_page_address_and_command_line_give_the_same_bytes(
    command: Callable[..., tuple[int, str, str]], built: Path, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "extract"
    said = ("--query", CHOSEN.address(), "--format", kind, "-o", str(target))
    assert command("export", *said, datasets=built)[0] == 0
    response, data = get(serving.path(CHOSEN, kind))
    assert data == target.read_bytes() == page._made(CHOSEN, kind)
    assert response.headers["content-length"] == str(len(data))
    name = extracts.filename(CHOSEN, FORMATS[kind].suffix)
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert command("export", "--country", "SYR", "--text", "idlib", *said[2:], datasets=built)[0] == 0
    assert data == target.read_bytes()


@pytest.mark.parametrize(
    ("address", "status", "reason"),
    [
        ("/data/figures.csv?x=1", 400, "unknown parameter x: use country"),
        ("/data/figures.csv?country=Atlantis", 400, "unknown country Atlantis"),
        ("/data/figures.xml", 404, "no such format: use figures.csv"),
    ],
)
def test_a_wrong_question_is_one_line_with_the_cure(
    built: Path, monkeypatch: pytest.MonkeyPatch, address: str, status: int, reason: str
) -> None:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(built))
    response, said = get(address)
    assert response.status_code == status
    assert said.decode().startswith(f"error: {reason}")
    assert said.count(b"\n") == 1


def test_without_tables_the_answer_says_how_to_make_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    response, said = get("/data/figures.csv")
    assert (response.status_code, said) == (
        503,
        b"error: there are no figures yet: paste a report on the page Reports, or add files by `python -m etl add FILE`\n",
    )


def test_query_and_options_together_are_refused(
    command: Callable[..., tuple[int, str, str]], built: Path
) -> None:
    code, _, said = command("export", "--query", "country=SYR", "--text", "x", "-o", "-", datasets=built)
    assert (code, said.count("\n")) == (2, 1)
    assert "leave the other options of the filter out" in said


def test_a_folder_gets_the_extract_and_its_datapackage(
    command: Callable[..., tuple[int, str, str]], built: Path, tmp_path: Path
) -> None:
    assert command("export", "--country", "SYR", "-o", str(tmp_path), datasets=built)[0] == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["datapackage.json", "displacement_syr.csv"]
    _, package = get("/data/figures.zip?country=SYR")
    (tmp_path / "a.zip").write_bytes(package)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        for name in packed.namelist():
            assert packed.read(name) == (tmp_path / name).read_bytes()


def test_the_server_knows_the_address_of_the_extracts_before_it_has_loaded_them() -> None:
    (route,) = routes.routes()
    assert route.path == f"/{routes.DATA}.{{suffix}}"
    script = "import sys; from ui import routes; routes.routes(); print('pandas' in sys.modules, 'etl' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["False", "False"]
