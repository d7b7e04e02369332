"""The world on a day or in a year: each country by how many people, and figures of reports as circles."""

from __future__ import annotations

import geopandas
import pandas as pd
import plotly.graph_objects as go

from charts import arcs, marks, numbers, shapes, style
from charts import look as looks
from charts.drawing import Drawing, Part
from charts.look import PLAIN, Look
from charts.shapes import Ground
from charts.style import Row

PLOT_HEIGHT = 380
WORLD = (-168, -56, 180, 80)
REGION = 110
"""Degrees of longitude: what lies within is shown nearer."""

MOST_NAMES = 4


def figure(
    table: pd.DataFrame,
    what: str,
    by: str,
    ground: Ground,
    reports: pd.DataFrame,
    look: Look = PLAIN,
    notes: tuple[str, ...] = (),
    plot_height: int = PLOT_HEIGHT,
) -> go.Figure:
    """The picture of `etl.totals.by` for `by` (country or origin); with `per_1000` (`etl.inhabitants`) for a rate.

    A country without a figure is grey and outlined, never coloured as 0. `reports` are canonical rows with coordinates.
    """
    land = of_countries(ground)
    values = table.dropna(subset=[look.column]).sort_values(look.column, ascending=False)
    scale = looks.scale(values[look.column], look)
    fig = shapes.empty_map()
    filled = looks.add(fig, land, "iso3", named(land), look.circles)
    looks.fill(filled, looks.state(looks.records(values, look), land, "iso3", scale, look))
    shapes.lines(fig, ground.disputed)
    shapes.outline(fig, land[land["iso3"].isin([*look.chosen, look.lines_from])])
    most = scale.most if look.circles else None
    size = looks.LARGEST if look.circles else 22
    shapes.bubbles(fig, reports, [report_hover(row) for row in reports.to_dict("records")], size, most)
    near = arcs.near(values) if look.lines_from else values["key"]
    shown = window(land[land["iso3"].isin([*near, look.lines_from, *look.chosen])], reports)
    told = arcs.add(fig, values, look.lines_from, land, shown) if look.lines_from else ()
    shapes.show(fig, shown)
    text = style.Text(
        title=_title(values, what, by, look),
        subtitle=subtitle(what, by, look),
        source=style.source(pd.concat([values[["publisher"]], reports[["publisher"]]])),
        as_of=_dates(values, look),
        notes=(
            *told,
            *notes,
            *coverage(table, look),
            *scale.classes.note("countries"),
            *marks.notes(reports),
            ground.disclaimer,
        ),
    )
    legends(fig, scale, look, reports)
    return style.dress(fig, text, plot_height, left=0, right=0, below=shapes.LEGEND_HEIGHT)


def of_countries(ground: Ground) -> geopandas.GeoDataFrame:
    """The shapes without Antarctica."""
    return ground.land[ground.land["iso3"] != "ATA"]


def named(land: geopandas.GeoDataFrame) -> list[str]:
    """The countries' names, harmless."""
    return [numbers.plain(style.name(iso3, "country")) for iso3 in land["iso3"]]


def legends(fig: Drawing, scale: looks.Scale, look: Look, reports: pd.DataFrame) -> None:
    """Colours or sizes, and signs, in two lines under the map."""
    looks.legend(fig, scale, look)
    reported = [marks.sign(reports)] if len(reports) else []
    shapes.sign_legend(
        fig,
        [*([] if look.circles else [shapes.NO_FIGURE_SIGN]), *reported, shapes.DISPUTED_SIGN],
    )


_BY = {"country": "country where they are", "origin": "country they fled from"}


def subtitle(what: str, by: str, look: Look) -> str:
    """What is counted, in which unit, and how it is split."""
    counted = "movements in a year" if look.measure == "flow" else "people at a date"
    per = " per 1,000 inhabitants" if look.rate else ""
    return f"{numbers.capital(what)}: {counted}{per}, by {_BY[by]}"


def report_hover(row: Row) -> str:
    """A report's figure: place, amount in its bound, date, who said it."""
    amount = numbers.bound(row["value"], str(row["quantifier"]), row["value_high"])
    people = style.name(str(row["population"]), "population").lower()
    place = numbers.plain(str(row["place"])) if isinstance(row["place"], str) else "Place not said"
    end = pd.Timestamp(row["end_date"])
    return (
        f"<b>{place}</b><br>{amount} {people}<br>{numbers.as_of(end)}, {numbers.plain(str(row['publisher']))}"
    )


def window(drawn: geopandas.GeoDataFrame, reports: pd.DataFrame) -> Part:
    """The whole world, or nearer where all that is drawn lies in one region."""
    corners = list(zip(*drawn["main"], strict=True))
    west, south = (min(corners[0]), min(corners[1])) if corners else WORLD[:2]
    east, north = (max(corners[2]), max(corners[3])) if corners else WORLD[2:]
    if len(reports):
        west, east = min(west, reports["lon"].min()), max(east, reports["lon"].max())
        south, north = min(south, reports["lat"].min()), max(north, reports["lat"].max())
    if east - west > REGION or not corners:
        west, south, east, north = WORLD
    else:
        west, south, east, north = west - 6, max(south - 5, -56), east + 6, min(north + 5, 80)
    middle = {"lon": (west + east) / 2}
    return shapes.window({"type": "natural earth", "rotation": middle}, west, south, east, north)


def _title(values: pd.DataFrame, what: str, by: str, look: Look) -> str:
    """The largest; where the filter has chosen countries, the largest of these."""
    chosen = values[values["key"].isin(look.chosen)]
    if values.empty or (look.chosen and chosen.empty):
        where = (
            numbers.listed([style.name(key, by) for key in look.chosen[:MOST_NAMES]]) if len(values) else ""
        )
        return numbers.capital(f"{what}: {f'no figure for {where}' if where else NOTHING}")
    first = (values if chosen.empty else chosen).iloc[0]
    most = ", the most in these tables" if len(values) > 1 and first["key"] == values["key"].iloc[0] else ""
    when = f"in {first['as_of'].year}" if look.measure == "flow" else numbers.as_of(first["as_of"])
    return numbers.capital(f"{finding(first, what, by, look)} {when}{most}")


NOTHING = "no country has a figure in these tables"


def finding(row: pd.Series, what: str, by: str, look: Look) -> str:
    """`3.6 million refugees are in Türkiye`, in the words of people at a date, of movements, or of a rate."""
    said = numbers.mark_words(row["quantifier"]) + looks.amount(row[look.column], look)
    where = f"{'in' if by == 'country' else 'from'} {style.name(row['key'], by)}"
    if look.rate:
        return f"{said} {what} per 1,000 inhabitants {'moved' if look.measure == 'flow' else 'are'} {where}"
    return f"{said} movements of {what} {where}" if look.measure == "flow" else f"{said} {what} are {where}"


def coverage(table: pd.DataFrame, look: Look) -> list[str]:
    """How many countries have a figure, and which are left out of a rate."""
    said = []
    counted = table[table["value"].notna()]
    if len(counted) > 1:
        said.append(
            f"{counted['key'].nunique()} countries have a figure in these tables, others may have people too"
        )
    if look.rate:
        years = counted["inhabitants_year"].dropna()
        span = (
            f"{years.min()}"
            if years.nunique() < 2
            else f"{years.mode().iloc[0]} mostly ({years.min()} to {years.max()})"
        )
        said.append(f"inhabitants: Natural Earth's estimates, of {span}, for all dates")
        missing = sorted(
            {style.name(key, "country") for key in counted.loc[counted["per_1000"].isna(), "key"]}
        )
        if missing:
            said.append(f"left out, as their inhabitants are not known: {numbers.listed(missing)}")
    return said


def _dates(values: pd.DataFrame, look: Look) -> str:
    if values.empty:
        return ""
    first, last = values["as_of"].min(), values["as_of"].max()
    if look.measure == "flow":
        return f"movements in {last.year}"
    return (
        f"as of {numbers.day(last)}"
        if first == last
        else f"as of dates from {numbers.day(first)} to {numbers.day(last)}"
    )
