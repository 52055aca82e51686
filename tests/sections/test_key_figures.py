"""Up to four figures as tiles."""

from __future__ import annotations

import pytest

from briefings.document import Document, KeyFigure, KeyFigures, Tone
from briefings.errors import SpecError
from briefings.records import Observation
from tests.sections.making import blocks, composed, said, with_observations


def of(options: str = "{}", metrics: str = "[loans, late]", subject: str = "ash") -> Document:
    return composed(
        f"providers: {{subject: {subject}}}\nmetrics: {metrics}\n"
        f"sections: [{{key-figures: {options}}}]\n"
    )


def tiles(document: Document) -> tuple[KeyFigure, ...]:
    found = [b for b in blocks(document) if isinstance(b, KeyFigures)]
    return found[0].items if found else ()


def test_each_figure_has_its_target_in_words_and_tone() -> None:
    assert tiles(of()) == (
        KeyFigure("120,500", "Loans", "target 100,000, met", Tone.BETTER),
        KeyFigure("12.5%", "Books returned late", "target 10%, missed", Tone.WORSE),
    )


def test_figures_cite_their_sources() -> None:
    assert any("[1]" in words for words in said(of()))


def test_the_order_is_that_of_the_spec() -> None:
    assert [t.label for t in tiles(of("{metrics: [late, loans]}"))] == [
        "Books returned late", "Loans",
    ]  # fmt: skip


@pytest.mark.parametrize(("metrics", "subject"), [("[overall]", "ash"), ("[loans]", "cedar")])
def test_without_any_figure_nothing_stands_there(metrics: str, subject: str) -> None:
    assert tiles(of(metrics=metrics, subject=subject)) == ()


def test_an_approximate_figure_stays_approximate() -> None:
    assert tiles(of(subject="beech"))[0].value == "nearly 41,000"


def test_a_figure_without_target_has_its_comparator_and_no_judgement() -> None:
    seen = Observation("ash", "late", 12, "lib-report", comparator="All", comparator_value=15)
    document = composed(
        "providers: {subject: ash}\nmetrics: late\nsections: [key-figures]\n",
        with_observations(seen),
    )
    assert tiles(document) == (KeyFigure("12%", "Books returned late", "All 15%"),)


def test_it_needs_a_subject() -> None:
    with pytest.raises(SpecError, match="'key-figures' needs a subject"):
        composed("providers: {compare: all}\nsections: [key-figures]\n")
