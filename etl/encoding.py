"""In which encoding a text is written that does not say so, and the text in it.

UTF-8 and UTF-16 (with its mark) show themselves. Else it is one of Windows' two: in Arabic whole words lie above ASCII, in
the languages of western Europe single letters do. A line that is UTF-8 in a file that is not was pasted into it.
"""

from __future__ import annotations

import re

SAMPLE = 65_536
"""Bytes of the beginning by which a file is judged."""
WORDS = re.compile(rb"[\x80-\xff]{3,}")
ARABIC = re.compile("[\u0600-\u06ff\u200c-\u200f]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def encoding_of(start: bytes) -> str:
    """The encoding of a text by its first bytes: utf-8, utf-16, cp1256 (Arabic) or cp1252."""
    if start.startswith(UTF16):
        return "utf-16"
    try:
        start[: SAMPLE - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        # A letter cut in two at the end of the sample is no sign of another encoding.
        if error.start < len(start) - 4:
            return "cp1256" if _arabic(start) else "cp1252"
    return "utf-8"


def text_of(data: bytes, encoding: str) -> str:
    """The text, without a mark at its beginning. What a byte can't mean becomes U+FFFD."""
    if encoding in ("utf-8", "utf-16"):
        return data.decode(encoding, errors="replace").lstrip("\ufeff")
    return "".join(_line(line, encoding) for line in data.splitlines(keepends=True))


def _line(line: bytes, encoding: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace")


def _arabic(start: bytes) -> bool:
    """Whether most of what is no ASCII stands in words of Arabic letters."""
    words = b"".join(WORDS.findall(start)).decode("cp1256")
    above = sum(byte > 127 for byte in start)
    return len(ARABIC.findall(words)) * 2 > above
