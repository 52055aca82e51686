"""Packs that have a schedule: read from files, and watched for changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefings.errors import Fault, SpecError

__all__ = ["readable", "scheduled", "stamp"]


def scheduled(paths: Sequence[Path]) -> list[Any]:
    """The packs in files and folders that have a schedule.

    Raises SpecError with every fault of every pack.
    """
    found, faults = readable(paths)
    if faults:
        raise SpecError(faults)
    return found


def readable(paths: Sequence[Path]) -> tuple[list[Any], list[Fault]]:
    """The packs that can be read, and the faults of those that cannot.

    A folder may hold specs, too, and packs without a schedule; a file that is named must have
    one.
    """
    from briefings.schedule import Scheduled

    found: list[Any] = []
    faults: list[Fault] = []
    named = {path for path in paths if not path.is_dir()}
    for path in _files(paths):
        try:
            pack = _pack(path, named=path in named)
        except SpecError as error:
            faults += error.faults
            continue
        if pack is not None:
            found.append(Scheduled(pack.pack, pack.schedule, pack))
    faults += _twice(found)
    counts = Counter(one.name for one in found)
    if not found and not faults:
        faults.append(Fault("no pack here has a schedule", "add the key `schedule` to one"))
    return [one for one in found if counts[one.name] == 1], faults


def _files(paths: Sequence[Path]) -> list[Path]:
    """Files by name, and those in folders."""
    if not any(path.is_dir() for path in paths):
        return list(dict.fromkeys(paths))  # a look every minute need not load what builds
    from briefings.build import find_specs

    return find_specs(paths)


def _pack(path: Path, *, named: bool) -> Any:
    from briefings.pack import is_pack, structured
    from briefings.yamlfile import read

    file = read(path, SpecError)
    if not is_pack(file):
        if named:
            raise SpecError(Fault("this is no pack", "name a pack's file", place=file.place()))
        return None
    pack = structured(file)
    if pack.schedule is None:
        if named:
            raise SpecError(Fault("the pack has no schedule", "add the key `schedule`",
                                  place=file.place(("pack",))))  # fmt: skip
        return None
    return pack


def _twice(found: Sequence[Any]) -> list[Fault]:
    """A name is how the ledger knows a pack."""
    counts = Counter(one.name for one in found)
    return [
        Fault(f"{one.name!r} is the name of {counts[one.name]} packs", "give each its own",
              "pack", one.pack.file.place(("pack",)))
        for one in found
        if counts[one.name] > 1
    ]  # fmt: skip


def stamp(paths: Sequence[Path], packs: Sequence[Any]) -> object:
    """What changes whenever one of the packs' files does."""
    try:
        files = _files(paths)
    except SpecError:
        return None
    files += [one.pack.folder / off.file
              for one in packs for off in one.schedule.leave_out if off.file]  # fmt: skip
    return [(str(path), _state(path)) for path in files]


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
