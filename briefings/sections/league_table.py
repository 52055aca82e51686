"""``league-table``: providers in order of what was published of them.

Ties share a place.  A provider whose value is missing or only approximate has no place: it
is listed apart with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import field, frozen

from briefings import language, wording
from briefings.document import (
    Align,
    Badge,
    Block,
    Cell,
    Column,
    Inlines,
    Orientation,
    Row,
    RowRole,
    Section,
    Table,
    Tone,
)
from briefings.language import bare, say
from briefings.metrics import FIXED, Metric
from briefings.records import Polarity
from briefings.sections.movement import movement, movement_note
from briefings.sections.parts import (
    Context,
    Options,
    basis_note,
    cell,
    cite,
    note,
    section,
    text,
    value_cell,
)
from briefings.sections.ranking import Entry, Place, entries, places, unplaced
from briefings.sections.side_by_side import PORTRAIT, described, width
from briefings.standing import Standing

__all__ = ["LeagueTable", "league_table"]


REASON = 3.4  # width of a column in which a reason may stand in place of a value


@frozen
class LeagueTable(Options):
    """Providers ranked, with joint places, and those without a place apart."""

    by: tuple[str, ...] = field(
        default=("score",),
        metadata={"doc": "What decides; each further metric breaks ties of those before it.",
                  "one": True, "text": True},
    )  # fmt: skip


def league_table(context: Context, options: LeagueTable) -> tuple[Block, ...]:
    title = options.title or say("League table")
    groups = _groups(context, options.by)
    parts = [
        section(f"{context.name}-{name}", heading, _part(context, options, standings, name))
        for name, heading, standings in groups
    ]
    grouped = [s for *_, standings in groups for s in standings]
    never = [s.name for s in context.selection.shown if s not in grouped]
    blocks: list[Block] = [*parts]
    if len(parts) == 1:
        blocks = list(parts[0].blocks)
    elif parts:
        words = "Ratings under different frameworks are not like for like: each has its own table."
        blocks.insert(0, note(say(words)))
    if never:
        words = "Not inspected by then, and not ranked: {providers}."
        blocks.append(note(say(words, providers=wording.listing(never))))
    return (_turned(section(context.name, title, blocks), parts),)


def _turned(whole: Section, parts: Sequence[Section]) -> Section:
    tables = [b for p in parts for b in p.blocks if isinstance(b, Table)]
    wide = any(width(t) > PORTRAIT for t in tables)
    turned = Orientation.LANDSCAPE if wide else Orientation.PORTRAIT
    return Section(whole.id, whole.title, whole.blocks, orientation=turned)


def _groups(context: Context, by: Sequence[str]) -> list[tuple[str, str, list[Standing]]]:
    """Providers that can be ranked together.

    Those inspected under one framework; by measures alone, those of one kind.
    """
    shown = context.selection.shown
    if all(m.id in context.dataset.measures for m in context.expand(by)):
        kinds = dict.fromkeys(s.provider.kind for s in shown)
        return [(k.lower(), _every(k), [s for s in shown if s.provider.kind == k]) for k in kinds]
    return [
        (f.id, f.name, [s for s in shown if s.framework and s.framework.id == f.id])
        for f in context.selection.frameworks
    ]


def _every(kind: str) -> str:
    """All of a kind, as a heading: ``CRCs``."""
    return say("{kind}s", kind=language.name(kind))


def _part(
    context: Context, options: LeagueTable, standings: list[Standing], name: str
) -> list[Block]:
    framework = standings[0].framework
    by = context.expand(options.by, framework)
    if not by:
        where = framework.name if framework else say("these providers")
        return [note(say("None of what decides this table belongs to {whom}.", whom=where))]
    entered = entries(standings, by)
    placed = places(entered, by)
    apart = [e for e in entered if e.number(0) is None]
    blocks: list[Block] = []
    if placed:
        blocks.append(_table(context, by, placed, standings, name))
    if apart:
        blocks.append(_apart(context, by, apart, name))
    return blocks


# ----------------------------------------------------------------------------- those ranked


def _table(
    context: Context,
    by: Sequence[Metric],
    placed: list[tuple[Place, Entry]],
    standings: Sequence[Standing],
    name: str,
) -> Table:
    moved = movement(by, placed)
    columns = [
        Column(text(say("Place")), 1.2, Align.RIGHT),
        Column(text(say("Provider")), 5.2, header=True),
    ]
    columns += [Column(text(m.label), max(m.width, REASON), m.align) for m in by]
    if moved:
        columns.append(Column(text(say("Movement")), 2.8))
    columns.append(Column(text(say("Sources")), 1.4))
    rows = []
    for place, entry in placed:
        cells = [cell(str(place)), cell(entry.standing.name)]
        cells += [_value(entry, depth) for depth in range(len(by))]
        if moved:
            cells.append(Cell((moved[entry.standing.provider.id],)))
        sources = [s for v in entry.values for s in v.sources]
        cells.append(Cell(cite(sources)) if sources else cell(say("none")))
        subject = context.selection.is_subject(entry.standing)
        rows.append(Row(tuple(cells), RowRole.SUBJECT if subject else RowRole.BODY))
    return Table(
        id=context.table_id(name),
        caption=text(_caption(standings, by)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(_notes(by, placed, moved, len(standings))),
        summary=say(
            "One row for each provider that has a place, best first. Equals share a place."
        ),
        dense=len(rows) > 12,
    )


def _value(entry: Entry, depth: int) -> Cell:
    if entry.number(depth) is None:
        reason = unplaced(entry, depth)
        return Cell((Badge(reason, Tone.MUTED),))
    return value_cell(entry.values[depth])


def _caption(standings: Sequence[Standing], by: Sequence[Metric]) -> str:
    return say("League table of {whom}, by {basis}", whom=described(standings), basis=_basis(by))


def _basis(by: Sequence[Metric]) -> str:
    return say(", then ").join(map(_in_sentence, by))


def _in_sentence(metric: Metric) -> str:
    """``overall rating``, but ``2.2 Planning``."""
    label = metric.label
    return label if bare(label).startswith(metric.id) else wording.small(label)


def _notes(
    by: Sequence[Metric], placed: list[tuple[Place, Entry]], moved: dict[str, Badge], whole: int
) -> list[Inlines]:
    words = [say("Unofficial: the order is worked out here from published facts.")]
    if len(placed) < whole:
        has = "{count} of {whole} have a place; the others are listed apart."
        if len(placed) == 1:
            has = "{count} of {whole} has a place; the others are listed apart."
        words.append(say(has, count=len(placed), whole=whole))
    if any(m.id == "score" for m in by):
        score = "A score is the points of all standards added up, only where every rating is known."
        words.append(say(score))
    for metric in by:
        if metric.polarity is Polarity.LOWER:
            lower = "{metric}: the lowest comes first, since lower is better."
            words.append(say(lower, metric=metric.label))
        elif metric.polarity is Polarity.NONE and not metric.is_rating:
            neither = "{metric}: the largest comes first; neither way is better."
            words.append(say(neither, metric=metric.label))
    words += [*_rounds(placed), *_open_ties(by, placed)]
    words.append(movement_note(placed, moved))
    named = [
        (e.standing.short, m.label.lower(), v)
        for _, e in placed
        for m, v in zip(by, e.values, strict=True)
        if m.id != "score"
    ]
    return [text(" ".join(words)), *basis_note(named)]


def _rounds(placed: list[tuple[Place, Entry]]) -> list[str]:
    """How many are of which round, where they are not all of one."""
    inspections = [e.standing.inspection for _, e in placed]
    counts = Counter(i.round for i in inspections if i and i.round)
    if len(counts) < 2:
        return []
    each = sorted(counts.items())
    said = wording.listing(
        say("{count} of {round}", count=n, round=language.name(name)) for name, n in each
    )
    return [say("The inspections are of several rounds: {rounds}.", rounds=said)]


def _open_ties(by: Sequence[Metric], placed: list[tuple[Place, Entry]]) -> list[str]:
    """Ties that a further metric would break, were it known of everyone in them."""
    said = []
    for place in dict.fromkeys(p for p, _ in placed if p.joint):
        tied = [e for p, e in placed if p == place]
        for depth in range(1, len(by)):
            silent = sum(e.number(depth) is None for e in tied)
            if silent:
                label = _in_sentence(by[depth])
                words = (
                    "The tie at {place} stays: the {metric} is not known for {count} of its "
                    "{whole}."
                )
                tie = {"count": silent, "whole": len(tied)}
                said.append(say(words, place=place, metric=label, **tie))
                break
    return said


# ------------------------------------------------------------------------- those without


def _apart(context: Context, by: Sequence[Metric], apart: list[Entry], name: str) -> Table:
    overall = all(m.id != "overall" for m in by)
    columns = [Column(text(say("Provider")), 5.2, header=True)]
    if overall:
        columns.append(Column(text(say("Overall rating")), 4.0))
    columns.append(Column(text(say("Why it has no place")), 5.0))
    columns.append(Column(text(say("Sources")), 1.4))
    rows = []
    for entry in sorted(apart, key=lambda e: e.standing.name):
        cells = [cell(entry.standing.name)]
        value = FIXED["overall"].value(entry.standing)
        if overall:
            cells.append(value_cell(value))
        sources = [*(value.sources if overall else ()), *entry.values[0].sources]
        cells.append(cell(unplaced(entry)))
        cells.append(Cell(cite(sources)) if sources else cell(say("none")))
        subject = context.selection.is_subject(entry.standing)
        rows.append(Row(tuple(cells), RowRole.SUBJECT if subject else RowRole.BODY))
    return Table(
        id=context.table_id(f"{name}-apart"),
        caption=text(say("Not ranked by {metric}, in order of name", metric=_in_sentence(by[0]))),
        columns=tuple(columns),
        rows=tuple(rows),
        summary=say("One row for each provider without a place, with the reason."),
        dense=len(rows) > 12,
    )
