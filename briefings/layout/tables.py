"""Tables: a caption, a key, a header row that opens each page, rows, notes."""

from __future__ import annotations

from briefings.document import Cell, Row, RowRole, Table
from briefings.layout.cells import CellLines, CellSetter
from briefings.layout.frame import Frame
from briefings.layout.house import House
from briefings.layout.paragraphs import hold_together, set_paragraph
from briefings.layout.placed import Box, Element, Item, Strip

__all__ = ["set_table"]

_WHOLE = 0.25  # a table of at most this part of the page is not split
_DEEP = 0.33  # the first two rows may be parted if they take more of a page
_DEEPEST = 0.6  # and so may the last two
_SHORT_FOOT = 4  # lines of notes that stay with the last row


class _TableSetter:
    """What the rows of one table share."""

    def __init__(self, house: House, table: Table, frame: Frame) -> None:
        self.house, self.table, self.frame = house, table, frame
        self.cells = CellSetter(house, table, frame)
        self.leading, self.padding = self.cells.voice.leading, self.cells.padding

    # ------------------------------------------------------------------------- the header

    def header(self, element: Element) -> Strip:
        colours = self.house.theme.colours
        row = Element("TR", Element("THead", element))
        cells = []
        for n, column in enumerate(self.table.columns):
            head = Element("TH", row, scope="Column")
            cells.append(
                self.cells.text(Cell(column.title), n, column.align, head, self.cells.strong)
            )
        most = max(len(cell.lines) for cell in cells)
        height = most * self.leading + 2 * self.padding
        items: list[Item] = [
            *self._grounds(height, None),
            Box(self.frame.x, height - 1, self.frame.width, 1.0, colours.accent),
        ]
        for cell in cells:
            top = self.padding + (most - len(cell.lines)) * self.leading
            items += self.cells.items(cell, cell.lines, self.cells.strong, top)
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
            cells = [self.cells.group(row.cells[0], element)]
        else:
            cells = [
                self.cells.cell(cell, column, n, element, row.role is RowRole.SUBJECT)
                for n, (cell, column) in enumerate(zip(row.cells, self.table.columns, strict=True))
            ]
        most = max([len(cell.lines) for cell in cells])
        if most * self.leading + 2 * self.padding <= room:
            return [self._strip(row.role, cells, 0, most, most)]
        lines = [self._strip(row.role, cells, n, n + 1, most) for n in range(most)]
        chips = [len(cell.lines) for cell in cells if cell.look is not None]
        hold_together(lines[: max([2, *chips])])
        return lines

    def _strip(
        self, role: RowRole, cells: list[CellLines], start: int, end: int, most: int
    ) -> Strip:
        colours, frame = self.house.theme.colours, self.frame
        top = self.padding if start == 0 else 0.0
        height = (end - start) * self.leading + top + (self.padding if end == most else 0.0)
        items = self._grounds(height, role)
        if role is RowRole.TOTAL and start == 0:
            items.append(Box(frame.x, -0.5, frame.width, 1.0, colours.ink))
        if end == most:
            items.append(Box(frame.x, height - 0.25, frame.width, 0.5, colours.rule))
        chip_depth = self.cells.chip_depth(cells, most)
        for cell in cells:
            if cell.look is not None and start == 0:
                items += self.cells.chip(cell, chip_depth)
            elif cell.look is None:
                items += self.cells.items(cell, cell.lines[start:end], self.cells.voice, top)
        return Strip(height, items, orientation=frame.orientation)

    def _grounds(self, height: float, role: RowRole | None) -> list[Item]:
        tint, frame = self.house.theme.colours.tint, self.frame
        if role in (RowRole.SUBJECT, RowRole.GROUP):
            return [Box(frame.x, 0.0, frame.width, height, tint)]
        return [
            Box(self.cells.lefts[n], 0.0, self.cells.widths[n], height, tint)
            for n, column in enumerate(self.table.columns)
            if column.subject
        ]


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
    _keep(len(lead) + 1, len(rows), strips, depth)
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
            owner = Element("P", parent)
            strips += set_paragraph(house, inlines, house.voice("note"), frame, owner)
    return strips


def _keep(lead: int, rows: int, strips: list[Strip], depth: float) -> None:
    """Caption, key, header and two rows stand together; the last row never stands alone.

    Where two rows are deep, one is enough, or a page would stay empty for want of room.
    """
    first = strips[lead : lead + min(2, rows)]
    if sum(strip.height for strip in first) > depth * _DEEP:
        first = first[:1]
    hold_together([*strips[:lead], *first])
    if rows > 1:
        last = strips[lead + rows - 2 : lead + rows]
        if sum(strip.height for strip in last) <= depth * _DEEPEST:
            hold_together(last)
    foot = strips[lead + rows :]
    if rows and foot:
        strips[lead + rows - 1].keeps = len(foot) if len(foot) <= _SHORT_FOOT else 1
