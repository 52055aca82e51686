"""``changes-since``: what the briefing shows otherwise than at an earlier date.

What changed is found by comparing what all the other sections show
(:mod:`briefings.differences`); here it is only put into words.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from attrs import field, frozen

from briefings import wording
from briefings.changes import Change, Changes, How, Kind, LookBack
from briefings.document import Block, BulletList, ListItem, Paragraph, Role
from briefings.language import bare, english, say, term
from briefings.recordpaths import LONGEST, opening
from briefings.records import Inspection
from briefings.sections.changes_table import called, changes_table
from briefings.sections.parts import Context, Options, bullet, note, section, text

__all__ = ["ChangesSince", "changes_since"]

TITLE = term("Changes since {then}")
NOTHING = term("Nothing that this briefing shows has changed since {then}.")
SUMMARY = term("Since {then}, what this briefing shows has changed in {what}.")
WORDS_ALONE = term("its words alone")
WORDS = term("Other words stand under {headings}.")
HIDDEN = term("Changes of the anonymous providers are not told: they could be known by them.")
PROVIDERS = {
    (Kind.PROVIDER, How.NEW): term("{name} is shown now, and was not before."),
    (Kind.PROVIDER, How.GONE): term("{name} is no longer shown."),
    (Kind.PROVIDER, How.CHANGED): term("{old} is now called {new}."),
    (Kind.INSPECTION, How.NEW): term("{name} has been inspected since: {new}."),
    (Kind.INSPECTION, How.GONE): term("{name}: the inspection of {old} no longer counts."),
    (Kind.INSPECTION, How.CHANGED): term("{name} has been inspected again: {new}; before, {old}."),
}
RECOMMENDED = {
    How.NEW: term("New"),
    How.CHANGED: term("Reworded"),
    How.BASIS: term("Known in another way"),
    How.CITED: term("From another source"),
}
NO_LONGER = term("{name}: {count} no longer shown.")
FOUND = "{name}: {counts}."
FINDINGS = (
    ("new finding", How.NEW),
    ("finding no longer shown", How.GONE),
    ("reworded finding", How.CHANGED),
)
TABLES = {
    Kind.RATING: term("Ratings that have changed since {then}"),
    Kind.FIGURE: term("Figures that have changed since {then}"),
    Kind.DETAIL: term("Other facts that have changed since {then}"),
}
COUNTED = (
    (Kind.PROVIDER, "provider"),
    (Kind.INSPECTION, "inspection"),
    (Kind.RATING, "rating"),
    (Kind.FIGURE, "figure"),
    (Kind.DETAIL, "other fact"),
    (Kind.RECOMMENDATION, "recommendation"),
    (Kind.FINDING, "finding"),
)


@frozen
class ChangesSince(Options):
    """What is not as it was at an earlier date, or in an earlier file of the briefing."""

    date: datetime.date | None = field(
        default=None, metadata={"doc": "Held against the same briefing as at this date."}
    )
    file: str = field(
        default="",
        metadata={"doc": "Held against this earlier Word, PDF or HTML file, beside the spec."},
    )


def changes_since(context: Context, options: ChangesSince) -> tuple[Block, ...]:
    back = context.look_back(options)
    then = _then(back)
    blocks = list(_told(context, back, then))
    if any(s.anonymous for s in context.selection.shown):
        blocks.append(note(say(HIDDEN)))
    title = options.title or say(TITLE, then=then)
    return (section(context.name, title, blocks),)


def _then(back: LookBack) -> str:
    """The earlier state as a sentence names it."""
    day = wording.day(datetime.date.fromisoformat(back.day)) if back.day else ""
    if back.file:
        return say("the briefing of {day}", day=day) if day else say("the earlier briefing")
    return day


def _told(context: Context, back: LookBack, then: str) -> Iterator[Block]:
    changes = back.changes
    counts = [(len(changes.of(kind)), noun) for kind, noun in COUNTED]
    what = [wording.counted(number, noun) for number, noun in counts if number]
    if not changes:
        yield Paragraph(text(say(NOTHING, then=then)))
        return
    words = wording.listing(what) or say(WORDS_ALONE)
    yield Paragraph(text(say(SUMMARY, then=then, what=words)))
    yield from _listed("", _providers(context, changes))
    for kind, heading in TABLES.items():
        mine = changes.of(kind)
        if mine:
            yield changes_table(context, back, mine, say(heading, then=then))
    yield from _listed(say("Recommendations"), _recommendations(context, changes))
    yield from _listed(say("Findings"), _findings(context, changes))
    headings = [change.label for change in changes.of(Kind.WORDS)]
    if headings:
        yield note(say(WORDS, headings=wording.listing(f"“{name}”" for name in headings)))


def _listed(label: str, items: Iterator[ListItem]) -> Iterator[Block]:
    found = tuple(items)
    if found and label:
        yield Paragraph(text(label), Role.LABEL)
    if found:
        yield BulletList(found)


def _providers(context: Context, changes: Changes) -> Iterator[ListItem]:
    """Who was inspected since, who came and who went; with the source of an inspection."""
    everyone = (*context.selection.shown, *context.selection.benchmark)
    sources = {bare(s.name): _report(s.inspection) for s in everyone if s.inspection}
    for change in changes.of(Kind.PROVIDER, Kind.INSPECTION):
        words = PROVIDERS[change.kind, change.how]
        name = called(context, change)
        said = say(words, name=name, old=change.old, new=change.new)
        told = change.kind is Kind.INSPECTION and change.how is not How.GONE
        yield bullet(said, [sources.get(change.provider, "")] if told else [])


def _report(inspection: Inspection) -> str:
    """What an inspection is known from."""
    return inspection.source or (inspection.overall.source if inspection.overall else "")


def _recommendations(context: Context, changes: Changes) -> Iterator[ListItem]:
    """Each that is new or reworded; of those that are gone, how many."""
    gone: dict[str, int] = {}
    mine = changes.of(Kind.RECOMMENDATION)
    several = len({change.provider for change in mine}) > 1
    for change in mine:
        fact = change.after
        if fact is None:
            name = called(context, change)
            gone[name] = gone.get(name, 0) + 1
            continue
        words = wording.sentence(_whole(context, change))
        how = say(RECOMMENDED[change.how])
        who = f"{how}, {called(context, change)}" if several else how
        yield bullet(f"{who}: {words}", fact.sources)
    for name, number in gone.items():
        count = wording.counted(number, "earlier recommendation is", "earlier recommendations are")
        yield bullet(say(NO_LONGER, name=name, count=count))


def _whole(context: Context, change: Change) -> str:
    """The text of a recommendation, of which a long one's opening alone is kept."""
    fact = change.after
    assert fact is not None
    provider = context.dataset.providers.get(fact.provider)
    for inspection in provider.inspections if provider and fact.whole else ():
        for made in inspection.recommendations:
            if inspection.id == fact.inspection and opening(made.text, LONGEST) == fact.value:
                return made.text
    return english(fact.value)


def _findings(context: Context, changes: Changes) -> Iterator[ListItem]:
    """How many of each provider: the section of findings has them."""
    everyone: dict[str, list[Change]] = {}
    for change in changes.of(Kind.FINDING):
        everyone.setdefault(called(context, change), []).append(change)
    for name, mine in everyone.items():
        counts = [
            wording.counted(number, *_nouns(noun))
            for noun, how in FINDINGS
            if (number := sum(change.how is how for change in mine))
        ]
        if counts:
            yield bullet(FOUND.format(name=name, counts=wording.listing(counts)))


def _nouns(one: str) -> tuple[str, str]:
    return one, one.replace("finding", "findings")
