"""Settle everything about a document that needs the whole of it, before any writer runs.

Heading levels, numbers of tables, figures and sources, the words of references, and the
contents list.  Omissions that would make the document inaccessible are errors here: no
title or language, a picture or chart without alternative text, a table without header words, an
empty cell, a link called "here".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import is_
from typing import TypeVar

from attrs import define, evolve, field

from briefings.document import (
    Badge,
    Block,
    BulletList,
    Callout,
    Cell,
    Chart,
    Contents,
    ContentsEntry,
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
    PageBreak,
    Paragraph,
    Reference,
    Row,
    RowRole,
    Section,
    Sources,
    Strong,
    Table,
    Text,
    is_vague,
    plain,
)
from briefings.errors import DocumentError, Fault
from briefings.numbering import Numbers

__all__ = ["DEEPEST", "resolve"]

B = TypeVar("B", Table, Figure, Chart)

DEEPEST = 3
LONGEST_CONTENTS = 12
# XML 1.0 cannot hold these; a lone surrogate is no character at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def resolve(
    document: Document, *, deepest: int = DEEPEST, longest: int = LONGEST_CONTENTS
) -> Document:
    """``document`` with every number and reference settled.

    Headings may go ``deepest`` levels deep; the contents list has two of them for as long as
    it then has no more than ``longest`` entries.  Raises DocumentError with every omission and
    every reference that points at nothing.
    """
    settled = Numbers()
    for fact in document.facts:
        settled.cite(fact.value)
    settled.survey(document.blocks)
    pass_ = _Pass(settled, deepest)
    pass_.heads(document)
    blocks = tuple(pass_.block(b, 1) for b in document.blocks)
    entries = _short_enough(pass_.entries, longest)
    blocks = tuple(evolve(b, entries=entries) if isinstance(b, Contents) else b for b in blocks)
    pass_.where = "document"
    facts = tuple(pass_.fact(f) for f in document.facts)
    if pass_.faults:
        raise DocumentError(dict.fromkeys(pass_.faults))
    return evolve(document, blocks=blocks, facts=facts)


def _short_enough(entries: tuple[ContentsEntry, ...], longest: int) -> tuple[ContentsEntry, ...]:
    """Two levels where they make a list to take in at a glance, else the first alone."""
    if len(entries) <= longest:
        return entries
    return tuple(e for e in entries if e.level == 1)


@define
class _Pass:
    numbers: Numbers
    deepest: int
    faults: list[Fault] = field(factory=list)
    entries: tuple[ContentsEntry, ...] = ()
    where: str = ""

    def fault(self, what: str, remedy: str = "") -> None:
        self.faults.append(Fault(what, remedy=remedy, where=self.where))

    def heads(self, document: Document) -> None:
        self.where = "document"
        if not document.title.strip():
            self.fault("the document has no title", "give the spec a title")
        if not document.language:
            self.fault("the document has no language", "give the spec a language")
        for target in self.numbers.twice:
            self.fault(f"two places are called {target!r}")
        said = (document.title, document.subtitle, document.eyebrow, document.author)
        margins = (
            document.short_title,
            document.as_at_words,
            document.organisation,
            document.footer,
        )
        for words in (*said, *margins, document.description, *document.keywords):
            self.words(words)

    def words(self, text: str) -> None:
        found = _FORBIDDEN.search(text)
        if found:
            code = f"U+{ord(found.group()):04X}"
            near = text[max(0, found.start() - 20) : found.start()]
            self.fault(f"a control character ({code}) stands after {near!r}", "take it out")

    # ------------------------------------------------------------------------ blocks

    def block(self, block: Block, level: int) -> Block:
        match block:
            case Section():
                return self.section(block, level)
            case Paragraph():
                if not _says(block.children):
                    self.fault("a paragraph is empty")
                return Paragraph(self.inlines(block.children), block.role)
            case BulletList() | NumberedList():
                return evolve(block, items=tuple(self.item(i, level) for i in block.items))
            case KeyFacts():
                return evolve(block, items=tuple(self.fact(f) for f in block.items))
            case KeyFigures():
                self.words(block.caption)
                for tile in block.items:
                    for words in (tile.value, tile.label, tile.detail):
                        self.words(words)
                return block
            case Callout():
                self.words(block.title)
                return evolve(block, blocks=tuple(self.block(b, level) for b in block.blocks))
            case Table():
                return self.named(f"table {plain(block.caption)!r}", self.table, block)
            case Figure():
                return self.named(f"figure {block.id!r}", self.figure, block)
            case Chart():
                return self.named(f"chart {block.title!r}", self.chart, block)
            case Sources():
                return self.sources(block)
            case Contents() | PageBreak():
                return block

    def named(self, where: str, settle: Callable[[B], B], block: B) -> B:
        """Settle ``block`` under its own name, and go back to that of the section."""
        before, self.where = self.where, where
        settled = settle(block)
        self.where = before
        return settled

    def section(self, section: Section, level: int) -> Section:
        self.where = f"section {plain(section.title)!r}"
        if not plain(section.title).strip():
            self.fault("a heading is empty", "give the section a title")
        if level > self.deepest:
            self.fault(f"headings go {level} deep", f"keep to {self.deepest}")
        title = self.inlines(section.title)
        if level <= 2:  # see _short_enough
            entry = ContentsEntry(level, plain(title), f"section:{section.id}")
            self.entries += (entry,)
        blocks = tuple(self.block(b, level + 1) for b in section.blocks)
        return evolve(section, title=title, level=level, blocks=blocks)

    def item(self, item: ListItem, level: int) -> ListItem:
        return ListItem(tuple(self.block(b, level) for b in item.blocks))

    def fact(self, fact: KeyFact) -> KeyFact:
        self.words(fact.label)
        return evolve(fact, value=self.inlines(fact.value))

    def table(self, table: Table) -> Table:
        self.words(table.summary)
        if not plain(table.caption).strip():
            self.fault("a table has no caption")
        if not table.rows:
            self.fault("a table has no rows")
        for number, column in enumerate(table.columns, 1):
            if not plain(column.title).strip():
                self.fault(f"column {number} has no header")
        if not any(c.header for c in table.columns):
            self.fault("no column heads the rows")
        caption = (Text(self.numbers.texts[f"table:{table.id}"] + ". "), *table.caption)
        return evolve(
            table,
            caption=self.inlines(caption),
            columns=tuple(evolve(c, title=self.inlines(c.title)) for c in table.columns),
            rows=tuple(self.row(r, n, len(table.columns)) for n, r in enumerate(table.rows, 1)),
            key=self.inlines(table.key),
            notes=tuple(self.inlines(n) for n in table.notes),
            sources=self.inlines(table.sources),
        )

    def row(self, row: Row, number: int, columns: int) -> Row:
        wanted = 1 if row.role is RowRole.GROUP else columns
        if len(row.cells) != wanted:
            self.fault(f"row {number} has {len(row.cells)} cells of {wanted}")
        for n, cell in enumerate(row.cells, 1):
            if not _says(cell.children):
                self.fault(f"row {number}, column {n} is empty", "say in words why")
        return Row(tuple([self.cell(cell) for cell in row.cells]), row.role)

    def cell(self, cell: Cell) -> Cell:
        """Most cells have nothing to settle, and stay."""
        settled = self.inlines(cell.children)
        return cell if settled is cell.children else Cell(settled)

    def figure(self, figure: Figure) -> Figure:
        alt = figure.alt.strip()
        if not alt or re.fullmatch(r"[\w.-]+\.(png|jpe?g|svg|gif)", alt, re.IGNORECASE):
            self.fault("a picture has no alternative text", "write ![what it shows](file.png)")
        self.words(figure.alt)
        number = self.numbers.texts.get(f"figure:{figure.id}")
        caption = (Text(f"{number}. "), *figure.caption) if number else ()
        return evolve(figure, caption=self.inlines(caption))

    def chart(self, chart: Chart) -> Chart:
        if not chart.title.strip() or not plain(chart.caption).strip():
            self.fault("a chart has no title or no caption", "say what it shows")
        if not chart.alt.strip():
            self.fault("a chart has no alternative text", "say its numbers in words")
        if not any(value is not None for series in chart.series for value in series.values):
            self.fault("a chart has no values")
        if any({len(s.values), len(s.labels)} != {len(chart.categories)} for s in chart.series):
            self.fault("a series does not have one value and label for each category")
        named = (series.name for series in chart.series)
        labels = (label for series in chart.series for label in series.labels)
        lines = (words for line in chart.lines for words in (line.name, line.label))
        said = (chart.title, chart.alt, chart.head, *chart.categories)
        for words in (*said, *named, *labels, *lines):
            self.words(words)
        caption = (Text(self.numbers.texts[f"figure:{chart.id}"] + ". "), *chart.caption)
        return evolve(
            chart,
            key=self.inlines(chart.key),
            caption=self.inlines(caption),
            notes=tuple(self.inlines(n) for n in chart.notes),
            sources=self.inlines(chart.sources),
        )

    def sources(self, sources: Sources) -> Sources:
        """Those that are cited, in the order of first citation."""
        cited = self.numbers.cited
        entries = sorted((e for e in sources.entries if e.id in cited), key=lambda e: cited[e.id])
        return Sources(
            tuple(evolve(e, number=cited[e.id], children=self.inlines(e.children)) for e in entries)
        )

    # ----------------------------------------------------------------------- inlines

    def inlines(self, inlines: Inlines) -> Inlines:
        """Settled, or the same where nothing is to settle."""
        settled = tuple([self.inline(i) for i in inlines])
        return inlines if all(map(is_, settled, inlines)) else settled

    def inline(self, inline: Inline) -> Inline:
        match inline:
            case Text(text=text):
                if _FORBIDDEN.search(text):
                    self.words(text)
                return inline
            case Strong() | Emphasis():
                return type(inline)(self.inlines(inline.children))
            case Badge():
                self.words(inline.text)
                self.words(inline.label)
                return inline
            case Link():
                return self.link(inline)
            case Reference():
                known = self.numbers.texts.get(inline.target)
                if known is None:
                    self.fault(f"a reference points at {inline.target!r}, which is not here")
                    return inline
                return Reference(inline.target, inline.text or known)
            case LineBreak():
                return inline

    def link(self, link: Link) -> Link:
        words = plain(link.children).strip()
        if is_vague(words):
            what = f"the words of a link ({words!r}) do not say where it goes"
            self.fault(what, f"name the page at {link.url}")
        self.words(link.url)
        return Link(self.inlines(link.children), link.url)


def _says(inlines: Inlines) -> bool:
    """Whether anything is said; references count before their words are settled."""
    for inline in inlines:
        match inline:
            case Reference():
                return True
            case Text(text=text) | Badge(text=text):
                said = bool(text.strip())
            case Strong(children=children) | Emphasis(children=children) | Link(children=children):
                said = _says(children)
            case LineBreak():
                said = False
        if said:
            return True
    return False
