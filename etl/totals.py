"""The answer to "how many?": a sum with the rows behind it, or why there is none. The rules are in `etl.rules`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from etl import claims, words
from etl.filters import Filter
from etl.rules import OTHER_MANDATE, ROUND, Refused, addable, measure_meant, official, one_publisher, select
from etl.sums import by_group
from etl.wholes import counted_by, main_series, one_level


@dataclass(frozen=True)
class Answer:
    """A sum with what is behind it, or the reason (`refusal`) why there is none.

    `rows` are the canonical rows that were added; `parts` those that were found where the sum is refused; `beside`
    what reports and second voices say of the same people, with a `verdict` each. `value` counts persons.
    """

    question: Filter
    value: int | None = None
    value_high: int | None = None
    quantifier: str = "exact"
    refusal: str | None = None
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    beside: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    @property
    def publisher(self) -> str:
        """Whose figures were added."""
        return ", ".join(sorted(counted_by(self.rows).unique())) if len(self.rows) else ""

    @property
    def oldest(self) -> datetime.date | None:
        """The earliest as-of date (stock) or last day of a period (flow) among the rows."""
        return self.rows["end_date"].min().date() if len(self.rows) else None

    @property
    def newest(self) -> datetime.date | None:
        """The latest as-of date or last day of a period among the rows."""
        return self.rows["end_date"].max().date() if len(self.rows) else None


def total(figures: pd.DataFrame, question: Filter) -> Answer:
    """How many people? `figures` are canonical rows (any superset of those that the question means)."""
    meant = select(figures, replace(question, publisher=(), series=()))
    answer = _summed(meant, question)
    counted = (
        (answer.value, answer.quantifier, answer.newest, answer.publisher)
        if answer.value is not None
        else None
    )
    about = pd.concat([answer.rows, answer.parts])
    measure = about["measure"].iloc[0] if len(about) else question.measure
    return replace(answer, beside=claims.beside(meant, replace(question, measure=measure), counted))


def _summed(meant: pd.DataFrame, question: Filter) -> Answer:
    try:
        rows, notes = addable(meant, question)
        rows, said = one_publisher(rows, question)
        return _answered(rows, question, notes + said)
    except Refused as refused:
        return Answer(question, refusal=str(refused), parts=refused.parts)


def counts(figures: pd.DataFrame, question: Filter) -> list[Answer]:
    """The several counts of the same people, each publisher's and each series' own answer; fewer than two give none.

    They stand side by side and are never added. UNRWA's refugees are other people, so they are no second count.
    """
    meant = select(figures, replace(question, publisher=(), series=()))
    rows = official(meant, replace(question, publisher=()))
    measure = measure_meant(rows, question)
    rows = rows[(rows["measure"] == measure) & ~rows["publisher"].isin(OTHER_MANDATE)]
    pairs = rows[["publisher", "series"]].drop_duplicates().fillna("")
    if len(pairs) < 2:
        return []
    answers = [
        _summed(
            meant,
            replace(question, publisher=(publisher,), series=(series,) if series else (), measure=measure),
        )
        for publisher, series in sorted(pairs.itertuples(index=False, name=None))
    ]
    found = [answer for answer in answers if answer.value is not None]
    return [one for one in found if any(_meet(one, other) for other in found if other is not one)]


def _meet(one: Answer, other: Answer) -> bool:
    """Whether two counts may be of the same people: they share a country, or one is of the world."""
    here, there = (set(answer.rows["country"].dropna()) for answer in (one, other))
    return not here or not there or bool(here & there)


def by(figures: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """One row per `country`, `origin` or `population`: key, value, quantifier, as_of, publisher, refusal.

    The values are parts of `total`'s answer to the same question: same round, same rules. Raises Refused where the
    question itself is refused (stocks over time, overlapping periods, nothing accepted).
    """
    rows, _ = addable(select(figures, question), question, key)
    columns = ["key", "value", "quantifier", "as_of", "publisher", "refusal"]
    if (counted_by(rows).groupby(rows[key]).nunique() == 1).all():
        # One voice in each: nothing to refuse or to leave out, so all sums are made at once.
        table = by_group(rows, [key]).rename(columns={key: "key"}).assign(refusal=None)[columns]
    else:
        lines = [_line(name, group, question) for name, group in rows.groupby(key)]
        table = pd.DataFrame(lines, columns=columns)
    return table.astype({"value": "Int64"}).sort_values("value", ascending=False, ignore_index=True)


def _line(key: object, group: pd.DataFrame, question: Filter) -> dict[str, Any]:
    line = {
        "key": key,
        "as_of": group["end_date"].max(),
        "value": None,
        "quantifier": "exact",
        "refusal": None,
    }
    try:
        group, _ = one_publisher(group, question)
        line |= added(group)
    except Refused as refused:
        line["refusal"] = str(refused)
    return line | {"publisher": ", ".join(sorted(counted_by(group).unique()))}


def over_time(figures: pd.DataFrame, question: Filter, by: str | None = None) -> pd.DataFrame:
    """Stocks of each as-of date, one publisher's series at a time: end_date, publisher, key, value, quantifier.

    `by` is None, `country`, `origin` or `population`. Figures of different dates are never added. `publisher` names the
    series as well where it is not the publisher's main one; split, only the main one is shown where there is one.
    """
    rows = official(select(figures, question), question, "stock")
    if by is not None or question.series:
        rows = main_series(rows, question)
    if rows.empty:
        return pd.DataFrame(columns=["end_date", "publisher", "key", "value", "quantifier"])
    rows = one_level(rows, question, by, ["end_date"])
    rows = rows.assign(whose=counted_by(rows))
    series = by_group(rows, ["end_date", "whose", *([by] if by else [])], unsaid=True)
    values = series["value"]
    values = values.astype("float64") if values.isna().any() else values.astype("int64")
    series = series.assign(key=series[by] if by else "", value=values)
    return series[["end_date", "publisher", "key", "value", "quantifier"]].sort_values(
        ["key", "publisher", "end_date"]
    )


HEADLINE = (
    ("refugee", "UNHCR"),
    ("refugee", "UNRWA"),
    ("asylum_seeker", "UNHCR"),
    ("oip", "UNHCR"),
    ("idp", "IDMC"),
)
"""UNHCR's "forcibly displaced": refugees under UNHCR's and UNRWA's mandates, asylum-seekers, other people in need of
international protection, and IDPs as IDMC counts them (UNHCR, Global Trends, "Forcibly displaced people")."""


def headline(figures: pd.DataFrame, question: Filter) -> Answer:
    """ "Forcibly displaced" as the sum of its five parts; refused where a main part is missing or of another date."""
    answers = {
        part: total(figures, replace(question, population=(part[0],), publisher=(part[1],), measure="stock"))
        for part in HEADLINE
    }
    found = {part: answer for part, answer in answers.items() if answer.value is not None}
    rows = pd.concat([answer.rows for answer in found.values()]) if found else figures.head(0)
    missing = [
        f"{words.POPULATION[name]} ({publisher})"
        for (name, publisher) in answers
        if (name, publisher) not in found
    ]
    if not any(name == "refugee" for name, _ in found) or ("idp", "IDMC") not in found:
        return Answer(
            question,
            refusal=f"no figures for {' and '.join(missing)}: the sum would be a part only",
            parts=rows,
        )
    dates = rows["end_date"]
    if dates.max() - dates.min() > ROUND:
        reason = f"its parts are of different dates ({dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d})"
        return Answer(question, refusal=reason, parts=rows)
    notes = [
        "refugees (UNHCR's mandate and UNRWA's) + asylum-seekers + others in need of protection + IDPs (IDMC)"
    ]
    notes += [f"no figure for {name}: not in the sum" for name in missing]
    notes += (
        ["people whom UNRWA registered and IDMC counts as displaced stand in it twice"]
        if len(missing) == 0
        else []
    )
    answer = _answered(rows, question, notes)
    # A sum that misses some of its parts is a lower bound.
    return replace(answer, quantifier="at_least") if missing and answer.quantifier == "exact" else answer


def _answered(rows: pd.DataFrame, question: Filter, notes: list[str]) -> Answer:
    withheld = int(rows["value"].isna().sum())
    said = list(notes)
    if withheld:
        said.append(f"{withheld} withheld counts are not in the sum")
    households = int((rows["unit"] == "household").sum())
    if households:
        said.append(f"{households} of the figures were households, made persons by the publisher")
    countries = rows["country"].nunique()
    if countries > 1:
        said.append(f"the sum of the {countries} countries in the tables; there may be others")
    foreign = rows.loc[rows["origin"] != rows["country"], "origin"]
    origins = foreign.nunique()
    if origins and not question.origin and rows["origin"].notna().all() and rows["country"].notna().all():
        said.append(
            f"the sum of the {origins} origins in the tables; there may be others"
            if origins > 1
            else f"from {words.country(foreign.iloc[0])} only; the tables hold no other origin at this date"
        )
    level = rows["admin_level"].max()
    if pd.notna(level) and level > 0:
        units = rows["place"].nunique()
        which = f"{rows['place'].iloc[0]} only" if units == 1 else f"the sum of {units:,} units"
        said.append(f"{which} (administrative level {level}); there may be others")
    parts = int(rows["part"].notna().sum())
    if parts > 1:
        said.append(f"the sum of {parts:,} parts; the whole is not printed")
    kinds = rows["warning"].dropna().str.split(": ").str[0].value_counts()
    said += [f"{kind} ({count:,} rows)" for kind, count in sorted(kinds.items())]
    return Answer(question, rows=rows, notes=tuple(said), **added(rows))


def added(rows: pd.DataFrame) -> dict[str, Any]:
    """Value, upper end and bound of the rows' sum; rule 6."""
    values = rows["value"]
    if values.isna().all():
        return {"value": None, "value_high": None, "quantifier": "exact"}
    kinds = set(rows["quantifier"])
    high = None
    if len(rows) == 1 and not values.isna().any():
        quantifier = rows["quantifier"].iloc[0]
    elif kinds <= {"exact"} and not values.isna().any():
        quantifier = "exact"
    elif kinds <= {"exact", "more_than", "at_least"}:
        quantifier = "at_least"
    elif kinds <= {"exact", "less_than", "at_most"} and not values.isna().any():
        quantifier = "at_most"
    else:
        quantifier = "between" if "between" in kinds and kinds <= {"exact", "between"} else "approximately"
    if quantifier == "between":
        high = int(rows["value_high"].fillna(values).sum())
    return {"value": int(values.sum()), "value_high": high, "quantifier": quantifier}
