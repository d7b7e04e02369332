"""Names of countries and dates as people write them: ours against the libraries used for it, on the same words.

    python benchmarks/words.py [--runs N]

Names: every country in several spellings, 100,000 drawn with a fixed seed, each distinct spelling looked up once by both,
as a table would be; hdx-python-country without the network. Wrong is another country than the one whose name it is.
Dates: 20,000 in eight forms with the year, dateparser being told the forms and the language.
Every reader has a process of its own; they take turns, and medians are printed.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import statistics
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable

from etl import areas

SEED = 20_241_231
NAMES, DATES = 100_000, 20_000
FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")

Read = Callable[[list[str]], list[str | None]]


def names() -> list[tuple[str, str]]:
    """Spelling and the code that it means."""

    made = random.Random(SEED)
    spellings = []
    for iso3, name in areas.countries()[["iso3", "name"]].itertuples(index=False):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        spellings += [(text, iso3) for text in (name, name.upper(), f"  {name} ", plain, iso3)]
    return made.choices(spellings, k=NAMES)


def dates() -> list[tuple[str, str]]:
    """A date in one of the forms, and the day it is."""
    made = random.Random(SEED)
    days = [datetime.date(1990, 1, 1) + datetime.timedelta(made.randrange(13_000)) for _ in range(DATES)]
    return [(day.strftime(made.choice(FORMS)), day.isoformat()) for day in days]


def our_names() -> Read:
    """`etl.places.country`."""
    from etl import places

    return lambda texts: each_once(places.country, texts)


def hdx_names() -> Read:
    """hdx-python-country's fuzzy look-up."""
    from hdx.location.country import Country

    Country.countriesdata(use_live=False)
    return lambda texts: each_once(
        lambda text: Country.get_iso3_country_code_fuzzy(text, use_live=False)[0], texts
    )


def our_dates() -> Read:
    """`etl.sources.hxl.dates`, as for a column that shows its days first."""
    from etl.sources.hxl.dates import read_date

    return lambda texts: [
        str(span[0]) if (span := read_date(text, day_first=True)) else None for text in texts
    ]


def told_dateparser() -> Read:
    """dateparser with its forms, its language and the order of day and month given."""
    import dateparser

    def read(text: str) -> str | None:
        found = dateparser.parse(text, date_formats=FORMS, languages=["en"], settings={"DATE_ORDER": "DMY"})
        return found.date().isoformat() if found else None

    return lambda texts: [read(text) for text in texts]


def each_once(look_up: Callable[[str], str | None], texts: list[str]) -> list[str | None]:
    """Look each distinct text up once."""
    known = {text: look_up(text) for text in set(texts)}
    return [known[text] for text in texts]


READERS: dict[str, dict[str, Callable[[], Read]]] = {
    "names": {"this project": our_names, "hdx-python-country": hdx_names},
    "dates": {"this project": our_dates, "dateparser": told_dateparser},
}
WORDS = {"names": names, "dates": dates}


def one(what: str, name: str) -> None:
    """A reader in this process: prints seconds, right, wrong, missed and its peak in MB."""
    words = WORDS[what]()
    read = READERS[what][name]()
    begun = time.perf_counter()
    found = read([text for text, _ in words])
    seconds = time.perf_counter() - begun
    right = sum(given == meant for given, (_, meant) in zip(found, words, strict=True))
    missed = found.count(None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(seconds, right, len(words) - right - missed, missed, peak)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description="Names of countries and dates, against the libraries for them."
    )
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--one", nargs=2, metavar=("WHAT", "NAME"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        one(*chosen.one)
        return
    for what, readers in READERS.items():
        found: dict[str, list[list[float]]] = {name: [] for name in readers}
        for _ in range(chosen.runs):
            for name in readers:
                command = [sys.executable, __file__, "--one", what, name]
                said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                found[name].append([float(word) for word in said.splitlines()[-1].split()])
        print(f"{what}, median of {chosen.runs} runs in turns")
        print(f"{'':24}{'s':>9}{'times slower':>14}{'right':>9}{'wrong':>7}{'missed':>8}{'peak MB':>9}")
        base = statistics.median(run[0] for run in found["this project"])
        for name, runs in found.items():
            seconds, right, wrong, missed, peak = (
                statistics.median(column) for column in zip(*runs, strict=True)
            )
            print(
                f"{name:24}{seconds:>9.3f}{seconds / base:>14.1f}{right:>9,.0f}{wrong:>7,.0f}{missed:>8,.0f}{peak:>9,.0f}"
            )
        print()


if __name__ == "__main__":
    main()
