"""``data-notes``: how to read the briefing, what is missing, and what is not comparable."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from briefings import wording
from briefings.document import Block, BulletList, ListItem, Paragraph, Strong, Text
from briefings.framework import Framework
from briefings.language import say, term
from briefings.records import Basis
from briefings.sections.change import when
from briefings.sections.parts import (
    Context,
    Options,
    all_uninspected,
    bullet,
    section,
    text,
)
from briefings.standing import Standing
from briefings.values import absence

__all__ = ["DataNotes", "data_notes"]

LICENCE = term(
    "Contains public sector information licensed under the Open Government Licence v3.0."
)

_BASIS = {
    Basis.WORDED: term(
        "Inferred from wording: the source describes the work in words close to a rating but "
        "prints no rating."
    ),
    Basis.DERIVED: term("Derived: worked out from other published facts, or found by elimination."),
}
_ABSENCE = {
    wording.NOT_PUBLISHED: term(
        "“Not published in the sources” means that a rating was given, and that the sources used "
        "here do not print it."
    ),
    wording.NOT_INSPECTED: term(
        "“Not inspected” means that no inspection had been published by the date of the data, or "
        "none in the round that is shown. It counts neither for nor against a provider."
    ),
    wording.LATER: term(
        "“Later than the date of the data” means that the sources give a figure for a later "
        "date only."
    ),
    wording.NOT_RATED: term("“Not rated” means that the inspection gave no rating."),
}


@frozen
class DataNotes(Options):
    """Definitions, missing data, basis, and what cannot be compared."""


def data_notes(context: Context, options: DataNotes) -> tuple[Block, ...]:
    parts = [
        ("read", say("How to read the ratings"), list(_reading(context))),
        ("measures", say("The measures"), list(_measures(context))),
        ("missing", say("What is missing"), list(_missing(context))),
        ("comparable", say("What cannot be compared"), list(_comparable(context))),
        ("providers", say("Notes on providers"), list(_on_providers(context))),
    ]
    blocks: list[Block] = [
        section(f"{context.name}-{name}", title, [BulletList(tuple(items))])
        for name, title, items in parts
        if items
    ]
    blocks.append(Paragraph(text(say(LICENCE))))
    return (section(context.name, options.title or say("Data notes"), blocks),)


def _reading(context: Context) -> Iterator[ListItem]:
    shown = [*context.selection.shown, *context.selection.benchmark]
    for framework in _frameworks(context):
        if framework.scale:
            words = say(
                "{framework}: {standards}, each rated {ratings} by inspectors.",
                framework=framework.name,
                standards=wording.counted(len(framework.standards), "standard"),
                ratings=wording.listing(framework.scale.names, "or"),
            )
            yield bullet(words, [framework.source.source])
    yield from _score(context)
    ratings = [r for s in shown if s.inspection for r in s.inspection.standards.values()]
    ratings += [r for s in shown if (r := s.rating("overall"))]
    for basis, words in _BASIS.items():
        if any(r.basis is basis for r in ratings):
            yield bullet(say(words))
    reasons = set(_reasons(context, shown))
    for reason, words in _ABSENCE.items():
        if reason in reasons:
            yield bullet(say(words))


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
            "Score, {framework}: the points of the {standards} added up ({points}; at most "
            "{most}). It is unofficial."
        )
        if not framework.overall_source.verified:
            words = (
                "Score, {framework}: the points of the {standards} added up ({points}; at most "
                "{most}). It is unofficial, and the rule behind it is not confirmed by the "
                "inspectorate’s manual."
            )
        said = say(words, framework=framework.name, standards=standards, points=points,
                   most=framework.maximum)  # fmt: skip
        yield bullet(said, [framework.overall_source.source])


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
        words = (
            "Providers known by letters are anonymous: their names, owners, dates of inspection, "
            "findings, recommendations and sources are withheld, and so are notes that name "
            "them. Ratings, figures and the periods of figures are as published, so somebody "
            "who knows them may recognise a provider."
        )
        yield bullet(say(words))
    never = [s.name for s in shown if s.inspection is None]
    if never:
        yield bullet(all_uninspected(context.selection, never))
    nothing = []
    for standing in shown:
        framework, inspection = standing.framework, standing.inspection
        if inspection is None or framework is None or framework.scale is None:
            continue
        absent = [s.number for s in framework.standards if s.number not in inspection.standards]
        if absent and len(absent) == len(framework.standards) and inspection.rated:
            nothing.append(standing.name)
        elif absent and inspection.rated:
            words = "{provider}: no rating of standards {numbers}."
            if len(absent) == 1:
                words = "{provider}: no rating of standard {numbers}."
            numbers = wording.listing(absent)
            yield bullet(say(words, provider=standing.name, numbers=numbers))
    if nothing:
        words = "{providers}: no standard’s rating is in the sources used here."
        yield bullet(say(words, providers=wording.listing(nothing)))


def _comparable(context: Context) -> Iterator[ListItem]:
    frameworks = _frameworks(context)
    if len(frameworks) > 1:
        names = wording.listing(f.name for f in frameworks)
        words = "Ratings under {frameworks} are not like for like; no total is mixed across them."
        yield bullet(say(words, frameworks=names))
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
            which = ""
            if len(shown) > 1:
                which = say("Inspection of {when}:", when=when(inspection)) + " "
            said = " ".join(wording.sentence(n) for n in inspection.notes)
            notes.append(which + said)
        if notes:
            name = Strong((Text(f"{standing.name}."),))
            yield ListItem((Paragraph((name, Text(" " + " ".join(notes)))),))
