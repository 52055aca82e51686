"""From a spec and the data to a resolved document.

The only place where a spec's words, the selection and the sections meet.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import Any, TypeVar

from attrs import define, field

from briefings import language, metrics, prose, reads, vocabulary, wording
from briefings.anonymise import anonymised
from briefings.changes import LookBack
from briefings.document import Block, Contents, Document, KeyFact, Section, Text, evolve
from briefings.earlier import Shown, look_back
from briefings.errors import Fault, Place, SpecError, nearest
from briefings.language import bare, say, using
from briefings.leaks import Names, leaks, names
from briefings.passages import title_of
from briefings.provenance import Provenance
from briefings.records import Dataset
from briefings.resolve import resolve
from briefings.sandbox import render
from briefings.sections import KINDS
from briefings.sections.changes_since import ChangesSince
from briefings.sections.parts import Context
from briefings.select import Choice, Selection, select
from briefings.spec import EYEBROW, Draft, SectionSpec, Spec
from briefings.specrules import texts
from briefings.textfaults import TextError, TextFault
from briefings.textplaces import placed
from briefings.tongues import told_apart
from briefings.traceplaces import provenance
from briefings.translation import translated
from briefings.yamlfile import Steps, YamlFile, where

__all__ = ["compose", "drafted", "name_faults"]

T = TypeVar("T")


def compose(spec: Spec, dataset: Dataset, *, as_at: date | None = None) -> Document:
    """The document that ``spec`` asks for, from ``dataset``, with all numbers settled.

    ``as_at`` takes the place of the spec's own date.  Raises SpecError with every unknown
    name and every fault in a text, or DocumentError.
    """
    return _composed(spec, dataset, as_at)[1]


def drafted(spec: Spec, dataset: Dataset, *, as_at: date | None = None) -> Document:
    """The same before its numbers are settled, to be a part of a larger document.

    It has passed every check on its own, and has its provenance.
    """
    draft, settled = _composed(spec, dataset, as_at)
    return evolve(draft, provenance=settled.provenance)


def _composed(
    spec: Spec,
    dataset: Dataset,
    as_at: date | None,
    *,
    looks_back: bool = True,
    facts_only: bool = False,
) -> tuple[Document, Document]:
    """The document without its numbers, and with them.

    Sections that tell what has changed need what the others show, and so are left out where
    it does not look back; so are texts where only the facts of another date are wanted.
    """

    def shown_at(day: date | None, facts_only: bool) -> Provenance:
        made = _composed(spec, dataset, day or as_at, looks_back=False, facts_only=facts_only)
        return made[1].provenance

    faults = [*metric_faults(_metrics(spec), spec.file, dataset), *order_faults(spec)]
    selection, unknown = _selected(dataset, spec.choice(as_at), spec.file)
    if selection is None or faults:
        raise SpecError([*faults, *unknown])
    shown = anonymised(selection, spec.briefing) if spec.anonymise else selection
    with using(spec.language):
        seen = translated(shown)
        composer = _Composer(spec, seen, shown_at if looks_back else None, facts_only)
        draft = told_apart(composer.document())
        document = resolve(draft)
        kept = provenance(document, shown, composer.titles)
    document = evolve(document, provenance=kept)
    if spec.anonymise:
        told = tuple(fact for fact in document.provenance.facts if fact.file)
        document = evolve(document, provenance=evolve(document.provenance, facts=told))
        found = [*leak_faults(spec, document, names(selection))]
        if found:
            raise SpecError(found)
    return draft, document


def leak_faults(spec: Spec, document: Document, banned: Names) -> Iterator[Fault]:
    """Every name that would tell who an anonymous provider is, where the author wrote it."""
    file = spec.file
    told: set[str] = set()
    for steps, words in texts(file.data, ()) if file else ():
        name = banned.found(words) if steps[0] != "providers" else ""
        if file and name and name not in told:
            told.add(name)
            what = f"{name!r} is said, and is to stay anonymous"
            yield file.fault(what, steps, remedy="reword it, or leave out `anonymise`")
    for name, words in () if told else leaks((spec.briefing, document), banned):
        if name not in told:
            told.add(name)
            what = f"{name!r} would be told, and is to stay anonymous: {shorten(words, 80)}"
            yield Fault(what, "leave out the section that says it, or `anonymise`")


def name_faults(draft: Draft, dataset: Dataset) -> list[Fault]:
    """Every name in a spec that means nothing, where the spec has other faults as well."""
    faults = metric_faults(draft.metrics, draft.file, dataset)
    return [*faults, *_selected(dataset, draft.choice, draft.file)[1]]


def _selected(
    dataset: Dataset, choice: Choice, file: YamlFile | None
) -> tuple[Selection | None, list[Fault]]:
    try:
        return select(dataset, choice), []
    except SpecError as error:  # a fault of a top key has its path only
        placed = (f if f.place or not file else evolve(f, place=file.place((f.where,)))
                  for f in error.faults)  # fmt: skip
        return None, list(placed)


def _metrics(spec: Spec) -> Iterator[tuple[str, Steps]]:
    """Wherever the spec names metrics."""
    for i, name in enumerate(spec.metrics):
        yield name, ("metrics", i)
    for i, section in enumerate(spec.sections):
        for key in ("metrics", "by"):
            for j, name in enumerate(getattr(section.options, key, ())):
                yield name, ("sections", i, section.kind, key, j)


def metric_faults(
    named: Iterable[tuple[str, Steps]], file: YamlFile | None, dataset: Dataset
) -> list[Fault]:
    """Metrics that mean nothing."""
    known = metrics.names(dataset)
    found = []
    for name, steps in named:
        if metrics.expand(name, dataset, ()) is None:
            near = nearest(name, list(known))
            remedy = f"did you mean {near[0]!r}?" if near else "`briefings list metrics` tells more"
            place = file.place(steps) if file else None
            what = f"unknown metric {name!r}"
            found.append(Fault(what, remedy, where(steps), place, tuple(known)))
    return found


def order_faults(spec: Spec) -> Iterator[Fault]:
    """Metrics that are to put providers in order, and cannot."""
    for i, section in enumerate(spec.sections):
        for j, name in enumerate(getattr(section.options, "by", ())):
            if not metrics.orders(name):
                steps: Steps = ("sections", i, section.kind, "by", j)
                place = spec.file.place(steps) if spec.file else None
                remedy = "name one rating, the score, a count or a measure"
                yield Fault(f"{name!r} puts nothing in order", remedy, where(steps), place)


@define
class _Composer:
    spec: Spec
    selection: Selection
    shown_at: Shown | None = None  # what the briefing shows as at another date
    facts_only: bool = False
    faults: list[Fault] = field(factory=list)
    titles: dict[str, str] = field(factory=dict)  # of sections, by their names
    _used: dict[str, int] = field(factory=dict)

    def document(self) -> Document:
        spec, selection = self.spec, self.selection
        blocks = [b for i, s in enumerate(self._sections()) for b in self._section(s, i)]
        self.selection.ledger.section = ""
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
            eyebrow=self._eyebrow(),
            short_title=short,
            blocks=_with_contents(blocks),
            language=spec.language,
            as_at=selection.as_at.isoformat(),
            as_at_words=say("Data as at {day}", day=wording.day(selection.as_at)),
            facts=tuple(self._facts(prepared)),
            author=author,
            description=subtitle or title,
            keywords=tuple(dict.fromkeys(s.provider.kind for s in selection.shown)),
        )

    def _eyebrow(self) -> str:
        """That of the spec; the usual one in the language of the briefing."""
        if self.spec.eyebrow == EYEBROW:
            return say(EYEBROW)
        return self._line(self.spec.eyebrow, ("eyebrow",))

    def _facts(self, prepared: str) -> list[KeyFact]:
        selection = self.selection
        found = []
        if selection.subject:
            found.append(KeyFact(say("Subject"), (Text(selection.subject.short),)))
            fieldwork = metrics.FIXED["fieldwork"].value(selection.subject)
            if not fieldwork.absent:
                found.append(KeyFact(say("Fieldwork"), (Text(fieldwork.text),)))
        if selection.round:
            found.append(KeyFact(say("Round"), (Text(language.name(selection.round)),)))
        found.append(KeyFact(say("Data as at"), (Text(wording.day(selection.as_at)),)))
        if prepared:
            found.append(KeyFact(say("Prepared for"), (Text(prepared),)))
        return found

    def _sections(self) -> Sequence[SectionSpec]:
        """Those of the spec; the sources come last where it does not place them."""
        sections = self.spec.sections
        if any(s.kind == "sources" for s in sections):
            return sections
        return (*sections, SectionSpec("sources", KINDS["sources"].options()))

    def _section(self, section: SectionSpec, number: int) -> tuple[Block, ...]:
        kind = KINDS[section.kind]
        path: Steps = ("sections", number)
        if kind.needs_subject and self.selection.subject is None:
            what = f"{section.kind!r} needs a subject"
            remedy = "name one under providers, or leave the section out"
            place = section.place
            self.faults.append(Fault(what, remedy=remedy, where=where(path), place=place))
            return ()
        if self._left_out(section.kind):
            return ()
        count = self._used[section.kind] = self._used.get(section.kind, 0) + 1
        name = section.kind if count == 1 else f"{section.kind}-{count}"

        def write_prose(source: str, place: Place | None) -> tuple[Block, ...]:
            return self._prose(source, self._path(source, path), name)

        kinds = frozenset(s.kind for s in self.spec.sections)
        look = partial(self._look_back, place=section.place)
        context = Context(self.selection, self.spec.metrics, write_prose, name, kinds, look)
        options = section.options
        if self.facts_only:
            options = evolve(options, title=None)
        if options.title:
            steps = (*path, section.kind, "title")
            options = evolve(options, title=self._line(options.title, steps))
        self.selection.ledger.section = name
        blocks = kind.write(context, options)
        title = next((t for b in blocks if (t := title_of(b))), section.kind)
        self.titles[name] = bare(title)
        return blocks

    def _left_out(self, kind: str) -> bool:
        if KINDS[kind].looks_back:
            return self.shown_at is None
        return self.facts_only and kind == "text"

    def _look_back(self, options: ChangesSince, place: Place | None) -> LookBack:
        try:
            assert self.shown_at, "a section that looks back is left out where nothing is kept"
            return look_back(options, self.shown_at, self._folder, self.selection.as_at, place)
        except SpecError as error:
            self.faults += error.faults
            return LookBack()

    @property
    def _folder(self) -> Path:
        return Path(self.spec.file.name).parent if self.spec.file else Path()

    # ------------------------------------------------------------------------- texts

    def _path(self, source: str, start: Steps) -> Steps:
        """Where in the file the text ``source`` stands, at ``start`` or below it."""
        value: Any = self.spec.file.data if self.spec.file else None
        for step in start:
            value = value[step]
        return next((path for path, text in texts(value, start) if text == source), start)

    def _line(self, source: str, steps: Steps) -> str:
        """A single line of words: a title and the like."""
        if self.facts_only:
            return "-"
        found = self._text(lambda: render(source, self._words()), steps)
        return " ".join(found.split()) if found else ""

    def _prose(self, source: str, steps: Steps, name: str) -> tuple[Block, ...]:
        def write() -> tuple[Block, ...]:
            words = render(source, self._words(), markdown=True)
            try:
                return prose.blocks(words, name, self._picture)
            except TextError as error:
                if words.count("\n") == source.count("\n"):
                    raise
                # A loop has moved the lines: none of them is that of the file.
                raise TextError(*(evolve(f, line=None) for f in error.faults)) from None

        return self._text(write, steps) or ()

    def _words(self) -> dict[str, Any]:
        return vocabulary.values(self.selection, self.spec.variables, self.spec.each)

    def _text(self, write: Callable[[], T], steps: Steps) -> T | None:
        try:
            return write()
        except TextError as error:
            self.faults += [placed(fault, self.spec.file, steps) for fault in error.faults]
            return None

    def _picture(self, path: str) -> bytes:
        if Path(path).is_absolute() or ".." in Path(path).parts or ":" in path:
            what = f"the picture {path!r} lies outside the spec's folder"
            raise TextError(TextFault(what, "put it beside the spec"))
        try:
            return picture(self._folder / path)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            what = f"the picture {path!r} cannot be read: {reason}"
            raise TextError(TextFault(what, "give a PNG or JPEG file beside the spec")) from None


def picture(path: Path) -> bytes:
    """The PNG or JPEG file at ``path``.  Raises ValueError where it is no such picture."""
    # Slow to import, and most briefings have no picture.
    from PIL import Image, UnidentifiedImageError

    data = path.read_bytes()
    reads.note(path, data)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
    except UnidentifiedImageError:
        raise ValueError("it is no PNG or JPEG") from None
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("it is damaged, or too large") from None
    return data


def _with_contents(blocks: list[Block]) -> tuple[Block, ...]:
    """The contents list stands before the first section, after the key points."""
    first = next((i for i, b in enumerate(blocks) if isinstance(b, Section)), len(blocks))
    return (*blocks[:first], Contents(say("Contents")), *blocks[first:])
