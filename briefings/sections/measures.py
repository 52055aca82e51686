"""``measures``: published figures against a comparator and against a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from attrs import field, frozen

from briefings import wording
from briefings.dates import period
from briefings.document import (
    Align,
    Badge,
    Block,
    Cell,
    Column,
    LineBreak,
    Row,
    RowRole,
    Table,
    Text,
    Tone,
)
from briefings.language import name as named
from briefings.language import say
from briefings.records import Measure, Observation
from briefings.sections.judging import against, is_size, meets, target_verdict, void
from briefings.sections.parts import Context, Options, cell, cite, note, section, text
from briefings.sections.samples import differences, intervals, unknown_bases
from briefings.standing import Standing

__all__ = ["Measures", "against", "measures", "meets"]


@frozen
class Measures(Options):
    """Published figures with their comparators and targets."""

    metrics: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Which measures; those of the briefing by default.", "one": True},
    )
    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose measures."}
    )


def measures(context: Context, options: Measures) -> tuple[Block, ...]:
    title = options.title or say("Performance measures")
    chosen = _chosen(context, options.metrics or context.metrics)
    subject = context.selection.subject
    if not chosen:
        return (section(context.name, title, [note(say("No measure is among the metrics."))]),)
    if subject and options.providers == "subject":
        return (section(context.name, title, _of_one(context, subject, chosen)),)
    blocks = [b for m in chosen for b in _of_many(context, m)]
    return (section(context.name, title, blocks),)


def _chosen(context: Context, names: tuple[str, ...]) -> list[Measure]:
    found = context.expand(names)
    return [context.dataset.measures[m.id] for m in found if m.id in context.dataset.measures]


def _of_one(context: Context, standing: Standing, chosen: list[Measure]) -> list[Block]:
    found = [(m, standing.observation(m.id)) for m in chosen]
    missing = [m.name for m, o in found if o is None]
    names = Counter(o.comparator for _, o in found if o and o.comparator)
    comparator = names.most_common(1)[0][0] if names else ""
    rows = [_row(m, o, comparator) for m, o in found if o]
    blocks: list[Block] = []
    if rows:
        blocks.append(_table(context, standing, comparator, rows))
        blocks += _remarks(standing, chosen)
    if missing:
        words = "{what}: not published in the sources."
        blocks.append(note(say(words, what=wording.listing(missing))))
    return blocks


def _row(measure: Measure, found: Observation, comparator: str) -> Row:
    """A comparator of another kind (a total among averages) is named, and not judged."""
    shown, verdict = _compared(measure, found, comparator)
    return Row(
        (
            cell(measure.name),
            cell(period(found.period) or say("period not given")),
            cell(wording.observed(found, measure.unit)),
            shown,
            _target(measure, found),
            Cell((target_verdict(measure, found),)),
            verdict,
            Cell(cite([found.source])),
        )
    )


def _compared(measure: Measure, found: Observation, comparator: str) -> tuple[Cell, Cell]:
    """What a value is held against, and how it stands against that."""
    compared = found.comparator_value
    if compared is None:
        return Cell((Badge(say("none"), Tone.MUTED),)), Cell((against(found, measure.polarity),))
    shown = cell(wording.amount(compared, measure.unit))
    if found.comparator == comparator and not is_size(measure):
        return shown, Cell((against(found, measure.polarity),))
    verdict = Cell((Badge(say("not judged"), Tone.MUTED),))
    if found.comparator == comparator:
        return shown, verdict
    # On a line of its own, so that one long comparator does not widen the column of figures.
    lead = (Text(f"{named(found.comparator)}:"), LineBreak())
    return Cell((*lead, *shown.children)), verdict


def _table(context: Context, standing: Standing, comparator: str, rows: list[Row]) -> Table:
    return Table(
        id=context.table_id(),
        caption=text(say("Measures of {whom}", whom=standing.name)),
        columns=(
            Column(text(say("Measure")), 3.2, header=True),
            Column(text(say("Period")), 2.6),
            Column(text(say("Value")), 1.1, Align.RIGHT, subject=True),
            Column(text(named(comparator) or say("Comparator")), 1.6, Align.RIGHT),
            Column(text(say("Target")), 1.1, Align.RIGHT),
            Column(text(say("Meets target")), 1.8),
            Column(text(_against(comparator)), 2.9),
            Column(text(say("Source")), 1.1),
        ),
        rows=tuple(rows),
        summary=say(
            "One row for each measure: its value, what it is held against, the target, and two "
            "separate judgements."
        ),
        dense=True,
    )


def _target(measure: Measure, found: Observation) -> Cell:
    if found.target is None:
        return Cell((Badge(say("none"), Tone.MUTED),))
    return cell(wording.amount(found.target, measure.unit))


def _caption(measure: Measure, known: Sequence[tuple[Standing, Observation]]) -> str:
    """Period in the caption where all share it, else a warning that they do not."""
    periods = {o.period for _, o in known}
    if len(periods) == 1 and (only := periods.pop()):
        return f"{measure.name}, {period(only)}"
    if len(known) > 1:
        return say("{measure}; the periods differ", measure=measure.name)
    return measure.name


def _against(comparator: str) -> str:
    """The head of the column of judgements."""
    if not comparator:
        return say("Against comparator")
    return say("Against {comparator}", comparator=named(comparator))


def _remarks(standing: Standing, chosen: list[Measure]) -> list[Block]:
    """Notes of the values, and a warning where one table mixes periods."""
    found = [(m, standing.observation(m.id)) for m in chosen]
    blocks: list[Block] = [
        note(f"{m.name}: {wording.sentence(o.note)}", [o.source]) for m, o in found if o and o.note
    ]
    periods = {o.period for _, o in found if o and o.period}
    if len(periods) > 1:
        blocks.insert(
            0, note(say("The measures are of different periods; read each with its own."))
        )
    known = [(m, o) for m, o in found if o]
    blocks += _void_targets(known)
    blocks += intervals(known)
    blocks += unknown_bases(known)
    return blocks


def _void_targets(known: Sequence[tuple[Measure, Observation]]) -> list[Block]:
    """Targets that do not hold for the time of their values, each with the reason."""
    said: dict[str, tuple[list[str], str, str]] = {}
    for measure, observation in known:
        time = void(measure, observation) if observation.target is not None else None
        if time:
            names, *_ = said.setdefault(time.start.text, ([], time.note, time.source))
            names.append(measure.name)
    words = "Target void for this period, and not judged: {measures}"
    return [
        note(
            say(words, measures=wording.listing(dict.fromkeys(names)))
            + (f" ({why})." if why else "."),
            [source],
        )
        for names, why, source in said.values()
    ]


def _usual_comparator(known: Sequence[tuple[Standing, Observation]]) -> str | None:
    """What at least half of the values are held against: it then has columns of its own."""
    names = Counter(o.comparator for _, o in known if o.comparator_value is not None)
    usual, count = names.most_common(1)[0] if names else ("", 0)
    return usual if count and 2 * count >= len(known) else None


def _of_many(context: Context, measure: Measure) -> list[Block]:
    """One measure for every provider shown, in a table of its own."""
    selection = context.selection
    found = [(s, s.observation(measure.id)) for s in selection.shown]
    known = [(s, o) for s, o in found if o]
    missing = [s.short for s, o in found if o is None]
    blocks: list[Block] = [_beside(context, measure, known)] if known else []
    blocks += _void_targets([(measure, o) for _, o in known])
    blocks += differences(measure, known, selection.subject)
    if missing:
        words = "{measure}, not published in the sources: {providers}."
        told = say(words, measure=measure.name, providers=wording.listing(missing))
        blocks.append(note(told))
    return blocks


def _beside(
    context: Context, measure: Measure, known: Sequence[tuple[Standing, Observation]]
) -> Table:
    """A row for each provider; comparator and target where most, or any, have one."""
    comparator = _usual_comparator(known)
    targets = any(o.target is not None for _, o in known)
    rows = []
    for standing, observation in known:
        cells = _cells(standing, measure, observation, comparator, targets=targets)
        is_subject = context.selection.is_subject(standing)
        rows.append(Row(cells, RowRole.SUBJECT if is_subject else RowRole.BODY))
    return Table(
        id=context.table_id(measure.id),
        caption=text(_caption(measure, known)),
        columns=_columns(comparator, targets=targets),
        rows=tuple(rows),
        summary=say("One row for each provider with a published value."),
        dense=comparator is not None,
    )


def _cells(
    standing: Standing,
    measure: Measure,
    found: Observation,
    comparator: str | None,
    *,
    targets: bool,
) -> tuple[Cell, ...]:
    shown, verdict = _compared(measure, found, comparator or "")
    cells = [
        cell(standing.name),
        cell(period(found.period) or say("period not given")),
        cell(wording.observed(found, measure.unit)),
        *((shown,) if comparator is not None else ()),
    ]
    if targets:
        cells += [_target(measure, found), Cell((target_verdict(measure, found),))]
    if comparator is not None:
        cells.append(verdict)
    return (*cells, Cell(cite([found.source])))


def _columns(comparator: str | None, *, targets: bool) -> tuple[Column, ...]:
    """With a comparator, there are more of them, and so narrower ones."""
    provider, when, value = (4.8, 3.2, 2.4) if comparator is None else (3.2, 3.0, 1.5)
    columns = [
        Column(text(say("Provider")), provider, header=True),
        Column(text(say("Period")), when),
        Column(text(say("Value")), value, Align.RIGHT),
    ]
    if comparator is not None:
        columns.append(Column(text(named(comparator) or say("Comparator")), 1.6, Align.RIGHT))
    if targets:
        columns.append(Column(text(say("Target")), 1.5, Align.RIGHT))
        columns.append(Column(text(say("Meets target")), 1.9))
    if comparator is not None:
        columns.append(Column(text(_against(comparator)), 3.8))
    return (*columns, Column(text(say("Source")), 1.2))
