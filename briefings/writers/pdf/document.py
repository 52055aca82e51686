"""The document behind the canvas: its catalog, pages and links, and what they are tagged as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from reportlab.pdfbase import pdfdoc

from briefings.document import Document
from briefings.errors import Fault, WriteError
from briefings.layout.placed import Place
from briefings.writers.pdf.colour_profile import srgb_profile
from briefings.writers.pdf.file import assembled
from briefings.writers.pdf.fonts import embed_font
from briefings.writers.pdf.metadata import info_dictionary, xmp_packet
from briefings.writers.pdf.objects import Raw, Stream, number, reference
from briefings.writers.pdf.structure import StructureTree
from briefings.writers.pdf.syntax import text_string

__all__ = ["LinkArea", "TaggedDocument"]


@frozen(eq=False)
class LinkArea:
    """A place on a page that leads somewhere, and the words it says."""

    rectangle: tuple[float, float, float, float]
    words: str
    url: str
    target: str
    annotation: int  # its number in the structure tree


class TaggedDocument(pdfdoc.PDFDocument):
    """A reportlab document that keeps PDF/UA-1 and PDF/A-2a.

    reportlab numbers its objects and makes the outline; the catalog, the pages, the structure
    tree and the way the file is put together are ours.
    """

    Outlines: Any
    Pages: Any

    def __init__(
        self, document: Document, places: Mapping[str, Place], heights: list[float]
    ) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7))
        self.tree = StructureTree()
        self._document, self._places, self._heights = document, places, heights
        self._pages: list[int] = []
        self._annotations: list[int] = []
        self._fonts = Raw(lambda doc: self._font_entries)
        self._font_entries = "<<>>"

    # -------------------------------------------------------------------------- pages

    def add_page(
        self, content: bytes, size: tuple[float, float], links: list[int], pictures: dict[str, int]
    ) -> None:
        """Add the page that the structure tree has open."""
        width, height = size
        index = len(self._pages)
        images = "".join(f"/{name} {image} 0 R" for name, image in pictures.items())
        annotations = " ".join(f"{link} 0 R" for link in links)
        page = Raw(
            f"<</Type/Page/Parent {reference(self, self.Pages)}/MediaBox[0 0 {width:g} {height:g}]"
            f"/Resources<</Font {reference(self, self._fonts)}/XObject<<{images}>>>>"
            f"/Contents {reference(self, Stream.packed('', content))}"
            f"/StructParents {index}/Tabs/S/Annots[{annotations}]>>"
        )
        self.addPage(page)
        self._pages.append(number(self, page))

    def add_link(self, link: LinkArea) -> int:
        """The number of the annotation of ``link`` on the page that is being painted."""
        if link.target and link.target not in self._places:
            what = f"a reference leads to {link.target!r}, which is not in the document"
            remedy = "name a section, table, figure or source of it"
            raise WriteError(Fault(what, remedy, link.words))
        found = number(self, Raw(lambda _: self._link(link)))
        self._annotations.append(found)
        return found

    def _link(self, link: LinkArea) -> str:
        rectangle = " ".join(f"{edge:.2f}" for edge in link.rectangle)
        key = len(self._pages) + link.annotation
        if link.url:
            action = f"/A<</S/URI/URI{text_string(link.url)}>>"
        else:
            place = self._places[link.target]
            top = self._heights[place.page - 1] - place.y
            page = self._pages[place.page - 1]
            action = f"/Dest[{page} 0 R/XYZ {place.x:.2f} {top:.2f} null]"
        return (
            f"<</Type/Annot/Subtype/Link/Rect[{rectangle}]/Border[0 0 0]/F 4"
            f"/StructParent {key}/Contents{text_string(link.words)}{action}>>"
        )

    # ----------------------------------------------------------------------- the file

    def GetPDFData(self, canvas: object) -> bytes:
        """The bytes of the file, once all pages are painted."""
        self._embed_fonts()
        self.Outlines.prepare(self, canvas)
        tree = Raw(lambda _: self.tree.root_body(first))
        root = number(self, Raw(self._catalog_entries(reference(self, tree))))
        info = number(self, Raw(info_dictionary(self._document)))
        first = self.objectcounter + 1
        self.objectcounter += len(self.tree.nodes)
        bodies = self._bodies()
        elements = self.tree.bodies(first, number(self, tree), self._pages, self._annotations)
        bodies.update(enumerate(elements, first))
        return assembled(bodies, root, info)

    def _embed_fonts(self) -> None:
        entries = [
            f"{name} {reference(self, thing)}"
            for font in self.delayedFonts
            for name, thing in embed_font(font, self).items()
        ]
        self._font_entries = f"<<{''.join(entries)}>>"

    def _catalog_entries(self, tree: str) -> str:
        document = self._document
        packet = Stream("/Type/Metadata/Subtype/XML", xmp_packet(document))
        profile = Stream.packed("/N 3", srgb_profile())
        outlines = ""
        if self.Outlines.ready > 0:
            outlines = f"/Outlines {reference(self, self.Outlines)}/PageMode/UseOutlines"
        return (
            f"<</Type/Catalog/Pages {reference(self, self.Pages)}{outlines}"
            f"/Lang{text_string(document.language)}/MarkInfo<</Marked true>>"
            f"/ViewerPreferences<</DisplayDocTitle true>>/StructTreeRoot {tree}"
            f"/Metadata {reference(self, packet)}"
            f"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
            f"/Info(sRGB)/DestOutputProfile {reference(self, profile)}>>]>>"
        )

    def _bodies(self) -> dict[int, bytes]:
        """The body of each object; writing one may bring forth others."""
        bodies: dict[int, bytes] = {}
        last = 0
        while last < self.objectcounter:
            last += 1
            if last in self.numberToId:
                thing = self.idToObject[self.numberToId[last]]
                bodies[last] = pdfdoc.format(thing, self, toplevel=1)
        return bodies
