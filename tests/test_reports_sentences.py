from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reports.sentences import LONGEST, sentences


def cut(text):
    return [text[s.start : s.end] for s in sentences(text)]


def test_a_text_is_cut_where_sentences_end():
    assert cut("Snow fell. People fled! Where to? 300 left.") == [
        "Snow fell.",
        "People fled!",
        "Where to?",
        "300 left.",
    ]


def test_abbreviations_and_decimals_do_not_end_a_sentence():
    assert cut("Mr. Ali left on Feb. 3 with 3.6 million others from the U.S. South.") == [
        "Mr. Ali left on Feb. 3 with 3.6 million others from the U.S. South."
    ]


def test_sentences_run_together_by_a_pdf_are_cut():
    assert cut("They fled Myanmar.Since then 300 returned.") == [
        "They fled Myanmar.",
        "Since then 300 returned.",
    ]


def test_a_broken_line_goes_on_but_a_blank_line_and_a_list_item_end_it():
    assert cut("Some 300\npeople fled.\n\nChad\n\n- 20 in Adre\n- 30 in Goz Beida") == [
        "Some 300\npeople fled.", "Chad", "- 20 in Adre", "- 30 in Goz Beida",
    ]  # fmt: skip


def test_a_short_line_without_a_full_stop_is_a_heading():
    assert [s.heading for s in sentences("# Sudan\n\nChad\n\nSome 300 people fled.")] == [True, True, False]


@given(st.text(max_size=400))
def test_sentences_stand_in_order_and_lose_no_letter_or_digit(text):
    found = sentences(text)
    assert all(left.end <= right.start for left, right in pairwise(found))
    kept = [letter for letter in "".join(cut(text)) if letter.isalnum()]
    assert kept == [letter for letter in text if letter.isalnum()]


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 fled, said the UN. <b>Snow</b> fell.",
        "Some 300 fled, said the UN.</p><p>Snow fell.",
        "Some 300 fled, said the UN. **Snow** fell.",
        'Some 300 fled, said the UN. "Snow fell," he said.',
        "Some 300 fled, said the town.'Snow fell,' he said.",
        "Quelque 300 ont fui, « dit-on. » Neige partout.",
    ],
)
def test_a_sentence_ends_before_markup_and_quotes_that_follow_its_full_stop(text):
    assert len(cut(text)) == 2


def test_a_rule_or_a_bullet_alone_is_no_sentence():
    assert cut("Chad\n\n---\n\n* * *") == ["Chad"]


def test_a_text_without_an_end_is_cut_to_bounded_pieces():
    assert max(s.end - s.start for s in sentences("people " * 100_000)) <= LONGEST
