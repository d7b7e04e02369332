"""`total`: one answer with the rows behind it, or the reason there is none."""

from __future__ import annotations

from argparse import Namespace

from etl import answers, totals
from etl.commands import given, in_force
from etl.errors import UsageError
from etl.filters import Filter


def run(chosen: Namespace) -> int:
    """`total`: one answer with the rows behind it, or the reason there is none (exit 1)."""
    headline = chosen.population == ["forcibly_displaced"]
    if not chosen.population:
        raise UsageError(
            "--population is needed: refugee, idp, ... (different groups are only added as forcibly_displaced)"
        )
    if headline and chosen.measure == "flow":
        raise UsageError("forcibly_displaced is a stock: leave --measure out")
    if chosen.on and (getattr(chosen, "from") or chosen.to):
        raise UsageError("a day and a period: use --on, or --from and --to")
    if headline:
        chosen.population = None
    question = given.question(chosen)
    figures = in_force.reader().figures(
        Filter(country=question.country, origin=question.origin, population=question.population)
    )
    answer = totals.headline(figures, question) if headline else totals.total(figures, question)
    who = "forcibly_displaced" if headline else None
    counts = [] if headline else totals.counts(figures, question)
    print(
        answers.as_json(answer, counts) if chosen.format == "json" else answers.as_text(answer, who, counts)
    )
    return 0 if answer.refusal is None else 1
