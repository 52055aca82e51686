"""What a reader finds in an HTML file: its words in order, and its tables."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

__all__ = ["tables", "words"]

INLINE = frozenset({"a", "abbr", "b", "bdi", "em", "i", "span", "strong"})
LEFT_OUT = frozenset({"details", "footer", "nav", "script", "style", "svg", "template"})


def words(data: bytes) -> list[str]:
    """The words of the header and of the main text, in reading order.

    Without the skip link, the contents and the foot, which a file on paper has elsewhere or
    not at all, without what only decorates or is hidden, and without the inside of charts, which
    are pictures: their words are beside them, and their figures as a table only on the screen.
    """
    body = BeautifulSoup(data, "lxml").body
    assert body is not None, "a page has a body"
    return "".join(_pieces(body)).split()


def tables(data: bytes) -> list[list[list[str]]]:
    """Each table as rows of the words of its cells, the header row first."""
    return [
        [[_text(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        for table in BeautifulSoup(data, "lxml").find_all("table")
        if table.find_parent("details") is None
    ]


def _text(element: Tag) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: PageElement) -> Iterator[str]:
    """The text under ``element``, with a blank where a block or a line ends."""
    if isinstance(element, NavigableString):
        if not isinstance(element, PreformattedString):  # a comment, a doctype
            yield str(element)
    elif isinstance(element, Tag) and not _left_out(element):
        gap = "" if element.name in INLINE else " "
        yield gap
        for child in element.children:
            yield from _pieces(child)
        yield gap


def _left_out(element: Tag) -> bool:
    classes = element.get("class") or ()
    return (
        element.name in LEFT_OUT
        or element.has_attr("hidden")
        or element.get("aria-hidden") == "true"
        or "skip" in classes
        or "visually-hidden" in classes
    )
