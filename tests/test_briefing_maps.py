"""The locator map: the subject is seen, whether its people are near, far away or in units within it."""

import re

from briefing import maps
from briefing.sheet import Locator, Shade
from charts import style
from etl import boundaries


def drawn(*shades: Shade, focus: str, within: str = "") -> str:
    found = Locator("Where", (focus,), shades, "People", boundaries.disclaimer(), within)
    return maps.picture(found, 394, 204).decode()


def test_units_within_a_country_have_colours_by_people_and_names() -> None:
    unit = boundaries.admin1("SDN").iloc[0]
    svg = drawn(Shade(unit["adm1_code"], unit["name"], 700_000), focus="SDN", within="SDN")
    assert unit["name"] in svg
    assert "700k" in svg
    plain = drawn(focus="SDN")
    assert len(set(re.findall(r"fill: (#[0-9a-f]{6})", svg))) > len(
        set(re.findall(r"fill: (#[0-9a-f]{6})", plain))
    )


def test_a_tiny_state_has_a_ring_around_it() -> None:
    ring = re.compile(rf"stroke: {style.INK.lower()}; stroke-width: 1.3")
    assert len(ring.findall(drawn(focus="NRU"))) > len(ring.findall(drawn(focus="SDN")))


def test_people_far_away_do_not_make_the_subject_a_speck() -> None:
    near = Shade("POL", "Poland", 900)
    far = Shade("AUS", "Australia", 800)
    assert "Australia" not in drawn(near, far, focus="UKR")
    assert "Poland" in drawn(near, far, focus="UKR")
    assert "Australia" in drawn(Shade("POL", "Poland", 100), far, focus="UKR")
