"""How the benchmark's providers were rated: counts, and out of how many."""

from __future__ import annotations

from collections.abc import Sequence

from briefings import wording
from briefings.document import Align, Block, Column, Row, Table
from briefings.framework import Framework
from briefings.metrics import Metric
from briefings.sections.parts import (
    Context,
    cell,
    source_line,
    text,
    uninspected,
    value_cell,
)
from briefings.sections.side_by_side import described
from briefings.select import Standing

__all__ = ["benchmark"]


def benchmark(context: Context, framework: Framework, chosen: list[Metric]) -> list[Block]:
    """A table of counts, the subject's own ratings beside them; nothing without a benchmark."""
    standings = [
        s for s in context.selection.benchmark if s.framework and s.framework.id == framework.id
    ]
    ratings = [m for m in chosen if m.is_rating and m.id != "previous-overall"]
    if not standings or not ratings or framework.scale is None:
        return []
    names = framework.scale.names
    subject = context.selection.subject
    if subject and subject.framework != framework:
        subject = None
    columns = [Column(text("Rating of"), 4.0, header=True)]
    if subject:
        columns.append(Column(text(subject.short), 3.4, subject=True))
    columns += [Column(text(n), 2.0, Align.RIGHT) for n in names]
    columns.append(Column(text("Not known"), 1.6, Align.RIGHT))
    rows = []
    for metric in ratings:
        values = [metric.value(s) for s in standings]
        counts = [sum(v.text == n and not v.absent for v in values) for n in names]
        unknown = sum(bool(v.absent) for v in values)
        cells = [cell(metric.label)]
        if subject:
            cells.append(value_cell(metric.value(subject)))
        cells += [cell(str(n)) for n in (*counts, unknown)]
        rows.append(Row(tuple(cells)))
    sources = dict.fromkeys(x for m in ratings for s in standings for x in m.value(s).sources)
    known = sum(not ratings[0].value(s).absent for s in standings)
    left_out = [s.name for s in context.selection.benchmark if s.inspection is None]
    words = (
        f"Benchmark: {described(standings, framework)}. Providers without a published rating "
        f"are left out of each count; {known} of {len(standings)} have a published "
        f"{ratings[0].label.lower()}."
    )
    if left_out:
        said = wording.sentence(uninspected(context.selection))[:-1]
        words += f" {said}: {wording.listing(left_out)}."
    return [
        Table(
            id=context.table_id(f"benchmark-{framework.id}"),
            caption=text(_benchmark_caption(subject, standings, framework)),
            columns=tuple(columns),
            rows=tuple(rows),
            notes=(text(words),),
            sources=source_line(sources),
            summary="One row for each rating, with the number of providers that have it.",
            dense=True,
        )
    ]


def _benchmark_caption(
    subject: Standing | None, standings: Sequence[Standing], framework: Framework
) -> str:
    against = described(standings, framework)
    if subject:
        return f"Ratings of {subject.name} against those of {against}"
    return f"How many of {against} have each rating"
