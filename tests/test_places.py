"""Names and codes -> places: what is found, and above all what is never confused."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import areas, places, reference


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Syrian Arab Rep.", "SYR"),
        ("Syrian Arab Republic", "SYR"),
        ("SYRIA", "SYR"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Tu\u0308rkiye", "TUR"),
        ("Burma", "MMR"),
        ("oPt", "PSE"),
        ("occupied Palestinian territory", "PSE"),
        ("State of Palestine", "PSE"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Curacao ", "CUW"),
        ("Lao People's Dem. Rep.", "LAO"),
        ("Iran (Islamic Rep. of)", "IRN"),
        ("Serbia and Kosovo: S/RES/1244 (1999)", "SRB"),
        ("Kosovo", "XKX"),
        ("Soudan du Sud", "SSD"),
        ("جنوب السودان", "SSD"),
        ("السودان", "SDN"),
        ("\u200fسوريا\u200f", "SYR"),
        ("\u200eSyria\u200f", "SYR"),
        ("SYR", "SYR"),
        ("NA", "NAM"),
        ("NO", "NOR"),
    ],
)
def test_a_country_is_known_by_its_names_and_codes(name: str, iso3: str) -> None:
    assert places.country(name) == iso3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Niger", "NER"), ("Nigeria", "NGA")),
        (("Republic of the Niger", "NER"), ("Federal Republic of Nigeria", "NGA")),
        (("Congo-Brazzaville", "COG"), ("Dem. Rep. of the Congo", "COD")),
        (("Republic of the Congo", "COG"), ("Democratic Republic of the Congo", "COD")),
        (("Rep. of Korea", "KOR"), ("Dem. People's Rep. of Korea", "PRK")),
        (("Guinea", "GIN"), ("Guinea-Bissau", "GNB")),
        (("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG")),
        (("Dominica", "DMA"), ("Dominican Rep.", "DOM")),
        (("Sudan", "SDN"), ("South Sudan", "SSD")),
        (("Mali", "MLI"), ("Somalia", "SOM")),
        (("Austria", "AUT"), ("Australia", "AUS")),
        (("Samoa", "WSM"), ("American Samoa", "ASM")),
        (("Saint Martin", "MAF"), ("Sint Maarten", "SXM")),
    ],
)
def test_like_names_are_never_crossed(one: tuple[str, str], other: tuple[str, str]) -> None:
    for name, iso3 in (one, other):
        assert places.country(name) == iso3
        assert [m.candidates[0].country for m in places.mentions(f"people in {name} fled")] == [iso3]


@pytest.mark.parametrize(
    "name", ["", " ", "-", "Nowhereland", "Nigerr", "Korea", "no", "Gaza", "AUL", "the", "."]
)
def test_what_is_no_country_or_could_be_two_is_none(name: str) -> None:
    assert places.country(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *[(code, code) for code in ("UNK", "XXA", "TIB", "AB9", "VAR")],
        *[("Unknown ", "UNK"), ("Stateless", "XXA"), ("Tibetan", "TIB"), ("Abyei", "AB9")],
    ],
)
def test_pseudo_countries_stay_themselves(name: str, code: str) -> None:
    assert places.country(name) == code
    kinds = areas.countries().set_index("iso3")["kind"]
    assert kinds[code] == "pseudo"


def test_unknown_and_various_are_words_in_a_text() -> None:
    assert places.mentions("Unknown gunmen. Various sources. Others fled. Stateless people.") == []


@pytest.mark.parametrize("name", ["Idlib", "Idleb", "IDLEB", "Edleb", "Idlib Governorate", "Idlib province"])
def test_idlib_is_one_place_however_spelled(name: str) -> None:
    found = places.resolve(name)
    assert found is not None
    assert (found.country, found.admin1, found.pcode, found.admin_level) == ("SYR", "SY-ID", "SY07", 1)
    assert found == places.resolve("Idlib", "SYR")


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Gaza", None, ("PSE", None)),
        ("Gaza", "MOZ", ("MOZ", "MZ-G")),
        ("Sahel", None, (None, None)),
        ("Sahel", "BFA", ("BFA", "BF-12")),
        ("North Kivu", None, ("COD", "CD-NK")),
        ("Nord-Kivu", None, ("COD", "CD-NK")),
        ("El Geneina", None, ("SDN", "SD-DW")),
        ("Darfur", None, ("SDN", None)),
        ("Nineveh", None, ("IRQ", "IQ-NI")),
        ("Ninewa", None, ("IRQ", "IQ-NI")),
        ("Rural Damascus", None, ("SYR", "SY-RD")),
        ("Cox's Bazar", None, ("BGD", "BD-B")),
        ("Coxs Bazar", None, ("BGD", "BD-B")),
        ("Kakuma", None, ("KEN", "KE-43")),
        ("Crimea", None, ("UKR", "UA-43")),
        ("Tripoli", "LBN", ("LBN", "LB-AS")),
        ("Niger", "NGA", ("NGA", "NG-NI")),
        ("Niger", None, ("NER", None)),
        ("Syria", None, ("SYR", None)),
        ("Abyei", None, ("AB9", None)),
    ],
)
def test_a_place_is_found_within_its_country(
    name: str, country: str | None, expected: tuple[str | None, str | None]
) -> None:
    found = places.resolve(name, country)
    assert found is not None
    assert (found.country, found.admin1) == expected


def test_a_name_of_two_like_large_places_needs_its_country() -> None:
    assert places.resolve("Hyderabad") is None
    assert places.resolve("Hyderabad", "PAK") is not None
    assert places.resolve("Idlib", "TUR") is None


def test_the_world_has_no_country() -> None:
    world = places.resolve("World")
    assert world is not None
    assert world.country is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fighting in South Sudan", ["South Sudan"]),
        ("refugees in Papua New Guinea and Guinea-Bissau", ["Papua New Guinea", "Guinea-Bissau"]),
        ("the Republic of Korea and the Democratic Republic of the Congo",
         ["Republic of Korea", "Democratic Republic of the Congo"]),
        ("Syria's war; Turkey's border", ["Syria", "Turkey"]),
        ("fled Goma, North Kivu, DRC", ["Goma", "North Kivu", "DRC"]),
        ("in northwest Syria and in North-West Syria", ["northwest Syria", "North-West Syria"]),
        ("from Niger State, not Niger", ["Niger State", "Niger"]),
        ("Port-au-Prince", ["Port-au-Prince"]),
        ("Deir-ez-Zor and Deir ez-Zor", ["Deir-ez-Zor", "Deir ez-Zor"]),
        ("the Dem. Rep. of the Congo", ["Dem. Rep. of the Congo"]),
        ("Fighting moved South. Sudan said", ["Sudan"]),
        ("wild turkey and chad; a mobile, nice reading", []),
        ("asked us, the CAR and the car", ["CAR"]),
        ("US aid", ["US"]),
        ("In March the Police of Bath were nice", []),
        ("أكثر من 1000 نازح في سوريا", ["سوريا"]),
        ("Папуа — Новая Гвинея и Сирия", ["Папуа — Новая Гвинея", "Сирия"]),
        ("", []),
    ],
)  # fmt: skip
def test_the_longest_name_is_meant(text: str, expected: list[str]) -> None:
    assert [mention.text for mention in places.mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "kind", "iso3"),
    [
        ("Syrian refugees", "demonym", "SYR"),
        ("South Sudanese refugees", "demonym", "SSD"),
        ("Rohingya refugees", "demonym", "MMR"),
        ("Nigerien refugees", "demonym", "NER"),
        ("Nigerian refugees", "demonym", "NGA"),
        ("Palestinian refugees", "demonym", "PSE"),
        ("the people of Jordan", "country", "JOR"),
        ("the people of Mosul", "place", "IRQ"),
    ],
)
def test_a_mention_says_what_it_is(text: str, kind: str, iso3: str) -> None:
    (mention,) = places.mentions(text)
    assert (mention.kind, mention.candidates[0].country) == (kind, iso3)


def test_congo_alone_is_the_republic_in_a_table_and_may_be_either_in_a_text() -> None:
    assert places.country("Congo") == "COG"
    (mention,) = places.mentions("fighting in Congo")
    assert {place.country for place in mention.candidates} == {"COG", "COD"}
    assert places.mentions("Congolese refugees") == []


NAMES = st.sampled_from(
    ["Syria", "South", "Sudan", "Idlib", "Côte", "d'Ivoire", "\u200fسوريا", "Tu\u0308rkiye", "of"]
)


@given(
    st.lists(
        st.one_of(NAMES, st.text(max_size=8), st.sampled_from([" ", "-", ". ", ", ", "\n"])), max_size=30
    )
)
def test_offsets_are_exact_and_never_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    after = 0
    for mention in places.mentions(text):
        assert after <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.candidates
        after = mention.end


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name: str) -> None:
    folded = places.fold(name)
    assert places.fold(folded) == folded
    assert places.fold(unicodedata.normalize("NFD", name)) == places.fold(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    "junk", ["a ", "South ", "Saint ", "Democratic Republic of the ", "\u200f", "x\u0301"]
)
def test_a_megabyte_of_junk_takes_linear_time(junk: str) -> None:
    places.mentions("warm")
    begun = time.perf_counter()
    places.mentions(junk * (1_000_000 // len(junk)))
    assert time.perf_counter() - begun < 5  # about half a second; a slow machine may be busy


def test_another_folder_may_hold_the_reference(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    assert (reference.folder() / "countries.csv").is_file()  # the repository's, as that one has none
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "countries.csv").write_text("iso3\n")
    assert reference.folder() == tmp_path / "reference"
