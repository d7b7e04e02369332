"""What reports say, held against the official count: agrees, above, below, or counts something else."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from etl import words
from etl.filters import Filter

Official = tuple[int, str, datetime.date | None, str]
"""An official count: value, quantifier, as-of date, publisher."""

APPROXIMATE = 0.05
"""How far an "about" may lie from a count and still agree: within 5 percent."""

FAR = 1.25
"""Of "more than": a count that many times as large is not contradicted, but nobody would call it confirmed."""

NEAR = pd.Timedelta(days=400)
"""Claims further than this from the day asked about are not shown beside it."""

AGAIN = "also said by "
"""How the warning of a figure begins that repeats an earlier voice (`etl.voices`): a voice of its own, but no part."""

SHOWN = 12
OTHER = "counts something else"


def beside(meant: pd.DataFrame, question: Filter, official: Official | None) -> pd.DataFrame:
    """The figures of reports among the canonical rows `meant`, with `verdict` and `verdict_text`.

    Those about the same people come first, then the nearest in time. `official` is the answer that they are held
    against, None where there is none.
    """
    said = meant[meant["quote"].notna()]
    if said.empty:
        return said.assign(verdict="", verdict_text="")
    if question.start:
        said = said[said["end_date"] >= pd.Timestamp(question.start)]
    if question.end:
        said = said[said["end_date"] <= pd.Timestamp(question.end)]
    asked = question.on or question.end or (official[2] if official else None)
    if asked is not None:
        said = said[(said["end_date"] - pd.Timestamp(asked)).abs() <= NEAR]
    verdicts = [verdict(claim, question, official) for claim in said.to_dict("records")]
    said = said.assign(
        verdict=[short for short, _ in verdicts],
        verdict_text=[text for _, text in verdicts],
        _other=[short == OTHER for short, _ in verdicts],
        _distance=(said["end_date"] - pd.Timestamp(asked)).abs() if asked else pd.Timedelta(0),
    )
    nearest = said.sort_values(["_other", "_distance", "end_date"], kind="stable")
    return nearest.drop(columns=["_other", "_distance"]).head(SHOWN)


def verdict(claim: Mapping[Hashable, Any], question: Filter, official: Official | None) -> tuple[str, str]:
    """Verdict and sentence for one claim (a canonical row) against the official count.

    The verdicts: `agrees`, `above`, `below`, `counts something else`, `no official count near`.
    """
    other = _other_scope(claim, question)
    if other:
        return OTHER, f"counts something else: {other}"
    if official is None:
        return "no official count near", "no official count to hold it against"
    count, apart = counted(claim, official), difference(claim, official[0])
    # What is not the difference of the two printed numbers is said as what it is: the least that the words allow.
    by = "by" if abs(apart) == abs(int(claim["value"]) - official[0]) else "by at least"
    if apart > 0:
        return "above", f"lies above the last official count, {count}, {by} {apart:,}"
    if apart < 0:
        return "below", f"lies below the last official count, {count}, {by} {-apart:,}"
    if interval(claim)[1] is None and official[0] > FAR * int(claim["value"]):
        return (
            "agrees",
            f"does not contradict the last official count, {count}: it says only how many at least",
        )
    return "agrees", f"agrees with the last official count, {count}"


def counted(claim: Mapping[Hashable, Any], official: Official) -> str:
    """The official count in words, with its date and publisher; of movements, the period's last day."""
    value, quantifier, as_of, publisher = official
    when = "until" if claim["measure"] == "flow" else "as of"
    return f"{words.amount(value, quantifier)} {when} {as_of} ({publisher})"


def difference(claim: Mapping[Hashable, Any], official: int) -> int:
    """Persons by which the claim lies above (+) or below (-) the official count, beyond what its words allow.

    0 where the official count is among those that the words allow (`interval`): claim and count agree.
    """
    low, high = interval(claim)
    if official < low:
        return low - official
    return high - official if high is not None and official > high else 0


def said_again(claim: Mapping[Hashable, Any]) -> bool:
    """Whether the claim repeats an earlier one, by the warning that `etl.voices` gives it."""
    return isinstance(claim["warning"], str) and AGAIN in claim["warning"]


def interval(claim: Mapping[Hashable, Any]) -> tuple[int, int | None]:
    """The counts that a claim's words allow: lowest, highest (None: no upper end).

    A printed number means what its digits mean: 9.1 million stands for 9,050,000 to 9,150,000. "More than" starts just
    above the number, "about" reaches 5 percent to both sides, and so do persons that were computed from households.
    """
    value = int(claim["value"])
    high = claim["value_high"]
    derived = claim["value_status"] == "derived" and claim["quantifier"] == "exact"
    match "approximately" if derived else claim["quantifier"]:
        case "more_than" | "at_least":
            return value, None
        case "less_than" | "at_most":
            return 0, value
        case "between" if pd.notna(high):
            return value, int(high)
        case "approximately" | "between":
            reach = round(value * APPROXIMATE)
        case _:
            reach = _last_digit(value) // 2
    return value - reach, value + reach


def _last_digit(value: int) -> int:
    """The weight of the last digit that is not 0: 100,000 for 9,100,000, and 1 for 7,278,696."""
    digits = str(value)
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def _other_scope(claim: Mapping[Hashable, Any], question: Filter) -> str | None:
    """Why the claim and the question are not about the same people, or None."""
    if pd.isna(claim["value"]):
        return "households" if claim["unit"] == "household" else "no number"
    if question.measure and claim["measure"] != question.measure:
        return "movements in a period" if claim["measure"] == "flow" else "people at a date"
    if question.population and claim["population"] not in question.population:
        return words.POPULATION[str(claim["population"])]
    if claim["role"] == "triangulation" and not said_again(claim):
        return "a part of another figure"
    level, region = claim["admin_level"], pd.notna(claim["country"]) and pd.notna(claim["place"])
    within = int(level) > 0 if pd.notna(level) else region
    if within and (question.country or question.origin):
        return f"{claim['place']} only"
    return _other_place(claim, question)


def _other_place(claim: Mapping[Hashable, Any], question: Filter) -> str | None:
    """Why the claim speaks of fewer places than the question, or None."""
    if pd.isna(claim["country"]):
        region = claim["place"] if pd.notna(claim["place"]) else "a region"
        if region != "World" and (question.country or question.origin):
            return f"{region}, not one country" if question.country else f"those in {region} only"
        if pd.notna(claim["origin"]) and not question.origin:
            return f"those from {words.country(str(claim['origin']))} only"
        return None
    if not question.country and (not question.origin or claim["country"] != claim["origin"]):
        return f"those in {words.country(str(claim['country']))} only"
    return None
