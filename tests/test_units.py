"""Names and p-codes of units: mended where sure, kept as written and flagged where not, never guessed."""

import duckdb
import pytest

from etl.tabular import units

Found = dict[str, object]


def resolved(
    country: str | None, name: str | None, pcode: str | None = None, admin1: str | None = None
) -> Found:
    """The one row that a unit, joined with what it resolves to, gives."""
    con = duckdb.connect()
    con.execute("CREATE TABLE t (c VARCHAR, n VARCHAR, p VARCHAR, a VARCHAR)")
    con.execute("INSERT INTO t VALUES (?, ?, ?, ?)", [country, name, pcode, admin1])
    said = {"country": "c", "name": "n", "pcode": "p", "admin1": "a"}
    assert units.resolve(con, "t", **said) == "units"
    row = con.execute(f"SELECT t.n AS written, units.* FROM t {units.joined('t', **said)}")
    (values,) = row.fetchall()
    return dict(zip([column[0] for column in row.description or []], values, strict=True))


def test_a_p_code_begun_the_iso_way_is_mended_with_a_warning() -> None:
    found = resolved("TCD", "Lac", "TD07", "Lac")
    assert (found["pcode"], found["warning"]) == ("TCD07", "p-code TD07 written as TCD07")
    assert resolved("TCD", "Lac", "TCD07", "Lac")["warning"] is None


def test_a_p_code_of_another_country_is_kept_and_flagged() -> None:
    found = resolved("HTI", "Ouest", "DO01", "Ouest")
    assert found["pcode"] == "DO01"
    assert "does not begin with HT" in str(found["warning"])


def test_two_spellings_are_one_place() -> None:
    idleb, idlib = (resolved("SYR", name, None, name) for name in ("Idleb", "Idlib"))
    for column in ("admin1", "lat", "lon", "place_accuracy"):
        assert idleb[column] == idlib[column]
    assert idleb["admin1"] == "SY-ID"
    assert (idleb["written"], idlib["written"]) == ("Idleb", "Idlib")


def test_niger_is_not_nigeria() -> None:
    state = resolved("NGA", "Niger", None, "Niger")
    assert state["admin1"] == "NG-NI"
    nowhere = resolved("NER", "Nigeria")
    assert nowhere["admin1"] is None and nowhere["lat"] is None
    assert "not in our gazetteer" in str(nowhere["warning"])


def test_a_name_that_is_not_known_is_kept_and_flagged() -> None:
    found = resolved("SOM", "Xyzzy", None, "Bay")
    assert found["written"] == "Xyzzy"
    assert found["admin1"] == "SO-BY"
    assert found["lat"] is None
    assert found["warning"] == 'place not in our gazetteer, kept as written: "Xyzzy"'


def test_a_p_code_speaks_for_a_name_that_is_not_known() -> None:
    found = resolved("SOM", "Xyzzy", "SO2499", "Bay")
    assert (found["pcode"], found["warning"]) == ("SO2499", None)


def test_a_town_of_that_name_in_another_province_is_another_place() -> None:
    assert resolved("SOM", "Kismayo", None, "Lower Juba")["place_accuracy"] == "point"
    elsewhere = resolved("SOM", "Kismayo", None, "Bari")
    assert (elsewhere["admin1"], elsewhere["lat"]) == ("SO-BR", None)


def test_a_unit_of_a_province_that_is_not_known_gets_no_code() -> None:
    assert resolved("SOM", "Kismayo", None, "Xyzzy")["admin1"] is None


@pytest.mark.parametrize("name", ["Awdal", "Idlib"])
def test_a_first_level_unit_is_itself_and_not_a_town_in_it(name: str) -> None:
    country = {"Awdal": "SOM", "Idlib": "SYR"}[name]
    assert resolved(country, name, None, name)["place_accuracy"] == "admin1"


def test_a_row_without_a_unit_resolves_to_nothing() -> None:
    found = resolved("HTI", None)
    assert [found[column] for column in ("admin1", "pcode", "lat", "warning")] == [None] * 4
