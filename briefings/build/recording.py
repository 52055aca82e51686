"""Putting what was made in its place, and writing down what it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from briefings.build.manifest import BuiltFile, Entry, Manifest
from briefings.build.outcome import Outcome
from briefings.build.plans import Plan
from briefings.build.staleness import DATA, Inputs, Verdict, words_of
from briefings.differences import differences
from briefings.errors import BriefingError
from briefings.reads import digest
from briefings.saving import save

if TYPE_CHECKING:
    from briefings.build.worker import Made

__all__ = ["Recorder", "Waiting", "path_of"]

_FEW = 20  # changes that are named one by one


@frozen
class Waiting:
    """A briefing that has to be looked at or made, and what for."""

    plan: Plan
    inputs: Inputs
    verdict: Verdict

    @property
    def formats(self) -> tuple[str, ...]:
        return self.plan.spec.formats if self.plan.spec else ()


def path_of(folder: Path, name: str, format_: str) -> Path:
    """Where a target stands in an output folder."""
    return folder / f"{name}.{format_}"


@frozen
class Recorder:
    """Writes the files of briefings into the manifest's folder, and what they were made of into
    the manifest.  ``origin`` is how the run was asked for."""

    manifest: Manifest
    origin: Mapping[str, object] = field(factory=dict)

    def saved(self, waiting: Waiting, made: Made, seconds: float) -> Iterator[Outcome]:
        """Each format that was made, put in its place; each that was not stands as it was."""
        why = self.why(waiting, made)
        files: dict[str, BuiltFile] = {}
        found: list[Outcome] = []
        try:
            for format_ in waiting.formats:
                path = path_of(self.manifest.folder, waiting.plan.name, format_)
                base = Outcome(waiting.plan.name, path, format_, why=why, seconds=seconds)
                found += self._settled(waiting.plan, base, made, files)
        finally:  # a run that is stopped here has made these
            if files:
                self.record(waiting, made, files, why)
        yield from found

    def _settled(
        self, plan: Plan, base: Outcome, made: Made, files: dict[str, BuiltFile]
    ) -> Iterator[Outcome]:
        if faults := made.faults.get(base.format):
            yield evolve(base, state="failed", faults=faults, bug=made.bug)
        elif base.format in made.files:
            yield self._put(base, made.files[base.format], files)
        else:
            yield from self.standing(plan, format_=base.format)

    def _put(self, base: Outcome, data: bytes, files: dict[str, BuiltFile]) -> Outcome:
        try:
            save(base.path, data)
        except BriefingError as error:
            return evolve(base, state="failed", faults=error.faults)
        path = base.path.relative_to(self.manifest.folder).as_posix()
        kept = files[base.format] = BuiltFile(path, digest(data), len(data))
        return evolve(base, size=kept.size, sha256=kept.sha256)

    def standing(
        self, plan: Plan, why: tuple[str, ...] = (), *, format_: str = ""
    ) -> Iterator[Outcome]:
        """The files of a briefing that are up to date, or one of them."""
        entry = self.manifest.entries[plan.name]
        for one in plan.spec.formats if plan.spec else ():
            if format_ in ("", one):
                built = entry.files[one]
                yield Outcome(plan.name, self.manifest.folder / built.path, one, built.size,
                              state="up to date", why=why, sha256=built.sha256)  # fmt: skip

    def seen(self, waiting: Waiting, made: Made) -> None:
        """Write down that the inputs as they are now lead to the files that stand there."""
        entry = self.manifest.entries[waiting.plan.name]
        self.record(waiting, made, {}, entry.why)

    def record(
        self, waiting: Waiting, made: Made, files: Mapping[str, BuiltFile], why: tuple[str, ...]
    ) -> None:
        """Write down what the files of a briefing were made of.

        Files of an earlier build that were not written again stay recorded only where they
        still say the same in the same way.
        """
        plan, manifest = waiting.plan, self.manifest
        assert plan.recipe
        before = manifest.entries.get(plan.name)
        kept = before.files if before and _same(before, waiting.inputs, made) else {}
        pointers, tables = manifest.keep(made.provenance)
        for name, key, row in waiting.inputs.tables():
            table = getattr(manifest, name)
            if key not in table:
                table[key] = row
                tables[name] = {key: row}
        asked = {"spec": plan.path.as_posix(), **self.origin}
        entry = Entry(
            recipe={**plan.recipe.as_json(), "words": words_of(plan), **asked},
            inputs=waiting.inputs.digests,
            reads=made.reads,
            document=made.document,
            title=made.title,
            subject=made.subject,
            about=made.about,
            as_at=made.as_at,
            why=why,
            files={**kept, **files},
            key_points=made.key_points,
            **pointers,
        )
        manifest.add(plan.name, entry, tables)

    def why(self, waiting: Waiting, made: Made) -> tuple[str, ...]:
        """The reasons of a build, down to the facts that changed."""
        verdict, before = waiting.verdict, self.manifest.entries.get(waiting.plan.name)
        if before is None or before.document == made.document:
            return verdict.why
        told = differences(self.manifest.provenance(waiting.plan.name), made.provenance)
        words = [change.words() for change in told]
        if len(words) > _FEW:
            words = [*words[:_FEW], f"and {len(words) - _FEW} more"]
        reasons = [*verdict.why, *(r for r in verdict.look if r != DATA), *words]
        return tuple(reasons) or (DATA,)


def _same(before: Entry, inputs: Inputs, made: Made) -> bool:
    """Whether what stands there says the same, and was painted in the same way."""
    painted = (before.inputs[name] == inputs.digests[name] for name in ("theme", "program"))
    return before.document == made.document and all(painted)
