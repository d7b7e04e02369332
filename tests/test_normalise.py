"""The workbench between files: nothing of one file stays to trouble the next."""

import json
import subprocess
import sys
from pathlib import Path

from etl import normalise

ROWS = [["#date", "#country+code", "#affected+idps"], ["2019-12-31", "SYR", "5"]]
TEMPORARY = "SELECT count(*) FROM information_schema.tables WHERE table_catalog = 'temp'"


def test_a_file_that_breaks_off_does_not_stand_in_the_way_of_the_next(tmp_path: Path) -> None:
    broken, good = tmp_path / "broken.csv", tmp_path / "good.json"
    lines = ["Date,Country,IDPs", *(",".join(row) for row in [*ROWS, *ROWS])]
    broken.write_text("\n".join(lines), encoding="utf-8")
    good.write_text(json.dumps(ROWS), encoding="utf-8")
    con = normalise.workbench()
    failures = normalise.add_all(con, normalise.documents_of([broken, good]))
    assert len(failures) == 1 and "a second row of tags" in failures[0]
    assert con.execute("SELECT document, value FROM figures").fetchall() == [("good.json", 5)]


def test_what_a_file_was_read_into_is_let_go_of(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("year,coo_iso,coa_iso,refugees\n2019,SYR,TUR,5\n", encoding="utf-8")
    con = normalise.workbench()
    assert normalise.add_all(con, normalise.documents_of([file])) == []
    assert con.execute(TEMPORARY).fetchall() == [(0,)]


LARGE = """
import os
from pathlib import Path
from etl import normalise
con = normalise.workbench()
con.execute(f"SET memory_limit = '{os.environ['LIMIT']}'; SET enable_progress_bar = false")
con.execute("CREATE TEMP TABLE large AS SELECT range AS n, range::VARCHAR || ' people' AS words FROM range(3000000)")
aside = Path(normalise._aside())
print(aside.is_dir(), con.execute("SELECT count(*), max(n) FROM large").fetchall())
con.close()
print(aside.exists())
"""


def test_rows_that_memory_has_no_room_for_lie_in_a_folder_that_is_gone_after(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", LARGE],
        env={"PATH": "", "TMPDIR": str(tmp_path), "PYTHONPATH": str(Path.cwd()), "LIMIT": "60MB"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.splitlines() == ["True [(3000000, 2999999)]", "False"], ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_files_hold_does_not_decide_how_much_memory_they_take() -> None:
    (limit,) = normalise.workbench().execute("SELECT current_setting('memory_limit')").fetchall()[0]
    assert limit == "762.9 MiB"  # 800 MB
