"""A browser with the network cut off: a request that leaves the machine fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from browser.server import WAIT_SECONDS, chromium, drawn, serving


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests that don't need a fresh one."""
    with serving(built, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a new window and wait until the page is drawn.

    At the end no request may have gone elsewhere, and no script may have failed.
    """
    outside: list[str] = []
    failures: list[str] = []
    contexts = []

    def guard(route: Route) -> None:
        if "127.0.0.1" in route.request.url or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def visited(address: str, width: int = 1400, height: int = 1000, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,  # type: ignore[arg-type]
        )
        context.set_default_timeout(WAIT_SECONDS * 1000)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", guard)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(address)
        drawn(page)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert outside == [], "requests left the machine"
    assert failures == [], "scripts failed in the browser"
