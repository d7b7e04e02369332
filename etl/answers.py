"""An answer of `etl.totals` in words or as JSON: the sum, its rows, what stands beside it, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from etl import words
from etl.columns import NAMES
from etl.filters import Filter
from etl.sources import definitions
from etl.totals import Answer

SHOWN_ROWS = 12
SHOWN_CLAIMS = 3


def as_text(answer: Answer, population: str | None = None, counts: Sequence[Answer] = ()) -> str:
    """Lines for the terminal. `population` names the people where the question does not (`forcibly_displaced`).

    `counts` are the several counts of the same people (`etl.totals.counts`), to stand side by side.
    """
    meant = scope(answer.question, population)
    if answer.refusal:
        lines = [f"No sum of {meant}: {answer.refusal}."]
        lines += _listed("found:", answer.parts)
    else:
        lines = [
            f"{words.amount(answer.value, answer.quantifier, answer.value_high)} {meant}, {dates(answer)} ({answer.publisher})"
        ]
        lines += [f"note: {note}" for note in answer.notes]
        lines += _listed("made of:", answer.rows)
    if counts:
        lines += ["counts of the same people, side by side, never added:", *_counts(counts)]
    if len(answer.beside):
        lines += ["beside it, not added:"]
        for claim in answer.beside.head(SHOWN_CLAIMS).to_dict("records"):
            lines += [
                f"  {described(claim)}: {claim['verdict_text']}",
                f'    "{claim["quote"]}" [{claim["document"]}]',
            ]
        more = len(answer.beside) - SHOWN_CLAIMS
        lines += [f"  and {more} more: see the page Figures, or `--format json`"] if more > 0 else []
    return "\n".join(lines)


def _counts(counts: Sequence[Answer]) -> list[str]:
    """One line a count, and each publisher's definition where it first comes up."""
    lines, told = [], set()
    for one in counts:
        definition = defined(one)
        lines.append(
            f"  {words.amount(one.value, one.quantifier, one.value_high)}{coverage(one)}, {dates(one)} ({one.publisher})"
        )
        if definition and definition not in told:
            lines.append(f"    {definition}")
            told.add(definition)
    return lines


def coverage(answer: Answer) -> str:
    """` in 3 countries`, where an answer adds several up: what covers less is not the same count."""
    countries = answer.rows["country"].nunique()
    return f" in {countries} countries" if countries > 1 else ""


def defined(answer: Answer) -> str:
    """Whom the publisher of the answer counts as such, in one sentence; empty where its source does not say."""
    row = answer.rows.iloc[0]
    return definitions().get((str(row["publisher"]), str(row["population"])), "")


def scope(question: Filter, population: str | None = None) -> str:
    """The people that the question means: `refugees in Türkiye from Syria`."""
    people = (
        words.POPULATION[population]
        if population
        else " and ".join(words.POPULATION[p] for p in question.population)
    )
    units, countries = (
        " and ".join(map(named, codes))
        for named, codes in ((words.unit, question.admin1), (words.country, question.country))
    )
    where = f" in {', '.join(filter(None, (units, countries)))}" if units or countries else ""
    whence = f" from {' and '.join(map(words.country, question.origin))}" if question.origin else ""
    return f"{people or 'people'}{where}{whence}"


def dates(answer: Answer) -> str:
    """`as of 2019-12-31` for stocks, `2019-12-01 to 2020-02-07` for flows."""
    if answer.rows["measure"].iloc[0] == "flow":
        return f"{answer.rows['start_date'].min():%Y-%m-%d} to {answer.newest}"
    return (
        f"as of {answer.newest}"
        if answer.oldest == answer.newest
        else f"as of {answer.oldest} to {answer.newest}"
    )


def described(row: Mapping[Hashable, Any]) -> str:
    """One canonical row in words, with its date and publisher."""
    people = words.POPULATION[row["population"]]
    value, high = (None if pd.isna(row[name]) else int(row[name]) for name in ("value", "value_high"))
    amount = words.amount(value, row["quantifier"], high)
    place = (
        row["place"]
        if pd.notna(row["place"])
        else words.country(row["country"])
        if pd.notna(row["country"])
        else "place not said"
    )
    whence = (
        ""
        if pd.isna(row["origin"]) or row["origin"] == row["country"]
        else f" from {words.country(row['origin'])}"
    )
    end = "date not said" if pd.isna(row["end_date"]) else f"{row['end_date']:%Y-%m-%d}"
    when = end if pd.isna(row["start_date"]) else f"{row['start_date']:%Y-%m-%d} to {end}"
    who = row["publisher"] if pd.notna(row["publisher"]) else "publisher not said"
    credited = f", after {row['attributed_to']}" if pd.notna(row["attributed_to"]) else ""
    return f"{amount} {people}, {place}{whence}, {when} ({who}{credited})"


def _listed(heading: str, rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return []
    largest = rows.sort_values(["value", "figure_id"], ascending=[False, True])
    shown = [
        f"  {described(row)} [{row['document']}, row {row['record']}]"
        for row in largest.head(SHOWN_ROWS).to_dict("records")
    ]
    more = [f"  and {len(rows) - SHOWN_ROWS} rows more"] if len(rows) > SHOWN_ROWS else []
    return [heading, *shown, *more]


def as_json(answer: Answer, counts: Sequence[Answer] = ()) -> str:
    """One JSON object: value, value_high, quantifier, refusal, publisher, oldest, newest, notes, counts, rows, parts, beside."""
    said = {
        "question": answer.question.query(),
        "value": answer.value,
        "value_high": answer.value_high,
        "quantifier": answer.quantifier,
        "refusal": answer.refusal,
        "publisher": answer.publisher or None,
        "oldest": answer.oldest.isoformat() if answer.oldest else None,
        "newest": answer.newest.isoformat() if answer.newest else None,
        "notes": list(answer.notes),
        "counts": [
            {
                "publisher": one.publisher,
                "value": one.value,
                "quantifier": one.quantifier,
                "newest": one.newest.isoformat() if one.newest else None,
                "definition": defined(one) or None,
            }
            for one in counts
        ],
        "rows": _plain(answer.rows, ()),
        "parts": _plain(answer.parts, ()),
        "beside": _plain(answer.beside, ("verdict", "verdict_text")),
    }
    return json.dumps(said, ensure_ascii=False, indent=1)


def _plain(rows: pd.DataFrame, more: tuple[str, ...]) -> list[dict[str, Any]]:
    if rows.empty:
        return []
    return [
        {name: None if pd.isna(row[name]) else _json(row[name]) for name in (*NAMES, *more)}
        for row in rows.to_dict("records")
    ]


def _json(value: Any) -> Any:
    return value.strftime("%Y-%m-%d") if isinstance(value, pd.Timestamp) else value
