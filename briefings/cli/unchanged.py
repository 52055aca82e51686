"""Seeing at once that nothing has changed since the last run of the same command.

Most of a run that finds everything up to date is importing what it would build with.  So a run
in which nothing failed leaves a note of every file that it read, every folder that it listed and
every file that it answers for; where all of them are as they were, the next run of the same
command needs to look at nothing else.  What was read is known from the interpreter itself
(:func:`sys.addaudithook`), so nothing can be forgotten; where in doubt there is no note.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["NAME", "Watch", "count", "watching"]

NAME = ".unchanged.json"
_MANIFEST = "manifest.json"
_PACKAGE = str(Path(__file__).resolve().parents[1])
_LIBRARIES = tuple(
    os.path.realpath(folder) + os.sep
    for folder in (os.path.dirname(os.__file__), *sys.path)
    if folder == os.path.dirname(os.__file__) or folder.endswith(("site-packages", "dist-packages"))
)
_NO_FILES = ("/proc/", "/sys/", "/dev/")
_WRITING = os.O_WRONLY | os.O_RDWR


class Watch:
    """What a run has read of the disk beside the program itself."""

    def __init__(self, out: Path) -> None:
        self._out = os.path.realpath(out) + os.sep
        self._files: dict[str, tuple[int, ...]] = {}
        self._folders: dict[str, list[str]] = {}

    def heard(self, event: str, args: tuple[Any, ...]) -> None:
        """An event of the interpreter."""
        if event == "open":
            path, mode, flags = args
            writes = any(c in mode for c in "wax+") if isinstance(mode, str) else flags & _WRITING
            if not writes and (place := self._place(path)):
                with suppress(OSError):
                    self._files.setdefault(place, _stamp(place))
        elif event in ("os.listdir", "os.scandir") and (place := self._place(args[0] or ".")):
            with suppress(OSError):
                self._folders.setdefault(place, sorted(os.listdir(place)))

    def _place(self, path: Any) -> str:
        """The real path, if it tells anything: not of the program, the system or the output."""
        if isinstance(path, int):
            return ""
        place = os.path.realpath(os.fsdecode(path))
        apart = (_PACKAGE + os.sep, self._out, *_LIBRARIES, *_NO_FILES)
        return "" if place.endswith(".pyc") or f"{place}{os.sep}".startswith(apart) else place

    def keep(self, out: Path, called: str, files: Mapping[str, str], names: set[str]) -> None:
        """Leave a note for the next run; ``files`` are the digests of what this one answers for,
        and ``names`` those of its briefings.

        None is left where a file has changed since it was read.
        """
        note = out / NAME
        try:
            changed = [path for path, stamp in self._files.items() if _stamp(path) != stamp]
            kept = {
                "called": called,
                "program": _program(),
                "read": {p: _digest(p) for p in self._files} | dict(_told(out / _MANIFEST, names)),
                "folders": self._folders,
                "files": {**files, str(out / _MANIFEST): _digest(out / _MANIFEST)},
                "count": len(files),
            }
            if changed:
                note.unlink(missing_ok=True)
                return
            beside = note.with_name(f"{NAME}.{os.getpid()}.part")
            beside.write_text(json.dumps(kept), encoding="utf-8")
            beside.replace(note)
        except (OSError, ValueError):
            with suppress(OSError):
                note.unlink(missing_ok=True)


def count(out: Path, called: str) -> int | None:
    """How many files are up to date, where everything is as the last run left it."""
    try:
        kept = json.loads((out / NAME).read_bytes())
        same = (
            kept["called"] == called
            and kept["program"] == _program()
            and all(sorted(os.listdir(p)) == names for p, names in kept["folders"].items())
            and all(_digest(p) == d for p, d in kept["read"].items())
            and all(_digest(p) == d for p, d in kept["files"].items())
        )
        return int(kept["count"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


_watch: Watch | None = None  # who is listening; a hook cannot be taken off again


def _hear(event: str, args: tuple[Any, ...]) -> None:
    global _watch
    if _watch is not None and event in ("open", "os.listdir", "os.scandir"):
        watch, _watch = _watch, None  # what it reads itself does not count
        try:
            watch.heard(event, args)
        finally:
            _watch = watch


_hooked = False


@contextmanager
def watching(out: Path) -> Iterator[Watch]:
    """Listen to what is read inside."""
    global _hooked, _watch
    if not _hooked:
        sys.addaudithook(_hear)
        _hooked = True
    _watch = watch = Watch(out)
    try:
        yield watch
    finally:
        _watch = None


def _stamp(path: str) -> tuple[int, ...]:
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _digest(path: str | Path) -> str:
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _told(manifest: Path, names: set[str]) -> Iterator[tuple[str, str]]:
    """The files that other processes read for this one: pictures, earlier briefings."""
    for name, entry in json.loads(manifest.read_bytes())["briefings"].items():
        for path, digest in entry["reads"].items() if name in names else ():
            yield os.path.realpath(manifest.parent / path), digest


def _program() -> str:
    """A digest of this program's files by size and time, and of what is installed beside it."""
    hasher = hashlib.sha256(sys.version.encode())
    for folder, _, files in _sorted_walk(_PACKAGE):
        for name in files:
            found = os.stat(os.path.join(folder, name))
            told = f"{folder}/{name} {found.st_size} {found.st_mtime_ns}\n"
            hasher.update(told.encode(errors="surrogateescape"))
    for folder in _LIBRARIES:  # the names there tell their versions
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        hasher.update("\n".join(names).encode(errors="surrogateescape"))
    return hasher.hexdigest()


def _sorted_walk(root: str) -> Iterable[tuple[str, list[str], list[str]]]:
    for folder, inside, files in os.walk(root):
        inside[:] = sorted(name for name in inside if name != "__pycache__")
        yield folder, inside, sorted(files)
