"""What the server answers beside Streamlit's own addresses. It is loaded before the server listens, so it loads little."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

DATA = "data/figures"


def routes() -> list[Route]:
    """The extracts for scripts (`ui.serving`)."""
    return [Route(f"{base()}/{DATA}.{{suffix}}", _extract, methods=["GET"])]


def base() -> str:
    """The path under which the whole server stands, without a slash at its end."""
    said = str(config.get_option("server.baseUrlPath")).strip("/")
    return f"/{said}" if said else ""


@contextlib.asynccontextmanager
async def loading_pages(_: object) -> AsyncIterator[None]:
    """While the server runs. What all pages need is loaded while the first visitor's browser still loads the dashboard."""
    threading.Thread(target=importlib.import_module, args=("ui.frame",), daemon=True).start()
    yield


def _extract(request: Request) -> Response:
    from ui import serving  # takes a second to load

    return serving.answer(request)
