"""The schema: what our own tables must keep before they are published."""

import pytest
from conftest import figure, figures

from etl import schema
from etl.errors import DataError


def test_good_rows_pass() -> None:
    rows = figures(figure(), figure(country="LBN", value=None, value_status="redacted")).drop(columns="row")
    assert schema.check(rows) is rows


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ({"population": "refugees"}, "population"),
        ({"value": -1}, "people are 0 or more"),
        ({"start_date": "2020-01-01", "measure": "flow"}, "period in order"),
        ({"quantifier": None}, "quantifier"),
    ],
    ids=str,
)
def test_a_fault_is_named(fault: dict[str, object], named: str) -> None:
    with pytest.raises(DataError, match=f"tables not published.*{named}"):
        schema.check(figures(figure(**fault)))


def test_a_missing_or_foreign_column_is_a_fault() -> None:
    rows = figures(figure())
    for broken in (rows.drop(columns="licence"), rows.assign(extra=1)):
        with pytest.raises(DataError, match="tables not published"):
            schema.check(broken)


def test_one_id_stands_for_one_figure() -> None:
    rows = figures(figure(), figure()).assign(figure_id="0" * 16)
    with pytest.raises(DataError, match="figure_id is unique"):
        schema.check(rows)
