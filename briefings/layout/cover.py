"""A cover: the title on a band in the accent colour that runs across the sheet, facts below."""

from __future__ import annotations

from itertools import pairwise

from attrs import evolve

from briefings.document import Document, KeyFact, Orientation
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.paragraphs import hold_together, set_pieces
from briefings.layout.pieces import Piece, clean, flatten
from briefings.layout.placed import Box, Element, Strip
from briefings.theme import MM

__all__ = ["set_cover"]

_BAND_AT = 0.28  # of the depth of the text, from its top down to the band
_PADDING = 30.0  # within the band, above and below its words
_APART = 28.0  # from the band down to the facts


def set_cover(
    house: House, document: Document, logo: list[Strip], frame: Frame, root: Element
) -> list[Strip]:
    """The strips of the cover, which fill one page or less."""
    depth = house.depth(Orientation.PORTRAIT)
    above = sum(strip.height for strip in logo)
    strips = [*logo, Strip(max(_PADDING, _BAND_AT * depth - above), [])]
    for strip in strips:
        strip.after = 0.0
    strips += _band(house, _title(house, document, frame, root))
    strips.append(Strip(_APART, []))
    for fact in document.facts:
        strips += _fact(house, fact, frame, root)
    hold_together(strips)
    return strips


def _title(house: House, document: Document, frame: Frame, root: Element) -> list[Strip]:
    paper = house.theme.colours.paper
    strips: list[Strip] = []
    for text, name, role in (
        (document.eyebrow, "eyebrow", "P"),
        (document.title, "title", "H1"),
        (document.subtitle, "subtitle", "P"),
    ):
        if text:
            voice = house.voice(name)
            ink = house.in_colour(voice.ink, paper)
            piece = Piece(clean(text), ink, Element(role, root))
            strips += set_pieces(house, [piece], evolve(voice, ink=ink), frame)
    strips[0].before = strips[-1].after = 0.0
    return strips


def _band(house: House, strips: list[Strip]) -> list[Strip]:
    """``strips`` on a ground from edge to edge of the sheet."""
    between = sum(max(a.after, b.before) for a, b in pairwise(strips))
    height = sum(strip.height for strip in strips) + between + 2 * _PADDING
    margin = house.theme.page.side * MM
    width = house.sheet(Orientation.PORTRAIT)[0]
    ground = Box(-margin, 0.0, width, height, house.theme.colours.accent)
    return [Strip(_PADDING, [ground]), *strips, Strip(_PADDING, [])]


def _fact(house: House, fact: KeyFact, frame: Frame, root: Element) -> list[Strip]:
    """One line a fact: there is room."""
    voice: Voice = house.voice("facts")
    owner = Element("P", root)
    muted = house.in_colour(voice.ink, house.theme.colours.muted)
    label = Piece(f"{clean(fact.label)}: ", muted, owner)
    strips = set_pieces(house, [label, *flatten(house, fact.value, voice.ink, owner)], voice, frame)
    strips[-1].after = max(voice.after, 4.0)
    return strips
