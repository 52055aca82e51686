"""What stands on the pages of a layout, as a reader's eye finds it."""

from __future__ import annotations

from attrs import frozen

from briefings.document import Block, Document
from briefings.layout import Layout
from briefings.layout.placed import Box, Page, Picture, Run

__all__ = [
    "Words",
    "boxes",
    "document",
    "lines",
    "page_texts",
    "pictures",
    "runs",
    "text_of",
]


@frozen
class Words:
    """A run of words at its place on the page, measured from its top left."""

    x: float
    y: float
    text: str
    width: float
    size: float
    artifact: str


def document(*blocks: Block, title: str = "Title", **fields: object) -> Document:
    """A document of these blocks."""
    return Document(title, blocks, "en-GB", "2019-12-31", **fields)  # type: ignore[arg-type]


def runs(page: Page) -> list[Words]:
    """All words of a page."""
    return [
        Words(
            placed.x + item.x,
            placed.y + item.y,
            item.text,
            item.width,
            item.ink.size,
            placed.artifact,
        )
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Run)
    ]


def boxes(page: Page) -> list[tuple[float, float, float, float, str | None]]:
    """All boxes of a page: x, y, width, height, fill."""
    return [
        (placed.x + item.x, placed.y + item.y, item.width, item.height, item.fill)
        for placed in page.placed
        for item in placed.items
        if isinstance(item, Box)
    ]


def pictures(page: Page) -> list[Picture]:
    """All pictures of a page."""
    return [item for p in page.placed for item in p.items if isinstance(item, Picture)]


def lines(page: Page) -> list[str]:
    """The lines of a page's text, without its furniture and repeated headers."""
    found: dict[float, str] = {}
    for words in runs(page):
        if not words.artifact:
            found[round(words.y, 1)] = found.get(round(words.y, 1), "") + words.text
    return [text.strip() for text in found.values()]


def page_texts(layout: Layout) -> list[list[str]]:
    """The lines of each page."""
    return [lines(page) for page in layout.pages]


def text_of(layout: Layout) -> str:
    """Everything said in the text, as one string."""
    said = (words.text for page in layout.pages for words in runs(page) if not words.artifact)
    return "".join(f"{text} " if not text.endswith(" ") else text for text in said)
