"""``comparison``: providers side by side, one table for each framework.

Few providers stand in columns with a row for each metric; many stand in rows.  The
subject comes first and is set off; the benchmark is counted in a table of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from attrs import field, frozen

from briefings import metrics as metric_table
from briefings import wording
from briefings.document import (
    Align,
    Badge,
    Block,
    Cell,
    Column,
    Inlines,
    Row,
    RowRole,
    Section,
    Table,
    Text,
    Tone,
)
from briefings.framework import Framework
from briefings.metrics import Metric, Value
from briefings.sections.parts import (
    SHORT_ABSENCE,
    Context,
    Options,
    badge_initials,
    basis_note,
    cell,
    cite,
    initial_value,
    note,
    section,
    source_line,
    text,
    value_cell,
)
from briefings.select import Standing

__all__ = ["Comparison", "comparison"]

FEW = 3  # providers that still stand side by side in columns on a portrait page
WIDE = 18.0  # sum of column widths from which the page is turned


@frozen
class Comparison(Options):
    """Providers side by side."""

    metrics: tuple[str, ...] = field(
        default=(), metadata={"doc": "What to compare; the briefing's metrics by default.",
                              "one": True}
    )  # fmt: skip
    order: Literal["given", "name", "overall", "score"] = field(
        default="given", metadata={"doc": "Order of the providers after the subject."}
    )
    providers_in: Literal["auto", "rows", "columns"] = field(
        default="auto", metadata={"doc": "Where the providers stand."}
    )


def comparison(context: Context, options: Comparison) -> tuple[Block, ...]:
    title = options.title or "Comparison"
    names = options.metrics or context.metrics
    parts: list[Section] = []
    for framework, standings in _by_framework(context):
        parts.append(_part(context, options, names, framework, standings))
    missing = [s for s in context.selection.shown if s.inspection is None]
    blocks: list[Block] = list(parts)
    if len(parts) == 1:
        only = parts[0]
        blocks = list(only.blocks)
        blocks += _not_inspected(missing)
        return (section(context.name, title, blocks, wide=only.orientation == "landscape"),)
    if len(parts) > 1:
        words = "Ratings under different frameworks are not like for like: each has its own table."
        blocks.insert(0, note(words))
    blocks += _not_inspected(missing)
    return (section(context.name, title, blocks),)


def _not_inspected(missing: Sequence[Standing]) -> list[Block]:
    if not missing:
        return []
    return [note(f"Not inspected by then: {wording.listing(s.name for s in missing)}.")]


def _by_framework(context: Context) -> list[tuple[Framework, list[Standing]]]:
    found = []
    for framework in context.selection.frameworks:
        standings = [
            s for s in context.selection.shown if s.framework and s.framework.id == framework.id
        ]
        found.append((framework, standings))
    return found


def _part(
    context: Context,
    options: Comparison,
    names: Sequence[str],
    framework: Framework,
    standings: list[Standing],
) -> Section:
    chosen = context.expand(names, framework)
    ordered = _ordered(context, standings, options.order)
    name = f"{context.name}-{framework.id}"
    if ordered == [context.selection.subject] and context.selection.benchmark:
        # One provider beside nobody: the benchmark's table shows it against the counts.
        return section(name, framework.name, _benchmark(context, framework, chosen))
    columns = options.providers_in == "columns" or (
        options.providers_in == "auto" and len(ordered) <= FEW
    )
    if columns:
        blocks: list[Block] = [_providers_in_columns(context, framework, chosen, ordered)]
        return section(name, framework.name, [*blocks, *_benchmark(context, framework, chosen)])
    table, wide = _providers_in_rows(context, framework, chosen, ordered)
    benchmark = _benchmark(context, framework, chosen)
    return section(name, framework.name, [table, *benchmark], wide=wide)


def _ordered(context: Context, standings: list[Standing], order: str) -> list[Standing]:
    selection = context.selection
    keys: dict[str, Callable[[Standing], tuple[float, str]]] = {
        "given": lambda s: (0, ""),
        "name": lambda s: (0, s.name),
        "overall": lambda s: (-(metric_table.rating_value(s, "overall").number or -1), s.name),
        "score": lambda s: (-_score(s), s.name),
    }
    found = sorted(standings, key=keys[order])
    return sorted(found, key=lambda s: not selection.is_subject(s))


def _score(standing: Standing) -> float:
    number = metric_table.FIXED["score"].value(standing).number
    return -1.0 if number is None else number


# ------------------------------------------------------------------ providers in rows


def _providers_in_rows(
    context: Context, framework: Framework, chosen: list[Metric], standings: list[Standing]
) -> tuple[Table, bool]:
    narrow = sum(m.is_rating for m in chosen) > 3
    noun = _noun(standings)
    columns = [Column(text(noun), 8.6 if narrow else 4.4, header=True)]
    columns += [_column(m, narrow) for m in chosen]
    columns.append(Column(text("Sources"), 2.0))
    rows: list[Row] = []
    values: list[Shown] = []
    for standing in standings:
        cells, found = [cell(_name(standing, noun))], []
        for metric in chosen:
            value = metric.value(standing)
            found.append(value)
            values.append((standing.short, metric, value))
            cells.append(_narrow_cell(standing, metric, value, narrow))
        sources = [s for v in found for s in v.sources]
        cells.append(Cell(cite(sources)) if sources else cell("none"))
        role = RowRole.SUBJECT if context.selection.is_subject(standing) else RowRole.BODY
        rows.append(Row(tuple(cells), role))
    table = Table(
        id=context.table_id(framework.id),
        caption=text(_caption(standings, framework, chosen)),
        columns=tuple(columns),
        rows=tuple(rows),
        key=_key(framework, chosen, [v for *_, v in values]) if narrow else (),
        notes=(*_short_words(values), *_table_notes(chosen, values)),
        summary=f"One row for each of {len(standings)} providers, one column for each of "
        f"{wording.counted(len(chosen), 'metric')}, then the sources of the row.",
        dense=len(chosen) > 5,
    )
    return table, sum(c.share for c in columns) > WIDE


Shown = tuple[str, Metric, Value]


def _column(metric: Metric, narrow: bool) -> Column:
    """Only ``overall`` keeps its words where many ratings stand side by side."""
    initials = narrow and metric.is_rating and metric.id != "overall"
    align = Align.CENTRE if initials else metric.align
    title = (metric.short or metric.label) if narrow else metric.label
    return Column(text(title), 1.15 if initials else metric.width, align)


def _narrow_cell(standing: Standing, metric: Metric, value: Value, narrow: bool) -> Cell:
    if narrow and metric.is_rating and metric.id != "overall":
        return Cell(initial_value(standing, metric))
    if value.absent == wording.NOT_PUBLISHED and not metric.is_rating:
        return Cell((Badge("not published", Tone.MUTED, label=value.absent),))
    return value_cell(value)


def _short_words(values: list[Shown]) -> list[Inlines]:
    if any(v.absent == wording.NOT_PUBLISHED and not m.is_rating for _, m, v in values):
        return [text(f"“Not published” is short for “{wording.NOT_PUBLISHED}”.")]
    return []


def _key(framework: Framework, chosen: list[Metric], values: list[Value]) -> Inlines:
    key = list(badge_initials(framework))
    used = [r for r in SHORT_ABSENCE if any(v.absent == r for v in values)]
    if used:
        key.append(Text(wording.listing(f"{SHORT_ABSENCE[r]} {r}" for r in used) + ". "))
    standards = [m for m in chosen if framework.standard(m.id)]
    key.append(Text(wording.listing(m.label for m in standards) + "."))
    return tuple(key)


# --------------------------------------------------------------- providers in columns


def _providers_in_columns(
    context: Context, framework: Framework, chosen: list[Metric], standings: list[Standing]
) -> Table:
    selection = context.selection
    columns = [Column(text("Metric"), 3.1, header=True)]
    columns += [Column(text(s.short), 3.2, subject=selection.is_subject(s)) for s in standings]
    rows: list[Row] = []
    values: list[Shown] = []
    sources: list[list[str]] = [[] for _ in standings]
    silent: dict[str, list[str]] = {}
    for metric in chosen:
        cells = [cell(metric.label)]
        found = [metric.value(s) for s in standings]
        reasons = {v.absent for v in found}
        if len(standings) > 1 and len(reasons) == 1 and found[0].absent:
            silent.setdefault(found[0].absent, []).append(metric.label)
            continue
        for i, (standing, value) in enumerate(zip(standings, found, strict=True)):
            values.append((standing.short, metric, value))
            sources[i] += value.sources
            cells.append(value_cell(value))
        rows.append(Row(tuple(cells)))
    last = [Cell(cite(s)) if s else cell("none") for s in sources]
    rows.append(Row((cell("Sources"), *last), RowRole.TOTAL))
    return Table(
        id=context.table_id(framework.id),
        caption=text(_caption(standings, framework, chosen)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*_silent_rows(silent), *_table_notes(chosen, values)),
        dense=len(standings) > 1,
        summary=f"One row for each of {wording.counted(len(rows) - 1, 'metric')}, one column for "
        f"each of {len(standings)} providers; the last row names the sources.",
    )


def _silent_rows(silent: dict[str, list[str]]) -> list[Inlines]:
    """Rows that would say the same for every provider are said once."""
    notes = []
    for reason, labels in silent.items():
        said = f"{reason[:1].upper()}{reason[1:]}, for any of them"
        notes.append(text(f"{said}: {wording.listing(labels)}."))
    return notes


# -------------------------------------------------------------------------- benchmark


def _benchmark(context: Context, framework: Framework, chosen: list[Metric]) -> list[Block]:
    """How the benchmark's providers were rated: counts, and out of how many."""
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
    words = (
        f"Benchmark: {_described(standings, framework)}. Providers without a published rating "
        f"are left out of each count; {known} of {len(standings)} have a published "
        f"{ratings[0].label.lower()}."
    )
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
    against = _described(standings, framework)
    if subject:
        return f"Ratings of {subject.name} against those of {against}"
    return f"How many of {against} have each rating"


def _described(standings: Sequence[Standing], framework: Framework) -> str:
    rounds = {s.inspection.round for s in standings if s.inspection}
    kinds = {s.provider.kind for s in standings}
    noun = f"{kinds.pop()}s" if len(kinds) == 1 else "providers"
    when = f" inspected in {rounds.pop()}" if len(rounds) == 1 and all(rounds) else ""
    return f"{len(standings)} {noun}{when}"


# ------------------------------------------------------------------------------ words


def _noun(standings: Sequence[Standing]) -> str:
    kinds = {s.provider.kind for s in standings}
    return kinds.pop() if len(kinds) == 1 else "Provider"


def _name(standing: Standing, noun: str) -> str:
    """The header says "CRC": the rows need not say it again."""
    return standing.name.removesuffix(f" {noun}")


def _caption(standings: Sequence[Standing], framework: Framework, chosen: list[Metric]) -> str:
    rating = any(m.is_rating for m in chosen)
    what = "Ratings" if rating else wording.listing(wording.lower_first([m.label for m in chosen]))
    if len(standings) <= FEW:
        return f"{what} of {wording.listing(s.name for s in standings)}, {framework.name}"
    return f"{what} of {_described(standings, framework)}, {framework.name}"


def _table_notes(chosen: list[Metric], values: list[Shown]) -> list[Inlines]:
    notes = []
    if any(m.id == "score" for m in chosen):
        notes.append(
            text(
                "Score*: points of all standards added up (see the data notes). It is worked "
                "out here, only where every rating is known, and is unofficial."
            )
        )
    named = [(who, m.short or m.label, v) for who, m, v in values if m.id != "score"]
    return notes + basis_note(named)
