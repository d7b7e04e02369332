"""Small counts are withheld, and nothing that is shown gives them away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened import text_of

from etl import build, privacy, review, suppression
from etl.errors import UsageError
from etl.privacy import NEEDED, Privacy
from etl.store import Reader
from etl.suppression import BESIDE

RULE = Privacy()


def rows(*said: dict[str, object]) -> pd.DataFrame:
    usual = {
        **dict.fromkeys(NEEDED),
        **{"publisher": "IOM", "population": "idp", "measure": "stock", "unit": "person", "country": "SYR"},
        **{"sex": "all", "age": "all", "admin_level": 1, "end_date": "2020-01-31"},
    }
    return pd.DataFrame([usual | one for one in said])


def unit(name: str, n: int | None, **more: object) -> dict[str, object]:
    return {"admin1": name, "place": name, "n": n, **more}


def country(n: int, **more: object) -> dict[str, object]:
    return {"admin_level": 0, "n": n, **more}


def shown(found: pd.DataFrame) -> list[bool]:
    hidden = suppression.withheld(found, RULE)
    return [row not in hidden.index for row in found.index]


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    found = rows(country(143), unit("Idlib", 100), unit("Aleppo", 40), unit("Homs", 3))
    assert shown(found) == [True, True, False, False]
    assert dict(suppression.withheld(found, RULE)) == {
        2: BESIDE,
        3: "withheld here: fewer than 5 in a small place",
    }


def test_counts_of_whole_countries_and_none_are_shown() -> None:
    assert (
        shown(rows(country(3), country(3, country="TUR"), unit("Idlib", 0), unit("Aleppo", 5))) == [True] * 4
    )


def test_from_level_0_on_countries_are_small_places_too() -> None:
    assert len(suppression.withheld(rows(country(3)), Privacy(level=0))) == 1


def test_women_and_men_give_each_other_away() -> None:
    found = rows(unit("Idlib", 43), unit("Idlib", 3, sex="female"), unit("Idlib", 40, sex="male"))
    assert shown(found) == [True, False, False]


def test_two_small_counts_whose_sum_leaves_no_choice_take_a_third() -> None:
    assert shown(rows(country(32), unit("Idlib", 30), unit("Aleppo", 1), unit("Homs", 1))) == [
        True,
        False,
        False,
        False,
    ]
    assert shown(rows(country(35), unit("Idlib", 30), unit("Aleppo", 2), unit("Homs", 3)))[1]


def test_a_unit_that_is_withheld_is_not_given_away_by_its_districts() -> None:
    district = {"admin_level": 2}
    found = rows(
        country(143),
        *(unit("Idlib", 100), unit("Aleppo", 40), unit("Homs", 3)),
        *(unit("Aleppo", 22) | district | {"place": "A"}, unit("Aleppo", 18) | district | {"place": "B"}),
    )
    hidden = suppression.withheld(found, RULE)
    assert {2, 3} <= set(hidden.index)
    assert {4, 5} & set(hidden.index)


def test_parts_that_do_not_make_up_the_total_give_nothing_away() -> None:
    assert shown(rows(country(900), unit("Idlib", 100), unit("Homs", 3))) == [True, True, False]


def test_a_count_that_its_publisher_withholds_hides_ours() -> None:
    assert shown(rows(country(143), unit("Idlib", 100), unit("Aleppo", None), unit("Homs", 3)))[1]


def solutions(table: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Of each hidden cell, whether another table with the same shown cells and sums differs in it."""
    spots = [tuple(spot) for spot in np.argwhere(hidden)]
    lines = [np.array([spot[0] == row for spot in spots]) for row in range(table.shape[0])]
    lines += [np.array([spot[1] == column for spot in spots]) for column in range(table.shape[1])]
    matrix = np.array(lines, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    return np.array(
        [
            np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(spots))[at]])) > rank
            for at in range(len(spots))
        ]
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=3), min_size=2, max_size=5))
def test_no_withheld_count_of_units_by_sex_can_be_computed(table: list[list[int]]) -> None:
    sexes = ["female", "male", "other"][: min(map(len, table))]
    counts = np.array([line[: len(sexes)] for line in table])
    cells = [
        unit(f"U{at}", int(n), sex=sex)
        for at, line in enumerate(counts)
        for sex, n in zip(sexes, line, strict=True)
    ]
    totals = [unit(f"U{at}", int(line.sum())) for at, line in enumerate(counts)]
    whole = [country(int(n), sex=sex) for sex, n in zip(sexes, counts.sum(axis=0), strict=True)]
    found = rows(*cells, *totals, *whole, country(int(counts.sum())))
    hidden = suppression.withheld(found, RULE)
    inside = np.array([row in hidden.index for row in range(len(cells))]).reshape(counts.shape)
    assert inside[(counts > 0) & (counts < RULE.below)].all()
    shown_totals = all(row not in hidden.index for row in range(len(cells), len(found)))
    if inside.any() and shown_totals:
        free = solutions(counts, inside)
        alone = [spot for spot, open_ in zip(np.argwhere(inside), free, strict=True) if not open_]
        # What is left to be computed stands among zeros only: there is nothing more to withhold beside it.
        assert all(
            not ((counts > 0) & ~inside)[spot[0], :].any() and not ((counts > 0) & ~inside)[:, spot[1]].any()
            for spot in alone
        )


def test_the_rule_stands_in_a_file_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    file = tmp_path / privacy.FILE
    assert privacy.settings(tmp_path) is None
    file.write_text("")
    assert privacy.settings(tmp_path) == Privacy(5, 1)
    file.write_text("suppress_below = 10\nfrom_level = 0\n")
    assert privacy.settings(tmp_path) == Privacy(10, 0)
    for wrong in (
        "suppress_below = -1",
        "below = 5",
        'suppress_below = "5"',
        "suppress_below",
        "from_level = true",
    ):
        file.write_text(wrong)
        with pytest.raises(UsageError, match=privacy.FILE):
            privacy.settings(tmp_path)


def test_what_is_withheld_leaves_by_no_door_and_stays_in_the_stored_table(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]], open_page: Any
) -> None:
    keyed = tmp_path / "keyed"
    keyed.mkdir()
    lines = ["SYR,,,,143", "SYR,SY-ID,Idlib,1,100", "SYR,SY-HL,Aleppo,1,40", "SYR,SY-HI,Homs,1,3"]
    head = "population,measure,end_date,country,admin1,place,admin_level,value"
    (keyed / "units.csv").write_text("\n".join([head, *(f"idp,stock,2020-01-31,{line}" for line in lines)]))
    (keyed / "units.csv.yaml").write_text("publisher: IOM\ntaken: 2020-02-05\n")
    built = build.build(tmp_path)
    (tmp_path / privacy.FILE).write_text("")

    out = tmp_path / "out.csv"
    assert command("export", "--level", "1", "-o", str(out), datasets=tmp_path)[0] == 0
    found = pd.read_csv(out).set_index("place")
    assert found["value"].dropna().to_dict() == {"Idlib": 100}
    assert set(found.loc[["Homs", "Aleppo"], "value_status"]) == {"redacted"}
    assert found.loc["Homs", "warning"] == "withheld here: fewer than 5 in a small place"
    assert "Counts below 5 in small places are withheld here" in text_of(open_page("map", tmp_path))
    assert review.reader(tmp_path).query("SELECT sum(value) AS n FROM figures")["n"].item() == 243  # type: ignore[union-attr]
    assert Reader(built.version.folder).query("SELECT sum(value) AS n FROM figures")["n"].item() == 286
