"""The file: reportlab's objects and ours, packed in object streams and numbered."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from hashlib import md5

from attrs import frozen
from reportlab.pdfbase import pdfdoc

from briefings.document import Document
from briefings.layout.placed import Place
from briefings.writers.pdf.colour_profile import srgb_profile
from briefings.writers.pdf.fonts import embed_font
from briefings.writers.pdf.metadata import info_dictionary, xmp_packet
from briefings.writers.pdf.objects import Raw, plain_stream, stream
from briefings.writers.pdf.structure import StructureTree
from briefings.writers.pdf.syntax import text_string

__all__ = ["LinkArea", "TaggedDocument"]

_IN_A_STREAM = 400  # objects in one object stream
_STOCK_END = b"endstream\n"


class _Catalog(pdfdoc.PDFCatalog):
    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents")
    __Refs__ = __NoDefault__


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

    It differs from the stock one in its catalog, in its fixed dates and identifier, and in how
    the file is put together: everything but streams stands in compressed object streams.
    """

    def __init__(self, document: Document, places: Mapping[str, Place], heights: list[float]) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=document.language)
        self.tree = StructureTree()
        self._places, self._heights = places, heights
        self._annotations: list[int] = []
        self._first = 0  # the number of the first element of the structure tree
        catalog = _Catalog()
        catalog.__dict__.update(self.Catalog.__dict__)
        self.Catalog = self._catalog = catalog
        self.info = Raw(lambda _: info_dictionary(document).decode("ascii"))
        catalog.MarkInfo = "<</Marked true>>"
        catalog.ViewerPreferences = "<</DisplayDocTitle true>>"
        catalog.StructTreeRoot = Raw(lambda _: self.tree.root_body(self._first))
        packet = {"Type": "/Metadata", "Subtype": "/XML"}
        catalog.Metadata = plain_stream(packet, xmp_packet(document))
        profile = self.Reference(stream({"N": 3}, srgb_profile()))
        catalog.OutputIntents = Raw(
            lambda doc: "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
            f"/Info(sRGB)/DestOutputProfile {profile.format(doc).decode()}>>]"
        )

    # -------------------------------------------------------------------------- links

    def add_link(self, link: LinkArea) -> pdfdoc.PDFObjectReference:
        """The annotation of ``link`` on the page that is being painted."""
        reference = self.Reference(Raw(lambda _: self._link(link)))
        self._annotations.append(self.number(reference))
        return reference

    def _link(self, link: LinkArea) -> str:
        rectangle = " ".join(f"{edge:.2f}" for edge in link.rectangle)
        key = len(self.tree.of_page) + link.annotation
        if link.url:
            action = f"/A<</S/URI/URI{text_string(link.url)}>>"
        else:
            place = self._places[link.target]
            page = self.page_numbers()[place.page - 1]
            top = self._heights[place.page - 1] - place.y
            action = f"/Dest[{page} 0 R/XYZ {place.x:.2f} {top:.2f} null]"
        return (
            f"<</Type/Annot/Subtype/Link/Rect[{rectangle}]/Border[0 0 0]/F 4"
            f"/StructParent {key}/Contents{text_string(link.words)}{action}>>"
        )

    # ----------------------------------------------------------------------- numbers

    def number(self, reference: pdfdoc.PDFObjectReference) -> int:
        number: int = self.idToObjectNumberAndVersion[reference.name][0]
        return number

    def page_numbers(self) -> list[int]:
        """The object number of each page."""
        count = len(self.tree.of_page)
        return [self.idToObjectNumberAndVersion[f"Page{n + 1}"][0] for n in range(count)]

    # ---------------------------------------------------------------------- the file

    def GetPDFData(self, canvas: object) -> bytes:
        """The bytes of the file, once all pages are painted."""
        for font in self.delayedFonts:
            embed_font(font, self)
        self.Outlines.prepare(self, canvas)
        if self.Outlines.ready < 0:
            self.Catalog.Outlines = None
        root = self.Reference(self.Catalog)
        info = self.Reference(self.info)
        tree = self.Reference(self.Catalog.StructTreeRoot)
        self._first = self.objectcounter + 1
        self.objectcounter += len(self.tree.nodes)
        bodies = self._stock_bodies()
        elements = self.tree.bodies(
            self._first, self.number(tree), self.page_numbers(), self._annotations
        )
        bodies.update(enumerate(elements, self._first))
        return _assembled(bodies, self.number(root), self.number(info))

    def _stock_bodies(self) -> dict[int, bytes]:
        """The body of each object that reportlab numbered; writing one may bring forth others."""
        bodies: dict[int, bytes] = {}
        number = 0
        while number < self.objectcounter:
            number += 1
            if number in self.numberToId:
                thing = self.idToObject[self.numberToId[number]]
                bodies[number] = pdfdoc.format(thing, self, toplevel=1)
        return bodies


def _assembled(bodies: dict[int, bytes], root: int, info: int) -> bytes:
    """A whole file of these objects."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    packed: list[int] = []
    for number in sorted(bodies):
        body = bodies[number]
        if body.endswith(_STOCK_END):
            entries[number] = (1, len(out), 0)
            _write(out, number, body[: -len(_STOCK_END)] + b"\nendstream")
        else:
            packed.append(number)
    following = max(bodies) + 1
    for start in range(0, len(packed), _IN_A_STREAM):
        chunk = packed[start : start + _IN_A_STREAM]
        entries.update((number, (2, following, n)) for n, number in enumerate(chunk))
        entries[following] = (1, len(out), 0)
        _write(out, following, _object_stream([(number, bodies[number]) for number in chunk]))
        following += 1
    _write_index(out, entries, following, root, info)
    return bytes(out)


def _write(out: bytearray, number: int, body: bytes) -> None:
    out += b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    places, offset = [], 0
    for number, body in objects:
        places.append(f"{number} {offset}")
        offset += len(body) + 1
    index = (" ".join(places) + "\n").encode()
    data = zlib.compress(index + b"\n".join(body for _, body in objects))
    head = f"<</Type/ObjStm/N {len(objects)}/First {len(index)}/Filter/FlateDecode/Length {len(data)}>>"
    return head.encode() + b"\nstream\n" + data + b"\nendstream"


def _write_index(
    out: bytearray, entries: dict[int, tuple[int, int, int]], number: int, root: int, info: int
) -> None:
    """The cross-reference stream, where each object stands, and the end of the file."""
    at = len(out)
    entries[number] = (1, at, 0)
    rows = (entries.get(n, (0, 0, 65535)) for n in range(number + 1))
    data = zlib.compress(
        b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
            for kind, place, index in rows
        )
    )
    identifier = md5(out, usedforsecurity=False).hexdigest()
    head = (
        f"<</Type/XRef/Size {number + 1}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R"
        f"/ID[<{identifier}><{identifier}>]/Filter/FlateDecode/Length {len(data)}>>"
    )
    _write(out, number, head.encode() + b"\nstream\n" + data + b"\nendstream")
    out += b"startxref\n%d\n%%%%EOF\n" % at
