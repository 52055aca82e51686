"""From what a briefing asked for to its provenance: where each fact stands in the data folder.

Paths are relative to the data folder, so that a briefing tells nothing of the computer on
which it was made, and is the same on every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve

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
    placed = _placed(selection.ledger.noted(), titles, selection.dataset.files)
    for fact, names in _told(document, selection):
        placed.setdefault(fact, {}).update(names)
    facts = tuple(_shown(fact, names) for fact, names in placed.items())
    return Provenance(
        facts,
        tuple(_sources(document, selection.dataset, facts)),
        tuple(_standings(selection)),
        tuple(passages(document)),
        document.as_at,
    )


# The fields of an Evidence but the last two: facts that differ in none of them are one.
_Fact: TypeAlias = "tuple[Any, ...]"


def _shown(fact: _Fact, headings: Iterable[str]) -> Evidence:
    return Evidence(*fact, shown=tuple(headings))  # type: ignore[misc]  # _fact knows how many


# --------------------------------------------------------------------------- whole texts


def _told(document: Document, selection: Selection) -> Iterator[tuple[_Fact, dict[str, None]]]:
    """Recommendations and findings: the document holds them word for word."""
    said = {heading: "\n".join(words) for heading, words in spoken(document.blocks).items()}
    everyone = {s.provider.id: s for s in (*selection.shown, *selection.benchmark)}
    for standing in everyone.values():
        for inspection in (standing.inspection, standing.previous):
            for fact in _texts(standing.provider, inspection) if inspection else ():
                shown = dict.fromkeys(t for t, words in said.items() if fact.value in words)
                if shown:
                    file = selection.dataset.files.get(fact.provider, "")
                    yield _fact(_cut(fact), file, path_of(fact)), shown


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


def _placed(
    noted: Mapping[Evidence, Iterable[str]], titles: Mapping[str, str], files: Mapping[str, str]
) -> dict[_Fact, dict[str, None]]:
    """Each fact once, with the file and the path of its record, and every heading that shows it.

    ``noted`` gives the sections that asked for a fact.
    """
    found: dict[_Fact, dict[str, None]] = {}
    for fact, sections in noted.items():
        file, path = fact.file, fact.path
        if not path:  # else it comes from another provenance, placed already
            path = path_of(fact)
            file = files.get(path if fact.at[:1] == ("measures",) else fact.provider, "")
        headings = (titles.get(name, name) if name else TITLE_BLOCK for name in sections)
        found.setdefault(_fact(fact, file, path), {}).update(dict.fromkeys(headings))
    return found


def _fact(fact: Evidence, file: str, path: str) -> _Fact:
    return (fact.provider, fact.name, fact.metric, fact.label, fact.value, fact.basis,
            fact.sources, fact.inspection, fact.period, file, path, fact.since,
            fact.whole)  # fmt: skip


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
