"""Files that appear whole or not at all.

They are written beside their name, flushed to the disk and renamed; what stood there before
stays until then.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from briefings.errors import Fault, Place, WriteError

__all__ = ["ABANDONED", "UNFINISHED", "save", "writing"]

UNFINISHED = ".part"  # how the name of a file that is still being written ends
ABANDONED = 3600  # seconds; what a run that is still at work writes is younger


def save(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all.  Raises WriteError."""
    with writing(path) as stream:
        stream.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream for what is to stand at ``path``: there when the block ends, unless by an error.

    For files larger than memory should hold.  Raises WriteError.
    """
    beside = path.with_name(f".{path.name}.{uuid4().hex[:8]}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            _clear(path, beside)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(_refusal(path, error)) from None


def _clear(path: Path, mine: Path) -> None:
    """Remove what a run that was killed while it wrote ``path`` has left beside it."""
    now = mine.stat().st_mtime  # by the clock of the disk itself
    for left in path.parent.glob(f".{path.name}.*{UNFINISHED}"):
        if now - left.stat().st_mtime > ABANDONED:
            left.unlink(missing_ok=True)


def _refusal(path: Path, error: OSError) -> Fault:
    other = "or choose another folder with --out"
    match error:
        case IsADirectoryError():
            what, remedy = "a folder stands in the place of the file", f"move it, {other}"
        case FileExistsError() | NotADirectoryError():
            what, remedy = "a file stands in the place of the folder", f"move it, {other}"
        case PermissionError():
            what, remedy = "you may not write here", f"check the permissions, {other}"
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            what, remedy = "the disk is full", f"make room, {other}"
        case _:
            what = f"the file cannot be written: {error.strerror or error}"
            remedy = f"close it where it is open, {other}"
    return Fault(what, remedy, place=Place(str(path)))
