"""Classes of a map: bounds that people can read, and values in the class that the legend says."""

import pytest

from charts import classes, style


def test_fixed_bounds_are_the_same_for_all_values() -> None:
    assert classes.classes([5, 7], "fixed", False) == classes.classes([9e6], "fixed", False)
    assert classes.classes([5], "fixed", False).of([9_999, 10_000, 3e6]) == [0, 1, 5]
    assert classes.classes([5], "fixed", True).of([0.05, 0.1, 131]) == [0, 1, 5]


@pytest.mark.parametrize("method", ["quantile", "natural"])
def test_bounds_rise_are_round_and_have_a_colour_each(method: str) -> None:
    values = [17 * step**3 + 3 for step in range(1, 200)]
    found = classes.classes(values, method, False)
    assert list(found.bounds) == sorted(set(found.bounds))
    assert len(found.colours) == len(found.bounds) == len(style.BLUES)
    assert all(len(f"{bound:.0f}".rstrip("0")) <= 2 for bound in found.bounds[1:])
    assert {*found.of(values)} == set(range(len(found.bounds)))


def test_quantiles_hold_about_as_many_each() -> None:
    found = classes.classes(range(1, 601), "quantile", False)
    counts = [found.of(range(1, 601)).count(place) for place in range(6)]
    assert max(counts) - min(counts) <= 12


def test_few_or_equal_values_have_few_classes() -> None:
    assert len(classes.classes([3, 900_000], "natural", False).bounds) == 2
    assert classes.classes([7, 7, 7], "quantile", False).method == "fixed"
    assert classes.classes([], "natural", False).method == "fixed"
