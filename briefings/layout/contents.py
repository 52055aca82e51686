"""The contents list: its height is known from its entries, its page numbers come last."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, evolve, frozen

from briefings.document import Align, Contents, ContentsEntry
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import break_lines, set_line
from briefings.layout.paragraphs import hold_together, set_pieces
from briefings.layout.pieces import Piece, clean
from briefings.layout.placed import Element, Leader, Place, Run, Strip

__all__ = ["fill_page_numbers", "set_contents"]

_INDENT = 14.0
_NUMBER_ROOM = 34.0
_GAP = 5.0


@frozen(eq=False)
class NumberSlot:
    """Where an entry's page number goes, and whose it is."""

    target: str
    words_end: float
    right: float
    voice: Voice
    owner: Element


@define(eq=False)
class ContentsStrip(Strip):
    """The last line of an entry, which waits for its page number."""

    slot: NumberSlot | None = None


def set_contents(house: House, block: Contents, frame: Frame, parent: Element) -> list[Strip]:
    """The title and the entries, still without page numbers."""
    toc = Element("TOC", parent)
    heading = evolve(house.voice("heading3"), before=14.0)
    title = Piece(clean(block.title), heading.ink, Element("Caption", toc))
    strips = set_pieces(house, [title], heading, frame)
    for entry in block.entries:
        strips += _entry(house, entry, frame, toc)
    hold_together(strips[:4])
    strips[-1].after = 14.0
    return strips


def _entry(house: House, entry: ContentsEntry, frame: Frame, toc: Element) -> list[Strip]:
    voice = house.voice("contents1" if entry.level <= 1 else "contents2")
    indent = _INDENT * (max(entry.level, 1) - 1)
    reference = Element("Reference", Element("TOCI", toc))
    link = Element("Link", reference, target=entry.target)
    x, width = frame.x + indent, frame.width - indent - _NUMBER_ROOM
    title = clean(entry.title)
    lines = break_lines([Piece(f"{title} ", voice.ink, link)], width)
    house.note_unknown(title)
    strips: list[Strip] = []
    for line in lines[:-1]:
        items = set_line(line, voice, x, 0.0, width, Align.LEFT)
        strips.append(Strip(voice.leading, items, orientation=frame.orientation))
    items = set_line(lines[-1], voice, x, 0.0, width, Align.LEFT)
    slot = NumberSlot(entry.target, x + lines[-1].width, frame.x + frame.width, voice, link)
    last = ContentsStrip(voice.leading, items, orientation=frame.orientation, slot=slot)
    strips.append(last)
    hold_together(strips)
    return strips


def fill_page_numbers(house: House, strips: list[Strip], places: Mapping[str, Place]) -> None:
    """Write at each entry of the contents the page where its heading stands."""
    for strip in strips:
        slot = strip.slot if isinstance(strip, ContentsStrip) else None
        if slot is None or slot.target not in places:
            continue
        number = str(places[slot.target].page)
        ink, foot = slot.voice.ink, slot.voice.baseline
        width = ink.face.width(number) * ink.size
        x = slot.right - width
        start = slot.words_end + _GAP
        if x - _GAP > start:
            dots = house.theme.colours.muted
            strip.items.append(Leader(start, foot, x - _GAP - start, dots))
        strip.items.append(Run(x, foot, number, ink, slot.owner, width))
