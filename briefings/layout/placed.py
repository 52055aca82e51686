"""What a laid-out document is made of: strips of placed items, on pages.

Positions are points, measured to the right and downwards from the top left of a strip; a page
says where each strip stands.  Every run of text and every picture belongs to an
:class:`Element` of the document's logical tree; everything else is decoration.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import define, field, frozen

from briefings.document import Document, Orientation, Symbol
from briefings.layout.faces import Face
from briefings.svg import Drawing

__all__ = [
    "Box",
    "Diagram",
    "Element",
    "Heading",
    "Ink",
    "Item",
    "Layout",
    "Leader",
    "Mark",
    "Page",
    "Panel",
    "Picture",
    "Place",
    "Placed",
    "Run",
    "Strip",
    "Stroke",
]


@frozen(eq=False)
class Ink:
    """A font, a size and a colour."""

    face: Face
    size: float
    colour: str


@frozen(eq=False)
class Element:
    """A node of the logical tree, named by the standard structure types of PDF.

    An element knows its parent only: its children stand in the order in which the pages show
    them first, so that one paragraph may go on over several pages.
    """

    role: str
    parent: Element | None = None
    lang: str | None = None
    alt: str = ""
    expansion: str = ""  # the whole word for a shortened one
    scope: str = ""  # of a header cell: Row or Column
    span: int = 1  # columns that a cell covers
    numbering: str = ""  # of a list: Disc, Decimal or None
    url: str = ""  # of a link out of the document
    target: str = ""  # of a link within it: "table:ratings"
    summary: str = ""  # of a table


@frozen(eq=False)
class Run:
    """Words in one ink on one line.  ``text`` ends in a blank where a word ends there too."""

    x: float
    y: float
    text: str
    ink: Ink
    element: Element
    width: float


@frozen(eq=False)
class Box:
    x: float
    y: float
    width: float
    height: float
    fill: str | None
    outline: str | None = None


@frozen(eq=False)
class Mark:
    """A symbol of a badge, ``size`` points high, centred on ``x`` and ``y``."""

    symbol: Symbol
    x: float
    y: float
    size: float
    colour: str


@frozen(eq=False)
class Leader:
    """Dots that lead the eye from an entry to its page number."""

    x: float
    y: float
    width: float
    colour: str


@frozen(eq=False)
class Picture:
    x: float
    y: float
    width: float
    height: float
    data: bytes = field(repr=False)
    element: Element
    drawing: Drawing | None = None  # the same in vectors


@frozen(eq=False)
class Stroke:
    """A vertical line of a diagram."""

    x: float
    y: float
    height: float
    colour: str
    weight: float
    dashed: bool


@frozen(eq=False)
class Diagram:
    """Boxes, lines and words in the order in which they are painted, all of them one figure.

    ``parts`` are placed from the diagram's own top left.
    """

    x: float
    y: float
    width: float
    height: float
    parts: list[Box | Stroke | Run]
    element: Element


Item: TypeAlias = Run | Box | Mark | Leader | Picture | Diagram


@frozen(eq=False)
class Panel:
    """A tinted ground behind strips that follow each other, with a bar at its left."""

    x: float
    width: float
    fill: str
    bar: str
    padding: float = 9.0
    bar_width: float = 3.0


@define(eq=False)
class Strip:
    """A part of the text that is never cut: a line, a table row, a picture.

    ``keeps`` says how many of the following strips must stand on the same page; ``repeat``
    is shown again above the strip when it opens a page (a table's header row); ``opens`` are
    the reference targets that start here.
    """

    height: float
    items: list[Item]
    before: float = 0.0
    after: float = 0.0
    keeps: int = 0
    repeat: Strip | None = None
    panel: Panel | None = None
    opens: tuple[str, ...] = ()
    fresh_page: bool = False
    orientation: Orientation = Orientation.PORTRAIT


@frozen(eq=False)
class Placed:
    """Items at a place on the page.  ``artifact`` names what a reader skips ("Pagination")."""

    x: float
    y: float
    items: list[Item]
    artifact: str = ""


@frozen(eq=False)
class Page:
    width: float
    height: float
    placed: list[Placed]


@frozen
class Place:
    """Where a reference target stands: a 1-based page, and points from its top left."""

    page: int
    x: float
    y: float


@frozen
class Heading:
    level: int
    title: str
    target: str


@frozen(eq=False)
class Layout:
    """A document on its pages.

    ``document`` is the one that was laid out, without its contents list where that was left
    out as the document is short.
    """

    document: Document
    pages: tuple[Page, ...]
    places: Mapping[str, Place]
    headings: tuple[Heading, ...] = ()

    @property
    def page_count(self) -> int:
        return len(self.pages)

    @property
    def page_of(self) -> Mapping[str, int]:
        """The 1-based page of each reference target."""
        return {target: place.page for target, place in self.places.items()}
