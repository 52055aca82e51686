"""The data that an import goes into: what is known, and the files of the folder to write."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, field, frozen

from briefings.datafolder import Folder, read_folder
from briefings.dataset import BUNDLED, load
from briefings.errors import DataError, Fault, Place
from briefings.records import Dataset

__all__ = ["Ground"]


@frozen
class Ground:
    """``dataset`` is everything known; ``own`` what the folder at ``target`` itself holds."""

    target: Path
    below: tuple[Path, ...]  # folders that the target is laid over
    bundled: bool
    dataset: Dataset = field(repr=False)
    own: Folder = field(repr=False)
    providers: Mapping[str, Any] = field(repr=False)  # the plain values of provider files

    @staticmethod
    def read(target: Path, below: Sequence[Path] = (), *, bundled: bool = True) -> Ground:
        """What is known with the folder ``target``, which need not be there yet."""
        there = target.is_dir() and any(target.iterdir())
        paths = (*below, *((target,) if there else ()))
        dataset = load(paths, bundled=bundled)
        layers = [read_folder(path, [], hashlib.sha256()) for path in paths]
        lower = [read_folder(BUNDLED, [], hashlib.sha256())] if bundled else []
        raw = {id: e.raw for layer in (*lower, *layers) for id, e in layer.providers.items()}
        own = layers[-1] if there else Folder()
        return Ground(target, tuple(below), bundled, dataset, own, raw)

    def text(self, name: str) -> str:
        """A file of the target, or nothing where it is not there."""
        path = self.target / name
        return path.read_text("utf-8") if path.is_file() else ""

    def after(self, files: Mapping[str, str]) -> Dataset:
        """The whole data with ``files`` in the target; raises :class:`DataError`.

        It is tried out in a folder beside, so that nothing is written that cannot be read.
        """
        with TemporaryDirectory() as folder:
            staged = Path(folder) / "data"
            if self.target.is_dir():
                copytree(self.target, staged)
            for name, text in files.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="")
            there = staged.is_dir() and any(staged.iterdir())
            try:
                return load((*self.below, *((staged,) if there else ())), bundled=self.bundled)
            except DataError as error:
                moved = [_moved(fault, staged, self.target) for fault in error.faults]
                raise DataError(moved) from error


def _moved(fault: Fault, staged: Path, target: Path) -> Fault:
    place = fault.place
    if place is None:
        return fault
    file = str(place.file).replace(str(staged), str(target))
    return evolve(fault, place=Place(file, place.line, place.column, place.excerpt))
