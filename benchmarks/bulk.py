"""How fast a wide table becomes canonical rows: ours and DuckDB by hand, on the same file.

    PYTHONPATH=. python benchmarks/bulk.py [--rows N ...] [--runs N] [--only NAME ...] [--growth FEW MANY]

The file is a population table of UNHCR's Refugee Data Finder, made with a fixed seed: pairs of countries by Zipf's law, each
pair and year once, most counts 0, 6 % not collected (`-`), 0.5 % withheld (`*`), 0.8 % of the rows with a code that no
country has. Every contender reads it, refuses those rows apart, turns the nine counts into rows and writes Parquet (zstd),
in a process of its own; they take turns, and medians are printed. `inside` leaves the start of Python and its imports out.
What each wrote is read back: rows, sum, withheld and refused must be the same.

By hand there are six columns and no order; ours are the stored tables: every column, sorted, checked, repeats and vintages
settled, every cell accounted for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers import tables, turns
from etl import areas

SEED = 20_241_231
COUNTS = (
    *("refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps"),
    *("stateless", "ooc", "oip", "hst"),
)
HEADER = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso", *COUNTS)
TAGS = (
    *("#date+year", "#x_origin+name", "#x_origin", "#country+code+origin"),
    *("#country+name", "#x_asylum", "#country+code+asylum"),
    *("#affected+label" for _ in COUNTS),
)
YEARS = range(1901, 2101)
BAD_CODE, NOT_COLLECTED, WITHHELD, COUNTED = 0.008, 0.06, 0.005, 0.13
OURS, BY_HAND, TWICE = turns.OURS, "DuckDB by hand", "DuckDB by hand, file read twice"
LIBRARIES_UP_TO = 500_000
"""Rows: beyond it the libraries that go row by row take minutes."""


def codes() -> list[str]:
    """The codes that a row may have."""

    return [*areas.countries()["iso3"], "UNK", "XXA", "TIB"]


def make(path: Path, rows: int) -> None:
    """The made table; beside it, for libhxl, the same with HXL tags."""
    import duckdb
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(SEED)
    known = np.array(codes()[: 240 if rows > LIBRARIES_UP_TO else 200])
    weight = 1 / np.arange(1, len(known) + 1)
    # Drawn without putting back, each triple by the weights of its countries (Efraimidis and Spirakis, 2006).
    pairs = np.multiply.outer(weight, weight).ravel()
    waiting = random.exponential(size=(len(YEARS), len(pairs))) / pairs
    drawn = np.sort(np.argpartition(waiting, rows, axis=None)[:rows])
    year, pair = np.divmod(drawn, len(pairs))
    table = {"year": year + YEARS[0]}
    for of, which in zip(("coo", "coa"), np.divmod(pair, len(known)), strict=True):
        table |= {of: which + 1, f"{of}_bad": random.random(rows) < BAD_CODE / 2}
    for name in COUNTS:
        cell = np.where(random.random(rows) < COUNTED, random.integers(1, 4_000, rows) * 5, 0)
        cell[random.random(rows) < NOT_COLLECTED] = -1
        table[name] = np.where(random.random(rows) < WITHHELD, -2, cell)
    shown = ["year"]
    for of in ("coo", "coa"):
        code = f"$codes[{of}]"
        shown += [f"'Country of ' || {code}", code, f"CASE WHEN {of}_bad THEN 'ZZZ' ELSE {code} END"]
    shown += [f"CASE {name} WHEN -1 THEN '-' WHEN -2 THEN '*' ELSE {name}::VARCHAR END" for name in COUNTS]
    con = duckdb.connect()
    con.register("made", pd.DataFrame(table))
    con.execute(f"CREATE TABLE wide AS SELECT {', '.join(shown)} FROM made", {"codes": list(known)})
    con.execute(f"COPY wide TO '{path}' (HEADER false)")
    # For those who work by hand: they shall not pay for loading ours.
    path.with_suffix(".codes").write_text(
        ", ".join(f"'{code}'" for code in [*codes(), "-"]), encoding="ascii"
    )
    lines = path.read_bytes()
    path.write_bytes(f"{','.join(HEADER)}\n".encode() + lines)
    if rows <= LIBRARIES_UP_TO:
        tagged(path).write_bytes(f"{','.join(HEADER)}\n{','.join(TAGS)}\n".encode() + lines)


def tagged(path: Path) -> Path:
    """The same table with a row of HXL tags."""
    return path.with_suffix(".hxl.csv")


def ours(path: Path, folder: Path) -> Callable[[], object]:
    """`python -m etl normalise`."""
    import etl.commands.normalise  # noqa: F401 - loaded with its command
    from etl.__main__ import main
    from etl.sources import sources

    sources()  # loads their modules

    return lambda: main(["normalise", str(path), "--format", "parquet", "-o", str(folder)])


def by_hand(path: Path, folder: Path, twice: bool = False) -> Callable[[], object]:
    """What one would write for this one file: read once into a table, or, `twice`, once for each file that is written."""
    import duckdb

    known = path.with_suffix(".codes").read_text(encoding="ascii")
    good = f"coo_iso IN ({known}) AND coa_iso IN ({known})"
    kind = "VIEW" if twice else "TEMP TABLE"
    refugees = ", ".join(COUNTS)

    def run() -> None:
        folder.mkdir(exist_ok=True)
        con = duckdb.connect()
        con.execute(
            f"CREATE {kind} wide AS SELECT * FROM read_csv('{path}', header = true, all_varchar = true)"
        )
        con.execute(
            f"COPY (SELECT * FROM wide WHERE ({good}) IS NOT TRUE) TO '{folder}/rejects.parquet' (COMPRESSION zstd)"
        )
        con.execute(f"""
COPY (
    SELECT year::INT AS year, coo_iso, coa_iso, population, TRY_CAST(cell AS BIGINT) AS value,
        CASE WHEN cell = '*' THEN 'redacted' ELSE 'reported' END AS value_status
    FROM (UNPIVOT (SELECT year, coo_iso, coa_iso, {refugees} FROM wide WHERE {good}) ON {refugees} INTO NAME population VALUE cell)
    WHERE cell NOT IN ('0', '-')
) TO '{folder}/figures.parquet' (COMPRESSION zstd)""")

    return run


def library(reader: Callable[..., Callable[[], object]], path: Path, folder: Path) -> Callable[[], object]:
    """One of those that go row by row, and pandas."""
    known = set(path.with_suffix(".codes").read_text(encoding="ascii").replace("'", "").split(", "))
    return reader(path, folder, COUNTS, known)


CONTENDERS: dict[str, turns.Contender] = {
    OURS: ours,
    BY_HAND: by_hand,
    TWICE: lambda path, folder: by_hand(path, folder, twice=True),
    "pandas, whole columns": lambda path, folder: library(tables.pandas, path, folder),
    "libhxl": lambda path, folder: library(tables.libhxl, path, folder),
    "frictionless": lambda path, folder: library(tables.frictionless, path, folder),
}
LIBRARIES = ("pandas, whole columns", "libhxl", "frictionless")


def written(folder: Path) -> tuple[int, ...]:
    """Rows, their sum, withheld, refused: what must be the same of all."""
    import duckdb

    return duckdb.execute(
        "SELECT count(*), sum(value)::BIGINT, count(*) FILTER (value_status = 'redacted'), "
        f"(SELECT count(*) FROM '{folder}/rejects.parquet') FROM '{folder}/figures.parquet'"
    ).fetchall()[0]


def compare(rows: int, runs: int, whole: bool, names: list[str]) -> dict[str, turns.Found]:
    """Print one table; return the medians."""
    return turns.compare(
        f"{rows:,} rows",
        [sys.executable, __file__, "--make", str(rows)],
        {name: turns.command(__file__, name, whole) for name in names},
        written,
        "{:,} figures, {:,} people, {:,} withheld, {:,} rows refused",
        BY_HAND if BY_HAND in names else names[0],
        runs,
        whole,
    )


def main() -> None:
    """Measure and print."""
    options = turns.options("A wide table to canonical rows, against DuckDB by hand.")
    options.add_argument("--rows", type=int, nargs="+", default=[130_000, 5_000_000])
    options.add_argument("--growth", type=int, nargs="*", default=[500_000, 5_000_000], metavar="ROWS")
    options.add_argument("--only", nargs="+", choices=list(CONTENDERS), default=list(CONTENDERS))
    chosen = options.parse_args()
    if turns.in_a_process_of_its_own(chosen, make, CONTENDERS):
        return
    for rows in chosen.rows:
        small = rows <= LIBRARIES_UP_TO
        names = [name for name in chosen.only if small or name not in LIBRARIES]
        compare(rows, chosen.runs, not small, names)
    if OURS in chosen.only and len(chosen.growth) == 2:
        _growth(*chosen.growth, chosen.runs)


def _growth(few: int, many: int, runs: int) -> None:
    """What so many times the rows take of ours, each as a whole process."""
    (seconds, _, peak), (seconds_, _, peak_) = (
        compare(rows, runs, True, [OURS])[OURS] for rows in (few, many)
    )
    print(
        f"growth: {many / few:.0f} times the rows take {seconds_ / seconds:.1f} times the time and {peak_ / peak:.1f} times the memory"
    )


if __name__ == "__main__":
    main()
