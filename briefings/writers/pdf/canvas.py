"""The reportlab canvas, which here collects pages whose content we wrote ourselves."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from briefings.writers.pdf.document import LinkArea, TaggedDocument
from briefings.writers.pdf.objects import stream

__all__ = ["TaggedCanvas"]


class _Page(pdfdoc.PDFPage):
    __NoDefault__ = (*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs")


class TaggedCanvas(Canvas):
    """A canvas on a :class:`TaggedDocument`; each page knows its part of the structure tree."""

    def __init__(self, document: TaggedDocument, font_name: str) -> None:
        super().__init__(BytesIO(), initialFontName=font_name, pageCompression=1, invariant=1)
        self._doc = document
        self.document = document

    def show_page(
        self,
        size: tuple[float, float],
        links: list[LinkArea],
        pictures: Mapping[str, pdfdoc.PDFObjectReference],
    ) -> None:
        """End the page: all that was written since the last one, with its links and pictures."""
        document = self.document
        page = _Page()
        page.MediaBox = pdfdoc.PDFArray([0, 0, *(round(side, 2) for side in size)])
        resources = {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts)}
        if pictures:
            resources["XObject"] = pdfdoc.PDFDictionary(dict(pictures))
        page.Resources = pdfdoc.PDFDictionary(resources)
        page.Contents = stream({}, self.getCurrentPageContent().encode("ascii"))
        page.StructParents = len(document.tree.of_page) - 1
        page.Tabs = "/S"
        page.Annots = [document.add_link(link) for link in links]
        document.addPage(page)
        self._startPage()
