"""Data tables as Word tables."""

from __future__ import annotations

from attrs import frozen

from briefings.document import Align, Badge, Cell, Column, Inlines, Row, RowRole, Table, plain
from briefings.layout.faces import load_face
from briefings.theme import Theme
from briefings.writers.docx_columns import Measure, column_widths
from briefings.writers.docx_inlines import InlineWriter
from briefings.writers.ooxml_blocks import (
    border,
    cell,
    cell_properties,
    paragraph,
    paragraph_properties,
    row,
    row_properties,
    table,
)

__all__ = ["data_table"]

_PADDING = 9.0  # left and right of a cell's words, and the gap between chips
_HEIGHT, _DENSE_HEIGHT = 18.0, 16.0
_LONG = 400  # letters of a cell from which its row may go over a page's end
_KEPT_ROWS = 2  # that stay with the header
_GAP = 2.0  # between chips
_OTHER_FONT = 1.15  # an organisation's own file has a font that we cannot measure
_SPARE = 1.03  # for what a program that shows the file does otherwise
_ALIGN = {Align.LEFT: "", Align.CENTRE: "center", Align.RIGHT: "right"}


@frozen
class _Line:
    """What all cells of a row share.  The rules are those that run through chips too."""

    role: RowRole
    above: str  # empty where there is only the table's own thin rule
    below: str
    kept: bool  # with the next row


def data_table(node: Table, theme: Theme, inlines: InlineWriter, width: float) -> str:
    """``node`` without its caption, key, notes and sources."""
    size = theme.style("dense" if node.dense else "table").size
    widths = column_widths(node, width, size, _PADDING, _measure(theme))
    return _Grid(node, widths, theme, inlines).xml()


def _measure(theme: Theme) -> Measure:
    """How wide words are in the theme's font, or may be in one that we do not know."""
    face = load_face(theme.fonts.semibold)
    wider = _SPARE if theme.fonts.family else _OTHER_FONT
    return lambda words: face.width(words) * wider


class _Grid:
    """Writes one table.  What cells share is made once: a long table repeats it by thousands."""

    def __init__(
        self, node: Table, widths: tuple[int, ...], theme: Theme, inlines: InlineWriter
    ) -> None:
        self._node = node
        self._widths = widths
        self._theme = theme
        self._inlines = inlines
        self._suffix = "Dense" if node.dense else ""
        self._height = _DENSE_HEIGHT if node.dense else _HEIGHT
        self._openings: dict[_Line, list[str]] = {}
        self._chips: dict[tuple[Badge, int, _Line], str] = {}

    def xml(self) -> str:
        rows = zip(self._node.rows, self._lines(), strict=True)
        body = [self._header(), *[self._row(entry, line) for entry, line in rows]]
        return table(
            "".join(body),
            self._widths,
            style=f"BriefingTable{self._suffix}",
            caption=plain(self._node.caption),
            description=self._node.summary,
            first_column=self._node.columns[0].header,
        )

    def _header(self) -> str:
        line = border("bottom", 1, self._theme.colours.accent)
        cells = []
        for column, width in zip(self._node.columns, self._widths, strict=True):
            properties = cell_properties(
                width, borders=line, fill=self._tint(column.subject), align="bottom"
            )
            words = self._inlines.write(column.title)
            cells.append(cell(self._paragraph("TableHeading", words, column, True), properties))
        return row("".join(cells), row_properties(header=True, height=self._height))

    def _lines(self) -> list[_Line]:
        """The rules around each row: chips interrupt the thin ones, never these."""
        colours = self._theme.colours
        rows = self._node.rows
        lines = []
        for n, entry in enumerate(rows):
            above = below = ""
            if n == 0:
                above = border("top", 1, colours.accent)
            elif entry.role is RowRole.TOTAL and rows[n - 1].role is not RowRole.TOTAL:
                above = border("top", 1, colours.ink)
            if n + 1 == len(rows):
                below = border("bottom", 0.5, colours.rule)
            elif rows[n + 1].role is RowRole.TOTAL and entry.role is not RowRole.TOTAL:
                below = border("bottom", 1, colours.ink)
            lines.append(_Line(entry.role, above, below, n < _KEPT_ROWS))
        return lines

    def _row(self, entry: Row, line: _Line) -> str:
        if entry.role is RowRole.GROUP:
            return self._group(entry.cells[0])
        openings = self._openings.get(line)
        if openings is None:
            openings = self._openings[line] = self._open(line)
        cells = []
        for n, (child, opening) in enumerate(zip(entry.cells, openings, strict=True)):
            cells.append(
                self._chip(child.children, n, line)
                or f"{opening}{self._inlines.write(child.children)}</w:p></w:tc>"
            )
        properties = row_properties(height=self._height, whole=_is_short(entry, cells))
        return row("".join(cells), properties)

    def _open(self, line: _Line) -> list[str]:
        """For each column: the start of its cells in such a row."""
        openings = []
        for column, width in zip(self._node.columns, self._widths, strict=True):
            subject = column.subject or line.role is RowRole.SUBJECT
            properties = cell_properties(
                width, borders=line.above, fill=self._tint(subject), align="center"
            )
            style = "TableHeading" if subject else "TableText"
            whole = cell(self._paragraph(style, "", column, line.kept), properties)
            openings.append(whole.removesuffix("</w:p></w:tc>"))
        return openings

    def _group(self, child: Cell) -> str:
        properties = cell_properties(
            sum(self._widths), span=len(self._widths), fill=self._tint(True), align="center"
        )
        words = self._inlines.write(child.children)
        heading = self._paragraph("TableHeading", words, Column(()), True)
        return row(cell(heading, properties), row_properties(height=self._height))

    def _chip(self, children: Inlines, column: int, line: _Line) -> str:
        """A cell painted in the tone of the one badge that it holds, else nothing."""
        if len(children) != 1 or not isinstance(badge := children[0], Badge):
            return ""
        found = self._chips.get((badge, column, line))
        if found is None:
            fill = self._inlines.fill(badge)
            found = self._paint(badge, fill, column, line) if fill else ""
            self._chips[badge, column, line] = found
        return found

    def _paint(self, badge: Badge, fill: str, column: int, line: _Line) -> str:
        paper = self._theme.colours.paper
        gaps = (
            (line.above or border("top", _GAP, paper))
            + border("left", _GAP, paper)
            + (line.below or border("bottom", _GAP, paper))
            + border("right", _GAP, paper)
        )
        words = self._inlines.chip(badge)
        text = self._paragraph("TableText", words, self._node.columns[column], line.kept)
        width = self._widths[column]
        return cell(text, cell_properties(width, borders=gaps, fill=fill, align="center"))

    def _paragraph(self, style: str, words: str, column: Column, kept: bool) -> str:
        return paragraph(
            words,
            paragraph_properties(style + self._suffix, keep_next=kept, align=_ALIGN[column.align]),
        )

    def _tint(self, tinted: bool) -> str:
        return self._theme.colours.tint if tinted else ""


def _is_short(entry: Row, cells: list[str]) -> bool:
    """Whether a row stays on one page; the letters are counted only where they may be many."""
    return all(
        len(xml) < _LONG or len(plain(child.children)) < _LONG
        for xml, child in zip(cells, entry.cells, strict=True)
    )
