"""Tables: a caption, a key, a header row that opens each page, rows, notes."""

from __future__ import annotations

from attrs import evolve, frozen

from briefings.document import Align, Cell, Column, Row, RowRole, Symbol, Table, Text
from briefings.layout.columns import CELL_PADDING, CHIP_PADDING, column_widths, lone_badge
from briefings.layout.frame import Frame
from briefings.layout.house import House, Voice
from briefings.layout.lines import Line, break_lines, set_line
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.pieces import Chip, Piece, chip_of, clean, flatten, tone_colours
from briefings.layout.placed import Box, Element, Item, Mark, Run, Strip

__all__ = ["set_table"]

LEAST_ROW, LEAST_DENSE_ROW = 18.0, 16.0
_WHOLE = 0.25  # a table of at most this part of the page is not split
_SHORT_FOOT = 4  # lines of notes that stay with the last row


@frozen(eq=False)
class _CellLines:
    """The lines of a cell, with the chip behind them if the cell is one badge."""

    lines: list[Line]
    element: Element
    x: float
    width: float
    align: Align
    chip: Chip | None = None


class _TableSetter:
    """What the rows of one table share."""

    def __init__(self, house: House, table: Table, frame: Frame) -> None:
        self.house, self.table, self.frame = house, table, frame
        self.voice = house.voice("dense" if table.dense else "table")
        self.strong = evolve(self.voice, ink=house.in_weight(self.voice.ink, "semibold"))
        self.widths = column_widths(house, table, self.voice, frame.width)
        self.lefts = [frame.x + sum(self.widths[:n]) for n in range(len(self.widths))]
        least = LEAST_DENSE_ROW if table.dense else LEAST_ROW
        self.padding = max((least - self.voice.leading) / 2, 2.0)

    # ------------------------------------------------------------------------- the header

    def header(self, element: Element) -> Strip:
        colours = self.house.theme.colours
        row = Element("TR", Element("THead", element))
        cells = []
        for n, column in enumerate(self.table.columns):
            head = Element("TH", row, scope="Column")
            cells.append(self._text_cell(Cell(column.title), n, column.align, head, self.strong))
        most = max(len(cell.lines) for cell in cells)
        height = most * self.voice.leading + 2 * self.padding
        items: list[Item] = [
            *self._grounds(height, None),
            Box(self.frame.x, height - 1, self.frame.width, 1.0, colours.accent),
        ]
        for cell in cells:
            top = self.padding + (most - len(cell.lines)) * self.voice.leading
            items += self._lines(cell, cell.lines, self.strong, top)
        return Strip(height, items, orientation=self.frame.orientation)

    # --------------------------------------------------------------------------- the rows

    def rows(self, body: Element, room: float) -> list[Strip]:
        """The strips of all rows; a row deeper than ``room`` takes several."""
        strips: list[Strip] = []
        for row in self.table.rows:
            slices = self._row(row, Element("TR", body), room)
            if row.role is RowRole.GROUP:
                hold_together(slices)
                slices[-1].keeps = 1
            strips += slices
        return strips

    def _row(self, row: Row, element: Element, room: float) -> list[Strip]:
        if row.role is RowRole.GROUP:
            cells = [self._group_cell(row.cells[0], element)]
        else:
            cells = [
                self._cell(cell, column, n, element, row.role is RowRole.SUBJECT)
                for n, (cell, column) in enumerate(zip(row.cells, self.table.columns, strict=True))
            ]
        most = max([len(cell.lines) for cell in cells])
        leading = self.voice.leading
        fitting = max(int((room - 2 * self.padding) / leading), 1)
        if most <= fitting:
            return [self._strip(row.role, cells, 0, most, most)]
        return [
            self._strip(row.role, cells, start, min(start + fitting, most), most)
            for start in range(0, most, fitting)
        ]

    def _strip(
        self, role: RowRole, cells: list[_CellLines], start: int, end: int, most: int
    ) -> Strip:
        colours, frame = self.house.theme.colours, self.frame
        height = (end - start) * self.voice.leading + 2 * self.padding
        items = self._grounds(height, role)
        if role is RowRole.TOTAL and start == 0:
            items.append(Box(frame.x, -0.5, frame.width, 1.0, colours.ink))
        if end == most:
            items.append(Box(frame.x, height - 0.25, frame.width, 0.5, colours.rule))
        for cell in cells:
            if cell.chip is not None and start == 0:
                self._chip(items, cell, height)
            elif cell.chip is None:
                items += self._lines(cell, cell.lines[start:end], self.voice, self.padding)
        return Strip(height, items, orientation=frame.orientation)

    def _grounds(self, height: float, role: RowRole | None) -> list[Item]:
        tint, frame = self.house.theme.colours.tint, self.frame
        if role in (RowRole.SUBJECT, RowRole.GROUP):
            return [Box(frame.x, 0.0, frame.width, height, tint)]
        return [
            Box(self.lefts[n], 0.0, self.widths[n], height, tint)
            for n, column in enumerate(self.table.columns)
            if column.subject
        ]

    # -------------------------------------------------------------------------- the cells

    def _cell(self, cell: Cell, column: Column, n: int, row: Element, strong: bool) -> _CellLines:
        element = Element("TH", row, scope="Row") if column.header else Element("TD", row)
        badge = lone_badge(cell.children)
        if badge is not None and tone_colours(self.house, badge.tone).fill:
            return self._chip_cell(cell, n, column.align, element)
        voice = self.strong if strong or column.subject else self.voice
        return self._text_cell(cell, n, column.align, element, voice)

    def _text_cell(
        self, cell: Cell, n: int, align: Align, element: Element, voice: Voice
    ) -> _CellLines:
        width = self.widths[n] - 2 * CELL_PADDING
        children = cell.children
        if len(children) == 1 and type(children[0]) is Text and children[0].lang is None:
            pieces = [Piece(clean(children[0].text), voice.ink, element)]
        else:
            pieces = flatten(self.house, children, voice.ink, element)
        lines = self._broken(pieces, width)
        return _CellLines(lines, element, self.lefts[n] + CELL_PADDING, width, align)

    def _group_cell(self, cell: Cell, row: Element) -> _CellLines:
        element = Element("TH", row, scope="Row", span=len(self.table.columns))
        width = self.frame.width - 2 * CELL_PADDING
        pieces = flatten(self.house, cell.children, self.strong.ink, element)
        lines = self._broken(pieces, width)
        return _CellLines(lines, element, self.frame.x + CELL_PADDING, width, Align.LEFT)

    def _chip_cell(self, cell: Cell, n: int, align: Align, element: Element) -> _CellLines:
        badge = lone_badge(cell.children)
        assert badge is not None
        colours = tone_colours(self.house, badge.tone)
        weight = "regular" if colours.outline else "semibold"
        ink = self.house.ink(weight, self.voice.ink.size, colours.text)
        chip = chip_of(self.house, badge, self.voice.ink)
        inner = Element("Span", element, expansion=badge.label) if badge.label else element
        width = self.widths[n] - 2 * (CHIP_PADDING + 1) - chip.mark_space(ink.size)
        lines = self._broken([Piece(clean(badge.text), ink, inner)], max(width, ink.size))
        return _CellLines(lines, element, self.lefts[n], self.widths[n], align, chip)

    def _broken(self, pieces: list[Piece], width: float) -> list[Line]:
        lines = break_lines(pieces, width)
        for face in self.house.faces.values():
            if face.words.unknown:
                self.house.note_unknown("".join(piece.text for piece in pieces))
        return lines

    def _lines(self, cell: _CellLines, lines: list[Line], voice: Voice, top: float) -> list[Item]:
        items: list[Item] = []
        for n, line in enumerate(lines):
            y = top + n * voice.leading
            items += set_line(line, voice, cell.x, y, cell.width, cell.align)
        if not items:
            items.append(Run(cell.x, top, "", voice.ink, cell.element, 0.0))
        return items

    def _chip(self, items: list[Item], cell: _CellLines, height: float) -> None:
        """A chip that fills its cell but for a gap of one point on each side."""
        chip, voice = cell.chip, self.voice
        assert chip is not None
        size = voice.ink.size
        items.append(
            Box(cell.x + 1, 1.0, cell.width - 2, height - 2, chip.fill, chip.outline)
        )
        widest = max(line.width for line in cell.lines)
        space = chip.mark_space(size)
        left = cell.x + 1 + CHIP_PADDING
        if cell.align is Align.CENTRE:
            left = cell.x + (cell.width - widest - space) / 2
        top = (height - len(cell.lines) * voice.leading) / 2
        if chip.symbol is not Symbol.NONE:
            mark = chip.mark_size(size)
            colour = cell.lines[0].fragments[0].piece.ink.colour
            items.append(Mark(chip.symbol, left + mark / 2, top + voice.leading / 2, mark, colour))
        for n, line in enumerate(cell.lines):
            y = top + n * voice.leading
            items += set_line(line, voice, left + space, y, widest, Align.LEFT)


def set_table(house: House, table: Table, frame: Frame, parent: Element) -> list[Strip]:
    """The strips of a table, from its caption to its sources."""
    element = Element("Table", parent, summary=table.summary)
    setter = _TableSetter(house, table, frame)
    lead = _lead(house, table, frame, element)
    header = setter.header(element)
    depth = house.depth(frame.orientation) - (24.0 if frame.in_panel else 0.0)
    rows = setter.rows(Element("TBody", element), depth - header.height - 1)
    foot = _foot(house, table, frame, parent)
    if header.height < depth / 3:
        for row in rows:
            row.repeat = header
    strips = [*lead, header, *rows, *foot]
    _keep(len(lead) + 1, len(rows), strips)
    if sum(strip.height for strip in strips) <= _WHOLE * depth:
        hold_together(strips)
    strips[0].before = max(strips[0].before, 8.0)
    strips[0].opens = (f"table:{table.id}",)
    strips[-1].after = max(strips[-1].after, 12.0)
    return strips


def _lead(house: House, table: Table, frame: Frame, element: Element) -> list[Strip]:
    caption = Element("Caption", element)
    strips: list[Strip] = []
    for inlines, name in ((table.caption, "caption"), (table.key, "key")):
        if inlines:
            owner = Element("P", caption)
            strips += set_paragraph(house, inlines, house.voice(name), frame, owner)
    return strips


def _foot(house: House, table: Table, frame: Frame, parent: Element) -> list[Strip]:
    strips: list[Strip] = []
    for inlines in (*table.notes, table.sources):
        if inlines:
            strips += set_paragraph(house, inlines, house.voice("note"), frame, Element("P", parent))
    return strips


def _keep(lead: int, rows: int, strips: list[Strip]) -> None:
    """Caption, key, header and two rows stand together; the last row never stands alone."""
    for n in range(lead):
        strips[n].keeps = lead - 1 - n + min(2, rows)
    if rows > 1:
        strips[lead + rows - 2].keeps = 1
    foot = strips[lead + rows :]
    if rows and foot:
        strips[lead + rows - 1].keeps = len(foot) if len(foot) <= _SHORT_FOOT else 1
