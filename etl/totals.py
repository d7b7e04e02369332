"""What may be added to what, and the answer to "how many?": a sum with the rows behind it, or why there is none.

The rules, each with its test in `tests/test_totals.py`:

1. Stocks are never summed over time. The figure on a day is the latest as-of before it, and its age is told.
2. Flows add up over periods that don't overlap. A cumulative flow ("since 1 December") replaces an earlier one with
   the same start.
3. A total never meets its parts: the world and its countries, a country and its provinces, all origins and each.
4. One publisher's series at a time; UNHCR's and IDMC's counts of the same people never share a sum. UNRWA's refugees
   are other people than those of UNHCR's mandate, and are told apart from them.
5. Stock never meets flow, `recommended` never meets `triangulation`, households never meet persons, and what no
   person has accepted yet is shown but not added.
6. A withheld count makes the sum "at least".

Sources of the rules: UNHCR "Refugee Data Finder, methodology"; IDMC "Global Internal Displacement Database,
definitions"; International Recommendations on Refugee Statistics (EGRISS, 2018), chapter 3, stocks and flows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from etl import claims, words
from etl.filters import Filter

ROUND = pd.Timedelta(days=31)
"""Figures of one publisher whose as-of dates lie within a month belong to one round and may be added."""

STALE_DAYS = 400
"""An end-of-year count is the latest for a year and a month; what is older is said to be old."""

WORLD = "World"
SCOPE = ["publisher", "population", "country"]
SERIES = [*SCOPE, "origin", "cause", "admin1", "pcode", "place"]
OTHER_MANDATE = {"UNRWA": "Palestine refugees under UNRWA's mandate"}


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
        return ", ".join(sorted(self.rows["publisher"].unique())) if len(self.rows) else ""

    @property
    def oldest(self) -> datetime.date | None:
        """The earliest as-of date (stock) or last day of a period (flow) among the rows."""
        return self.rows["end_date"].min().date() if len(self.rows) else None

    @property
    def newest(self) -> datetime.date | None:
        """The latest as-of date or last day of a period among the rows."""
        return self.rows["end_date"].max().date() if len(self.rows) else None


class Refused(Exception):
    """The sum would be wrong: why, and the rows that would have gone into it."""

    def __init__(self, reason: str, parts: pd.DataFrame) -> None:
        super().__init__(reason)
        self.parts = parts


def total(figures: pd.DataFrame, question: Filter) -> Answer:
    """How many people? `figures` are canonical rows (any superset of those that the question means)."""
    meant = select(figures, replace(question, publisher=()))
    try:
        rows, notes = _addable(meant, question)
        answer = _added(rows, question, notes)
    except Refused as refused:
        answer = Answer(question, refusal=str(refused), parts=refused.parts)
    counted = (
        (answer.value, answer.quantifier, answer.newest, answer.publisher)
        if answer.value is not None
        else None
    )
    measure = answer.rows["measure"].iloc[0] if counted else question.measure
    return replace(answer, beside=claims.beside(meant, replace(question, measure=measure), counted))


def by(figures: pd.DataFrame, question: Filter, key: str) -> pd.DataFrame:
    """One row per `country`, `origin` or `population`: key, value, quantifier, as_of, publisher, refusal.

    The values are parts of `total`'s answer to the same question: same round, same rules. Raises Refused where the
    question itself is refused (stocks over time, overlapping periods).
    """
    rows = official(select(figures, question), question)
    measure = question.measure or _measure_meant(rows, question)
    rows = rows[rows["measure"] == measure]
    rows, _ = _stocks(rows, question, key) if measure == "stock" else _flows(rows, question, key)
    lines = [_line(name, group, question) for name, group in rows.groupby(key)]
    table = pd.DataFrame(lines, columns=["key", "value", "quantifier", "as_of", "publisher", "refusal"])
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
        group, _ = _one_publisher(group, question)
        line |= _sum(group)
    except Refused as refused:
        line["refusal"] = str(refused)
    return line | {"publisher": " and ".join(sorted(group["publisher"].unique()))}


def over_time(figures: pd.DataFrame, question: Filter, by: str | None = None) -> pd.DataFrame:
    """Stocks of each as-of date, one publisher at a time: end_date, publisher, key, value, quantifier.

    `by` is None, `country`, `origin` or `population`. Figures of different dates are never added.
    """
    rows = official(select(figures, question), question)
    rows = rows[rows["measure"] == "stock"]
    if rows.empty:
        return pd.DataFrame(columns=["end_date", "publisher", "key", "value", "quantifier"])
    rows = one_level(rows, question, by, ["end_date"])
    keys = ["end_date", "publisher", *([by] if by else [])]
    groups = [
        {**dict(zip(keys, names, strict=True)), **_sum(group)}
        for names, group in rows.groupby(keys, dropna=False)
    ]
    series = pd.DataFrame(groups)
    series["key"] = series[by] if by else ""
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
    return _added(rows, question, notes)


def select(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """The rows that the question's countries, origins, populations and publishers mean, whatever their dates."""
    keep = figures["review"] != "rejected"
    for column in ("country", "origin", "population", "publisher"):
        chosen = [value.lower() for value in getattr(question, column)]
        if chosen:
            keep &= figures[column].str.lower().isin(chosen)
    return figures[keep]


def official(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """Rows that may be added at all: accepted, whole (all sexes and ages), in persons, of one role.

    A publisher's second voice is used only where the question names that publisher and it has no other.
    """
    whole = figures[
        (figures["review"] == "accepted")
        & (figures["sex"] == "all")
        & (figures["age"] == "all")
        & (figures["unit"] == "person")
    ]
    recommended = whole[whole["role"] == "recommended"]
    return whole if question.publisher and recommended.empty else recommended


def one_level(rows: pd.DataFrame, question: Filter, by: str | None, when: list[str]) -> pd.DataFrame:
    """Rule 3: of a total and its parts keep one, per publisher and population (and per `when`)."""
    rows = rows[rows["country"].notna() | (rows["place"] == WORLD)]
    world = rows["country"].isna()
    if question.country or by == "country":
        rows = rows[~world]
    else:
        by_origin = bool(question.origin) or by == "origin"
        usable = world & (rows["origin"].notna() if by_origin else rows["origin"].isna())
        published = _any(usable, rows, ["publisher", "population", *(["origin"] if by_origin else []), *when])
        rows = rows[usable | ~published & ~world]
    for column, wanted in (("origin", not question.origin and by != "origin"), ("cause", True)):
        if wanted:
            scope = [*SCOPE, *when] if column == "origin" else [*SCOPE, "origin", *when]
            summed = rows[column].isna()
            rows = rows[summed | ~_any(summed, rows, scope)]
    level = rows["admin_level"].fillna(0)
    return rows[
        level == level.groupby([rows[name] for name in [*SCOPE, *when]], dropna=False).transform("min")
    ]


def _any(condition: pd.Series, rows: pd.DataFrame, keys: list[str]) -> pd.Series:
    return condition.groupby([rows[name] for name in keys], dropna=False).transform("any").astype(bool)


def _addable(meant: pd.DataFrame, question: Filter, by: str | None = None) -> tuple[pd.DataFrame, list[str]]:
    """The rows that may be added for this question, and what to say of them. Raises Refused."""
    chosen = [name.lower() for name in question.publisher]
    rows = meant[meant["publisher"].str.lower().isin(chosen)] if chosen else meant
    rows = official(rows, question)
    measure = question.measure or _measure_meant(rows, question)
    rows = rows[rows["measure"] == measure]
    if measure == "stock":
        rows, notes = _stocks(rows, question, by)
    else:
        rows, notes = _flows(rows, question, by)
    if rows.empty:
        raise Refused(_nothing(meant, question, measure), rows)
    rows, said = _one_publisher(rows, question)
    return rows, notes + said


def _measure_meant(rows: pd.DataFrame, question: Filter) -> str:
    has_flows = bool((rows["measure"] == "flow").any())
    has_stocks = bool((rows["measure"] == "stock").any())
    asks_for_period = (question.start or question.end) and not question.on
    return "flow" if has_flows and (asks_for_period or not has_stocks) else "stock"


def _stocks(rows: pd.DataFrame, question: Filter, by: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Rule 1."""
    if question.start or question.end:
        raise Refused(
            "stocks are never summed over time: the same people would be counted again at each date. "
            "Ask for one day (--on), or compare the dates below",
            rows[_within(rows["end_date"], question.start, question.end)],
        )
    if question.on:
        rows = rows[rows["end_date"] <= pd.Timestamp(question.on)]
    if rows.empty:
        return rows, []
    newest = rows.groupby(["publisher", "population"])["end_date"].transform("max")
    current = rows[rows["end_date"] > newest - ROUND]
    last = current.groupby(SERIES, dropna=False)["end_date"].transform("max")
    current = one_level(current[current["end_date"] == last], question, by, [])
    return current, [*_left_behind(rows, current, question), *_age(current, question)]


def _left_behind(rows: pd.DataFrame, current: pd.DataFrame, question: Filter) -> list[str]:
    if current["country"].isna().all():
        return []
    gone = rows[rows["country"].notna() & ~rows["country"].isin(current["country"])]
    names = [
        f"{words.country(iso3)} ({group.max():%Y-%m-%d})"
        for iso3, group in gone.groupby("country")["end_date"]
    ]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return [f"not in the sum, as the last figure is older: {shown}"] if names else []


def _age(rows: pd.DataFrame, question: Filter) -> list[str]:
    if question.on is None or rows.empty:
        return []
    days = (pd.Timestamp(question.on) - rows["end_date"].max()).days
    if days > STALE_DAYS:
        return [f"the last figure is {days:,} days older than {question.on}: things may have changed since"]
    return [f"the count is {days:,} days older than {question.on}"] if days else []


def _flows(rows: pd.DataFrame, question: Filter, by: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Rule 2."""
    if question.on and not (question.start or question.end):
        raise Refused("a flow happens in a period, not on a day: ask with --from and --to", rows)
    inside = _within(rows["start_date"], question.start, None) & _within(rows["end_date"], None, question.end)
    notes = []
    touching = rows[
        ~inside
        & _within(rows["end_date"], question.start, None)
        & _within(rows["start_date"], None, question.end)
    ]
    if len(touching):
        notes.append(f"{len(touching)} figures whose period is only partly inside are left out")
    rows = one_level(rows[inside], question, by, ["start_date", "end_date"])
    if rows.empty:
        return rows, notes
    last = rows.groupby([*SERIES, "start_date"], dropna=False)["end_date"].transform("max")
    rows = rows[rows["end_date"] == last].sort_values("start_date")
    before = rows.groupby(SERIES, dropna=False)["end_date"].shift()
    overlapping = rows[rows["start_date"] <= before]
    if len(overlapping):
        raise Refused(
            f"periods overlap ({overlapping['start_date'].iloc[0]:%Y-%m-%d} starts before the one before has ended): "
            "the same movements would be counted twice",
            rows,
        )
    return rows, notes


def _within(dates: pd.Series, start: datetime.date | None, end: datetime.date | None) -> pd.Series:
    keep = pd.Series(True, index=dates.index)
    if start:
        keep &= dates >= pd.Timestamp(start)
    if end:
        keep &= dates <= pd.Timestamp(end)
    return keep


def _one_publisher(rows: pd.DataFrame, question: Filter) -> tuple[pd.DataFrame, list[str]]:
    """Rule 4."""
    notes = []
    for publisher, who in OTHER_MANDATE.items():
        theirs = (rows["publisher"] == publisher) & (rows["population"] == "refugee")
        if theirs.any() and not theirs.all() and not question.publisher:
            value = words.amount(int(rows.loc[theirs, "value"].sum()))
            notes.append(f"not in the sum: {value} {who}")
            rows = rows[~theirs]
    for population, group in rows.groupby("population"):
        publishers = sorted(set(group["publisher"]) - set(OTHER_MANDATE))
        if len(publishers) > 1:
            raise Refused(
                f"{' and '.join(publishers)} each count {words.POPULATION[str(population)]}: their counts are of the same "
                "people and are never added. Choose one with --publisher",
                rows,
            )
    return rows, notes


def _nothing(meant: pd.DataFrame, question: Filter, measure: str) -> str:
    when = f" on or before {question.on}" if question.on else ""
    pending = int((meant["review"] == "pending").sum())
    unread = (
        f"; {pending} figures from reports are shown, but no person has accepted them yet" if pending else ""
    )
    return f"no accepted {measure} figure for this question{when}{unread}"


def _added(rows: pd.DataFrame, question: Filter, notes: list[str]) -> Answer:
    withheld = int(rows["value"].isna().sum())
    said = list(notes)
    if withheld:
        said.append(f"{withheld} withheld counts are not in the sum")
    countries = rows["country"].nunique()
    if countries > 1:
        said.append(f"the sum of the {countries} countries in the tables; there may be others")
    origins = rows.loc[rows["origin"] != rows["country"], "origin"].nunique()
    if origins > 1:
        said.append(f"the sum of the {origins} origins in the tables; there may be others")
    said += sorted({f"{text} ({len(group)} rows)" for text, group in rows.groupby("warning")})
    return Answer(question, rows=rows, notes=tuple(said), **_sum(rows))


def _sum(rows: pd.DataFrame) -> dict[str, Any]:
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
