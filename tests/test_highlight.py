"""The marked text: each figure's number once, in its own words, every character escaped."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.highlight import Marked, marked_text

TEXT = "Cold winds blew. About 12,000 people fled Hama and 3,400 returned to Homs. Schools were shut."
QUOTE = "About 12,000 people fled Hama and 3,400 returned to Homs."
START = TEXT.index(QUOTE)
FLED = Marked("f1", QUOTE, START, START + len(QUOTE), 12000, "#1E8F62", "pending", "about 12,000 people")
BACK = replace(
    FLED, figure_id="f2", printed=3400, review="accepted", colour="#8677D0", reading="3,400 people"
)


def marks(html: str) -> list[tuple[str, str]]:
    """Class and words of each mark."""
    return re.findall(r'<mark class="(\w+)"[^>]*>(.*?)</mark>', html)


def words(html: str) -> str:
    """What a reader sees: the tags taken off."""
    return re.sub(r"<[^>]*>", "", html)


def test_two_figures_of_one_sentence_are_marked_at_their_own_numbers() -> None:
    html = marked_text(TEXT, [FLED, BACK])
    assert marks(html) == [("pending", "12,000"), ("accepted", "3,400")]
    assert html.count('class="said"') == 1
    assert words(html) == TEXT


def test_the_same_number_twice_is_two_marks() -> None:
    text = "In May 500 people fled, in June 500 people fled."
    first = replace(FLED, quote=text, start=0, end=len(text), printed=500)
    html = marked_text(text, [first, replace(first, figure_id="f2")])
    assert [said for _, said in marks(html)] == ["500", "500"]
    assert 'data-figure="f1"' in html
    assert 'data-figure="f2"' in html


def test_the_chosen_figure_and_its_sentence_are_shown() -> None:
    html = marked_text(TEXT, [FLED, BACK], "f2")
    assert 'class="said here"' in html
    assert re.search(r'data-figure="f2" aria-pressed="true"', html)
    assert re.search(r'data-figure="f1" aria-pressed="false"', html)


def test_pointing_at_a_mark_and_hearing_it_give_its_reading() -> None:
    html = marked_text(TEXT, [FLED])
    assert 'title="12,000: about 12,000 people"' in html
    assert 'aria-label="12,000: about 12,000 people"' in html


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        (
            "Plus de trois mille familles sont dans la ville, et 3,6 millions de réfugiés et 12 400 déplacés dans les camps.",
            (3_600_000, 12_400),
            ["3,6 millions", "12 400"],
        ),
        (
            "En el país hay unos 2,5 millones de refugiados y 45.000 desplazados, según las autoridades de la capital.",
            (2_500_000, 45_000),
            ["2,5 millones", "45.000"],
        ),
        (
            "Kamplarda 1.250.000 mülteci ve 310.000 yerinden edilmiş kişi var, daha çok çocuk.",
            (1_250_000, 310_000),
            ["1.250.000", "310.000"],
        ),
    ],
    ids=["fr", "es", "tr"],
)
def test_two_numbers_of_a_sentence_are_found_as_its_language_writes_them(
    text: str, printed: tuple[int, int], expected: list[str]
) -> None:
    figures = [
        replace(FLED, figure_id=str(number), quote=text, start=0, end=len(text), printed=number)
        for number in printed
    ]
    assert [said for _, said in marks(marked_text(text, figures))] == expected


def test_a_figure_alone_whose_number_is_not_found_marks_its_sentence() -> None:
    assert marks(marked_text(TEXT, [replace(FLED, printed=99)])) == [("pending", QUOTE)]


def test_a_quote_that_is_not_where_it_should_be_marks_nothing() -> None:
    assert marked_text(TEXT, [replace(FLED, start=0, end=len(QUOTE))]) == TEXT


def test_markup_in_a_report_is_shown_and_never_run() -> None:
    text = '<script>alert(1)</script> <b>700 people</b> fled & "hid".'
    figure = replace(
        FLED, quote=text, start=0, end=len(text), printed=700, reading='"><img src=x>', figure_id='"x'
    )
    html = marked_text(text, [figure])
    assert "<script" not in html
    assert "<b>" not in html
    assert "<img" not in html
    assert marks(html) == [("pending", "700")]


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 999))
def test_no_word_of_any_text_is_lost_or_added(text: str, start: int, end: int, printed: int) -> None:
    import html as escaping

    figure = replace(FLED, quote=text[start:end], start=start, end=end, printed=printed)
    shown = marked_text(text, [figure])
    tags = r'</?(?:span|mark)(?: class="[^"]*"| style="[^"]*"| role="[^"]*"| [a-z-]+="[^"]*")*>'
    assert escaping.unescape(re.sub(tags, "", shown)) == text
