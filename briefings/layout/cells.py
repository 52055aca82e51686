"""The cells of a table: their lines, and the chips of those that are one badge."""

from __future__ import annotations

from attrs import evolve, frozen

from briefings.document import Align, Badge, Cell, Column, Table, Text
from briefings.layout.columns import CELL_PADDING, CHIP_PADDING, column_widths, lone_badge
from briefings.layout.faces import UNKNOWN
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import Line, break_lines, set_line
from briefings.layout.pieces import Chip, Piece, chip_of, clean, flatten, spoken, tone_colours
from briefings.layout.placed import Box, Element, Ink, Item, Mark, Run

__all__ = ["CellLines", "CellSetter"]

_LEAST_ROW, _LEAST_DENSE_ROW = 18.0, 16.0
_CHIP_LINES = 3  # a row of at most so many lines has chips that fill it


@frozen(eq=False)
class ChipLook:
    """What all chips of one badge share."""

    text: str
    ink: Ink
    chip: Chip
    mark: float  # the size of the symbol, 0 without one
    space: float  # what the symbol and the gap after it take


@frozen(eq=False)
class CellLines:
    """The lines of a cell, with the chip behind them if the cell is one badge."""

    lines: list[Line]
    element: Element
    x: float
    width: float
    align: Align
    look: ChipLook | None = None


class CellSetter:
    """What the cells of one table share: their voices, and where the columns stand."""

    def __init__(self, house: House, table: Table, frame: Frame) -> None:
        self.house, self.frame, self.table = house, frame, table
        self.voice = house.voice("dense" if table.dense else "table")
        self.strong = evolve(self.voice, ink=house.in_weight(self.voice.ink, "semibold"))
        self.widths = column_widths(house, table, self.voice, frame.width)
        self.lefts = [frame.x + sum(self.widths[:n]) for n in range(len(self.widths))]
        self._looks: dict[Badge, ChipLook] = {}
        least = _LEAST_DENSE_ROW if table.dense else _LEAST_ROW
        self.padding = max((least - self.voice.leading) / 2, 2.0)

    def cell(self, cell: Cell, column: Column, n: int, row: Element, strong: bool) -> CellLines:
        element = Element("TH", row, scope="Row") if column.header else Element("TD", row)
        badge = lone_badge(cell.children)
        if badge is not None and tone_colours(self.house, badge.tone).fill:
            return self._badge(badge, n, column.align, element)
        voice = self.strong if strong or column.subject else self.voice
        return self.text(cell, n, column.align, element, voice)

    def text(self, cell: Cell, n: int, align: Align, element: Element, voice: Voice) -> CellLines:
        width = self.widths[n] - 2 * CELL_PADDING
        children = cell.children
        if len(children) == 1 and type(children[0]) is Text and children[0].lang is None:
            pieces = [Piece(clean(children[0].text), voice.ink, element)]
        else:
            pieces = flatten(self.house, children, voice.ink, element)
        lines = self._broken(pieces, width)
        return CellLines(lines, element, self.lefts[n] + CELL_PADDING, width, align)

    def group(self, cell: Cell, row: Element) -> CellLines:
        element = Element("TH", row, scope="Row", span=len(self.table.columns))
        width = self.frame.width - 2 * CELL_PADDING
        pieces = flatten(self.house, cell.children, self.strong.ink, element)
        lines = self._broken(pieces, width)
        return CellLines(lines, element, self.frame.x + CELL_PADDING, width, Align.LEFT)

    def _badge(self, badge: Badge, n: int, align: Align, element: Element) -> CellLines:
        look = self._looks.get(badge)
        if look is None:
            look = self._looks[badge] = self._look(badge)
        inner = spoken(badge, element)
        width = self.widths[n] - 2 * (CHIP_PADDING + 1) - look.space
        lines = self._broken([Piece(look.text, look.ink, inner)], max(width, look.ink.size))
        return CellLines(lines, element, self.lefts[n], self.widths[n], align, look)

    def _look(self, badge: Badge) -> ChipLook:
        colours = tone_colours(self.house, badge.tone)
        weight = "regular" if colours.outline else "semibold"
        ink = self.house.ink(weight, self.voice.ink.size, colours.text)
        chip = chip_of(self.house, badge, self.voice.ink)
        text = clean(badge.text)
        return ChipLook(text, ink, chip, chip.mark_size(ink.size), chip.mark_space(ink.size))

    def _broken(self, pieces: list[Piece], width: float) -> list[Line]:
        lines = break_lines(pieces, width)
        if UNKNOWN:
            self.house.note_unknown("".join(piece.text for piece in pieces))
        return lines

    def items(self, cell: CellLines, lines: list[Line], voice: Voice, top: float) -> list[Item]:
        items: list[Item] = []
        for n, line in enumerate(lines):
            y = top + n * voice.leading
            items += set_line(line, voice, cell.x, y, cell.width, cell.align)
        if not items:
            items.append(Run(cell.x, top, "", voice.ink, cell.element, 0.0))
        return items

    def chip_depth(self, cells: list[CellLines], most: int) -> float:
        """The height of the chips of a row: the row's own, unless other cells make it deep."""
        deepest = max([len(cell.lines) for cell in cells if cell.look is not None], default=0)
        lines = most if most <= max(deepest, _CHIP_LINES) else deepest
        return lines * self.voice.leading + 2 * self.padding

    def chip(self, cell: CellLines, height: float) -> list[Item]:
        """A chip that fills its cell but for a gap of one point on each side."""
        look, leading = cell.look, self.voice.leading
        assert look is not None
        chip, ink = look.chip, look.ink
        items: list[Item] = [
            Box(cell.x + 1, 1.0, cell.width - 2, height - 2, chip.fill, chip.outline)
        ]
        widest = max([line.width for line in cell.lines])
        left = cell.x + 1 + CHIP_PADDING
        if cell.align is Align.CENTRE:
            left = cell.x + (cell.width - widest - look.space) / 2
        top = (height - len(cell.lines) * leading) / 2
        if look.mark:
            x, y = left + look.mark / 2, top + leading / 2
            items.append(Mark(chip.symbol, x, y, look.mark, ink.colour))
        for n, line in enumerate(cell.lines):
            y = top + n * leading
            items += set_line(line, self.voice, left + look.space, y, widest, Align.LEFT)
        return items
