"""What several sections share: the context they read, and small pieces of document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from attrs import field, frozen

from briefings import language, metrics
from briefings.changes import LookBack
from briefings.document import (
    Badge,
    Block,
    Cell,
    Inline,
    Inlines,
    ListItem,
    Orientation,
    Paragraph,
    Reference,
    Role,
    Section,
    Text,
    Tone,
)
from briefings.errors import Place
from briefings.framework import Framework
from briefings.language import say, term
from briefings.metrics import Metric
from briefings.records import Basis, Dataset
from briefings.select import Selection
from briefings.standing import Standing
from briefings.values import Value, rating_badge
from briefings.wording import (
    NOT_INSPECTED,
    NOT_PUBLISHED,
    NOT_RATED,
    basis_words,
    capital,
    count_word,
    counted,
    day,
    listing,
)

__all__ = [
    "Context",
    "Options",
    "basis_note",
    "bullet",
    "cell",
    "cite",
    "note",
    "section",
    "text",
    "value_cell",
]


class Prose(Protocol):
    """Turns a Markdown text with Jinja expressions into blocks (see ``prose``)."""

    def __call__(self, source: str, place: Place | None) -> tuple[Block, ...]: ...


@frozen
class Context:
    """What a section may read: the selection, the spec's metrics, and its own place."""

    selection: Selection
    metrics: tuple[str, ...]
    prose: Prose
    name: str = ""  # unique within the document; prefixes the ids of tables
    kinds: frozenset[str] = frozenset()  # of all sections in the spec
    look_back: Callable[[Any], LookBack] = lambda options: LookBack()  # what has changed since

    @property
    def dataset(self) -> Dataset:
        return self.selection.dataset

    def table_id(self, suffix: str = "") -> str:
        return f"{self.name}-{suffix}" if suffix else self.name

    def expand(self, names: Sequence[str], framework: Framework | None = None) -> list[Metric]:
        """The metrics that ``names`` stand for under one framework, or all that are shown."""
        frameworks = (framework,) if framework else self.selection.frameworks
        found: dict[str, Metric] = {}
        for name in names:
            for metric in metrics.expand(name, self.dataset, frameworks) or ():
                found.setdefault(metric.id, metric)
        return list(found.values())


@frozen
class Options:
    """What every section takes."""

    title: str | None = field(
        default=None, kw_only=True, metadata={"doc": "Heading in place of the usual one."}
    )


def text(words: str) -> Inlines:
    return (Text(words),)


def cell(words: str) -> Cell:
    return Cell((Text(words),))


def value_cell(value: Value) -> Cell:
    return Cell(value.inlines)


def cite(sources: Iterable[str]) -> Inlines:
    """References to sources, each once, with a blank between two: ``[1] [2]``."""
    inlines: list[Inline] = []
    for source in dict.fromkeys(s for s in sources if s):
        if inlines:
            inlines.append(Text(" "))
        inlines.append(Reference(f"source:{source}"))
    return tuple(inlines)


def cited(words: str, sources: Iterable[str]) -> Inlines:
    """``words``, then the references, set off by a blank."""
    references = cite(sources)
    return (Text(words + " "), *references) if references else text(words)


def note(words: str, sources: Iterable[str] = ()) -> Paragraph:
    return Paragraph(cited(words, sources), Role.NOTE)


def bullet(words: str, sources: Iterable[str] = ()) -> ListItem:
    return ListItem((Paragraph(cited(words, sources)),))


def section(name: str, title: str, blocks: Iterable[Block], *, wide: bool = False) -> Section:
    turned = Orientation.LANDSCAPE if wide else Orientation.PORTRAIT
    return Section(name, text(title), tuple(blocks), orientation=turned)


def by_provider(
    context: Context, which: str, title: str, write: Callable[[Standing], list[Block]]
) -> tuple[Block, ...]:
    """A section on the subject, or (``which`` is ``all``) with a part for each one shown."""
    selection = context.selection
    if selection.subject and which == "subject":
        return (section(context.name, title, write(selection.subject)),)
    parts = [section(f"{context.name}-{s.provider.id}", s.name, write(s)) for s in selection.shown]
    return (section(context.name, title, parts),)


def source_line(sources: Iterable[str]) -> Inlines:
    references = cite(sources)
    if not references:
        return ()
    label = say("Source") if len(references) == 1 else say("Sources")
    return (Text(f"{label}: "), *references)


def badge_initials(framework: Framework) -> Inlines:
    """The key above a table of initials: ``Key: [O] Outstanding, [G] Good ...``."""
    inlines: list[Inline] = [Text(f"{say('Key')}: ")]
    if framework.scale:
        for i, rating in enumerate(framework.scale.ratings):
            inlines.append(rating_badge(rating, initial=True))
            last = i == len(framework.scale.ratings) - 1
            inlines.append(Text(f" {rating.name}" + (". " if last else ", ")))
    return tuple(inlines)


def basis_note(values: Iterable[tuple[str, str, Value]]) -> list[Inlines]:
    """A note that names each value (of whom, what, value) that no source states outright."""
    found: dict[Basis, dict[str, list[str]]] = {}
    for who, what, value in values:
        if value.basis is not Basis.STATED and not value.absent:
            found.setdefault(value.basis, {}).setdefault(who, []).append(what)
    notes = []
    for basis, labels in found.items():
        said = basis_words(basis)
        each = "; ".join(f"{who} {listing(what)}" for who, what in labels.items())
        notes.append(say("{basis}, not stated: {which}.", basis=capital(said), which=each))
    return [text(" ".join(notes))] if notes else []


def many(count: int, noun: str) -> str:
    """A number, always in figures, of providers of a kind: ``21 CRCs``."""
    plural = "s" if count != 1 else ""
    return language.counted(noun, count) or f"{count} {noun}{plural}"


def unpublished(missing: int, total: int) -> str:
    """How many standards' ratings the sources do not print."""
    standards = counted(total, "standard")
    if missing == total:
        words = "The ratings of all {standards} are not published in the sources."
        return say(words, standards=standards)
    if missing == 1:
        words = "The rating of one of {standards} is not published in the sources."
        return say(words, standards=standards)
    words = "The ratings of {count} of {standards} are not published in the sources."
    return say(words, count=count_word(missing), standards=standards)


def uninspected(selection: Selection) -> str:
    """That there was no inspection: in the round asked for, or by the date."""
    if selection.round:
        return say("not inspected in the {round} round", round=language.name(selection.round))
    return say("not inspected by {day}", day=day(selection.as_at))


def was_uninspected(standing: Standing, selection: Selection) -> str:
    """The same of one provider, as a sentence."""
    said = uninspected(selection)
    return say("{provider} was {uninspected}.", provider=standing.name, uninspected=said)


def all_uninspected(selection: Selection, names: Sequence[str]) -> str:
    """The same of several, as a sentence."""
    said = capital(uninspected(selection))
    return f"{said}: {listing(names)}."


def initial_value(standing: Standing, metric: Metric) -> Inlines:
    """A rating's initial for a narrow column, or a short word where there is none."""
    value = metric.value(standing)
    if value.absent:
        reason = say(value.absent)
        short = short_absence(value.absent) or reason
        return (Badge(short, Tone.ABSENT, label=reason),)
    scale = standing.framework.scale if standing.framework else None
    found = scale.find(value.text) if scale else None
    return (rating_badge(found, initial=True),) if found else value.inlines


def short_absence(reason: str) -> str:
    """A short word for a reason, or nothing."""
    return say(SHORT_ABSENCE[reason]) if reason in SHORT_ABSENCE else ""


SHORT_ABSENCE = {NOT_PUBLISHED: term("np"), NOT_INSPECTED: term("ni"), NOT_RATED: term("nr")}
