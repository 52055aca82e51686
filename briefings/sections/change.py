"""``change``: an inspection against the one before it, standard by standard.

Only the same standard of the same framework is compared; what is not comparable is said
in words.  An earlier inspection without ratings gives its findings instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import field, frozen

from briefings import wording
from briefings.document import (
    Badge,
    Block,
    BulletList,
    Cell,
    Column,
    Paragraph,
    Role,
    Row,
    RowRole,
    Symbol,
    Table,
    Text,
    Tone,
)
from briefings.framework import Framework
from briefings.language import say, term
from briefings.sections.history import history, lineage, when
from briefings.sections.parts import (
    Context,
    Options,
    bullet,
    by_provider,
    cell,
    cite,
    note,
    text,
    value_cell,
    was_uninspected,
)
from briefings.standing import Standing
from briefings.values import Value, rating_value

__all__ = ["Change", "change", "compared", "contrary", "earlier", "judge", "moved", "way", "when"]

UNCHANGED, IMPROVED, DECLINED = term("unchanged"), term("improved"), term("declined")
WAYS = (IMPROVED, DECLINED, UNCHANGED, wording.NOT_COMPARABLE)


@frozen
class Change(Options):
    """This inspection against the previous one."""

    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose change."}
    )
    rounds: Literal["previous", "all"] = field(
        default="previous",
        metadata={"doc": "The inspection before alone, or every one of the same framework."},
    )


def change(context: Context, options: Change) -> tuple[Block, ...]:
    title = options.title or say("Change since the previous inspection")
    return by_provider(
        context, options.providers, title, lambda standing: _blocks(context, standing, options)
    )


def earlier(standing: Standing) -> Standing | None:
    """The same provider as its previous inspection left it."""
    return standing.before


def way(difference: float) -> str:
    """Which way a rating moved by so many points, as one of :data:`WAYS`."""
    return UNCHANGED if difference == 0 else IMPROVED if difference > 0 else DECLINED


def moved(before: Value, now: Value) -> str:
    """Improved, declined or unchanged; or that the two cannot be compared."""
    if before.absent or now.absent or before.number is None or now.number is None:
        return wording.NOT_COMPARABLE
    return way(now.number - before.number)


def judge(before: Value, now: Value) -> Badge:
    """The same as a badge."""
    word = moved(before, now)
    tone, symbol = _LOOKS[word]
    return Badge(say(word), tone, symbol)


_LOOKS = {
    wording.NOT_COMPARABLE: (Tone.MUTED, Symbol.NONE),
    IMPROVED: (Tone.BETTER, Symbol.UP),
    DECLINED: (Tone.WORSE, Symbol.DOWN),
    UNCHANGED: (Tone.NEUTRAL, Symbol.LEVEL),
}


def _blocks(context: Context, standing: Standing, options: Change) -> list[Block]:
    blocks = _since(context, standing)
    if options.rounds == "all":
        blocks += history(context, standing)
    return [*blocks, *lineage(context, standing)]


def _since(context: Context, standing: Standing) -> list[Block]:
    """The inspection against the one before it."""
    before = earlier(standing)
    if standing.inspection is None:
        return [note(was_uninspected(standing, context.selection))]
    if before is None:
        words = "No earlier inspection of {provider} is in the data."
        return [note(say(words, provider=standing.name))]
    framework, former = standing.framework, before.framework
    assert framework is not None
    assert former is not None
    rated = standing.inspection.rated and bool(before.inspection and before.inspection.rated)
    if framework.id != former.id or not rated or framework.scale is None:
        return _not_like_for_like(standing, before, framework, former)
    rows = compared(standing, before, framework)
    blocks: list[Block] = [Paragraph(text(_said(standing, before, rows)), Role.BODY)]
    blocks.append(_table(context, standing, before, rows))
    return blocks


Compared = tuple[str, Value, Value, str]  # what, before, now, which way


def compared(standing: Standing, before: Standing, framework: Framework) -> list[Compared]:
    """Every rating of two inspections under one framework, and how it moved; overall first."""
    names = [(say("Overall"), "overall")]
    names += [(f"{s.number} {s.name}", s.number) for s in framework.standards]
    rows = []
    for label, name in names:
        then, now = rating_value(before, name), rating_value(standing, name)
        rows.append((label, then, now, moved(then, now)))
    return rows


def _said(standing: Standing, before: Standing, rows: list[Compared]) -> str:
    """The change in a sentence or two: "Overall unchanged (Good), but two standards ..."."""
    _, then, now, overall = rows[0]
    first = say(_OVERALL[overall], before=then.text, now=now.text)
    if overall != wording.NOT_COMPARABLE:
        against = contrary(overall, [(label, word) for label, *_, word in rows[1:]])
        first += say(", but {hidden}", hidden=against) + "." if against else "."
    counts = {way: sum(word == way for *_, word in rows[1:]) for way in WAYS}
    total = len(rows) - 1
    if counts[wording.NOT_COMPARABLE] == total:
        return f"{first} {say('No standard has a published rating in both inspections.')}"
    said = [say(_HOW_MANY[w], count=wording.count_word(n)) for w, n in counts.items() if n]
    standards = wording.counted(total, "standard")
    second = say("Of {standards}, {counts}.", standards=standards, counts=wording.listing(said))
    return f"{first} {second}"


_OVERALL = {
    wording.NOT_COMPARABLE: term("The overall ratings cannot be compared."),
    UNCHANGED: term("The overall rating is unchanged: {now}"),
    IMPROVED: term("The overall rating improved from {before} to {now}"),
    DECLINED: term("The overall rating declined from {before} to {now}"),
}
_HOW_MANY = {
    IMPROVED: term("{count} improved"),
    DECLINED: term("{count} declined"),
    UNCHANGED: term("{count} stayed the same"),
    wording.NOT_COMPARABLE: term("{count} cannot be compared"),
}


def contrary(overall: str, standards: Sequence[tuple[str, str]]) -> str:
    """What the overall rating hides: "two standards declined (2.1 Assessment and ...)"."""
    hidden = {UNCHANGED: (DECLINED, IMPROVED), IMPROVED: (DECLINED,), DECLINED: (IMPROVED,)}
    said = []
    for word in hidden.get(overall, ()):
        mine = [label for label, turn in standards if turn == word]
        if mine:
            count = wording.counted(len(mine), "standard")
            said.append(say(_WHICH[word], standards=count, which=wording.listing(mine)))
    if len(said) == 2:
        return say("{first} and {second}", first=said[0], second=said[1])
    return "".join(said)


_WHICH = {
    IMPROVED: term("{standards} improved ({which})"),
    DECLINED: term("{standards} declined ({which})"),
}


def _table(context: Context, standing: Standing, before: Standing, rows: list[Compared]) -> Table:
    assert standing.inspection
    assert before.inspection
    body = []
    for n, (label, then, now, _) in enumerate(rows):
        sources = [*then.sources, *now.sources]
        cited = Cell(cite(sources)) if sources else cell(say("none"))
        cells = (cell(label), value_cell(then), value_cell(now), Cell((judge(then, now),)), cited)
        body.append(Row(cells, RowRole.BODY if n else RowRole.SUBJECT))
    return Table(
        id=context.table_id(standing.provider.id),
        caption=text(
            say(
                "{whom}: {then} and {now}",
                whom=standing.name,
                then=when(before.inspection),
                now=when(standing.inspection),
            )
        ),
        columns=(
            Column(text(say("Standard")), 2.6, header=True),
            Column(text(when(before.inspection)), 3.1),
            Column(text(when(standing.inspection)), 3.1),
            Column(text(say("Change")), 2.0),
            Column(text(say("Sources")), 1.0),
        ),
        rows=tuple(body),
        summary=say(
            "One row for the overall rating and one for each standard: the rating before, the "
            "rating now, and the change in words."
        ),
        dense=True,
    )


def _not_like_for_like(
    standing: Standing, before: Standing, framework: Framework, former: Framework
) -> list[Block]:
    """Two inspections that cannot be compared: why, and what the earlier one said."""
    assert standing.inspection
    assert before.inspection
    earlier_words = when(before.inspection)
    if before.inspection.area:
        earlier_words += f" ({before.inspection.area})"
    if framework.id != former.id:
        why = say(
            "The previous inspection, {then}, was made under {former}, this one under {now}: the "
            "two are not like for like, and no rating is compared.",
            then=earlier_words,
            former=former.name,
            now=framework.name,
        )
    else:
        words = "The latest inspection gave no ratings, so no rating is compared."
        if not before.inspection.rated:
            words = "The previous inspection gave no ratings, so no rating is compared."
        why = say(words)
    blocks: list[Block] = [Paragraph(text(why))]
    overall = rating_value(before, "overall")
    if not overall.absent:
        said = say("Overall rating then: {rating}.", rating=overall.text) + " "
        blocks.append(Paragraph((Text(said), *cite(overall.sources))))
    findings = before.inspection.findings
    if findings:
        words = say("What the inspection of {then} found", then=earlier_words)
        blocks.append(Paragraph(text(words), Role.LABEL))
        blocks.append(BulletList(tuple(bullet(f.text, [f.source]) for f in findings)))
    return blocks
