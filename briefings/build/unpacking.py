"""A pack taken apart: a plan for each of its briefings, as often as it is repeated.

What is wrong with every turn of a briefing is told once; what is wrong with one turn says
whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import define, evolve

from briefings.build.plans import Plan, planned, recipe_of
from briefings.build.recipe import Recipe
from briefings.build.repeating import Item, items
from briefings.errors import BriefingError, Fault, SpecError
from briefings.finder import slug
from briefings.pack import Entry, Pack, is_pack
from briefings.records import Dataset
from briefings.sandbox import render
from briefings.specrules import name_trouble
from briefings.textfaults import TextError
from briefings.textplaces import placed
from briefings.vocabulary import given
from briefings.yamlfile import Steps, YamlFile, read

__all__ = ["unpacked"]

_NAMES = "use lower-case letters, digits and hyphens, and / between folders"


def unpacked(pack: Pack, dataset: Dataset, over: Recipe) -> Iterator[Plan]:
    """The briefings of a pack that was read from a file.  ``over`` is what takes the place of
    what specs and packs say."""
    plans = [plan for at, entry in enumerate(pack.briefings)
             for plan in _Unpacking(pack, entry, at, over).plans(dataset)]  # fmt: skip
    if fault := _theme_fault(pack, over):
        yield Plan(Path(fault.place.file if fault.place else ""), None, (fault,), pack=pack)
        plans = [plan for plan in plans if plan.spec is None]
    yield from plans


def _theme_fault(pack: Pack, over: Recipe) -> Fault | None:
    path = pack.folder / pack.theme
    if over.theme or not pack.theme or path.is_file() or pack.file is None:
        return None
    what, remedy = f"there is no theme file {str(path)!r}", "put it beside the pack"
    return pack.file.fault(what, ("theme",), remedy=remedy)


@define
class _Unpacking:
    """One entry of a pack."""

    pack: Pack
    entry: Entry
    at: int
    over: Recipe

    @property
    def file(self) -> YamlFile:
        assert self.pack.file
        return self.pack.file

    @property
    def steps(self) -> Steps:
        return ("briefings", self.at)

    def plans(self, dataset: Dataset) -> Iterator[Plan]:
        faults: list[Fault] = []
        spec: tuple[YamlFile, Steps] | None = None
        turns: list[Item] = []
        try:
            spec = self._spec()
        except BriefingError as error:
            faults += error.faults
        try:
            turns = items(self.pack, self.entry, self.at, dataset)
        except BriefingError as error:
            faults += error.faults
        if faults or spec is None:
            yield self._broken(faults)
            return
        file, inside = spec
        yield from self._told([(item, self._turn(item, file, inside)) for item in turns])

    def _broken(self, faults: Sequence[Fault]) -> Plan:
        return Plan(self._path, None, tuple(faults), pack=self.pack, at=self.steps)

    @property
    def _path(self) -> Path:
        return Path(self.file.name)

    def _spec(self) -> tuple[YamlFile, Steps]:
        """The file in which the entry's spec stands, and where.  Raises SpecError."""
        if self.entry.inline:
            return self.file, self.entry.inline.at
        path = self.pack.folder / self.entry.spec
        written = self.file.data["briefings"][self.at]
        steps: Steps = (*self.steps, "spec") if isinstance(written, dict) else self.steps
        if not path.is_file():
            what, remedy = f"there is no spec file {str(path)!r}", "put it beside the pack"
            raise SpecError(self.file.fault(what, steps, remedy=remedy))
        file = read(path, SpecError)
        if is_pack(file):
            what = f"{self.entry.spec!r} is a pack itself"
            remedy = "name a spec file; packs stand beside each other"
            raise SpecError(self.file.fault(what, steps, remedy=remedy))
        return file, ()

    # -------------------------------------------------------------------- one of many

    def _turn(self, item: Item, file: YamlFile, inside: Steps) -> Plan:
        pack, entry, over = self.pack, self.entry, self.over
        part = file.part(inside) if inside else file
        recipe = evolve(
            recipe_of(part, over),
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
            named = evolve(recipe, name=self._name(item, recipe, part))
        except SpecError as error:
            return self._broken(error.faults)
        plan = planned(self._path, named)
        return evolve(plan, pack=pack, at=self.steps, whose=_whose(item))

    def _name(self, item: Item, recipe: Recipe, part: YamlFile) -> str:
        """The name of the files of one turn.  Raises SpecError where they cannot have it."""
        steps = (*self.steps, "name")
        if not self.entry.name:
            own = recipe.name
            if item.words and "{{" not in own:
                return f"{own}-{slug(item.words['id'])}"
            return _worked_out(part, ("briefing",), own, recipe, item)
        name = _worked_out(self.file, steps, self.entry.name, recipe, item)
        parts = [*name.split("/"), name.replace("/", "-")]  # the last for its length
        if trouble := next((t for part in parts if (t := name_trouble(part))), None):
            what, remedy = trouble
            if what.endswith("cannot name files"):
                what, remedy = f"{name!r} cannot name files", _NAMES
            raise SpecError(self.file.fault(what, steps, remedy=remedy))
        return name

    def _told(self, turns: Sequence[tuple[Item, Plan]]) -> Iterator[Plan]:
        """The plans, with what is wrong with all of them told once."""
        shared = [fault for fault in turns[0][1].faults if len(turns) > 1
                  and all(fault in plan.faults for _, plan in turns)]  # fmt: skip
        if shared:
            yield self._broken(shared)
        for item, plan in turns:
            own = [fault for fault in plan.faults if fault not in shared]
            if plan.spec is not None or own:
                yield evolve(plan, faults=tuple(_of_turn(fault, item) for fault in own))


def _whose(item: Item) -> str:
    if item.place:
        return f"line {item.place.line} of {item.place.file}"
    return item.words.get("name") or item.words.get("id") or ""


def _of_turn(fault: Fault, item: Item) -> Fault:
    whose = _whose(item)
    return evolve(fault, what=f"{fault.what} (for {whose})") if whose else fault


def _worked_out(file: YamlFile, steps: Steps, template: str, recipe: Recipe, item: Item) -> str:
    words = given(
        {name: slug(text) for name, text in recipe.variables.items()},
        {name: slug(text) for name, text in item.words.items()},
    )
    try:
        return render(template, words)
    except TextError as error:
        raise SpecError([placed(fault, file, steps) for fault in error.faults]) from None
