"""Reading a data folder: every file of it, into entries that know where they stand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from attrs import Factory, define, frozen

from briefings.context import MISSING
from briefings.dataforms import (
    FrameworkForm,
    GroupForm,
    MeasureForm,
    ProviderForm,
    RoundForm,
    ScaleForm,
    ScalesForm,
    SourceForm,
)
from briefings.errors import DataError, Fault, Place, nearest
from briefings.observations import Row, read_rows
from briefings.structure import collect
from briefings.textfile import TextFile, read_text
from briefings.yamlfile import Steps, YamlFile, parse_file

__all__ = ["Entry", "Folder", "read_folder"]

T = TypeVar("T")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_TABLES = ("groups", "measures", "rounds", "sources")
_FOLDERS = ("frameworks", "measures", "providers")
_EXPECTED = (*(f"{name}.yaml" for name in _TABLES), *(f"{name}/" for name in _FOLDERS))


@frozen
class Entry(Generic[T]):
    """What a file says under one id, and where it says so."""

    form: T
    file: YamlFile
    at: Steps = ()

    @property
    def raw(self) -> Any:
        """The plain values of the file."""
        value = self.file.data
        for step in self.at:
            value = value[step]
        return value

    def fault(self, what: str, *steps: str | int, key: bool = False, **more: Any) -> Fault:
        """A fault ``steps`` below this entry."""
        return self.file.fault(what, (*self.at, *steps), key=key, **more)


@define
class Folder:
    """Everything one data folder holds, by id."""

    sources: dict[str, Entry[SourceForm]] = Factory(dict)
    measures: dict[str, Entry[MeasureForm]] = Factory(dict)
    rounds: dict[str, Entry[RoundForm]] = Factory(dict)
    groups: dict[str, Entry[GroupForm]] = Factory(dict)
    scales: dict[str, Entry[ScaleForm]] = Factory(dict)
    frameworks: dict[str, Entry[FrameworkForm]] = Factory(dict)
    providers: dict[str, Entry[ProviderForm]] = Factory(dict)
    rows: list[Row] = Factory(list)


def read_folder(path: Path, faults: list[Fault], digest: hashlib._Hash) -> Folder:
    """The data folder at ``path``; adds what is wrong to ``faults``, and bytes to ``digest``."""
    reader = _Reader(path, faults, digest)
    if not path.is_dir():
        faults.append(_place_fault(path, "there is no such folder", "check the path"))
        return Folder()
    faults += _strays(path)
    return reader.folder()


def _place_fault(path: Path, what: str, remedy: str) -> Fault:
    return Fault(what, remedy, place=Place(str(path)))


def _strays(path: Path) -> Iterator[Fault]:
    """Names that look like a slip of the pen, and a folder that holds nothing of ours."""
    names = sorted(child.name + ("/" if child.is_dir() else "") for child in path.iterdir())
    if not set(names) & set(_EXPECTED):
        remedy = f"a data folder has one or more of: {', '.join(_EXPECTED)}"
        yield _place_fault(path, "this folder holds no data", remedy)
    for name in names:
        near = nearest(name, _EXPECTED, count=1)
        if name not in _EXPECTED and near:
            yield _place_fault(path / name, "this is not read", f"did you mean {near[0]!r}?")


@define
class _Reader:
    path: Path
    faults: list[Fault]
    digest: hashlib._Hash

    def folder(self) -> Folder:
        """Every file of the folder, in the order of their names."""
        folder = Folder()
        self._table("sources", SourceForm, folder.sources)
        self._table("measures", MeasureForm, folder.measures)
        self._table("rounds", RoundForm, folder.rounds, any_id=True)
        self._table("groups", GroupForm, folder.groups)
        self._frameworks(folder)
        self._providers(folder)
        for path in self._files("measures", ".csv"):
            text = self._text(path)
            if text is not None:
                folder.rows += read_rows(text, self.faults)
        return folder

    def _files(self, folder: str, suffix: str) -> list[Path]:
        inside = self.path / folder
        if not inside.is_dir():
            return []
        shown = [path for path in inside.iterdir() if not path.name.startswith(".")]
        for path in sorted(shown):
            if path.suffix != suffix:
                self.faults.append(
                    _place_fault(path, "this is not read", f"only *{suffix} files belong here")
                )
        return sorted(path for path in shown if path.suffix == suffix)

    def _text(self, path: Path) -> TextFile | None:
        try:
            file = read_text(path, DataError)
        except DataError as trouble:
            self.faults += trouble.faults
            return None
        name = path.relative_to(self.path).as_posix()
        for part in (name.encode(), file.data):  # lengths, so that nothing can slide between
            self.digest.update(len(part).to_bytes(8, "big"))
            self.digest.update(part)
        return file

    def _yaml(self, path: Path) -> YamlFile | None:
        text = self._text(path)
        try:
            return None if text is None else parse_file(text, DataError)
        except DataError as trouble:
            self.faults += trouble.faults
            return None

    def _structured(self, file: YamlFile, form: type[T], at: Steps = ()) -> T | None:
        found, faults = collect(file, form, at=at)
        self.faults += faults
        return None if found is MISSING else found

    def _table(
        self, name: str, form: type[T], into: dict[str, Entry[T]], *, any_id: bool = False
    ) -> None:
        """A file that maps ids to entries."""
        path = self.path / f"{name}.yaml"
        file = self._yaml(path) if path.exists() else None
        if file is None or file.data is None:
            return
        if self._structured(file, Mapping[str, Any]) is None:  # type: ignore[type-abstract]
            return
        for id in file.data:
            if not any_id:
                self._check_id(id, file, id)
            value = self._structured(file, form, (id,))
            if value is not None:
                into[id] = Entry(value, file, (id,))

    def _check_id(self, id: str, file: YamlFile, *at: str | int) -> None:
        if not _ID.match(id):
            remedy = "use lower-case letters, digits and single hyphens"
            self.faults.append(file.fault(f"{id!r} is not an id", at, key=True, remedy=remedy))

    def _named(self, path: Path, form: type[T], add: Callable[[str, Entry[T]], None]) -> None:
        """A file that is one entry, with its name as the id."""
        if not _ID.match(path.stem):
            remedy = "name the file in lower-case letters, digits and single hyphens"
            self.faults.append(_place_fault(path, f"{path.stem!r} is not an id", remedy))
        file = self._yaml(path)
        value = None if file is None else self._structured(file, form)
        if file is not None and value is not None:
            add(path.stem, Entry(value, file))

    def _frameworks(self, folder: Folder) -> None:
        for path in self._files("frameworks", ".yaml"):
            if path.stem != "scales":
                self._named(path, FrameworkForm, folder.frameworks.__setitem__)
                continue

            def add(_: str, entry: Entry[ScalesForm]) -> None:
                for id, form in entry.form.scales.items():
                    self._check_id(id, entry.file, "scales", id)
                    folder.scales[id] = Entry(form, entry.file, ("scales", id))

            self._named(path, ScalesForm, add)

    def _providers(self, folder: Folder) -> None:
        def add(id: str, entry: Entry[ProviderForm]) -> None:
            folder.providers[id] = entry
            for source, form in entry.form.sources.items():
                self._check_id(source, entry.file, "sources", source)
                self._source(source, Entry(form, entry.file, ("sources", source)), folder.sources)

        for path in self._files("providers", ".yaml"):
            self._named(path, ProviderForm, add)

    def _source(
        self, id: str, entry: Entry[SourceForm], into: dict[str, Entry[SourceForm]]
    ) -> None:
        if id in into:
            other = into[id].file.place(into[id].at, key=True)
            what = f"the source {id!r} is described in two files (also {other})"
            remedy = "keep one, in sources.yaml if several files cite it"
            self.faults.append(entry.fault(what, key=True, remedy=remedy))
        else:
            into[id] = entry
