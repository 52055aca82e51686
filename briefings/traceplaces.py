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
from briefings.dates import words as date_words
from briefings.document import Document, Link, Sources, plain
from briefings.errors import DataError, Fault
from briefings.language import bare, name, say, term
from briefings.numbering import all_blocks, all_inlines
from briefings.observations import read_rows
from briefings.passages import TITLE_BLOCK, digest, passages, spoken
from briefings.provenance import Evidence, Provenance, SourceRecord, StandingRecord
from briefings.recordpaths import LONGEST, opening, path_of, row_path, steps_to
from briefings.records import Dataset, FindingKind, Inspection, Provider
from briefings.select import Selection
from briefings.textfile import read_text
from briefings.yamlfile import read as read_yaml

__all__ = ["line_now", "provenance"]

UNDATED = term("date not known")
_FINDINGS = {
    FindingKind.STRENGTH: "Finding (strength)",
    FindingKind.IMPROVEMENT: "Finding (area for improvement)",
    FindingKind.OBSERVATION: "Finding (observation)",
}


def provenance(document: Document, selection: Selection, titles: Mapping[str, str]) -> Provenance:
    """What ``document``, composed of ``selection``, shows.

    ``titles`` gives the heading of each section's name.
    """
    noted = [_headed(fact, titles) for fact in selection.ledger.facts()]
    facts = [*noted, *_told(document, selection)]
    dataset = selection.dataset
    placed = _merged(_placed(facts, dataset))
    return Provenance(
        placed,
        tuple(_sources(document, dataset, placed)),
        tuple(_standings(selection)),
        tuple(passages(document)),
        document.as_at,
    )


def _headed(fact: Evidence, titles: Mapping[str, str]) -> Evidence:
    headings = (titles.get(name, name) if name else TITLE_BLOCK for name in fact.shown)
    return evolve(fact, shown=tuple(dict.fromkeys(headings)))


# --------------------------------------------------------------------------- whole texts


def _told(document: Document, selection: Selection) -> Iterator[Evidence]:
    """Recommendations and findings: the document holds them word for word."""
    said = {heading: "\n".join(words) for heading, words in spoken(document.blocks).items()}
    everyone = {s.provider.id: s for s in (*selection.shown, *selection.benchmark)}
    for standing in everyone.values():
        for inspection in (standing.inspection, standing.previous):
            for fact in _texts(standing.provider, inspection) if inspection else ():
                shown = tuple(title for title, words in said.items() if fact.value in words)
                if shown:
                    yield evolve(_cut(fact), shown=shown)


def _cut(fact: Evidence) -> Evidence:
    """With the first words only of a text that stands in the briefing anyway."""
    short = opening(fact.value, LONGEST)
    return evolve(fact, value=short, whole=digest(fact.value) if short != fact.value else "")


def _texts(provider: Provider, inspection: Inspection) -> Iterator[Evidence]:
    """Without a number, a text is told from the others by its own words."""
    who = (provider.id, provider.name)
    for made in inspection.recommendations:
        label, key, id = "Recommendation", opening(made.text), digest(made.text)
        if made.number:
            label, key, id = f"Recommendation {made.number}", str(made.number), str(made.number)
        yield Evidence(*who, f"recommendation-{id}", label, made.text, made.basis.value,
                       (made.source,), inspection.id, at=("recommendations", key))  # fmt: skip
    for found in inspection.findings:
        label, at = _FINDINGS[found.kind], ("findings", opening(found.text))
        yield Evidence(*who, f"finding-{digest(found.text)}", label, found.text,
                       found.basis.value, (found.source,), inspection.id, at=at)  # fmt: skip


# ----------------------------------------------------------------------------- standings


def _standings(selection: Selection) -> Iterator[StandingRecord]:
    """Whose inspections count; of anonymous providers nothing is told."""
    everyone = {s.provider.id: s for s in (*selection.shown, *selection.benchmark)}
    for id, standing in everyone.items():
        if not standing.anonymous:
            inspection = standing.inspection
            dated = inspection and (inspection.published or inspection.fieldwork)
            yield StandingRecord(
                id,
                bare(name(standing.name)),
                inspection.id if inspection else "",
                date_words(dated) if dated else (say(UNDATED) if inspection else ""),
            )


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


def _placed(facts: Iterable[Evidence], dataset: Dataset) -> Iterator[Evidence]:
    """Each with the file that has its record, where the folders of the data are there."""
    places = _places(dataset.digest, dataset.folders)
    known: dict[str, str] = {}
    for fact in facts:
        if fact.path:  # it comes from another provenance, placed already
            yield fact
            continue
        if fact.at[:1] == ("measures",):
            place = places.value(fact.provider, fact.metric, *fact.at[1:])
            file = _within(place.file, dataset.folders) if place else ""
        else:
            if fact.provider not in known:
                known[fact.provider] = _provider_file(fact.provider, dataset.folders)
            file = known[fact.provider]
        yield evolve(fact, file=file, path=path_of(fact), at=())


def _merged(facts: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each fact once, with every heading that shows it."""
    found: dict[Evidence, dict[str, None]] = {}
    for fact in facts:
        found.setdefault(evolve(fact, shown=()), {}).update(dict.fromkeys(fact.shown))
    return tuple(evolve(fact, shown=tuple(names)) for fact, names in found.items())


def _provider_file(id: str, folders: Iterable[str]) -> str:
    name = f"providers/{id}.yaml"
    return name if any((Path(folder) / name).is_file() for folder in folders) else ""


def _within(file: str, folders: Iterable[str]) -> str:
    path = Path(file)
    inside = (path.relative_to(f).as_posix() for f in folders if path.is_relative_to(f))
    return next(inside, path.name)


@lru_cache(maxsize=4)
def _places(digest: str, folders: tuple[str, ...]) -> Places:
    """The files of a dataset are read again once in a process, not once a briefing."""
    return Places(Dataset({}, {}, {}, {}, (), {}, {}, {}, folders))


def line_now(fact: Evidence, folders: Iterable[Path]) -> int:
    """The line on which the uppermost of ``folders`` has the record of a fact now.

    0 where none has it: another folder was used, or the record has gone since.
    """
    path = next((p for f in folders if fact.file and (p := f / fact.file).is_file()), None)
    try:
        if path is None:
            return 0
        return _row_line(path, fact) if path.suffix == ".csv" else _yaml_line(path, fact)
    except DataError:
        return 0


def _yaml_line(path: Path, fact: Evidence) -> int:
    file = read_yaml(path, DataError)
    steps = steps_to(file.data, fact.path)
    return (file.place(steps).line or 0) if steps is not None else 0


def _row_line(path: Path, fact: Evidence) -> int:
    faults: list[Fault] = []
    for row in read_rows(read_text(path, DataError), faults):
        seen = row.observation
        as_of = seen.as_of.text if seen.as_of else ""
        if row_path(seen.provider, seen.measure, seen.period, as_of) == fact.path:
            return row.place.line or 0
    return 0
