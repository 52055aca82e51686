"""Key figures: tiles in rows of at most four."""

from __future__ import annotations

from attrs import evolve, frozen

from briefings.document import Align, KeyFigure, KeyFigures, Tone
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import Line, break_lines, set_line
from briefings.layout.pieces import Piece, clean, tone_colours
from briefings.layout.placed import Box, Element, Item, Strip

__all__ = ["set_key_figures"]

MOST_IN_ROW = 4
_GAP = 8.0
_SIDE = 10.0
_TOP = 9.0
_BAR = 2.0


@frozen(eq=False)
class _Part:
    lines: list[Line]
    voice: Voice


def set_key_figures(house: House, block: KeyFigures, frame: Frame, parent: Element) -> list[Strip]:
    """The strips of the tiles, one a row; the rows are as even as they can be."""
    if not block.items:
        return []
    group = Element("L", parent, numbering="None")
    count = len(block.items)
    rows = -(-count // MOST_IN_ROW)
    across = -(-count // rows)
    strips = [
        _row(house, block.items[start : start + across], across, frame, group)
        for start in range(0, count, across)
    ]
    strips[0].before = 4.0
    for strip in strips:
        strip.after = _GAP
    strips[-1].after = 12.0
    return strips


def _row(
    house: House, figures: tuple[KeyFigure, ...], across: int, frame: Frame, group: Element
) -> Strip:
    width = (frame.width - (across - 1) * _GAP) / across
    tiles = [_parts(house, figure, width - 2 * _SIDE, group) for figure in figures]
    height = max(sum(len(part.lines) * part.voice.leading for part in tile) for tile in tiles)
    height += 2 * _TOP
    items: list[Item] = []
    for n, (figure, tile) in enumerate(zip(figures, tiles, strict=True)):
        x = frame.x + n * (width + _GAP)
        items.append(Box(x, 0.0, width, height, house.theme.colours.tint))
        items.append(Box(x, 0.0, width, _BAR, _bar_colour(house, figure)))
        y = _TOP
        for part in tile:
            for line in part.lines:
                items += set_line(line, part.voice, x + _SIDE, y, width - 2 * _SIDE, Align.LEFT)
                y += part.voice.leading
    return Strip(height, items, orientation=frame.orientation)


def _parts(house: House, figure: KeyFigure, width: float, group: Element) -> list[_Part]:
    """The value, the label and the detail of a tile."""
    body = Element("LBody", Element("LI", group))
    table, note = house.voice("table"), house.voice("note")
    detail = note
    if figure.tone is not Tone.PLAIN and not tone_colours(house, figure.tone).fill:
        colour = tone_colours(house, figure.tone).text
        detail = evolve(note, ink=house.ink("semibold", note.ink.size, colour))
    parts = []
    value = house.voice("figure")
    texts = ((figure.value, value), (figure.label, table), (figure.detail, detail))
    for text, voice in texts:
        if text:
            piece = Piece(clean(text), voice.ink, Element("P", body))
            parts.append(_Part(break_lines([piece], width), voice))
            house.note_unknown(text)
    return parts


def _bar_colour(house: House, figure: KeyFigure) -> str:
    colours = tone_colours(house, figure.tone)
    if figure.tone is Tone.PLAIN or figure.tone is Tone.ABSENT:
        return house.theme.colours.accent
    return colours.fill or colours.text
