"""Choices of a page: kept in the address, found again on the next visit."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import datetime

    import streamlit as st

    from ui import choices

    box = st.container()
    scale = choices.tabs(box, "Scale", {"linear": "Linear", "log": "Logarithmic"}, "scale")
    shown = choices.several(box, "Columns", {"a": "First", "b": "Second"}, "columns", ["a"])
    early, late = datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)
    on = choices.day(box, "On", "on", datetime.date(2020, 2, 7), early, late)
    st.write(f"{scale} {','.join(shown)} {on} {choices.switch(box, 'All', 'all')}")


def opened(**address: str | list[str]) -> AppTest:
    at = AppTest.from_function(page)
    for key, value in address.items():
        at.query_params[key] = value
    return at.run()


def said(at: AppTest) -> str:
    assert not at.exception
    return str(at.markdown[0].value)


def test_without_an_address_the_first_choice_holds_and_nothing_is_written() -> None:
    at = opened()
    assert said(at) == "linear a 2020-02-07 False"
    assert dict(at.query_params) == {}


def test_the_address_is_restored() -> None:
    at = opened(scale="log", columns=["b", "a"], on="2021-01-31", all="yes")
    assert said(at) == "log b,a 2021-01-31 True"
    assert "log" in at.query_params["scale"]


def test_a_word_that_is_no_choice_is_named_and_left_out() -> None:
    at = opened(scale="cubic", on="2999-01-01")
    assert said(at) == "linear a 2020-02-07 False"
    warned = " ".join(warning.value for warning in at.warning)
    assert "cubic" in warned
    assert "2999" in warned
    assert dict(at.query_params) == {}


def test_a_changed_choice_is_written_and_the_first_one_taken_out() -> None:
    at = opened(all="yes")
    at.button_group[0].set_value("log").run()
    assert said(at).startswith("log")
    assert "log" in at.query_params["scale"]
    at.toggle[0].set_value(False).run()
    assert "all" not in at.query_params


def test_going_back_to_an_address_without_the_choice_is_going_back_to_the_first() -> None:
    at = opened(scale="log")
    del at.query_params["scale"]
    assert said(at.run()).startswith("linear")


def test_none_of_several_means_the_first_ones() -> None:
    at = opened(columns=["b"])
    at.multiselect[0].set_value([]).run()
    assert said(at).startswith("linear a ")
