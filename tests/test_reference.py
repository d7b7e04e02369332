"""The reference tables and outlines: whole, consistent, and each with its provenance."""

import hashlib
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
import yaml

from etl import areas, boundaries, places, reference

FOLDER = reference.folder()
DATA = sorted(path for path in FOLDER.iterdir() if path.suffix in {".csv", ".geojson", ".parquet", ".txt"})


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_every_file_says_whence_it_comes(path) -> None:
    said = yaml.safe_load((FOLDER / f"{path.name}.yaml").read_text(encoding="utf-8"))
    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), (
        "changed since its sidecar was written"
    )
    assert all(said[key] for key in ("title", "publisher", "citation", "licence", "taken", "rebuilt_by"))


def test_geonames_is_credited_where_its_rows_are() -> None:
    for name in ("gazetteer.csv", "admin1.csv"):
        said = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        assert "GeoNames" in said["citation"]
        assert said["licence"] == "CC-BY-4.0"


def test_files_stay_small() -> None:
    limits = {
        "gazetteer.csv": 1_500_000,
        "boundaries_admin0.geojson": 350_000,
        "boundaries_admin1.parquet": 2_500_000,
    }
    limits["disputed_lines.geojson"] = 60_000
    assert {
        name: (FOLDER / name).stat().st_size
        for name in limits
        if (FOLDER / name).stat().st_size > limits[name]
    } == {}


def test_countries_are_all_there_once() -> None:
    countries = areas.countries()
    assert countries["iso3"].is_unique
    assert countries["name"].is_unique
    assert countries["kind"].value_counts().to_dict() == {"country": 195, "territory": 55, "pseudo": 5}
    assert countries.set_index("iso2").loc["NA", "iso3"] == "NAM"
    real = countries[countries["kind"] != "pseudo"]
    assert real[["lat", "lon"]].notna().all(axis=None)
    assert real["iso2"].str.fullmatch("[A-Z]{2}").all()
    assert real["unhcr_code"][real["unhcr_code"] != ""].is_unique


def test_unhcr_codes_that_collide_with_iso_are_right() -> None:
    codes = areas.countries().set_index("iso3")["unhcr_code"]
    assert codes[["AUT", "EGY", "MTQ", "PSE", "UNK", "XXA"]].tolist() == [
        "AUS",
        "ARE",
        "MAR",
        "GAZ",
        "UKN",
        "STA",
    ]


@pytest.mark.parametrize("name", ["aliases", "demonyms", "admin1", "gazetteer"])
def test_every_country_code_is_a_countrys(name: str) -> None:
    assert set(table(name)["iso3"]) - {""} <= set(table("countries")["iso3"])


def test_no_country_is_known_by_another_ones_name() -> None:
    own = {
        places.fold(row.name): row.iso3
        for row in table("countries")[["name", "iso3"]].itertuples(index=False)
    }
    wrong = [
        (row.alias, row.iso3)
        for row in table("aliases").itertuples()
        if row.iso3 != own.get(places.fold(row.alias), row.iso3)
    ]
    assert wrong == [("Congo", "COD")]  # texts say so; tables mean the other


def test_first_level_codes_belong_to_their_country() -> None:
    units, iso2 = table("admin1"), table("countries").set_index("iso3")["iso2"]
    assert units["admin1"].is_unique
    assert (units["admin1"].str[:2] == units["iso3"].map(iso2)).all()
    counts = units["iso3"].value_counts()
    expected = {
        "SYR": 14,
        "TUR": 81,
        "COD": 26,
        "SDN": 18,
        "IRQ": 18,
        "UKR": 27,
        "PSE": 16,
        "BFA": 13,
        "SSD": 10,
        "HTI": 10,
    }
    assert {iso3: int(counts[iso3]) for iso3 in expected} == expected


def test_every_code_of_the_gazetteer_is_a_first_level_code() -> None:
    gazetteer = table("gazetteer")
    assert set(gazetteer["admin1"]) - {""} <= set(table("admin1")["admin1"])
    iso2 = table("countries").set_index("iso3")["iso2"]
    coded = gazetteer[gazetteer["admin1"] != ""]
    assert (coded["admin1"].str[:2] == coded["iso3"].map(iso2)).all()
    assert set(gazetteer["kind"]) == {"region", "admin1", "admin2", "city", "camp"}
    assert set(gazetteer["accuracy"]) <= {"point", "admin1", "admin2", "admin3", "country"}
    assert gazetteer["lat"].astype(float).between(-90, 90).all()
    assert gazetteer["lon"].astype(float).between(-180, 180).all()


def test_places_by_hand_lie_in_their_country() -> None:
    outlines = boundaries.admin0().set_index("iso3").geometry
    rows = table("gazetteer_extra")
    placed = rows[rows["iso3"].isin(outlines.index) & (rows["kind"] != "region")]
    points = gpd.points_from_xy(placed["lon"].astype(float), placed["lat"].astype(float))
    far = [
        name
        for name, iso3, point in zip(placed["spellings"], placed["iso3"], points, strict=True)
        if outlines[iso3].distance(point) > 0.5  # outlines leave out small islands
    ]
    assert far == []


@pytest.mark.parametrize("name", ["Of", "March", "Police", "Most", "Nice", "Mobile", "Reading", "First"])
def test_words_are_no_places_in_texts(name: str) -> None:
    assert places.mentions(f"{name} people fled") == []


def test_outlines_are_sound() -> None:
    world = boundaries.admin0()
    units = gpd.read_parquet(FOLDER / "boundaries_admin1.parquet")
    assert world["iso3"].is_unique
    assert world.is_valid.all()
    assert units.is_valid.all()
    assert units["adm1_code"].is_unique
    assert units.loc[units["admin1"] != "", "admin1"].is_unique
    assert set(units["iso3"]) <= set(table("countries")["iso3"])
    missing = set(areas.countries().query("kind != 'pseudo'")["iso3"]) - set(world["iso3"])
    assert missing == {"BVT", "TKL"}  # uninhabited, and three atolls: not in Natural Earth's units


def test_outlines_run_clockwise_or_d3_would_fill_the_globe() -> None:
    units = gpd.read_parquet(FOLDER / "boundaries_admin1.parquet")
    for shape in [*boundaries.admin0().geometry, *units.geometry]:
        for part in shapely.get_parts(shape):
            assert not part.exterior.is_ccw


@pytest.mark.parametrize(
    ("lon", "lat", "iso3", "admin1"),
    [
        (34.1, 45.2, "UKR", "UA-43"),
        (33.55, 44.6, "UKR", "UA-40"),
        (35.8, 33.0, "SYR", "SY-QU"),
        (-13.0, 26.0, "ESH", ""),
        (28.4, 9.6, "AB9", ""),
        (34.36, 31.42, "PSE", ""),
        (46.0, 10.0, "SOM", ""),
        (33.5, 35.25, "CYP", ""),
        (20.9, 42.6, "XKX", None),
        (36.6, 35.9, "SYR", "SY-ID"),
        (24.0, 12.7, "SDN", None),
    ],
)
def test_disputed_areas_are_drawn_as_listed(lon: float, lat: float, iso3: str, admin1: str | None) -> None:
    point = shapely.Point(lon, lat)
    world = boundaries.admin0()
    assert world[world.contains(point)]["iso3"].tolist() == [iso3]
    units = boundaries.admin1(iso3)
    if admin1 is not None:
        assert units[units.contains(point)]["admin1"].tolist() == [admin1]


@pytest.mark.parametrize(
    ("admin1", "town"),
    [
        ("SD-DC", (23.47, 12.91)),  # Zalingei
        ("SD-DE", (26.13, 11.46)),  # El Daein
        ("SD-DS", (24.88, 12.05)),  # Nyala
        ("AF-PIA", (69.22, 33.6)),  # Gardez
        ("AF-PKA", (68.8, 33.15)),  # Sharana
        ("AF-PAN", (69.8, 35.4)),
        ("AF-DAY", (66.13, 33.72)),  # Nili
        ("ER-MA", (38.93, 15.33)),  # Asmara
        ("IQ-KI", (44.39, 35.47)),  # Kirkuk
        ("IR-07", (52.53, 29.6)),  # Shiraz
        ("PK-KP", (70.15, 32.98)),  # Miran Shah
        ("BF-12", (-0.03, 14.03)),  # Dori
        ("CD-NK", (29.2, -1.6)),  # near Goma
    ],
)
def test_outlines_bear_todays_codes(admin1: str, town: tuple[float, float]) -> None:
    iso3 = table("admin1").set_index("admin1").loc[admin1, "iso3"]
    units = boundaries.admin1(iso3)
    assert units[units.contains(shapely.Point(town))]["admin1"].tolist() == [admin1]


def test_units_newer_than_the_outlines_are_left_blank_not_wrong() -> None:
    units = table("admin1").set_index("admin1")
    for code, around in {
        "CD-IT": "COD-1559",
        "CD-EQ": "COD-1461",
        "PS-GZA": "GAZ+00?",
        "SO-AW": "SOL+00?",
    }.items():
        assert units.loc[code, ["adm1_code", "drawn_in"]].tolist() == ["", around]
    drawn = set(gpd.read_parquet(FOLDER / "boundaries_admin1.parquet")["adm1_code"])
    assert set(units["adm1_code"]) | set(units["drawn_in"]) <= drawn | {""}


def test_disputed_lines_are_lines() -> None:
    lines = boundaries.disputed()
    assert set(lines.geom_type) <= {"LineString", "MultiLineString"}
    assert {"ESH - MAR", "SRB - XKX", "India - Pakistan", "Syria - Israel"} <= set(lines["between"])


def test_the_disclaimer_is_one_paragraph() -> None:
    assert "do not imply" in boundaries.disclaimer()
    assert "\n" not in boundaries.disclaimer()


def test_geojson_features_carry_their_code_as_id() -> None:
    features = json.loads((FOLDER / "boundaries_admin0.geojson").read_text(encoding="utf-8"))["features"]
    assert all(feature["id"] == feature["properties"]["iso3"] for feature in features)
