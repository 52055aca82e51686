"""The sources and the provenance of several documents, joined to those of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, evolve, field, frozen

from briefings.document import Document, SourceEntry, Sources, Text, plain
from briefings.numbering import Numbers, all_blocks
from briefings.passages import passages
from briefings.provenance import Evidence, Passage, Provenance, SourceRecord

__all__ = ["Traced", "Union", "cited", "joined"]


@define
class Union:
    """The sources of all documents, each once.

    Two data folders may mean different sources by one id; these are kept apart.
    """

    entries: dict[str, SourceEntry] = field(factory=dict)

    def add(self, entry: SourceEntry) -> str:
        """The id of ``entry`` in the whole."""
        id, count = entry.id, 1
        while self.entries.setdefault(id, evolve(entry, id=id)).children != entry.children:
            count += 1
            id = f"{entry.id}.{count}"
        return id


def cited(document: Document) -> Iterator[SourceEntry]:
    """The sources that ``document`` cites, and those that stand behind its facts."""
    numbers = Numbers()
    for fact in document.facts:
        numbers.cite(fact.value)
    numbers.survey(document.blocks)
    known = numbers.known
    yield from (known[id] for id in numbers.cited if id in known)
    for source in document.provenance.sources:
        if source.id not in numbers.cited:
            yield known.get(source.id) or SourceEntry(source.id, (Text(source.words),))


@frozen
class Traced:
    """What one document says of itself; ``sources`` are ids in the whole, by its own."""

    title: str
    provenance: Provenance
    sources: Mapping[str, str]

    def heading(self, own: str) -> str:
        """A heading of the document as the whole tells it."""
        return f"{self.title}: {own}"


def joined(documents: Sequence[Traced], whole: Document) -> Provenance:
    """Each fact once, under all the headings that show it; the numbers are those of ``whole``."""
    kept = [one.provenance for one in documents]
    return Provenance(
        tuple(_facts(documents)),
        tuple(_numbered(_records(documents), whole)),
        tuple(dict.fromkeys(standing for one in kept for standing in one.standings)),
        tuple(_passages(documents, whole)),
    )


def _facts(documents: Iterable[Traced]) -> Iterator[Evidence]:
    shown: dict[Evidence, dict[str, None]] = {}
    for one in documents:
        for fact in one.provenance.facts:
            sources = tuple(one.sources.get(id, id) for id in fact.sources)
            headings = dict.fromkeys(map(one.heading, fact.shown))
            shown.setdefault(evolve(fact, sources=sources, shown=()), {}).update(headings)
    return (evolve(fact, shown=tuple(headings)) for fact, headings in shown.items())


def _passages(documents: Iterable[Traced], whole: Document) -> Iterator[Passage]:
    """The title of the whole, then whatever stands under a heading of a part."""
    yield next(passages(whole))
    for one in documents:
        for passage in one.provenance.passages:
            yield evolve(passage, heading=one.heading(passage.heading))


def _records(documents: Iterable[Traced]) -> dict[str, SourceRecord]:
    """One record for each source, as a list gives it where any lists it."""
    found: dict[str, SourceRecord] = {}
    for one in documents:
        for source in one.provenance.sources:
            id = one.sources[source.id]
            if id not in found or source.number:
                found[id] = evolve(source, id=id)
    return found


def _numbered(records: Mapping[str, SourceRecord], whole: Document) -> Iterator[SourceRecord]:
    """The listed ones in the order of the list, then those that only stand behind a fact."""
    listed = {
        entry.id: entry
        for block in all_blocks(whole.blocks)
        if isinstance(block, Sources)
        for entry in block.entries
    }
    for id, entry in listed.items():
        known = records.get(id) or SourceRecord(id, 0, plain(entry.children))
        yield evolve(known, number=entry.number)
    yield from (evolve(s, number=0) for id, s in records.items() if id not in listed)
