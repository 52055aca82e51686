"""A document as indented plain text: everything it says, one node a line.

For people (``briefings show``) and for tests that keep the expected outline beside their
input: a changed word is a changed line.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import assert_never

from briefings.document import (
    Align,
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Column,
    Contents,
    Document,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    KeyFact,
    KeyFacts,
    KeyFigures,
    LineBreak,
    Link,
    ListItem,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Reference,
    Role,
    Row,
    RowRole,
    Section,
    Sources,
    Strong,
    Symbol,
    Table,
    Text,
    Tone,
)

__all__ = ["inline", "inlines", "write"]

Lines = Iterator[str]


def write(document: Document) -> str:
    """The outline of ``document``, ending in a line end, without blanks at the ends of lines."""
    lines = [*_head(document), "", *_blocks(document.blocks)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(document: Document) -> Lines:
    yield f"document: {document.title}"
    named = {
        "eyebrow": document.eyebrow,
        "subtitle": document.subtitle,
        "short title": document.short_title,
        "language": document.language,
        "as at": document.as_at,
        "as at, in words": document.as_at_words,
        "organisation": document.organisation,
        "footer": document.footer,
        "author": document.author,
        "description": document.description,
        "keywords": ", ".join(document.keywords),
    }
    yield from _indented(f"{name}: {value}" for name, value in named.items() if value)
    yield from _indented(_facts(document.facts))


def _blocks(blocks: tuple[Block, ...]) -> Lines:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Lines:
    match block:
        case Section():
            yield from _section(block)
        case Paragraph():
            yield from _paragraph(block)
        case BulletList():
            yield from _items("bullets", "-", block.items)
        case NumberedList():
            yield from _numbered(block)
        case KeyFacts():
            yield "key facts"
            yield from _indented(_facts(block.items))
        case KeyFigures():
            yield from _key_figures(block)
        case Table():
            yield from _table(block)
        case Figure():
            yield from _figure(block)
        case Chart():
            yield f"chart ({block.kind}): {block.title} #{block.id}"
            yield from _indented(_chart(block))
        case Callout():
            yield f"callout{_tone(block.tone)}: {block.title}"
            yield from _indented(_blocks(block.blocks))
        case Contents():
            yield from _contents(block)
        case Sources():
            yield "sources"
            for entry in block.entries:
                yield f"  [{entry.number}] {inlines(entry.children)} #{entry.id}"
        case PageBreak():
            yield "page break"
        case _:
            assert_never(block)


def _section(section: Section) -> Lines:
    turned = "" if section.orientation is Orientation.PORTRAIT else f", {section.orientation}"
    yield f"section {section.level}{turned}: {inlines(section.title)} #{section.id}"
    yield from _indented(_blocks(section.blocks))


def _paragraph(paragraph: Paragraph) -> Lines:
    name = "paragraph" if paragraph.role is Role.BODY else str(paragraph.role)
    yield f"{name}: {inlines(paragraph.children)}"


def _items(name: str, mark: str, items: tuple[ListItem, ...]) -> Lines:
    yield name
    for item in items:
        yield from _item(mark, item)


def _numbered(numbered: NumberedList) -> Lines:
    yield "numbers"
    for number, item in enumerate(numbered.items, numbered.start):
        yield from _item(f"{number}.", item)


def _item(mark: str, item: ListItem) -> Lines:
    """The first line of an item beside its mark, the others below it."""
    lead = f"  {mark} "
    for line in _blocks(item.blocks):
        yield lead + line
        lead = " " * len(lead)
    if lead.strip():
        yield lead.rstrip()


def _facts(facts: tuple[KeyFact, ...]) -> Lines:
    for fact in facts:
        yield f"fact: {fact.label}: {inlines(fact.value)}"


def _key_figures(figures: KeyFigures) -> Lines:
    yield f"key figures: {figures.caption}"
    for item in figures.items:
        words = " | ".join(part for part in (item.value, item.label, item.detail) if part)
        yield f"  figure{_tone(item.tone)}: {words}"


def _figure(figure: Figure) -> Lines:
    """Its picture as the start of a digest, so that another picture is another outline."""
    digest = sha256(figure.data).hexdigest()[:12]
    yield f"figure: {inlines(figure.caption)} #{figure.id}"
    yield f"  picture: {digest}, {figure.share:g} of the width"
    yield f"  alt: {figure.alt}"


def _chart(chart: Chart) -> Lines:
    """Its numbers as rows: the value, and the words printed with it."""
    if chart.key:
        yield f"key: {inlines(chart.key)}"
    tones = "; ".join(f"{series.name}{_tone(series.tone)}" for series in chart.series)
    yield f"series: {chart.head}: {tones}"
    for line in chart.lines:
        yield f"line: {line.name}: {_point(line.value, line.label)}"
    for n, name in enumerate(chart.categories):
        parts = [_point(s.values[n], s.labels[n]) for s in chart.series]
        yield f"{'subject' if n == chart.subject else 'bar'}: {name}: {' | '.join(parts)}"
    yield f"alt: {chart.alt}"
    yield f"caption: {inlines(chart.caption)}"
    for note in chart.notes:
        yield f"note: {inlines(note)}"
    if chart.sources:
        yield f"sources: {inlines(chart.sources)}"


def _point(value: float | None, label: str) -> str:
    shown = "none" if value is None else f"{value:g}"
    return f"{shown} ({label})" if label else shown


def _contents(contents: Contents) -> Lines:
    yield f"contents: {contents.title} (from {contents.from_pages} pages)"
    for entry in contents.entries:
        yield f"{'  ' * entry.level}{entry.title} <{entry.target}>"


# ------------------------------------------------------------------------------ tables


def _table(table: Table) -> Lines:
    yield f"table{' (dense)' if table.dense else ''}: {inlines(table.caption)} #{table.id}"
    yield from _indented(_table_parts(table))


def _table_parts(table: Table) -> Lines:
    if table.summary:
        yield f"summary: {table.summary}"
    if table.key:
        yield f"key: {inlines(table.key)}"
    for column in table.columns:
        yield _column(column)
    for row in table.rows:
        yield _row(row)
    for note in table.notes:
        yield f"note: {inlines(note)}"
    if table.sources:
        yield f"sources: {inlines(table.sources)}"


def _column(column: Column) -> str:
    traits = [f"{column.share:g}"]
    if column.align is not Align.LEFT:
        traits.append(str(column.align))
    traits += [name for name in ("header", "subject") if getattr(column, name)]
    return f"column ({', '.join(traits)}): {inlines(column.title)}"


def _row(row: Row) -> str:
    name = "row" if row.role is RowRole.BODY else str(row.role)
    return f"{name}: {' | '.join(_cell(cell) for cell in row.cells)}"


def _cell(cell: Cell) -> str:
    return inlines(cell.children) or "(empty)"


# ----------------------------------------------------------------------------- inlines


def inlines(nodes: Inlines) -> str:
    """A run of inlines on one line."""
    return "".join(inline(node) for node in nodes)


def inline(node: Inline) -> str:
    """One inline: its words, and its marking in as few signs as will tell."""
    match node:
        case Text():
            words = node.text.replace("\n", "\\n")
            return f"{{{node.lang}: {words}}}" if node.lang else words
        case Strong():
            return f"**{inlines(node.children)}**"
        case Emphasis():
            return f"_{inlines(node.children)}_"
        case Badge():
            return _badge(node)
        case Link():
            return f"[{inlines(node.children)}]({node.url})"
        case Reference():
            return f'<{node.target} "{node.text}">'
        case LineBreak():
            return " // "
        case _:
            assert_never(node)


def _badge(badge: Badge) -> str:
    """``[Good/good circle]``; a shortened word with the whole one: ``[G=Good/good]``."""
    words = f"{badge.text}={badge.label}" if badge.label else badge.text
    symbol = "" if badge.symbol is Symbol.NONE else f" {badge.symbol}"
    lang = f"{badge.lang}: " if badge.lang else ""
    return f"[{lang}{words}/{badge.tone}{symbol}]"


def _tone(tone: Tone) -> str:
    return "" if tone is Tone.PLAIN else f" ({tone})"


def _indented(lines: Iterator[str]) -> Lines:
    return (f"  {line}" if line else line for line in lines)
