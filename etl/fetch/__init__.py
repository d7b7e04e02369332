"""What a source says of its API, so that `python -m etl fetch` can page through it. The engine lies beside it: planning, getting, gathering, keeping.

A source that has an API offers `BASE`, its address, and `downloads(wanted) -> list[Download]`. Nothing here talks to
the network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Params = Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: figures from year `since` on, of the country `country` (ISO3); None means all."""

    since: int | None = None
    country: str | None = None


@dataclass(frozen=True)
class Download:
    """One table of an API, page after page until all are there.

    - `table`: its short name, part of the file's name (`population`);
    - `path`: what follows the source's `BASE`; `params`: of the first page;
    - `following(reply, number, params)`: the parameters of the next page after page `number` (from 1), None after the last;
    - `count(reply)`: how many items the page holds; raises ValueError, KeyError or TypeError if it is no such page;
    - `promised(reply)`: how many items all pages hold together, or None where the API does not say;
    - `headers`: sent along, e.g. a key; never written down. `secret` names parameters that are not written down either.
    """

    table: str
    path: str
    params: Params
    count: Callable[[Any], int]
    following: Callable[[Any, int, Params], Params | None] = lambda reply, number, params: None
    promised: Callable[[Any], int | None] = lambda reply: None
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()


@dataclass(frozen=True)
class ByNumber:
    """`following` for APIs that number their pages: `last` is the number of the last one, `name` the parameter.

    As it says how many pages there are, `fetch` holds the pages that came against it.
    """

    last: Callable[[Any], int]
    name: str = "page"

    def __call__(self, reply: Any, number: int, params: Params) -> Params | None:
        """The parameters of the page after `number`; None after the last."""
        return {**params, self.name: str(number + 1)} if number < self.last(reply) else None


def by_number(last: Callable[[Any], int], name: str = "page") -> ByNumber:
    """`following` for APIs that number their pages and say which is the last."""
    return ByNumber(last, name)


def by_offset(limit: int, size: Callable[[Any], int]) -> Callable[[Any, int, Params], Params | None]:
    """`following` for APIs with limit and offset: a page that is not full is the last."""
    return lambda reply, number, params: (
        {**params, "offset": str(number * limit)} if size(reply) >= limit else None
    )
