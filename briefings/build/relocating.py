"""Paths in a manifest: as the run was given them, but kept from the output folder.

So a manifest is understood wherever it is read from, and still is when the folder of the whole
project has been moved.  Absolute paths stay as they are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["kept_from", "seen_from_here"]

_PATHS = ("file", "spec", "theme", "theme_given")  # of what a recipe and a product record

Change = Callable[[str], str]


def kept_from(folder: Path) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """What changes a record's paths, relative to the working folder, to those from ``folder``."""
    change = _onto(os.curdir, folder)
    return lambda record: _changed(record, change)


def seen_from_here(folder: Path) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The way back."""
    change = _onto(folder, os.curdir)
    return lambda record: _changed(record, change)


def _onto(base: str | Path, start: str | Path) -> Change:
    try:
        between = os.path.relpath(base, start)
    except ValueError:  # on two drives of Windows
        return lambda path: path
    return lambda path: _moved(between, path)


def _moved(between: str, path: str) -> str:
    if not path or os.path.isabs(path):
        return path
    return Path(os.path.normpath(os.path.join(between, path))).as_posix()


def _changed(record: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """A briefing's or a product's record, with every path in it changed."""
    changed = dict(record)
    for name in _PATHS:
        if isinstance(changed.get(name), str):
            changed[name] = change(changed[name])
    if "data" in changed:
        changed["data"] = [change(path) for path in changed["data"]]
    if "reads" in changed:
        changed["reads"] = {change(path): digest for path, digest in changed["reads"].items()}
    for name in ("recipe", "asked"):
        if name in changed:
            changed[name] = _changed(changed[name], change)
    return changed
