"""Sex and age: what a publisher counts by band, what it leaves open, and whether the bands add up to what it printed.

Bands are those of one scheme, from birth on without gap or overlap, as published. What is of unknown sex or age stays
unknown: nothing is spread over the bands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import pandas as pd

from etl.filters import Filter
from etl.rules import select
from etl.wholes import SCOPE, counted_by, one_level

ALL, UNKNOWN = "all", "unknown"
SEXES = ("female", "male")
ADULT = 18
USUAL = ("0-4", "5-11", "12-17", "18-59", "60+")
"""UNHCR's bands. They are not of equal width: 18-59 holds 42 years of age, 0-4 five."""

_BAND = re.compile(r"(\d+)(?:-(\d+)|\+)")
COUNTS = ["publisher", "population", "end_date", "people"]
CELL = ["sex", "age"]


@dataclass(frozen=True)
class Pyramid:
    """One count of one group at one date by sex and age.

    `bands`: one row a band, youngest first: band, female, male (missing where nobody is published for it). `whole`,
    `female`, `male` are the printed totals of the same people; None where they are not printed. `withheld` cells were not
    published. `stored` are the rows behind it.
    """

    publisher: str
    population: str
    date: pd.Timestamp
    bands: pd.DataFrame
    whole: int | None
    female: int | None
    male: int | None
    withheld: int
    stored: tuple[int, ...]
    origins: int = 0
    parts: int = 0
    warnings: tuple[str, ...] = ()

    @cached_property
    def known(self) -> int:
        """People whose sex and age are both published."""
        return int(self.bands[list(SEXES)].fillna(0).to_numpy().sum())

    @property
    def age_open(self) -> int:
        """People whose sex is published and whose age is not; below 0 where the bands exceed the printed totals."""
        return self._sexed - self.known

    @property
    def sex_open(self) -> int:
        """People of the whole whose sex is not published; below 0 where the sexes exceed the whole."""
        return 0 if self.whole is None else self.whole - self._sexed

    @property
    def _sexed(self) -> int:
        printed = [
            int(self.bands[sex].fillna(0).sum()) if total is None else total
            for sex, total in zip(SEXES, (self.female, self.male), strict=True)
        ]
        return sum(printed)

    @property
    def women(self) -> float | None:
        """Share of women and girls among those whose sex is published, 0 to 1."""
        female = int(self.bands["female"].fillna(0).sum()) if self.female is None else self.female
        return female / self._sexed if self._sexed else None

    @property
    def children(self) -> float | None:
        """Share of those under 18 among those whose age is published; None where no band ends at 17."""
        bounds = [band_of(band) for band in self.bands["band"]]
        if not self.known or ADULT - 1 not in {high for _, high in bounds}:
            return None
        young = [high is not None and high < ADULT for _, high in bounds]
        return int(self.bands.loc[young, list(SEXES)].fillna(0).to_numpy().sum()) / self.known


def band_of(age: str) -> tuple[int, int | None]:
    """`5-11` as (5, 11), `60+` as (60, None). Raises ValueError for what is no band of years."""
    found = _BAND.fullmatch(age)
    if not found:
        raise ValueError(f"{age} is no band of ages")
    return int(found[1]), int(found[2]) if found[2] else None


def scheme(ages: set[str]) -> tuple[str, ...]:
    """The bands that follow each other from birth to the open end, the usual ones first, else the finest.

    Publishers print bands that overlap (0-4 lies in 0-17): two schemes are never mixed. Where no bands reach the open end,
    all bands if none overlap, else none.
    """
    if set(USUAL) <= ages:
        return USUAL
    bands = sorted((band_of(age) for age in ages if _BAND.fullmatch(age)), key=_width)
    names = {band_of(age): age for age in ages if _BAND.fullmatch(age)}
    found = _from(0, bands)
    if found is None:
        ordered = sorted(bands, key=lambda band: band[0])
        pairs = pairwise(ordered)
        apart = all(high is not None and high < low for (_, high), (low, _) in pairs)
        found = ordered if apart else []
    return tuple(names[band] for band in found)


def _width(band: tuple[int, int | None]) -> int:
    return 1000 if band[1] is None else band[1] - band[0]


def _from(age: int, bands: list[tuple[int, int | None]]) -> list[tuple[int, int | None]] | None:
    """Bands from `age` to the open end, narrowest first; None where there is no such row."""
    for band in bands:
        if band[0] == age:
            rest = [] if band[1] is None else _from(band[1] + 1, bands)
            if rest is not None:
                return [band, *rest]
    return None


def offered(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    """The counts that have bands for both sexes (`COUNTS`): publisher (with series), population, date; newest first.

    `people` is how many the cells hold, to tell a full count from a handful.
    """
    rows = _cells(figures, question)
    rows = rows[rows["sex"].isin(SEXES) & rows["age"].str.fullmatch(_BAND.pattern)]
    if rows.empty:
        return pd.DataFrame(columns=COUNTS)
    keys = ["publisher", "population", "end_date"]
    rows = rows.assign(publisher=counted_by(rows))
    both = rows.groupby(keys)["sex"].transform("nunique") == len(SEXES)
    found = rows[both].groupby(keys).agg(people=("value", "sum")).reset_index()
    newest: pd.DataFrame = found.sort_values(["end_date", "people"], ascending=False, ignore_index=True)[
        COUNTS
    ]
    return newest


def _cells(figures: pd.DataFrame, question: Filter) -> pd.DataFrame:
    rows = select(figures, question)
    keep = (rows["review"] == "accepted") & (rows["measure"] == "stock") & (rows["unit"] == "person")
    return rows[keep & rows["quote"].isna()]


def of(figures: pd.DataFrame, question: Filter, publisher: str, date: pd.Timestamp) -> Pyramid | None:
    """The pyramid of the question's group as one count (`publisher` as `offered` names it) has it at one date.

    None where its bands make no scheme. `figures` are canonical rows of any date.
    """
    rows = _cells(figures, question)
    rows = rows[(rows["end_date"] == date) & (counted_by(rows) == publisher)]
    split = rows[(rows["sex"] != ALL) | (rows["age"] != ALL)]
    # The printed whole of the same people: of parts where the cells are of parts, else of the place.
    whole = rows[(rows["sex"] == ALL) & (rows["age"] == ALL)]
    cells = _one_level(split, question)
    whole = whole[whole["part"].notna() == bool(cells["part"].notna().any())]
    whole = _one_level(whole[_of_same(whole, cells)], question)
    bands = scheme(set(cells.loc[cells["sex"].isin(SEXES), "age"]))
    if not bands:
        return None
    used = cells[cells["sex"].isin(SEXES) & cells["age"].isin({*bands, ALL, UNKNOWN})]
    sums = used.groupby(CELL)["value"].sum(min_count=1)
    foreign = cells.loc[cells["origin"] != cells["country"], "origin"]
    return Pyramid(
        publisher,
        question.population[0],
        date,
        pd.DataFrame({"band": bands, **{sex: _column(sums, sex, bands) for sex in SEXES}}),
        None if whole["value"].isna().all() else int(whole["value"].sum()),
        _printed(sums, "female"),
        _printed(sums, "male"),
        int(used["value"].isna().sum()),
        (*used["row"], *whole["row"]),
        foreign.nunique(),
        int(cells["part"].nunique()),
        tuple(sorted(used["warning"].dropna().str.split(": ").str[0].unique())),
    )


def _one_level(rows: pd.DataFrame, question: Filter) -> pd.DataFrame:
    return one_level(rows, question, None, ["end_date", *CELL]) if len(rows) else rows


def _of_same(whole: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Which wholes are of countries and origins that have cells."""
    keys = [*SCOPE, "origin"]
    known = set(cells[keys].astype(str).itertuples(index=False, name=None))
    said = whole[keys].astype(str).itertuples(index=False, name=None)
    return pd.Series([row in known for row in said], index=whole.index, dtype=bool)


def _column(sums: pd.Series, sex: str, bands: tuple[str, ...]) -> pd.Series:
    values = [sums.get((sex, band), pd.NA) for band in bands]
    return pd.Series(values, dtype="Int64")


def _printed(sums: pd.Series, sex: str) -> int | None:
    value = sums.get((sex, ALL), pd.NA)
    return None if pd.isna(value) else int(value)
