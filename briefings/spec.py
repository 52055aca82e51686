"""The spec: what one briefing is to hold, as its author writes it in YAML.

The classes here are the format.  :func:`load` reads a file and tells every fault of it at
once; names of providers are looked up later, against the data
(:func:`briefings.select.select`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from attrs import asdict, evolve, field, frozen

from briefings.context import choose
from briefings.errors import Fault, Place, SpecError
from briefings.finder import Selector
from briefings.language import term
from briefings.sections import KINDS, Options
from briefings.sections.text import TextOptions
from briefings.select import Choice
from briefings.specrules import rules, texts
from briefings.structure import MISSING, Context, Hook, collect, describe, structure
from briefings.textfile import place
from briefings.yamlfile import Steps, YamlFile, parse, read, where

__all__ = ["FORMATS", "HOOKS", "Draft", "Providers", "SectionSpec", "Spec"]
__all__ += ["draft", "load", "loads", "structured"]

FORMATS = ("docx", "pdf", "html")
DEFAULT_METRICS = ("overall", "standards")


@frozen
class Conditions:
    """Providers by what is known of them; all that is given must hold."""

    owner: str = field(default="", metadata={"doc": "owned, now or earlier, by this owner"})
    region: str = field(default="", metadata={"doc": "in this region"})
    kind: str = field(default="", metadata={"doc": "a kind of provider, such as CRC or PDU"})
    rating: str = field(default="", metadata={"doc": "with this overall rating"})
    round: str = field(default="", metadata={"doc": "inspected in this round"})
    group: str = field(default="", metadata={"doc": "in this saved group"})
    succeeds: str = field(default="", metadata={"doc": "took over the work of this provider"})


@frozen
class Providers:
    """Who the briefing is about, who stands beside, and what counts are taken over."""

    subject: Selector | None = field(
        default=None, metadata={"doc": "the one provider that the briefing is about"}
    )
    compare: tuple[Selector, ...] = field(
        default=(), metadata={"doc": "providers shown beside the subject", "one": True}
    )
    benchmark: tuple[Selector, ...] = field(
        default=(), metadata={"doc": "providers that counts are taken over", "one": True}
    )
    leave_out: tuple[Selector, ...] = field(
        default=(),
        metadata={"key": "except", "doc": "providers left out of the others", "one": True},
    )


EYEBROW = term("Briefing")


@frozen
class SectionSpec:
    """A section by its kind, with its options and its place in the file."""

    kind: str
    options: Options
    place: Place | None = field(default=None, eq=False)


@frozen
class Spec:
    """One briefing."""

    briefing: str = field(
        metadata={"doc": "name of the briefing and of its files: lower-case words and hyphens"}
    )
    title: str = field(metadata={"doc": "title; {{ subject.name }} and the like may stand in it"})
    providers: Providers = field(metadata={"doc": "the subject, and those to compare it with"})
    sections: tuple[SectionSpec, ...] = field(metadata={"doc": "the parts, in order"})
    subtitle: str = field(default="", metadata={"doc": "a line under the title"})
    eyebrow: str = field(default=EYEBROW, metadata={"doc": "a word above the title"})
    short_title: str = field(default="", metadata={"doc": "running head; the title by default"})
    prepared_for: str = field(default="", metadata={"doc": "whom the briefing is for"})
    author: str = field(default="", metadata={"doc": "who wrote it, for the file's properties"})
    language: str = field(
        default="en-GB", metadata={"doc": "BCP 47 tag of the language, English or Welsh: en-GB, cy"}
    )
    as_at: date | None = field(
        default=None,
        metadata={"doc": "which inspections count as latest; the newest in the data by default"},
    )
    round: str = field(
        default="", metadata={"doc": "take each provider's inspection of this round"}
    )
    anonymise: bool = field(
        default=False,
        metadata={"doc": "show all but the subject under letters: CRC A, CRC B ..."},
    )
    metrics: tuple[str, ...] = field(
        default=DEFAULT_METRICS,
        metadata={"doc": "what to show; `briefings list metrics` names all", "text": True,
                  "one": True},
    )  # fmt: skip
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=FORMATS, metadata={"doc": "files to build", "one": True}
    )
    theme: str = field(
        default="", metadata={"doc": "a theme file, beside the spec; the default one otherwise"}
    )
    variables: Mapping[str, str] = field(
        factory=dict,
        metadata={"doc": "words for the texts, {{ variables.name }}; a pack may give others",
                  "text": True},
    )  # fmt: skip
    each: Mapping[str, str] = field(factory=dict, metadata={"key": None})  # of a pack
    file: YamlFile | None = field(default=None, eq=False, repr=False, metadata={"key": None})

    def place(self, *steps: str | int) -> Place | None:
        return self.file.place(steps) if self.file else None

    def choice(self, as_at: date | None = None) -> Choice:
        """What the spec asks of the data; ``as_at`` takes the place of the spec's own."""
        chosen = self.providers
        return Choice(
            subject=chosen.subject,
            compare=chosen.compare,
            benchmark=chosen.benchmark,
            leave_out=chosen.leave_out,
            as_at=as_at or self.as_at,
            round=self.round,
        )


@frozen
class Draft:
    """What a spec names of the data, as far as it can be read; other faults do not matter."""

    file: YamlFile
    choice: Choice
    metrics: tuple[tuple[str, Steps], ...]  # each with its place


def draft(file: YamlFile) -> Draft:
    """What the spec in ``file`` names, whatever else is wrong with it."""
    data = file.data if isinstance(file.data, dict) else {}
    given = data.get("providers")
    given = given if isinstance(given, dict) else {}
    run: dict[str, tuple[Selector, ...]] = {
        role: tuple(_selectors(file, ("providers", role))) for role in given if given[role]
    }
    choice = Choice(
        subject=next(iter(run.get("subject", ())), None),
        compare=run.get("compare", ()),
        benchmark=run.get("benchmark", ()),
        leave_out=run.get("except", ()),
        round=data["round"] if isinstance(data.get("round"), str) else "",
    )
    named = [found for found in texts(data, ()) if "metrics" in found[0]]
    return Draft(file, choice, tuple((text, path) for path, text in named))


def _selectors(file: YamlFile, path: Steps) -> Iterator[Selector]:
    value = file.data["providers"][path[-1]]
    many = [(*path, number) for number in range(len(value))] if isinstance(value, list) else [path]
    for at in many:
        found, _ = collect(file, Selector, at=at, hooks=HOOKS)
        if isinstance(found, Selector):
            yield found


def load(path: Path) -> Spec:
    """The spec in ``path``.  Raises SpecError with every fault of the file."""
    return structured(read(path, SpecError))


def loads(text: str, name: str = "spec.yaml") -> Spec:
    """A spec from text; ``name`` stands in faults."""
    return structured(parse(text, name, SpecError))


def structured(file: YamlFile) -> Spec:
    """The spec in a file that has been read.  Raises SpecError with every fault of it."""
    if not isinstance(file.data, dict):
        what = "the file is empty" if file.data is None else "a spec must be a mapping of keys"
        remedy = "start with `briefing: name-of-the-briefing`"
        raise SpecError(Fault(what, remedy=remedy, place=place(file.name, file.text, 1, 1)))
    faults: list[Fault] = []
    try:
        spec = structure(file, Spec, error=SpecError, hooks=HOOKS)
    except SpecError as error:
        faults += error.faults
    told = {f.place for f in faults}
    faults += [f for f in rules(file) if f.place not in told]
    if faults:
        raise SpecError(sorted(faults, key=attrgetter("order")))
    return evolve(spec, file=file)


# -------------------------------------------------------------------------------- hooks


def _selector(value: Any, context: Context) -> Any:
    """A name, or a mapping of conditions."""
    file, path = context.file, where(context.at)
    start = file.place(context.at)
    if isinstance(value, str):
        if not value.strip():
            return context.fault("is empty", remedy="name a provider")
        return Selector(name=value, place=start, where=path)
    if not isinstance(value, dict):
        remedy = "write a provider's name, or conditions such as {owner: Sodexo}"
        return context.fault(f"{describe(value)} names no provider", remedy=remedy)
    if not value:
        return context.fault("no condition is given", remedy="write one, such as {owner: Sodexo}")
    found = context.structure(value, Conditions)
    if found is MISSING:
        return MISSING
    places = {key: file.place((*context.at, key)) for key in value}
    return Selector(**asdict(found), place=start, where=path, places=places)


def _section(value: Any, context: Context) -> Any:
    """``- change``, ``- change: {options}`` or ``- text: |``."""
    if isinstance(value, str):
        kind, options, given = value, None, False
    elif isinstance(value, dict) and len(value) == 1:
        ((kind, options),) = value.items()
        given = True
    else:
        what = "a section is a name, or a name with its options"
        remedy = "write `- change`, or `- comparison: {order: name}`"
        if isinstance(value, dict) and len(value) > 1:
            what, remedy = "one entry holds several sections", "give each its own `- `"
        return context.fault(what, remedy=remedy)
    if kind not in KINDS:
        what, allowed = f"unknown section {kind!r}", tuple(KINDS)
        at = (*context.at, kind) if given else context.at
        return context.fault(what, remedy=choose(kind, allowed), allowed=allowed, at=at, key=given)
    return _optioned(kind, options, given, context)


def _optioned(kind: str, options: Any, given: bool, context: Context) -> Any:
    steps = (kind,) if given else ()
    start = context.file.place((*context.at, *steps))
    cls = KINDS[kind].options
    if kind == "text" and (options is None or isinstance(options, str)) and given:
        if not (options or "").strip():
            remedy = "write `text: |`, and Markdown on the lines under it"
            return context.fault("the text is empty", remedy=remedy, at=(*context.at, kind))
        return SectionSpec(kind, TextOptions(body=options or "", place=start), start)
    found = context.structure(options if options is not None else {}, cls, *steps)
    if found is MISSING:
        return MISSING
    if isinstance(found, TextOptions):
        found = evolve(found, place=context.file.place((*context.at, kind, "body")))
    return SectionSpec(kind, found, start)


HOOKS: Mapping[Any, Hook] = {Selector: _selector, SectionSpec: _section}
