"""Throw made-up text at what reads numbers, periods, places and HXL: `make fuzz`.

    python fuzz/readers.py [--cases N] [--seconds S] [READER ...]

Atheris (libFuzzer) makes the text, guided by which lines of ours it reaches, from a few seeds; the same --seed gives the
same cases. Each reader runs in a process of its own. A case that raises, breaks what the reader promises, or takes
longer than a second stops the run: its input is printed, and kept in fuzz/found/. At the end stands a tally.
"""

from __future__ import annotations

import argparse
import datetime
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEED = 20_200_207
LONGEST = 400
"""Characters: of a long sentence, or a cell."""

PUBLISHED = datetime.date(2020, 2, 7)
SEEDS = {
    "numbers": [
        "more than 3.6 million, between 30,000 and 40,000, 2.14 lakh, half a million",
        "7 314 and 1.234,5 or ٣٫٦",
    ],
    "periods": [
        "since the beginning of December, between 19 February and 23 March 2019, by end-2019, in the past two days",
        "desde el 1 de marzo de 2020, au cours de l'année 1441 H",
    ],
    "places": [
        "from Idlib, Syria to Hatay in Türkiye; DR Congo, Cox's Bazar, إدلب",
        "SY-ID TUR Niger Nigeria",
    ],
    "hxl": ["#affected+refugees+f,#adm1+code,#date+start", "2019-12-01,Q3 2020,31/02/2020,1 Dec 2019"],
}


def numbers(text: str) -> None:
    """Every number stands in the text, is finite and not negative, and its range is in order."""
    from etl.reports.numbers import numbers

    for found in numbers(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 0 <= found.value < float("inf")
        assert found.high is None or found.high >= found.value


def periods(text: str) -> None:
    """Phrases stand in the text, and the period of a figure at its middle does not end before it starts."""
    from etl.reports.periods import period, phrases

    found = phrases(text, PUBLISHED)
    assert all(0 <= one.at < one.to <= len(text) for one in found)
    middle = len(text) // 2
    for measure in ("stock", "flow"):
        said = period(text, measure, found, middle, middle, [], PUBLISHED)
        assert said.start is None or (said.end is not None and said.start <= said.end)


def places(text: str) -> None:
    """Mentions stand in the text; what is known of a place is a code and a point on the earth."""
    from etl.places import mentions, resolve

    for found in mentions(text):
        assert text[found.start : found.end] == found.text
        assert found.candidates
    one = resolve(text)
    assert one is None or one.country is None or re.fullmatch("[A-Z]{2}[A-Z0-9]", one.country)
    assert one is None or one.lat is None or -90 <= one.lat <= 90


def hxl(text: str) -> None:
    """A tag read once reads the same again; a date's first day is not after its last."""
    from etl.sources.hxl.dates import read_date
    from etl.sources.hxl.tags import read_tag, tag_row

    rows = [line.split(",") for line in text.split("\n")]
    tag_row(rows)
    for cell in (cell for row in rows for cell in row):
        tag, span = read_tag(cell), read_date(cell)
        assert tag is None or read_tag(str(tag)) == type(tag)(tag.name, tag.attributes)
        assert span is None or span[0] <= span[1]


READERS: dict[str, Callable[[str], None]] = {
    "numbers": numbers,
    "periods": periods,
    "places": places,
    "hxl": hxl,
}


def _one(name: str, arguments: list[str]) -> None:
    """The process of one reader: libFuzzer takes over and ends it."""
    import atheris

    with atheris.instrument_imports(include=["etl"]):
        import etl.places
        import etl.reports.numbers
        import etl.reports.periods
        import etl.sources.hxl.dates
        import etl.sources.hxl.tags  # noqa: F401
    read = READERS[name]
    for text in SEEDS[name]:  # what is made at the first use is no part of a case's second
        read(text)
    atheris.Setup([sys.argv[0], *arguments], lambda data: read(data.decode("utf-8", "replace")))
    atheris.Fuzz()


def _run(name: str, cases: int, seconds: int, found: Path) -> tuple[int, float, bool]:
    """Cases that ran, seconds they took, and whether all was well."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(SEEDS[name]):
            (Path(corpus) / str(number)).write_text(text, encoding="utf-8")
        started = time.monotonic()
        done = subprocess.run(
            [
                *(sys.executable, __file__, "--one", name, f"-runs={cases}", f"-max_total_time={seconds}"),
                *(
                    f"-seed={SEED}",
                    f"-max_len={LONGEST}",
                    "-timeout=1",
                    f"-artifact_prefix={found}/{name}-",
                    corpus,
                ),
            ],
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
        took = time.monotonic() - started
    ran = re.findall(r"^(?:#|Done )(\d+)", done.stderr, re.MULTILINE)
    if done.returncode:
        print("\n".join(done.stderr.splitlines()[-25:]), file=sys.stderr)
    return int(ran[-1]) if ran else 0, took, done.returncode == 0


def main() -> int:
    """Run the readers one after the other; 1 if a case went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", choices=[[], *READERS], help="else all")
    parser.add_argument("--cases", type=int, default=250_000, help="of each reader at most")
    parser.add_argument("--seconds", type=int, default=300, help="for each reader at most")
    chosen = parser.parse_args()
    found = Path(__file__).parent / "found"
    found.mkdir(exist_ok=True)
    well = True
    print(f"{'reader':10}{'cases':>12}{'seconds':>10}  crashes and hangs")
    for name in chosen.readers or READERS:
        ran, took, fine = _run(name, chosen.cases, chosen.seconds, found)
        print(f"{name:10}{ran:12,}{took:10.0f}  {'none' if fine else f'see above and {found}'}", flush=True)
        well = well and fine
    return 0 if well else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(main())
