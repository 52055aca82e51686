"""What is doubtful in data that can be used: facts that contradict each other or lead nowhere.

Nothing here is put right: a published rating stands even where the standards imply another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from briefings.dates import last_day, partial_date
from briefings.errors import Fault
from briefings.framework import Framework
from briefings.records import Dataset, Inspection, Observation, Round

__all__ = ["check", "cited"]

_NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def check(dataset: Dataset) -> tuple[Fault, ...]:
    """Every doubt about ``dataset``: errors, then warnings, each in order of id."""
    faults = [fault for find in _CHECKS for fault in find(dataset)]
    return tuple(sorted(faults, key=lambda fault: fault.severity != "error"))


def _warning(what: str, where: str, remedy: str = "") -> Fault:
    return Fault(what, remedy, where, severity="warning")


def _inspections(dataset: Dataset) -> Iterator[tuple[str, Inspection, Framework]]:
    for provider in dataset.providers.values():
        for inspection in provider.inspections:
            framework = dataset.frameworks[inspection.framework]
            yield f"providers/{provider.id}: {inspection.id}", inspection, framework


def _spelt(number: int) -> str:
    return _NUMBER_WORDS[number] if number < len(_NUMBER_WORDS) else str(number)


# ------------------------------------------------------------------------- ratings and totals


def _overall(dataset: Dataset) -> Iterator[Fault]:
    """A published overall rating that the total of the standards does not imply."""
    for where, inspection, framework in _inspections(dataset):
        total = framework.points({n: r.rating for n, r in inspection.standards.items()})
        if total is None or inspection.overall is None:
            continue
        implied, published = framework.implied_overall(total), inspection.overall.rating
        if implied is not None and implied != published:
            what = (
                f"published {published}; the {_spelt(len(framework.scored))} standards total "
                f"{total} of {framework.maximum}, which implies {implied}; "
                "a panel's judgement may explain"
            )
            yield _warning(what, where)


def _score(dataset: Dataset) -> Iterator[Fault]:
    """A printed total that the standards, or the framework, contradict."""
    for where, inspection, framework in _inspections(dataset):
        score = inspection.score
        if score is None:
            continue
        total = framework.points({n: r.rating for n, r in inspection.standards.items()})
        if total is not None and total != score.value:
            what = f"the printed score is {score.value}; the standards total {total}"
            yield _warning(what, where, "check the score and the ratings against the source")
        if framework.maximum is not None and framework.maximum != score.out_of:
            what = f"the score is out of {score.out_of}, the framework's greatest total"
            yield _warning(f"{what} is {framework.maximum}", where, "check the framework")
        if not 0 <= score.value <= score.out_of:
            yield Fault(f"a score of {score.value} out of {score.out_of} cannot be", where=where)


def _split(dataset: Dataset) -> Iterator[Fault]:
    """How many standards had each rating, held against the standards that are known."""
    for where, inspection, framework in _inspections(dataset):
        if not inspection.split:
            continue
        told, known = sum(inspection.split.values()), len(framework.standards)
        if told != known:
            what = f"the split counts {told} standards, the framework has {known}"
            yield _warning(what, where, "check the numbers of the split")
        seen = Counter(rating.rating for rating in inspection.standards.values())
        for word, count in sorted(seen.items()):
            most = inspection.split.get(word, 0)
            if count > most:
                what = f"the split counts {most} {word}, but {count} standards are {word}"
                yield _warning(what, where, "check both against their sources")


def _unrated(dataset: Dataset) -> Iterator[Fault]:
    for where, inspection, _ in _inspections(dataset):
        if not inspection.rated and (inspection.overall or inspection.standards):
            remedy = "remove 'rated: false' or the ratings"
            yield Fault("it gave no ratings (rated: false), yet has some", remedy, where)


def _recommendations(dataset: Dataset) -> Iterator[Fault]:
    for where, inspection, _ in _inspections(dataset):
        listed, fact = inspection.recommendations, inspection.recommendation_count
        if listed and fact is not None and fact.number not in (None, len(listed)):
            what = f"the report makes {fact.value} recommendations, {len(listed)} are listed"
            yield _warning(what, where, "add those that are missing, or correct the count")
        for number, count in sorted(Counter(r.number for r in listed).items()):
            if count > 1:
                yield _warning(f"{count} recommendations have the number {number}", where)


# ---------------------------------------------------------------------------------- rounds


def _rounds(dataset: Dataset) -> Iterator[Fault]:
    for round in dataset.rounds.values():
        yield from _round(round, dataset)


def _round(round: Round, dataset: Dataset) -> Iterator[Fault]:
    """Counts of a round that leave no room for what the providers' files hold."""
    where = f"rounds: {round.id}"
    inside = [i for _, i, _ in _inspections(dataset) if i.round == round.id]
    overall = Counter(i.overall.rating for i in inside if i.overall is not None)
    for fact in round.facts:
        if sum(fact.counts.values()) < overall.total():
            continue  # it counts a part of the round
        for word, count in fact.counts.items():
            if overall[word] > count:
                what = f"{fact.label!r} counts {count} {word}, the providers' files {overall[word]}"
                yield _warning(what, where, "check which providers it covers")
    others = sorted({i.framework for i in inside} - {round.framework})
    if others:
        what = f"it is of framework {round.framework}, but has inspections of {', '.join(others)}"
        yield _warning(what, where, "a round is best kept to one framework")


def _kinds(dataset: Dataset) -> Iterator[Fault]:
    """Inspections under a framework for another kind of provider."""
    for where, inspection, framework in _inspections(dataset):
        kind = dataset.providers[inspection.provider].kind
        if kind != framework.kind:
            what = f"a {kind} was inspected under a framework for {framework.kind}"
            yield _warning(what, where, "check the kind and the framework")


# ---------------------------------------------------------------------------- observations


def _observations(dataset: Dataset) -> Iterator[Fault]:
    for seen in dataset.observations:
        where = f"measures: {seen.provider}, {seen.measure}, line {seen.row}"
        if dataset.measures[seen.measure].unit == "%":
            yield from _per_cent(seen, where)
        yield from _period(seen, where)


def _per_cent(seen: Observation, where: str) -> Iterator[Fault]:
    values = {"value": seen.value, "comparator": seen.comparator_value, "target": seen.target}
    for name, value in values.items():
        if value is not None and not 0 <= value <= 100:
            yield Fault(f"the {name} is {value:g} %", "give 0 to 100", where)


def _period(seen: Observation, where: str) -> Iterator[Fault]:
    """A period must not start after the day that orders it."""
    period = partial_date(seen.period) if seen.period else None
    last = last_day(seen.as_of) if seen.as_of else None
    if seen.as_of and period and period.first and last and period.first > last:
        what = f"the period {seen.period!r} starts after {seen.as_of.text}, which orders it"
        yield Fault(what, "check period and as_of", where)


def _differing(dataset: Dataset) -> Iterator[Fault]:
    """Two values of one measure for one provider and time."""
    first: dict[tuple[str, ...], Observation] = {}
    for seen in dataset.observations:
        as_of = seen.as_of.text if seen.as_of else ""
        other = first.setdefault((seen.provider, seen.measure, seen.period, as_of), seen)
        if other.value != seen.value:
            what = f"{other.value:g} ({other.source}) and {seen.value:g} ({seen.source}) differ"
            where = f"measures: {seen.provider}, {seen.measure}"
            yield _warning(what, where, "keep one, or tell their periods apart")


# ------------------------------------------------------------------------------ loose ends


def _sources(dataset: Dataset) -> Iterator[Fault]:
    used = frozenset(cited(dataset))
    for source in dataset.sources.values():
        where = f"sources: {source.id}"
        if source.id not in used:
            yield _warning("nothing cites this source", where, "remove it, or cite it")
        if not source.title.strip():
            yield _warning("the source has no title, so that it names nothing", where)


def cited(value: Any) -> Iterator[str]:
    """The id of every source that a record, or what is in it, cites."""
    if attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            inner = getattr(value, attribute.name)
            if attribute.name in ("source", "split_source") and isinstance(inner, str):
                yield inner
            else:
                yield from cited(inner)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from cited(inner)


def _uninspected(dataset: Dataset) -> Iterator[Fault]:
    for provider in dataset.providers.values():
        if not provider.inspections:
            yield _warning("no inspection is recorded", f"providers/{provider.id}")


_CHECKS: tuple[Callable[[Dataset], Iterator[Fault]], ...] = (
    _overall,
    _score,
    _split,
    _unrated,
    _recommendations,
    _rounds,
    _kinds,
    _observations,
    _differing,
    _sources,
    _uninspected,
)
