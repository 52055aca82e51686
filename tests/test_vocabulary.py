"""What texts may say of providers."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.finder import Selector
from briefings.sandbox import render
from briefings.select import Choice, select
from briefings.textfaults import TextError
from briefings.vocabulary import MEMBERS, NAMES, values
from tests import tiny

CHOICE = Choice(
    subject=Selector(name="north"),
    compare=(Selector(name="south"), Selector(name="ash")),
    benchmark=(Selector(kind="CRC"),),
    as_at=date(2019, 12, 31),
)


def said(source: str, choice: Choice = CHOICE) -> str:
    return render("{{ " + source + " }}", values(select(tiny.dataset(), choice)))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("subject", "North Community Rehabilitation Company"),
        ("subject.short", "North"),
        ("subject.kind", "CRC"),
        ("subject.owner", "Green Works"),
        ("subject.fieldwork", "February 2019"),
        ("subject.published", "12 June 2019"),
        ("subject.rating()", "Requires improvement"),
        ("subject.rating('1.1')", "Good"),
        ("subject.previous()", "Inadequate"),
        ("subject.previous('1.1')", "Requires improvement"),
        ("subject.standards_rated('Inadequate')", "Assessment and Planning"),
        ("subject.standards_rated('Outstanding')", "none"),
        ("subject.recommendations", "7"),
        ("subject.score", "3 of 12"),
        ("subject.inspected", "True"),
        ("providers | map(attribute='short') | join(', ')", "North, South, Ash"),
        ("compare | length", "2"),
        ("count(benchmark, 'Good')", "1"),
        ("as_at", "31 December 2019"),
        ("compare[1].inspected", "False"),
        ("compare[1].rating()", "not inspected"),
        ("compare[1].previous()", "no earlier inspection"),
    ],
)
def test_what_a_provider_says(source: str, words: str) -> None:
    assert said(source) == words


def test_measures_have_their_unit() -> None:
    assert said("subject.measure('completed')").startswith("71")
    assert said("subject.measure('SL8')") == said("subject.measure('completed')")


def test_sources_are_cited() -> None:
    assert "north-2019" in said("subject.source('1.1')")
    assert "crc-rules" in said("cite('crc-rules')")


@pytest.mark.parametrize(
    ("source", "what", "remedy"),
    [
        ("subject.rating('9.9')", "unknown standard '9.9'", "choose one that is allowed"),
        ("subject.rating(1.1)", "1.1 is no text", 'write "1.1"'),
        ("subject.previous('1.9')", "unknown standard '1.9'", "did you mean '1.2'?"),
        ("subject.measure('caselod')", "unknown measure 'caselod'", "did you mean 'caseload'?"),
        ("cite('north-2091')", "unknown source 'north-2091'", "did you mean 'north-2019'?"),
        ("subject.standards_rated('god')", "unknown rating 'god'", "did you mean 'Good'?"),
        ("count(benchmark, 'Godo')", "unknown rating 'Godo'", "did you mean 'Good'?"),
    ],
)
def test_an_unknown_word_is_never_a_blank_or_a_nought(source: str, what: str, remedy: str) -> None:
    with pytest.raises(TextError) as caught:
        said(source)
    (fault,) = caught.value.faults
    assert fault.what == what
    assert fault.remedy.split("'")[0] == remedy.split("'")[0]
    assert fault.line == 1


def test_all_names_are_declared() -> None:
    known = values(select(tiny.dataset(), CHOICE))
    assert known.keys() == NAMES.keys()
    for member in MEMBERS:
        assert hasattr(known["subject"], member)


def test_without_a_subject_there_is_none() -> None:
    choice = Choice(compare=(Selector(name="ash"),))
    assert "subject" not in values(select(tiny.dataset(), choice))
