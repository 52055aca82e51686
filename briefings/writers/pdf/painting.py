"""Painting a page: first what only decorates, as one artifact, then words and pictures.

Everything with an element is marked content of that element; a run of strips that belong to the
same element is one marked part.
"""

from __future__ import annotations

from typing import assert_never

from briefings.layout.placed import (
    Box,
    Diagram,
    Element,
    Ink,
    Leader,
    Mark,
    Page,
    Picture,
    Placed,
    Run,
)
from briefings.writers.pdf.charts import diagram_operators
from briefings.writers.pdf.document import LinkArea, TaggedDocument
from briefings.writers.pdf.drawings import drawing_operators
from briefings.writers.pdf.fonts import Typesetter
from briefings.writers.pdf.images import Images
from briefings.writers.pdf.objects import number as number_of
from briefings.writers.pdf.shapes import symbol_path
from briefings.writers.pdf.syntax import colour

__all__ = ["PagePainter"]

_INLINE = frozenset({"Span", "Link"})
_ARTIFACTS = {
    "Header": "<</Type/Pagination/Subtype/Header/Attached[/Top]>>",
    "Footer": "<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>",
    "Repeated": "<</Type/Pagination>>",
}


class PagePainter:
    """The operators of one page, its links and its pictures."""

    def __init__(
        self, page: Page, document: TaggedDocument, typesetter: Typesetter, images: Images
    ) -> None:
        self.page = page
        self.links: list[int] = []
        self.pictures: dict[str, int] = {}
        self._document = document
        self._tree, self._typesetter, self._images = document.tree, typesetter, images
        self._out: list[str] = []
        self._owner: Element | None = None
        self._ink: Ink | None = None  # in which the last words were set,
        self._part = 0  # and the part of its font
        self._colour = ""
        self._linked: list[tuple[Element, list[float], str]] = []

    def paint(self) -> str:
        """The content of the page."""
        self._decorate()
        for placed in self.page.placed:
            if placed.artifact:
                self._furniture(placed)
            else:
                self._words(placed)
        self._close()
        self._add_links()
        return "\n".join(self._out)

    # --------------------------------------------------------------------- decoration

    def _decorate(self) -> None:
        """Grounds, rules, symbols and dots, which no reader needs."""
        out: list[str] = []
        filled = ""
        height = self.page.height
        for placed in self.page.placed:
            left, top = placed.x, height - placed.y
            for item in placed.items:
                match item:
                    case Box():
                        if item.fill is not None and item.fill != filled:
                            filled = item.fill
                            out.append(f"{colour(filled)} rg")
                        out.append(_box(item, left, top))
                    case Mark():
                        if item.colour != filled:
                            filled = item.colour
                            out.append(f"{colour(filled)} rg")
                        out.append(symbol_path(item.symbol, left + item.x, top - item.y, item.size))
                    case Leader():
                        out.append(_dots(item, left, top))
                    case Run() | Picture() | Diagram():
                        pass
                    case _:
                        assert_never(item)
        if out:
            self._out += ["/Artifact BMC", *out, "EMC"]
            self._colour = filled

    # -------------------------------------------------------------------------- words

    def _furniture(self, placed: Placed) -> None:
        self._close()
        runs = [item for item in placed.items if isinstance(item, Run) and item.text]
        if runs:
            self._out.append(f"/Artifact {_ARTIFACTS[placed.artifact]} BDC\nBT")
            for run in runs:
                self._run(run, placed.x + run.x, self.page.height - placed.y - run.y)
            self._out.append("ET\nEMC")

    def _words(self, placed: Placed) -> None:
        left, top = placed.x, self.page.height - placed.y
        for item in placed.items:
            if type(item) is Run:
                if not item.text:
                    self._tree.node(item.element)
                    continue
                if item.element is not self._owner:
                    self._open(item.element)
                self._run(item, left + item.x, top - item.y)
                if item.element.role in _INLINE:
                    self._note_link(item, left + item.x, top - item.y)
            elif isinstance(item, Picture):
                self._picture(item, left + item.x, top - item.y - item.height)
            elif isinstance(item, Diagram):
                self._diagram(item, left + item.x, top - item.y)

    def _open(self, element: Element) -> None:
        self._close()
        number = self._tree.mark(element)
        self._out.append(f"/{element.role} <</MCID {number}>> BDC\nBT")
        self._owner = element

    def _close(self) -> None:
        if self._owner is not None:
            self._out.append("ET\nEMC")
            self._owner = None

    def _run(self, run: Run, x: float, y: float) -> None:
        ink = run.ink
        if ink.colour != self._colour:
            self._colour = ink.colour
            self._out.append(f"{colour(ink.colour)} rg")
        self._out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for part, codes in self._typesetter.show(ink.face, run.text):
            if part != self._part or ink is not self._ink:
                self._part, self._ink = part, ink
                self._out.append(f"{self._typesetter.font(ink.face, part)} {ink.size:g} Tf")
            self._out.append(f"({codes}) Tj")

    def _picture(self, picture: Picture, x: float, y: float) -> None:
        self._close()
        number = self._tree.mark(picture.element)
        node = self._tree.node(picture.element)
        node.box = f"{x:.2f} {y:.2f} {x + picture.width:.2f} {y + picture.height:.2f}"
        self._out.append(f"/Figure <</MCID {number}>> BDC")
        if picture.drawing:
            size = (picture.width, picture.height)
            self._out += drawing_operators(picture.drawing, x, y, *size)
        else:
            name, image = self._images.add(picture.data)
            self.pictures[name] = number_of(self._document, image)
            place = f"{picture.width:.2f} 0 0 {picture.height:.2f} {x:.2f} {y:.2f} cm"
            self._out.append(f"q {place} /{name} Do Q")
        self._out.append("EMC")

    def _diagram(self, diagram: Diagram, x: float, y: float) -> None:
        """A diagram whose top left is at ``x``, ``y``; it leaves no colour or font behind."""
        self._close()
        number = self._tree.mark(diagram.element)
        node = self._tree.node(diagram.element)
        node.box = f"{x:.2f} {y - diagram.height:.2f} {x + diagram.width:.2f} {y:.2f}"
        self._out.append(f"/Figure <</MCID {number}>> BDC\nq")
        self._out += diagram_operators(diagram, x, y, self._typesetter)
        self._out.append("Q\nEMC")

    # -------------------------------------------------------------------------- links

    def _note_link(self, run: Run, x: float, y: float) -> None:
        link = run.element
        while link.role in _INLINE and link.role != "Link" and link.parent is not None:
            link = link.parent
        if link.role != "Link":
            return
        size = run.ink.size
        area = [x, y - 0.25 * size, x + run.width, y + 0.85 * size]
        before = self._linked[-1] if self._linked else None
        if before is not None and before[0] is link and abs(before[1][1] - area[1]) < 1:
            _, last, words = before
            self._linked[-1] = (link, [last[0], last[1], area[2], last[3]], words + run.text)
        else:
            self._linked.append((link, area, run.text))

    def _add_links(self) -> None:
        for element, (x0, y0, x1, y1), words in self._linked:
            number = self._tree.annotate(element)
            words = " ".join(words.split())
            area = LinkArea((x0, y0, x1, y1), words, element.url, element.target, number)
            self.links.append(self._document.add_link(area))


def _box(box: Box, left: float, top: float) -> str:
    x, y = left + box.x, top - box.y - box.height
    if box.outline is not None:
        inner = f"{x + 0.35:.2f} {y + 0.35:.2f} {box.width - 0.7:.2f} {box.height - 0.7:.2f} re"
        paint = "B" if box.fill is not None else "S"
        return f"{colour(box.outline)} RG 0.7 w {inner} {paint}"
    return f"{x:.2f} {y:.2f} {box.width:.2f} {box.height:.2f} re f"


def _dots(leader: Leader, left: float, top: float) -> str:
    x, y = left + leader.x, top - leader.y
    end = x + leader.width
    start = end - (leader.width // 4) * 4
    return (
        f"q {colour(leader.colour)} RG 0.8 w 1 J [0 4] 0 d "
        f"{start:.2f} {y:.2f} m {end:.2f} {y:.2f} l S Q"
    )
