"""Precision and recall of the report reader on labelled sentences, by field.

A line of `<language>.jsonl` is {"id", "text", "published", "labels"}; a sentence without labels is a decoy. A label has
`value`, `value_high`, `unit`, `quantifier`, `population`, `measure`, `country`, `origin`, `start_date`, `end_date`,
`attributed_to`, as in the data dictionary. The sentences are this project's own, labelled before the reader was run.
Rules: one label a figure; vague amounts, plans, needs, deaths, injuries, people reached by aid and rescues are none;
verbs of movement are flows, states are stocks; `country` is where the people are, else where they fled from; "since X"
is X to publication; a flow without a date has no start. `python -m tests.labelled.score fr` prints scores and misses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from etl.reports import Report, figures
from etl.reports.readers import read

Row = dict[str, Any]
HERE = Path(__file__).parent
KINDS = {"returned_refugee": "returnee", "returned_idp": "returnee"}


def _same(name: str) -> Callable[[Row, Row], bool]:
    return lambda figure, label: _plain(figure[name]) == label[name]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _population(figure: Row, label: Row) -> bool:
    said, meant = figure["population"], label["population"]
    return bool(KINDS.get(said, said) == KINDS.get(meant, meant))


def _period(figure: Row, label: Row) -> bool:
    return _same("start_date")(figure, label) and _same("end_date")(figure, label)


def _who(figure: Row, label: Row) -> bool:
    return bool((figure["attributed_to"] or "").lower() == (label["attributed_to"] or "").lower())


FIELDS: dict[str, Callable[[Row, Row], bool]] = {
    "value": _same("value_high"),
    "population": _population,
    "country": _same("country"),
    "population+country": lambda f, label: _population(f, label) and f["country"] == label["country"],
    "measure": _same("measure"),
    "quantifier": _same("quantifier"),
    "period": _period,
    "attribution": _who,
}


def score(language: str) -> tuple[dict[str, tuple[float, float]], int, list[str]]:
    """(precision, recall) by field, decoys that gave a figure, and what went wrong, one line each."""
    right, found, labels, leaked, misses = dict.fromkeys(FIELDS, 0), 0, 0, 0, []
    for report, wanted in _sentences(language):
        read_ = figures(report)
        found, labels = found + len(read_), labels + len(wanted)
        leaked += bool(read_ and not wanted)
        pairs = list(_matched(read_, wanted))
        misses += [f"{len(wanted)} labelled, {len(read_)} read: {report.text}"] * (
            len(pairs) != max(len(read_), len(wanted))
        )
        for figure, label in pairs:
            for name, right_of in FIELDS.items():
                right[name] += right_of(figure, label)
                if not right_of(figure, label):
                    misses.append(f"{name}: {report.text}")
    scores = {name: (hits / max(found, 1), hits / max(labels, 1)) for name, hits in right.items()}
    return scores, leaked, misses


def _sentences(language: str) -> Iterator[tuple[Report, list[Row]]]:
    path = HERE / f"{language}.jsonl"
    labels = [json.loads(line)["labels"] for line in path.read_text(encoding="utf-8").splitlines()]
    return zip(read(path), labels, strict=True)


def _matched(found: list[Row], labels: list[Row]) -> Iterator[tuple[Row, Row]]:
    free = list(found)
    for label in labels:
        figure = next(
            (f for f in free if f["unit"] == label["unit"] and label["value"] in (f["value"], f["reported"])),
            None,
        )
        if figure:
            free.remove(figure)
            yield figure, label


def table(language: str) -> str:
    """The scores as printed."""
    scores, leaked, _ = score(language)
    lines = [f"{language}: {name:20} P {p:.3f}  R {r:.3f}" for name, (p, r) in scores.items()]
    return "\n".join([*lines, f"{language}: decoys leaking {leaked}"])


if __name__ == "__main__":
    for code in sys.argv[1:] or ("fr", "es"):
        print(table(code), *score(code)[2], sep="\n")
