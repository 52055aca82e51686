"""A provider over time: all its inspections of one framework, and who came before and after.

What came before or after is another body, under other standards: it is shown beside the
provider, and nothing is concluded from the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from briefings import wording
from briefings.dates import words as date_words
from briefings.document import Block, Callout, Cell, Column, Paragraph, Row, RowRole, Table
from briefings.framework import Framework
from briefings.records import Inspection, Provider
from briefings.sections.parts import Context, cell, cite, note, text, value_cell
from briefings.select import standing_of
from briefings.standing import Standing
from briefings.values import rating_value

__all__ = ["history", "lineage", "when"]

MANY = 4  # inspections that stand side by side
WARNING = (
    "Not like for like: areas, staff and standards of inspection differ. These ratings do not "
    "show that services got better or worse."
)


def when(inspection: Inspection) -> str:
    """How an inspection is told from others: its round, else its date."""
    if inspection.round and "/" in inspection.round:
        return inspection.round
    dated = inspection.published or inspection.fieldwork
    return date_words(dated) if dated else "undated"


# ------------------------------------------------------------------------- every inspection


def history(context: Context, standing: Standing) -> list[Block]:
    """A table for each framework with several rated inspections, and the others in words."""
    known = [i for i in standing.provider.inspections if _by_then(i, standing)]
    blocks: list[Block] = []
    alone: list[str] = []
    for framework_id in dict.fromkeys(i.framework for i in known):
        framework = context.dataset.frameworks[framework_id]
        mine = [i for i in known if i.framework == framework_id]
        rated = [i for i in mine if i.rated and framework.scale]
        alone += [_alone(i, framework) for i in mine if i not in rated]
        if len(rated) > 1 and not _told(rated, standing):
            views = [evolve(standing, inspection=i, previous=None) for i in rated[-MANY:]]
            blocks.append(_over_time(context, framework, views))
        elif len(rated) == 1:
            alone += [_alone(i, framework) for i in rated]
    if alone and len(known) > 1:
        blocks.append(note(f"Not compared with the others: {wording.listing(alone)}."))
    return blocks


def _told(rated: list[Inspection], standing: Standing) -> bool:
    """Whether the comparison with the inspection before shows all there is."""
    return rated == [standing.previous, standing.inspection]


def _by_then(inspection: Inspection, standing: Standing) -> bool:
    return standing.inspection is not None and inspection.order <= standing.inspection.order


def _alone(inspection: Inspection, framework: Framework) -> str:
    why = "which gave findings and no ratings" if framework.scale is None else "the only one rated"
    if framework.scale and not inspection.rated:
        why = "which gave no ratings"
    return f"{when(inspection)} ({framework.name}, {why})"


def _over_time(context: Context, framework: Framework, views: list[Standing]) -> Table:
    name = views[0].name
    names = [("Overall", "overall")]
    names += [(f"{s.number} {s.name}", s.number) for s in framework.standards]
    rows = []
    for label, number in names:
        values = [rating_value(view, number) for view in views]
        cells = [cell(label), *(value_cell(v) for v in values)]
        role = RowRole.SUBJECT if number == "overall" else RowRole.BODY
        rows.append(Row(tuple(cells), role))
    sources = [_sources(view) for view in views]
    rows.append(Row((cell("Sources"), *sources), RowRole.TOTAL))
    columns = [Column(text("Standard"), 2.6, header=True)]
    columns += [Column(text(when(v.inspection)), 3.1) for v in views if v.inspection]
    return Table(
        id=context.table_id(f"{views[0].provider.id}-{framework.id}-rounds"),
        caption=text(f"{name}, {len(views)} inspections, {framework.name}"),
        columns=tuple(columns),
        rows=tuple(rows),
        summary="One row for the overall rating and one for each standard, one column for each "
        "inspection, oldest first.",
        dense=True,
    )


def _sources(view: Standing) -> Cell:
    ratings = view.inspection.standards.values() if view.inspection else ()
    overall = view.rating("overall")
    found = [r.source for r in (*([overall] if overall else []), *ratings)]
    return Cell(cite(found)) if found else cell("none")


# ------------------------------------------------------------------ predecessors, successors


def lineage(context: Context, standing: Standing) -> list[Block]:
    """Those whose work it took over, or who took over its own, as far as inspected by then."""
    relatives = [
        (relation, found)
        for relation, provider in _relatives(context, standing.provider)
        if _dated((found := standing_of(context.selection, provider)).inspection)
    ]
    if not relatives:
        return []
    rows = [_relative(relation, found) for relation, found in relatives]
    if standing.inspection:
        itself = _relative("This provider", standing, RowRole.SUBJECT)
        before = sum(relation == "Before" for relation, _ in relatives)
        rows.insert(before, itself)
    table = Table(
        id=context.table_id(f"{standing.provider.id}-lineage"),
        caption=text(f"Before and after {standing.name}"),
        columns=(
            Column(text("Provider"), 4.6, header=True),
            Column(text("When"), 1.6),
            Column(text("Inspected"), 2.0),
            Column(text("Framework"), 3.4),
            Column(text("Overall rating"), 3.2),
            Column(text("Source"), 1.2),
        ),
        rows=tuple(rows),
        summary="One row for each provider: those before it, itself, and those after it.",
        dense=True,
    )
    return [Callout("Before and after", (Paragraph(text(WARNING)),)), table]


def _dated(inspection: Inspection | None) -> bool:
    """Without a date nothing tells that it had taken place by then."""
    return inspection is not None and bool(inspection.published or inspection.fieldwork)


def _relatives(context: Context, provider: Provider) -> Iterator[tuple[str, Provider]]:
    everyone = context.dataset.providers
    yield from (("Before", everyone[i]) for i in provider.predecessors if i in everyone)
    yield from (("After", p) for p in everyone.values() if provider.id in p.predecessors)


def _relative(relation: str, found: Standing, role: RowRole = RowRole.BODY) -> Row:
    value = rating_value(found, "overall")
    dated = when(found.inspection) if found.inspection else wording.NOT_INSPECTED
    framework = found.framework.name if found.framework else "none"
    cells = [cell(found.name), cell(relation), cell(dated), cell(framework), value_cell(value)]
    cells.append(Cell(cite(value.sources)) if value.sources else cell("none"))
    return Row(tuple(cells), role)
