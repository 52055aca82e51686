"""What stands around the text of each page: sizes, running heads and feet."""

from __future__ import annotations

from string import Formatter
from typing import Protocol

from briefings.document import Document, Orientation
from briefings.language import say
from briefings.theme import Page, Theme
from briefings.writers.docx_package import WordPackage
from briefings.writers.ooxml import NAMESPACES, dxa, field, run, tab
from briefings.writers.ooxml_blocks import paragraph, paragraph_properties, section_properties

__all__ = ["Frame", "Sections", "text_width"]

_MM = 72 / 25.4
_RUNNING = 10 * _MM  # from the edge of the sheet to the running head or foot


def text_width(page: Page, orientation: Orientation) -> float:
    """The width of the text of a page, in points."""
    turned = orientation is Orientation.LANDSCAPE
    return (page.height if turned else page.width) - 2 * page.side * _MM


class Sections(Protocol):
    """What ends a section of pages."""

    def section(self, orientation: Orientation, *, first: bool) -> str:
        """The end of a section of pages; the ``first`` one may have a title page."""


class Frame:
    """The pages of one document.  Heads and feet are added when a section first needs them."""

    def __init__(self, document: Document, theme: Theme, package: WordPackage, pages: int) -> None:
        self._document = document
        self._theme = theme
        self._package = package
        self._pages = pages
        self._running: dict[Orientation, tuple[str, str]] = {}

    def section(self, orientation: Orientation, *, first: bool) -> str:
        """The end of a section of pages; the ``first`` one has the title page."""
        page = self._theme.page
        turned = orientation is Orientation.LANDSCAPE
        head, foot = self._heads(orientation)
        references = f'<w:headerReference w:type="default" r:id="{head}"/>'
        references += f'<w:footerReference w:type="default" r:id="{foot}"/>'
        if first and not self._theme.cover:
            references += f'<w:footerReference w:type="first" r:id="{foot}"/>'
        return section_properties(
            width=page.height if turned else page.width,
            height=page.width if turned else page.height,
            side=page.side * _MM,
            top=page.top * _MM,
            foot=page.foot * _MM,
            running=_RUNNING,
            references=references,
            title_page=first,
        )

    def _heads(self, orientation: Orientation) -> tuple[str, str]:
        if orientation not in self._running:
            document, theme = self._document, self._theme
            title = theme.header or document.short_title or document.title
            page = self._page_of()
            foot = run(document.footer or document.organisation or theme.organisation)
            self._running[orientation] = (
                self._add("header", orientation, run(title), run(document.as_at_words)),
                self._add("footer", orientation, foot, page),
            )
        return self._running[orientation]

    def _page_of(self) -> str:
        """``Page 1 of 8`` with both numbers as fields, in the order that the language has them."""
        fields = {
            "page": field("PAGE", "1"),
            "pages": field("NUMPAGES", str(max(1, self._pages))),
        }
        parts = Formatter().parse(say("Page {page} of {pages}"))
        return "".join(
            (run(words) if words else "") + (fields[name] if name else "")
            for words, name, *_ in parts
        )

    def _add(self, kind: str, orientation: Orientation, left: str, right: str) -> str:
        width = dxa(text_width(self._theme.page, orientation))
        tabs = f'<w:tab w:val="right" w:pos="{width}"/>'
        properties = paragraph_properties(kind.capitalize(), tabs=tabs)
        root = "hdr" if kind == "header" else "ftr"
        spaces = f'xmlns:w="{NAMESPACES["w"]}" xmlns:r="{NAMESPACES["r"]}"'
        body = paragraph(left + tab() + right, properties)
        number = len(self._running) + 1
        return self._package.running(
            f"{kind}{number}", kind, f"<w:{root} {spaces}>{body}</w:{root}>"
        )
