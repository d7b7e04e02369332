"""One page of an API over the network: time-outs, tries, redirects, and refusals said in one line.

Lines name the host, never the whole address: keys may stand in its parameters. For the same reason each try is made
here, not by the connection library, which would log the address with them.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from http import HTTPStatus
from time import sleep
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from etl.errors import DataError
from etl.fetch import reaching
from etl.fetch.manners import Manners

T = TypeVar("T")

USER_AGENT = "Mozilla/5.0 (compatible; displacement-dashboard/0.1)"
PASSING = (429, 500, 502, 503, 504)
"""Answers that may be other ones a little later."""
BACK_OFF = (1, 4, 16)
"""Pauses before the second, third and fourth try."""
LONGEST_WAIT = 120
"""Seconds that a publisher may ask us to wait; beyond that the user is told instead."""
REDIRECTS = 5
LARGEST = 1 << 30
"""Bytes of a page: none is as large, so one that is has no end."""


class _Passing(Exception):
    """A fault that may pass: what it is, and how long the publisher asks to wait."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


def page(url: str, params: Mapping[str, str], headers: Mapping[str, str], how: Manners) -> tuple[bytes, Any]:
    """The body as the server means it (unpacked), and what it says as JSON.

    What may pass is tried again a few times. Raises DataError in words that follow "TABLE: page N: ".
    """
    for pause in (*BACK_OFF, None):
        try:
            body = _within(how.page, lambda: _attempt(url, params, headers, how))
            return body, _reply(body)
        except _Passing as fault:
            if pause is None:
                raise DataError(f"{fault}, {len(BACK_OFF) + 1} times") from None
            wait = how.pause * pause if fault.wait is None else fault.wait
            if wait > max(LONGEST_WAIT, how.pause * pause):
                raise DataError(f"{fault}: the publisher asks to wait {wait / 60:.0f} minutes") from None
            sleep(wait)
    raise AssertionError("the last try either gives a page or raises")


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives. Given up after `seconds`, even where every byte comes just before the read time-out."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        raise _Passing(f"the page was not there after {seconds:g} seconds") from None


def _attempt(url: str, params: Mapping[str, str], headers: Mapping[str, str], how: Manners) -> bytes:
    """One try. The library's errors hold the address with its keys: they end here."""
    logging.getLogger("urllib3").setLevel(logging.CRITICAL)
    host = urlsplit(url).netloc
    try:
        return _followed(
            url, params, {"User-Agent": USER_AGENT, "Accept": "application/json", **headers}, how
        )
    except requests.exceptions.SSLError:
        raise _Passing(f"no secure connection to {host} (its certificate, or a proxy between)") from None
    except requests.Timeout:
        raise _Passing(f"{host} did not answer within {how.read:g} seconds") from None
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
        raise _Passing("the reply was cut short") from None
    except requests.ConnectionError:
        raise _Passing(f"no connection to {host}, or it broke") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, UnicodeError) as error:
        raise DataError(f"{host} can't be asked ({type(error).__name__}): check the address") from None


def _followed(url: str, params: Mapping[str, str], headers: Mapping[str, str], how: Manners) -> bytes:
    """The body of the first answer that is no redirect; another host is not followed, as keys would go there too."""
    asked: Mapping[str, str] | None = params
    for _ in range(REDIRECTS):
        reaching.check_literal(url)
        with (
            reaching.session() as session,
            session.get(
                url,
                params=asked,
                headers=dict(headers),
                timeout=(how.connect, how.read),
                allow_redirects=False,
                stream=True,
            ) as response,
        ):
            if not response.is_redirect:
                return _body(response)
            there = urljoin(url, response.headers["Location"])
        if urlsplit(there)[:2] != urlsplit(url)[:2]:
            to = f"{urlsplit(there).scheme}://{urlsplit(there).hostname}"
            raise DataError(
                f"the server sends on to another host, {to}, which is not followed: if that is the publisher's new "
                f"address, name it with --mirror {to}/..."
            )
        url, asked = there, None
    raise DataError(f"{urlsplit(url).netloc} sends in circles: check the address")


def _body(response: requests.Response) -> bytes:
    status = response.status_code
    said = f"{status} {_phrase(status)}"
    if status in PASSING:
        raise _Passing(said, _asked_to_wait(response))
    if status in (401, 403):
        raise DataError(f"{said}: the server refuses access")
    if status in (404, 410):
        raise DataError(
            f"{said}: the address has changed: {_place(response.url)}: name the new one with --mirror URL"
        )
    if status != 200:
        raise DataError(
            f"{said}: the server refuses the request: --country or --since may be more than it offers"
        )
    body = bytearray()
    for piece in response.iter_content(1 << 16):
        body += piece
        if len(body) > LARGEST:
            raise DataError(f"a page of more than {LARGEST:,} bytes: not a page of this API")
    return bytes(body)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "(no such status)"


def _place(url: str) -> str:
    """An address without its parameters."""
    return url.split("?", 1)[0]


def _asked_to_wait(response: requests.Response) -> float | None:
    """Seconds of Retry-After, also where it is a date; None where it says nothing that can be understood."""
    try:
        said = response.headers.get("Retry-After")
        return urllib3.Retry(retry_after_max=86_400).parse_retry_after(said) if said else None
    except urllib3.exceptions.InvalidHeader:
        return None


def _reply(body: bytes) -> Any:
    """The body as JSON. One that only begins as JSON was cut, whatever its packing says."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise _Passing("the reply was cut short (no whole JSON)") from None
    if not start:
        raise _Passing("an empty reply")
    what = "a web page (HTML or XML)" if start == b"<" else "neither a list nor an object of JSON"
    raise DataError(
        f"what came is {what}, not data: the address may have changed (--mirror URL), or a proxy answers"
    )
