"""Each page through the front door, on the shipped data: what people read, and that nothing breaks."""

from pathlib import Path
from typing import Any

import pytest
from opened import REPOSITORY, charts_of, text_of
from streamlit.testing.v1 import AppTest

PAGES = ("overview", "map", "trends", "figures", "sources")


ALL = sorted(path.stem for path in (REPOSITORY / "pages").glob("*.py"))


@pytest.mark.parametrize("page", ALL)
def test_a_first_visit_by_a_link_opens_each_page_inside_the_front_door(open_page: Any, page: str) -> None:
    at = open_page(page)
    assert not at.error
    assert len(at.title) == 1
    assert "Every figure leads back to its source" in text_of(at)
    if page not in ("briefing", "reports"):  # these choose for themselves
        assert at.sidebar.multiselect(key="country").value == []
    if page in ("overview", "map", "trends"):
        assert charts_of(at)


@pytest.mark.parametrize("page", PAGES)
def test_the_filter_of_the_address_reaches_each_page(open_page: Any, page: str) -> None:
    at = open_page(page, country="TUR", origin=["SYR"], population="refugee", to="2020-02-07")
    assert at.sidebar.multiselect(key="country").value == ["TUR"]
    assert at.sidebar.multiselect(key="origin").value == ["SYR"]
    assert "Refugees from Syria in Türkiye · until 7 February 2020" in text_of(at)


def test_the_front_page_answers_the_question_of_a_report(open_page: Any) -> None:
    at = open_page("overview", country="TUR", origin="SYR", population="refugee", to="2020-02-07")
    said = text_of(at)
    assert at.metric[0].value == "3,576,370"
    assert "31 December 2019 · UNHCR" in said
    assert "more than 3,600,000 refugees" in said
    assert "above" in said
    assert "Lies above the last official count" in said


def test_two_publishers_counts_are_shown_apart_with_the_reason(open_page: Any) -> None:
    said = text_of(open_page("overview", country="SYR", population="idp"))
    assert "IDMC, 31 December 2025" in said
    assert "UNHCR, 31 December 2025" in said
    assert "never added" in said
    assert "--publisher" not in said


def test_stocks_over_years_have_no_sum_and_the_page_says_why(open_page: Any) -> None:
    address = {
        "country": "TUR",
        "origin": "SYR",
        "population": "refugee",
        "from": "2015-01-01",
        "to": "2020-12-31",
    }
    said = text_of(open_page("figures", **address))
    assert "No sum of these rows: Stocks are never summed over time" in said


def test_what_nobody_has_accepted_is_not_added(open_page: Any) -> None:
    address = {"country": "SYR", "population": "idp", "from": "2020-02-01", "to": "2020-03-01"}
    assert "no person has accepted them yet" in text_of(open_page("figures", **address))


def test_words_that_mean_nothing_are_named_and_left_out(open_page: Any) -> None:
    at = open_page(
        "overview", country=["Atlantis", "SYR"], population="aliens", to="2020-02-31", nonsense="1"
    )
    warned = " ".join(element.value for element in at.warning)
    assert "Atlantis" in warned
    assert "aliens" in warned
    assert "2020" in warned
    assert at.sidebar.multiselect(key="country").value == ["SYR"]


def test_a_period_that_ends_before_it_starts_is_said_in_the_words_of_the_page(open_page: Any) -> None:
    at = open_page("overview", from_="2020-01-01", to="2019-01-01")
    assert "--" not in " ".join(element.value.replace("\\", "") for element in at.warning)
    assert "swap From and To" in text_of(at)


@pytest.mark.parametrize("page", ["overview", "map", "trends", "figures"])
def test_a_country_without_figures_gives_help_and_a_way_back(open_page: Any, page: str) -> None:
    at = open_page(page, country="ISL")
    assert "No figures for displaced people in Iceland" in text_of(at)
    at.button(key="clear from the empty page").click().run()
    assert not at.exception
    assert at.sidebar.multiselect(key="country").value == []
    assert "No figures for" not in text_of(at)


def test_the_filter_goes_with_the_reader_from_page_to_page(open_page: Any) -> None:
    at = open_page("trends")
    at.sidebar.multiselect(key="origin").select("SYR").run()
    at.switch_page("pages/figures.py").run()
    assert at.sidebar.multiselect(key="origin").value == ["SYR"]
    assert at.query_params["origin"] == "SYR"


def test_trends_draw_stocks_flows_and_reports_apart(open_page: Any) -> None:
    at = open_page("trends", origin="SYR")
    assert len(charts_of(at)) == 3
    assert "People at a date" in text_of(at)
    assert "Movements in a period" in text_of(at)
    assert "since 1 December 2019" in charts_of(at)[2].replace("<br>", " ")


def test_the_map_of_another_day(open_page: Any) -> None:
    spec = charts_of(open_page("map", population="refugee", origin="SYR", on="2015-12-31"))[0].replace(
        "<br>", " "
    )
    assert "at the end of 2015" in spec


def test_data_that_speaks_markup_is_shown_not_obeyed(open_page: Any) -> None:
    for path in [*(REPOSITORY / "ui").glob("*.py"), *(REPOSITORY / "pages").glob("*.py")]:
        assert "unsafe_allow" not in path.read_text(encoding="utf-8"), path.name


def test_a_damaged_version_is_one_friendly_line(
    open_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "CURRENT").write_text("000009-gone\n")
    monkeypatch.setenv("DISPLACEMENT_DATASETS", str(tmp_path))
    at = AppTest.from_file(str(REPOSITORY / "dashboard.py"), default_timeout=60).run()
    assert not at.exception
    assert "000009" in at.error[0].value


def test_looking_changes_nothing_in_the_shared_figures(open_page: Any) -> None:
    import pandas as pd

    from etl.filters import Filter
    from ui import reading

    open_page("overview")
    before = pd.util.hash_pandas_object(reading.figures(Filter())).sum()
    for page in PAGES:
        open_page(page)
    assert pd.util.hash_pandas_object(reading.figures(Filter())).sum() == before


def test_an_empty_folder_opens_and_says_what_to_do(open_page: Any, tmp_path: Path) -> None:
    at = open_page("overview", datasets=tmp_path)
    assert "there are no figures yet" in at.error[0].value.replace("\\", "")
    at = open_page("reports", datasets=tmp_path)
    assert not at.error
    assert "Paste or upload one" in at.info[0].value
