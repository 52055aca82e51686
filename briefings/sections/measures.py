"""``measures``: published figures against a comparator and against a target.

The two judgements are kept apart: a figure can beat the average and still miss the
target, or the reverse.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from attrs import field, frozen

from briefings import wording
from briefings.document import (
    Align,
    Badge,
    Block,
    Cell,
    Column,
    Row,
    RowRole,
    Symbol,
    Table,
    Tone,
)
from briefings.records import Measure, Observation, Polarity
from briefings.sections.parts import Context, Options, cell, cite, note, section, text
from briefings.select import Standing

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
    title = options.title or "Performance measures"
    chosen = _chosen(context, options.metrics or context.metrics)
    subject = context.selection.subject
    if not chosen:
        return (section(context.name, title, [note("No measure is among the metrics.")]),)
    if subject and options.providers == "subject":
        return (section(context.name, title, _of_one(context, subject, chosen)),)
    blocks = [b for m in chosen for b in _of_many(context, m)]
    return (section(context.name, title, blocks),)


def _chosen(context: Context, names: tuple[str, ...]) -> list[Measure]:
    found = context.expand(names)
    return [context.dataset.measures[m.id] for m in found if m.id in context.dataset.measures]


def judged(good: bool, yes: str, no: str) -> Badge:
    return Badge(yes, Tone.BETTER, Symbol.UP) if good else Badge(no, Tone.WORSE, Symbol.DOWN)


def meets(observation: Observation, polarity: Polarity) -> Badge:
    """Whether a value meets its target: met at the target itself."""
    if observation.target is None:
        return Badge("no target", Tone.MUTED)
    if polarity is Polarity.NONE:
        return Badge("neither way is better", Tone.MUTED)
    if not observation.qualifier and observation.value == observation.target:
        return judged(True, "met", "missed")
    above = wording.exceeds(observation.value, observation.qualifier, observation.target)
    if above is None:
        return Badge("not exact enough to judge", Tone.MUTED)
    return judged(above is (polarity is Polarity.HIGHER), "met", "missed")


def against(observation: Observation, polarity: Polarity) -> Badge:
    """Whether a value is above, at or below its comparator, and whether that is better."""
    if observation.comparator_value is None:
        return Badge("no comparator", Tone.MUTED)
    if not observation.qualifier and observation.value == observation.comparator_value:
        return Badge("the same", Tone.NEUTRAL, Symbol.LEVEL)
    above = wording.exceeds(observation.value, observation.qualifier, observation.comparator_value)
    if above is None:
        return Badge("not exact enough to judge", Tone.MUTED)
    word = "above" if above else "below"
    if polarity is Polarity.NONE:
        return Badge(word, Tone.NEUTRAL)
    better = above is (polarity is Polarity.HIGHER)
    return judged(better, f"{word}: better", f"{word}: worse")


def _of_one(context: Context, standing: Standing, chosen: list[Measure]) -> list[Block]:
    found = [(m, standing.observation(m.id)) for m in chosen]
    missing = [m.name for m, o in found if o is None]
    names = Counter(o.comparator for _, o in found if o and o.comparator)
    comparator = names.most_common(1)[0][0] if names else "Comparator"
    rows = [_row(m, o, comparator) for m, o in found if o]
    blocks: list[Block] = []
    if rows:
        blocks.append(_table(context, standing, comparator, rows))
        blocks += _remarks(standing, chosen)
    if missing:
        words = f"{wording.listing(missing)}: {wording.NOT_PUBLISHED}."
        blocks.append(note(words))
    return blocks


def _row(measure: Measure, found: Observation, comparator: str) -> Row:
    """A comparator of another kind (a total among averages) is named, and not judged."""
    unit = measure.unit
    none = Badge("none", Tone.MUTED)
    compared = found.comparator_value
    other = compared is not None and found.comparator != comparator
    verdict = Badge("not judged", Tone.MUTED) if other else against(found, measure.polarity)
    shown = "" if compared is None else wording.amount(compared, unit)
    if other:
        shown = f"{found.comparator}: {shown}"
    return Row(
        (
            cell(measure.name),
            cell(found.period or "period not given"),
            cell(wording.observed(found, unit)),
            Cell((none,)) if compared is None else cell(shown),
            Cell((none,)) if found.target is None else cell(wording.amount(found.target, unit)),
            Cell((meets(found, measure.polarity),)),
            Cell((verdict,)),
            Cell(cite([found.source])),
        )
    )


def _table(context: Context, standing: Standing, comparator: str, rows: list[Row]) -> Table:
    return Table(
        id=context.table_id(),
        caption=text(f"Measures of {standing.name}"),
        columns=(
            Column(text("Measure"), 3.6, header=True),
            Column(text("Period"), 2.9),
            Column(text("Value"), 1.2, Align.RIGHT, subject=True),
            Column(text(comparator), 1.8, Align.RIGHT),
            Column(text("Target"), 1.1, Align.RIGHT),
            Column(text("Meets target"), 1.4),
            Column(text(f"Against {_in_header(comparator)}"), 1.8),
            Column(text("Source"), 1.1),
        ),
        rows=tuple(rows),
        summary="One row for each measure: its value, what it is held against, the target, and "
        "two separate judgements.",
        dense=True,
    )


def _target(measure: Measure, found: Observation) -> Cell:
    if found.target is None:
        return Cell((Badge("none", Tone.MUTED),))
    return cell(wording.amount(found.target, measure.unit))


def _caption(measure: Measure, known: list[tuple[Standing, Observation]]) -> str:
    """Period in the caption where all share it, else a warning that they do not."""
    periods = {o.period for _, o in known}
    if len(periods) == 1 and (only := periods.pop()):
        return f"{measure.name}, {only}"
    return f"{measure.name}; the periods differ" if len(known) > 1 else measure.name


def _in_header(comparator: str) -> str:
    return comparator.lower() if comparator == "Comparator" else comparator


def _remarks(standing: Standing, chosen: list[Measure]) -> list[Block]:
    """Notes of the values, and a warning where one table mixes periods."""
    found = [(m, standing.observation(m.id)) for m in chosen]
    blocks: list[Block] = [
        note(f"{m.name}: {wording.sentence(o.note)}", [o.source]) for m, o in found if o and o.note
    ]
    periods = {o.period for _, o in found if o and o.period}
    if len(periods) > 1:
        blocks.insert(0, note("The measures are of different periods; read each with its own."))
    return blocks


def _of_many(context: Context, measure: Measure) -> list[Block]:
    """One measure for every provider shown, in a table of its own."""
    selection = context.selection
    found = [(s, s.observation(measure.id)) for s in selection.shown]
    known = [(s, o) for s, o in found if o]
    missing = [s.short for s, o in found if o is None]
    targets = any(o.target is not None for _, o in known)
    rows = []
    for standing, observation in known:
        cells = [
            cell(standing.name),
            cell(observation.period or "period not given"),
            cell(wording.observed(observation, measure.unit)),
        ]
        if targets:
            cells += [_target(measure, observation), Cell((meets(observation, measure.polarity),))]
        cells.append(Cell(cite([observation.source])))
        role = RowRole.SUBJECT if selection.is_subject(standing) else RowRole.BODY
        rows.append(Row(tuple(cells), role))
    blocks: list[Block] = []
    if rows:
        columns = [
            Column(text("Provider"), 4.8, header=True),
            Column(text("Period"), 3.2),
            Column(text("Value"), 2.4, Align.RIGHT),
        ]
        if targets:
            columns += [Column(text("Target"), 1.5, Align.RIGHT), Column(text("Meets target"), 1.9)]
        columns.append(Column(text("Source"), 1.2))
        blocks.append(
            Table(
                id=context.table_id(measure.id),
                caption=text(_caption(measure, known)),
                columns=tuple(columns),
                rows=tuple(rows),
                summary="One row for each provider with a published value.",
            )
        )
    if missing:
        words = f"{measure.name}, {wording.NOT_PUBLISHED}: {wording.listing(missing)}."
        blocks.append(note(words))
    return blocks
