"""Counts side by side: how far they lie apart, what is compared to what, and what is not."""

import pandas as pd
from conftest import figure, figures

from etl import comparison, trends
from etl.filters import of

IDP = {"population": "idp", "country": "SYR", "origin": "SYR", "place": "Syria"}
SYRIA = of({"country": "SYR", "population": "idp"})
TURKEY = of({"country": "TUR", "population": "refugee"})


def idps(publisher: str, date: str, value: int, **said: object) -> dict[str, object]:
    return figure(**(IDP | {"publisher": publisher, "end_date": date, "value": value} | said))


def claim(date: str, value: int, **said: object) -> dict[str, object]:
    told = {"source": "report", "quote": "so many", "quote_start": value, "quote_end": value + 7}
    return idps("OCHA", date, value, **(told | {"review": "pending"} | said))


def test_the_distance_is_that_of_the_latest_date_most_publishers_share() -> None:
    rows = figures(
        *(idps("IDMC", f"{year}-12-31", 600 + year - 2018) for year in (2018, 2019, 2020)),
        *(idps("UNHCR", f"{year}-12-31", 500) for year in (2018, 2019)),
    )
    found = comparison.spread(comparison.lines(rows, SYRIA).counts)
    assert found is not None
    assert (found.apart, found.date) == (101, pd.Timestamp("2019-12-31"))
    assert list(found.counts["publisher"]) == ["UNHCR", "IDMC"]


def test_one_publisher_alone_lies_apart_from_nobody() -> None:
    assert comparison.spread(comparison.lines(figures(idps("IDMC", "2019-12-31", 5)), SYRIA).counts) is None


def test_two_series_of_one_publisher_are_two_lines_and_a_report_is_none() -> None:
    rows = figures(
        idps("IDMC", "2019-12-31", 600),
        idps("IDMC", "2019-12-31", 610, series="as printed by UNHCR"),
        claim("2019-12-31", 900, review="accepted"),
    )
    counts = comparison.lines(rows, SYRIA).counts
    assert dict(zip(counts["publisher"], counts["value"], strict=True)) == {
        "IDMC": 600,
        "IDMC: as printed by UNHCR": 610,
    }
    assert set(counts["maker"]) == {"IDMC"}


def test_the_difference_is_taken_at_the_latest_date_that_both_have() -> None:
    rows = figures(
        idps("IDMC", "2018-12-31", 400),
        idps("IDMC", "2020-12-31", 900),
        idps("UNHCR", "2018-12-15", 500),
        idps("OCHA", "2016-06-30", 70),
    )
    table = comparison.table(comparison.lines(rows, SYRIA).counts, "IDMC").set_index("publisher")
    assert table.loc["UNHCR", ["difference", "share"]].tolist() == [100, 25.0]
    assert table.loc["UNHCR", "common"] == pd.Timestamp("2018-12-31")
    assert table.loc["OCHA", "why"] == comparison.NO_COMMON_DATE
    assert pd.isna(table.loc["OCHA", "difference"])
    assert table.loc["IDMC", ["value", "counts"]].tolist() == [900, 2]


def test_a_count_of_one_origin_is_not_held_against_one_of_all() -> None:
    rows = figures(
        figure(origin="SYR", value=300),
        figure(origin="IRQ", value=100),
        figure(origin="SYR", value=290, publisher="IOM"),
    )
    counts = comparison.lines(rows, TURKEY).counts
    assert comparison.spread(counts) is None
    assert "one origin" in comparison.table(counts, "UNHCR").set_index("publisher").loc["IOM", "why"]


def test_refugees_of_another_mandate_are_other_people() -> None:
    rows = figures(figure(value=300), figure(publisher="UNRWA", origin="PSE", value=2000))
    found = comparison.lines(rows, TURKEY)
    assert list(found.counts["publisher"]) == ["UNHCR"]
    assert "UNRWA's mandate" in found.notes[0]


def test_claims_of_one_time_span_a_range_and_those_of_parts_or_other_times_do_not() -> None:
    said = figures(
        claim("2020-01-05", 500, quantifier="more_than"),
        claim("2020-01-20", 600, value_high=700, quantifier="between"),
        claim("2020-01-21", 90, place="Idlib", admin_level=1),
        claim("2021-05-01", 800),
    )
    found = comparison.ranges(trends.told(said, SYRIA, None, {""}))
    assert found[["low", "high", "claims"]].to_numpy().tolist() == [[500, 700, 2]]
    assert list(found["last"]) == [pd.Timestamp("2020-01-20")]


def test_movements_counted_years_before_the_reports_are_far_apart() -> None:
    told = figures(claim("2020-02-26", 900, measure="flow", start_date="2019-12-01"))
    early, late = (
        figures(idps("IDMC", f"{year}-12-31", 9, measure="flow", start_date=f"{year}-01-01"))
        for year in (2014, 2019)
    )
    assert comparison.far_apart(early, told)
    assert not comparison.far_apart(late, told)
