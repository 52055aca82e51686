"""A log for programs: a line of JSON for each event of a run, on the disk at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from briefings.errors import Fault, Place, WriteError
from briefings.report import instant

__all__ = ["Log", "opened"]


class Log:
    """Where events are told; nowhere, if no file was given.

    One that can no longer be written does not stop the work: ``fault`` tells it at the end.
    """

    def __init__(self, path: Path | None, stream: TextIO | None, now: Callable[[], datetime]):
        self.fault: Fault | None = None
        self._path = path
        self._stream = stream
        self._now = now

    @property
    def wanted(self) -> bool:
        return self._stream is not None

    def tell(self, event: str, **more: Any) -> None:
        """Write one event, with the time."""
        if self._stream is None or self.fault:
            return
        told = {"time": instant(self._now()), "event": event, **more}
        try:
            self._stream.write(json.dumps(told, ensure_ascii=False) + "\n")
            self._stream.flush()
        except OSError as error:
            self.fault = _refused(self._path, error)


@contextmanager
def opened(path: Path | None, now: Callable[[], datetime]) -> Iterator[Log]:
    """A log that adds to ``path`` while the block runs.  Raises WriteError."""
    if path is None:
        yield Log(None, None, now)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a", encoding="utf-8")
    except OSError as error:
        raise WriteError(_refused(path, error)) from None
    try:
        yield Log(path, stream, now)
    finally:
        with suppress(OSError):  # what could not be flushed has been told of
            stream.close()


def _refused(path: Path | None, error: OSError) -> Fault:
    what = f"the log cannot be written: {error.strerror or error}"
    return Fault(what, "make room, or choose another file with --log", place=Place(str(path)))
