"""Faults 18 to 23: a publisher that fails.

Elsewhere, in tests/test_fetching.py: 18 (a body or a gzip cut short: tried again, then refused), 19 (429 with Retry-After, waited
for within bounds), 20 (500 and 503), 21 (page 7 of 9 fails: nothing is kept of the table), 22 (silence, and a drip) and 23
(HTML, an empty reply). No conditional request is made, so a 304 is an answer that nobody asked for.
"""

from typing import Any

import pytest
from api_server import hang, rdf, says, serving, status

from etl.errors import DataError
from etl.fetch import getting
from etl.fetch.manners import Manners

QUICK = Manners(pause=0, connect=1, read=0.2, page=0.4)


def test_18_more_promised_than_sent_is_refused_after_four_tries() -> None:
    def short(handler: Any, body: bytes) -> None:
        handler.answer(200, body, {"Content-Length": str(len(body) + 1)})

    assert asked(short) == ("the reply was cut short, 4 times", 4)


@pytest.mark.parametrize(
    ("fault", "said", "tries"),
    [
        (status(304), "304 Not Modified: the server refuses the request", 1),
        (status(502), "502 Bad Gateway, 4 times", 4),
        (status(429, Retry_After="9999"), "429 Too Many Requests: the publisher asks to wait 167 minutes", 1),
        (says(b"<html>503", "text/html"), "what came is a web page (HTML or XML), not data", 1),
        (says(b"\xef\xbb\xbf  "), "an empty reply, 4 times", 4),
        (says(b'{"items": [1, 2'), "the reply was cut short (no whole JSON), 4 times", 4),
        (hang, "did not answer within 0.2 seconds, 4 times", 4),
    ],
)
def test_19_to_23_what_is_no_page_is_told_in_one_line(fault: Any, said: str, tries: int) -> None:
    line, asked_for = asked(fault)
    assert said in line
    assert asked_for == tries


def asked(fault: Any) -> tuple[str, int]:
    """The line that a page with this fault ends in, and how often it was asked for."""
    with serving(rdf, [1]) as server:
        server.fail(1, fault)
        with pytest.raises(DataError) as refused:
            getting.page(f"{server.url}/people/", {"page": "1"}, {}, QUICK)
        assert "\n" not in str(refused.value)
        return str(refused.value), server.asked[1]
