"""The cover: one page, the title on its band, the briefing on the next."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from briefings import theme
from briefings.document import Document, KeyFact, Paragraph, Section, Text, evolve
from briefings.layout import lay_out
from briefings.layout.placed import Box, Layout, Page, Run
from briefings.theme import Logo, Theme
from briefings.writers import docx as word
from briefings.writers import pdf
from tests.kitchen import kitchen_sink, png
from tests.reading import docx as word_reader
from tests.reading import pdf as pdf_reader


def document(title: str = "Probation in the north") -> Document:
    body = Section("a", (Text("Ratings"),), (Paragraph((Text("Good."),)),))
    return Document(
        title=title,
        subtitle="What was found",
        eyebrow="Briefing",
        blocks=(body,),
        language="en-GB",
        as_at="2019-12-31",
        organisation="Thames",
        facts=(KeyFact("Subject", (Text("North"),)), KeyFact("Round", (Text("2018/19"),))),
    )


def covered(size: str = "A4", **more: object) -> Theme:
    default = theme.load()
    return evolve(default, cover=True, page=evolve(default.page, size=size), **more)


def words(page: Page) -> str:
    runs = (item for placed in page.placed for item in placed.items if isinstance(item, Run))
    return " ".join(run.text.strip() for run in runs)


def laid(size: str = "A4", title: str = "Probation in the north") -> Layout:
    return lay_out(document(title), covered(size))


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_cover_holds_the_title_block_and_the_briefing_follows(size: str) -> None:
    first, second = laid(size).pages
    assert (
        words(first)
        == "Briefing Probation in the north What was found Subject: North Round: 2018/19"
    )
    assert words(second).startswith("Ratings Good.")
    assert words(second).endswith("Thames Page 2 of 2")


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_the_band_runs_from_edge_to_edge_behind_the_title(size: str) -> None:
    page = laid(
        size, "A title that is so long that it takes several lines of the cover " * 2
    ).pages[0]
    accent = theme.load().colours.accent
    ((placed, band),) = [
        (p, i) for p in page.placed for i in p.items if isinstance(i, Box) and i.fill == accent
    ]
    assert placed.x + band.x == pytest.approx(0) and band.width == pytest.approx(page.width)
    top, foot = placed.y + band.y, placed.y + band.y + band.height
    inside = [p.y for p in page.placed for i in p.items
              if isinstance(i, Run) and i.ink.colour == theme.load().colours.paper]  # fmt: skip
    assert len(inside) >= 4 and all(top < y < foot for y in inside)
    facts = [p.y for p in page.placed for i in p.items if isinstance(i, Run) and "North" in i.text]
    assert facts and all(y > foot for y in facts)


def test_without_a_cover_the_briefing_begins_on_the_first_page() -> None:
    assert "Good." in words(lay_out(document(), theme.load()).pages[0])


def test_a_cover_before_a_turned_page_and_before_nothing() -> None:
    turned = evolve(document(), blocks=kitchen_sink().blocks[-1:])
    assert len(lay_out(turned, covered()).pages) >= 2
    assert len(lay_out(evolve(document(), blocks=()), covered()).pages) == 1


def test_word_and_pdf_say_the_same_on_cover_and_pages() -> None:
    look = covered(logo=Logo(png(), "Thames"))
    layout = lay_out(kitchen_sink(), look)
    made = word.write(layout.document, look, layout.page_of)
    assert word_reader.words(made) == pdf_reader.words(pdf.write(layout, look))


def test_in_word_the_cover_is_a_page_of_its_own_without_a_foot() -> None:
    data = word.write(document(), covered(), {})
    made = docx.Document(io.BytesIO(data))
    heading = next(p for p in made.paragraphs if p.text == "Ratings")
    assert heading.paragraph_format.page_break_before
    main = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "<w:titlePg/>" in main and 'w:type="first"' not in main
