"""How to read a briefing, and what is missing from it."""

from __future__ import annotations

from briefings.dataset import load
from briefings.records import Dataset
from tests.sections.making import composed, in_section, said


def notes(text: str, dataset: Dataset | None = None) -> list[str]:
    return said(in_section(composed(text + "sections: [data-notes]\n", dataset), "Data notes"))


def test_only_what_is_shown_is_explained() -> None:
    whole = notes("providers: {subject: beech}\nmetrics: [overall, standards]\n")
    assert not any("Inferred from wording" in w for w in whole)
    assert not any("Not published" in w or "Not inspected" in w or "Not rated" in w for w in whole)


def test_each_absence_that_occurs_is_explained_in_its_own_words() -> None:
    found = notes("providers: {compare: {kind: LIB}}\nmetrics: [overall, standards]\n")
    assert sum("“Not published in the sources” means" in w for w in found) == 1
    assert sum("“Not inspected” means" in w for w in found) == 1
    assert not any("“Not rated” means" in w for w in found)
    unrated = notes("providers: {subject: HIOW}\nas_at: 2020-12-31\n", load())
    assert any("“Not rated” means" in w for w in unrated)


def test_ratings_inferred_from_wording_are_owned_to() -> None:
    assert any(w.startswith("Inferred from wording") for w in notes("providers: {subject: ash}\n"))


def test_missing_standards_are_named_by_number() -> None:
    found = notes("providers: {subject: cedar, compare: dogwood}\n")
    assert "Cedar Library: no rating of standards A2, B1 and B2." in found
    assert any("Dogwood Library" in w for w in found)


def test_a_rule_that_nobody_confirmed_is_not_passed_off_as_one() -> None:
    unsure = notes("providers: {subject: north}\nmetrics: [overall, score]\n")
    assert any("is not confirmed by the inspectorate" in w for w in unsure)
    sure = notes("providers: {subject: ash}\nmetrics: [overall, score]\n")
    assert any("unofficial" in w for w in sure)
    assert not any("not confirmed" in w for w in sure)


def test_frameworks_are_not_like_for_like() -> None:
    found = notes("providers: {compare: all}\n")
    assert any("Company inspections and Library inspections 2024 are not like" in w for w in found)


def test_measures_are_defined_with_their_codes() -> None:
    found = notes("providers: {subject: CGM}\nround: 2018/19\nmetrics: [overall, SL8]\n", load())
    assert any(w.startswith("Orders successfully completed (SL8): ") for w in found)


def test_doubts_about_the_sources_are_printed() -> None:
    found = notes("providers: {subject: CGM}\nround: 2018/19\n", load())
    assert any("stand apart from their labels" in w for w in found)
