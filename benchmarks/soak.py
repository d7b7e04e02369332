"""A soak: so many visitors open pages for so long, with a rebuild every minute; errors, and memory before and after.

    PYTHONPATH=. python benchmarks/soak.py [SESSIONS] [MINUTES]

Each visitor speaks to the server as a browser does (Streamlit's own messages over its own connection), opens a page, reads it
to its end, closes, and comes again as somebody new. Memory is the server's resident set once it has served each page, and
after all are gone for longer than it keeps sessions.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.peers.visitors import Visitor
from etl import build
from tests.browser.server import serving

QUESTIONS = (
    "",
    "country=TUR",
    "population=idp&country=SYR",
    "origin=SYR&on=2015-12-31",
    "country=TUR&from=2010-01-01",
)
KEPT = 130
"""Seconds: the server keeps a session for 120 after its visitor has left."""


def visit(address: str, question: str) -> list[str]:
    """Open the front page with a question, to the end of its script, and leave; the errors that it shows."""
    with Visitor(address) as visitor:
        return visitor.ask(question)[1]


def resident(datasets: Path) -> int:
    """Kilobytes of the server that serves these datasets (Linux)."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                words, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                status = (folder / "status").read_text()
            except OSError:
                continue  # it has ended meanwhile, or is another's
            if b"streamlit" in words and str(datasets).encode() in environment:
                return int(status.split("VmRSS:")[1].split()[0])
    raise SystemExit("no server found")


def main(sessions: int, minutes: float) -> int:
    """Soak, and print what came of it; 1 if anything went wrong."""
    errors: list[str] = []
    visits = [0] * sessions
    with tempfile.TemporaryDirectory() as folder:
        datasets = Path(folder) / "datasets"
        shutil.copytree("datasets", datasets, ignore=shutil.ignore_patterns("tables"))
        build.build(datasets)
        with serving(datasets, Path(folder) / "log") as address:
            for question in QUESTIONS * 2:
                errors += visit(address, question)
            before, until = resident(datasets), time.monotonic() + 60 * minutes

            def stay(number: int) -> None:
                while time.monotonic() < until:
                    errors.extend(visit(address, QUESTIONS[(number + visits[number]) % len(QUESTIONS)]))
                    visits[number] += 1

            visitors = [threading.Thread(target=stay, args=(number,)) for number in range(sessions)]
            for visitor in visitors:
                visitor.start()
            builds = _rebuilds(datasets, until)
            for visitor in visitors:
                visitor.join()
            time.sleep(KEPT)
            after = resident(datasets)
        if errors:
            print((Path(folder) / "log").read_text(encoding="utf-8")[-4000:])
    growth = after / before - 1
    print(
        f"{sessions} visitors, {sum(visits):,} visits, {builds} rebuilds: {len(errors)} errors {errors[:3] or ''}"
    )
    print(
        f"memory: {before / 1024:,.0f} MB before, {after / 1024:,.0f} MB after: {growth:+.0%} (goal: +20% at most)"
    )
    return int(bool(errors) or growth > 0.2)


def _rebuilds(datasets: Path, until: float) -> int:
    """Change an input and build, every minute; how often."""
    done = 0
    while time.monotonic() < until:
        note = datasets / "keyed" / "soak.csv"
        note.write_text(
            f"population,measure,country,origin,end_date,value,publisher\nrefugee,stock,NAM,SYR,2018,{done + 1},UNHCR\n"
        )
        environment = {**os.environ, "DISPLACEMENT_DATASETS": str(datasets)}
        subprocess.run(
            [sys.executable, "-m", "etl", "build"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        done += 1
        time.sleep(max(0, min(60, until - time.monotonic())))
    return done


if __name__ == "__main__":
    sys.exit(
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, float(sys.argv[2]) if len(sys.argv) > 2 else 10)
    )
