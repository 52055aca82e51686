"""What is doubtful in data that can be used: facts that contradict each other or lead nowhere.

Nothing here is put right: a published rating stands even where the standards imply another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from attrs import frozen

from briefings.citations import cited
from briefings.dataplaces import Places
from briefings.dates import last_day, partial_date
from briefings.errors import Fault, Place
from briefings.framework import Framework
from briefings.implied import case_implied
from briefings.records import Dataset, Inspection, Observation, Round

__all__ = ["check"]

_NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def check(dataset: Dataset) -> tuple[Fault, ...]:
    """Every doubt about ``dataset``: errors, then warnings, each in order of id."""
    doubts = [doubt for find in _CHECKS for doubt in find(dataset)]
    places = Places(dataset)
    return tuple(
        Fault(doubt.what, doubt.remedy, doubt.site.where, doubt.site.place(places), (), severity)
        for severity in ("error", "warning")
        for doubt in doubts
        if doubt.severity == severity
    )


@frozen
class _Site:
    """What a doubt is about: an entry of a table, an inspection or an observation."""

    table: str
    id: str
    inspection: str = ""
    seen: Observation | None = None

    @property
    def where(self) -> str:
        if self.seen is not None:
            return f"{self.seen.provider}, {self.seen.measure}"
        return self.inspection or self.id

    def place(self, places: Places) -> Place | None:
        if self.seen is not None:
            return places.observation(self.seen)
        if self.table == "providers":
            return places.provider(self.id, self.inspection)
        return places.entry(self.table, self.id)


@frozen
class _Doubt:
    what: str
    site: _Site
    remedy: str = ""
    severity: str = "warning"


def _error(what: str, site: _Site, remedy: str = "") -> _Doubt:
    return _Doubt(what, site, remedy, "error")


def _inspections(dataset: Dataset) -> Iterator[tuple[_Site, Inspection, Framework]]:
    for provider in dataset.providers.values():
        for inspection in provider.inspections:
            framework = dataset.frameworks[inspection.framework]
            yield _Site("providers", provider.id, inspection.id), inspection, framework


def _spelt(number: int) -> str:
    return _NUMBER_WORDS[number] if number < len(_NUMBER_WORDS) else str(number)


# ------------------------------------------------------------------------- ratings and totals


def _overall(dataset: Dataset) -> Iterator[_Doubt]:
    """A published overall rating that the total of the standards does not imply."""
    for site, inspection, framework in _inspections(dataset):
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
            yield _Doubt(what, site)


def _cases(dataset: Dataset) -> Iterator[_Doubt]:
    """A published rating of a standard that its percentage of cases does not imply."""
    for site, inspection, framework in _inspections(dataset):
        for number, rating in inspection.standards.items():
            share = rating.sufficient
            if share is not None and not 0 <= share <= 100:
                what = f"standard {number}: {share:g} per cent of cases cannot be"
                yield _error(what, site, "give 0 to 100")
        for found in case_implied(inspection, framework):
            if not found.agrees and 0 <= found.figure <= 100:
                what = (
                    f"standard {found.number}: published {found.published}; {found.figure:g} per "
                    f"cent of cases implies {' or '.join(found.ratings)}; a panel's judgement "
                    "may explain"
                )
                yield _Doubt(what, site)


def _score(dataset: Dataset) -> Iterator[_Doubt]:
    """A printed total that the standards, or the framework, contradict."""
    for site, inspection, framework in _inspections(dataset):
        score = inspection.score
        if score is None:
            continue
        total = framework.points({n: r.rating for n, r in inspection.standards.items()})
        if total is not None and total != score.value:
            what = f"the printed score is {score.value}; the standards total {total}"
            yield _Doubt(what, site, "check the score and the ratings against the source")
        if framework.maximum is not None and framework.maximum != score.out_of:
            what = f"the score is out of {score.out_of}, the framework's greatest total"
            yield _Doubt(f"{what} is {framework.maximum}", site, "check the framework")
        if not 0 <= score.value <= score.out_of:
            yield _error(f"a score of {score.value} out of {score.out_of} cannot be", site)


def _split(dataset: Dataset) -> Iterator[_Doubt]:
    """How many standards had each rating, held against the standards that are known."""
    for site, inspection, framework in _inspections(dataset):
        if not inspection.split:
            continue
        told, known = sum(inspection.split.values()), len(framework.standards)
        if told != known:
            what = f"the split counts {told} standards, the framework has {known}"
            yield _Doubt(what, site, "check the numbers of the split")
        seen = Counter(rating.rating for rating in inspection.standards.values())
        for word, count in sorted(seen.items()):
            most = inspection.split.get(word, 0)
            if count > most:
                what = f"the split counts {most} {word}, the standards {count}"
                yield _Doubt(what, site, "check both against their sources")


def _unrated(dataset: Dataset) -> Iterator[_Doubt]:
    for site, inspection, _ in _inspections(dataset):
        if not inspection.rated and (inspection.overall or inspection.standards):
            remedy = "remove 'rated: false' or the ratings"
            yield _error("it gave no ratings (rated: false), yet has some", site, remedy)


def _recommendations(dataset: Dataset) -> Iterator[_Doubt]:
    for site, inspection, _ in _inspections(dataset):
        listed, fact = inspection.recommendations, inspection.recommendation_count
        if listed and fact is not None and fact.number not in (None, len(listed)):
            what = f"the report makes {fact.value} recommendations, the file lists {len(listed)}"
            yield _Doubt(what, site, "add those that are missing, or correct the count")
        numbered = Counter(r.number for r in listed if r.number is not None)
        for number, count in sorted(numbered.items()):
            if count > 1:
                what = f"{count} recommendations have the number {number}"
                yield _Doubt(what, site, "give each its own, as the report does")


# ---------------------------------------------------------------------------------- rounds


def _rounds(dataset: Dataset) -> Iterator[_Doubt]:
    for round in dataset.rounds.values():
        yield from _round(round, dataset)


def _round(round: Round, dataset: Dataset) -> Iterator[_Doubt]:
    """Counts of a round that leave no room for what the providers' files hold."""
    site = _Site("rounds", round.id)
    inside = [i for _, i, _ in _inspections(dataset) if i.round == round.id]
    overall = Counter(i.overall.rating for i in inside if i.overall is not None)
    for fact in round.facts:
        if sum(fact.counts.values()) < overall.total():
            continue  # it counts a part of the round
        for word, count in fact.counts.items():
            if overall[word] > count:
                what = f"{fact.label!r} counts {count} {word}, the providers' files {overall[word]}"
                yield _Doubt(what, site, "check which providers it covers")
    others = sorted({i.framework for i in inside} - {round.framework})
    if others:
        what = f"it is of framework {round.framework}, but has inspections of {', '.join(others)}"
        yield _Doubt(what, site, "a round is best kept to one framework")


def _kinds(dataset: Dataset) -> Iterator[_Doubt]:
    """Inspections under a framework for another kind of provider."""
    for site, inspection, framework in _inspections(dataset):
        kind = dataset.providers[inspection.provider].kind
        if kind != framework.kind:
            what = f"a {kind} was inspected under a framework for {framework.kind}"
            yield _Doubt(what, site, "check the kind and the framework")


# ---------------------------------------------------------------------------- observations


def _observations(dataset: Dataset) -> Iterator[_Doubt]:
    for seen in dataset.observations:
        site = _Site("measures", seen.measure, seen=seen)
        if dataset.measures[seen.measure].unit == "%":
            yield from _per_cent(seen, site)
        yield from _period(seen, site)


def _per_cent(seen: Observation, site: _Site) -> Iterator[_Doubt]:
    values = {"value": seen.value, "comparator": seen.comparator_value, "target": seen.target}
    for name, value in values.items():
        if value is not None and not 0 <= value <= 100:
            yield _error(f"the {name} is {value:g} %", site, "give 0 to 100")
    if seen.base is not None and (seen.base < 1 or seen.base != int(seen.base)):
        yield _error(f"a base of {seen.base:g} cases cannot be", site, "give a whole number")


def _period(seen: Observation, site: _Site) -> Iterator[_Doubt]:
    """A period must not start after the day that orders it."""
    period = partial_date(seen.period) if seen.period else None
    last = last_day(seen.as_of) if seen.as_of else None
    if seen.as_of and period and period.first and last and period.first > last:
        what = f"the period {seen.period!r} starts after {seen.as_of.text}, which orders it"
        yield _error(what, site, "check period and as_of")


def _differing(dataset: Dataset) -> Iterator[_Doubt]:
    """Two values of one measure for one provider and time."""
    first: dict[tuple[str, ...], Observation] = {}
    for seen in dataset.observations:
        as_of = seen.as_of.text if seen.as_of else ""
        other = first.setdefault((seen.provider, seen.measure, seen.period, as_of), seen)
        if other.value != seen.value:
            what = f"{other.value:g} ({other.source}) and {seen.value:g} ({seen.source}) differ"
            site = _Site("measures", seen.measure, seen=seen)
            yield _Doubt(what, site, "keep one, or tell their periods apart")


# ------------------------------------------------------------------------------ loose ends


def _sources(dataset: Dataset) -> Iterator[_Doubt]:
    used = frozenset(cited(dataset))
    for source in dataset.sources.values():
        site = _Site("sources", source.id)
        if source.id not in used:
            yield _Doubt("nothing cites this source", site, "remove it, or cite it")
        if not source.title.strip():
            yield _Doubt("the source has no title, so that it names nothing", site)


def _uninspected(dataset: Dataset) -> Iterator[_Doubt]:
    for provider in dataset.providers.values():
        if not provider.inspections:
            yield _Doubt("no inspection is recorded", _Site("providers", provider.id))


_CHECKS: tuple[Callable[[Dataset], Iterator[_Doubt]], ...] = (
    _overall,
    _cases,
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
