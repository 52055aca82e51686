"""``rating-summary``: one provider's ratings, laid out as on an inspection report's page.

Service, fieldwork and overall rating first, then the standards in their groups.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from briefings import metrics, wording
from briefings.document import (
    Block,
    Cell,
    Column,
    Inlines,
    KeyFact,
    KeyFacts,
    Row,
    RowRole,
    Table,
    Text,
)
from briefings.framework import Framework
from briefings.language import say
from briefings.records import Basis
from briefings.sections.consistency import disagreements
from briefings.sections.parts import (
    Context,
    Options,
    by_provider,
    cell,
    cite,
    cited,
    note,
    source_line,
    text,
    unpublished,
    value_cell,
    was_uninspected,
)
from briefings.standing import Standing
from briefings.values import rating_counts, rating_value

__all__ = ["RatingSummary", "rating_summary"]


@frozen
class RatingSummary(Options):
    """Ratings of the subject, or of every provider shown."""

    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose ratings."}
    )


def rating_summary(context: Context, options: RatingSummary) -> tuple[Block, ...]:
    title = options.title or say("Summary of ratings")
    return by_provider(
        context, options.providers, title, lambda standing: _blocks(context, standing)
    )


def _blocks(context: Context, standing: Standing) -> list[Block]:
    blocks: list[Block] = [_facts(standing)]
    framework = standing.framework
    if framework is None or framework.scale is None or not framework.standards:
        blocks.append(note(_no_ratings(context, standing)))
        return blocks
    if standing.inspection and standing.inspection.rated:
        blocks.append(_table(context, standing, framework))
        blocks += _notes(standing, framework)
    else:
        blocks.append(note(_no_ratings(context, standing)))
    return blocks


def _no_ratings(context: Context, standing: Standing) -> str:
    if standing.inspection is None:
        return was_uninspected(standing, context.selection)
    framework = standing.framework
    if framework and framework.scale is None:
        words = "{framework} gave findings and recommendations, and no ratings."
        return say(words, framework=framework.name)
    return say("This inspection gave no ratings.")


def _facts(standing: Standing) -> KeyFacts:
    inspection = standing.inspection
    facts = [KeyFact(say("Service"), text(standing.name))]
    owner = metrics.FIXED["owner"].value(standing)
    if not owner.absent:
        held = standing.ownership
        remark = f" ({held.note})" if held and held.note else ""
        facts.append(KeyFact(say("Owner"), cited(owner.text + remark, owner.sources)))
    if inspection is None:
        facts.append(KeyFact(say("Inspection"), text(say(wording.NOT_INSPECTED))))
        return KeyFacts(tuple(facts))
    if inspection.area:
        facts.append(KeyFact(say("Area inspected"), text(inspection.area)))
    for name in ("fieldwork", "published"):
        metric = metrics.spoken(metrics.FIXED[name])
        dated = metric.value(standing)
        facts.append(KeyFact(metric.label, cited(dated.text, dated.sources)))
    overall = rating_value(standing, "overall")
    sources = cite(overall.sources)
    value = (*overall.inlines, Text(" "), *sources) if sources else overall.inlines
    facts.append(KeyFact(say("Overall rating"), value))
    return KeyFacts(tuple(facts))


def _table(context: Context, standing: Standing, framework: Framework) -> Table:
    rows: list[Row] = []
    sources: dict[str, None] = {}
    for domain in framework.domains:
        standards = framework.in_domain(domain.number)
        if not standards:
            continue
        rows.append(Row((cell(f"{domain.number}. {domain.name}"),), RowRole.GROUP))
        for standard in standards:
            value = rating_value(standing, standard.number)
            basis = say("none") if value.absent else wording.basis_words(value.basis)
            source = Cell(cite(value.sources)) if value.sources else cell(say("none"))
            rows.append(
                Row((cell(standard.number), cell(standard.name), value_cell(value),
                     cell(basis), source))
            )  # fmt: skip
            sources.update(dict.fromkeys(value.sources))
    return Table(
        id=context.table_id(standing.provider.id),
        caption=text(
            say("Ratings of {whom}, {framework}", whom=standing.name, framework=framework.name)
        ),
        columns=(
            Column(text(say("No.")), 0.7),
            Column(text(say("Standard")), 3.3, header=True),
            Column(text(say("Rating")), 3.0),
            Column(text(say("Basis")), 1.9),
            Column(text(say("Source")), 1.1),
        ),
        rows=tuple(rows),
        notes=tuple(_remarks(standing)),
        sources=source_line(sources),
        summary=say(
            "One row for each standard of {framework}, in groups, with its rating, how the rating "
            "is known, and the source.",
            framework=framework.name,
        ),
    )


def _remarks(standing: Standing) -> list[Inlines]:
    """How the ratings are known that no source states outright."""
    found: dict[str, list[str]] = {}
    for number, rating in standing.inspection.standards.items() if standing.inspection else ():
        if rating.basis is not Basis.STATED and rating.note:
            found.setdefault(rating.note, []).append(number)
    return [text(f"{wording.listing(n)}: {wording.sentence(said)}") for said, n in found.items()]


def _notes(standing: Standing, framework: Framework) -> list[Block]:
    inspection = standing.inspection
    assert inspection is not None
    blocks: list[Block] = []
    score = metrics.FIXED["score"].value(standing)
    if not score.absent:
        words = "Printed score: {score} points."
        if not inspection.score:
            words = "Unofficial score: {score} points."
        blocks.append(note(say(words, score=score.text), score.sources))
    counts, sources, _ = rating_counts(standing)
    if inspection.split and framework.scale:
        parts = [f"{counts[n]} {n}" for n in framework.scale.names if counts.get(n)]
        words = "Known of the {count} standards together: {ratings}."
        ratings = ", ".join(parts)
        told = say(words, count=len(framework.standards), ratings=ratings)
        blocks.append(note(told, sources))
    blocks += [
        note(f"{say('Not consistent.')} {said}", [source])
        for said, source in disagreements(standing)
    ]
    missing = len(framework.standards) - len(inspection.standards)
    if missing:
        blocks.append(note(unpublished(missing, len(framework.standards))))
    return blocks
