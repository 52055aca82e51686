"""What a killed run has left half-written, cleared away by the next run in the folder."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from briefings.saving import UNFINISHED

__all__ = ["clear"]

_BESIDE = re.compile(rf"\.(.+)\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}")  # as saving names them


def clear(folder: Path, files: Iterable[str]) -> None:
    """Remove what stands half-written beside ``files``, paths within ``folder``.

    Only for the one who holds the folder: nobody else is writing these files then.  What
    cannot be removed is left.
    """
    names: dict[PurePosixPath, set[str]] = defaultdict(set)
    for file in files:
        path = PurePosixPath(file)
        names[path.parent].add(path.name)
    for parent, known in names.items():
        for left in _hidden(folder / parent):
            found = _BESIDE.fullmatch(left.name)
            if found and found[1] in known:
                with contextlib.suppress(OSError):
                    left.unlink()


def _hidden(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name.endswith(UNFINISHED)]
    except OSError:
        return []
