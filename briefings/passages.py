"""The words of a document under each of its uppermost headings, and a digest of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from briefings.document import (
    Badge,
    Block,
    Callout,
    Chart,
    Document,
    Inline,
    KeyFacts,
    KeyFigures,
    Section,
    Sources,
    Text,
    plain,
)
from briefings.numbering import all_blocks, all_inlines, inlines_of
from briefings.provenance import Passage

__all__ = ["TITLE_BLOCK", "digest", "passages", "spoken", "title_of"]

TITLE_BLOCK = "title block"
_NUMBER = re.compile(r"\w+ \d+\. ")  # before a caption: "Table 3. "


def passages(document: Document) -> Iterator[Passage]:
    """A digest of the words under each heading, without the numbers of sources and tables.

    The numbers move when anything is cited above; the list of sources is told on its own.
    """
    front = [document.eyebrow, document.title, document.subtitle, document.author]
    front += [f"{fact.label}: {plain(fact.value)}" for fact in document.facts]
    yield Passage(TITLE_BLOCK, digest("\n".join(front)))
    said: dict[str, list[str]] = {}
    for block in document.blocks:
        words = [line for inner in all_blocks([block]) for line in _lines(inner)]
        if any(words):
            said.setdefault(title_of(block), []).extend(words)
    for heading, words in said.items():
        yield Passage(heading, digest("\n".join(words)))


def digest(text: str) -> str:
    """Twelve figures that differ where texts do."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def spoken(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """The words under each of the uppermost headings."""
    said: dict[str, list[str]] = {}
    for block in blocks:
        words = said.setdefault(title_of(block), [])
        words += [plain(tuple(inlines_of(inner))) for inner in all_blocks([block])]
    return said


def title_of(block: Block) -> str:
    """The heading of a section or a panel."""
    match block:
        case Section(title=title):
            return plain(title)
        case Callout(title=words) | KeyFigures(caption=words):
            return words
    return ""


def _lines(block: Block) -> Iterator[str]:
    """What a block says itself."""
    match block:
        case Sources():
            return
        case KeyFigures(items=figures):
            yield from (f"{figure.label}: {figure.value} {figure.detail}" for figure in figures)
        case KeyFacts(items=facts):
            yield from (fact.label for fact in facts)
        case Chart(title=title, alt=alt):
            yield from (title, alt)
    yield _words(inlines_of(block))


def _words(inlines: Iterable[Inline]) -> str:
    words = (i.text for i in all_inlines(inlines) if isinstance(i, Text | Badge))
    return " ".join(text for text in words if not _NUMBER.fullmatch(text))
