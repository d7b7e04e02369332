"""The typefaces of the sheets, as files: Source Sans Pro, and DejaVu Sans for the scripts that it has not (Arabic, ...)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from unicodedata import category

import font_source_sans_pro
import matplotlib
from fontTools.ttLib import TTFont
from matplotlib import font_manager

FAMILIES = ("Source Sans Pro", "DejaVu Sans")
_FILES = ("SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-Bold", "SourceSansPro-It")


def folders() -> list[Path]:
    """Where the files lie."""
    return [
        Path(font_source_sans_pro.__file__).parent / "files",
        Path(matplotlib.get_data_path()) / "fonts" / "ttf",
    ]


@cache
def for_pictures() -> list[str]:
    """Make the typefaces known to matplotlib; their names."""
    for name in _FILES:
        font_manager.fontManager.addfont(folders()[0] / f"{name}.ttf")
    return list(FAMILIES)


def drawable(text: str) -> str:
    """The text, with a box in place of each letter that neither typeface has, so that its loss is seen.

    Marks that are never drawn (direction of writing in Arabic, joiners) are no loss: they are left out.
    """
    known = _letters()
    drawn = (letter for letter in text if ord(letter) in known or category(letter) != "Cf")
    return "".join(letter if ord(letter) in known or letter.isspace() else "\u25a1" for letter in drawn)


@cache
def _letters() -> frozenset[int]:
    files = [folders()[0] / f"{_FILES[0]}.ttf", folders()[1] / "DejaVuSans.ttf"]
    return frozenset(letter for file in files for letter in TTFont(file, lazy=True).getBestCmap())
