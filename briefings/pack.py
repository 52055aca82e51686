"""The pack: what people hand over, several briefings built and kept together.

A pack is a YAML file whose first key is ``pack``.  It lists briefings by their spec files or
with the spec written in place, and may repeat one ``for_each`` provider, owner, group or row
of a CSV file.  The classes here are the format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, frozen

from briefings.errors import Fault, SpecError
from briefings.finder import Selector
from briefings.recurrence import SCHEDULE_HOOKS, Schedule
from briefings.routehooks import HOOKS as MAIL_HOOKS
from briefings.routehooks import rules as mail_rules
from briefings.routes import Mail
from briefings.spec import HOOKS
from briefings.specrules import LONGEST, PATTERN
from briefings.structure import MISSING, Context, Hook, describe, structure
from briefings.yamlfile import Steps, YamlFile, read

__all__ = ["ALL", "Combined", "CombinedKeys", "Entry", "EntryKeys", "ForEach", "Inline", "Pack"]
__all__ += ["is_pack", "load", "structured"]

ALL = "all"
KINDS = ("owners", "groups", "rows")  # of for_each, beside providers


@frozen
class ForEach:
    """What a briefing is repeated over: exactly one of these is given."""

    providers: tuple[Selector, ...] = ()
    owners: tuple[str, ...] = ()  # names, or the one word ``all``
    groups: tuple[str, ...] = ()  # ids or names, or the one word ``all``
    rows: str = ""  # a CSV file, beside the pack


@frozen
class Inline:
    """A spec that stands in the pack; ``at`` is its place there."""

    at: Steps


@frozen
class Entry:
    """A briefing of a pack, once or for each of many."""

    spec: str = field(default="", metadata={"doc": "a spec file, beside the pack"})
    inline: Inline | None = field(
        default=None, metadata={"doc": "or the spec itself, with all its keys"}
    )
    for_each: ForEach | None = field(
        default=None,
        metadata={"doc": "build it once for each: providers, as `providers` of a spec names "
                         "them, or {owners: all}, {groups: all}, {rows: people.csv}"},
    )  # fmt: skip
    name: str = field(
        default="",
        metadata={"doc": "name of the files; {{ each.id }} and the like may stand in it"},
    )
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=(), metadata={"doc": "files to build; the pack's or the spec's own by default",
                              "one": True}
    )  # fmt: skip
    variables: Mapping[str, str] = field(
        factory=dict,
        metadata={"doc": "words for the spec's texts: {{ variables.name }}", "text": True},
    )


@frozen
class Combined:
    """One document of all the pack's briefings."""

    title: str = field(default="", metadata={"doc": "its title; the pack's by default"})
    subtitle: str = field(default="", metadata={"doc": "a line under the title"})
    name: str = field(default="", metadata={"doc": "name of its files; the pack's by default"})
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=("docx", "pdf"), metadata={"doc": "files to build", "one": True}
    )


@frozen
class Pack:
    """Several briefings that are built and handed over together."""

    pack: str = field(metadata={"doc": "name of the pack: lower-case words and hyphens"})
    title: str = field(metadata={"doc": "title of the pack, for its index page"})
    briefings: tuple[Entry, ...] = field(metadata={"doc": "the briefings, in order"})
    formats: tuple[Literal["docx", "pdf", "html"], ...] = field(
        default=(), metadata={"doc": "files to build; each spec's own by default", "one": True}
    )
    as_at: date | None = field(
        default=None, metadata={"doc": "takes the place of the date of every spec"}
    )
    theme: str = field(
        default="", metadata={"doc": "a theme file, beside the pack, for every briefing"}
    )
    variables: Mapping[str, str] = field(
        factory=dict,
        metadata={"doc": "words for the texts of every spec: {{ variables.name }}", "text": True},
    )
    combined: Combined | None = field(
        default=None, metadata={"doc": "one document of all: true, or its title and formats"}
    )
    index: bool = field(default=False, metadata={"doc": "a page in HTML that links every file"})
    zip: bool = field(default=False, metadata={"doc": "a ZIP file of everything"})
    schedule: Schedule | None = field(default=None, metadata={"doc": "when to build and send it"})
    mail: Mail | None = field(default=None, metadata={"doc": "to whom what is sent"})
    file: YamlFile | None = field(default=None, eq=False, repr=False, metadata={"key": None})

    @property
    def products(self) -> dict[str, str]:
        """The names of the files of the pack's own, without their endings, by what they are."""
        whole = (self.combined.name or self.pack) if self.combined else ""
        index, packed = f"{self.pack}-index" if self.index else "", self.pack if self.zip else ""
        names = {"combined": whole, "index": index, "zip": packed}
        return {kind: name for kind, name in names.items() if name}

    @property
    def folder(self) -> Path:
        """The folder of the pack's file, to which its paths are relative."""
        return Path(self.file.name).parent if self.file else Path()


def is_pack(file: YamlFile) -> bool:
    """Whether a file that has been read is a pack, and no spec."""
    return isinstance(file.data, dict) and "pack" in file.data


def load(path: Path) -> Pack:
    """The pack in ``path``.  Raises SpecError with every fault of the file."""
    return structured(read(path, SpecError))


def structured(file: YamlFile) -> Pack:
    """The pack in a file that has been read.  Raises SpecError with every fault of it."""
    faults: list[Fault] = []
    pack = None
    try:
        pack = structure(file, Pack, error=SpecError, hooks=PACK_HOOKS)
    except SpecError as error:
        faults += error.faults
    told = {fault.place for fault in faults}
    faults += [fault for fault in _rules(file) if fault.place not in told]
    if faults or pack is None:
        raise SpecError(sorted(faults, key=attrgetter("order")))
    mail = evolve(pack.mail, file=file) if pack.mail else None
    return evolve(pack, file=file, mail=mail)


def _rules(file: YamlFile) -> list[Fault]:
    """What types alone do not say."""
    found = []
    data: Any = file.data
    combined = data.get("combined")
    names: list[tuple[Any, Steps]] = [(data.get("pack"), ("pack",))]
    if isinstance(combined, dict):
        names.append((combined.get("name"), ("combined", "name")))
    for name, steps in names:
        wrong = isinstance(name, str) and name and not re.fullmatch(PATTERN[1:-1], name)
        if wrong or (isinstance(name, str) and len(name) > LONGEST):
            remedy = f"use lower-case letters, digits and hyphens, at most {LONGEST}"
            found.append(file.fault(f"{name!r} cannot name files", steps, remedy=remedy))
    if data.get("briefings") == []:
        found.append(file.fault("is empty", ("briefings",), remedy="name a spec file"))
    return [*found, *mail_rules(file)]


# -------------------------------------------------------------------------------- hooks


def _entry(value: Any, context: Context) -> Any:
    """``- profile.yaml``, or a mapping that says more."""
    if isinstance(value, str):
        if not value.strip():
            return context.fault("is empty", remedy="name a spec file")
        return Entry(spec=value)
    if not isinstance(value, dict):
        return context.fault(f"{describe(value)} names no spec", remedy="name a spec file")
    found = context.structure(value, EntryKeys)
    if found is MISSING:
        return MISSING
    if bool(found.spec) == bool(found.inline):
        remedy = "give `spec:` a file, or `inline:` the spec itself"
        what = "both a file and a spec are given" if found.spec else "no spec is given"
        return context.fault(what, remedy=remedy)
    return Entry(**{name: getattr(found, name) for name in _FIELDS})


@frozen
class EntryKeys(Entry):
    """As :class:`Entry`; read as a mapping, while an entry may be a text, too."""


_FIELDS = ("spec", "inline", "for_each", "name", "formats", "variables")


def _inline(value: Any, context: Context) -> Any:
    if isinstance(value, dict) and value:
        return Inline(context.at)
    remedy = "write the keys of a spec under it"
    return context.fault(f"{describe(value)} is no spec", remedy=remedy)


def _for_each(value: Any, context: Context) -> Any:
    """Conditions on providers, a list of such, or one of ``owners``, ``groups``, ``rows``."""
    if isinstance(value, dict) and len(value) == 1 and (kind := next(iter(value))) in KINDS:
        return _each_of(kind, value[kind], context)
    if isinstance(value, dict) and (mixed := [k for k in value if k in KINDS]):
        what = f"{mixed[0]!r} stands beside another condition"
        return context.fault(what, remedy="give it alone", at=(*context.at, mixed[0]), key=True)
    many = value if isinstance(value, list) else [value]
    steps = [(n,) if isinstance(value, list) else () for n in range(len(many))]
    found = [context.structure(v, Selector, *s) for v, s in zip(many, steps, strict=True)]
    if not found:
        return context.fault("is empty", remedy="write a condition, such as {kind: CRC}")
    if any(one is MISSING for one in found):
        return MISSING
    return ForEach(providers=tuple(one for one in found if isinstance(one, Selector)))


def _each_of(kind: str, value: Any, context: Context) -> Any:
    at = (*context.at, kind)
    if kind == "rows":
        if isinstance(value, str) and value.strip():
            return ForEach(rows=value)
        remedy = "name a CSV file beside the pack"
        return context.fault(f"{describe(value)} is no file", remedy=remedy, at=at)
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        remedy = f"write `all`, or a list of {kind}"
        return context.fault(f"{describe(value)} names no {kind}", remedy=remedy, at=at)
    return ForEach(owners=tuple(names)) if kind == "owners" else ForEach(groups=tuple(names))


def _combined(value: Any, context: Context) -> Any:
    """``true``, or a mapping."""
    if isinstance(value, bool):
        return Combined() if value else None
    found = context.structure(value, CombinedKeys)
    if isinstance(found, CombinedKeys):
        return Combined(found.title, found.subtitle, found.name, found.formats)
    return MISSING


@frozen
class CombinedKeys(Combined):
    """As :class:`Combined`; read as a mapping, while ``true`` may stand for it, too."""


PACK_HOOKS: Mapping[Any, Hook] = {
    **HOOKS,
    **SCHEDULE_HOOKS,
    **MAIL_HOOKS,
    Entry: _entry,
    Inline: _inline,
    ForEach: _for_each,
    Combined: _combined,
}
