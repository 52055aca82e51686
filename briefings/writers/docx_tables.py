"""Tables and key figures as Word tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from briefings.document import (
    Align,
    Badge,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Row,
    RowRole,
    Table,
    plain,
)
from briefings.theme import Theme
from briefings.writers.docx_columns import column_widths
from briefings.writers.docx_inlines import PLAIN, InlineWriter, Look
from briefings.writers.ooxml import (
    border,
    cell,
    cell_properties,
    paragraph,
    paragraph_properties,
    row,
    row_properties,
    run,
    run_properties,
    table,
)

__all__ = ["TableWriter"]

_PADDING = 9.0  # left and right of a cell's words, and the gap between chips
_ROW_HEIGHT = 18.0
_LONG = 400  # letters of a cell from which its row may go over a page's end
_KEPT_ROWS = 2  # that stay with the header
_GAP = 2.0  # between chips
_TILES = 4  # in a row
_ALIGN = {Align.LEFT: "", Align.CENTRE: "center", Align.RIGHT: "right"}


@frozen
class _Edges:
    """What the lines above and below a row's cells are, where they are not the plain rule."""

    above: str
    below: str


class TableWriter:
    """Writes the tables of one document."""

    def __init__(self, theme: Theme, inlines: InlineWriter) -> None:
        self._theme = theme
        self._inlines = inlines
        self._chips: dict[tuple[object, ...], str] = {}

    # ----------------------------------------------------------------------- data tables

    def table(self, node: Table, width: float) -> str:
        """``node`` without its caption, key, notes and sources."""
        size = self._theme.style("dense" if node.dense else "table").size
        widths = column_widths(node, width, size, _PADDING)
        rows = [self._header(node, widths)]
        rows += self._rows(node, widths)
        return table(
            "".join(rows),
            widths,
            style="BriefingTable",
            caption=plain(node.caption),
            description=node.summary,
            first_column=any(column.header for column in node.columns[:1]),
        )

    def _header(self, node: Table, widths: Sequence[int]) -> str:
        style = "TableHeadingDense" if node.dense else "TableHeading"
        line = border("bottom", 1, self._theme.colours.accent)
        cells = []
        for column, width in zip(node.columns, widths, strict=True):
            fill = self._theme.colours.tint if column.subject else ""
            properties = cell_properties(width, borders=line, fill=fill, align="bottom")
            look = paragraph_properties(style, keep_next=True, align=_ALIGN[column.align])
            cells.append(cell(paragraph(self._inlines.write(column.title), look), properties))
        return row("".join(cells), row_properties(header=True, height=_ROW_HEIGHT))

    def _rows(self, node: Table, widths: tuple[int, ...]) -> Iterator[str]:
        colours = self._theme.colours
        style = "TableTextDense" if node.dense else "TableText"
        above = border("top", 1, colours.accent)
        heavy = border("{}", 1, colours.ink)
        for n, entry in enumerate(node.rows):
            following = node.rows[n + 1].role if n + 1 < len(node.rows) else None
            if entry.role is RowRole.TOTAL:
                above = heavy.format("top")
            below = heavy.format("bottom") if following is RowRole.TOTAL else ""
            if following is None:
                below = border("bottom", 0.5, colours.rule)
            edges = _Edges(above, below)
            yield self._row(entry, node.columns, widths, style, edges, n < _KEPT_ROWS)
            above = ""

    def _row(
        self,
        entry: Row,
        columns: tuple[Column, ...],
        widths: tuple[int, ...],
        style: str,
        edges: _Edges,
        kept: bool,
    ) -> str:
        if entry.role is RowRole.GROUP:
            return self._group(entry, widths, style)
        cells = [
            self._cell(child, column, width, style, edges, kept, entry.role)
            for child, column, width in zip(entry.cells, columns, widths, strict=True)
        ]
        whole = all(len(xml) < _LONG or len(plain(c.children)) < _LONG for xml, c in zip(cells, entry.cells, strict=True))
        return row("".join(cells), row_properties(height=_ROW_HEIGHT, whole=whole))

    def _group(self, entry: Row, widths: tuple[int, ...], style: str) -> str:
        tint = self._theme.colours.tint
        span = cell_properties(sum(widths), span=len(widths), fill=tint, align="center")
        heading = paragraph_properties(style.replace("Text", "Heading"), keep_next=True)
        words = paragraph(self._inlines.write(entry.cells[0].children), heading)
        return row(cell(words, span), row_properties(height=_ROW_HEIGHT))

    def _cell(
        self,
        node: Cell,
        column: Column,
        width: int,
        style: str,
        edges: _Edges,
        kept: bool,
        role: RowRole,
    ) -> str:
        children = node.children
        if len(children) == 1 and isinstance(children[0], Badge):
            fill = self._inlines.fill(children[0])
            if fill:
                return self._chip(children[0], fill, column.align, width, style, edges, kept)
        subject = column.subject or role is RowRole.SUBJECT
        line = edges.above if role is RowRole.TOTAL else ""
        properties = cell_properties(
            width,
            borders=line,
            fill=self._theme.colours.tint if subject else "",
            align="center",
        )
        look = paragraph_properties(style, keep_next=kept, align=_ALIGN[column.align])
        runs = self._inlines.write(children, Look(strong=True) if subject else PLAIN)
        return cell(paragraph(runs, look), properties)

    def _chip(
        self,
        badge: Badge,
        fill: str,
        align: Align,
        width: int,
        style: str,
        edges: _Edges,
        kept: bool,
    ) -> str:
        key = (badge, align, width, style, edges, kept)
        found = self._chips.get(key)
        if found is None:
            properties = cell_properties(
                width, borders=self._gaps(edges), fill=fill, align="center"
            )
            look = paragraph_properties(style, keep_next=kept, align=_ALIGN[align])
            found = cell(paragraph(self._inlines.chip(badge), look), properties)
            self._chips[key] = found
        return found

    def _gaps(self, edges: _Edges) -> str:
        """White lines around a chip, but for the rules that run through the whole row."""
        paper = self._theme.colours.paper
        return (
            (edges.above or border("top", _GAP, paper))
            + border("left", _GAP, paper)
            + (edges.below or border("bottom", _GAP, paper))
            + border("right", _GAP, paper)
        )

    # ----------------------------------------------------------------------- key figures

    def key_figures(self, node: KeyFigures, width: float) -> str:
        """``node`` as a table of tiles."""
        across = min(_TILES, len(node.items))
        each = int(width * 20) // across
        rows = []
        for start in range(0, len(node.items), across):
            tiles = node.items[start : start + across]
            last = start + across >= len(node.items)
            properties = row_properties(header=start == 0, columns_after=across - len(tiles))
            rows.append(row("".join(self._tile(t, each, last) for t in tiles), properties))
        return table("".join(rows), (each,) * across, style="KeyFigures", caption=node.caption)

    def _tile(self, figure: KeyFigure, width: int, last: bool) -> str:
        colours = self._theme.colours
        tone = self._theme.tones.get(figure.tone)
        mark = (tone.fill or tone.text) if tone else colours.accent
        words = tone.text if tone and tone.fill is None else ""
        lines = [
            paragraph(
                run(figure.value, run_properties(colour=words)),
                paragraph_properties("KeyFigure", keep_next=True),
            ),
            paragraph(run(figure.label), paragraph_properties("KeyFigureLabel")),
        ]
        if figure.detail:
            lines.append(paragraph(run(figure.detail), paragraph_properties("KeyFigureDetail")))
        properties = cell_properties(width, borders=border("top", 2, mark), fill=colours.tint)
        return cell("".join(lines), properties)
