"""Which language a document is in: as it says itself, else by counting function words ("the", "les", "los").

In: the text, and the language given with it. Out: a two-letter code. The words are those of the lexicons, so a further
lexicon is detected without new code. A text without function words (a figure, a name) is taken for English.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from etl.reports.wording import DEFAULT, languages, vocabulary

ENOUGH = 40_000
"""Characters from which the language is plain: the rest of a long document is not counted."""

FEWEST = 2
"""Function words that make a language: one may be part of a name ("Rio de Janeiro")."""

_WORD = re.compile(r"[^\W\d_]{1,20}")
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?$")


def language_of(text: str, given: str | None = None) -> str:
    """'fr', 'es', 'tr', ...: the code given ('fr-FR' counts as 'fr'), else the language whose words are most."""
    code = _CODE.match(given.strip().lower()) if given else None
    return code[1] if code else _detected(text)


def _detected(text: str) -> str:
    owners = _owners()
    score: Counter[str] = Counter()
    for match in _WORD.finditer(text[:ENOUGH].lower()):
        score.update(owners.get(match[0], ()))
    best = max([DEFAULT, *score], key=lambda code: score[code])  # English first, so that it wins a tie
    return best if score[best] >= FEWEST else DEFAULT


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    """Each function word and the languages that have it."""
    said = {code: vocabulary(code)["function_words"] for code in languages()}
    owners: dict[str, list[str]] = {}
    for code, words in (said | vocabulary("other")["function_words"]).items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in owners.items()}
