"""The same figure in several reports counts once, with all its voices named."""

import datetime
import io
from pathlib import Path

import pandas as pd
import pytest
from conftest import figure, figures

from etl import build, decisions, extracts, frames, normalise, review, totals, voices
from etl.documents import Document
from etl.filters import Filter
from etl.settle import settle
from etl.sources import Parsed, report

START = datetime.date(2024, 4, 1)


def said(publisher: str, day: int, **other: object) -> dict[str, object]:
    """What a paper of that day of May 2024 says: more than 40,000 people displaced in Sudan since 1 April."""
    date = datetime.date(2024, 5, day)
    return figure(
        source="report",
        publisher=publisher,
        document=f"{publisher}-{day}.md",
        quote="More than 40,000 people were displaced.",
        quote_start=0,
        quote_end=39,
        review="pending",
        measure="flow",
        quantifier="more_than",
        start_date=START,
        value=40_000,
        reported=40_000,
        published=date,
        **{"population": "idp", "country": "SDN", "origin": "SDN", "place": "Sudan"},
    ) | ({"end_date": date} | other)


def first_voices(*rows: dict[str, object]) -> list[int]:
    return [int(label) for label in voices.grouped(figures(*rows)).sort_index()]


def settled(*rows: dict[str, object]) -> pd.DataFrame:
    con = normalise.workbench()
    con.register("made", frames.table(figures(*rows)))
    normalise.take(con, Parsed("made"), Document(Path("made"), "made"), report)
    settle(con)
    return frames.frame(con.sql("SELECT * FROM figures ORDER BY published, document").to_arrow_table())


def test_one_figure_with_three_voices_counts_once_by_the_first() -> None:
    rows = settled(said("Daily", 3), said("Agency", 2), said("Evening", 4))
    assert rows["role"].tolist() == ["recommended", "triangulation", "triangulation"]
    assert rows["warning"].tolist() == [
        "said by 3: Agency, Daily, Evening",
        "also said by Agency (2024-05-02), which counts",
        "also said by Agency (2024-05-02), which counts",
    ]
    assert set(rows["review"]) == {"pending"}


def test_a_warning_that_was_there_stays() -> None:
    rows = settled(said("Agency", 2), said("Daily", 3, warning="no place is said"))
    assert rows["warning"].iloc[1] == "no place is said; also said by Agency (2024-05-02), which counts"


@pytest.mark.parametrize(
    "other",
    [
        {"quantifier": "approximately"},
        {"quantifier": "exact"},
        {"attributed_to": "OCHA"},
        {"start_date": None},
        {"end_date": datetime.date(2024, 5, 9)},
    ],
    ids=str,
)
def test_these_say_the_same(other: dict[str, object]) -> None:
    assert first_voices(said("Agency", 2), said("Daily", 3, **other)) == [0, 0]


@pytest.mark.parametrize(
    "other",
    [
        {"value": 41_000, "reported": 41_000},
        {"quantifier": "less_than"},
        {"quantifier": "between", "value_high": 50_000},
        {"population": "returned_idp"},
        {"measure": "stock", "start_date": None},
        {"unit": "household", "value": None},
        {"country": "SSD", "origin": "SSD"},
        {"place": "Sennar", "admin_level": 1, "admin1": "SD-SI"},
        {"start_date": datetime.date(2024, 4, 20)},
        {"end_date": datetime.date(2024, 5, 10)},
        {"document": "Agency-2.md"},
    ],
    ids=str,
)
def test_these_say_something_else(other: dict[str, object]) -> None:
    assert first_voices(said("Agency", 2), said("Daily", 3, **other)) == [0, 1]


def test_two_credited_sources_are_two_figures() -> None:
    rows = [said("Agency", 2, attributed_to="OCHA"), said("Daily", 3, attributed_to="the governor")]
    assert first_voices(*rows) == [0, 1]
    assert first_voices(rows[0], said("Daily", 3, attributed_to="Ocha")) == [0, 0]


def test_a_number_that_stays_in_the_news_becomes_a_new_figure() -> None:
    assert first_voices(said("A", 1), said("B", 6), said("C", 11)) == [0, 0, 2]


def test_a_figure_of_no_place_has_no_voices() -> None:
    nowhere = {"country": None, "origin": None, "place": None, "admin_level": None}
    assert first_voices(said("A", 1, **nowhere), said("B", 1, **nowhere)) == [0, 1]


def test_parts_and_tables_are_left_alone() -> None:
    rows = settled(
        said("Agency", 2),
        said("Daily", 3, role="triangulation"),
        said("UNHCR", 2, quote=None, source="keyed"),
    )
    assert rows["warning"].isna().all()


def test_a_figure_finds_its_other_voices_whether_first_or_repeat() -> None:
    rows = figures(
        said("Agency", 2),
        said("Daily", 3, role="triangulation", warning="also said by Agency (2024-05-02), which counts"),
        said("Evening", 30),
    )
    assert voices.of(rows.iloc[0], rows)["publisher"].tolist() == ["Daily"]
    assert voices.of(rows.iloc[1], rows)["publisher"].tolist() == ["Agency"]
    assert voices.of(rows.iloc[2], rows).empty


def test_persons_made_of_households_give_way_to_persons_that_are_said() -> None:
    made = {"unit": "household", "reported": 8_000, "value_status": "derived", "household_size": 5.0}
    alone = settled(said("Agency", 2, **made))
    assert alone["role"].tolist() == ["recommended"]
    both = settled(said("Agency", 2, **made), said("Daily", 3))
    assert both["role"].tolist() == ["triangulation", "recommended"]
    assert both["warning"].iloc[0] == "persons are said beside it, which count"


PAPER = """---
publisher: {publisher}
published: 2024-05-0{day}
---
More than 40,000 people have been displaced in Sudan since 1 April.
"""


def decided(datasets: Path, **said: str) -> pd.DataFrame:
    """The papers of three days, by day, after what reviewers `said` of each of them (accept, reject)."""
    (datasets / "reports").mkdir()
    for day, publisher in enumerate(("Agency", "Daily", "Evening"), 2):
        report = PAPER.format(publisher=publisher, day=day)
        (datasets / "reports" / f"{publisher}.md").write_text(report, encoding="utf-8")
    build.build(datasets)
    for row in _rows(datasets).to_dict("records"):
        if row["publisher"] in said:
            noon = datetime.datetime(2024, 6, 1, 12, tzinfo=datetime.UTC)
            file = datasets / decisions.FILE
            decisions.decide(file, row["figure_id"], said[row["publisher"]], "Ada", noon)
    return _rows(datasets)


def _rows(datasets: Path) -> pd.DataFrame:
    reader = review.reader(datasets)
    assert reader is not None
    return reader.query("SELECT * FROM canonical ORDER BY published")


def roles(rows: pd.DataFrame) -> dict[str, str]:
    """publisher -> role, of those whom nobody rejected."""
    left = rows[rows["review"] != "rejected"]
    return dict(zip(left["publisher"], left["role"], strict=True))


def test_where_the_first_voice_is_rejected_the_next_one_counts(tmp_path: Path) -> None:
    rows = decided(tmp_path, Agency="reject")
    assert roles(rows) == {"Daily": "recommended", "Evening": "triangulation"}
    assert rows["warning"].fillna("").tolist() == [
        "",
        "said by 2: Daily, Evening",
        "also said by Daily (2024-05-03), which counts",
    ]


def test_where_only_a_later_voice_is_accepted_it_counts_and_the_first_waits_as_its_voice(
    tmp_path: Path,
) -> None:
    rows = decided(tmp_path, Daily="accept")
    assert roles(rows) == {"Agency": "triangulation", "Daily": "recommended", "Evening": "triangulation"}
    assert rows["review"].tolist() == ["pending", "accepted", "pending"]
    assert rows["warning"].tolist() == [
        "also said by Daily (2024-05-03), which counts",
        "said by 3: Agency, Daily, Evening",
        "also said by Daily (2024-05-03), which counts",
    ]
    question = Filter(
        country=("SDN",),
        population=("idp",),
        measure="flow",
        start=datetime.date(2024, 4, 1),
        end=datetime.date(2024, 5, 4),
    )
    answer = totals.total(rows, question)
    assert (answer.value, answer.rows["publisher"].tolist()) == (40_000, ["Daily"])
    written = pd.read_csv(io.BytesIO(extracts.csv_bytes(rows)))
    assert written.set_index("publisher")["role"].to_dict() == roles(rows)


def test_of_two_accepted_voices_the_earlier_counts(tmp_path: Path) -> None:
    rows = decided(tmp_path, Daily="accept", Evening="accept")
    assert roles(rows) == {"Agency": "triangulation", "Daily": "recommended", "Evening": "triangulation"}


def test_where_all_are_rejected_none_counts(tmp_path: Path) -> None:
    rows = decided(tmp_path, Agency="reject", Daily="reject", Evening="reject")
    assert roles(rows) == {}
    assert rows["warning"].isna().all()


def test_persons_made_of_households_count_where_the_persons_that_are_said_still_wait() -> None:
    made = {"unit": "household", "reported": 8_000, "value_status": "derived", "household_size": 5.0}
    both = settled(said("Agency", 2, **made, review="accepted"), said("Daily", 3))
    assert both["role"].tolist() == ["recommended", "recommended"]
    rejected = settled(said("Agency", 2, **made), said("Daily", 3, review="rejected"))
    assert rejected["role"].tolist() == ["recommended", "recommended"]
