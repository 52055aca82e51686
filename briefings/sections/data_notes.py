"""``data-notes``: how to read the briefing, what is missing, and what is not comparable."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from briefings import wording
from briefings.document import Block, BulletList, ListItem, Paragraph, Strong, Text
from briefings.framework import Framework
from briefings.records import Basis
from briefings.sections.change import when
from briefings.sections.parts import (
    Context,
    Options,
    bullet,
    section,
    text,
    uninspected,
)
from briefings.standing import Standing
from briefings.values import absence

__all__ = ["DataNotes", "data_notes"]

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."

_BASIS = {
    Basis.WORDED: "Inferred from wording: the source describes the work in words close to a "
    "rating but prints no rating.",
    Basis.DERIVED: "Derived: worked out from other published facts, or found by elimination.",
}
_ABSENCE = {
    wording.NOT_PUBLISHED: "“Not published in the sources” means that a rating was given, and that "
    "the sources used here do not print it.",
    wording.NOT_INSPECTED: "“Not inspected” means that no inspection had been published by the "
    "date of the data, or none in the round that is shown. It counts neither for nor against a "
    "provider.",
    wording.NOT_RATED: "“Not rated” means that the inspection gave no rating.",
}


@frozen
class DataNotes(Options):
    """Definitions, missing data, basis, and what cannot be compared."""


def data_notes(context: Context, options: DataNotes) -> tuple[Block, ...]:
    parts = [
        ("read", "How to read the ratings", list(_reading(context))),
        ("measures", "The measures", list(_measures(context))),
        ("missing", "What is missing", list(_missing(context))),
        ("comparable", "What cannot be compared", list(_comparable(context))),
        ("providers", "Notes on providers", list(_on_providers(context))),
    ]
    blocks: list[Block] = [
        section(f"{context.name}-{name}", title, [BulletList(tuple(items))])
        for name, title, items in parts
        if items
    ]
    blocks.append(Paragraph(text(LICENCE)))
    return (section(context.name, options.title or "Data notes", blocks),)


def _reading(context: Context) -> Iterator[ListItem]:
    shown = [*context.selection.shown, *context.selection.benchmark]
    for framework in _frameworks(context):
        if framework.scale:
            names = wording.listing(framework.scale.names)
            words = (
                f"{framework.name}: {wording.counted(len(framework.standards), 'standard')}, each "
                f"rated {names.replace(' and ', ' or ')} by inspectors."
            )
            yield bullet(words, [framework.source.source])
    yield from _score(context)
    ratings = [r for s in shown if s.inspection for r in s.inspection.standards.values()]
    ratings += [r for s in shown if (r := s.rating("overall"))]
    for basis, words in _BASIS.items():
        if any(r.basis is basis for r in ratings):
            yield bullet(words)
    reasons = set(_reasons(context, shown))
    for reason, words in _ABSENCE.items():
        if reason in reasons:
            yield bullet(words)


def _reasons(context: Context, shown: list[Standing]) -> Iterator[str]:
    for standing in shown:
        names = ["overall"]
        if standing.framework:
            names += [s.number for s in standing.framework.standards]
        for name in names:
            if standing.rating(name) is None:
                yield absence(standing)


def _score(context: Context) -> Iterator[ListItem]:
    shown = any(m.id == "score" for m in context.expand(context.metrics))
    if not shown and "rating-summary" not in context.kinds:
        return
    for framework in context.selection.frameworks:
        if framework.scale is None or framework.overall_source is None:
            continue
        points = wording.listing(f"{r.name} {r.points}" for r in framework.scale.ratings)
        standards = wording.counted(len(framework.scored), "standard")
        words = (
            f"Score, {framework.name}: the points of the {standards} added up ({points}; at most "
            f"{framework.maximum}). It is unofficial"
        )
        if not framework.overall_source.verified:
            words += ", and the rule behind it is not confirmed by the inspectorate’s manual"
        yield bullet(words + ".", [framework.overall_source.source])


def _measures(context: Context) -> Iterator[ListItem]:
    for metric in context.expand(context.metrics):
        measure = context.dataset.measures.get(metric.id)
        if measure and measure.definition:
            code = f" ({measure.code})" if measure.code else ""
            words = f"{measure.name}{code}: {wording.sentence(measure.definition)}"
            yield bullet(words, [measure.source] if measure.source else [])


def _missing(context: Context) -> Iterator[ListItem]:
    shown = context.selection.shown
    if any(s.anonymous for s in (*shown, *context.selection.benchmark)):
        yield bullet(
            "Providers known by letters are anonymous: their names, owners, dates of inspection, "
            "findings, recommendations and sources are withheld, and so are notes that name "
            "them. Ratings, figures and the periods of figures are as published, so somebody "
            "who knows them may recognise a provider."
        )
    never = [s.name for s in shown if s.inspection is None]
    if never:
        said = wording.sentence(uninspected(context.selection))[:-1]
        yield bullet(f"{said}: {wording.listing(never)}.")
    nothing = []
    for standing in shown:
        framework, inspection = standing.framework, standing.inspection
        if inspection is None or framework is None or framework.scale is None:
            continue
        absent = [s.number for s in framework.standards if s.number not in inspection.standards]
        if absent and len(absent) == len(framework.standards) and inspection.rated:
            nothing.append(standing.name)
        elif absent and inspection.rated:
            noun = "standard" if len(absent) == 1 else "standards"
            yield bullet(f"{standing.name}: no rating of {noun} {wording.listing(absent)}.")
    if nothing:
        words = "no standard’s rating is in the sources used here"
        yield bullet(f"{wording.listing(nothing)}: {words}.")


def _comparable(context: Context) -> Iterator[ListItem]:
    frameworks = _frameworks(context)
    if len(frameworks) > 1:
        names = wording.listing(f.name for f in frameworks)
        yield bullet(f"Ratings under {names} are not like for like; no total is mixed across them.")
    for framework in frameworks:
        for note in framework.notes:
            yield bullet(f"{framework.name}: {wording.sentence(note)}")


def _frameworks(context: Context) -> list[Framework]:
    """Those of the inspections shown, and of the ones that they are set against."""
    found = {f.id: f for f in context.selection.frameworks}
    for standing in context.selection.shown:
        if standing.previous and "change" in context.kinds:
            framework = context.dataset.frameworks[standing.previous.framework]
            found.setdefault(framework.id, framework)
    return list(found.values())


def _on_providers(context: Context) -> Iterator[ListItem]:
    for standing in context.selection.shown:
        shown = [i for i in (standing.inspection, standing.previous) if i and i.notes]
        if "change" not in context.kinds:
            shown = [i for i in shown if i is standing.inspection]
        notes = [wording.sentence(n) for n in standing.provider.notes]
        for inspection in shown:
            # Notes of two inspections would contradict each other without their names.
            which = f"Inspection of {when(inspection)}: " if len(shown) > 1 else ""
            said = " ".join(wording.sentence(n) for n in inspection.notes)
            notes.append(which + said)
        if notes:
            name = Strong((Text(f"{standing.name}."),))
            yield ListItem((Paragraph((name, Text(" " + " ".join(notes)))),))
