"""Every claim beside the official count that `total` gives for the same people, place and day."""

import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import figure, figures

from etl import record, totals
from etl.filters import Filter

TUR, LBN, SYR, IRQ = "TUR", "LBN", "SYR", "IRQ"
DAY = datetime.date(2020, 2, 7)


def claim(**said: object) -> dict[str, object]:
    return figure(source="report", quote="...", review="pending", publisher="News") | {"end_date": DAY} | said


def held(*official: dict[str, object], **said: object) -> dict[str, object]:
    return record.beside(figures(claim(**said)), figures(*official)).to_dict("records")[0]


def test_a_claim_gets_verdict_count_publisher_date_and_difference() -> None:
    found = held(figure(value=3_576_370), value=3_600_000, quantifier="more_than")
    assert [found[name] for name in record.COLUMNS] == [
        "above",
        "lies above the last official count, 3,576,370 as of 2019-12-31 (UNHCR), by 23,630",
        3_576_370,
        "UNHCR",
        pd.Timestamp("2019-12-31"),
        23_630,
    ]


def test_the_difference_is_negative_below_and_0_where_they_agree() -> None:
    assert held(figure(value=100), value=80)["difference"] == -15
    assert held(figure(value=100), value=100)["difference"] == 0


def test_an_old_count_is_shown_and_not_held_against_the_claim() -> None:
    found = held(figure(value=90, end_date="2015-12-31"), value=100)
    assert (found["verdict"], found["official_value"]) == (record.NOTHING, 90)
    assert (
        found["verdict_text"] == "the last official count, 90 as of 2015-12-31 (UNHCR), is 1,499 days older"
    )
    assert pd.isna(found["difference"])


def test_a_later_count_is_not_known_on_the_claims_day() -> None:
    assert held(figure(value=90, end_date="2020-12-31"), value=100)["verdict"] == record.NOTHING


def test_a_claim_about_a_province_meets_the_provinces_count_only() -> None:
    hatay = {"admin_level": 1, "admin1": "TR-31", "place": "Hatay"}
    country, province = figure(value=1_000), figure(value=400, **hatay, publisher="UNHCR")
    assert held(country, province, value=400, **hatay)["official_value"] == 400
    found = held(country, value=400, **hatay)
    assert (found["verdict"], found["verdict_text"]) == (
        record.NOTHING,
        "no official count of Hatay to hold it against",
    )


def test_a_region_of_a_country_is_not_the_country() -> None:
    found = held(figure(value=1_000), value=400, place="southern Turkey", admin_level=None)
    assert found["verdict_text"] == "counts something else: southern Turkey only"
    assert pd.isna(found["official_value"])


IDPS = {"population": "idp", "country": "SYR", "origin": "SYR", "place": "Syria"}


@pytest.mark.parametrize(
    ("attributed_to", "expected"), [(None, "IDMC"), ("UNHCR", "UNHCR"), ("OCHA", "IDMC")]
)
def test_of_several_publishers_the_credited_one_is_asked_else_the_preferred(
    attributed_to: str | None, expected: str
) -> None:
    counts = [figure(**IDPS, value=value, publisher=name) for name, value in (("IDMC", 60), ("UNHCR", 61))]
    found = held(*counts, **IDPS, value=60, attributed_to=attributed_to)
    assert found["official_publisher"] == expected


def test_refugees_whose_asylum_country_is_not_said_meet_all_from_there() -> None:
    counts = [figure(value=70), figure(value=30, country="LBN", place="Lebanon")]
    found = held(*counts, value=100, country="SYR", place="Syria")
    assert (found["verdict"], found["official_value"]) == ("agrees", 100)


FLOW = {**IDPS, "measure": "flow", "publisher": "IDMC"}


def test_movements_meet_official_movements_of_the_whole_period_only() -> None:
    said = {**FLOW, "publisher": "News", "value": 50, "start_date": datetime.date(2019, 12, 1)}
    whole = figure(**FLOW, value=50, start_date="2019-12-01", end_date="2020-02-07")
    part = figure(**FLOW, value=20, start_date="2019-12-01", end_date="2019-12-31")
    assert held(whole, **said)["verdict_text"] == (
        "agrees with the last official count, 50 until 2020-02-07 (IDMC)"
    )
    assert held(part, **said)["verdict_text"] == (
        "the official figures of its period cover 2019-12-01 to 2019-12-31 only"
    )


def test_a_claim_that_repeats_another_is_held_against_the_record_too() -> None:
    found = held(
        figure(value=100),
        value=100,
        role="triangulation",
        warning="also said by A (2020-02-06), which counts",
    )
    assert found["verdict"] == "agrees"


def test_the_count_is_the_one_that_total_gives() -> None:
    rows = [
        *(figure(value=value, end_date=f"{2015 + value}-12-31") for value in range(5)),
        *(figure(value=10 * value, origin="IRQ", end_date=f"{2015 + value}-12-31") for value in range(5)),
        *(figure(value=7, origin="AFG", country="LBN", end_date=f"{2015 + n}-06-30") for n in range(5)),
    ]
    days = [datetime.date(year, month, 1) for year in range(2016, 2021) for month in (3, 9)]
    said = [
        claim(value=1, country=country, origin=origin) | {"end_date": day}
        for day in days
        for country, origin in (("TUR", "SYR"), ("TUR", "IRQ"), ("TUR", None), ("LBN", "AFG"))
    ]
    found = record.beside(figures(*said), figures(*rows))
    for one, day in zip(found.to_dict("records"), (row["end_date"] for row in said), strict=True):
        origin = (one["origin"],) if isinstance(one["origin"], str) else ()
        question = Filter(
            country=(one["country"],), origin=origin, population=("refugee",), measure="stock", on=day
        )
        answer = totals.total(figures(*rows), question)
        assert (one["official_value"], one["official_date"].date()) == (answer.value, answer.newest)


def test_each_claim_meets_the_rows_of_its_own_people_place_and_origin_only() -> None:
    rows = [
        figure(value=10 * n + m, country=country, origin=origin, population=population)
        for n, population in enumerate(("refugee", "asylum_seeker"), 1)
        for m, (country, origin) in enumerate(((TUR, SYR), (TUR, IRQ), (LBN, SYR), (LBN, None)), 1)
    ]
    said = [
        claim(country=country, origin=origin, population=population)
        for population in ("refugee", "asylum_seeker")
        for country, origin in ((TUR, SYR), (TUR, IRQ), (LBN, SYR), (LBN, None), (None, IRQ), (SYR, SYR))
    ]
    found = record.beside(figures(*said), figures(*rows))
    expected = [11, 12, 13, 14, None, 24, 21, 22, 23, 24, None, 44]
    assert [None if pd.isna(value) else value for value in found["official_value"]] == expected


def test_no_claims_give_no_lines() -> None:
    assert record.beside(figures(claim(value=1)).head(0), figures(figure(value=1))).empty


def test_claims_are_exported_with_their_verdicts(
    command: Callable[..., tuple[int, str, str]], built: Path
) -> None:
    code, out, _ = command("export", "--claims", "--country", "TUR", "-o", "-", datasets=built)
    rows = pd.read_csv(io.StringIO(out.removeprefix("\ufeff")))
    assert code == 0
    assert rows["quote"].notna().all()
    assert rows.loc[rows["value"] == 3_600_000, "difference"].tolist() == [23_630]


def test_claims_leave_as_csv_only(command: Callable[..., tuple[int, str, str]], built: Path) -> None:
    code, _, error = command("export", "--claims", "--format", "hxl", "-o", "-", datasets=built)
    assert code == 2
    assert "use --format csv" in error
