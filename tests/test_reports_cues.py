"""What the words around a number make of it: sentence in, (value, population, measure) out."""

import pytest

from etl.reports import Report, figures


def read(text):
    return [(f["reported"], f["population"], f["measure"]) for f in figures(Report(id="a", text=text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 9,000 people fled the town.", (9_000, "idp", "flow")),
        ("The storm displaced 9,000 people.", (9_000, "idp", "flow")),
        ("Shelling forced 9,000 people to flee.", (9_000, "idp", "flow")),
        ("9,000 people have been uprooted.", (9_000, "idp", "flow")),
        ("About 9,000 new displacements were recorded.", (9_000, "idp", "flow")),
        ("9,000 residents were evacuated.", (9_000, "idp", "flow")),
        ("Authorities moved 9,000 people to safety.", (9_000, "idp", "flow")),
        ("Fires led to the evacuation of 9,000 villagers.", (9_000, "idp", "flow")),
        ("The flood left 9,000 people homeless.", (9_000, "idp", "flow")),
        ("9,000 people had to leave their homes.", (9_000, "idp", "flow")),
        ("9,000 IDPs live in the city.", (9_000, "idp", "stock")),
        ("9,000 people remain displaced.", (9_000, "idp", "stock")),
        ("The number of displaced people rose to 9,000.", (9_000, "idp", "stock")),
        ("9,000 people are sheltering in schools.", (9_000, "idp", "stock")),
        ("Lebanon hosts 9,000 refugees.", (9_000, "refugee", "stock")),
        ("9,000 refugees were registered in Lebanon.", (9_000, "refugee", "stock")),
        ("9,000 people applied for asylum in Spain.", (9_000, "asylum_seeker", "flow")),
        ("9,000 people have returned home.", (9_000, "returnee", "flow")),
        ("9,000 displaced people returned to Mosul.", (9_000, "returned_idp", "flow")),
        ("9,000 refugees returned to Somalia.", (9_000, "returned_refugee", "flow")),
        ("9,000 people who were displaced in May remain displaced.", (9_000, "idp", "stock")),
        ("By then 9,000 people worldwide were forcibly displaced.", (9_000, "displaced", "stock")),
    ],
)
def test_words_of_displacement_say_who_and_how_counted(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "At least 300 people were killed near the displaced families' camp.",
        "Between 90 and 230 IDPs were killed when the camp was bombed.",
        "The fire injured 40 refugees.",
        "Some 90 people displaced by the fighting were killed on Monday.",
        "Some 9,000 people are trapped in the old city, unable to flee.",
        "About 9,000 people were affected by the flood.",
        "9,000 people across Sudan need help.",
        "Up to 9,000 people could be displaced.",
        "Officials fear that 9,000 people may flee.",
        "The plan foresees the evacuation of 9,000 people if the dam breaks.",
        "The camp was built for 9,000 people.",
        "There is shelter for 9,000 displaced people.",
        "The storm destroyed 9,000 houses.",
        "9,000 soldiers fled to the border.",
        "They set up 12 observation posts for the displaced.",
        "The agency gave 9,000 tents and 400 kits to displaced families.",
        "The agency brought aid to 9,000 displaced people.",
        "A 14-year-old refugee from Syria fled 3 years ago.",
        "Donors pledged $9,000 for refugees.",
        "Thousands fled, and dozens were displaced.",
        "No one was displaced.",
        "Some 9,000 people live in the town.",
        "A tent that was made for one now shelters six people.",
        "Police arrested 320 refugees.",
        "Germany received 329,120 asylum applications.",
    ],
)
def test_what_is_no_figure_of_displacement_gives_none(text):
    assert read(text) == []


def test_each_number_goes_with_its_own_verb():
    text = "Five people were killed, 20 injured and 3,500 forced to flee, while 400 houses burnt."
    assert read(text) == [(3_500, "idp", "flow")]


def test_children_among_the_displaced_are_no_figure_of_their_own():
    assert read("Some 6,000 people, including 4,000 children, fled.") == [(6_000, "idp", "flow")]


def test_those_of_whom_something_else_is_said_are():
    found = read("350,000 people were displaced, of whom 76,000 returned home.")
    assert found == [(350_000, "idp", "flow"), (76_000, "returnee", "flow")]


def test_a_list_is_read_like_its_first_item():
    found = read("47,000 people were displaced: 33,000 from Idlib, 8,900 from Aleppo and 5,100 from Hama.")
    assert [value for value, _, _ in found] == [47_000, 33_000, 8_900, 5_100]


@pytest.mark.parametrize(
    ("text", "unit", "value", "reported"),
    [
        ("2,000 families (11,500 people) were displaced.", "person", 11_500, 11_500),
        ("Some 2,000 families, or 11,500 people, fled.", "person", 11_500, 11_500),
        ("11,500 people from 2,000 families fled.", "person", 11_500, 11_500),
        ("2,000 families were displaced.", "household", None, 2_000),
    ],
)
def test_families_and_persons_are_one_figure_and_no_size_is_assumed(text, unit, value, reported):
    [found] = figures(Report(id="a", text=text))
    assert (found["unit"], found["value"], found["reported"]) == (unit, value, reported)


def test_the_families_are_kept_as_persons_a_household():
    [found] = figures(Report(id="a", text="About 2,000 families (11,500 people) were displaced."))
    assert (found["household_size"], found["quantifier"], found["value_status"]) == (
        5.75,
        "approximately",
        "reported",
    )
