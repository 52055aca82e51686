"""A document as plain data: what every peer is given, made from the document that we write.

So all sides say the same words in the same order, with the same colours.  Numbers and references
are settled and wording is chosen: a peer has only to write.  What a reader would not miss is left
out, in the peers' favour: the marks beside ratings, links within the document, and columns' tints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias, assert_never

from briefings.document import (
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Contents,
    Document,
    Emphasis,
    Figure,
    Inlines,
    KeyFacts,
    KeyFigures,
    LineBreak,
    Link,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Reference,
    RowRole,
    Section,
    Sources,
    Strong,
    Table,
    Text,
    plain,
)
from briefings.theme import Theme

__all__ = ["Content", "content_of"]

Content: TypeAlias = dict[str, Any]  # as JSON has it


def content_of(document: Document, theme: Theme) -> Content:
    """All that ``document`` says, as JSON has it."""
    colours = {tone.value: (c.fill, c.text) for tone, c in theme.tones.items()}
    facts = "   ".join(f"{fact.label}: {plain(fact.value)}" for fact in document.facts)
    return {
        "title": document.title,
        "eyebrow": document.eyebrow,
        "subtitle": document.subtitle,
        "facts": facts,
        "head": document.short_title or document.title,
        "as_at": document.as_at_words,
        "blocks": [*_Flat(colours).blocks(document.blocks)],
    }


class _Flat:
    """The blocks of a document one after the other, without nesting."""

    def __init__(self, colours: dict[str, tuple[str | None, str]]) -> None:
        self.colours = colours

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[Content]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Content]:
        match block:
            case Section():
                yield from self.section(block)
            case Paragraph(children=children):
                yield {"kind": "paragraph", "role": block.role.value, "runs": runs(children)}
            case BulletList(items=items):
                yield {"kind": "bullets", "items": [self.item(i.blocks) for i in items]}
            case NumberedList(items=items, start=start):
                found = [self.item(i.blocks) for i in items]
                yield {"kind": "numbers", "start": start, "items": found}
            case KeyFacts(items=facts):
                rows = [[_cell(f.label, bold=True), self.words(f.value)] for f in facts]
                yield _table("", [3.0, 7.0], [], rows)
            case KeyFigures(items=figures):
                rows = [[_cell(f.value, bold=True), _cell(f.label)] for f in figures]
                yield _table(block.caption, [1.0, 3.0], [], rows)
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)
            case Callout():
                yield {"kind": "paragraph", "role": "label", "runs": [_run(block.title)]}
                yield from self.blocks(block.blocks)
            case Contents():
                yield {"kind": "contents", "title": block.title}
            case Sources(entries=entries):
                found = [runs(entry.children) for entry in entries]
                yield {"kind": "numbers", "start": 1, "items": found}
            case PageBreak():
                yield {"kind": "break"}
            case Figure():
                raise NotImplementedError("no workload has a picture")
            case _:
                assert_never(block)

    def section(self, section: Section) -> Iterator[Content]:
        turned = section.orientation is Orientation.LANDSCAPE
        if turned:
            yield {"kind": "turn", "wide": True}
        words = plain(section.title)
        yield {"kind": "heading", "level": section.level, "text": words}
        yield from self.blocks(section.blocks)
        if turned:
            yield {"kind": "turn", "wide": False}

    def item(self, blocks: tuple[Block, ...]) -> list[Content]:
        found = [run for b in blocks if isinstance(b, Paragraph) for run in runs(b.children)]
        assert all(isinstance(b, Paragraph) for b in blocks), "no workload has lists in lists"
        return found

    def table(self, table: Table) -> Iterator[Content]:
        if table.key:
            yield {"kind": "paragraph", "role": "note", "runs": runs(table.key)}
        rows = []
        for row in table.rows:
            bold = row.role is not RowRole.BODY
            rows.append([self.cell(cell, bold) for cell in row.cells])  # one, of a group
        shares = [column.share for column in table.columns]
        heads = [plain(column.title) for column in table.columns]
        yield _table(plain(table.caption), shares, heads, rows, dense=table.dense)
        yield from self.below(table.notes, table.sources)

    def below(self, notes: tuple[Inlines, ...], sources: Inlines) -> Iterator[Content]:
        for words in (*notes, *((sources,) if sources else ())):
            yield {"kind": "paragraph", "role": "note", "runs": runs(words)}

    def cell(self, cell: Cell, bold: bool) -> Content:
        match cell.children:
            case (Badge(text=text, tone=tone),):
                fill, ink = self.colours.get(tone.value, (None, "#1B2733"))
                return _cell(text, fill=fill or "", ink=ink, bold=True)
        return _cell(plain(cell.children), bold=bold)

    def words(self, inlines: Inlines) -> Content:
        """A value that may hold a badge among its words: the badge colours its cell."""
        badge = next((i for i in inlines if isinstance(i, Badge)), None)
        return self.cell(Cell((badge,)) if badge and len(inlines) == 1 else Cell(inlines), False)

    def chart(self, chart: Chart) -> Iterator[Content]:
        bars = chart.series[0]
        yield {
            "kind": "chart",
            "title": chart.title,
            "caption": plain(chart.caption),
            "alt": chart.alt,
            "series": bars.name,
            "categories": list(chart.categories),
            "values": [value or 0 for value in bars.values],
            "labels": list(bars.labels),
            "subject": chart.subject,
        }
        yield from self.below(chart.notes, chart.sources)


def runs(inlines: Inlines, bold: bool = False, italic: bool = False) -> list[Content]:
    """Words with how they are set."""
    found: list[Content] = []
    for inline in inlines:
        match inline:
            case Text(text=text) | Reference(text=text) | Badge(text=text):
                found.append(_run(text, bold, italic))
            case Strong(children=children):
                found += runs(children, True, italic)
            case Emphasis(children=children):
                found += runs(children, bold, True)
            case Link(children=children):
                found += runs(children, bold, italic)
            case LineBreak():
                found.append(_run(" ", bold, italic))
            case _:
                assert_never(inline)
    return found


def _run(text: str, bold: bool = False, italic: bool = False) -> Content:
    return {"text": text, "bold": bold, "italic": italic}


def _cell(text: str, *, fill: str = "", ink: str = "", bold: bool = False) -> Content:
    return {"text": text, "fill": fill, "ink": ink, "bold": bold}


def _table(
    caption: str, shares: list[float], heads: list[str], rows: list[list[Content]], *,
    dense: bool = False,
) -> Content:  # fmt: skip
    return {"kind": "table", "caption": caption, "shares": shares, "heads": heads,
            "rows": rows, "dense": dense}  # fmt: skip
