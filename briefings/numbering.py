"""What every number in a document is: tables, figures and sources, in reading order.

Settled before any reference is written, so that no writer ever counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from briefings.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    Emphasis,
    Figure,
    Inline,
    KeyFacts,
    Link,
    NumberedList,
    Paragraph,
    Reference,
    Section,
    SourceEntry,
    Sources,
    Strong,
    Table,
    plain,
)
from briefings.language import say

__all__ = ["Numbers", "all_blocks", "all_inlines", "inlines_of"]


@define
class Numbers:
    """What every reference will say, gathered in reading order before any is written."""

    texts: dict[str, str] = field(factory=dict)
    cited: dict[str, int] = field(factory=dict)
    known: dict[str, SourceEntry] = field(factory=dict)
    twice: list[str] = field(factory=list)
    tables: int = 0
    figures: int = 0

    def survey(self, blocks: Iterable[Block]) -> None:
        for block in all_blocks(blocks):
            match block:
                case Table():
                    self.tables += 1
                    self._name(f"table:{block.id}", say("Table {number}", number=self.tables))
                case Figure() if block.caption:
                    self._figure(block.id)
                case Chart():
                    self._figure(block.id)
                case Section():
                    self._name(f"section:{block.id}", plain(block.title))
                case Sources():
                    self.known.update({e.id: e for e in block.entries})
            self.cite(inlines_of(block))
        for source in self.cited:
            if source in self.known:
                self.texts[f"source:{source}"] = f"[{self.cited[source]}]"

    def cite(self, inlines: Iterable[Inline]) -> None:
        """Give each source its number when it is first cited."""
        for inline in all_inlines(inlines):
            if isinstance(inline, Reference) and inline.target.startswith("source:"):
                self.cited.setdefault(inline.target.partition(":")[2], len(self.cited) + 1)

    def _figure(self, id: str) -> None:
        self.figures += 1
        self._name(f"figure:{id}", say("Figure {number}", number=self.figures))

    def _name(self, target: str, text: str) -> None:
        if target in self.texts:
            self.twice.append(target)
        self.texts[target] = text


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Section() | Callout():
                yield from all_blocks(block.blocks)
            case BulletList() | NumberedList():
                for item in block.items:
                    yield from all_blocks(item.blocks)


def inlines_of(block: Block) -> Iterator[Inline]:
    """A block's own inlines, in reading order."""
    match block:
        case Section():
            yield from block.title
        case Paragraph():
            yield from block.children
        case KeyFacts():
            for fact in block.items:
                yield from fact.value
        case Figure():
            yield from block.caption
        case Chart():
            yield from block.key
            yield from block.caption
            for note in block.notes:
                yield from note
            yield from block.sources
        case Table():
            yield from block.caption
            yield from block.key
            for column in block.columns:
                yield from column.title
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.children
            for note in block.notes:
                yield from note
            yield from block.sources


def all_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, (Strong, Emphasis, Link)):
            yield from all_inlines(inline.children)
