"""``benchmark``: how many were rated so, and where the middle of a measure lies.

Counts are of those with a published rating: who has none leaves the count, and that is
said.  They can be set out by owner, region, kind or round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from attrs import field, frozen

from briefings import language, wording
from briefings.document import Align, Block, Column, Inlines, Row, RowRole, Section, Table
from briefings.framework import Framework
from briefings.language import say, term
from briefings.metrics import Metric
from briefings.sections.parts import (
    Context,
    Options,
    all_uninspected,
    cell,
    note,
    section,
    source_line,
    text,
    value_cell,
)
from briefings.sections.side_by_side import described
from briefings.sections.spread import spread
from briefings.standing import Standing

__all__ = ["Benchmark", "benchmark", "rating_counts_table"]

GROUPS: dict[str, Callable[[Standing], str]] = {
    "owner": lambda s: s.ownership.owner if s.ownership else "",
    "region": lambda s: "" if s.anonymous else s.provider.region,
    "kind": lambda s: language.name(s.provider.kind),
    "round": lambda s: language.name(s.inspection.round) if s.inspection else "",
}

HEADS = {
    term("owner"): term("Owner"),
    term("region"): term("Region"),
    term("kind"): term("Kind"),
    term("round"): term("Round"),
}


@frozen
class Benchmark(Options):
    """Counts of ratings, and the median and quartiles of measures."""

    metrics: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Which ratings and measures; the briefing's metrics by default.",
                  "one": True},
    )  # fmt: skip
    group_by: Literal["none", "owner", "region", "kind", "round"] = field(
        default="none", metadata={"doc": "What the counts of ratings are set out by."}
    )


def benchmark(context: Context, options: Benchmark) -> tuple[Block, ...]:
    names = options.metrics or context.metrics
    standings = _counted(context)
    frameworks = {s.framework.id: s.framework for s in standings if s.framework}
    parts: list[Section] = []
    for framework in frameworks.values():
        chosen = context.expand(names, framework)
        if options.group_by == "none":
            tables = rating_counts_table(context, framework, chosen, standings)
        else:
            tables = _grouped(context, framework, chosen, options.group_by)
        if tables:
            parts.append(section(f"{context.name}-{framework.id}", framework.name, tables))
    blocks: list[Block] = list(parts[0].blocks) if len(parts) == 1 else [*parts]
    measures = [context.dataset.measures[m.id] for m in context.expand(names)
                if m.id in context.dataset.measures]  # fmt: skip
    blocks += spread(context, standings, measures)
    if not blocks:
        blocks = [note(say("Nothing among the metrics can be counted or ordered."))]
    return (section(context.name, options.title or say("Benchmark"), blocks),)


def _counted(context: Context) -> tuple[Standing, ...]:
    """The benchmark; without one, everyone who is shown."""
    return context.selection.benchmark or context.selection.shown


# --------------------------------------------------------------------- one row for a rating


def rating_counts_table(
    context: Context, framework: Framework, chosen: list[Metric], counted: Sequence[Standing]
) -> list[Block]:
    """A table of counts, the subject's own ratings beside them; nothing without ratings."""
    standings = [s for s in counted if s.framework and s.framework.id == framework.id]
    ratings = _ratings(chosen)
    if not standings or not ratings or framework.scale is None:
        return []
    names = framework.scale.names
    subject = context.selection.subject
    if subject and subject.framework != framework:
        subject = None
    columns = [Column(text(say("Rating of")), 4.0, header=True)]
    if subject:
        columns.append(Column(text(subject.short), 3.4, subject=True))
    columns += [Column(text(n), 2.0, Align.RIGHT) for n in names]
    columns.append(Column(text(say("Not known")), 1.6, Align.RIGHT))
    rows = []
    for metric in ratings:
        cells = [cell(metric.label)]
        if subject:
            cells.append(value_cell(metric.value(subject)))
        cells += [cell(str(n)) for n in _counts(metric, standings, names)]
        rows.append(Row(tuple(cells)))
    sources = dict.fromkeys(x for m in ratings for s in standings for x in m.value(s).sources)
    base = _base(ratings, standings)
    left_out = [s.name for s in counted if s.inspection is None]
    if left_out:
        base += " " + all_uninspected(context.selection, left_out)
    return [
        Table(
            id=context.table_id(f"benchmark-{framework.id}"),
            caption=text(_caption(subject, standings)),
            columns=tuple(columns),
            rows=tuple(rows),
            notes=(text(f"{say('Benchmark: {whom}.', whom=described(standings))} {base}"),),
            sources=source_line(sources),
            summary=say("One row for each rating, with the number of providers that have it."),
            dense=True,
        )
    ]


def _ratings(chosen: Sequence[Metric]) -> list[Metric]:
    return [m for m in chosen if m.is_rating and m.id != "previous-overall"]


def _counts(metric: Metric, standings: Sequence[Standing], names: Sequence[str]) -> list[int]:
    """How many have each rating, then how many have none that is known."""
    values = [metric.value(s) for s in standings]
    counts = [sum(v.text == n and not v.absent for v in values) for n in names]
    return [*counts, sum(bool(v.absent) for v in values)]


def _base(ratings: Sequence[Metric], standings: Sequence[Standing]) -> str:
    """Of how many each count is: those without a published rating are left out."""
    known = [sum(not m.value(s).absent for s in standings) for m in ratings]
    label, whole = ratings[0].label.lower(), len(standings)
    if known[0] == whole:
        said = say("Each of the {whole} has a published {rating}.", whole=whole, rating=label)
        if min(known) == whole:
            return said
        left_out = say("Providers without a published rating are left out of each count.")
        return f"{said} {left_out}"
    return say(
        "Providers without a published rating are left out of each count: those of the {rating} "
        "are of {count} with a published rating, out of {whole}.",
        rating=label,
        count=known[0],
        whole=whole,
    )


def _caption(subject: Standing | None, standings: Sequence[Standing]) -> str:
    if subject:
        words = "Ratings of {whom} against those of {others}"
        return say(words, whom=subject.name, others=described(standings))
    return say("How many of {whom} have each rating", whom=described(standings))


# ---------------------------------------------------------------------- one row for a group


def _grouped(context: Context, framework: Framework, chosen: list[Metric], by: str) -> list[Block]:
    """For each rating a table with a row for each owner, region, kind or round."""
    mine = [s for s in _counted(context) if s.framework and s.framework.id == framework.id]
    groups: dict[str, list[Standing]] = {}
    for standing in mine:
        groups.setdefault(GROUPS[by](standing), []).append(standing)
    unknown = groups.pop("", [])
    if framework.scale is None:
        return []
    if not groups:
        return [note(words) for words in _left_out(unknown, by)]
    ordered = sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    return [
        _group_table(context, framework, metric, by, ordered, unknown)
        for metric in _ratings(chosen)
    ]


def _group_table(
    context: Context,
    framework: Framework,
    metric: Metric,
    by: str,
    groups: Sequence[tuple[str, list[Standing]]],
    unknown: Sequence[Standing],
) -> Table:
    names = framework.scale.names if framework.scale else ()
    everyone = [s for _, standings in groups for s in standings]
    rows = [_group_row(name, metric, standings, names) for name, standings in groups]
    if len(groups) > 1:
        rows.append(_group_row(say("All of these"), metric, everyone, names, RowRole.TOTAL))
    columns = [Column(text(say(HEADS[by])), 5.8, header=True)]
    heads = (*names, say("Not known"), say("Together"))
    columns += [Column(text(n), 2.0, Align.RIGHT) for n in heads]
    return Table(
        id=context.table_id(f"{framework.id}-{by}-{metric.id}"),
        caption=text(
            say(
                "{metric} by {group}: {whom}",
                metric=metric.label,
                group=say(by),
                whom=described(everyone),
            )
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(_members(groups, unknown, by)),
        sources=source_line(dict.fromkeys(x for s in everyone for x in metric.value(s).sources)),
        summary=say(
            "One row for each {group}, with the number of its providers that have each rating.",
            group=say(by),
        ),
        dense=len(rows) > 6,
    )


def _group_row(
    name: str,
    metric: Metric,
    standings: Sequence[Standing],
    names: Sequence[str],
    role: RowRole = RowRole.BODY,
) -> Row:
    counts = [*_counts(metric, standings, names), len(standings)]
    return Row((cell(name), *(cell(str(n)) for n in counts)), role)


def _members(
    groups: Sequence[tuple[str, list[Standing]]], unknown: Sequence[Standing], by: str
) -> list[Inlines]:
    """Who is in which group, so that every count can be checked."""
    each = (f"{name}: {wording.listing(s.short for s in found)}" for name, found in groups)
    return [text(words) for words in (f"{'; '.join(each)}.", *_left_out(unknown, by))]


_LEFT_OUT = {
    wording.WITHHELD: term("Left out, since the {group} is withheld: {providers}."),
    wording.NOT_PUBLISHED: term(
        "Left out, since the {group} is not published in the sources: {providers}."
    ),
}


def _left_out(unknown: Sequence[Standing], by: str) -> Iterator[str]:
    """Those in no group, by the reason."""
    for why, anonymous in ((wording.WITHHELD, True), (wording.NOT_PUBLISHED, False)):
        who = wording.listing(s.short for s in unknown if s.anonymous is anonymous)
        if who:
            yield say(_LEFT_OUT[why], group=say(by), providers=who)
