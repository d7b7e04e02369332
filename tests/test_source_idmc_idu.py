"""IDMC's provisional updates: the old and the new feed, as JSON and CSV."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import SHARED

from etl import frames, normalise
from etl.documents import describe
from etl.errors import DataError, UsageError
from etl.fetch import Wanted
from etl.settle import settle
from etl.sources import idmc_idu
from etl.tabular.files import head

OLD = {
    "id": 7,
    "country": "India",
    "iso3": "IND",
    "latitude": 10.4,
    "longitude": 76.2,
    "displacement_type": "Disaster",
    "qualifier": "total",
    "figure": 12,
    "displacement_start_date": "2023-11-06T11:00:00.000Z",
    "displacement_end_date": "2023-11-07T11:00:00.000Z",
    "year": 2023,
    "event_name": "India: Flood - Kerala - 07/11/2023",
    "standard_popup_text": "",
}
NEW = OLD | {
    "role": "Recommended figure",
    "qualifier": "more than or equal to",
    "displacement_start_date": "2025-05-07",
    "displacement_end_date": "2025-05-08",
    "year": 2025,
    "sources": "Local Authorities; State Authorities",
    "locations_name": "Uri, Jammu and Kashmir; Poonch",
    "locations_accuracy": "County/City/town/Village/Woreda (ADM3); District/Zone/Department (ADM2)",
}


def popup(sentence: str, term: str = "evacuated") -> str:
    return f'<b> India:  12 displacements ({term}), 07 November </b> <br> {sentence} <br> <a href="https://x"target="_blank">Them - 07 November</a>'


def feed(tmp_path: Path, *items: dict[str, object]) -> Path:
    path = tmp_path / "idu.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def read(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]]]:
    con = normalise.workbench()
    assert idmc_idu.recognise(head(path))
    document = describe(path, "idmc_idu")
    normalise.take(con, idmc_idu.parse(con, document), document, idmc_idu)
    settle(con)
    rows = frames.frame(con.sql("SELECT * FROM figures ORDER BY record").to_arrow_table())
    return rows, con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()


def one(tmp_path: Path, item: dict[str, object]) -> pd.Series:
    rows, rejects = read(feed(tmp_path, item))
    assert rejects == []
    assert len(rows) == 1
    return rows.iloc[0]


def days(row: pd.Series) -> tuple[str, str]:
    return str(row["start_date"].date()), str(row["end_date"].date())


def test_old_timestamps_mean_the_day_after(tmp_path: Path) -> None:
    assert days(one(tmp_path, OLD)) == ("2023-11-07", "2023-11-08")


def test_plain_dates_are_what_they_say(tmp_path: Path) -> None:
    row = one(tmp_path, NEW)
    assert days(row) == ("2025-05-07", "2025-05-08")
    assert (row["start_accuracy"], row["end_accuracy"]) == ("day", "day")


def test_a_figure_is_a_part_and_of_a_series_of_its_own(tmp_path: Path) -> None:
    row = one(tmp_path, OLD)
    assert (row["population"], row["measure"], row["cause"], row["value"]) == ("idp", "flow", "disaster", 12)
    assert (row["country"], row["origin"], row["place"]) == ("IND", "IND", "Kerala")
    assert row["series"] == "IDU: provisional events"
    assert row["part"] == "India: Flood - Kerala - 07/11/2023 [7]"


@pytest.mark.parametrize(
    ("word", "quantifier"),
    [
        ("total", "exact"),
        ("more than", "more_than"),
        ("approximately", "approximately"),
        ("less than", "less_than"),
        ("more than or equal to", "at_least"),
        (None, "exact"),
    ],
)
def test_the_qualifier_is_the_bound(tmp_path: Path, word: str | None, quantifier: str) -> None:
    assert one(tmp_path, OLD | {"qualifier": word})["quantifier"] == quantifier


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("A total of 12 people were in relief camp due to flood in Kerala.", "in_relief_camp"),
        ("Flood resulted in more than 12 people being evacuated in Kerala.", "evacuated"),
        ("According to government, 12 people were homeless in Nuh.", "homeless"),
        ("A total of 12 people were forced to flee.", "forced_to_flee"),
        ("A total of 12 people were displaced due to destroyed housing.", "displaced"),
        ("Twelve houses fell.", None),
    ],
)
def test_the_term_is_that_of_the_sentence_and_not_of_the_mislabelled_heading(
    tmp_path: Path, sentence: str, term: str | None
) -> None:
    row = one(tmp_path, OLD | {"standard_popup_text": popup(sentence, "uninhabitable housing")})
    assert row["term"] == term or (term is None and pd.isna(row["term"]))


def test_households_of_the_sentence_stand_beside_idmcs_persons(tmp_path: Path) -> None:
    sentence = "According to local authority, more than 100 households were displaced due to destroyed housing in Kakching on 4 June"
    row = one(
        tmp_path, OLD | {"figure": 457, "qualifier": "more than", "standard_popup_text": popup(sentence)}
    )
    assert (row["value"], row["unit"], row["reported"], row["household_size"]) == (
        457,
        "household",
        100,
        4.57,
    )
    assert (row["value_status"], row["quantifier"]) == ("derived", "more_than")
    assert (row["place"], row["attributed_to"]) == ("Kakching", "local authority")


def test_households_beside_a_count_of_people_are_not_the_figure(tmp_path: Path) -> None:
    row = one(
        tmp_path, OLD | {"standard_popup_text": popup("A total of 12 people of 3 households were evacuated.")}
    )
    assert (row["unit"], row["reported"], row["value_status"]) == ("person", 12, "reported")


def test_households_that_do_not_fit_the_persons_are_doubted(tmp_path: Path) -> None:
    row = one(tmp_path, OLD | {"standard_popup_text": popup("A total of 12 households were evacuated.")})
    assert row["warning"] == "households and persons do not fit: 1.0 persons a household"


@pytest.mark.parametrize(
    ("sentence", "place", "whom"),
    [
        (
            "Flood resulted in a total of 12 people being in relief camp in Assam on 4 May, according to the state, the army.",
            "Assam",
            "the state, the army",
        ),
        (
            "According to NERC, a total of 12 people were evacuated in Cāchār due to flood on 4 May",
            "Cāchār",
            "NERC",
        ),
        ("A total of 12 people were evacuated in (Location) on 4 May.", "Kerala", None),
    ],
)
def test_place_and_source_are_read_from_the_sentence_of_the_old_feed(
    tmp_path: Path, sentence: str, place: str, whom: str | None
) -> None:
    row = one(tmp_path, OLD | {"standard_popup_text": popup(sentence)})
    assert row["place"] == place
    assert row["attributed_to"] == whom or (whom is None and pd.isna(row["attributed_to"]))


def test_gaps_in_the_sentence_are_told(tmp_path: Path) -> None:
    sentence = (
        "Flood resulted in a total of (Figure) (People or Household) being evacuated in Kerala on 30 August."
    )
    row = one(tmp_path, OLD | {"standard_popup_text": popup(sentence)})
    assert row["warning"] == "the public sentence has gaps: (Figure) (People or Household)"


def test_lists_of_the_new_feed_are_kept_whole(tmp_path: Path) -> None:
    row = one(tmp_path, NEW)
    assert row["place"] == "Uri, Jammu and Kashmir; Poonch"
    assert row["attributed_to"] == "Local Authorities; State Authorities"
    assert (row["lat"], row["lon"]) == (10.4, 76.2)
    assert pd.isna(row["place_accuracy"])


@pytest.mark.parametrize(
    ("label", "accuracy"),
    [
        ("District/Zone/Department (ADM2)", "admin2"),
        ("County/City/town/Village/Woreda (ADM3)", "admin3"),
        ("Locality", "point"),
    ],
)
def test_the_accuracy_of_a_single_place_is_kept(tmp_path: Path, label: str, accuracy: str) -> None:
    row = one(tmp_path, NEW | {"locations_name": "Uri", "locations_accuracy": label})
    assert row["place_accuracy"] == accuracy


def test_triangulation_is_a_second_voice(tmp_path: Path) -> None:
    row = one(tmp_path, NEW | {"role": "Triangulation"})
    assert row["role"] == "triangulation"
    assert "second voice" in row["warning"]


def test_a_period_in_the_wrong_order_becomes_its_year(tmp_path: Path) -> None:
    row = one(tmp_path, NEW | {"displacement_end_date": "2025-05-01"})
    assert days(row) == ("2025-01-01", "2025-12-31")
    assert row["warning"] == "printed period ends before it starts: 2025-05-07 to 2025-05-01"


def test_a_blank_figure_is_nothing(tmp_path: Path) -> None:
    rows, rejects = read(feed(tmp_path, OLD | {"figure": None}, OLD))
    assert rejects == []
    assert rows["record"].to_list() == [2]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"iso3": "QQQ"}, 'unknown country "QQQ"'),
        ({"figure": "many"}, 'figure "many" is not a whole number'),
        ({"figure": -4}, "negative count -4"),
        ({"qualifier": "maybe"}, 'unknown qualifier "maybe"'),
        ({"displacement_type": "Weather"}, 'unknown cause "weather"'),
        ({"displacement_start_date": "soon"}, 'displacement_start_date "soon" is no date'),
        ({"displacement_end_date": "2023-13-40"}, 'displacement_end_date "2023-13-40" is no date'),
        ({"id": 7}, "the same figure stands in this document before"),
    ],
)
def test_a_bad_row_is_rejected_with_a_reason_and_the_rest_goes_on(
    tmp_path: Path, said: dict[str, object], reason: str
) -> None:
    rows, rejects = read(feed(tmp_path, OLD, OLD | {"id": 8} | said, OLD | {"id": 9}))
    assert rows["record"].to_list() == [1, 3]
    assert [record for record, _ in rejects] == [2]
    assert reason in rejects[0][1]


@pytest.mark.parametrize("tagged", [False, True])
def test_the_csv_gives_what_the_feed_gives(tmp_path: Path, tagged: bool) -> None:
    path = tmp_path / "idu.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(NEW))
        writer.writeheader()
        if tagged:
            writer.writerow(
                dict.fromkeys(NEW, "") | {"iso3": "#country+iso3", "figure": "#affected+displaced"}
            )
        writer.writerow(NEW)
    rows, rejects = read(path)
    assert rejects == []
    from_csv = rows.iloc[0].drop(["record", "document"])
    from_feed = one(tmp_path, NEW).drop(["record", "document"])
    assert from_csv.astype("string").fillna("").equals(from_feed.astype("string").fillna(""))


def test_figures_of_one_event_without_ids_are_numbered(tmp_path: Path) -> None:
    plain = {name: value for name, value in OLD.items() if name != "id"}
    rows, rejects = read(feed(tmp_path, plain, plain | {"figure": 13}))
    assert rejects == []
    assert rows["part"].str[-2:].to_list() == ["#1", "#2"]


def test_an_empty_feed_says_so(tmp_path: Path) -> None:
    path = feed(tmp_path)
    con = normalise.workbench()
    document = describe(path, "idmc_idu")
    with pytest.raises(DataError, match="a feed without figures"):
        idmc_idu.parse(con, document)


def test_the_feed_is_one_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDMC_CLIENT_ID", "key")
    (download,) = idmc_idu.downloads(Wanted(country="IND"))
    assert (download.path, download.secret, download.count([{}, {}])) == ("idus/all/", ("client_id",), 2)
    with pytest.raises(TypeError):
        download.count({"detail": "no such client"})
    assert download.following([{}], 1, download.params) is None
    monkeypatch.delenv("IDMC_CLIENT_ID")
    with pytest.raises(UsageError, match="IDMC_CLIENT_ID is not set"):
        idmc_idu.downloads(Wanted())


REAL = SHARED / "real" / "idmc_idu" / "idmc_idu.json"


@pytest.mark.skipif(not REAL.exists(), reason="the publisher's file is not in the project")
def test_the_publishers_own_feed_is_read_whole() -> None:
    rows, rejects = read(REAL)
    assert rejects == []
    assert len(rows) == 113
    assert rows["term"].notna().all() and rows["attributed_to"].notna().all()
    kakching = rows[rows["place"] == "Kakching"].iloc[0]
    assert (kakching["reported"], kakching["household_size"], kakching["value"]) == (100, 4.57, 457)
    nuh = rows[rows["place"] == "Nuh"].iloc[0]
    assert (nuh["term"], nuh["quantifier"], nuh["value"]) == ("homeless", "more_than", 500)
    latest = rows[rows["part"].str.contains("126716", regex=False)].iloc[0]
    assert days(latest) == ("2023-11-07", "2023-11-07")
    assert rows["warning"].notna().sum() == 2
