"""Text from data, shown as it stands: never read as Markdown, HTML, mathematics or an emoji code."""

from __future__ import annotations

import html
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")


def safe(words: str) -> str:
    """For st.markdown, st.caption, st.error and labels of widgets: what Markdown would read is written out."""
    return _MARKDOWN.sub(r"\\\1", str(words)).replace("\n", " ")


def marked_quote(document: str, start: int, end: int, around: int = 600) -> str:
    """HTML of the quote, highlighted, in the text around it. Every character of the document is escaped."""
    before, after = document[max(0, start - around) : start], document[end : end + around]
    opening = "… " if start > around else ""
    closing = " …" if end + around < len(document) else ""
    parts = [html.escape(part) for part in (opening + before, document[start:end], after + closing)]
    return (
        '<blockquote style="white-space:pre-wrap;line-height:1.55;border-left:3px solid #4F9ED0;margin:0;padding:.2rem 1rem">'
        f'{parts[0]}<mark style="background:#FFE08A;color:#1F2A37;padding:0 .15em">{parts[1]}</mark>{parts[2]}</blockquote>'
    )


def web_address(url: object) -> str | None:
    """The address if it is one of the web, else None: no other kind becomes a link."""
    return url if isinstance(url, str) and re.match(r"https?://[^\s\"'<>]+$", url) else None


def reason(refusal: str) -> str:
    """A refusal as a page says it: the filter has names here, not options of a command."""
    for option, field in (
        ("with --publisher", 'under "Published by"'),
        ("Ask for one day (--on), or compare the dates below", "Choose one day, or compare the dates"),
        ("ask with --from and --to", 'choose "From" and "To"'),
    ):
        refusal = refusal.replace(option, field)
    return safe(refusal[:1].upper() + refusal[1:] + ".")
