"""Welsh grammar, and what wording, dates and the kinds of section make of it."""

from __future__ import annotations

from datetime import date

import pytest

from briefings import language, welsh, wording
from briefings.dates import partial_date, period, words
from briefings.language import english, name, say


@pytest.fixture(autouse=True)
def _in_welsh() -> object:
    with language.using("cy-GB"):
        yield


@pytest.mark.parametrize(
    ("word", "joined"),
    [
        ("Llundain", "a Llundain"),
        ("cynllunio", "a chynllunio"),
        ("Cynllunio", "a Chynllunio"),
        ("Trwy’r Giât", "a Thrwy’r Giât"),
        ("PDU Gwent", "a PDU Gwent"),  # acronyms are not mutated
        ("chwaraeon", "a chwaraeon"),  # nor is what begins with one letter of two signs
        ("Asesu", "ac Asesu"),
        ("ŵyn", "ac ŵyn"),
        ("1 Da", "ac 1 Da"),  # un
        ("8 Da", "ac 8 Da"),  # wyth
        ("2 Da", "a 2 Da"),
        ("2.4 Adolygu", "a 2.4 Adolygu"),
    ],
)
def test_and(word: str, joined: str) -> None:
    assert welsh.joined(word, foreign=False) == joined


def test_names_in_english_are_not_mutated() -> None:
    assert wording.listing([name("Good"), english("Thames Valley")]) == (
        "Da a " + english("Thames Valley")
    )
    assert wording.listing([name("Good"), english("Essex")]) == "Da ac " + english("Essex")


def test_lists() -> None:
    assert wording.listing(["Da"]) == "Da"
    assert wording.listing(["Da", "Annigonol"], "or") == "Da neu Annigonol"
    assert wording.listing(["Asesu", "Cynllunio"]) == "Asesu a Chynllunio"
    listed = wording.listing(["Gwybodaeth a chyfleusterau", "Cynllunio", "Asesu"])
    assert listed == "Gwybodaeth a chyfleusterau, Cynllunio ac Asesu"
    assert wording.listing(["Gwybodaeth a chyfleusterau", "Cynllunio"]) == (
        "Gwybodaeth a chyfleusterau, a Chynllunio"
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "dim targedau"),
        (1, "1 targed"),
        (2, "2 darged"),
        (3, "3 tharged"),
        (4, "4 targed"),
        (6, "6 tharged"),
        (21, "21 targed"),
        (1234, "1,234 targed"),
    ],
)
def test_nouns_after_numerals(count: int, words: str) -> None:
    assert wording.counted(count, "target") == words


def test_a_noun_that_nobody_translated_is_marked() -> None:
    assert wording.counted(3, "Prison") == "3 " + english("Prison")


def test_numbers() -> None:
    assert wording.count_word(3) == "3"
    assert wording.per_cent(61) == "61 y cant"
    assert wording.day(date(2019, 12, 31)) == "31 Rhagfyr 2019"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2019-04-04", "4 Ebrill 2019"),
        ("2019-04", "Ebrill 2019"),
        ("2019", "2019"),
        ("autumn 2019", "hydref 2019"),
        ("November 2019 to December 2019", "Tachwedd 2019 – Rhagfyr 2019"),
    ],
)
def test_dates(text: str, said: str) -> None:
    when = partial_date(text)
    assert when is not None
    assert words(when) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("2019/20", "2019/20"),
        ("30 June 2018", "30 Mehefin 2018"),
        ("April 2017 to June 2018, Q1", "Ebrill 2017 – Mehefin 2018, Ch1"),
        ("at the time of inspection, November 2018", "adeg yr arolygiad, Tachwedd 2018"),
    ],
)
def test_periods(text: str, said: str) -> None:
    assert period(text) == said


def test_a_period_in_other_words_stays_whole_and_english() -> None:
    assert period("April 2017, so they say") == english("April 2017, so they say")


def test_sentences_begin_behind_a_mark() -> None:
    assert wording.sentence(english("the Argus gives 8,500")) == (
        english("The Argus gives 8,500") + "."
    )
    assert wording.sentence(english("Done.")) == english("Done.")
    assert wording.small(english("Caseload")) == english("caseload")


def test_what_is_said_is_filled_in() -> None:
    assert say("Page {page} of {pages}", page=3, pages=8) == "Tudalen 3 o 8"


def test_words_of_the_data() -> None:
    assert name("Requires improvement") == "Angen gwella"
    assert name("Superb") == english("Superb")
    assert language.bare(name("Superb")) == "Superb"
    assert name("2018/19") == "2018/19"  # no words at all
    assert name("") == ""


def test_english_is_said_as_it_is() -> None:
    with language.using("en-GB"):
        assert say("Page {page} of {pages}", page=3, pages=8) == "Page 3 of 8"
        assert name("Superb") == english("Superb") == "Superb"
        assert language.counted("target", 3) is None
    assert say("Briefing") == "Papur briffio"
