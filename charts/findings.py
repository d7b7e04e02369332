"""Titles that say what a picture of counts over time shows."""

from __future__ import annotations

import pandas as pd

from charts import numbers


def change(line: pd.DataFrame) -> str:
    """`, down 37% since the end of 2021` (its highest count), or since the first count where the last is the highest."""
    if len(line) < 2:
        return ""
    last, first = line.iloc[-1], turn(line)
    return f", {numbers.moved(last['value'], first['value'])} {numbers.since(first['end_date'])}"


def turn(line: pd.DataFrame) -> pd.Series:
    """The count that the last one is held against: the highest, or the first where the last is the highest."""
    peak = line.iloc[int(line["value"].astype(float).to_numpy().argmax())]
    return peak if peak["end_date"] < line["end_date"].iloc[-1] else line.iloc[0]


def lines(drawn: pd.DataFrame, what: str, by: str | None) -> str:
    """Of lines: the largest one's last number and how it came there; of several counts of one thing each one's."""
    first = drawn[drawn["name"] == drawn["name"].iloc[0]].reset_index(drop=True)
    end = first.iloc[-1]
    if drawn["name"].nunique() > 1 and (drawn["name"] == drawn["publisher"]).all():
        return _voices(drawn, str(end["word"] or what))
    if drawn["name"].nunique() == 1:
        amount = numbers.bound(end["value"], end["quantifier"])
        place = f" in {end['name']}" if by == "country" else f" from {end['name']}" if by == "origin" else ""
        return numbers.capital(f"{amount} {what}{place} {numbers.as_of(end['end_date'])}{change(first)}")
    amount = f"{numbers.mark_words(end['quantifier'])}{numbers.short(end['value'])}"
    said = f"{amount} {what} {numbers.as_of(end['end_date'])}{change(first)}"
    if by == "country":
        return f"{end['name']} has the most: {said}"
    if by == "origin":
        return f"Most are from {end['name']}: {said}"
    return f"{end['name']}: {amount} {numbers.as_of(end['end_date'])}{change(first)}, the largest group"


def _voices(drawn: pd.DataFrame, what: str) -> str:
    last = drawn.groupby("name", sort=False).last()
    together = last["end_date"].nunique() == 1
    voices = [
        f"{numbers.short(line['value'])}{'' if together else ' ' + numbers.as_of(line['end_date'])} ({name})"
        for name, line in last.iterrows()
    ]
    when = f" {numbers.as_of(last['end_date'].iloc[0])}" if together else ""
    return numbers.capital(f"{what}: {numbers.listed(voices)}{when}")


def index(drawn: pd.DataFrame, what: str, base: int) -> str:
    """Of an index: how many times the largest line's base it is now."""
    first = drawn[drawn["name"] == drawn["name"].iloc[0]]
    end, several = first.iloc[-1], drawn["name"].nunique() > 1
    size = float(end["value"])
    if size >= 200:
        moved = f"{size / 100:,.1f} times as many {what}"
    elif round(size) == 100:
        moved = f"as many {what}"
    else:
        moved = f"{abs(size - 100):.0f}% {'more' if size > 100 else 'fewer'} {what}"
    than = "than" if size < 200 and round(size) != 100 else "as"
    said = f"{moved} {numbers.as_of(end['end_date'])} {than} in {base}"
    return f"{end['name']}: {said}" if several else numbers.capital(said)


def panels(drawn: pd.DataFrame, what: str, by: str) -> str:
    """Of small multiples: in how many of them there are more people than a year before."""
    more = fewer = 0
    for _, line in drawn.groupby("name"):
        end = line.iloc[-1]
        before = line[
            (line["end_date"] - (end["end_date"] - pd.DateOffset(years=1))).abs() <= pd.Timedelta(days=31)
        ]
        if end["end_date"] < drawn["end_date"].max() - pd.Timedelta(days=31) or before.empty:
            continue
        more += int(end["value"] > before["value"].iloc[-1])
        fewer += int(end["value"] < before["value"].iloc[-1])
    kind = {"country": "countries", "origin": "countries of origin"}.get(by, "groups")
    every, when = more + fewer, numbers.as_of(drawn["end_date"].max())
    if not every:
        return lines(drawn, what, by)
    count, word = (more, "more") if more >= fewer else (fewer, "fewer")
    return numbers.capital(f"{word} {what} {when} than a year before in {count} of {every} {kind}")


def stack(parts: pd.DataFrame, what: str, by: str, count: int) -> str:
    """Of areas: the largest part's share of the sum at the last date. `parts`: name and value at that date."""
    total, largest = float(parts["value"].sum()), parts.iloc[0]
    share = f"{float(largest['value']) / total * 100:.0f}%" if total else "None"
    verb = "are in" if by == "country" else "are from"
    kind = "countries" if by == "country" else "countries of origin"
    when = numbers.as_of(largest["end_date"])
    return f"{share} of the {numbers.short(total)} {what} in these {count} {kind} {verb} {largest['name']} {when}"
