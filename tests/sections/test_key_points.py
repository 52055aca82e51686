"""The verdict in a few sentences."""

from __future__ import annotations

import pytest

from briefings.dataset import load
from briefings.document import Callout, Document
from tests.sections.making import blocks, composed, said


def points(document: Document) -> list[str]:
    callouts = [b for b in blocks(document) if isinstance(b, Callout)]
    return said(callouts[0]) if callouts else []


def of(
    providers: str, options: str = "{}", metrics: str = "[overall]", more: str = ""
) -> list[str]:
    text = f"providers: {providers}\nmetrics: {metrics}\nsections: [{{key-points: {options}}}]\n"
    return points(composed(text + more))


def test_the_overall_rating_comes_first_with_its_source() -> None:
    assert of("{subject: ash}")[0] == "Strong overall (10 April 2024). [1]"


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("north", "Requires improvement overall (2018/19), up from Inadequate in 2017/18. [1]"),
        (
            "south",
            "Good overall (2018/19), as in 2017/18, but one standard improved (1.1 Leadership). "
            "[1] [2]",
        ),
    ],
)
def test_it_is_held_against_the_one_before(subject: str, words: str) -> None:
    assert of(f"{{subject: {subject}}}")[0] == words


def test_the_weakest_and_the_strongest_standards_are_named() -> None:
    assert of("{subject: north}")[1] == (
        "Assessment and Planning are Inadequate; Leadership is Good. [1]"
    )


def test_targets_met_and_missed() -> None:
    found = of("{subject: ash}", metrics="[loans, late]")
    assert (
        "One of two targets met; missed: Books returned late (12.5 against 10 per cent). [1]"
        in (found)
    )


def test_recommendations_are_counted_by_addressee() -> None:
    found = of("{subject: ash}")
    assert "Two recommendations made: one to Ash Library and one to Woodland Council. [1]" in found


def test_ratings_that_are_not_published_are_owned_to() -> None:
    assert any("not published in the sources" in p for p in of("{subject: cedar}"))
    assert not any("not published" in p for p in of("{subject: ash}"))


def test_a_benchmark_counts_only_who_was_rated() -> None:
    found = of("{subject: ash, benchmark: {kind: LIB}}")[-1]
    assert "1 Strong, 1 Steady and 1 Shaky" in found
    assert "Shut" not in found


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_there_are_no_more_than_asked_for(limit: int) -> None:
    assert len(of("{subject: ash, benchmark: all}", f"{{limit: {limit}}}")) == limit


def test_five_are_enough() -> None:
    found = of("{subject: ash, benchmark: {kind: LIB}}", metrics="[overall, loans, late]")
    assert len(found) <= 5


def test_points_of_one_s_own_come_first_and_are_never_cut() -> None:
    own = '{limit: 1, points: ["**{{ subject.rating() }}** it is.", "And so on."]}'
    assert of("{subject: ash}", own) == ["Strong it is.", "And so on."]


def test_without_a_subject_the_ratings_of_all_are_counted_by_framework() -> None:
    found = of("{compare: all}")
    assert found[0].startswith(
        "Overall ratings of 3 LIBs, Library inspections 2024: 1 Strong, 1 Steady and 1 Shaky."
    )
    assert found[1].startswith(
        "Overall ratings of 2 CRCs, Company inspections: 1 Good and 1 Requires improvement."
    )


def test_the_21_of_2018_19() -> None:
    document = composed(
        "providers: {compare: {kind: CRC}}\nround: 2018/19\nsections: [key-points]\n", load()
    )
    found = points(document)
    assert "21 CRCs: 1 Good, 19 Requires improvement and 1 Inadequate" in found[0]
    assert any("Good overall: Hampshire & Isle of Wight CRC" in p for p in found)
    assert any("Inadequate overall: Dorset, Devon & Cornwall CRC" in p for p in found)


def test_a_part_inspection_claims_no_rating() -> None:
    document = composed(
        "providers: {subject: HIOW}\nas_at: 2020-12-31\nsections: [key-points]\n", load()
    )
    first = points(document)[0]
    assert first.startswith("Not rated")
    assert "Good" not in first


def test_whoever_was_never_inspected_is_not_inspected_overall() -> None:
    assert of("{subject: dogwood}")[0] != "Not inspected overall."
