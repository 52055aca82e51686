"""The reportlab canvas, which here collects pages whose content we wrote ourselves."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from briefings.writers.pdf.document import TaggedDocument

__all__ = ["TaggedCanvas"]


class TaggedCanvas(Canvas):
    """A canvas on a :class:`TaggedDocument`; each page knows its part of the structure tree."""

    _startPage: Any
    getpdfdata: Any

    def __init__(self, document: TaggedDocument, font: str) -> None:
        # A font of ours from the start: the canvas would name one that is not embedded.
        settings: dict[str, Any] = {"initialFontName": font, "pageCompression": 1, "invariant": 1}
        super().__init__(BytesIO(), **settings)
        self._doc = document
        self._tagged = document

    def end_page(
        self, size: tuple[float, float], links: list[int], pictures: dict[str, int]
    ) -> None:
        """End the page: all that was written since the last one, with its links and pictures."""
        content = self.getCurrentPageContent().encode("ascii")
        self._tagged.add_page(content, size, links, pictures)
        self._startPage()
