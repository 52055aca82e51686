"""How the files of an output folder stand today: by asking again what was asked for then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from attrs import evolve, field, frozen

from briefings.build.collecting import batch
from briefings.build.engine import Options, forecast
from briefings.build.manifest import BuiltFile, Manifest, load
from briefings.build.outcome import Outcome
from briefings.build.plans import Batch
from briefings.dataset import load as load_data
from briefings.errors import Fault, Place, WriteError, suggestion
from briefings.executors import Executor
from briefings.records import Dataset

__all__ = ["Standing", "standings"]

_Folders: TypeAlias = "tuple[tuple[str, ...], bool]"


@frozen
class Standing:
    """A target as it stands, and why it was built last."""

    outcome: Outcome
    last: tuple[str, ...] = ()


@frozen
class _Origin:
    """What a run was asked for."""

    spec: str
    data: tuple[str, ...]
    data_only: bool
    theme: str
    as_at: str

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> _Origin:
        return cls(kept["spec"], tuple(kept.get("data", ())), bool(kept.get("data_only")),
                   kept.get("theme_given", ""), kept.get("as_at_given", ""))  # fmt: skip

    @property
    def folders(self) -> _Folders:
        return self.data, self.data_only

    def dataset(self) -> Dataset:
        return load_data([Path(folder) for folder in self.data], bundled=not self.data_only)

    def batch(self, dataset: Dataset) -> Batch:
        theme = Path(self.theme) if self.theme else None
        as_at = date.fromisoformat(self.as_at) if self.as_at else None
        return batch([Path(self.spec)], dataset, theme=theme, as_at=as_at)


@frozen
class _Record:
    """What the manifest has of one name: of a briefing, or of a product of a pack."""

    origin: _Origin
    files: Mapping[str, BuiltFile]
    why: tuple[str, ...]
    whole: bool = False


def standings(
    out: Path, target: str = "", executor: Callable[[int], Executor] | None = None
) -> Iterator[Standing]:
    """Every target that is recorded, and every new one that the same files ask for; or those
    that ``target`` names, a file or a briefing.

    ``executor`` composes what may say something else.  Raises WriteError where nothing is
    recorded under that name, and DataError.
    """
    options = Options(executor=executor) if executor else Options()
    manifest = load(out)
    records = _Records.of(manifest)
    names, format_ = records.named(target)
    datasets: dict[_Folders, Dataset] = {}
    for origin in dict.fromkeys(records.by_name[name].origin for name in names):
        asked = {name for name in names if records.by_name[name].origin == origin}
        for found in _of_origin(origin, records, asked if target else None, options, datasets):
            if format_ in ("", found.outcome.format) or found.outcome.failed:
                yield found


def _of_origin(
    origin: _Origin,
    records: _Records,
    asked: set[str] | None,
    options: Options,
    datasets: dict[_Folders, Dataset],
) -> Iterator[Standing]:
    if not Path(origin.spec).exists():
        yield from records.orphans(origin, asked, f"{origin.spec} is gone", set())
        return
    if origin.folders not in datasets:
        datasets[origin.folders] = origin.dataset()
    dataset = datasets[origin.folders]
    if asked is not None and not any(records.by_name[name].whole for name in asked):
        options = evolve(options, only=asked.__contains__)
    wanted = origin.batch(dataset)
    told = set()
    for outcome in forecast(wanted, dataset, records.folder, options):
        told.add(outcome.name)
        record = records.by_name.get(outcome.name)
        unasked = record and outcome.format and outcome.format not in record.files
        if not unasked and (asked is None or outcome.name in asked or outcome.failed):
            yield Standing(outcome, record.why if record else ())
    if all(plan.spec for plan in wanted.plans):  # else nobody knows what a broken one asks for
        yield from records.orphans(origin, asked, f"{origin.spec} asks for it no more", told)


@frozen
class _Records:
    folder: Path
    by_name: Mapping[str, _Record] = field(factory=dict)

    @classmethod
    def of(cls, manifest: Manifest) -> _Records:
        found = {name: _Record(_Origin.of(entry.recipe), entry.files, entry.why)
                 for name, entry in manifest.entries.items()}  # fmt: skip
        for pack, kinds in manifest.packs.items():
            for kind, kept in kinds.items():
                name, files = kept["asked"]["name"], manifest.products(pack, kind)
                before = found.get(name)
                both = {**(before.files if before else {}), **files}
                found[name] = _Record(_Origin.of(kept), both, tuple(kept["why"]), whole=True)
        return cls(manifest.folder, found)

    def named(self, target: str) -> tuple[list[str], str]:
        """The names that ``target`` stands for, and the format if it is that of one file."""
        if not target:
            return list(self.by_name), ""
        if target in self.by_name:
            return [target], ""
        for path in (Path(target), self.folder / target):
            for name, record in self.by_name.items():
                for format_, built in record.files.items():
                    if (self.folder / built.path).resolve() == path.resolve():
                        return [name], format_
        near = suggestion(target, list(self.by_name))
        remedy = near or "`briefings status` lists what was"
        what = f"no {target!r} was built in this folder"
        raise WriteError(Fault(what, remedy, place=Place(str(self.folder))))

    def orphans(
        self, origin: _Origin, asked: set[str] | None, why: str, told: set[str]
    ) -> Iterator[Standing]:
        """Files that are there and that nothing asks for."""
        for name, record in self.by_name.items():
            if record.origin != origin or name in told or (asked and name not in asked):
                continue
            for format_, built in record.files.items():
                path = self.folder / built.path
                if path.exists():
                    outcome = Outcome(name, path, format_, built.size, state="orphan", why=(why,))
                    yield Standing(outcome, record.why)
