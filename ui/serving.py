"""The data beside the dashboard, for scripts: `GET /data/figures.csv?country=SYR&population=idp`.

The same words as in a page's address and on the command line, the same bytes as their extracts. Read-only, at the
dashboard's own address. What goes wrong is one line of text with the cure: 400 for a wrong question, 404 for a format
that there is none of, 403 where people sign in, 503 where there are no tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from etl import extracts, filters
from etl.errors import DataError, UsageError
from etl.formats import FORMATS
from ui import reading, roles, routes

PART = 2**16
"""Bytes that are sent at once."""


def path(chosen: filters.Filter, kind: str) -> str:
    """The address, below the server's, of the rows that pass the filter, in a format of `etl.formats.FORMATS`."""
    query = chosen.address()
    return f"{routes.base()}/{routes.DATA}.{FORMATS[kind].suffix}{'?' if query else ''}{query}"


def answer(request: Request) -> Response:
    """The extract that the address asks for; each request reads on its own."""
    if roles.on():
        return _refused(
            "people sign in to this dashboard, scripts can't: download on the page Figures, or use `python -m etl export`",
            403,
        )
    kinds = {form.suffix: kind for kind, form in FORMATS.items()}
    kind = kinds.get(request.path_params["suffix"])
    if kind is None:
        return _refused(f"no such format: use {', '.join(f'figures.{suffix}' for suffix in kinds)}", 404)
    try:
        chosen = filters.of_address(f"?{request.url.query}")
        name = extracts.filename(chosen, FORMATS[kind].suffix)
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
        made = extracts.made(reading.reader(), chosen, kind)
    except UsageError as error:
        return _refused(str(error), 400)
    except DataError as error:
        return _refused(str(error), 503)
    headers["content-length"] = str(made.size)
    return StreamingResponse(_parts(made.file), headers=headers, media_type=FORMATS[kind].media)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(PART):
            yield part


def _refused(reason: str, status: int) -> Response:
    return PlainTextResponse(f"error: {reason}\n", status)
