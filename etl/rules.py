"""What may be added to what.

The rules, each with its test in `tests/test_totals.py`:

1. Stocks are never summed over time. The figure on a day is the latest as-of before it, and its age is told.
2. Flows add up over periods that don't overlap. A cumulative flow ("since 1 December") replaces an earlier one with
   the same start.
3. A total never meets its parts: the world and its countries, a country and its provinces, all origins and each, a
   year's disasters and each event.
4. One publisher's series at a time; UNHCR's and IDMC's counts of the same people never share a sum, nor do two
   operations' or registers' counts by one publisher. UNRWA's refugees are other people than those of UNHCR's mandate,
   and are told apart from them.
5. Stock never meets flow, `recommended` never meets `triangulation`, households never meet persons, what no
   person has accepted yet is shown but not added, and what a report says is added only where no table counts.
6. A withheld count makes the sum "at least".

Sources of the rules: UNHCR "Refugee Data Finder, methodology"; IDMC "Global Internal Displacement Database,
definitions"; International Recommendations on Refugee Statistics (EGRISS, 2018), chapter 3, stocks and flows.
"""

from __future__ import annotations

import datetime

import pandas as pd

from etl import words
from etl.filters import Filter
from etl.wholes import LINE, main_series, of_one_round, one_level, several_series, those, with_place_key

ROUND = pd.Timedelta(days=31)
"""Figures of one publisher whose as-of dates lie within a month belong to one round and may be added."""

STALE_DAYS = 400
"""An end-of-year count is the latest for a year and a month; what is older is said to be old."""

PREFERRED = {"refugee": "UNHCR", "idp": "IDMC"}
"""Whose series is shown where several count the same group and none is chosen, as UNHCR's Global Trends does."""

OTHER_MANDATE = {"UNRWA": "Palestine refugees under UNRWA's mandate"}


class Refused(Exception):
    """The sum would be wrong: why, and the rows that would have gone into it."""

    def __init__(self, reason: str, parts: pd.DataFrame) -> None:
        super().__init__(reason)
        self.parts = parts


def select(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """The rows that the question's countries, origins, populations and publishers mean, whatever their dates."""
    keep = figures["review"] != "rejected"
    for column in ("country", "admin1", "origin", "population", "publisher"):
        chosen = [value.lower() for value in getattr(question, column)]
        if chosen:
            keep &= figures[column].str.lower().isin(chosen)
    return those(figures, keep)


def official(figures: pd.DataFrame, question: Filter, measure: str = "") -> pd.DataFrame:
    """Rows that may be added at all: accepted, whole (all sexes and ages), in persons, of one role; of one `measure` if said.

    A publisher's second voice is used only where the question names that publisher and it has no other. What a report
    says is used only where no table counts the same people in that country. Households count as the persons that the
    publisher made of them, where it did.
    """
    persons = figures["unit"] == "person"
    if not persons.all():
        households = (figures["unit"] == "household") & (figures["value_status"] == "derived")
        persons |= households & figures["value"].notna()
    whole = (
        (figures["review"] == "accepted") & (figures["sex"] == "all") & (figures["age"] == "all") & persons
    )
    told = whole & figures["quote"].notna()
    if not question.publisher and told.any():
        whole &= ~told | ~_counted(figures, whole & ~told)
    recommended = whole & (figures["role"] == "recommended")
    kept = whole if question.publisher and not recommended.any() else recommended
    return those(figures, kept & (figures["measure"] == measure) if measure else kept)


def _counted(rows: pd.DataFrame, by_table: pd.Series) -> pd.Series:
    """Where a table counts the same group in the same country, whatever the date."""
    keys = [rows[name] for name in ("population", "measure", "country")]
    return by_table.groupby(keys, dropna=False).transform("any").astype(bool)


def addable(meant: pd.DataFrame, question: Filter, by: str | None = None) -> tuple[pd.DataFrame, list[str]]:
    """The rows that the question may add (rules 1, 2, 3 and 5), and what to say of them. Raises Refused.

    `meant` are the rows of the question's countries, origins and populations; `by` names the column of which each
    value gets a sum of its own. `one_publisher` (rule 4) is still to be asked.
    """
    chosen = [name.lower() for name in question.publisher]
    rows = meant[meant["publisher"].str.lower().isin(chosen)] if chosen else meant
    rows = official(rows, question)
    measure = measure_meant(rows, question)
    rows, notes = (_stocks if measure == "stock" else _flows)(
        those(rows, rows["measure"] == measure), question, by
    )
    if rows.empty:
        raise Refused(_nothing(meant, question, measure), rows)
    return rows, notes


def measure_meant(rows: pd.DataFrame, question: Filter) -> str:
    """Stock or flow: as the question says, else as its dates and the rows allow."""
    if question.measure:
        return question.measure
    has_flows = bool((rows["measure"] == "flow").any())
    has_stocks = bool((rows["measure"] == "stock").any())
    asks_for_period = (question.start or question.end) and not question.on
    return "flow" if has_flows and (asks_for_period or not has_stocks) else "stock"


def _stocks(rows: pd.DataFrame, question: Filter, by: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Rule 1."""
    if (question.start or question.end) and question.on:
        raise Refused("a day and a period were asked for: ask for one of them", rows.head(0))
    if question.start or question.end:
        raise Refused(
            "stocks are never summed over time: the same people would be counted again at each date. "
            "Ask for one day (--on), or compare the dates below",
            rows[_within(rows["end_date"], question.start, question.end)],
        )
    if question.on:
        rows = those(rows, rows["end_date"] <= pd.Timestamp(question.on))
    if rows.empty:
        return rows, []
    rows = main_series(rows, question)
    newest = rows.groupby(["publisher", "population"])["end_date"].transform("max")
    current = with_place_key(of_one_round(those(rows, rows["end_date"] > newest - ROUND)))
    last = current.groupby(LINE, dropna=False)["end_date"].transform("max")
    current = _one_series(one_level(those(current, current["end_date"] == last), question, by, []))
    return current, [*_left_behind(rows, current, question), *_age(current, question)]


def _one_series(rows: pd.DataFrame) -> pd.DataFrame:
    """Rule 4 within one publisher: the rows, if no country has several of its counts. Raises Refused."""
    several = several_series(rows)
    if several:
        publisher, population, country, names = several
        raise Refused(
            f"{publisher} has several counts of {words.POPULATION[population]} in {words.country(country)}: "
            f"{' and '.join(names)}. They are of the same people and are never added. Choose one with --series",
            rows,
        )
    return rows


def _left_behind(rows: pd.DataFrame, current: pd.DataFrame, question: Filter) -> list[str]:
    if current["country"].isna().all():
        return []
    gone = rows[rows["country"].notna() & ~rows["country"].isin(current["country"].unique())]
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
    rows = with_place_key(main_series(rows[inside], question))
    rows = _one_series(one_level(rows, question, by, ["start_date", "end_date"]))
    if rows.empty:
        return rows, notes
    last = rows.groupby([*LINE, "start_date"], dropna=False)["end_date"].transform("max")
    rows = rows[rows["end_date"] == last].sort_values("start_date")
    ended = rows.groupby(LINE, dropna=False)["end_date"].cummax()
    before = ended.groupby([rows[name] for name in LINE], dropna=False).shift()
    overlapping = rows[rows["start_date"] <= before]
    if len(overlapping):
        raise Refused(
            f"periods overlap ({overlapping['start_date'].iloc[0]:%Y-%m-%d} starts before an earlier one has ended): "
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


def one_publisher(rows: pd.DataFrame, question: Filter) -> tuple[pd.DataFrame, list[str]]:
    """Rule 4: the rows without those of another mandate, and what to say of these. Raises Refused."""
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
    unread = "; what reports say, no person has accepted yet" if (meant["review"] == "pending").any() else ""
    return f"no accepted {measure} figure for this question{when}{unread}"
