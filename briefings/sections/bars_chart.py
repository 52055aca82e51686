"""The chart of a figure: its value for each provider, the subject's bar set off."""

from __future__ import annotations

from collections.abc import Sequence

from briefings import language, wording
from briefings.dates import period
from briefings.document import Align, Block, Chart, ChartKind, Inlines, ReferenceLine, Series
from briefings.language import say
from briefings.metrics import Metric
from briefings.records import Measure, Observation, Polarity
from briefings.sections.chart_words import (
    called,
    head,
    in_order,
    missing_notes,
    noun,
    subject_at,
)
from briefings.sections.judging import is_size, target_verdict, void
from briefings.sections.parts import Context, note, source_line, text
from briefings.standing import Standing
from briefings.values import Value

__all__ = ["bars", "figures"]

Found = tuple[Standing, Value]
_FEW = 3  # names that a headline lists


def figures(context: Context, names: Sequence[str]) -> list[Metric]:
    """Those of the metrics that a bar can be as long as; a share of a score is not one."""
    found = context.expand(names)
    return [m for m in found if m.align is Align.RIGHT and m.id != "score"]


def bars(context: Context, names: Sequence[str], order: str) -> list[Block]:
    """A chart for each figure among ``names``."""
    made: list[Block] = []
    for metric in figures(context, names):
        made += _of_metric(context, metric, order)
    return made or [note(say("No figure is among the metrics."))]


def _of_metric(context: Context, metric: Metric, order: str) -> list[Block]:
    values = [(s, metric.value(s)) for s in context.selection.shown]
    missing = missing_notes((called(s), say(v.absent)) for s, v in values if v.number is None)
    known = [(s, v) for s, v in values if v.number is not None]
    found = in_order(known, order, _number)
    if not found:
        return [note(say("{what}: not published in the sources.", what=metric.label))]
    drawn = [s for s, _ in found]
    measure = context.dataset.measures.get(metric.id)
    seen = [o for s in drawn if measure and (o := s.observation(measure.id))]
    series = Series(
        metric.label, tuple(v.number for _, v in found), tuple(v.text for _, v in found)
    )
    return [
        Chart(
            id=context.table_id(metric.id),
            kind=ChartKind.BARS,
            title=_headline(context, metric, measure, found, seen),
            caption=text(caption(metric, drawn, seen)),
            head=head(drawn),
            categories=tuple(called(s) for s in drawn),
            series=(series,),
            alt="",
            lines=_lines(measure, seen) if measure else (),
            subject=subject_at(context, drawn),
            unit=metric.unit,
            notes=(*missing, *(_differing(measure, seen) if measure else ())),
            sources=source_line(source for _, v in found for source in v.sources),
        )
    ]


def _number(value: Value) -> float:
    return value.number or 0.0


def caption(metric: Metric, drawn: Sequence[Standing], seen: Sequence[Observation]) -> str:
    """The measure, its unit, whose it is, and the period where all share one."""
    unit = {"": "", "%": f" {say('(per cent)')}"}.get(metric.unit, f" ({said_unit(metric)})")
    if metric.unit and said_unit(metric) in metric.label.casefold():
        unit = ""
    whose = drawn[0].name if len(drawn) == 1 else wording.counted(len(drawn), noun(drawn))
    said = f"{metric.label}{unit}, {whose}"
    periods = {o.period for o in seen}
    if len(periods) > 1:
        return say("{measure}; the periods differ", measure=said)
    return f"{said}, {period(only)}" if periods and (only := periods.pop()) else said


def said_unit(metric: Metric) -> str:
    """The unit as a caption says it: ``people``."""
    return language.name(metric.unit)


def _lines(measure: Measure, seen: Sequence[Observation]) -> tuple[ReferenceLine, ...]:
    """A target or a comparator that is the same for all, and so is one line.

    A target that is void for the time of a value is none, nor is a total a comparator.
    """
    unit = measure.unit
    targets = {None if void(measure, o) else o.target for o in seen}
    others = {("", None) if is_size(measure) else (o.comparator, o.comparator_value) for o in seen}
    lines = []
    if len(targets) == 1 and (target := targets.pop()) is not None:
        lines.append(ReferenceLine(say("Target"), target, wording.amount(target, unit)))
    if len(others) == 1 and len(seen) > 1:
        name, value = others.pop()
        if value is not None:
            label = language.name(name) or say("Comparator")
            lines.append(ReferenceLine(label, value, wording.amount(value, unit)))
    return tuple(lines)


def _differing(measure: Measure, seen: Sequence[Observation]) -> list[Inlines]:
    """What would be a line, were it the same for all."""
    notes = []
    targets = {o.target for o in seen if o.target is not None}
    if targets and any(void(measure, o) for o in seen):
        notes.append(text(say("The target is void for some of the figures, so none is drawn.")))
    elif len(targets) > 1:
        notes.append(text(say("The targets differ, so none is drawn.")))
    compared = {o.comparator_value for o in seen if o.comparator_value is not None}
    if len(compared) > 1:
        notes.append(text(say("The figures to compare with differ, so none is drawn.")))
    return notes


# ------------------------------------------------------------------------------ headline


def _headline(
    context: Context,
    metric: Metric,
    measure: Measure | None,
    found: list[Found],
    seen: Sequence[Observation],
) -> str:
    if len(found) == 1:
        ((standing, value),) = found
        words = "{metric} of {whom}: {value}"
        return say(words, metric=metric.label, whom=standing.name, value=value.text)
    target = _of_target(measure, found, seen)
    return target or _ends(metric, found) + _of_subject(context, found)


def _of_target(measure: Measure | None, found: list[Found], seen: Sequence[Observation]) -> str:
    """How many meet the one target, where each can be judged."""
    targets = {o.target for o in seen}
    if measure is None or measure.polarity is Polarity.NONE or len(targets) != 1:
        return ""
    target = targets.pop()
    judged = [target_verdict(measure, o).text for o in seen]
    if target is None or not set(judged) <= {say("met"), say("missed")}:
        return ""
    met = judged.count(say("met"))
    words = "{count} of {whole} meet the target of {target}"
    if met == 1:
        words = "{count} of {whole} meets the target of {target}"
    elif not met:
        words = "none of {whole} meet the target of {target}"
    whole = wording.counted(len(judged), noun([s for s, _ in found]))
    amount = wording.amount(target, measure.unit)
    return wording.capital(say(words, count=wording.count_word(met), whole=whole, target=amount))


def _ends(metric: Metric, found: list[Found]) -> str:
    """The highest and the lowest: ``Caseload: highest at London (nearly 29,000), ...``."""
    numbers = [_number(value) for _, value in found]
    high, low = max(numbers), min(numbers)
    if high == low:
        words = "{metric}: {value} for all {count}"
        return say(words, metric=metric.label, value=found[0][1].text, count=len(found))
    words = "{metric}: highest at {high}, lowest at {low}"
    return say(words, metric=metric.label, high=_at(found, high), low=_at(found, low))


def _at(found: list[Found], number: float) -> str:
    """Who has this number, and in which words."""
    who = [(called(s), v.text) for s, v in found if v.number == number]
    texts = {said for _, said in who}
    if len(who) > _FEW:
        values = wording.listing(sorted(texts), "or")
        return say("{count} of them ({values})", count=wording.count_word(len(who)), values=values)
    if len(texts) == 1:
        return f"{wording.listing(name for name, _ in who)} ({texts.pop()})"
    return wording.listing(f"{name} ({said})" for name, said in who)


def _of_subject(context: Context, found: list[Found]) -> str:
    """The subject's own value, unless it is an end itself."""
    numbers = [_number(value) for _, value in found]
    for standing, value in found:
        if context.selection.is_subject(standing) and min(numbers) < _number(value) < max(numbers):
            return f"; {called(standing)} {value.text}"
    return ""
