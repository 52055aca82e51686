"""The chart of how figures changed: at the inspection before, and at this one."""

from __future__ import annotations

from collections.abc import Sequence

from briefings import wording
from briefings.document import Block, Chart, ChartKind, Inlines, Paragraph, Role, Series
from briefings.language import say, term
from briefings.metrics import Metric
from briefings.sections.bars_chart import figures, said_unit
from briefings.sections.change import earlier, when
from briefings.sections.change_chart import Pair, both_times
from briefings.sections.chart_words import (
    called,
    head,
    in_order,
    missing_notes,
    noun,
    subject_at,
)
from briefings.sections.parts import Context, note, source_line, text
from briefings.standing import Standing
from briefings.values import Value

__all__ = ["change_of_figures"]

ROSE, FELL, SAME = term("{count} rose"), term("{count} fell"), term("{count} stayed the same")
UNTOLD = term("{count} cannot be told, as a value is approximate")
WAYS = (ROSE, FELL, SAME, UNTOLD)


def change_of_figures(
    context: Context, names: Sequence[str], order: str, subject: bool
) -> list[Block]:
    """A chart for each figure among ``names``."""
    alone = context.selection.subject if subject else None
    standings = [alone] if alone else list(context.selection.shown)
    made: list[Block] = []
    for metric in figures(context, names):
        made += _of_figure(context, metric, standings, order)
    return made or [note(say("No figure is among the metrics."))]


def _of_figure(
    context: Context, metric: Metric, standings: Sequence[Standing], order: str
) -> list[Block]:
    pairs, missing = [], []
    for standing in standings:
        pair = _figure_pair(standing, metric)
        if pair:
            pairs.append((standing, pair))
        else:
            missing.append((called(standing), say("no figures of two inspections")))
    found = in_order(pairs, order, lambda pair: pair.now.number or 0.0)
    if not found:
        silent = [(name, f"{metric.label}, {why}") for name, why in missing]
        return [Paragraph(words, Role.NOTE) for words in missing_notes(silent)]
    drawn, values = [s for s, _ in found], [pair for _, pair in found]
    return [
        Chart(
            id=context.table_id(metric.id),
            kind=ChartKind.CHANGE,
            title=_moved(metric, found),
            caption=text(
                both_times(f"{metric.label} ({said_unit(metric) or say('number')})", values)
            ),
            head=head(drawn),
            categories=tuple(called(s) for s in drawn),
            series=(
                _figures(say("Before"), [(pair.then, pair.before) for pair in values]),
                _figures(say("Now"), [(pair.since, pair.now) for pair in values]),
            ),
            alt="",
            subject=subject_at(context, drawn),
            unit=metric.unit,
            notes=(*missing_notes(missing), *_remarks(metric, drawn)),
            sources=source_line(s for pair in values for s in pair.sources),
        )
    ]


def _remarks(metric: Metric, drawn: Sequence[Standing]) -> list[Inlines]:
    """What the data says of a figure: that it is to be read with caution, and the like."""
    if not drawn or metric.id not in drawn[0].dataset.measures:
        return []
    asked = [s for standing in drawn for s in (earlier(standing), standing) if s]
    seen = [(s, s.observation(metric.id)) for s in asked]
    return [text(f"{called(s)}: {wording.sentence(o.note)}") for s, o in seen if o and o.note]


def _figure_pair(standing: Standing, metric: Metric) -> Pair | None:
    """Two figures, each of an inspection of its own."""
    before = earlier(standing)
    if before is None or before.inspection is None or standing.inspection is None:
        return None
    then, now = metric.value(before), metric.value(standing)
    if then.number is None or now.number is None:
        return None
    if metric.id in standing.dataset.measures:
        first, second = before.observation(metric.id), standing.observation(metric.id)
        if first == second:
            return None
    return Pair(then, now, when(before.inspection), when(standing.inspection))


def _figures(name: str, values: Sequence[tuple[str, Value]]) -> Series:
    labels = tuple(f"{at}: {value.text}" for at, value in values)
    return Series(name, tuple(value.number for _, value in values), labels)


def _moved(metric: Metric, found: Sequence[tuple[Standing, Pair]]) -> str:
    """Which way it went: for one in full, for several as counts."""
    if len(found) == 1:
        ((standing, pair),) = found
        return say(
            "{metric} of {whom}: {before} in {then}, {now} in {since}",
            metric=metric.label,
            whom=standing.name,
            before=pair.before.text,
            then=pair.then,
            now=pair.now.text,
            since=pair.since,
        )
    words = [_way(pair) for _, pair in found]
    counts = [say(way, count=wording.count_word(n)) for way in WAYS if (n := words.count(way))]
    whose = wording.counted(len(found), noun([s for s, _ in found]))
    said = wording.listing(counts)
    return say("{metric} of {whom}: {value}", metric=metric.label, whom=whose, value=said)


def _way(pair: Pair) -> str:
    if pair.before.approximate or pair.now.approximate:
        return UNTOLD
    before, now = pair.before.number or 0.0, pair.now.number or 0.0
    return ROSE if now > before else FELL if now < before else SAME
