"""``key-points``: three to five sentences, each of which starts with the fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import field, frozen

from briefings import metrics, wording
from briefings.document import Block, BulletList, Callout, ListItem
from briefings.language import say
from briefings.records import Measure, Observation
from briefings.sections.change import contrary, earlier, way, when
from briefings.sections.judging import target_verdict
from briefings.sections.parts import (
    Context,
    Options,
    all_uninspected,
    bullet,
    many,
    unpublished,
    was_uninspected,
)
from briefings.sections.recommendations import addressed
from briefings.standing import Standing
from briefings.values import Value, rating_value, score_of

__all__ = ["KeyPoints", "key_points"]


@frozen
class KeyPoints(Options):
    """The verdict in a few sentences, from the facts."""

    limit: int = field(default=5, metadata={"doc": "How many points at the most."})
    points: tuple[str, ...] = field(
        default=(), metadata={"doc": "Points of your own, before the others.", "one": True}
    )


def key_points(context: Context, options: KeyPoints) -> tuple[Block, ...]:
    own = [ListItem(context.prose(p, None)) for p in options.points]
    subject = context.selection.subject
    found = _of_subject(context, subject) if subject else _of_all(context)
    items = [*own, *islice(found, max(0, options.limit - len(own)))]
    if not items:
        return ()
    return (Callout(options.title or say("Key points"), (BulletList(tuple(items)),)),)


def _of_subject(context: Context, subject: Standing) -> Iterator[ListItem]:
    if subject.inspection is None:
        yield bullet(was_uninspected(subject, context.selection))
        yield from _benchmark(context)
        return
    yield _overall(subject)
    values = _standards(subject)
    names = subject.framework.scale.names if subject.framework and subject.framework.scale else ()
    if values and names:
        known = [n for n in names if any(v.text == n for _, v in values)]
        yield _rated(values, list(dict.fromkeys((known[-1], known[0]))))
    yield from _targets(context, subject)
    yield from _recommendations(subject)
    yield from _unpublished(subject, values)
    yield from _benchmark(context)


def _standards(standing: Standing) -> list[tuple[str, Value]]:
    framework = standing.framework
    if framework is None:
        return []
    found = [(s.name, rating_value(standing, s.number)) for s in framework.standards]
    return [(name, value) for name, value in found if not value.absent]


def _overall(standing: Standing) -> ListItem:
    value = rating_value(standing, "overall")
    inspection = standing.inspection
    dated = f" ({when(inspection)})" if inspection else ""
    words = say("{rating} overall", rating=value.text) + dated
    if value.absent:
        return bullet(wording.sentence(words))
    sources = list(value.sources)
    before = earlier(standing)
    if before and before.inspection and before.framework == standing.framework:
        then = rating_value(before, "overall")
        if not then.absent and then.number is not None and value.number is not None:
            moved = value.number - then.number
            words += ", " + _since(moved, then.text, when(before.inspection))
            hidden, cited = _hidden(standing, before, moved)
            words += say(", but {hidden}", hidden=hidden) if hidden else ""
            sources += cited
    return bullet(words + ".", sources)


def _since(moved: float, rating: str, then: str) -> str:
    if moved == 0:
        return say("as in {then}", then=then)
    words = "up from {rating} in {then}" if moved > 0 else "down from {rating} in {then}"
    return say(words, rating=rating, then=then)


def _hidden(standing: Standing, before: Standing, moved: float) -> tuple[str, list[str]]:
    """The standards that moved against the overall rating, and the sources of their ratings."""
    framework = standing.framework
    if framework is None or framework.scale is None:
        return "", []
    overall = way(moved)
    found: dict[str, str] = {}
    labels: dict[str, str] = {}
    for standard in framework.standards:
        then, now = before.rating(standard.number), standing.rating(standard.number)
        if then and now and then.rating != now.rating:
            names = framework.scale.names  # best first
            better = names.index(now.rating) < names.index(then.rating)
            labels[standard.number] = f"{standard.number} {standard.name}"
            found[standard.number] = way(1 if better else -1)
    words = contrary(overall, [(labels[n], word) for n, word in found.items()])
    told = [n for n, label in labels.items() if label in words]
    values = [rating_value(s, n) for n in told for s in (before, standing)]
    return words, [source for value in values for source in value.sources]


def _rated(values: Sequence[tuple[str, Value]], names: Sequence[str]) -> ListItem:
    """The standards with the lowest rating that was given, and those with the highest."""
    parts, sources = [], []
    for name in names:
        mine = [(label, v) for label, v in values if v.text == name]
        words = "{standards} is {rating}" if len(mine) == 1 else "{standards} are {rating}"
        labels = wording.listing(label for label, _ in mine)
        parts.append(say(words, standards=labels, rating=name))
        sources += [s for _, v in mine for s in v.sources]
    return bullet("; ".join(parts) + ".", sources)


def _targets(context: Context, standing: Standing) -> Iterator[ListItem]:
    """How many targets are met, and by how much the others are missed."""
    judged = []
    for metric in context.expand(context.metrics):
        measure = context.dataset.measures.get(metric.id)
        found = standing.observation(metric.id) if measure else None
        verdict = target_verdict(measure, found).text if measure and found else ""
        if measure and found and verdict in (say("met"), say("missed")):
            judged.append((measure, found, verdict == say("met")))
    if not judged:
        return
    met = sum(m for *_, m in judged)
    targets = wording.counted(len(judged), "target")
    words = say("none of {targets} met", targets=targets)
    if met:
        words = say("{count} of {targets} met", count=wording.count_word(met), targets=targets)
    words = wording.capital(words)
    missed = [_against(m, o) for m, o, ok in judged if not ok]
    if missed:
        words += say("; missed: {measures}", measures=wording.listing(missed))
    yield bullet(words + ".", [o.source for _, o, _ in judged])


def _against(measure: Measure, found: Observation) -> str:
    """A measure that missed its target, with both figures."""
    if measure.unit != "%" or found.target is None:
        return measure.name
    said, target = wording.number(found.value), wording.per_cent(found.target)
    return say("{measure} ({value} against {target})", measure=measure.name, value=said,
               target=target)  # fmt: skip


def _recommendations(standing: Standing) -> Iterator[ListItem]:
    count = metrics.FIXED["recommendation-count"].value(standing)
    if count.absent or count.number is None or standing.inspection is None:
        return
    made: dict[str, int] = {}
    for recommendation in standing.inspection.recommendations:
        made[recommendation.addressee] = made.get(recommendation.addressee, 0) + 1
    recommendations = wording.counted(int(count.number), "recommendation")
    words = wording.capital(say("{recommendations} made", recommendations=recommendations))
    if sum(made.values()) == count.number and len(made) > 1:
        words += ": " + wording.listing(
            say("{count} to {addressee}", count=wording.count_word(n), addressee=addressed(who))
            for who, n in made.items()
        )
    yield bullet(words + ".", count.sources)


def _benchmark(context: Context) -> Iterator[ListItem]:
    standings = context.selection.benchmark
    yield from _counts(context, standings, say("Overall ratings of the benchmark, {whom}"))


def _counts(context: Context, standings: Sequence[Standing], lead: str) -> Iterator[ListItem]:
    """Overall ratings of many, for each framework by itself."""
    frameworks = {s.framework.id: s.framework for s in standings if s.framework}
    for framework in frameworks.values():
        mine = [s for s in standings if s.framework == framework]
        known = [(s, r.rating) for s in mine if (r := s.rating("overall"))]
        if framework.scale is None or not known:
            continue
        counts = [(sum(word == n for _, word in known), n) for n in framework.scale.names]
        said = wording.listing(f"{c} {n}" for c, n in counts if c)
        base = many(len(known), mine[0].provider.kind)
        if len(frameworks) > 1:
            base += f", {framework.name}"
        if len(known) < len(mine):
            words = "{whom} with a published overall rating (of {whole})"
            base = say(words, whom=base, whole=len(mine))
        sources = _totals(context, mine, dict(zip(framework.scale.names, counts, strict=True)))
        if not sources:
            sources = [x for s, _ in known for x in rating_value(s, "overall").sources]
        yield bullet(f"{lead.format(whom=base)}: {said}.", sources)


def _totals(
    context: Context, standings: Sequence[Standing], counts: dict[str, tuple[int, str]]
) -> list[str]:
    """A source that itself prints these very counts for a round, if there is one."""
    rounds = {s.inspection.round for s in standings if s.inspection}
    known = context.dataset.rounds.get(rounds.pop()) if len(rounds) == 1 else None
    ours = {name: count for name, (count, _) in counts.items() if count}
    for fact in known.facts if known else ():
        if {n: c for n, c in fact.counts.items() if c} == ours:
            return [fact.source]
    return []


def _unpublished(standing: Standing, values: Sequence[tuple[str, Value]]) -> Iterator[ListItem]:
    framework = standing.framework
    if framework is None or framework.scale is None or standing.inspection is None:
        return
    missing = len(framework.standards) - len(values)
    if missing and standing.inspection.rated:
        yield bullet(unpublished(missing, len(framework.standards)))


# ------------------------------------------------------------------- without a subject


def _of_all(context: Context) -> Iterator[ListItem]:
    shown = context.selection.shown
    yield from _counts(context, shown, say("Overall ratings of {whom}"))
    for framework in context.selection.frameworks:
        if framework.scale is None:
            continue
        mine = [s for s in shown if s.framework == framework]
        yield from _exceptions(mine, framework.scale.names)
        yield from _weakest(mine, framework.scale.names[-1])
    silent = [s for s in shown if s.inspection is None]
    if silent:
        yield bullet(all_uninspected(context.selection, [s.name for s in silent]))
    yield from _known_in_full(shown)


def _exceptions(standings: Sequence[Standing], names: Sequence[str]) -> Iterator[ListItem]:
    """The providers whose overall rating is not the most common one, by name."""
    rated = [(s, rating_value(s, "overall")) for s in standings]
    rated = [(s, v) for s, v in rated if not v.absent]
    counts = {n: sum(v.text == n for _, v in rated) for n in names}
    usual = max(counts, key=lambda n: counts[n], default="")
    for name in names:
        mine = [(s, v) for s, v in rated if v.text == name]
        if name != usual and 0 < len(mine) <= 6:
            who = wording.listing(s.name for s, _ in mine)
            words = say("{rating} overall: {who}.", rating=name, who=who)
            yield bullet(words, [x for _, v in mine for x in v.sources])


def _weakest(standings: Sequence[Standing], worst: str) -> Iterator[ListItem]:
    """The standard with the lowest rating for most providers, of those published."""
    framework = standings[0].framework if standings else None
    found = []
    for standard in framework.standards if framework else ():
        known = [(s, r.rating) for s in standings if (r := s.rating(standard.number))]
        poor = sum(word == worst for _, word in known)
        found.append((poor, standard, [s for s, _ in known]))
    if not found:
        return
    count, standard, rated = max(found, key=lambda f: f[0])
    if count > 1:
        words = say(
            "{standard} is most often {rating}: {count} of {whole} published ratings.",
            standard=standard.name, rating=worst, count=count, whole=len(rated),
        )  # fmt: skip
        values = [rating_value(s, standard.number) for s in rated]
        yield bullet(words, [x for v in values for x in v.sources])


def _known_in_full(standings: Sequence[Standing]) -> Iterator[ListItem]:
    rated = [s for s in standings if s.framework and s.framework.scale and s.inspection]
    full = [s for s in rated if score_of(s) is not None]
    if rated and len(full) < len(rated):
        words = (
            "Every standard’s rating is published for {count} of {whole} providers in the sources "
            "used here."
        )
        yield bullet(say(words, count=len(full), whole=len(rated)))
