"""Published ratings beside what is implied: a note, and never more."""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings.framework import CaseBand
from briefings.implied import case_ratings
from briefings.records import Dataset, Rating
from tests import tiny
from tests.sections.making import composed, rows, said, tables

BANDS = (
    CaseBand("Inadequate", 0),
    CaseBand("Requires improvement", 50),
    CaseBand("Good", 65),
    CaseBand("Outstanding", 80),
)


def with_rating(rating: Rating, overall: str = "Requires improvement") -> Dataset:
    """The tiny data, with bands for cases and another rating of planning at North."""
    whole = tiny.dataset()
    framework = evolve(whole.frameworks["crc-tiny"], case_bands=BANDS)
    north = whole.providers["north"]
    then, now = north.inspections
    standards = {**now.standards, "2.2": rating}
    changed = evolve(now, standards=standards, overall=Rating(overall, "north-2019"))
    return evolve(
        whole,
        frameworks={**whole.frameworks, "crc-tiny": framework},
        providers={**whole.providers, "north": evolve(north, inspections=(then, changed))},
    )


CHECK = "providers: {subject: north}\nsections: [rating-summary, consistency]\n"


@pytest.mark.parametrize(
    ("per_cent", "implied"),
    [
        (0, ("Inadequate",)),
        (49, ("Inadequate",)),
        (50, ("Inadequate", "Requires improvement")),
        (51, ("Requires improvement",)),
        (64, ("Requires improvement",)),
        (65, ("Requires improvement", "Good")),
        (65.1, ("Good",)),
        (80, ("Good", "Outstanding")),
        (100, ("Outstanding",)),
    ],
)
def test_a_percentage_on_the_boundary_implies_either(
    per_cent: float, implied: tuple[str, ...]
) -> None:
    framework = evolve(tiny.dataset().frameworks["crc-tiny"], case_bands=BANDS)
    assert case_ratings(framework, per_cent) == implied


def test_a_percentage_that_implies_less_is_a_note() -> None:
    data = with_rating(Rating("Good", "north-2019", sufficient=61))
    words = said(composed(CHECK, data))
    assert any(
        w.startswith("2.2 Planning: published Good; 61 per cent of cases")
        and "implies Requires improvement" in w
        and "judgement may explain" in w
        for w in words
    )


def test_the_published_rating_is_what_every_table_shows() -> None:
    data = with_rating(Rating("Good", "north-2019", sufficient=10), overall="Outstanding")
    document = composed(CHECK, data)
    found = {row[1]: row[2] for row in rows(tables(document)[0]) if len(row) > 1}
    assert found["Planning"] == "Good"
    notes = [w for w in said(document) if w.startswith("Not consistent.")]
    assert [n.split(":")[0] for n in notes] == [
        "Not consistent. Overall", "Not consistent. 2.2 Planning",
    ]  # fmt: skip


def test_a_rounded_percentage_agrees_with_either_side() -> None:
    for word in ("Requires improvement", "Good"):
        words = said(composed(CHECK, with_rating(Rating(word, "north-2019", sufficient=65))))
        assert any("on the boundary" in w and "The two agree." in w for w in words)


def test_an_overall_rating_that_agrees_is_said_to() -> None:
    words = said(composed(CHECK))
    assert any(
        "Overall: published Requires improvement; four standards with 3 of 12 points imply "
        "Requires improvement. The two agree." in w
        for w in words
    )


def test_what_cannot_be_checked_says_why() -> None:
    words = said(composed("providers: {subject: south}\nsections: [consistency]\n"))
    assert words == ["Overall: not checked, since 2 of 4 standards’ ratings are published."]
