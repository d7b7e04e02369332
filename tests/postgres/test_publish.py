"""`publish`: the tables in a real PostgreSQL server, with and without PostGIS."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from etl import postgres
from etl.errors import DataError, UsageError
from etl.store import Reader

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The folder of the socket of a server of our own; it runs as another user, as it refuses to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert programs, "no PostgreSQL server: run tests/postgres/install-postgresql.sh"
    someone = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    os.chown(folder, someone.pw_uid, someone.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs[-1] / program, *arguments],
            user=someone.pw_uid,
            group=someone.pw_gid,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            check=True,
            stdout=subprocess.DEVNULL,
        )

    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "me", "--auth=trust", "--no-sync", "-E", "UTF8")
    run(
        "pg_ctl",
        "-D",
        data,
        "-o",
        f"-c listen_addresses= -k {folder} -c fsync=off",
        "-w",
        "-l",
        f"{folder}/log",
        "start",
    )
    try:
        yield str(folder)
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the test's own."""
    name = request.node.name[:60]
    with psycopg.connect(f"postgresql:///postgres?host={server}&user=me", autocommit=True) as con:
        con.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql:///{name}?host={server}&user=me"


def asked(address: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as con:
        return con.execute(question).fetchall()


def test_the_database_holds_the_rows_of_the_pages(
    database: str, built: Path, shipped: Reader, command: Command
) -> None:
    code, out, error = command("publish", database, datasets=built)
    assert (code, error) == (0, "")
    rows = shipped.figures()
    assert f"{len(rows):,} rows in displacement.figures" in out
    assert asked(
        database,
        "SELECT count(*), sum(value)::bigint, count(*) FILTER (WHERE origin IS NULL), min(end_date) FROM displacement.figures",
    ) == [
        (len(rows), int(rows["value"].sum()), int(rows["origin"].isna().sum()), rows["end_date"].min().date())
    ]
    quote = "Turkey already hosts more than 3.6 million Syrian refugees"
    assert asked(
        database,
        f"SELECT value, quantifier, country FROM displacement.figures WHERE quote LIKE '%{quote}%'",
    ) == [(3_600_000, "more_than", "TUR")]
    meaning = asked(database, "SELECT col_description('displacement.figures'::regclass, 2)")
    assert meaning[0][0]


def test_rows_are_replaced_and_views_upon_them_stay(database: str, shipped: Reader) -> None:
    first = postgres.publish(shipped, database)
    with psycopg.connect(database) as con:
        con.execute("CREATE VIEW mine AS SELECT sum(value)::bigint AS people FROM displacement.figures")
    assert postgres.publish(shipped, database) == first
    assert asked(database, "SELECT people FROM mine") == [(int(shipped.figures()["value"].sum()),)]


def test_with_postgis_figures_have_points_and_countries_outlines(database: str, shipped: Reader) -> None:
    with psycopg.connect(database) as con:
        con.execute("CREATE EXTENSION postgis")
    done = postgres.publish(shipped, database)
    assert done["outlines"] > 3_000
    (within,) = asked(
        database,
        "SELECT count(*) FROM displacement.figures f JOIN displacement.outlines o ON ST_Within(f.geom, o.geom) "
        "WHERE f.country = 'TUR' AND o.code = 'TUR' AND f.geom IS NOT NULL",
    )[0]
    assert within > 0


def test_what_fails_half_way_leaves_the_rows_that_were_there(
    database: str, shipped: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.publish(shipped, database)
    before = asked(database, "SELECT count(*), sum(value) FROM displacement.figures")
    monkeypatch.setattr(postgres, "_csv", lambda table: b"not,as,many,cells\n")
    with pytest.raises(DataError, match="the tables there are as they were"):
        postgres.publish(shipped, database)
    assert asked(database, "SELECT count(*), sum(value) FROM displacement.figures") == before


def test_an_address_that_leads_nowhere_is_named_without_its_password(shipped: Reader) -> None:
    with pytest.raises(UsageError, match="can't be reached") as refused:
        postgres.publish(shipped, "postgresql://me:secret@127.0.0.1:1/figures")
    assert "secret" not in str(refused.value)
    with pytest.raises(UsageError, match="begins with postgresql://"):
        postgres.publish(shipped, "mysql://me@host/figures")


def test_a_schemas_name_is_only_a_name(database: str, shipped: Reader) -> None:
    postgres.publish(shipped, database, 'a"; DROP SCHEMA public; --')
    assert asked(
        database, "SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'public'"
    ) == [(1,)]
