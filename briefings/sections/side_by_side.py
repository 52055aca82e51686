"""Tables of providers side by side: providers in rows, or providers in columns.

A table that is too wide for a turned page is split, with its providers or metrics named
again in each part; nothing is cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefings import language, wording
from briefings.document import (
    Align,
    Badge,
    Cell,
    Column,
    Inlines,
    Row,
    RowRole,
    Table,
    Text,
    Tone,
)
from briefings.framework import Framework
from briefings.language import bare, english, say
from briefings.metrics import Metric
from briefings.records import Basis
from briefings.sections.parts import (
    SHORT_ABSENCE,
    Context,
    badge_initials,
    basis_note,
    cell,
    cite,
    initial_value,
    many,
    short_absence,
    text,
    value_cell,
)
from briefings.standing import Standing
from briefings.values import Value

__all__ = [
    "FEW",
    "MANY",
    "PORTRAIT",
    "described",
    "providers_in_columns",
    "providers_in_rows",
    "width",
    "without",
]

FEW = 3  # providers that stand side by side in columns on a portrait page
MANY = 5  # ... and on a turned one
PORTRAIT = 18.0  # sum of column widths that a portrait page holds
LANDSCAPE = 30.0  # ... and a turned one
SOURCES = 2.0  # width of the column of sources

Shown = tuple[str, Metric, Value]  # of whom, what, value


def width(table: Table) -> float:
    """The sum of a table's column widths, in the measure of ``PORTRAIT``."""
    return sum(c.share for c in table.columns)


def providers_in_rows(
    context: Context, framework: Framework, chosen: list[Metric], standings: list[Standing]
) -> list[Table]:
    """One table, or several where the metrics do not fit side by side on a turned page."""
    narrow = sum(m.is_rating for m in chosen) > 3
    room = LANDSCAPE - _name_width(narrow) - SOURCES
    parts: list[list[Metric]] = [[]]
    for metric in chosen:
        taken = sum(_column(m, narrow).share for m in parts[-1])
        if parts[-1] and taken + _column(metric, narrow).share > room:
            parts.append([])
        parts[-1].append(metric)
    return [
        _rows_table(context, framework, part, standings, narrow, _suffix(framework, n))
        for n, part in enumerate(parts)
    ]


def _suffix(framework: Framework, number: int) -> str:
    return f"{framework.id}-{number + 1}" if number else framework.id


def _name_width(narrow: bool) -> float:
    return 9.3 if narrow else 4.4


def _rows_table(
    context: Context,
    framework: Framework,
    chosen: list[Metric],
    standings: list[Standing],
    narrow: bool,
    suffix: str,
) -> Table:
    noun = _noun(standings)
    columns = [Column(text(noun), _name_width(narrow), header=True)]
    columns += [_column(m, narrow) for m in chosen]
    columns.append(Column(text(say("Sources")), SOURCES))
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
        cells.append(Cell(cite(sources)) if sources else cell(say("none")))
        role = RowRole.SUBJECT if context.selection.is_subject(standing) else RowRole.BODY
        rows.append(Row(tuple(cells), role))
    return Table(
        id=context.table_id(suffix),
        caption=text(_caption(standings, framework, chosen)),
        columns=tuple(columns),
        rows=tuple(rows),
        key=_key(framework, chosen, [v for *_, v in values]) if narrow else (),
        notes=(*_short_words(values), *_table_notes(chosen, values)),
        summary=say(
            "Rows: {providers}. Columns: {metrics}, then the sources of the row.",
            providers=wording.counted(len(standings), "provider"),
            metrics=wording.counted(len(chosen), "metric"),
        ),
        dense=len(chosen) > 3,
    )


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
        return Cell((Badge(say("not published"), Tone.MUTED, label=say(value.absent)),))
    return value_cell(value)


def _short_words(values: list[Shown]) -> list[Inlines]:
    if any(v.absent == wording.NOT_PUBLISHED and not m.is_rating for _, m, v in values):
        return [text(say("“Not published” is short for “not published in the sources”."))]
    return []


def _key(framework: Framework, chosen: list[Metric], values: list[Value]) -> Inlines:
    key = list(badge_initials(framework))
    used = [r for r in SHORT_ABSENCE if any(v.absent == r for v in values)]
    if used:
        key.append(Text(wording.listing(f"{short_absence(r)} {say(r)}" for r in used) + ". "))
    standards = [m for m in chosen if framework.standard(m.id)]
    key.append(Text(wording.listing(m.label for m in standards) + "."))
    return tuple(key)


def providers_in_columns(
    context: Context, framework: Framework, chosen: list[Metric], standings: list[Standing]
) -> list[Table]:
    """One table, or several where the providers do not fit side by side."""
    most = FEW if len(standings) <= FEW else MANY
    return [
        _columns_table(context, framework, chosen, standings[n : n + most], _suffix(framework, n))
        for n in range(0, len(standings), most)
    ]


def _columns_table(
    context: Context,
    framework: Framework,
    chosen: list[Metric],
    standings: list[Standing],
    suffix: str,
) -> Table:
    selection = context.selection
    columns = [Column(text(say("Metric")), 3.1, header=True)]
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
    last = [Cell(cite(s)) if s else cell(say("none")) for s in sources]
    rows.append(Row((cell(say("Sources")), *last), RowRole.TOTAL))
    return Table(
        id=context.table_id(suffix),
        caption=text(_caption(standings, framework, chosen)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*_silent_rows(silent), *_table_notes(chosen, values)),
        dense=len(standings) > 1,
        summary=say(
            "Rows: {metrics}, then the sources. Columns: {providers}.",
            metrics=wording.counted(len(rows) - 1, "metric"),
            providers=wording.counted(len(standings), "provider"),
        ),
    )


def _silent_rows(silent: dict[str, list[str]]) -> list[Inlines]:
    """Rows that would say the same for every provider are said once."""
    notes = []
    for reason, labels in silent.items():
        why, which = wording.capital(say(reason)), wording.listing(labels)
        words = "{reason}, for any of them: {metrics}."
        notes.append(text(say(words, reason=why, metrics=which)))
    return notes


def _noun(standings: Sequence[Standing]) -> str:
    kinds = {s.provider.kind for s in standings}
    return language.name(kinds.pop()) if len(kinds) == 1 else say("Provider")


def _name(standing: Standing, noun: str) -> str:
    """The header says "CRC": the rows need not say it again."""
    return without(standing.name, noun)


def without(words: str, noun: str) -> str:
    """A name without the ``noun`` that ends it."""
    short = bare(words).removesuffix(f" {bare(noun)}")
    return words if short == bare(words) else english(short)


def _caption(standings: Sequence[Standing], framework: Framework, chosen: list[Metric]) -> str:
    rating = any(m.is_rating for m in chosen)
    few = len(standings) <= FEW
    whom = wording.listing(s.name for s in standings) if few else described(standings)
    if rating:
        words = "Ratings of {whom}, {framework}"
        return say(words, whom=whom, framework=framework.name)
    what = wording.listing(wording.lower_first([m.label for m in chosen]))
    return f"{what}: {whom}"


def _table_notes(chosen: list[Metric], values: list[Shown]) -> list[Inlines]:
    notes = []
    scores = [v for _, m, v in values if m.id == "score" and not v.absent]
    if any(v.basis is Basis.DERIVED for v in scores):
        notes.append(
            text(
                say(
                    "Score: the points of all standards added up (see the data notes), worked out "
                    "here, only where every rating is known. It is unofficial."
                )
            )
        )
    named = [(who, m.short or m.label, v) for who, m, v in values if m.id != "score"]
    return notes + basis_note(named)


def described(standings: Sequence[Standing], framework: Framework | None = None) -> str:
    """``21 CRCs inspected in 2018/19``."""
    rounds = {s.inspection.round for s in standings if s.inspection}
    kinds = {s.provider.kind for s in standings}
    noun = kinds.pop() if len(kinds) == 1 else "provider"
    when = f" ({language.name(rounds.pop())})" if len(rounds) == 1 and all(rounds) else ""
    return many(len(standings), noun) + when
