"""One screen at a time: nothing twice, nothing left out, the same identities as in the whole table."""

import pandas as pd
import pytest

from etl import browse
from etl.filters import Filter
from etl.store import Reader

SYRIA = Filter(country=("SYR",))


@pytest.mark.parametrize("order", browse.ORDERS)
def test_screens_together_are_the_whole_table(shipped: Reader, order: str) -> None:
    count = shipped.count(SYRIA)
    screens = [browse.window(shipped, SYRIA, order, first, 40) for first in range(0, count, 40)]
    whole, seen = shipped.figures(SYRIA).set_index("figure_id"), pd.concat(screens).set_index("figure_id")
    assert seen.index.is_unique
    pd.testing.assert_frame_equal(seen.loc[whole.index], whole)


def test_each_order_sorts_what_it_names(shipped: Reader) -> None:
    def shown(order: str) -> pd.DataFrame:
        return browse.window(shipped, Filter(), order, 0, 300)

    assert shown("newest")["end_date"].is_monotonic_decreasing
    assert shown("oldest")["end_date"].is_monotonic_increasing
    assert shown("largest")["value"].is_monotonic_decreasing
    assert shown("smallest")["value"].is_monotonic_increasing
    assert shown("place")["country"].dropna().is_monotonic_increasing


def test_what_the_accepted_rows_count(shipped: Reader) -> None:
    counted = browse.measures(shipped, SYRIA)
    rows = shipped.figures(SYRIA)
    assert counted["rows"].sum() == (rows["review"] == "accepted").sum()
    assert browse.placed(shipped, SYRIA) == rows["lat"].notna().sum()
