"""Loading data folders into one :class:`~briefings.records.Dataset`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from briefings.datafolder import Entry, Folder, read_folder
from briefings.errors import DataError, Fault
from briefings.integrity import integrity_faults
from briefings.observations import Row
from briefings.recordpaths import row_path
from briefings.records import Dataset

__all__ = ["BUNDLED", "load"]

BUNDLED = Path(__file__).parent / "data"

T = TypeVar("T")
R = TypeVar("R")


def load(folders: Sequence[Path] = (), *, bundled: bool = True) -> Dataset:
    """The bundled data with each folder laid over what comes before it.

    Raises :class:`DataError` with every fault of every file, or, where all files can be
    read, with everything in them that points nowhere or cannot be.
    """
    faults: list[Fault] = []
    digest = hashlib.sha256()
    paths = (*((BUNDLED,) if bundled else ()), *folders)
    layers = [read_folder(path, faults, digest) for path in paths]
    if faults:
        raise DataError(faults)
    whole = _overlay(layers)
    faults += integrity_faults(whole)
    if faults:
        raise DataError(sorted(faults, key=attrgetter("order")))
    return _dataset(whole, tuple(str(path) for path in paths), digest.hexdigest())


def _overlay(layers: Sequence[Folder]) -> Folder:
    """One folder: an entry replaces the one of the same id in the layers below it."""
    whole = Folder()
    for layer in layers:
        _replace_rows(whole, layer)
        for name in ("sources", "measures", "rounds", "groups", "scales", "frameworks"):
            getattr(whole, name).update(getattr(layer, name))
        whole.providers.update(layer.providers)
    return whole


def _replace_rows(whole: Folder, layer: Folder) -> None:
    """Add a layer's observations in place of those of the same measure, time and provider.

    Where the layer replaces a provider, values that cite an inspection which it no longer
    has go with that inspection.
    """
    gone = {
        inspection.id
        for id in layer.providers.keys() & whole.providers.keys()
        for inspection in whole.providers[id].form.inspections
    } - {i.id for entry in layer.providers.values() for i in entry.form.inspections}
    replaced = {_identity(row) for row in layer.rows}
    whole.rows = [
        row
        for row in whole.rows
        if _identity(row) not in replaced and row.observation.inspection not in gone
    ]
    whole.rows += layer.rows


def _identity(row: Row) -> tuple[str, ...]:
    seen = row.observation
    return (seen.provider, seen.measure, seen.period, seen.as_of.text if seen.as_of else "")


def _dataset(whole: Folder, folders: tuple[str, ...], digest: str) -> Dataset:
    scales = _records(whole.scales, lambda id, form: form.record(id))
    return Dataset(
        providers=_records(whole.providers, lambda id, form: form.record(id)),
        frameworks=_records(whole.frameworks, lambda id, form: form.record(id, scales)),
        scales=scales,
        measures=_records(whole.measures, lambda id, form: form.record(id)),
        observations=tuple(row.observation for row in whole.rows),
        sources=_records(whole.sources, lambda id, form: form.record(id)),
        rounds=_records(whole.rounds, lambda id, form: form.record(id)),
        groups=_records(whole.groups, lambda id, form: form.record(id)),
        folders=folders,
        digest=digest,
        files=_files(whole, folders),
    )


def _files(whole: Folder, folders: tuple[str, ...]) -> dict[str, str]:
    """Where each provider and each observation stands, within its folder."""
    found = {id: _within(entry.file.name, folders) for id, entry in whole.providers.items()}
    named: dict[str, str] = {}
    for row in whole.rows:
        file = row.place.file
        if file not in named:
            named[file] = _within(file, folders)
        found[row_path(*_identity(row))] = named[file]
    return found


def _within(file: str, folders: Iterable[str]) -> str:
    path = Path(file)
    inside = (path.relative_to(f).as_posix() for f in folders if path.is_relative_to(f))
    return next(inside, path.name)


def _records(entries: Mapping[str, Entry[Any]], make: Callable[[str, Any], R]) -> dict[str, R]:
    """The records in order of id."""
    return {id: make(id, entries[id].form) for id in sorted(entries)}
