"""The article of a web page, by trafilatura."""

from __future__ import annotations

import trafilatura

from etl.errors import DataError
from etl.foreign import damage_named

CURE = "save its text as .txt"


def article(page: str, name: str) -> tuple[str, dict[str, str | None]]:
    """The text of the page without menus and advertisements, and title, date, url and publisher that it declares."""
    with damage_named(name, "HTML", CURE):
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            # Only a date that the page declares: a year in its prose is no day of publication.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    text = getattr(found, "text", None)
    if not text or not text.strip():
        raise DataError(f"{name}: no article found in the page: {CURE}")
    said = {key: getattr(found, key, None) for key in ("title", "date", "url")}
    return text, {**said, "publisher": getattr(found, "sitename", None)}
