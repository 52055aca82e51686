"""The median and quartiles of measures over many providers, from exact values alone."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

from briefings import wording
from briefings.document import Align, Badge, Block, Cell, Column, Row, Table, Tone
from briefings.language import say, term
from briefings.records import Measure, Observation
from briefings.sections.parts import Context, cell, note, source_line, text
from briefings.standing import Standing

__all__ = ["FEWEST", "spread"]

HEADS = (
    term("Lowest"),
    term("Lower quartile"),
    term("Median"),
    term("Upper quartile"),
    term("Highest"),
)
FEWEST = 5  # values below which a quartile says nothing


def spread(
    context: Context, standings: Sequence[Standing], measures: Sequence[Measure]
) -> list[Block]:
    """A row for each measure that enough providers have an exact value of."""
    found = [(m, [o for s in standings if (o := s.observation(m.id))]) for m in measures]
    rows: list[Row] = []
    sources: list[str] = []
    remarks: list[str] = []
    few: list[str] = []
    subject = context.selection.subject
    for measure, seen in found:
        exact = [o for o in seen if not o.qualifier]
        if len(exact) < FEWEST:
            words = "{measure} ({count} of {whole})"
            few.append(say(words, measure=measure.name, count=len(exact), whole=len(standings)))
            continue
        rows.append(_row(measure, exact, subject))
        sources += [o.source for o in seen]
        remarks += _remarks(measure, seen, exact, len(standings))
    blocks: list[Block] = []
    if rows:
        blocks.append(_table(context, standings, rows, remarks, sources))
    if few:
        words = "Too few exact values for a median and quartiles: {measures}."
        blocks.append(note(say(words, measures=wording.listing(few))))
    return blocks


def _row(measure: Measure, exact: Sequence[Observation], subject: Standing | None) -> Row:
    values = sorted(o.value for o in exact)
    low, middle, high = quantiles(values, n=4, method="inclusive")
    shown = [values[0], low, middle, high, values[-1]]
    cells = [cell(measure.name)]
    if subject:
        own = subject.observation(measure.id)
        none = Cell((Badge(say("not published"), Tone.MUTED, label=say(wording.NOT_PUBLISHED)),))
        cells.append(cell(wording.observed(own, measure.unit)) if own else none)
    cells += [cell(wording.amount(round(v, 1), measure.unit)) for v in shown]
    return Row((*cells, cell(str(len(values)))))


def _remarks(
    measure: Measure, seen: Sequence[Observation], exact: Sequence[Observation], whole: int
) -> list[str]:
    said = []
    if len(seen) > len(exact):
        left = wording.counted(len(seen) - len(exact), "approximate value")
        said.append(say("{measure}: {values} left out.", measure=measure.name, values=left))
    if len(seen) < whole:
        words = "{measure}: {count} of {whole} have no published value."
        said.append(say(words, measure=measure.name, count=whole - len(seen), whole=whole))
    if len({o.period for o in exact}) > 1:
        said.append(say("{measure}: the periods differ.", measure=measure.name))
    return said


def _table(
    context: Context,
    standings: Sequence[Standing],
    rows: Sequence[Row],
    remarks: Sequence[str],
    sources: Sequence[str],
) -> Table:
    subject = context.selection.subject
    columns = [Column(text(say("Measure")), 4.0, header=True)]
    if subject:
        columns.append(Column(text(subject.short), 2.0, Align.RIGHT, subject=True))
    heads = map(say, HEADS)
    columns += [Column(text(h), 1.9, Align.RIGHT) for h in heads]
    columns.append(Column(text(say("Values")), 1.4, Align.RIGHT))
    return Table(
        id=context.table_id("spread"),
        caption=text(
            say("Median and quartiles of measures, {count} providers", count=len(standings))
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(text(words) for words in remarks),
        sources=source_line(sources),
        summary=say(
            "One row for each measure: its lowest value, quartiles, median and highest value."
        ),
        dense=True,
    )
