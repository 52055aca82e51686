"""``findings``: strengths and areas for improvement, by domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import field, frozen

from briefings.document import Block, BulletList, Paragraph, Role
from briefings.framework import Framework
from briefings.language import say, term
from briefings.records import Finding, FindingKind
from briefings.sections.parts import (
    Context,
    Options,
    bullet,
    note,
    section,
    text,
    was_uninspected,
)
from briefings.standing import Standing

__all__ = ["Findings", "findings"]

Kinds = Literal["strength", "improvement", "observation"]

HEADINGS = {
    FindingKind.STRENGTH: term("Strengths"),
    FindingKind.IMPROVEMENT: term("Areas for improvement"),
    FindingKind.OBSERVATION: term("Other findings"),
}


@frozen
class Findings(Options):
    """What inspectors found."""

    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose findings."}
    )
    kinds: tuple[Kinds, ...] = field(
        default=("strength", "improvement", "observation"),
        metadata={"doc": "Which kinds of finding, in this order.", "one": True},
    )


def findings(context: Context, options: Findings) -> tuple[Block, ...]:
    selection = context.selection
    title = options.title or say("Findings")
    if selection.subject and options.providers == "subject":
        blocks = _blocks(context, context.name, selection.subject, options)
        return (section(context.name, title, blocks),)
    parts: list[Block] = []
    if any(s.anonymous for s in selection.shown):
        words = "Findings on the anonymous providers are withheld: they could be known by them."
        parts.append(note(say(words)))
    for standing in selection.shown:
        if standing.anonymous:
            continue
        name = f"{context.name}-{standing.provider.id}"
        parts.append(section(name, standing.name, _blocks(context, name, standing, options)))
    return (section(context.name, title, parts),)


def _blocks(context: Context, name: str, standing: Standing, options: Findings) -> list[Block]:
    inspection, framework = standing.inspection, standing.framework
    if inspection is None or framework is None:
        return [note(was_uninspected(standing, context.selection))]
    kinds = [FindingKind(k) for k in options.kinds]
    chosen = [f for f in inspection.findings if f.kind in kinds]
    if not chosen and inspection.findings:
        words = "None of the findings on {provider} is of the kinds shown here."
        return [note(say(words, provider=standing.name))]
    if not chosen:
        words = "Findings on {provider}: not published in the sources."
        return [note(say(words, provider=standing.name))]
    known = [d for d in framework.domains if any(_domain(f, framework) == d.number for f in chosen)]
    blocks: list[Block] = []
    for domain in known:
        mine = [f for f in chosen if _domain(f, framework) == domain.number]
        heading = f"{domain.number}. {domain.name}"
        blocks.append(section(f"{name}-{domain.number}", heading, _lists(mine, kinds)))
    rest = [f for f in chosen if not _domain(f, framework)]
    if rest and known:
        blocks.append(section(f"{name}-whole", say("The service as a whole"), _lists(rest, kinds)))
    elif rest:
        blocks += _lists(rest, kinds)
    return blocks


def _domain(finding: Finding, framework: Framework) -> str:
    if finding.domain:
        return finding.domain
    standard = framework.standard(finding.standard)
    return standard.domain if standard else ""


def _lists(found: Sequence[Finding], kinds: Sequence[FindingKind]) -> list[Block]:
    """A list for each kind, under its own line; no line where all are of one sort."""
    blocks: list[Block] = []
    present = [k for k in kinds if any(f.kind is k for f in found)]
    for kind in present:
        if present != [FindingKind.OBSERVATION]:
            blocks.append(Paragraph(text(say(HEADINGS[kind])), Role.LABEL))
        mine = [f for f in found if f.kind is kind]
        blocks.append(BulletList(tuple(bullet(f.text, [f.source]) for f in mine)))
    return blocks
