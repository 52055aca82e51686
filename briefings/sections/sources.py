"""``sources``: every source that the briefing cites, numbered in order of first citation."""

from __future__ import annotations

from attrs import frozen

from briefings.dates import words as date_words
from briefings.document import Block, Inline, Inlines, Link, SourceEntry, Sources, Text
from briefings.language import say
from briefings.records import Source
from briefings.sections.parts import Context, Options, section

__all__ = ["SourcesOptions", "sources"]


@frozen
class SourcesOptions(Options):
    """The numbered list of sources.  Appended by itself where a spec leaves it out."""


def sources(context: Context, options: SourcesOptions) -> tuple[Block, ...]:
    """Every source of the dataset; resolving keeps those that the briefing cites."""
    entries = tuple(SourceEntry(s.id, _entry(s)) for s in context.dataset.sources.values())
    return (section(context.name, options.title or say("Sources"), [Sources(entries)]),)


def _entry(source: Source) -> Inlines:
    """Publisher, title with its address, date, remark."""
    title: Inline = Text(source.title)
    if source.url:
        title = Link((Text(source.title),), source.url)
    inlines: list[Inline] = [title]
    if source.publisher:
        inlines.insert(0, Text(f"{source.publisher}, "))
    tail = []
    if source.date:
        tail.append(date_words(source.date))
    if source.note:
        tail.append(source.note)
    inlines.append(Text("".join(f", {words}" for words in tail) + "."))
    return tuple(inlines)
