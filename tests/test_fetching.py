"""`python -m etl fetch` against an API on this machine: all pages or an error, and what was there stays."""

from __future__ import annotations

import datetime
import errno
import json
import logging
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import api_server
import duckdb
import pytest
import yaml
from api_server import ApiServer, Envelope, says, serving, status

from etl import documents, versions
from etl.commands import fetch as fetch_command
from etl.documents import Document
from etl.errors import DataError
from etl.fetch import Download, Wanted, by_number, by_offset, getting, planning
from etl.fetch import keeping as fetching
from etl.fetch.manners import manners
from etl.sources import Account, Parsed, sources
from etl.tabular.files import head
from etl.tabular.items import read_items

Command = Callable[..., tuple[int, str, str]]

LISTS = {"rdf": "items", "gidd": "results", "dtm": "result", "hapi": "data", "plain": ""}
ITEMS = [{"iso3": "TUR", "people": 100 + number} for number in range(25)]
SECRET = "s3cret+key/="
TODAY = datetime.date(2026, 11, 27)


def listed(kind: str) -> Callable[[Any], Any]:
    return lambda reply: reply[LISTS[kind]] if LISTS[kind] else [*reply]


def made(kind: str, tables: tuple[str, ...] = ("people",), **more: Any) -> SimpleNamespace:
    """A source whose API speaks as `kind` does, three items a page, with a key in the parameters."""
    items = listed(kind)

    def downloads(wanted: Wanted) -> list[Download]:
        said: dict[str, Any] = {"count": lambda reply: len(items(reply))}
        if kind == "rdf":
            said["following"] = by_number(lambda reply: int(reply["maxPages"]))
        if kind in ("gidd", "hapi"):
            said["following"] = by_offset(3, lambda reply: len(items(reply)))
        if kind in ("gidd", "dtm"):
            said["promised"] = lambda reply: reply["count" if kind == "gidd" else "totalRecordsCount"]
        params = {"limit": "3", "client_id": SECRET} | ({"coa": wanted.country} if wanted.country else {})
        headers = {"Made-Key": SECRET}
        return [
            Download(table, f"/{table}/", params, headers=headers, secret=("client_id",), **said | more)
            for table in tables
        ]

    def parse(con: duckdb.DuckDBPyConnection, document: Document) -> Parsed:
        read_items(con, head(document.path), "made", ("iso3", "people"), at=LISTS[kind])
        con.execute(
            "CREATE OR REPLACE TEMP TABLE made_rows AS SELECT record, 'refugee' AS population, 'stock' AS measure, "
            "TRY_CAST(people AS BIGINT) AS value, value AS reported, iso3 AS country, 'SYR' AS origin, "
            "0 AS admin_level, DATE '2000-12-31' + record::INT AS end_date, 'day' AS end_accuracy, 'table' AS place_basis, "
            "CASE WHEN people IS NULL THEN 'no people: name them' END AS problem, item AS row FROM made"
        )
        rows = con.execute("SELECT count(*) FROM made").fetchone()
        return Parsed("made_rows", account=Account(*(rows or (0,)), *(rows or (0,))))

    return SimpleNamespace(
        NAME="made",
        PUBLISHER="The Maker",
        LICENCE="CC0-1.0",
        CITATION="The Maker, figures made up",
        BASE="https://made.example/v1",
        recognise=lambda found: False,
        parse=parse,
        downloads=downloads,
    )


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLACEMENT_PAUSE", "0")
    monkeypatch.setenv("MADE_KEY", SECRET)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ApiServer]]:
    """Start an API of a kind, and have the source `made` ask it."""
    running = []

    def start(kind: str, items: list[Any] = ITEMS, **more: Any) -> ApiServer:
        envelope: Envelope = getattr(api_server, kind)
        context = serving(envelope, items)
        server = context.__enter__()
        running.append(context)
        monkeypatch.setitem(sources(), "made", made(kind, **more))
        monkeypatch.setenv("DISPLACEMENT_MIRROR", server.url)
        return server

    yield start
    for context in running:
        context.__exit__(None, None, None)


def fetched(datasets: Path, today: datetime.date = TODAY) -> list[Path]:
    """Fetch all that the source `made` has, without a build."""
    tables = planning.plan("made", Wanted(), (), None)
    folders = fetching.fetch(tables, datasets, today, manners(), lambda table, pages: pages)
    return [folder for folder in folders if folder]


def kept(datasets: Path) -> list[Path]:
    return sorted((datasets / "raw" / "made").glob("*.pages")) if (datasets / "raw").exists() else []


def waiting(datasets: Path) -> list[str]:
    return sorted(path.name for path in (datasets / "raw" / ".fetching").rglob("page-*.json"))


def published(datasets: Path) -> dict[str, bytes]:
    version = versions.current(datasets / "tables")
    assert version is not None
    return {path.name: path.read_bytes() for path in sorted(version.folder.glob("*.parquet"))}


def values(datasets: Path) -> list[int]:
    version = versions.current(datasets / "tables")
    assert version is not None
    found = duckdb.sql(f"SELECT value FROM read_parquet('{version.folder}/figures.parquet') ORDER BY value")
    return [value for (value,) in found.fetchall()]


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize(
    ("kind", "pages"),
    [("rdf", 9), ("gidd", 9), ("dtm", 1), ("hapi", 9), ("plain", 1)],
    ids=lambda said: str(said),
)
def test_all_pages_of_each_envelope_become_figures(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, kind: str, pages: int
) -> None:
    server = api(kind)
    code, out, error = command("fetch", "made", datasets=tmp_path)
    assert (code, error) == (
        0,
        f"made-people: {pages} pages kept as {kept(tmp_path)[0].relative_to(tmp_path)}\n",
    )
    assert out.startswith("25 figures from 1 documents published as ")
    assert values(tmp_path) == list(range(100, 125))
    assert sum(server.asked.values()) == pages
    assert not (tmp_path / "raw" / ".fetching" / "made-people").exists()
    first = kept(tmp_path)[0] / "page-0001.json"
    assert first.read_bytes() == json.dumps(server.envelope(ITEMS, {"limit": "3"})).encode()


def test_the_sidecar_says_whence_but_no_key(
    api: Callable[..., ApiServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = api("gidd")
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    options = Namespace(source="made", since="2015", country="TUR", table=None, mirror=None)
    assert fetch_command.run(options, TODAY) == 0
    (folder,) = kept(tmp_path)
    assert folder.name == "made-people-TUR-2026-11-27.pages"
    assert yaml.safe_load(folder.with_name(folder.name + ".yaml").read_text()) == {
        "title": "The Maker: people, TUR",
        "publisher": "The Maker",
        "citation": "The Maker, figures made up",
        "url": f"{server.url}/people/?limit=3&coa=TUR",
        "licence": "CC0-1.0",
        "taken": TODAY,
        "source": "made",
        "dataset": "made/people/TUR",
        "sha256": documents.sha256(folder),
    }
    assert documents.describe(folder).warning is None


def test_a_build_from_the_kept_pages_gives_the_tables_of_the_fetch(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    api("rdf")
    command("fetch", "made", datasets=tmp_path)
    fetched = published(tmp_path)
    (tmp_path / "tables").rename(tmp_path / "tables-before")
    assert command("build", datasets=tmp_path)[0] == 0
    assert published(tmp_path) == fetched


@pytest.mark.parametrize(
    "fault",
    [status(500), status(503), api_server.cut_gzip, api_server.cut_body, says(b"")],
    ids=["500", "503", "cut gzip", "cut body", "nothing"],
)
def test_a_fault_that_passes_is_outlived(
    api: Callable[..., ApiServer], tmp_path: Path, fault: api_server.Fault
) -> None:
    server = api("rdf")
    server.fail(2, fault, times=2)
    (folder,) = fetched(tmp_path)
    assert (len(documents.pages(folder)), server.asked[2]) == (9, 3)


def test_a_wait_that_the_publisher_asks_for_is_kept(
    api: Callable[..., ApiServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(getting, "sleep", waits.append)
    api("gidd").fail(3, status(429, Retry_After="7"), times=1)
    fetched(tmp_path)
    assert waits == [7]


def test_a_wait_of_an_hour_is_told_not_waited_for(api: Callable[..., ApiServer], tmp_path: Path) -> None:
    api("gidd").fail(1, status(429, Retry_After="3600"))
    with pytest.raises(DataError, match="429 Too Many Requests: the publisher asks to wait 60 minutes"):
        fetched(tmp_path)


def test_a_run_that_stopped_goes_on_after_the_last_whole_page(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("rdf")
    server.fail(7, status(500))
    code, out, error = command("fetch", "made", datasets=tmp_path)
    assert (code, out) == (1, "")
    assert error == (
        "error: made-people: page 7: 500 Internal Server Error, 4 times; 6 pages are kept, the same command goes on "
        "after them\n"
    )
    assert kept(tmp_path) == []
    assert waiting(tmp_path) == [f"page-{number:04d}.json" for number in range(1, 7)]
    server.faults.clear()
    assert command("fetch", "made", datasets=tmp_path)[0] == 0
    assert len(values(tmp_path)) == 25
    assert server.asked == {**dict.fromkeys(range(1, 10), 1), 7: 5}


def test_a_stop_by_the_user_keeps_the_pages(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = api("hapi")
    real = getting.page

    def stopped(url: str, params: dict[str, str], *more: Any) -> tuple[bytes, Any]:
        if params.get("offset") == "6":
            raise KeyboardInterrupt
        return real(url, params, *more)

    monkeypatch.setattr(getting, "page", stopped)
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert (code, error) == (130, "stopped: whole pages are kept, the same command goes on after them\n")
    monkeypatch.setattr(getting, "page", real)
    assert command("fetch", "made", datasets=tmp_path)[0] == 0
    assert (server.asked[1], server.asked[2], len(values(tmp_path))) == (1, 1, 25)


@pytest.mark.parametrize(("days", "asked"), [(0, 1), (1, 1), (2, 2)])
def test_pages_of_the_day_before_yesterday_are_fetched_anew(
    api: Callable[..., ApiServer], tmp_path: Path, days: int, asked: int
) -> None:
    server = api("rdf")
    server.fail(2, status(500))
    with pytest.raises(DataError, match="1 pages are kept"):
        fetched(tmp_path)
    server.faults.clear()
    fetched(tmp_path, TODAY + datetime.timedelta(days=days))
    assert server.asked[1] == asked


def test_another_request_does_not_go_on_with_these_pages(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("rdf")
    server.fail(2, status(500))
    command("fetch", "made", datasets=tmp_path)
    server.faults.clear()
    assert command("fetch", "made", "--country", "TUR", datasets=tmp_path)[0] == 0
    assert server.asked[1] == 2
    assert len(waiting(tmp_path)) == 1


@pytest.mark.parametrize(
    ("kind", "page", "fault", "said"),
    [
        ("rdf", 2, says(b"<!doctype html><p>Please log in", "text/html"), "page 2: what came is a web page (HTML or XML)"),
        ("gidd", 2, says(b'{"error": "s3cret+key/="}'), "page 2: what came is an object of error, not a page of this API"),
        ("plain", 1, says(b'"none"'), "page 1: what came is neither a list nor an object of JSON"),
        ("rdf", 2, says(b'{"page": 2, "maxPages": 8, "items": [1]}'), "the table changed while it was being fetched: run it again"),
        ("gidd", 2, says(b'{"count": 26, "results": [1, 2, 3]}'), "the table changed while it was being fetched: run it again"),
        ("gidd", 9, says(b'{"count": 25, "results": []}'), "24 items came where the publisher promised 25: run it again"),
        ("gidd", 2, says(b'{"count": 25, "results": [1]}'), "4 items came where the publisher promised 25: run it again"),
        ("dtm", 1, says(b'{"totalRecordsCount": 25, "result": [1]}'), "1 items came where the publisher promised 25"),
        ("rdf", 4, says(b'{"maxPages": 9, "items": []}'), "page 4 brings nothing that page 3 had not"),
        ("rdf", 3, status(404), "page 3: 404 Not Found: the address has changed: http://127.0.0.1"),
        ("rdf", 3, status(410), "name the new one with --mirror URL"),
        ("rdf", 3, status(403), "page 3: 403 Forbidden: the server refuses access: check the key in MADE_KEY"),
        ("rdf", 3, status(401), "check the key in MADE_KEY"),
        ("rdf", 3, status(422), "page 3: 422 Unprocessable"),
        ("rdf", 3, status(302, Location="https://elsewhere.example/?client_id=x"), "the server sends on to another host, https://elsewhere.example, which is not followed"),
        ("rdf", 3, status(302, Location="/people/?page=3"), "sends in circles"),
        ("rdf", 3, api_server.cut_gzip, "page 3: the reply was cut short (no whole JSON), 4 times; 2 pages are kept"),
    ],
)  # fmt: skip
def test_a_fault_that_stays_is_an_error_and_what_was_there_stays(
    api: Callable[..., ApiServer], tmp_path: Path, kind: str, page: int, fault: api_server.Fault, said: str
) -> None:
    server = api(kind)
    fetched(tmp_path)
    before = everything_in(tmp_path / "raw" / "made")
    server.fail(page, fault)
    with pytest.raises(DataError, match=r"^made-people: ") as raised:
        fetched(tmp_path)
    line = str(raised.value)
    assert said in line
    assert "\n" not in line
    assert SECRET not in line
    assert everything_in(tmp_path / "raw" / "made") == before
    server.faults.clear()
    fetched(tmp_path)
    assert everything_in(tmp_path / "raw" / "made") == before


def test_the_tables_stay_as_they_were_on_a_fault(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("rdf")
    command("fetch", "made", datasets=tmp_path)
    before = published(tmp_path)
    server.fail(9, status(500))
    code, out, _ = command("fetch", "made", datasets=tmp_path)
    assert (code, out, published(tmp_path)) == (1, "", before)


def test_an_api_that_gives_the_same_page_for_ever_is_noticed(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("hapi")
    server.fail(2, lambda handler, body: handler.answer(200, json.dumps({"data": ITEMS[:3]}).encode()))
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert (code, sum(server.asked.values())) == (1, 2)
    assert "page 2 brings nothing that page 1 had not: run it again" in error


@pytest.mark.parametrize(
    ("fault", "variable", "said"),
    [
        (api_server.hang, "DISPLACEMENT_TIMEOUT", "did not answer within 0.2 seconds"),
        (api_server.trickle, "DISPLACEMENT_PAGE_TIMEOUT", "the page was not there after 0.2 seconds"),
    ],
    ids=["hang", "trickle"],
)
def test_a_server_that_hangs_or_trickles_is_given_up(
    api: Callable[..., ApiServer],
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: api_server.Fault,
    variable: str,
    said: str,
) -> None:
    monkeypatch.setenv(variable, "0.2")
    server = api("dtm")
    server.fail(1, fault)
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert (code, server.asked[1]) == (1, 4)
    assert said in error
    server.fail(1, fault, times=1)
    assert command("fetch", "made", datasets=tmp_path)[0] == 0


def test_no_connection_is_one_line(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api("dtm")
    code, _, error = command("fetch", "made", "--mirror", "http://localhost:1", datasets=tmp_path)
    assert (code, error) == (
        1,
        "error: made-people: page 1: no connection to localhost:1, or it broke, 4 times\n",
    )
    assert not everything_in(tmp_path)


def test_a_redirect_on_the_same_host_is_followed(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("rdf")
    server.fail(2, status(301, Location="/moved/?page=2&limit=3"), times=1)
    assert command("fetch", "made", datasets=tmp_path)[0] == 0
    assert "/moved/" in {query["path"] for query in server.queries}
    assert len(values(tmp_path)) == 25


def test_the_key_goes_to_the_publisher_and_nowhere_else(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = api("rdf")
    server.fail(2, api_server.cut_body, times=1)
    server.fail(3, status(500))
    code, out, error = command("fetch", "made", datasets=tmp_path)
    assert code == 1
    assert {query["client_id"] for query in server.queries} == {SECRET}
    assert {headers["Made-Key"] for headers in server.headers} == {SECRET}
    assert all("displacement-dashboard" in headers["User-Agent"] for headers in server.headers)
    written = everything_in(tmp_path / "raw" / ".fetching").decode() + out + error + caplog.text
    assert "s3cret" not in written
    server.faults.clear()
    _, out, error = command("fetch", "made", datasets=tmp_path)
    assert "s3cret" not in everything_in(tmp_path / "raw").decode() + out + error + caplog.text


def test_the_same_day_again_replaces_the_pages_and_another_day_stands_beside_them(
    api: Callable[..., ApiServer], tmp_path: Path
) -> None:
    server = api("rdf")
    (first,) = fetched(tmp_path)
    before = documents.sha256(first)
    server.items = [*ITEMS, {"iso3": "TUR", "people": 999}]
    assert fetched(tmp_path) == [first]
    assert documents.sha256(first) != before
    assert documents.describe(first).warning is None
    fetched(tmp_path, TODAY + datetime.timedelta(days=1))
    assert kept(tmp_path) == [first, first.with_name("made-people-2026-11-28.pages")]


def test_a_disk_that_refuses_leaves_the_earlier_pages_in_place(
    api: Callable[..., ApiServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = api("rdf")
    fetched(tmp_path)
    before = everything_in(tmp_path / "raw" / "made")
    server.items = ITEMS[:5]
    rename = Path.rename

    def full(path: Path, target: Path) -> Path:
        if path.name == "made-people.pages":
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(DataError, match=r"raw: can't be written \(No space left on device\): make room"):
        fetched(tmp_path)
    assert everything_in(tmp_path / "raw" / "made") == before


def test_tables_come_together_or_not_at_all(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("plain", tables=("good", "bad"))
    server.tables["bad"] = [{"iso3": "TUR"}]
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert (code, kept(tmp_path)) == (1, [])
    assert error == "error: made-bad: no item of the pages is good: no people: name them\n"
    assert command("fetch", "made", "--table", "good", datasets=tmp_path)[0] == 0
    assert sum(query["path"] == "/good/" for query in server.queries) == 1


def test_a_table_without_items_is_left_out_and_none_with_items_is_an_error(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    server = api("rdf", tables=("people", "none"))
    server.tables["none"] = []
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert code == 0
    assert "made-none: no items, nothing kept of it\n" in error
    assert [folder.name[:11] for folder in kept(tmp_path)] == ["made-people"]
    code, _, error = command("fetch", "made", "--table", "none", datasets=tmp_path)
    assert code == 1
    assert error.startswith("error: made-none: no items: the publisher answers so where it has nothing")


def test_a_wish_that_the_api_does_not_know_is_told_and_not_in_the_name(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    api("rdf")
    _, _, error = command("fetch", "made", "--since", "2015", "--country", "TUR", datasets=tmp_path)
    assert "made: its API does not know --since: the tables came whole\n" in error
    assert "know --country" not in error
    assert kept(tmp_path)[0].name.startswith("made-people-TUR-20")


def test_a_country_that_a_source_has_nothing_of_is_told(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path
) -> None:
    api("rdf", tables=())
    code, _, error = command("fetch", "made", "--country", "TUR", datasets=tmp_path)
    assert (code, error.split(":")[1]) == (2, " made offers nothing of TUR")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("keyed",), "sources with an API are "),
        (("nobody",), "nobody is not known: sources with an API are "),
        (("made", "--table", "ghosts"), "made has no table ghosts: use people"),
        (("made", "--country", "Atlantis"), "unknown country Atlantis"),
        (("made", "--since", "soon"), "--since soon: not a year: write four digits"),
        (("made", "--mirror", "http://made.example"), "made.example: only https is asked"),
        (("made", "--mirror", "made.example"), "made.example: not an address: write it as https://HOST/PATH"),
        (("made", "--mirror", "https://me:s3cret@made.example"), "write the address without a user name"),
    ],
)
def test_wrong_use_is_told_before_anything_is_asked(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    server = api("rdf")
    code, _, error = command("fetch", *options, datasets=tmp_path)
    assert code == 2
    assert said in error
    assert "s3cret" not in error
    assert not server.asked


def test_a_time_limit_that_is_no_number_is_told(
    api: Callable[..., ApiServer], command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    api("rdf")
    monkeypatch.setenv("DISPLACEMENT_TIMEOUT", "long")
    code, _, error = command("fetch", "made", datasets=tmp_path)
    assert (code, error) == (
        2,
        "error: DISPLACEMENT_TIMEOUT=long: not a number of seconds: write e.g. 60\n",
    )
