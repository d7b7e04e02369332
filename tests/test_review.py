"""Decisions lie over the figures read from text, in every answer and extract, and outlast rebuilds."""

import datetime
from pathlib import Path

import pytest

from etl import build, decisions, review
from etl.errors import DataError
from etl.filters import Filter
from etl.store import Reader

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
REPORT = """---
published: 2020-02-07
publisher: News report
country: SYR
---
Since the beginning of December more than 520,000 people have been displaced in Idlib, according to the UN.
"""


@pytest.fixture
def datasets(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    build.build(tmp_path)
    return tmp_path


def reader(datasets: Path) -> Reader:
    found = review.reader(datasets)
    assert found is not None
    return found


def only(datasets: Path):  # type: ignore[no-untyped-def]
    rows = reader(datasets).figures()
    assert len(rows) == 1
    return rows.iloc[0]


def decide(datasets: Path, action: str, **wanted: object) -> None:
    row = only(datasets)
    before, after = review.correction(row, wanted)
    file = datasets / decisions.FILE
    decisions.decide(file, row["figure_id"], action, "Ada", NOON, before=before, after=after)


def test_a_decision_is_in_the_figure_with_who_and_when(datasets: Path) -> None:
    assert only(datasets)["review"] == "pending"
    decide(datasets, "accept")
    row = only(datasets)
    assert (row["review"], row["reviewed_by"], str(row["reviewed_on"].date())) == (
        "accepted",
        "Ada",
        "2026-11-22",
    )


def test_a_correction_changes_the_field_and_says_so_and_the_figure_keeps_its_id(datasets: Path) -> None:
    before = only(datasets)
    decide(datasets, "correct", value=530000, end_date="2020-02-06", place="Aleppo", country="SYR")
    row = only(datasets)
    assert (row["value"], str(row["end_date"].date()), row["admin1"]) == (530000, "2020-02-06", "SY-HL")
    assert row["figure_id"] == before["figure_id"]
    assert (row["quote"], row["reported"]) == (before["quote"], 520000)
    assert "corrected by the reviewer: country, end_date, place, value" in row["warning"]
    assert reader(datasets).count(Filter(text="aleppo")) == 1
    step = decisions.history(datasets / decisions.FILE)[0]
    assert (step.before["value"], step.after["value"]) == (520000, 530000)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"start_date": "2019-12-03"}, "day"),
        ({"start_date": "2019-12-03", "start_accuracy": "month"}, "day"),
        ({"start_date": "2019-12-01", "start_accuracy": "quarter"}, "quarter"),
        ({"start_date": "2019-11-01", "start_accuracy": "quarter"}, "quarter"),
        ({"value": 530000}, "month"),
    ],
    ids=str,
)
def test_a_date_that_is_typed_is_known_to_the_day_unless_the_reviewer_says_otherwise(
    datasets: Path, wanted: dict[str, object], expected: str
) -> None:
    assert only(datasets)["start_accuracy"] == "month"
    decide(datasets, "correct", **wanted)
    assert only(datasets)["start_accuracy"] == expected


def test_a_decided_figure_keeps_the_number_of_its_stored_row(datasets: Path) -> None:
    stored = "SELECT row, figure_id FROM numbered"
    before = reader(datasets).query(stored)
    decide(datasets, "accept", value=521_000)
    assert reader(datasets).query(stored).equals(before)


def test_a_field_can_be_emptied(datasets: Path) -> None:
    decide(datasets, "correct", attributed_to=None)
    assert only(datasets)["attributed_to"] is None or only(datasets).isna()["attributed_to"]


def test_a_rejected_figure_passes_no_filter(datasets: Path) -> None:
    decide(datasets, "reject")
    assert reader(datasets).figures(Filter()).empty


def test_decisions_outlast_a_rebuild(datasets: Path) -> None:
    decide(datasets, "accept")
    more = REPORT.replace("520,000", "600,000").replace("2020-02-07", "2020-02-13")
    (datasets / "reports" / "later.md").write_text(more, encoding="utf-8")
    build.build(datasets)
    rows = reader(datasets).figures().set_index("value")["review"]
    assert rows.to_dict() == {520000: "accepted", 600000: "pending"}


def test_a_correction_to_nonsense_is_refused(datasets: Path) -> None:
    with pytest.raises(DataError, match='unknown population "unicorns"'):
        decide(datasets, "correct", population="unicorns")
    assert only(datasets)["population"] != "unicorns"
