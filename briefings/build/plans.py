"""From files to what is to be built: specs as they are, packs taken apart.

A file that is broken is told and does not stop the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve, field, frozen

from briefings.build.recipe import Recipe
from briefings.build.repeating import Item, items, slug
from briefings.errors import BriefingError, Fault, Place, SpecError
from briefings.pack import Entry, Pack, is_pack
from briefings.pack import structured as structured_pack
from briefings.records import Dataset
from briefings.sandbox import render
from briefings.spec import Draft, Spec, draft
from briefings.specrules import LONGEST, PATTERN
from briefings.textfaults import TextError
from briefings.textplaces import placed
from briefings.vocabulary import Given, given
from briefings.yamlfile import Steps, YamlFile
from briefings.yamlfile import read as read_yaml

__all__ = ["Batch", "Plan", "batch", "find_specs", "plan"]


@frozen
class Plan:
    """One briefing to build: the file that asks for it, and its spec or what is wrong with it."""

    path: Path
    spec: Spec | None
    faults: tuple[Fault, ...] = ()
    draft: Draft | None = field(default=None, repr=False)
    recipe: Recipe | None = None
    pack: Pack | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return self.recipe.name if self.recipe else self.path.stem

    def all_faults(self, dataset: Dataset) -> tuple[Fault, ...]:
        """What is wrong with the spec, and every name in it that the data does not know."""
        from briefings.compose import name_faults

        told = {fault.place for fault in self.faults}
        names = name_faults(self.draft, dataset) if self.draft else ()
        new = [fault for fault in names if fault.place not in told]
        return tuple(sorted([*self.faults, *new], key=_line))


def _line(fault: Fault) -> tuple[int, int]:
    place = fault.place
    return (place.line or 0, place.column or 0) if place else (0, 0)


@frozen
class Batch:
    """What is built in one run: every briefing, and the packs that they make up."""

    plans: tuple[Plan, ...]
    packs: tuple[Pack, ...] = ()


def find_specs(paths: Sequence[Path]) -> list[Path]:
    """The spec files that ``paths`` name; a folder stands for its ``*.yaml`` files.

    Raises SpecError naming every path that is not there or holds none.
    """
    found: list[Path] = []
    faults = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml"))
            found += inside
            if not inside:
                what, remedy = "the folder holds no spec file (*.yaml)", "name a file or a folder"
                faults.append(Fault(what, remedy, place=Place(str(path))))
        elif path.exists():
            found.append(path)
        else:
            remedy = "check the path"
            faults.append(Fault("no such file or folder", remedy=remedy, place=Place(str(path))))
    if faults:
        raise SpecError(faults)
    return list(dict.fromkeys(found))


def plan(
    paths: Sequence[Path],
    dataset: Dataset | None = None,
    *,
    formats: Sequence[str] = (),
    theme: Path | None = None,
    as_at: date | None = None,
) -> list[Plan]:
    """The briefings of :func:`batch`, in order."""
    return [*batch(paths, dataset, formats=formats, theme=theme, as_at=as_at).plans]


def batch(
    paths: Sequence[Path],
    dataset: Dataset | None = None,
    *,
    formats: Sequence[str] = (),
    theme: Path | None = None,
    as_at: date | None = None,
) -> Batch:
    """Read every spec and every pack; packs need the data to know whom they are for.

    ``formats``, ``theme`` and ``as_at`` take the place of what specs and packs say.
    """
    over = Recipe("", "", "", formats=tuple(formats), theme=theme.as_posix() if theme else "",
                  as_at=as_at.isoformat() if as_at else "")  # fmt: skip
    found: list[Plan] = []
    packs: list[Pack] = []
    for path in paths:
        try:
            file = read_yaml(path, SpecError)
        except SpecError as error:
            found.append(Plan(path, None, error.faults))
            continue
        if not is_pack(file):
            found.append(_planned(path, _recipe(file, over), draft_of=file))
            continue
        try:
            pack = structured_pack(file)
        except SpecError as error:
            found.append(Plan(path, None, error.faults))
            continue
        packs.append(pack)
        if dataset is None:
            raise ValueError("a pack is taken apart with the data")
        found += _unpacked(path, pack, dataset, over)
    return Batch(tuple(_each_its_own(found)), tuple(packs))


def _recipe(file: YamlFile, over: Recipe) -> Recipe:
    name = file.data.get("briefing") if isinstance(file.data, dict) else None
    return evolve(over, name=name if isinstance(name, str) else "", file=file.name, text=file.text)


def _planned(
    path: Path, recipe: Recipe, draft_of: YamlFile | None = None, pack: Pack | None = None
) -> Plan:
    try:
        spec = recipe.spec()
    except SpecError as error:
        read = draft(draft_of) if draft_of else None
        return Plan(path, None, error.faults, read, pack=pack)
    named = evolve(recipe, name=spec.briefing, formats=spec.formats)
    return Plan(path, spec, recipe=named, pack=pack)


def _each_its_own(plans: Sequence[Plan]) -> Iterator[Plan]:
    """Two briefings of one name would write one file; some disks do not know capitals."""
    taken: dict[str, Plan] = {}
    for one in plans:
        first = taken.setdefault(one.name.casefold(), one) if one.spec else one
        if first is one or one.spec is None:
            yield one
            continue
        other = f"the briefing in {first.path}"
        if first.path == one.path:
            other = "another briefing of this pack"
        what = f"{one.name!r} is also the name of {other}"
        place = one.spec.place("briefing")
        remedy = "give each its own"
        if one.pack and one.recipe:
            place, remedy = _place_of(one), "write a `name` with {{ each.id }}"
        fault = Fault(what, remedy=remedy, where="briefing", place=place)
        yield Plan(one.path, None, (fault,), pack=one.pack)


def _place_of(one: Plan) -> Place | None:
    """Where the pack asks for it."""
    return one.pack.file.place(("briefings",)) if one.pack and one.pack.file else None


# --------------------------------------------------------------------------------- packs


def _unpacked(path: Path, pack: Pack, dataset: Dataset, over: Recipe) -> Iterator[Plan]:
    for at, entry in enumerate(pack.briefings):
        try:
            file = _spec_file(pack, entry, at)
            turns = items(pack, entry, at, dataset)
        except BriefingError as error:
            yield Plan(path, None, error.faults, pack=pack)
            continue
        for item in turns:
            yield _turn(path, pack, entry, at, item, file, over)


def _spec_file(pack: Pack, entry: Entry, at: int) -> tuple[YamlFile, Steps]:
    """The file in which the entry's spec stands, and where."""
    assert pack.file
    if entry.inline:
        return pack.file, entry.inline.at
    path = pack.folder / entry.spec
    steps: Steps = ("briefings", at)
    if isinstance(pack.file.data["briefings"][at], dict):
        steps = (*steps, "spec")
    if not path.is_file():
        what, remedy = f"there is no spec file {str(path)!r}", "put it beside the pack"
        raise SpecError(pack.file.fault(what, steps, remedy=remedy))
    file = read_yaml(path, SpecError)
    if is_pack(file):
        remedy = "name a spec file; packs stand beside each other"
        raise SpecError(pack.file.fault(f"{entry.spec!r} is a pack itself", steps, remedy=remedy))
    return file, ()


def _turn(
    path: Path,
    pack: Pack,
    entry: Entry,
    at: int,
    item: Item,
    found: tuple[YamlFile, Steps],
    over: Recipe,
) -> Plan:
    file, inside = found
    recipe = evolve(
        _recipe(file.part(inside) if inside else file, over),
        at=inside,
        subject=item.subject,
        each=item.words,
        variables={**pack.variables, **entry.variables},
        formats=over.formats or entry.formats or pack.formats,
        theme=over.theme or ((pack.folder / pack.theme).as_posix() if pack.theme else ""),
        as_at=over.as_at or (pack.as_at.isoformat() if pack.as_at else ""),
        pack=pack.pack,
    )
    try:
        one = _planned(path, evolve(recipe, name=_name(pack, entry, at, item, recipe)), pack=pack)
    except SpecError as error:
        return Plan(path, None, _for_row(error.faults, item), pack=pack)
    return evolve(one, faults=_for_row(one.faults, item))


def _for_row(faults: Sequence[Fault], item: Item) -> tuple[Fault, ...]:
    """What is wrong with one turn of many says whose it is."""
    who = item.words.get("name") or item.words.get("id") or ""
    row = f"line {item.place.line} of {item.place.file}" if item.place else who
    if not row:
        return tuple(faults)
    return tuple(evolve(f, what=f"{f.what} (for {row})") for f in faults)


def _name(pack: Pack, entry: Entry, at: int, item: Item, recipe: Recipe) -> str:
    """The name of the files of one turn.  Raises SpecError where they cannot have it."""
    assert pack.file
    steps: Steps = ("briefings", at, "name")
    if not entry.name:
        own = recipe.name
        if "{{" in own or not item.words:
            return _worked_out(pack.file, steps, own, recipe, item)
        return f"{own}-{slug(item.words['id'])}"
    name = _worked_out(pack.file, steps, entry.name, recipe, item)
    parts = name.split("/")
    if len(name) > LONGEST or not all(re.fullmatch(PATTERN[1:-1], part) for part in parts):
        remedy = "use lower-case letters, digits and hyphens, and / between folders"
        raise SpecError(pack.file.fault(f"{name!r} cannot name files", steps, remedy=remedy))
    return name


def _worked_out(file: YamlFile, steps: Steps, template: str, recipe: Recipe, item: Item) -> str:
    words: dict[str, Given] = given(
        {name: slug(text) for name, text in recipe.variables.items()},
        {name: slug(text) for name, text in item.words.items()},
    )
    try:
        return render(template, words)
    except TextError as error:
        raise SpecError([placed(fault, file, steps) for fault in error.faults]) from None
