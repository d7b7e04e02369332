import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.columns import NAMES
from etl.reports import Report, figures, read

REPORTS = Path(__file__).parent.parent / "datasets" / "reports"
GOLDEN = Path(__file__).parent / "golden" / "reports.jsonl"
CHECKED = [
    "document", "value", "quantifier", "population", "measure", "country", "origin", "place", "admin1",
    "start_date", "end_date", "start_accuracy", "end_accuracy", "attributed_to", "role", "unit",
]  # fmt: skip

ARTICLE = """Thirteen soldiers were killed this week in the worst fighting between the two armies in nine years of war.

Government troops backed by Russian air power took more of Idlib province. Under a 2018 deal Turkey set up 12
observation posts there; three are surrounded. Ankara has sent 1,000 vehicles and 5,000 troops since Sunday.

Since the beginning of December more than 520,000 people have been displaced by the offensive, according to the UN,
many of them heading towards the Turkish border.

Turkey, which already hosts more than 3.6 million Syrian refugees, has said it cannot take in another wave. Europe
promised 6 billion euros in 2016, aid groups want $1.5bn, and a camp built for 40,000 people is full. Resolution 2254
called for talks. Up to 3 million people live in the province. The war has killed more than 380,000.
"""


def test_a_news_article_gives_its_two_figures_and_no_other():
    report = Report(id="a", text=ARTICLE, published=datetime.date(2020, 2, 7), title="Army advances in Idlib")
    fled, hosted = figures(report)
    names = [
        "value", "population", "measure", "quantifier", "country", "origin", "admin1", "attributed_to", "start_accuracy",
    ]  # fmt: skip
    assert [fled[name] for name in names] == [
        520_000,
        "idp",
        "flow",
        "more_than",
        "SYR",
        "SYR",
        "SY-ID",
        "UN",
        "month",
    ]
    assert [str(fled[name]) for name in ("place", "start_date", "end_date")] == [
        "Idlib",
        "2019-12-01",
        "2020-02-07",
    ]
    assert [hosted[name] for name in names] == [
        3_600_000,
        "refugee",
        "stock",
        "more_than",
        "TUR",
        "SYR",
        None,
        None,
        None,
    ]
    assert [str(hosted[name]) for name in ("start_date", "end_date")] == ["None", "2020-02-07"]


def test_the_shipped_reports_give_the_published_figures():
    found = [row for path in sorted(REPORTS.glob("*.md")) for report in read(path) for row in figures(report)]
    rows = [
        {name: str(row[name]) if name.endswith("_date") else row[name] for name in CHECKED} for row in found
    ]
    assert rows == [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.md")), ids=lambda path: path.stem)
def test_every_shipped_report_says_whence_its_figures_come(path):
    [report] = read(path)
    assert report.published
    assert report.publisher
    assert report.country
    assert "written for this project" in report.licence
    assert "Written for this project" in report.note
    assert figures(report)


def test_a_figure_has_canonical_columns_only():
    [found] = figures(Report(id="a", text="Some 4,000 people fled Goma."))
    assert set(found) <= set(NAMES)
    assert (found["source"], found["review"], found["record"], found["document"]) == (
        "report",
        "pending",
        1,
        "a",
    )


def test_a_part_and_a_repetition_are_not_added_up():
    text = (
        "More than 800,000 people were displaced in Syria from 1 December 2019 to 12 February 2020. Some 142,000 people "
        "were displaced in Syria from 9 to 12 February 2020. In all, more than 800,000 people were displaced in Syria "
        "from 1 December 2019 to 12 February 2020."
    )
    assert [found["role"] for found in figures(Report(id="a", text=text))] == [
        "recommended",
        "triangulation",
        "triangulation",
    ]


WORDS = st.sampled_from(
    ["520,000", "3.6 million", "people", "families", "(", ")", "Syrian", "refugees", "fled", "were displaced", "from", "Idlib",
     "Turkey", "hosts", "since", "1 December", "as of", "according to the UN", ",", ".", "\n\n", "of whom", "2 000", "٣٫٦", "’", "²"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40).map(" ".join))
def test_a_quote_is_the_text_where_it_says_it_stands(text):
    for found in figures(Report(id="a", text=text, published=datetime.date(2020, 2, 7))):
        assert text[found["quote_start"] : found["quote_end"]] == found["quote"]
        assert found["value"] is None or found["value"] > 0
        assert (
            found["end_date"] is None
            or found["start_date"] is None
            or found["start_date"] <= found["end_date"]
        )


@pytest.mark.parametrize(
    "junk",
    ["5 people fled " * 10_000, "fled from Syria to " * 50_000, "(" * 1_000_000, "1,000 " * 160_000, "a" * 1_000_000,
     "since December " * 70_000, "The United Nations said " * 40_000, "\n" * 1_000_000, "А" * 500_000, "displaced displaced " * 50_000],
    ids=lambda junk: junk[:12].strip() or "blank lines",
)  # fmt: skip
def test_a_megabyte_of_junk_comes_to_an_end(junk):
    assert isinstance(figures(Report(id="a", text=junk, published=datetime.date(2020, 2, 7))), list)
