"""UNHCR's Operational Data Portal: replies of its widgets, HDX's table of them, and bare series of days and counts."""

import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import SHARED

from etl import frames, normalise
from etl.documents import describe
from etl.errors import DataError
from etl.fetch import Wanted
from etl.settle import settle
from etl.sources import unhcr_odp
from etl.tabular.files import head


def read(path: Path) -> tuple[pd.DataFrame, list[tuple[int, str]], tuple[int, int]]:
    """The rows, the rejects, and the account's rows and cells."""
    con = normalise.workbench()
    document = describe(path)
    normalise.take(con, unhcr_odp.parse(con, document), document, unhcr_odp)
    settle(con)
    rejects = con.execute("SELECT record, reason FROM rejects ORDER BY ALL").fetchall()
    account = con.execute("SELECT rows, cells FROM accounts").fetchall()[0]
    rows = con.sql("SELECT * FROM figures ORDER BY record, sex, age").to_arrow_table()
    return frames.frame(rows), rejects, account


def group(**said: object) -> dict[str, object]:
    """What the portal says of one group of people."""
    return {
        "pop_type_code": "REF",
        "pop_type_name": "Refugees",
        "pop_data_type_name": "Registered",
        "pop_frequency_cumulative_code": "C",
        "pop_origin_name": "Sudan",
        "pop_origin_code": "SUD",
    } | said


def item(**said: object) -> dict[str, object]:
    """One item of a reply: the place, the day, the count; `month` is wrong, as it is in the portal's own."""
    return {
        "geomaster_name": "South Sudan",
        "admin_level": "Country",
        "centroid_lat": "7.0",
        "centroid_lon": "30.0",
        "date": "2024-06-30",
        "month": 9,
        "year": 2024,
        "source": "UNHCR, Government",
        "individuals": "4570",
        "households": "1000",
        "population_group_id": "1",
    } | said


def origin(**said: object) -> dict[str, object]:
    """An item of get/origin: the group's words stand in the item itself."""
    return item(**(group() | {"population_groups": "Registered refugees from Sudan"} | said))


def widget(*groups: dict[str, object], **said: object) -> dict[str, object]:
    """An item of the other replies: its groups are listed."""
    ids = ", ".join(str(number) for number in range(1, len(groups) + 1))
    return item(population_groups=list(groups), population_group_id=ids, **said)


def reply(tmp_path: Path, *items: dict[str, object], sidecar: str = "") -> Path:
    path = tmp_path / "reply.json"
    path.write_text(json.dumps({"data": items}), encoding="utf-8")
    if sidecar:
        path.with_name("reply.json.yaml").write_text(sidecar, encoding="utf-8")
    return path


def test_an_item_is_a_stock_at_its_date_and_unhcrs_code_is_no_iso_code(tmp_path: Path) -> None:
    path = reply(tmp_path, origin())
    assert unhcr_odp.recognise(head(path))
    rows, rejects, account = read(path)
    row = rows.iloc[0]
    assert (row["country"], row["origin"], row["value"], row["measure"]) == ("SSD", "SDN", 4570, "stock")
    assert (str(row["end_date"].date()), row["end_accuracy"], rejects, account) == (
        "2024-06-30",
        "day",
        [],
        (1, 1),
    )
    assert (row["series"], row["attributed_to"]) == ("Operational Data Portal", "UNHCR, Government")


@pytest.mark.parametrize(("households", "size"), [("1000", 4.57), ("0", None), (None, None)])
def test_persons_per_household_where_both_are_counted(
    tmp_path: Path, households: object, size: object
) -> None:
    rows, _, _ = read(reply(tmp_path, origin(households=households)))
    assert rows["household_size"][0] == size if size else pd.isna(rows["household_size"][0])


def test_merged_groups_are_named_in_a_warning(tmp_path: Path) -> None:
    both = {
        "population_groups": "Refugees from Sudan, Asylum-seekers from Sudan",
        "population_group_id": "1, 2",
    }
    rows, _, _ = read(reply(tmp_path, origin(**both)))
    assert rows["warning"][0] == "groups counted together: Refugees from Sudan, Asylum-seekers from Sudan"


def test_new_arrivals_are_a_series_of_their_own(tmp_path: Path) -> None:
    new = group(pop_data_type_name="New Arrivals")
    rows, _, _ = read(
        reply(tmp_path, origin(**new), widget(group()), widget(group(), new, date="2024-07-31"))
    )
    assert list(rows["series"]) == [
        "Operational Data Portal, new arrivals",
        "Operational Data Portal, registered",
        "Operational Data Portal",
    ]
    assert "does not say" in rows["warning"][0]


def test_various_and_others_are_two_parts_and_never_the_total_of_all_origins(tmp_path: Path) -> None:
    named = [
        {"pop_origin_name": name, "pop_origin_code": code}
        for name, code in (("Various", "VAR"), ("Others", "OTH"))
    ]
    rows, rejects, _ = read(reply(tmp_path, *(origin(**words) for words in named)))
    assert rows[["origin", "part"]].to_numpy().tolist() == [["VAR", "Various"], ["VAR", "Others"]]
    assert (rejects, rows["warning"][1]) == ([], 'origin given as "Others"')


def test_sexes_and_ages_are_rows_and_their_zeros_are_none(tmp_path: Path) -> None:
    cohorts = {
        "male_04": "3",
        "male_total": "10",
        "female_total": "20",
        "female_60": "0",
        "male_hhs": "5",
        "uac_total": None,
    }
    rows, _, account = read(reply(tmp_path, origin(**cohorts)))
    said = rows[["sex", "age", "value"]].to_numpy().tolist()
    assert said == [["all", "all", 4570], ["female", "all", 20], ["male", "0-4", 3], ["male", "all", 10]]
    assert rows["warning"][1] == "sex and age known of 30 of 4570"
    assert account == (1, 1 + 12 + 4)


def test_a_count_of_nobody_is_a_figure(tmp_path: Path) -> None:
    rows, _, _ = read(reply(tmp_path, origin(individuals="0")))
    assert list(rows["value"]) == [0]


def test_groups_of_several_populations_are_displaced_people_with_a_warning(tmp_path: Path) -> None:
    seekers = group(pop_type_name="Asylum-Seekers", pop_origin_name="Eritrea", pop_origin_code="ERT")
    rows, _, _ = read(reply(tmp_path, widget(group(), seekers)))
    assert (rows["population"][0], pd.isna(rows["origin"][0])) == ("displaced", True)
    assert "populations counted together" in rows["warning"][0]


def test_a_place_in_a_country_needs_that_country(tmp_path: Path) -> None:
    idps = group(pop_type_name="IDPs", pop_origin_name="Myanmar", pop_origin_code="MYA")
    place = {"geomaster_name": "Upper Nile", "admin_level": "Province"}
    path = reply(
        tmp_path, widget(group(), **place), widget(idps, geomaster_name="Kachin", admin_level="State")
    )
    rows, rejects, account = read(path)
    assert rows[["country", "origin", "place", "admin_level"]].to_numpy().tolist() == [
        ["MMR", "MMR", "Kachin", 1]
    ]
    assert (account, rejects[0][0]) == ((2, 2), 1)
    assert "write `country: ISO3` into the sidecar" in rejects[0][1]
    rows, rejects, _ = read(reply(tmp_path, widget(group(), **place), sidecar="country: SSD\n"))
    assert (rows["country"][0], rows["origin"][0], rejects) == ("SSD", "SDN", [])


def test_a_settlement_is_a_part_of_its_country(tmp_path: Path) -> None:
    camp = widget(group(), geomaster_name="Doro", admin_level="Settlement")
    rows, _, _ = read(reply(tmp_path, camp, sidecar="country: SSD\n"))
    assert (rows["part"][0], pd.isna(rows["admin_level"][0]), rows["place_accuracy"][0]) == (
        "Doro",
        True,
        "point",
    )
    assert (rows["lat"][0], rows["lon"][0]) == (7.0, 30.0)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"pop_type_name": "Martians"}, 'unknown population type "Martians"'),
        ({"pop_origin_name": "Atlantis", "pop_origin_code": "ATL"}, 'unknown country of origin "Atlantis"'),
        ({"date": "30/06/2024"}, 'date "30/06/2024" is not readable'),
        ({"individuals": "many"}, 'individuals "many" is not a whole number'),
    ],
)
def test_a_bad_item_is_rejected_and_the_rest_goes_on(
    tmp_path: Path, said: dict[str, object], reason: str
) -> None:
    rows, rejects, _ = read(reply(tmp_path, origin(**said), origin()))
    assert (list(rows["record"]), [record for record, _ in rejects]) == ([2], [1])
    assert reason in rejects[0][1]


HEADER = "Country,ISO3,Country of Origin,ISO3 of Origin,Population type,Source,Date,Individuals\n"
TAGS = "#country,#country+code,#origin,#origin+code,#population,#meta+source,#date,#affected\n"


def tidy(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "situations.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def test_the_table_of_hdx_is_read_with_and_without_tags(tmp_path: Path) -> None:
    path = tidy(tmp_path, TAGS, 'Benin,BEN,Togo,TGO,Asylum-Seekers,"UNHCR, Government",2024-05-31,4716\n')
    assert unhcr_odp.recognise(head(path))
    rows, rejects, account = read(path)
    assert rows[["country", "origin", "population", "value"]].to_numpy().tolist() == [
        ["BEN", "TGO", "asylum_seeker", 4716]
    ]
    assert (rejects, account) == ([], (2, 2))


def test_origin_and_asylum_in_one_country_are_kept_with_a_warning(tmp_path: Path) -> None:
    rows, _, _ = read(tidy(tmp_path, "Sudan,SDN,Sudan,SDN,Refugees,UNHCR,2024-05-22,9\n"))
    assert rows["warning"][0] == "origin and asylum are the same country"


def test_a_name_that_does_not_fit_its_code_is_doubted(tmp_path: Path) -> None:
    rows, _, _ = read(tidy(tmp_path, "Niger,NGA,Mali,MLI,Refugees,UNHCR,2024-05-22,9\n"))
    assert (rows["country"][0], rows["warning"][0]) == (
        "NGA",
        "Niger stands beside the code NGA: the code counts",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Benin,QQQ,Togo,TGO,Refugees,U,2024-05-31,1", 'unknown country "QQQ"'),
        ("Benin,BEN,Atlantis,,Refugees,U,2024-05-31,1", 'unknown country of origin "Atlantis"'),
        ("Benin,BEN,Togo,TGO,Martians,U,2024-05-31,1", 'unknown population type "Martians"'),
        ("Benin,BEN,Togo,TGO,Refugees,U,31/05/2024,1", 'date "31/05/2024" is not readable'),
        ("Benin,BEN,Togo,TGO,Refugees,U,2024-05-31,1.5", 'individuals "1.5" is not a whole number'),
        ("Benin,BEN", "line not readable"),
    ],
)
def test_a_bad_row_of_the_table_is_rejected_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    rows, rejects, account = read(tidy(tmp_path, line + "\n", "Benin,BEN,Togo,TGO,Refugees,U,2024-05-31,2\n"))
    assert (list(rows["value"]), account, rejects[0][0]) == ([2], (2, 2), 2)
    assert reason in rejects[0][1]


LEBANON = "publisher: UNHCR\ncountry: LBN\norigin: SYR\npopulation: refugee\nmeasure: stock\n"


def series(tmp_path: Path, text: str, sidecar: str = LEBANON) -> Path:
    path = tmp_path / "series.csv"
    path.write_text(text, encoding="utf-8")
    path.with_name("series.csv.yaml").write_text(sidecar, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text", ["2012-01-27;6290\n2012-02-10;6133\n", ",\n2012-01-27,6290\n2012-02-10,6133\n"]
)
def test_days_and_counts_take_their_meaning_from_the_sidecar_and_may_fall(tmp_path: Path, text: str) -> None:
    path = series(tmp_path, text)
    assert unhcr_odp.recognise(head(path))
    rows, rejects, account = read(path)
    assert rows[["country", "origin", "population", "measure", "value"]].to_numpy().tolist() == [
        ["LBN", "SYR", "refugee", "stock", 6290],
        ["LBN", "SYR", "refugee", "stock", 6133],
    ]
    assert (rejects, account[0]) == ([], text.count("\n"))
    assert list(rows["series"]) == ["Operational Data Portal"] * 2


def test_a_series_of_a_situation_has_a_place_and_no_country(tmp_path: Path) -> None:
    sidecar = LEBANON.replace("country: LBN", "place: Syria situation")
    rows, _, _ = read(series(tmp_path, "2016-07-04;4844111\n", sidecar))
    assert (rows["place"][0], pd.isna(rows["country"][0]), rows["origin"][0]) == (
        "Syria situation",
        True,
        "SYR",
    )


def test_norways_code_is_no_no(tmp_path: Path) -> None:
    rows, _, _ = read(series(tmp_path, "2016-07-04;9\n", LEBANON.replace("LBN", "NO")))
    assert (rows["country"][0], rows["place"][0]) == ("NOR", "Norway")


def test_a_flow_is_of_the_period_that_holds_its_day(tmp_path: Path) -> None:
    path = tmp_path / "timeseries.json"
    listed = [
        {"data_date": "2024-02-10", "month": 3, "year": 2024, "individuals": 700},
        {"data_date": "2024-03-01", "individuals": None},
    ]
    path.write_text(json.dumps({"data": {"timeseries": listed}}), encoding="utf-8")
    sidecar = LEBANON.replace("stock", "flow") + "period: month\n"
    path.with_name("timeseries.json.yaml").write_text(sidecar, encoding="utf-8")
    assert unhcr_odp.recognise(head(path))
    rows, rejects, account = read(path)
    assert [str(rows[name][0].date()) for name in ("start_date", "end_date")] == ["2024-02-01", "2024-02-29"]
    assert (len(rows), rejects, account) == (1, [], (2, 2))


@pytest.mark.parametrize(
    ("sidecar", "fault"),
    [
        ("title: x\n", r"write publisher, population, measure, country \(or place\) into series.csv.yaml"),
        (LEBANON.replace("stock", "flow"), "write period into"),
        (LEBANON.replace("refugee", "people"), 'unknown population "people"'),
        (LEBANON.replace("LBN", "Atlantis"), 'unknown country "Atlantis"'),
    ],
)
def test_a_series_without_its_meaning_is_refused_with_the_cure(
    tmp_path: Path, sidecar: str, fault: str
) -> None:
    path = series(tmp_path, "2012-01-27;6290\n", sidecar)
    con = normalise.workbench()
    with pytest.raises(DataError, match=fault):
        unhcr_odp.parse(con, describe(path))


def test_a_bad_line_of_a_series_is_rejected(tmp_path: Path) -> None:
    rows, rejects, _ = read(
        series(tmp_path, "2012-01-27;1\n2012-02;2\n2012-03-01;3.5\n2012-03-02;4\n2012-03-03;5\n")
    )
    assert list(rows["value"]) == [1, 4, 5]
    assert [record for record, _ in rejects] == [2, 3]


def test_what_can_be_downloaded_follows_the_country() -> None:
    assert [download.table for download in unhcr_odp.downloads(Wanted(country="SDN"))] == ["origin-sdn"]
    assert unhcr_odp.downloads(Wanted(country="SYR")) == []
    every = unhcr_odp.downloads(Wanted())
    assert len({download.table for download in every}) == len(every) == len(unhcr_odp.COUNTRIES) + 1
    assert every[0].count({"data": [1, 2]}) == 2


REAL = SHARED / "real" / "unhcr_odp"
absent = pytest.mark.skipif(not REAL.exists(), reason="the publisher's files are not in the project")


@absent
def test_the_portals_own_replies_are_read_whole() -> None:
    kept = {}
    for name in ("220", "259", "295"):
        rows, rejects, account = read(REAL / f"get-origin-geo-id-{name}-population-collection-429.json")
        assert rejects == []
        kept[name] = (account, int(rows[rows["sex"] == "all"]["value"].sum()))
    assert kept == {"220": ((9, 153), 1741957), "259": ((10, 170), 792637), "295": ((3, 51), 1115236)}
    rows, _, _ = read(REAL / "population-widget-id-264111-geo-id-693.json")
    assert (rows["country"][0], rows["origin"][0], rows["value"][0]) == ("MMR", "MMR", 569591)


@absent
def test_hdxs_own_table_is_read_whole() -> None:
    rows, rejects, account = read(REAL / "unhcr-situations.csv")
    assert (rejects, account, len(rows)) == ([], (25, 25), 25)


@absent
@pytest.mark.parametrize(
    ("name", "country", "highest", "falls"),
    [
        ("syria-refugees-lebanon-150825.csv", "LBN", 1185241, 26),
        ("syria-refugees-turkey-150825.csv", "TUR", 1938999, 133),
    ],
)
def test_the_portals_own_series_keep_every_fall(
    tmp_path: Path, name: str, country: str, highest: int, falls: int
) -> None:
    path = series(tmp_path, (REAL / "syria_series" / name).read_text(), LEBANON.replace("LBN", country))
    rows, rejects, _ = read(path)
    assert rejects == []
    assert rows["value"].max() == highest
    assert int((rows["value"].diff() < 0).sum()) == falls
