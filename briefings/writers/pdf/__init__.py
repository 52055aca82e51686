"""PDF files that can be read aloud and kept: tagged (PDF/UA-1) and archival (PDF/A-2a)."""

from __future__ import annotations

from briefings.layout import Layout
from briefings.layout.faces import load_face
from briefings.layout.placed import Heading
from briefings.theme import Theme
from briefings.writers.pdf.canvas import TaggedCanvas
from briefings.writers.pdf.document import TaggedDocument
from briefings.writers.pdf.fonts import Typesetter
from briefings.writers.pdf.images import Images
from briefings.writers.pdf.painting import PagePainter

__all__ = ["write"]


def write(layout: Layout, theme: Theme) -> bytes:
    """The file of a layout: the same bytes for the same layout, at any time and place."""
    heights = [page.height for page in layout.pages]
    document = TaggedDocument(layout.document, layout.places, heights)
    canvas = TaggedCanvas(document, load_face(theme.fonts.regular).name)
    typesetter, images = Typesetter(document), Images(document)
    for number, page in enumerate(layout.pages, 1):
        document.tree.open_page()
        painter = PagePainter(page, document, typesetter, images)
        canvas.addLiteral(painter.paint())
        _bookmark(canvas, layout, number)
        canvas.end_page((page.width, page.height), painter.links, painter.pictures)
    _outline(canvas, layout.headings)
    data: bytes = canvas.getpdfdata()
    return data


def _bookmark(canvas: TaggedCanvas, layout: Layout, number: int) -> None:
    """Name the places of the headings on this page."""
    height = layout.pages[number - 1].height
    for heading in layout.headings:
        place = layout.places[heading.target]
        if place.page == number:
            top = round(height - place.y, 2)
            canvas.bookmarkPage(heading.target, fit="XYZ", left=round(place.x, 2), top=top)


def _outline(canvas: TaggedCanvas, headings: tuple[Heading, ...]) -> None:
    """The headings as a tree of bookmarks."""
    last = -1
    for heading in headings:
        level = min(heading.level - 1, last + 1)
        canvas.addOutlineEntry(heading.title, heading.target, level)
        last = level
