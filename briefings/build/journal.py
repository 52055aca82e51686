"""What a run has done so far: a line of JSON for each briefing, beside the manifest.

A run that is killed has lost nothing that stands here.  It is a safety net only: where the
disk refuses a line, the manifest at the end of the run still tells of it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["NAME", "append", "rows"]

NAME = "manifest.journal"


def append(folder: Path, row: Mapping[str, Any]) -> bool:
    """Add a line; one that the disk does not take whole is taken back."""
    # The break comes first, so that what a killed run has cut off is a line of its own.
    line = "\n" + json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    path = folder / NAME
    before = path.stat().st_size if path.exists() else 0
    try:
        with path.open("ab") as stream:
            stream.write(line.encode())
    except OSError:
        with contextlib.suppress(OSError):
            os.truncate(path, before)
        return False
    return True


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines in order, up to one that was cut off: later ones may rest on it."""
    try:
        lines = (folder / NAME).read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        if not line:
            continue
        try:
            yield json.loads(line)
        except ValueError:
            return
