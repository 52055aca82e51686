"""The spec: what one briefing is to hold, as its author writes it in YAML.

The classes here are the format.  :func:`load` reads a file and tells every fault of it at
once; names of providers are looked up later, against the data
(:func:`briefings.select.select`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from attrs import asdict, evolve, field, frozen

from briefings.errors import Fault, Place, SpecError, suggestion
from briefings.finder import Selector
from briefings.sections import KINDS, Options
from briefings.sections.text import TextOptions
from briefings.select import Choice
from briefings.structure import MISSING, Context, Hook, structure
from briefings.yamlfile import YamlFile, parse, read, where

__all__ = ["FORMATS", "HOOKS", "Providers", "SectionSpec", "Spec", "load", "loads"]

FORMATS = ("docx", "pdf", "html")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?\Z")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
DEFAULT_METRICS = ("overall", "standards")


@frozen
class Conditions:
    """Providers by what is known of them; all that is given must hold."""

    owner: str = field(default="", metadata={"doc": "Owned, now or earlier, by this owner."})
    region: str = field(default="", metadata={"doc": "In this region."})
    kind: str = field(default="", metadata={"doc": "A kind of provider, such as CRC or PDU."})
    rating: str = field(default="", metadata={"doc": "With this overall rating."})
    round: str = field(default="", metadata={"doc": "Inspected in this round."})
    group: str = field(default="", metadata={"doc": "In this saved group."})
    succeeds: str = field(default="", metadata={"doc": "Took over the work of this provider."})


@frozen
class Providers:
    """Who the briefing is about, who stands beside, and what counts are taken over."""

    subject: Selector | None = field(
        default=None, metadata={"doc": "The one provider that the briefing is about."}
    )
    compare: tuple[Selector, ...] = field(
        default=(), metadata={"doc": "Providers shown beside the subject.", "one": True}
    )
    benchmark: tuple[Selector, ...] = field(
        default=(), metadata={"doc": "Providers that counts are taken over.", "one": True}
    )
    leave_out: tuple[Selector, ...] = field(
        default=(),
        metadata={"key": "except", "doc": "Providers left out of the others.", "one": True},
    )


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
        metadata={"doc": "Name of the briefing and of its files: lower-case words and hyphens."}
    )
    title: str = field(metadata={"doc": "Title; {{ subject.name }} and the like may stand in it."})
    providers: Providers = field(metadata={"doc": "Which providers."})
    sections: tuple[SectionSpec, ...] = field(metadata={"doc": "The parts, in order."})
    subtitle: str = field(default="", metadata={"doc": "A line under the title."})
    eyebrow: str = field(default="Briefing", metadata={"doc": "A word above the title."})
    short_title: str = field(default="", metadata={"doc": "Running head; the title by default."})
    prepared_for: str = field(default="", metadata={"doc": "Whom the briefing is for."})
    author: str = field(default="", metadata={"doc": "Who wrote it, for the file's properties."})
    language: str = field(default="en-GB", metadata={"doc": "BCP 47 tag of the language."})
    as_at: date | None = field(
        default=None,
        metadata={"doc": "Which inspections count as the latest; the newest in the data by default."},
    )
    round: str = field(
        default="", metadata={"doc": "Take each provider's inspection of this round."}
    )
    metrics: tuple[str, ...] = field(
        default=DEFAULT_METRICS,
        metadata={"doc": "What to show; `briefings list metrics` names all.", "text": True,
                  "one": True},
    )  # fmt: skip
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=FORMATS, metadata={"doc": "Files to build.", "one": True}
    )
    theme: str = field(
        default="", metadata={"doc": "A theme file, beside the spec; the default one otherwise."}
    )
    file: YamlFile | None = field(
        default=None, eq=False, repr=False, metadata={"key": None}
    )

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


def load(path: Path) -> Spec:
    """The spec in ``path``.  Raises SpecError with every fault of the file."""
    return _structured(read(path, SpecError))


def loads(text: str, name: str = "spec.yaml") -> Spec:
    """A spec from text; ``name`` stands in faults."""
    return _structured(parse(text, name, SpecError))


def _structured(file: YamlFile) -> Spec:
    if not isinstance(file.data, dict):
        what = "the file is empty" if file.data is None else "a spec must be a mapping of keys"
        remedy = "start with `briefing: name-of-the-briefing`"
        raise SpecError(Fault(what, remedy=remedy, place=Place(file.name, 1, 1)))
    faults: list[Fault] = []
    try:
        spec = structure(file, Spec, error=SpecError, hooks=HOOKS)
    except SpecError as error:
        faults += error.faults
    told = {(f.where, f.place) for f in faults}
    faults += [f for f in _rules(file) if (f.where, f.place) not in told]
    if faults:
        raise SpecError(sorted(faults, key=_order))
    return evolve(spec, file=file)


def _order(fault: Fault) -> tuple[int, int]:
    place = fault.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _rules(file: YamlFile) -> list[Fault]:
    """What types alone do not say."""
    found: list[Fault] = []
    name = file.data.get("briefing")
    if isinstance(name, str) and (not _NAME.match(name) or len(name) > 100):
        what = f"{name!r} cannot name files"
        remedy = "use lower-case letters, digits and hyphens, such as 'west-yorkshire-2019'"
        found.append(file.fault(what, ("briefing",), remedy=remedy))
    elif isinstance(name, str) and name in _DEVICES:
        remedy = "Windows keeps that name for a device; add a word"
        found.append(file.fault(f"{name!r} cannot name files", ("briefing",), remedy=remedy))
    language = file.data.get("language")
    if isinstance(language, str) and not _LANGUAGE.match(language):
        remedy = "write a tag such as 'en-GB'"
        found.append(file.fault(f"{language!r} is no language tag", ("language",), remedy=remedy))
    for key in ("title", "sections", "formats", "metrics"):
        value = file.data.get(key)
        if key in file.data and isinstance(value, (str, list)) and not value:
            found.append(file.fault("is empty", (key,), remedy="write one, or leave the key out"))
    providers = file.data.get("providers")
    if isinstance(providers, dict) and not providers.keys() & {"subject", "compare"}:
        remedy = "name a subject, or providers to compare"
        found.append(file.fault("no provider is named", ("providers",), remedy=remedy))
    return found


# -------------------------------------------------------------------------------- hooks


def _selector(value: Any, context: Context) -> Any:
    """A name, or a mapping of conditions."""
    place, path = context.file.place(context.at), where(context.at)
    if isinstance(value, str):
        if not value.strip():
            return context.fault("is empty", remedy="name a provider")
        return Selector(name=value, place=place, where=path)
    if not isinstance(value, dict):
        remedy = "write a provider's name, or conditions such as {owner: Sodexo}"
        return context.fault("a provider is named in text", remedy=remedy)
    if not value:
        return context.fault("no condition is given", remedy="such as {owner: Sodexo}")
    found = context.structure(value, Conditions)
    if found is MISSING:
        return MISSING
    return Selector(**asdict(found), place=place, where=path)


def _section(value: Any, context: Context) -> Any:
    """``- change``, ``- change: {options}`` or ``- text: |``."""
    if isinstance(value, str):
        kind, options, given = value, {}, False
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
        return context.fault(
            what, remedy=suggestion(kind, allowed), allowed=allowed, at=at, key=given
        )
    return _optioned(kind, options, given, context)


def _optioned(kind: str, options: Any, given: bool, context: Context) -> Any:
    steps = (kind,) if given else ()
    place = context.file.place((*context.at, *steps))
    cls = KINDS[kind].options
    if kind == "text" and isinstance(options, str) and given:
        if not options.strip():
            return context.fault("the text is empty", at=(*context.at, kind))
        return SectionSpec(kind, TextOptions(body=options, place=place), place)
    found = context.structure(options if options is not None else {}, cls, *steps)
    if found is MISSING:
        return MISSING
    if isinstance(found, TextOptions):
        found = evolve(found, place=context.file.place((*context.at, kind, "body")))
    return SectionSpec(kind, found, place)


HOOKS: Mapping[Any, Hook] = {Selector: _selector, SectionSpec: _section}
