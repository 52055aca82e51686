"""The chart of ratings: for each provider, how many standards have each rating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefings import wording
from briefings.document import (
    Block,
    Chart,
    ChartKind,
    Inlines,
    Paragraph,
    Role,
    Series,
    Text,
    Tone,
)
from briefings.framework import Framework, RatingScale
from briefings.language import say
from briefings.metrics import FIXED
from briefings.records import Basis
from briefings.sections.chart_words import (
    called,
    head,
    in_order,
    missing_notes,
    subject_at,
)
from briefings.sections.parts import (
    Context,
    badge_initials,
    note,
    short_absence,
    source_line,
    text,
)
from briefings.sections.side_by_side import described
from briefings.standing import Standing
from briefings.values import rating_counts

__all__ = ["profile"]

Counts = dict[str, int]


def profile(context: Context, order: str) -> list[Block]:
    """A chart for each framework that rates standards."""
    shown = context.selection.shown
    made: list[Block] = []
    for framework in context.selection.frameworks:
        mine = [s for s in shown if s.framework == framework]
        if framework.scale and framework.standards:
            made += _of_framework(context, framework, framework.scale, mine, order)
    silent = [s for s in shown if s.inspection is None]
    if silent:
        made.append(note(say("Not inspected by then: {providers}.", providers=_names(silent))))
    return made or [note(say("No inspection gave ratings."))]


def _names(standings: Sequence[Standing]) -> str:
    return wording.listing(s.name for s in standings)


def _of_framework(
    context: Context,
    framework: Framework,
    scale: RatingScale,
    standings: list[Standing],
    order: str,
) -> list[Block]:
    values = [(s, FIXED["profile"].value(s)) for s in standings]
    missing = [(called(s), say(v.absent)) for s, v in values if v.absent]
    counted = [(s, rating_counts(s)[0]) for s, v in values if not v.absent]
    found = in_order(counted, order, lambda counts: _rank(framework, scale, counts))
    if not found:
        return [Paragraph(words, Role.NOTE) for words in missing_notes(missing)]
    drawn = [s for s, _ in found]
    sources = (source for s in drawn for source in FIXED["profile"].value(s).sources)
    series = _series(framework, scale, [counts for _, counts in found])
    return [
        Chart(
            id=context.table_id(framework.id),
            kind=ChartKind.PROFILE,
            title=_headline(scale, [counts for _, counts in found]),
            caption=text(
                say(
                    "Standards by rating: {whom}, {framework}",
                    whom=_whose(drawn, framework),
                    framework=framework.name,
                )
            ),
            head=head(drawn),
            categories=tuple(called(s) for s in drawn),
            series=series,
            alt="",
            subject=subject_at(context, drawn),
            scaled=False,
            key=_key(framework, series),
            notes=(*missing_notes(missing), *_inferred(drawn)),
            sources=source_line(sources),
        )
    ]


def _mean(scale: RatingScale, counts: Counts) -> float:
    """The mean points of what is published: to order by, and shown nowhere."""
    points = sum(r.points * counts.get(r.name, 0) for r in scale.ratings)
    return points / max(sum(counts.values()), 1)


def _rank(framework: Framework, scale: RatingScale, counts: Counts) -> float:
    """Best first among those known in full; one Outstanding of ten tells little of the others."""
    whole = sum(counts.values()) == len(framework.standards)
    return _mean(scale, counts) + (scale.ratings[0].points + 1 if whole else 0)


def _series(framework: Framework, scale: RatingScale, rows: list[Counts]) -> tuple[Series, ...]:
    """A series for each rating that anyone has, best first, and one for what is not published."""
    total = len(framework.standards)
    made = []
    for rating in scale.ratings:
        values = [counts.get(rating.name, 0) for counts in rows]
        made.append(_one(rating.name, values, rating.initial, rating.tone))
    unknown = [total - sum(counts.values()) for counts in rows]
    short = short_absence(wording.NOT_PUBLISHED)
    made.append(_one(say(wording.NOT_PUBLISHED), unknown, short, Tone.ABSENT))
    return tuple(series for series in made if any(series.values))


def _one(name: str, values: Sequence[int], initial: str, tone: Tone) -> Series:
    labels = tuple(f"{value} {initial}" if value else "" for value in values)
    return Series(name, tuple(float(value) for value in values), labels, tone)


def _key(framework: Framework, series: tuple[Series, ...]) -> Inlines:
    key = badge_initials(framework)
    if series[-1].tone is Tone.ABSENT:
        short = short_absence(wording.NOT_PUBLISHED)
        return (*key, Text(f"{short} {say(wording.NOT_PUBLISHED)}."))
    return (*key[:-1], Text(f" {framework.scale.names[-1]}.")) if framework.scale else key


def _whose(standings: list[Standing], framework: Framework) -> str:
    return standings[0].name if len(standings) == 1 else described(standings, framework)


def _headline(scale: RatingScale, rows: list[Counts]) -> str:
    """The most common rating, and its part of all that are published."""
    totals = {n: sum(counts.get(n, 0) for counts in rows) for n in scale.names}
    whole, most = sum(totals.values()), max(totals.values())
    common = [name for name, total in totals.items() if total == most]
    if len(common) > 1:
        words = "{ratings} are the most common ratings, {count} each of {whole} published"
        return say(words, ratings=wording.listing(common), count=most, whole=whole)
    if most == whole:
        words = "Every published rating is {rating}: {standards}"
        return say(words, rating=common[0], standards=wording.counted(whole, "standard"))
    words = "{rating} is the most common rating: {count} of {whole} published"
    return say(words, rating=common[0], count=most, whole=whole)


def _inferred(standings: list[Standing]) -> list[Inlines]:
    """How many of the ratings no source states outright."""
    found = [r for s in standings if s.inspection for r in s.inspection.standards.values()]
    by_basis = Counter(rating.basis for rating in found if rating.basis is not Basis.STATED)
    made = []
    for basis, count in by_basis.items():
        words = "{ratings} are {basis}, not stated."
        if count == 1:
            words = "{ratings} is {basis}, not stated."
        ratings = wording.capital(wording.counted(count, "rating"))
        made.append(text(say(words, ratings=ratings, basis=wording.basis_words(basis))))
    return made
