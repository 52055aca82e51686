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
    uninspected,
    value_cell,
)
from briefings.standing import Standing
from briefings.values import Value, rating_value

__all__ = ["Change", "change", "compared", "contrary", "earlier", "judge", "when"]


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
    title = options.title or "Change since the previous inspection"
    return by_provider(
        context, options.providers, title, lambda standing: _blocks(context, standing, options)
    )


def earlier(standing: Standing) -> Standing | None:
    """The same provider as its previous inspection left it."""
    return standing.before


def judge(before: Value, now: Value) -> Badge:
    """Improved, declined or unchanged; or that the two cannot be compared."""
    if before.absent or now.absent or before.number is None or now.number is None:
        return Badge(wording.NOT_COMPARABLE, Tone.MUTED)
    if now.number > before.number:
        return Badge("improved", Tone.BETTER, Symbol.UP)
    if now.number < before.number:
        return Badge("declined", Tone.WORSE, Symbol.DOWN)
    return Badge("unchanged", Tone.NEUTRAL, Symbol.LEVEL)


def _blocks(context: Context, standing: Standing, options: Change) -> list[Block]:
    blocks = _since(context, standing)
    if options.rounds == "all":
        blocks += history(context, standing)
    return [*blocks, *lineage(context, standing)]


def _since(context: Context, standing: Standing) -> list[Block]:
    """The inspection against the one before it."""
    before = earlier(standing)
    if standing.inspection is None:
        return [note(f"{standing.name} was {uninspected(context.selection)}.")]
    if before is None:
        return [note(f"No earlier inspection of {standing.name} is in the data.")]
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


Compared = tuple[str, Value, Value, Badge]


def compared(standing: Standing, before: Standing, framework: Framework) -> list[Compared]:
    """Every rating of two inspections under one framework, and how it moved; overall first."""
    names = [("Overall", "overall")]
    names += [(f"{s.number} {s.name}", s.number) for s in framework.standards]
    rows = []
    for label, name in names:
        then, now = rating_value(before, name), rating_value(standing, name)
        rows.append((label, then, now, judge(then, now)))
    return rows


def _said(standing: Standing, before: Standing, rows: list[Compared]) -> str:
    """The change in a sentence or two: "Overall unchanged (Good), but two standards ..."."""
    _, then, now, overall = rows[0]
    if overall.text == wording.NOT_COMPARABLE:
        first = "The overall ratings cannot be compared."
    elif overall.text == "unchanged":
        first = f"The overall rating is unchanged: {now.text}"
    else:
        first = f"The overall rating {overall.text} from {then.text} to {now.text}"
    if overall.text != wording.NOT_COMPARABLE:
        against = contrary(overall.text, [(label, badge.text) for label, *_, badge in rows[1:]])
        first += f", but {against}." if against else "."
    counts = {
        word: sum(badge.text == word for *_, badge in rows[1:])
        for word in ("improved", "declined", "unchanged", wording.NOT_COMPARABLE)
    }
    total = len(rows) - 1
    if counts[wording.NOT_COMPARABLE] == total:
        return f"{first} No standard has a published rating in both inspections."
    verbs = {"unchanged": "stayed the same"}
    said = [f"{wording.count_word(n)} {verbs.get(w, w)}" for w, n in counts.items() if n]
    return f"{first} Of {wording.counted(total, 'standard')}, {wording.listing(said)}."


def contrary(overall: str, standards: Sequence[tuple[str, str]]) -> str:
    """What the overall rating hides: "two standards declined (2.1 Assessment and ...)"."""
    hidden = {"unchanged": ("declined", "improved"), "improved": ("declined",),
              "declined": ("improved",)}  # fmt: skip
    said = []
    for word in hidden.get(overall, ()):
        mine = [label for label, moved in standards if moved == word]
        if mine:
            who = wording.listing(mine)
            said.append(f"{wording.counted(len(mine), 'standard')} {word} ({who})")
    return " and ".join(said)


def _table(context: Context, standing: Standing, before: Standing, rows: list[Compared]) -> Table:
    assert standing.inspection
    assert before.inspection
    body = []
    for label, then, now, badge in rows:
        sources = [*then.sources, *now.sources]
        cited = Cell(cite(sources)) if sources else cell("none")
        cells = (cell(label), value_cell(then), value_cell(now), Cell((badge,)), cited)
        body.append(Row(cells, RowRole.SUBJECT if label == "Overall" else RowRole.BODY))
    return Table(
        id=context.table_id(standing.provider.id),
        caption=text(f"{standing.name}: {when(before.inspection)} and {when(standing.inspection)}"),
        columns=(
            Column(text("Standard"), 2.6, header=True),
            Column(text(when(before.inspection)), 3.1),
            Column(text(when(standing.inspection)), 3.1),
            Column(text("Change"), 2.0),
            Column(text("Sources"), 1.0),
        ),
        rows=tuple(body),
        summary="One row for the overall rating and one for each standard: the rating before, "
        "the rating now, and the change in words.",
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
        why = (
            f"The previous inspection, {earlier_words}, was made under {former.name}, this one "
            f"under {framework.name}: the two are not like for like, and no rating is compared."
        )
    else:
        which = "previous" if not before.inspection.rated else "latest"
        why = f"The {which} inspection gave no ratings, so no rating is compared."
    blocks: list[Block] = [Paragraph(text(why))]
    overall = rating_value(before, "overall")
    if not overall.absent:
        said = f"Overall rating then: {overall.text}. "
        blocks.append(Paragraph((Text(said), *cite(overall.sources))))
    findings = before.inspection.findings
    if findings:
        words = f"What the inspection of {earlier_words} found"
        blocks.append(Paragraph(text(words), Role.LABEL))
        blocks.append(BulletList(tuple(bullet(f.text, [f.source]) for f in findings)))
    return blocks
