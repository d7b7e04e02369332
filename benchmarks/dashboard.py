"""How fast a page answers: ours against the same chart in Dash with DuckDB, in a real browser, on a million figures.

    PYTHONPATH=. python benchmarks/dashboard.py [--rows N] [--changes N] [--people N]

Both servers read the same Parquet. A change adds a country to the filter, or takes it away; its time runs from the click or key
to the chart that is drawn anew. They take turns, country by country. Ours has more on its page: the filter bar, two or more
pictures, their tables and downloads. Then so many people change their filter at once, again and again, without a browser:
until the server has sent the whole page, or Dash its chart. The start is that of a process until its first chart, beside a
bare Streamlit page with that chart alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from benchmarks import bulk
from benchmarks.peers import turns
from benchmarks.peers.visitors import Visitor, ask_dash
from etl import build, words
from tests.browser.server import chromium

PEERS = Path(__file__).parent / "peers"
COUNTRIES = ("ALB", "DZA", "AGO", "ARG", "ARM", "AUS", "AUT", "AZE")
DRAWN = "before => { const p = document.querySelector('.js-plotly-plot'); return p && p.querySelector('.main-svg') && p.textContent !== before }"
OURS, DASH, BARE = "this project", "Dash with DuckDB", "bare Streamlit"


@contextmanager
def running(command: list[str], port: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers at its port."""
    server = subprocess.Popen(
        command, env={**turns.surroundings(), **more}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except OSError:
                time.sleep(0.05)
        yield server
    finally:
        server.terminate()
        server.wait()


def command(name: str, tables: Path, port: int) -> list[str]:
    """How the server is started."""
    if name == DASH:
        return [sys.executable, str(PEERS / "dash_page.py"), str(tables), str(port)]
    script = "dashboard.py" if name == OURS else str(PEERS / "bare_page.py")
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    return [sys.executable, "-m", "streamlit", "run", script, *options]


def address(name: str, port: int) -> str:
    """Where its chart of refugees in Afghanistan stands."""
    path = "trends?population=refugee&country=AFG" if name == OURS else ""
    return f"http://127.0.0.1:{port}/{path}"


async def opened(browser: Browser, name: str, port: int) -> Page:
    """A visitor's page with its chart drawn."""
    page = await (await browser.new_context(viewport={"width": 1400, "height": 1000})).new_page()
    await page.goto(address(name, port))
    await page.wait_for_function(DRAWN, arg="", timeout=120_000)
    if name == OURS:
        await page.get_by_text("Every figure leads back to its source").wait_for(timeout=120_000)
    return page


async def changed(page: Page, name: str, country: str) -> float:
    """Seconds from the key that adds the country to the filter until the chart is drawn anew; it is taken away again."""
    await reach(page, name, country)
    took = await redrawn(page, "Enter")
    await page.keyboard.press("Escape")
    if name == DASH:
        await reach(page, name, country)
        await redrawn(page, "Enter")
        await page.keyboard.press("Escape")
    else:
        await page.get_by_role("combobox").first.focus()
        await redrawn(page, "Backspace")
    return took


async def reach(page: Page, name: str, country: str) -> None:
    """Open the filter and find the country in it."""
    await (page.locator("#country") if name == DASH else page.get_by_role("combobox").first).click()
    await page.keyboard.type(words.country(country) if name == OURS else country)
    await page.wait_for_timeout(400)  # the list has settled


async def redrawn(page: Page, key: str) -> float:
    """Seconds from the key to another picture."""
    before = await page.locator(".js-plotly-plot").first.text_content()
    begun = time.perf_counter()
    await page.keyboard.press(key)
    await page.wait_for_function(DRAWN, arg=before, timeout=120_000)
    return time.perf_counter() - begun


def resident(server: subprocess.Popen[bytes]) -> float:
    """MB of the server (Linux)."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def measure(servers: dict[str, tuple[int, subprocess.Popen[bytes]]], changes: int) -> None:
    """One visitor's changes in turns."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        alone: dict[str, list[float]] = {name: [] for name in servers}
        pages = {name: await opened(browser, name, port) for name, (port, _) in servers.items()}
        for turn in range(changes):
            for name, page in pages.items():
                alone[name].append(await changed(page, name, COUNTRIES[turn % len(COUNTRIES)]))
        row("change of filter, median s", {name: statistics.median(took) for name, took in alone.items()})
        await browser.close()


def crowd(name: str, port: int, people: int, changes: int) -> list[float]:
    """Seconds of each change of so many people, all at once, each on their own way through the countries."""
    here = f"http://127.0.0.1:{port}"

    def walk(person: int) -> list[float]:
        path = [COUNTRIES[(person + step) % len(COUNTRIES)] for step in range(changes)]
        if name == DASH:
            return [ask_dash(here, ["AFG", country]) for country in path]
        page = "trends" if name == OURS else ""
        with Visitor(here) as visitor:
            visitor.ask("population=refugee&country=AFG", page)
            said = [
                visitor.ask(f"population=refugee&country=AFG&country={country}", page) for country in path
            ]
        wrong = [error for _, errors in said for error in errors]
        if wrong:
            raise SystemExit(f"{name}: {wrong[0]}")
        return [seconds for seconds, _ in said]

    with ThreadPoolExecutor(people) as pool:
        return [seconds for walked in pool.map(walk, range(people)) for seconds in walked]


def crowds(servers: dict[str, tuple[int, subprocess.Popen[bytes]]], people: int, changes: int) -> None:
    """One person's changes, those of many at once, and the memory of both."""
    memory, found = {}, {}
    for name, (port, server) in servers.items():
        crowd(name, port, 1, changes)
        one = resident(server)
        found[name] = statistics.quantiles(crowd(name, port, people, changes), n=20)[-1]
        memory[name] = resident(server) / one
    row(f"{people} people at once, p95 s", found)
    row(f"memory, 1 -> {people} people, x", memory)


async def first_chart(name: str, tables: Path, datasets: Path, port: int) -> float:
    """Seconds from the start of a server's process to its first chart in a browser that runs already."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        begun = time.perf_counter()
        with running(
            command(name, tables, port),
            port,
            DISPLACEMENT_DATASETS=str(datasets),
            BENCHMARK_TABLES=str(tables),
        ):
            page = await browser.new_page()
            await page.goto(address(name, port))
            await page.wait_for_function(DRAWN, arg="", timeout=120_000)
            took = time.perf_counter() - begun
        await browser.close()
    return took


def row(words_: str, found: dict[str, float]) -> None:
    """Print a line: each contender's number, and ours against each of the others'."""
    print(
        f"{words_:34}"
        + "".join(f"{name}: {value:7.2f}   " for name, value in found.items())
        + "ratios "
        + ", ".join(f"{found[OURS] / value:.2f}" for name, value in found.items() if name != OURS),
        flush=True,
    )


def main() -> None:
    """Make the tables, start the servers, measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--rows",
        type=int,
        default=885_000,
        help="of UNHCR's wide table: about as many figures and 13 %% more",
    )
    options.add_argument("--changes", type=int, default=8)
    options.add_argument("--people", type=int, default=10)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        datasets = Path(folder) / "datasets"
        (datasets / "raw").mkdir(parents=True)
        bulk.make(datasets / "raw" / "population.csv", chosen.rows)
        for beside in (datasets / "raw").glob("population.codes"):
            beside.unlink()
        built = build.build(datasets)
        tables = built.version.folder
        print(f"{built.version.manifest['rows']['figures']:,} figures", flush=True)
        starts = {
            name: asyncio.run(first_chart(name, tables, datasets, 8700 + n))
            for n, name in enumerate((OURS, BARE))
        }
        row("start to first chart, s", starts)
        servers = {
            name: (
                port,
                stack.enter_context(
                    running(
                        command(name, tables, port),
                        port,
                        DISPLACEMENT_DATASETS=str(datasets),
                        BENCHMARK_TABLES=str(tables),
                    )
                ),
            )
            for name, port in ((OURS, 8710), (DASH, 8711), (BARE, 8712))
        }
        asyncio.run(measure(servers, chosen.changes))
        crowds(servers, chosen.people, chosen.changes)


if __name__ == "__main__":
    main()
