"""``recommendations``: numbered as in the report, grouped, with a count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from attrs import field, frozen

from briefings import language, metrics, wording
from briefings.document import (
    Badge,
    Block,
    BulletList,
    Inline,
    ListItem,
    NumberedList,
    Paragraph,
    Text,
    Tone,
)
from briefings.language import bare, say
from briefings.records import Recommendation, Wording
from briefings.sections.parts import (
    Context,
    Options,
    all_uninspected,
    cite,
    cited,
    note,
    section,
)
from briefings.standing import Standing

__all__ = ["Recommendations", "addressed", "recommendations"]

Made = tuple[Standing, Recommendation]


@frozen
class Recommendations(Options):
    """Recommendations, numbered and grouped."""

    group_by: Literal["addressee", "provider", "theme"] = field(
        default="addressee", metadata={"doc": "What the recommendations are grouped by."}
    )
    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Recommendations made on whose inspection."}
    )


def recommendations(context: Context, options: Recommendations) -> tuple[Block, ...]:
    selection = context.selection
    everyone = selection.shown
    if selection.subject and options.providers == "subject":
        everyone = (selection.subject,)
    hidden = any(s.anonymous for s in everyone)
    everyone = tuple(s for s in everyone if not s.anonymous)
    made = [(s, r) for s in everyone if s.inspection for r in s.inspection.recommendations]
    title = options.title or say("Recommendations")
    blocks: list[Block] = [*_counts(context, everyone)]
    for heading, mine in _groups(made, options.group_by, several=len(everyone) > 1):
        name = f"{context.name}-{_slug(bare(heading))}"
        counted = f"{heading} ({len(mine)})"
        blocks.append(section(name, counted, _lists(mine, options, len(everyone) > 1)))
    if hidden:
        words = (
            "Recommendations to the anonymous providers are withheld: they could be known by them."
        )
        blocks.append(note(say(words)))
    ours = sum(r.wording is Wording.SUMMARY for _, r in made)
    if ours and ours == len(made):
        blocks.append(note(say("Recommendations are summarised in our own words.")))
    elif ours:
        words = (
            "{recommendations} are summarised in our own words; the others stand in those of their "
            "source."
        )
        count = wording.counted(ours, "recommendation")
        blocks.append(note(wording.capital(say(words, recommendations=count))))
    return (section(context.name, title, blocks),)


def _counts(context: Context, everyone: Sequence[Standing]) -> list[Block]:
    """How many were made; and where the text of them is not in the sources, that."""
    blocks: list[Block] = []
    silent = []
    for standing in everyone:
        inspection = standing.inspection
        count = metrics.FIXED["recommendation-count"].value(standing)
        listed = len(inspection.recommendations) if inspection else 0
        if not count.absent and count.number is not None:
            told = _made(standing, int(count.number), listed)
            blocks.append(Paragraph(cited(told, count.sources)))
        elif not listed:
            silent.append(standing)
    if silent:
        absent = [s for s in silent if s.inspection is None]
        unknown = [s for s in silent if s.inspection is not None]
        if unknown:
            names = wording.listing(s.name for s in unknown)
            words = "Recommendations not published in the sources: {providers}."
            blocks.append(note(say(words, providers=names)))
        if absent:
            blocks.append(note(all_uninspected(context.selection, [s.name for s in absent])))
    return blocks


def _made(standing: Standing, count: int, listed: int) -> str:
    """How many recommendations were made, and how many of them are listed."""
    words = "{provider}: inspectors made {recommendations}."
    if listed == 0:
        words = (
            "{provider}: inspectors made {recommendations}; the text is not published in the "
            "sources."
        )
    elif listed == 1 < count:
        words = "{provider}: inspectors made {recommendations}; {count} of them is given here."
    elif listed < count:
        words = "{provider}: inspectors made {recommendations}; {count} of them are given here."
    made = wording.counted(count, "recommendation")
    shown = wording.count_word(listed)
    return say(words, provider=standing.name, recommendations=made, count=shown)


def _groups(made: Sequence[Made], group_by: str, *, several: bool) -> list[tuple[str, list[Made]]]:
    keys: dict[str, Callable[[Made], str]] = {
        "addressee": lambda m: say(
            "To {addressee}", addressee=addressed(m[1].addressee, several=several)
        ),
        "provider": lambda m: m[0].name,
        "theme": lambda m: wording.capital((m[1].theme or say("other")).lower()),
    }
    groups: dict[str, list[Made]] = {}
    for one in made:
        groups.setdefault(keys[group_by](one), []).append(one)
    return list(groups.items())


def addressed(addressee: str, *, several: bool = False) -> str:
    """An addressee as a sentence names it: an acronym has its article."""
    if addressee.isupper() and len(addressee) <= 4:
        words = "the {kind}s" if several else "the {kind}"
        return say(words, kind=language.name(addressee))
    return language.name(addressee)


def _lists(
    made: Sequence[Made], options: Recommendations, several: bool
) -> list[NumberedList | BulletList]:
    """Lists that keep the report's numbers: a new one wherever a number is skipped."""
    lists: list[NumberedList | BulletList] = []
    run: list[Made] = []
    for one in [*made, None]:
        if run and (one is None or not _follows(run[-1], one)):
            items = tuple(_item(m, options, several) for m in run)
            first = run[0][1].number
            lists.append(BulletList(items) if first is None else NumberedList(items, first))
            run = []
        if one is not None:
            run.append(one)
    return lists


def _follows(last: Made, one: Made) -> bool:
    """Whether ``one`` goes on the list that ``last`` ends."""
    before, number = last[1].number, one[1].number
    if before is None or number is None:
        return before is number
    return last[0] == one[0] and number == before + 1


def _item(made: Made, options: Recommendations, several: bool) -> ListItem:
    standing, recommendation = made
    inlines: list[Inline] = [Text(wording.sentence(recommendation.text) + " ")]
    inlines += cite([recommendation.source])
    aside = []
    if recommendation.theme and options.group_by != "theme":
        aside.append(recommendation.theme)
    if several and options.group_by != "provider":
        aside.append(standing.short)
    if options.group_by != "addressee" and recommendation.addressee:
        aside.append(say("to {addressee}", addressee=addressed(recommendation.addressee)))
    if aside:
        inlines += [Text(" "), Badge(", ".join(aside), Tone.MUTED)]
    return ListItem((Paragraph(tuple(inlines)),))


def _slug(words: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in words.lower()).split())
