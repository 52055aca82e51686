"""One provider's ratings as on a report's page."""

from __future__ import annotations

import pytest

from briefings.dataset import load
from briefings.document import RowRole
from briefings.records import Inspection, Score
from tests import tiny
from tests.sections.making import (
    composed,
    facts,
    headings,
    rows,
    said,
    table,
    tables,
    with_inspection,
)

SUMMARY = "providers: {subject: %s}\nsections: [rating-summary]\n"


def test_the_facts_of_the_inspection_come_first() -> None:
    assert facts(composed(SUMMARY % "ash")) == {
        "Service": "Ash Library",
        "Owner": "Woodland Council [1]",
        "Fieldwork started": "March 2024 [1]",
        "Report published": "10 April 2024 [1]",
        "Overall rating": "Strong [1]",
    }


def test_standards_stand_under_their_domain_with_basis_and_source() -> None:
    found = table(composed(SUMMARY % "ash"))
    assert rows(found, [RowRole.GROUP]) == [["A. The house"], ["B. The readers"]]
    assert rows(found, [RowRole.BODY])[2:] == [
        ["B1", "Lending", "Strong", "inferred from wording", "[1]"],
        ["B2", "Welcome", "Steady", "stated", "[1]"],
    ]


def test_a_standard_without_a_rating_keeps_its_row() -> None:
    found = rows(table(composed(SUMMARY % "cedar")), [RowRole.BODY])
    assert [row[2] for row in found] == ["Steady", *["not published in the sources"] * 3]


def test_there_is_no_section_three_for_a_crc() -> None:
    """Standards 3.1 and 3.2 belong to the National Probation Service: nothing is missing."""
    document = composed(SUMMARY % "CGM CRC" + "round: 2018/19\n", load())
    numbers = [row[0] for row in rows(table(document), [RowRole.BODY])]
    assert numbers == ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "4.1", "4.2"]
    assert not any("not published" in words for words in said(document))


def test_a_score_worked_out_here_is_unofficial() -> None:
    assert "Unofficial score: 12 of 16 points. [1]" in said(composed(SUMMARY % "ash"))


def test_a_printed_score_is_called_so() -> None:
    printed = Inspection(
        "d", "lib-2024", published=tiny.dataset().sources["lib-report"].date,
        score=Score(3, 16, "lib-rules"),
    )  # fmt: skip
    words = said(composed(SUMMARY % "dogwood", with_inspection("dogwood", printed)))
    assert any(w.startswith("Printed score: 3 of 16 points.") for w in words)
    assert not any("Unofficial" in w for w in words)


def test_no_score_is_shown_where_a_rating_is_missing() -> None:
    assert not any("score" in words.lower() for words in said(composed(SUMMARY % "cedar")))


def test_a_split_is_told_where_the_standards_are_not() -> None:
    words = said(composed(SUMMARY % "London CRC" + "round: 2018/19\n", load()))
    assert any("5 Good, 5 Requires improvement" in w for w in words)


@pytest.mark.parametrize(
    ("subject", "as_at", "words"),
    [
        ("CGM CRC", "2017-12-31", "gave findings and recommendations, and no ratings."),
        ("HIOW", "2020-12-31", "This inspection gave no ratings."),
    ],
)
def test_an_inspection_without_ratings_has_no_table(subject: str, as_at: str, words: str) -> None:
    document = composed(SUMMARY % subject + f"as_at: {as_at}\n", load())
    assert tables(document) == []
    assert any(w.endswith(words) for w in said(document))


def test_whoever_was_not_inspected() -> None:
    document = composed(SUMMARY % "dogwood")
    assert facts(document) == {"Service": "Dogwood Library", "Inspection": "not inspected"}
    assert tables(document) == []


def test_inspected_in_another_round_is_not_inspected_never() -> None:
    text = SUMMARY % "ash" + "round: 2018/19\nas_at: 2024-12-31\n"
    assert "Ash Library had not been inspected by then." not in said(composed(text))


def test_everyone_has_a_section() -> None:
    text = "providers: {compare: woodland}\nsections: [{rating-summary: {providers: all}}]\n"
    assert headings(composed(text)) == [
        "Summary of ratings", "Ash Library", "Beech Library", "Sources",
    ]  # fmt: skip
