"""The rules of addition, each with the case that it refuses and the case that it allows."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest
from conftest import figure, figures

from etl import totals
from etl.filters import Filter

END_2019 = datetime.date(2019, 12, 31)
NEW_YEAR = datetime.date(2020, 1, 1)


def asked(**said: object) -> Filter:
    return Filter(**({"population": ("refugee",)} | said))  # type: ignore[arg-type]


def test_the_stock_on_a_day_is_the_latest_before_it_and_its_age_is_told() -> None:
    rows = figures(
        figure(end_date="2018-12-31", value=90), figure(value=100), figure(end_date="2020-12-31", value=110)
    )
    answer = totals.total(rows, asked(on=datetime.date(2020, 2, 7)))
    assert (answer.value, answer.newest) == (100, END_2019)
    assert "the count is 38 days older than 2020-02-07" in answer.notes


def test_stocks_are_never_summed_over_time() -> None:
    rows = figures(figure(end_date="2018-12-31"), figure())
    answer = totals.total(rows, asked(start=datetime.date(2018, 1, 1), end=END_2019))
    assert answer.value is None
    assert answer.refusal is not None and answer.refusal.startswith("stocks are never summed over time")
    assert len(answer.parts) == 2


def test_stocks_of_one_round_are_summed_over_countries() -> None:
    rows = figures(figure(value=100), figure(country="LBN", value=20, end_date="2019-12-15"))
    answer = totals.total(rows, asked(on=NEW_YEAR))
    assert (answer.value, answer.oldest, answer.newest) == (120, datetime.date(2019, 12, 15), END_2019)


def test_a_country_whose_last_figure_is_older_is_left_out_and_named() -> None:
    rows = figures(figure(value=100), figure(country="EGY", value=20, end_date="2015-12-31"))
    answer = totals.total(rows, asked())
    assert answer.value == 100
    assert "not in the sum, as the last figure is older: Egypt (2015-12-31)" in answer.notes


def test_the_world_never_meets_its_countries() -> None:
    world = figure(country=None, origin=None, place="World", admin_level=None, value=1000)
    rows = figures(world, figure(value=100))
    assert totals.total(rows, asked()).value == 1000
    assert totals.total(rows, asked(country=("TUR",))).value == 100


def test_a_region_never_meets_its_countries() -> None:
    rows = figures(figure(country=None, place="Europe", admin_level=None, value=500), figure(value=100))
    assert totals.total(rows, asked()).value == 100


def test_all_origins_never_meet_single_origins() -> None:
    rows = figures(
        figure(origin=None, value=130), figure(origin="SYR", value=100), figure(origin="IRQ", value=30)
    )
    assert totals.total(rows, asked(country=("TUR",))).value == 130
    assert totals.total(rows, asked(country=("TUR",), origin=("SYR",))).value == 100


def test_a_sum_of_one_origin_is_not_passed_off_as_all() -> None:
    answer = totals.total(figures(figure()), asked(country=("TUR",)))
    assert "from Syria only; the tables hold no other origin at this date" in answer.notes
    assert totals.total(figures(figure()), asked(country=("TUR",), origin=("SYR",))).notes == ()


def test_a_country_never_meets_its_provinces() -> None:
    province = {"population": "idp", "country": "SYR", "place": "Idlib", "admin1": "SY-ID", "admin_level": 1}
    rows = figures(figure(population="idp", country="SYR", value=100), figure(**province, value=40))
    assert totals.total(rows, asked(population=("idp",))).value == 100
    assert totals.total(rows[1:], asked(population=("idp",))).value == 40


def test_all_causes_never_meet_single_causes() -> None:
    rows = figures(figure(value=100), figure(cause="conflict", value=70), figure(cause="disaster", value=30))
    assert totals.total(rows, asked()).value == 100
    assert totals.total(rows[1:], asked()).value == 100


def test_sexes_and_ages_are_parts_and_stay_out() -> None:
    rows = figures(figure(value=100), figure(sex="female", value=48), figure(age="0-4", value=12))
    assert totals.total(rows, asked()).value == 100


def test_two_publishers_counts_of_the_same_people_are_refused() -> None:
    idps = {"population": "idp", "country": "SYR"}
    rows = figures(figure(**idps, value=6146994), figure(**idps, publisher="IDMC", value=6495000))
    answer = totals.total(rows, asked(population=("idp",), country=("SYR",)))
    assert answer.refusal is not None and answer.refusal.startswith("IDMC and UNHCR each count")
    assert list(answer.parts["publisher"]) == ["UNHCR", "IDMC"]
    chosen = totals.total(rows, asked(population=("idp",), country=("SYR",), publisher=("idmc",)))
    assert chosen.value == 6495000
    both = totals.total(rows, asked(population=("idp",), country=("SYR",), publisher=("IDMC", "UNHCR")))
    assert both.refusal is not None


def test_refugees_under_unrwas_mandate_are_told_apart() -> None:
    rows = figures(
        figure(country="JOR", value=700), figure(country="JOR", origin="PSE", publisher="UNRWA", value=2400)
    )
    answer = totals.total(rows, asked(country=("JOR",)))
    assert answer.value == 700
    assert "not in the sum: 2,400 Palestine refugees under UNRWA's mandate" in answer.notes


@pytest.mark.parametrize(
    "apart",
    [
        {"measure": "flow", "start_date": "2019-01-01"},
        {"role": "triangulation"},
        {"review": "pending"},
        {"review": "rejected"},
        {"unit": "household"},
    ],
    ids=lambda said: "-".join(map(str, said.values())),
)
def test_what_must_not_share_a_sum_does_not(apart: dict[str, object]) -> None:
    rows = figures(figure(value=100), figure(country="LBN", value=20, **apart))
    assert totals.total(rows, asked(on=NEW_YEAR)).value == 100


def test_a_second_voice_answers_only_when_it_is_asked_for_by_name() -> None:
    rows = figures(figure(role="triangulation", publisher="IOM", value=90))
    assert totals.total(rows, asked()).value is None
    assert totals.total(rows, asked(publisher=("IOM",))).value == 90


def test_flows_add_up_over_periods_that_do_not_overlap() -> None:
    flow = {"measure": "flow", "population": "idp"}
    rows = figures(
        figure(**flow, start_date="2019-01-01", end_date="2019-06-30", value=10),
        figure(**flow, start_date="2019-07-01", end_date="2019-12-31", value=5),
    )
    answer = totals.total(rows, asked(population=("idp",), start=datetime.date(2019, 1, 1), end=END_2019))
    assert answer.value == 15


def test_a_cumulative_flow_replaces_an_earlier_one_with_the_same_start() -> None:
    since = {"measure": "flow", "population": "idp", "start_date": "2019-12-01"}
    rows = figures(
        figure(**since, end_date="2020-01-14", value=350000),
        figure(**since, end_date="2020-02-12", value=800000),
    )
    answer = totals.total(rows, asked(population=("idp",), start=datetime.date(2019, 12, 1)))
    assert answer.value == 800000


def test_overlapping_periods_are_refused() -> None:
    flow = {"measure": "flow", "population": "idp"}
    rows = figures(
        figure(**flow, start_date="2019-01-01", end_date="2019-06-30"),
        figure(**flow, start_date="2019-06-01", end_date="2019-12-31"),
    )
    answer = totals.total(rows, asked(population=("idp",)))
    assert answer.refusal is not None and answer.refusal.startswith("periods overlap")


def test_a_flow_is_not_asked_for_on_a_day() -> None:
    rows = figures(figure(measure="flow", start_date="2019-01-01"))
    answer = totals.total(rows, asked(measure="flow", on=NEW_YEAR))
    assert answer.refusal is not None and "--from and --to" in answer.refusal


def test_a_withheld_count_makes_the_sum_at_least() -> None:
    rows = figures(figure(value=100), figure(country="LBN", value=None, value_status="redacted"))
    answer = totals.total(rows, asked())
    assert (answer.value, answer.quantifier) == (100, "at_least")
    assert "1 withheld counts are not in the sum" in answer.notes


@pytest.mark.parametrize(
    ("bounds", "sum_is"),
    [
        (("exact", "exact"), "exact"),
        (("exact", "more_than"), "at_least"),
        (("at_most", "less_than"), "at_most"),
        (("more_than", "less_than"), "approximately"),
        (("exact", "approximately"), "approximately"),
    ],
)
def test_a_sum_is_no_surer_than_its_parts(bounds: tuple[str, str], sum_is: str) -> None:
    rows = figures(*(figure(country=c, quantifier=q) for c, q in zip(("TUR", "LBN"), bounds, strict=True)))
    assert totals.total(rows, asked()).quantifier == sum_is


def test_a_range_sums_at_both_ends() -> None:
    rows = figures(figure(quantifier="between", value=10, value_high=20), figure(country="LBN", value=5))
    answer = totals.total(rows, asked())
    assert (answer.value, answer.value_high, answer.quantifier) == (15, 25, "between")


def test_nothing_to_add_says_so_and_is_not_zero() -> None:
    answer = totals.total(figures(figure(review="pending", quote="...")), asked())
    assert answer.value is None
    assert answer.refusal is not None and "no person has accepted yet" in answer.refusal


def test_forcibly_displaced_needs_refugees_and_idps_of_one_date() -> None:
    world = {"country": None, "origin": None, "place": "World", "admin_level": None}
    refugees = figure(**world, value=30)
    idps = figure(**world, population="idp", publisher="IDMC", value=70)
    answer = totals.headline(figures(refugees, idps), Filter())
    assert (answer.value, answer.quantifier) == (100, "at_least"), "asylum-seekers and others are missing"
    assert totals.headline(figures(refugees), Filter()).refusal is not None
    older = idps | {"end_date": datetime.date(2018, 12, 31)}
    reason = totals.headline(figures(refugees, older), Filter()).refusal
    assert reason is not None and "of different dates" in reason


def test_forcibly_displaced_takes_idmcs_count_of_idps_and_not_unhcrs() -> None:
    rows = figures(
        figure(value=1),
        figure(population="idp", value=5),
        figure(population="idp", publisher="IDMC", value=7),
    )
    assert totals.headline(rows, Filter()).value == 8


def test_by_country_gives_the_parts_of_the_total() -> None:
    rows = figures(
        figure(value=100), figure(country="LBN", value=20), figure(country="EGY", end_date="2015-12-31")
    )
    parts = totals.by(rows, asked(), "country")
    assert dict(zip(parts["key"], parts["value"], strict=True)) == {"TUR": 100, "LBN": 20}
    assert parts["value"].sum() == totals.total(rows, asked()).value


def test_a_level_without_figures_has_an_empty_series() -> None:
    rows = figures(figure(country="TUR", origin="SYR"))
    series = totals.over_time(rows, Filter(level=1), "origin")
    assert series.empty
    assert list(series) == ["end_date", "publisher", "key", "value", "quantifier"]


def test_over_time_keeps_dates_and_publishers_apart() -> None:
    idps = {"population": "idp", "country": "SYR"}
    rows = figures(
        figure(**idps, end_date="2018-12-31", value=1),
        figure(**idps, value=2),
        figure(**idps, publisher="IDMC", value=3),
    )
    series = totals.over_time(rows, asked(population=("idp",)))
    assert series[["publisher", "value"]].to_numpy().tolist() == [["IDMC", 3], ["UNHCR", 1], ["UNHCR", 2]]


def idps(**said: object) -> dict[str, object]:
    """Displaced people in Haiti as IOM counts them in one operation."""
    defaults = {"population": "idp", "publisher": "IOM", "country": "HTI", "origin": "HTI", "place": "Haiti"}
    return figure(**(defaults | {"series": "Countrywide", "end_date": "2025-06-30"} | said))


HAITI = Filter(population=("idp",), country=("HTI",))


def stacked() -> list[dict[str, object]]:
    """One count of Haiti stacked as country, two departments, and four communes split by reason."""
    departments = [("Ouest", "HT01", 800000), ("Nord", "HT03", 487593)]
    rows = [idps(value=1287593)]
    for name, code, value in departments:
        rows.append(idps(place=name, pcode=code, admin_level=1, value=value))
        for number, share in ((1, value - 1000), (2, 1000)):
            commune = {"place": f"{name} {number}", "pcode": f"{code}1{number}", "admin_level": 2}
            rows.append(idps(**commune, value=share - 400, part="reason: Conflict"))
            rows.append(idps(**commune, value=400, part="reason: Natural disaster"))
    return rows


@pytest.mark.parametrize("level", [None, 0, 1, 2])
def test_stacked_levels_give_one_total_whichever_is_asked_for(level: int | None) -> None:
    answer = totals.total(figures(*stacked()), replace(HAITI, level=level))
    assert answer.value == 1287593


def test_a_lower_level_alone_gives_the_total_too() -> None:
    communes = [row for row in stacked() if row["admin_level"] == 2]
    assert totals.total(figures(*communes), HAITI).value == 1287593


def test_a_unit_that_is_gone_from_the_newest_round_has_nobody() -> None:
    rows = figures(
        idps(place="Ouest", pcode="HT01", admin_level=1, value=70, end_date="2025-06-15"),
        idps(place="Nord", pcode="HT03", admin_level=1, value=30, end_date="2025-06-15"),
        idps(place="Ouest", pcode="HT01", admin_level=1, value=80),
    )
    assert totals.total(rows, HAITI).value == 80


def test_a_unit_is_one_place_however_it_is_spelled() -> None:
    unit = {"population": "idp", "country": "SYR", "admin1": "SY-ID", "admin_level": 1}
    rows = figures(
        figure(**unit, place="Idleb", value=90, measure="flow", start_date="2019-12-01"),
        figure(
            **unit, place="Idlib", value=95, measure="flow", start_date="2019-12-01", end_date="2020-01-10"
        ),
    )
    asked_for = Filter(population=("idp",), country=("SYR",), measure="flow")
    assert totals.total(rows, asked_for).value == 95


def test_two_operations_counts_in_one_country_are_refused_by_name() -> None:
    rows = figures(idps(value=100), idps(series="Earthquake sites", value=40))
    answer = totals.total(rows, HAITI)
    assert answer.refusal is not None
    assert (
        "IOM has several counts of internally displaced people in Haiti: Countrywide and Earthquake sites"
        in answer.refusal
    )
    assert totals.total(rows, replace(HAITI, series=("earthquake sites",))).value == 40


def test_the_main_series_stands_for_a_publisher_that_has_others() -> None:
    rows = figures(figure(value=100), figure(series="Portal", value=130, end_date="2020-01-15"))
    question = asked(country=("TUR",), on=datetime.date(2020, 2, 7))
    assert totals.total(rows, question).value == 100
    assert totals.total(rows, replace(question, series=("Portal",))).value == 130


def test_counts_of_the_same_people_stand_side_by_side() -> None:
    rows = figures(
        figure(population="idp", country="SYR", value=60),
        figure(population="idp", country="SYR", value=65, publisher="IDMC"),
        figure(population="idp", country="SYR", value=66, publisher="IDMC", series="rounded"),
    )
    found = totals.counts(rows, Filter(population=("idp",), country=("SYR",)))
    assert [(one.publisher, one.value) for one in found] == [
        ("IDMC", 65),
        ("IDMC: rounded", 66),
        ("UNHCR", 60),
    ]
    assert totals.counts(rows[:1], Filter(population=("idp",))) == []


def disaster(**said: object) -> dict[str, object]:
    defaults = {
        "population": "idp",
        "publisher": "IDMC",
        "country": "PHL",
        "origin": "PHL",
        "place": "Philippines",
    }
    period = {"measure": "flow", "cause": "disaster", "start_date": "2020-01-01", "end_date": "2020-12-31"}
    return figure(**(defaults | period | said))


YEAR_2020 = Filter(population=("idp",), start=datetime.date(2020, 1, 1), end=datetime.date(2020, 12, 31))


def test_a_years_total_and_its_events_never_meet() -> None:
    events = [
        disaster(part="Storm A", start_date="2020-10-01", end_date="2020-10-05", value=30),
        disaster(part="Flood B", start_date="2020-10-03", end_date="2020-11-30", value=60),
        disaster(part="Volcano C", start_date="2020-12-20", end_date="2021-01-05", value=7),
    ]
    assert totals.total(figures(disaster(value=100), *events), YEAR_2020).value == 100
    assert totals.total(figures(*events), YEAR_2020).value == 90


def test_parts_of_no_single_level_never_meet_the_country() -> None:
    site = {"admin_level": None, "place": "Kilis", "part": "Kilis, urban"}
    rows = figures(figure(value=100), figure(**site, value=40))
    assert totals.total(rows, asked(country=("TUR",))).value == 100


def test_a_whole_of_one_district_leaves_the_parts_of_others_alone() -> None:
    north = {"place": "Nord", "pcode": "HT03", "admin_level": 1}
    rows = figures(
        idps(place="Ouest", pcode="HT01", admin_level=1, value=70),
        idps(**north, value=20, part="reason: Conflict"),
        idps(**north, value=10, part="reason: not said"),
    )
    assert totals.total(rows, HAITI).value == 100


def test_a_part_of_no_stated_cause_is_no_total_of_the_causes() -> None:
    rows = figures(
        idps(value=70, cause="conflict", part="reason: Conflict"), idps(value=30, part="reason: not said")
    )
    assert totals.total(rows, HAITI).value == 100


def test_households_count_as_the_persons_that_the_publisher_made_of_them() -> None:
    households = {"unit": "household", "reported": 100, "household_size": 4.57}
    rows = figures(
        figure(value=1000),
        figure(country="LBN", **households, value=457, value_status="derived"),
        figure(country="IRQ", **households, value=None),
    )
    answer = totals.total(rows, asked())
    assert answer.value == 1457
    assert "1 of the figures were households, made persons by the publisher" in answer.notes
    assert set(answer.rows["unit"]) == {"person", "household"}


def test_what_a_report_says_is_added_only_where_no_table_counts() -> None:
    told = {"publisher": "News report", "quote": "more than 3.6 million", "quantifier": "more_than"}
    accepted = figure(**told, value=3600000, end_date="2020-02-07")
    assert totals.total(figures(figure(value=100), accepted), asked()).value == 100
    assert totals.total(figures(accepted), asked()).value == 3600000


def test_counts_of_different_countries_are_not_of_the_same_people() -> None:
    rows = figures(idps(value=100), idps(country="AFG", origin="AFG", series="Afghanistan", value=40))
    assert totals.counts(rows, Filter(population=("idp",))) == []


def test_a_sum_of_units_says_that_others_may_be_missing() -> None:
    answer = totals.total(figures(idps(place="Ouest", pcode="HT01", admin_level=1, value=70)), HAITI)
    assert "Ouest only (administrative level 1); there may be others" in answer.notes


@pytest.mark.parametrize("several", [False, True])
def test_each_line_of_a_split_is_the_answer_for_its_country(several: bool) -> None:
    rows = [
        figure(value=100),
        figure(value=7, quantifier="at_least", origin="IRQ"),
        figure(country="LBN", value=None, value_status="redacted"),
        figure(country="JOR", origin="PSE", publisher="UNRWA", value=50),
    ]
    if several:  # then lines are made one by one
        rows.append(figure(country="JOR", value=20))
    made = figures(*rows)
    for line in totals.by(made, asked(), "country").to_dict("records"):
        answer = totals.total(made, asked(country=(line["key"],)))
        said = (line["quantifier"], line["publisher"], line["refusal"])
        assert (None if pd.isna(line["value"]) else line["value"]) == answer.value
        assert said == (answer.quantifier, answer.publisher, answer.refusal)
