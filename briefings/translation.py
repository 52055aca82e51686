"""What a briefing shows of the data, in the language of the briefing.

After providers are chosen and before any section sees them, the words of the data are
exchanged: ratings, standards, measures and the like for those in the language's file, all else
for the same words marked as English.  Ids, figures and dates stay as they are.  Words that
code compares with words of its own stay too, and are exchanged where they are shown: kinds of
provider, qualifiers, comparators, addressees and periods.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from attrs import evolve

from briefings.framework import Framework, RatingScale, ScaleRating
from briefings.language import chosen, name
from briefings.records import (
    Dataset,
    Fact,
    Inspection,
    Measure,
    Observation,
    Ownership,
    Provider,
    Rating,
    Source,
)
from briefings.select import Selection
from briefings.standing import Standing

__all__ = ["translated"]

N = TypeVar("N", int, Rating)


def translated(selection: Selection) -> Selection:
    """``selection`` in the chosen language; as it is in English."""
    if chosen() is None:
        return selection
    dataset = _dataset(selection.dataset)

    def seen(standing: Standing) -> Standing:
        provider = dataset.providers[standing.provider.id]
        known = {i.id: i for i in provider.inspections}
        inspection, previous = standing.inspection, standing.previous
        return evolve(
            standing,
            provider=provider,
            inspection=known[inspection.id] if inspection else None,
            previous=known[previous.id] if previous else None,
            dataset=dataset,
        )

    return evolve(
        selection,
        dataset=dataset,
        subject=seen(selection.subject) if selection.subject else None,
        compare=tuple(map(seen, selection.compare)),
        benchmark=tuple(map(seen, selection.benchmark)),
    )


def _dataset(dataset: Dataset) -> Dataset:
    frameworks = {id: _framework(f) for id, f in dataset.frameworks.items()}
    rounds = {
        id: evolve(r, facts=tuple(evolve(f, counts=_renamed(f.counts)) for f in r.facts))
        for id, r in dataset.rounds.items()
    }
    return evolve(
        dataset,
        providers={id: _provider(p) for id, p in dataset.providers.items()},
        frameworks=frameworks,
        scales={id: _scale(scale) for id, scale in dataset.scales.items()},
        measures={id: _measure(m) for id, m in dataset.measures.items()},
        observations=tuple(map(_observation, dataset.observations)),
        sources={id: _source(s) for id, s in dataset.sources.items()},
        rounds=rounds,
    )


def _names(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(name, words))


def _renamed(by_rating: Mapping[str, N]) -> dict[str, N]:
    return {name(rating): value for rating, value in by_rating.items()}


# --------------------------------------------------------------------------- frameworks


def _framework(framework: Framework) -> Framework:
    return evolve(
        framework,
        name=name(framework.name),
        scale=_scale(framework.scale) if framework.scale else None,
        domains=tuple(evolve(d, name=name(d.name)) for d in framework.domains),
        standards=tuple(evolve(s, name=name(s.name)) for s in framework.standards),
        overall_bands=tuple(evolve(b, rating=name(b.rating)) for b in framework.overall_bands),
        case_bands=tuple(evolve(b, rating=name(b.rating)) for b in framework.case_bands),
        notes=_names(framework.notes),
    )


def _scale(scale: RatingScale) -> RatingScale:
    return evolve(scale, name=name(scale.name), ratings=tuple(map(_rated, scale.ratings)))


def _rated(rating: ScaleRating) -> ScaleRating:
    language = chosen()
    initials = language.initials if language else {}
    initial = initials.get(rating.name, rating.initial)
    return evolve(rating, name=name(rating.name), initial=initial, meaning=name(rating.meaning))


# ------------------------------------------------------------------------------ records


def _provider(provider: Provider) -> Provider:
    return evolve(
        provider,
        name=name(provider.name),
        short=name(provider.short),
        region=name(provider.region),
        ownership=tuple(map(_ownership, provider.ownership)),
        inspections=tuple(map(_inspection, provider.inspections)),
        notes=_names(provider.notes),
    )


def _ownership(held: Ownership) -> Ownership:
    return evolve(held, owner=name(held.owner), note=name(held.note))


def _inspection(inspection: Inspection) -> Inspection:
    count = inspection.recommendation_count
    overall = inspection.overall
    return evolve(
        inspection,
        area=name(inspection.area),
        overall=_rating(overall) if overall else None,
        standards={n: _rating(r) for n, r in inspection.standards.items()},
        split=_renamed(inspection.split),
        recommendation_count=_fact(count) if count else None,
        recommendations=tuple(
            evolve(r, text=name(r.text), theme=name(r.theme)) for r in inspection.recommendations
        ),
        findings=tuple(evolve(f, text=name(f.text)) for f in inspection.findings),
        notes=_names(inspection.notes),
    )


def _rating(rating: Rating) -> Rating:
    return evolve(rating, rating=name(rating.rating), note=name(rating.note))


def _fact(fact: Fact) -> Fact:
    return evolve(fact, value=name(fact.value), note=name(fact.note))


def _measure(measure: Measure) -> Measure:
    void = tuple(evolve(time, note=name(time.note)) for time in measure.targets_void)
    return evolve(
        measure,
        name=name(measure.name),
        definition=name(measure.definition),
        targets_void=void,
    )


def _observation(seen: Observation) -> Observation:
    return evolve(seen, note=name(seen.note))


def _source(source: Source) -> Source:
    return evolve(
        source,
        title=name(source.title),
        publisher=name(source.publisher),
        note=name(source.note),
    )
