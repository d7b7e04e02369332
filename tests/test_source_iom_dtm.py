"""IOM's Displacement Tracking Matrix: stacked levels, rows split over reasons and origins, rounds. All figures are invented."""

import datetime
import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl import frames, normalise, totals
from etl.documents import describe
from etl.errors import DataError, UsageError
from etl.fetch import Wanted
from etl.filters import Filter
from etl.settle import settle
from etl.sources import choose, iom_dtm

COLUMNS = (
    "id,operation,admin0Name,admin0Pcode,admin1Name,admin1Pcode,admin2Name,admin2Pcode,adminLevel,numPresentIdpInd,"
    "reportingDate,yearReportingDate,monthReportingDate,roundNumber,displacementReason,numberMales,numberFemales,"
    "idpOriginAdmin1Name,idpOriginAdmin1Pcode,assessmentType,operationStatus"
)
TAGS = (
    "#id+code,#operation+name,#country+name,#country+code,#adm1+name,#adm1+code,#adm2+name,#adm2+code,#adm+level,#affected+idps,"
    "#date+reported,#date+year+reported,#date+month+reported,#round+code,#cause+type,#affected+idps+m,#affected+idps+f,"
    "#adm1+name+origin,#adm1+code+origin,#assessment+type,#operation+status"
)


def item(**said: object) -> dict[str, object]:
    """A row of Haiti's countrywide round of June 2025, but for what is `said`."""
    row: dict[str, object] = dict.fromkeys(COLUMNS.split(","), "")
    row |= {
        "operation": "Countrywide monitoring",
        "admin0Name": "Haiti",
        "admin0Pcode": "HTI",
        "assessmentType": "BA",
    }
    row |= {
        "adminLevel": 0,
        "numPresentIdpInd": 1000,
        "reportingDate": "2025-06-30T00:00:00",
        "roundNumber": 10,
    }
    row |= {"displacementReason": "Conflict", "idpOriginAdmin1Name": "Not available"}
    unknown = set(said) - set(row)
    assert not unknown
    return row | said


def ouest(**said: object) -> dict[str, object]:
    return item(adminLevel=1, admin1Name="Ouest", admin1Pcode="HT01", **said)


def csv(tmp_path: Path, *rows: dict[str, object], tags: bool = False) -> Path:
    path = tmp_path / "dtm.csv"
    lines = [
        COLUMNS,
        *([TAGS] if tags else []),
        *(",".join(str(cell) for cell in row.values()) for row in rows),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def reply(tmp_path: Path, *rows: dict[str, object], success: bool = True) -> Path:
    path = tmp_path / "admin1.json"
    said = {
        "statusCode": 200 if success else 401,
        "isSuccess": success,
        "errorMessages": [],
        "totalRecordsCount": len(rows),
    }
    path.write_text(json.dumps(said | {"result": rows}), encoding="utf-8")
    return path


def read(path: Path) -> tuple[pd.DataFrame, list[str], duckdb.DuckDBPyConnection]:
    con = normalise.workbench()
    normalise.add(con, describe(path))
    settle(con)
    found = con.sql("SELECT 'x' AS figure_id, * FROM figures ORDER BY record, sex").to_arrow_table()
    reasons = con.execute("SELECT reason FROM rejects ORDER BY record").fetchall()
    return frames.frame(found), [reason for (reason,) in reasons], con


def test_a_row_is_a_stock_on_the_reporting_date(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, ouest(numPresentIdpInd=5006)))
    row = rows.iloc[0]
    assert rejects == []
    assert (row["population"], row["measure"], row["value"], row["publisher"]) == (
        "idp",
        "stock",
        5006,
        "IOM",
    )
    assert (str(row["end_date"].date()), row["end_accuracy"]) == ("2025-06-30", "day")
    assert pd.isna(row["start_date"])
    assert (row["country"], row["origin"], row["place"], row["pcode"], row["admin1"]) == (
        "HTI",
        "HTI",
        "Ouest",
        "HT01",
        "HT-OU",
    )
    assert (row["admin_level"], row["series"], row["cause"]) == (
        1,
        "Countrywide monitoring (baseline)",
        "conflict",
    )
    assert row["licence"] == "IOM-DTM-non-commercial"


@pytest.mark.parametrize("tags", [True, False])
def test_a_row_of_tags_may_be_there_or_not(tmp_path: Path, tags: bool) -> None:
    rows, rejects, con = read(csv(tmp_path, item(), tags=tags))
    assert (list(rows["value"]), rejects) == ([1000], [])
    (nothing,) = con.execute("SELECT nothing['HXL tag row'] FROM accounts").fetchall()
    assert nothing == (1 if tags else None,)


def test_a_reply_of_the_api_reads_as_the_file_does(tmp_path: Path) -> None:
    said = [ouest(numberMales=400, numberFemales=600), ouest(displacementReason=None, numPresentIdpInd=7)]
    for row in said:
        del row["adminLevel"]  # the API has a path for each level instead
    from_api, _, _ = read(reply(tmp_path, *said))
    from_file, _, _ = read(
        csv(
            tmp_path,
            ouest(numberMales=400, numberFemales=600),
            ouest(displacementReason="", numPresentIdpInd=7),
        )
    )
    columns = ["value", "sex", "admin_level", "part", "cause", "place"]
    assert from_api[columns].equals(from_file[columns])
    assert len(from_api) == 4


def test_men_and_women_are_told_apart_and_a_zero_is_not_a_count_of_them(tmp_path: Path) -> None:
    rows, _, con = read(
        csv(tmp_path, ouest(numberMales="400.0", numberFemales=590), item(numberMales=0, numberFemales=""))
    )
    told = rows[rows["admin_level"] == 1]
    assert dict(zip(told["sex"], told["value"], strict=True)) == {"all": 1000, "male": 400, "female": 590}
    assert "men and women add up to 990" in told.set_index("sex")["warning"]["all"]
    assert list(rows[rows["admin_level"] == 0]["sex"]) == ["all"]
    assert con.execute("SELECT rows, cells FROM accounts").fetchall() == [(2, 6)]


@pytest.mark.parametrize("cell", ["", "nan", "Not available"])
def test_a_blank_is_no_count_and_a_zero_of_people_present_is_one(tmp_path: Path, cell: str) -> None:
    rows, rejects, _ = read(csv(tmp_path, ouest(numPresentIdpInd=cell), item(numPresentIdpInd=0)))
    assert (list(rows["value"]), rejects) == ([0], [])


def haiti() -> list[dict[str, object]]:
    """One round at three levels, each split over reasons and origins in its own way, each with the same sum."""
    splits = {
        0: [("", "", 1_280_000, "Conflict", ""), ("", "", 7_593, "Natural disaster", "Ouest")],
        1: [
            ("Ouest", "HT01", 1_000_000, "Conflict", "Ouest"),
            ("Ouest", "HT01", 7_593, "", ""),
            ("Centre", "HT06", 280_000, "conflict", ""),
        ],
        2: [
            ("Delmas", "HT0112", 1_007_593, "Conflict; Natural disaster", ""),
            ("Hinche", "HT0611", 280_000, "Conflict", "Ouest"),
        ],
    }
    first = {"Delmas": ("Ouest", "HT01"), "Hinche": ("Centre", "HT06")}
    rows = []
    for level, parts in splits.items():
        for name, code, people, reason, origin in parts:
            name1, code1 = first.get(name, (name, code))
            names = {"admin1Name": name1, "admin1Pcode": code1}
            names |= {"admin2Name": name, "admin2Pcode": code} if level == 2 else {}
            said = {"numPresentIdpInd": people, "displacementReason": reason, "idpOriginAdmin1Name": origin}
            rows.append(item(adminLevel=level, **names, **said))
    return rows


def test_each_level_sums_to_the_published_total_and_a_sum_uses_one_level(tmp_path: Path) -> None:
    rows, rejects, _ = read(csv(tmp_path, *haiti(), tags=True))
    assert rejects == []
    assert rows.groupby("admin_level")["value"].sum().to_list() == [1_287_593] * 3
    assert not rows["warning"].fillna("").str.contains("adds up").any()
    for level in (None, 0, 1, 2):
        question = Filter(country=("HTI",), population=("idp",), level=level)
        assert totals.total(rows, question).value == 1_287_593


def test_levels_that_do_not_agree_are_doubted_at_the_higher_one(tmp_path: Path) -> None:
    rows, _, _ = read(
        csv(
            tmp_path,
            item(),
            ouest(numPresentIdpInd=600),
            ouest(numPresentIdpInd=390, displacementReason="Flood"),
        )
    )
    assert list(rows["warning"].notna()) == [True, False, False]
    assert rows["warning"][0] == "level 0 adds up to 1,000, level 1 to 990"


def test_rows_of_one_place_and_date_are_parts_and_add_up(tmp_path: Path) -> None:
    lines = [
        ouest(numPresentIdpInd=1, displacementReason="Conflict"),
        ouest(numPresentIdpInd=2, displacementReason="conflict"),
        ouest(numPresentIdpInd=4, displacementReason="Conflict", idpOriginAdmin1Name="Centre"),
        ouest(numPresentIdpInd=8, displacementReason="No reason for displacement reported"),
        ouest(numPresentIdpInd=16, displacementReason="", idpOriginAdmin1Name="Centre"),
        item(
            numPresentIdpInd=32, adminLevel=1, admin1Name="Centre", admin1Pcode="HT06", displacementReason=""
        ),
    ]
    rows, rejects, _ = read(csv(tmp_path, *lines))
    assert rejects == []
    assert list(rows["part"]) == [
        "reason: Conflict",
        "reason: conflict",
        "reason: Conflict; origin: Centre",
        "reason: not said; origin: not said",
        "origin: Centre",
        "reason: not said; origin: not said",
    ]
    assert rows["cause"].isna().all()
    assert totals.total(rows, Filter(country=("HTI",))).value == 63


def test_where_no_row_of_a_series_says_reason_or_origin_each_is_a_whole(tmp_path: Path) -> None:
    quiet = {"displacementReason": "", "idpOriginAdmin1Name": ""}
    rows, _, _ = read(csv(tmp_path, ouest(**quiet), item(operation="Another", displacementReason="Flood")))
    assert [None if pd.isna(part) else part for part in rows["part"]] == [None, "reason: Flood"]


def test_a_round_with_other_reasons_does_not_add_to_the_round_before(tmp_path: Path) -> None:
    lines = [
        item(numPresentIdpInd=100, reportingDate="2025-06-10T00:00:00", roundNumber=9),
        item(numPresentIdpInd=70),
        item(numPresentIdpInd=50, displacementReason="Flood"),
    ]
    rows, _, _ = read(csv(tmp_path, *lines))
    assert list(rows["cause"]) == ["conflict", "conflict", "disaster"]
    assert totals.total(rows, Filter(country=("HTI",), on=datetime.date(2025, 7, 1))).value == 120


def test_a_mixed_reason_has_no_single_cause(tmp_path: Path) -> None:
    rows, _, _ = read(csv(tmp_path, ouest(displacementReason="Conflict; Natural disaster")))
    assert pd.isna(rows["cause"][0])
    assert "several causes" in rows["warning"][0]


def test_of_two_rounds_with_one_date_the_later_counts(tmp_path: Path) -> None:
    rows, rejects, _ = read(
        csv(tmp_path, ouest(numPresentIdpInd=900, roundNumber="9.0"), ouest(numPresentIdpInd=1000))
    )
    assert rejects == []
    assert list(rows["role"]) == ["triangulation", "recommended"]
    assert list(rows["part"]) == ["round 9; reason: Conflict", "reason: Conflict"]
    assert rows["warning"][0] == "round 10 has the same date and counts"
    assert totals.total(rows, Filter(country=("HTI",))).value == 1000


def test_operations_and_ways_to_count_are_series_and_never_share_a_sum(tmp_path: Path) -> None:
    lines = [
        item(),
        item(operation="Earthquake", assessmentType="SA"),
        item(operation="Earthquake", assessmentType="ETT"),
    ]
    rows, _, _ = read(csv(tmp_path, *lines))
    assert list(rows["series"]) == [
        "Countrywide monitoring (baseline)",
        "Earthquake (site assessment)",
        "Earthquake (emergency tracking)",
    ]
    assert totals.total(rows, Filter(country=("HTI",))).value is None


def test_a_p_code_is_mended_and_the_country_may_be_a_name(tmp_path: Path) -> None:
    chad = {
        "admin0Name": "Chad",
        "admin0Pcode": "",
        "adminLevel": 1,
        "admin1Name": "Lac",
        "admin1Pcode": "TD07",
    }
    rows, _, _ = read(csv(tmp_path, item(**chad)))
    row = rows.iloc[0]
    assert (row["country"], row["pcode"]) == ("TCD", "TCD07")
    assert "written as TCD07" in row["warning"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"admin0Name": "Narnia", "admin0Pcode": "QQQ"}, 'unknown country "QQQ"'),
        ({"reportingDate": "June"}, 'reportingDate "June" is no date'),
        ({"numPresentIdpInd": "3.7"}, 'numPresentIdpInd "3.7" is not a whole number'),
        ({"numPresentIdpInd": "-5"}, "negative count -5"),
        ({"adminLevel": 2}, "no name and no p-code of a unit of level 2"),
        ({"adminLevel": 7}, "adminLevel 7 is not known"),
    ],
)
def test_a_bad_row_is_rejected_with_its_cure_and_the_rest_goes_on(
    tmp_path: Path, said: dict[str, object], reason: str
) -> None:
    rows, rejects, _ = read(csv(tmp_path, item(roundNumber=1), item(**said), ouest()))
    assert list(rows["record"]) == [2, 4]
    assert len(rejects) == 1 and reason in rejects[0]


def test_a_short_line_is_rejected_alone(tmp_path: Path) -> None:
    path = csv(tmp_path, item())
    path.write_text(path.read_text() + "1,2,3\n", encoding="utf-8")
    rows, rejects, _ = read(path)
    assert (len(rows), len(rejects)) == (1, 1)
    assert "line not readable" in rejects[0]


def test_a_refusal_of_the_api_and_an_empty_reply_are_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the API reports a fault"):
        read(reply(tmp_path, success=False))
    with pytest.raises(DataError, match="a reply without rows"):
        read(reply(tmp_path))


def test_the_api_is_asked_for_three_levels_of_one_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTM_SUBSCRIPTION_KEY", "made-up")
    found = iom_dtm.downloads(Wanted(since=2024, country="HTI"))
    assert [download.path for download in found] == ["admin0", "admin1", "admin2"]
    assert dict(found[0].params) == {"Admin0Pcode": "HTI", "FromReportingDate": "2024-01-01"}
    assert found[0].headers["Ocp-Apim-Subscription-Key"] == "made-up"
    page = {"isSuccess": True, "totalRecordsCount": 2, "result": [{}, {}]}
    assert (found[0].count(page), found[0].promised(page), found[0].following(page, 1, found[0].params)) == (
        2,
        2,
        None,
    )
    with pytest.raises(ValueError, match="no such operation"):
        found[0].count({"isSuccess": False, "errorMessages": ["no such operation"], "result": None})


def test_without_country_or_key_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DTM_SUBSCRIPTION_KEY", raising=False)
    with pytest.raises(UsageError, match="name a country with --country"):
        iom_dtm.downloads(Wanted())
    with pytest.raises(UsageError, match="put it into DTM_SUBSCRIPTION_KEY"):
        iom_dtm.downloads(Wanted(country="HTI"))


def test_the_files_are_known_by_their_columns(tmp_path: Path) -> None:
    for path in (csv(tmp_path, item()), csv(tmp_path, item(), tags=True), reply(tmp_path, item())):
        assert choose(path, None).NAME == "iom_dtm"
