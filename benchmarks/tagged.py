"""How fast a table under HXL tags becomes canonical rows: ours, libhxl, and DuckDB by hand.

    PYTHONPATH=. python benchmarks/tagged.py [--rows N] [--runs N]

The table is made with a fixed seed: a count of displaced people in each locality of a country each day, 5 % not collected,
.5 % withheld, .5 % of the rows with a day that no calendar has. Every contender reads dates and numbers, refuses such rows
apart and writes Parquet (zstd), as a whole process; they take turns, and medians are printed. By hand there are five
columns and no order; ours are the stored tables: places and units resolved, sorted, checked, every cell accounted for.
"""

from __future__ import annotations

import csv
import datetime
import random
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.bulk import written
from benchmarks.peers import turns

SEED = 20_241_231
HEADER = ("Date", "Country", "State", "State code", "Locality", "Locality code", "IDPs")
TAGS = (
    "#date+reported",
    "#country+code",
    "#adm1+name",
    "#adm1+code",
    "#adm2+name",
    "#adm2+code",
    "#affected+idps",
)
STATES, LOCALITIES = 18, 10
NOT_COLLECTED, WITHHELD, NO_DAY = 0.05, 0.005, 0.005
BY_HAND, LIBHXL = "DuckDB by hand", "libhxl"


def make(path: Path, rows: int) -> None:
    """The made table."""
    draw = random.Random(SEED)
    first = datetime.date(1990, 1, 1)
    with path.open("w", newline="", encoding="ascii") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerows([HEADER, TAGS])
        for number in range(rows):
            day, place = divmod(number, STATES * LOCALITIES)
            state, locality = place // LOCALITIES + 1, place % LOCALITIES + 1
            date = "2015-02-31" if draw.random() < NO_DAY else str(first + datetime.timedelta(day))
            cell = str(draw.randint(1, 10_000) * 5)
            cell = "" if draw.random() < NOT_COLLECTED else "*" if draw.random() < WITHHELD else cell
            out.writerow(
                (
                    *(date, "SDN", f"State {state}", f"SD{state:02}", f"Locality {state}-{locality}"),
                    *(f"SD{state:02}{locality:03}", cell),
                )
            )


def libhxl(path: Path, folder: Path) -> Callable[[], object]:
    """Row by row by its tags."""
    import hxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    def run() -> None:
        folder.mkdir(exist_ok=True)
        kept, refused = [], []
        for row in hxl.data(str(path), hxl.InputOptions(allow_local=True)):
            cell = row.get("#affected+idps")
            if not cell:
                continue
            try:
                day = datetime.date.fromisoformat(row.get("#date+reported"))
            except ValueError:
                refused.append(",".join(row.values))
                continue
            withheld = cell == "*"
            place = row.get("#country+code"), row.get("#adm2+code")
            kept.append(
                (day, *place, None if withheld else int(cell), "redacted" if withheld else "reported")
            )
        names = ("date", "country", "pcode", "value", "value_status")
        columns = dict(zip(names, map(list, zip(*kept, strict=True)), strict=True))
        pq.write_table(pa.table(columns), folder / "figures.parquet", compression="zstd")
        pq.write_table(pa.table({"row": refused}), folder / "rejects.parquet", compression="zstd")

    return run


def by_hand(path: Path, folder: Path) -> Callable[[], object]:
    """What one would write for this one file."""
    import duckdb

    def run() -> None:
        folder.mkdir(exist_ok=True)
        con = duckdb.connect()
        columns = dict.fromkeys(("day", "country", "state", "scode", "locality", "pcode", "cell"), "VARCHAR")
        con.execute(
            f"CREATE TEMP TABLE t AS SELECT * FROM read_csv('{path}', skip = 2, header = false, columns = {columns})"
        )
        con.execute(
            "COPY (SELECT * FROM t WHERE TRY_CAST(day AS DATE) IS NULL AND cell IS NOT NULL) "
            f"TO '{folder}/rejects.parquet' (COMPRESSION zstd)"
        )
        con.execute(
            "COPY (SELECT TRY_CAST(day AS DATE) AS date, country, pcode, TRY_CAST(cell AS BIGINT) AS value, "
            "CASE WHEN cell = '*' THEN 'redacted' ELSE 'reported' END AS value_status "
            "FROM t WHERE TRY_CAST(day AS DATE) IS NOT NULL AND cell IS NOT NULL) "
            f"TO '{folder}/figures.parquet' (COMPRESSION zstd)"
        )

    return run


CONTENDERS: dict[str, turns.Contender] = {LIBHXL: libhxl, BY_HAND: by_hand}


def main() -> None:
    """Measure and print."""
    options = turns.options("A table under HXL tags to canonical rows, against libhxl.")
    options.add_argument("--rows", type=int, default=1_000_000)
    chosen = options.parse_args()
    if turns.in_a_process_of_its_own(chosen, make, CONTENDERS):
        return
    turns.compare(
        f"{chosen.rows:,} rows under HXL tags",
        [sys.executable, __file__, "--make", str(chosen.rows)],
        {name: turns.command(__file__, name, whole=True) for name in (turns.OURS, *CONTENDERS)},
        written,
        "{:,} figures, {:,} people, {:,} withheld, {:,} rows refused",
        LIBHXL,
        chosen.runs,
        whole=True,
    )


if __name__ == "__main__":
    main()
