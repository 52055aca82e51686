"""``consistency``: published ratings beside what the rules of their framework imply.

A note and no more: a published rating is final, and a panel's judgement may explain why it
differs from what points or percentages imply.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import field, frozen

from briefings import wording
from briefings.document import Block, BulletList, ListItem
from briefings.framework import Citation, Framework
from briefings.implied import Implied, case_implied, overall_implied
from briefings.sections.parts import Context, Options, bullet, note, section
from briefings.standing import Standing
from briefings.values import absence

__all__ = ["Consistency", "consistency", "disagreements"]


@frozen
class Consistency(Options):
    """Published ratings held against the rules of their framework."""

    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose ratings."}
    )


def consistency(context: Context, options: Consistency) -> tuple[Block, ...]:
    selection = context.selection
    title = options.title or "Are the ratings consistent?"
    if selection.subject and options.providers == "subject":
        return (section(context.name, title, _blocks(selection.subject)),)
    checked = [s for s in selection.shown if _implied(s)]
    blocks: list[Block] = [
        section(f"{context.name}-{s.provider.id}", s.name, _blocks(s)) for s in checked
    ]
    others = [s.name for s in selection.shown if s not in checked]
    if others:
        words = "Not checked, since neither every rating nor any percentage of cases is published"
        blocks.insert(0, note(f"{words}: {'; '.join(others)}."))
    return (section(context.name, title, blocks),)


def disagreements(standing: Standing) -> list[tuple[str, str]]:
    """Each published rating that differs from what is implied: in words, with its source."""
    return [
        (_said(standing, found), found.source) for found in _implied(standing) if not found.agrees
    ]


def _implied(standing: Standing) -> list[Implied]:
    inspection, framework = standing.inspection, standing.framework
    if inspection is None or framework is None:
        return []
    whole = overall_implied(inspection, framework)
    return [*([whole] if whole else []), *case_implied(inspection, framework)]


def _blocks(standing: Standing) -> list[Block]:
    framework = standing.framework
    if standing.inspection is None or framework is None or framework.scale is None:
        return [note(f"{standing.name}: {absence(standing)}, so there is nothing to check.")]
    found = _implied(standing)
    items = [bullet(_said(standing, one), [one.source]) for one in found]
    items += _unchecked(standing, framework, found)
    blocks: list[Block] = [BulletList(tuple(items))]
    for one, words in (
        (framework.overall_source, "The bands of the total"),
        (framework.case_source, "The bands of the percentages"),
    ):
        if one and _used(found, one is framework.overall_source):
            blocks.append(_rule(one, words))
    return blocks


def _used(found: list[Implied], overall: bool) -> bool:
    return any((not one.number) is overall for one in found)


def _rule(rule: Citation, words: str) -> Block:
    if rule.verified:
        return note(f"{words} are the inspectorate’s own.", [rule.source])
    return note(f"{words} are not confirmed by the inspectorate’s manual.", [rule.source])


def _said(standing: Standing, found: Implied) -> str:
    """ "Overall: published Good; ... imply Requires improvement; a panel may explain."."""
    framework = standing.framework
    assert framework is not None
    if found.number:
        standard = framework.standard(found.number)
        label = f"{found.number} {standard.name if standard else ''}".strip()
        why = f"{wording.per_cent(found.figure)} of cases, at the lowest key question,"
    else:
        label, points = "Overall", wording.number(found.figure)
        why = (
            f"{wording.counted(len(framework.scored), 'standard')} with {points} of "
            f"{framework.maximum} points"
        )
    implies = "implies" if found.number else "imply"
    meant = wording.listing(found.ratings, "or")
    words = f"{label}: published {found.published}; {why} {implies} {meant}"
    if found.on_boundary:
        words += " (on the boundary: the percentage may be rounded)"
    if found.agrees:
        return words + ". The two agree."
    return words + ". The published rating stands; a panel’s judgement may explain it."


def _unchecked(
    standing: Standing, framework: Framework, found: list[Implied]
) -> Iterator[ListItem]:
    """What cannot be checked, and why."""
    inspection = standing.inspection
    assert inspection is not None
    if not _used(found, True):
        known, whole = len(inspection.standards), len(framework.standards)
        if inspection.overall is None:
            why = f"the overall rating is {absence(standing)}"
        elif known < whole:
            why = f"{known or 'none'} of {whole} standards’ ratings are published"
        else:
            why = f"{framework.name} gives no bands"
        yield bullet(f"Overall: not checked, since {why}.")
    if not _used(found, False) and framework.case_bands:
        yield bullet("Percentages of cases: not checked, since none is published in the sources.")
