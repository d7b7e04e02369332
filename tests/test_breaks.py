"""Breaks of series: who may stand in the list, and on which lines they are marked."""

from pathlib import Path

import pandas as pd
import pytest

from etl import breaks, places, reference
from etl.errors import DataError
from etl.filters import of as filter_of


def line(*counts: tuple[str, int], publisher: str = "UNHCR", key: str = "") -> pd.DataFrame:
    rows = [{"end_date": pd.Timestamp(date), "value": value} for date, value in counts]
    return pd.DataFrame(rows).assign(publisher=publisher, key=key, quantifier="exact")


LEBANON = line(("2013-12-31", 800), ("2014-12-31", 1100), ("2015-12-31", 1000))


def test_every_break_names_a_day_what_changed_and_who_says_so() -> None:
    table = breaks.known()
    assert table["date"].notna().all()
    assert (table[["label", "what", "citation"]] != "").all(axis=None)
    assert table["label"].str.len().max() <= 24, "it stands beside a line"


def test_a_break_belongs_to_the_line_of_its_country_only() -> None:
    one = filter_of({"country": "LBN", "origin": "SYR", "population": "refugee"})
    assert list(breaks.of(LEBANON, one, None)["label"]) == ["registration stopped"]
    every = filter_of({"origin": "SYR", "population": "refugee"})
    assert breaks.of(LEBANON, every, None).empty, "a sum over countries is no line of Lebanon"
    by_country = breaks.of(LEBANON.assign(key="LBN"), every, "country")
    assert list(by_country["key"]) == ["LBN"]


def test_a_break_of_another_publisher_or_outside_the_line_is_not_marked() -> None:
    one = filter_of({"country": "LBN", "origin": "SYR", "population": "refugee"})
    assert breaks.of(LEBANON.assign(publisher="UNRWA"), one, None).empty
    assert breaks.of(LEBANON.head(2), one, None).empty


def test_where_hardly_anyone_was_counted_no_step_is_marked() -> None:
    tiny = line(("2014-12-31", 1), ("2015-12-31", 5000))
    one = filter_of({"country": "LBN", "origin": "SYR", "population": "refugee"})
    assert breaks.of(tiny, one, None).empty


def test_a_publishers_count_that_goes_on_as_another_is_marked() -> None:
    first = line(("2012-12-31", 10), ("2013-12-31", 12), publisher="IOM: Baseline")
    after = line(("2015-12-31", 30), ("2016-12-31", 31), publisher="IOM: Countrywide")
    found = breaks.of(pd.concat([first, after]), filter_of({"country": "YEM", "population": "idp"}), None)
    assert list(found["label"]) == ["another count"]
    assert found["date"].iloc[0] == pd.Timestamp("2015-12-31")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2015-02-31,UNHCR,refugee,LBN,,label,what,who,", "row 2: 2015-02-31 is not a day"),
        ("2015-02-01,UNHCR,refugee,Lebanon,,label,what,who,", "ISO 3166-1"),
        ("2015-02-01,UNHCR,aliens,,,label,what,who,", "unknown population aliens"),
        ("2015-02-01,UNHCR,refugee,,,label,,,", "say what and citation"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, said: str) -> None:
    (tmp_path / breaks.FILE).write_text(",".join(breaks.COLUMNS) + "\n" + row + "\n")
    places.country("Lebanon")  # names are read before the folder is another one
    monkeypatch.setattr(reference, "folder", lambda: tmp_path)
    with pytest.raises(DataError, match=said):
        breaks.known.__wrapped__()
