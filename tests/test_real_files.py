"""Each publisher's own file goes in with an account that adds up, or is refused whole with the reason and the cure."""

import re
from collections.abc import Callable

import pytest
from conftest import SHARED

FILES = sorted(path for path in (SHARED / "real").rglob("*") if path.is_file())
REFUSED = {
    "people in need, targeted or reached are other counts": 7,
    "no source recognises this file": 3,
    "the file does not say of whom, where or what": 3,
}
"""Files that hold no counts of displaced people, reference lists, and bare series without a sidecar."""


@pytest.mark.skipif(not FILES, reason="the publishers' files are not in the project")
def test_every_cell_is_accounted_for(command: Callable[..., tuple[int, str, str]]) -> None:
    refused = dict.fromkeys(REFUSED, 0)
    for path in FILES:
        code, out, said = command("normalise", str(path), "--format", "jsonl")
        account = re.search(
            r"rows hold ([\d,]+) cells = ([\d,]+) figures \+ ([\d,]+) rejected \+ ([\d,]+) with nothing", said
        )
        if account:
            cells, figures, rejected, nothing = (int(number.replace(",", "")) for number in account.groups())
            assert (code, rejected) == (0, 0), path.name
            assert cells == figures + nothing and figures == len(out.splitlines()), path.name
        else:
            errors = [line for line in said.splitlines() if line.startswith(f"error: {path.name}: ")]
            assert (code, len(errors)) == (1, 1), path.name
            refused[next(reason for reason in REFUSED if reason in errors[0])] += 1
    assert refused == REFUSED
