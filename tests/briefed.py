"""A sheet made by hand: long names, several scripts, bounds, a refused sum, hostile words."""

import datetime
from dataclasses import replace

from briefing.sheet import (
    Amount,
    Brand,
    KeyFigure,
    Line,
    Locator,
    Quote,
    Row,
    Shade,
    Sheet,
    SourceLine,
    Subject,
    Table,
    Trend,
)
from etl import boundaries
from etl.filters import Filter

SUBJECT = Subject("country", "SYR", "Syria", Filter(country=("SYR",)), Filter(origin=("SYR",)))
HOSTILE = '#eval("1") $x$ @ref *bold* <script>alert(1)</script> =HYPERLINK(1) \\"'


def _years(*values: int | None) -> tuple[tuple[datetime.date, ...], tuple[int | None, ...]]:
    return tuple(datetime.date(2015 + n, 12, 31) for n in range(len(values))), values


SHEET = Sheet(
    subject=SUBJECT,
    on=datetime.date(2020, 2, 7),
    headline="More than 6.5 million internally displaced people in Syria at the end of 2019, up 6.1% since the end of 2018",
    figures=(
        KeyFigure(
            "idp",
            "Internally displaced people in Syria",
            Amount("more than 6,495,000", 6_495_000, "more_than"),
            "31 December 2019",
            "IDMC",
            "+6.1% since the end of 2018",
        ),
        KeyFigure(
            "refugee",
            "Refugees from Syria",
            Amount("5,960,276", 5_960_276),
            "31 December 2019",
            "UNHCR",
            "-1.1% since the end of 2018",
            "the sum of the 5 countries in the tables",
        ),
        KeyFigure("oip", "Others from Syria", None, "", "", "", "no one number: two publishers count them"),
    ),
    trend=Trend(
        "6.5 million internally displaced people in Syria at the end of 2019",
        "People at a date; a mark for each count",
        (
            Line(
                "Internally displaced people in Syria",
                "idp",
                *_years(6_600_000, 6_326_000, None, 6_119_000, 6_495_000),
            ),
            Line(
                "Refugees from Syria",
                "refugee",
                *_years(4_556_739, 5_084_284, 5_813_126, 6_027_421, 5_960_276),
            ),
        ),
        "IDMC and UNHCR",
        ("31 December 2016: counted otherwise",),
    ),
    locator=Locator(
        "Where refugees from Syria are",
        ("SYR",),
        (
            Shade("TUR", "Türkiye", 3_576_370),
            Shade("LBN", "Lebanon", 910_586),
            Shade("JOR", "Jordan", 654_692),
        ),
        "Refugees from Syria, 31 December 2019",
        boundaries.disclaimer(),
    ),
    table=Table(
        "Refugees from Syria: the largest countries of asylum",
        "Country",
        (
            Row(
                "Türkiye",
                "TUR",
                Amount("3,576,370", 3_576_370),
                "31 December 2019",
                "UNHCR",
                "-1.3% since the end of 2018",
            ),
            Row("Lebanon", "LBN", Amount("910,586", 910_586), "31 December 2019", "UNHCR"),
        ),
        "and 110 more",
    ),
    quotes=(
        Quote(
            "more than 520,000 displaced people in Idlib (إدلب), 1 December 2019 to 7 February 2020",
            f"نزح أكثر من 520,000 شخص. {HOSTILE}",
            "a newspaper, according to the UN",
            "7 February 2020",
            "No official count of Idlib to hold it against.",
            "pending",
            "2020-02-07-idlib.md",
            "0123456789abcdef",
            Amount("more than 520,000", 520_000, "more_than"),
            "SYR",
            35.9,
            36.6,
            "Idlib",
        ),
    ),
    cautions=("The last official count is 14 months old",),
    notes=(f"Refugees: people outside their country. {HOSTILE}",),
    sources=(
        SourceLine(
            "UNHCR",
            "Refugee Data Finder",
            "CC-BY-4.0",
            "taken 22 November 2026",
            "https://www.unhcr.org/refugee-statistics/",
        ),
    ),
    version="000001-0123456789ab, figures up to 31 December 2025",
    link="http://127.0.0.1:8501/?country=SYR&on=2020-02-07",
    brand=Brand("Relief Organisation", None, "info@example.org"),
)
"""Everything at once."""

NOTHING = Sheet(
    subject=replace(SUBJECT, key="ISL", name="Iceland"),
    on=datetime.date(2020, 2, 7),
    headline="No figures of displaced people for Iceland up to 7 February 2020 in these tables",
    locator=Locator("Iceland", ("ISL",), (), "", boundaries.disclaimer()),
    version="000001-0123456789ab, figures up to 31 December 2025",
)
