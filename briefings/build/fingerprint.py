"""Digests of what goes into a briefing, so that a build knows what has changed since the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

import briefings

__all__ = ["digest", "file_digest", "program", "same_file"]

_LIBRARIES = ("jinja2", "lxml", "markdown-it-py", "pillow", "python-docx", "reportlab")
_APART = ("cli", "data", "executors", "ingest", "mail", "recurrence", "schedule")  # of no bearing
_CODE = ("*.py", "*.jinja", "*.css", "*.html", "*.ttf", "languages/*.yaml", "themes/*.yaml")


def digest(value: Any) -> str:
    """A digest of frozen values: equal values have the same, on every machine."""
    hasher = hashlib.sha256()
    parts: list[bytes] = []
    for part in _parts(value):
        parts.append(part)
        if len(parts) > 1000:
            hasher.update(b"".join(parts))
            parts.clear()
    hasher.update(b"".join(parts))
    return hasher.hexdigest()


def _parts(value: Any) -> Iterable[bytes]:
    """The value in bytes that no other value has; every part tells its length or its end."""
    match value:
        case str():
            yield _sized(b"s", value.encode())
        case None | bool() | int() | float():
            yield _sized(b"v", repr(value).encode())
        case Enum():
            yield _sized(b"e", f"{type(value).__name__}.{value.name}".encode())
        case tuple() | list():
            yield b"("
            for inner in value:
                yield from _parts(inner)
            yield b")"
        case _ if attrs.has(type(value)):
            yield _sized(b"a", type(value).__name__.encode())
            cls: Any = type(value)
            for name in _names(cls):
                yield from _parts(getattr(value, name))
            yield b")"
        case bytes():
            yield _sized(b"b", value)
        case date():
            yield _sized(b"d", value.isoformat().encode())
        case Mapping():
            yield b"{"
            for key in sorted(value, key=str):
                yield from _parts(key)
                yield from _parts(value[key])
            yield b"}"
        case frozenset() | set():
            yield from _parts(sorted(value, key=str))
        case Path():
            yield _sized(b"p", value.read_bytes())  # a font, say: what is in it counts
        case _:
            raise TypeError(f"{type(value).__name__} has no digest")


def _sized(mark: bytes, data: bytes) -> bytes:
    return b"%s%d:%s" % (mark, len(data), data)


@lru_cache(maxsize=256)
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(a.name for a in attrs.fields(cls) if a.eq)


@lru_cache(maxsize=1)
def program() -> Mapping[str, str]:
    """The version and the code of this program, and the libraries that write its files."""
    root = Path(briefings.__file__).parent
    found = {p.relative_to(root): p for pattern in _CODE for p in root.rglob(pattern)}
    files = [found[p] for p in sorted(found) if p.parts[0] not in _APART]
    hasher = hashlib.sha256()
    for path in files:
        hasher.update(_sized(path.relative_to(root).as_posix().encode(), path.read_bytes()))
    told = {"briefings": briefings.__version__, "code": hasher.hexdigest()[:16]}
    return told | {name: metadata.version(name) for name in _LIBRARIES}


def same_file(path: Path, sha256: str) -> bool:
    """Whether the file is there and holds what it did."""
    try:
        return file_digest(path) == sha256
    except OSError:
        return False


def file_digest(path: Path) -> str:
    """SHA-256 of a file, which need not fit in memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
