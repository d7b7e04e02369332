"""The libraries that such tables are read with, on the wide table of `benchmarks/bulk.py`: what each would write down.

All leave out what is 0 or not collected, keep what is withheld without a number, and refuse rows with a code that no country
has. They write `figures.parquet` and `rejects.parquet` of six columns, as DuckDB by hand does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Run = Callable[[], object]
NAMES = ("year", "coo_iso", "coa_iso", "population", "value", "value_status")


def libhxl(path: Path, folder: Path, counts: tuple[str, ...], known: set[str]) -> Run:
    """The tagged table, its counts exploded into rows."""
    import hxl

    def run() -> None:
        source = hxl.data(str(path.with_suffix(".hxl.csv")), hxl.InputOptions(allow_local=True))
        rejects: dict[Any, tuple[object, ...]] = {}

        def rows() -> Iterable[tuple[Any, ...]]:
            for row in source.explode("name", "cell"):
                year, origin, country = (
                    row.get(tag) for tag in ("#date+year", "#country+origin", "#country+asylum")
                )
                if origin not in known or country not in known:
                    rejects[tuple(row.values[:7])] = (year, origin, country)  # once, not once a count
                    continue
                yield year, origin, country, row.get("#affected+name"), row.get("#affected+cell")

        _write(folder, rows(), rejects)

    return run


def frictionless(path: Path, folder: Path, counts: tuple[str, ...], known: set[str]) -> Run:
    """Its steps: rows filtered, the table melted. `table_melt` takes one key, so the codes are packed into one."""
    from frictionless import Resource, formats, steps, transform

    def run() -> None:
        def read(good: bool) -> Iterable[Any]:
            resource = Resource(path=path.name, basepath=str(path.parent))
            resource.control = formats.CsvControl()
            resource.infer()
            for field in resource.schema.fields:
                resource.schema.set_field_type(field.name, "string")

            def wanted(row: Any) -> bool:
                return (row["coo_iso"] in known and row["coa_iso"] in known) is good

            chosen = [steps.row_filter(function=wanted)]
            if good:
                chosen += [
                    steps.field_add(
                        name="key", function=lambda row: f"{row['year']}|{row['coo_iso']}|{row['coa_iso']}"
                    ),
                    steps.table_melt(
                        field_name="key", variables=list(counts), to_field_names=["population", "cell"]
                    ),
                ]
            return transform(resource, steps=chosen).read_rows()

        rows = (
            (*str(row["key"]).split("|"), row["population"], row["cell"] if row["cell"] is not None else "-")
            for row in read(True)
        )
        rejects = {number: tuple(row.values())[:3] for number, row in enumerate(read(False))}
        _write(folder, rows, rejects)

    return run


def _write(folder: Path, rows: Iterable[tuple[Any, ...]], rejects: dict[Any, tuple[object, ...]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(exist_ok=True)
    kept = [
        (
            int(year),
            origin,
            country,
            population,
            None if cell == "*" else int(cell),
            "redacted" if cell == "*" else "reported",
        )
        for year, origin, country, population, cell in rows
        if cell not in ("0", "-")
    ]
    columns = dict(zip(NAMES, map(list, zip(*kept, strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / "figures.parquet", compression="zstd")
    refused = [list(map(str, row)) for row in rejects.values()]
    pq.write_table(pa.table({"row": refused}), folder / "rejects.parquet", compression="zstd")


def pandas(path: Path, folder: Path, counts: tuple[str, ...], known: set[str]) -> Run:
    """Whole columns: the codes looked up, the table melted, the empty cells dropped."""
    import pandas as pd

    def run() -> None:
        folder.mkdir(exist_ok=True)
        wide = pd.read_csv(path, dtype="string[pyarrow]", keep_default_na=False, engine="pyarrow")
        good = wide["coo_iso"].isin(known) & wide["coa_iso"].isin(known)
        wide[~good].to_parquet(folder / "rejects.parquet", compression="zstd")
        long = wide[good].melt(["year", "coo_iso", "coa_iso"], list(counts), "population", "cell")
        long = long[~long["cell"].isin(["0", "-"])]
        status = long["cell"].eq("*").map({True: "redacted", False: "reported"})
        value = pd.to_numeric(long["cell"].where(long["cell"] != "*")).astype("Int64")
        long.assign(year=long["year"].astype("int64"), value=value, value_status=status)[
            list(NAMES)
        ].to_parquet(folder / "figures.parquet", compression="zstd")

    return run
