"""Text made to keep a reader busy: 250 kB of it come to an end and yield no figure, in every language."""

import pytest

from etl.reports import Report, figures
from etl.reports.languages import language_of

SIZE = 250_000  # a megabyte of each, in each language, would take minutes of every run


@pytest.mark.parametrize("language", ["en", "fr", "es", "tr"])
@pytest.mark.parametrize(
    "junk",
    ["7", "1,", "520 000 ", "?", "? ", "([{", "x", "Ab", "\u202eقلم\u202c abc ", "fled ", "déplacé", "entre 1 et ", "de la "],
)  # fmt: skip
def test_a_lot_of_junk_comes_to_an_end_and_says_nothing(junk, language):
    text = (junk * (SIZE // len(junk) + 1))[:SIZE]
    assert figures(Report(id="a", text=text, language=language)) == []


def test_finding_the_language_of_junk_comes_to_an_end():
    assert language_of("x" * SIZE) == "en"


@pytest.mark.parametrize("fact", ["20,000 people fled ", "1 2 3 people fled ", "twenty people fled "])
def test_a_table_run_together_is_no_sentence_and_tells_no_figure(fact):
    assert figures(Report(id="a", text=fact * 200)) == []


def test_what_is_dense_but_written_in_sentences_is_read_whole():
    assert len(figures(Report(id="a", text="20,000 people fled Syria. " * 200))) == 200
