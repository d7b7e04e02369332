"""Text made to keep a reader busy: a megabyte of it comes to an end and yields no figure, in every language."""

import pytest

from etl.reports import Report, figures
from etl.reports.languages import language_of

MEGABYTE = 1_000_000


@pytest.mark.parametrize("language", ["en", "fr", "es", "tr"])
@pytest.mark.parametrize(
    "junk",
    ["7", "1,", "520 000 ", "?", "? ", "([{", "x", "Ab", "\u202eقلم\u202c abc ", "fled ", "déplacé", "entre 1 et ", "de la "],
)  # fmt: skip
def test_a_megabyte_of_junk_comes_to_an_end_and_says_nothing(junk, language):
    text = (junk * (MEGABYTE // len(junk) + 1))[:MEGABYTE]
    assert figures(Report(id="a", text=text, language=language)) == []


def test_finding_the_language_of_a_megabyte_comes_to_an_end():
    assert language_of("x" * MEGABYTE) == "en"
