"""From a spec and the data to a resolved document.

The only place where a spec's words, the selection and the sections meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from attrs import define, field

from briefings import metrics, prose, vocabulary, wording
from briefings.document import Block, Contents, Document, KeyFact, Section, Text
from briefings.errors import Fault, Place, SpecError, nearest
from briefings.records import Dataset
from briefings.resolve import resolve
from briefings.sandbox import TextFault, render
from briefings.sections import KINDS
from briefings.sections.parts import Context
from briefings.select import Selection, select
from briefings.spec import SectionSpec, Spec
from briefings.yamlfile import where

__all__ = ["compose"]

T = TypeVar("T")


def compose(spec: Spec, dataset: Dataset, *, as_at: date | None = None) -> Document:
    """The document that ``spec`` asks for, from ``dataset``, with all numbers settled.

    ``as_at`` takes the place of the spec's own date.  Raises SpecError with every unknown
    name and every fault in a text, or DocumentError.
    """
    faults = _metric_faults(spec, dataset)
    try:
        selection = select(dataset, spec.choice(as_at))
    except SpecError as error:
        raise SpecError([*faults, *error.faults]) from None
    if faults:
        raise SpecError(faults)
    return resolve(_Composer(spec, selection).document())


def _metric_faults(spec: Spec, dataset: Dataset) -> list[Fault]:
    """Metrics that mean nothing, wherever the spec names them."""
    named: list[tuple[str, tuple[str | int, ...]]] = [
        (name, ("metrics", i)) for i, name in enumerate(spec.metrics)
    ]
    for i, section in enumerate(spec.sections):
        for j, name in enumerate(getattr(section.options, "metrics", ())):
            named.append((name, ("sections", i, section.kind, "metrics", j)))
    known = metrics.names(dataset)
    found = []
    for name, steps in named:
        if metrics.expand(name, dataset, ()) is None:
            near = nearest(name, list(known))
            remedy = f"did you mean {near[0]!r}?" if near else "`briefings list metrics` tells more"
            what, place = f"unknown metric {name!r}", spec.place(*steps)
            found.append(
                Fault(what, remedy=remedy, where=where(steps), place=place, allowed=tuple(known))
            )
    return found


@define
class _Composer:
    spec: Spec
    selection: Selection
    faults: list[Fault] = field(factory=list)
    _used: dict[str, int] = field(factory=dict)

    def document(self) -> Document:
        spec, selection = self.spec, self.selection
        blocks = [b for s in self._sections() for b in self._section(s)]
        title = self._line(spec.title, ("title",))
        subtitle = self._line(spec.subtitle, ("subtitle",))
        short = self._line(spec.short_title, ("short_title",))
        author = self._line(spec.author, ("author",))
        prepared = self._line(spec.prepared_for, ("prepared_for",))
        if self.faults:
            raise SpecError(self.faults)
        return Document(
            title=title,
            subtitle=subtitle,
            eyebrow=self._line(spec.eyebrow, ("eyebrow",)),
            short_title=short,
            blocks=_with_contents(blocks),
            language=spec.language,
            as_at=selection.as_at.isoformat(),
            as_at_words=f"Data as at {wording.day(selection.as_at)}",
            facts=tuple(self._facts(prepared)),
            author=author,
            description=subtitle or title,
            keywords=tuple(dict.fromkeys(s.provider.kind for s in selection.shown)),
        )

    def _facts(self, prepared: str) -> list[KeyFact]:
        selection = self.selection
        found = []
        if selection.subject:
            found.append(KeyFact("Subject", (Text(selection.subject.short),)))
            fieldwork = metrics.FIXED["fieldwork"].value(selection.subject)
            if not fieldwork.absent:
                found.append(KeyFact("Fieldwork", (Text(fieldwork.text),)))
        if selection.round:
            found.append(KeyFact("Round", (Text(selection.round),)))
        found.append(KeyFact("Data as at", (Text(wording.day(selection.as_at)),)))
        if prepared:
            found.append(KeyFact("Prepared for", (Text(prepared),)))
        return found

    def _sections(self) -> Sequence[SectionSpec]:
        """Those of the spec; the sources come last where it does not place them."""
        sections = self.spec.sections
        if any(s.kind == "sources" for s in sections):
            return sections
        return (*sections, SectionSpec("sources", KINDS["sources"].options()))

    def _section(self, section: SectionSpec) -> tuple[Block, ...]:
        kind = KINDS[section.kind]
        if kind.needs_subject and self.selection.subject is None:
            what = f"{section.kind!r} needs a subject"
            remedy = "name one under providers, or leave the section out"
            self.faults.append(Fault(what, remedy=remedy, place=section.place))
            return ()
        count = self._used[section.kind] = self._used.get(section.kind, 0) + 1
        name = section.kind if count == 1 else f"{section.kind}-{count}"

        def write_prose(source: str, place: Place | None) -> tuple[Block, ...]:
            return self._prose(source, place or section.place, name)

        context = Context(self.selection, self.spec.metrics, write_prose, name)
        return kind.write(context, section.options)

    # ------------------------------------------------------------------------- texts

    def _line(self, source: str, steps: tuple[str | int, ...]) -> str:
        """A single line of words: a title and the like."""
        place = self.spec.place(*steps)
        found = self._text(lambda: render(source, vocabulary.values(self.selection)), place)
        return " ".join(found.split()) if found else ""

    def _prose(self, source: str, place: Place | None, name: str) -> tuple[Block, ...]:
        def write() -> tuple[Block, ...]:
            words = render(source, vocabulary.values(self.selection), markdown=True)
            return prose.blocks(words, name, self._picture)

        return self._text(write, place) or ()

    def _text(self, write: Callable[[], T], place: Place | None) -> T | None:
        try:
            return write()
        except TextFault as fault:
            at = self._within(place, fault.line)
            self.faults.append(Fault(fault.what, remedy=fault.remedy, place=at))
            return None

    def _within(self, place: Place | None, line: int | None) -> Place | None:
        """The place of a line of a text: a block (``|``) starts on the line after its mark."""
        if place is None or place.line is None or self.spec.file is None:
            return place
        mark = place.excerpt[(place.column or 1) - 1 :][:1]
        if line is None or (mark not in "|>" and line == 1):
            return place
        number = place.line + line - (mark not in "|>")
        lines = self.spec.file.text.split("\n")
        excerpt = lines[number - 1] if 0 < number <= len(lines) else ""
        column = len(excerpt) - len(excerpt.lstrip()) + 1
        return Place(place.file, number, column, excerpt)

    def _picture(self, path: str) -> bytes:
        base = Path(self.spec.file.name).parent if self.spec.file else Path()
        found = base / path
        if Path(path).is_absolute() or ".." in Path(path).parts or ":" in path:
            raise TextFault(f"the picture {path!r} lies outside the spec's folder", "move it there")
        try:
            data = found.read_bytes()
        except OSError as error:
            what = f"the picture {path!r} cannot be read: {error.strerror or error}"
            raise TextFault(what, "put it beside the spec") from None
        if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            raise TextFault(f"the picture {path!r} is no PNG or JPEG", "save it as one")
        return data


def _with_contents(blocks: list[Block]) -> tuple[Block, ...]:
    """The contents list stands before the first section, after the key points."""
    first = next((i for i, b in enumerate(blocks) if isinstance(b, Section)), len(blocks))
    return (*blocks[:first], Contents(), *blocks[first:])
