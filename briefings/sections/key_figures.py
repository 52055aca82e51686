"""``key-figures``: up to four figures as tiles, each with its target or comparator."""

from __future__ import annotations

from attrs import field, frozen

from briefings import wording
from briefings.dates import period
from briefings.document import Block, KeyFigure, KeyFigures, Tone
from briefings.language import name as named
from briefings.language import say
from briefings.records import Measure, Observation, Polarity
from briefings.sections.judging import target_verdict
from briefings.sections.parts import Context, Options, note

__all__ = ["KeyFiguresOptions", "key_figures"]


@frozen
class KeyFiguresOptions(Options):
    """Figures of the subject as tiles."""

    metrics: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Which measures, four at the most; those of the briefing by default.",
                  "one": True},
    )  # fmt: skip


def key_figures(context: Context, options: KeyFiguresOptions) -> tuple[Block, ...]:
    subject = context.selection.subject
    if subject is None:
        return ()
    tiles: list[KeyFigure] = []
    sources: list[str] = []
    for metric in context.expand(options.metrics or context.metrics):
        measure = context.dataset.measures.get(metric.id)
        found = subject.observation(metric.id) if measure else None
        if measure and found and len(tiles) < 4:
            tiles.append(_tile(measure, found))
            sources.append(found.source)
    if not tiles:
        return ()
    title = options.title or say("Key figures")
    words = "Sources of the key figures:"
    if len(set(sources)) == 1:
        words = "Source of the key figures:"
    return (KeyFigures(tuple(tiles), title), note(say(words), sources))


def _tile(measure: Measure, found: Observation) -> KeyFigure:
    value = wording.observed(found, measure.unit)
    if found.target is not None:
        verdict = target_verdict(measure, found)
        target = wording.amount(found.target, measure.unit)
        detail = say("target {amount}, {verdict}", amount=target, verdict=verdict.text)
        return KeyFigure(value, measure.name, detail, verdict.tone)
    if found.comparator_value is not None and measure.polarity is not Polarity.NONE:
        compared = wording.amount(found.comparator_value, measure.unit)
        return KeyFigure(value, measure.name, f"{named(found.comparator)} {compared}")
    return KeyFigure(value, measure.name, period(found.period), Tone.PLAIN)
