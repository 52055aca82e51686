"""A provider over time: all its inspections of one framework, and who came before and after.

What came before or after is another body, under other standards: it is shown beside the
provider, and nothing is concluded from the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from briefings import language, wording
from briefings.dates import words as date_words
from briefings.document import Block, Callout, Cell, Column, Paragraph, Row, RowRole, Table
from briefings.framework import Framework
from briefings.language import say, term
from briefings.records import Inspection, Provider
from briefings.sections.parts import Context, cell, cite, note, text, value_cell
from briefings.select import standing_of
from briefings.standing import Standing
from briefings.values import rating_value

__all__ = ["history", "lineage", "when"]

MANY = 4  # inspections that stand side by side
WARNING = term(
    "Not like for like: areas, staff and standards of inspection differ. These ratings do not "
    "show that services got better or worse."
)
BEFORE, AFTER = term("Before"), term("After")


def when(inspection: Inspection) -> str:
    """How an inspection is told from others: its round, else its date."""
    if inspection.round and "/" in inspection.round:
        return language.name(inspection.round)
    dated = inspection.published or inspection.fieldwork
    return date_words(dated) if dated else say("undated")


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
        words = "Not compared with the others: {inspections}."
        blocks.append(note(say(words, inspections=wording.listing(alone))))
    return blocks


def _told(rated: list[Inspection], standing: Standing) -> bool:
    """Whether the comparison with the inspection before shows all there is."""
    return rated == [standing.previous, standing.inspection]


def _by_then(inspection: Inspection, standing: Standing) -> bool:
    return standing.inspection is not None and inspection.order <= standing.inspection.order


def _alone(inspection: Inspection, framework: Framework) -> str:
    words = "{inspection} ({framework}, the only one rated)"
    if framework.scale is None:
        words = "{inspection} ({framework}, which gave findings and no ratings)"
    elif not inspection.rated:
        words = "{inspection} ({framework}, which gave no ratings)"
    return say(words, inspection=when(inspection), framework=framework.name)


def _over_time(context: Context, framework: Framework, views: list[Standing]) -> Table:
    name = views[0].name
    names = [(say("Overall"), "overall")]
    names += [(f"{s.number} {s.name}", s.number) for s in framework.standards]
    rows = []
    for label, number in names:
        values = [rating_value(view, number) for view in views]
        cells = [cell(label), *(value_cell(v) for v in values)]
        role = RowRole.SUBJECT if number == "overall" else RowRole.BODY
        rows.append(Row(tuple(cells), role))
    sources = [_sources(view) for view in views]
    rows.append(Row((cell(say("Sources")), *sources), RowRole.TOTAL))
    columns = [Column(text(say("Standard")), 2.6, header=True)]
    columns += [Column(text(when(v.inspection)), 3.1) for v in views if v.inspection]
    return Table(
        id=context.table_id(f"{views[0].provider.id}-{framework.id}-rounds"),
        caption=text(
            say(
                "{whom}, {count} inspections, {framework}",
                whom=name,
                count=len(views),
                framework=framework.name,
            )
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        summary=say(
            "One row for the overall rating and one for each standard, one column for each "
            "inspection, oldest first."
        ),
        dense=True,
    )


def _sources(view: Standing) -> Cell:
    ratings = view.inspection.standards.values() if view.inspection else ()
    overall = view.rating("overall")
    found = [r.source for r in (*([overall] if overall else []), *ratings)]
    return Cell(cite(found)) if found else cell(say("none"))


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
        itself = _relative(term("This provider"), standing, RowRole.SUBJECT)
        before = sum(relation == BEFORE for relation, _ in relatives)
        rows.insert(before, itself)
    table = Table(
        id=context.table_id(f"{standing.provider.id}-lineage"),
        caption=text(say("Before and after {whom}", whom=standing.name)),
        columns=(
            Column(text(say("Provider")), 4.6, header=True),
            Column(text(say("When")), 1.6),
            Column(text(say("Inspected")), 2.0),
            Column(text(say("Framework")), 3.4),
            Column(text(say("Overall rating")), 3.2),
            Column(text(say("Source")), 1.2),
        ),
        rows=tuple(rows),
        summary=say("One row for each provider: those before it, itself, and those after it."),
        dense=True,
    )
    return [Callout(say("Before and after"), (Paragraph(text(say(WARNING))),)), table]


def _dated(inspection: Inspection | None) -> bool:
    """Without a date nothing tells that it had taken place by then."""
    return inspection is not None and bool(inspection.published or inspection.fieldwork)


def _relatives(context: Context, provider: Provider) -> Iterator[tuple[str, Provider]]:
    everyone = context.dataset.providers
    yield from ((BEFORE, everyone[i]) for i in provider.predecessors if i in everyone)
    yield from ((AFTER, p) for p in everyone.values() if provider.id in p.predecessors)


def _relative(relation: str, found: Standing, role: RowRole = RowRole.BODY) -> Row:
    value = rating_value(found, "overall")
    dated = when(found.inspection) if found.inspection else say(wording.NOT_INSPECTED)
    framework = found.framework.name if found.framework else say("none")
    cells = [cell(found.name), cell(say(relation)), cell(dated), cell(framework), value_cell(value)]
    cells.append(Cell(cite(value.sources)) if value.sources else cell(say("none")))
    return Row(tuple(cells), role)
