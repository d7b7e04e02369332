"""Reports in other languages than English: which language it is, and how well each is read."""

import datetime

import pytest

from etl.reports import Report, figures
from etl.reports.languages import language_of
from etl.reports.numbers import numbers, plain
from etl.reports.periods import period, phrases
from tests.labelled.score import score, table

PUBLISHED = datetime.date(2020, 2, 7)


@pytest.mark.parametrize(
    ("language", "least"),
    [
        ("fr", {"value": 0.95, "population": 0.92, "population+country": 0.88, "measure": 0.93, "quantifier": 0.92, "period": 0.9, "attribution": 0.93}),
        ("es", {"value": 0.95, "population": 0.92, "population+country": 0.88, "measure": 0.93, "quantifier": 0.92, "period": 0.9, "attribution": 0.93}),
    ],
)  # fmt: skip
def test_labelled_sentences_are_read_as_labelled(language, least):
    print(table(language))
    scores, leaked, misses = score(language)
    low = {name: scores[name] for name, bar in least.items() if min(scores[name]) < bar}
    assert (low, leaked) == ({}, 0), misses


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The number of refugees in the camps has grown.", "en"),
        ("Le nombre de réfugiés dans les camps a augmenté.", "fr"),
        ("El número de refugiados en los campamentos ha aumentado.", "es"),
        ("O número de refugiados nos campos não é conhecido.", "pt"),
        ("Kamplarda daha çok mülteci var ve bu sayı artıyor.", "tr"),
        ("عدد اللاجئين في المخيمات من سوريا", "ar"),
        ("Rio de Janeiro", "en"),
        ("520 000", "en"),
    ],
)
def test_the_language_is_told_by_its_function_words(text, language):
    assert language_of(text) == language


def test_the_language_given_is_believed():
    assert language_of("The camps are full.", "fr-FR") == "fr"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("520 000 personnes", "fr", 520_000),
        ("520\u202f000 personnes", "fr", 520_000),
        ("3,6 millions de personnes", "fr", 3_600_000),
        ("un demi-million de personnes", "fr", 500_000),
        ("deux millions et demi de personnes", "fr", 2_500_000),
        ("quatre-vingt-dix mille personnes", "fr", 90_000),
        ("deux cent mille personnes", "fr", 200_000),
        ("1,2 milliard", "fr", 1_200_000_000),
        ("520.000 personas", "es", 520_000),
        ("3,6 millones de personas", "es", 3_600_000),
        ("520 mil personas", "es", 520_000),
        ("1.200 millones", "es", 1_200_000_000),
        ("medio millón de personas", "es", 500_000),
        ("dos millones y medio de personas", "es", 2_500_000),
        ("treinta y cinco mil personas", "es", 35_000),
        ("520.000 kişi", "other", 520_000),
        ("3,6 milyon kişi", "other", 3_600_000),
        ("٣٫٦ مليون", "other", 3_600_000),
        ("۵۲۰ هزار", "other", 520_000),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(text, language, value):
    assert [number.value for number in numbers(plain(text), language)] == [value]


@pytest.mark.parametrize(
    ("text", "language", "quantifier"),
    [
        ("plus de 520 000", "fr", "more_than"),
        ("plus d'un million", "fr", "more_than"),
        ("au moins 520 000", "fr", "at_least"),
        ("jusqu'à 520 000", "fr", "at_most"),
        ("moins de 520 000", "fr", "less_than"),
        ("près de 520 000", "fr", "approximately"),
        ("entre 20 000 et 30 000", "fr", "between"),
        ("más de 520.000", "es", "more_than"),
        ("al menos 520.000", "es", "at_least"),
        ("hasta 520.000", "es", "at_most"),
        ("menos de 520.000", "es", "less_than"),
        ("casi 520.000", "es", "approximately"),
        ("entre 20.000 y 30.000", "es", "between"),
    ],
)
def test_bounds_are_those_worded(text, language, quantifier):
    assert [number.quantifier for number in numbers(text, language)] == [quantifier]


@pytest.mark.parametrize(
    ("text", "language", "start", "end"),
    [
        ("# depuis début décembre", "fr", "2019-12-01", "2020-02-07"),
        ("# depuis le 1er décembre", "fr", "2019-12-01", "2020-02-07"),
        ("# entre le 19 février et le 23 mars", "fr", "2019-02-19", "2019-03-23"),
        ("# la semaine dernière", "fr", "2020-01-27", "2020-02-02"),
        ("# en 2012", "fr", "2012-01-01", "2012-12-31"),
        ("# du 3 au 5 février 2020", "fr", "2020-02-03", "2020-02-05"),
        ("# au cours des deux derniers jours", "fr", "2020-02-05", "2020-02-07"),
        ("# desde principios de diciembre", "es", "2019-12-01", "2020-02-07"),
        ("# desde el 1 de diciembre", "es", "2019-12-01", "2020-02-07"),
        ("# entre el 19 de febrero y el 23 de marzo", "es", "2019-02-19", "2019-03-23"),
        ("# la semana pasada", "es", "2020-01-27", "2020-02-02"),
        ("# en 2012", "es", "2012-01-01", "2012-12-31"),
        ("# en los últimos dos días", "es", "2020-02-05", "2020-02-07"),
    ],
)
def test_a_flow_has_the_days_that_the_words_say(text, language, start, end):
    stand = text.index("#")
    found = phrases(text.replace("#", "N"), PUBLISHED, language)
    said = period(text.replace("#", "N"), "flow", found, stand, stand + 1, [], PUBLISHED, language=language)
    assert (str(said.start), str(said.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "language", "value", "country"),
    [
        ("Türkiye 3,6 milyon mülteciye ev sahipliği yapıyor.", "tr", 3_600_000, "TUR"),
        ("تستضيف تركيا أكثر من ٣٫٦ مليون لاجئ", "ar", 3_600_000, "TUR"),
        ("O Brasil acolhe mais de 520.000 refugiados.", "pt", 520_000, "BRA"),
    ],
)
def test_a_language_without_a_lexicon_gives_doubtful_figures(text, language, value, country):
    [found] = figures(Report(id="a", text=text, language=language))
    assert (found["value"], found["country"], found["population"]) == (value, country, "displaced")
    assert found["confidence"] <= 0.3
    assert f"without knowledge of the language ({language})" in found["warning"]
    assert found["origin"] is None


@pytest.mark.parametrize("text", ["Türkiye'de 520.000 ev var.", "Kampta 40 mülteci var."])
def test_without_a_word_of_displacement_or_a_large_number_there_is_no_figure(text):
    assert figures(Report(id="a", text=text, language="tr")) == []


def test_between_two_countries_an_unknown_language_names_none():
    [found] = figures(Report(id="a", text="O Brasil acolhe 520.000 refugiados da Venezuela.", language="pt"))
    assert (found["country"], found["origin"], found["place"]) == (None, None, None)
