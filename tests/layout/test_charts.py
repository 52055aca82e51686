"""Charts on pages: whole, in their figure, with their words around them."""

from __future__ import annotations

import pytest
from attrs import evolve

from briefings.document import Paragraph, Section, Text
from briefings.errors import LayoutError
from briefings.layout import lay_out
from briefings.layout.placed import Diagram, Run
from briefings.theme import Theme
from tests.kitchen import bars_chart, change_chart, profile_chart, words
from tests.layout.seen import document, lines, page_texts


def test_title_key_bars_caption_notes_and_sources_come_in_this_order(theme: Theme) -> None:
    chart = evolve(profile_chart(), key=words("G Good."), sources=words("Source: [1]"))
    (said,) = page_texts(lay_out(document(chart), theme))
    assert said[1:] == [
        "Good is the most common rating: 4 of 7 published",
        "G Good.",
        "Figure 2. Standards by rating",
        "Not inspected: Nowhere.",
        "Source: [1]",
    ]


def test_the_words_of_a_chart_belong_to_its_figure(theme: Theme) -> None:
    layout = lay_out(document(bars_chart()), theme)
    (diagram,) = [
        item
        for placed in layout.pages[0].placed
        for item in placed.items
        if isinstance(item, Diagram)
    ]
    assert diagram.element.role == "Figure"
    assert diagram.element.alt == bars_chart().alt
    inside = [part for part in diagram.parts if isinstance(part, Run)]
    assert {part.element for part in inside} == {diagram.element}
    assert {"Ash", "nearly 60%", "Target: 75%"} <= {part.text for part in inside}


def test_a_chart_is_never_parted_from_its_words(theme: Theme) -> None:
    text = Paragraph(words("A line of text. " * 40))
    for count in range(1, 12):
        layout = lay_out(document(*(text,) * count, change_chart()), theme)
        on = [
            n
            for n, page in enumerate(layout.pages)
            if any(isinstance(i, Diagram) for placed in page.placed for i in placed.items)
        ]
        (number,) = on
        said = lines(layout.pages[number])
        assert {"Of two standards, one improved", "Figure 4. Ratings, 2018 and 2019"} <= set(said)


def test_references_find_a_chart(theme: Theme) -> None:
    section = Section("s", (Text("Charts"),), (bars_chart(),), level=1)
    assert lay_out(document(section), theme).places["figure:bars"].page == 1


def test_a_character_without_a_glyph_is_a_fault_that_names_its_words(theme: Theme) -> None:
    chart = evolve(bars_chart(), categories=("Ash", "Beech 漢", "Cedar"))
    with pytest.raises(LayoutError, match="漢"):
        lay_out(document(chart), theme)
