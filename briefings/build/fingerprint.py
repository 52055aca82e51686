"""Digests of what goes into a briefing, so that a build knows what has changed since the last."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

import briefings
from briefings.document import Document
from briefings.provenance import Provenance

__all__ = ["digest", "document_digest", "file_digest", "program", "same_file"]

_LIBRARIES = ("jinja2", "lxml", "markdown-it-py", "pillow", "python-docx", "reportlab")
_APART = ("cli", "data", "executors", "ingest", "mail", "recurrence", "schedule")  # of no bearing
_METADATA = re.compile(r"(.+)-([^-]+)\.dist-info")
_CODE = (".py", ".jinja", ".css", ".html", ".ttf", ".yaml")


def digest(value: Any) -> str:
    """A digest of frozen values: equal values have the same, on every machine."""
    parts: list[bytes] = []
    _put(value, parts)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _put(value: Any, parts: list[bytes]) -> None:
    """Add the value in bytes that no other value has; each part tells its length or its end.

    A document has some ten thousand values, so the frequent types come first.
    """
    kind: Any = type(value)
    if kind is str:
        data = value.encode()
        parts.append(b"s%d:" % len(data))
        parts.append(data)
    elif kind is tuple or kind is list:
        parts.append(b"(")
        for inner in value:
            _put(inner, parts)
        parts.append(b")")
    elif kind in _PLAIN:
        parts.append(b"v%r;" % value)
    elif (known := _known(kind)) is not None:
        head, take = known
        parts.append(head)
        for inner in take(value):
            _put(inner, parts)
        parts.append(b")")
    else:
        _put_rare(value, parts)


_PLAIN = frozenset((bool, int, float, type(None)))


def _put_rare(value: Any, parts: list[bytes]) -> None:
    match value:
        case Enum():
            parts.append(_sized(b"e", f"{type(value).__name__}.{value.name}".encode()))
        case bytes():
            parts.append(_sized(b"b", value))
        case date():
            parts.append(_sized(b"d", value.isoformat().encode()))
        case Mapping():
            parts.append(b"{")
            for key in sorted(value, key=str):
                _put(key, parts)
                _put(value[key], parts)
            parts.append(b"}")
        case frozenset() | set():
            _put(sorted(value, key=str), parts)
        case Path():
            parts.append(_sized(b"p", value.read_bytes()))  # a font, say: what is in it counts
        case str() | tuple() | list():  # of a class of its own
            _put(str(value) if isinstance(value, str) else tuple(value), parts)
        case _:
            raise TypeError(f"{type(value).__name__} has no digest")


def _sized(mark: bytes, data: bytes) -> bytes:
    return b"%s%d:%s" % (mark, len(data), data)


@lru_cache(maxsize=512)
def _known(kind: Any) -> tuple[bytes, Callable[[Any], tuple[Any, ...]]] | None:
    """How a value of an attrs class begins, and what takes its fields."""
    if not attrs.has(kind):
        return None
    names = [a.name for a in attrs.fields(kind) if a.eq]
    head = _sized(b"a", kind.__name__.encode())
    if len(names) > 1:
        return head, attrgetter(*names)
    return head, lambda value: tuple(getattr(value, name) for name in names)


def document_digest(document: Document) -> str:
    """A digest of all that a document says.

    The provenance counts as its JSON, which is made once and is needed for the files anyway.
    """
    bare = attrs.evolve(document, provenance=Provenance())
    return digest((bare, document.provenance.dumps()))


@lru_cache(maxsize=1)
def program() -> Mapping[str, str]:
    """The version and the code of this program, and the libraries that write its files."""
    root = Path(briefings.__file__).parent
    hasher = hashlib.sha256()
    for name in sorted(_code(str(root))):
        with open(root / name, "rb") as stream:
            hasher.update(_sized(name.encode(), stream.read()))
    told = {"briefings": briefings.__version__, "code": hasher.hexdigest()[:16]}
    return told | _versions(_LIBRARIES)


def _code(root: str) -> Iterator[str]:
    """The paths of files below ``root`` that bear on what is written, with ``/``."""
    for folder, inside, files in os.walk(root):
        if folder == root:
            inside[:] = [name for name in inside if name not in _APART]
        below = folder[len(root) + 1 :].replace(os.sep, "/")
        yield from (f"{below}/{f}" if below else f for f in files if f.endswith(_CODE))


def _versions(names: Iterable[str]) -> dict[str, str]:
    """The versions of installed libraries, by the names of their folders of metadata.

    ``importlib.metadata`` would tell them, too, but takes as long to import as a layout takes.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.listdir(folder or "."):
                named = _METADATA.fullmatch(entry)
                if named:
                    found.setdefault(re.sub(r"[-_.]+", "-", named[1]).lower(), named[2])
    missing = [name for name in names if name not in found]
    if missing:
        from importlib import metadata

        found |= {name: metadata.version(name) for name in missing}
    return {name: found[name] for name in names}


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
