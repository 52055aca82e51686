"""One run at a time in one output folder.

The lock is the system's own on a file, so it goes when its holder dies, however it dies; the
words in the file say who holds it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from briefings.errors import Fault, Place, WriteError

__all__ = ["NAME", "holder", "locked"]

NAME = ".lock"
_PAUSE = 0.1  # seconds between two tries


@contextmanager
def locked(folder: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the folder; raises WriteError naming who holds it, after ``wait`` seconds."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    except (FileExistsError, NotADirectoryError):
        what, remedy = (
            "a file stands in the place of the folder",
            "move it, or choose another folder with --out",
        )
        raise WriteError(Fault(what, remedy, place=Place(str(folder)))) from None
    except OSError as error:
        what = f"the folder cannot be used: {error.strerror or error}"
        remedy = "choose another folder with --out"
        raise WriteError(Fault(what, remedy, place=Place(str(folder)))) from None
    with stream:
        _take(stream, folder, wait)
        try:
            _sign(stream)
            yield
        finally:
            with contextlib.suppress(OSError):
                stream.truncate(0)
            _let_go(stream)


def holder(folder: Path) -> str:
    """Who holds the folder, in words; empty where nobody says so."""
    try:
        return (folder / NAME).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _take(stream: IO[str], folder: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while not _try(stream):
        if time.monotonic() >= until:
            who = holder(folder) or "another run"
            what = f"{who} is building in this folder"
            remedy = "wait until it is done (--wait SECONDS), or choose another folder with --out"
            raise WriteError(Fault(what, remedy, place=Place(str(folder))))
        time.sleep(_PAUSE)


def _sign(stream: IO[str]) -> None:
    stream.seek(0)
    stream.truncate()
    stream.write(f"process {os.getpid()} on {socket.gethostname()}")
    stream.flush()


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # the byte that is locked: the words before it stay readable

    def _try(stream: IO[str]) -> bool:
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(stream: IO[str]) -> None:
        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(stream: IO[str]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(stream: IO[str]) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)
