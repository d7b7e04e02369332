"""The page What changed, on the shipped data and on made data."""

import json
from pathlib import Path
from typing import Any

from opened import charts_of, text_of

from etl import build


def title_of(at: Any) -> str:
    return str(json.loads(charts_of(at)[0])["layout"]["meta"]["title"])


def test_the_largest_change_of_a_year_is_told_with_both_dates(open_page: Any) -> None:
    at = open_page("changes")
    assert title_of(at).startswith(
        "Refugees in Iran: down 2.7 million since the end of 2024, to 770,514 at the end of 2025"
    )
    said = text_of(at)
    assert "The newest one came out on 23 December 2024" in said
    assert "python -m etl fetch idmc_idu" in said
    assert "one version of the tables" in said


def test_a_day_of_the_address_is_compared_with_and_reports_since_are_quoted(open_page: Any) -> None:
    at = open_page("changes", since="day", day="2022-01-01", origin="UKR", by="origin")
    assert "since the end of 2021" in title_of(at)
    assert "Reports published after 1 January 2022" in text_of(at)
    assert any("Ukraine" in expander.label for expander in at.expander)
    assert "“" in text_of(at)


def test_the_count_before_is_taken_for_each_group(open_page: Any) -> None:
    at = open_page("changes", since="before", country="SYR")
    assert title_of(at).startswith(
        "Internally displaced people in Syria: down 1.4 million since the end of 2024"
    )


def test_an_alert_is_drawn_with_its_figures_and_the_rule(open_page: Any, tmp_path: Path) -> None:
    keyed = tmp_path / "keyed"
    keyed.mkdir()
    head = "publisher,population,measure,cause,country,origin,start_date,end_date,value\n"
    rows = ["IDMC,idp,stock,,SDN,SDN,,2023-12-31,9000", "IDMC,idp,stock,,SDN,SDN,,2022-12-31,8000"]
    rows += [
        "IDMC,idp,flow,conflict,SDN,SDN,2021-03-01,2021-03-02,100",
        "IDMC,idp,flow,conflict,SDN,SDN,2023-04-15,2023-04-20,7000",
    ]
    (keyed / "made.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    sidecar = "title: Made for a test\npublisher: IDMC\nlicence: CC0-1.0\naccessed: 2024-01-01\n"
    (keyed / "made.csv.yaml").write_text(sidecar, encoding="utf-8")
    build.build(tmp_path)
    at = open_page("changes", datasets=tmp_path)
    assert (
        "Sudan: 7,000 displaced by conflict in the 30 days to 20 April 2023, the most since the count began"
        in str(json.loads(charts_of(at)[1])["layout"]["meta"]["alt"])
    )
    assert "HDX Signals' rule" in text_of(at)


def test_a_filter_without_counts_says_what_would_fill_the_page(open_page: Any) -> None:
    assert "python -m etl fetch" in text_of(open_page("changes", country="AND"))
