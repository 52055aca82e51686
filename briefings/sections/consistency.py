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
from briefings.language import say, term
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
    title = options.title or say("Are the ratings consistent?")
    if selection.subject and options.providers == "subject":
        return (section(context.name, title, _blocks(selection.subject)),)
    checked = [s for s in selection.shown if _implied(s)]
    blocks: list[Block] = [
        section(f"{context.name}-{s.provider.id}", s.name, _blocks(s)) for s in checked
    ]
    others = [s.name for s in selection.shown if s not in checked]
    if others:
        words = (
            "Not checked, since neither every rating nor any percentage of cases is published: "
            "{providers}."
        )
        blocks.insert(0, note(say(words, providers="; ".join(others))))
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
        words = "{provider}: {reason}, so there is nothing to check."
        return [note(say(words, provider=standing.name, reason=say(absence(standing))))]
    found = _implied(standing)
    items = [bullet(_said(standing, one), [one.source]) for one in found]
    items += _unchecked(standing, framework, found)
    blocks: list[Block] = [BulletList(tuple(items))]
    if (rule := framework.overall_source) and _used(found, True):
        blocks.append(_rule(rule, *_TOTAL))
    if (rule := framework.case_source) and _used(found, False):
        blocks.append(_rule(rule, *_PERCENTAGES))
    return blocks


_TOTAL = (
    term("The bands of the total are the inspectorate’s own."),
    term("The bands of the total are not confirmed by the inspectorate’s manual."),
)
_PERCENTAGES = (
    term("The bands of the percentages are the inspectorate’s own."),
    term("The bands of the percentages are not confirmed by the inspectorate’s manual."),
)


def _used(found: list[Implied], overall: bool) -> bool:
    return any((not one.number) is overall for one in found)


def _rule(rule: Citation, verified: str, unverified: str) -> Block:
    return note(say(verified if rule.verified else unverified), [rule.source])


def _said(standing: Standing, found: Implied) -> str:
    """ "Overall: published Good; ... imply Requires improvement; a panel may explain."."""
    framework = standing.framework
    assert framework is not None
    if found.number:
        standard = framework.standard(found.number)
        label = f"{found.number} {standard.name if standard else ''}".strip()
        implied = _implied_by_cases(found)
    else:
        label = say("Overall")
        implied = _implied_by_points(found, framework)
    words = say("{what}: published {rating}; {implied}", what=label, rating=found.published,
                implied=implied)  # fmt: skip
    if found.on_boundary:
        words += " " + say("(on the boundary: the percentage may be rounded)")
    if found.agrees:
        return f"{words}. {say('The two agree.')}"
    stands = say("The published rating stands; a panel’s judgement may explain it.")
    return f"{words}. {stands}"


def _implied_by_cases(found: Implied) -> str:
    words = "{per_cent} of cases, at the lowest key question, implies {ratings}"
    per_cent, ratings = wording.per_cent(found.figure), wording.listing(found.ratings, "or")
    return say(words, per_cent=per_cent, ratings=ratings)


def _implied_by_points(found: Implied, framework: Framework) -> str:
    return say(
        "{standards} with {points} of {most} points imply {ratings}",
        standards=wording.counted(len(framework.scored), "standard"),
        points=wording.number(found.figure),
        most=framework.maximum,
        ratings=wording.listing(found.ratings, "or"),
    )


def _unchecked(
    standing: Standing, framework: Framework, found: list[Implied]
) -> Iterator[ListItem]:
    """What cannot be checked, and why."""
    inspection = standing.inspection
    assert inspection is not None
    if not _used(found, True):
        known, whole = len(inspection.standards), len(framework.standards)
        words = "Overall: not checked, since {framework} gives no bands."
        if inspection.overall is None:
            words = "Overall: not checked, since the overall rating is {reason}."
        elif not known:
            words = "Overall: not checked, since none of {whole} standards’ ratings are published."
        elif known < whole:
            words = (
                "Overall: not checked, since {count} of {whole} standards’ ratings are published."
            )
        reason = say(absence(standing))
        numbers = {"count": known, "whole": whole}
        yield bullet(say(words, framework=framework.name, reason=reason, **numbers))
    if not _used(found, False) and framework.case_bands:
        words = "Percentages of cases: not checked, since none is published in the sources."
        yield bullet(say(words))
