"""The review desk without a browser: choosing, deciding, correcting, and the switch for pending figures."""

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY
from opened import visit
from streamlit.testing.v1 import AppTest

from etl import build, decisions, review
from ui.desk import reports as list_of_reports

REPORT = """---
title: Two towns
published: 2020-02-07
publisher: Example Times
---
Since the beginning of December more than 41,000 people have been displaced in Idlib, according to the UN.

Lebanon hosts about 900,000 Syrian refugees.
"""
LATER = REPORT.replace("41,000", "52,000").replace("2020-02-07", "2020-02-20").replace("Two towns", "Later")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A datasets folder with two reports."""
    datasets = tmp_path_factory.mktemp("shelf")
    (datasets / "reports").mkdir()
    (datasets / "reports" / "two.md").write_text(REPORT, encoding="utf-8")
    (datasets / "reports" / "later.md").write_text(LATER, encoding="utf-8")
    build.build(datasets)
    return datasets


@pytest.fixture
def desk(shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Open the page Reports on a copy of the shelf, with words in its address."""
    datasets = tmp_path / "datasets"
    shutil.copytree(shelf, datasets)
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(datasets))
    monkeypatch.chdir(REPOSITORY)

    def opened(page: str = "reports", **address: str) -> AppTest:
        return visit(page, **address)

    return opened


def named(at: AppTest, name: str = "Ada") -> AppTest:
    return at.text_input(key="your name").set_value(name).run()


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.success, *at.info, *at.warning, *at.error]
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def field(at: AppTest, label: str) -> Any:
    inputs = [*at.selectbox, *at.number_input, *at.text_input, *at.date_input]
    return next(one for one in inputs if one.label == label)


def rows() -> Any:
    found = review.reader(build.datasets_folder())
    assert found is not None
    return found.query("SELECT * FROM canonical WHERE document = 'two.md' ORDER BY quote_start")


def test_the_newest_report_that_waits_lies_on_the_desk(desk: Any) -> None:
    at = desk()
    assert at.selectbox(key="report on the desk").value == "later.md"
    assert "2 to review, 0 accepted, 0 rejected" in said(at)
    assert "More than 52,000 internally displaced people in Idlib, Syria" in said(at)


def test_the_address_names_report_and_figure(desk: Any) -> None:
    first, second = desk(report="two.md"), None
    figures = rows()["figure_id"]
    second = desk(report="two.md", figure=figures[1])
    assert "More than 41,000" in said(first)
    assert "Figure 2 of 2" in said(second)
    assert "About 900,000 refugees in Lebanon, from Syria" in said(second)


def test_an_address_of_no_report_says_so_and_helps(desk: Any) -> None:
    at = desk(report="gone.md")
    assert "There is no report gone.md" in said(at)
    assert at.selectbox(key="report on the desk").value == "later.md"


def test_nobody_decides_without_a_name(desk: Any) -> None:
    at = press(desk(report="two.md"), "Accept")
    assert "Write your name" in said(at)
    assert not (build.datasets_folder() / decisions.FILE).exists()


def test_accepting_and_undoing(desk: Any) -> None:
    at = press(named(desk(report="two.md")), "Accept")
    assert list(rows()["review"]) == ["accepted", "pending"]
    assert rows()["reviewed_by"][0] == "Ada"
    assert "Ada accepted" in said(at)
    at = press(at, "Undo")
    assert list(rows()["review"]) == ["pending", "pending"]
    assert next(button for button in at.button if button.label == "Undo").disabled


def test_a_rejected_figure_stays_on_the_desk(desk: Any) -> None:
    at = press(named(desk(report="two.md")), "Reject")
    assert "1 to review, 0 accepted, 1 rejected" in said(at)


def test_next_and_previous_walk_through_the_text(desk: Any) -> None:
    at = press(desk(report="two.md", figure=""), "Next")
    assert "Figure 2 of 2" in said(at)
    assert "Figure 1 of 2" in said(press(at, "Previous"))


def test_a_correction_is_kept_with_before_and_after_and_can_be_emptied(desk: Any) -> None:
    at = named(desk(report="two.md"))
    field(at, "People, or lower end").set_value(42000)
    field(at, "According to").set_value("")
    assert field(at, "First day known to the").value == "month"
    field(at, "First day").set_value(datetime.date(2019, 12, 3))
    at = press(at, "Save correction")
    row = rows().iloc[0]
    assert field(at, "First day known to the").value == row["start_accuracy"] == "day"
    assert row["value"] == 42000
    assert not isinstance(row["attributed_to"], str)
    assert row["review"] == "pending"
    assert "people, or lower end: 41,000 → 42,000" in said(at)
    assert field(at, "People, or lower end").value == 42000


def test_a_correction_to_nonsense_is_refused_in_one_line(desk: Any) -> None:
    at = named(desk(report="two.md"))
    field(at, "Who is counted").set_value(None)
    at = press(at, "Save correction")
    assert "not corrected" in said(at)
    assert rows()["population"][0] == "idp"


def test_saving_nothing_new_writes_nothing_down(desk: Any) -> None:
    at = press(named(desk(report="two.md")), "Save correction")
    assert "Nothing was changed" in said(at)
    assert decisions.history(build.datasets_folder() / decisions.FILE) == []


def test_who_was_overtaken_sees_the_newest_state(desk: Any) -> None:
    slow, fast = named(desk(report="two.md"), "Slow"), named(desk(report="two.md"), "Fast")
    press(fast, "Reject")
    at = press(slow, "Accept")
    assert "Fast has decided on this figure in the meantime" in said(at)
    assert "1 to review, 0 accepted, 1 rejected" in said(at)
    assert rows()["review"][0] == "rejected"


def test_all_that_waits_is_accepted_each_by_its_own_decision(desk: Any) -> None:
    at = press(named(desk(report="two.md")), "Accept all 2 to review")
    assert list(rows()["review"]) == ["accepted", "accepted"]
    steps = decisions.history(build.datasets_folder() / decisions.FILE)
    assert [step.action for step in steps] == ["accept", "accept"]
    assert "0 to review, 2 accepted" in said(at)


def test_accepting_all_leaves_what_another_has_just_decided(desk: Any) -> None:
    slow, fast = named(desk(report="two.md"), "Slow"), named(desk(report="two.md"), "Fast")
    press(fast, "Reject")
    at = press(slow, "Accept all 2 to review")
    assert "1 accepted. 1 left as they are: Fast has decided" in said(at)
    assert list(rows()["review"]) == ["rejected", "accepted"]


def test_pending_figures_can_be_left_out_and_the_address_says_so(desk: Any) -> None:
    at = desk("overview")
    assert "52,000" in said(at)
    at.sidebar.toggle(key="leave pending out").set_value(True).run()
    assert at.query_params["pending"] == "no"
    assert "52,000" not in said(at)
    assert "52,000" not in said(desk("overview", pending="no"))


def test_a_report_without_figures_is_listed_and_its_words_are_shown(desk: Any) -> None:
    text = "---\ntitle: Rain\npublished: 2021-03-01\npublisher: Example Times\n---\nRain fell on the camps all week.\n"
    datasets = build.datasets_folder()
    (datasets / "reports" / "rain.md").write_text(text, encoding="utf-8")
    build.build(datasets)
    at = desk(report="rain.md")
    assert "1 March 2021 · Rain · no figure read" in at.selectbox(key="report on the desk").options
    assert "No figure read" in said(at)
    assert "The report has arrived" in said(at)


def test_a_dashboard_without_tables_has_an_empty_list_of_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    assert list_of_reports().empty
