"""What is to be built: a plan for each briefing, and the batch of one run."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from briefings.build.recipe import Recipe
from briefings.errors import Fault, SpecError
from briefings.records import Dataset
from briefings.spec import Draft, Spec, draft
from briefings.yamlfile import Steps, YamlFile

if TYPE_CHECKING:
    from briefings.pack import Pack

__all__ = ["Batch", "Plan", "planned", "recipe_of"]


@frozen
class Plan:
    """One briefing to build: the file that asks for it, and its spec or what is wrong with it."""

    path: Path
    spec: Spec | None
    faults: tuple[Fault, ...] = ()
    draft: Draft | None = field(default=None, repr=False)
    recipe: Recipe | None = None
    pack: Pack | None = field(default=None, repr=False)
    at: Steps = ()  # where the pack asks for it
    whose: str = ""  # of many turns: a provider, an owner, a row

    @property
    def name(self) -> str:
        return self.recipe.name if self.recipe else self.path.stem

    def all_faults(self, dataset: Dataset) -> tuple[Fault, ...]:
        """What is wrong with the spec, and every name in it that the data does not know."""
        from briefings.compose import name_faults

        told = {fault.place for fault in self.faults}
        names = name_faults(self.draft, dataset) if self.draft else ()
        new = [f for f in names if f.place not in told and "{{" not in f.what]
        return tuple(sorted([*self.faults, *new], key=attrgetter("order")))


@frozen
class Batch:
    """What is built in one run: every briefing, and the packs that they make up."""

    plans: tuple[Plan, ...]
    packs: tuple[Pack, ...] = ()


def recipe_of(file: YamlFile, over: Recipe) -> Recipe:
    """What a spec's file says of a recipe before it is understood."""
    name = file.data.get("briefing") if isinstance(file.data, dict) else None
    return evolve(over, name=name if isinstance(name, str) else "", file=file.name, text=file.text)


def planned(path: Path, recipe: Recipe, draft_of: YamlFile | None = None) -> Plan:
    """The plan of a recipe; ``draft_of`` tells more of what is wrong with it."""
    try:
        spec = recipe.spec()
    except SpecError as error:
        read = draft(draft_of) if draft_of else None
        return Plan(path, None, error.faults, read)
    return Plan(path, spec, recipe=evolve(recipe, name=spec.briefing, formats=spec.formats))
