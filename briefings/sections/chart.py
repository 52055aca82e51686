"""``chart``: ratings or figures as bars, or ratings as a grid of initials.

The chart's title says the headline and its caption what is shown; both, and the words for
those who cannot see it, are made of the numbers.  What is not known is never drawn as
nought: it is named below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import evolve, field, frozen

from briefings.document import Block, Chart, ChartKind, Paragraph, Text, plain
from briefings.language import say, term
from briefings.sections.bars_chart import bars, figures
from briefings.sections.change_chart import change_of_ratings
from briefings.sections.chart_words import alternative
from briefings.sections.comparison import Comparison, comparison
from briefings.sections.figure_change_chart import change_of_figures
from briefings.sections.parts import Context, Options, section
from briefings.sections.profile_chart import profile

__all__ = ["ChartOptions", "chart"]

HEADINGS = {
    "profile": term("Ratings at a glance"),
    "bars": term("Figures side by side"),
    "change": term("Before and after"),
    "grid": term("Ratings of every standard"),
}
LONGEST = 21  # rows of a chart: with names of two lines each, more would not stand on a page
LONGEST_OF_PAIRS = 14


@frozen
class ChartOptions(Options):
    """Ratings or figures as bars."""

    kind: Literal["profile", "bars", "change", "grid"] = field(
        default="profile", metadata={"doc": "What is drawn."}
    )
    metrics: tuple[str, ...] = field(
        default=(), metadata={"doc": "Which figures; a chart for each.", "one": True}
    )
    order: Literal["given", "name", "value"] = field(
        default="given", metadata={"doc": "Order of the providers."}
    )
    providers: Literal["subject", "all"] = field(
        default="subject", metadata={"doc": "Whose change."}
    )
    headline: str = field(
        default="", metadata={"doc": "What the chart says, in place of what its numbers say."}
    )


def chart(context: Context, options: ChartOptions) -> tuple[Block, ...]:
    title = options.title or _heading(context, options)
    if options.kind == "grid":
        return _grid(context, options, title)
    made: list[Block] = []
    for block in _charts(context, options):
        if isinstance(block, Chart):
            named = evolve(block, title=_said(context, options.headline) or block.title)
            made += [evolve(part, alt=alternative(part)) for part in _pages(named)]
        else:
            made.append(block)
    return (section(context.name, title, made),)


def _said(context: Context, headline: str) -> str:
    """The author's own words for what a chart says, which may hold values."""
    written = context.prose(headline, None) if headline else ()
    return " ".join(plain(block.children) for block in written if isinstance(block, Paragraph))


def _heading(context: Context, options: ChartOptions) -> str:
    """The usual one; a figure's own name where only one is drawn."""
    if options.kind == "bars":
        found = figures(context, options.metrics or context.metrics)
        if len(found) == 1:
            return found[0].label
    return say(HEADINGS[options.kind])


def _charts(context: Context, options: ChartOptions) -> Sequence[Block]:
    subject = options.providers == "subject"
    match options.kind:
        case "bars":
            return bars(context, options.metrics or context.metrics, options.order)
        case "change" if options.metrics:
            return change_of_figures(context, options.metrics, options.order, subject)
        case "change":
            return change_of_ratings(context, options.order, subject)
        case _:
            return profile(context, options.order)


def _grid(context: Context, options: ChartOptions, title: str) -> tuple[Block, ...]:
    """The comparison's own table: an initial in each cell is a heat grid already."""
    order: Literal["given", "name", "overall"] = "given"
    if options.order != "given":
        order = "overall" if options.order == "value" else "name"
    asked = Comparison(
        title=title,
        metrics=options.metrics or ("overall", "standards"),
        order=order,
        providers_in="rows",
    )
    return comparison(context, asked)


def _pages(found: Chart) -> list[Chart]:
    """The chart, or several where one would be longer than a page; notes under the last."""
    most = LONGEST_OF_PAIRS if found.kind is ChartKind.CHANGE else LONGEST
    count = len(found.categories)
    parts = -(-count // most)
    if parts == 1:
        return [found]
    step = -(-count // parts)
    made: list[Chart] = []
    for number, start in enumerate(range(0, count, step), 1):
        words = " " + say("({number} of {parts})", number=number, parts=parts)
        part = _part(found, start, start + step, words)
        if number < parts:
            part = evolve(part, notes=(), sources=())
        made.append(part if number == 1 else evolve(part, id=f"{found.id}-{number}"))
    return made


def _part(found: Chart, start: int, stop: int, words: str) -> Chart:
    """Some rows of a chart."""
    inside = found.subject is not None and start <= found.subject < stop
    return evolve(
        found,
        title=found.title + words,
        categories=found.categories[start:stop],
        series=tuple(
            evolve(s, values=s.values[start:stop], labels=s.labels[start:stop])
            for s in found.series
        ),
        subject=found.subject - start if inside and found.subject is not None else None,
        caption=(*found.caption, Text(words)),
        whole=found,
    )
