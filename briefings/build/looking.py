"""What a run finds before it makes anything: broken, up to date, or to be looked into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import define, evolve, field

from briefings.build.manifest import Manifest
from briefings.build.outcome import Outcome
from briefings.build.plans import Plan
from briefings.build.recording import Waiting, path_of
from briefings.build.staleness import inputs_of, verdict
from briefings.build.themes import Themed, Themes
from briefings.errors import BriefingError, Fault
from briefings.records import Dataset

__all__ = ["Look", "forecast_of"]


@define
class Look:
    """Looks at one plan after another; ``waiting`` are those that are not settled by that."""

    dataset: Dataset
    manifest: Manifest
    force: bool = False
    themes: Themes = field(factory=Themes)
    waiting: dict[str, tuple[Waiting, Themed]] = field(factory=dict)

    def at(self, plan: Plan) -> Outcome | None:
        """What is wrong with the plan; nothing where it is up to date or waits."""
        if plan.spec is None or plan.recipe is None:
            return _failed(plan, plan.all_faults(self.dataset))
        try:
            style = self.themes.of(plan.spec, plan.recipe.theme)
        except BriefingError as error:
            return _failed(plan, error.faults)
        inputs = inputs_of(plan, self.dataset, style)
        found = verdict(plan, inputs, self.manifest, force=self.force)
        if not found.current:
            self.waiting[plan.name] = Waiting(plan, inputs, found), style
        return None


def _failed(plan: Plan, faults: tuple[Fault, ...]) -> Outcome:
    return Outcome(plan.name, plan.path, faults=faults, state="failed")


def forecast_of(
    waiting: Waiting, manifest: Manifest, folder: Path, why: tuple[str, ...], *, all_: bool
) -> Iterator[Outcome]:
    """What would become of each format; a file's size is that of the last build.

    ``all_``: what it says has changed, and so every format is to be built.
    """
    entry = manifest.entries.get(waiting.plan.name)
    for format_ in waiting.formats:
        built = entry.files.get(format_) if entry else None
        base = Outcome(waiting.plan.name, path_of(folder, waiting.plan.name, format_), format_,
                       built.size if built else 0)  # fmt: skip
        if all_ or format_ in waiting.verdict.wanting:
            yield evolve(base, state="to build", why=why)
        else:
            yield evolve(base, state="up to date", sha256=built.sha256 if built else "")
