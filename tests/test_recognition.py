"""Recognition rates: UNHCR's two, what is left out of them, and where there is none."""

import pandas as pd
import pytest
from conftest import figure

from etl import arrow, frames, recognition
from etl.filters import of

ANY = of({})
DEFAULTS = {
    "population": "asylum_seeker",
    "measure": "flow",
    "start_date": "2023-01-01",
    "end_date": "2023-12-31",
}


def procedures(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows of asylum procedures with the types that the store gives."""
    import pyarrow as pa

    numbered = [row | {"figure_id": f"{number:016x}"} for number, row in enumerate(rows, 1)]
    return frames.frame(pa.Table.from_pylist(numbered, schema=arrow.PROCEDURES))


def step(stage: str, reported: int | None, outcome: str | None = None, **said: object) -> dict[str, object]:
    own: dict[str, object] = {"stage": stage, "outcome": outcome, "procedure_type": "government"}
    own |= {"application_type": None, "decision_level": "FI", "reported": reported, "value": reported}
    row = figure(**{name: value for name, value in (DEFAULTS | said).items() if name not in own})
    return row | own | {name: value for name, value in said.items() if name in own}


def decision(**counts: int | None) -> list[dict[str, object]]:
    return [step("decision", count, outcome) for outcome, count in counts.items()]


def rate(*rows: dict[str, object]) -> pd.Series:
    (found,) = [line for _, line in recognition.decisions(procedures(*rows), ANY).rates.iterrows()]
    return found


def test_closed_otherwise_is_in_neither_rate() -> None:
    found = rate(*decision(recognised=30, complementary=20, rejected=50, closed=100, total=200))
    assert (found["refugee_rate"], found["total_rate"]) == (0.3, 0.5)
    assert (found["decided"], found["closed"], found["why"]) == (100, 100, "")


def test_an_outcome_without_a_row_counts_as_none() -> None:
    found = rate(*decision(recognised=1, rejected=3))
    assert (found["refugee_rate"], found["total_rate"]) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ({"total": 80}, "only the total"),
        ({"recognised": None, "rejected": 40}, "withheld"),
        ({"closed": 40}, "closed otherwise"),
        ({"recognised": 10, "rejected": 10, "total": 400}, "20 of the 400"),
    ],
)
def test_where_there_is_no_single_rate_the_reason_is_given(counts: dict[str, int | None], why: str) -> None:
    found = rate(*decision(**counts))
    assert pd.isna(found["total_rate"])
    assert why in found["why"]


def test_instances_persons_and_cases_have_a_rate_each() -> None:
    rows = [
        *decision(recognised=30, rejected=70),
        *(row | {"decision_level": "AR"} for row in decision(recognised=5, rejected=5)),
        *(row | {"unit": "case", "value": None} for row in decision(recognised=9, rejected=1)),
    ]
    rates = recognition.decisions(procedures(*rows), ANY).rates
    found = {(row["level"], row["unit"]): row["refugee_rate"] for row in rates.to_dict("records")}
    assert found == {
        ("first instance", "person"): 0.3,
        ("administrative review", "person"): 0.5,
        ("first instance", "case"): 0.9,
    }


def test_countries_and_authorities_of_one_instance_are_added() -> None:
    rows = [
        *decision(recognised=10, rejected=30),
        *(row | {"procedure_type": "unhcr"} for row in decision(recognised=10)),
        *(row | {"country": "DEU", "place": "Germany"} for row in decision(recognised=20, rejected=10)),
    ]
    found = rate(*rows)
    assert (found["recognised"], found["rejected"], found["countries"]) == (40, 40, 2)


def test_applications_stand_apart_by_kind_and_a_withheld_one_is_counted() -> None:
    rows = [
        step("application", 100, application_type="N"),
        step("application", 40, application_type="A", decision_level="AR"),
        step("application", None, application_type="N", country="DEU", place="Germany"),
    ]
    found, ids = recognition.applications(procedures(*rows), ANY)
    told = {(row["kind"], row["level"]): (row["value"], row["withheld"]) for row in found.to_dict("records")}
    assert told == {("new", "first instance"): (100, 1), ("on appeal", "administrative review"): (40, 0)}
    assert len(ids) == 3
