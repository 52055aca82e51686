"""The document: what a briefing says, as a closed set of frozen nodes.

A node carries meaning, never paint: a rating is a :class:`Badge` with a tone, and the
theme decides what colour that tone is.  Two documents that are equal are the same
briefing.  Every writer handles every node of :data:`Block` and :data:`Inline` in a
``match`` that ends in ``assert_never``, so a node added here is a type error until each
writer can write it.

Text is plain Unicode; escaping is each writer's own affair.  Wording (dates, numbers,
"not inspected") is settled before a node is made.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from attrs import evolve, field, frozen

from briefings.provenance import Provenance

__all__ = [
    "Align",
    "Badge",
    "Block",
    "BulletList",
    "Callout",
    "Cell",
    "Chart",
    "ChartKind",
    "Column",
    "Contents",
    "ContentsEntry",
    "Document",
    "Emphasis",
    "Figure",
    "Inline",
    "Inlines",
    "KeyFact",
    "KeyFacts",
    "KeyFigure",
    "KeyFigures",
    "LineBreak",
    "Link",
    "ListItem",
    "NumberedList",
    "Orientation",
    "PageBreak",
    "Paragraph",
    "Reference",
    "ReferenceLine",
    "Role",
    "Row",
    "RowRole",
    "Section",
    "Series",
    "SourceEntry",
    "Sources",
    "Strong",
    "Symbol",
    "Table",
    "Text",
    "Tone",
    "evolve",
    "is_vague",
    "plain",
]


class Tone(StrEnum):
    """What a value means to the reader.  The theme gives each tone its colours."""

    PLAIN = "plain"
    BEST = "best"
    GOOD = "good"
    MIDDLING = "middling"
    POOR = "poor"
    WORST = "worst"
    ABSENT = "absent"
    MUTED = "muted"
    BETTER = "better"
    NEUTRAL = "neutral"
    WORSE = "worse"


class Symbol(StrEnum):
    """A decorative mark before a badge's word, so that tone never rests on colour alone.

    Screen readers, text extraction and comparisons between formats leave it out: the
    word beside it says the same.
    """

    NONE = "none"
    STAR = "star"
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"
    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Role(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    LEAD = "lead"  # the opening paragraph of a part, one size up
    NOTE = "note"  # small print under a table or a section
    QUOTE = "quote"
    LABEL = "label"  # the words that head a list, and stay with it: "Strengths"


class Align(StrEnum):
    """How a column's cells stand.  ``RIGHT`` is for figures."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class RowRole(StrEnum):
    BODY = "body"
    SUBJECT = "subject"  # the row the briefing is about: semibold on a tint
    GROUP = "group"  # one cell across all columns: a heading for the rows below
    TOTAL = "total"  # a benchmark or total, set apart by a heavier rule


# ----------------------------------------------------------------------------- inlines


@frozen
class Text:
    """Words.  ``lang`` is a BCP 47 tag when they are not in the document's language."""

    text: str
    lang: str | None = None


@frozen
class Strong:
    children: Inlines


@frozen
class Emphasis:
    children: Inlines


@frozen
class Badge:
    """A rating or a judgement: a word on the colour of its tone, with a symbol.

    Tones whose theme entry has no fill are written as coloured words, not chips; ``MUTED``
    is a small grey aside ("(staffing)").

    ``text`` is what shows (a word, or an initial where a column is narrow); ``label`` is
    the whole word for a reader who hears the page, when ``text`` is shortened.  ``lang`` is as
    that of :class:`Text`.
    """

    text: str
    tone: Tone = Tone.PLAIN
    symbol: Symbol = Symbol.NONE
    label: str = ""
    lang: str | None = None


@frozen
class Link:
    """A link out of the document.  ``children`` must say where it goes, never "here"."""

    children: Inlines
    url: str


@frozen
class Reference:
    """A pointer to something in this document: ``table:ratings``, ``source:cgm-report``.

    ``text`` is empty until :mod:`briefings.resolve` settles it ("Table 2", "[3]").
    """

    target: str
    text: str = ""


@frozen
class LineBreak:
    pass


Inline: TypeAlias = Text | Strong | Emphasis | Badge | Link | Reference | LineBreak
Inlines: TypeAlias = tuple[Inline, ...]


_VAGUE = frozenset(("", "here", "click here", "link", "this", "this link", "more", "read more"))


def is_vague(words: str) -> bool:
    """Whether the words of a link say nothing of where it goes."""
    return words.strip().casefold().rstrip(".") in _VAGUE


def plain(inlines: Inlines) -> str:
    """The words of ``inlines`` without any marking.  A line break reads as a blank."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text=text) | Badge(text=text) | Reference(text=text):
                parts.append(text)
            case Strong(children=children) | Emphasis(children=children):
                parts.append(plain(children))
            case Link(children=children):
                parts.append(plain(children))
            case LineBreak():
                parts.append(" ")
    return "".join(parts)


# ------------------------------------------------------------------------------ blocks


@frozen
class Paragraph:
    children: Inlines
    role: Role = Role.BODY


@frozen
class ListItem:
    """One entry of a list: paragraphs, and lists within it."""

    blocks: tuple[Block, ...]


@frozen
class BulletList:
    items: tuple[ListItem, ...]


@frozen
class NumberedList:
    """Items numbered from ``start`` in steps of one."""

    items: tuple[ListItem, ...]
    start: int = 1


@frozen
class KeyFact:
    label: str
    value: Inlines


@frozen
class KeyFacts:
    """Labelled facts, one a line: "Fieldwork started: December 2018"."""

    items: tuple[KeyFact, ...]


@frozen
class KeyFigure:
    """One tile: the figure, what it counts, and what to hold it against."""

    value: str
    label: str
    detail: str = ""
    tone: Tone = Tone.PLAIN


@frozen
class KeyFigures:
    """Tiles, at most four in a row."""

    items: tuple[KeyFigure, ...]
    caption: str = "Key figures"


@frozen
class Column:
    """A table column.  ``share`` is its part of the table's width (any positive scale)."""

    title: Inlines
    share: float = 1.0
    align: Align = Align.LEFT
    header: bool = False  # its cells head their rows
    subject: bool = False  # the column the briefing is about: semibold on a tint


@frozen
class Cell:
    """A table cell.  A cell that is one :class:`Badge` is painted whole in its tone."""

    children: Inlines


@frozen
class Row:
    """A table row; a ``GROUP`` row has exactly one cell, any other one for each column."""

    cells: tuple[Cell, ...]
    role: RowRole = RowRole.BODY


@frozen
class Table:
    """A captioned table with one header row.

    ``caption`` gains its number ("Table 2. ...") in :mod:`briefings.resolve`; ``key`` is
    printed directly above the table (what initials mean); ``notes`` below it, then the
    sources of the whole table when ``sources`` names any.  ``summary`` describes the table to a
    reader who cannot see it (Word's table description).
    """

    id: str
    caption: Inlines
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    sources: Inlines = ()
    summary: str = ""
    dense: bool = False


@frozen
class Figure:
    """A picture.  ``data`` is a PNG or JPEG file; ``alt`` says in words what it shows."""

    id: str
    data: bytes = field(repr=False)
    alt: str
    caption: Inlines = ()
    share: float = 1.0  # of the text width


class ChartKind(StrEnum):
    """How the series of a chart stand in a row: one after the other, alone, or in a pair."""

    PROFILE = "profile"  # stacked: how many of each
    BARS = "bars"  # one series
    CHANGE = "change"  # two: before and after


@frozen
class Series:
    """One value for each category of a chart, and the words printed with it.

    A value that is not known is ``None``; its label says why, and nothing is drawn.  An empty
    label is printed nowhere.  A series without a tone is drawn in the accent colour.
    """

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    tone: Tone = Tone.PLAIN


@frozen
class ReferenceLine:
    """A value to hold the others against: ``Target``, 75, ``75%``."""

    name: str
    value: float
    label: str


@frozen
class Chart:
    """Horizontal bars, one row for each category, drawn by each writer in its own form.

    ``title`` says what the numbers show; ``caption`` the measure and the period, and gains its
    number ("Figure 2. ...") in :mod:`briefings.resolve`.  ``key`` is printed above the bars (what
    initials mean), ``notes`` and ``sources`` below.  ``head`` names what the categories are,
    and ``subject`` the one the briefing is about.  What is drawn counts as a picture: ``alt``
    says it in words, with every number.  Where a chart is too long for a page, each part knows
    the ``whole``, and is drawn on its scale: a bar means the same on every page.
    """

    id: str
    kind: ChartKind
    title: str
    caption: Inlines
    head: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    lines: tuple[ReferenceLine, ...] = ()
    subject: int | None = None
    unit: str = ""  # of a value: "%" stands with every number
    scaled: bool = True  # whether the length of a bar is an amount, and so has a scale
    key: Inlines = ()
    notes: tuple[Inlines, ...] = ()
    sources: Inlines = ()
    whole: Chart | None = None

    @property
    def has_subject(self) -> bool:
        """Whether one of its rows, or of the whole it is a part of, is the subject's."""
        return (self.whole or self).subject is not None


@frozen
class Callout:
    """A tinted panel with a bar at its left: key points, a warning."""

    title: str
    blocks: tuple[Block, ...]
    tone: Tone = Tone.PLAIN


@frozen
class ContentsEntry:
    level: int
    title: str
    target: str


@frozen
class Contents:
    """The list of headings.  Shown only when the document has ``from_pages`` pages or more.

    ``entries`` is filled by :mod:`briefings.resolve`, page numbers by the layout.
    """

    title: str = "Contents"
    from_pages: int = 5
    entries: tuple[ContentsEntry, ...] = ()


@frozen
class SourceEntry:
    """One numbered source.  ``id`` is the key that references use: ``source:<id>``."""

    id: str
    children: Inlines
    number: int = 0


@frozen
class Sources:
    """The numbered list of sources, in the order in which the document cites them."""

    entries: tuple[SourceEntry, ...]


@frozen
class PageBreak:
    pass


@frozen
class Section:
    """A heading and what stands under it; nesting gives the heading's level.

    ``level`` is 0 until resolved, then 1 for a top section (Word's Heading 1, HTML's h2
    under the title's h1).  ``orientation`` turns the pages of the whole section.
    """

    id: str
    title: Inlines
    blocks: tuple[Block, ...]
    level: int = 0
    orientation: Orientation = Orientation.PORTRAIT


Block: TypeAlias = (
    Section
    | Paragraph
    | BulletList
    | NumberedList
    | KeyFacts
    | KeyFigures
    | Table
    | Figure
    | Chart
    | Callout
    | Contents
    | Sources
    | PageBreak
)


@frozen
class Document:
    """A whole briefing.

    ``facts`` is the line under the title ("Subject: ...", "Data as at ..."); ``as_at``
    is an ISO date that also dates the file itself, so that the same inputs give the same
    bytes.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str
    as_at: str
    subtitle: str = ""
    eyebrow: str = ""
    facts: tuple[KeyFact, ...] = ()
    short_title: str = ""  # running head, left; the title when empty
    as_at_words: str = ""  # running head, right: "Data as at 31 December 2019"
    organisation: str = ""  # for the file's properties, and for the foot
    footer: str = ""  # foot, left; the organisation when empty
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    provenance: Provenance = field(default=Provenance(), repr=False)  # of every fact in it
