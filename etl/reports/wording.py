"""The words of a language as its file has them: `lexicon_<language>.yaml`, read once, patterns compiled once.

In: a language code ("en", "fr", "es"). Out: the file as a mapping, or one section of it as compiled patterns. A new
language is a new file with the same keys, no new code. A pattern that ignores case begins with `(?i)`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DEFAULT = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a lexicon, English first."""
    found = sorted(path.stem.removeprefix("lexicon_") for path in HERE.glob("lexicon_??.yaml"))
    return tuple(sorted(found, key=lambda name: name != DEFAULT))


@cache
def vocabulary(language: str = DEFAULT) -> dict[str, Any]:
    """The language's file. Raises FileNotFoundError where there is none: ask `languages` first."""
    said: dict[str, Any] = yaml.safe_load((HERE / f"lexicon_{language}.yaml").read_text(encoding="utf-8"))
    return said


@cache
def patterns(language: str, section: str) -> dict[str, re.Pattern[str]]:
    """The section's plain strings as patterns; {names} of the section and {month} are filled in."""
    said = vocabulary(language)[section]
    texts = {name: text for name, text in said.items() if isinstance(text, str)}
    return {name: re.compile(filled(text, language, texts)) for name, text in texts.items()}


def filled(text: str, language: str, names: dict[str, str] | None = None) -> str:
    """The pattern with {month} and the given {names} in their places."""
    known = dict(names or {})
    if "{month}" in text:
        known["month"] = month(language)
    for name in re.findall(r"\{([a-z_]{2,})\}", text):
        if name in known:
            text = text.replace("{" + name + "}", filled(known[name], language, names))
    return text


@cache
def month(language: str = DEFAULT) -> str:
    """A pattern for the name of any month."""
    return f"(?:{'|'.join(vocabulary(language)['dates']['months'])})"
