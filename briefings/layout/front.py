"""What opens the first page: the logo, the title and the facts under it."""

from __future__ import annotations

from briefings.document import Align, Document, KeyFact, Orientation
from briefings.layout.cover import set_cover
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import break_lines, set_line
from briefings.layout.paragraphs import hold_together, set_pieces
from briefings.layout.pictures import pixel_size
from briefings.layout.pieces import Piece, clean, flatten
from briefings.layout.placed import Box, Element, Picture, Strip
from briefings.theme import MM

__all__ = ["set_front"]

_BETWEEN_FACTS = 20.0
_RULE = 2.0


def set_front(house: House, document: Document, root: Element) -> list[Strip]:
    """The title block, which ends in a rule; or a cover, where the theme wants one."""
    frame = Frame(0.0, house.measure(Orientation.PORTRAIT))
    strips = _logo(house, frame, root)
    if house.theme.cover:
        return set_cover(house, document, strips, frame, root)
    parts = (
        (document.eyebrow, "eyebrow", "P"),
        (document.title, "title", "H1"),
        (document.subtitle, "subtitle", "P"),
    )
    for text, name, role in parts:
        if text:
            piece = Piece(clean(text), house.voice(name).ink, Element(role, root))
            strips += set_pieces(house, [piece], house.voice(name), frame)
    strips += _facts(house, document.facts, frame, root)
    rule = Box(0.0, 0.0, frame.width, _RULE, house.theme.colours.accent)
    strips.append(Strip(_RULE, [rule], 6.0, 14.0))
    hold_together(strips)
    return strips


def _logo(house: House, frame: Frame, root: Element) -> list[Strip]:
    logo = house.theme.logo
    if logo is None:
        return []
    across, down = pixel_size(logo.data, "logo")
    height = logo.height * MM
    width = min(height * across / down, frame.width)
    height = width * down / across
    element = Element("Figure", root, alt=logo.alt)
    picture = Picture(0.0, 0.0, width, height, logo.data, element, logo.drawing)
    return [Strip(height, [picture], 0.0, 14.0)]


def _facts(house: House, facts: tuple[KeyFact, ...], frame: Frame, root: Element) -> list[Strip]:
    """The facts side by side in one line, in several where they are too long for it."""
    voice = house.voice("facts")
    strips: list[Strip] = []
    x = 0.0
    owner = Element("P", root)
    for fact in facts:
        pieces = _fact(house, fact, voice, owner)
        lines = break_lines(pieces, frame.width)
        house.note_unknown("".join(piece.text for piece in pieces))
        if not strips or x + lines[0].width > frame.width or len(lines) > 1:
            strips += [Strip(voice.leading, []) for _ in lines]
            x = 0.0
        for strip, line in zip(strips[-len(lines) :], lines, strict=True):
            strip.items += set_line(line, voice, x, 0.0, frame.width, Align.LEFT)
        x += lines[-1].width + _BETWEEN_FACTS
    if strips:
        strips[-1].after = voice.after
    return strips


def _fact(house: House, fact: KeyFact, voice: Voice, owner: Element) -> list[Piece]:
    muted = house.in_colour(voice.ink, house.theme.colours.muted)
    label = Piece(f"{clean(fact.label)}: ", muted, owner)
    return [label, *flatten(house, fact.value, voice.ink, owner), Piece(" ", voice.ink, owner)]
