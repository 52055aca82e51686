"""Strengths and areas for improvement, by domain."""

from __future__ import annotations

from typing import Any

from briefings.records import Finding, FindingKind, Inspection
from tests import tiny
from tests.sections.making import composed, headings, said, with_inspection


def of(*findings: Finding, options: str = "{}") -> Any:
    inspection = Inspection(
        "d", "lib-2024", published=tiny.dataset().sources["lib-report"].date, findings=findings
    )
    return composed(
        f"providers: {{subject: dogwood}}\nsections: [{{findings: {options}}}]\n",
        with_inspection("dogwood", inspection),
    )


def found(text: str, kind: str = "strength", domain: str = "", standard: str = "") -> Finding:
    return Finding(FindingKind(kind), text, "lib-report", domain, standard)


def test_findings_stand_under_their_domain_in_its_order() -> None:
    document = of(found("Late.", domain="B"), found("Early.", domain="A"), found("Whole."))
    assert headings(document)[:4] == [
        "Findings", "A. The house", "B. The readers", "The service as a whole",
    ]  # fmt: skip
    assert said(document)[:6] == [
        "Strengths", "Early. [1]", "Strengths", "Late. [1]", "Strengths", "Whole. [1]",
    ]  # fmt: skip


def test_a_standard_is_enough_to_know_the_domain() -> None:
    assert headings(of(found("x", standard="B2")))[1] == "B. The readers"


def test_without_any_domain_there_are_no_headings() -> None:
    document = of(found("One."), found("Two.", "improvement"))
    assert headings(document) == ["Findings", "Sources"]
    assert said(document)[:4] == ["Strengths", "One. [1]", "Areas for improvement", "Two. [1]"]


def test_kinds_are_chosen_and_come_in_the_order_asked_for() -> None:
    mixed = (found("S."), found("O.", "observation"), found("I.", "improvement"))
    document = of(*mixed, options="{kinds: [improvement, strength]}")
    assert said(document)[:4] == ["Areas for improvement", "I. [1]", "Strengths", "S. [1]"]


def test_observations_alone_need_no_line_above_them() -> None:
    assert said(of(found("O.", "observation"))) == ["O. [1]"]


def test_none_known_is_not_none_found() -> None:
    assert said(of()) == ["Findings on Dogwood Library: not published in the sources."]
    document = composed("providers: {subject: dogwood}\nsections: [findings]\n")
    assert said(document) == ["Dogwood Library was not inspected by 31 December 2024."]


def test_none_of_the_kinds_asked_for_is_not_none_published() -> None:
    document = of(found("S."), options="{kinds: observation}")
    assert said(document) != ["Findings on Dogwood Library: not published in the sources."]
