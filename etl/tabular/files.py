"""A file's outside: what kind it is by its content, never by its name alone, and its rows as text.

Every cell arrives as text: leading zeros, `*`, `-` and the country code NA stay what they are.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from etl import noted
from etl.documents import PAGES, pages
from etl.encoding import SAMPLE, encoding_of, text_of
from etl.errors import DataError, UsageError
from etl.tabular import workbooks

DELIMITERS = ",;\t|"
HEAD_ROWS = 25
"""As far as an HXL tag row may lie from the top (hxlstandard.org)."""
STRAY = 20
"""A file with fewer NULs than one in so many letters is a text with rows that are damaged."""
GUESSED = {"cp1256": "Arabic (windows-1256)", "cp1252": "western European (windows-1252)"}
LARGEST = 8 * 1024**3
"""Bytes that a packed table may unpack to: one made to fill a disk is far larger."""
OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"PAR1": "a Parquet file",
}


@dataclass(frozen=True)
class Head:
    """The beginning of a file: `kind` is csv, json or workbook; `fields` the cells of the first row (csv, the first
    sheet of a workbook) in lower case; `text` its first characters (of a workbook the first rows of all sheets, as CSV);
    `packed` by gzip."""

    path: Path
    kind: str
    encoding: str
    delimiter: str
    fields: tuple[str, ...]
    text: str
    packed: bool = False
    sheets: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Of a workbook: each sheet's first rows."""

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The first rows of a CSV, as texts; of a workbook those of its first sheet."""
        if self.sheets:
            return next(iter(self.sheets.values()))
        lines = csv.reader(self.text.splitlines()[: HEAD_ROWS + 1], delimiter=self.delimiter or ",")
        return tuple(tuple(cell.strip() for cell in row) for row in lines)[:HEAD_ROWS]


def head(path: Path) -> Head:
    """Look at the file's first bytes.

    Raises UsageError if there is no such file, DataError if it is empty or not a table (HTML, Office, PDF, binary).
    """
    if path.is_dir() and path.suffix == PAGES:
        first = next(iter(pages(path)), None)
        if first is None:
            raise DataError(f"{path.name}: a folder of pages without pages: fetch it again")
        return replace(head(first), path=path)
    if not path.is_file():
        raise UsageError(f"{path}: no such file: check the name and the folder")
    start, packed = _first_bytes(path)
    if start.startswith((ZIP, OLE)) and not packed:
        return _workbook(path)
    for magic, what in MAGIC.items():
        if start.startswith(magic):
            raise DataError(f"{path.name}: this is {what}, not a table: save the table as CSV first")
    encoding = encoding_of(start)
    text = text_of(start, encoding)
    if not text.strip():
        raise DataError(f"{path.name}: the file is empty: download it again")
    if text.lstrip()[:1] == "<":
        raise DataError(
            f"{path.name}: this is a web page (HTML or XML), not a table: download the data itself"
        )
    if text.count("\0") * STRAY > len(text):
        raise DataError(
            f"{path.name}: this is a binary file, not a CSV or JSON table: save the table as CSV first"
        )
    if text.lstrip()[:1] in "[{":
        return Head(path, "json", encoding, "", (), text, packed)
    line = text.splitlines()[0]
    delimiter = _delimiter(text.splitlines()[:HEAD_ROWS])
    fields = tuple(cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter)))
    return Head(path, "csv", encoding, delimiter, fields, text, packed)


def _delimiter(lines: list[str]) -> str:
    """The mark that most of the first lines hold; titles above the header may have none."""
    holding = {mark: sum(mark in line for line in lines) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (holding[mark], sum(line.count(mark) for line in lines)))


def _workbook(path: Path) -> Head:
    sheets = {
        name: tuple(tuple(row) for row in rows)
        for name, rows in workbooks.beginnings(path, HEAD_ROWS).items()
    }
    filled = [rows for rows in sheets.values() if rows]
    if not filled:
        raise DataError(f"{path.name}: a workbook without rows: download it again")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row for rows in filled for row in rows)
    fields = tuple(cell.strip().lower() for cell in filled[0][0])
    return Head(path, "workbook", "utf-8", ",", fields, out.getvalue(), sheets=sheets)


def _first_bytes(path: Path) -> tuple[bytes, bool]:
    with path.open("rb") as stream:
        start = stream.read(SAMPLE)
    if not start.startswith(b"\x1f\x8b"):
        return start, False
    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(SAMPLE), True
    except (OSError, EOFError) as error:
        raise DataError(f"{path.name}: the gzip file is damaged or cut short: download it again") from error


@contextlib.contextmanager
def as_utf8(found: Head) -> Iterator[Path]:
    """The file itself if it is UTF-8 (packed or not), else a temporary copy that is."""
    if found.encoding == "utf-8":
        yield found.path
        return
    raw = found.path.read_bytes()
    data = gzip.decompress(raw) if found.packed else raw
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "utf8.csv"
        copy.write_text(text_of(data, found.encoding), encoding="utf-8", newline="")
        yield copy


def read_rows(
    con: duckdb.DuckDBPyConnection,
    found: Head,
    table: str,
    names: Sequence[str] | None = None,
    header_line: int = 1,
    needed: Sequence[str] | None = None,
) -> None:
    """Read a CSV into the temporary `table`: `record` (line in the file) and one text column per header cell, or one for each
    that is `needed` (NULL if the file lacks it).

    `header_line` is the line in which the header stands (0: there is none); `names` are the columns where they are not
    those of the file's first line. A line is a row of the CSV: a header cell with a line break in it counts as one.

    Lines that have too few or too many cells go to the temporary table `{table}_bad` (record, reason, row).
    Raises DataError for a file without rows, with two columns of one name, or that no quoting makes sense of.
    """
    fields = tuple(found.fields if names is None else names)
    twice = {name for name in fields if name and fields.count(name) > 1}
    if twice:
        raise DataError(
            f"{found.path.name}: row {header_line}: two columns are called {' and '.join(sorted(twice))}: rename one"
        )
    columns = {name or f"column{number}": "VARCHAR" for number, name in enumerate(fields, 1)}
    holds_nul = _holds_nul(found)
    # A NUL makes its row doubtful, in whichever column it stands: then all are looked at.
    narrow = needed is not None and not holds_nul
    shown = _shown(columns, needed or (), narrow)
    con.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    with as_utf8(found) as path:
        try:
            con.execute(
                f"CREATE OR REPLACE TEMP TABLE {table}_lines AS SELECT {shown} FROM read_csv("
                "?, columns = ?, auto_detect = false, header = ?, skip = ?, all_varchar = true, delim = ?, quote = '\"', "
                "escape = '\"', nullstr = '', store_rejects = true, rejects_limit = 0, compression = ?)",
                [
                    str(path),
                    columns,
                    header_line > 0,
                    max(header_line - 1, 0),
                    found.delimiter,
                    "gzip" if found.packed and path == found.path else "none",
                ],
            )
        except duckdb.OutOfMemoryException:
            raise  # no fault of the file's
        except duckdb.Error as error:
            line = str(error).splitlines()[0][:200]
            raise DataError(
                f"{found.path.name}: not readable as CSV ({line}): open it in a spreadsheet and save it anew"
            ) from error
    if found.encoding in GUESSED:
        noted.write(
            con,
            f"it does not say how its letters are written, read as {GUESSED[found.encoding]}: check names",
        )
    _no_open_quote(con, found)
    _separate_bad_lines(con, table, header_line, as_view=narrow)
    if holds_nul:
        _separate_nul(con, table, list(columns))
    if not _count(con, table) and not _count(con, f"{table}_bad"):
        raise DataError(f"{found.path.name}: a header but no rows: download it again")


def _shown(columns: Mapping[str, str], needed: Sequence[str], narrow: bool) -> str:
    """SQL: the columns that are needed, or all; NULL for those that the file lacks."""
    kept = [name for name in needed if name in columns] if narrow else ["*"]
    return ", ".join([*kept, *(f"NULL::VARCHAR AS {name}" for name in needed if name not in columns)])


def _no_open_quote(con: duckdb.DuckDBPyConnection, found: Head) -> None:
    """Raise DataError for a quotation mark that is never closed: it swallows all that follows."""
    lost = con.execute(
        "SELECT min(line) FROM reject_errors WHERE error_message ILIKE '%unterminated quote%'"
    ).fetchone()
    if lost and lost[0] is not None:
        raise DataError(
            f"{found.path.name}: row {lost[0]}: a quotation mark is opened and never closed, all rows after it would be "
            "lost: mend the row"
        )


def _holds_nul(found: Head) -> bool:
    """Whether a NUL stands anywhere in the file: seen at the speed of the disk, so that cells need not be searched.

    Raises DataError for a packed file that is damaged, or that unpacks to more than `LARGEST`.
    """
    size, seen = 0, False
    try:
        with gzip.open(found.path) if found.packed else found.path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                size, seen = size + len(piece), seen or b"\0" in piece
                if found.packed and size > LARGEST:
                    raise DataError(
                        f"{found.path.name}: unpacks to more than {LARGEST // 1024**3} GB: split the table, and pack the parts"
                    )
                if found.encoding == "utf-16":
                    return "\0" in text_of(piece + stream.read(), found.encoding)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            f"{found.path.name}: the gzip file is damaged or cut short: download it again"
        ) from error
    return seen


def _separate_nul(con: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> None:
    """Rows with a NUL in a cell are damaged: they go to the bad ones."""
    row = "concat_ws(',', " + ", ".join(f'"{name}"' for name in names) + ")"
    damaged = f"contains({row}, chr(0))"
    con.execute(
        f"INSERT INTO {table}_bad SELECT record, 'holds a NUL, so it is damaged: download the file again' AS reason, "
        f"replace({row}, chr(0), '?') AS row FROM {table} WHERE {damaged}"
    )
    con.execute(f"DELETE FROM {table} WHERE {damaged}")


def _separate_bad_lines(con: duckdb.DuckDBPyConnection, table: str, header_line: int, as_view: bool) -> None:
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table}_bad AS SELECT line::BIGINT AS record, "
        "'line not readable (' || lower(any_value(error_message)) || '): mend its commas and quotes' AS reason, "
        "any_value(csv_line) AS row FROM reject_errors GROUP BY line ORDER BY line"
    )
    lines = [line for (line,) in con.execute(f"SELECT record FROM {table}_bad ORDER BY record").fetchall()]
    # A good row stands below its number by the lines down to the header, and one more for each bad line before it.
    passed = [line - header_line - before for before, line in enumerate(lines)]
    number = "rowid + 1"
    skipped = f" + len(list_filter({passed}::BIGINT[], lambda bad: {number} >= bad))" if passed else ""
    made = "VIEW" if as_view else "TABLE"
    con.execute(
        f"CREATE OR REPLACE TEMP {made} {table} AS SELECT {number} + {header_line}{skipped} AS record, * FROM {table}_lines"
    )
    if not as_view:
        con.execute(f"DROP TABLE {table}_lines")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
