"""Figures leave here: canonical rows as CSV, HXL-tagged CSV, XLSX, GeoJSON, Parquet, data package and JSON lines.

The page's download, the address of the data and the command line call `made`, and give the same bytes. Rows pass through
in parts of bounded size into a temporary file. Text that a spreadsheet would run as a formula gets a leading apostrophe
in CSV; numbers are left alone, and so is text in the other formats, where it is typed. No clock: the same rows give the
same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from etl import arrow, datapackage, frames, record, workbook
from etl.citations import Source, Sources
from etl.columns import BY_NAME, NAMES
from etl.filters import Filter
from etl.formats import FORMATS
from etl.lines import iso, write_csv
from etl.store import ORDER, Reader
from etl.workbook import CLAIMS

BOM = b"\xef\xbb\xbf"
"""Spreadsheet programs take a CSV for UTF-8 only if it begins with this."""

IN_MEMORY = 16 * 2**20
"""Bytes of an extract that are held in memory; a larger one lies in a temporary file."""
GROUP = 100_000
"""Rows of a row group of Parquet."""

Tables = Iterable[pa.Table]


@dataclass(frozen=True)
class Extract:
    """What is asked for: the filter, and what reports say beside the official count, which a workbook shows."""

    chosen: Filter = field(default_factory=Filter)
    claims: pd.DataFrame | None = None


@dataclass(frozen=True)
class Made:
    """An extract that is ready: its bytes (read from the start; the caller closes it), its name, rows and sources."""

    file: IO[bytes]
    name: str
    kind: str
    rows: int
    size: int
    sources: list[Source]

    def datapackage(self, chosen: Filter) -> bytes:
        """What stands beside the file as `datapackage.json`."""
        self.file.seek(0)
        found = hashlib.file_digest(cast("Any", self.file), "sha256").hexdigest()
        self.file.seek(0)
        media = FORMATS[self.kind].media
        return datapackage.descriptor(
            datapackage.File(self.name, self.kind, media, self.size, found), chosen, self.sources
        )


def made(reader: Reader, chosen: Filter, kind: str) -> Made:
    """The rows that pass the filter, in a format of `etl.formats.FORMATS`.

    Raises UsageError for more rows than the format holds.
    """
    claims = None
    if kind == "xlsx":
        workbook.fits(reader.count(chosen))
        claims = _claims(reader, chosen)
    sources = Sources()
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    try:
        tables = sources.passing(reader.tables(chosen))
        WRITERS[kind](tables, cast("BinaryIO", file), Extract(chosen, claims))
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    name = filename(chosen, FORMATS[kind].suffix)
    return Made(file, name, kind, sources.rows, size, sources.found())


def _claims(reader: Reader, chosen: Filter) -> pd.DataFrame:
    where, parameters = chosen.where()
    said = reader.query(
        f"SELECT * FROM canonical WHERE {where} AND quote IS NOT NULL ORDER BY {ORDER}", parameters
    )
    return record.beside(said, record.official_rows(reader, said))


def to_bytes(kind: str, figures: pd.DataFrame) -> bytes:
    """Rows at hand in a format of `etl.formats.FORMATS`."""
    return _bytes(WRITERS[kind], [frames.table(figures)], Extract())


def _bytes(write: Callable[[Tables, BinaryIO, Extract], None], tables: Tables, what: Extract) -> bytes:
    out = io.BytesIO()
    write(tables, out, what)
    return out.getvalue()


def filename(chosen: Filter, suffix: str) -> str:
    """A name that says what is in the file: `displacement_syr-tur_refugee_2019-12-31.csv`."""
    query = {**chosen.query(), **({} if chosen.pending else {"pending": ["accepted"]})}
    words = [value.lower() for values in query.values() for value in values]
    said = "_".join(
        "".join(letter if letter.isalnum() or letter == "-" else "-" for letter in word) for word in words
    )
    return f"displacement_{said or 'all'}"[:120] + f".{suffix}"


def csv_bytes(figures: pd.DataFrame) -> bytes:
    """CSV for spreadsheets: UTF-8 with BOM, formula-safe, the canonical columns in their order."""
    return to_bytes("csv", figures)


def hxl_bytes(figures: pd.DataFrame) -> bytes:
    """The same CSV with a row of HXL tags under the header (hxlstandard.org)."""
    return to_bytes("hxl", figures)


def xlsx_bytes(figures: pd.DataFrame, claims: pd.DataFrame | None = None) -> bytes:
    """A workbook (`etl.workbook`), with the sheet `claims` if there are any."""
    return _bytes(WRITERS["xlsx"], [frames.table(figures)], Extract(claims=claims))


def procedures_csv_bytes(rows: pd.DataFrame) -> bytes:
    """The same CSV of asylum procedures: the canonical columns, then `etl.columns.PROCEDURE_COLUMNS`."""
    return _other_csv(rows, arrow.PROCEDURES)


def claims_csv_bytes(claims: pd.DataFrame) -> bytes:
    """The same CSV of what reports say (`etl.record.beside`): the canonical columns, then verdict and official count."""
    return _other_csv(claims, CLAIMS)


def _other_csv(rows: pd.DataFrame, schema: pa.Schema) -> bytes:
    out = io.BytesIO()
    _headed([frames.table(rows, schema)], out, [tuple(schema.names)])
    return out.getvalue()


def _headed(tables: Tables, out: BinaryIO, headers: Iterable[tuple[str, ...]]) -> None:
    out.write(BOM)
    for header in headers:
        out.write((",".join(header) + "\n").encode())
    write_csv(tables, out)


def _csv(tables: Tables, out: BinaryIO, _: Extract) -> None:
    _headed(tables, out, [NAMES])


def _hxl(tables: Tables, out: BinaryIO, _: Extract) -> None:
    _headed(tables, out, [NAMES, tuple(BY_NAME[name].hxl for name in NAMES)])


def _parquet(tables: Tables, out: BinaryIO, _: Extract) -> None:
    """Parquet (zstd) with the canonical types; equal rows in equal row groups, however they come."""
    with pa.parquet.ParquetWriter(out, arrow.SCHEMA, compression="zstd") as file:
        for group in _groups(tables, GROUP):
            file.write_table(group, row_group_size=GROUP)


def _groups(tables: Tables, size: int) -> Iterator[pa.Table]:
    """The same rows in tables of `size`, the last one shorter."""
    held = arrow.SCHEMA.empty_table()
    for table in tables:
        held = pa.concat_tables([held, table])
        while held.num_rows >= size:
            yield held.slice(0, size).combine_chunks()
            held = held.slice(size)
    if held.num_rows:
        yield held.combine_chunks()


def _geojson(tables: Tables, out: BinaryIO, _: Extract) -> None:
    """GeoJSON points (RFC 7946) of the figures that have coordinates; the others have no place on a map."""
    out.write(b'{"type": "FeatureCollection", "features": [')
    between = b"\n"
    for table in tables:
        for row in table.filter(pc.is_valid(table["lat"])).to_pylist():
            point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
            feature = {"type": "Feature", "properties": row, "geometry": point}
            out.write(between + json.dumps(feature, ensure_ascii=False, default=iso).encode())
            between = b",\n"
    out.write(b"\n]}\n")


def _xlsx(tables: Tables, out: BinaryIO, what: Extract) -> None:
    workbook.write(tables, out, what.claims)


def _package(tables: Tables, out: BinaryIO, what: Extract) -> None:
    """A zip with the CSV and its `datapackage.json`."""
    sources, name = Sources(), filename(what.chosen, "csv")
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file, zipfile.ZipFile(out, "w") as package:
        _csv(sources.passing(tables), cast("BinaryIO", file), what)
        csv = Made(cast("IO[bytes]", file), name, "csv", sources.rows, file.tell(), sources.found())
        package.writestr(_member(datapackage.NAME), csv.datapackage(what.chosen))
        with package.open(_member(name), "w", force_zip64=True) as member:
            shutil.copyfileobj(file, member)


def _member(name: str) -> zipfile.ZipInfo:
    # ZipInfo's own date is 1980: the clock would make equal extracts unequal.
    member = zipfile.ZipInfo(name)
    member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return member


WRITERS: dict[str, Callable[[Tables, BinaryIO, Extract], None]] = {
    "csv": _csv,
    "hxl": _hxl,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "parquet": _parquet,
    "package": _package,
}
