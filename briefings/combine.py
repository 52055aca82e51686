"""Several briefings as one document, each of them a part of it.

A pack is read as one thing: tables and figures are numbered through, and there is one list of
sources at the end, in which a source has one number however many parts cite it.  So "[12]" and
"Table 12" mean the same on every page, and whoever checks the sources has one list to go through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from briefings.anchors import Anchors, lists_only
from briefings.document import (
    Block,
    Contents,
    Document,
    KeyFact,
    KeyFacts,
    PageBreak,
    Paragraph,
    Role,
    Section,
    Sources,
    Text,
)
from briefings.errors import DocumentError, Fault
from briefings.joining import Traced, Union, cited, joined
from briefings.language import say, term, using
from briefings.numbering import Numbers, all_blocks
from briefings.resolve import DEEPEST, resolve

__all__ = ["Part", "combined"]

_LONGEST_CONTENTS = 40  # entries: with more than a page of them, the parts alone are listed
_SOURCES = "all.sources"  # no part's: theirs begin with their own names
_DATES = term("Data as at the dates given in each part")


@frozen
class Part:
    """A briefing that is a part of a larger document.

    ``name`` is its own among the parts, and stands in every address within it; ``document`` is
    as :func:`briefings.compose.drafted` gives it.
    """

    name: str
    document: Document = field(repr=False)


def combined(
    title: str,
    parts: Sequence[Part],
    *,
    subtitle: str = "",
    eyebrow: str = "",
    short_title: str = "",
    author: str = "",
    prepared_for: str = "",
) -> Document:
    """One document of ``parts`` in their order, each on a new page, with all numbers settled.

    Write it with a theme that has a cover, ``evolve(theme, cover=True)``: the title block then
    fills the first page.  What all parts agree on (author, round, date of the data) is said of the
    whole; where they differ each says its own.  Raises DocumentError.
    """
    if faults := [*_faults(parts)]:
        raise DocumentError(faults)
    with using(parts[0].document.language):
        return _combined(title, parts, subtitle, eyebrow, short_title, author, prepared_for)


def _combined(
    title: str,
    parts: Sequence[Part],
    subtitle: str,
    eyebrow: str,
    short_title: str,
    author: str,
    prepared_for: str,
) -> Document:
    union = Union()
    placed = [_Placed.of(part, union) for part in parts]
    documents = [part.document for part in parts]
    sections = [block for part in placed for block in (PageBreak(), part.section())]
    shared = _shared([part.facts for part in placed])
    document = resolve(
        Document(
            title=title,
            subtitle=subtitle,
            eyebrow=eyebrow or _agreed(d.eyebrow for d in documents),
            short_title=short_title,
            blocks=(Contents(say("Contents"), from_pages=1), *sections, *_listed(union, sections)),
            language=documents[0].language,
            as_at=max(d.as_at for d in documents),
            as_at_words=_agreed((d.as_at_words for d in documents), say(_DATES)),
            facts=tuple(_facts(len(parts), shared, documents, prepared_for)),
            organisation=_agreed(d.organisation for d in documents),
            footer=_agreed(d.footer for d in documents),
            author=author or _agreed(d.author for d in documents),
            description=subtitle or title,
            keywords=tuple(dict.fromkeys(word for d in documents for word in d.keywords)),
        ),
        deepest=DEEPEST + 1,
        longest=_LONGEST_CONTENTS,
    )
    return evolve(document, provenance=joined([part.traced() for part in placed], document))


def _faults(parts: Sequence[Part]) -> Iterator[Fault]:
    if not parts:
        yield Fault("a combined document has no parts", "name the briefings that it is to hold")
    for name, count in Counter(_anchor(part) for part in parts).items():
        if count > 1:
            yield Fault(f"{count} parts are called {name!r}", "give each a name of its own")
    spoken = dict.fromkeys(part.document.language for part in parts)
    if len(spoken) > 1:  # a program that reads aloud is told one language for the whole file
        what = f"the parts are in several languages ({', '.join(spoken)})"
        yield Fault(what, "combine those of one language, and leave the others as they are")


def _anchor(part: Part) -> str:
    """The name of a part as addresses within the document have it."""
    return re.sub(r"[^\w-]+", "-", part.name)


def _agreed(said: Iterable[str], otherwise: str = "") -> str:
    """What all say, or ``otherwise``."""
    found = set(said)
    return found.pop() if len(found) == 1 else otherwise


# --------------------------------------------------------------------------------- parts


@frozen
class _Placed:
    """A part under the addresses that it has within the whole."""

    id: str
    document: Document
    facts: tuple[KeyFact, ...]
    blocks: tuple[Block, ...]
    sources: dict[str, str]  # ids in the whole, by the part's own

    @classmethod
    def of(cls, part: Part, union: Union) -> _Placed:
        document, id = part.document, _anchor(part)
        sources = {entry.id: union.add(entry) for entry in cited(document)}
        gone = {
            b.id for b in all_blocks(document.blocks) if isinstance(b, Section) and lists_only(b)
        }
        anchors = Anchors(id, sources, dict.fromkeys(gone, _SOURCES))
        return cls(
            id, document, anchors.moved(document.facts), anchors.moved(document.blocks), sources
        )

    def section(self) -> Section:
        """The title block becomes a heading, a lead and a list of facts."""
        opening: list[Block] = []
        if self.document.subtitle:
            opening.append(Paragraph((Text(self.document.subtitle),), Role.LEAD))
        if self.facts:
            opening.append(KeyFacts(self.facts))
        return Section(self.id, (Text(self.document.title),), (*opening, *self.blocks))

    def traced(self) -> Traced:
        return Traced(self.document.title, self.document.provenance, self.sources)


def _listed(union: Union, sections: Sequence[Block]) -> Iterator[Block]:
    numbers = Numbers()
    numbers.survey(sections)
    if numbers.cited:
        entries = Sources(tuple(union.entries.values()))
        yield PageBreak()
        yield Section(_SOURCES, (Text(say("Sources")),), (entries,))


def _shared(facts: Sequence[tuple[KeyFact, ...]]) -> list[KeyFact]:
    """Those that every part states."""
    first, *others = facts
    return [fact for fact in first if all(fact in other for other in others)]


def _facts(
    count: int, shared: Sequence[KeyFact], documents: Sequence[Document], prepared_for: str
) -> Iterator[KeyFact]:
    """What stands under the title of the whole."""
    yield KeyFact(say("Parts"), (Text(str(count)),))
    own = say("Prepared for") if prepared_for else ""
    yield from (fact for fact in shared if fact.label != own)
    if len({d.as_at_words for d in documents}) > 1:
        yield KeyFact(say("Data as at"), (Text(say("the dates given in each part")),))
    if own:
        yield KeyFact(own, (Text(prepared_for),))
