"""A real server on a free port, and when a page is drawn."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_SECONDS = 60


def chromium() -> str:
    """The installed browser. Where there is none the tests fail: nothing unseen passes for seen."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "no chromium found: sh tests/browser/install-chromium.sh, or name one in CHROMIUM"
    return found


@contextlib.contextmanager
def serving(datasets: Path, log: Path, secrets: Callable[[str], str] | None = None) -> Iterator[str]:
    """A fresh server on a free port; its address. `secrets` gives Streamlit's secrets for that address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.headless=true", f"--server.port={port}", "--server.fileWatcherType=none"]
    if secrets:
        file = log.with_name("secrets.toml")
        file.write_text(secrets(f"http://127.0.0.1:{port}"), encoding="utf-8")
        command.append(f"--secrets.files={file}")
    environment = {**os.environ, "DISPLACEMENT_DATASETS": str(datasets)}
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=REPOSITORY, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)  # between two questions, not instead of one
    raise AssertionError(f"the server did not answer in {WAIT_SECONDS} s: {log.read_text(encoding='utf-8')}")


def drawn(page: Page) -> None:
    """Wait until the script has run to its end, for this width; the footer stands and nothing is still loading.

    While a page is drawn anew Streamlit keeps its old elements beside the new ones, so a footer
    alone says nothing, and there may be two.
    """
    page.wait_for_function(
        """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
            && document.body.textContent.includes('Every figure leads back to its source')
            && document.documentElement.dataset.measured
            && document.documentElement.dataset.drawnFor === document.documentElement.dataset.measured
            && !document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')
            && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))"""
    )
