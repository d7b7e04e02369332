import pytest

from etl.reports.attribution import credited, credits
from etl.reports.lexicon import lexicon


def read(text):
    stand = text.index("#")
    return credited(credits(text, lexicon()), stand, stand + 1)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("# people fled, according to the UN, many to the north.", "UN"),
        ("# people fled, the United Nations says.", "UN"),
        ("# people fled, the UN refugee agency announced.", "UNHCR"),
        ("UNHCR in Rwanda reports that # people fled.", "UNHCR"),
        ("OCHA estimates that # people fled.", "OCHA"),
        ("# people fled (OCHA, 5 March).", "OCHA"),
        ("# people fled, according to the International Organization for Migration.", "IOM"),
        ("According to data from IOM, # people fled.", "IOM"),
        ("# people fled, local officials said.", "local officials"),
        ("Lebanese authorities say # people fled.", "Lebanese authorities"),
        ("# people fled, the government said.", "government"),
        ("On Thursday the Turkish president said # people fled.", "Turkish president"),
        ("# people fled, said the Norwegian Refugee Council.", "Norwegian Refugee Council"),
    ],
)
def test_the_one_credited_is_named_as_worded(text, who):
    assert read(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "# people fled.",
        "An estimated # people fled.",
        "It said # people fled.",
        "# refugees from Ukraine were recorded.",
    ],
)
def test_where_nobody_is_credited_there_is_nobody(text):
    assert read(text) is None
