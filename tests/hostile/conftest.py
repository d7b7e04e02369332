"""Files as they are sent to us, read through the door that users take."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

Command = Callable[..., tuple[int, str, str]]
KEYED = "population,measure,country,origin,end_date,value\n"
TAGGED = "Country,Refugees,Date\n#country+code,#affected+refugees,#date\n"
ROW = "refugee,stock,TUR,SYR,2018,5\n"


@dataclass(frozen=True)
class Answer:
    """What the command line says of a file: exit code, the rows that came out, and the lines on standard error."""

    code: int
    rows: list[dict[str, str]]
    said: str

    def column(self, name: str) -> list[str]:
        return [row[name] for row in self.rows]

    @property
    def rejected(self) -> set[int]:
        """The lines of the file that were rejected."""
        return {int(line) for line in re.findall(r"^rejected: \S+: row (\d+):", self.said, re.MULTILINE)}

    @property
    def values(self) -> list[int]:
        return [int(row["value"]) for row in self.rows]


@pytest.fixture
def normalise(command: Command, tmp_path: Path) -> Callable[..., Answer]:
    """`python -m etl normalise` of these bytes or this text, published by UNHCR."""

    def read(content: bytes | str, name: str = "sent.csv", *more: str) -> Answer:
        return _answer(command, tmp_path, "normalise", content, name, ("--say", "publisher=UNHCR", *more))

    return read


@pytest.fixture
def extract(command: Command, tmp_path: Path) -> Callable[..., Answer]:
    """`python -m etl extract` of this report, published on 10 January 2020."""

    def read(content: bytes | str, name: str = "sent.txt", *more: str) -> Answer:
        return _answer(command, tmp_path, "extract", content, name, ("--published", "2020-01-10", *more))

    return read


def documents(*texts: str) -> str:
    """Reports as JSON lines: one reading for all of them; the document of a row is the number of its text, from 1."""
    return "\n".join(json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts, 1))


def _answer(
    command: Command, folder: Path, verb: str, content: bytes | str, name: str, more: tuple[str, ...]
) -> Answer:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, said = command(verb, str(path), *more)
    assert "Traceback" not in said
    return Answer(code, list(csv.DictReader(io.StringIO(out))), said)


def workbook(fill: Callable[[Any], None], **options: Any) -> bytes:
    """An XLSX that `fill` writes into."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        fill(book)
    return out.getvalue()
