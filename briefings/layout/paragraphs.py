"""Text in paragraphs: the strips of their lines, and which of them stand together."""

from __future__ import annotations

from briefings.document import Align, Inlines
from briefings.layout.faces import UNKNOWN
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import break_lines, set_line
from briefings.layout.pieces import Piece, flatten
from briefings.layout.placed import Element, Strip

__all__ = ["hold_together", "set_paragraph", "set_pieces"]


def set_paragraph(
    house: House, inlines: Inlines, voice: Voice, frame: Frame, element: Element
) -> list[Strip]:
    """A paragraph whose first two and last two lines are never parted."""
    return set_pieces(house, flatten(house, inlines, voice.ink, element), voice, frame)


def set_pieces(house: House, pieces: list[Piece], voice: Voice, frame: Frame) -> list[Strip]:
    """The same, for pieces."""
    lines = break_lines(pieces, frame.width)
    if UNKNOWN:
        house.note_unknown("".join(piece.text for piece in pieces))
    strips = [
        Strip(
            voice.leading,
            set_line(line, voice, frame.x, 0.0, frame.width, Align.LEFT),
            orientation=frame.orientation,
        )
        for line in lines
    ]
    strips[0].before = voice.before
    strips[-1].after = voice.after
    if len(strips) > 1:
        strips[0].keeps = strips[-2].keeps = 1
    return strips


def hold_together(strips: list[Strip]) -> None:
    """Let nothing come between ``strips``."""
    for n, strip in enumerate(strips, 1):
        strip.keeps = max(strip.keeps, len(strips) - n)
