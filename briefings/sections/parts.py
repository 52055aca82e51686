"""What several sections share: the context they read, and small pieces of document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from attrs import field, frozen

from briefings import metrics
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
    label = "Source: " if len(references) == 1 else "Sources: "
    return (Text(label), *references)


def badge_initials(framework: Framework) -> Inlines:
    """The key above a table of initials: ``Key: [O] Outstanding, [G] Good ...``."""
    inlines: list[Inline] = [Text("Key: ")]
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
        notes.append(f"{said[:1].upper()}{said[1:]}, not stated: {each}.")
    return [text(" ".join(notes))] if notes else []


def unpublished(missing: int, total: int) -> str:
    """How many standards' ratings the sources do not print."""
    if missing == total:
        return f"The ratings of all {counted(total, 'standard')} are {NOT_PUBLISHED}."
    said = "The rating of one" if missing == 1 else f"The ratings of {count_word(missing)}"
    verb = "is" if missing == 1 else "are"
    return f"{said} of {counted(total, 'standard')} {verb} {NOT_PUBLISHED}."


def uninspected(selection: Selection) -> str:
    """That there was no inspection, as a predicate: in the round asked for, or by the date."""
    if selection.round:
        return f"not inspected in the {selection.round} round"
    return f"not inspected by {day(selection.as_at)}"


def initial_value(standing: Standing, metric: Metric) -> Inlines:
    """A rating's initial for a narrow column, or a short word where there is none."""
    value = metric.value(standing)
    if value.absent:
        short = SHORT_ABSENCE.get(value.absent, value.absent)
        return (Badge(short, Tone.ABSENT, label=value.absent),)
    scale = standing.framework.scale if standing.framework else None
    found = scale.find(value.text) if scale else None
    return (rating_badge(found, initial=True),) if found else value.inlines


SHORT_ABSENCE = {NOT_PUBLISHED: "np", NOT_INSPECTED: "ni", NOT_RATED: "nr"}
