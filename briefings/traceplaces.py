"""From what a briefing asked for to its provenance: where each fact stands in the data folder.

Paths are relative to the data folder, so that a briefing tells nothing of the computer on
which it was made, and is the same on every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from briefings.dataplaces import Places
from briefings.document import (
    Block,
    Callout,
    Document,
    KeyFigures,
    Link,
    Section,
    Sources,
    plain,
)
from briefings.errors import Place
from briefings.numbering import all_blocks, all_inlines, inlines_of
from briefings.provenance import Evidence, Provenance, SourceRecord
from briefings.records import Dataset, Inspection, Provider
from briefings.select import Selection

__all__ = ["provenance", "title_of"]

_TITLE_BLOCK = "title block"
_LONGEST = 120  # characters


def provenance(document: Document, selection: Selection, titles: Mapping[str, str]) -> Provenance:
    """What ``document``, composed of ``selection``, shows.

    ``titles`` gives the heading of each section's name.
    """
    noted = [_headed(fact, titles) for fact in selection.ledger.facts()]
    facts = [*noted, *_told(document, selection)]
    dataset = selection.dataset
    lines = _Lines(dataset)
    placed = tuple(lines.placed(fact) for fact in facts)
    return Provenance(placed, tuple(_sources(document, dataset, placed)))


def _headed(fact: Evidence, titles: Mapping[str, str]) -> Evidence:
    headings = (titles.get(name, name) if name else _TITLE_BLOCK for name in fact.shown)
    return evolve(fact, shown=tuple(dict.fromkeys(headings)))


# --------------------------------------------------------------------------- whole texts


def _told(document: Document, selection: Selection) -> Iterator[Evidence]:
    """Recommendations and findings: the document holds them word for word."""
    said = {heading: "\n".join(words) for heading, words in _spoken(document.blocks).items()}
    everyone = {s.provider.id: s for s in (*selection.shown, *selection.benchmark)}
    for standing in everyone.values():
        for inspection in (standing.inspection, standing.previous):
            for fact in _texts(standing.provider, inspection) if inspection else ():
                shown = tuple(title for title, words in said.items() if fact.value in words)
                if shown:
                    yield evolve(fact, value=_opening(fact.value), shown=shown)


def _opening(text: str) -> str:
    """The first words of a text that stands in the briefing anyway."""
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rpartition(" ")[0] + " …"


def _texts(provider: Provider, inspection: Inspection) -> Iterator[Evidence]:
    who = (provider.id, provider.name)
    for n, made in enumerate(inspection.recommendations):
        label, at = "Recommendation", ("recommendations", n)
        if made.number is not None:
            label += f" {made.number}"
        yield Evidence(*who, f"recommendation-{made.number or n + 1}", label, made.text,
                       made.basis.value, (made.source,), inspection.id, at=at)  # fmt: skip
    for n, found in enumerate(inspection.findings):
        label, at = found.kind.value.capitalize(), ("findings", n)
        yield Evidence(*who, f"finding-{n + 1}", label, found.text, found.basis.value,
                       (found.source,), inspection.id, at=at)  # fmt: skip


def _spoken(blocks: Iterable[Block]) -> dict[str, list[str]]:
    """The words under each of the uppermost headings."""
    said: dict[str, list[str]] = {}
    for block in blocks:
        title = title_of(block)
        words = said.setdefault(title, [])
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


# ------------------------------------------------------------------------------- sources


def _sources(
    document: Document, dataset: Dataset, facts: tuple[Evidence, ...]
) -> Iterator[SourceRecord]:
    """The numbered sources, then those that only stand behind a fact."""
    listed = {}
    for block in all_blocks(document.blocks):
        for entry in block.entries if isinstance(block, Sources) else ():
            url = next((i.url for i in all_inlines(entry.children) if isinstance(i, Link)), "")
            listed[entry.id] = SourceRecord(entry.id, entry.number, plain(entry.children), url)
    yield from listed.values()
    for id in dict.fromkeys(source for fact in facts for source in fact.sources):
        known = dataset.sources.get(id)
        if id not in listed and known:
            yield SourceRecord(id, 0, known.title, known.url)


# -------------------------------------------------------------------------------- places


class _Lines:
    """The file and line of facts in the folders of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._places = _places(dataset.digest, dataset.folders)
        self._names: dict[str, str] = {}

    def placed(self, fact: Evidence) -> Evidence:
        place = self._place(fact)
        if place is None:
            return fact
        return evolve(fact, file=self._relative(place.file), line=place.line or 0)

    def _place(self, fact: Evidence) -> Place | None:
        match fact.at:
            case ("measures", int() as row):
                return self._places.row(fact.provider, fact.metric, row)
            case ("ownership", *_):  # of the provider, whichever the inspection
                return self._places.provider(fact.provider, "", fact.at)
            case _:
                return self._places.provider(fact.provider, fact.inspection, fact.at)

    def _relative(self, file: str) -> str:
        if file not in self._names:
            self._names[file] = self._within(file)
        return self._names[file]

    def _within(self, file: str) -> str:
        for folder in self._dataset.folders:
            if Path(file).is_relative_to(folder):
                return Path(file).relative_to(folder).as_posix()
        return Path(file).name


@lru_cache(maxsize=4)
def _places(digest: str, folders: tuple[str, ...]) -> Places:
    """The files of a dataset are read again once in a process, not once a briefing."""
    return Places(Dataset({}, {}, {}, {}, (), {}, {}, {}, folders))
