"""The workbench between files: nothing of one file stays to trouble the next."""

import json
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
