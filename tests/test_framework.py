"""Frameworks: points, totals, and what bands imply."""

from __future__ import annotations

import pytest

from briefings.dataset import load
from briefings.document import Symbol, Tone
from briefings.framework import (
    Band,
    CaseBand,
    Citation,
    Domain,
    Framework,
    RatingScale,
    ScaleRating,
    Standard,
)

CITED = Citation("rules")
WORDS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
SCALE = RatingScale(
    id="four",
    name="Four ratings",
    ratings=tuple(
        ScaleRating(name, 3 - number, Tone.PLAIN, Symbol.NONE, name[0])
        for number, name in enumerate(WORDS)
    ),
    source=CITED,
)
BANDS = tuple(
    Band(rating, up_to) for rating, up_to in zip(reversed(WORDS), (0.5, 1.5, 2.5, 3), strict=True)
)


def framework(standards: int, *, unscored: int = 0, scale: RatingScale | None = SCALE) -> Framework:
    numbers = [f"1.{number}" for number in range(1, standards + unscored + 1)]
    return Framework(
        id="f",
        name="F",
        kind="CRC",
        source=CITED,
        scale=scale,
        domains=(Domain("1", "Delivery"),),
        standards=tuple(
            Standard(number, number, "1", scored=place < standards)
            for place, number in enumerate(numbers)
        ),
        overall_bands=BANDS,
        case_bands=(
            CaseBand("Inadequate", 0),
            CaseBand("Requires improvement", 50),
            CaseBand("Good", 65),
            CaseBand("Outstanding", 80),
        ),
    )


@pytest.mark.parametrize(
    ("standards", "points", "rating"),
    [
        (10, 5, "Inadequate"),
        (10, 6, "Requires improvement"),
        (10, 15, "Requires improvement"),
        (10, 16, "Good"),
        (10, 25, "Good"),
        (10, 26, "Outstanding"),
        (10, 30, "Outstanding"),
        (9, 4, "Inadequate"),
        (9, 5, "Requires improvement"),
        (9, 14, "Good"),
        (7, 3, "Inadequate"),
        (7, 4, "Requires improvement"),
        (7, 18, "Outstanding"),
        (12, 18, "Requires improvement"),
        (12, 19, "Good"),
    ],
)
def test_the_bands_scale_with_the_number_of_standards(
    standards: int, points: int, rating: str
) -> None:
    assert framework(standards).implied_overall(points) == rating


def test_points_are_those_of_the_scored_standards() -> None:
    two = framework(2, unscored=1)
    assert two.points({"1.1": "Outstanding", "1.2": "Good", "1.3": "Outstanding"}) == 5
    assert two.points({"1.1": "Outstanding", "1.2": "Good"}) == 5
    assert two.maximum == 6


def test_a_missing_or_unknown_rating_makes_no_total() -> None:
    two = framework(2)
    assert two.points({"1.1": "Good"}) is None
    assert two.points({"1.1": "Good", "1.2": "good"}) is None


@pytest.mark.parametrize("unrated", [framework(2, scale=None), framework(0)])
def test_where_nothing_is_rated_there_is_no_total(unrated: Framework) -> None:
    assert unrated.points({}) is None
    assert unrated.maximum is None


def test_no_standards_imply_nothing() -> None:
    assert framework(0).implied_overall(0) is None


@pytest.mark.parametrize(
    ("per_cent", "rating"),
    [
        (0, "Inadequate"),
        (49.9, "Inadequate"),
        (50, "Requires improvement"),
        (64.9, "Requires improvement"),
        (65, "Good"),
        (79.9, "Good"),
        (80, "Outstanding"),
        (100, "Outstanding"),
    ],
)
def test_what_cases_imply(per_cent: float, rating: str) -> None:
    assert framework(1).implied_by_cases(per_cent) == rating


def test_standards_are_found_by_number_and_by_domain() -> None:
    two = framework(2)
    assert two.standard("1.2") == two.standards[1]
    assert two.standard("3.1") is None
    assert two.in_domain("1") == two.standards
    assert two.in_domain("9") == ()


def test_a_scale_knows_its_words_exactly() -> None:
    assert SCALE.names == WORDS
    good = SCALE.find("Good")
    assert good is not None
    assert good.points == 2
    assert SCALE.find("good") is None


def test_the_bundled_frameworks_count_as_published() -> None:
    """Cheshire and Greater Manchester in April 2019: 10 of 30, which is Requires improvement."""
    data = load()
    crc = data.frameworks["crc-2018"]
    provider = data.providers["cheshire-and-greater-manchester"]
    inspection = next(i for i in provider.inspections if i.id.endswith("-2019"))
    points = crc.points({n: rating.rating for n, rating in inspection.standards.items()})
    assert (points, crc.maximum) == (10, 30)
    assert inspection.overall is not None
    assert crc.implied_overall(10) == inspection.overall.rating == "Requires improvement"


def test_the_bundled_frameworks_are_whole() -> None:
    for found in load().frameworks.values():
        if found.scale is None:
            assert not found.overall_bands
            continue
        ends = [band.up_to for band in found.overall_bands]
        starts = [band.at_least for band in found.case_bands]
        assert ends == sorted(ends)
        assert starts == sorted(starts)
        assert found.maximum is None or found.implied_overall(found.maximum) == "Outstanding"
        assert {s.domain for s in found.standards} == {d.number for d in found.domains}
