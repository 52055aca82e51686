"""The chart of a change: before and now, by standard or by provider."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from briefings import language, wording
from briefings.document import Block, Chart, ChartKind, Inlines, Paragraph, Role, Series
from briefings.framework import Framework, RatingScale
from briefings.language import say, term
from briefings.sections.change import (
    DECLINED,
    IMPROVED,
    UNCHANGED,
    WAYS,
    earlier,
    moved,
    when,
)
from briefings.sections.chart_words import (
    PROVIDER,
    called,
    head,
    in_order,
    missing_notes,
    noun,
    subject_at,
)
from briefings.sections.parts import Context, note, source_line, text
from briefings.standing import Standing
from briefings.values import Value, rating_value

__all__ = ["Pair", "both_times", "change_of_ratings"]

STANDARD, WHOLE = term("standard"), term("overall rating")
OURS = (STANDARD, WHOLE, PROVIDER)
NOT_LIKE = term("no earlier inspection that can be compared")


@frozen
class Pair:
    """A value before and now, each with the words for when that was."""

    before: Value
    now: Value
    then: str
    since: str

    @property
    def sources(self) -> tuple[str, ...]:
        return (*self.before.sources, *self.now.sources)


def change_of_ratings(context: Context, order: str, subject: bool) -> list[Block]:
    """The subject's standards one by one, or the overall rating of everyone."""
    selection = context.selection
    if subject and selection.subject:
        return _by_standard(context, selection.subject)
    made: list[Block] = []
    for framework in selection.frameworks:
        mine = [s for s in selection.shown if s.framework == framework]
        if framework.scale:
            made += _by_provider(context, framework, framework.scale, mine, order)
    return made or [note(say("No inspection gave ratings."))]


def _compared(standing: Standing) -> Standing | None:
    """The inspection before, where it is of the same framework and both gave ratings."""
    before = earlier(standing)
    if before is None or before.inspection is None or standing.inspection is None:
        return None
    if before.framework != standing.framework:
        return None
    return before if before.inspection.rated and standing.inspection.rated else None


def _pair(standing: Standing, before: Standing, name: str) -> Pair:
    assert standing.inspection
    assert before.inspection
    values = rating_value(before, name), rating_value(standing, name)
    return Pair(*values, when(before.inspection), when(standing.inspection))


# ------------------------------------------------------------------------------ ratings


def _by_standard(context: Context, standing: Standing) -> list[Block]:
    before, framework = _compared(standing), standing.framework
    if before is None or framework is None or framework.scale is None:
        return [note(f"{standing.name}: {say(NOT_LIKE)}.")]
    whole = say("Overall")
    pairs = [(whole, _pair(standing, before, "overall"))]
    pairs += [
        (f"{s.number} {s.name}", _pair(standing, before, s.number)) for s in framework.standards
    ]
    silent = [name for name, pair in pairs if pair.before.absent and pair.now.absent]
    known = [(name, pair) for name, pair in pairs if name not in silent]
    if not known:
        return [note(say("{what}: not published in the sources.", what=standing.name))]
    missing = missing_notes((name, say(wording.NOT_PUBLISHED)) for name in silent)
    standards = [pair for name, pair in known if name != whole]
    overall = [pair for name, pair in known if name == whole]
    return [
        Chart(
            id=context.table_id(standing.provider.id),
            kind=ChartKind.CHANGE,
            title=_headline(standards or overall, STANDARD if standards else WHOLE),
            caption=text(
                both_times(
                    say("Ratings of {whom}", whom=standing.name), [pair for _, pair in known]
                )
            ),
            head=say("Standard"),
            categories=tuple(name for name, _ in known),
            series=_ratings(framework.scale, [pair for _, pair in known]),
            alt="",
            scaled=False,
            notes=(*missing, *_one_sided(known), _lengths(framework.scale)),
            sources=source_line(s for _, pair in known for s in pair.sources),
        )
    ]


def _by_provider(
    context: Context,
    framework: Framework,
    scale: RatingScale,
    standings: Sequence[Standing],
    order: str,
) -> list[Block]:
    pairs, missing = [], []
    for standing in standings:
        before = _compared(standing)
        pair = _pair(standing, before, "overall") if before else None
        if pair is None:
            missing.append((called(standing), say(NOT_LIKE)))
        elif pair.before.absent and pair.now.absent:
            missing.append((called(standing), say(wording.NOT_PUBLISHED)))
        else:
            pairs.append((standing, pair))
    found = in_order(
        pairs, order, lambda pair: -1.0 if pair.now.number is None else pair.now.number
    )
    if not found:
        return [Paragraph(words, Role.NOTE) for words in missing_notes(missing)]
    drawn, values = [s for s, _ in found], [pair for _, pair in found]
    named = [(called(s), pair) for s, pair in found]
    return [
        Chart(
            id=context.table_id(framework.id),
            kind=ChartKind.CHANGE,
            title=_headline(values, noun(drawn)),
            caption=text(
                both_times(say("Overall ratings, {framework}", framework=framework.name), values)
            ),
            head=head(drawn),
            categories=tuple(called(s) for s in drawn),
            series=_ratings(scale, values),
            alt="",
            subject=subject_at(context, drawn),
            scaled=False,
            notes=(*missing_notes(missing), *_one_sided(named), _lengths(scale)),
            sources=source_line(s for pair in values for s in pair.sources),
        )
    ]


def _one_sided(named: Sequence[tuple[str, Pair]]) -> list[Inlines]:
    """Ratings that are missing beside one that is known."""
    sides = [
        (name, value.absent, at)
        for name, pair in named
        for value, at in ((pair.before, pair.then), (pair.now, pair.since))
    ]
    return missing_notes((f"{name} ({at})", say(why)) for name, why, at in sides if why)


def both_times(what: str, pairs: Sequence[Pair]) -> str:
    """Both times, where all share them."""
    times = {(pair.then, pair.since) for pair in pairs}
    if len(times) > 1:
        return say("{what}: each one’s previous inspection and the latest", what=what)
    ((then, since),) = times
    return say("{whom}: {then} and {now}", whom=what, then=then, now=since)


def _ratings(scale: RatingScale, pairs: Sequence[Pair]) -> tuple[Series, Series]:
    """As long as the rating's place on the scale, since the worst has no points."""
    place = {name: float(n) for n, name in enumerate(reversed(scale.names), 1)}

    def series(name: str, values: Sequence[tuple[str, Value]]) -> Series:
        return Series(
            name,
            tuple(None if v.absent else place[v.text] for _, v in values),
            tuple(f"{at}: {v.text}" for at, v in values),
        )

    return (
        series(say("Before"), [(pair.then, pair.before) for pair in pairs]),
        series(say("Now"), [(pair.since, pair.now) for pair in pairs]),
    )


def _lengths(scale: RatingScale) -> Inlines:
    worst, best = scale.names[-1], scale.names[0]
    words = "The longer the bar, the better the rating, from {worst} to {best}."
    return text(say(words, worst=worst, best=best))


_ONE = {
    IMPROVED: term("The {what} improved"),
    DECLINED: term("The {what} declined"),
    UNCHANGED: term("The {what} is unchanged"),
}
_SEVERAL = {
    IMPROVED: term("{count} improved"),
    DECLINED: term("{count} declined"),
    UNCHANGED: term("{count} unchanged"),
    wording.NOT_COMPARABLE: term("{count} cannot be compared"),
}


def _headline(pairs: Sequence[Pair], what: str) -> str:
    """``Of ten standards, two improved, one declined and seven unchanged``."""
    words = [moved(pair.before, pair.now) for pair in pairs]
    one = say(what) if what in OURS else language.name(what)
    if set(words) == {wording.NOT_COMPARABLE}:
        return say("No {what} has a published rating in both inspections", what=one)
    if len(words) == 1:
        return wording.capital(say(_ONE[words[0]], what=one))
    counts = [(say(_SEVERAL[way], count=wording.count_word(n)))
              for way in WAYS if (n := words.count(way))]  # fmt: skip
    whole = wording.counted(len(pairs), what)
    return say("Of {whole}, {counts}", whole=whole, counts=wording.listing(counts))
