"""A publisher's API on this machine, for tests: speaks each envelope, counts what is asked, and fails as it is told."""

from __future__ import annotations

import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Items = Sequence[Any]
Query = Mapping[str, str]
Envelope = Callable[[Items, Query], Any]
Fault = Callable[["Handler", bytes], None]


def _piece(items: Items, query: Query) -> Items:
    limit, offset = int(query.get("limit", 1000)), int(query.get("offset", 0))
    return items[offset : offset + limit]


def rdf(items: Items, query: Query) -> Any:
    """UNHCR: pages by number, the number of the last one, no count of items that means anything."""
    limit, page = int(query.get("limit", 100)), int(query.get("page", 1))
    last = -(-len(items) // limit)
    return {"page": page, "maxPages": last, "total": [{}], "items": items[(page - 1) * limit : page * limit]}


def gidd(items: Items, query: Query) -> Any:
    """IDMC: limit and offset, the count of all items, the address of the next page."""
    offset = int(query.get("offset", 0))
    piece = _piece(items, query)
    more = offset + len(piece) < len(items)
    return {"count": len(items), "next": "https://elsewhere.example/" if more else None, "results": piece}


def dtm(items: Items, query: Query) -> Any:
    """IOM: all at once, counted."""
    return {"statusCode": 200, "isSuccess": True, "totalRecordsCount": len(items), "result": items}


def hapi(items: Items, query: Query) -> Any:
    """HDX HAPI: limit and offset, no word on how many there are."""
    return {"data": _piece(items, query)}


def plain(items: Items, query: Query) -> Any:
    """IDMC's event feed: the list itself."""
    return items


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ApiServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        page = int(query.get("page") or int(query.get("offset", 0)) // int(query.get("limit", 1)) + 1)
        self.server.asked[page] += 1
        self.server.queries.append({"path": parts.path, **query})
        self.server.headers.append(dict(self.headers))
        items = self.server.tables.get(parts.path.strip("/"), self.server.items)
        body = json.dumps(self.server.envelope(items, query)).encode()
        fault, times = self.server.faults.get(page, (None, 0))
        if fault and self.server.asked[page] <= times:
            fault(self, body)
        else:
            self.answer(200, body)

    def answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        """A whole answer; `headers` may contradict it."""
        said = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class ApiServer(ThreadingHTTPServer):
    """The API: `items` in `envelope` (`tables`: other items by path); `faults` by page, each for its first so many requests."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, envelope: Envelope, items: Items) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.envelope = envelope
        self.items = items
        self.tables: dict[str, Items] = {}
        self.faults: dict[int, tuple[Fault, float]] = {}
        self.asked: Counter[int] = Counter()
        self.queries: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def fail(self, page: int, fault: Fault, times: float = float("inf")) -> None:
        self.faults[page] = (fault, self.asked[page] + times)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up on a hanging answer is what the test wants."""


@contextmanager
def serving(envelope: Envelope, items: Items) -> Iterator[ApiServer]:
    """The server, until the test is over."""
    server = ApiServer(envelope, items)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()


def status(code: int, **headers: str) -> Fault:
    """Another status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, body: handler.answer(code, b"{}", named)


def says(body: bytes, kind: str = "application/json") -> Fault:
    """Status 200 with another body."""
    return lambda handler, _: handler.answer(200, body, {"Content-Type": kind})


def cut_gzip(handler: Handler, body: bytes) -> None:
    """Half of the packed body, as if that were all."""
    packed = gzip.compress(body)
    handler.answer(
        200, packed[: len(packed) // 2], {"Content-Encoding": "gzip", "Content-Length": str(len(packed) // 2)}
    )


def cut_body(handler: Handler, body: bytes) -> None:
    """Half of the body, then the line is dead."""
    handler.answer(200, body[: len(body) // 2], {"Content-Length": str(len(body))})


def hang(handler: Handler, body: bytes) -> None:
    """No answer at all."""
    handler.server.ending.wait(30)


def trickle(handler: Handler, body: bytes) -> None:
    """A header line now and then, for ever."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    while not handler.server.ending.wait(0.02):
        handler.wfile.write(b"X")
