"""Which files a briefing was made of beside its spec, data and theme: pictures, earlier files.

Whoever reads one says so with :func:`note`; a build that is to know later whether a briefing
is out of date gathers what was said with :func:`noted`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

__all__ = ["digest", "note", "noted"]

_NOTED: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


def digest(data: bytes) -> str:
    """By which two files are known to be the same: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def note(path: Path, data: bytes) -> None:
    """Say that ``data`` was read from ``path``."""
    kept = _NOTED.get()
    if kept is not None:
        kept[path.as_posix()] = digest(data)


@contextmanager
def noted() -> Iterator[dict[str, str]]:
    """The digests of the files that are read inside, by their paths."""
    kept: dict[str, str] = {}
    token = _NOTED.set(kept)
    try:
        yield kept
    finally:
        _NOTED.reset(token)
