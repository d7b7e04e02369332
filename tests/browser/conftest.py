"""A browser with the network cut off: a request that leaves the machine fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from browser.server import WAIT_SECONDS, chromium, drawn, serving

HERE_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No name leads anywhere but to this machine."""


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """One window for all tests, so that the dashboard's scripts are fetched once a server, not once a test."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=chromium(),
            args=["--no-sandbox", HERE_ONLY],
            accept_downloads=True,
        )
        opened.set_default_timeout(WAIT_SECONDS * 1000)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests that don't need a fresh one."""
    with serving(built, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@pytest.fixture
def visit(window: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Open an address in a new tab and wait until the page is drawn.

    At the end no request may have asked for another machine, and no script may have failed.
    """
    outside: list[str] = []
    failures: list[str] = []
    pages: list[Page] = []

    def asked(address: str) -> None:
        if "127.0.0.1" not in address and not address.startswith(("data:", "blob:", "about:")):
            outside.append(address)

    def visited(address: str, width: int = 1400, height: int = 1000, scheme: str = "light") -> Page:
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.on("request", lambda request: asked(request.url))
        page.on("websocket", lambda socket: asked(socket.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address)
        drawn(page)
        return page

    yield visited
    for page in pages:
        page.close()
    assert outside == [], "requests left the machine"
    assert failures == [], "scripts failed in the browser"
