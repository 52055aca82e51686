"""Inlines as a flat list of pieces: words in one ink, chips and line breaks."""

from __future__ import annotations

from typing import assert_never

from attrs import evolve, frozen

from briefings.document import (
    Badge,
    Emphasis,
    Inlines,
    LineBreak,
    Link,
    Reference,
    Strong,
    Symbol,
    Text,
    Tone,
)
from briefings.layout.house import House
from briefings.layout.placed import Element, Ink
from briefings.theme import ToneColours

__all__ = ["BREAK", "Chip", "Piece", "chip_of", "clean", "flatten", "spoken", "tone_colours"]

BREAK = "\n"
_BLANKS = str.maketrans({"\n": " ", "\t": " ", "\r": " ", "\v": " ", "\f": " "})


@frozen(eq=False)
class Chip:
    """The ground and the symbol of a badge; without a fill it is coloured words."""

    fill: str | None
    outline: str | None
    symbol: Symbol
    words: Ink  # for the words alone, where a line is too narrow for the chip

    def mark_size(self, size: float) -> float:
        return 0.62 * size if self.symbol is not Symbol.NONE else 0.0

    def mark_space(self, size: float) -> float:
        """What the symbol and the gap after it take."""
        return self.mark_size(size) + 0.32 * size if self.symbol is not Symbol.NONE else 0.0


@frozen(eq=False)
class Piece:
    text: str
    ink: Ink
    element: Element
    chip: Chip | None = None
    underline: bool = False


def clean(text: str) -> str:
    """``text`` with every kind of white space but the no-break ones as a blank."""
    return text.translate(_BLANKS)


def tone_colours(house: House, tone: Tone) -> ToneColours:
    """The colours of a tone; plain ink where the theme says nothing of it."""
    found = house.theme.tones.get(tone)
    return found if found is not None else ToneColours(house.theme.colours.ink)


def chip_of(house: House, badge: Badge, ink: Ink) -> Chip:
    """The chip of a badge that stands in ``ink``."""
    colours = tone_colours(house, badge.tone)
    words = ink if colours.fill else house.in_colour(ink, colours.text)
    return Chip(colours.fill, colours.outline, badge.symbol, words)


def flatten(house: House, inlines: Inlines, ink: Ink, owner: Element) -> list[Piece]:
    """The pieces of ``inlines``, which stand in ``owner`` and in ``ink``."""
    if len(inlines) == 1 and type(inlines[0]) is Text and inlines[0].lang is None:
        return [Piece(clean(inlines[0].text), ink, owner)]
    found: list[Piece] = []
    for inline in inlines:
        match inline:
            case Text(text=text, lang=lang):
                element = owner if lang is None else Element("Span", owner, lang=lang)
                found.append(Piece(clean(text), ink, element))
            case Strong(children=children):
                found += flatten(house, children, house.in_weight(ink, "semibold"), owner)
            case Emphasis(children=children):
                found += flatten(house, children, house.in_weight(ink, "italic"), owner)
            case Link() | Reference():
                found += _pointer(house, inline, ink, owner)
            case Badge():
                found.append(_badge(house, inline, ink, owner))
            case LineBreak():
                found.append(Piece(BREAK, ink, owner))
            case _:
                assert_never(inline)
    return found


def _pointer(house: House, inline: Link | Reference, ink: Ink, owner: Element) -> list[Piece]:
    coloured = house.in_colour(ink, house.theme.colours.accent)
    if isinstance(inline, Reference):
        element = Element("Link", owner, target=inline.target)
        return [Piece(clean(inline.text), coloured, element)]
    element = Element("Link", owner, url=inline.url)
    return [
        evolve(piece, underline=True)
        for piece in flatten(house, inline.children, coloured, element)
    ]


def spoken(badge: Badge, owner: Element) -> Element:
    """The element of a badge's words: its own where they need explaining, else the ``owner``."""
    if badge.label or badge.lang:
        return Element("Span", owner, expansion=badge.label, lang=badge.lang)
    return owner


def _badge(house: House, badge: Badge, ink: Ink, owner: Element) -> Piece:
    colours = tone_colours(house, badge.tone)
    element = spoken(badge, owner)
    size = ink.size
    if badge.tone is Tone.MUTED:
        size = max(size - 1.5, 8.0)
    weight = "semibold" if colours.fill or badge.tone in _STRONG else house.weight(ink)
    if colours.fill:
        size -= 1.0
    set_in = house.ink(weight, size, colours.text)
    if colours.fill is None and badge.symbol is Symbol.NONE:
        return Piece(clean(badge.text), set_in, element)
    return Piece(clean(badge.text), set_in, element, chip_of(house, badge, ink))


_STRONG = frozenset({Tone.BETTER, Tone.WORSE})
