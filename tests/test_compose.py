"""From a spec to a resolved document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefings import spec
from briefings.compose import compose
from briefings.dataset import load
from briefings.document import Callout, Contents, Document, Section, plain
from briefings.errors import SpecError
from briefings.writers import outline
from tests import tiny

SPECS = sorted((Path(__file__).parent.parent / "specs").glob("*.yaml"))


def composed(text: str, as_at: date | None = None) -> Document:
    return compose(spec.loads(text), tiny.dataset(), as_at=as_at)


WHOLE = """\
briefing: whole
title: "{{ subject.name }} in {{ round or 'no round' }}"
subtitle: "Beside {{ compare[0].short }}"
short_title: "{{ subject.short }}"
prepared_for: the committee
author: Someone
eyebrow: Report
as_at: 2019-12-31
providers: {subject: north, compare: [south]}
metrics: overall
sections: [key-points, rating-summary]
"""


def test_the_head_of_a_document() -> None:
    found = composed(WHOLE)
    assert found.title == "North Community Rehabilitation Company in no round"
    assert (found.subtitle, found.short_title, found.eyebrow, found.author) == (
        "Beside South", "North", "Report", "Someone",
    )  # fmt: skip
    assert (found.language, found.as_at, found.as_at_words) == (
        "en-GB", "2019-12-31", "Data as at 31 December 2019",
    )  # fmt: skip
    assert {f.label: plain(f.value) for f in found.facts} == {
        "Subject": "North",
        "Fieldwork": "February 2019",
        "Data as at": "31 December 2019",
        "Prepared for": "the committee",
    }


def test_a_date_that_is_given_takes_the_place_of_the_spec_s_own() -> None:
    found = composed(WHOLE, as_at=date(2018, 12, 31))
    assert found.as_at == "2018-12-31"
    assert "Fieldwork" in {f.label for f in found.facts}
    assert "January 2018" in {plain(f.value) for f in found.facts}


def test_the_contents_stand_between_key_points_and_the_first_section() -> None:
    assert [type(b) for b in composed(WHOLE).blocks] == [Callout, Contents, Section, Section]


def test_a_section_may_be_used_twice_without_sharing_a_name() -> None:
    found = composed(WHOLE.replace("[key-points, rating-summary]", "[change, change, measures]"))
    ids = [b.id for b in found.blocks if isinstance(b, Section)]
    assert ids == ["change", "change-2", "measures", "sources"]


@pytest.mark.parametrize("round_", ["2017/18", "2018/19"])
def test_a_round_is_told_under_the_title(round_: str) -> None:
    found = composed(WHOLE + f"round: {round_}\n")
    assert ("Round", round_) in {(f.label, plain(f.value)) for f in found.facts}
    assert found.title.endswith(round_)


def test_unknown_names_of_every_sort_are_told_at_once() -> None:
    text = WHOLE.replace("south", "soth").replace("metrics: overall", "metrics: [overal, 9.9]")
    text = text.replace("rating-summary", "measures: {metrics: [lonas]}")
    with pytest.raises(SpecError) as caught:
        composed(text.replace("[key-points, measures: {metrics: [lonas]}]",
                              "[key-points, {measures: {metrics: [lonas]}}]"))  # fmt: skip
    told = [(f.what, f.place.line if f.place else None) for f in caught.value.faults]
    assert sorted(told, key=str) == [
        ("unknown metric '9.9'", 10),
        ("unknown metric 'lonas'", 11),
        ("unknown metric 'overal'", 10),
        ("unknown provider 'soth'", 9),
    ]


def test_faults_in_title_and_texts_are_told_at_once() -> None:
    text = WHOLE.replace("subject.short", "subject.shrot")
    text = text.replace("[key-points, rating-summary]", "[{text: '{{ gone }}'}]")
    with pytest.raises(SpecError) as caught:
        composed(text)
    assert {f.place.line for f in caught.value.faults if f.place} == {4, 11}


def test_a_selection_that_nobody_inspected_is_not_of_the_year_one() -> None:
    text = "briefing: b\ntitle: T\nproviders: {subject: dogwood}\nsections: [rating-summary]\n"
    try:
        found = composed(text)
    except SpecError:
        return
    assert found.as_at != "0001-01-01"


@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.stem)
def test_the_examples_compose_to_the_same_document_each_time(path: Path) -> None:
    data = load()
    first, again = compose(spec.load(path), data), compose(spec.load(path), load())
    assert first == again
    assert outline.write(first) == outline.write(again)


def test_there_are_eleven_examples() -> None:
    assert len(SPECS) == 11
