"""Metrics: what a briefing can show of a provider, each with its label, unit and polarity.

A metric turns a :class:`~briefings.select.Standing` into a :class:`Value`: words for the
page, a number to order by where there is one, the sources it rests on, and, where the
value is missing, the reason in words (:mod:`briefings.values`).  Metrics are named in
specs; ``standards`` and ``counts`` stand for a family and :func:`expand` unfolds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve, field, frozen

from briefings import wording
from briefings.dates import words as date_words
from briefings.document import Align, Text
from briefings.framework import Framework, ScaleRating
from briefings.language import bare, say, term
from briefings.records import Basis, Dataset, Inspection, PartialDate, Polarity
from briefings.standing import Standing
from briefings.values import (
    Value,
    absence,
    known,
    missing,
    rating_counts,
    rating_value,
    score_of,
)

__all__ = [
    "FAMILIES",
    "FIXED",
    "Metric",
    "expand",
    "names",
    "orders",
    "spoken",
]

INCOMPLETE = term("not every rating published")
NO_EARLIER = term("no earlier inspection")
NOT_KNOWN = term("not known")


@frozen
class Metric:
    """``id`` as specs name it; ``label`` heads a column; ``short`` heads a narrow one."""

    id: str
    label: str
    doc: str
    value: Callable[[Standing], Value] = field(repr=False, eq=False)
    short: str = ""
    unit: str = ""
    polarity: Polarity = Polarity.NONE
    align: Align = Align.LEFT
    is_rating: bool = False
    width: float = 3.0  # of a column, beside 5 for a provider's name


def _noting(metric: Metric, *at: str) -> Metric:
    """A metric that writes down what it says; ratings and measures are noted where they are read.

    ``at`` is where a provider's file says it.
    """

    def value(standing: Standing) -> Value:
        found = metric.value(standing)
        if not found.absent:
            label = say(metric.label) if metric.id in FIXED else metric.label
            said = (metric.id, label, found.text, found.sources, found.basis)
            standing.note(*said, at=at)
        return found

    return evolve(metric, value=value)


# ----------------------------------------------------------------------- fixed metrics


def _overall(standing: Standing) -> Value:
    return rating_value(standing, "overall")


def _previous(standing: Standing) -> Value:
    earlier = standing.before
    return rating_value(earlier, "overall") if earlier else missing(NO_EARLIER)


def _score(standing: Standing) -> Value:
    framework, inspection = standing.framework, standing.inspection
    if framework is None or inspection is None:
        return missing(absence(standing))
    if inspection.score:
        score = inspection.score
        text = say("{points} of {most}", points=score.value, most=score.out_of)
        return known(text, score.source, score.value / score.out_of)
    total, maximum = score_of(standing), framework.maximum
    if total is None or maximum is None:
        reason = absence(standing)
        return missing(INCOMPLETE if reason == wording.NOT_PUBLISHED else reason)
    sources = dict.fromkeys(r.source for r in inspection.standards.values())
    text = say("{points} of {most}", points=total, most=maximum)
    return Value(
        (Text(text),),
        text,
        total / maximum,
        tuple(sources),
        Basis.DERIVED,
    )


def _owner(standing: Standing) -> Value:
    if standing.anonymous:
        return missing(wording.WITHHELD)
    held = standing.ownership
    return known(held.owner, held.source) if held else missing(wording.NOT_PUBLISHED)


def _dated(pick: Callable[[Inspection], PartialDate | None]) -> Callable[[Standing], Value]:
    def value(standing: Standing) -> Value:
        if standing.inspection is None:
            return missing(wording.NOT_INSPECTED)
        if standing.anonymous:
            return missing(wording.WITHHELD)
        when = pick(standing.inspection)
        if when is None:
            return missing(wording.NOT_PUBLISHED)
        number = float(when.first.toordinal()) if when.first else None
        return known(date_words(when), standing.inspection.source, number)

    return value


def _recommendation_count(standing: Standing) -> Value:
    inspection = standing.inspection
    if inspection is None:
        return missing(wording.NOT_INSPECTED)
    if inspection.recommendation_count:
        fact = inspection.recommendation_count
        return known(fact.value, fact.source, fact.number)
    return missing(wording.NOT_PUBLISHED)


def _profile(standing: Standing) -> Value:
    """How many standards have each rating: "1 Good, 5 Requires improvement"."""
    framework, inspection = standing.framework, standing.inspection
    if framework is None or inspection is None or framework.scale is None:
        return missing(absence(standing))
    counts, sources, whole = rating_counts(standing)
    if not counts:
        return missing(absence(standing))
    parts = [f"{counts[n]} {n}" for n in framework.scale.names if counts.get(n)]
    text = ", ".join(parts)
    if not whole:
        text = say("{ratings} (the others not published)", ratings=text)
    return Value((Text(text),), text, None, sources)


_WRITTEN = {
    "owner": ("ownership",),
    "score": ("score",),
    "profile": ("standards",),
    "fieldwork": ("fieldwork",),
    "published": ("published",),
    "recommendation-count": ("recommendation_count",),
}  # where a provider's file says it

FIXED: dict[str, Metric] = {
    m.id: m if m.is_rating else _noting(m, *_WRITTEN.get(m.id, ()))
    for m in (
        Metric("overall", "Overall rating", "The published overall rating.", _overall,
               short="Overall", is_rating=True, width=4.0),
        Metric("previous-overall", "Previous overall rating",
               "The overall rating of the inspection before.", _previous,
               short="Previous", is_rating=True, width=4.0),
        Metric("profile", "Standards by rating",
               "How many standards have each rating.", _profile, width=4.0),
        Metric("score", "Score (unofficial)",
               "Points of all standards added up; only where every rating is known.", _score,
               short="Score", align=Align.RIGHT, polarity=Polarity.HIGHER, width=2.0),
        Metric("owner", "Owner", "Who owned it at the inspection.", _owner),
        Metric("fieldwork", "Fieldwork started", "When inspectors began.",
               _dated(lambda i: i.fieldwork), short="Fieldwork", width=2.4),
        Metric("published", "Report published", "When the report came out.",
               _dated(lambda i: i.published), short="Published", width=2.4),
        Metric("recommendation-count", "Recommendations", "How many were made.",
               _recommendation_count, align=Align.RIGHT, width=2.6),
    )
}  # fmt: skip

FAMILIES = {
    "standards": "Every standard of the framework, one column each.",
    "counts": "How many standards have each rating, one column a rating.",
    "domains": "How many standards of each domain have each rating, one column a domain.",
}


def _standard_metric(framework: Framework, number: str) -> Metric:
    standard = framework.standard(number)
    assert standard is not None
    return Metric(
        id=number,
        label=f"{number} {standard.name}",
        doc=f"The published rating of {standard.name}.",
        value=lambda standing: rating_value(standing, number),
        short=number,
        is_rating=True,
        width=1.2,
    )


def _count_metric(found: ScaleRating) -> Metric:
    def value(standing: Standing) -> Value:
        counts, sources, whole = rating_counts(standing)
        if not counts:
            return missing(absence(standing))
        count = counts.get(found.name, 0)
        if not count and not whole:
            return missing(NOT_KNOWN)
        text = str(count) if whole else say("at least {count}", count=count)
        return Value((Text(text),), text, count, sources, approximate=not whole)

    metric = Metric(
        id=f"count-{bare(found.name).lower().replace(' ', '-')}",
        label=say("Standards rated {rating}", rating=found.name),
        doc=f"How many standards are rated {found.name}.",
        value=value,
        short=found.name,
        align=Align.RIGHT,
        width=1.8,
    )
    return _noting(metric, "standards")


def _domain_metric(framework: Framework, number: str, name: str) -> Metric:
    def value(standing: Standing) -> Value:
        if standing.framework is None or standing.framework.scale is None:
            return missing(absence(standing))
        values = [rating_value(standing, s.number) for s in framework.in_domain(number)]
        found = [v for v in values if not v.absent]
        if not found:
            return missing(absence(standing))
        order = standing.framework.scale.names
        counts = [(n, sum(v.text == n for v in found)) for n in order]
        text = ", ".join(f"{c} {n}" for n, c in counts if c)
        if len(found) < len(values):
            silent = len(values) - len(found)
            text = say("{ratings}, {count} not published", ratings=text, count=silent)
        sources = tuple(dict.fromkeys(s for v in found for s in v.sources))
        return Value((Text(text),), text, None, sources)

    return Metric(f"domain-{number}", f"{number}. {name}", f"Ratings of {name}.", value)


def _measure_metric(dataset: Dataset, measure_id: str) -> Metric:
    measure = dataset.measures[measure_id]

    def value(standing: Standing) -> Value:
        found = standing.observation(measure_id)
        if found is None:
            later = standing.is_later(measure_id)
            return missing(wording.LATER if later else wording.NOT_PUBLISHED)
        text = wording.observed(found, measure.unit)
        return Value(
            (Text(text),),
            text,
            found.value,
            (found.source,),
            found.basis,
            approximate=bool(found.qualifier),
        )

    return Metric(
        id=measure_id,
        label=measure.name,
        doc=measure.definition or measure.name,
        value=value,
        unit=measure.unit,
        polarity=measure.polarity,
        align=Align.RIGHT,
        width=2.6,
    )


def _measure_named(dataset: Dataset, name: str) -> str | None:
    folded = _fold(name)
    for measure in dataset.measures.values():
        if folded in {_fold(n) for n in (measure.id, measure.code, *measure.aliases) if n}:
            return measure.id
    return None


def _fold(name: str) -> str:
    return name.casefold().replace(" ", "").replace("-", "")


def spoken(metric: Metric) -> Metric:
    """One of the fixed metrics with its labels in the language of the briefing."""
    return evolve(metric, label=say(metric.label), short=say(metric.short) if metric.short else "")


def expand(
    name: str, dataset: Dataset, frameworks: Sequence[Framework]
) -> tuple[Metric, ...] | None:
    """The metrics that ``name`` stands for under ``frameworks``; ``None`` if unknown."""
    if name in FIXED:
        return (spoken(FIXED[name]),)
    if name == "standards":
        return _unique(_standard_metric(f, s.number) for f in frameworks for s in f.standards)
    if name == "counts":
        scales = [f.scale for f in frameworks if f.scale]
        return _unique(_count_metric(r) for scale in scales for r in scale.ratings)
    domains = _unique(
        _domain_metric(f, d.number, d.name) for f in frameworks for d in f.domains if f.scale
    )
    if name == "domains":
        return domains
    if name.startswith("domain-"):
        chosen = tuple(m for m in domains if m.id == name)
        return chosen if chosen or name in _domain_names(dataset) else None
    holding = [f for f in frameworks if f.standard(name)]
    if holding:
        return (_standard_metric(holding[0], name),)
    if any(f.standard(name) for f in dataset.frameworks.values()):
        return ()
    measure = _measure_named(dataset, name)
    return (_measure_metric(dataset, measure),) if measure else None


def orders(name: str) -> bool:
    """Whether providers can be put in order by a metric: by a rating, a score or a figure."""
    return name not in FAMILIES and name not in _UNORDERED and not name.startswith("domain-")


_UNORDERED = frozenset({"profile", "owner", "fieldwork", "published"})


def _unique(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    return tuple({m.id: m for m in metrics}.values())


def _domain_names(dataset: Dataset) -> set[str]:
    return {f"domain-{d.number}" for f in dataset.frameworks.values() for d in f.domains}


def names(dataset: Dataset) -> dict[str, str]:
    """Every name a spec may use, with what it means."""
    found = {m.id: m.doc for m in FIXED.values()} | FAMILIES
    for framework in dataset.frameworks.values():
        for domain in framework.domains:
            found.setdefault(f"domain-{domain.number}", f"Ratings of domain {domain.name}.")
        for standard in framework.standards:
            found.setdefault(standard.number, f"The published rating of {standard.name}.")
    for measure in dataset.measures.values():
        found[measure.id] = measure.definition or measure.name
    return found
